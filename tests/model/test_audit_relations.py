"""The audit's own reading of resources and relations: every case worked by hand."""

from __future__ import annotations

from typing import Any

import pytest
from audited import broken, in_full, related, row_of
from small import indication, route, small

import planner
from planner.model.audit import Auditor, Choice, evaluate
from planner.scenario.scenario import Scenario

# Resources

CHAIRS = [{"resource": "chairs", "year": 2026 + t, "capacity": 15} for t in range(2)]


def taking(use: float, basis: str, **stated: Any) -> Scenario:
    uses = [{"indication": "X", "resource": "chairs", "use": use, "basis": basis}]
    return small(indication(**stated), years=2, sheets={"Resources": CHAIRS, "ResourceUse": uses})


def test_resources_by_patient_year_and_by_decision() -> None:
    """10 then 20 patient-years of 0.5 each; a decision takes 12 in the year of its start, also where it starts in July."""
    found = evaluate(taking(0.5, "per_patient_year", treatment_years=2), in_full("X"))
    assert [row_of(found, "resource", "chairs", year) for year in (2026, 2027)] == [(15, 0, 5), (15, 0, 10)]
    july = taking(12, "per_decision", available_from="2026-07")
    found = evaluate(july, in_full("X", start=6))
    assert [row_of(found, "resource", "chairs", year) for year in (2026, 2027)] == [(15, 0, 12), (15, 0, 0)]
    assert broken(evaluate(taking(2, "per_patient_year"), in_full("X"))) == [("resource", "chairs")] * 2


def test_resources_are_committed() -> None:
    """Registration comes with 0.1: the chairs must be there all the same."""
    found = evaluate(taking(1, "per_patient_year", p_registered=0.1), in_full("X"))
    assert row_of(found, "resource", "chairs", 2026) == (15, 0, 10)


# Relations


def test_requires_and_excludes() -> None:
    needs = related({"kind": "requires", "subject": "A", "object": "B"})
    assert broken(evaluate(needs, in_full("A"))) == [("relation", "requires A B")]
    assert not broken(evaluate(needs, in_full("A", "B")))
    assert not broken(evaluate(needs, in_full("B")))
    not_both = related({"kind": "excludes", "subject": "A", "object": "B"})
    assert broken(evaluate(not_both, in_full("A", "B"))) == [("relation", "excludes A B")]
    stays = related({"kind": "excludes", "subject": "A", "object": "B"}, B={"status": "reimbursed"})
    found = evaluate(stays, in_full("A"))
    assert row_of(found, "relation", "excludes A B") == (1, 1, 1)
    assert found.broken


def test_at_most_of_a_group() -> None:
    group = [{"kind": "at_most", "subject": name, "object": "G"} for name in "ABC"]
    group[1]["number"] = 2  # type: ignore[assignment]
    found = evaluate(related(*group), in_full("A", "B", "C"))
    assert row_of(found, "relation", "at_most G") == (2, 0, 3)
    assert broken(found) == [("relation", "at_most G")]


def test_forced_in_and_out_and_not_before() -> None:
    forced = related({"kind": "force_in", "subject": "A"}, {"kind": "force_out", "subject": "B"})
    assert broken(evaluate(forced, [])) == [("relation", "force_in A")]
    assert broken(evaluate(forced, in_full("A", "B"))) == [("relation", "force_out B")]
    assert evaluate(forced, in_full("A")).feasible
    later = small(years=3, sheets={"Relations": [{"kind": "not_before", "subject": "X", "number": 2027}]})
    assert [evaluate(later, in_full("X", start=months)).feasible for months in (0, 12, 24)] == [False, True, True]


def test_one_price_for_a_product() -> None:
    """A kink at 0.15 of one is tried for all; one that is in the package counts at its present discount."""
    one_price = {"kind": "same_price", "subject": "P"}
    way = {"routes": [route(price="negotiated")], "discount_step": 0.1}
    rows = [indication(name, product="P", max_discount=most) for name, most in (("A", 0.15), ("B", 0.3))]
    scenario = small(*rows, sheets={"Relations": [one_price]}, **way)
    assert [float(d) for d in Auditor(scenario).points("B", "direct")] == pytest.approx([0, 0.1, 0.15, 0.2, 0.3])
    same = [Choice("A", "direct", 0, 0.15), Choice("B", "direct", 0, 0.15)]
    assert evaluate(scenario, same).feasible
    other = [same[0], Choice("B", "direct", 0, 0.1)]
    assert broken(evaluate(scenario, other)) == [("relation", "same_price P")]
    stays = indication("C", product="P", status="reimbursed", present_discount=0.1)
    scenario = small(*rows, stays, sheets={"Relations": [one_price]}, **way)
    assert broken(evaluate(scenario, same)) == [("relation", "same_price P")]
    assert evaluate(scenario, other[1:]).feasible


def test_spending_cap_of_a_product() -> None:
    """Gross drug spending of 1 M each, as if accepted, what is replaced not taken off."""
    cap = {"kind": "spending_cap", "subject": "P", "number": 1.5}
    found = evaluate(related(cap, A={"comparator_cost": 50_000}), in_full("A", "B"))
    assert row_of(found, "spending_cap", "P", 2026) == (1.5, 0, 2)
    assert broken(found) == [("spending_cap", "P")]


def test_what_is_in_the_package_takes_nothing_new() -> None:
    """200 patients in conditional admission take none of the 15 chairs, staying or leaving: the engine says so too."""
    uses = [{"indication": "X", "resource": "chairs", "use": 1}]
    stated = {"status": "conditional", "new_patients": 200, "term_end": 2027, "applies_for": "cond", "may_leave": True}
    cond = route("cond", term_years=2, at_end="convert")
    ways = [cond, route("away", action="leave")]
    scenario = small(indication(**stated), routes=ways, years=2, sheets={"Resources": CHAIRS, "ResourceUse": uses})
    assert row_of(evaluate(scenario, []), "resource", "chairs", 2026) == (15, 0, 0)
    assert row_of(evaluate(scenario, [Choice("X", "away", 0, 0.0)]), "resource", "chairs", 2026) == (15, 0, 0)
    assert planner.optimise(scenario).audit.ok


def test_one_price_with_what_is_in_conditional_admission() -> None:
    """Its present discount of 0.13 is tried for the other, so that both can be in the package at one price."""
    stays = {"status": "conditional", "term_end": 2027, "applies_for": "cond", "present_discount": 0.13}
    rows = [indication("A", max_discount=0.5), indication("B", **stays)]
    ways = [route(price="negotiated"), route("cond", term_years=2, at_end="convert", eligible="orphan")]
    same = [{"kind": "same_price", "subject": "A; B"}]
    scenario = small(*rows, routes=ways, sheets={"Relations": same}, discount_step=0.25)
    table = planner.enumerate_options(scenario).table
    tried = [float(d) for d in Auditor(scenario).points("A", "direct")]
    assert tried == pytest.approx([0, 0.13, 0.25, 0.5])
    assert sorted(table["discount"][table["indication"] == "A"]) == pytest.approx(tried)


def test_what_has_no_open_route_shares_no_discount() -> None:
    """B, which no route takes, would go to 0.2: nothing is tried for it, so that nothing of it is tried for A (0 and 0.5)."""
    rows = [indication("A", max_discount=0.5), indication("B", max_discount=0.2, orphan=True)]
    ways = [route(price="negotiated", eligible="not orphan")]
    same = [{"kind": "same_price", "subject": "A; B"}]
    # 10 patients at EUR 100,000 and 0.8 million of room: 0.2 would do, but 0.5 is the first that is tried
    tight = [{"framework": "MSZ", "year": 2026, "budget": 0.8}]
    scenario = small(*rows, routes=ways, sheets={"Relations": same, "Frameworks": tight}, discount_step=0)
    table = planner.enumerate_options(scenario).table
    assert [float(d) for d in Auditor(scenario).points("A", "direct")] == pytest.approx([0, 0.5])
    assert sorted(table["discount"]) == pytest.approx([0, 0.5])
    assert planner.optimise(scenario).totals.admitted == 1
