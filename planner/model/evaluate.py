"""What a choice of options is worth, in plain arithmetic: money short or left, care displaced, health gained and lost.

The plan's figures, the tie-break and the solver's answer all go through here, so that a plan is never read from the solver.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.impact import Options
from planner.impact.timing import Numbers
from planner.model.limits import Limits, framework_numbers
from planner.model.money import Whole
from planner.scenario.tables import Settings


@dataclass(frozen=True)
class Use:
    """Money of one choice: arrays framework x year [EUR million]; ``displaced`` is segment x year."""

    cost: Numbers
    pressure: Numbers
    room: Numbers
    displaced: Numbers


@dataclass(frozen=True)
class Worth:
    """Worth of one choice against admitting nothing: discounted QALYs, and the expected discounted cost [EUR million]."""

    gained: float
    displaced: float
    room_used: float
    cost: float

    @property
    def net(self) -> float:
        return self.gained - self.displaced - self.room_used


class Evaluator:
    """Evaluates choices of options of one scenario; ``picked`` is an array of row numbers of the option table."""

    def __init__(self, settings: Settings, options: Options, limits: Limits) -> None:
        self.options, self.limits, self.money = options, limits, limits.money
        years = np.arange(settings.years)
        self.health_weight = (1.0 + settings.discount_rate_effects) ** -years
        self.cost_weight = (1.0 + settings.discount_rate_costs) ** -years
        self.value = options.qalys @ self.health_weight
        self.cost = options.cost @ self.cost_weight
        self.room_price = settings.room_value * self.money.first_loss
        self.framework = framework_numbers(options, self.money)
        # What follows a conversion may be charged to another framework: by option that framework (-1 = nothing is moved).
        self.later = np.full(len(options), -1, dtype=np.intp)
        if options.moved is not None:
            number = {name: at for at, name in enumerate(self.money.frameworks)}
            self.later[options.moved.option] = [number[name] for name in options.moved.framework]
        self.stay = np.flatnonzero(options.table["route"].isna().to_numpy(dtype=bool))
        self.reference = self.use(self.stay)
        # What is in conditional admission changes at the end of its term in the reference plan too.
        self.reference_value, self.reference_cost = (
            float(self.value[self.stay].sum()),
            float(self.cost[self.stay].sum()),
        )

    def use(self, picked: Whole) -> Use:
        """Pressure, room and displaced care that follow from a choice: never both pressure and room in one year."""
        money, moved = self.money, self.options.moved
        cost = self.by_framework(self.options.cost, picked, None if moved is None else moved.cost)
        short = np.where(money.limited, money.base + cost - np.nan_to_num(money.budget), 0.0)
        pressure, room = np.maximum(0.0, short), np.maximum(0.0, -short)
        return Use(cost, pressure, room, money.displaced(pressure))

    def by_framework(self, values: Numbers, picked: Whole, later: Numbers | None) -> Numbers:
        """An option x year array summed over a choice, framework x year; ``later`` is the part of it that is moved."""
        total = np.zeros_like(self.money.absorbed)
        np.add.at(total, self.framework[picked], values[picked])
        if self.options.moved is not None and later is not None:
            rows = np.flatnonzero(np.isin(self.options.moved.option, picked))
            own = self.options.moved.option[rows]
            np.add.at(total, self.framework[own], -later[rows])
            np.add.at(total, self.later[own], later[rows])
        return total

    def _moved_cost(self, own: Whole) -> Numbers:
        """The part of the cost of single options (option x year) that is charged to their later framework."""
        part = np.zeros((len(own), len(self.money.years)))
        if self.options.moved is not None:
            place = {int(option): row for row, option in enumerate(self.options.moved.option)}
            for at in np.flatnonzero(self.later[own] >= 0):
                part[at] = self.options.moved.cost[place[int(own[at])]]
        return part

    def worth(self, picked: Whole) -> Worth:
        """Discounted health and cost of a choice, as differences from the reference plan."""
        use = self.use(picked)
        lost = self.money.loss @ (use.displaced - self.reference.displaced) @ self.health_weight
        bought = (self.room_price * (self.reference.room - use.room) @ self.health_weight).sum()
        gained, cost = self.value[picked].sum() - self.reference_value, self.cost[picked].sum() - self.reference_cost
        return Worth(float(gained), float(lost), float(bought), float(cost))

    def added(self, rest: Whole, own: Whole) -> tuple[Numbers, Numbers]:
        """Health gained and lost [discounted QALY] by adding each single option of ``own`` to the choice ``rest``.

        Lost is care displaced and care that the room used could have bought. All options of ``own`` are of one indication.
        """
        money, before = self.money, self.use(rest)
        lost, first, then = np.zeros(len(own)), self.framework[own], self.later[own]
        moved = self._moved_cost(own)
        for f in np.unique(np.concatenate([first, then[then >= 0]])):
            mine = np.flatnonzero((first == f) | (then == f))
            here = (first[mine] == f)[:, None] * (self.options.cost[own[mine]] - moved[mine])
            cost = before.cost[f] + here + (then[mine] == f)[:, None] * moved[mine]
            short = np.where(money.limited[f], money.base[f] + cost - np.nan_to_num(money.budget[f]), 0.0)
            displaced = money.health_lost(int(f), np.maximum(0.0, short)) - money.health_lost(
                int(f), before.pressure[f][None]
            )
            bought = self.room_price[f] * (before.room[f] - np.maximum(0.0, -short))
            lost[mine] += (displaced + bought) @ self.health_weight
        return self.value[own], lost

    def fits(self, picked: Whole) -> bool:
        """Whether a choice keeps every limit (within the tolerance)."""
        return not self.limits.broken(picked)
