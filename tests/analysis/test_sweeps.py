"""Sweeps that a scenario asks for in its settings: what the text means, what is wrong with it, and plans worked by hand."""

from __future__ import annotations

import numpy as np
import pytest
from small import indication, route, small

import planner
from planner.analysis.frontier import swept
from planner.errors import Problem, UsageError
from planner.scenario.messages_nl import in_dutch
from planner.scenario.sweeps import SWEPT, Axis, as_stated, longer_lead_time, read_sweeps

approx = pytest.approx


def test_what_a_text_asks_for() -> None:
    assert read_sweeps(" discount=0:20%:3 ; budget = -5 : 5 : 2 x lead_time=-6:6:3; ") == [
        (Axis("discount", (0.0, 0.1, 0.2)),),
        (Axis("budget", (-5.0, 5.0)), Axis("lead_time", (-6.0, 0.0, 6.0))),
    ]
    # a decimal comma, a percentage and a point are the same; 0.02 to 0.05 in steps of 0.01
    for text in ("0,02:0.05:4", "2%:5%:4"):
        assert read_sweeps(f"drug_growth_limit={text}") == [(Axis("drug_growth_limit", (0.02, 0.03, 0.04, 0.05)),)]
    assert read_sweeps("") == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("budget=1:2", 'budget=1:2" is no sweep'),
        ("budget=a:2:3", '"a" in "budget=a:2:3" is no number'),
        ("budgets=1:2:3", 'no setting "budgets" to sweep; did you mean budget?'),
        ("budget=1:2:1", "expected 2 to 50 values"),
        ("budget=2:2:3", "expected 2 to 50 values"),
        ("budget=1:2:3 x budget=1:2:3", "the same setting twice"),
        ("budget=1:2:3 x discount=0:1:2 x lead_time=0:1:2", "3 settings together"),
        ("budget=1:2:3 x discount=0:1:9", "expected at most 8"),
        ("budget=1:2:40 x discount=0:1:8", "more than 200 plans"),
    ],
)
def test_what_cannot_be_read_is_said_at_its_cell_in_both_languages(text: str, says: str) -> None:
    with pytest.raises(planner.ScenarioError, match="Settings") as caught:
        small(sweeps=text)
    (problem,) = caught.value.problems
    assert says in problem.message
    assert in_dutch(Problem("", "", problem.message)).message != problem.message


@pytest.mark.parametrize("name", ["drug_growth_limit", "budget_line"])
def test_what_nobody_stated_cannot_be_swept(name: str) -> None:
    with pytest.raises(planner.ScenarioError) as caught:
        small(sweeps=f"{name}=0:1:2")
    (problem,) = caught.value.problems
    assert f"{name}, but there is nothing to sweep" in problem.message
    assert problem.hint == f"leave {name} out"
    dutch = in_dutch(problem)
    assert (dutch.message != problem.message, dutch.hint != problem.hint) == (True, True)


def test_a_grid_by_hand() -> None:
    # A and B cost a million each at list price and gain 20 and 10 QALYs; the budget leaves 1 million. With 50 points more
    # discount each costs half a million. 0.6 million is too little for either at list price and enough for one at half of it;
    # 1.0 takes A, or both at half; 1.4 the same.
    frame = [{"framework": "MSZ", "year": 2026, "budget": 101, "baseline_care": 100}]
    rows = (indication("A", qaly_gain=2, max_discount=0), indication("B", max_discount=0))
    asks = "budget=-0.4:0.4:3 x discount=0:50%:2"
    scenario = small(
        *rows, routes=[route(price="negotiated")], sheets={"Frameworks": frame}, sweeps=asks, discount_step=0.5
    )
    (found,) = swept(planner.Explorer(scenario, mip_gap=0))
    points = found.points.set_index(["first", "second"])
    assert points["admits"].to_dict() == {
        (-0.4, 0.0): [], (-0.4, 0.5): ["A"], (0.0, 0.0): ["A"], (0.0, 0.5): ["A", "B"], (0.4, 0.0): ["A"], (0.4, 0.5): ["A", "B"],
    }  # fmt: skip
    assert list(points["net"]) == approx([0, 20, 20, 30, 20, 30])


def test_lead_time_stretches_phases_in_proportion() -> None:
    # a route of 4 + 8 months takes 3 months more: 12 becomes 15, so 5 and 10; its review stays; never below 0
    phases = [
        {"route": "direct", "phase": "one", "months": 4},
        {"route": "direct", "phase": "two", "months": 8},
        {"route": "direct", "phase": "again", "after_start_years": 2},
    ]
    scenario = small(routes=[route(), route("quick", lead_time_months=2)], sheets={"Phases": phases})
    longer, none = longer_lead_time(scenario, 3), longer_lead_time(scenario, -24)
    assert list(longer.table("Phases")["months"].fillna(0)) == approx([5, 10, 0])
    assert list(longer.table("Routes")["lead_time_months"].fillna(0)) == [0, 5]
    assert list(none.table("Phases")["months"].fillna(0)) == [0, 0, 0]
    assert list(none.table("Routes")["lead_time_months"].fillna(0)) == [0, 0]


def test_the_value_that_changes_nothing() -> None:
    frame = [
        {"framework": "MSZ", "year": 2025, "baseline_drugs": 100},
        {"framework": "MSZ", "year": 2026, "budget": 1000, "baseline_drugs": 100, "drug_growth_limit": 0.03},
    ]
    lines = [{"line": "L", "year": 2026, "budget": 9}]
    scenario = small(routes=[route(budget_line="L")], sheets={"Frameworks": frame, "BudgetLines": lines})
    plain = planner.optimise(scenario).totals.net
    for name, change in SWEPT.items():
        value = as_stated(name, scenario)
        assert value == {"drug_growth_limit": 0.03, "reference_value": 1.0}.get(name, 0.0)
        assert planner.optimise(change(scenario, value)).totals.net == approx(plain)
    assert np.isnan(as_stated("drug_growth_limit", small()))


def test_a_function_may_be_swept_with_a_setting_from_an_explorer() -> None:
    explorer = planner.Explorer(small(), mip_gap=0)
    with pytest.raises(UsageError, match="did you mean budget"):
        planner.grid(explorer, "budgt", [0.0], "discount", [0.0])
    points = planner.grid(explorer, "budget", [-1000.0, 0.0], "discount", [0.0])
    assert list(points["net"]) == approx([0, 10])
