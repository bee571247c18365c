"""Warnings: what the run does not use, and figures of which nobody said how sure they are."""

from __future__ import annotations

import pytest
from books import appended, case, read


def warnings(folder, edits):
    return [str(warning) for warning in read(folder, edits).warnings]


def together(*edits):
    def edit(workbook):
        for one in edits:
            one(workbook)

    return edit


def test_a_scenario_of_which_all_is_used_and_known_has_no_warnings(tmp_path):
    assert warnings(tmp_path, {}) == []


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        pytest.param(
            appended("Uptake", ["slow", 1, 0.1, "assumed"], ["slow", 2, 0.2, "assumed"]),
            ['Uptake!A4: curve "slow" is not used: no indication names this uptake curve'],
            id="uptake",
        ),
        pytest.param(
            {"Indications!M3": None, "Indications!L3": 0.4},
            ['Acceptance!A2: curve "curve" is not used: no indication names this acceptance curve'],
            id="acceptance",
        ),
        pytest.param(
            {"Routes!C3": None},
            ['BudgetLines!A2: line "study" is not used: no route names this budget line'],
            id="budget line",
        ),
        pytest.param(
            together(
                appended("Frameworks", *[["GGZ", year, 1, 1, 1, None, "assumed"] for year in (2026, 2027)]),
                lambda workbook: [setattr(workbook["Care"][f"B{row}"], "value", "MSZ") for row in (2, 3)],
            ),
            ['Frameworks!A5: framework "GGZ" is not used: nothing names this framework'],
            id="framework",
        ),
        pytest.param(
            together(
                appended(
                    "Frameworks", ["MSZ", 2030, 1, 1, 1, None, "assumed"], ["MSZ", 2024, 1, 1, 1, None, "assumed"]
                ),
                appended("BudgetLines", ["study", 2028, 36, "drug", "assumed"]),
            ),
            [
                "Frameworks!B5: rows for years outside the plan (2026-2027) are not used: 2024, 2030",
                "BudgetLines!B4: rows for years outside the plan (2026-2027) are not used: 2028",
            ],
            id="years",
        ),
        pytest.param(
            {"Indications!D4": 5, "Indications!E4": "half"},
            [
                "Indications!D4: new_patients, uptake are not used: the sheet Patients gives the patient-years of Z",
            ],
            id="patients",
        ),
        pytest.param(
            appended("Settings", ["displacement_mode", "none"]),
            [
                "Settings!B5: room_value is 0.5, but it is not used: displacement_mode is none",
                "Care: the sheet is not used: displacement_mode is none",
            ],
            id="displacement",
        ),
        pytest.param(
            appended("Settings", ["price_ceiling", "icer"], ["advice_bound", "low"]),
            ['Settings!B8: advice_bound is "low", but it is not used: price_ceiling is icer'],
            id="advice",
        ),
        pytest.param(
            {"Settings!B6": 0.1},
            ["Settings!B6: advice_margin is 0.1, but it is not used: no advice says more than"],
            id="margin",
        ),
        pytest.param(
            {"Frameworks!F3": None, "Frameworks!F4": None, "Settings!A6": "growth_kind", "Settings!B6": "target"},
            ['Settings!B6: growth_kind is "target", but it is not used: no framework has a drug_growth_limit'],
            id="growth",
        ),
        pytest.param(
            {"Routes!D3": "list", "Settings!A6": "bargaining_power", "Settings!B6": 0.5},
            ["Settings!B6: bargaining_power is 0.5, but it is not used: no route in use has price negotiated"],
            id="bargaining",
        ),
        pytest.param(
            {"Settings!A6": "standings", "Settings!B6": "proposed"},
            ['Routes: no route is used, so nothing can be admitted: the setting standings is "proposed"'],
            id="standings",
        ),
        pytest.param(
            {"Indications!C2": "reimbursed", "Indications!C3": "reimbursed", "Indications!Q2": None},
            [
                (
                    "Indications: no indication is a candidate, and no route changes what is in the package: "
                    "there is nothing to decide"
                )
            ],
            id="candidates",
        ),
        pytest.param(
            {"Indications!W2": None, "Care!K2": None, "Care!K3": None},
            [
                "scenario: 3 rows without certainty count as assumed: Indications 1, Care 2 (fill in the column certainty)"
            ],
            id="certainty",
        ),
    ],
)
def test_warnings(tmp_path, edits, expected):
    assert warnings(tmp_path, edits) == expected


KINDS = [
    case(
        "discount without comparator",
        {"Indications!T2": None},
        "no_comparator",
        "Indications!U2: comparator_discount is 0.1, but there is no comparator_cost: it has no effect (fill in comparator_cost)",
    ),
    case(
        "hole in uptake",
        {"Uptake!B3": 4},
        "hole_in_years",
        'Uptake!B3: curve "half" has no row for year 2, 3: the share of year 1 is used there',
    ),
    case(
        "hole in patients",
        {"Patients!B3": 3},
        "hole_in_years",
        'Patients!B3: indication "Z" has no row for year 2: the number of patients of year 1 is used there',
    ),
    case(
        "growth from nothing",
        {"Frameworks!E2": None},
        "growth_from_zero",
        "Frameworks!E2: baseline_drugs of MSZ is blank in 2025: growth from nothing allows nothing",
    ),
    case(
        "growth from 0",
        {"Frameworks!E2": 0},
        "growth_from_zero",
        "Frameworks!E2: baseline_drugs of MSZ is 0 in 2025: growth from nothing allows nothing",
    ),
    case(
        "no observed share",
        {"Care!G2": None, "Care!G4": None},
        "no_observed_share",
        "Care!G2: no care of MSZ has an observed_share: nothing can be displaced, so its budget is a hard limit "
        "(fill in observed_share, or choose displacement_mode optimal)",
    ),
]


@pytest.mark.parametrize(("edits", "code", "expected"), KINDS)
def test_the_kind_of_a_warning(tmp_path, edits, code, expected):
    found = read(tmp_path, edits).warnings
    assert [str(warning) for warning in found] == expected
    assert [(warning.code, warning.severity) for warning in found] == [(code, "warning")]
