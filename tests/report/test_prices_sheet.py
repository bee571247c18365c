"""The sheet Prices and the price chart: outlay at the advised price, and a price that is exactly what the gain is worth."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from small import indication, route, small
from test_answer_sheets import table

import planner
from planner.report.prices import Bar, _label
from planner.report.wording import Words


@pytest.mark.parametrize("language", ["en", "nl"])
def test_outlay_at_the_advised_price(tmp_path: Path, language: str) -> None:
    # A: 10 patients a year for 2 years at EUR 100,000: 1.0 million in the first year, 2.0 in the second and third; an advice of
    # at least 40% leaves at most 2.0 x 0.6 = 1.2 million. More than 40%, with the margin of 5 points: 2.0 x 0.55 = 1.1 million.
    rows = (
        indication("A", treatment_years=2, advice_low=0.4),
        indication("B", treatment_years=2, advice_low=0.4, advice_kind="more_than"),
        indication("C"),
    )
    scenario = small(*rows, years=3, language=language, routes=[route()])
    found = planner.answer(planner.Explorer(scenario, mip_gap=0))
    path = planner.write_report(found.plan, tmp_path / "r.xlsx", answers=found)
    book = openpyxl.load_workbook(path, data_only=True)
    name, head, outlay = (
        ("Prices", "Indication", "Outlay at advised price EUR million")
        if language == "en"
        else ("Prijzen", "Indicatie", "Uitgaven bij geadviseerde prijs, mln euro")
    )
    shown = {row[head]: row[outlay] for row in table(book[name], head)}
    assert shown == {"A": pytest.approx(1.2), "B": pytest.approx(1.1), "C": "–"}


@pytest.mark.parametrize(
    ("ratio", "says"), [(1.0, "iks (100%)"), (0.996, "iks (100%)"), (0.9, "iks"), (1.1, "iks"), (4.0, "iks (400%)")]
)
def test_a_bar_without_length_says_what_it_is(ratio: float, says: str) -> None:
    class Book:
        words = Words("en")

    bar = Bar("X", "iks", 100.0 * ratio, 100.0, ratio, True, False, 1.0)
    assert _label(Book(), bar) == says  # type: ignore[arg-type]
