"""A report of a plan that keeps a modeller's own constraints says so, and gives them as the reason."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pyomo.environ as pyo
import pytest

import planner

EXAMPLE = Path(__file__).parents[1] / "data/examples/ex16.xlsx"


def at_most_one(model: Any, options: Any) -> None:
    del options
    model.at_most_one = pyo.Constraint(expr=sum(model.pick[key] for key in model.options) <= 1)


@pytest.fixture(scope="module", params=["en", "nl"])
def texts(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[str, str]]:
    """The language, and all text of each sheet of the report of example 16 with at most one admission."""
    scenario = planner.read_scenario(EXAMPLE).with_changes(
        ("Settings", "language", "value", "set", request.param), name="base"
    )
    plan = planner.optimise(scenario, extend=at_most_one)
    assert plan.outcome.extended
    assert not planner.optimise(scenario).outcome.extended
    assert plan.totals.admitted == 1
    path = planner.write_report(plan, tmp_path_factory.mktemp("own") / "report.xlsx")
    book = openpyxl.load_workbook(path, read_only=True, rich_text=False)
    cells = {
        sheet.title: "\n".join(str(value) for row in sheet.iter_rows(values_only=True) for value in row if value)
        for sheet in book
    }
    return request.param, cells


def test_the_reason_is_the_constraint_not_the_margin(texts: tuple[str, dict[str, str]]) -> None:
    language, cells = texts
    decisions = cells["Decisions" if language == "en" else "Besluiten"]
    assert ("Kept out by a constraint" if language == "en" else "Tegengehouden door een eigen beperking") in decisions
    assert ("margin" if language == "en" else "marge") not in decisions


def test_summary_audit_and_inputs_say_that_the_workbook_alone_gives_another_plan(
    texts: tuple[str, dict[str, str]],
) -> None:
    language, cells = texts
    names = ("Summary", "Audit", "Inputs") if language == "en" else ("Samenvatting", "Controle", "Invoer")
    said = "another plan" if language == "en" else "ander plan"
    for name in names:
        assert said in cells[name], name
