"""A scenario made ready to be solved: its options, its limits and its money."""

from __future__ import annotations

from dataclasses import dataclass
from weakref import WeakValueDictionary

from planner.impact import Options, enumerate_again, enumerate_options
from planner.model.balance import Balance, balance
from planner.model.clock import Clock
from planner.model.evaluate import Evaluator
from planner.model.limits import limits
from planner.model.money import money
from planner.scenario.scenario import Scenario


@dataclass(frozen=True)
class Problem:
    """A scenario made ready to be solved: its options, its limits (``evaluator.limits``) and its money; all in order."""

    scenario: Scenario
    options: Options
    evaluator: Evaluator
    balance: Balance


#: Problems that someone holds, by the addresses of scenario and options: the problem holds both, so that these stay theirs.
_HELD: WeakValueDictionary[tuple[int, int], Problem] = WeakValueDictionary()


def state(scenario: Scenario, clock: Clock, before: Problem | None = None) -> Problem:
    """The options and limits of a scenario, in order; of another problem ``before`` the options are kept that are the same."""
    with clock.stage("options"):
        if before is None:
            options = enumerate_options(scenario)
        else:
            options = enumerate_again(before.scenario, before.options, scenario)
    with clock.stage("limits"):
        return problem_of(scenario, options)


def problem_of(scenario: Scenario, options: Options) -> Problem:
    """The limits of a scenario over its options: the same object as long as someone holds it."""
    scenario = scenario.in_order
    key = id(scenario), id(options)
    found = _HELD.get(key)
    if found is None:
        evaluator = Evaluator(scenario.settings, options, limits(scenario, options, money(scenario)))
        found = _HELD[key] = Problem(scenario, options, evaluator, balance(evaluator))
    return found
