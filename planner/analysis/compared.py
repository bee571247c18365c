"""Plans side by side: one row each, with what it yields, what it displaces and how far it is proven."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from planner.asked import of_kind
from planner.errors import PlannerError
from planner.impact.timing import Numbers
from planner.model.money import Money, money
from planner.model.objective import effects_weight
from planner.model.plan import Plan

COLUMNS = (
    "objective",
    "net",
    "welfare",
    "gained",
    "displaced",
    "displaced_euro",
    "room_used",
    "spending",
    "admitted",
    "admits",
    "gap",
    "error",
)


def compare(plans: Mapping[str, Plan | PlannerError] | Iterable[Plan | PlannerError]) -> pd.DataFrame:
    """One row per plan, by name (or by number, from 0, where they have none); an error in place of a plan is a row too.

    Columns: objective (what a plan reaches by its own objective, in its unit, with nothing subtracted); net, gained, displaced,
    room_used [QALY, discounted, against each plan's own reference plan]; welfare (gained less all health displaced plus the
    worth of all unused room: comparable between plans with other reference plans too, as with another budget);
    displaced_euro and spending [EUR million over the plan, undiscounted]; admitted (number), admits (list of ids); gap (0 =
    proven optimal); error (why there is no plan; blank where there is one). Raises UsageError for other things.
    """
    named = dict(plans) if isinstance(plans, Mapping) else dict(enumerate(plans))
    return pd.DataFrame(
        [row(plan) for plan in named.values()], index=pd.Index(named, name="plan"), columns=list(COLUMNS)
    )


def row(plan: Plan | PlannerError) -> dict[str, Any]:
    """The row of one plan, or of what stopped it."""
    of_kind(plan, Plan, PlannerError)
    if isinstance(plan, PlannerError):
        return {"admits": [], "error": str(plan)}
    totals, decisions = plan.totals, plan.decisions
    return {
        "objective": reached(plan),
        "net": totals.net,
        "welfare": welfare(plan),
        "gained": totals.gained,
        "displaced": totals.displaced,
        "displaced_euro": totals.displaced_euro_sum,
        "room_used": totals.room_used,
        "spending": totals.spending_sum,
        "admitted": totals.admitted,
        "admits": list(decisions["indication"][decisions["decision"] == "admit"]),
        "gap": plan.outcome.gap,
        "error": "",
    }


def welfare(plan: Plan) -> float:
    """Health gained less all health displaced plus the worth of all unused room [QALY, discounted]: nothing is subtracted.

    The net QALYs of a plan without the constant of its reference plan. Room that is carried over counts once.
    """
    money_ = money(plan.scenario)
    return float(plan.totals.net + _unchanged(plan, money_, money_.loss, money_.first_loss))


def reached(plan: Plan) -> float:
    """What a plan is worth by its own objective, in its unit, with nothing subtracted: ``welfare`` where that is net QALYs."""
    name, money_ = plan.scenario.settings.objective, money(plan.scenario)
    if name in ("net_qalys", "lexicographic"):
        return welfare(plan)
    if name == "weighted_qalys":
        before = _unchanged(plan, money_, money_.weight * money_.loss, money_.first_weighted)
        return float(plan.totals.objective + before)
    return float(plan.totals.objective)


def _unchanged(plan: Plan, money_: Money, loss: Numbers, room: Numbers) -> float:
    """The worth of unused room less the health displaced in the plan that changes nothing, at losses per EUR million."""
    settings = plan.scenario.settings
    pressure, left, carry = (
        plan.spending[f"reference_{name}"].to_numpy().reshape(money_.absorbed.shape)
        for name in ("pressure", "room", "carry")
    )
    onward = np.zeros_like(carry)
    onward[:, :-1] = carry[:, 1:]
    unused = (room * (left - onward)).sum(axis=0)
    return float((settings.room_value * unused - loss @ money_.displaced(pressure)) @ effects_weight(settings))
