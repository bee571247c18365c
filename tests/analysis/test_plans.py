"""Several scenarios at once give the plans that each gives alone."""

from __future__ import annotations

from small import indication, small

import planner


def test_two_processes_give_the_plans_of_one_and_an_error_stays_an_error():
    broken = {"Frameworks": [{"framework": "MSZ", "year": 2026, "budget": 100, "baseline_care": 104.5}]}
    scenarios = [
        small(indication("A"), indication("B")),
        small(indication("A"), sheets=broken),
        small(indication("A", qaly_gain=2)),
    ]
    alone, together = (planner.plans(scenarios, workers=workers) for workers in (1, 2))
    for one, other in zip(alone, together, strict=True):
        if isinstance(one, planner.Plan):
            assert isinstance(other, planner.Plan)
            assert one.decisions.equals(other.decisions)
            assert repr(one.totals) == repr(other.totals)  # a figure that does not exist is NaN
        else:
            assert isinstance(other, planner.InfeasibleError)
            assert str(one) == str(other)
    assert isinstance(together[1], planner.InfeasibleError)


def test_variants_side_by_side_are_those_of_one_by_one():
    """Of the variants one changes a price, one leaves no plan, and one has a change that cannot be."""
    rows = [
        {"scenario": name, "table": sheet, "row": row, "column": column, "operation": "set", "value": value}
        for name, sheet, row, column, value in [
            ("dearer", "Indications", "A", "list_price", 250_000),
            ("broken", "Frameworks", "MSZ", "baseline_care", 2_000),
            ("wrong", "Indications", "nobody", "list_price", 1),
        ]
    ]
    scenario = small(indication("A"), indication("B", qaly_gain=2), sheets={"Scenarios": rows})
    alone, together = planner.run(scenario), planner.run(scenario, workers=2)
    assert list(alone.variants) == list(together.variants) == ["dearer", "broken", "wrong"]
    assert repr(alone.base.totals) == repr(together.base.totals)
    assert alone.plans["dearer"].decisions.equals(together.plans["dearer"].decisions)
    assert [str(error) for error in alone.failures.values()] == [str(error) for error in together.failures.values()]
    assert set(together.failures) == {"broken", "wrong"}
