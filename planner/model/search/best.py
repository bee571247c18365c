"""The best plan among some options, some indications forced in: on matrices, without a Pyomo model and without the audit."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyomo.environ as pyo
from pyomo.common.errors import InfeasibleConstraintException

from planner.impact import Options
from planner.impact.timing import Numbers
from planner.model.balance import Balance
from planner.model.choice import Chosen, picks
from planner.model.compiled import compiled_plan
from planner.model.evaluate import Evaluator
from planner.model.kept import kept_exactly
from planner.model.money import Whole
from planner.model.search.bound import Relaxation
from planner.model.search.prune import Pruned, Question, Warm, prune
from planner.model.solve import Answer, Program, solve
from planner.model.ties import Ties, tolerance

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Found:
    """A plan (rows of the option table; None = none is held) and what any plan that answers the same question can be worth at
    most: -inf where there is none.
    """

    picked: Chosen | None
    bound: float


_NONE = Found(None, -np.inf)


def search(
    evaluator: Evaluator,
    stated: Balance,
    gap: float,
    time_left: Callable[[], float],
    question: Question,
    warm: Warm | None = None,
) -> Found:
    """The best plan that answers a question; none may be held where there is none, or where time was up before one was found.

    Of a pair of objectives it is the best by the second of those that are best by the first, which is proven to a gap of 0.
    """
    every, pair = np.arange(len(evaluator.options)), evaluator.limits.second is not None
    gap = 0.0 if pair else gap
    if not evaluator.whole:
        _LOG.info("the full model is solved: the bound knows neither shares of indications nor carried room")
        return _by_model(evaluator, stated, gap, time_left, question, every)
    warm = warm or Warm.of(evaluator, stated)
    pruned = prune(evaluator, stated, gap, time_left, question=question, warm=warm)
    if pair:
        found = _by_model(evaluator, stated, gap, time_left, question, every if pruned is None else pruned.kept)
        return found if pruned is None else _for_all(evaluator, found, pruned)
    if pruned is not None and gap > 0:
        return Found(pruned.plan, pruned.bound)
    arrays = warm.relaxation
    inside = np.ones(len(arrays), dtype=bool) if pruned is None else np.isin(arrays.ids, pruned.kept)
    if question.allowed is not None:
        inside &= question.allowed[arrays.ids]
    must = arrays.must | np.array([name in question.forced for name in arrays.names], dtype=bool)
    kept = np.flatnonzero(inside)
    if not np.isin(np.flatnonzero(must), arrays.group[kept]).all():
        return _NONE
    start = None
    if pruned is not None:
        start = np.concatenate(
            [np.isin(arrays.ids[kept], pruned.plan).astype(np.float64), stated.values(evaluator.use(pruned.plan))]
        )
    found = _solved(evaluator, arrays, kept, must, gap, time_left, start)
    return found if pruned is None else _for_all(evaluator, found, pruned)


def _for_all(evaluator: Evaluator, found: Found, pruned: Pruned) -> Found:
    """What was found among the options that were kept, with a bound that holds for all; the plan at hand where it is better."""
    net = evaluator.worth(pruned.plan).net
    if found.picked is None or evaluator.worth(found.picked).net < net - tolerance(net):
        return Found(pruned.plan, pruned.bound)
    return Found(found.picked, min(pruned.bound, max(found.bound, pruned.cut)))


def _solved(
    evaluator: Evaluator,
    arrays: Relaxation,
    kept: Whole,
    must: np.ndarray[tuple[int], np.dtype[np.bool_]],
    gap: float,
    time_left: Callable[[], float],
    start: Numbers | None,
) -> Found:
    """The best plan of some options by HiGHS alone; one that breaks a limit by the solver's tolerance is cut off."""

    def ask(program: Program) -> Answer:
        return solve(program, gap=gap, time_limit=time_left(), start=start, near=start is not None)

    def read(values: Numbers) -> Chosen:
        return np.sort(arrays.ids[kept[values[: len(kept)] > 0.5]])

    def without(program: Program, picked: Chosen) -> Program:
        rows = picks(picked).rows
        sign = np.append(np.where(np.isin(arrays.ids[kept], rows), 1.0, -1.0), np.zeros(len(arrays.gain)))
        return program.with_row(sign, high=float(len(rows) - 1))

    return _found(kept_exactly(evaluator, arrays.program(kept, must), ask, read, without))


def _found(answered: tuple[Chosen | None, Answer] | None) -> Found:
    """What was found; where the solver kept no limit exactly nothing is held, and nothing known."""
    return Found(None, np.inf) if answered is None else Found(answered[0], answered[1].bound)


def _by_model(
    evaluator: Evaluator, stated: Balance, gap: float, time_left: Callable[[], float], question: Question, kept: Whole
) -> Found:
    """The best plan by the Pyomo model of ``kept`` options: where shares, carried room or a second objective are beyond the
    matrices of this module.
    """
    table = evaluator.options.table["indication"].to_numpy()
    allowed = np.ones(len(table), dtype=bool) if question.allowed is None else question.allowed
    if not set(question.forced) <= set(table[kept][allowed[kept]]):
        return _NONE

    def forced(model: pyo.ConcreteModel, name: str) -> object:
        own = kept[(table[kept] == name) & allowed[kept]]
        most = float(evaluator.limits.parts.most[own].max())
        return sum(model.pick[int(o)] for o in own) >= most

    def asked(model: pyo.ConcreteModel, _options: Options) -> None:
        for option in kept[~allowed[kept]]:
            model.pick[int(option)].fix(0)
        # a divisible indication that is forced in is admitted for all of its patients (max_coverage)
        model.forced_in = pyo.Constraint(sorted(question.forced), rule=forced)

    try:
        compiled = compiled_plan(evaluator, stated, kept, asked)
    except InfeasibleConstraintException:
        return _NONE

    def ask(program: Program) -> Answer:
        return solve(program, gap=gap, time_limit=time_left())

    found = _found(kept_exactly(evaluator, compiled.program, ask, compiled.read, compiled.without))
    if found.picked is None or evaluator.limits.second is None:
        return found
    return Found(Ties(evaluator, compiled, time_left).by_second(found.picked), found.bound)
