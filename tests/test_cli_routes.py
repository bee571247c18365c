"""Routes, phases, terms, use and states at the start from Excel to Excel by the command line, worked by hand."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import routes_by_hand as by_hand
from small import indication, route
from typer.testing import CliRunner

import planner
from planner.cli import app

Reports = Callable[[str], openpyxl.Workbook]
CASES = {name: case for name, case in vars(by_hand).items() if isinstance(case, by_hand.Case)}


def workbook(case: by_hand.Case, path: Path) -> Path:
    years = max(len(one.spending or []) for one in case.rows)
    settings = {
        "start_year": 2026,
        "years": years,
        "displacement_mode": "none",
        "room_value": 0,
        "price_ceiling": "none",
    }
    own = []
    for one in case.rows:
        if one.way is not None:
            rule = f'disease_area == "{one.name}" and ({one.way.get("eligible", "treatment_years > 0")})'
            own.append(route(one.name, **{**one.way, "eligible": rule}))
    tables = {
        "Settings": [{"setting": name, "value": value} for name, value in settings.items()],
        "Indications": [indication(one.name, **{"disease_area": one.name, **one.stated}) for one in case.rows],
        "Routes": [*own, *case.routes],
        "Frameworks": [{"framework": "MSZ", "year": 2026 + t, "budget": 1000} for t in range(years)],
        **case.sheets,
    }
    return planner.write_workbook(tables, path)


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], openpyxl.Workbook]:
    """The report that the command line writes of a case, made once."""

    @cache
    def book(name: str) -> openpyxl.Workbook:
        folder = tmp_path_factory.mktemp(name)
        scenario, report = workbook(CASES[name], folder / "case.xlsx"), folder / "report.xlsx"
        result = CliRunner().invoke(app, ["run", str(scenario), "-o", str(report), "--gap", "0"])
        assert result.exit_code == 0, result.output
        return openpyxl.load_workbook(report, data_only=True)

    return book


def decisions(book: openpyxl.Workbook) -> dict[str, dict[str, Any]]:
    """The rows of the sheet Decisions by indication."""
    rows = list(book["Decisions"].iter_rows(values_only=True))
    at = next(number for number, row in enumerate(rows) if "Indication" in row)
    heads = [str(cell).replace("-\n", "").replace("\n", " ") for cell in rows[at]]
    found = [dict(zip(heads, row, strict=True)) for row in rows[at + 1 :]]
    return {str(row["Indication"]).casefold(): row for row in found if row["Indication"]}


def by_year(book: openpyxl.Workbook, sheet: str, label: str) -> list[float]:
    """The figures to the right of a label, of all its rows."""
    rows = [row[2:9] for row in book[sheet].iter_rows(values_only=True) if row[1] == label]
    return [round(cell, 9) for row in rows for cell in row if isinstance(cell, int | float)]


@pytest.mark.parametrize("name", CASES)
def test_what_is_spent_on_each_indication_by_year(name: str, reported: Reports) -> None:
    found = decisions(reported(name))
    for one in CASES[name].rows:
        row = found[one.name.casefold()]
        spent = [row[head] for head in row if head.isdigit()]
        assert spent == (["–"] * len(spent) if one.spending is None else pytest.approx(one.spending)), one.name


def test_one_pool_for_new_medicines_re_assessments_and_trajectories(reported: Reports) -> None:
    """2026: 6 + 4; 2027: 5 for the re-assessment and 4 for the review. It waits two years; 0.4 of vt proves insufficient."""
    book = reported("ONE_POOL")
    assert by_year(book, "Inflow", "board: work") == [10, 9, 0, 0]
    assert by_year(book, "Inflow", "board: of whom the pool holds up") == [1, 1, 0, 0]
    assert by_year(book, "Inflow", "vt: converted to definitive admission") == [0, 0, 0, 0.6]
    assert by_year(book, "Inflow", "vt") == [0.2, 0.4, 0.4, 0.2, 1.2]
    assert "the capacity of board allows a start only in 2028" in decisions(book)["again"]["Reason"]


def test_what_comes_of_it_when_a_term_ends(reported: Reports) -> None:
    """By the figures of the cases: chance and price after the term, also of what is studied or on condition already."""
    then = "Then, with a chance of {}, in the package for good at EUR\xa0{} a year; otherwise reimbursement stops."
    ends = {
        ("TERMS", "same"): "Conditionally admitted until 1 January 2028. " + then.format("60%", "50,000"),
        ("TERMS", "july"): "Conditionally admitted until 1 July 2028. " + then.format("60%", "50,000"),
        ("TERMS", "rule"): then.format("60%", "38,000"),
        ("TERMS", "talks"): then.format("60%", "30,000"),
        ("TERMS", "out"): "Reimbursed until 1 January 2028, not after that.",
        ("STATE", "studied"): "Under study until 1 January 2028. " + then.format("50%", "100,000"),
        ("CONDITIONAL", "stays"): "Conditionally admitted until 1 July 2027. " + then.format("60%", "38,000"),
        ("CONDITIONAL", "dear"): "Conditionally admitted until 1 July 2027. Then reimbursement stops.",
    }
    for (case, name), text in ends.items():
        reason = decisions(reported(case))[name]["Reason"].replace("EUR ", "EUR\xa0")
        assert reason.endswith(text), name
    # 0.4 of 100 x 50,000 and of 200; 0.4 of the 200 who started in 2026 and 2027 are on treatment when it stops
    assert by_year(reported("TERMS"), "Inflow", "Long") == [2, 4, 0, 0, 6, 0, 0, 80, 0, 80]
    assert "until" not in decisions(reported("USE"))["wide"]["Reason"]


def test_conditional_admissions_that_end_in_the_reference_plan_too(reported: Reports) -> None:
    """stays goes on with 0.6, dear with 0 (no price is left); leaves goes in 2026. Of 2 million a year 0.4 is in doubt: 0.8 in
    2026, half in 2027. Patients who stop: 40 and 100 of 100 in July 2027, and 100 at once.
    """
    book = reported("CONDITIONAL")
    label = "Conditional admissions that end (without the plan too)"
    assert by_year(book, "Budget", label) == pytest.approx([*by_hand.ENDING, sum(by_hand.ENDING)])
    assert by_year(book, "Inflow", "vt: converted to definitive admission") == [0, 0.6, 0]
    assert by_year(book, "Inflow", "vt: ended") == [1, 1.4, 0]
    assert by_year(book, "Inflow", "Stays") == [0.8, 0.4, 0, 1.2, 0, 40, 0, 40]
    assert by_year(book, "Inflow", "Dear") == [0.8, 0.4, 0, 1.2, 0, 100, 0, 100]
    assert by_year(book, "Inflow", "Leaves") == [100, 0, 0, 100]


def test_the_same_patients_are_not_called_untreated(reported: Reports) -> None:
    """The group has its 10 patients who gain most; of them nobody is left untreated. What has no registry leaves 30 without."""
    found = decisions(reported("USE"))
    assert (found["all"]["Not treated"], found["all"]["QALYs forgone"]) == ("–", "other drug")
    assert found["unregistered"]["QALYs forgone"] == "no route"
