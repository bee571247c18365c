"""Which of equally good plans: least expected cost, then by indication (model.md section 6, "Ties").

Of plans within ``tol = max(1e-6 QALY, 1e-9 of the objective)`` the one of least expected discounted cost (within 1e-6
million); then by identifier: admitted before not, then route, start and discount, smallest first. Never by row order.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from planner.impact.timing import Numbers
from planner.model.compiled import Compiled
from planner.model.evaluate import Evaluator
from planner.model.money import Whole
from planner.model.solve import Answer, Program, solve

SAME_COST = 1e-6


def tolerance(net: float) -> float:
    """Plans closer than this in net QALYs are equally good."""
    return max(1e-6, 1e-9 * abs(net))


@dataclass(frozen=True)
class Settled:
    """The chosen plan, and whether all equally good ones were searched."""

    picked: Whole
    values: Numbers
    complete: bool


@dataclass(frozen=True)
class Ties:
    """Searches equally good plans of one compiled model."""

    evaluator: Evaluator
    compiled: Compiled
    time_left: Callable[[], float]

    def settle(self, picked: Whole, values: Numbers) -> Settled:
        """The plan among those equally good as ``picked`` that the rules of a tie prefer."""
        floor = self.evaluator.worth(picked).net - tolerance(self.evaluator.worth(picked).net)
        program = self.compiled.program.with_row(self.compiled.program.gain, low=floor - self.compiled.program.constant)
        cost = self.compiled.weights(self.evaluator.cost)
        cheaper, cheap_values, complete = self._better(program.aiming(-cost), picked, values, floor)
        limit = float(self.evaluator.worth(cheaper).cost) + SAME_COST
        program = program.with_row(cost, high=limit)
        settled = self._by_identifier(program, cheaper, cheap_values, floor, limit)
        return Settled(settled.picked, settled.values, complete and settled.complete)

    def _solve(self, program: Program, start: Numbers) -> Answer:
        return solve(program, time_limit=self.time_left(), start=start)

    def _better(self, program: Program, picked: Whole, values: Numbers, floor: float) -> tuple[Whole, Numbers, bool]:
        """The cheapest plan worth at least ``floor``; checked exactly, else the one at hand."""
        answer = self._solve(program, values)
        complete = answer.stopped in ("optimal", "infeasible")
        if answer.solution is None:
            return picked, values, complete
        found = self.compiled.read(answer.solution)
        worth, now = self.evaluator.worth(found), self.evaluator.worth(picked)
        better = worth.cost < now.cost and worth.net >= floor and self.evaluator.fits(found)
        return (found, answer.solution, complete) if better else (picked, values, complete)

    def _by_identifier(self, program: Program, picked: Whole, values: Numbers, floor: float, limit: float) -> Settled:
        """Indication by indication in order of identifier: the first of its options that an equally good plan has."""
        if self._alone(program, picked):
            return Settled(picked, values, True)
        table, complete = self.evaluator.options.table, True
        rank = preference(table)
        codes, names = pd.factorize(table["indication"], sort=True)
        for indication in range(len(names)):
            own = np.flatnonzero(codes == indication)
            order = own[np.argsort(rank[own])]
            now = np.intersect1d(own, picked)
            if len(now) and now[0] == order[0]:
                program = self.compiled.decided(program, own, now)
                continue
            gain = np.zeros(len(rank))
            gain[order] = np.arange(len(order), 0, -1)
            answer = self._solve(program.aiming(self.compiled.weights(gain)), values)
            complete &= answer.stopped in ("optimal", "infeasible")
            if answer.solution is not None:
                found = self.compiled.read(answer.solution)
                worth = self.evaluator.worth(found)
                if worth.net >= floor and worth.cost <= limit and self.evaluator.fits(found):
                    picked, values = found, answer.solution
            program = self.compiled.decided(program, own, np.intersect1d(own, picked))
        return Settled(picked, values, complete)

    def _alone(self, program: Program, picked: Whole) -> bool:
        """Whether no other plan is as good: the program with this very plan cut off has none."""
        other = self.compiled.without(program, picked)
        other = other.aiming(np.zeros(len(self.compiled.program.gain)))
        return solve(other, time_limit=self.time_left()).stopped == "infeasible"


def preference(table: pd.DataFrame) -> Numbers:
    """Rank of every option by route, start and discount, smallest first: what is preferred among equals."""
    order = table.assign(route=table["route"].fillna("")).sort_values(["route", "offset", "discount"], kind="stable")
    rank = np.empty(len(table))
    rank[order.index.to_numpy()] = np.arange(len(table))
    return rank
