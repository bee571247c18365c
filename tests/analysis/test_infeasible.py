"""Why no plan fits, where shares may be chosen or room is carried over: by hand."""

from __future__ import annotations

import pytest
from small import indication, route, small

import planner
from planner.analysis.infeasible import explain
from planner.scenario.scenario import Scenario

approx = pytest.approx


def must_be_in(number: float | None = None, *, budgets: tuple[float, float], carry: float) -> Scenario:
    """X, a million in 2027 (or of its patients so many), must be in; two years of care of 100 million."""
    frame = [
        {
            "framework": "MSZ",
            "year": 2026 + t,
            "budget": budget,
            "baseline_care": 100,
            "carry_over_share": carry,
        }
        for t, budget in enumerate(budgets)
    ]
    relation = {"kind": "force_in", "subject": "X", "number": number}
    own = indication("X", available_from="2027-01-01", divisible=number is not None)
    return small(own, years=2, sheets={"Frameworks": frame, "Relations": [relation]})


def test_what_is_carried_over_is_no_part_of_what_lacks():
    # all room of 2026 goes on to 2027: 1 million is enough; of 0.4 million 0.6 lacks, in 2027
    assert explain(must_be_in(budgets=(101, 100), carry=1)).feasible
    found = explain(must_be_in(budgets=(100.4, 100), carry=1))
    rows = found.rows.set_index(["family", "year"])
    assert rows.loc[("framework", 2027), "relax_by"] == found.relaxation == approx(0.6, abs=1e-5)
    assert [(one.year, one.needed, one.left) for one in found.forced] == [(2027, 1, approx(0.4))]
    # 2027 is 0.5 million over by itself: the half of 1 million mends it, and of 0.8 million 0.1 lacks
    late = must_be_in(budgets=(100.8, 99.5), carry=0.5)
    free = {**late.tables, "Relations": late.tables["Relations"].iloc[:0]}
    with pytest.raises(planner.InfeasibleError) as error:
        planner.optimise(planner.scenario_from_tables(free))
    assert [(one.year, one.excess) for one in error.value.collisions] == [(2027, approx(0.1))]


def test_what_must_be_in_uses_up_what_could_be_carried() -> None:
    """It can start in 2026 only: its million takes all room of that year, so that nothing is left for its million of 2027."""
    frames = must_be_in(budgets=(101, 100), carry=1).tables["Frameworks"]
    relation = {"kind": "force_in", "subject": "X"}
    sheets = {"Frameworks": frames, "Relations": [relation]}
    found = explain(small(indication("X"), routes=[route(open_to=2026)], years=2, sheets=sheets))
    assert [(one.year, one.needed, one.left) for one in found.forced] == [(2027, 1, 0)]


def test_what_must_be_in_for_a_share_lacks_for_that_share():
    # half of the patients: 0.5 million, for which 0.5 is there or 0.4; the relation itself can be kept
    assert explain(must_be_in(0.5, budgets=(100, 100.5), carry=0)).feasible
    found = explain(must_be_in(0.5, budgets=(100, 100.4), carry=0))
    assert found.rows.set_index("family")["relax_by"].to_dict() == {"framework": approx(0.1), "relation": 0}


def test_what_carried_room_could_pay_alone_is_no_conflict_by_itself():
    # the million of 2026 pays for X in 2027, or for A; not for both
    scenario = must_be_in(budgets=(101, 100), carry=1)
    rows = [*scenario.tables["Indications"].to_dict("records"), indication("A")]
    relations = [{"kind": "force_in", "subject": name} for name in ("X", "A")]
    both = {**scenario.tables, "Indications": rows, "Relations": relations}
    with pytest.raises(planner.InfeasibleError) as error:
        planner.optimise(planner.scenario_from_tables(both))
    assert {one.name for one in error.value.collisions} == {"MSZ", "force_in X", "force_in A"}
