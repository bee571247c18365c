"""What is maximised: the worth of each option, of a euro of displaced care and of a euro of room, by objective (model.md 6).

The engine maximises ``sum value_o x_o - sum loss_c y_ct + sum room_f(t) (room_f(t) - carry_f(t+1))``: an objective is the three
kinds of coefficients in it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.impact import Options
from planner.impact.timing import Numbers
from planner.model.money import Money
from planner.scenario.scenario import Scenario
from planner.scenario.tables import Settings


@dataclass(frozen=True)
class Objective:
    """Coefficients of one objective, in ``unit``.

    ``value`` per option (discounted, over all years); per EUR million and year ``loss`` of each segment of displaced care and
    ``room`` of each framework and year (both to be discounted at the effects rate; 0 where the objective does not count them).
    """

    name: str
    unit: str
    value: Numbers
    loss: Numbers
    room: Numbers


def effects_weight(settings: Settings) -> Numbers:
    """``v^E_t = (1 + r_E)^-t``: the first year undiscounted."""
    return np.asarray((1.0 + settings.discount_rate_effects) ** -np.arange(settings.years))


def costs_weight(settings: Settings) -> Numbers:
    """``v^C_t = (1 + r_C)^-t``."""
    return np.asarray((1.0 + settings.discount_rate_costs) ** -np.arange(settings.years))


def objective(scenario: Scenario, options: Options, money: Money, name: str) -> Objective:
    """The coefficients of an objective by its name in the settings; the first of a lexicographic pair is net QALYs.

    ``net_qalys``: gained, less displaced, less what the room used could have bought. ``qalys_gained``: gained alone.
    ``weighted_qalys``: as net, with equity weights for gained, displaced and room. ``net_monetary_benefit`` [EUR million]:
    gained x qaly_value less expected discounted cost; the value of a QALY stands for what money does elsewhere, so that
    displaced health and room are not counted beside it. ``least_spending`` [EUR million]: less expected discounted cost.
    """
    settings = scenario.settings
    gained = options.qalys @ effects_weight(settings)
    cost = options.cost @ costs_weight(settings)
    nothing, no_room = np.zeros(len(money.loss)), np.zeros_like(money.first_loss)
    if name == "qalys_gained":
        return Objective(name, "QALY", gained, nothing, no_room)
    if name == "weighted_qalys":
        value = gained * _weights(scenario, options)
        return Objective(name, "QALY", value, money.weight * money.loss, settings.room_value * money.first_weighted)
    if name == "net_monetary_benefit":
        value = gained * float(settings.qaly_value or 0.0) / 1e6 - cost
        return Objective(name, "EUR million", value, nothing, no_room)
    if name == "least_spending":
        return Objective(name, "EUR million", -cost, nothing, no_room)
    return Objective("net_qalys", "QALY", gained, money.loss, settings.room_value * money.first_loss)


def _weights(scenario: Scenario, options: Options) -> Numbers:
    """The equity weight of each option's indication."""
    table = scenario.table("Indications")
    weight = dict(zip(table["indication"], table["equity_weight"], strict=True))
    return options.table["indication"].map(weight).to_numpy(dtype=np.float64)
