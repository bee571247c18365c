"""The audit's figures under the keys of the claims: one small formula per name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields

from planner.model.audit.numbers import Number, ratio, read
from planner.model.audit.options import Taken
from planner.model.audit.totals import CareStep, Evaluation, Totals
from planner.model.audit.years import FrameworkYear

Key = tuple[str | int | None, ...]
Figure = Number | None

TOTAL: tuple[str, ...] = tuple(one.name for one in fields(Totals))

#: Figures of an admitted indication: from what was worked out and its months after the plan begins.
DECISION: Mapping[str, Callable[[Taken], Figure]] = {
    "start_year": lambda one: one.start_year,
    "start_month": lambda one: one.choice.offset_months % 12 + 1,
    "offset": lambda one: ratio(one.choice.offset_months, 12),
    "discount": lambda one: read(one.choice.discount),
    "share": lambda one: one.share,
    "mandate_price": lambda one: one.mandate_price,
    "net_price": lambda one: one.net_price,
    "acceptance": lambda one: one.acceptance,
    "icer": lambda one: one.icer,
    "reference_value": lambda one: one.reference_value,
    "cost_effective_price": lambda one: one.cost_effective_price,
    "patients": lambda one: sum(one.patients if one.starters is None else one.starters),
    "qalys": lambda one: sum(one.qalys),
    "qalys_discounted": lambda one: one.qalys_discounted,
    "cost_discounted": lambda one: one.cost_discounted,
    "insufficient": lambda one: sum(one.insufficient),
    "spending": lambda one: sum(one.cost),
    "spending_year3": lambda one: _at(one.cost, one.choice.offset_months // 12 + 2),
}

#: Figures of an admitted indication in each year of the plan: attributes of ``Taken``.
YEARLY = (
    "starters", "patients", "cost", "drug", "must_fit", "must_fit_drug", "charged", "insufficient", "stopped", "qalys",
)  # fmt: skip

FRAMEWORK: Mapping[str, Callable[[FrameworkYear], Figure]] = {
    "budget": lambda year: year.budget,
    "baseline_care": lambda year: year.baseline_care,
    "baseline_drugs": lambda year: year.baseline_drugs,
    "base": lambda year: year.base,
    "cost": lambda year: year.cost,
    "reference_cost": lambda year: year.reference.cost,
    "must_fit": lambda year: year.must_fit,
    "spending": lambda year: year.spending,
    "carry": lambda year: year.plan.carry,
    "reference_carry": lambda year: year.reference.carry,
    "pressure": lambda year: year.plan.pressure,
    "room": lambda year: year.plan.room,
    "absorbed": lambda year: year.absorbed_share * year.plan.pressure,
    "displaced": lambda year: year.plan.displaced,
    "health_lost": lambda year: year.plan.health_lost,
    "room_value": lambda year: year.room_value,
    "health_room": lambda year: year.health_room,
    "reference_pressure": lambda year: year.reference.pressure,
    "reference_room": lambda year: year.reference.room,
    "reference_displaced": lambda year: year.reference.displaced,
    "reference_health_lost": lambda year: year.reference.health_lost,
    "growth_used": lambda year: year.growth_used,
    "growth_ceiling": lambda year: year.growth_ceiling,
    "growth_excess": lambda year: year.growth_excess,
    "growth_limit": lambda year: year.growth_limit,
    "pressure_limit": lambda year: year.pressure_limit,
}

#: Figures of a segment of care in one year: of the segment, its framework's year, and its place in it.
CARE: Mapping[str, Callable[[CareStep, FrameworkYear, tuple[str, int]], Figure]] = {
    "displaced": lambda _step, year, place: year.plan.care[place],
    "qalys": lambda step, year, place: step.loss * year.plan.care[place],
    "reference_displaced": lambda _step, year, place: year.reference.care[place],
    "reference_qalys": lambda step, year, place: step.loss * year.reference.care[place],
    "most": lambda _step, year, place: year.most[place],
    "euro_per_qaly": lambda step, _year, _place: step.euro_per_qaly,
    "unit_cost": lambda step, _year, _place: step.unit_cost,
}

LIMIT = ("limit", "base", "used", "room")


def _at(figures: list[Number], t: int) -> Figure:
    return figures[t] if t < len(figures) else None


def figures(found: Evaluation) -> dict[Key, Figure]:
    """All figures of an evaluation, by the key under which the engine claims them."""
    made: dict[Key, Figure] = {("total", name): getattr(found.totals, name) for name in TOTAL}
    for indication, one in found.indications.items():
        for name, formula in DECISION.items():
            made["decision", indication, name] = formula(one)
    for kind, group in (("yearly", found.indications), ("staying", found.staying)):
        for indication, one in group.items():
            for name in YEARLY:
                for t, value in enumerate(getattr(one, name) or [None] * len(one.cost)):
                    made[kind, indication, found.start_year + t, name] = value
    for (framework, calendar), year in found.frameworks.items():
        for name, of_year in FRAMEWORK.items():
            made["framework", framework, calendar, name] = of_year(year)
        for place, step in found.care.items():
            if step.framework == framework:
                for name, of_care in CARE.items():
                    made["care", *place, calendar, name] = of_care(step, year, place)
    for (family, limited, when), row in found.limits.items():
        values = (row.limit, row.base, row.used, row.limit - row.base - row.used)
        for name, value in zip(LIMIT, values, strict=True):
            made["limit", family, limited, when, name] = value
    return made
