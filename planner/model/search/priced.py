"""Plans in which the price of a medicine is a variable: the most that may be paid before the best plan without it is better.

Of the indications that are asked for, every open route and start is an option whose money rows are linear in the price; all else
is decided again. The largest price at which a plan with them is worth as much as the best plan without them is the walk-away
price (model.md section 8).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy import sparse

from planner.impact import Options
from planner.impact.offers import PRICE_CONDITIONS, offers
from planner.impact.rows import joined, some
from planner.impact.timing import Flags, Numbers
from planner.model.balance import Balance, balance
from planner.model.evaluate import Evaluator
from planner.model.limits import limits
from planner.model.money import Whole, money
from planner.model.problem import Problem
from planner.model.search.bound import Relaxation, relaxation
from planner.model.search.master import Master
from planner.model.solve import Program, solve

#: The price at which list prices of 0 are counted [EUR per patient-year].
_NO_LIST = 100_000.0
#: A factor up to which offers are looked at for being a straight line of the price.
_FAR = 1024.0


@dataclass(frozen=True)
class Walk:
    """The highest factor on the list prices at which the plan is as good as without (NaN: none; infinite: no limit).

    ``offers`` are the rows of ``Priced.options`` (route, start) at which it is reached, one per indication; ``proven`` says
    that no higher one exists. ``estimate`` is the factor at which the best route and start pays at the marginal values of the
    plan (LP duals): cheap, and no more than an estimate.
    """

    factor: float
    offers: Whole
    estimate: float
    proven: bool


class Priced:
    """One scenario with, beside its options, an offer for every open route and start of every candidate.

    ``listed`` is the price [EUR per patient-year] that a factor of 1 means, by indication; ``first`` is the first row of
    ``options`` that is an offer. Rows are all limits and the money rows, then one decision per indication. A factor of 1 more
    takes ``slope`` of them and adds ``dearer`` to the worth of an option; ``bent`` marks offers that are no straight line of it.
    """

    def __init__(self, problem: Problem) -> None:
        scenario = problem.scenario
        table = scenario.table("Indications")
        listed = table["list_price"].where(table["list_price"] > 0, _NO_LIST)
        self.listed: dict[str, float] = dict(zip(table["indication"], listed, strict=True))
        self.free, self.full, far = (self.offered(problem, share) for share in (0.0, 1.0, _FAR))
        self.bent = _bent(self.free, self.full, far)
        self.first, self.options = len(problem.options), joined(problem.options, self.free)
        stated_money = money(scenario)

        def stated(options: Options) -> tuple[Evaluator, Balance]:
            evaluator = Evaluator(scenario.settings, options, limits(scenario, options, stated_money))
            return evaluator, balance(evaluator)

        self.stated = stated
        self.evaluator, self.balance = stated(self.options)
        self.rows = relaxation(self.evaluator, self.balance)
        priced, priced_balance = stated(joined(problem.options, self.full))
        dear = relaxation(priced, priced_balance)
        self.place = np.argsort(self.rows.ids)  # where each option stands among the rows of ``rows``
        self.use = sparse.csc_array(self.rows.use[self.place].T)
        self.slope = sparse.csc_array((dear.use - self.rows.use)[self.place].T)
        self.dearer = priced.value - self.evaluator.value
        self.names = self.options.table["indication"].to_numpy()

    def offered(self, problem: Problem, factor: float) -> Options:
        """The offers of every candidate at a factor on the list prices: of open routes, or closed by a price alone."""
        prices = {name: factor * price for name, price in self.listed.items()}
        return _open(problem, offers(problem.scenario, prices))

    def own(self, names: Sequence[str]) -> Whole:
        """The offers of some indications."""
        rows = np.flatnonzero(np.isin(self.names, list(names)))
        return np.asarray(rows[rows >= self.first])

    def highest(
        self, names: Sequence[str], near: Whole, floor: float, gap: float, time_left: Callable[[], float]
    ) -> Walk:
        """The highest common factor at which all of ``names`` are admitted in a plan worth at least ``floor``: one model of all
        that such a plan can use.

        ``near`` is the best plan without them (rows of the options), worth ``floor``.
        """
        own = self.own(names)
        others = np.flatnonzero(~np.isin(self.names[: self.first], list(names)))
        first = self.among(names, near, own, floor, gap, time_left)
        if np.isinf(first.factor):
            return first
        kept, estimate = self._kept(others, own, first.factor, floor)
        found = self.among(names, kept, own, floor, gap, time_left)
        if np.isnan(found.factor) and not np.isnan(first.factor):  # the solver's tolerance: what was held before stands
            found = replace(first, proven=False)
        return replace(found, estimate=estimate)

    def _kept(self, others: Whole, own: Whole, factor: float, floor: float) -> tuple[Whole, float]:
        """The other options that a plan with the offers at this factor or above can use, and the LP-based estimate.

        A higher price only costs more, so the bound at this factor holds above it, unless a higher price may relieve a limit.
        """
        arrays, must = self.at(np.nan_to_num(factor)), self.must(own)
        alive = np.zeros(len(arrays), dtype=bool)
        alive[self.place[np.concatenate([others, own])]] = True
        bound, _ = Master(arrays).bound(alive, must)
        pays = self.pays(own, bound.multipliers)
        pays = pays[np.isfinite(pays)]
        estimate = float(pays.max()) if len(pays) else np.nan
        if self.relieving:
            return others, estimate
        left = bound.value - bound.loss[self.place[others]] >= floor - 1e-6 * max(1.0, abs(floor))
        return others[left], estimate

    @property
    def relieving(self) -> bool:
        """Whether a higher price may relieve a limit, as where growth counts from the year before."""
        return bool((self.slope.data < -1e-12).any())

    def lowered(self, floor: float) -> float:
        """The floor less what the solver may be off."""
        return floor - 1e-10 * max(1.0, abs(floor))

    def at(self, factor: float) -> Relaxation:
        """All options with the offers at a factor."""
        use = sparse.csr_array((self.use + factor * self.slope).T)[self.rows.ids]
        value = (self.evaluator.value + factor * self.dearer)[self.rows.ids]
        priced = replace(self.rows, use=sparse.csr_array(use), value=value)
        return replace(priced, reach=self._reach(priced))

    def pays(self, own: Whole, multipliers: Numbers) -> Numbers:
        """The factor up to which each of some offers pays at multipliers of the rows; infinite: at any, or at none (negative)."""
        paid = self.slope[:, own].T @ multipliers - self.dearer[own]
        worth = self.evaluator.value[own] - self.use[:, own].T @ multipliers
        factor = np.where(worth > 0, np.inf, -np.inf)
        np.divide(worth, paid, out=factor, where=paid > 1e-12)
        return np.asarray(factor)

    def estimates(self) -> dict[str, Walk]:
        """For each candidate with an offer the factor at which its best route and start pays at the marginal values of the plan
        without the offers: one LP for all of them.
        """
        alive = np.zeros(len(self.rows), dtype=bool)
        alive[self.place[: self.first]] = True
        bound, _ = Master(self.rows).bound(alive, self.rows.must)
        own = np.arange(self.first, len(self.options))
        factor = self.pays(own, bound.multipliers)
        best = pd.Series(factor).groupby(self.names[own], sort=False).idxmax()
        found = {str(name): (float(factor[at]), own[[at]]) for name, at in best.items()}
        return {name: Walk(most if most >= 0 else np.nan, at, most, False) for name, (most, at) in found.items()}

    def _reach(self, priced: Relaxation) -> Numbers:
        """What every money variable can be at most in any plan: its bound, or all that all options could cost or save."""
        most = np.abs(priced.use).sum(axis=0) + np.abs(priced.space) + 1.0
        return np.where(np.isfinite(priced.upper), priced.upper, np.abs(priced.matrix).T @ most)

    def must(self, own: Whole) -> Flags:
        """Which indications must be decided: those in the package, and those whose offers are asked for."""
        must = self.rows.must.copy()
        must[self.rows.group[self.place[own]]] = True
        return must

    def among(
        self, names: Sequence[str], others: Whole, own: Whole, floor: float, gap: float, time_left: Callable[[], float]
    ) -> Walk:
        """The highest factor with these other options: one LP per route and start for its bound, then one model of all."""
        none = np.zeros(0, dtype=np.intp)
        if {self.names[o] for o in own} != set(names):
            return Walk(np.nan, none, np.nan, True)
        model = self._model(others[~np.isin(self.names[others], list(names))], own, floor)
        highest = np.array([model.most(at, time_left) for at in range(len(own))])
        in_time = time_left() > 0  # else an offer may seem to fit no plan because its LP was not solved
        if {self.names[o] for o in own[~np.isnan(highest)]} != set(names):
            return Walk(np.nan, none, np.nan, in_time)
        endless = np.isinf(highest)
        if (
            endless.any()
        ):  # of each indication an offer whose price costs nothing: if a plan holds them, any price will do
            answer = solve(model.whole(np.where(endless, 0.0, np.nan)), gap=gap, time_limit=time_left())
            if answer.solution is not None:
                return Walk(np.inf, model.taken(answer.solution), np.nan, True)
            finite = highest[~endless & ~np.isnan(highest)]
            highest = np.where(endless, finite.max() if len(finite) else 0.0, highest)
        answer = solve(model.whole(highest), gap=gap, time_limit=time_left())
        if answer.solution is None:
            return Walk(np.nan, none, np.nan, in_time and answer.stopped == "infeasible")
        factor = max(0.0, float(answer.objective))
        proven = in_time and answer.bound - factor <= max(1e-7, 10 * gap) * max(1.0, factor)
        return Walk(factor, model.taken(answer.solution), np.nan, proven)

    def _model(self, others: Whole, own: Whole, floor: float) -> _Model:
        """Limits, money and one decision over the others and the offers, a price factor per offer, and the row of the floor."""
        kept, count = np.concatenate([others, own]), len(own)
        program = self.rows.program(self.place[kept], self.must(own))
        below = sparse.csr_array((program.matrix.shape[0] - self.slope.shape[0], count))
        slope = sparse.vstack([self.slope[:, own], below], format="csr")
        wider = replace(
            program,
            gain=np.zeros(len(program.gain) + count),
            constant=0.0,
            matrix=sparse.csr_array(sparse.hstack([program.matrix, slope], format="csr")),
            lower=np.append(program.lower, np.zeros(count)),
            upper=np.append(program.upper, np.full(count, np.inf)),
            whole=np.append(program.whole, np.zeros(count, dtype=bool)),
        )
        worth = np.append(program.gain, self.dearer[own])
        wider = wider.with_row(worth, low=self.lowered(floor) - program.constant)
        taken = len(others) + np.arange(count)
        return _Model(wider, own, self.names[own], taken, len(program.gain) + np.arange(count))


def _bent(free: Options, full: Options, far: Options) -> Flags:
    """Offers of which some figure is no straight line of the price, as what must fit a limit is where care is saved too."""
    bent = np.zeros(len(free), dtype=bool)
    for name, value in vars(free).items():
        if isinstance(value, np.ndarray):
            rise = getattr(full, name) - value
            off = getattr(far, name) - value - _FAR * rise
            bent |= (np.abs(off) > 1e-9 * (1.0 + np.abs(getattr(far, name)))).any(axis=1)
    return bent


def _open(problem: Problem, offered: Options) -> Options:
    """Offers of routes that are open, or closed by a price alone: a line that is full stays full."""
    openings = problem.options.openings
    shut = openings[openings["condition"].notna() & ~openings["condition"].isin(PRICE_CONDITIONS)]
    closed = pd.MultiIndex.from_frame(shut[["indication", "route"]])
    inside = pd.MultiIndex.from_frame(offered.table[["indication", "route"]]).isin(closed)
    return some(offered, np.flatnonzero(~inside))


@dataclass(frozen=True)
class _Model:
    """A program over other options, offers (columns ``taken``), money and a price factor per offer (columns ``prices``)."""

    program: Program
    own: Whole
    names: np.ndarray[tuple[int], np.dtype[np.object_]]
    columns: Whole
    prices: Whole

    def taken(self, solution: Numbers) -> Whole:
        """The offers that a solution takes."""
        return np.asarray(self.own[solution[self.columns] > 0.5])

    def most(self, at: int, time_left: Callable[[], float]) -> float:
        """The highest factor of one offer when all other decisions may be shares: a bound (NaN: it fits no plan).

        Offers of other indications may take any price: that too can only make it higher.
        """
        same = self.names == self.names[at]
        lower, upper, gain = self.program.lower.copy(), self.program.upper.copy(), np.zeros(len(self.program.gain))
        upper[self.prices[same]] = upper[self.columns[same]] = 0.0
        upper[self.prices[at]] = np.inf
        upper[self.columns[at]] = lower[self.columns[at]] = gain[self.prices[at]] = 1.0
        relaxed = replace(self.program, lower=lower, upper=upper, gain=gain, whole=np.zeros_like(self.program.whole))
        answer = solve(relaxed, time_limit=time_left())
        if answer.solution is not None:
            return float(answer.objective) * (1 + 1e-9) + 1e-9
        upper[self.prices[at]] = 0.0
        free = solve(replace(relaxed, upper=upper), time_limit=time_left())
        return np.inf if free.solution is not None else np.nan

    def whole(self, highest: Numbers) -> Program:
        """The model with whole decisions: a factor only for the offer that is taken, the same for all indications.

        ``highest`` is the most that the factor of each offer can be; NaN closes an offer.
        """
        closed = np.isnan(highest)
        upper, gain = self.program.upper.copy(), np.zeros(len(self.program.gain))
        upper[self.columns[closed]] = 0.0
        upper[self.prices] = np.where(closed, 0.0, highest)
        first, *others = dict.fromkeys(self.names)
        gain[self.prices[self.names == first]] = 1.0
        count = len(self.own)
        link = np.zeros((count + len(others), len(gain)))
        link[np.arange(count), self.prices] = 1.0
        link[np.arange(count), self.columns] = -np.nan_to_num(highest)
        for row, name in enumerate(others, start=count):
            link[row] = gain
            link[row, self.prices[self.names == name]] = -1.0
        program = self.program
        low = np.where(np.arange(len(link)) < count, -np.inf, 0.0)
        return replace(
            program,
            upper=upper,
            gain=gain,
            matrix=sparse.csr_array(sparse.vstack([program.matrix, sparse.csr_array(link)], format="csr")),
            low=np.append(program.low, low),
            high=np.append(program.high, np.zeros(len(link))),
        )
