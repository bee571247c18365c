"""The small LP over few options from which the multipliers of the bound come, kept warm from one question to the next."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from planner.impact.timing import Flags, Numbers
from planner.model.money import Whole
from planner.model.search.bound import Bound, Relaxation
from planner.model.search.warm import BASIC, LpAnswer, WarmLp
from planner.model.solve import Program

_ROUNDS = 40
#: New options per group and round.
_NEW = 2
#: Options per group that are kept when the LP is made anew.
_KEPT = 3
#: With more options than this the LP is trimmed.
_MANY = 2500
#: The rounds end when so little of the distance to the best plan is left to gain.
_TAIL = 0.02
_ITERATIONS = 60
#: With more new options than this the LP answers another question before it has them: each of the two takes few steps.
_FEW = 50


@dataclass(frozen=True)
class Fraction:
    """Where the LP ended: how much of each of its options it takes (position, weight)."""

    options: Whole
    weight: Numbers


class Master:
    """The LP of some options of a relaxation; ``bound`` adds what is missing and returns the bound over what is alive.

    Every group has a slack: nothing of it is picked. Where a group must be decided the slack costs ten times the best option: the
    LP then leaves it undecided only where the limits hardly allow to decide it.
    """

    def __init__(self, relaxation: Relaxation) -> None:
        self.relaxation = relaxation
        rows, groups = len(relaxation.space), len(relaxation.names)
        money = relaxation.matrix.shape[1]
        self._slack = money + np.arange(groups)
        self._penalty = 10.0 * (relaxation.scale + 1.0)
        right = np.concatenate([relaxation.space, np.ones(groups)])
        self._lp = WarmLp(
            Program(
                gain=np.concatenate([relaxation.gain, np.zeros(groups)]),
                constant=relaxation.constant,
                matrix=sparse.csr_array(sparse.block_diag([relaxation.matrix, sparse.eye_array(groups)], format="csr")),
                low=np.where(np.append(relaxation.equal, np.ones(groups, dtype=bool)), right, -np.inf),
                high=right,
                lower=np.zeros(money + groups),
                upper=np.concatenate([relaxation.upper, np.full(groups, np.inf)]),
                whole=np.zeros(money + groups, dtype=bool),
            )
        )
        self._rows = rows
        self.options = np.zeros(0, dtype=np.intp)
        self._inside = np.zeros(len(relaxation), dtype=bool)
        self._open = np.zeros(0, dtype=bool)
        self._must = np.zeros(groups, dtype=bool)
        self.value = np.inf

    @property
    def ended(self) -> tuple[Whole, tuple[Whole, Whole] | None]:
        """Its options, and where the last solve ended: what ``begin`` takes."""
        return self.options, self._lp.statuses()

    def begin(self, options: Whole, ended: tuple[Whole, Whole] | None) -> None:
        """Begin, empty as yet, where another LP over the same relaxation ended."""
        self.add(options)
        if ended is not None:
            self._lp.start_at(*ended)

    def add(self, options: Whole) -> None:
        """Options (positions) that the LP has from now on."""
        new = options[~self._inside[options]]
        if not len(new):
            return
        one = (np.ones(len(new)), (self.relaxation.group[new], np.arange(len(new))))
        pick = sparse.csr_array(one, shape=(len(self.relaxation.names), len(new)))
        use = sparse.csr_array(self.relaxation.use[new].T)
        matrix = sparse.csc_array(sparse.vstack([use[: self._rows], pick, use[self._rows :]], format="csc"))
        self._lp.add(self.relaxation.value[new], matrix)
        self.options = np.append(self.options, new)
        self._open = np.append(self._open, np.ones(len(new), dtype=bool))
        self._inside[new] = True

    def cut(self, relaxation: Relaxation) -> None:
        """Turn to the same options with more rows (cuts), which follow the rows that there are."""
        known = len(self.relaxation.space)
        self.relaxation = relaxation
        own = sparse.csr_array(relaxation.use[self.options][:, known:].T)
        none = sparse.csr_array((own.shape[0], len(self._slack) + relaxation.matrix.shape[1]))
        self._lp.add_rows(sparse.csr_array(sparse.hstack([none, own], format="csr")), relaxation.space[known:])

    def _split(self, dual: Numbers) -> tuple[Numbers, Numbers]:
        """The multipliers of the rows (cuts last), and those of the groups."""
        groups = self._rows + len(self._slack)
        return np.concatenate([dual[: self._rows], dual[groups:]]), dual[self._rows : groups]

    def near(self, loss: Numbers, among: Flags) -> Whole:
        """The options of the LP that are worth keeping: a few of least loss of every group."""
        some = np.sort(self.options[among[self.options]])
        return some[_first_of_each(self.relaxation.group[some], loss[some], _KEPT)]

    def follow(self, other: Master, kept: Whole, loss: Numbers) -> None:
        """Begin where another LP ended: this one, empty as yet, is over ``kept`` (positions) of the other's options.

        The options that the other's basis holds come along, and a few of least ``loss`` of every group.
        """
        ended = other._lp.statuses()
        if ended is None:
            return
        columns, rows = ended
        place = np.full(len(other.relaxation), -1)
        place[kept] = np.arange(len(kept))
        money, groups, first = other.relaxation.matrix.shape[1], len(other._slack), other._rows
        status = np.zeros(len(place), dtype=np.intp)
        status[other.options] = columns[money + groups :]
        held = np.union1d(other.near(loss, place >= 0), other.options[status[other.options] == BASIC])
        held = held[place[held] >= 0]
        self.add(place[held])
        same = np.unique(other.relaxation.group[kept])
        self._lp.start_at(
            np.concatenate([columns[:money], columns[money + same], status[held]]),
            np.concatenate([rows[:first], rows[first + groups :], rows[first + same]]),
        )

    def turn(self, alive: Flags, must: Flags) -> bool:
        """Turn to another question: which options are alive, which groups must be decided. Says whether it is another."""
        opened = alive[self.options]
        changed = np.flatnonzero(opened != self._open)
        first = len(self._slack) + self._slack[0] if len(self._slack) else 0
        self._lp.set_upper(first + changed, np.where(opened[changed], np.inf, 0.0))
        self._open = opened
        other = np.flatnonzero(must != self._must)
        self._lp.set_gain(self._slack[other], np.where(must[other], -self._penalty, 0.0))
        self._must = must.copy()
        return bool(len(changed) or len(other))

    def bound(
        self, alive: Flags, must: Flags, start: Numbers | None = None, enough: float = -np.inf, rounds: int = _ROUNDS
    ) -> tuple[Bound, Fraction | None]:
        """The bound over the options that are alive, and the LP's last solution.

        ``start`` are multipliers to begin with; a bound of at most ``enough`` ends the rounds.
        """
        relaxation = self.relaxation
        start_at = np.zeros(len(relaxation.space))
        if start is not None:
            start_at[: len(start)] = start  # rows that were added since have no multiplier yet
        best = relaxation.at(start_at, alive, must)
        if best.value <= enough:
            return best, None
        another = self.turn(alive, must)
        if start is not None:
            least = relaxation.least(best.loss, alive & ~self._inside)
            new = least[best.loss[least] <= 1e-9 * relaxation.scale]
            if another and len(new) > _FEW:
                self._lp.solve()
                another = False
            self.add(new)
        answer: LpAnswer | None = None
        for turn in range(rounds):
            answer = self._lp.solve(primal=turn > 0 or not another)
            if answer is None:
                break
            self.value = answer.objective
            multipliers, of_groups = self._split(answer.dual)
            found = relaxation.at(multipliers, alive, must)
            best = found if found.value < best.value else best
            if best.value <= enough or best.value - answer.objective <= self._small(answer.objective, enough):
                break
            new = self._new(found, alive & ~self._inside, of_groups)
            if not len(new):
                break
            self.add(new)
        fraction = None if answer is None else self._fraction(answer)
        if answer is not None and len(self.options) > _MANY:
            self._trim(best.loss)
        return best, fraction

    def _trim(self, loss: Numbers) -> None:
        """Take the least hopeful options out of the LP: a long LP is a slow one, and what is missed comes back."""
        order = np.argsort(self.options, kind="stable")
        some = self.options[order]
        kept = np.zeros(len(some), dtype=bool)
        kept[order[_first_of_each(self.relaxation.group[some], loss[some], _KEPT)]] = True
        first = len(self._slack) + self._slack[0]
        gone = self._lp.drop(first + np.flatnonzero(~kept)) - first
        stays = np.ones(len(self.options), dtype=bool)
        stays[gone] = False
        self._inside[self.options[gone]] = False
        self.options, self._open = self.options[stays], self._open[stays]

    def _small(self, objective: float, enough: float) -> float:
        least = 1e-9 * max(1.0, abs(objective))
        return max(least, _TAIL * (objective - enough)) if np.isfinite(enough) and objective > enough else least

    def _fraction(self, answer: LpAnswer) -> Fraction:
        weight = answer.values[len(answer.values) - len(self.options) :]
        some = np.flatnonzero(weight > 1e-7)
        return Fraction(self.options[some], weight[some])

    def _new(self, found: Bound, outside: Flags, dual: Numbers) -> Whole:
        """The options that would improve the LP most: at most a few of each group."""
        relaxation = self.relaxation
        reduced = relaxation.reduced(found.multipliers) - dual[relaxation.group]
        hopeful = np.flatnonzero(outside & (reduced > 1e-9 * relaxation.scale))
        return hopeful[_first_of_each(relaxation.group[hopeful], -reduced[hopeful], _NEW)]

    def strong(self, group: int, inside: Flags) -> tuple[float, float]:
        """What the LP is worth about, with one of some options of a group picked, and with none of them."""
        basis = self._lp.basis()
        money = len(self._slack) + self._slack[0]
        own = np.flatnonzero((self.relaxation.group[self.options] == group) & self._open)
        chosen = inside[self.options[own]]
        values = []
        for closed, must in ((own[~chosen], True), (own[chosen], bool(self._must[group]))):
            self._lp.set_upper(money + closed, np.zeros(len(closed)))
            self._lp.set_gain(self._slack[[group]], np.array([-self._penalty if must else 0.0]))
            values.append(self._lp.estimate(_ITERATIONS))
            self._lp.set_upper(money + closed, np.full(len(closed), np.inf))
            self._lp.set_gain(self._slack[[group]], np.array([-self._penalty if self._must[group] else 0.0]))
            self._lp.start_from(basis)
        return values[0], values[1]


def _first_of_each(group: Whole, key: Numbers, count: int) -> Whole:
    """Positions of the ``count`` smallest keys of every group (groups are sorted)."""
    order = np.lexsort((key, group))
    start = np.searchsorted(group[order], group[order])
    return order[np.arange(len(order)) - start < count]
