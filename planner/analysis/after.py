"""What a plan commits later years to, what waiting costs, and which decisions are for the first year (model.md section 8)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from planner.impact.moments import health_from
from planner.impact.patients import NDArrayInt
from planner.impact.prices import net_comparator
from planner.impact.timing import Numbers, months_of
from planner.model.plan import Plan
from planner.scenario.scenario import Scenario

_ADMITTED = ("admit",)


def liability(plan: Plan) -> pd.DataFrame:
    """What the admitted indications still cost after the last year of the plan: those who started before, nobody else.

    Columns: indication, framework, patient_years, drug (spending on the medicine), other (care that comes with it, less the
    medicine replaced), avoided (other care avoided, also after treatment) and net = drug + other - avoided [EUR million in
    all, undiscounted, at the signed price, times the acceptance]. NaN where it is not known: where the sheet Patients gives
    patient-years (how many of them start?), and where the route ends, controls use or stops treatment, or the price of the
    medicine changes by date or volume.
    """
    own, rows, share = _admitted(plan)
    accepted = plan.options.table["acceptance"].to_numpy()[rows] * share
    starters = plan.options.starters[rows] * accepted[:, None]
    horizon = plan.scenario.settings.years
    treated = _years_left(starters, own["treatment_years"].to_numpy(), horizon)
    spared = _years_left(starters, own["offset_years"].fillna(own["treatment_years"]).to_numpy(), horizon)
    known = ~own["indication"].isin(plan.scenario.table("Patients")["indication"]).to_numpy(dtype=bool)
    known &= _plain(plan, own, rows)
    price = plan.options.table["net_price"].to_numpy()[rows] * _paid(plan.scenario, own, rows, plan)
    drug = price * treated / 1e6
    other = (own["other_cost"].to_numpy() - net_comparator(own)) * treated / 1e6
    avoided = own["offset_cost"].fillna(0.0).to_numpy() * spared / 1e6
    figures = {"patient_years": treated, "drug": drug, "other": other, "avoided": avoided}
    frame = pd.DataFrame({name: np.where(known, values, np.nan) for name, values in figures.items()})
    frame.insert(0, "indication", own["indication"].to_numpy())
    frame.insert(1, "framework", plan.options.table["framework"].to_numpy()[rows])
    return frame.assign(net=frame["drug"] + frame["other"] - frame["avoided"])


def waiting(plan: Plan) -> pd.DataFrame:
    """QALYs lost because reimbursement starts later than it could: by the procedure, and by room.

    By procedure: a start at ``max(available_from, plan start)`` less the earliest start of the chosen route; by room: the
    earliest less the chosen start; same route and price, times the acceptance, no limits tested. Columns: indication, route,
    available, earliest and chosen [years after the start of the plan], by_procedure, by_room and lost (their sum)
    [QALY, discounted, within the horizon].
    """
    own, rows, share = _admitted(plan)
    table, settings = plan.options.table, plan.scenario.settings
    opened = plan.options.openings.set_index(["indication", "route"])["earliest"]
    keys = list(zip(own["indication"], table["route"].to_numpy()[rows], strict=True))
    chosen = table["offset"].to_numpy()[rows]
    earliest = np.minimum(np.array([opened[key] for key in keys], dtype=np.float64), chosen)
    month = np.nan_to_num(months_of(own["available_from"]), nan=0.0) - settings.start_year * 12
    available = np.minimum(np.maximum(0.0, month) / 12, earliest)
    weight = (1.0 + settings.discount_rate_effects) ** -np.arange(settings.years)
    health = health_from(plan.scenario, table.iloc[np.tile(rows, 3)], np.concatenate([available, earliest, chosen]))
    first, second, third = share * (health @ weight).reshape(3, -1)
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
    gained [QALY, discounted] and spending [EUR million over the plan, expected net cost].
    """
    rows = plan.decisions[plan.decisions["decision"].isin(_ADMITTED)]
    return pd.DataFrame(
        {
            "indication": rows["indication"],
            "decision": rows["decision"],
            "start_year": rows["start_year"].astype(np.int64),
            "now": rows["start_year"] == plan.scenario.settings.start_year,
            "gained": rows["qalys_discounted"],
            "spending": rows["spending"],
        }
    ).reset_index(drop=True)


def _admitted(plan: Plan) -> tuple[pd.DataFrame, NDArrayInt, Numbers]:
    """The row of the sheet (index: its position), the option and the share of every admitted indication, in the plan's order."""
    table = plan.options.table
    admits = (table["action"] == "admit").to_numpy()[plan.picked]
    rows = plan.picked[admits]
    sheet = plan.scenario.table("Indications")
    position = pd.Series(sheet.index, index=sheet["indication"])[table["indication"].to_numpy()[rows]]
    return sheet.loc[position.to_numpy()], rows, plan.shares[admits]


def _plain(plan: Plan, own: pd.DataFrame, rows: NDArrayInt) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Whether treatment and price go on as they began: no end of the route, no control of use, no later price."""
    routes = plan.scenario.table("Routes").set_index("route")
    route = routes.loc[plan.options.table["route"].to_numpy()[rows]]
    ends = route["term_years"].notna() | route["stop_rule"].eq(True) | (route["use_control"] > 0)
    changes = own[["exclusivity_until", "volume_threshold", "pay_back_cap"]].notna().any(axis=1)
    used = (own["off_target_share"].fillna(0.0) > 0) | (route["monitoring_cost"].to_numpy() > 0)
    return np.asarray(~(ends.to_numpy(dtype=bool) | changes.to_numpy() | used.to_numpy()), dtype=bool)


def _paid(scenario: Scenario, own: pd.DataFrame, rows: NDArrayInt, plan: Plan) -> Numbers:
    basis = scenario.table("Routes").set_index("route")["paid_share_basis"]
    responders = plan.options.table["route"].iloc[rows].map(basis).to_numpy() == "responders"
    return np.where(responders, own["response_share"].to_numpy(), 1.0)


def _years_left(starters: Numbers, years: Numbers, horizon: int) -> Numbers:
    """Years after the horizon of those who started in its year t: ``sum_a keep(a)`` from age T - t, ``max(0, D - (T - t))``."""
    age = horizon - np.arange(horizon)
    return np.asarray((starters * np.maximum(0.0, years[:, None] - age)).sum(axis=1))
