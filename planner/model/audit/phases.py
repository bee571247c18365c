"""Phases of a procedure: how long is left, and what work they take in which year (``model.md`` sections 3 and 6)."""

from __future__ import annotations

import math
from dataclasses import dataclass

from planner.model.audit.books import Books
from planner.model.audit.numbers import Number, months_after
from planner.model.audit.rules import Rules


@dataclass(frozen=True)
class Step:
    """A phase as it holds for one indication: months, work for a pool; ``review`` is years after the start, else None."""

    phase: str
    months: Number
    work: Number
    pool: str | None
    review: Number | None


def steps(books: Books, rules: Rules, name: str, route: str) -> list[Step]:
    """The phases of a route in order, each by its first row that holds; nothing is left of one where no row does."""
    found = []
    for phase, rows in books.phases.get(route, {}).items():
        row = next((row for row in rows if rules.holds(row["when"], name, books.routes[route])), None)
        if row is None:
            found.append(Step(phase, 0, 0, None, None))
        else:
            found.append(Step(phase, row["months"] or 0, row["work"] or 0, row["pool"], row["after_start_years"]))
    return found


def under_way(books: Books, name: str, todo: list[Step]) -> int | None:
    """Where among the phases the indication is at the start of the plan; None where it is not in this procedure."""
    row = books.indications[name]
    if row["phase"] is None or row["phase_since"] is None:
        return None
    return next((at for at, step in enumerate(todo) if step.phase == row["phase"] and step.review is None), None)


def lead_months(books: Books, rules: Rules, name: str, route: str) -> tuple[Number, bool]:
    """Months before the start, and whether they count from the start of the plan: an indication that is already under
    way has the rest of its phase (none if overdue) and the later ones before it.
    """
    todo = steps(books, rules, name, route)
    if not todo:
        return books.routes[route]["lead_time_months"] or 0, False
    lasting = [0 if step.review is not None else step.months for step in todo]
    at = under_way(books, name, todo)
    if at is None:
        return sum(lasting), False
    since = months_after(books.indications[name]["phase_since"], books.start_year)
    return max(0, since + lasting[at]) + sum(lasting[at + 1 :]), True


def work_by_year(books: Books, rules: Rules, name: str, route: str, start: int) -> dict[str, list[Number]]:
    """Pool -> work by year of a decision that starts ``start`` months after the plan begins.

    A phase counts in the year of its last month, counted back from the start, the month before the start being the last of
    all; a review in the year in which start + years lies. What was done before the plan does not count.
    """
    found: dict[str, list[Number]] = {}
    todo = steps(books, rules, name, route)
    first = under_way(books, name, todo) or 0
    end: Number = start
    for step in reversed(todo[first:]):
        if step.review is not None:
            year = math.floor((start + 12 * step.review) / 12)
        else:
            year = math.floor((math.ceil(end) - 1) / 12)
            end -= step.months
        if step.pool is not None and step.work and 0 <= year < books.years:
            found.setdefault(step.pool, [0] * books.years)[year] += step.work
    return found
