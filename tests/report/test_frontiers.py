"""Frontiers in the report: the budget, other settings, two together; as tables and charts of the workbook and on the page."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pytest
from reported import MOMENT, answered
from test_answer_sheets import table

import planner
from planner.analysis.answers import Answers, always
from planner.analysis.frontier import Swept
from planner.report.edition import Edition
from planner.report.figures import Figures
from planner.report.frontiers import curves, finding, grid_finding, grids, label, together
from planner.report.page.frontier import heats
from planner.report.page.write import page_text
from planner.report.wording import Words
from planner.scenario.sweeps import read_sweeps

EXAMPLES = Path(__file__).parents[1] / "data" / "examples"
Report = Callable[..., Path]
HERE = "As it is (this plan)"


@pytest.fixture(scope="module")
def asked() -> Any:
    """Example 16 with a sweep and a grid, of which its variants give the net: 36.1828 at 4%, 45.9980 at lead time 0."""
    asks = "discount=0:20%:2; drug_growth_limit=4%:5%:2 x lead_time=-6:0:2"
    scenario = planner.read_scenario(EXAMPLES / "ex16.xlsx").with_changes(("Settings", "sweeps", "value", "set", asks))
    return always(planner.Explorer(scenario, mip_gap=0))


def test_the_frontier_is_a_table_and_a_chart_with_the_order_of_admission(report: Report) -> None:
    path = report("ex16", "en", answers=True)
    sheet = openpyxl.load_workbook(path, data_only=True)["Frontier"]
    found = answered("ex16").frontier.sort_values("value")
    rows = table(sheet, "Budget")
    assert [row["Net, QALYs"] for row in rows] == pytest.approx(list(found["net"]), abs=1e-9)
    assert [row["Admitted"] for row in rows] == list(found["admitted"])
    here = next(row for row in rows if row["Budget"] == HERE)
    assert here["All health together, difference"] == 0
    assert len(openpyxl.load_workbook(path)["Frontier"]._charts) == 1
    moving = answered("ex16").order
    moving = moving[~moving["always"].astype(bool)]
    assert len(table(sheet, "Order of admission: what enters at which value")) == len(moving)


def test_the_finding_of_the_frontier() -> None:
    # the plan itself admits two
    plan = answered("ex16").plan
    frame = pd.DataFrame(
        {
            "value": [-10.0, 0.0, 10.0], "net": [1.0, 2.0, 3.0], "objective": [5.0, 7.0, 9.0], "gained": [2.0, 4.0, 6.0],
            "displaced": 1.0, "displaced_euro": 1.0, "room_used": 0.0, "spending": 1.0, "admitted": [1, 2, 3],
            "admits": [["X"], ["X", "Y"], ["X", "Y", "Z"]], "gap": 0.0, "error": "",
        }
    )  # fmt: skip
    book = Edition(Words("en"), Figures(plan), MOMENT, "0", answers=Answers(plan, frontier=frame))
    (curve,) = curves(book)
    assert list(np.diff(together(book, curve.points))) == pytest.approx([2, 2])
    assert finding(book, curve).replace("\u00a0", " ") == (
        "EUR 10 million a year more: the best plan admits 3 indications (now 2) and their patients gain 6 QALYs. "
        "EUR 10 million a year less: the best plan admits 1 indication (now 2) and its patients gain 2 QALYs."
    )
    for changed, says in (
        ({"admits": [["X"], ["X"], ["X"]]}, "At each of these three values the best plan admits the same indications."),
        ({"admits": [[], [], []], "admitted": 0}, "At none of these three values does the best plan admit anything."),
        ({"error": "none"}, "At none of these values is there a plan."),
        (
            {"admitted": [0, 2, 2], "admits": [[], ["X", "Y"], ["X", "Y"]]},
            (
                "EUR 10 million a year more: the best plan admits 2 indications (now 2) and their patients gain 6 QALYs. "
                "EUR 10 million a year less: the best plan admits nothing (now 2)."
            ),
        ),
    ):
        told = Edition(Words("en"), Figures(plan), MOMENT, "0", answers=Answers(plan, frontier=frame.assign(**changed)))
        assert finding(told, curves(told)[0]).replace("\u00a0", " ") == says


@pytest.mark.parametrize(
    ("setting", "value", "says"),
    [
        ("budget", 5.0, "EUR 5 million a year more"),
        ("budget_line", -0.5, "EUR 0.50 million a year less in every line"),
        ("drug_growth_limit", 0.025, "2.5% growth a year"),
        ("drug_growth_limit", -0.01, "−1% growth a year"),
        ("reference_value", 1.5, "150% of the reference values"),
        ("discount", -0.1, "10 points less discount"),
        ("lead_time", 1.0, "1 month longer"),
        ("lead_time", 0.0, "no change"),
    ],
)
def test_a_value_in_words(setting: str, value: float, says: str) -> None:
    plan = answered("ex16").plan
    assert label(Edition(Words("en"), Figures(plan), MOMENT, "0"), setting, value).replace("\u00a0", " ") == says


@pytest.mark.parametrize(("language", "name"), [("en", "Frontier"), ("nl", "Afruilcurven")])
def test_sweeps_stand_in_the_workbook_with_a_chart_each(asked: Any, tmp_path: Path, language: str, name: str) -> None:
    told = _in(asked, language)
    path = planner.write_report(told.plan, tmp_path / "r.xlsx", answers=told)
    sheet = openpyxl.load_workbook(path)[name]
    assert len(sheet._charts) == 2
    rows = {str(row[1]): row[2:] for row in sheet.iter_rows(values_only=True) if row[1]}
    assert "Budget" not in rows, "what was not asked is not there"
    percents = (
        ("4% growth a year", "5% growth a year") if language == "en" else ("4% groei per jaar", "5% groei per jaar")
    )
    # the table of admissions comes last, and stands under the same words
    assert [rows[text][:2] for text in percents] == [(1, 1), (2, 2)]
    figures = [row[2:4] for row in sheet.iter_rows(values_only=True) if row[1] == percents[0]]
    assert figures[0] == pytest.approx((43.9271, 36.1828), rel=1e-5)
    assert sheet.conditional_formatting


def test_a_heat_table_on_the_page(asked: Any) -> None:
    text = page_text(asked.plan, MOMENT, asked)
    assert "Growth limit and lead time together" in text
    assert "Suppliers that give more or less discount" in text
    cells = re.findall(r"<td( class=\"here\")? style=\"background:(#\w{6})\">(.*?)</td>", text)
    # 46.0 is the highest: 40.4 / 46.0 of the way from white to the blue #86BCE3
    assert [cell[2] for cell in cells] == ["+43.9 (1)", "+36.2 (1)", "+46.0 (2)", "+40.4 (2)"]
    assert [bool(cell[0]) for cell in cells] == [False, False, False, True]
    assert cells[2][1] == "#86BCE3"
    red = round(255 + 40.3554 / 45.9980 * (0x86 - 255))
    assert cells[3][1].startswith(f"#{red:02X}")


def test_a_grid_with_a_budget_compares_all_health_and_a_place_without_a_plan_says_so() -> None:
    plan = answered("ex16").plan
    axes = read_sweeps("budget=-5:0:2 x discount=0:10%:2")[0]
    points = pd.DataFrame(
        {"first": [-5.0, -5.0, 0.0, 0.0], "second": [0.0, 0.1, 0.0, 0.1], "net": 1.0, "admitted": [np.nan, 0, 1, 2],
         "objective": np.array([np.nan, -7.0, 0.0, 3.0]) + answered("ex16").frontier.set_index("value").loc[0.0, "objective"]}
    )  # fmt: skip
    book = Edition(Words("en"), Figures(plan), MOMENT, "0", answers=Answers(plan, sweeps=(Swept(axes, points),)))
    (grid,) = grids(book)
    assert grid.together
    assert grid.figure.ravel()[1:] == pytest.approx([-7, 0, 3])
    assert grid_finding(book, grid).replace("\u00a0", " ") == (
        "Best of these: no change with 10 points more discount, +3.0 QALYs. "
        "Worst: EUR 5 million a year less with 10 points more discount, −7.0 QALYs."
    )
    (heat,) = heats(book)
    assert [cell.text for cell in heat.rows[0][1]] == ["no plan", "−7.0 (0)"]


def _in(answers: Any, language: str) -> Any:
    scenario = replace(answers.plan.scenario, settings=replace(answers.plan.scenario.settings, language=language))
    return replace(answers, plan=replace(answers.plan, scenario=scenario))
