"""What is worked out for many options at once is what each of them gives by itself."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from features import rich_scenarios
from generate import national
from hypothesis import HealthCheck, Phase, given, settings

from planner.impact import enumerate_options
from planner.model.choice import without
from planner.model.evaluate import Evaluator
from planner.model.money import TOLERANCE, Whole
from planner.model.problem import problem_of
from planner.scenario.scenario import Scenario

few = settings(
    max_examples=15,
    derandomize=True,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def evaluator_of(scenario: Scenario) -> Evaluator:
    return problem_of(scenario, enumerate_options(scenario)).evaluator


def choices(evaluator: Evaluator) -> list[Whole]:
    """Some choices, within the limits or not: of each indication one option, or none of it where that may be."""
    groups = list(evaluator.options.table.groupby("indication", sort=False).groups.values())
    drawn = []
    for seed in range(4):
        rng, picked = np.random.default_rng(seed), []
        for rows in groups:
            stays = np.intersect1d(evaluator.stay, rows)
            picked += [rng.choice(rows)] if rng.random() < 0.2 * seed else list(stays)
        drawn.append(np.sort(np.array(picked, dtype=np.intp)))
    return drawn


def the_same_at_once(scenario: Scenario) -> float:
    """Compares; the most health that one option costs others."""
    evaluator, most = evaluator_of(scenario), 0.0
    for picked in choices(evaluator):
        gained, lost = evaluator.inside(picked)
        for at in range(len(picked)):
            own = picked[at : at + 1]
            one = evaluator.added(without(picked, own), own)
            assert (gained[at], lost[at]) == (one[0][0], pytest.approx(one[1][0], rel=1e-9, abs=1e-9))
        most = max(most, *lost, 0.0)
    return most


def the_same_fit(scenario: Scenario) -> set[bool]:
    """Compares; which answers there were."""
    evaluator = evaluator_of(scenario)
    limits, answers = evaluator.limits, set()
    exact = limits.equal & ~np.array([f.name == "decision" for f in limits.families for _ in f.limit], dtype=bool)
    for picked in choices(evaluator):
        used = limits.used(picked)
        some = np.random.default_rng(1).choice(len(evaluator.options), 60) if len(evaluator.options) else picked
        for option, fits in zip(some, limits.fits(used, some), strict=True):
            over = used + limits.by_option[:, [option]].toarray().ravel() - limits.space
            kept = not (np.where(exact, np.abs(over), over) > TOLERANCE).any()
            assert fits == kept
            answers.add(kept)
    return answers


@pytest.mark.parametrize("frameworks", [1, 2])
def test_each_option_of_a_choice_beside_the_others(frameworks: int) -> None:
    assert the_same_at_once(national(1, 12, frameworks)) > 0


@pytest.mark.parametrize("frameworks", [1, 2])
def test_which_options_fit_beside_what_is_used(frameworks: int) -> None:
    assert the_same_fit(national(1, 12, frameworks)) == {True, False}


def test_an_option_that_brings_a_row_back_within_its_limit_fits() -> None:
    """Growth on the year before: who spends in that year leaves more room for the next."""
    scenario = national(1, 12)
    evaluator = evaluator_of(replace(scenario, settings=replace(scenario.settings, growth_base="previous_year")))
    limits = evaluator.limits
    option = int(np.argmin(limits.by_option.min(axis=0).toarray()))
    use = limits.by_option[:, [option]].toarray().ravel()
    used = np.minimum(0.0, limits.space - use)  # beside which it fits exactly, where it takes anything
    row = int(np.argmin(use))
    used[row] = limits.space[row] - use[row] / 2
    assert used[row] > limits.space[row] + TOLERANCE
    assert limits.fits(used, np.array([option])).all()


@few
@given(scenario=rich_scenarios())
def test_both_where_everything_may_occur(scenario: Scenario) -> None:
    the_same_at_once(scenario)
    the_same_fit(scenario)
