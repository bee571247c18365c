"""Use and money that changes over time, by hand: off-target use, start-stop criteria, monitoring, exclusivity, volume."""

from __future__ import annotations

import pytest
from single import options
from small import route

approx = pytest.approx


def test_off_target_use_costs_and_brings_nothing_and_control_prevents_its_share():
    stated = {"off_target_share": 0.2, "offset_cost": 10_000}
    plain = options(stated)
    # 10 patients of whom 8 gain
    assert plain.patients[0] == approx([10])
    assert plain.qalys[0] == approx([8])
    assert plain.cost[0] == approx([0.9])
    controlled = options(stated, route(use_control=0.5, monitoring_cost=5_000))
    # 10 x (1 - 0.2 x 0.5) = 9 treated: 9 x (100,000 + 5,000 - 10,000)
    assert controlled.patients[0] == approx([9])
    assert controlled.starters[0] == approx([9])
    assert controlled.qalys[0] == approx([8])
    assert controlled.cost[0] == approx([0.855])


def test_stopping_saves_treatment_and_loses_no_health():
    # 10 patients start once, 3 years; half of them stop after 1.5 years: 10, 7.5, 5; offsets go on: 10, 10, 10
    stated = {
        "new_patients": 0,
        "waiting_patients": 10,
        "treatment_years": 3,
        "qaly_gain": 3,
        "stop_after": 1.5,
        "stop_share": 0.5,
        "offset_cost": 10_000,
    }
    found = options(stated, route(stop_rule=True), years=3)
    assert found.patients[0] == approx([10, 7.5, 5])
    assert found.cost[0] == approx([1 - 0.1, 0.75 - 0.1, 0.5 - 0.1])
    assert found.qalys[0] @ [1, 1 / 1.015, 1 / 1.015**2] == approx(30)
    without = options(stated, years=3)
    assert without.patients[0] == approx([10, 10, 10])
    assert without.qalys[0] @ [1, 1 / 1.015, 1 / 1.015**2] == approx(30)
    # price* over the shorter treatment: 80,000 x 3 / A' + 10,000 x A / A'
    whole, short = 1 + 1 / 1.03 + 1 / 1.03**2, 1 + 0.5 / 1.03
    treated = 0.5 * whole + 0.5 * short
    price = found.openings["cost_effective_price"][0]
    assert price == approx(80_000 * 3 / treated + 10_000 * whole / treated)


def test_patients_on_treatment_with_criteria_where_a_term_ends():
    stated = {"new_patients": 10, "treatment_years": 3, "stop_after": 1.5, "stop_share": 0.5}
    found = options(stated, route(stop_rule=True, term_years=2, at_end="leave"), years=3)
    # who started a year before the end: all 10; two years before: the half that did not stop
    assert found.stopped[0] == approx([0, 0, 15])
    # whoever stops has stopped once stop_after is over, not a moment later: of both years the half that goes on
    at_once = options(stated | {"stop_after": 1}, route(stop_rule=True, term_years=2, at_end="leave"), years=3)
    assert at_once.stopped[0] == approx([0, 0, 10])


def test_a_route_that_needs_a_registry():
    way = route(needs_registry=True)
    assert options({}, way).openings["condition"].tolist() == ["no_registry"]
    assert options({"registry": True}, way).openings["open"].tolist() == [True]


def test_the_price_after_loss_of_exclusivity_by_months_of_the_calendar_year():
    found = options({"exclusivity_until": "2027-04-01", "price_share_after": 0.4}, years=3)
    # 2027: a quarter at 1, three quarters at 0.4
    assert found.cost[0] == approx([1, 0.25 + 0.75 * 0.4, 0.4])
    assert found.must_fit[0] == approx([1, 0.55, 0.4])
    assert found.table["icer"][0] == approx(100_000)


def test_exclusivity_counts_for_the_present_price_too():
    stated = {"status": "reimbursed", "may_leave": True, "exclusivity_until": "2027-01-01", "price_share_after": 0.5}
    found = options(stated, route("out", action="leave"), years=2)
    assert found.cost[0] == approx([-1, -0.5])


def test_volume_agreement_and_pay_back_cap():
    # 10 patients at 100,000: 1 million; above 0.6 a quarter off: 0.6 + 0.75 x 0.4 = 0.9
    volume = options({"volume_threshold": 0.6, "volume_discount": 0.25})
    assert volume.drug[0] == approx([0.9])
    assert volume.must_fit[0] == approx([0.9])
    capped = options({"volume_threshold": 0.6, "volume_discount": 0.25, "pay_back_cap": 0.8})
    assert capped.cost[0] == approx([0.8])
    # the ceiling tests the price before it
    way = route(price="negotiated", cost_effectiveness="required")
    tested = options({"pay_back_cap": 0.1, "max_discount": 0.5}, way, price_ceiling="icer")
    assert tested.table["discount"].min() == approx(0.2)


def test_volume_by_outcome():
    # accepted with 0.5: expected half of what is paid then
    curve = [{"curve": "c", "discount": d, "probability": p} for d, p in ((0, 1), (0.5, 0.5))]
    found = options(
        {"acceptance": "c", "volume_threshold": 0.3, "volume_discount": 0.5},
        route(price="negotiated"),
        sheets={"Acceptance": curve},
        discount_step=0.5,
    )
    # at 50,000: 0.5 million, paid 0.3 + 0.5 x 0.2 = 0.4
    assert found.drug[1] == approx([0.2])
    assert found.must_fit[1] == approx([0.4])
