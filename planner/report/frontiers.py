"""Frontiers: the best plan at other values of a setting, in words and in figures; for the sheet and for the page."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from planner.analysis.compared import reached
from planner.analysis.frontier import Swept
from planner.impact.timing import Numbers
from planner.report.answered import frame_of
from planner.report.edition import Edition
from planner.report.objective import amount, by_net_qalys, unit
from planner.scenario.sweeps import Axis, as_stated


@dataclass(frozen=True)
class Curve:
    """One setting: the table of ``frontier`` by value, and the value that the scenario states (NaN: no single one).

    Beside it what others miss (``missed``).
    """

    setting: str
    points: pd.DataFrame
    here: float

    @property
    def solved(self) -> pd.DataFrame:
        return self.points[self.points["error"] == ""]


@dataclass(frozen=True)
class Grid:
    """Two settings: a figure of the plan, and how many it admits: a row per value of the first, a column per value of the second.

    NaN = no plan. ``together``: the figure is what the objective reaches less the plan itself, since a budget moves the
    reference plan too (all health together where that is net QALYs); otherwise it is the net. ``here`` is the place of what
    the scenario states; None where that was not tried.
    """

    first: Axis
    second: Axis
    figure: Numbers
    admitted: Numbers
    together: bool
    here: tuple[int, int] | None


def curves(book: Edition) -> list[Curve]:
    """The frontier against the budget where all was asked, then each sweep of one setting."""
    table = frame_of(book.answers, "frontier")
    found = [] if table is None else [_curve(book, "budget", table)]
    return found + [_curve(book, one.axes[0].setting, one.points) for one in _asked(book) if len(one.axes) == 1]


def grids(book: Edition) -> list[Grid]:
    return [_grid(book, one) for one in _asked(book) if len(one.axes) > 1]


def has_frontiers(answers: object) -> bool:
    """Whether there is anything to show."""
    return frame_of(answers, "frontier") is not None or bool(getattr(answers, "sweeps", ()))


def together(book: Edition, points: pd.DataFrame) -> pd.Series:
    """What each point reaches by the objective, less the plan itself: all health together where that is net QALYs [QALY,
    discounted; else the unit of the objective].
    """
    return points["objective"] - reached(book.figures.plan)


def worded(book: Edition, key: str) -> str:
    """Words about ``together``: all health together, or what the objective says."""
    if by_net_qalys(book.figures.scenario):
        return book.words(key)
    return book.words(f"{key}.objective", measure=unit(book.words, book.figures.scenario))


def label(book: Edition, setting: str, value: float) -> str:
    """``EUR 5 million a year more``, ``4% growth a year``, ``2 months shorter``."""
    words, numbers = book.words, book.words.numbers
    if setting in ("drug_growth_limit", "reference_value"):  # the value itself, not a difference
        return words(f"sweep.{setting}.at", value=numbers.percent(value))
    if value == 0:
        return words("sweep.none")
    size = round(abs(value) * (100 if setting == "discount" else 1), 9)
    text = numbers.million(size) if setting.startswith("budget") else numbers.number(size, _places(size))
    return words.counted(f"sweep.{setting}.{'minus' if value < 0 else 'plus'}", text)


def tick(book: Edition, setting: str, value: float) -> str:
    """The value under a point or above a column: short, in the unit of the axis (``sweep.SETTING.axis``)."""
    numbers = book.words.numbers
    if setting in ("drug_growth_limit", "reference_value"):
        return numbers.percent(value)
    figure = round(100 * value if setting == "discount" else value, 9)
    return numbers.number(figure, _places(figure), sign=True)


def finding(book: Edition, curve: Curve) -> str:
    """What both ends of the values tried do to the plan, in a sentence for each."""
    words, numbers, solved = book.words, book.words.numbers, curve.solved
    if not len(solved):
        return words("frontier.nowhere")
    if len({tuple(sorted(admits)) for admits in solved["admits"]}) == 1:
        key = "same" if solved["admitted"].max() > 0 else "none"
        return words(f"frontier.{key}", n=numbers.count(len(solved)))
    now, texts = book.figures.plan.totals.admitted, []
    for item in (solved.iloc[-1], solved.iloc[0]):
        if not is_here(curve, float(item["value"])):
            at = label(book, curve.setting, float(item["value"]))
            gained = words.qalys(numbers.qalys(float(item["gained"])))
            key = "frontier.at" if item["admitted"] > 0 else "frontier.at_none"
            texts.append(words.counted(key, int(item["admitted"]), at=at, now=now, gained=gained))
    return " ".join(texts)


def grid_title(book: Edition, grid: Grid) -> str:
    """``Growth limit and lead time together``."""
    first, second = (book.words(f"sweep.{axis.setting}") for axis in (grid.first, grid.second))
    return book.words("grid.title", first=first, second=second[0].lower() + second[1:])


def grid_figure(book: Edition, grid: Grid) -> str:
    """What the figures of a grid are, with their unit."""
    return worded(book, "grid.together") if grid.together else book.words("grid.net")


def grid_note(book: Edition, grid: Grid) -> str:
    return worded(book, "grid.note.together") if grid.together else book.words("grid.note")


def grid_finding(book: Edition, grid: Grid) -> str:
    """The best and the worst of all places, in a sentence."""
    words, numbers = book.words, book.words.numbers
    if np.isnan(grid.figure).all():
        return words("frontier.nowhere")
    texts = []
    for key, place in (("grid.best", np.nanargmax(grid.figure)), ("grid.worst", np.nanargmin(grid.figure))):
        down, across = np.unravel_index(place, grid.figure.shape)
        first = label(book, grid.first.setting, grid.first.tried[int(down)])
        second = label(book, grid.second.setting, grid.second.tried[int(across)])
        value = float(grid.figure[down, across])
        figure = words.qalys(numbers.number(value, book.figures.table_decimals, sign=True))
        if not by_net_qalys(book.figures.scenario):
            figure = amount(words, book.figures.scenario, value)
        texts.append(words(key, first=first, second=second, figure=figure))
    return " ".join(texts)


def is_here(curve: Curve, value: float) -> bool:
    """Whether this value is what the scenario states."""
    return bool(abs(value - curve.here) < 1e-9)


def _asked(book: Edition) -> tuple[Swept, ...]:
    return getattr(book.answers, "sweeps", ())


def _curve(book: Edition, setting: str, table: pd.DataFrame) -> Curve:
    return Curve(setting, table.sort_values("value", ignore_index=True), as_stated(setting, book.figures.scenario))


def _grid(book: Edition, one: Swept) -> Grid:
    first, second = one.axes
    moved = "budget" in (first.setting, second.setting) or not by_net_qalys(book.figures.scenario)
    shape = len(first.tried), len(second.tried)
    figure = (together(book, one.points) if moved else one.points["net"]).to_numpy(dtype=np.float64).reshape(shape)
    admitted = one.points["admitted"].to_numpy(dtype=np.float64).reshape(shape)
    found = [
        np.flatnonzero(np.abs(np.array(axis.tried) - as_stated(axis.setting, book.figures.scenario)) < 1e-9)
        for axis in one.axes
    ]
    here = (int(found[0][0]), int(found[1][0])) if all(len(places) for places in found) else None
    return Grid(first, second, figure, admitted, moved, here)


def _places(value: float) -> int:
    return 0 if float(value).is_integer() else 1 if abs(10 * value - round(10 * value)) < 1e-9 else 2
