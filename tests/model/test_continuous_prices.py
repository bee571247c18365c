"""Prices between the discount points: by hand, only between neighbours, and never dearer than they are said to be."""

from __future__ import annotations

import pytest
from small import indication, route, small
from stated import solved

import planner

approx = pytest.approx


def curved(points: tuple[tuple[float, float], ...], budget: float, *medicines: dict, **settings):
    """X at EUR 1 million a year (10 patients, a QALY each), with a supplier's curve and a hard budget."""
    curve = [{"curve": "c", "discount": d, "probability": p} for d, p in points]
    frameworks = [{"framework": "MSZ", "year": 2026, "budget": budget}]
    own = medicines or (indication("X", acceptance="c"),)
    sheets = {"Acceptance": curve, "Frameworks": frameworks}
    return small(*own, routes=[route(price="negotiated")], sheets=sheets, discount_step=0, **settings)


LINE = ((0.0, 1.0), (0.5, 0.5))
#: At 0.25 the supplier is half as likely to accept, further on hardly less: a mix of 0 and 0.5 would be too good to be true.
HOLLOW = ((0.0, 1.0), (0.25, 0.5), (0.5, 0.45))


def test_a_price_between_two_points():
    # The mandate price must fit EUR 0.8 million: of the kinks 0.5 does (a = 0.5: 5 QALY). Between them 0.2: a = 0.8: 8 QALY.
    assert planner.optimise(curved(LINE, 0.8), mip_gap=0).totals.net == approx(5)
    plan = planner.optimise(curved(LINE, 0.8, price_mode="continuous"), mip_gap=0)
    row = plan.decisions.iloc[0]
    assert plan.totals.net == approx(8, rel=1e-6)
    assert (row["discount"], row["share"], row["acceptance"]) == approx((0.2, 1, 0.8), rel=1e-6)
    assert row["mandate_price"] == approx(80_000, rel=1e-6)
    assert sorted(plan.shares) == approx([0.4, 0.6], rel=1e-6)


def test_cost_is_never_understated():
    # 0.6 of EUR 1 million and 0.4 of 0.5 x 0.5 = 0.25 million: 0.7 expected; the price itself would cost 0.8 x 0.8 = 0.64.
    plan = planner.optimise(curved(LINE, 0.8, price_mode="continuous"), mip_gap=0)
    assert plan.decisions.iloc[0]["spending"] == approx(0.7, rel=1e-6)


def test_only_neighbouring_points_make_a_price():
    # 0.2 lies between 0 and 0.25: 0.2 x 10 + 0.8 x 5 = 6 QALY; 0 and 0.5 would promise 0.6 x 10 + 0.4 x 4.5 = 7.8.
    plan = planner.optimise(curved(HOLLOW, 0.8, price_mode="continuous"), mip_gap=0)
    assert plan.totals.net == approx(6, rel=1e-6)
    assert sorted(plan.options.table["discount"].to_numpy()[plan.picked]) == [0, 0.25]


def test_a_step_of_0_tries_the_kinks_and_list():
    scenario = curved(HOLLOW, 0.8)
    assert planner.enumerate_options(scenario).table["discount"].tolist() == [0, 0.25, 0.5]


def test_a_share_at_a_price_between_two_points():
    # Divisible: all of it at 0.2 (8 QALY) is worth more than 0.8 of it at list (8): equal; with 0.4 million 0.4 at list (4), or
    # 0.8 of it at 0.5 (4): the same line. Never more than the line allows.
    medicine = indication("X", acceptance="c", divisible=True, max_coverage=0.5)
    found = solved(curved(LINE, 0.4, medicine, price_mode="continuous"))
    assert found.net == approx(4, rel=1e-6)
    assert sum(found.shares.values()) <= 0.5 + 1e-9


def test_one_price_between_the_points_for_two_indications():
    # EUR 2 million at list, 1.5 there: both at 0.25 or more, the same; each alone could go to 0.3 and 0.5.
    medicines = [indication(n, product="P", max_discount=d) for n, d in (("P1", 0.3), ("P2", 0.5))]
    relation = [{"kind": "same_price", "subject": "P"}]
    frameworks = [{"framework": "MSZ", "year": 2026, "budget": 1.5}]
    sheets = {"Relations": relation, "Frameworks": frameworks}
    scenario = small(
        *medicines, routes=[route(price="negotiated")], sheets=sheets, discount_step=0, price_mode="continuous"
    )
    found = solved(scenario)
    assert found.net == approx(20)
    own = found.choice
    rows, shares = getattr(own, "rows", own), getattr(own, "shares", [1.0, 1.0])
    table = found.evaluator.options.table.iloc[rows].assign(share=shares)
    mean = (table["discount"] * table["share"]).groupby(table["indication"]).sum()
    assert mean["P1"] == approx(mean["P2"], abs=1e-6)
    assert mean["P1"] >= 0.25 - 1e-6
