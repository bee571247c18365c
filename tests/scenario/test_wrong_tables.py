"""Wrong workbooks, between tables: names, years, curves, shares and sums that do not hold together, each at its cell."""

from __future__ import annotations

import pytest
from books import appended, case, check, read

from planner.errors import ScenarioError
from planner.impact import enumerate_options

KEYS = [
    case(
        "indication twice",
        {"Indications!A3": "X"},
        "duplicate",
        'Indications!A3: indication "X" is there twice; the first is in A2 '
        "(give one of them another indication, or leave one out)",
    ),
    case(
        "framework year twice",
        {"Frameworks!B3": 2025},
        "duplicate",
        'Frameworks!B3: framework "MSZ" with year 2025 is there twice; the first is in B2 (leave one out)',
    ),
    case(
        "curve year twice",
        {"Uptake!B3": 1},
        "duplicate",
        'Uptake!B3: curve "half" with year 1 is there twice; the first is in B2 (leave one out)',
    ),
]


@pytest.mark.parametrize(("edits", "code", "expected"), KEYS)
def test_keys(tmp_path, edits, code, expected):
    check(tmp_path, edits, code, expected)


REFERENCES = [
    case(
        "unknown uptake curve",
        {"Indications!E2": "halve"},
        "unknown_reference",
        'Indications!E2: uptake is "halve", which is not in the sheet Uptake, column curve (did you mean half?)',
    ),
    case(
        "unknown acceptance curve",
        {"Indications!M3": "bend"},
        "unknown_reference",
        'Indications!M3: acceptance is "bend", which is not in the sheet Acceptance, column curve (names in '
        "Acceptance: curve)",
    ),
    case(
        "unknown framework",
        {"Indications!B2": "MSX"},
        "unknown_reference",
        'Indications!B2: framework is "MSX", which is not in the sheet Frameworks, column framework (did you mean MSZ?)',
    ),
    case(
        "unknown indication",
        {"Patients!A2": "ZZ"},
        "unknown_reference",
        'Patients!A2: indication is "ZZ", which is not in the sheet Indications, column indication (did you mean Z?)',
    ),
    case(
        "unknown budget line",
        {"Routes!C3": "studies"},
        "unknown_reference",
        'Routes!C3: budget_line is "studies", which is not in the sheet BudgetLines, column line (did you mean study?)',
    ),
    case(
        "no such names",
        {"Routes!C2": "x", "Routes!C3": None},
        "unknown_reference",
        'Routes!C2: budget_line is "x", which is not in the sheet BudgetLines, column line (names in BudgetLines: study)',
    ),
]


@pytest.mark.parametrize(("edits", "code", "expected"), REFERENCES)
def test_references(tmp_path, edits, code, expected):
    check(tmp_path, edits, code, expected)


RULES = [
    case(
        "rule with unknown name",
        {"Routes!B2": "orphn and list_budget_impact < 10"},
        "rule",
        "Routes!B2: eligible: 'orphn' is an unknown name in a rule (did you mean orphan? text goes between "
        'quotes: "orphn")',
    ),
    case(
        "rule that cannot be read",
        {"Routes!B2": "orphan and"},
        "rule",
        "Routes!B2: eligible: the rule cannot be read (a rule may hold names, numbers, quoted text, and or not, "
        "== != < <= > >=, + - * / and brackets)",
    ),
    case(
        "rule with unknown choice",
        {"Routes!B2": "effectiveness == 'establised'"},
        "rule",
        'Routes!B2: eligible compares effectiveness with "establised"; effectiveness is one of established, '
        "uncertain, insufficient (did you mean established?)",
    ),
]


@pytest.mark.parametrize(("edits", "code", "expected"), RULES)
def test_rules(tmp_path, edits, code, expected):
    check(tmp_path, edits, code, expected)


BLANK_IN_RULE = [
    case(
        "column",
        {"Routes!B2": "advice_low > 0.1"},
        "blank_in_rule",
        "Indications!R3: advice_low is blank, but the rule of route direct needs it (fill it in, or let the rule test something "
        "else first)",
    ),
    case(
        "figure",
        {
            "Routes!B2": "prevalence_share < 0.1",
            "Settings!A6": "population",
            "Settings!B6": 18_000_000,
            "Indications!X1": "prevalence",
            "Indications!X2": 100,
        },
        "blank_in_rule",
        "Indications!X3: prevalence is blank, but the rule of route direct needs prevalence_share (fill it in, or let the rule "
        "test something else first)",
    ),
    case(
        "setting",
        {
            "Routes!B2": "prevalence_share < 0.1",
            "Indications!X1": "prevalence",
            "Indications!X2": 100,
            "Indications!X3": 100,
        },
        "blank_in_rule",
        "Settings: population is blank, but the rule of route direct needs prevalence_share (add the setting population)",
    ),
]


@pytest.mark.parametrize(("edits", "code", "expected"), BLANK_IN_RULE)
def test_a_rule_that_hangs_on_a_blank_is_a_problem_when_options_are_made(tmp_path, edits, code, expected):
    scenario = read(tmp_path, edits)
    with pytest.raises(ScenarioError) as caught:
        enumerate_options(scenario)
    found = caught.value.problems
    assert [str(problem) for problem in found] == expected
    assert [problem.code for problem in found] == [code]


SOURCES = [
    case(
        "source of unknown sheet",
        {"Sources!A2": "Indication"},
        "unknown_source",
        'Sources!A2: there is no input sheet "Indication" (did you mean Indications?)',
    ),
    case(
        "source of unknown column",
        {"Sources!C2": "listprice"},
        "unknown_source",
        'Sources!C2: Indications has no column "listprice" (did you mean list_price?)',
    ),
    case(
        "source of unknown row",
        {"Sources!B2": "Q"},
        "unknown_source",
        'Sources!B2: Indications has no row with indication "Q" (rows in Indications: X, Y, Z)',
    ),
    case(
        "source of unknown framework year",
        {"Sources!B3": "MSZ 2030"},
        "unknown_source",
        'Sources!B3: Frameworks has no row with framework "MSZ 2030" (did you mean MSZ 2027?)',
    ),
    case(
        "source twice",
        appended("Sources", ["Indications", "X", "list_price", "again", "assumed"]),
        "duplicate",
        'Sources!C4: the source of Indications, row "X", column list_price is there twice; the first is in C2 '
        "(leave one out)",
    ),
]


@pytest.mark.parametrize(("edits", "code", "expected"), SOURCES)
def test_sources(tmp_path, edits, code, expected):
    check(tmp_path, edits, code, expected)


PATIENTS = [
    case(
        "no patients",
        {"Indications!D2": None},
        "no_patients",
        "Indications!D2: new_patients is blank, and the sheet Patients has no rows for X (fill in the patients "
        "who start each year, or give patient-years by year in Patients)",
    ),
    case(
        "patients from year 2",
        {"Patients!B2": 3},
        "no_year_1",
        'Patients!B3: indication "Z" starts in year 2; expected a row for year 1 (years count from the start: 1, 2, ...)',
    ),
    case(
        "offsets with patients",
        {"Indications!V4": 3},
        "offsets_with_patients",
        "Indications!V4: offset_years is 3, but the sheet Patients gives the patient-years of Z (leave "
        "offset_years blank, or leave the indication out of Patients)",
    ),
]


@pytest.mark.parametrize(("edits", "code", "expected"), PATIENTS)
def test_patients(tmp_path, edits, code, expected):
    check(tmp_path, edits, code, expected)


CURVES = [
    case(
        "falling uptake",
        {"Uptake!C2": 0.8, "Uptake!C3": 0.4},
        "falling_uptake",
        'Uptake!C3: uptake curve "half" falls from 0.8 to 0.4; expected 0.8 or more (an uptake curve never '
        "falls: who has started stays counted)",
    ),
    case(
        "uptake from year 2",
        {"Uptake!B2": 2, "Uptake!B3": 3},
        "no_year_1",
        'Uptake!B2: curve "half" starts in year 2; expected a row for year 1 (years count from the start: 1, 2, ...)',
    ),
    case(
        "rising acceptance",
        {"Acceptance!C4": 0.9},
        "rising_acceptance",
        'Acceptance!C4: acceptance curve "curve" rises from 0.8 to 0.9; expected 0.8 or less (a larger discount '
        "is never more likely to be accepted)",
    ),
    case(
        "acceptance without list price",
        {"Acceptance!B2": 0.1},
        "acceptance_start",
        'Acceptance!B2: acceptance curve "curve" starts at discount 0.1; expected a first point at discount 0 '
        "(add a row with discount 0 and probability 1: the supplier accepts its list price)",
    ),
    case(
        "list price refused",
        {"Acceptance!C2": 0.9},
        "acceptance_start",
        'Acceptance!C2: acceptance curve "curve" has probability 0.9 at discount 0; expected 1 (the supplier '
        "accepts its list price)",
    ),
    case(
        "acceptance points too close",
        {"Acceptance!B4": 0.3 + 1e-12},
        "duplicate",
        'Acceptance!B4: acceptance curve "curve" has two points at discount 0.3 (leave one out)',
    ),
]


@pytest.mark.parametrize(("edits", "code", "expected"), CURVES)
def test_curves(tmp_path, edits, code, expected):
    check(tmp_path, edits, code, expected)


BURDEN = [
    case(
        "gap in burden",
        {"ReferenceValues!A3": 0.5},
        "burden_gap",
        "ReferenceValues!A3: burden_from is 0.5, but the class below ends at 0.41; expected 0.41 (there is a "
        "gap: a class starts where the one below it ends)",
    ),
    case(
        "overlap in burden",
        {"ReferenceValues!A4": 0.6},
        "burden_overlap",
        "ReferenceValues!A4: burden_from is 0.6, but the class below ends at 0.71; expected 0.71 (there is an "
        "overlap: a class starts where the one below it ends)",
    ),
    case(
        "burden class upside down",
        {"ReferenceValues!B3": 0.4},
        "burden_class",
        "ReferenceValues!B3: burden_to is 0.4; expected more than burden_from, 0.41",
    ),
]


@pytest.mark.parametrize(("edits", "code", "expected"), BURDEN)
def test_burden(tmp_path, edits, code, expected):
    check(tmp_path, edits, code, expected)


INDICATIONS = [
    case(
        "effect unknown",
        {"Indications!K3": None},
        "needs_p_effective",
        "Indications!K3: p_effective is blank and effectiveness is uncertain; expected a number from 0 to 1 "
        "(fill in the chance that it works, or effectiveness established if that is so)",
    ),
    case(
        "effectiveness unknown",
        {"Indications!J3": None, "Indications!K3": None},
        "needs_p_effective",
        "Indications!K3: p_effective is blank and effectiveness is blank; expected a number from 0 to 1 (fill in "
        "the chance that it works, or effectiveness established if that is so)",
    ),
    case(
        "advice upside down",
        {"Indications!R2": 0.5},
        "advice_order",
        "Indications!R2: advice_low is 0.5; expected at most advice_high, 0.4 (exchange the two)",
    ),
    case(
        "group reimbursed twice",
        {"Indications!C2": "reimbursed"},
        "group_reimbursed_twice",
        'Indications!Q4: patient_group "lungs" has two reimbursed indications, X and this one; expected one (one '
        "group is one set of patients, of whom one medicine takes care: divide the group in two)",
    ),
    case(
        "negotiated without supplier",
        {"Indications!L2": None},
        "needs_max_discount",
        "Indications!L2: max_discount is blank, but route lock, which is open to X, needs it (fill in "
        "max_discount or name an acceptance curve)",
    ),
]


@pytest.mark.parametrize(("edits", "code", "expected"), INDICATIONS)
def test_indications(tmp_path, edits, code, expected):
    check(tmp_path, edits, code, expected)


FRAMEWORKS_AND_LINES = [
    case(
        "several frameworks",
        appended("Frameworks", *[["GGZ", y, 1, 1, 1, None, "assumed"] for y in (2026, 2027)]),
        "no_framework",
        "Care!B2: framework is blank, and there are several; expected one of MSZ, GGZ",
        "Care!B3: framework is blank, and there are several; expected one of MSZ, GGZ",
    ),
    case(
        "framework year missing",
        {"Frameworks!B4": 2028},
        "missing_year",
        'Frameworks!B2: framework "MSZ" has no row for 2027; expected every year of the plan (add the row; a '
        "blank budget means no limit in that year)",
    ),
    case(
        "no frameworks",
        lambda w: w["Frameworks"].delete_rows(2, 9),
        "no_framework",
        "Frameworks: the sheet has no rows; expected a framework by year (add a row for each year of the plan; a "
        "blank budget means no limit)",
        'Sources!B3: Frameworks has no row with framework "MSZ 2026" (there are no rows in Frameworks)',
    ),
    case(
        "line year missing",
        {"BudgetLines!B3": 2028},
        "missing_year",
        'BudgetLines!B2: line "study" has no row for 2027; expected every year of the plan (add the row; a blank '
        "budget means no limit in that year)",
    ),
    case(
        "growth hole",
        {"Frameworks!F4": None},
        "growth_hole",
        "Frameworks!F4: drug_growth_limit of MSZ is blank for 2027, but given for other years of the plan (fill "
        "it in for every year of the plan, or for none)",
    ),
    case(
        "no year before",
        {"Frameworks!B2": 2024},
        "no_year_before",
        'Frameworks!F3: framework "MSZ" has a growth limit, but no row for 2025, from which growth counts (add a '
        "row for 2025 with its baseline_drugs)",
    ),
    case(
        "line differs",
        {"BudgetLines!D3": "net"},
        "line_differs",
        'BudgetLines!D3: charged of line "study" is net, but drug on its first row; expected the same (a blank '
        "counts as the default: fill it in on all rows of the line)",
    ),
    case(
        "route closes before it opens",
        {"Routes!F3": 2031},
        "open_years",
        "Routes!F3: open_from is 2031; expected at most open_to, 2030",
    ),
]


@pytest.mark.parametrize(("edits", "code", "expected"), FRAMEWORKS_AND_LINES)
def test_frameworks_and_lines(tmp_path, edits, code, expected):
    check(tmp_path, edits, code, expected)


CARE = [
    case(
        "care grows differently",
        {"Care!D3": 0.03},
        "segments_differ",
        "Care!D3: spending_growth of eye is 0.03, but 0.02 on its first row; expected the same (it belongs to "
        "the category: give all its rows the same)",
    ),
    case(
        "care in two frameworks",
        lambda workbook: [
            appended("Frameworks", *[["GGZ", y, 1, 900, 1, None, "assumed"] for y in (2026, 2027)])(workbook),
            setattr(workbook["Care"]["B2"], "value", "MSZ"),
            setattr(workbook["Care"]["B3"], "value", "GGZ"),
        ],
        "segments_differ",
        'Care!B3: framework of eye is "GGZ", but "MSZ" on its first row; expected the same (a category belongs to one '
        "framework: care that another one pays needs a name of its own)",
    ),
    case(
        "care protected in part",
        {"Care!H3": "ja"},
        "segments_differ",
        "Care!H3: protected of eye is TRUE, but FALSE on its first row; expected the same (it belongs to the "
        "category: give all its rows the same)",
    ),
    case(
        "care weighted in part",
        lambda workbook: [
            setattr(workbook["Care"][cell], "value", value)
            for cell, value in (("L1", "equity_weight"), ("L2", 3), ("L4", 2))
        ],
        "segments_differ",
        "Care!L3: equity_weight of eye is 1, but 3 on its first row; expected the same (it belongs to the category: "
        "give all its rows the same)",
    ),
    case(
        "care without spending",
        {"Care!C2": None},
        "no_spending",
        "Care!C2: spending of eye is blank; expected what is spent on it in start_year (fill it in on the first "
        "row of the category)",
    ),
    case(
        "care spends differently",
        {"Care!C3": 200},
        "segments_differ",
        "Care!C3: spending of eye is 200, but 100 on its first row; expected the same (spending is that of the "
        "whole category: leave it blank here, and let max_share divide it)",
    ),
    case(
        "segments beyond the category",
        {"Care!F3": 0.95},
        "max_share_sum",
        "Care!F3: max_share of eye adds up to 1.05 over its 2 rows; expected at most 1",
    ),
    case(
        "observed share on a later row",
        {"Care!G3": 0.1},
        "observed_share_row",
        "Care!G3: observed_share of eye is 0.1 on a later row; expected it on its first row only (it belongs to "
        "the category: leave it blank here)",
    ),
    case(
        "observed shares beyond 1",
        {"Care!G2": 0.5},
        "observed_share_sum",
        "Care!G4: observed_share adds up to 1.1 over the care of MSZ; expected at most 1",
    ),
    case(
        "care beyond the baseline",
        {"Care!C4": 850},
        "care_beyond_baseline",
        "Frameworks!D3: baseline_care of MSZ is 900 EUR million in 2026, but its categories in the sheet Care "
        "spend 950; expected at least as much (displaceable care is part of the baseline)",
    ),
    case(
        "unit cost without unit",
        {"Care!I2": None},
        "no_unit",
        "Care!I2: unit is blank, but unit_cost is 1,500; expected the unit that it is the cost of (for example: "
        "nursing days)",
    ),
]


@pytest.mark.parametrize(("edits", "code", "expected"), CARE)
def test_care(tmp_path, edits, code, expected):
    check(tmp_path, edits, code, expected)
