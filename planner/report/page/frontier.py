"""The frontier: net QALYs of the best plan at other budgets, as a line with a point per budget tried."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from planner.report.answered import frame_of
from planner.report.edition import Edition
from planner.report.figures import rows_of
from planner.report.frontier_sheet import finding
from planner.report.numbers import DASH
from planner.report.page.columns import HEIGHT, TOP, Label, Line, nice_ticks

#: Percent of the width left free at both ends, so that the text under the outer points stays inside.
_EDGE = 6.0


@dataclass(frozen=True)
class Frontier:
    """What more and less of it does, the drawn line, and the table of its figures."""

    finding: str

    height: int
    ticks: list[Label]
    values: list[Label]
    line: list[Line]
    dots: list[Label]
    rows: list[list[str]]


def frontier(book: Edition) -> Frontier | None:
    """None where it was not asked, or fewer than two values have a plan."""
    table = frame_of(book.answers, "frontier")
    if table is None:
        return None
    solved = table[table["error"] == ""].sort_values("value")
    if len(solved) < 2:
        return None
    numbers = book.words.numbers
    low, high = float(solved["value"].min()), float(solved["value"].max())
    ticks = nice_ticks(min(0.0, float(solved["net"].min())), float(solved["net"].max()))

    def y(value: float) -> float:
        return round(TOP + HEIGHT * (ticks[-1] - value) / (ticks[-1] - ticks[0]), 1)

    def x(value: float) -> float:
        return round(_EDGE + (100 - 2 * _EDGE) * (value - low) / ((high - low) or 1.0), 2)

    places = [(x(float(row.value)), y(float(row.net))) for row in rows_of(solved)]
    texts = [numbers.number(value, _decimals(value)) for value in solved["value"]]
    shown = [text if place in (0, len(texts) - 1) or len(texts) <= 7 else "" for place, text in enumerate(texts)]
    rows = []
    for item in rows_of(table):
        if item.error:
            rows.append([numbers.number(float(item.value), _decimals(item.value)), DASH, DASH, DASH, DASH, DASH])
            continue
        rows.append(
            [
                numbers.number(float(item.value), _decimals(item.value)), numbers.number(float(item.admitted)),
                *(numbers.number(float(value), book.figures.table_decimals) for value in (item.gained, item.displaced, item.net)),
                numbers.number(float(item.spending), 1),
            ]
        )  # fmt: skip
    return Frontier(
        finding(book, table.sort_values("value")),
        TOP + HEIGHT + 24,
        [Label(0, y(value), numbers.number(value)) for value in ticks],
        [Label(place[0], TOP + HEIGHT + 17, text) for place, text in zip(places, shown, strict=True) if text],
        [Line(*one, *two) for one, two in pairwise(places)],
        [Label(px, py, f"{text}: {numbers.number(float(value))}") for (px, py), text, value in
         zip(places, texts, solved["net"], strict=True)],
        rows,
    )  # fmt: skip


def _decimals(value: float) -> int:
    """Enough decimals to tell the values of a sweep apart: 0.05 of growth, 1,000 of budget."""
    return 0 if abs(value) >= 10 or float(value).is_integer() else 3 if abs(value) < 1 else 1
