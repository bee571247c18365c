"""Geometry of charts with a column per year: across in percent of the width, down in pixels, so that text keeps its size."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pandas as pd

from planner.report import formats as f
from planner.report.findings import Series
from planner.report.numbers import known

#: Writes a figure with so many decimals.
Number = Callable[[float, int], str]
#: Pixels: the height of the plot, the room above it (a figure over the highest column) and below it (the years).
HEIGHT, TOP, BOTTOM = 200, 20, 24
_GAP = 0.17


@dataclass(frozen=True)
class Bar:
    """One part of a column: place and size, its colour class, and what it says when pointed at."""

    x: float
    width: float
    y: float
    height: float
    style: str
    says: str


@dataclass(frozen=True)
class Line:
    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True)
class Label:
    """A text at a place; ``quiet`` ones are left out where the page is narrow."""

    x: float
    y: float
    text: str
    quiet: bool = False


@dataclass
class Columns:
    """A drawn chart: everything that the template needs."""

    height: int = TOP + HEIGHT + BOTTOM
    zero: float = 0.0
    ticks: list[Label] = field(default_factory=list)
    years: list[Label] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    steps: list[Line] = field(default_factory=list)
    line: list[Line] = field(default_factory=list)
    dots: list[Label] = field(default_factory=list)
    top: Label | None = None


#: Colour classes of the style sheet; what is lost is hatched as well.
STYLES = {
    f.BLUE: "blue", f.ORANGE: "lost", f.ORANGE_LIGHT: "light", f.BLUE_TINT: "pale", f.GREY: "grey",
}  # fmt: skip


def nice_ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Round figures that cover low to high: steps of 1, 2 or 5 times a power of ten, at most about ``most``."""
    span = max(high - low, 1e-12)
    raw = span / (most - 1)
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= raw * (1 - 1e-9))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [step * place for place in range(first, max(last, first + 1) + 1)]


class Drawing:
    """Draws columns by year, from stacked series above and below zero."""

    def __init__(
        self, years: Sequence[int], series: Sequence[Series], others: Sequence[pd.Series], number: Number
    ) -> None:
        self.years, self.series, self.number = list(years), list(series), number
        frame = pd.DataFrame({one.key: one.by_year for one in series}).reindex(self.years).fillna(0.0)
        self.frame = frame
        up, down = frame.clip(lower=0.0).sum(axis=1), frame.clip(upper=0.0).sum(axis=1)
        lines = [float(value) for one in others for value in one if known(value)]
        self.values = nice_ticks(min(0.0, *down, *lines, 0.0), max(0.0, *up, *lines, 0.0))
        self.low, self.high = self.values[0], self.values[-1]
        self.up = up
        self.chart = Columns(zero=self.y(0.0))
        decimals = max(0, -math.floor(math.log10(self.values[1] - self.values[0]) + 1e-9))
        self.chart.ticks = [Label(0, self.y(value), number(value, decimals)) for value in self.values]
        thin = 1 if len(self.years) <= 12 else 2 if len(self.years) <= 24 else 5
        for place, year in enumerate(self.years):
            if place % thin == 0:
                text = str(year) if place == 0 or len(self.years) <= 5 else f"’{year % 100:02d}"
                self.chart.years.append(Label(self.middle(place), TOP + HEIGHT + 17, text, quiet=place % 2 == 1))
        self._bars()

    def y(self, value: float) -> float:
        return round(TOP + HEIGHT * (self.high - value) / (self.high - self.low), 1)

    def left(self, place: int) -> float:
        return round(100 * place / len(self.years), 3)

    def middle(self, place: int) -> float:
        return round(100 * (place + 0.5) / len(self.years), 3)

    def _bars(self) -> None:
        width = round(100 / len(self.years) * (1 - 2 * _GAP), 3)
        for place, year in enumerate(self.years):
            above = below = 0.0
            for one in self.series:
                value = float(self.frame[one.key][year])
                if abs(value) < 1e-9:
                    continue
                start = above if value > 0 else below
                top, foot = self.y(max(start, start + value)), self.y(min(start, start + value))
                says = f"{year}: {one.name}, {self.number(value, 1)}"
                x = self.left(place) + 100 / len(self.years) * _GAP
                bar = Bar(round(x, 3), width, top, round(max(foot - top, 0.6), 1), STYLES[one.colour], says)
                self.chart.bars.append(bar)
                above, below = (above + value, below) if value > 0 else (above, below + value)

    def steps(self, values: pd.Series) -> None:
        """A limit by year: a level over each column, joined by uprights."""
        before: float | None = None
        for place, year in enumerate(self.years):
            value: Any = values.get(year)
            if not known(value):
                before = None
                continue
            level = self.y(float(value))
            if before is not None and before != level:
                self.chart.steps.append(Line(self.left(place), before, self.left(place), level))
            self.chart.steps.append(Line(self.left(place), level, self.left(place + 1), level))
            before = level

    def points(self, values: pd.Series, name: str) -> None:
        """A figure by year as a line with round markers."""
        places = [(self.middle(place), self.y(float(values[year]))) for place, year in enumerate(self.years)]
        self.chart.line = [Line(*one, *two) for one, two in pairwise(places)]
        self.chart.dots = [
            Label(x, y, f"{year}: {name}, {self.number(float(values[year]), 1)}")
            for (x, y), year in zip(places, self.years, strict=True)
        ]

    def mark_highest(self) -> None:
        """The figure over the highest column."""
        place = int(self.up.to_numpy().argmax())
        value = float(self.up.iloc[place])
        if value > 1e-9:
            decimals = 0 if value >= 99.5 else 1
            self.chart.top = Label(self.middle(place), self.y(value) - 6, self.number(value, decimals))
