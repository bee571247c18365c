"""Where proving options away could go wrong: limits that others relieve, relations, and proofs that are broken on purpose."""

from __future__ import annotations

import signal
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from small import indication, route, small, thirty_on_a_line

import planner
from planner.errors import PlannerError
from planner.model.search.bound import Bound, Relaxation
from planner.model.solve import Answer
from planner.scenario.scenario import Scenario

SCENARIOS = Path(__file__).parents[2] / "scenarios"


def growing(*medicines: dict, years: int = 3) -> Scenario:
    """Medicines under growth of 5 % a year, counted from the plan's own spending of the year before (100 million in 2025)."""
    rows = [{"framework": "MSZ", "year": 2025, "baseline_drugs": 100}]
    rows += [
        {"framework": "MSZ", "year": 2026 + t, "budget": 1000, "baseline_drugs": 100, "drug_growth_limit": 0.05}
        for t in range(years)
    ]
    return small(*medicines, sheets={"Frameworks": rows}, years=years, growth_base="previous_year")


def test_what_only_fits_after_the_growth_of_another_is_not_dropped():
    # Late costs 5.2 million in 2028 and alone breaks 105; after Early (5 million from 2027) there is room up to 110.25.
    early = indication("Early", new_patients=50, available_from="2027-01-01")
    late = indication("Late", new_patients=52, available_from="2028-01-01", qaly_gain=9)
    plan = planner.optimise(growing(early, late), mip_gap=0, prune=True)
    decisions = plan.decisions.set_index("indication")
    assert decisions["decision"].to_dict() == {"Early": "admit", "Late": "admit"}
    assert decisions.loc["Early", "start_year"] == 2027
    assert plan.outcome.pruned["break a limit alone"] == 0
    alone = planner.optimise(growing(late), mip_gap=0, prune=True)
    assert alone.totals.admitted == 0


def needing(*relations: dict) -> Scenario:
    """A gains 90 QALYs for 10 million, B gains nothing for 5 million, C gains 40 for 10 million; the line has 15 million."""
    medicines = [
        indication("A", new_patients=10, list_price=1_000_000, qaly_gain=9),
        indication("B", new_patients=5, list_price=1_000_000, qaly_gain=0),
        indication("C", new_patients=10, list_price=1_000_000, qaly_gain=4),
    ]
    lines = {"BudgetLines": [{"line": "L", "year": 2026, "budget": 15}], "Relations": list(relations)}
    return small(*medicines, routes=[route(budget_line="L")], sheets=lines)


REQUIRES = {"kind": "requires", "subject": "A", "object": "B"}


def test_what_gains_nothing_stays_where_another_requires_it():
    plan = planner.optimise(needing(REQUIRES), mip_gap=0, prune=True)
    admitted = plan.decisions.loc[plan.decisions["decision"] == "admit", "indication"]
    assert sorted(admitted) == ["A", "B"]
    assert plan.totals.net == pytest.approx(90)
    assert plan.outcome.pruned["break a limit alone"] == 0


def test_a_plan_that_breaks_a_relation_never_prunes(monkeypatch: pytest.MonkeyPatch):
    # Break the argument on purpose: the search's solver says that A alone is a plan, 90 QALYs, and that nothing is better.
    def only_the_first(program, **_):
        solution = np.zeros(len(program.gain))
        solution[0] = 1.0
        return Answer("optimal", solution, 90, 90, 0, 0)

    monkeypatch.setattr("planner.model.search.tree.solve", only_the_first)
    monkeypatch.setattr("planner.model.search.dive.solve", only_the_first)
    plan = planner.optimise(needing(REQUIRES, {"kind": "excludes", "subject": "A", "object": "B"}), prune=True)
    assert plan.decisions.set_index("indication")["decision"]["C"] == "admit"
    assert plan.totals.net == pytest.approx(40)


def test_a_bound_that_is_too_low_is_a_mistake_that_is_noticed(monkeypatch: pytest.MonkeyPatch):
    true = Relaxation.at

    def too_low(self: Relaxation, *arguments, **named) -> Bound:
        found = true(self, *arguments, **named)
        return replace(found, value=found.value - 60.0)

    monkeypatch.setattr(Relaxation, "at", too_low)
    with pytest.raises(PlannerError, match="was said to exist"):
        planner.optimise(needing(), mip_gap=1e-4, prune=True)


def test_a_user_who_stops_the_search_gets_the_plan_that_it_found(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("planner.model.search.tree._SMALL", 0)
    scenario = thirty_on_a_line()
    said: list[str] = []

    def stop_at_the_first_plan(text: str) -> None:
        if text.startswith("searching: best plan") and not said:
            said.append(text)
            signal.raise_signal(signal.SIGINT)

    plan = planner.optimise(scenario, mip_gap=1e-9, prune=True, progress=stop_at_the_first_plan)
    full = planner.optimise(scenario, mip_gap=0, prune=False)
    assert said
    assert (plan.outcome.stopped, plan.outcome.interrupted) == ("time", True)
    assert 0 < plan.totals.net <= full.totals.net + 1e-6 <= plan.outcome.bound + 2e-6


@pytest.mark.parametrize("name", ["sluis-2025", "replay-2015"])
def test_the_gap_that_is_reported_holds_for_the_full_model(name: str):
    scenario = planner.read_scenario(SCENARIOS / f"{name}.xlsx")
    pruned = planner.optimise(scenario, mip_gap=1e-2, prune=True)
    full = planner.optimise(scenario, mip_gap=1e-7, prune=False)
    assert pruned.outcome.pruned
    assert pruned.totals.net <= full.outcome.bound + 1e-6
    assert full.totals.net <= pruned.outcome.bound + 1e-6
