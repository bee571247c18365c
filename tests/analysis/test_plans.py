"""Several scenarios at once give the plans that each gives alone."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from typing import Any, ClassVar

import pytest
from small import indication, small

import planner
from planner.analysis import runs


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
            assert "options" not in vars(other)  # the option table does not travel: it is made again when it is read
            again = pickle.loads(pickle.dumps(other))  # noqa: S301 - our own
            assert again.options.table.equals(one.options.table)
            assert again.options.qalys.tolist() == one.options.qalys.tolist()
            assert again.chosen.tolist() == one.chosen.tolist()
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


class Pool:
    """In place of processes: notes how many threads one that starts now may use."""

    seen: ClassVar[list[str | None]] = []

    def __init__(self, *_asked: object, **_more: object) -> None:
        pass

    def __enter__(self):
        return self

    def __exit__(self, *_error: object) -> None:
        pass

    def map(self, solve: Callable[[Any], Any], jobs: list[Any]) -> list[Any]:
        self.seen.append(os.environ.get("OMP_NUM_THREADS"))
        return [solve(job) for job in jobs]


@pytest.mark.parametrize("before", [None, "3"])
def test_each_process_starts_with_one_thread_and_the_setting_is_put_back(
    before: str | None, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(runs, "ProcessPoolExecutor", Pool)
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    if before is not None:
        monkeypatch.setenv("OMP_NUM_THREADS", before)
    Pool.seen.clear()
    found = planner.plans([small(indication("A")), small(indication("B"))], workers=2)
    planner.frontier(small(), "budget", [0], workers=2)
    assert Pool.seen == ["1", "1"]
    assert os.environ.get("OMP_NUM_THREADS") == before
    assert all(isinstance(plan, planner.Plan) for plan in found)
