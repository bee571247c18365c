"""How sure the figures are, and where they come from."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from planner.report.edition import Edition
from planner.scenario.frames import rows_of
from planner.scenario.tables import CERTAINTIES, TABLES


@dataclass(frozen=True)
class Sheet:
    """The rows of one input sheet by their weakest figure."""

    name: str
    meaning: str
    counts: dict[str, int]


@dataclass(frozen=True)
class Source:
    """One source of indications, and of how many."""

    text: str
    count: int


@dataclass(frozen=True)
class Sources:
    decisions: dict[str, int]
    sheets: list[Sheet]
    texts: list[Source]


#: Sheets that hold figures with a certainty of their own.
_SHEETS = ("Indications", "Routes", "Frameworks", "BudgetLines", "Care", "Acceptance", "Uptake", "Patients")


def sources(book: Edition) -> Sources:
    figures, words = book.figures, book.words
    counted = Counter(figures.decisions["certainty"])
    sheets = [
        Sheet(name, words(f"inputs.meaning.{name}"), figures.certainties.counts(name))
        for name in TABLES
        if name in _SHEETS and len(figures.scenario.tables[name])
    ]
    texts: Counter[str] = Counter()
    for item in rows_of(figures.scenario.table("Indications")[["source"]]):
        texts[item.source if isinstance(item.source, str) and item.source.strip() else words("html.sources.none")] += 1
    shown = [Source(text, count) for text, count in texts.most_common()]
    return Sources({name: counted.get(name, 0) for name in CERTAINTIES}, sheets, shown)
