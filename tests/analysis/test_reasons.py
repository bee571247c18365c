"""Why each indication is in the plan or not: a case built to have each reason."""

from __future__ import annotations

import numpy as np
import pytest
from small import indication, route, small

import planner
from planner.analysis import reasons

approx = pytest.approx
LOCK = route("lock", price="negotiated", cost_effectiveness="required")
CARE = [
    {
        "care": "other",
        "spending": 100,
        "euro_per_qaly": 100_000,
        "max_share": 1,
        "observed_share": 1,
        "unit": "visits",
        "unit_cost": 100,
    }
]


def reason(*args, name="X", **kwargs):
    plan = planner.optimise(small(*args, **kwargs), mip_gap=0)
    return reasons(plan).set_index("indication").loc[name]


def tight(budget, **more):
    """A framework of so many EUR million without any other care."""
    return {"Frameworks": [{"framework": "MSZ", "year": 2026, "budget": budget, "baseline_care": 0}], **more}


def test_worth_it():
    found = reason(indication())
    assert (found["code"], found["gained"], found["lost"], found["net"]) == (
        "worth_it",
        approx(10),
        approx(0),
        approx(10),
    )


def test_stays():
    assert reason(indication(status="reimbursed"), indication("Y"))["code"] == "stays"


def test_later_because_of_a_limit():
    # One dossier a year: the second of two equal indications starts a year later.
    found = reason(indication("A"), indication("X"), routes=[route(dossiers_per_year=1)], years=2)
    assert (found["code"], found["limit_family"], found["limit_name"], found["limit_years"]) == (
        "later",
        "dossiers",
        "direct",
        "2026",
    )
    assert (found["earliest_year"], found["start_year"]) == (2026, 2027)


@pytest.mark.parametrize(
    ("stated", "way", "condition"),
    [
        ({}, route(eligible="orphan"), "not_eligible"),
        ({}, route(standing="proposed"), "not_used"),
        ({"files_from": "none"}, route(), "no_dossier"),
        ({"available_from": "2028-01-01"}, route(), "after_horizon"),
        ({}, route(open_from=2027), "outside_open_years"),
        ({"disease_burden": 0.05}, route(cost_effectiveness="required"), "no_reference_value"),
    ],
)
def test_no_route(stated, way, condition):
    found = reason(indication(**stated), routes=[way])
    assert (found["code"], found["condition"], found["route"]) == ("no_route", condition, "direct")


def test_too_dear_with_both_sides():
    # 80,000 x 0.5 = 40,000 is the ceiling: 60 % off 100,000, where the supplier goes to 30 %
    found = reason(indication(qaly_gain=0.5, max_discount=0.3), routes=[LOCK])
    assert (found["code"], found["needed_discount"], found["supplier_discount"]) == (
        "too_dear",
        approx(0.6),
        approx(0.3),
    )


def test_the_route_that_got_furthest_is_named():
    ways = [route("a", eligible="orphan"), LOCK, route("z", standing="asked_for")]
    found = reason(indication(qaly_gain=0.5, max_discount=0.3), routes=ways)
    assert (found["code"], found["route"]) == ("too_dear", "lock")


def test_loses_more_than_it_gains_by_itself():
    # 10 x 0.5 = 5 QALYs for 1 million that displaces 10
    sheets = tight(100, Care=CARE)
    sheets["Frameworks"][0]["baseline_care"] = 100
    found = reason(indication(qaly_gain=0.5), sheets=sheets, displacement_mode="observed")
    assert found["code"] == "loses"
    assert found["alone"]
    assert (found["gained"], found["lost"], found["net"]) == (approx(5), approx(10), approx(-5))


def test_loses_beside_this_plan():
    # Displacing rises from 2 to 20 QALYs per million: A (15 QALYs) takes the cheap care, X (10) would take the dear one.
    care = [
        {**CARE[0], "euro_per_qaly": 500_000, "max_share": 0.01},
        {"care": "other", "euro_per_qaly": 50_000, "max_share": 0.5},
    ]
    sheets = tight(100, Care=care)
    sheets["Frameworks"][0]["baseline_care"] = 100
    found = reason(indication("A", qaly_gain=1.5), indication("X"), sheets=sheets, displacement_mode="observed")
    assert (found["code"], found["alone"]) == ("loses", False)
    assert (found["gained"], found["lost"]) == (approx(10), approx(20))


def test_no_room():
    # 1 million of framework, and the better of two that cost 1 million each takes it
    found = reason(indication("A", qaly_gain=2), indication("X"), sheets=tight(1))
    assert (found["code"], found["limit_family"], found["limit_name"], found["limit_years"]) == (
        "no_room",
        "framework",
        "MSZ",
        "2026",
    )
    assert found["shortfall"] == approx(1)


def test_a_full_patient_group_is_no_room():
    rows = (indication("A", qaly_gain=2, patient_group="G"), indication("X", patient_group="G"))
    found = reason(*rows)
    assert (found["code"], found["limit_family"], found["limit_name"]) == ("no_room", "patient_group", "G")


def carried_on():
    """Room of a million in 2026, that goes on to 2027; "early" is open in 2026 only, to orphan medicines."""
    frames = [
        {"framework": "MSZ", "year": 2026 + t, "budget": 101 - t, "baseline_care": 100, "carry_over_share": 1}
        for t in range(2)
    ]
    ways = [route("early", eligible="orphan", open_to=2026), route("late", eligible="not orphan", open_from=2027)]
    return {"routes": ways, "years": 2, "sheets": {"Frameworks": frames}}


def test_what_lacks_in_a_year_counts_the_room_that_is_carried_into_it():
    # A takes 0.6 of the million that 2026 leaves to 2027; X needs 0.9: 0.5 lacks
    rows = indication("A", new_patients=6, qaly_gain=3), indication("X", new_patients=9)
    found = reason(*rows, **carried_on())
    assert (found["code"], found["limit_family"], found["limit_years"]) == ("no_room", "framework", "2027")
    assert found["shortfall"] == approx(0.5)


def test_what_takes_room_that_the_plan_carries_on_lacks_in_the_next_year():
    # A takes 0.8 in 2027, all of it room of 2026; X would take half of that million in 2026, and nothing in 2027
    rows = (
        indication("A", new_patients=8, qaly_gain=3),
        indication("X", new_patients=5, patient_growth=-1, orphan=True),
    )
    found = reason(*rows, **carried_on())
    assert (found["code"], found["limit_family"], found["limit_years"]) == ("no_room", "framework", "2027")
    assert found["shortfall"] == approx(0.3)


def test_a_relation_that_rules_out_is_read_at_its_own_place_among_the_limits():
    # A and X exclude each other; X brings more. The first limit of all is that A is decided once, of which nothing is taken.
    apart = [{"kind": "excludes", "subject": "A", "object": "X"}]
    found = reason(indication("A"), indication("X", qaly_gain=3), sheets={"Relations": apart}, name="A")
    assert (found["code"], found["limit_name"]) == ("no_room", "excludes A X")
    assert np.isnan(found["limit_years"])  # no year and no amount: more of it would not help
