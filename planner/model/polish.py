"""Improve a plan that is proven only to a gap, one indication at a time, until no single change makes it better.

Among options that are equally good in a step the rules of a tie hold (least expected cost, then route, start and discount),
so that the same input gives the same plan.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from planner.model.evaluate import Evaluator
from planner.model.money import Whole
from planner.model.ties import SAME_COST, preference, tolerance

#: Rounds over all indications; one or two suffice in practice.
_ROUNDS = 5


def polish(evaluator: Evaluator, picked: Whole) -> Whole:
    """The plan after all single changes (admit, leave out, another option) that add net QALYs, or tie and cost less."""
    table = evaluator.options.table
    rank = preference(table)
    codes, names = pd.factorize(table["indication"], sort=True)
    order = np.argsort(codes, kind="stable")
    edges = np.searchsorted(codes[order], np.arange(len(names) + 1))
    stays = set(evaluator.stay.tolist())
    groups = [order[edges[at] : edges[at + 1]] for at in range(len(names))]
    groups = [own for own in groups if own[0] not in stays]
    slack = tolerance(evaluator.worth(picked).net)
    for _ in range(_ROUNDS):
        before = picked
        for own in groups:
            picked = _best_of(evaluator, picked, own, rank, slack)
        if np.array_equal(before, picked):
            break
    return picked


def _best_of(
    evaluator: Evaluator, picked: Whole, own: Whole, rank: np.ndarray[tuple[int], np.dtype[np.float64]], slack: float
) -> Whole:
    """The plan with the best of one indication's options (or none), all else as it is."""
    now = np.intersect1d(own, picked)
    rest = np.setdiff1d(picked, now)
    gained, lost = evaluator.added(rest, own)
    net = gained - lost
    current = float(net[own == now[0]][0]) if len(now) else 0.0
    hopeful = np.flatnonzero(net >= max(current, 0.0) - slack)
    if len(now):
        hopeful = np.union1d(hopeful, np.flatnonzero(own == now[0]))
    over = [family.excess(rest, own[hopeful]) for family in evaluator.limits.families]
    fitting = hopeful[~(np.concatenate(over) > 0).any(axis=0)]
    best = max(float(net[fitting].max(initial=0.0)), 0.0)
    good = fitting[net[fitting] >= best - slack]
    cost = evaluator.cost[own[good]]
    least = float(cost.min(initial=np.inf))
    nothing = best <= slack and least > SAME_COST
    if nothing and (not len(now) or current <= slack):
        return rest
    if not len(good) or (best <= current + slack and len(now) and _as_good(evaluator, now[0], own[good], rank)):
        return picked
    cheap = own[good[cost <= least + SAME_COST]]
    return np.sort(np.append(rest, cheap[np.argmin(rank[cheap])]))


def _as_good(evaluator: Evaluator, now: int, others: Whole, rank: np.ndarray[tuple[int], np.dtype[np.float64]]) -> bool:
    """Whether the option that is chosen now is the one the rules of a tie prefer among equals."""
    least = float(evaluator.cost[others].min())
    cheap = others[evaluator.cost[others] <= least + SAME_COST]
    return int(cheap[np.argmin(rank[cheap])]) == int(now)
