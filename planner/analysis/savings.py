"""What is paid less than the list price, by instrument; and what an indication would cost at list and at the advised price."""

from __future__ import annotations

import numpy as np
import pandas as pd

from planner.asked import of_kind
from planner.impact.eligibility import list_budget_impact
from planner.impact.instruments import INSTRUMENTS, steps
from planner.impact.prices import advised_price
from planner.model.choice import picks
from planner.model.plan import Plan
from planner.scenario.once import once

#: Every instrument, with that for what is in the package already: a new price against the present one.
SAVINGS = (*INSTRUMENTS, "renegotiation")


@once
def savings(plan: Plan) -> pd.DataFrame:
    """Expected spending on the medicine from list price to what is paid, by indication and year [EUR million].

    Columns: indication, route, year, listed (at list price, same patients; 0 for what is in the package), one column for each
    of ``SAVINGS``, and paid: listed less all savings, the plan's own drug spending. Of what is in the package only a new price
    counts, against the present one.
    """
    of_kind(plan, Plan)
    own, options = picks(plan.chosen), plan.options
    table = options.table.iloc[own.rows]
    years = list(plan.scenario.settings.calendar)
    columns = ("indication", "route", "year", "listed", *SAVINGS, "paid")
    parts = []
    for action in ("admit", "renegotiate"):
        kept = np.flatnonzero((table["action"] == action).to_numpy())
        if not len(kept):
            continue
        rows, share = table.iloc[kept], own.shares[kept][:, None]
        paid = options.drug[own.rows[kept]] * share
        figures = {name: np.zeros_like(paid) for name in ("listed", *SAVINGS)} | {"paid": paid}
        if action == "admit":
            found = steps(plan.scenario, rows)
            figures |= {"listed": found.listed * share} | {name: values * share for name, values in found.saved.items()}
        else:
            figures["renegotiation"] = -paid
        frame = pd.DataFrame({name: values.ravel() for name, values in figures.items()})
        frame["indication"] = np.repeat(rows["indication"].to_numpy(), len(years))
        frame["route"] = np.repeat(rows["route"].to_numpy(), len(years))
        parts.append(frame.assign(year=years * len(kept)))
    if not parts:
        return pd.DataFrame(columns=list(columns))
    return pd.concat(parts).groupby(["indication", "route", "year"], sort=False).sum().reset_index()[list(columns)]


@once
def budget_impact(plan: Plan) -> pd.DataFrame:
    """What each indication costs in its third year, and at list price: one row per indication [EUR million a year].

    Columns: indication; year3 and year3_list, expected net cost in the third year after the start as signed and at list price
    (same patients; NaN where it is not admitted, or that year lies beyond the plan); outlay_list, gross drug spending at list
    price, the largest of the first three years of a start at once (``list_budget_impact``), and outlay_advised, the same at the
    advised price (an advice is a minimum: at most this; NaN without one).
    """
    of_kind(plan, Plan)
    scenario = plan.scenario
    table, decisions = scenario.table("Indications"), plan.decisions.set_index("indication")
    saved = savings(plan)
    off = saved[list(INSTRUMENTS)].sum(axis=1).groupby([saved["indication"], saved["year"]]).sum()
    admitted = decisions[decisions["decision"] == "admit"]
    third = admitted["start_year"].astype(int) + 2
    at_list = {
        str(name): float(cost) + float(off.get((name, year), 0.0))
        for (name, cost), year in zip(admitted["spending_year3"].items(), third, strict=True)
    }
    own, settings = table["indication"], scenario.settings
    outlay = list_budget_impact(scenario)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = advised_price(table, settings.advice_bound, settings.advice_margin) / table["list_price"].to_numpy()
    return pd.DataFrame(
        {
            "indication": own,
            "year3": own.map(admitted["spending_year3"]).astype(float),
            "year3_list": own.map(at_list).astype(float),
            "outlay_list": outlay,
            "outlay_advised": outlay * np.maximum(share, 0.0),
        }
    )
