"""The best plan by trying every combination of options: slow, and too simple to be wrong."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import NamedTuple

from planner.model.audit import Auditor, Choice
from planner.scenario.scenario import Scenario

OptionRow = tuple[str, str, int, float]


class Best(NamedTuple):
    """``choices`` by indication id, objective against the reference plan, expected cost discounted."""

    choices: list[Choice]
    objective: float
    cost: float


class _Plan(NamedTuple):
    choices: tuple[Choice | None, ...]
    objective: float
    second: float
    cost: float


def combinations(option_rows: Iterable[OptionRow]) -> list[list[Choice | None]]:
    """The possibilities of each indication (None = not admitted), indications in order of their id."""
    by_indication: dict[str, list[Choice | None]] = {}
    for row in option_rows:
        choice = Choice(*row)
        by_indication.setdefault(choice.indication, [None]).append(choice)
    return [by_indication[name] for name in sorted(by_indication)]


def count(option_rows: Iterable[OptionRow]) -> int:
    """How many combinations there are."""
    total = 1
    for possibilities in combinations(option_rows):
        total *= len(possibilities)
    return total


def best_plan(scenario: Scenario, option_rows: Iterable[OptionRow]) -> Best | None:
    """The best of all plans that keep the limits, ties as in the model; None where no plan keeps them.

    Of plans within ``max(1e-6 QALY, 1e-9 of the objective)``, and of a pair also of the second objective, the one of least
    expected discounted cost, within 1e-6 EUR million; of those, indication by indication: admitted before not, what is in the
    package staying before changing, then route, start and discount, smallest first.
    """
    auditor = Auditor(scenario)
    plans: list[_Plan] = []
    for combination in itertools.product(*combinations(option_rows)):
        scored = auditor.score(choice for choice in combination if choice is not None)
        if scored is not None:
            second = 0.0 if scored.second is None else float(scored.second)
            plans.append(_Plan(combination, float(scored.objective), second, float(scored.cost_discounted)))
    if not plans:
        return None
    good = _most(_most(plans, "objective"), "second")
    least = min(plan.cost for plan in good)
    stays = set(auditor.books.existing)
    first = min((plan for plan in good if plan.cost <= least + 1e-6), key=lambda plan: _order(plan, stays))
    return Best([choice for choice in first.choices if choice is not None], first.objective, first.cost)


def _most(plans: list[_Plan], by: str) -> list[_Plan]:
    most = max(getattr(plan, by) for plan in plans)
    return [plan for plan in plans if getattr(plan, by) >= most - max(1e-6, 1e-9 * abs(most))]


def _order(plan: _Plan, stays: set[str]) -> list[tuple[int, str, int, float]]:
    """Admitted (0) before not (1); staying (1) before a change (2)."""
    return [
        (1, "", 0, 0.0)
        if choice is None
        else (2 if choice.indication in stays else 0, choice.route, choice.offset_months, choice.discount)
        for choice in plan.choices
    ]
