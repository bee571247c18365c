"""Plans side by side: one row each, with what it yields, what it displaces and how far it is proven."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from planner.asked import of_kind
from planner.errors import PlannerError
from planner.model.plan import Plan

COLUMNS = (
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

    Columns: net, gained, displaced, room_used [QALY, discounted, against each plan's own reference plan]; welfare (gained less
    all health displaced plus the worth of all unused room: comparable between plans with other reference plans too, as with
    another budget); displaced_euro and spending [EUR million over the plan, undiscounted]; admitted (number), admits (list of
    ids); gap (0 = proven optimal); error (why there is no plan; blank where there is one). Raises UsageError for other things.
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

    The objective of a plan without the constant of its reference plan.
    """
    rows, settings = plan.spending, plan.scenario.settings
    weight = (1.0 + settings.discount_rate_effects) ** -(rows["year"] - settings.start_year)
    return float(plan.totals.gained + (weight * (rows["room_value"] * rows["room"] - rows["health_lost"])).sum())
