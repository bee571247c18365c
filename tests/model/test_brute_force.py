"""The engine against brute force: on random small scenarios it finds the plan that trying every combination finds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from brute import Best, OptionRow, best_plan, count
from effort import at_length
from hypothesis import HealthCheck, assume, given, settings
from small import indication, route, small
from strategies import small_scenarios
from tight import LIMITS, tight_tables

import planner
from planner.model.audit import Auditor, Choice
from planner.model.audit.claims import DECIDED
from planner.scenario.scenario import Scenario

#: More combinations than this take brute force too long.
MOST = 2500

few = settings(max_examples=15, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
tight = settings(few, max_examples=8)
many = at_length(200)


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
    rows = plan.decisions[plan.decisions["decision"].isin(DECIDED)].to_dict("records")
    made = [Choice(row["indication"], row["route"], round(12 * row["offset"]), row["discount"]) for row in rows]
    return sorted(made, key=lambda choice: choice.indication)


def the_option_table_is_complete(scenario: Scenario) -> None:
    """The audit and the engine allow the same routes, starts and discounts."""
    own = sorted((c.indication, c.route, c.offset_months, c.discount) for c in Auditor(scenario).choices())
    rows = sorted(option_rows(scenario))
    assert [row[:3] for row in rows] == [row[:3] for row in own]
    assert [row[3] for row in rows] == pytest.approx([row[3] for row in own], abs=2e-9)


def the_engine_finds_the_best_plan(scenario: Scenario) -> Best | None:
    rows = option_rows(scenario)
    assume(count(rows) <= MOST)
    best = best_plan(scenario, rows)
    if best is None:
        with pytest.raises(planner.InfeasibleError):
            planner.optimise(scenario, mip_gap=0)
    else:
        agrees(planner.optimise(scenario, mip_gap=0), best)
    return best


def agrees(plan: planner.Plan, best: Best) -> None:
    assert plan.outcome.held == "optimal"
    assert admitted(plan) == best.choices
    assert plan.totals.objective == pytest.approx(best.objective, abs=1e-6, rel=1e-9)
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


def met(scenario: Scenario, best: Best | None) -> Iterator[str]:
    """What a case shows: many combinations; no plan fits; several are admitted; not each can have its own best option."""
    rows = option_rows(scenario)
    if count(rows) > 20:
        yield "many"
    if best is None:
        yield "none fits"
        return
    if len(best.choices) > 1:
        yield "several"
    auditor, alone = Auditor(scenario), Counter[str]()
    for choice in (Choice(*row) for row in rows):
        scored = auditor.score([choice])
        if scored is not None:
            alone[choice.indication] = max(alone[choice.indication], float(scored.objective))  # type: ignore[assignment]
    if best.objective < alone.total() - 1e-6:
        yield "binds"


#: What must occur among the draws around each limit, at least twice.
SHOWN = {
    **dict.fromkeys(LIMITS, ("several", "many", "binds")),
    "ceiling": ("several", "many"),
    "baseline": ("several", "many", "none fits"),
}


def around(limit: str, effort: Any) -> Counter[str]:
    """Engine, audit and brute force agree on scenarios around a limit; how often each case of ``met`` occurs."""
    seen: Counter[str] = Counter()

    @effort
    @given(tight_tables(limit).map(planner.scenario_from_tables))
    def one(scenario: Scenario) -> None:
        the_option_table_is_complete(scenario)
        seen.update(met(scenario, the_engine_finds_the_best_plan(scenario)))

    one()
    return seen


@pytest.mark.parametrize("limit", LIMITS)
def test_best_plan_around_a_limit(limit: str) -> None:
    seen = around(limit, tight)
    assert all(seen[case] >= 2 for case in SHOWN[limit]), seen


@pytest.mark.slow
@pytest.mark.parametrize("limit", LIMITS)
def test_best_plan_around_a_limit_at_length(limit: str) -> None:
    around(limit, many)


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


def best_and_found(scenario: Scenario) -> list[Choice]:
    """The plan of brute force, after the engine has found the same."""
    best = best_plan(scenario, option_rows(scenario))
    assert best is not None
    agrees(planner.optimise(scenario, mip_gap=0), best)
    return best.choices


def test_of_equal_indications_the_first_by_id_is_admitted() -> None:
    twins = [indication(name, patient_group="same") for name in ("b", "a", "c")]
    assert [choice.indication for choice in best_and_found(small(*twins))] == ["a"]


def test_of_equal_routes_the_first_by_id_is_taken() -> None:
    assert best_and_found(small(routes=[route("second"), route("first")])) == [Choice("X", "first", 0, 0.0)]


def test_of_equal_health_the_least_cost_is_taken() -> None:
    dear, cheap = indication("a", patient_group="same"), indication("b", patient_group="same", list_price=90_000)
    assert [choice.indication for choice in best_and_found(small(dear, cheap))] == ["b"]
    deals = [route("a", price="negotiated"), route("b")]
    assert best_and_found(small(indication(max_discount=0.25), routes=deals)) == [Choice("X", "a", 0, 0.25)]


def test_of_equal_health_and_cost_admitting_goes_before_not() -> None:
    nothing = indication(list_price=0, qaly_gain=0, max_discount=0.5)
    scenario = small(nothing, routes=[route(price="negotiated")], years=2)
    assert best_and_found(scenario) == [Choice("X", "direct", 0, 0.0)]


def test_a_saving_without_health_is_taken() -> None:
    assert best_and_found(small(indication(list_price=0, qaly_gain=0, offset_cost=1_000)))
    assert not best_and_found(small(indication(qaly_gain=0)))


def test_a_limit_that_just_holds_is_kept() -> None:
    frameworks = [{"framework": "MSZ", "year": 2026, "budget": 0.9, "baseline_care": 0.1, "baseline_drugs": 0.2}]
    three = [indication(name, new_patients=patients) for name, patients in (("a", 1), ("b", 2), ("c", 3))]
    assert len(best_and_found(small(*three, sheets={"Frameworks": frameworks}))) == 3
    frameworks[0]["budget"] = 0.9 - 2e-6
    assert [choice.indication for choice in best_and_found(small(*three, sheets={"Frameworks": frameworks}))] == [
        "b",
        "c",
    ]
