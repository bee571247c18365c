"""What a plan commits later years to, what waiting costs, and which decisions are for the first year (model.md section 8)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from planner.asked import of_kind
from planner.impact.moments import after_horizon, health_from
from planner.impact.timing import NDArrayInt, Numbers, months_of
from planner.model.objective import effects_weight
from planner.model.plan import Plan
from planner.scenario.once import once


@once
def liability(plan: Plan) -> pd.DataFrame:
    """What the admitted indications still cost after the last year of the plan: those who started before, nobody else.

    Columns: indication, framework (the route's; the indication's own where a conversion has moved it there by then),
    patient_years, drug (spending on the medicine), other (care that comes with it, less the medicine replaced), avoided (other
    care avoided, also after treatment) and net = drug + other - avoided [EUR million in all, undiscounted, at the signed price,
    times the acceptance]. A route that ends after the plan ends then; after a term that converts it is expected spending. NaN
    where the sheet Patients gives patient-years: it is not known how many of them started when.
    """
    of_kind(plan, Plan)
    own, rows, share = admitted(plan)
    table = plan.options.table.iloc[rows]
    known = ~own["indication"].isin(plan.scenario.table("Patients")["indication"]).to_numpy(dtype=bool)
    frame = after_horizon(plan.scenario, table).mul(share, axis=0)
    frame.loc[~known] = np.nan
    frame.insert(0, "indication", own["indication"].to_numpy())
    frame.insert(1, "framework", _payer(plan, own, table))
    return frame.assign(net=frame["drug"] + frame["other"] - frame["avoided"])


def _payer(plan: Plan, own: pd.DataFrame, table: pd.DataFrame) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    """Who pays after the horizon: after a conversion the framework of the indication."""
    way = plan.scenario.table("Routes").set_index("route").loc[table["route"]]
    ended = table["offset"].to_numpy() + way["term_years"].to_numpy() <= plan.scenario.settings.years
    moved = (way["at_end"] == "convert").to_numpy() & ended
    paid: np.ndarray[tuple[int], np.dtype[np.object_]] = table["framework"].to_numpy(dtype=object).copy()
    paid[moved] = own["framework"].to_numpy(dtype=object)[moved]
    return paid


@once
def waiting(plan: Plan) -> pd.DataFrame:
    """QALYs lost because reimbursement starts later than it could: by the procedure, and by room.

    By procedure: a start at ``max(available_from, plan start)`` less the earliest start of the chosen route; by room: the
    earliest less the chosen start; same route and price, times the acceptance, no limits tested. Columns: indication, route,
    available, earliest and chosen [years after the start of the plan], by_procedure, by_room and lost (their sum)
    [QALY, discounted, within the horizon].
    """
    of_kind(plan, Plan)
    own, rows, share = admitted(plan)
    table, settings = plan.options.table, plan.scenario.settings
    opened = plan.options.openings.set_index(["indication", "route"])["earliest"]
    keys = list(zip(own["indication"], table["route"].to_numpy()[rows], strict=True))
    chosen = table["offset"].to_numpy()[rows]
    earliest = np.minimum(np.array([opened[key] for key in keys], dtype=np.float64), chosen)
    month = np.nan_to_num(months_of(own["available_from"]), nan=0.0) - settings.start_year * 12
    available = np.minimum(np.maximum(0.0, month) / 12, earliest)
    health = health_from(plan.scenario, table.iloc[np.tile(rows, 3)], np.concatenate([available, earliest, chosen]))
    first, second, third = share * (health @ effects_weight(settings)).reshape(3, -1)
    return pd.DataFrame(
        {
            "indication": own["indication"].to_numpy(),
            "route": [route for _, route in keys],
            "available": available,
            "earliest": earliest,
            "chosen": chosen,
            "by_procedure": first - second,
            "by_room": second - third,
            "lost": first - third,
        }
    )


def first_year(plan: Plan) -> pd.DataFrame:
    """Which decisions are taken now and which are intentions: a later start may be decided again with later figures.

    One row per indication that the plan changes: indication, decision, start_year, now (True: it starts in the first year),
    gained [QALY, discounted], gained_sum [QALY, undiscounted] and spending [EUR million over the plan, expected net cost].
    """
    of_kind(plan, Plan)
    rows = plan.decisions[plan.decisions["decision"] == "admit"]
    return pd.DataFrame(
        {
            "indication": rows["indication"],
            "decision": rows["decision"],
            "start_year": rows["start_year"].astype(np.int64),
            "now": rows["start_year"] == plan.scenario.settings.start_year,
            "gained": rows["qalys_discounted"],
            "gained_sum": rows["qalys"],
            "spending": rows["spending"],
        }
    ).reset_index(drop=True)


def admitted(plan: Plan) -> tuple[pd.DataFrame, NDArrayInt, Numbers]:
    """The row of the sheet (index: its position), the option and the share of every admitted indication, in the plan's order."""
    table = plan.options.table
    admits = np.flatnonzero((table["action"] == "admit").to_numpy()[plan.picked])
    sheet = plan.scenario.table("Indications")
    names = table["indication"].to_numpy()[plan.picked[admits]]
    position = pd.Series(sheet.index, index=sheet["indication"])[names].to_numpy()
    order = np.argsort(position, kind="stable")
    own = admits[order]
    return sheet.loc[position[order]], plan.picked[own], plan.shares[own]
