"""Frameworks by year: pressure, room, carry-over, growth, displaced care and the health it costs (``model.md`` section 6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from planner.model.audit.books import Books
from planner.model.audit.displacement import Displacement, Place
from planner.model.audit.numbers import Number
from planner.model.audit.options import Paid, Taken


@dataclass(frozen=True)
class Spread:
    """What a plan, or the reference plan, does to one framework in one year [EUR million, QALYs].

    ``cost`` and ``must_fit`` are what it adds to the base; ``carry`` is room carried over from the year before,
    ``carried_on`` what goes on to the next year; ``weighted_loss`` is the health lost as the objective counts it.
    """

    cost: Number
    must_fit: Number
    carry: Number
    carried_on: Number
    pressure: Number
    room: Number
    care: Mapping[Place, Number]
    displaced: Number
    health_lost: Number
    weighted_loss: Number

    @property
    def own_room(self) -> Number:
        """Room that is valued in this year: what is carried on is valued a year later."""
        return self.room - self.carried_on


@dataclass(frozen=True)
class FrameworkYear:
    """One framework in one year. Money in EUR million, health in QALYs, undiscounted.

    ``room_value`` is in QALYs per EUR million of room, ``room_weight`` the same as the objective counts it.
    ``growth_ceiling`` and ``growth_limit`` are None where growth is not limited, ``budget`` where the framework is not.
    ``most`` is what can be displaced by segment.
    """

    budget: Number | None
    baseline_care: Number
    baseline_drugs: Number
    absorbed_share: Number
    plan: Spread
    reference: Spread
    room_value: Number
    room_weight: Number
    growth_used: Number
    growth_limit: Number | None
    growth_ceiling: Number | None
    pressure_limit: Number
    most: Mapping[Place, Number] = field(repr=False)

    @property
    def base(self) -> Number:
        return self.baseline_care + self.baseline_drugs

    @property
    def cost(self) -> Number:
        return self.plan.cost

    @property
    def must_fit(self) -> Number:
        return self.plan.must_fit

    @property
    def spending(self) -> Number:
        return self.base + self.cost

    @property
    def growth_excess(self) -> Number:
        return 0 if self.growth_ceiling is None else max(0, self.growth_used - self.growth_ceiling)

    @property
    def room_used(self) -> Number:
        return self.reference.own_room - self.plan.own_room

    @property
    def health_room(self) -> Number:
        return self.room_value * self.room_used


class Frameworks:
    """The frameworks of a scenario, year by year; the reference plan, of what stays as it is, is worked out once."""

    def __init__(self, books: Books, staying: Iterable[Taken] = ()) -> None:
        self.books = books
        self.displacement = {
            (framework, t): Displacement(books, framework, t)
            for framework, rows in books.frameworks.items()
            for t in range(books.years)
            if t in rows
        }
        self.limits = {place: displacement.limit for place, displacement in self.displacement.items()}
        segments = [(c, s) for categories in books.care.values() for c in categories for s in c.segments]
        self.losses = {(c.care, s.number): s.loss for c, s in segments}
        self.weights = {(c.care, s.number): s.weight for c, s in segments}
        value = books.setting("room_value")
        self.room_values = {place: value * found.first_loss(False) for place, found in self.displacement.items()}
        self.room_weights = {place: value * found.first_loss(True) for place, found in self.displacement.items()}
        self.most = {
            (framework, t): {(c.care, s.number): c.most(s, t) for c in displacement.care for s in c.segments}
            for (framework, t), displacement in self.displacement.items()
        }
        stays = list(staying)
        self.references = {name: self._spreads(name, paid_by(name, stays)) for name in books.frameworks}

    def _spreads(self, framework: str, paid: Sequence[Paid]) -> dict[int, Spread]:
        """By year of the plan: what a plan does to a framework, and what goes on to the next year."""
        found: dict[int, Spread] = {}
        carry: Number = 0
        for t in range(self.books.years):
            if (framework, t) in self.displacement:
                cost, must_fit = sum(one.cost[t] for one in paid), sum(one.must_fit[t] for one in paid)
                carried_on = self._carried_on(framework, t, must_fit)
                found[t] = self._spread((framework, t), cost, must_fit, carry, carried_on)
                carry = carried_on
        return found

    def _carried_on(self, framework: str, t: int, must_fit: Number) -> Number:
        """``carry(t+1) = carry_over_share max(0, budget - base - what must fit)`` of year t: nothing is carried twice."""
        row, following = self.books.frameworks[framework][t], self.books.frameworks[framework].get(t + 1)
        if following is None or t + 1 >= self.books.years or row["budget"] is None or following["budget"] is None:
            return 0
        left: Number = row["budget"] - row["baseline_care"] - row["baseline_drugs"] - must_fit
        share: Number = following["carry_over_share"]
        return share * max(0, left)

    def _spread(
        self, place: tuple[str, int], cost: Number, must_fit: Number, carry: Number, carried_on: Number
    ) -> Spread:
        """Pressure, room and displaced care of one framework and year: ``base + cost + room = budget + carry + pressure``."""
        row = self.books.frameworks[place[0]][place[1]]
        pressure: Number = 0
        room: Number = 0
        if row["budget"] is not None:
            over = row["baseline_care"] + row["baseline_drugs"] + cost - row["budget"] - carry
            pressure, room = max(0, over), max(0, -over)
        care = self.displacement[place].displaced(pressure)
        return Spread(
            cost=cost,
            must_fit=must_fit,
            carry=carry,
            carried_on=carried_on,
            pressure=pressure,
            room=room,
            care=care,
            displaced=sum(care.values()),
            health_lost=sum(amount * self.losses[segment] for segment, amount in care.items()),
            weighted_loss=sum(
                amount * self.weights[segment] * self.losses[segment] for segment, amount in care.items()
            ),
        )

    def years(self, taken: Sequence[Taken]) -> dict[tuple[str, int], FrameworkYear]:
        """All frameworks and years (0 = the first) of a plan."""
        found: dict[tuple[str, int], FrameworkYear] = {}
        for framework in self.books.frameworks:
            paid = paid_by(framework, taken)
            used_before, ceiling_before = self._realised(framework)
            for t, plan in self._spreads(framework, paid).items():
                drugs = sum(one.must_fit_drug[t] for one in paid)
                year = self._year(framework, t, plan, drugs, used_before, ceiling_before)
                used_before, ceiling_before = year.growth_used, year.growth_ceiling
                found[framework, t] = year
        return found

    def _realised(self, framework: str) -> tuple[Number | None, Number | None]:
        row = self.books.frameworks[framework].get(-1)
        return (None, None) if row is None else (row["baseline_drugs"], row["baseline_drugs"])

    def _year(
        self,
        framework: str,
        t: int,
        plan: Spread,
        drugs: Number,
        used_before: Number | None,
        ceiling_before: Number | None,
    ) -> FrameworkYear:
        """``ceiling = (1 + g) x`` the ceiling of the year before (path) or what the plan used then (previous_year)."""
        place = (framework, t)
        row = self.books.frameworks[framework][t]
        before = ceiling_before if self.books.scenario.settings.growth_base == "path" else used_before
        limit = row["drug_growth_limit"]
        return FrameworkYear(
            budget=row["budget"],
            baseline_care=row["baseline_care"],
            baseline_drugs=row["baseline_drugs"],
            absorbed_share=row["absorbed_share"],
            plan=plan,
            reference=self.references[framework][t],
            room_value=self.room_values[place],
            room_weight=self.room_weights[place],
            growth_used=row["baseline_drugs"] + drugs,
            growth_limit=limit,
            growth_ceiling=None if limit is None or before is None else before * (1 + limit),
            pressure_limit=self.limits[place],
            most=self.most[place],
        )


def paid_by(framework: str, taken: Iterable[Taken]) -> list[Paid]:
    return [one.paid[framework] for one in taken if framework in one.paid]
