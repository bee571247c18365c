"""Frameworks by year: pressure, room, growth, displaced care and the health it costs (``model.md`` section 6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from planner.model.audit_books import Books
from planner.model.audit_displacement import Displacement, Place
from planner.model.audit_numbers import Number
from planner.model.audit_options import Taken


@dataclass(frozen=True)
class Spread:
    """What a plan, or the reference plan, does to the care of one framework in one year [EUR million, QALYs]."""

    pressure: Number
    room: Number
    care: Mapping[Place, Number]
    displaced: Number
    health_lost: Number


@dataclass(frozen=True)
class FrameworkYear:
    """One framework in one year. Money in EUR million, health in QALYs, undiscounted.

    ``cost`` and ``must_fit`` are what the plan adds to ``base``; ``room_value`` is in QALYs per EUR million of room;
    ``health_room`` is what the room used could have bought. ``growth_ceiling`` and ``growth_limit`` are None where
    growth is not limited, ``budget`` where the framework is not. ``most`` is what can be displaced by segment.
    """

    budget: Number | None
    baseline_care: Number
    baseline_drugs: Number
    cost: Number
    must_fit: Number
    absorbed_share: Number
    plan: Spread
    reference: Spread
    room_value: Number
    growth_used: Number
    growth_limit: Number | None
    growth_ceiling: Number | None
    pressure_limit: Number
    most: Mapping[Place, Number] = field(repr=False)

    @property
    def base(self) -> Number:
        return self.baseline_care + self.baseline_drugs

    @property
    def spending(self) -> Number:
        return self.base + self.cost

    @property
    def growth_excess(self) -> Number:
        return 0 if self.growth_ceiling is None else max(0, self.growth_used - self.growth_ceiling)

    @property
    def health_room(self) -> Number:
        return self.room_value * (self.reference.room - self.plan.room)


class Frameworks:
    """The frameworks of a scenario, year by year; the displacement of the reference plan is worked out once."""

    def __init__(self, books: Books) -> None:
        self.books = books
        self.displacement = {
            (framework, t): Displacement(books, framework, t)
            for framework, rows in books.frameworks.items()
            for t in range(books.years)
            if t in rows
        }
        self.limits = {place: displacement.limit for place, displacement in self.displacement.items()}
        self.losses = {
            (segment_of.care, segment.number): segment.loss
            for categories in books.care.values()
            for segment_of in categories
            for segment in segment_of.segments
        }
        value = books.setting("room_value")
        self.room_values = {place: value * found.first_loss for place, found in self.displacement.items()}
        self.references = {place: self.spread(place, 0) for place in self.displacement}
        self.most = {
            (framework, t): {(c.care, s.number): c.most(s, t) for c in displacement.care for s in c.segments}
            for (framework, t), displacement in self.displacement.items()
        }

    def spread(self, place: tuple[str, int], cost: Number) -> Spread:
        """Pressure, room and displaced care of one framework and year when the plan adds ``cost``."""
        row = self.books.frameworks[place[0]][place[1]]
        pressure: Number = 0
        room: Number = 0
        if row["budget"] is not None:
            over = row["baseline_care"] + row["baseline_drugs"] + cost - row["budget"]
            pressure, room = max(0, over), max(0, -over)
        care = self.displacement[place].displaced(pressure)
        lost = sum(amount * self.losses[segment] for segment, amount in care.items())
        return Spread(pressure, room, care, sum(care.values()), lost)

    def years(self, taken: Iterable[Taken]) -> dict[tuple[str, int], FrameworkYear]:
        """All frameworks and years (0 = the first) of a plan."""
        chosen = list(taken)
        found: dict[tuple[str, int], FrameworkYear] = {}
        for framework in self.books.frameworks:
            mine = [one for one in chosen if one.framework == framework]
            used_before, ceiling_before = self._realised(framework)
            for t in range(self.books.years):
                if (framework, t) not in self.displacement:
                    continue
                year = self._year(framework, t, mine, used_before, ceiling_before)
                used_before, ceiling_before = year.growth_used, year.growth_ceiling
                found[framework, t] = year
        return found

    def _realised(self, framework: str) -> tuple[Number | None, Number | None]:
        row = self.books.frameworks[framework].get(-1)
        return (None, None) if row is None else (row["baseline_drugs"], row["baseline_drugs"])

    def _year(
        self, framework: str, t: int, mine: list[Taken], used_before: Number | None, ceiling_before: Number | None
    ) -> FrameworkYear:
        """``ceiling = (1 + g) x`` the ceiling of the year before (path) or what the plan used then (previous_year)."""
        place = (framework, t)
        row = self.books.frameworks[framework][t]
        cost = sum(one.cost[t] for one in mine)
        before = ceiling_before if self.books.scenario.settings.growth_base == "path" else used_before
        limit = row["drug_growth_limit"]
        return FrameworkYear(
            budget=row["budget"],
            baseline_care=row["baseline_care"],
            baseline_drugs=row["baseline_drugs"],
            cost=cost,
            must_fit=sum(one.must_fit[t] for one in mine),
            absorbed_share=row["absorbed_share"],
            plan=self.spread(place, cost),
            reference=self.references[place],
            room_value=self.room_values[place],
            growth_used=row["baseline_drugs"] + sum(one.must_fit_drug[t] for one in mine),
            growth_limit=limit,
            growth_ceiling=None if limit is None or before is None else before * (1 + limit),
            pressure_limit=self.limits[place],
            most=self.most[place],
        )
