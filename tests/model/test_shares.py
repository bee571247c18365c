"""Divisible indications: a share of the patients of one option, by hand; and as a linear program, exactly."""

from __future__ import annotations

import numpy as np
import pytest
from small import indication, route, small
from stated import solved, stated

import planner
from planner.model.balance import balance
from planner.model.compiled import compiled_plan

approx = pytest.approx


def programmes(**more) -> list[dict]:
    """A: 30 QALY for EUR 1 million, B: 20 for 1 million, C: 10 for 1 million."""
    return [indication(n, qaly_gain=g, divisible=True, **more) for n, g in (("A", 3), ("B", 2), ("C", 1))]


def budget(amount: float) -> dict:
    return {"Frameworks": [{"framework": "MSZ", "year": 2026, "budget": amount}]}


def test_a_league_table_of_divisible_programmes_is_filled_from_the_top():
    # EUR 1.4 million: all of A (30), 0.4 of B (8).
    found = solved(small(*programmes(), sheets=budget(1.4)))
    assert found.shares == {"A": 1, "B": 0.4}
    assert found.net == approx(38)


def test_where_all_is_divisible_the_model_is_a_linear_program():
    evaluator = stated(small(*programmes(), sheets=budget(1.4)))
    compiled = compiled_plan(evaluator, balance(evaluator), np.arange(3), None)
    assert not compiled.program.whole.any()


@pytest.mark.parametrize("mode", ["discrete", "continuous"])
@pytest.mark.parametrize("patients", [1, 7, 10, 200_000])
def test_of_equally_good_plans_with_shares_the_cheapest_is_taken_and_then_the_first_by_identifier(patients, mode):
    # For the same health the supplier goes to 30 %, for certain; "a" and "b" are alike, and so are the routes.
    ways = [route("second", price="negotiated"), route("first", price="negotiated")]
    twins = [
        indication(name, patient_group="g", new_patients=patients, max_discount=0.3, divisible=mode == "discrete")
        for name in "ba"
    ]
    plan = planner.optimise(
        small(*twins, routes=ways, sheets=budget(1e6), discount_step=0.1, price_mode=mode), mip_gap=0
    )
    row = plan.decisions.set_index("indication").loc["a"]
    assert (row["route"], row["share"], row["discount"]) == ("first", 1, approx(0.3, abs=1e-12))
    assert (plan.outcome.stopped, plan.outcome.ties) == ("optimal", True)


def test_a_largest_coverage():
    # At most 0.8 of each: 0.8 of A (24), 0.6 of B (12).
    found = solved(small(*programmes(max_coverage=0.8), sheets=budget(1.4)))
    assert found.shares == {"A": 0.8, "B": 0.6}
    assert found.net == approx(36)


def test_a_share_is_of_one_option_only():
    # Two routes: dear pays the list price (1 million), cheap half of it, but only from 2027. With 0.6 million in each year a mix
    # of both would treat more; one option is allowed. Dear: 0.6 in both years, 0.6 x 20 QALY. Cheap: from 2027, 0.5 million, 10.
    frameworks = [{"framework": "MSZ", "year": 2026 + t, "budget": 0.6} for t in range(2)]
    cheap = route("cheap", price_cap_share=0.5, price="negotiated", lead_time_months=12)
    medicine = indication("X", divisible=True, max_discount=0.5)
    settings = {"discount_step": 0.5, "discount_rate_effects": 0, "years": 2}
    found = solved(small(medicine, routes=[route("dear"), cheap], sheets={"Frameworks": frameworks}, **settings))
    assert found.shares == {"X": 0.6}
    assert found.column("route") == {"X": "dear"}
    assert found.net == approx(0.6 * 20)


def test_a_dossier_is_a_whole_one_whatever_the_share():
    # One dossier: with EUR 0.5 million the best single choice is half of A.
    found = solved(small(*programmes(), routes=[route(dossiers_per_year=1)], sheets=budget(1.5)))
    assert found.shares == {"A": 1}
    assert solved(small(*programmes(), routes=[route(dossiers_per_year=2)], sheets=budget(1.5))).shares == {
        "A": 1,
        "B": 0.5,
    }


def test_resources_count_patients_by_share_and_decisions_whole():
    # A committee of 1 per decision allows one; chairs of 5 (10 patients take 10) allow half of it.
    sheets = {
        "Resources": [
            {"resource": "chairs", "year": 2026, "capacity": 5},
            {"resource": "committee", "year": 2026, "capacity": 1},
        ],
        "ResourceUse": [{"indication": n, "resource": "chairs", "use": 1} for n in "ABC"]
        + [{"indication": n, "resource": "committee", "use": 1, "basis": "per_decision"} for n in "ABC"],
    }
    found = solved(small(*programmes(), sheets=sheets))
    assert found.shares == {"A": 0.5}
    assert found.evaluator.limits["resource"].used(found.choice).tolist() == approx([5, 1])


SUBSTITUTES = [
    # B needs A at least as much: with 1.4 million, 0.7 of both is worth 35, A whole and 0.4 of B is worth 38: not bound.
    ([("requires", "B", "A", None)], 1.4, {"A": 1, "B": 0.4}, 38),
    # A needs B: 0.7 of both, 21 + 14.
    ([("requires", "A", "B", None)], 1.4, {"A": 0.7, "B": 0.7}, 35),
    # A and B share what they do: together at most 1, so A alone and C 0.4.
    ([("excludes", "A", "B", None)], 1.4, {"A": 1, "C": 0.4}, 34),
    # At most half of A, B and C together.
    ([("at_most", n, "g", 0.5) for n in "ABC"], 1.4, {"A": 0.5}, 15),
    # C is forced in for 0.3: 0.3 x 10 + 30 + 0.1 x 20.
    ([("force_in", "C", None, 0.3)], 1.4, {"A": 1, "B": 0.1, "C": 0.3}, 35),
    ([("force_out", "A", None, None)], 1.4, {"B": 1, "C": 0.4}, 24),
]


@pytest.mark.parametrize(("relations", "money", "shares", "net"), SUBSTITUTES)
def test_substitutes_and_complements(relations, money, shares, net):
    rows = [{"kind": k, "subject": s, "object": o, "number": n} for k, s, o, n in relations]
    found = solved(small(*programmes(), sheets={**budget(money), "Relations": rows}))
    assert found.shares == approx(shares)
    assert found.net == approx(net)


def test_shares_of_a_patient_group_add_up_to_one():
    # A and B have the same patients: A for all of them; with chairs for half, A 0.5 and B 0.5 where B takes none.
    medicines = programmes()
    for row in medicines[:2]:
        row["patient_group"] = "g"
    sheets = {
        "Resources": [{"resource": "chairs", "year": 2026, "capacity": 5}],
        "ResourceUse": [{"indication": "A", "resource": "chairs", "use": 1}],
    }
    assert solved(small(*medicines)).shares == {"A": 1, "C": 1}
    assert solved(small(*medicines, sheets=sheets)).shares == {"A": 0.5, "B": 0.5, "C": 1}


def test_whole_and_divisible_side_by_side():
    # B is all or nothing: 1.4 million buys A whole and 0.4 of C (34), or B and 0.4 of A (20 + 12 = 32).
    medicines = programmes()
    medicines[1]["divisible"] = False
    assert solved(small(*medicines, sheets=budget(1.4))).shares == {"A": 1, "C": 0.4}


def test_no_share_is_what_the_tolerance_of_a_tie_buys() -> None:
    """Room of 1 million: E (0.6 million for 20 QALYs), then C (1 million for 24), then A (1.8 million for 40).

    A goes first by identifier, yet of nothing: the tolerance would buy a ten-millionth of it.
    """
    terms = {"A": (180_000, 4), "C": (100_000, 2.4), "E": (60_000, 2)}
    rows = [
        indication(name, list_price=price, qaly_gain=gain, divisible=True, max_coverage=0.8)
        for name, (price, gain) in terms.items()
    ]
    frames = [{"framework": "MSZ", "year": 2026 + t, "budget": 1} for t in range(3)]
    plan = planner.optimise(small(*rows, sheets={"Frameworks": frames}, years=3), mip_gap=0)
    admitted = plan.decisions[plan.decisions["decision"] == "admit"]
    assert dict(zip(admitted["indication"], admitted["share"], strict=True)) == approx({"C": 0.52, "E": 0.8}, abs=1e-9)
