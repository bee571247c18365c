"""The plan on a time line: per admitted indication a bar from its start to the end of the plan, dotted where it could start."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from planner.report.edition import Edition
from planner.report.figures import LATER
from planner.report.numbers import known
from planner.report.reasons import Reasons
from planner.report.sentences import treated
from planner.scenario.frames import rows_of

#: So many bars are shown at once; the rest is folded.
MOST = 20
#: Where a bar begins beyond this share of the width, its text stands before it.
_INSIDE = 55.0


@dataclass(frozen=True)
class Row:
    """One indication: its start and the first possible one in percent of the width, and the texts beside and in its bar."""

    indication: str
    name: str
    facts: str
    start: float
    earliest: float
    style: str
    text: str
    says: str

    @property
    def inside(self) -> bool:
        return self.start <= _INSIDE


@dataclass(frozen=True)
class Group:
    """Bars under one heading: what is decided now, or what is meant for later; ``rest`` is folded."""

    title: str
    rows: list[Row]
    rest: list[Row]


@dataclass(frozen=True)
class Timeline:
    years: list[str]
    groups: list[Group]
    conditional: bool
    waits: bool


def timeline(book: Edition, reasons: Reasons) -> Timeline | None:
    """None where nothing is admitted."""
    figures, words = book.figures, book.words
    if figures.admitted.empty:
        return None
    rows = [(item.kind, _row(book, reasons, item)) for item in rows_of(figures.admitted)]
    groups = []
    now = [row for kind, row in rows if kind not in LATER]
    later = sorted((row for kind, row in rows if kind in LATER), key=lambda row: row.start)
    first = figures.years[0]
    places = MOST
    for title, found in ((words("html.plan.now", year=first), now), (words("html.plan.later", year=first), later)):
        if found:
            shown = min(len(found), max(places, 3) if len(found) > places + 1 else len(found))
            groups.append(Group(title, found[:shown], found[shown:]))
            places = max(MOST // 2, places - shown)
    every = [row for _, row in rows]
    years = [f"’{year % 100:02d}" for year in figures.years]
    return Timeline(
        years,
        groups,
        any(row.style == "conditional" for row in every),
        any(row.earliest < row.start for row in every),
    )


def _row(book: Edition, reasons: Reasons, item: Any) -> Row:
    words, numbers, count = book.words, book.words.numbers, len(book.figures.years)
    start = 100 * min(float(item.offset), count - 0.25) / count
    earliest = start
    found = reasons.frame.loc[item.indication]
    if known(found["earliest_year"]):
        earliest = min(start, 100 * max(0.0, float(found["earliest_year"]) - book.figures.years[0]) / count)
    people = treated(words, book.figures, item)
    style = "conditional" if item.kind.startswith("conditional") else "admit"
    gained = words.qalys(numbers.qalys(float(item.qalys), sign=True))
    moment = words("html.plan.from", decision=words.kind(item.kind), year=int(item.start_year))
    return Row(
        str(item.indication), str(item.name), f"{item.route_name} · {numbers.price(float(item.net_price))}",
        round(start, 2), round(earliest, 2), style, people, f"{item.name}: {moment}, {people}, {gained}",
    )  # fmt: skip
