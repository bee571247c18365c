"""The engine against brute force: on random small scenarios it finds the plan that trying every combination finds."""

from __future__ import annotations

import pytest
from brute import Best, OptionRow, best_plan, count
from hypothesis import HealthCheck, assume, given, settings
from strategies import small_scenarios

import planner
from planner.model.audit import Auditor, Choice
from planner.scenario.scenario import Scenario

#: More combinations than this take brute force too long.
MOST = 2500

few = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
many = settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck))


def option_rows(scenario: Scenario) -> list[OptionRow]:
    """The engine's options as (indication, route, months after the start of the plan, discount)."""
    table = planner.enumerate_options(scenario).table
    return [
        (row["indication"], row["route"], round(12 * row["offset"]), row["discount"])
        for row in table.to_dict("records")
        if row["route"] is not None
    ]


def admitted(plan: planner.Plan) -> list[Choice]:
    """The engine's choices, by indication id."""
    rows = plan.decisions[plan.decisions["decision"] == "admit"].to_dict("records")
    made = [Choice(row["indication"], row["route"], round(12 * row["offset"]), row["discount"]) for row in rows]
    return sorted(made, key=lambda choice: choice.indication)


def the_option_table_is_complete(scenario: Scenario) -> None:
    """The audit and the engine allow the same routes, starts and discounts."""
    own = sorted((c.indication, c.route, c.offset_months, c.discount) for c in Auditor(scenario).choices())
    rows = sorted(option_rows(scenario))
    assert [row[:3] for row in rows] == [row[:3] for row in own]
    assert [row[3] for row in rows] == pytest.approx([row[3] for row in own], abs=2e-9)


def the_engine_finds_the_best_plan(scenario: Scenario) -> None:
    rows = option_rows(scenario)
    assume(count(rows) <= MOST)
    best = best_plan(scenario, rows)
    if best is None:
        with pytest.raises(planner.InfeasibleError):
            planner.optimise(scenario, mip_gap=0)
    else:
        agrees(planner.optimise(scenario, mip_gap=0), best)


def agrees(plan: planner.Plan, best: Best) -> None:
    assert plan.outcome.held == "optimal"
    assert admitted(plan) == best.choices
    assert plan.totals.net == pytest.approx(best.objective, abs=1e-6, rel=1e-9)
    assert plan.totals.cost_discounted == pytest.approx(best.cost, abs=1e-6, rel=1e-9)
    assert plan.audit.ok, str(plan.audit)


@few
@given(small_scenarios())
def test_options(scenario: Scenario) -> None:
    the_option_table_is_complete(scenario)


@few
@given(small_scenarios())
def test_best_plan(scenario: Scenario) -> None:
    the_engine_finds_the_best_plan(scenario)


@pytest.mark.slow
@many
@given(small_scenarios())
def test_options_at_length(scenario: Scenario) -> None:
    the_option_table_is_complete(scenario)


@pytest.mark.slow
@many
@given(small_scenarios())
def test_best_plan_at_length(scenario: Scenario) -> None:
    the_engine_finds_the_best_plan(scenario)
