"""Frontiers: the best plan at other values of a setting, as a line with a point per value; of two together, as a heat table."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from planner.report import formats as f
from planner.report.edition import Edition
from planner.report.frontiers import (
    Curve,
    Grid,
    curves,
    finding,
    grid_figure,
    grid_finding,
    grid_note,
    grid_title,
    grids,
    is_here,
    label,
    tick,
)
from planner.report.numbers import DASH, known
from planner.report.page.columns import HEIGHT, TOP, Label, Line, nice_ticks
from planner.scenario.frames import rows_of

#: Percent of the width left free at both ends, so that the text under the outer points stays inside.
_EDGE = 6.0


@dataclass(frozen=True)
class Frontier:
    """What more and less of a setting does, the drawn line (none where every point is zero), and the table of its figures."""

    key: str
    title: str
    finding: str
    head: str
    height: int
    ticks: list[Label]
    values: list[Label]
    line: list[Line]
    dots: list[Label]
    rows: list[list[str]]


@dataclass(frozen=True)
class Cell:
    """A figure on its tint; ``here``: as the scenario states it."""

    text: str
    tint: str
    here: bool


@dataclass(frozen=True)
class Heat:
    """Two settings: a row per value of the first, a cell per value of the second."""

    key: str
    title: str
    finding: str
    caption: str
    note: str
    heads: list[str]
    rows: list[tuple[str, list[Cell]]]


def frontiers(book: Edition) -> list[Frontier]:
    """A line for each setting of which two values have a plan."""
    found = enumerate(curves(book), start=1)
    return [_frontier(book, curve, f"frontier-{at}") for at, curve in found if len(curve.solved) > 1]


def heats(book: Edition) -> list[Heat]:
    return [_heat(book, grid, f"grid-{at}") for at, grid in enumerate(grids(book), start=1)]


def _frontier(book: Edition, curve: Curve, key: str) -> Frontier:
    solved, numbers = curve.solved, book.words.numbers
    low, high = float(solved["value"].min()), float(solved["value"].max())
    drawn = float(solved["net"].abs().max()) > 1e-9
    ticks = nice_ticks(min(0.0, float(solved["net"].min())), float(solved["net"].max()))

    def y(value: float) -> float:
        return round(TOP + HEIGHT * (ticks[-1] - value) / (ticks[-1] - ticks[0]), 1)

    def x(value: float) -> float:
        return round(_EDGE + (100 - 2 * _EDGE) * (value - low) / ((high - low) or 1.0), 2)

    places = [(x(float(row.value)), y(float(row.net))) for row in rows_of(solved)]
    texts = [tick(book, curve.setting, float(value)) for value in solved["value"]]
    shown = [text if place in (0, len(texts) - 1) or len(texts) <= 7 else "" for place, text in enumerate(texts)]
    return Frontier(
        key,
        book.words(f"sweep.{curve.setting}.title"),
        finding(book, curve),
        book.words(f"sweep.{curve.setting}.axis"),
        TOP + HEIGHT + 24 if drawn else 0,
        [Label(0, y(value), numbers.number(value)) for value in ticks],
        [Label(place[0], TOP + HEIGHT + 17, text) for place, text in zip(places, shown, strict=True) if text],
        [Line(*one, *two) for one, two in pairwise(places)],
        [Label(px, py, f"{text}: {numbers.number(float(value))}") for (px, py), text, value in
         zip(places, texts, solved["net"], strict=True)],
        [_row(book, curve, item) for item in rows_of(curve.points)],
    )  # fmt: skip


def _row(book: Edition, curve: Curve, item: Any) -> list[str]:
    numbers = book.words.numbers
    here = f" ({book.words('frontier.here')})" if is_here(curve, item.value) else ""
    head = tick(book, curve.setting, float(item.value)) + here
    if item.error:
        return [head, DASH, DASH, DASH, DASH, DASH]
    figures = [float(getattr(item, name)) for name in ("gained", "displaced", "net")]
    return [
        head, numbers.number(float(item.admitted)), *(numbers.number(one, book.figures.table_decimals) for one in figures),
        numbers.number(float(item.spending), 1),
    ]  # fmt: skip


def _heat(book: Edition, grid: Grid, key: str) -> Heat:
    words, numbers = book.words, book.words.numbers
    most = float(np.nanmax(np.abs(grid.figure), initial=0.0))
    rows = []
    for down, value in enumerate(grid.first.tried):
        cells = []
        for across, figure in enumerate(grid.figure[down]):
            if not known(figure):
                cells.append(Cell(words("frontier.no_plan"), "#FFFFFF", False))
                continue
            count = numbers.number(float(grid.admitted[down, across]))
            text = f"{numbers.number(float(figure), book.figures.table_decimals, sign=True)} ({count})"
            cells.append(Cell(text, _tint(float(figure), most), (down, across) == grid.here))
        rows.append((label(book, grid.first.setting, value), cells))
    return Heat(
        key,
        grid_title(book, grid),
        grid_finding(book, grid),
        words("html.grid.caption", figure=grid_figure(book, grid)),
        grid_note(book, grid),
        [
            words(f"sweep.{grid.second.setting}.axis") + " →",
            *(tick(book, grid.second.setting, value) for value in grid.second.tried),
        ],
        rows,
    )


def _tint(value: float, most: float) -> str:
    """From white (0) to the blue of what is gained or the orange of what is lost (the largest of the table)."""
    end = f.HEAT_HIGH if value > 0 else f.HEAT_LOW
    share = abs(value) / most if most > 1e-9 else 0.0
    mixed = (round(255 + share * (int(end[at : at + 2], 16) - 255)) for at in (1, 3, 5))
    return "#" + "".join(f"{one:02X}" for one in mixed)
