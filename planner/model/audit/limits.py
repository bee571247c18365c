"""The limits of a plan, one row each, and which of them are broken (``model.md`` section 6)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from planner.model.audit.books import Books
from planner.model.audit.numbers import INFINITE, TOLERANCE, Number
from planner.model.audit.options import Taken
from planner.model.audit.relations import in_package, relation_rows, spending_rows
from planner.model.audit.rows import LimitRow, Place
from planner.model.audit.years import FrameworkYear

FAMILIES = (
    "framework",
    "growth",
    "budget_line",
    "dossiers",
    "resource",
    "patient_group",
    "decision",
    "relation",
    "spending_cap",
    "health_target",
)


class Broken(NamedTuple):
    """A limit that a plan does not keep; ``year`` is a calendar year, None where the limit holds for all years."""

    family: str
    name: str
    year: int | None
    excess: Number


def limit_rows(
    books: Books, taken: Sequence[Taken], years: Mapping[tuple[str, int], FrameworkYear]
) -> dict[Place, LimitRow]:
    """All hard limits on what is chosen by (family, name, calendar year)."""
    return {
        **framework_rows(books, years),
        **growth_rows(books, years),
        **line_rows(books, taken),
        **dossier_rows(books, taken),
        **resource_rows(books, taken),
        **group_rows(books, taken),
        **decision_rows(taken),
        **relation_rows(books, taken),
        **spending_rows(books, taken),
    }


def framework_rows(books: Books, years: Mapping[tuple[str, int], FrameworkYear]) -> dict[Place, LimitRow]:
    """Where all pressure is absorbed there is no limit, so no row."""
    return {
        ("framework", name, books.start_year + t): LimitRow(
            year.budget + year.plan.carry + year.pressure_limit, year.base, year.must_fit
        )
        for (name, t), year in years.items()
        if year.budget is not None and year.pressure_limit != INFINITE
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
    """Decisions by route and calendar year of the start; a share of the patients takes a whole decision."""
    counts = Counter((route, year) for (_, route, _), year in decided(taken).items())
    return {
        ("dossiers", route, year): LimitRow(row["dossiers_per_year"], 0, counts[route, year])
        for route, row in books.routes.items()
        if row["dossiers_per_year"] is not None
        for year in range(books.start_year, books.start_year + books.years)
    }


def decided(taken: Sequence[Taken]) -> dict[tuple[str, str, int], int]:
    """The decisions (indication, route, months) with their year: a mixture of two prices is one decision."""
    return {
        (one.choice.indication, one.choice.route, one.choice.offset_months): one.start_year
        for one in taken
        if one.action != "stay"
    }


def resource_rows(books: Books, taken: Sequence[Taken]) -> dict[Place, LimitRow]:
    """Use by patient-years counts by share, work and other use of a decision once."""
    whole = {(one.choice.indication, one.choice.route, one.choice.offset_months): one.work for one in taken}
    return {
        ("resource", resource, books.start_year + t): LimitRow(
            capacity,
            0,
            sum(one.used[resource][t] for one in taken if resource in one.used)
            + sum(work[resource][t] for work in whole.values() if resource in work),
        )
        for resource, by_year in books.capacity.items()
        for t, capacity in by_year.items()
    }


def group_rows(books: Books, taken: Sequence[Taken]) -> dict[Place, LimitRow]:
    """Of a patient group the shares in the package add up to at most 1; what is in it already stays and counts."""
    return {
        ("patient_group", group, None): LimitRow(
            1,
            sum(name in books.existing for name in names),
            sum(in_package(books, taken, name) - (name in books.existing) for name in names),
        )
        for group, names in books.groups.items()
    }


def decision_rows(taken: Sequence[Taken]) -> dict[Place, LimitRow]:
    """At most one decision for an indication: one option, or a mixture of two prices of it."""
    counts = Counter(indication for indication, _, _ in decided(taken))
    shares = {name: sum(one.share for one in taken if one.choice.indication == name) for name in counts}
    return {("decision", name, None): LimitRow(1, 0, max(count, shares[name])) for name, count in counts.items()}


def target_rows(books: Books, plan: Sequence[Taken], reference: Sequence[Taken]) -> dict[Place, LimitRow]:
    """``reference - plan <= -target`` [discounted QALYs], where the least spending for a given gain is asked."""
    settings = books.scenario.settings
    if settings.objective != "least_spending" or settings.health_target is None:
        return {}
    before, after = (sum(one.qalys_discounted for one in ones) for ones in (reference, plan))
    return {("health_target", "health", None): LimitRow(-books.setting("health_target"), before, -after)}


def broken_limits(rows: Mapping[Place, LimitRow]) -> list[Broken]:
    """The limits exceeded by more than 1e-6 of their unit."""
    return [
        Broken(family, name, year, row.base + row.used - row.limit)
        for (family, name, year), row in rows.items()
        if row.base + row.used > row.limit + TOLERANCE
    ]
