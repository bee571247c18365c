"""What a check is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from planner.errors import Problem
from planner.scenario.scenario import Scenario

Function = Callable[[Scenario], Iterable[Problem]]


@dataclass(frozen=True)
class Check:
    """A function that finds one kind of mistake in a scenario, and the columns (``Sheet.column``) that it reads."""

    function: Function
    columns: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.function.__name__

    def __call__(self, scenario: Scenario) -> Iterable[Problem]:
        return self.function(scenario)


def reads(columns: str) -> Callable[[Function], Check]:
    """Make a function a check that reads these columns (``Sheet.column``, spaces between)."""
    return lambda function: Check(function, tuple(columns.split()))
