"""The engine against brute force where options are chosen in part: shares of patients, and prices between the points."""

from __future__ import annotations

import math

import numpy as np
import pytest
from brute_shares import best_objective, carried_rows, decisions
from effort import at_length
from features import rich_scenarios
from hypothesis import HealthCheck, assume, given, reject, settings
from small import indication, route, small

import planner
from planner.model.audit import Auditor
from planner.scenario.scenario import Scenario

#: More sets of decisions than this take too long.
MOST = 150

#: Features that mix with shares; a line for who comes first asks whole dossiers.
WITH = ("relations", "resources", "existing", "terms", "objectives", "use", "caps")

few = settings(max_examples=8, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
many = at_length(120)


def the_engine_finds_the_best_shares(scenario: Scenario) -> None:
    assume(scenario.settings.objective != "lexicographic")
    try:
        auditor = Auditor(scenario)
        sets = math.prod(len(one) for one in decisions(scenario, auditor))
        assume(sets * 2 ** len(carried_rows(auditor)) <= MOST)
        planner.enumerate_options(scenario)
    except planner.ScenarioError:
        reject()
    best_plan(scenario)


def best_plan(scenario: Scenario) -> planner.Plan | None:
    """The engine's plan, worth as much as that of brute force; None where neither finds one."""
    best = best_objective(scenario)
    if best is None:
        with pytest.raises(planner.InfeasibleError):
            planner.optimise(scenario, mip_gap=0)
        return None
    plan = planner.optimise(scenario, mip_gap=0)
    assert plan.totals.objective == pytest.approx(best, abs=2e-6, rel=1e-7)
    return plan


@few
@given(rich_scenarios("divisible", *WITH, always=("divisible",), most_years=2))
def test_best_shares(scenario: Scenario) -> None:
    the_engine_finds_the_best_shares(scenario)


@few
@given(rich_scenarios("continuous", *WITH, always=("continuous",), most_years=2))
def test_best_prices(scenario: Scenario) -> None:
    the_engine_finds_the_best_shares(scenario)


def tight_years(seed: int) -> Scenario:
    """Two or three years of too little money, what is left carried on; medicines that cost early, late or always, in shares."""
    draw = np.random.default_rng(seed)
    years = int(draw.integers(2, 4))
    curves = {"early": [1, 1, 1], "late": [0, 1, 1], "last": [0, 0.5, 1]}
    medicines = [
        indication(
            f"I{n}",
            new_patients=int(draw.integers(4, 16)),
            list_price=1_000_000,
            qaly_gain=float(draw.integers(5, 40)),
            uptake=str(draw.choice(list(curves))),
            patient_growth=float(draw.choice([-0.5, 0, 0.5])),
            divisible=bool(draw.random() < 0.7),
            max_coverage=None,
            acceptance="c",
        )
        for n in range(3)
    ]
    frameworks = [
        {"framework": "MSZ", "year": 2026 + t, "budget": 50 + float(draw.integers(4, 14)), "baseline_care": 50,
         "carry_over_share": float(draw.choice([0.5, 1]))}
        for t in range(years)
    ]  # fmt: skip
    care = [
        {"care": "A", "euro_per_qaly": 100_000, "spending": 20, "max_share": 0.1, "observed_share": 0.5},
        {"care": "A", "euro_per_qaly": 50_000, "spending": 20, "max_share": 0.1},
        {"care": "B", "euro_per_qaly": 60_000, "spending": 10, "max_share": 0.5, "observed_share": 0.5},
    ]
    return small(
        *medicines,
        routes=[route(price="negotiated", open_to=2026)],
        years=years,
        sheets={
            "Frameworks": frameworks,
            "Care": care,
            "Uptake": [{"curve": c, "year": y + 1, "share": v} for c, row in curves.items() for y, v in enumerate(row)],
            "Acceptance": [{"curve": "c", "discount": d, "probability": p} for d, p in ((0, 1), (0.2, 0.8))],
        },
        displacement_mode=str(draw.choice(["none", "observed", "optimal"])),
        room_value=float(draw.choice([0, 0.5, 1])),
        budget_basis=str(draw.choice(["committed", "expected"])),
        discount_step=0.2,
    )


def test_best_shares_beside_carried_room() -> None:
    """At least half of the plans take room that was carried on: without it they would break their framework or displace more."""
    found = [best_plan(tight_years(seed)) for seed in range(12)]
    taken = [plan is not None and bool((plan.spending["carry"] > plan.spending["room"] + 1e-6).any()) for plan in found]
    assert sum(taken) >= 6, taken


@pytest.mark.slow
@many
@given(rich_scenarios("divisible", "continuous", "carry", *WITH, always=("divisible", "carry"), most_years=3))
def test_best_shares_beside_carried_room_at_length(scenario: Scenario) -> None:
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


def test_carried_room_by_hand() -> None:
    """Budgets of 10 and 10, all that is left carried on. A, in 2026 only, costs 10 for 10 QALYs; X, in 2027 only, 15 for 30.

    A million in 2026 is 1 QALY by A, or in 2027 the last third of X: 2 QALYs / 1.015. So X whole, and A with the 5 that X leaves:
    5 + 30 / 1.015. Of a share of 0.4 of what is left a million in 2026 carries 0.8 / 1.015 QALY: A whole, and X as far as its
    own 10 goes: 10 + 20 / 1.015.
    """
    one_year = {"new_patients": 10, "list_price": 1_000_000, "patient_growth": -1, "divisible": True}
    late = {"new_patients": 15, "list_price": 1_000_000, "qaly_gain": 2, "uptake": "late", "divisible": True}

    def carried(share: float) -> Scenario:
        years = [{"framework": "MSZ", "year": 2026 + t, "budget": 10, "carry_over_share": share} for t in range(2)]
        curve = [{"curve": "late", "year": 1, "share": 0}, {"curve": "late", "year": 2, "share": 1}]
        return small(
            indication("A", **one_year),
            indication("X", **late),
            routes=[route(open_to=2026)],
            years=2,
            sheets={"Frameworks": years, "Uptake": curve},
        )

    for share, net, shares in ((1, 5 + 30 / 1.015, [0.5, 1]), (0.4, 10 + 20 / 1.015, [1, 2 / 3])):
        scenario = carried(share)
        assert best_objective(scenario) == pytest.approx(net)
        plan = planner.optimise(scenario, mip_gap=0)
        assert plan.totals.net == pytest.approx(net)
        assert plan.decisions["share"].tolist() == pytest.approx(shares)


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
