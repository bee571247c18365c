"""The walk-away price where money is no straight line of the price, or options may be chosen in part: found by halving.

At a given price everything is exact: volume agreements and pay-back caps are paid as they are, shares and carried room are those
of the full model. A higher price only costs more, so that the prices at which the plan is as good as without lie below one
bound, which is halved down to 1e-7 of the list price.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from planner.impact.rows import joined, some
from planner.model.balance import balance
from planner.model.choice import picks
from planner.model.evaluate import Evaluator
from planner.model.limits import limits
from planner.model.money import Whole, money
from planner.model.problem import Problem
from planner.model.search.best import search
from planner.model.search.priced import Priced, Walk
from planner.model.search.prune import Question
from planner.model.ties import EXACT

#: The factor on the list price above which nothing limits the price, and to what it is found.
_ENDLESS, _NEAR = 2.0**20, 1e-7


def straight(problem: Problem, priced: Priced, names: Sequence[str]) -> bool:
    """Whether all figures of some indications are straight lines of their price, in a model of whole decisions."""
    return problem.evaluator.whole and not bool(priced.bent[priced.own(names) - priced.first].any())


def highest_by_search(
    problem: Problem, priced: Priced, names: Sequence[str], floor: float, gap: float, time_left: Callable[[], float]
) -> Walk:
    """The highest common factor at which all of ``names`` are admitted in a plan worth at least ``floor`` (see ``Priced``)."""
    tried = _Tried(problem, priced, names, floor, max(gap, EXACT), time_left)
    if set(priced.names[tried.own]) != set(names) or not tried.good(0.0):
        return Walk(np.nan, np.zeros(0, dtype=np.intp), np.nan, tried.sure)
    low, high = 0.0, 1.0
    while tried.good(high):
        low, high = high, 2.0 * high
        if high > _ENDLESS:
            return Walk(np.inf, tried.taken, np.nan, tried.sure)
    while high - low > _NEAR * max(1.0, high):
        middle = (low + high) / 2.0
        low, high = (middle, high) if tried.good(middle) else (low, middle)
    return Walk(low, tried.taken, np.nan, tried.sure)


class _Tried:
    """One price after another: ``taken`` are the offers of the last plan that was good, ``sure`` says that all was proven."""

    def __init__(
        self,
        problem: Problem,
        priced: Priced,
        names: Sequence[str],
        floor: float,
        gap: float,
        time_left: Callable[[], float],
    ) -> None:
        self._problem, self._priced, self._names = problem, priced, list(names)
        self._floor, self._gap, self._left = floor - EXACT * max(1.0, abs(floor)), gap, time_left
        self.own = priced.own(names)
        mine = problem.options.table["indication"].isin(self._names).to_numpy(dtype=bool)
        self._others = some(problem.options, np.flatnonzero(~mine))
        self._money = money(problem.scenario)
        self.taken: Whole = np.zeros(0, dtype=np.intp)
        self.sure = True

    def good(self, factor: float) -> bool:
        """Whether the best plan with all of them at this factor is worth enough."""
        scenario, first = self._problem.scenario, len(self._others)
        offered = some(self._priced.offered(self._problem, factor), self.own - self._priced.first)
        options = joined(self._others, offered)
        stated = limits(scenario, options, self._money)
        # of a pair of objectives the first says how good a plan is: the second would give some of that for its own sake
        evaluator = Evaluator(scenario.settings, options, replace(stated, second=None))
        question = Question(forced=frozenset(self._names))
        found = search(evaluator, balance(evaluator), self._gap, self._left, question)
        if found.picked is None or evaluator.worth(found.picked).net < self._floor:
            self.sure = self.sure and found.bound < self._floor + 2 * EXACT * max(1.0, abs(self._floor))
            return False
        rows = picks(found.picked).rows
        self.taken = self.own[rows[rows >= first] - first]
        return True
