"""What each indication costs others, as the page lists it."""

from __future__ import annotations

from dataclasses import dataclass

from planner.report.answered import frame_of
from planner.report.edition import Edition
from planner.report.league import units_of
from planner.report.numbers import DASH, known
from planner.scenario.frames import rows_of

#: Rows at once; the rest is folded.
MOST = 20
#: Characters of names in one cell.
_ROOM = 160


@dataclass(frozen=True)
class Loser:
    """What one indication displaces: its ratio in words and as a bar (percent of the longest), and the figures beside it."""

    name: str
    facts: str
    ratio: str
    width: float
    dear: bool


@dataclass(frozen=True)
class League:
    shown: list[Loser]
    rest: list[Loser]


def league(book: Edition) -> League | None:
    """Displacement per indication, the dearest first."""
    table = frame_of(book.answers, "displacement")
    if table is None:
        return None
    words, numbers, names = book.words, book.words.numbers, book.figures.names
    ratios = table["ratio"].clip(lower=0.0).where(table["gained"] > 1e-9)
    longest = float(ratios.max()) if ratios.notna().any() else 1.0
    rows = []
    for item, ratio in zip(rows_of(table), ratios, strict=True):
        facts = words(
            "html.league.facts",
            gained=words.qalys(numbers.qalys(float(item.gained))),
            lost=words.qalys(numbers.qalys(float(item.lost_elsewhere))),
            net=words.qalys(numbers.qalys(float(item.net_lost), sign=True)),
        )
        stated = units_of(book, str(item.indication))
        lost = words.qalys(numbers.qalys(float(item.displaced_qalys)))
        units = words("html.league.units", lost=lost, units=stated) if stated else ""
        text = numbers.number(float(ratio), 2) if known(ratio) else DASH
        width = round(100 * float(ratio) / longest, 1) if known(ratio) and longest > 0 else 0.0
        rows.append(
            Loser(names[str(item.indication)], f"{facts}{units}", text, width, known(ratio) and float(ratio) > 1)
        )
    return League(rows[:MOST], rows[MOST:])
