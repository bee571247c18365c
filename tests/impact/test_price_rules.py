"""Caps that are the price, fair prices, fixed budgets, and lines that go to who comes first, by hand."""

from __future__ import annotations

import numpy as np
import pytest
from single import options
from small import indication, route, small

import planner

approx = pytest.approx


def test_the_cap_is_the_price():
    way = route(price="at_cap", price_cap_basis="cost_effective")
    stated = {"max_discount": 0.5}
    found = options(stated, way)
    # 80,000 x 1 = 80,000: a discount of 0.2, which the supplier gives
    assert found.table["net_price"].tolist() == approx([80_000])
    assert found.table["acceptance"].tolist() == [1]
    curve = [{"curve": "c", "discount": d, "probability": p} for d, p in ((0, 1), (0.4, 0.5))]
    half = options({"acceptance": "c"}, way, sheets={"Acceptance": curve}, bargaining_power=1)
    # a(0.2) = 0.75; nobody bargains beyond the cap
    assert half.table["acceptance"].tolist() == approx([0.75])
    assert half.table["net_price"].tolist() == approx([80_000])
    applied = options({"applies_for": "direct"}, {**way, "chosen_by": "supplier"})
    assert applied.table["acceptance"].tolist() == [1]
    # never above list
    cheap = options({**stated, "list_price": 60_000}, way)
    assert cheap.table["net_price"].tolist() == approx([60_000])


def test_a_fair_price_as_cap_and_as_ceiling():
    capped = options({"fair_price": 70_000, "max_discount": 1}, route(price="negotiated", price_cap_basis="fair"))
    assert capped.table["discount"].min() == approx(0.3)
    required = route(price="negotiated", cost_effectiveness="required")
    ceiling = options({"fair_price": 90_000, "max_discount": 1}, required, price_ceiling="fair")
    assert ceiling.table["discount"].min() == approx(0.1)
    lowest = options({"fair_price": 90_000, "max_discount": 1}, required, price_ceiling="lowest")
    assert lowest.table["discount"].min() == approx(0.2)  # price* 80,000 is lower
    with pytest.raises(planner.ScenarioError) as caught:
        options({"max_discount": 1}, required, price_ceiling="fair")
    assert [problem.code for problem in caught.value.problems] == ["needs_fair_price"]


def test_a_fixed_budget_caps_the_price_at_budget_over_patients():
    way = route(price="at_cap", price_cap_basis="fixed_budget", term_years=2, at_end="leave")
    stated = {"new_patients": 10, "patient_growth": 0.5, "fixed_budget": 1, "max_discount": 1}
    found = options(stated, way, years=3)
    # in a term of 2 years at most 15 patients (22.5 for a start a year later, and in the last year 22.5)
    by_start = found.table.set_index("start_year")["net_price"]
    assert by_start.to_dict() == approx({2026: 1e6 / 15, 2027: 1e6 / 22.5, 2028: 1e6 / 22.5})
    assert len(found.openings) == 1
    assert found.openings["cap"][0] == approx(1e6 / 15)
    assert found.openings["options"][0] == 3


def test_a_fixed_budget_for_what_is_in_the_package_takes_its_present_patients():
    # 10 a year for 2.5 years: 25 patient-years, whoever waited once
    stated = {
        "status": "reimbursed",
        "treatment_years": 2.5,
        "waiting_patients": 100,
        "fixed_budget": 2,
        "max_discount": 1,
    }
    found = options(stated, route(price="at_cap", price_cap_basis="fixed_budget", action="renegotiate"), years=2)
    changed = found.table[found.table["action"] == "renegotiate"]
    assert changed["net_price"].tolist() == approx([80_000, 80_000])


def line(budget, years=1, allocation="first_come"):
    rows = [{"line": "36", "year": 2026 + t, "budget": budget, "allocation": allocation} for t in range(years)]
    return {"BudgetLines": rows}


def test_five_candidates_of_twelve_million_on_a_line_of_thirty_six():
    medicines = [indication(name, new_patients=120) for name in "EDCBA"]
    found = planner.enumerate_options(small(*medicines, routes=[route(budget_line="36")], sheets=line(36)))
    # in order of id, for all could start at once: A, B and C
    closed = found.openings.set_index("indication")["condition"]
    assert closed[closed.isna()].index.tolist() == ["C", "B", "A"]
    assert set(closed.dropna()) == {"line_full"}


def test_who_can_start_first_comes_first_each_at_that_start():
    late = indication("A", available_from="2027-01-01", new_patients=30)
    early = indication("B", new_patients=20, available_from="2026-07-01")
    third = indication("C", new_patients=10, available_from="2027-06-01")
    found = planner.enumerate_options(
        small(late, early, third, routes=[route(budget_line="36")], sheets=line(3, 3), years=3)
    )
    # B from July 2026: 1, 2, 2 million; A would need 3 in 2027, which is too much beside it; C needs 7/12, then 1
    assert found.openings["condition"].tolist() == ["line_full", None, None]
    assert found.table["start_year"].tolist() == [2026, 2027]
    assert np.unique(found.table["indication"]).tolist() == ["B", "C"]
