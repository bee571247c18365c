"""The parts of the search: cuts that every plan keeps, and dives that end in a plan."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from effort import at_length
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy import sparse
from small import indication, route, small
from stated import stated
from strategies import small_scenarios

import planner
from planner.model.balance import balance
from planner.model.evaluate import Evaluator
from planner.model.search.bound import Relaxation, relaxation
from planner.model.search.covers import Knapsacks
from planner.model.search.dive import dive
from planner.model.search.master import Master
from planner.model.search.prune import Question, prune
from planner.model.solve import Answer, solve
from planner.scenario.scenario import Scenario

few = settings(max_examples=15, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
many = at_length(1000)


def knapsack(*medicines: tuple[float, float], space: float) -> tuple[Evaluator, Relaxation]:
    """Medicines (cost in EUR million, gain in QALY) that share one budget line in one year."""
    rows = [
        indication(f"M{n}", new_patients=1, list_price=cost * 1_000_000, qaly_gain=gain)
        for n, (cost, gain) in enumerate(medicines)
    ]
    lines = {"BudgetLines": [{"line": "L", "year": 2026, "budget": space}]}
    evaluator = stated(small(*rows, routes=[route(budget_line="L")], sheets=lines))
    return evaluator, relaxation(evaluator, balance(evaluator))


def test_two_that_do_not_fit_together_are_cut_off_and_the_bound_falls_to_the_best_plan():
    # Space 10: A costs 6 and gains 60, B costs 6 and gains 54. The LP takes A and two thirds of B, 96; the cut is A + B <= 1.
    _, arrays = knapsack((6, 60), (6, 54), space=10)
    master, every = Master(arrays), np.ones(2, dtype=bool)
    found, fraction = master.bound(every, arrays.must)
    assert fraction is not None
    assert found.value == pytest.approx(96, rel=1e-6)
    (cut,) = Knapsacks(arrays).cuts(fraction)
    assert (cut.inside.tolist(), cut.most) == ([True, True], 1.0)
    assert cut.broken == pytest.approx(2 / 3, rel=1e-5)
    more = arrays.with_rows(sparse.csr_array(cut.inside[None, :].astype(float)), np.array([cut.most]))
    master.cut(more)
    tighter, _ = master.bound(every, arrays.must, found.multipliers)
    assert tighter.value == pytest.approx(60, rel=1e-6)


def test_a_cover_takes_in_what_is_larger_than_its_largest():
    # Space 10: the LP takes A (5) and all but a bit of B (5.5); C (7) is not in the LP, but is too large beside either.
    _, arrays = knapsack((5, 60), (5.5, 54), (7, 1), space=10)
    _, fraction = Master(arrays).bound(np.ones(3, dtype=bool), arrays.must)
    assert fraction is not None
    cuts = Knapsacks(arrays).cuts(fraction)
    assert [(cut.inside.tolist(), cut.most) for cut in cuts] == [([True, True, True], 1.0)]


@few
@given(data=st.data())
def test_every_choice_that_fits_keeps_every_cut(data: st.DataObject):
    """All choices of up to 8 options of a random line, against cuts of its LP."""
    every_choice_keeps_every_cut(data)


@pytest.mark.slow
@many
@given(data=st.data())
def test_every_choice_that_fits_keeps_every_cut_at_length(data: st.DataObject):
    every_choice_keeps_every_cut(data)


def every_choice_keeps_every_cut(data: st.DataObject) -> None:
    count = data.draw(st.integers(2, 8))
    size = st.integers(1, 30)
    medicines = [(data.draw(size) / 3, float(data.draw(size))) for _ in range(count)]
    _, arrays = knapsack(*medicines, space=data.draw(st.integers(3, 40)) / 3)
    _, fraction = Master(arrays).bound(np.ones(len(arrays), dtype=bool), arrays.must)
    if fraction is None:
        return
    use = arrays.use.toarray()
    limit = np.flatnonzero((use > 0).any(axis=0) & ~arrays.equal)
    for cut in Knapsacks(arrays).cuts(fraction):
        assert cut.inside[fraction.options] @ fraction.weight > cut.most
        for choice in itertools.product((0.0, 1.0), repeat=len(arrays)):
            if (choice @ use[:, limit] <= arrays.space[limit]).all():
                assert cut.inside @ np.array(choice) <= cut.most


@few
@given(scenario=small_scenarios())
def test_the_best_plan_keeps_every_cut(scenario: Scenario):
    the_best_plan_keeps_every_cut(scenario)


@pytest.mark.slow
@at_length(300)
@given(scenario=small_scenarios())
def test_the_best_plan_keeps_every_cut_at_length(scenario: Scenario):
    the_best_plan_keeps_every_cut(scenario)


def the_best_plan_keeps_every_cut(scenario: Scenario) -> None:
    try:
        plan = planner.optimise(scenario, mip_gap=0, prune=False)
    except planner.InfeasibleError:
        return
    evaluator = stated(scenario)
    if not evaluator.whole:
        return
    arrays = relaxation(evaluator, balance(evaluator))
    _, fraction = Master(arrays).bound(np.ones(len(arrays), dtype=bool), arrays.must)
    if fraction is None:
        return
    picked = np.isin(arrays.ids, plan.picked)
    for cut in Knapsacks(arrays).cuts(fraction):
        assert (cut.inside & picked).sum() <= cut.most


def test_a_dive_decides_the_largest_part_and_ends_in_a_plan_that_fits():
    # Space 10: the LP takes M0 whole and a fifth of M1 (3 of 15 QALYs); none of M1 is nearer. M2 then fills what is left: 102.
    evaluator, arrays = knapsack((9.4, 100), (3, 15), (0.6, 2), space=10)
    master, every = Master(arrays), np.ones(3, dtype=bool)
    found, fraction = master.bound(every, arrays.must)
    assert fraction is not None
    assert found.value == pytest.approx(103, rel=1e-6)
    plan = dive(master, (found, fraction), (every, arrays.must), 0.0, 1e-4, lambda: 60.0)
    assert plan is not None
    assert evaluator.fits(arrays.ids[plan])
    assert evaluator.worth(np.sort(arrays.ids[plan])).net == pytest.approx(102)


def test_a_dive_that_decides_more_than_fits_still_ends_in_a_plan():
    # Space 10: the LP takes A (6, worth 60) and two thirds of B (6, worth 54). The dive decides for B, then for A: too much.
    evaluator, arrays = knapsack((6, 60), (6, 54), space=10)
    master, every = Master(arrays), np.ones(2, dtype=bool)
    found, fraction = master.bound(every, arrays.must)
    assert fraction is not None
    plan = dive(master, (found, fraction), (every, arrays.must), -1e4, 1e-4, lambda: 60.0)
    assert plan is not None
    assert evaluator.worth(arrays.ids[plan]).net == pytest.approx(60)


def test_a_dive_ends_where_no_better_plan_can_come_of_it():
    _, arrays = knapsack((9.4, 100), (3, 15), (0.6, 2), space=10)
    master, every = Master(arrays), np.ones(3, dtype=bool)
    found, fraction = master.bound(every, arrays.must)
    assert fraction is not None
    assert dive(master, (found, fraction), (every, arrays.must), 102.5, 1e-4, lambda: 60.0) is None


def test_a_dive_keeps_what_the_lp_takes_where_many_others_lose_nothing_either():
    # Space 10: 390 medicines that gain 1 each, and the ten that the LP takes, which gain 100 each. At multipliers of 0 the only
    # option of every medicine is its best, so that all 400 lose nothing.
    evaluator, arrays = knapsack(*[(1, 1)] * 390, *[(1, 100)] * 10, space=10)
    master, every = Master(arrays), np.ones(400, dtype=bool)
    _, fraction = master.bound(every, arrays.must)
    assert fraction is not None
    poor = arrays.at(np.zeros(len(arrays.space)))
    assert not poor.loss.any()
    plan = dive(master, (poor, fraction), (every, arrays.must), 0.0, 1e-4, lambda: 60.0)
    assert plan is not None
    assert evaluator.worth(np.sort(arrays.ids[plan])).net == pytest.approx(1000)


def test_an_lp_over_some_of_the_options_goes_on_where_the_other_ended():
    # Space 10, at 1 each and gains of 1 to 40: the LP takes those that gain 31 to 40, 355; only those above 20 are kept.
    _, arrays = knapsack(*[(1, gain) for gain in range(1, 41)], space=10)
    whole, kept = Master(arrays), np.arange(20, 40)
    found, _ = whole.bound(np.ones(40, dtype=bool), arrays.must)
    assert found.value == pytest.approx(355, rel=1e-6)
    some = Master(arrays.restricted(kept))
    some.follow(whole, kept, found.loss)
    again, fraction = some.bound(np.ones(20, dtype=bool), some.relaxation.must, found.multipliers)
    assert again.value == pytest.approx(355, rel=1e-6)
    assert fraction is not None
    assert some._lp.steps == 0


def test_an_lp_that_was_never_solved_leaves_nothing_to_go_on_from():
    _, arrays = knapsack((9.4, 100), (3, 15), (0.6, 2), space=10)
    some = Master(arrays.restricted(np.arange(2)))
    some.follow(Master(arrays), np.arange(2), np.zeros(3))
    found, _ = some.bound(np.ones(2, dtype=bool), some.relaxation.must)
    assert found.value == pytest.approx(103, rel=1e-6)


def test_what_must_be_decided_and_cannot_be_ends_the_search(monkeypatch: pytest.MonkeyPatch):
    # Space 10 for A and B of 6 that must both be in: the LP leaves a third of one undecided. To split what must be decided on
    # all its options gives the same node again: it is not split but found to hold no plan. C, D and E are there to be split on.
    monkeypatch.setattr("planner.model.search.tree._SMALL", 0)
    monkeypatch.setattr("planner.model.search.tree._LARGE", 0)
    monkeypatch.setattr("planner.model.search.tree._CUTS", 0)
    evaluator, _ = knapsack((6, 1), (6, 1), (3, 900), (3, 800), (3, 700), space=10)
    asked = itertools.count()

    def left() -> float:
        assert next(asked) < 500, "the search does not end"
        return 60.0

    forced = Question(forced=frozenset({"M0", "M1"}))
    assert prune(evaluator, balance(evaluator), 1e-4, left, question=forced) is None
    one = prune(evaluator, balance(evaluator), 1e-4, left, question=Question(forced=frozenset({"M0"})))
    assert one is not None
    assert evaluator.worth(one.plan).net == pytest.approx(901)


@pytest.mark.parametrize("seed", range(1, 6))
def test_what_the_solver_gives_back_is_split_and_the_answer_is_that_of_the_full_model(
    seed: int, monkeypatch: pytest.MonkeyPatch
):
    # Gains that go with costs (cost + 10) make a knapsack hard: HiGHS may take one node, and gives parts of 15 to 60 back.
    monkeypatch.setattr("planner.model.search.tree._SMALL", 15)
    monkeypatch.setattr("planner.model.search.tree._LARGE", 60)
    monkeypatch.setattr("planner.model.search.tree._NEAR", 1.0)
    monkeypatch.setattr("planner.model.search.tree._TRIED", 1)
    monkeypatch.setattr("planner.model.search.tree._CUTS", 0)
    stops: list[str] = []

    def noted(*arguments, **named) -> Answer:
        answer = solve(*arguments, **named)
        stops.append(answer.stopped)
        return answer

    monkeypatch.setattr("planner.model.search.tree.solve", noted)
    rng = np.random.default_rng(seed)
    costs = rng.integers(100, 1000, size=60) / 10
    evaluator, arrays = knapsack(*((cost, cost + 10) for cost in costs), space=float(costs.sum()) / 3)
    money = balance(evaluator)
    found = prune(evaluator, money, 1e-6, lambda: 60.0)
    assert found is not None
    assert "nodes" in stops
    best = solve(arrays.program(), gap=0).objective
    net = evaluator.worth(found.plan).net
    assert net <= best + 1e-6 <= found.bound + 2e-6
    assert found.bound <= net * (1 + 1.01e-6)
