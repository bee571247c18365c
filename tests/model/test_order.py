"""The order of rows, columns and sheets decides nothing: the same plan, proof, marginal values and reasons, to the last digit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from features import rich_scenarios
from generate import national
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shuffled import alike, answer, same_plan, shuffled
from strategies import pick

import planner
from planner.scenario.scenario import Scenario

few = settings(max_examples=8, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
many = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))

EXAMPLES = Path(__file__).parents[1] / "data" / "examples"
SEEDS = st.integers(0, 10_000)


def the_order_decides_nothing(scenario: Scenario, seed: int, **how: Any) -> None:
    one = answer(lambda: planner.optimise(scenario, **how))
    two = answer(lambda: planner.optimise(shuffled(scenario, seed), **how))
    if isinstance(one, str) or isinstance(two, str):
        assert one == two
    else:
        same_plan(one, two)


@few
@given(rich_scenarios(), SEEDS, pick(0.0, 0.02, 0.3), pick(None, True))
def test_any_scenario(scenario: Scenario, seed: int, gap: float, prune: bool | None) -> None:
    the_order_decides_nothing(scenario, seed, mip_gap=gap, prune=prune)


@pytest.mark.slow
@many
@given(rich_scenarios(most_indications=5), SEEDS, pick(0.0, 0.02, 0.3), pick(None, True))
def test_any_scenario_at_length(scenario: Scenario, seed: int, gap: float, prune: bool | None) -> None:
    the_order_decides_nothing(scenario, seed, mip_gap=gap, prune=prune)


@pytest.mark.parametrize(("seed", "gap"), [(1, 0.05), (2, 1e-3)])
def test_a_scenario_with_a_choice_of_plans_within_the_gap(seed: int, gap: float) -> None:
    the_order_decides_nothing(national(seed, 20, frameworks=2), seed, mip_gap=gap)


QUESTIONS = ("left_out", "prices", "products", "displacement", "care", "sums", "marginal", "frontier", "order",
             "sensitivities", "ties", "liability", "waiting", "first_year", "reasons")  # fmt: skip


def same_answers(one: planner.Answers, two: planner.Answers) -> None:
    same_plan(one.plan, two.plan)
    for name in QUESTIONS:
        left, right = getattr(one, name), getattr(two, name)
        assert (left is None) == (right is None)
        if left is not None:
            alike(left, right, name=name)


@pytest.mark.parametrize("name", ["ex16", "ex15_headroom1_room1"])
def test_answers_about_a_worked_example(name: str) -> None:
    scenario = planner.read_scenario(EXAMPLES / f"{name}.xlsx")
    same_answers(planner.answer(scenario), planner.answer(shuffled(scenario, 3)))


@pytest.mark.slow
@settings(few, max_examples=3)
@given(rich_scenarios(), SEEDS)
def test_answers_about_any_scenario(scenario: Scenario, seed: int) -> None:
    one, two = (answer(lambda s=s: planner.answer(s)) for s in (scenario, shuffled(scenario, seed)))
    if isinstance(one, str) or isinstance(two, str):
        assert one == two
    else:
        same_answers(one, two)


def test_a_question_has_one_answer_whatever_was_asked_before_it() -> None:
    """Every question begins where the plan's own search ended."""
    explorer = planner.Explorer(national(1, 20), mip_gap=0.02)
    names = explorer.plan.decisions["indication"].tolist()[:12]
    first = {name: explorer.best(forced={name}) for name in names if name in set(explorer.options.table["indication"])}
    for name in reversed(first):
        again = explorer.best(forced={name})
        assert (again.net, again.bound, again.picked.tolist()) == (
            first[name].net,
            first[name].bound,
            first[name].picked.tolist(),
        )
