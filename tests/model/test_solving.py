"""How solving ends: proven, to a gap, stopped by time, infeasible; and what a modeller may add."""

from __future__ import annotations

import logging
import signal

import numpy as np
import pyomo.environ as pyo
import pytest
from scipy import sparse
from small import indication, route, small

import planner
from planner.impact import enumerate_options
from planner.model.problem import problem_of
from planner.model.solve import Program, compile_model, solve


def crowd(count: int = 40) -> list[dict]:
    """Many indications that compete for one line: awkward figures, so that a proof takes a while."""
    return [
        indication(
            f"I{n:02d}",
            new_patients=7 + n * 37 % 23,
            list_price=300_000 + n * 71_317 % 400_000,
            qaly_gain=1 + n * 13 % 7,
        )
        for n in range(count)
    ]


def competing(count: int = 40, **settings) -> planner.Scenario:
    lines = {"BudgetLines": [{"line": "L", "year": 2026 + t, "budget": 31.7} for t in range(3)]}
    return small(*crowd(count), routes=[route(budget_line="L")], sheets=lines, years=3, **settings)


def test_an_optimal_plan_says_so():
    plan = planner.optimise(competing(12), mip_gap=0)
    assert (plan.outcome.stopped, plan.outcome.held, plan.outcome.gap) == ("optimal", "optimal", 0)
    assert plan.outcome.bound == pytest.approx(plan.totals.net)
    assert plan.outcome.text == "proven optimal"
    assert {"highs", "highspy", "pyomo"} <= set(plan.outcome.versions)
    assert {"options", "limits", "build", "solve", "ties", "audit"} <= set(plan.outcome.seconds)
    assert plan.outcome.solver_options["threads"] == 1


@pytest.mark.parametrize("prune", [True, False])
def test_a_wide_gap_is_kept_and_said(prune):
    plan = planner.optimise(competing(), mip_gap=0.2, prune=prune)
    assert plan.outcome.gap <= 0.2
    if plan.outcome.stopped == "gap":
        assert "gap that was asked" in plan.outcome.text
        assert plan.outcome.bound > plan.totals.net


def test_no_time_at_all_gives_no_false_proof():
    plan = planner.optimise(competing(), time_limit=1e-9, prune=False)
    assert plan.outcome.stopped == "time"
    assert plan.outcome.held == "feasible"
    assert "stopped by the time limit" in plan.outcome.text


@pytest.mark.parametrize("gap", [0.0, 1e-3])
def test_a_search_without_time_never_says_that_the_gap_was_reached(gap):
    # What the search leaves to HiGHS at gap 0 is next to nothing, and solved at once: the search itself was stopped.
    plan = planner.optimise(competing(), time_limit=0.0, mip_gap=gap, prune=True)
    assert plan.outcome.gap > gap
    assert plan.outcome.stopped == "time"


def test_infeasible_is_never_a_plan_and_names_the_limit():
    frameworks = {"Frameworks": [{"framework": "MSZ", "year": 2026, "budget": 100, "baseline_care": 104.5}]}
    with pytest.raises(planner.InfeasibleError) as caught:
        planner.optimise(small(indication(), sheets=frameworks))
    (collision,) = caught.value.collisions
    assert (collision.family, collision.name, collision.year) == ("framework", "MSZ", 2026)
    assert collision.excess == pytest.approx(4.5)
    assert "exceeded by EUR 4.5 million" in str(caught.value)


def test_a_growth_limit_below_the_baseline_is_infeasible():
    rows = [
        {"framework": "MSZ", "year": 2025, "baseline_drugs": 100},
        {"framework": "MSZ", "year": 2026, "budget": 1000, "baseline_drugs": 110, "drug_growth_limit": 0.05},
    ]
    with pytest.raises(planner.InfeasibleError, match=r"growth of MSZ in 2026 is exceeded by EUR 5 million"):
        planner.optimise(small(indication(), sheets={"Frameworks": rows}))


def test_a_medicine_that_saves_may_mend_a_broken_framework():
    # Care beyond the framework by 0.5 million; the medicine saves 10 x (100,000 - 200,000) = -1 million, for certain.
    rows = [{"framework": "MSZ", "year": 2026, "budget": 100, "baseline_care": 100.5}]
    saving = indication(offset_cost=200_000)
    plan = planner.optimise(small(saving, sheets={"Frameworks": rows}), mip_gap=0)
    assert plan.totals.admitted == 1


def test_constraints_of_a_modeller_may_be_infeasible_too():
    def impossible(model, _options):
        model.more = pyo.Constraint(expr=sum(model.pick[o] for o in model.options) >= 2)

    with pytest.raises(planner.InfeasibleError, match="constraints that were added"):
        planner.optimise(small(indication()), extend=impossible)


def test_a_modeller_may_add_variables_and_fix_options():
    def at_least_the_second(model, options):
        assert list(options.table["indication"]) == ["A", "B"]
        model.extra = pyo.Var(bounds=(0, 1))
        model.tie = pyo.Constraint(expr=model.extra == model.pick[1])
        model.pick[0].fix(0)

    plan = planner.optimise(small(indication("A"), indication("B")), extend=at_least_the_second)
    assert plan.decisions["decision"].tolist() == ["not_admitted", "admit"]


def test_the_pyomo_model_stands_by_itself():
    model = planner.build_model(small(indication("A"), indication("B")))
    program, variables = compile_model(model)
    answer = solve(program)
    assert answer.objective == pytest.approx(20)  # 2 x 10 patients x 1 QALY
    assert len(variables) == 2 + 2  # two options; room and pressure of one framework-year
    assert pyo.value(model.net.expr.constant) == 0


def test_the_same_input_gives_the_same_answer():
    one, other = (planner.optimise(competing(), mip_gap=0.05) for _ in range(2))
    assert one.decisions.equals(other.decisions)


def test_progress_is_told_in_words():
    told: list[str] = []
    planner.optimise(competing(8), progress=told.append)
    assert told[0] == "working out the options"
    assert "checking the plan" in told


def test_of_two_equal_plans_the_cheaper_one_and_then_the_first_by_name():
    # Room is worth nothing (room_value 0): the same health at every discount, so the deepest discount is cheapest.
    lock = route("lock", price="negotiated")
    plan = planner.optimise(small(indication(max_discount=0.3), routes=[lock]), mip_gap=0)
    assert plan.decisions["discount"].tolist() == [0.3]
    # One dossier for two equal indications: the first by identifier, whatever the order of the rows.
    one = route(dossiers_per_year=1)
    plan = planner.optimise(small(indication("B"), indication("A"), routes=[one]), mip_gap=0)
    assert plan.decisions.set_index("indication")["decision"].to_dict() == {"B": "not_admitted", "A": "admit"}


def test_a_start_that_presolve_improves_on_is_never_returned_with_the_better_objective():
    # Maximise 4 x0 + 3 x1 with x0 + x1 <= 1 and 1 <= 4 x2 + 6 x3 + 5 x4 <= 7: the best is 4, by x0. From the start x4 = 1,
    # HiGHS 1.16 says 4 but returns the start, which is worth 0.
    program = Program(
        gain=np.array([4.0, 3.0, 0.0, 0.0, 0.0]),
        constant=0.0,
        matrix=sparse.csr_array(np.array([[1.0, 1.0, 0.0, 0.0, 0.0], [0.0, 0.0, 4.0, 6.0, 5.0]])),
        low=np.array([-np.inf, 1.0]),
        high=np.array([1.0, 7.0]),
        lower=np.zeros(5),
        upper=np.ones(5),
        whole=np.ones(5, dtype=bool),
    )
    answer = solve(program, start=np.array([0.0, 0.0, 0.0, 0.0, 1.0]))
    assert answer.solution is not None
    assert program.gain @ answer.solution == pytest.approx(4)
    assert answer.objective == pytest.approx(4)


@pytest.mark.parametrize("prune", [True, False])
def test_a_user_who_stops_gets_the_best_plan_so_far(prune: bool):
    def stop_soon(text: str) -> None:
        if text == "proving options away":
            signal.raise_signal(signal.SIGINT)

    plan = planner.optimise(competing(), prune=prune, mip_gap=1e-6, progress=stop_soon)
    assert (plan.outcome.stopped, plan.outcome.interrupted) == ("time", True)
    assert plan.outcome.bound >= plan.totals.net
    assert "stopped by the user" in plan.outcome.text
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_user_who_stops_twice_is_obeyed_at_once():
    def stop_twice(text: str) -> None:
        if text == "solving":
            signal.raise_signal(signal.SIGINT)
            signal.raise_signal(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        planner.optimise(competing(), progress=stop_twice)


def test_the_log_says_why_the_full_model_is_solved(caplog: pytest.LogCaptureFixture):
    with caplog.at_level(logging.INFO, logger="planner"):
        planner.optimise(small(indication()), extend=lambda *_: None, prune=True)
    assert "a modeller's own constraints" in caplog.text


def test_progress_shows_plan_bound_and_gap():
    told: list[str] = []
    planner.optimise(competing(), prune=True, mip_gap=1e-4, progress=told.append)
    assert any("best plan" in text and "at most" in text and "gap" in text for text in told)


def test_a_limit_says_what_one_unit_more_of_it_is_worth():
    """A line of 10 million: A gives 60 QALYs for 6 million, B 54 for 6 million; shares of both fill it: 9 QALYs per million."""
    rows = [
        indication("A", new_patients=6, list_price=1_000_000, qaly_gain=10),
        indication("B", new_patients=6, list_price=1_000_000, qaly_gain=9),
    ]
    lines = [{"line": "L", "year": 2026, "budget": 10}]
    plan = planner.optimise(small(*rows, routes=[route(budget_line="L")], sheets={"BudgetLines": lines}), mip_gap=0)
    worth = plan.limits.set_index("family")["marginal"]
    assert worth["budget_line"] == pytest.approx(9)
    assert worth["framework"] == 0  # a thousand million, of which six are spent


def test_a_relation_says_what_it_is_worth_with_the_sign_of_what_is_shown():
    """B gains nothing and takes the room of ten QALYs by being forced in, which is listed as ``-x <= -1``."""
    rows = [
        indication("A", new_patients=12),
        indication("B", new_patients=10, qaly_gain=0),
        indication("C", new_patients=10),
    ]
    relations = [
        {"kind": "force_in", "subject": "B", "number": 1},
        {"kind": "excludes", "subject": "A", "object": "C"},
    ]
    lines = [{"line": "L", "year": 2026, "budget": 2}]
    sheets = {"BudgetLines": lines, "Relations": relations}
    plan = planner.optimise(small(*rows, routes=[route(budget_line="L")], sheets=sheets), mip_gap=0)
    worth = plan.limits.set_index("name")["marginal"]
    # of the line 1 million is left beside B: ten QALYs of A, for 10 of its 12 patients; one decision less gives ten more
    assert worth["L"] == pytest.approx(10)
    assert worth["force_in B"] == pytest.approx(10)
    assert worth["excludes A C"] == pytest.approx(0)


def test_a_scenario_without_any_limit_where_nothing_can_be_decided_has_a_plan():
    late = indication(available_from="2040-01-01")
    plan = planner.optimise(small(late, sheets={"Frameworks": [{"framework": "MSZ", "year": 2026}]}))
    assert (plan.totals.admitted, len(plan.limits)) == (0, 0)


def test_a_problem_that_someone_holds_is_made_once() -> None:
    scenario = competing(3)
    options = enumerate_options(scenario)
    held = problem_of(scenario, options)
    assert problem_of(scenario, options) is held
    assert problem_of(scenario, enumerate_options(scenario)) is not held
    other = competing(3, room_value=0)
    assert problem_of(other, options).scenario.settings.room_value == 0
