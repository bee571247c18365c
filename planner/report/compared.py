"""The base beside what came of each variant: the plans that can be compared, and what a variant changes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from planner.errors import PlannerError
from planner.model.plan import Plan
from planner.report.figures import ADMITTED, Figures
from planner.scenario.scenario import Scenario
from planner.scenario.tables import SETTINGS, TABLES

#: The figures of a plan that stand side by side.
FIGURES = ("admitted", "gained", "lost", "net", "against", "spending", "displaced")
#: Settings that do not change the question.
_BESIDE = {"title", "language", "mip_gap", "time_limit", "sweeps"}


@dataclass(frozen=True)
class Variants:
    """The base and what came of each variant: a plan or the error that stopped it."""

    base: Figures
    found: Mapping[str, Plan | PlannerError]

    @cached_property
    def plans(self) -> dict[str, Figures]:
        """The figures of every plan, the base first under the name ``base``."""
        solved = {name: Figures(plan) for name, plan in self.found.items() if not isinstance(plan, PlannerError)}
        return {"base": self.base, **solved}

    @cached_property
    def aims_differ(self) -> bool:
        """Whether the plans are not all best by the same objective."""
        stated = [one.scenario.settings for one in self.plans.values()]
        return len({(one.objective, one.objective == "lexicographic" and one.second_objective) for one in stated}) > 1

    def all_signed(self, too_dear: Collection[str]) -> str | None:
        """The variant that differs from the base only in what suppliers accept, and in which all that are too dear in the base
        (``too_dear``) have an option: the suppliers give what is asked. The first one; None where no variant says this.
        """
        if not too_dear:
            return None
        for name, other in self.plans.items():
            if name != "base" and set(too_dear) <= set(other.plan.options.table["indication"]):
                changed = changed_columns(self.base.scenario, other.scenario)
                if changed and changed <= {("Indications", "max_discount"), ("Indications", "acceptance")}:
                    return name
        return None

    def outcome(self, name: str) -> dict[str, float]:
        """The figures of one plan under the keys of ``FIGURES``; ``against`` is the difference in net with the base."""
        one = self.plans[name]
        values = (
            one.kind_count(*ADMITTED),
            one.gained,
            one.lost,
            one.net,
            one.net - self.base.net,
            one.spending,
            one.displaced_euro,
        )
        return {key: float(value) if abs(value) > 1e-9 else 0.0 for key, value in zip(FIGURES, values, strict=True)}

    @property
    def failures(self) -> dict[str, PlannerError]:
        return {name: error for name, error in self.found.items() if isinstance(error, PlannerError)}


def changed_columns(base: Scenario, other: Scenario) -> set[tuple[str, str]]:
    """Sheet and column of everything that differs between two scenarios with the same rows."""
    found = {
        ("Settings", name)
        for name in SETTINGS.keys() - _BESIDE
        if getattr(base.settings, name) != getattr(other.settings, name)
    }
    for sheet in TABLES.keys() - {"Settings", "Scenarios", "Sources"}:
        one, two = base.table(sheet), other.table(sheet)
        if len(one) != len(two):
            return {*found, (sheet, "*")}
        found |= {(sheet, str(name)) for name in one.columns if not one[name].equals(two[name])}
    return found
