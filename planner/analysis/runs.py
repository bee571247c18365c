"""The base and its variants, each solved by itself: one that fails is a row with its reason, the others go on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from planner.errors import PlannerError, UsageError
from planner.model import Plan, optimise
from planner.model.solve import Progress
from planner.scenario.hints import nearest_or_list
from planner.scenario.scenario import Scenario
from planner.scenario.variants import BASE, variants


@dataclass(frozen=True)
class Runs:
    """The plan of the base scenario, and of each variant its plan or the error that stopped it, in the sheet's order."""

    base: Plan
    variants: Mapping[str, Plan | PlannerError] = field(default_factory=dict)

    @property
    def plans(self) -> dict[str, Plan]:
        """The plans that were found, the base first."""
        return {BASE: self.base, **{name: plan for name, plan in self.variants.items() if isinstance(plan, Plan)}}

    @property
    def failures(self) -> dict[str, PlannerError]:
        """The variants without a plan, and why."""
        return {name: error for name, error in self.variants.items() if isinstance(error, PlannerError)}


def run(scenario: Scenario, only: str | None = None, progress: Progress | None = None) -> Runs:
    """Solve a scenario and all its variants; with ``only`` the base alone ("base") or one variant alone.

    A variant that fails (a problem in its changes, infeasible, no plan in time) does not stop the others. Raises UsageError
    for a variant that does not exist, and what ``optimise`` raises for the base (with ``only`` for that variant).
    """
    others = variants(scenario)
    if only is not None:
        return Runs(optimise(_named(scenario, others, only), progress=progress))
    base = optimise(scenario, progress=_prefixed(progress, BASE) if others else progress)
    return Runs(base, {name: _attempt(other, _prefixed(progress, name)) for name, other in others.items()})


def _named(scenario: Scenario, others: Mapping[str, Scenario | PlannerError], name: str) -> Scenario:
    if name == BASE:
        return scenario
    if name not in others:
        raise UsageError(f'there is no variant "{name}"; {nearest_or_list(name, [BASE, *others], "variants")}')
    found = others[name]
    if isinstance(found, PlannerError):
        raise found
    return found


def _attempt(variant: Scenario | PlannerError, progress: Progress | None) -> Plan | PlannerError:
    if isinstance(variant, PlannerError):
        return variant
    try:
        return optimise(variant, progress=progress)
    except PlannerError as error:
        return error


def _prefixed(progress: Progress | None, name: str) -> Progress | None:
    if progress is None:
        return None
    return lambda text: progress(f"{name}: {text}")
