"""The headlines of a plan: differences from the reference plan, discounted (the objective) and undiscounted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from planner.model.audit.books import Books
from planner.model.audit.limits import Broken
from planner.model.audit.numbers import MILLION, Number, present_value
from planner.model.audit.options import Taken
from planner.model.audit.rows import LimitRow, Place
from planner.model.audit.years import FrameworkYear


@dataclass(frozen=True)
class Totals:
    """Health in QALYs, money in EUR million, all against the reference plan. ``net = gained - displaced - room_used``, never
    weighted; names that end in ``_sum`` are undiscounted; ``cost_discounted`` is the tie-break's expected cost;
    ``objective`` is what is maximised, in its own unit, ``second`` what is maximised next (None without a pair).
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
    objective: Number
    second: Number | None
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
    staying: Mapping[str, Taken]
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


@dataclass(frozen=True)
class Difference:
    """A plan less the reference plan by year: QALYs gained (weighted too), lost to displacement and to room used; money."""

    gained: list[Number]
    gained_weighted: list[Number]
    lost: list[Number]
    lost_weighted: list[Number]
    room: list[Number]
    room_weighted: list[Number]
    spent: list[Number]


def difference(
    books: Books,
    taken: Sequence[Taken],
    staying: Sequence[Taken],
    years: Mapping[tuple[str, int], FrameworkYear],
) -> Difference:
    """``years`` is keyed by (framework, year of the plan, 0 = the first); ``staying`` is the reference plan."""
    span = range(books.years)
    nothing: list[list[Number]] = [[0] * books.years for _ in range(7)]
    found = Difference(*nothing)
    for sign, ones in ((1, taken), (-1, staying)):
        for one in ones:
            weight, cost = books.weight(books.indications[one.choice.indication]), one.cost
            for t in span:
                found.gained[t] += sign * one.qalys[t]
                found.gained_weighted[t] += sign * weight * one.qalys[t]
                found.spent[t] += sign * cost[t]
    for (_, t), year in years.items():
        found.lost[t] += year.plan.health_lost - year.reference.health_lost
        found.lost_weighted[t] += year.plan.weighted_loss - year.reference.weighted_loss
        found.room[t] += year.health_room
        found.room_weighted[t] += year.room_weight * year.room_used
    return found


def add_up(
    books: Books,
    taken: Sequence[Taken],
    staying: Sequence[Taken],
    years: Mapping[tuple[str, int], FrameworkYear],
) -> Totals:
    """The totals of a plan, undiscounted and discounted."""
    effects, costs = books.setting("discount_rate_effects"), books.setting("discount_rate_costs")
    settings = books.scenario.settings
    by_year = difference(books, taken, staying, years)
    gained, lost, room = (present_value(figures, effects) for figures in (by_year.gained, by_year.lost, by_year.room))
    cost = present_value(by_year.spent, costs)
    gained_sum, lost_sum, room_sum = sum(by_year.gained), sum(by_year.lost), sum(by_year.room)
    return Totals(
        gained=gained,
        displaced=lost,
        room_used=room,
        net=gained - lost - room,
        cost_discounted=cost,
        gained_sum=gained_sum,
        displaced_sum=lost_sum,
        room_used_sum=room_sum,
        net_sum=gained_sum - lost_sum - room_sum,
        spending_sum=sum(by_year.spent),
        displaced_euro_sum=sum(year.plan.displaced - year.reference.displaced for year in years.values()),
        room_euro_sum=sum(year.room_used for year in years.values()),
        objective=objective(books, by_year, settings.objective),
        second=objective(books, by_year, settings.second_objective) if settings.objective == "lexicographic" else None,
        admitted=len({one.choice.indication for one in taken if one.action == "admit"}),
        candidates=len(books.candidates),
    )


def objective(books: Books, by_year: Difference, name: str | None) -> Number:
    """What a plan is worth in the unit of an objective: QALYs, EUR million (least spending: with a minus). Net QALYs unless
    it is another one, also first of a pair.
    """
    effects, costs = books.setting("discount_rate_effects"), books.setting("discount_rate_costs")
    gained, lost, room = (present_value(figures, effects) for figures in (by_year.gained, by_year.lost, by_year.room))
    if name == "qalys_gained":
        return gained
    if name == "weighted_qalys":
        weighted = zip(by_year.gained_weighted, by_year.lost_weighted, by_year.room_weighted, strict=True)
        return present_value([a - b - c for a, b, c in weighted], effects)
    if name == "net_monetary_benefit":
        return books.setting("qaly_value") * gained / MILLION - present_value(by_year.spent, costs)
    if name == "least_spending":
        return -present_value(by_year.spent, costs)
    return gained - lost - room
