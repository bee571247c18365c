"""Options that are proved away: the answer is that of the full model, and the bound holds for all options."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyomo.environ as pyo
import pytest
from effort import at_length
from generate import national
from hypothesis import HealthCheck, given, settings
from small import indication, route, small, thirty_on_a_line
from stated import stated
from strategies import small_scenarios

import planner
from planner.model.balance import balance
from planner.model.search.bound import relaxation
from planner.model.search.master import Master
from planner.model.search.polish import polish
from planner.model.search.prune import Question, _break_alone, prune
from planner.model.solve import Answer, compile_model, solve
from planner.scenario.scenario import Scenario

few = settings(max_examples=15, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
many = at_length(400)

SCENARIOS = Path(__file__).parents[2] / "scenarios"


def solved(scenario: Scenario, prune: bool) -> planner.Plan | None:
    try:
        return planner.optimise(scenario, mip_gap=0, prune=prune)
    except planner.InfeasibleError:
        return None


def the_answers_agree(scenario: Scenario) -> None:
    full, pruned = solved(scenario, False), solved(scenario, True)
    assert (full is None) == (pruned is None)
    if full is not None and pruned is not None:
        assert pruned.totals.net == pytest.approx(full.totals.net, rel=1e-9, abs=1e-7)
        decided = ["indication", "decision", "route", "offset", "discount"]
        assert pruned.decisions[decided].equals(full.decisions[decided])
        assert pruned.outcome.stopped == full.outcome.stopped == "optimal"


@few
@given(scenario=small_scenarios())
def test_the_pruned_answer_is_that_of_the_full_model(scenario: Scenario):
    the_answers_agree(scenario)


@pytest.mark.slow
@many
@given(scenario=small_scenarios())
def test_the_pruned_answer_is_that_of_the_full_model_at_length(scenario: Scenario):
    the_answers_agree(scenario)


@few
@given(scenario=small_scenarios())
def test_no_plan_is_worth_more_than_the_bound_whatever_the_multipliers(scenario: Scenario):
    evaluator = stated(scenario)
    arrays = relaxation(evaluator, balance(evaluator))
    plan = solved(scenario, False)
    if plan is None:
        return
    everything = np.ones(len(arrays), dtype=bool)
    best, _ = Master(arrays).bound(everything, arrays.must)
    assert best.value >= plan.totals.net - 1e-6
    rng = np.random.default_rng(0)
    picked = np.isin(arrays.ids, plan.picked)
    for scale in (0.0, 1.0, 100.0):
        poor = arrays.at(scale * rng.standard_normal(len(arrays.space)))
        assert poor.value >= plan.totals.net - 1e-6
        # a plan with option o falls short of the bound by at least the loss of o
        assert poor.value - poor.loss[picked].max(initial=0.0) >= plan.totals.net - 1e-6


def test_the_bound_of_a_knapsack_by_hand():
    # Budget 10 of line L: A costs 6 and gains 60, B costs 6 and gains 54. LP: A and two thirds of B: 60 + 36 = 96; best plan 60.
    rows = [
        indication("A", new_patients=6, list_price=1_000_000, qaly_gain=10),
        indication("B", new_patients=6, list_price=1_000_000, qaly_gain=9),
    ]
    lines = {"BudgetLines": [{"line": "L", "year": 2026, "budget": 10}]}
    scenario = small(*rows, routes=[route(budget_line="L")], sheets=lines)
    evaluator = stated(scenario)
    arrays = relaxation(evaluator, balance(evaluator))
    found, _ = Master(arrays).bound(np.ones(2, dtype=bool), arrays.must)
    assert found.value == pytest.approx(96, rel=1e-6)
    # one million more of the line is worth 9 QALYs, and the reduced value of A is 60 - 54 = 6
    assert found.multipliers.max() == pytest.approx(9, rel=1e-6)
    assert planner.optimise(scenario, mip_gap=0, prune=True).totals.net == pytest.approx(60)


def test_the_bound_counts_what_was_proved_away_before_the_tree(monkeypatch: pytest.MonkeyPatch):
    # Budget 10: A and B cost 6 and gain 60 and 59, D and E cost 5 and gain 35 each: the best plan is D and E, 70.
    # LP 60 + 4/6 x 59 = 99.3, a million is worth 59/6; a plan with D reaches 99.3 - (5 x 59/6 - 35) = 85.2. From A (60), to a
    # gap of 45 % (87), D and E need not be looked at: the tree over A and B ends at 60, but 85.2 is what is proved.
    monkeypatch.setattr("planner.model.search.tree._SMALL", 0)
    rows = [
        indication(name, new_patients=1, list_price=cost * 1_000_000, qaly_gain=gain)
        for name, cost, gain in (("A", 6, 60), ("B", 6, 59), ("D", 5, 35), ("E", 5, 35))
    ]
    lines = {"BudgetLines": [{"line": "L", "year": 2026, "budget": 10}]}
    evaluator = stated(small(*rows, routes=[route(budget_line="L")], sheets=lines))
    found = prune(evaluator, balance(evaluator), 0.45, lambda: 60.0, question=Question(near=np.array([0])))
    assert found is not None
    assert found.bound == pytest.approx(60 + 59 * 4 / 6 - (5 * 59 / 6 - 35), rel=1e-5)


def test_a_plan_of_negative_worth_is_proven_to_the_gap_too():
    # Least spending for 50 QALYs: A (60) costs 6, five sixths of it 5. Within 5 % of -6 nothing above -5.7 is looked for.
    rows = [
        indication(name, new_patients=6, list_price=1_000_000, qaly_gain=gain) for name, gain in (("A", 10), ("B", 9))
    ]
    evaluator = stated(small(*rows, objective="least_spending", health_target=50))
    found = prune(evaluator, balance(evaluator), 0.05, lambda: 60.0, question=Question(near=np.array([0])))
    assert found is not None
    assert (evaluator.worth(found.plan).net, found.bound) == (pytest.approx(-6), pytest.approx(-5.7))
    assert found.proven


def test_an_option_that_breaks_a_limit_alone_is_dropped():
    rows = [
        indication("A", new_patients=6, list_price=1_000_000),
        indication("B", new_patients=60, list_price=1_000_000),
    ]
    lines = {"BudgetLines": [{"line": "L", "year": 2026, "budget": 10}]}
    plan = planner.optimise(small(*rows, routes=[route(budget_line="L")], sheets=lines), prune=True, mip_gap=0)
    assert plan.outcome.pruned["break a limit alone"] == 1
    assert plan.totals.net == pytest.approx(6)


@few
@given(scenario=small_scenarios())
def test_no_plan_has_an_option_that_was_dropped_because_it_breaks_a_limit_alone(scenario: Scenario):
    evaluator = stated(scenario)
    arrays = relaxation(evaluator, balance(evaluator))
    program = arrays.program()
    for option in np.flatnonzero(_break_alone(evaluator)[arrays.ids]):
        lower = program.lower.copy()
        lower[option] = 1.0
        assert solve(replace(program, lower=lower)).stopped == "infeasible"


def test_an_option_that_another_makes_room_for_is_not_dropped():
    # 1 million of room: X costs 1.5 million, and fits beside Y, which saves 10 x (200,000 - 100,000).
    rows = [indication("X", list_price=150_000), indication("Y", offset_cost=200_000)]
    frame = {"Frameworks": [{"framework": "MSZ", "year": 2026, "budget": 101, "baseline_care": 100}]}
    plan = planner.optimise(small(*rows, sheets=frame), prune=True, mip_gap=0)
    assert plan.outcome.pruned["break a limit alone"] == 0
    assert plan.totals.net == pytest.approx(20)


def test_a_plan_that_breaks_a_limit_never_prunes(monkeypatch: pytest.MonkeyPatch):
    # Break the argument on purpose: the solver says that both come in, 12 QALYs, which the line does not allow.
    rows = [
        indication("A", new_patients=6, list_price=1_000_000),
        indication("B", new_patients=6, list_price=1_000_000),
    ]
    lines = {"BudgetLines": [{"line": "L", "year": 2026, "budget": 10}]}
    scenario = small(*rows, routes=[route(budget_line="L")], sheets=lines)
    evaluator = stated(scenario)
    monkeypatch.setattr(
        "planner.model.search.tree.solve",
        lambda program, **_: Answer("optimal", np.ones(len(program.gain)), 12, 12, 0, 0),
    )
    found = prune(evaluator, balance(evaluator), 1e-4, lambda: 60.0)
    assert found is not None
    assert evaluator.fits(found.plan)
    assert found.bound >= 6


def test_a_modellers_own_constraints_are_never_pruned_against():
    def refuse_all(model, _options):
        model.none = pyo.Constraint(expr=sum(model.pick[o] for o in model.options) == 0)

    plan = planner.optimise(small(indication("A")), extend=refuse_all, prune=True)
    assert plan.totals.admitted == 0
    assert plan.outcome.pruned == {}


def test_polish_reaches_the_best_single_changes():
    # Two indications that fit together: from nothing, both come in.
    evaluator = stated(small(indication("A"), indication("B")))
    assert polish(evaluator, evaluator.stay).tolist() == [0, 1]


def shipped(name: str) -> Callable[[], Scenario]:
    return lambda: planner.read_scenario(SCENARIOS / f"{name}.xlsx")


#: Scenarios of up to 16,000 options of which HiGHS proves the full model to this gap in some seconds.
MEDIUM = {
    "msz-2026": (shipped("msz-2026"), 1e-7),
    "replay-2015": (shipped("replay-2015"), 1e-7),
    "sluis-2025": (shipped("sluis-2025"), 1e-7),
    "60 indications": (lambda: national(1, 60), 1e-4),
    "80 indications": (lambda: national(2, 80), 1e-4),
    "100 indications": (lambda: national(3, 100), 1e-4),
    "60 indications, two frameworks": (lambda: national(4, 60, frameworks=2), 1e-4),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", MEDIUM)
def test_the_plan_and_the_bound_of_a_medium_scenario_hold_for_the_full_model(name: str):
    """The full Pyomo model, solved without anything of the search, is worth no less than the plan and no more than the bound."""
    scenario, fine = MEDIUM[name][0](), MEDIUM[name][1]
    full = solve(compile_model(planner.build_model(scenario))[0], gap=fine)
    assert full.bound - full.objective <= fine * abs(full.objective) + 1e-6
    for gap in (1e-3, 1e-5):
        pruned = planner.optimise(scenario, mip_gap=gap, prune=True)
        assert pruned.outcome.gap <= gap * (1 + 1e-9)
        assert pruned.totals.objective <= full.bound + 1e-6
        assert full.objective <= pruned.outcome.bound + 1e-6


def test_a_tree_that_branches_ends_with_a_bound_that_holds_for_the_full_model(monkeypatch: pytest.MonkeyPatch):
    # Nothing small enough for HiGHS: the tree has to branch down to single options, and still covers every plan.
    monkeypatch.setattr("planner.model.search.tree._SMALL", 2)
    scenario = thirty_on_a_line()
    pruned = planner.optimise(scenario, mip_gap=1e-4, prune=True)
    full = planner.optimise(scenario, mip_gap=0, prune=False)
    assert pruned.outcome.pruned["nodes"] > 1
    assert pruned.totals.net <= full.totals.net + 1e-6 <= pruned.outcome.bound + 2e-6
    assert pruned.outcome.gap <= 1e-4 * (1 + 1e-9)
