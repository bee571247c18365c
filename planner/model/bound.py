"""The most that any plan can be worth: the LP relaxation over all options by column generation, and its Lagrangian bound.

For any multipliers ``l >= 0`` of the limits and ``m`` of the money rows, with ``r_o = value_o - l use_o - m cost_o``::

    L(l, m) = l space + m right + constant + sum_i max(0, max_{o in i} r_o) + sum_money upper max(0, gain - m matrix)

is at least the worth of every plan: nothing has to converge, poor multipliers give a poor but valid bound. They come from a
small master LP over few options; each round prices all options by one sparse product. The multipliers are the marginal
values of the limits. Source: Lagrangian relaxation and column generation, as in any text on large integer programs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from planner.impact.timing import Flags, Numbers
from planner.model.balance import Balance
from planner.model.evaluate import Evaluator
from planner.model.limits import Limits
from planner.model.money import TOLERANCE, Whole
from planner.model.solve import Program, solve_lp

_ROUNDS = 40
#: New options per indication and round.
_NEW = 2


@dataclass(frozen=True)
class Bound:
    """A proven bound: no plan is worth more than ``value`` (net QALYs, discounted).

    ``loss[o]`` is what a plan with option o falls short of the bound at least: it is worth at most ``value - loss[o]``.
    ``marginal`` holds the multiplier of every limit row (QALY per unit), ``money`` that of every money row.
    """

    value: float
    loss: Numbers
    marginal: Numbers
    money: Numbers
    columns: Whole


class Relaxation:
    """The LP relaxation of one scenario, priced over all options; ``bound`` may be asked again for fewer options."""

    def __init__(self, evaluator: Evaluator, stated: Balance, forced: frozenset[str] = frozenset()) -> None:
        self.evaluator, self.stated = evaluator, stated
        self.use, self.space, self.equal = _coupling(evaluator.limits)
        self.cost = stated.cost_by_option
        codes, names = pd.factorize(evaluator.options.table["indication"])
        self.group, self.groups = np.asarray(codes, dtype=np.intp), len(names)
        self.stays = np.zeros(self.groups, dtype=bool)
        self.stays[self.group[evaluator.stay]] = True
        self.stays |= np.array([name in forced for name in names], dtype=bool)
        self.upper = _finite(evaluator, stated)

    def keeps(self, picked: Whole) -> bool:
        """Whether a choice decides every indication that must be decided."""
        return bool(self.stays[self.group[picked]].sum() == self.stays.sum())

    def bound(self, alive: Flags, start: Whole, rounds: int = _ROUNDS) -> Bound:
        """The bound over the options that are alive; ``start`` are options to begin with (a plan, earlier columns)."""
        inside = np.zeros(len(alive), dtype=bool)
        inside[start] = True
        inside[self.evaluator.stay] = True
        inside &= alive
        best = self.at(np.zeros(len(self.space)), np.zeros(len(self.stated.right)), alive, start)
        for _ in range(rounds):
            kept = np.flatnonzero(inside)
            marginal, money, dual = self._master(kept)
            found = self.at(marginal, money, alive, kept)
            best = found if found.value < best.value else best
            new = self._new(found, alive & ~inside, dual)
            if not len(new):
                break
            inside[new] = True
        return best

    def at(self, marginal: Numbers, money: Numbers, alive: Flags, columns: Whole) -> Bound:
        """The Lagrangian bound at given multipliers."""
        marginal = np.where(self.equal, marginal, np.maximum(0.0, marginal))
        reduced = self.evaluator.value - self.use.T @ marginal - self.cost.T @ money
        reduced = np.where(alive, reduced, -np.inf)
        best = np.full(self.groups, -np.inf)
        np.maximum.at(best, self.group, reduced)
        best = np.where(self.stays, best, np.maximum(0.0, best))
        stated = self.stated
        worth = stated.columns["gain"].to_numpy() - stated.matrix.T @ money
        relief = float(self.upper @ np.maximum(0.0, worth))
        value = float(marginal @ self.space + money @ stated.right + stated.constant + best.sum() + relief)
        # The sums above are right to about 1e-15 of their largest terms; a bound may be too high but never too low.
        value += 1e-12 * float(np.abs(marginal) @ np.abs(self.space) + np.abs(money) @ np.abs(stated.right))
        return Bound(value, best[self.group] - reduced, marginal, money, columns)

    def _master(self, kept: Whole) -> tuple[Numbers, Numbers, Numbers]:
        """Multipliers of limits, money rows and indications from the LP over some options."""
        limits, money = len(self.space), len(self.stated.right)
        dual = solve_lp(self.program(kept, whole=False))
        return dual[:limits], dual[limits : limits + money], dual[limits + money :]

    def program(self, kept: Whole, whole: bool) -> Program:
        """The model of some options: limits, money rows and one decision, over options and money variables."""
        stated = self.stated
        one = (np.ones(len(kept)), (self.group[kept], np.arange(len(kept))))
        pick = sparse.csc_array(one, shape=(self.groups, len(kept)))
        options = sparse.vstack([self.use[:, kept], self.cost[:, kept], pick], format="csr")
        above = sparse.csr_array((len(self.space), stated.matrix.shape[1]))
        below = sparse.csr_array((self.groups, stated.matrix.shape[1]))
        money = sparse.vstack([above, stated.matrix, below], format="csr")
        count = len(kept) + stated.matrix.shape[1]
        none = np.full(len(self.space), -np.inf)
        return Program(
            gain=np.concatenate([self.evaluator.value[kept], stated.columns["gain"].to_numpy()]),
            constant=stated.constant,
            matrix=sparse.csr_array(sparse.hstack([options, money], format="csr")),
            low=np.concatenate(
                [np.where(self.equal, self.space, none), stated.right, np.where(self.stays, 1.0, -np.inf)]
            ),
            high=np.concatenate([self.space, stated.right, np.ones(self.groups)]),
            lower=np.zeros(count),
            upper=np.concatenate([np.full(len(kept), 1.0 if whole else np.inf), stated.columns["upper"].to_numpy()]),
            whole=np.arange(count) < (len(kept) if whole else 0),
        )

    def _new(self, found: Bound, outside: Flags, dual: Numbers) -> Whole:
        """The options that would improve the master most: at most a few of each indication."""
        reduced = self.evaluator.value - self.use.T @ found.marginal - self.cost.T @ found.money
        gain = np.where(outside, reduced - dual[self.group], -np.inf)
        hopeful = np.flatnonzero(gain > 1e-9 * max(1.0, abs(found.value)))
        order = hopeful[np.lexsort((-gain[hopeful], self.group[hopeful]))]
        first = np.searchsorted(self.group[order], self.group[order])
        return order[np.arange(len(order)) - first < _NEW]


def _coupling(limits: Limits) -> tuple[sparse.csc_array, Numbers, Flags]:
    """All limits but "one decision": use by option, space (with the tolerance, as in the model) and equality."""
    families = [family for family in limits.families if family.name != "decision"]
    if not families:
        count = limits.by_option.shape[1]
        return sparse.csc_array((0, count)), np.zeros(0), np.zeros(0, dtype=bool)
    use = sparse.csc_array(sparse.vstack([family.use for family in families], format="csc"))
    equal = np.concatenate([family.equal for family in families])
    space = np.concatenate([family.space for family in families])
    return use, space + np.where(equal, 0.0, TOLERANCE), equal


def _finite(evaluator: Evaluator, stated: Balance) -> Numbers:
    """Upper bounds of the money variables that every plan keeps, also where the model has none.

    Pressure is at most what all indications could cost together beyond the room, room at most what they could save.
    """
    money, options = evaluator.money, evaluator.options
    codes, names = pd.factorize(options.table["indication"])
    most = np.zeros((len(names), options.cost.shape[1]))
    least = np.zeros_like(most)
    np.maximum.at(most, codes, options.cost)
    np.minimum.at(least, codes, options.cost)
    dearest, cheapest = most.sum(axis=0), least.sum(axis=0)
    short = money.base - np.nan_to_num(money.budget)
    reach = {"pressure": np.maximum(0.0, short + dearest) + 1.0, "room": np.maximum(0.0, -short - cheapest) + 1.0}
    upper = stated.columns["upper"].to_numpy(copy=True)
    kind = stated.columns["kind"].to_numpy()
    for name, bound in reach.items():
        mine = (kind == name) & np.isinf(upper)
        upper[mine] = bound[stated.place[0][mine], stated.place[1][mine]]
    return upper
