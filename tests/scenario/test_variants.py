"""Variants: stacks of changes over the base, and what is said of changes that cannot be made."""

import datetime
from dataclasses import replace

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.errors import Problem, ScenarioError, UsageError
from planner.scenario.build import scenario_from_tables
from planner.scenario.changes import Change
from planner.scenario.places import Places
from planner.scenario.scenario import empty_table
from planner.scenario.variants import variants
from planner.scenario.workbook import read_scenario, write_workbook

COLUMNS = ["scenario", "based_on", "table", "row", "column", "operation", "value"]


def tables():
    return {
        "Settings": {"title": "Variants", "start_year": 2026, "years": 2, "discount_step": 0.1},
        "Indications": [
            {
                "indication": name,
                "status": status,
                "effectiveness": "established",
                "treatment_years": 2,
                "new_patients": 10,
                "list_price": price,
                "qaly_gain": 1.5,
                "disease_burden": 0.8,
                "max_discount": discount,
                "orphan": name == "A",
                "available_from": "2026-03-01",
            }
            for name, status, price, discount in (
                ("A", None, 10_000, 0.4),
                ("B", "candidate", 20_000, None),
                ("5", "reimbursed", 30_000, 0.2),
            )
        ],
        "Routes": [
            {"route": "direct", "price": "list", "cost_effectiveness": "required"},
            {"route": "lock", "price": "negotiated", "cost_effectiveness": "not_required", "eligible": "orphan"},
        ],
        "Frameworks": [
            {"framework": "MSZ", "year": year, "budget": budget, "baseline_drugs": 50, "baseline_care": care}
            for year, budget, care in ((2025, None, None), (2026, 1000, 900), (2027, 1100, 950))
        ],
        "Care": [{"care": "eye", "spending": 100, "euro_per_qaly": 50_000, "max_share": 0.1, "observed_share": 1}],
    }


@pytest.fixture
def base():
    return scenario_from_tables(tables())


def stated(base, *rows):
    """The scenario with these rows in its sheet Scenarios, in Excel columns A to G from row 2 on."""
    full = empty_table("Scenarios").reindex(range(len(rows))).astype(object)
    for position, column in enumerate(COLUMNS):
        full[column] = pd.Series([row[position] if position < len(row) else None for row in rows], dtype=object)
    full = full.astype(object).where(full.notna(), None)
    places = Places(
        {**base.places.rows, "Scenarios": list(range(2, len(rows) + 2))},
        {**base.places.letters, "Scenarios": dict(zip(COLUMNS, "ABCDEFG", strict=True))},
    )
    return replace(base, tables={**base.tables, "Scenarios": full}, places=places)


def only(base, *rows):
    """The one variant that the rows state."""
    made = variants(stated(base, *(("v", None, *row) for row in rows)))
    assert list(made) == ["v"]
    if isinstance(made["v"], ScenarioError):
        raise made["v"]
    return made["v"]


def refused(base, *rows):
    with pytest.raises(ScenarioError) as caught:
        only(base, *rows)
    return caught.value.problems


@pytest.mark.parametrize(
    ("change", "sheet", "column", "after"),
    [
        (("Indications", "A", "list_price", "set", 12), "Indications", "list_price", [12, 20_000, 30_000]),
        (("Indications", 5, "list_price", "multiply", 0.1), "Indications", "list_price", [10_000, 20_000, 3_000]),
        (("Indications", "*", "list_price", "add", -1000), "Indications", "list_price", [9_000, 19_000, 29_000]),
        (("Indications", "*", "max_discount", "add", -0.1), "Indications", "max_discount", [0.3, np.nan, 0.1]),
        (("Indications", "A", "max_discount", "set", None), "Indications", "max_discount", [np.nan, np.nan, 0.2]),
        (("Indications", "A", "max_discount", "set", "35%"), "Indications", "max_discount", [0.35, np.nan, 0.2]),
        (("Indications", "A", "files_from", "set", "none"), "Indications", "files_from", ["none", None, None]),
        (
            ("Indications", "orphan or list_price > 20000", "available_from", "set", pd.Timestamp(2027, 5, 9)),
            "Indications",
            "available_from",
            [datetime.date(2027, 5, 1), datetime.date(2026, 3, 1), datetime.date(2027, 5, 1)],
        ),
        (("Indications", "A", "orphan", "set", "no"), "Indications", "orphan", [False, False, False]),
        # a rule sees defaults: the status of A is blank, so it is a candidate
        (("Indications", "status == 'candidate'", "qaly_gain", "set", 3), "Indications", "qaly_gain", [3, 3, 1.5]),
        (("Routes", "lock", "dossiers_per_year", "set", 2), "Routes", "dossiers_per_year", [np.nan, 2]),
        (("Routes", "lock", "eligible", "set", "not orphan"), "Routes", "eligible", [None, "not orphan"]),
        (("Frameworks", "MSZ", "baseline_drugs", "multiply", 1.1), "Frameworks", "baseline_drugs", [55, 55, 55]),
        (("Frameworks", "year >= 2026", "budget", "add", 5), "Frameworks", "budget", [np.nan, 1005, 1105]),
        (("Care", "eye", "euro_per_qaly", "set", 41_000), "Care", "euro_per_qaly", [41_000]),
        # default rows that the workbook does not state can be changed too
        (
            ("ReferenceValues", "*", "euro_per_qaly", "multiply", 0.5),
            "ReferenceValues",
            "euro_per_qaly",
            [10_000, 25_000, 40_000],
        ),
        (
            ("ReferenceValues", 0.71, "euro_per_qaly", "set", 1),
            "ReferenceValues",
            "euro_per_qaly",
            [20_000, 50_000, 1],
        ),
    ],
)
def test_one_change(base, change, sheet, column, after):
    variant = only(base, change)
    held = variant.tables[sheet][column].tolist()
    assert held == pytest.approx(after, nan_ok=True) if isinstance(after[-1], float | int) else held == after
    untouched = [name for name in base.tables if name not in (sheet, "Scenarios")]
    for name in untouched:
        pd.testing.assert_frame_equal(variant.tables[name], base.tables[name])
    rest = [name for name in base.tables[sheet] if name != column]
    if not base.tables[sheet].empty:
        pd.testing.assert_frame_equal(variant.tables[sheet][rest], base.tables[sheet][rest])


def test_settings_are_set_added_and_multiplied(base):
    variant = only(
        base,
        ("Settings", "discount_step", "value", "multiply", 2),
        ("Settings", "start_year", "value", "add", 1),
        ("Settings", "years", "value", "set", 1),
        ("Settings", "displacement_mode", "value", "set", "optimal"),  # not stated in the base: added
    )
    assert variant.settings.discount_step == 0.2
    assert variant.settings.start_year == 2027
    assert isinstance(variant.settings.start_year, int)
    assert variant.settings.displacement_mode == "optimal"
    assert base.settings.displacement_mode == "observed"
    assert variant.tables["Settings"]["setting"].tolist()[-1] == "displacement_mode"


def test_a_blank_value_gives_a_setting_its_default(base):
    assert only(base, ("Settings", "discount_step", "value", "set", None)).settings.discount_step == 0.05


def test_changes_calculate_as_figures_are_written(base):
    variant = only(
        base,
        ("Indications", "A", "max_discount", "add", -0.3),  # 0.4 - 0.3 in floating point is 0.10000000000000003
        ("Indications", "5", "max_discount", "multiply", 3),  # 0.2 x 3 is 0.6000000000000001
    )
    assert variant.tables["Indications"]["max_discount"].tolist()[::2] == [0.1, 0.6]


def test_a_stack_is_the_other_variant_first_then_row_order(base):
    full = stated(
        base,
        ("dear", None, "Indications", "A", "list_price", "multiply", 2),
        ("late", "dear", "Indications", "A", "list_price", "add", 5),
        ("dear", None, "Indications", "A", "list_price", "multiply", 3),
        ("late", None, "Routes", "lock", "lead_time_months", "set", 6),
        ("latest", "late", "Routes", "lock", "lead_time_months", "multiply", 2),
    )
    made = variants(full)
    assert list(made) == ["dear", "late", "latest"]
    price = [variant.tables["Indications"]["list_price"][0] for variant in made.values()]
    assert price == [60_000, 60_005, 60_005]
    assert made["latest"].tables["Routes"]["lead_time_months"].tolist()[1] == 12
    assert base.tables["Indications"]["list_price"][0] == 10_000


def test_a_variant_keeps_what_belongs_to_the_base(base):
    full = replace(
        stated(base, ("v", "base", "Indications", "A", "list_price", "set", 1)),
        warnings=(Problem("Indications", "", "row 3 is hidden", code="hidden", severity="note"),),
    )
    variant = variants(full)["v"]
    assert variant.name == "v"
    assert variant.origin == full.origin
    assert variant.cell("Indications", 1, "list_price") == full.cell("Indications", 1, "list_price")
    assert variant.tables["Scenarios"].empty
    assert full.warnings[0] in variant.warnings


def test_without_the_sheet_there_are_no_variants(base):
    assert variants(base) == {}


@pytest.mark.parametrize(
    ("change", "cell", "message", "hint"),
    [
        (("Indication", "A", "list_price", "set", 1), "C2", 'no sheet "Indication"', "did you mean Indications?"),
        (("Scenarios", "A", "value", "set", 1), "C2", 'no sheet "Scenarios" that can be changed', ""),
        (("Indications", "A", "list_prise", "set", 1), "E2", 'no column "list_prise"', "did you mean list_price?"),
        (("Settings", "years", "setting", "set", "x"), "E2", 'no column "setting" that can be changed', "value"),
        (("Indications", "A", "list_price", "plus", 1), "F2", 'no operation "plus"', "set, multiply, add"),
        (
            ("Routes", "lokc", "dossiers_per_year", "set", 2),
            "D2",
            'no row of Routes has the route "lokc"',
            "mean lock?",
        ),
        (("Indications", 6, "list_price", "set", 1), "D2", "no row of Indications has the indication 6", "A, B, 5"),
        (("ReferenceValues", 0.7, "euro_per_qaly", "set", 1), "D2", "the burden_from 0.7", "0.71"),
        (("Settings", "yaers", "value", "set", 1), "D2", 'the setting "yaers"', "did you mean years?"),
        (("Settings", "time_limit", "value", "multiply", 2), "D2", "time_limit is not stated", "its default is 300"),
        (("Frameworks", "year > 2030", "budget", "set", 1), "D2", 'no row of Frameworks meets "year > 2030"', ""),
        (("Frameworks", "jaar > 2030", "budget", "set", 1), "D2", "'jaar' is an unknown name", '"jaar"'),
        (("Frameworks", "year = 2026", "budget", "set", 1), "D2", "cannot be read", "write =="),
        (("Frameworks", "budget > 5", "budget", "set", 1), "D2", "budget is blank", "another column first"),
        (("Frameworks", "1 / (year - 2026) > 5", "budget", "set", 1), "D2", "division by zero", ""),
        (("Patients", "*", "patients", "multiply", 2), "D2", "Patients has no rows", ""),
        (("Indications", "A", "list_price", "set", "dear"), "G2", 'list_price would be "dear"; expected a number', ""),
        (("Indications", "A", "max_discount", "set", 40), "G2", "max_discount would be 40", "40%"),
        (("Indications", "A", "status", "set", "candidat"), "G2", "expected one of", "did you mean candidate?"),
        (("Settings", "years", "value", "set", "ten"), "G2", 'years would be "ten"', ""),
        (("Indications", "A", "list_price", "multiply", "a lot"), "G2", "expected a number", ""),
        (("Indications", "A", "list_price", "multiply", None), "G2", "the value to multiply is blank", ""),
        (("Indications", "A", "status", "multiply", 2), "F2", "cannot be multiplied", "use set"),
        (("Indications", "A", "available_from", "add", 2), "F2", "cannot be added to", "use set"),
        (("Settings", "title", "value", "add", 2), "F2", "cannot be added to", "use set"),
    ],
)
def test_what_is_said_of_a_wrong_change(base, change, cell, message, hint):
    (problem,) = refused(base, change)
    assert (problem.sheet, problem.cell) == ("Scenarios", cell)
    assert message in problem.message
    assert hint in problem.hint
    assert problem.severity == "problem"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            ("Patients", "*", "patients", "multiply", 2),
            "Scenarios!D2: Patients has no rows (rows cannot be added in a variant)",
        ),
        (
            ("Indications", 6, "list_price", "set", 1),
            "Scenarios!D2: no row of Indications has the indication 6 (indication in Indications: A, B, 5)",
        ),
        (
            ("Routes", "lokc", "dossiers_per_year", "set", 2),
            'Scenarios!D2: no row of Routes has the route "lokc", and it is not a rule (did you mean lock?)',
        ),
        (("Frameworks", "year > 2030", "budget", "set", 1), 'Scenarios!D2: no row of Frameworks meets "year > 2030"'),
    ],
)
def test_a_change_that_hits_no_row(base, change, message):
    (problem,) = refused(base, change)
    assert str(problem) == message
    assert problem.code == "no_hit"


def test_every_wrong_change_of_a_stack_is_reported(base):
    problems = refused(
        base,
        ("Indications", "Z", "list_price", "set", 1),
        ("Indications", "A", "list_price", "set", 1),
        ("Indications", "A", "list_price", "set", -1),
    )
    assert [problem.cell for problem in problems] == ["D2", "G4"]


def test_a_wrong_result_names_the_cell_of_the_base_and_the_variant(base, tmp_path):
    write_workbook(base.tables, tmp_path / "base.xlsx")
    book = openpyxl.load_workbook(tmp_path / "base.xlsx")
    header = [cell.value for cell in book["Indications"][1]]
    sheet = book.create_sheet("Scenarios")
    for row in (
        COLUMNS,
        ("too deep", None, "Indications", "*", "max_discount", "multiply", 3),
        ("fine", None, "Indications", "*", "list_price", "multiply", 3),
    ):
        sheet.append(row)
    book.save(tmp_path / "both.xlsx")
    made = variants(read_scenario(tmp_path / "both.xlsx"))
    assert made["fine"].tables["Indications"]["list_price"][0] == 30_000
    (problem,) = made["too deep"].problems
    letter = openpyxl.utils.get_column_letter(header.index("max_discount") + 1)
    assert problem.place == f"Indications!{letter}2"
    assert problem.message.startswith("in variant too deep: max_discount is 1.2; expected")


def test_a_reference_that_breaks_is_a_problem_of_the_variant(base):
    (problem,) = refused(base, ("Indications", "A", "framework", "set", "MZS"))
    assert problem.sheet == "Indications"
    assert problem.message.startswith("in variant v: framework")


def test_a_change_without_effect_is_a_warning(base):
    variant = only(
        base,
        ("Indications", "B", "max_discount", "multiply", 2),  # blank: stays blank
        ("Indications", "A", "list_price", "set", 10_000),
    )
    found = [problem for problem in variant.warnings if problem.code == "no_effect"]
    assert [(problem.cell, problem.severity) for problem in found] == [("D2", "warning"), ("D3", "warning")]
    assert found[0].hint == "blanks stay blank"


@pytest.mark.parametrize(
    ("rows", "cell", "message"),
    [
        ([("a", "b"), ("b", "c"), ("c", "a")], "B3", "in a circle: a -> b -> c -> a"),
        ([("a", "a")], "B2", "in a circle: a -> a"),
        ([("a", "bee")], "B2", 'there is no variant "bee"'),
        ([("a", "b"), ("b",), ("a", "c"), ("c",)], "B4", "a is based on both b, c"),
        ([("base",)], "A2", "a variant cannot be called base"),
    ],
)
def test_what_is_said_of_a_wrong_stack(base, rows, cell, message):
    change = ("Indications", "A", "list_price", "add", 1)
    full = stated(base, *((row[0], row[1] if len(row) > 1 else None, *change) for row in rows))
    made = variants(full)
    (problem,) = made[rows[0][0]].problems
    assert problem.place == f"Scenarios!{cell}" or "circle" in message
    assert message in problem.message


def test_the_others_go_on_when_one_variant_fails(base):
    made = variants(
        stated(
            base,
            ("bad", None, "Indications", "Z", "list_price", "set", 1),
            ("worse", "bad", "Indications", "A", "list_price", "set", 1),
            ("good", None, "Indications", "A", "list_price", "set", 1),
        )
    )
    assert [type(variant).__name__ for variant in made.values()] == ["ScenarioError", "ScenarioError", "Scenario"]
    assert made["bad"].problems == made["worse"].problems


def test_with_changes_in_python(base):
    changed = base.with_changes(
        Change("Indications", "A", "list_price", "multiply", 2),
        ("Routes", "lock", "dossiers_per_year", "set", 1),
        {"table": "Settings", "row": "time_limit", "column": "value", "operation": "set", "value": 5},
        name="dear",
    )
    assert changed.name == "dear"
    assert changed.settings.time_limit == 5
    assert changed.tables["Indications"]["list_price"][0] == 20_000
    assert changed.tables["Routes"]["dossiers_per_year"][1] == 1
    assert base.with_changes(Change("Indications", "A", "max_discount")).tables["Indications"]["max_discount"].isna()[0]
    assert base.with_changes().name == "changed"


def test_with_changes_keeps_the_variants(base):
    full = stated(base, ("v", None, "Indications", "A", "list_price", "add", 1))
    changed = full.with_changes(("Indications", "A", "list_price", "set", 5), name="base")
    assert variants(changed)["v"].tables["Indications"]["list_price"][0] == 6


def test_with_changes_reports_every_problem(base):
    with pytest.raises(ScenarioError) as caught:
        base.with_changes(("Indications", "Z", "list_price"), ("Routes", "lock", "eligibel"))
    assert [problem.message.split(":")[0] for problem in caught.value.problems] == [
        "change 1 (Indications, Z, list_price)",
        "change 2 (Routes, lock, eligibel)",
    ]
    with pytest.raises(ScenarioError, match=r"in variant changed: max_discount is 1\.2"):
        base.with_changes(("Indications", "A", "max_discount", "multiply", 3))


@settings(max_examples=20, deadline=None)
@given(st.lists(st.sampled_from([("add", 0.5), ("add", -3), ("multiply", 2), ("multiply", 0.25)]), max_size=6))
def test_a_stack_is_its_changes_one_after_the_other(changes):
    base = scenario_from_tables(tables())
    price = 10_000_000.0
    rows = [("v", None, "Indications", "A", "list_price", "set", price)]
    for operation, value in changes:
        price = price * value if operation == "multiply" else price + value
        rows.append(("v", None, "Indications", "A", "list_price", operation, value))
    assert variants(stated(base, *rows))["v"].tables["Indications"]["list_price"][0] == pytest.approx(price, rel=1e-12)


@pytest.mark.parametrize(
    "change", [("Care", "*"), [("Care", "*", "name", "set", "x")], {"table": "Care", "rows": "*"}, 7]
)
def test_a_change_in_another_form_is_a_mistake_of_the_caller(change):
    with pytest.raises(UsageError, match=r"a change is \(table, row, column, operation, value\)"):
        scenario_from_tables(tables()).with_changes(change)
