"""Wrong workbooks, sheet by sheet: the exact cell, what was found, what is allowed, and what to do."""

from __future__ import annotations

import datetime

import pytest
from books import appended, case, check, renamed, without, without_column

CELLS = [
    case(
        "zero where a number above 0 is needed",
        {"Indications!F2": 0},
        "range",
        "Indications!F2: treatment_years is 0; expected a number above 0",
    ),
    case(
        "negative price",
        {"Indications!G2": -5},
        "range",
        "Indications!G2: list_price is -5; expected a number of 0 or more "
        "(leave out the minus sign, or leave the cell empty where nothing is known)",
    ),
    case(
        "required cell is blank",
        {"Indications!H2": None},
        "blank",
        "Indications!H2: qaly_gain is blank; expected a number",
    ),
    case(
        "text in a number column",
        {"Indications!H2": "many"},
        "type",
        'Indications!H2: qaly_gain is "many"; expected a number',
    ),
    case(
        "number typed as text",
        {"Indications!H2": "1.5"},
        "text_number",
        'Indications!H2: qaly_gain is "1.5"; expected a number (the number is typed as text: format the cell as '
        "a number and type it again)",
    ),
    case(
        "thousands separator",
        {"Indications!G2": "60,000"},
        "text_number",
        'Indications!G2: list_price is "60,000"; expected a number of 0 or more (the cell holds text: type a '
        "plain number, without separators for thousands, signs or units)",
    ),
    case(
        "NA in a number column",
        {"Indications!H2": "NA"},
        "type",
        'Indications!H2: qaly_gain is "NA"; expected a number (leave the cell empty where there is no figure)',
    ),
    case(
        "share above 1",
        {"Indications!L2": 5},
        "range",
        "Indications!L2: max_discount is 5; expected a number from 0 to 1 (was 5% meant? then type 5% or 0.05)",
    ),
    case(
        "growth typed as a number of per cents",
        {"Frameworks!F3": 4.5},
        "range",
        "Frameworks!F3: drug_growth_limit is 4.5; expected a number from -1 to 1 (was 4.5% meant? then type 4.5% or 0.045)",
    ),
    case(
        "share above 100",
        {"Indications!L2": 150},
        "range",
        "Indications!L2: max_discount is 150; expected a number from 0 to 1",
    ),
    case(
        "per cent above 100",
        {"Indications!L2": "150%"},
        "range",
        'Indications!L2: max_discount is "150%"; expected a number from 0 to 1 (a share is 1 (100%) at most)',
    ),
    case(
        "per cent where no share stands",
        {"Indications!F2": "50%"},
        "text_number",
        'Indications!F2: treatment_years is "50%"; expected a number above 0 (the cell holds text: type a plain '
        "number, without separators for thousands, signs or units)",
    ),
    case(
        "flag in a number column",
        {"Indications!H2": True},
        "type",
        "Indications!H2: qaly_gain is TRUE; expected a number",
    ),
    case(
        "date in a number column",
        {"Indications!F2": datetime.date(2026, 3, 1)},
        "type",
        "Indications!F2: treatment_years is 2026-03-01; expected a number above 0 (the cell is formatted as a "
        "date: type the number in a cell formatted as a number)",
    ),
    case(
        "no whole number", {"Uptake!B2": 1.5}, "range", "Uptake!B2: year is 1.5; expected a whole number of 1 or more"
    ),
    case(
        "beyond counting",
        {"Uptake!B2": 1e300},
        "range",
        "Uptake!B2: year is 1e+300; expected a whole number of 1 or more",
    ),
    case(
        "year out of range",
        {"Frameworks!B2": 20255},
        "range",
        "Frameworks!B2: year is 20255; expected a year from 1900 to 2200",
    ),
    case(
        "year as a date",
        {"Frameworks!B2": datetime.date(2025, 1, 1)},
        "type",
        "Frameworks!B2: year is 2025-01-01; expected a year from 1900 to 2200 (the cell is formatted as a date: "
        "type the number in a cell formatted as a number)",
    ),
    case(
        "infinite",
        {"Indications!D2": "inf"},
        "type",
        'Indications!D2: new_patients is "inf"; expected a number of 0 or more',
    ),
    case(
        "choice misspelt",
        {"Indications!C2": "candidat"},
        "choice",
        'Indications!C2: status is "candidat"; expected one of candidate, reimbursed, refused, conditional (did '
        "you mean candidate?)",
    ),
    case(
        "choice far off",
        {"Indications!C2": "maybe"},
        "choice",
        'Indications!C2: status is "maybe"; expected one of candidate, reimbursed, refused, conditional',
    ),
    case(
        "number for a choice",
        {"Indications!C2": 1},
        "choice",
        "Indications!C2: status is 1; expected one of candidate, reimbursed, refused, conditional",
    ),
    case(
        "flag unclear", {"Indications!P2": "perhaps"}, "flag", 'Indications!P2: orphan is "perhaps"; expected yes or no'
    ),
    case("flag as number", {"Indications!P2": 1}, "flag", "Indications!P2: orphan is 1; expected yes or no"),
    case(
        "date in words",
        {"Indications!N2": "April 2026"},
        "date",
        'Indications!N2: available_from is "April 2026"; expected a date (2026-07-01) or a year (write '
        "year-month-day, as in 2026-07-01)",
    ),
    case(
        "date the Dutch way",
        {"Indications!N2": "15-04-2026"},
        "date",
        'Indications!N2: available_from is "15-04-2026"; expected a date (2026-07-01) or a year (write '
        "year-month-day, as in 2026-07-01)",
    ),
    case(
        "date that does not exist",
        {"Indications!N2": "2026-02-30"},
        "date",
        'Indications!N2: available_from is "2026-02-30"; expected a date (2026-07-01) or a year (there is no such day)',
    ),
    case(
        "day number",
        {"Indications!N2": 46127},
        "date",
        "Indications!N2: available_from is 46127; expected a date (2026-07-01) or a year (format the cell as a date)",
    ),
    case(
        "none where a date cannot be none",
        {"Indications!N2": "none"},
        "date",
        'Indications!N2: available_from is "none"; expected a date (2026-07-01) or a year',
    ),
    case(
        "date long ago",
        {"Indications!N2": "1850-01-01"},
        "date",
        'Indications!N2: available_from is "1850-01-01"; expected a date (2026-07-01) or a year (the year must '
        "be from 1900 to 2200)",
    ),
    case(
        "excel error",
        {"Indications!H2": "#REF!"},
        "excel_error",
        "Indications!H2: qaly_gain holds the Excel error #REF! (mend the formula, or type the value)",
    ),
    case(
        "formula never calculated",
        {"Indications!H2": "=1+1"},
        "formula_not_calculated",
        "Indications!H2: qaly_gain holds a formula that was never calculated (open the workbook in Excel and save it)",
    ),
    case(
        "formula never calculated in a text column",
        {"Indications!B2": "=A2"},
        "formula_not_calculated",
        "Indications!B2: framework holds a formula that was never calculated (open the workbook in Excel and save it)",
    ),
]


@pytest.mark.parametrize(("edits", "code", "expected"), CELLS)
def test_cells(tmp_path, edits, code, expected):
    check(tmp_path, edits, code, expected)


HEADERS = [
    case(
        "unknown column",
        {"Indications!I1": "desease_burden"},
        "unknown_column",
        'Indications!I1: there is no column "desease_burden" in this sheet (did you mean disease_burden?)',
    ),
    case(
        "unknown column far off",
        {"Indications!I1": "xyz"},
        "unknown_column",
        'Indications!I1: there is no column "xyz" in this sheet (a column of your own has a name that starts '
        "with # or note)",
    ),
    case(
        "column twice",
        {"Indications!K1": "disease_burden"},
        "duplicate_column",
        "Indications!K1: column disease_burden is there twice; the first is I1",
        "Indications!A3: p_effective is blank and effectiveness is uncertain; expected a number from 0 to 1 "
        "(fill in the chance that it works, or effectiveness established if that is so)",
    ),
    case(
        "column without name",
        {"Indications!I1": None},
        "no_header",
        "Indications!I1: has values below it but no column name",
    ),
    case(
        "unknown unit",
        {"Indications!G1": "list_price [USD/patient-year]"},
        "unit",
        "Indications!G1: the unit of list_price is [USD/patient-year]; expected one of [EUR/patient-year], [EUR "
        "thousand/patient-year], [EUR million/patient-year], [EUR billion/patient-year]",
    ),
    case(
        "money per something else",
        {"Frameworks!C1": "budget [EUR million/month]"},
        "unit",
        "Frameworks!C1: the unit of budget is [EUR million/month]; expected one of [EUR], [EUR thousand], [EUR "
        "million], [EUR billion]",
    ),
    case(
        "unit on a share",
        {"Indications!L1": "max_discount [%]"},
        "unit",
        "Indications!L1: the unit of max_discount is [%]; expected no unit",
    ),
    case(
        "wrong unit of time",
        {"Indications!F1": "treatment_years [months]"},
        "unit",
        "Indications!F1: the unit of treatment_years is [months]; expected [years]",
    ),
    case(
        "header is an error",
        {"Indications!I1": "#NAME?"},
        "excel_error",
        "Indications!I1: holds the Excel error #NAME? (mend the formula, or type the value)",
    ),
    case(
        "needed column misspelt",
        {"Indications!H1": "qaly_gian"},
        "unknown_column",
        'Indications!H1: there is no column "qaly_gian" in this sheet (did you mean qaly_gain?)',
    ),
    case(
        "needed column missing",
        without_column("Indications", 8),
        "missing_column",
        "Indications: column qaly_gain is missing; it holds a number (QALYs gained by one patient who starts, "
        "over the whole treatment, discounted to its start) (add a column qaly_gain [QALY])",
    ),
]


@pytest.mark.parametrize(("edits", "code", "expected"), HEADERS)
def test_headers(tmp_path, edits, code, expected):
    check(tmp_path, edits, code, expected)


SHEETS = [
    case(
        "unknown sheet",
        renamed("Uptake", "Uptakes"),
        "unknown_sheet",
        'Uptakes: there is no input sheet "Uptakes" (did you mean Uptake?)',
    ),
    case(
        "unknown sheet far off",
        appended("Weather", ["x"]),
        "unknown_sheet",
        'Weather: there is no input sheet "Weather" (a sheet of your own has a name that starts with # or note)',
    ),
    case(
        "needed sheet missing",
        without("Frameworks"),
        "missing_sheet",
        "Frameworks: the sheet Frameworks is missing; each of its rows is one year of a financial framework; the "
        "row of the last realised year gives baseline_drugs only",
    ),
    case(
        "care missing",
        without("Care"),
        "missing_sheet",
        "Care: the sheet Care is missing; each of its rows is a category of displaceable care; several rows of "
        "one category are segments of rising loss (without displaceable care, add the sheet with its header only)",
    ),
    case(
        "sheet not usable yet",
        appended("Uncertainty", ["table", "row"], ["Care", "eye"]),
        "not_yet",
        "Uncertainty: the sheet Uncertainty has rows; this version of planner cannot use that yet (leave it empty)",
    ),
]


@pytest.mark.parametrize(("edits", "code", "expected"), SHEETS)
def test_sheets(tmp_path, edits, code, expected):
    check(tmp_path, edits, code, expected)


SETTINGS = [
    case(
        "unknown setting",
        {"Settings!A4": "yeers"},
        "unknown_setting",
        'Settings!A4: there is no setting "yeers" (did you mean years?)',
    ),
    case(
        "setting out of range",
        {"Settings!B4": 0},
        "range",
        "Settings!B4: years is 0; expected a whole number from 1 to 60",
    ),
    case(
        "setting no whole number",
        {"Settings!B4": 2.5},
        "range",
        "Settings!B4: years is 2.5; expected a whole number from 1 to 60",
    ),
    case(
        "setting as text",
        {"Settings!B5": "0,5"},
        "text_number",
        'Settings!B5: room_value is "0,5"; expected a number from 0 to 1 (the number is typed as text: format the cell as a '
        "number and type it again)",
    ),
    case(
        "setting per cent",
        {"Settings!B5": 50},
        "range",
        "Settings!B5: room_value is 50; expected a number from 0 to 1 (was 50% meant? then type 50% or 0.5)",
    ),
    case(
        "setting choice",
        {"Settings!A5": "displacement_mode", "Settings!B5": "optimum"},
        "choice",
        'Settings!B5: displacement_mode is "optimum"; expected one of observed, optimal, none (did you mean optimal?)',
    ),
    case(
        "setting twice",
        {"Settings!A5": "years", "Settings!B5": 2},
        "duplicate",
        'Settings!A5: setting "years" is there twice; the first is in A4 (leave one out)',
    ),
    case(
        "setting standings",
        {"Settings!A5": "standings", "Settings!B5": "in_force; propozed"},
        "choice",
        'Settings!B5: standings names "propozed"; expected one or more of in_force, proposed, asked_for, '
        "not_policy, with ; between them (did you mean proposed?)",
    ),
]


@pytest.mark.parametrize(("edits", "code", "expected"), SETTINGS)
def test_settings(tmp_path, edits, code, expected):
    check(tmp_path, edits, code, expected)
