"""HiGHS that never comes back: it is left behind and asked by another way, and a plan that is there is not lost with it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from unittest.mock import Mock

import numpy as np
import pytest
from scipy import sparse
from test_solving import competing

import planner
from planner.model.search import dive, tree
from planner.model.solve import Program, QuietHighs, solve
from planner.model.watched import ran


@pytest.fixture
def stuck(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Callable[[QuietHighs], bool]], None]]:
    """Let a run of HiGHS that meets a test hang until the test is over; silence is noticed after a fraction of a second."""
    over, run = threading.Event(), QuietHighs.run
    monkeypatch.setattr("planner.model.watched.SILENCE", 0.3)

    def hang(when: Callable[[QuietHighs], bool]) -> None:
        monkeypatch.setattr(QuietHighs, "run", lambda self: over.wait() if when(self) else run(self))

    yield hang
    over.set()


def presolves(highs: QuietHighs) -> bool:
    """Whether HiGHS presolves the model, or smaller ones."""
    return highs.getOptionValue("presolve")[1] != "off" or bool(highs.getOptionValue("mip_heuristic_run_rins")[1])


def knapsack() -> Program:
    """Values 6, 5 and 4 of weights 3, 2 and 2 in a space of 4: the last two, worth 9."""
    return Program(
        gain=np.array([6.0, 5.0, 4.0]),
        constant=0.0,
        matrix=sparse.csr_array(np.array([[3.0, 2.0, 2.0]])),
        low=np.array([-np.inf]),
        high=np.array([4.0]),
        lower=np.zeros(3),
        upper=np.ones(3),
        whole=np.ones(3, dtype=bool),
    )


def test_a_run_that_is_lost_in_presolve_is_done_without(stuck: Callable[..., None], caplog: pytest.LogCaptureFixture):
    stuck(presolves)
    caplog.set_level("INFO", logger="planner")
    answer = solve(knapsack(), start=np.array([1.0, 0.0, 0.0]))
    assert (answer.stopped, answer.objective) == ("optimal", 9.0)
    assert answer.solution is not None
    assert answer.solution.tolist() == [0.0, 1.0, 1.0]
    assert "begins again without" in caplog.text


def test_where_every_run_is_lost_nothing_is_claimed(stuck: Callable[..., None]):
    stuck(lambda _: True)
    answer = solve(knapsack())
    assert (answer.stopped, answer.solution, answer.bound) == ("time", None, np.inf)


@pytest.mark.parametrize("within", [tree, dive])
def test_the_plan_is_the_best_all_the_same_where_a_part_of_the_search_is_lost(
    within: object, stuck: Callable[..., None], monkeypatch: pytest.MonkeyPatch
):
    inside, asked = threading.Event(), []

    def noted(*arguments, **named):
        asked.append(named)
        inside.set()
        try:
            return solve(*arguments, **named)
        finally:
            inside.clear()

    monkeypatch.setattr(within, "solve", noted)
    stuck(lambda highs: inside.is_set() and presolves(highs))
    plan = planner.optimise(competing(12), mip_gap=1e-6, prune=True)
    best = planner.optimise(competing(12), mip_gap=1e-6, prune=False)
    assert asked
    assert plan.outcome.stopped in ("optimal", "gap")
    assert plan.totals.net == pytest.approx(best.totals.net, rel=2e-6)


def test_who_waits_for_a_run_and_is_called_away_lets_it_end(monkeypatch: pytest.MonkeyPatch):
    class Event:
        interrupted = False

        def interrupt(self) -> None:
            self.interrupted = True

    class Calls:
        def subscribe(self, call: Callable[[Event], None]) -> None:
            self.call = call

    class Slow:
        cbMipInterrupt, cbSimplexInterrupt, ended = Calls(), Calls(), threading.Event()

        def run(self) -> None:
            event = Event()
            while not event.interrupted:
                time.sleep(0.01)
                self.cbMipInterrupt.call(event)
            self.ended.set()

    slow = Slow()
    with monkeypatch.context() as here:
        here.setattr(threading.Thread, "join", Mock(side_effect=KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            ran(slow, 1)
    assert slow.ended.wait(5)
