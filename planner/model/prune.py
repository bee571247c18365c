"""Prove options away before the Pyomo model is built: what no plan better than the best one at hand can use.

A plan with option o is worth at most ``bound - loss_o``. With a plan worth ``inc`` at hand, o may go where that is not above
``inc (1 + gap)``; at gap 0 only where it is clearly below ``inc``, so that equally good plans stay. What is reported holds for
the original problem: every plan uses an option that was proved away, or lies in the model that is solved.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from planner.impact.timing import Flags
from planner.model.balance import Balance
from planner.model.bound import Bound, Relaxation
from planner.model.evaluate import Evaluator
from planner.model.money import TOLERANCE, Whole
from planner.model.polish import polish
from planner.model.solve import Progress, solve
from planner.model.ties import tolerance

#: Options in the first search for a plan, at least and per indication; and nodes that a search may take.
_FIRST, _SHARE, _NODES = 300, 0.7, 20
#: The model is made when so few options are left, or when a round removes little.
_FEW, _LITTLE = 2000, 0.05
_ROUNDS = 6


@dataclass(frozen=True)
class Pruned:
    """What is left: ``kept`` options, the best plan so far, the bound on all plans that use anything else.

    ``counts`` says how many options went by which argument; ``bound`` is the LP bound on every plan.
    """

    kept: Whole
    plan: Whole
    cut: float
    bound: float
    counts: dict[str, int] = field(default_factory=dict)


def prune(
    evaluator: Evaluator, stated: Balance, gap: float, time_left: Callable[[], float], progress: Progress | None = None
) -> Pruned | None:
    """Prove options away; None where no plan is at hand to prove with (admitting nothing breaks a limit)."""
    if not evaluator.fits(evaluator.stay):
        return None
    relaxation = Relaxation(evaluator, stated)
    alive = ~_break_alone(evaluator)
    counts = {"options": len(alive), "break a limit alone": int((~alive).sum())}
    plan = evaluator.stay
    bound = relaxation.bound(alive, plan)
    size = max(_FIRST, int(_SHARE * relaxation.groups))
    for _ in range(_ROUNDS):
        plan = _better_plan(evaluator, relaxation, bound, alive, plan, size, gap, time_left)
        cut = cut_of(evaluator.worth(plan).net, gap)
        left = alive & (bound.value - bound.loss > cut)
        if progress is not None:
            progress(f"pruning: {int(left.sum()):,} options left, best plan {evaluator.worth(plan).net:,.1f} QALYs")
        removed, alive = int((alive & ~left).sum()), left
        if bound.value <= cut or alive.sum() <= _FEW or removed < _LITTLE * (removed + alive.sum()):
            break
        size *= 2
        bound = _lower(bound, relaxation.bound(alive, np.union1d(bound.columns, plan)))
    counts["cannot be in a better plan"] = int((~alive).sum()) - counts["break a limit alone"]
    cut = cut_of(evaluator.worth(plan).net, gap)
    kept = np.union1d(np.flatnonzero(alive), np.union1d(plan, evaluator.stay))
    counts["in the model"] = len(kept)
    return Pruned(kept, plan, cut, bound.value, counts)


def _lower(one: Bound, other: Bound) -> Bound:
    return other if other.value <= one.value else one


def cut_of(net: float, gap: float) -> float:
    """What a plan must be worth more than to be looked for."""
    return net + gap * abs(net) if gap > 0 else net - 2 * tolerance(net)


def _break_alone(evaluator: Evaluator) -> Flags:
    """Options that break a limit by themselves, counting rows that no option can relieve."""
    use, space = evaluator.limits.by_option, evaluator.limits.space
    entries = use.tocoo()
    row, column = entries.coords
    relieved = np.zeros(use.shape[0], dtype=bool)
    relieved[row[entries.data < 0]] = True
    bad = (entries.data > space[row] + TOLERANCE) & ~relieved[row]
    broken = np.zeros(use.shape[1], dtype=bool)
    broken[column[bad]] = True
    return broken


def _better_plan(
    evaluator: Evaluator,
    relaxation: Relaxation,
    bound: Bound,
    alive: Flags,
    plan: Whole,
    size: int,
    gap: float,
    time_left: Callable[[], float],
) -> Whole:
    """The best plan that HiGHS finds soon on the options of least loss, improved by single changes; else the one at hand."""
    loss = np.where(alive, bound.loss, np.inf)
    near = np.flatnonzero(alive) if alive.sum() <= size else np.argpartition(loss, size)[:size]
    kept = np.union1d(np.union1d(near, plan), evaluator.stay)
    program = relaxation.program(kept, whole=True)
    start = np.concatenate([np.isin(kept, plan).astype(np.float64), relaxation.stated.values(evaluator.use(plan))])
    answer = solve(program, gap=gap / 2, node_limit=_NODES, time_limit=time_left(), start=start)
    if answer.solution is None:
        return plan
    found = kept[answer.solution[: len(kept)] > 0.5]
    if evaluator.fits(found):
        found = polish(evaluator, found, alive)
    # A plan that proves others away is checked exactly, whatever it was found by.
    better = evaluator.fits(found) and evaluator.worth(found).net > evaluator.worth(plan).net
    return found if better else plan
