"""The most that any plan can be worth: the LP relaxation over all options by column generation, and its Lagrangian bound.

For any multipliers ``l`` (at least 0 for a limit, of any sign for an equality) and ``r_o = value_o - l use_o``::

    L(l) = l space + constant + sum_i max(0, max_{o in i} r_o) + sum_money upper max(0, gain - l matrix)

is at least the worth of every plan: nothing has to converge, poor multipliers give a poor but valid bound. They come from a
small master LP over few options; each round prices all options by one sparse product. The multipliers are the marginal
values of the limits. Source: Lagrangian relaxation and column generation, as in any text on large integer programs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy import sparse

from planner.errors import PlannerError
from planner.impact.timing import Flags, Numbers
from planner.model.balance import Balance
from planner.model.evaluate import Evaluator
from planner.model.limits import Limits
from planner.model.money import TOLERANCE, Whole
from planner.model.solve import Program


@dataclass(frozen=True)
class Bound:
    """A proven bound: no plan is worth more than ``value`` (the objective's own unit, against the reference plan).

    ``loss[o]`` is what a plan with option o falls short of the bound at least: it is worth at most ``value - loss[o]``.
    ``multipliers`` holds what one unit more of every row (limits, then money rows) is worth.
    """

    value: float
    loss: Numbers
    multipliers: Numbers


@dataclass(frozen=True)
class Relaxation:
    """Some options as arrays, group by group, with every row that couples them: limits first, then money rows.

    ``ids`` are rows of the option table; ``use`` is option x row; a group is one indication, its options are ``first[g]``
    to ``first[g + 1]``. ``must`` marks groups of which one option is picked, ``equal`` rows that are met exactly. The money
    variables have columns ``matrix`` (row x money variable), ``gain`` and ``upper``; ``constant`` is what the reference adds.
    """

    ids: Whole
    value: Numbers
    use: sparse.csr_array
    group: Whole
    names: tuple[str, ...]
    must: Flags
    space: Numbers
    equal: Flags
    matrix: sparse.csr_array
    gain: Numbers
    upper: Numbers
    reach: Numbers
    constant: float

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def first(self) -> Whole:
        """Where the options of each group begin."""
        return np.searchsorted(self.group, np.arange(len(self.names)))

    @cached_property
    def scale(self) -> float:
        """The largest worth of a single option."""
        return float(np.abs(self.value).max(initial=1e-9))

    def part(self, group: int) -> slice:
        """The options of a group."""
        last = self.first[group + 1] if group + 1 < len(self.names) else len(self)
        return slice(int(self.first[group]), int(last))

    def with_rows(self, inside: sparse.csr_array, most: Numbers) -> Relaxation:
        """The same options with more rows ``inside @ x <= most`` (row x option) that every plan keeps."""
        count = len(most)
        none = sparse.csr_array((count, self.matrix.shape[1]))
        return replace(
            self,
            use=sparse.csr_array(sparse.hstack([self.use, inside.T], format="csr")),
            space=np.append(self.space, most),
            equal=np.append(self.equal, np.zeros(count, dtype=bool)),
            matrix=sparse.csr_array(sparse.vstack([self.matrix, none], format="csr")),
        )

    @cached_property
    def _columns(self) -> sparse.csr_array:
        return sparse.csr_array(self.matrix.T)

    def restricted(self, kept: Whole) -> Relaxation:
        """The same rows over some of the options (positions, in order). Every group that must be decided keeps an option."""
        if len(kept) == len(self):
            return self  # the arrays of a large scenario are not copied
        codes, group = np.unique(self.group[kept], return_inverse=True)
        return replace(
            self,
            ids=self.ids[kept],
            value=self.value[kept],
            use=sparse.csr_array(self.use[kept]),
            group=np.asarray(group, dtype=np.intp),
            names=tuple(self.names[code] for code in codes),
            must=self.must[codes],
        )

    def reduced(self, multipliers: Numbers) -> Numbers:
        """What every option is worth when rows have their price: ``value - l use``."""
        return np.asarray(self.value - self.use @ multipliers)

    def at(self, multipliers: Numbers, alive: Flags | None = None, must: Flags | None = None) -> Bound:
        """The Lagrangian bound at given multipliers, over the options that are alive."""
        multipliers = np.where(self.equal, multipliers, np.maximum(0.0, multipliers))
        reduced = self.reduced(multipliers)
        if alive is not None:
            reduced = np.where(alive, reduced, -np.inf)
        must = self.must if must is None else must
        best = np.maximum.reduceat(reduced, self.first) if len(reduced) else np.zeros(0)
        best = np.where(must, best, np.maximum(0.0, best))
        relief = float(self.reach @ np.maximum(0.0, self.gain - self._columns @ multipliers))
        value = float(multipliers @ self.space) + self.constant + float(best.sum()) + relief
        # The sums above are right to about 1e-15 of their largest terms; a bound may be too high but never too low.
        value += 1e-12 * float(np.abs(multipliers) @ np.abs(self.space))
        with np.errstate(invalid="ignore"):
            loss = best[self.group] - reduced
        return Bound(value, loss, multipliers)

    def least(self, loss: Numbers, among: Flags) -> Whole:
        """The option of least loss of every group that has one among some options."""
        key = np.where(among, loss, np.inf)
        least = np.minimum.reduceat(key, self.first) if len(key) else key
        at = np.flatnonzero((key == least[self.group]) & np.isfinite(key))
        return at[np.unique(self.group[at], return_index=True)[1]]

    def program(self, kept: Whole | None = None, must: Flags | None = None) -> Program:
        """The model of some options (positions): rows, then one decision per group; options, then money variables."""
        kept = np.arange(len(self)) if kept is None else kept
        must = self.must if must is None else must
        groups, codes = np.unique(self.group[kept], return_inverse=True)
        one = (np.ones(len(kept)), (codes, np.arange(len(kept))))
        options = sparse.vstack([self.use[kept].T, sparse.csr_array(one, shape=(len(groups), len(kept)))], format="csr")
        below = sparse.csr_array((len(groups), self.matrix.shape[1]))
        money = sparse.vstack([self.matrix, below], format="csr")
        count = len(kept) + self.matrix.shape[1]
        return Program(
            gain=np.concatenate([self.value[kept], self.gain]),
            constant=self.constant,
            matrix=sparse.csr_array(sparse.hstack([options, money], format="csr")),
            low=np.concatenate([np.where(self.equal, self.space, -np.inf), np.where(must[groups], 1.0, -np.inf)]),
            high=np.concatenate([self.space, np.ones(len(groups))]),
            lower=np.zeros(count),
            upper=np.concatenate([np.ones(len(kept)), self.upper]),
            whole=np.arange(count) < len(kept),
        )


def uphold(bound: float, net: float) -> None:
    """Raises PlannerError where a plan is worth more than what was proved: the proof is then wrong, and what it left out too."""
    if net > bound + 1e-6 * max(1.0, abs(net)):
        raise PlannerError(f"a plan worth {net:,.6f} was found where none above {bound:,.6f} was said to exist")


def relaxation(evaluator: Evaluator, stated: Balance, forced: frozenset[str] = frozenset()) -> Relaxation:
    """All options of a problem; the indications of ``forced`` must take one of theirs."""
    uses, space, equal = _coupling(evaluator.limits)
    codes, names = evaluator.options.codes
    order = np.argsort(codes, kind="stable")
    must = np.array([name in forced for name in names], dtype=bool)
    must[codes[evaluator.stay]] = True
    rows = _short(sparse.csr_array(sparse.vstack([*uses, stated.cost], format="csr")))
    both = sparse.csr_array(rows.tocsc().T)
    del rows  # as large as the result
    none = sparse.csr_array((len(space), stated.matrix.shape[1]))
    upper = stated.columns["upper"].to_numpy(copy=True)
    return Relaxation(
        ids=order,
        value=evaluator.value[order],
        use=both if np.array_equal(order, np.arange(len(order))) else sparse.csr_array(both[order]),
        group=np.asarray(codes[order], dtype=np.intp),
        names=tuple(names),
        must=must,
        space=np.concatenate([space, stated.right]),
        equal=np.concatenate([equal, np.ones(len(stated.right), dtype=bool)]),
        matrix=sparse.csr_array(sparse.vstack([none, stated.matrix], format="csr")),
        gain=stated.columns["gain"].to_numpy(),
        upper=upper,
        reach=_finite(evaluator, stated, codes, len(names)),
        constant=stated.constant,
    )


def _short(matrix: sparse.csr_array) -> sparse.csr_array:
    """A matrix with indices of 32 bits: a third less memory, which every round reads."""
    indices = (matrix.indices.astype(np.int32), matrix.indptr.astype(np.int32))
    return sparse.csr_array((matrix.data, *indices), shape=matrix.shape)


def _coupling(limits: Limits) -> tuple[list[sparse.csr_array], Numbers, Flags]:
    """All limits but "one decision": use by option, space (with the tolerance, as in the model) and equality."""
    families = [family for family in limits.families if family.name != "decision"]
    equal = np.concatenate([np.zeros(0, dtype=bool), *(family.equal for family in families)])
    space = np.concatenate([np.zeros(0), *(family.space for family in families)])
    return [family.use for family in families], space + np.where(equal, 0.0, TOLERANCE), equal


def _finite(evaluator: Evaluator, stated: Balance, codes: Whole, groups: int) -> Numbers:
    """Upper bounds of the money variables that every plan keeps, also where the model has none.

    Pressure is at most what all indications could cost together beyond the room, room at most what they could save.
    """
    money, options = evaluator.money, evaluator.options
    upper = stated.columns["upper"].to_numpy(copy=True)
    kind = stated.columns["kind"].to_numpy()
    if not len(codes):
        dearest = cheapest = np.zeros(options.cost.shape[1])
    else:
        order = np.argsort(codes, kind="stable")
        start = np.searchsorted(codes[order], np.arange(groups))
        dearest = np.maximum(0.0, np.maximum.reduceat(options.cost[order], start)).sum(axis=0)
        cheapest = np.minimum(0.0, np.minimum.reduceat(options.cost[order], start)).sum(axis=0)
    short = money.base - np.nan_to_num(money.budget)
    reach = {"pressure": np.maximum(0.0, short + dearest) + 1.0, "room": np.maximum(0.0, -short - cheapest) + 1.0}
    for name, bound in reach.items():
        mine = (kind == name) & np.isinf(upper)
        upper[mine] = bound[stated.place[0][mine], stated.place[1][mine]]
    return upper
