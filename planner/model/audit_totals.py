"""The headlines of a plan: differences from the reference plan, discounted (the objective) and undiscounted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from planner.model.audit_books import Books
from planner.model.audit_limits import Broken, LimitRow, Place
from planner.model.audit_numbers import Number, present_value
from planner.model.audit_options import Taken
from planner.model.audit_years import FrameworkYear


@dataclass(frozen=True)
class Totals:
    """Health in QALYs, money in EUR million, all against the reference plan. ``net = gained - displaced - room_used`` is
    the objective; names that end in ``_sum`` are undiscounted; ``cost_discounted`` is the tie-break's expected cost.
    """

    gained: Number
    displaced: Number
    room_used: Number
    net: Number
    cost_discounted: Number
    gained_sum: Number
    displaced_sum: Number
    room_used_sum: Number
    net_sum: Number
    spending_sum: Number
    displaced_euro_sum: Number
    room_euro_sum: Number
    admitted: int
    candidates: int


@dataclass(frozen=True)
class CareStep:
    """A segment of care: its framework, what a QALY costs there and, where stated, what a natural unit costs [EUR]."""

    framework: str
    loss: Number
    euro_per_qaly: Number
    unit_cost: Number | None


@dataclass(frozen=True)
class Evaluation:
    """What the audit found. ``frameworks`` is keyed by (framework, calendar year), ``limits`` by (family, name, year).

    ``refused`` says why choices are not allowed, ``broken`` which limits are exceeded by more than 1e-6.
    """

    start_year: int
    totals: Totals
    indications: Mapping[str, Taken]
    frameworks: Mapping[tuple[str, int], FrameworkYear]
    limits: Mapping[Place, LimitRow]
    broken: Sequence[Broken]
    refused: Sequence[str]
    care: Mapping[tuple[str, int], CareStep] = field(default_factory=dict)

    @property
    def feasible(self) -> bool:
        return not self.broken and not self.refused

    @property
    def net(self) -> Number:
        return self.totals.net

    @property
    def gained(self) -> Number:
        return self.totals.gained

    @property
    def displaced(self) -> Number:
        return self.totals.displaced

    @property
    def room_used(self) -> Number:
        return self.totals.room_used

    @property
    def cost_discounted(self) -> Number:
        return self.totals.cost_discounted


def care_steps(books: Books) -> dict[tuple[str, int], CareStep]:
    """The segments of all care by (category, number of the segment)."""
    return {
        (c.care, s.number): CareStep(c.framework, s.loss, s.euro_per_qaly, s.unit_cost)
        for categories in books.care.values()
        for c in categories
        for s in c.segments
    }


def add_up(books: Books, taken: Sequence[Taken], years: Mapping[tuple[str, int], FrameworkYear]) -> Totals:
    """The totals of a plan; ``years`` is keyed by (framework, year of the plan, 0 = the first, undiscounted)."""
    effects, costs = books.setting("discount_rate_effects"), books.setting("discount_rate_costs")
    span = range(books.years)
    gained = [sum(one.qalys[t] for one in taken) for t in span]
    spent = [sum(one.cost[t] for one in taken) for t in span]
    lost: list[Number] = [0] * books.years
    room: list[Number] = [0] * books.years
    for (_, t), year in years.items():
        lost[t] += year.plan.health_lost - year.reference.health_lost
        room[t] += year.health_room
    gained_now, lost_now, room_now = (present_value(figures, effects) for figures in (gained, lost, room))
    return Totals(
        gained=gained_now,
        displaced=lost_now,
        room_used=room_now,
        net=gained_now - lost_now - room_now,
        cost_discounted=present_value(spent, costs),
        gained_sum=sum(gained),
        displaced_sum=sum(lost),
        room_used_sum=sum(room),
        net_sum=sum(gained) - sum(lost) - sum(room),
        spending_sum=sum(spent),
        displaced_euro_sum=sum(year.plan.displaced - year.reference.displaced for year in years.values()),
        room_euro_sum=sum(year.reference.room - year.plan.room for year in years.values()),
        admitted=len(taken),
        candidates=len(books.candidates),
    )
