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
            assert one.totals == other.totals
        else:
            assert isinstance(other, planner.InfeasibleError)
            assert str(one) == str(other)
    assert isinstance(together[1], planner.InfeasibleError)
