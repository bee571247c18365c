"""Budget lines that serve who comes first (``model.md`` section 6): in order of the earliest possible start."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from planner.model.audit.books import Books
from planner.model.audit.numbers import TOLERANCE, Number
from planner.model.audit.options import Taken


def first_come_lines(books: Books) -> set[str]:
    """The lines of which a row says ``first_come``."""
    rows = [row for by_year in books.lines.values() for row in by_year.values()]
    return {row["line"] for row in rows if row["allocation"] == "first_come"}


def served(books: Books, line: str, asking: Sequence[Taken]) -> set[tuple[str, str]]:
    """Who gets money of a line, as (indication, route): each at its earliest start if it fits in every year beside those
    before it; of equal starts the first by id.
    """
    spent: list[Number] = [0] * books.years
    found: set[tuple[str, str]] = set()
    for one in sorted(asking, key=_turn):
        after = [a + b for a, b in zip(spent, one.charged, strict=True)]
        if _fits(books.lines[line], after):
            spent = after
            found.add((one.choice.indication, one.choice.route))
    return found


def _turn(one: Taken) -> tuple[int, str, str]:
    return one.choice.offset_months, one.choice.indication, one.choice.route


def _fits(budgets: Mapping[int, Mapping[str, Number | None]], spent: Sequence[Number]) -> bool:
    for t, amount in enumerate(spent):
        budget = budgets[t]["budget"] if t in budgets else None
        if budget is not None and amount > budget + TOLERANCE:
            return False
    return True
