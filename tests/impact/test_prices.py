"""Prices and acceptance by hand: worked examples 2, 5, 6, 13, 17, 18, 19 and 21."""

from __future__ import annotations

import numpy as np
import pytest
import single
from small import indication, route, small

import planner
from planner.impact import prices
from planner.impact.acceptance import acceptance, signed_discount, suppliers
from planner.impact.patients import annuity

approx = pytest.approx

FIFTH = {
    "list_price": 50_000,
    "qaly_gain": 1.2,
    "treatment_years": 2.5,
    "p_effective": 0.7,
    "other_cost": 3_000,
    "offset_cost": 1_000,
    "max_discount": 1,
}
LOCK = route("lock", price="negotiated", cost_effectiveness="required")
ICER = {"price_ceiling": "icer"}


def opening(stated, way=LOCK, **settings):
    """The terms of the only route for the only indication."""
    return single.options(stated, way, **settings).openings.iloc[0]


def options(stated, way=LOCK, sheets=None, **more):
    return single.options(stated, way, sheets=sheets, **more)


@pytest.mark.parametrize(
    ("burden", "price", "reduction"), [(0.8, 25_516.5, 0.489670), (0.5, 15_197.8, 0.696044), (0.3, 4_879.12, 0.902418)]
)
def test_cost_effective_price_of_example_5(burden, price, reduction):
    # 80,000 x 0.7 x 1.2 / 2.44217 - (3,000 - 1,000) = 25,516.5
    found = opening({**FIFTH, "disease_burden": burden}, **ICER)
    assert found["cost_effective_price"] == approx(price, rel=3e-6)
    assert found["needed_discount"] == approx(reduction, rel=3e-6)


def test_paid_share_raises_the_cost_effective_price_in_example_5():
    responders = {**LOCK, "paid_share_basis": "responders"}
    found = opening({**FIFTH, "response_share": 0.6}, responders, **ICER)
    assert found["cost_effective_price"] == approx(42_527.5, rel=3e-6)
    assert found["needed_discount"] == approx(0.149450, rel=5e-6)


def test_icer_of_example_5():
    treated, health, other = annuity(np.array([2.5]), 0.03), np.array([0.7 * 1.2]), np.array([2_000.0])
    price = np.array([25_000.0])
    assert prices.icer(price, np.array([1.0]), other, treated, health) == approx([78_498.4], rel=2e-6)
    assert prices.icer(price, np.array([0.6]), other, treated, health) == approx([49_424.9], rel=2e-6)


def test_ceiling_of_a_chronic_medicine_in_example_2():
    found = opening({"list_price": 60_000, "treatment_years": 30, "qaly_gain": 6, "max_discount": 1}, **ICER)
    assert found["ceiling"] == approx(23_776.0, rel=3e-6)


def test_cost_effective_price_of_a_one_off_therapy_in_example_13():
    therapy = {
        "list_price": 1_900_000,
        "qaly_gain": 12,
        "offset_cost": 240_000,
        "offset_years": 10,
        "max_discount": 0.5,
    }
    assert opening(therapy, **ICER)["cost_effective_price"] == approx(3_068_666, rel=1e-6)


CURVE = [{"curve": "c", "discount": d, "probability": p} for d, p in ((0, 1), (0.2, 0.9), (0.5, 0.4), (0.7, 0))]


@pytest.mark.parametrize(
    ("stated", "shift", "a", "signed"),
    [
        ({"acceptance": "c"}, 0, 0.733333, 0.404545),
        ({"acceptance": "c", "max_discount": 0.6}, 0, 0.733333, 0.397727),
        ({"acceptance": "c"}, 0.1, 0.566667, 0.377941),
        ({"acceptance": "c", "max_discount": 0.6}, 0.1, 0.566667, 0.369118),
        ({"max_discount": 0.5}, 0, 1, 0.4),
    ],
)
def test_bargaining_of_example_6(stated, shift, a, signed):
    scenario = small(indication(**stated), routes=[LOCK], sheets={"Acceptance": CURVE})
    supplier = suppliers(scenario.table("Indications"), scenario.table("Acceptance"))[0]
    assert acceptance(supplier, np.array([0.3]), shift) == approx([a], rel=2e-6)
    assert signed_discount(supplier, np.array([0.3]), shift, 0.5) == approx([signed], rel=2e-6)


def test_bargaining_at_no_discount_in_example_6():
    # I(0) = 0.19 + 0.195 + 0.04 = 0.425, half of it: 0.2125
    scenario = small(indication(acceptance="c"), routes=[LOCK], sheets={"Acceptance": CURVE})
    supplier = suppliers(scenario.table("Indications"), scenario.table("Acceptance"))[0]
    assert signed_discount(supplier, np.array([0.0]), 0.0, 0.5) == approx([0.2125])


def test_reference_values_of_example_17():
    classes = small().table("ReferenceValues")
    burden = np.array([0.10, 0.40, 0.405, 0.41, 0.70, 0.71, 1.00])
    assert prices.reference_value(burden, classes).tolist() == [20_000] * 3 + [50_000] * 2 + [80_000] * 2
    assert np.isnan(prices.reference_value(np.array([0.09, np.nan]), classes)).all()


def test_no_reference_value_closes_the_route():
    found = opening({"disease_burden": 0.09, "max_discount": 1}, **ICER)
    assert found["condition"] == "no_reference_value"
    assert opening({"disease_burden": 0.09, "max_discount": 1, "advice_high": 0.3})["open"]  # an advice needs none


def test_the_mandate_must_fit_in_example_18():
    sheets = {"Acceptance": [{"curve": "c", "discount": d, "probability": p} for d, p in ((0, 1), (0.6, 0))]}
    found = options(
        {"acceptance": "c", "list_price": 1_000_000},
        route("lock", price="negotiated", cost_effectiveness="not_required"),
        sheets,
        bargaining_power=0.5,
        min_acceptance=0,
    )
    row = int(np.flatnonzero(np.isclose(found.table["discount"], 0.2))[0])
    assert found.table["acceptance"][row] == approx(2 / 3)
    assert found.table["net_price"][row] == approx(700_000)  # signed at 0.30 in expectation
    assert found.cost[row, 0] == approx(4.66667, rel=2e-6)
    assert found.must_fit[row, 0] == approx(8.0)


def test_points_of_example_19():
    free = route("lock", price="negotiated", cost_effectiveness="not_required")
    found = options({"max_discount": 0.15}, free, discount_step=0.05).table
    assert found["discount"].tolist() == [0, 0.05, 0.1, 0.15]
    assert found["acceptance"].tolist() == [1, 1, 1, 1]
    sheets = {"Acceptance": [{"curve": "c", "discount": d, "probability": p} for d, p in ((0, 1), (0.5, 0.5))]}
    found = options({"acceptance": "c"}, {**free, "acceptance_shift": 0.1}, sheets, discount_step=0.05).table
    assert found["discount"].tolist() == approx(np.arange(9) * 0.05)
    assert found["acceptance"][[0, 1, 8]].tolist() == approx([1, 0.85, 0.5])


def test_interpolation_comes_before_the_maximum_in_example_21():
    # One patient, once: 1.2 million less half = 0.6, and 0.2 avoided in each of three years, if accepted (a = 0.5):
    # 0.4, -0.2, -0.2 from 1 January; from 1 July half of each and half of the year before: 0.2, 0.1, -0.2.
    once = {
        "new_patients": 0,
        "waiting_patients": 1,
        "list_price": 1_200_000,
        "offset_cost": 200_000,
        "offset_years": 3,
    }
    sheets = {"Acceptance": [{"curve": "c", "discount": d, "probability": p} for d, p in ((0, 1), (0.5, 0.5))]}
    free = route("lock", price="negotiated", cost_effectiveness="not_required")
    for dates, expected, committed in (
        ({}, [0.2, -0.1, -0.1], [0.4, 0, 0]),
        ({"available_from": "2026-07-01"}, [0.1, 0.05, -0.1], [0.2, 0.1, 0]),
    ):
        found = options({**once, **dates, "acceptance": "c"}, free, sheets, years=3, discount_step=0.5)
        row = int(np.flatnonzero(found.table["discount"] == 0.5)[0])
        assert found.cost[row] == approx(expected)
        assert found.must_fit[row] == approx(committed)


@pytest.mark.parametrize(
    ("rule", "stated", "ceiling"),
    [
        ("advice", {"advice_low": 0.3, "advice_high": 0.5}, 25_000),
        ("advice", {"advice_high": 0.5, "advice_kind": "more_than"}, 22_500),  # a margin of 5 points
        (
            "advice",
            {"advice_high": 0.5, "advice_kind": "far_more_than"},
            22_500,
        ),  # the same: how much far is, nobody says
        ("advice", {}, 25_516.5),  # no advice: the cost-effective price
        ("lowest", {"advice_high": 0.3}, 25_516.5),
        ("lowest", {"advice_high": 0.6}, 20_000),
        ("icer", {"advice_high": 0.6}, 25_516.5),
        ("none", {"advice_high": 0.6}, np.nan),
    ],
)
def test_ceilings(rule, stated, ceiling):
    found = opening({**FIFTH, **stated}, price_ceiling=rule)
    assert found["ceiling"] == approx(ceiling, rel=3e-6, nan_ok=True)


def test_the_lower_end_of_an_advice_may_count():
    found = opening({**FIFTH, "advice_low": 0.3, "advice_high": 0.5}, advice_bound="low")
    assert found["ceiling"] == approx(35_000)


def test_a_cap_holds_beside_the_ceiling():
    capped = {**LOCK, "price_cap_basis": "list", "price_cap_share": 0.4}
    found = opening({**FIFTH, "advice_high": 0.5}, capped)
    assert (found["ceiling"], found["cap"]) == approx((25_000, 20_000))
    assert found["needed_discount"] == approx(0.6)


def test_ceiling_and_supplier_do_not_meet():
    found = opening({**FIFTH, "advice_high": 0.5, "max_discount": 0.3})
    assert (found["condition"], found["needed_discount"], found["supplier_discount"]) == (
        "ceiling_and_supplier",
        approx(0.5),
        approx(0.3),
    )


def test_a_negative_ceiling_leaves_no_option():
    assert opening({**FIFTH, "other_cost": 40_000}, **ICER)["condition"] == "negative_ceiling"


@pytest.mark.parametrize(
    ("stated", "column"),
    [
        ({"disease_burden": None, "max_discount": 0.5}, "disease_burden"),
        ({}, "max_discount"),
        ({"max_discount": 0.5, "effectiveness": "uncertain", "p_effective": None}, "p_effective"),
    ],
)
def test_a_blank_figure_that_an_open_route_needs_is_a_problem(stated, column):
    with pytest.raises(planner.ScenarioError) as caught:
        options(stated)
    assert any(column in problem.message for problem in caught.value.problems)
