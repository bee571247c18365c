"""Care that gives way: per category the QALYs lost as a bar, with euros and natural units beside it."""

from __future__ import annotations

from dataclasses import dataclass

from planner.report import formats as f
from planner.report.displaced import Displaced, category_bars
from planner.report.edition import Edition
from planner.report.page.columns import STYLES


@dataclass(frozen=True)
class Row:
    """A category: its name, its natural units or nothing, its QALYs, and its bar (percent of the longest)."""

    name: str
    units: str
    qalys: str
    width: float
    style: str


@dataclass(frozen=True)
class Care:
    bars: list[Row]
    title: str
    alt: str
    protected: list[str]
    untouched: list[str]


def care(book: Edition, displaced: Displaced) -> Care | None:
    """None where the plan takes nothing from other care."""
    bars = category_bars(book, displaced)
    if not bars:
        return None
    words = book.words
    longest = max(bar.qalys for bar in bars)
    rows = [
        Row(
            bar.name, bar.units, words.numbers.qalys(bar.qalys), round(100 * bar.qalys / longest, 1), STYLES[bar.colour]
        )
        for bar in bars
    ]
    room = any(bar.colour == f.ORANGE_LIGHT for bar in bars)
    title = words("chart.care.room" if room else "chart.care")
    return Care(rows, title, words("chart.care.alt"), displaced.names(protected=True), displaced.names(protected=False))
