"""The scenario as the audit keeps it: rows by name, numbers as the audit reads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from planner.model.audit.numbers import Number, Record, grown, ratio, read, records
from planner.scenario.scenario import Scenario


@dataclass(frozen=True)
class Segment:
    """A step of a category of care: ``loss`` in QALY per EUR million displaced, ``weight`` of that loss in the objective (1
    unless health is weighted), ``share`` of the spending at most.
    """

    number: int
    loss: Number
    weight: Number
    share: Number
    euro_per_qaly: Number
    unit_cost: Number | None


@dataclass(frozen=True)
class Category:
    """A category of displaceable care; ``observed`` is its observed share (0 where blank), segments in sheet order."""

    care: str
    framework: str
    spending: Number
    growth: Number
    protected: bool
    observed: Number
    segments: tuple[Segment, ...]

    def most(self, segment: Segment, t: int) -> Number:
        """EUR million that can be displaced in year t: ``max_share spending (1 + growth)^t``, 0 for protected care."""
        return 0 if self.protected else segment.share * self.spending * grown(self.growth, t)

    @cached_property
    def by_loss(self) -> tuple[Segment, ...]:
        """One weight holds for the category, so that weighted or not the order is the same."""
        return tuple(sorted(self.segments, key=lambda segment: (segment.loss, segment.number)))


@dataclass
class Books:
    """All tables of a scenario by name; ``t`` counts years from the first of the plan, -1 is the last realised year."""

    scenario: Scenario
    years: int = field(init=False)
    start_year: int = field(init=False)

    def __post_init__(self) -> None:
        self.years = self.scenario.settings.years
        self.start_year = self.scenario.settings.start_year

    def setting(self, name: str) -> Number:
        return read(getattr(self.scenario.settings, name))

    def rows(self, sheet: str) -> list[dict[str, Any]]:
        return records(self.scenario, sheet)

    def weight(self, row: Record) -> Number:
        """What a QALY counts for: ``equity_weight`` under the weighted objective, also second of a pair; 1 where it is blank."""
        settings, stated = self.scenario.settings, row["equity_weight"]
        asked = [settings.objective, settings.second_objective if settings.objective == "lexicographic" else None]
        return 1 if "weighted_qalys" not in asked or stated is None else stated

    @cached_property
    def indications(self) -> dict[str, Record]:
        return {row["indication"]: row for row in self.rows("Indications")}

    @cached_property
    def candidates(self) -> list[str]:
        """Who is not in the package yet; a refused indication counts like any other candidate."""
        return [name for name, row in self.indications.items() if row["status"] in ("candidate", "refused")]

    @cached_property
    def by_product(self) -> dict[str, list[str]]:
        """Product -> its candidates."""
        found: dict[str, list[str]] = {}
        for name in self.candidates:
            found.setdefault(self.indications[name]["product"], []).append(name)
        return found

    @cached_property
    def existing(self) -> list[str]:
        """Who is in the package at the start: reimbursed, or admitted on conditions for a term."""
        return [name for name, row in self.indications.items() if row["status"] in ("reimbursed", "conditional")]

    @cached_property
    def conditional(self) -> list[str]:
        return [name for name, row in self.indications.items() if row["status"] == "conditional"]

    @cached_property
    def routes(self) -> dict[str, Record]:
        return {row["route"]: row for row in self.rows("Routes")}

    @cached_property
    def uptake(self) -> dict[str, dict[int, Number]]:
        return self._by_year("Uptake", "curve", "share")

    @cached_property
    def patients(self) -> dict[str, dict[int, Number]]:
        return self._by_year("Patients", "indication", "patients")

    def _by_year(self, sheet: str, key: str, value: str) -> dict[str, dict[int, Number]]:
        found: dict[str, dict[int, Number]] = {}
        for row in self.rows(sheet):
            found.setdefault(row[key], {})[int(row["year"])] = row[value]
        return found

    @cached_property
    def acceptance(self) -> dict[str, list[tuple[Number, Number]]]:
        """Curve -> its points (discount, probability) in order, always with the point (0, 1)."""
        found: dict[str, dict[Number, Number]] = {}
        for row in self.rows("Acceptance"):
            found.setdefault(row["curve"], {0: 1})[row["discount"]] = row["probability"]
        return {curve: sorted(points.items()) for curve, points in found.items()}

    @cached_property
    def classes(self) -> list[Record]:
        return sorted(self.rows("ReferenceValues"), key=lambda row: row["burden_from"])

    @cached_property
    def frameworks(self) -> dict[str, dict[int, Record]]:
        """Framework -> year t -> row."""
        found: dict[str, dict[int, Record]] = {}
        for row in self.rows("Frameworks"):
            found.setdefault(row["framework"], {})[int(row["year"]) - self.start_year] = row
        return found

    @cached_property
    def lines(self) -> dict[str, dict[int, Record]]:
        """Budget line -> year t -> row."""
        found: dict[str, dict[int, Record]] = {}
        for row in self.rows("BudgetLines"):
            found.setdefault(row["line"], {})[int(row["year"]) - self.start_year] = row
        return found

    @cached_property
    def care(self) -> dict[str, list[Category]]:
        """Framework -> its categories of care; what belongs to a category stands on its first row."""
        grouped: dict[str, list[Record]] = {}
        for row in self.rows("Care"):
            grouped.setdefault(row["care"], []).append(row)
        found: dict[str, list[Category]] = {framework: [] for framework in self.frameworks}
        for care, rows in grouped.items():
            first = rows[0]
            segments = tuple(
                Segment(
                    number,
                    ratio(10**6, row["euro_per_qaly"]),
                    self.weight(first),
                    row["max_share"],
                    row["euro_per_qaly"],
                    row["unit_cost"],
                )
                for number, row in enumerate(rows)
            )
            found.setdefault(first["framework"], []).append(
                Category(
                    care,
                    first["framework"],
                    first["spending"] or 0,
                    first["spending_growth"],
                    bool(first["protected"]),
                    first["observed_share"] or 0,
                    segments,
                )
            )
        return found

    @cached_property
    def groups(self) -> Mapping[str, list[str]]:
        """Patient group -> its indications."""
        found: dict[str, list[str]] = {}
        for name, row in self.indications.items():
            if row["patient_group"] is not None:
                found.setdefault(row["patient_group"], []).append(name)
        return found

    @cached_property
    def phases(self) -> dict[str, dict[str, list[Record]]]:
        """Route -> phase -> its rows, phases and rows in the order of the sheet."""
        found: dict[str, dict[str, list[Record]]] = {}
        for row in self.rows("Phases"):
            found.setdefault(row["route"], {}).setdefault(row["phase"], []).append(row)
        return found

    @cached_property
    def risks(self) -> Sequence[Record]:
        return self.rows("Risks")

    @cached_property
    def capacity(self) -> dict[str, dict[int, Number]]:
        """Resource -> year t -> what there is; a year without a row, or with a blank, has no limit."""
        found: dict[str, dict[int, Number]] = {}
        for row in self.rows("Resources"):
            t = int(row["year"]) - self.start_year
            if 0 <= t < self.years and row["capacity"] is not None:
                found.setdefault(row["resource"], {})[t] = row["capacity"]
        return found

    @cached_property
    def resource_use(self) -> dict[str, list[Record]]:
        """Indication -> its rows of the sheet ResourceUse."""
        found: dict[str, list[Record]] = {}
        for row in self.rows("ResourceUse"):
            found.setdefault(row["indication"], []).append(row)
        return found

    @cached_property
    def relations(self) -> Sequence[Record]:
        return self.rows("Relations")

    def applied(self, indication: str) -> list[str]:
        """The routes that the supplier applies for, in the order of the cell."""
        return [part.strip() for part in (self.indications[indication]["applies_for"] or "").split(";") if part.strip()]

    def framework_of(self, indication: str, route: str | None) -> str:
        """Who pays: the route's framework, else the indication's, else the only one."""
        of_route = None if route is None else self.routes[route]["framework"]
        stated = of_route or self.indications[indication]["framework"]
        return str(stated) if stated is not None else next(iter(self.frameworks))
