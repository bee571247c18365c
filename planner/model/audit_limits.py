"""The limits of a plan, one row each, and which of them are broken (``model.md`` section 6)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from planner.model.audit_books import Books
from planner.model.audit_numbers import TOLERANCE, Number
from planner.model.audit_options import Taken
from planner.model.audit_years import FrameworkYear

FAMILIES = ("framework", "growth", "budget_line", "dossiers", "patient_group", "decision")


class LimitRow(NamedTuple):
    """``base + used <= limit``, where ``base`` is there without the plan; EUR million, dossiers or indications."""

    limit: Number
    base: Number
    used: Number


class Broken(NamedTuple):
    """A limit that a plan does not keep; ``year`` is a calendar year, None where the limit holds for all years."""

    family: str
    name: str
    year: int | None
    excess: Number


Place = tuple[str, str, int | None]


def limit_rows(
    books: Books, taken: Sequence[Taken], years: Mapping[tuple[str, int], FrameworkYear]
) -> dict[Place, LimitRow]:
    """All hard limits by (family, name, calendar year)."""
    return {
        **framework_rows(books, years),
        **growth_rows(books, years),
        **line_rows(books, taken),
        **dossier_rows(books, taken),
        **group_rows(books, taken),
        **decision_rows(taken),
    }


def framework_rows(books: Books, years: Mapping[tuple[str, int], FrameworkYear]) -> dict[Place, LimitRow]:
    """Where all pressure is absorbed there is no limit, so no row."""
    return {
        ("framework", name, books.start_year + t): LimitRow(year.budget + year.pressure_limit, year.base, year.must_fit)
        for (name, t), year in years.items()
        if year.budget is not None and year.pressure_limit != math.inf
    }


def growth_rows(books: Books, years: Mapping[tuple[str, int], FrameworkYear]) -> dict[Place, LimitRow]:
    """A target is reported, it is no limit."""
    if books.scenario.settings.growth_kind == "target":
        return {}
    return {
        ("growth", name, books.start_year + t): LimitRow(
            year.growth_ceiling, year.baseline_drugs, year.growth_used - year.baseline_drugs
        )
        for (name, t), year in years.items()
        if year.growth_ceiling is not None
    }


def line_rows(books: Books, taken: Sequence[Taken]) -> dict[Place, LimitRow]:
    return {
        ("budget_line", line, books.start_year + t): LimitRow(
            row["budget"], 0, sum(one.charged[t] for one in taken if one.line == line)
        )
        for line, rows in books.lines.items()
        for t, row in rows.items()
        if 0 <= t < books.years and row["budget"] is not None
    }


def dossier_rows(books: Books, taken: Sequence[Taken]) -> dict[Place, LimitRow]:
    """Decisions by route and calendar year of the start."""
    counts = Counter((one.choice.route, one.start_year) for one in taken)
    return {
        ("dossiers", route, year): LimitRow(row["dossiers_per_year"], 0, counts[route, year])
        for route, row in books.routes.items()
        if row["dossiers_per_year"] is not None
        for year in range(books.start_year, books.start_year + books.years)
    }


def group_rows(books: Books, taken: Sequence[Taken]) -> dict[Place, LimitRow]:
    """At most one of a patient group is in the package; one that is in it already stays and counts."""
    admitted = {one.choice.indication for one in taken}
    return {
        ("patient_group", group, None): LimitRow(
            1, sum(name not in books.candidates for name in names), sum(name in admitted for name in names)
        )
        for group, names in books.groups.items()
    }


def decision_rows(taken: Sequence[Taken]) -> dict[Place, LimitRow]:
    """At most one decision for an indication."""
    counts = Counter(one.choice.indication for one in taken)
    return {("decision", name, None): LimitRow(1, 0, count) for name, count in counts.items()}


def broken_limits(rows: Mapping[Place, LimitRow]) -> list[Broken]:
    """The limits exceeded by more than 1e-6 of their unit."""
    return [
        Broken(family, name, year, row.base + row.used - row.limit)
        for (family, name, year), row in rows.items()
        if row.base + row.used > row.limit + TOLERANCE
    ]
