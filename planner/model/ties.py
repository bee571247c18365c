"""Which of equally good plans: least expected cost, then by indication (model.md section 6, "Ties").

Of plans within ``tol = max(1e-6 QALY, 1e-9 of the objective)`` the one of least expected discounted cost (within 1e-6
million); then by identifier: admitted before not, then route, start and discount, smallest first. Never by row order.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from planner.errors import PlannerError
from planner.impact.timing import Numbers
from planner.model.choice import Chosen, Picks, only, picks
from planner.model.compiled import Compiled
from planner.model.evaluate import Evaluator
from planner.model.objective import Objective
from planner.model.solve import Answer, Program, solve

SAME_COST = 1e-6
#: A share below this is no admission.
DUST = 1e-6
#: Digits to which shares are rounded, and how near they must be: prices between two discounts come out less exactly.
_ROUND = ((3, 2e-6), (6, 1e-7))
#: Plans closer than this (relative) are equally good: a question that asks what a plan is worth needs no smaller gap.
EXACT = 1e-9


def tolerance(net: float) -> float:
    """Plans closer than this in net QALYs are equally good."""
    return max(1e-6, EXACT * abs(net))


@dataclass(frozen=True)
class Settled:
    """The chosen plan, and whether all equally good ones were searched."""

    picked: Chosen
    values: Numbers
    complete: bool


@dataclass(frozen=True)
class Ties:
    """Searches equally good plans of one compiled model."""

    evaluator: Evaluator
    compiled: Compiled
    time_left: Callable[[], float]

    @property
    def _slack(self) -> float:
        """How far shares may move in a tie: no tolerance is spent on them, or none would ever be a round number."""
        return 1e-8 if self.evaluator.divisible.any() else SAME_COST

    def _tolerance(self, net: float) -> float:
        """How far the solver may go below what a plan is worth.

        Where it chooses shares it goes to the very end of a row, and a rounding beyond: it gets next to nothing, for a share that
        gives way leaves a limit not quite full, and what it finds is compared with the tolerance of a tie, which is wider.
        """
        return max(1e-9, 1e-11 * abs(net)) if self.evaluator.divisible.any() else tolerance(net)

    def settle(self, picked: Chosen, values: Numbers) -> Settled:
        """The plan among those equally good as ``picked`` that the rules of a tie prefer."""
        program, floor = self._as_good(picked)
        if self.evaluator.limits.second is not None:
            picked, values, program = self._second(self.evaluator.limits.second, program, picked, values, floor)
        cost = self.compiled.weights(self.evaluator.cost)
        cheaper, cheap_values, complete = self._better(program.aiming(-cost), picked, values, floor)
        least = self.evaluator.worth(cheaper).cost
        program = program.with_row(cost, high=float(least + self.evaluator.reference_cost) + self._slack)
        settled = self._by_identifier(program, cheaper, cheap_values, floor, least + SAME_COST)
        return Settled(self._tidy(settled.picked, floor), settled.values, complete and settled.complete)

    def by_second(self, picked: Chosen) -> Chosen:
        """Of the plans that are as good as ``picked`` by the first objective of a pair one that is best by the second."""
        second, values = self.evaluator.limits.second, self.compiled.write(picked, self.evaluator)
        if second is None or values is None:
            return picked
        program, floor = self._as_good(picked)
        return self._second(second, program, picked, values, floor)[0]

    def _as_good(self, picked: Chosen) -> tuple[Program, float]:
        """The program of what is as good as a plan, and the least that it is worth."""
        program, net = self.compiled.program, self.evaluator.worth(picked).net
        low = net - self._tolerance(net) - program.constant
        return program.with_row(program.gain, low=low), net - tolerance(net)

    def _tidy(self, picked: Chosen, floor: float) -> Chosen:
        """The same shares in few decimals, where the plan is then as good: 0.5 for 0.499999998."""
        if not isinstance(picked, Picks):
            return picked
        evaluator, cost = self.evaluator, self.evaluator.worth(picked).cost
        for digits, apart in _ROUND:
            shares = np.round(picked.shares, digits)
            round_ = evaluator.choice(picked.rows[shares > 0], shares[shares > 0])
            worth = evaluator.worth(round_)
            near = bool((np.abs(shares - picked.shares) <= apart).all())
            if near and worth.net >= floor and worth.cost <= cost + SAME_COST and evaluator.fits(round_):
                return round_
        return picked

    def _solve(self, program: Program, start: Numbers) -> Answer:
        try:
            return solve(program, time_limit=self.time_left(), start=start, near=True)
        except (
            PlannerError
        ):  # the plan at hand is proven already: a question that HiGHS cannot answer leaves it as it is
            return Answer("nodes", None, -np.inf, np.inf, 0.0, 0)

    def _second(
        self, by: Objective, program: Program, picked: Chosen, values: Numbers, floor: float
    ) -> tuple[Chosen, Numbers, Program]:
        """Of the plans that are best by the first objective of a pair those that are best by the second."""
        compiled, evaluator = self.compiled, self.evaluator
        gain = compiled.weights(by.value)
        known = compiled.money_columns >= 0
        gain[compiled.money_columns[known]] = compiled.balance.gains(evaluator, by)[known]
        answer = self._solve(program.aiming(gain), values)
        if answer.solution is not None:
            found = compiled.read(answer.solution)
            better = evaluator.worth(found, by).net > evaluator.worth(picked, by).net
            if better and evaluator.worth(found).net >= floor and evaluator.fits(found):
                picked, values = found, answer.solution
        held = float(gain @ values)
        return picked, values, program.with_row(gain, low=held - self._tolerance(held))

    def _better(self, program: Program, picked: Chosen, values: Numbers, floor: float) -> tuple[Chosen, Numbers, bool]:
        """The cheapest plan worth at least ``floor``; checked exactly, else the one at hand."""
        answer = self._solve(program, values)
        complete = answer.stopped in ("optimal", "infeasible")
        if answer.solution is None:
            return picked, values, complete
        found = self.compiled.read(answer.solution)
        worth, now = self.evaluator.worth(found), self.evaluator.worth(picked)
        better = worth.cost < now.cost and worth.net >= floor and self.evaluator.fits(found)
        return (found, answer.solution, complete) if better else (picked, values, complete)

    def _by_identifier(self, program: Program, picked: Chosen, values: Numbers, floor: float, limit: float) -> Settled:
        """Indication by indication in order of identifier: the first of its options that an equally good plan has."""
        if self._alone(program, picked):
            return Settled(picked, values, True)
        table, complete = self.evaluator.options.table, True
        rank = preference(table)
        codes, names = pd.factorize(table["indication"], sort=True)
        for indication in range(len(names)):
            own = np.flatnonzero(codes == indication)
            order = own[np.argsort(rank[own])]
            now = only(picked, own)
            if _whole(now) and picks(now).rows[0] == order[0]:
                program = self.compiled.decided(program, own, now)
                continue
            gain = np.zeros(len(rank))
            gain[order] = np.arange(len(order), 0, -1)
            answer = self._solve(program.aiming(self.compiled.weights(gain)), values)
            complete &= answer.stopped in ("optimal", "infeasible")
            if answer.solution is not None:
                found = self.compiled.read(answer.solution)
                worth = self.evaluator.worth(found)
                good = worth.net >= floor and worth.cost <= limit and self.evaluator.fits(found)
                if good and not _dust(only(found, own)):
                    picked, values = found, answer.solution
            program = self.compiled.decided(program, own, only(picked, own))
        return Settled(picked, values, complete)

    def _alone(self, program: Program, picked: Chosen) -> bool:
        """Whether no other plan is as good: the program with this very plan cut off has none."""
        if self.evaluator.divisible.any():
            return False  # other shares of the same options are other plans
        other = self.compiled.without(program, picked)
        other = other.aiming(np.zeros(len(self.compiled.program.gain)))
        return solve(other, time_limit=self.time_left()).stopped == "infeasible"


def _dust(chosen: Chosen) -> bool:
    """Whether shares are no more than what the tolerance of a tie buys of an indication that the plan does without."""
    shares = picks(chosen).shares
    return bool(len(shares) and shares.sum() < DUST)


def _whole(chosen: Chosen) -> bool:
    own = picks(chosen)
    return len(own.rows) == 1 and own.shares[0] == 1.0


def preference(table: pd.DataFrame) -> Numbers:
    """Rank of every option by route, start and discount, smallest first: what is preferred among equals."""
    route, _ = pd.factorize(table["route"].fillna("").to_numpy(dtype=object), sort=True)
    order = np.lexsort((table["discount"].to_numpy(), table["offset"].to_numpy(), route))
    rank = np.empty(len(table))
    rank[order] = np.arange(len(table))
    return rank
