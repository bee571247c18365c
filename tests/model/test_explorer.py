"""Questions about one scenario: the explorer's answers are those of scenarios made for the question."""

from __future__ import annotations

import numpy as np
import pyomo.environ as pyo
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small import indication, route, small, thirty_on_a_line
from strategies import small_scenarios

import planner
from planner.scenario.scenario import Scenario

few = settings(max_examples=10, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))


def line(budget: float = 10) -> dict:
    return {"BudgetLines": [{"line": "L", "year": 2026, "budget": budget}]}


def two() -> Scenario:
    # Line of 10 million: A costs 6 and gives 60 QALYs, B costs 6 and gives 54. Only one fits: A.
    rows = [
        indication("A", new_patients=6, list_price=1_000_000, qaly_gain=10),
        indication("B", new_patients=6, list_price=1_000_000, qaly_gain=9),
    ]
    return small(*rows, routes=[route(budget_line="L")], sheets=line())


def test_the_best_plan_without_an_option_and_with_an_indication_forced_in():
    explorer = planner.Explorer(two(), mip_gap=0)
    assert explorer.plan.totals.net == pytest.approx(60)
    without = explorer.best(allowed=np.array([False, True]))
    assert (without.picked.tolist(), without.net, without.held) == ([1], pytest.approx(54), True)
    forced = explorer.best(forced=["B"])
    assert (forced.picked.tolist(), forced.net) == ([1], pytest.approx(54))
    assert explorer.best().net == pytest.approx(60)
    assert explorer.best().shares.tolist() == [1.0]


def test_two_that_do_not_fit_together_cannot_both_be_forced_in():
    explorer = planner.Explorer(two(), mip_gap=0)
    both = explorer.best(forced=["A", "B"])
    assert (both.held, both.net, len(both.picked)) == (False, -np.inf, 0)
    assert not explorer.best(allowed=np.array([True, False]), forced=["B"]).held


def test_a_question_that_time_cut_short_is_not_said_to_have_no_answer():
    # I03 fits beside others in the whole time that it takes; without any time nothing is held, and nothing is excluded
    short, whole = (planner.Explorer(thirty_on_a_line(), time_limit=limit) for limit in (0.0, 60.0))
    assert whole.best(forced=["I03"]).held
    found = short.best(forced=["I03"])
    assert (found.held, found.net, found.bound) == (False, -np.inf, np.inf)
    none = short.best(allowed=np.zeros(len(short.options), dtype=bool), forced=["I03"])
    assert (none.held, none.bound) == (False, -np.inf)
    row = planner.left_out(short).set_index("indication").loc["I03"]
    assert (row["possible"], row["proven"]) == (None, False)


def test_what_has_no_option_cannot_be_asked_for():
    explorer = planner.Explorer(two())
    with pytest.raises(planner.UsageError, match="no option admits C"):
        explorer.best(forced=["C"])
    with pytest.raises(planner.UsageError, match=r"one flag .* per option"):
        explorer.best(allowed=np.array([True]))


def test_a_changed_scenario_gives_the_plan_of_a_fresh_run():
    explorer = planner.Explorer(two(), mip_gap=0)
    wider = explorer.scenario.with_changes(("BudgetLines", "L", "budget", "set", 12))
    assert explorer.changed(wider).totals.net == pytest.approx(114)


@few
@given(scenario=small_scenarios(), seed=st.integers(0, 999))
def test_a_question_has_the_answer_of_the_full_model(scenario: Scenario, seed: int):
    """Some options closed, one indication forced in: against the same words as constraints of a modeller."""
    try:
        explorer = planner.Explorer(scenario, mip_gap=0)
    except planner.InfeasibleError:
        return
    table = explorer.options.table
    if not len(table):
        return
    rng = np.random.default_rng(seed)
    allowed = (rng.random(len(table)) < 0.7) | table["route"].isna().to_numpy()
    forced = [str(rng.choice(table["indication"]))]

    own = np.flatnonzero((table["indication"] == forced[0]).to_numpy())

    def asked(model, _options):
        for o in np.flatnonzero(~allowed):
            model.pick[int(o)].fix(0)
        model.forced_in = pyo.Constraint(expr=sum(model.pick[int(o)] for o in own if allowed[o]) >= 1)

    found = explorer.best(allowed, forced)
    if not allowed[own].any():
        assert not found.held
        return
    try:
        full = planner.optimise(scenario, mip_gap=0, extend=asked)
    except planner.InfeasibleError:
        assert not found.held
        return
    assert found.held
    assert found.net == pytest.approx(full.totals.net, rel=1e-9, abs=1e-7)
    assert found.bound >= found.net


@pytest.mark.parametrize("count", [6, pytest.param(100, marks=pytest.mark.slow)])
def test_a_series_of_changes_gives_the_objective_of_fresh_runs(count: int):
    """Budgets, prices and patients change at random: the explorer's plans are as good as those made from nothing."""
    rows = [
        indication(f"I{n:02d}", new_patients=3 + n % 5, list_price=200_000 + 37_000 * n, qaly_gain=1 + n % 4)
        for n in range(12)
    ]
    lines = {"BudgetLines": [{"line": "L", "year": 2026 + t, "budget": 6} for t in range(3)]}
    lock = route(price="negotiated", budget_line="L")
    scenario = small(
        *[{**row, "max_discount": 0.4} for row in rows], routes=[lock], sheets=lines, years=3, discount_step=0.05
    )
    explorer = planner.Explorer(scenario, mip_gap=1e-4)
    rng = np.random.default_rng(1)
    for number in range(count):
        name, factor = f"I{number % 12:02d}", round(float(rng.uniform(0.7, 1.3)), 2)
        change = ("BudgetLines", "L", "budget", "multiply", factor)
        if number % 2:
            change = ("Indications", name, "list_price", "multiply", factor)
        other = scenario.with_changes(change)
        warm, fresh = explorer.changed(other), planner.optimise(other, mip_gap=1e-4, prune=False)
        assert warm.totals.net == pytest.approx(fresh.totals.net, rel=2e-4)
        assert warm.outcome.bound >= fresh.totals.net - 1e-6
        assert fresh.outcome.bound >= warm.totals.net - 1e-6
