"""Savings against the list price by instrument, and budget impact at list and at the advised price: worked by hand."""

from __future__ import annotations

import numpy as np
import pytest
from small import indication, route, small

import planner
from planner.analysis.savings import SAVINGS, budget_impact, savings

approx = pytest.approx
#: 100 patients a year at 50,000 a year: 5 million at list.
HUNDRED = indication("A", new_patients=100, list_price=50_000, max_discount=0.2)


def by_year(frame, name):
    return frame[name].tolist()


def test_each_instrument_takes_off_what_the_ones_before_it_leave():
    own = HUNDRED | {"response_share": 0.5, "volume_threshold": 1.0, "volume_discount": 0.5, "pay_back_cap": 1.2}
    own |= {"exclusivity_until": "2027-01-01", "price_share_after": 0.8}
    way = route(price="negotiated", paid_share_basis="responders", price_cap_basis="list", price_cap_share=0.8)
    plan = planner.optimise(small(own, routes=[way], years=2), mip_gap=0)
    found = savings(plan)
    assert by_year(found, "listed") == approx([5, 5])
    # 2027: 80 % of the price; half responds; 20 % off; beyond 1 million half is paid; no more than 1.2 million
    assert by_year(found, "exclusivity") == approx([0, 1])
    assert by_year(found, "responders") == approx([2.5, 2])
    assert by_year(found, "negotiation") == approx([0.5, 0.4])
    assert by_year(found, "volume") == approx([0.5, 0.3])
    assert by_year(found, "pay_back") == approx([0.3, 0.1])
    assert by_year(found, "paid") == approx([1.2, 1.2])
    assert found[["cap", "definitive", "renegotiation"]].to_numpy() == approx(np.zeros((2, 3)))


@pytest.mark.parametrize(("price", "instrument"), [("negotiated", "negotiation"), ("at_cap", "cap")])
def test_the_price_of_the_term_and_the_one_after_it(price, instrument):
    # Worked example 10: 20,000 for two years (3 of 5 million off), then with 0.6 at 38,000 (0.6 x 1.2 off 0.6 x 5)
    own = HUNDRED | {"other_cost": 2_000, "qaly_gain": 0.5, "p_effective": 0.6, "effectiveness": "uncertain"}
    way = route(price=price, term_years=2, at_end="convert", definitive_price="cost_effective")
    way |= {"price_cap_basis": "list", "price_cap_share": 0.4}
    plan = planner.optimise(small(own | {"max_discount": 0.6}, routes=[way], years=3), mip_gap=0)
    found = savings(plan)
    assert by_year(found, "listed") == approx([5, 5, 3])
    assert by_year(found, instrument) == approx([3, 3, 0])
    assert by_year(found, "definitive") == approx([0, 0, 0.72])
    assert by_year(found, "paid") == approx([2, 2, 2.28])


def test_a_price_negotiated_after_the_term_is_negotiation():
    own = HUNDRED | {"qaly_gain": 0.5, "p_effective": 0.6, "effectiveness": "uncertain"}
    way = route(term_years=1, at_end="convert", definitive_price="negotiated")
    found = savings(planner.optimise(small(own, routes=[way], years=2), mip_gap=0))
    # list in the term; then with 0.6 at 20 % off: 3 million at list, 0.6 off
    assert (by_year(found, "listed"), by_year(found, "negotiation")) == (approx([5, 3]), approx([0, 0.6]))


def test_a_new_price_in_the_package_counts_against_the_present_one():
    # present price 45,000, new price 40,000 for 100 patients: half a million a year
    own = HUNDRED | {"status": "reimbursed", "present_discount": 0.1}
    plan = planner.optimise(small(own, routes=[route(price="negotiated", action="renegotiate")], years=2), mip_gap=0)
    found = savings(plan)
    assert (by_year(found, "renegotiation"), by_year(found, "listed")) == (approx([0.5, 0.5]), approx([0, 0]))
    assert by_year(found, "paid") == approx([-0.5, -0.5])


def test_listed_less_all_savings_is_what_the_plan_spends_on_medicines():
    curve = [{"curve": "c", "discount": d, "probability": p} for d, p in ((0, 1), (0.2, 0.7), (0.5, 0))]
    rows = [HUNDRED | {"indication": name, "acceptance": "c", "max_discount": None} for name in ("A", "B")]
    rows[1] |= {"treatment_years": 2.5, "available_from": "2026-07-01"}
    plan = planner.optimise(
        small(*rows, routes=[route(price="negotiated")], years=4, sheets={"Acceptance": curve}, bargaining_power=0.5),
        mip_gap=0,
    )
    found = savings(plan)
    assert set(found["indication"]) == {"A", "B"}
    assert (found["listed"] - found[list(SAVINGS)].sum(axis=1)).to_numpy() == approx(found["paid"].to_numpy())
    spent = plan.yearly.set_index(["indication", "year"])["drug"]
    keys = zip(found["indication"], found["year"], strict=True)
    assert found["paid"].to_numpy() == approx([spent[key] for key in keys])


def test_budget_impact_in_year_3_at_list_and_net_and_the_outlay_at_the_advised_price():
    # 100, 200, 200 patients on treatment in years 1, 2, 3; 20 % off; other care of 1,000
    own = HUNDRED | {"treatment_years": 2, "other_cost": 1_000, "advice_low": 0.35, "advice_high": 0.55}
    left = indication("B", list_price=200_000, advice_low=0.68, advice_kind="more_than", files_from="none")
    plan = planner.optimise(small(own, left, routes=[route(price="negotiated")], years=3), mip_gap=0)
    found = budget_impact(plan).set_index("indication")
    # 200 x (40,000 + 1,000); at list 200 x 51,000; at list 10 million for the medicine, at 55 % off at most 4.5
    assert found.loc["A"].tolist() == approx([8.2, 10.2, 10, 4.5])
    # ten patients at 200,000; more than 68 %: 73 % off
    assert found.loc["B", ["outlay_list", "outlay_advised"]].tolist() == approx([2, 0.54])
    assert found.loc["B", ["year3", "year3_list"]].isna().all()


def test_a_plan_that_decides_nothing_saves_nothing():
    plan = planner.optimise(small(indication(files_from="none"), routes=[route()]), mip_gap=0)
    assert savings(plan).empty
    assert budget_impact(plan)["outlay_list"].tolist() == approx([1])
