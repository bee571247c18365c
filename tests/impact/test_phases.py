"""Phases, work and who chooses, by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from small import indication, route, small

import planner
from planner.impact.rows import joined

approx = pytest.approx

POOL = {"Resources": [{"resource": "assessors", "year": 2026 + t, "capacity": 10} for t in range(4)]}
PHASES = [
    {"route": "lock", "phase": "assessment", "when": "oncology", "months": 3, "work": 2, "pool": "assessors"},
    {"route": "lock", "phase": "assessment", "months": 8, "work": 5, "pool": "assessors"},
    {"route": "lock", "phase": "negotiation", "months": 4, "work": 1, "pool": "assessors"},
    {"route": "lock", "phase": "review", "work": 3, "pool": "assessors", "after_start_years": 1.5},
]


def options(*indications, phases=PHASES, ways=(), years=4, **more):
    sheets = {"Phases": phases, **POOL}
    return planner.enumerate_options(
        small(*indications, routes=[route("lock"), *ways], years=years, sheets=sheets, **more)
    )


def test_the_first_row_of_a_phase_that_holds_counts():
    found = options(indication("A", oncology=True), indication("B"))
    # A: 3 + 4 months; B: 8 + 4
    assert found.openings["earliest"].tolist() == approx([7 / 12, 1])


def test_work_counts_in_the_year_of_the_last_month_counted_back_from_the_start():
    found = options(indication("B", available_from="2026-04-01"))
    # ready April 2027: assessment April to November 2026, negotiation December 2026 to March 2027; review October 2028
    table = found.table
    first = found.work["assessors"][0]
    assert table["offset"][0] == approx(15 / 12)
    assert first == approx([5, 1, 3, 0])
    # a start in January 2028: negotiation to December 2027, assessment to August 2027; review July 2029
    assert found.work["assessors"][1] == approx([0, 6, 0, 3])


def test_work_before_the_plan_is_not_counted():
    # a dossier of a year before: ready on the first day of the plan
    found = options(indication("B", available_from="2026-01-01", files_from="2025-01-01"), ways=[])
    # the clock starts at authorisation: ready in January 2027 after all
    assert found.table["offset"][0] == 1
    early = options(
        indication("B", available_from="2025-01-01"),
    )
    assert early.table["offset"][0] == 0
    assert early.work["assessors"][0] == approx([0, 3, 0, 0])


@pytest.mark.parametrize(
    ("phase", "since", "months", "work"),
    [
        ("assessment", "2025-11-01", 10, [6, 0, 3, 0]),  # 6 months left, then 4: November 2026; review May 2028
        ("assessment", "2024-01-01", 4, [1, 3, 0, 0]),  # overdue: only the negotiation is left; review November 2027
        ("negotiation", "2025-12-01", 3, [1, 3, 0, 0]),
        ("negotiation", "2026-06-01", 9, [1, 0, 3, 0]),  # still to begin
    ],
)
def test_an_indication_under_way_has_the_rest_before_it(phase, since, months, work):
    found = options(indication("B", available_from="2025-01-01", phase=phase, phase_since=since))
    assert found.table["offset"][0] == approx(months / 12)
    # an overdue assessment was over before the plan: its work is not counted
    assert found.work["assessors"][0] == approx(work)


def test_a_route_with_phases_has_no_lead_time_of_its_own():
    with pytest.raises(planner.ScenarioError) as caught:
        small(indication(), routes=[route("lock", lead_time_months=3)], sheets={"Phases": PHASES, **POOL}, years=4)
    assert [problem.code for problem in caught.value.problems] == ["lead_time_twice"]


def test_the_supplier_chooses_by_what_it_applies_for():
    ways = [route("early", chosen_by="supplier"), route("plain")]
    found = planner.enumerate_options(
        small(indication("A", applies_for="early; plain"), indication("B"), routes=ways)
    ).openings
    assert found["condition"].tolist() == [None, None, "supplier_not_applying", None]


def test_a_medicine_that_may_not_be_authorised_happens_or_not():
    found = planner.enumerate_options(small(indication(p_registered=0.25, comparator_cost=120_000), min_acceptance=0.5))
    # 10 x (100,000 - 120,000) saved if authorised: expected a quarter, committed nothing
    assert found.table["acceptance"][0] == 0.25
    assert found.cost[0] == approx([-0.05])
    assert found.must_fit[0] == approx([0])
    assert found.qalys[0] == approx([2.5])


RISKS = [
    {"risk": "dear", "rule": "list_budget_impact >= 1"},
    {"risk": "locked", "rule": "dear or icer_at_list > 150000"},
]


def test_named_risks_are_used_by_name_in_later_rules():
    ways = [route("in", eligible="not locked"), route("lock", eligible="locked")]
    found = planner.enumerate_options(
        small(
            indication("A"),  # 10 x 100,000 = 1 million
            indication("B", new_patients=1),  # 100,000 per QALY
            indication("C", new_patients=1, qaly_gain=0.5),  # 200,000 per QALY
            routes=ways,
            sheets={"Risks": RISKS},
        )
    ).openings
    assert found["open"].tolist() == [False, True, True, False, False, True]


def test_a_risk_that_hangs_on_a_blank_is_a_problem_at_its_cell():
    risks = [{"risk": "slow", "rule": "evidence_years > 5"}]
    with pytest.raises(planner.ScenarioError) as caught:
        planner.enumerate_options(small(indication(), routes=[route(eligible="not slow")], sheets={"Risks": risks}))
    (problem,) = caught.value.problems
    assert problem.message == "evidence_years is blank, but the rule of route direct needs it"


def test_a_risk_cannot_name_a_later_one():
    with pytest.raises(planner.ScenarioError) as caught:
        small(indication(), sheets={"Risks": [{"risk": "one", "rule": "two"}, {"risk": "two", "rule": "orphan"}]})
    (problem,) = caught.value.problems
    assert "'two' is an unknown name in a rule" in problem.message
    assert problem.hint == "a risk may name the risks above it"


def test_two_option_tables_join_where_only_one_of_them_needs_a_pool():
    found = options(indication("B"))
    none = replace(found, work={})
    work = found.work["assessors"]
    zeros = np.zeros_like(work)
    assert joined(found, none).work["assessors"] == approx(np.concatenate([work, zeros]))
    assert joined(none, found).work["assessors"] == approx(np.concatenate([zeros, work]))
