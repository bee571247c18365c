"""The engine against brute force where options are chosen in part: shares of patients, and prices between the points."""

from __future__ import annotations

import math

import pytest
from brute_shares import best_objective, decisions
from features import rich_scenarios
from hypothesis import HealthCheck, assume, given, reject, settings
from small import indication, route, small

import planner
from planner.model.audit import Auditor
from planner.scenario.scenario import Scenario

#: More sets of decisions than this take too long.
MOST = 150

#: Features that mix with shares; carried room is not convex, and a line for who comes first asks whole dossiers.
WITH = ("relations", "resources", "existing", "terms", "objectives", "use", "caps")

few = settings(max_examples=8, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
many = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))


def the_engine_finds_the_best_shares(scenario: Scenario) -> None:
    assume(scenario.settings.objective != "lexicographic")
    try:
        sets = math.prod(len(one) for one in decisions(scenario, Auditor(scenario)))
        assume(sets <= MOST)
        planner.enumerate_options(scenario)
    except planner.ScenarioError:
        reject()
    best = best_objective(scenario)
    if best is None:
        with pytest.raises(planner.InfeasibleError):
            planner.optimise(scenario, mip_gap=0)
    else:
        assert planner.optimise(scenario, mip_gap=0).totals.objective == pytest.approx(best, abs=2e-6, rel=1e-7)


@few
@given(rich_scenarios("divisible", *WITH, always=("divisible",), most_years=2))
def test_best_shares(scenario: Scenario) -> None:
    the_engine_finds_the_best_shares(scenario)


@few
@given(rich_scenarios("continuous", *WITH, always=("continuous",), most_years=2))
def test_best_prices(scenario: Scenario) -> None:
    the_engine_finds_the_best_shares(scenario)


@pytest.mark.slow
@many
@given(rich_scenarios("divisible", "continuous", *WITH, always=("divisible",), most_years=2))
def test_best_shares_at_length(scenario: Scenario) -> None:
    the_engine_finds_the_best_shares(scenario)


@pytest.mark.slow
@many
@given(rich_scenarios("divisible", "continuous", *WITH, always=("continuous",), most_years=2))
def test_best_prices_at_length(scenario: Scenario) -> None:
    the_engine_finds_the_best_shares(scenario)


def test_by_hand() -> None:
    """1.5 million for A (10 QALYs a million) and B (5): all of A, half of B: 12.5; at least 0.8 of B by a relation: 4 + 7."""
    money = [{"framework": "MSZ", "year": 2026, "budget": 1.5}]
    rows = [indication("A", divisible=True), indication("B", divisible=True, qaly_gain=0.5)]
    free = small(*rows, sheets={"Frameworks": money})
    assert best_objective(free) == pytest.approx(12.5)
    forced = small(
        *rows, sheets={"Frameworks": money, "Relations": [{"kind": "force_in", "subject": "B", "number": 0.8}]}
    )
    assert best_objective(forced) == pytest.approx(11)


def test_a_price_between_points_against_a_fine_grid() -> None:
    """One indication, a straight curve from 1 to 0.5 over 0.5, a committed budget of 0.8: a fine grid of discrete discounts
    brackets the best price from below, and the price between the points is that of a discount of 0.2.
    """
    curve = [{"curve": "c", "discount": d, "probability": p} for d, p in ((0, 1), (0.5, 0.5))]
    sheets = {"Acceptance": curve, "Frameworks": [{"framework": "MSZ", "year": 2026, "budget": 0.8}]}

    def best(step: float, mode: str) -> float:
        scenario = small(
            indication(acceptance="c"),
            routes=[route(price="negotiated")],
            sheets=sheets,
            discount_step=step,
            price_mode=mode,
        )
        return planner.optimise(scenario, mip_gap=0).totals.net

    grids = [best(step, "discrete") for step in (0.15, 0.03, 0.003)]
    assert grids == sorted(grids)
    assert grids[-1] <= best(0, "continuous") + 1e-9 == pytest.approx(8)
    assert best(0, "continuous") - grids[-1] <= 10 * 0.003
