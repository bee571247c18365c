"""Scarce resources: what a decision takes, by hand; and that a row says what it says, however it is written down."""

from __future__ import annotations

from copy import deepcopy

import numpy as np
import pytest
from small import indication, route, small
from stated import solved, stated

approx = pytest.approx


def chairs(*capacity: float | None, name: str = "chairs") -> list[dict]:
    return [{"resource": name, "year": 2026 + t, "capacity": c} for t, c in enumerate(capacity)]


def takes(name: str, use: float, basis: str = "per_patient_year", resource: str = "chairs") -> dict:
    return {"indication": name, "resource": resource, "use": use, "basis": basis}


def test_use_per_patient_year_and_per_decision():
    # Two years of treatment, 10 starters a year from 2026: 10, then 20 patient-years; 0.5 chairs each: 5 and 10.
    # Start in 2027: 0, then 10 patient-years: 5. A committee meets 3 times per decision, in the year of the start.
    sheets = {
        "Resources": [*chairs(20, 20), *chairs(4, 4, name="committee")],
        "ResourceUse": [takes("X", 0.5), takes("X", 3, "per_decision", "committee")],
    }
    evaluator = stated(small(indication(treatment_years=2), years=2, sheets=sheets))
    family = evaluator.limits["resource"]
    assert list(zip(family.rows["name"], family.rows["year"], strict=True)) == [
        ("chairs", 2026),
        ("chairs", 2027),
        ("committee", 2026),
        ("committee", 2027),
    ]
    assert evaluator.options.table["start_year"].tolist() == [2026, 2027]
    assert family.use.toarray().tolist() == [[5, 0], [10, 5], [3, 0], [0, 3]]
    assert family.limit.tolist() == [20, 20, 4, 4]
    assert family.unit == "units"


def test_an_uncertain_supplier_takes_the_whole_resource():
    # Accepted with probability 0.5: health counts half, the chairs are needed all the same.
    curve = [{"curve": "c", "discount": d, "probability": p} for d, p in ((0, 1), (0.5, 0.5))]
    medicine = indication(acceptance="c", max_discount=0.5)
    scenario = small(
        medicine,
        routes=[route(price="negotiated")],
        sheets={"Acceptance": curve, "Resources": chairs(20), "ResourceUse": [takes("X", 1)]},
        discount_step=0.5,
    )
    evaluator = stated(scenario)
    assert evaluator.options.table["acceptance"].tolist() == [1, 0.5]
    assert evaluator.limits["resource"].use.toarray().tolist() == [[10, 10]]


def crowded(capacity: float | None, **more: object) -> dict:
    """A: 10 QALY for 10 chairs, B: 8 for 6, C: 5 for 4. With 10 chairs B and C (13), with 20 all (23), with 9 B alone (8)."""
    medicines = [
        indication(name, qaly_gain=gain / 10, new_patients=10) for name, gain in (("A", 10), ("B", 8), ("C", 5))
    ]
    use = [takes("A", 1.0), takes("B", 0.6), takes("C", 0.4)]
    sheets = {"Resources": chairs(capacity), "ResourceUse": use, **more}
    return {"indications": medicines, "sheets": sheets}


def best(capacity: float | None, **more: object):
    stated_case = crowded(capacity, **more)
    return solved(small(*stated_case["indications"], sheets=stated_case["sheets"]))


@pytest.mark.parametrize(("capacity", "chosen", "net"), [(10, "BC", 13), (20, "ABC", 23), (9, "B", 8), (0, "", 0)])
def test_a_knapsack_of_chairs(capacity, chosen, net):
    found = best(capacity)
    assert "".join(sorted(found.shares)) == chosen
    assert found.net == approx(net)


def test_an_absent_row_is_no_limit_and_so_is_a_very_large_one():
    assert best(None).net == approx(23)
    assert best(1e9).net == approx(23)
    case = crowded(9)
    del case["sheets"]["Resources"], case["sheets"]["ResourceUse"]
    assert solved(small(*case["indications"], sheets=case["sheets"])).net == approx(23)


@pytest.mark.parametrize("capacity", [9, 10, 16, 20])
def test_a_resource_row_split_in_two_equal_ones_changes_nothing(capacity):
    one = best(capacity)
    use = [takes(n, u, resource=r) for n, u in (("A", 1.0), ("B", 0.6), ("C", 0.4)) for r in ("north", "south")]
    two = best(
        capacity,
        Resources=[*chairs(capacity, name="north"), *chairs(capacity, name="south")],
        ResourceUse=use,
    )
    assert two.net == approx(one.net)
    assert two.shares == one.shares


def test_a_unit_a_thousand_times_smaller_changes_nothing():
    case = crowded(10)
    other = deepcopy(case)
    for row in other["sheets"]["ResourceUse"]:
        row["use"] *= 1000
    other["sheets"]["Resources"] = chairs(10_000)
    first, second = (solved(small(*c["indications"], sheets=c["sheets"])) for c in (case, other))
    assert first.shares == second.shares


def test_what_is_reimbursed_takes_nothing_new():
    # Z is in the package: what it takes is in the capacity already.
    case = crowded(10)
    medicines = [*case["indications"], indication("Z", status="reimbursed")]
    sheets = {
        **case["sheets"],
        "ResourceUse": [*case["sheets"]["ResourceUse"], takes("Z", 1), takes("Z", 9, "per_decision")][:4],
    }
    found = solved(small(*medicines, sheets=sheets))
    assert np.sort(list(found.shares)).tolist() == ["B", "C", "Z"]
