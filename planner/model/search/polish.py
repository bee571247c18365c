"""Improve a plan that is proven only to a gap, one indication at a time, until no single change makes it better.

Among options that are equally good in a step the rules of a tie hold (least expected cost, then route, start and discount),
so that the same input gives the same plan.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import sparse

from planner.impact.timing import Flags, Numbers
from planner.model.evaluate import Evaluator
from planner.model.money import TOLERANCE, Whole
from planner.model.ties import SAME_COST, preference, tolerance

#: Rounds of changes; a few suffice in practice.
_ROUNDS = 50
#: Width of the step by which a slope is taken [EUR million], and what the least loss may be off by [QALY].
_STEP, _ROUNDING = 1e-5, 1e-2
#: After so many indications without a change all options are looked at again.
_IDLE = 5


def polish(evaluator: Evaluator, picked: Whole, among: Flags | None = None) -> Whole:
    """The plan after all single changes (admit, leave out, another option) that add net QALYs, or tie and cost less.

    ``among`` says which options may be tried; all when it is None. Options that may be chosen in part are left as they are.
    """
    if evaluator.divisible.any():
        return picked
    rank = preference(evaluator.options.table)
    slack = tolerance(evaluator.worth(picked).net)
    groups = _groups(evaluator)
    tried = np.ones(len(rank), dtype=bool) if among is None else among.copy()
    some = tried.copy()
    for _ in range(_ROUNDS):
        some[picked] = tried[picked] = True
        gain = _gain(evaluator, picked, some, slack)
        start = picked
        promise = np.array([gain[own].max() for own in groups])
        idle = 0
        for number in np.argsort(-promise, kind="stable")[: int(np.isfinite(promise).sum())]:
            before, own = picked, groups[number]
            picked = _best_of(evaluator, picked, own[tried[own]], rank, slack)
            idle = 0 if len(before) != len(picked) or (before != picked).any() else idle + 1
            if idle == _IDLE and promise.max() > 0:
                break
        if np.array_equal(start, picked):
            if some.sum() == tried.sum():
                break
            some = tried.copy()  # a change may have made another possible elsewhere
        else:
            some = np.isfinite(gain)
    return picked


def _gain(evaluator: Evaluator, picked: Whole, among: Flags, slack: float) -> Numbers:
    """What each option would add in place of what is picked of its indication; -inf where it does not fit, or adds nothing.

    For a picked option: what leaving it out would add. An option that adds nothing and costs no more counts (a tie).
    """
    options, money = evaluator.options, evaluator.money
    if (
        len(evaluator.limits.carry) or options.moved is not None
    ):  # more than one framework or year per option: try them all
        return np.where(among, 0.0, -np.inf)
    codes, names = options.codes
    short = np.where(money.limited, money.base + evaluator.use(picked).cost - np.nan_to_num(money.budget), 0.0)
    own = np.full(len(names), -1)
    own[codes[picked]] = picked
    some = np.flatnonzero(among)
    now = own[codes[some]]
    now = np.where(now == some, -1, now)  # beside what is picked itself stands leaving it out
    with_now = now >= 0
    sign = np.where(np.isin(some, picked), -1.0, 1.0)
    delta = sign * evaluator.value[some] - np.where(with_now, evaluator.value[now], 0.0)
    slope = _slopes(evaluator, short)
    most = delta - sign * slope[some] + np.where(with_now, slope[now], 0.0)
    kept = most >= -slack - _ROUNDING
    some, now, with_now, sign, delta = some[kept], now[kept], with_now[kept], sign[kept], delta[kept]
    for f in range(len(money.frameworks)):
        mine = (evaluator.framework[some] == f) | (with_now & (evaluator.framework[now] == f))
        at, other = some[mine], now[mine]
        more = np.where((evaluator.framework[at] == f)[:, None], sign[mine][:, None] * options.cost[at], 0.0)
        less = np.where(((other >= 0) & (evaluator.framework[other] == f))[:, None], options.cost[other], 0.0)
        after = np.where(money.limited[f], short[f] + more - less, 0.0)
        delta[mine] -= _lost(evaluator, f, after) - _lost(evaluator, f, short[f][None])
    saved = np.where(with_now, evaluator.cost[now], 0.0) - sign * evaluator.cost[some]
    good = np.flatnonzero((delta > slack) | ((delta >= -slack) & (saved > SAME_COST)))
    good = good[_fitting(evaluator, picked, some[good], now[good], sign[good])]
    gain = np.full(len(among), -np.inf)
    gain[some[good]] = delta[good]
    return gain


def _slopes(evaluator: Evaluator, short: Numbers) -> Numbers:
    """What every option would at least lose elsewhere (negative: what it gives back at most), at what a euro loses now.

    Losses rise with what is displaced and room is worth no more than that: they are convex, so that no change loses less than
    its cost at the slope between the money that is short and a little less.
    """
    lost = np.zeros(len(evaluator.options))
    for f, now in enumerate(short):
        step = _STEP * np.eye(len(now))
        limited = evaluator.money.limited[f]
        slope = (_lost(evaluator, f, now[None]) - _lost(evaluator, f, now[None] - step)) / _STEP
        mine = evaluator.framework == f
        lost[mine] = evaluator.options.cost[mine] @ np.where(limited, slope, 0.0)
    return lost


def _fitting(evaluator: Evaluator, picked: Whole, options: Whole, now: Whole, sign: Numbers) -> Flags:
    """Whether the plan keeps every limit when each single option takes the place of another (-1 = of none)."""
    use, space = evaluator.limits.by_option, evaluator.limits.space - evaluator.limits.used(picked)
    taken = sparse.csc_array(use[:, options] @ sparse.diags_array(sign))
    left = sparse.csc_array(use[:, np.maximum(now, 0)] @ sparse.diags_array(np.where(now >= 0, 1.0, 0.0)))
    more = sparse.csc_array(taken - left)
    over = more.data > np.maximum(space, 0.0)[more.indices] + TOLERANCE
    broken = np.repeat(np.arange(len(options)), np.diff(more.indptr))[over]
    fits = np.ones(len(options), dtype=bool)
    fits[broken] = False
    return fits


def _lost(evaluator: Evaluator, framework: int, short: Numbers) -> Numbers:
    """Discounted health lost by money that is short (n alternatives x year), less what room that is left could buy."""
    lost = evaluator.money.health_lost(framework, np.maximum(0.0, short), evaluator.loss)
    return np.asarray(
        (lost - evaluator.room_price[framework] * np.maximum(0.0, -short)) @ evaluator.health_weight, dtype=np.float64
    )


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
