"""Engine, audit and brute force on random scenarios that mix the features of routes and of couplings."""

from __future__ import annotations

import pytest
from agreement import disagreements
from brute import best_plan, count
from effort import at_length
from features import FEATURES, rich_scenarios
from hypothesis import HealthCheck, assume, given, reject, settings
from test_brute_force import MOST, agrees, option_rows

import planner
from planner.scenario.scenario import Scenario

#: Shares have no list of plans to try: there the audit alone holds the engine's figures.
LISTED = tuple(name for name in FEATURES if name not in ("divisible", "continuous"))

few = settings(max_examples=10, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
many = at_length(150)


def both_read_the_same_options(scenario: Scenario) -> None:
    try:
        found = disagreements(scenario)
    except planner.ScenarioError:
        reject()  # a figure that an open route needs is blank, which only the engine finds out
    assert not found, "\n".join(found[:5])


def the_engine_finds_the_best_plan(scenario: Scenario) -> None:
    try:
        rows = option_rows(scenario)
    except planner.ScenarioError:
        reject()
    assume(count(rows) <= MOST)
    best = best_plan(scenario, rows)
    if best is None:
        with pytest.raises(planner.InfeasibleError):
            planner.optimise(scenario, mip_gap=0)
    else:
        agrees(planner.optimise(scenario, mip_gap=0), best)


@few
@given(rich_scenarios())
def test_options(scenario: Scenario) -> None:
    both_read_the_same_options(scenario)


@few
@given(rich_scenarios(*LISTED))
def test_best_plan(scenario: Scenario) -> None:
    the_engine_finds_the_best_plan(scenario)


@pytest.mark.slow
@many
@given(rich_scenarios())
def test_options_at_length(scenario: Scenario) -> None:
    both_read_the_same_options(scenario)


@pytest.mark.slow
@many
@given(rich_scenarios(*LISTED))
def test_best_plan_at_length(scenario: Scenario) -> None:
    the_engine_finds_the_best_plan(scenario)
