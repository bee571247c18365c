"""The best plan among some options, some indications forced in: on matrices, without a Pyomo model and without the audit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from planner.impact.timing import Flags
from planner.model.balance import Balance
from planner.model.bound import Relaxation
from planner.model.evaluate import Evaluator
from planner.model.money import Whole
from planner.model.polish import polish
from planner.model.prune import cut_of
from planner.model.solve import solve

_RETRIES = 25


@dataclass(frozen=True)
class Found:
    """A plan (rows of the option table) and what any plan that answers the same question can be worth at most."""

    picked: Whole
    bound: float


def search(
    evaluator: Evaluator,
    stated: Balance,
    gap: float,
    time_left: Callable[[], float],
    allowed: Flags,
    forced: frozenset[str] = frozenset(),
    near: Whole | None = None,
) -> Found | None:
    """The best plan that uses only allowed options and admits what is forced; None where there is none.

    ``near`` is a plan to start from: what of it is still allowed.
    """
    relaxation = Relaxation(evaluator, stated, forced)
    start = evaluator.stay if near is None else near[allowed[near]]
    kept, bound = np.flatnonzero(allowed), np.inf
    held = relaxation.keeps(start) and evaluator.fits(start)
    if held:
        if not forced:
            start = polish(evaluator, start, allowed)
        best = relaxation.bound(allowed, start)
        cut, bound = cut_of(evaluator.worth(start).net, gap), best.value
        kept = np.union1d(np.flatnonzero(allowed & (best.value - best.loss > cut)), start)
    program = relaxation.program(kept, whole=True)
    for _ in range(_RETRIES):
        values = None
        if held:
            values = np.concatenate([np.isin(kept, start).astype(np.float64), stated.values(evaluator.use(start))])
        answer = solve(program, gap=gap, time_limit=time_left(), start=values)
        if answer.solution is None:
            return Found(start, bound) if held else None
        picked = kept[answer.solution[: len(kept)] > 0.5]
        if evaluator.fits(picked):
            return Found(picked, min(bound, max(answer.bound, cut)) if held else answer.bound)
        sign = np.append(np.where(np.isin(kept, picked), 1.0, -1.0), np.zeros(len(stated.columns)))
        program = program.with_row(sign, high=float(len(picked) - 1))
    return Found(start, bound) if held else None
