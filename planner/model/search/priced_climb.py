"""The highest price by plans at one price after another: each is searched by the tree, over what the LP's multipliers leave.

A plan that is worth the floor says up to which price it (or what it shares with the plans found before) is; a price at which the
tree proves that no plan is worth the floor bounds what is looked for from above. By how much the best plan falls short of the LP
changes little with the price, which tells where to look next.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from planner.impact import Options
from planner.impact.rows import joined, some
from planner.impact.timing import Numbers
from planner.model.money import Whole
from planner.model.problem import Problem
from planner.model.search.bound import Bound, Relaxation, relaxation
from planner.model.search.master import Master
from planner.model.search.priced import Priced, Walk
from planner.model.search.tree import Goal, Tree

#: While it climbs the tree may leave this share of what a plan is worth above the floor.
_EASE = 0.1
#: A price that the LP foretells is believed up to this share of the way.
_BELIEVED = 0.95
#: Steps of the search for the price that the LP foretells, and of the climb.
_SECANTS, _STEPS = 12, 60
_NONE: Whole = np.zeros(0, dtype=np.intp)


@dataclass(frozen=True)
class _Best:
    """The best plan at one price (rows of ``Priced.options``; empty: none is worth the floor), what it is worth, and what any
    is worth at most by the LP; ``proven`` says that a plan that was not found does not exist.
    """

    plan: Whole
    worth: float
    reach: float
    proven: bool


def climbed(
    problem: Problem,
    priced: Priced,
    names: Sequence[str],
    near: Whole,
    floor: float,
    gap: float,
    time_left: Callable[[], float],
) -> Walk:
    """The highest factor at which all of ``names`` are in a plan worth at least ``floor`` (see ``Priced.highest``)."""
    own, pool, high = priced.own(names), near, np.inf
    if set(priced.names[own]) != set(names):  # one of them has no open route
        return Walk(np.nan, _NONE, np.nan, True)
    at = _AtPrice(problem, priced, names, near, floor, time_left)
    walk = priced.among(names, pool, own, floor, gap, time_left)
    if np.isinf(walk.factor):
        return walk
    found, estimate = None, at.estimate(max(0.0, np.nan_to_num(walk.factor)))
    for _ in range(_STEPS):
        low = walk.factor
        step = max(1e-7, gap) * max(1.0, np.nan_to_num(low))
        if high <= 0.0 or high - low <= step * (1 + 1e-9):
            return replace(walk, estimate=estimate, proven=True)
        factor = 0.0 if np.isnan(low) else at.next(low + step, high, found)
        best = at.best(factor)
        if len(best.plan):
            pool, found = np.union1d(pool, best.plan[best.plan < priced.first]), best
            better = priced.among(names, pool, own, floor, gap, time_left)
            if np.isinf(better.factor):
                return better
            mine = best.plan[best.plan >= priced.first]
            walk = better if better.factor >= factor else Walk(factor, mine, np.nan, False)
        elif best.proven:
            high, found = factor, None
        else:
            break
    return replace(walk, estimate=estimate, proven=False)


class _AtPrice:
    """Plans with some indications at one factor after another; each LP begins where the last one ended."""

    def __init__(
        self,
        problem: Problem,
        priced: Priced,
        names: Sequence[str],
        near: Whole,
        floor: float,
        time_left: Callable[[], float],
    ) -> None:
        self._problem, self._priced, self._names = problem, priced, frozenset(names)
        self._floor, self._left = priced.lowered(floor), time_left
        self._own = priced.own(names)
        self._alive = np.zeros(len(priced.rows), dtype=bool)
        others = np.flatnonzero(~np.isin(priced.names[: priced.first], list(names)))
        self._alive[priced.place[np.concatenate([others, self._own])]] = True
        self._must = priced.must(self._own)
        self._columns: Whole = priced.place[near]
        self._multipliers: Numbers | None = None

    def _bound(self, factor: float) -> Bound:
        arrays = self._priced.at(factor)
        master = Master(arrays)
        master.add(self._columns)
        found, _ = master.bound(self._alive, self._must, self._multipliers, self._floor)
        self._columns, self._multipliers = master.near(found.loss, self._alive), found.multipliers
        return found

    def estimate(self, factor: float) -> float:
        """The factor at which the best route and start pays at the multipliers of the LP at this one."""
        pays = self._priced.pays(self._own, self._bound(factor).multipliers)
        pays = pays[np.isfinite(pays)]
        return float(pays.max()) if len(pays) else np.nan

    def best(self, factor: float) -> _Best:
        """The best plan at a factor that is worth more than the floor."""
        bound = self._bound(factor)
        if bound.value <= self._floor:
            return _Best(_NONE, -np.inf, bound.value, True)
        priced, rows = self._priced, self._priced.rows
        hopeful = np.zeros(len(priced.options), dtype=bool)
        hopeful[rows.ids] = self._alive & (bound.value - bound.loss > self._floor)
        hopeful[priced.evaluator.stay] = True  # the reference plan is made of them
        kept = np.flatnonzero(hopeful)
        mine = kept[kept >= priced.first] - priced.first
        offered = _line(some(priced.free, mine), some(priced.full, mine), factor)
        evaluator, stated = priced.stated(joined(some(self._problem.options, kept[kept < priced.first]), offered))
        arrays = relaxation(evaluator, stated, self._names)
        if not np.isin(np.flatnonzero(arrays.must), arrays.group).all() or self._left() <= 0:
            return _Best(_NONE, -np.inf, bound.value, self._left() > 0)
        tree = Tree(evaluator, arrays, Goal(0.0, self._cut, False, self._left, _silent), _NONE, self._floor)
        tree.run(*_root(arrays, kept, self._columns, rows, self._floor), np.arange(len(arrays)))
        return _Best(kept[tree.plan], tree.net, bound.value, self._left() > 0)

    def _cut(self, worth: float) -> float:
        """Any plan will do where there is no floor."""
        return worth if worth <= self._floor else worth + _EASE * (worth - self._floor)

    def next(self, least: float, high: float, found: _Best | None) -> float:
        """The factor to try next, from ``least`` to below ``high``: where the LP lies above the floor by as much as it lay above
        the last plan; half of the way where none was found.
        """
        if found is None or not np.isfinite(self._floor):
            if not np.isfinite(high):
                return least if found is None else 2.0 * least
            return least if high - least <= 0.01 * least else (least + high) / 2.0
        short, low, most = found.reach - found.worth, least, high

        def over(factor: float) -> float:
            return self._bound(factor).value - self._floor - short

        before = over(low)
        if before <= 0:
            return least
        if not np.isfinite(most):
            most = 1.25 * low + 0.01
            while over(most) > 0 and most < 2.0**20:
                low, most = most, 2.0 * most
        for _ in range(_SECANTS):
            middle = (low + most) / 2.0
            low, most = (middle, most) if over(middle) > 0 else (low, middle)
        return least + _BELIEVED * (low - least)


def _root(arrays: Relaxation, kept: Whole, columns: Whole, rows: Relaxation, floor: float) -> tuple[Bound, Master]:
    """The bound over the options of a tree, and its LP."""
    master = Master(arrays)
    master.add(np.flatnonzero(np.isin(kept[arrays.ids], rows.ids[columns])))
    bound, _ = master.bound(np.ones(len(arrays), dtype=bool), arrays.must, None, floor)
    return bound, master


def _line(free: Options, full: Options, factor: float) -> Options:
    """Offers at a factor, on the straight line through those at 0 and 1."""

    def between(one: Any, other: Any) -> dict[str, Any]:
        values = {name: value for name, value in vars(one).items() if isinstance(value, np.ndarray)}
        return {
            name: value + factor * (getattr(other, name) - value)
            for name, value in values.items()
            if value.dtype == np.float64
        }

    moved = free.moved
    if moved is not None:
        moved = replace(moved, **between(moved, full.moved))
    return replace(free, moved=moved, **between(free, full))


def _silent(_net: float, _bound: float, _nodes: int) -> None:
    """Nothing is told of the search for a price."""
