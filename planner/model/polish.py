"""Improve a plan that is proven only to a gap, one indication at a time, until no single change makes it better.

Among options that are equally good in a step the rules of a tie hold (least expected cost, then route, start and discount),
so that the same input gives the same plan.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from planner.impact.timing import Flags, Numbers
from planner.model.evaluate import Evaluator
from planner.model.money import Whole
from planner.model.ties import SAME_COST, preference, tolerance

#: Rounds over all indications; two or three suffice in practice.
_ROUNDS = 10


def polish(evaluator: Evaluator, picked: Whole, among: Flags | None = None) -> Whole:
    """The plan after all single changes (admit, leave out, another option) that add net QALYs, or tie and cost less.

    ``among`` says which options may be tried; all when it is None. Options that may be chosen in part are left as they are.
    """
    if evaluator.divisible.any():
        return picked
    rank = preference(evaluator.options.table)
    slack = tolerance(evaluator.worth(picked).net)
    groups = _groups(evaluator)
    if among is not None:
        tried = among.copy()
        tried[picked] = True
        groups = [own[tried[own]] for own in groups if tried[own].any()]
    for _ in range(_ROUNDS):
        before = picked
        for own in groups:
            picked = _best_of(evaluator, picked, own, rank, slack)
        if np.array_equal(before, picked):
            break
    return picked


def _groups(evaluator: Evaluator) -> list[Whole]:
    """The options of each indication that has a choice, by identifier."""
    codes, names = pd.factorize(evaluator.options.table["indication"], sort=True)
    order = np.argsort(codes, kind="stable")
    parts = np.split(order, np.searchsorted(codes[order], np.arange(1, len(names))))
    stays = set(evaluator.stay.tolist())
    return [np.asarray(own, dtype=np.intp) for own in parts if len(own) > 1 or (len(own) and own[0] not in stays)]


def _best_of(evaluator: Evaluator, picked: Whole, own: Whole, rank: Numbers, slack: float) -> Whole:
    """The plan with the best of one indication's options, all else as it is.

    Leaving a candidate out is an option of worth and cost 0 that a tie prefers last; one in the package has to stay or go.
    """
    now = np.intersect1d(own, picked)
    rest = np.setdiff1d(picked, now)
    gained, lost = evaluator.added(rest, own)
    net, cost = np.append(gained - lost, 0.0), np.append(evaluator.cost[own], 0.0)
    order = np.append(rank[own], np.inf)
    current = len(own) if not len(now) else int(np.flatnonzero(own == now[0])[0])
    hopeful = np.flatnonzero(net >= net[current] - slack)
    limits = evaluator.limits
    real = hopeful[hopeful < len(own)]
    fitting = real[limits.beside(rest, own[real])]
    leaves = hopeful[-1] == len(own) and not np.isin(own, evaluator.stay).any()
    if leaves and limits.keeps(rest):
        fitting = np.append(fitting, len(own))
    if not len(fitting):
        return picked
    good = fitting[net[fitting] >= net[fitting].max() - slack]
    cheap = good[cost[good] <= cost[good].min() + SAME_COST]
    best = int(cheap[np.argmin(order[cheap])])
    return rest if best == len(own) else np.sort(np.append(rest, own[best]))
