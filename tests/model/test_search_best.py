"""What the search says where it holds no plan: that there is none, or that nothing is known."""

from __future__ import annotations

import numpy as np
import pytest
from small import indication, small

import planner
from planner.model.evaluate import Evaluator
from planner.model.kept import _RETRIES


def explorer(count: int, *, divisible: bool) -> planner.Explorer:
    """Candidates that all fit: 2 to the power of ``count`` plans, or more where one may be admitted in part."""
    rows = [indication(f"I{n}", qaly_gain=1 + n, divisible=divisible and n == 0) for n in range(count)]
    return planner.Explorer(small(*rows))


@pytest.mark.parametrize("divisible", [False, True])
def test_where_the_solver_keeps_no_limit_exactly_nothing_is_known(divisible: bool, monkeypatch: pytest.MonkeyPatch):
    # More plans than are cut off one at a time: a plan that nobody has seen may keep every limit.
    asked = explorer(6, divisible=divisible)
    assert _RETRIES < 2**6
    monkeypatch.setattr(Evaluator, "fits", lambda _self, _picked: False)
    best = asked.best()
    assert not best.held
    assert best.bound == np.inf
    assert not best.proven


def test_where_every_plan_was_seen_to_break_a_limit_there_is_none(monkeypatch: pytest.MonkeyPatch):
    asked = explorer(3, divisible=False)
    assert _RETRIES > 2**3
    monkeypatch.setattr(Evaluator, "fits", lambda _self, _picked: False)
    best = asked.best()
    assert not best.held
    assert best.bound == -np.inf
    assert best.proven
