"""Checks of whole tables and between tables: small named functions, each for one kind of mistake."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from planner.errors import Problem
from planner.scenario.checks.check import Check
from planner.scenario.scenario import Scenario

CHECKS: Sequence[Check] = ()


def run(scenario: Scenario, bad: Collection[str] = ()) -> list[Problem]:
    """All that the checks find. A check that reads a column in ``bad`` (``Sheet.column``) is left out: what it would say
    follows from a problem that was reported already.
    """
    problems: list[Problem] = []
    for check in CHECKS:
        if not any(column in bad for column in check.columns):
            problems.extend(check.function(scenario))
    return problems
