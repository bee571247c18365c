"""What a choice of options is worth, in plain arithmetic: money short or left, care displaced, health gained and lost.

The plan's figures, the tie-break and the solver's answer all go through here, so that a plan is never read from the solver.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from planner.impact import Options
from planner.impact.timing import Numbers
from planner.model.choice import Chosen, picks, shared, without
from planner.model.limits import Limits, framework_numbers
from planner.model.limits.family import charged
from planner.model.money import TOLERANCE, Whole
from planner.model.objective import Objective, costs_weight, effects_weight
from planner.scenario.tables import Settings


@dataclass(frozen=True)
class Use:
    """Money of one choice: arrays framework x year [EUR million]; ``displaced`` is segment x year.

    ``carry`` is room of the year before, ``carried_on`` what goes on to the next year; ``room`` includes both.
    """

    cost: Numbers
    pressure: Numbers
    room: Numbers
    displaced: Numbers
    carry: Numbers
    carried_on: Numbers

    @property
    def own_room(self) -> Numbers:
        """Room that stays in its year: what it could have bought counts once."""
        return self.room - self.carried_on


@dataclass(frozen=True)
class Worth:
    """Worth of one choice against the reference plan, in the unit of the objective (net QALYs, discounted, unless said).

    ``cost`` is the expected discounted cost [EUR million].
    """

    gained: float
    displaced: float
    room_used: float
    cost: float

    @property
    def net(self) -> float:
        return self.gained - self.displaced - self.room_used


class Evaluator:
    """Evaluates choices of options of one scenario: row numbers of the option table, with their shares where not all are 1.

    ``value`` (per option), ``loss`` (per segment) and ``room_price`` (framework x year) are the coefficients of the objective in
    use, ``health`` and ``room_health`` those of net QALYs, ``cost`` is expected discounted cost. ``divisible`` marks options that
    may be chosen in part. ``reference`` is the plan that admits nothing and changes nothing, ``stay`` its options.
    """

    def __init__(self, settings: Settings, options: Options, limits: Limits) -> None:
        self.options, self.limits, self.money = options, limits, limits.money
        self.health_weight, self.cost_weight = effects_weight(settings), costs_weight(settings)
        self.objective = limits.objective
        self.value, self.loss, self.room_price = self.objective.value, self.objective.loss, self.objective.room
        self.health = options.qalys @ self.health_weight
        self.room_health = settings.room_value * self.money.first_loss
        self.cost = options.cost @ self.cost_weight
        self.divisible = limits.parts.divisible
        self.framework = framework_numbers(options, self.money)
        # What follows a conversion may be charged to another framework: by option that framework (-1 = nothing is moved).
        self.later = np.full(len(options), -1, dtype=np.intp)
        if options.moved is not None:
            number = {name: at for at, name in enumerate(self.money.frameworks)}
            self.later[options.moved.option] = [number[name] for name in options.moved.framework]
        self.stay = np.flatnonzero(options.table["route"].isna().to_numpy(dtype=bool))
        self.reference = self.use(self.stay)
        # What is in conditional admission changes at the end of its term in the reference plan too.
        self.reference_value = float(self.value[self.stay].sum())
        self.reference_cost = float(self.cost[self.stay].sum())

    @property
    def whole(self) -> bool:
        """Whether all options are chosen whole and no room is carried over: what the pruning bound takes for granted."""
        return not self.divisible.any() and not len(self.limits.carry)

    @property
    def slack(self) -> float:
        """By how much the model may exceed a limit: the tolerance, but 0 where shares are chosen (they would use it)."""
        return 0.0 if self.divisible.any() else TOLERANCE

    @cached_property
    def _spent(self) -> sparse.csc_array:
        """What each option costs each framework and year (row framework x year)."""
        return sparse.csc_array(charged(self.options, self.money, "cost"))

    def choice(self, rows: Whole, shares: Numbers) -> Chosen:
        """A choice of rows with shares; the rows alone where all are chosen whole."""
        return rows if (shares == 1.0).all() else shared(self.options.table, rows, shares)

    def use(self, picked: Chosen) -> Use:
        """Pressure, room and displaced care that follow from a choice: never both pressure and room in one year."""
        money, own, carry = self.money, picks(picked), self.limits.carry
        cost = np.asarray(self._spent[:, own.rows] @ own.shares).reshape(money.absorbed.shape)
        into, onward = np.zeros_like(cost), np.zeros_like(cost)
        if len(carry):
            amount = carry.amount(carry.left(picked))
            into[carry.framework, carry.year] = amount
            onward[carry.framework, carry.year - 1] = amount
        short = np.where(money.limited, money.base + cost - np.nan_to_num(money.budget) - into, 0.0)
        pressure, room = np.maximum(0.0, short), np.maximum(0.0, -short)
        return Use(cost, pressure, room, money.displaced(pressure), into, onward)

    def _moved_cost(self, own: Whole) -> Numbers:
        """The part of the cost of single options (option x year) that is charged to their later framework."""
        part = np.zeros((len(own), len(self.money.years)))
        if self.options.moved is not None:
            place = {int(option): row for row, option in enumerate(self.options.moved.option)}
            for at in np.flatnonzero(self.later[own] >= 0):
                part[at] = self.options.moved.cost[place[int(own[at])]]
        return part

    def worth(self, picked: Chosen, by: Objective | None = None) -> Worth:
        """Discounted worth and cost of a choice, as differences from the reference plan, by the objective in use or another."""
        by, use, own = by or self.objective, self.use(picked), picks(picked)
        lost = by.loss @ (use.displaced - self.reference.displaced) @ self.health_weight
        bought = (by.room * (self.reference.own_room - use.own_room) @ self.health_weight).sum()
        gained = by.value[own.rows] @ own.shares - by.value[self.stay].sum()
        cost = self.cost[own.rows] @ own.shares - self.reference_cost
        return Worth(float(gained), float(lost), float(bought), float(cost))

    def net_health(self, picked: Chosen) -> Worth:
        """The worth of a choice in net QALYs, whatever the objective: what the headlines say."""
        plain = Objective("net_qalys", "QALY", self.health, self.money.loss, self.room_health)
        return self.worth(picked, plain)

    def added(self, rest: Chosen, own: Whole) -> tuple[Numbers, Numbers]:
        """Worth gained and lost by adding each single option of ``own`` to the choice ``rest``, in the unit of the objective.

        Lost is care displaced and care that the room used could have bought. All options of ``own`` are of one indication.
        """
        if len(self.limits.carry):
            return self._added_one_by_one(rest, own)
        return self.value[own], self._lost(self.use(rest), own, 1)

    def inside(self, picked: Whole) -> tuple[Numbers, Numbers]:
        """Worth gained and lost by each option of a choice beside the others of it: ``added`` of each to the rest, at once."""
        if not len(self.limits.carry):
            return self.value[picked], -self._lost(self.use(picked), picked, -1)
        found = [self.added(without(picked, picked[at : at + 1]), picked[at : at + 1]) for at in range(len(picked))]
        return self.value[picked], np.array([lost[0] for _, lost in found])

    def _lost(self, before: Use, own: Whole, sign: int) -> Numbers:
        """Worth lost where each single option of ``own`` comes on top of what is used, or (``sign`` -1) is taken from it."""
        money, lost, first, then = self.money, np.zeros(len(own)), self.framework[own], self.later[own]
        moved = self._moved_cost(own)
        for f in np.unique(np.concatenate([first, then[then >= 0]])):
            mine = np.flatnonzero((first == f) | (then == f))
            here = (first[mine] == f)[:, None] * (self.options.cost[own[mine]] - moved[mine])
            cost = before.cost[f] + sign * (here + (then[mine] == f)[:, None] * moved[mine])
            short = np.where(money.limited[f], money.base[f] + cost - np.nan_to_num(money.budget[f]), 0.0)
            displaced = money.health_lost(int(f), np.maximum(0.0, short), self.loss) - money.health_lost(
                int(f), before.pressure[f][None], self.loss
            )
            bought = self.room_price[f] * (before.room[f] - np.maximum(0.0, -short))
            lost[mine] += (displaced + bought) @ self.health_weight
        return lost

    def _added_one_by_one(self, rest: Chosen, own: Whole) -> tuple[Numbers, Numbers]:
        """``added`` where an option touches more than its own framework and year: each choice is worked out in full."""
        before = self.worth(rest)
        after = [self.worth(without(rest, own[:0], added=option)) for option in own]
        lost = [one.displaced + one.room_used - before.displaced - before.room_used for one in after]
        return self.value[own], np.array(lost)

    def fits(self, picked: Chosen) -> bool:
        """Whether a choice keeps every limit (within the tolerance)."""
        return not self.limits.broken(picked)
