"""What is in the package, by hand: leaving, renegotiation (example 14), studies, and the end of a conditional admission."""

from __future__ import annotations

import numpy as np
import pytest
import single
from small import indication, route, small

import planner

approx = pytest.approx


def options(stated, way, years=3, **more):
    return single.options({"status": "reimbursed", **stated}, way, years=years, **more)


def row_of(found, **wanted):
    keep = np.ones(len(found), dtype=bool)
    for name, value in wanted.items():
        keep &= (found.table[name] == value).to_numpy()
    (at,) = np.flatnonzero(keep)
    return int(at)


def test_renegotiation_of_example_14():
    # 200 patients, present price 30,000, 20 % lower, a = 0.5: full -1.2, expected -0.6, committed 0
    curve = [{"curve": "c", "discount": d, "probability": p} for d, p in ((0, 1), (0.2, 0.5))]
    stated = {"new_patients": 200, "list_price": 30_000, "acceptance": "c"}
    way = route("again", price="negotiated", action="renegotiate")
    found = options(stated, way, sheets={"Acceptance": curve}, discount_step=0.2)
    at = row_of(found, action="renegotiate", discount=0.2, offset=0.0)
    assert found.table["acceptance"][at] == 0.5
    assert found.cost[at] == approx([-0.6] * 3)
    assert found.must_fit[at] == approx([0.0] * 3)
    assert found.drug[at] == approx([-0.6] * 3)
    assert found.qalys[at] == approx([0.0] * 3)
    stay = row_of(found, action="stay")
    assert found.cost[stay] == approx([0] * 3)


def test_only_deeper_discounts_and_what_the_supplier_gave_already():
    curve = [{"curve": "c", "discount": d, "probability": p} for d, p in ((0, 1), (0.2, 0.8), (0.4, 0.4))]
    stated = {"new_patients": 10, "acceptance": "c", "present_discount": 0.2}
    found = options(
        stated, route("again", price="negotiated", action="renegotiate"), sheets={"Acceptance": curve}, years=1
    )
    again = found.table[found.table["action"] == "renegotiate"]
    assert again["discount"].min() == approx(0.25)
    # a(0.4) / a(0.2) = 0.4 / 0.8; present price 80,000, 10 patients: -0.5 x 10 x 20,000
    at = row_of(found, action="renegotiate", discount=0.4)
    assert found.table["acceptance"][at] == approx(0.5)
    assert found.cost[at] == approx([-0.1])


def test_leaving_takes_spending_offsets_and_health_away_from_its_start():
    # steady state of 10 new patients a year for 2.5 years: 25 patient-years; offsets over 4 years: 40
    stated = {
        "treatment_years": 2.5,
        "offset_cost": 1_000,
        "offset_years": 4,
        "other_cost": 2_000,
        "present_discount": 0.5,
        "may_leave": True,
        "p_effective": 0.8,
    }
    found = options(stated, route("out", action="leave"), years=2)
    at = row_of(found, action="leave", offset=0.0)
    # -(50,000 + 2,000) x 25 + 1,000 x 40
    assert found.cost[at] == approx([-1.26, -1.26])
    assert found.must_fit[at] == approx([-1.26, -1.26])
    assert found.stopped[at] == approx([25, 0])
    annuity = 1 + 1 / 1.015 + 0.5 / 1.015**2
    assert found.qalys[at] == approx([-0.8 / annuity * 25] * 2)
    late = row_of(found, action="leave", offset=1.0)
    assert found.cost[late] == approx([0, -1.26])
    assert (
        options({**stated, "may_leave": False}, route("out", action="leave")).openings["condition"][0]
        == "may_not_leave"
    )


def test_leaving_in_the_middle_of_a_year_takes_half_of_that_year():
    found = options({"may_leave": True}, route("out", action="leave", lead_time_months=6), years=2)
    assert found.cost[row_of(found, action="leave", offset=0.5)] == approx([-0.5, -1])


def test_rows_of_patients_count_from_the_start_of_the_plan():
    rows = [{"indication": "X", "year": 1, "patients": 4}, {"indication": "X", "year": 2, "patients": 6}]
    found = options(
        {"may_leave": True, "new_patients": None}, route("out", action="leave"), sheets={"Patients": rows}, years=3
    )
    assert found.cost[row_of(found, action="leave", offset=1.0)] == approx([0, -0.6, -0.6])


def test_a_study_keeps_it_for_the_term_and_then_with_the_chance_that_it_is_shown():
    stated = {"p_effective": 0.8, "p_demonstrated": 0.6, "study_cost": 1, "study_payer": "payer"}
    found = options(stated, route("study", action="study", term_years=2), years=4)
    at = row_of(found, action="study", offset=0.0)
    # 1 million a year at present; after two years it leaves with 0.4; the study costs 0.5 a year
    assert found.cost[at] == approx([0.5, 0.5, -0.4, -0.4])
    assert found.must_fit[at] == approx([0.5, 0.5, 0, 0])
    # of 8 QALYs a year 6 are left
    assert found.qalys[at] == approx([0, 0, -2, -2])
    assert found.insufficient[at] == approx([0.4, 0.4, 0, 0])
    assert found.stopped[at] == approx([0, 0, 4, 0])


CONDITIONAL = route("cond", term_years=2, at_end="convert", definitive_price="cost_effective")
UNDER_WAY = {
    "status": "conditional",
    "applies_for": "cond",
    "term_end": "2027-07-01",
    "new_patients": 100,
    "list_price": 50_000,
    "other_cost": 2_000,
    "qaly_gain": 0.5,
    "p_effective": 0.6,
    "effectiveness": "uncertain",
    "present_discount": 0.6,
}


def test_what_is_in_conditional_admission_goes_on_or_leaves_at_the_end_of_its_term():
    scenario = small(indication(**UNDER_WAY), routes=[CONDITIONAL], years=3)
    found = planner.enumerate_options(scenario)
    stay = row_of(found, action="stay")
    # from July 2027: with 0.6 from 20,000 to 38,000 (+1.8 million a year), with 0.4 minus 2.2 million
    assert found.cost[stay] == approx([0, 0.1, 0.2])
    assert found.must_fit[stay] == approx([0, 0.9, 1.8])
    assert found.qalys[stay] == approx([0, 0, 0])
    assert found.insufficient[stay] == approx([0.8, 0.4, 0])
    assert found.stopped[stay] == approx([0, 40, 0])
    # it is the reference plan too
    plan = planner.enumerate_options(
        small(indication(**{**UNDER_WAY, "p_demonstrated": 0.5}), routes=[CONDITIONAL], years=3)
    )
    assert plan.qalys[row_of(plan, action="stay")] == approx([0, -2.5, -5])


def test_the_reference_plan_has_the_end_of_a_conditional_admission_too():
    from planner.model.evaluate import Evaluator
    from planner.model.limits import limits
    from planner.model.money import money

    scenario = small(indication(**{**UNDER_WAY, "p_demonstrated": 0.5}), routes=[CONDITIONAL], years=3)
    found = planner.enumerate_options(scenario)
    evaluator = Evaluator(scenario.settings, found, limits(scenario, found, money(scenario)))
    assert evaluator.reference.cost[0] == approx(found.cost[row_of(found, action="stay")])
    worth = evaluator.worth(evaluator.stay)
    assert (worth.gained, worth.net, worth.cost) == (0, 0, 0)


def test_of_other_actions_only_leaving_is_open_and_only_until_its_term_ends():
    ways = [CONDITIONAL, route("out", action="leave"), route("again", price="negotiated", action="renegotiate")]
    found = planner.enumerate_options(small(indication(**UNDER_WAY, may_leave=True), routes=ways, years=3))
    assert found.openings["route"].tolist() == ["out"]
    assert found.table.loc[found.table["action"] == "leave", "start_year"].tolist() == [2026, 2027]
