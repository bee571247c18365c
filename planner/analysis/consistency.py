"""Whether like is treated alike: each decision by what a QALY costs over what it may cost, and the pairs that stand out."""

from __future__ import annotations

import numpy as np
import pandas as pd

from planner.impact import prices
from planner.impact.patients import annuity
from planner.model.plan import Plan

COLUMNS = ("indication", "decision", "admitted", "price", "icer", "reference_value", "ratio")
PAIRS = ("admitted", "admitted_ratio", "left_out", "left_out_ratio", "dearer")


def consistency(plan: Plan) -> pd.DataFrame:
    """One row per indication that is not staying as it is, dearest first: ``COLUMNS``.

    ``price`` is the net price [EUR per patient-year] of what is admitted; of what is left out the lowest price that its supplier
    may give over the routes that it may use. ``icer`` [EUR per QALY] is taken at that price and the share paid for, ``ratio`` is
    icer over the reference value; NaN where one of them is not known.
    """
    scenario, decisions = plan.scenario, plan.decisions
    table = scenario.table("Indications").set_index("indication")
    rows = decisions[decisions["decision"] != "stay"].reset_index(drop=True)
    own = table.loc[rows["indication"]].reset_index()
    admitted = (rows["decision"] != "not_admitted").to_numpy()
    best = _best_offers(plan).reindex(rows["indication"]).fillna({"discount": 0.0, "paid": 1.0})
    offered = own["list_price"].to_numpy() * (1.0 - best["discount"].to_numpy())
    price = np.where(admitted, rows["net_price"].to_numpy(dtype=float), offered)
    rate = scenario.settings.discount_rate_costs
    treated = annuity(own["treatment_years"].to_numpy(), rate)
    other = prices.net_other_cost(own, rate)
    health = own["p_effective"].to_numpy() * own["qaly_gain"].to_numpy()
    icer = np.where(
        admitted & rows["icer"].notna().to_numpy(),
        rows["icer"].to_numpy(dtype=float),
        prices.icer(price, best["paid"].to_numpy(), other, treated, health),
    )
    reference = prices.reference_value(own["disease_burden"].to_numpy(), scenario.table("ReferenceValues"))
    frame = pd.DataFrame(
        {
            "indication": rows["indication"],
            "decision": rows["decision"],
            "admitted": admitted,
            "price": price,
            "icer": icer,
            "reference_value": reference,
            "ratio": icer / reference,
        }
    )
    return frame.sort_values(["ratio", "indication"], ascending=[False, True], ignore_index=True)


def _best_offers(plan: Plan) -> pd.DataFrame:
    """By indication the offer at which least is paid, over the routes that it may use: discount, paid (the share paid for)."""
    openings, scenario = plan.options.openings.sort_values("route", kind="stable"), plan.scenario
    asked = openings[~openings["condition"].isin(["not_used", "not_eligible"])]
    basis = scenario.table("Routes").set_index("route")["paid_share_basis"]
    share = scenario.table("Indications").set_index("indication")["response_share"].fillna(1.0)
    paid = asked["indication"].map(share).where(asked["route"].map(basis) == "responders", 1.0).astype(float)
    frame = asked[["indication"]].assign(discount=asked["supplier_discount"].fillna(0.0), paid=paid)
    least = ((1.0 - frame["discount"]) * frame["paid"]).groupby(frame["indication"]).idxmin()
    return frame.loc[least].set_index("indication")


def inconsistent_pairs(table: pd.DataFrame) -> pd.DataFrame:
    """Pairs where a dearer indication is in and a cheaper one is out, from ``consistency``: one row per indication left out.

    ``admitted`` is the dearest that is in, ``dearer`` counts all that are in and dearer; ratios beside them.
    """
    known = table[table["ratio"].notna()]
    inside, outside = known[known["admitted"]], known[~known["admitted"]]
    if inside.empty:
        return pd.DataFrame(columns=list(PAIRS))
    dearest = inside.iloc[0]
    cheaper = np.sort(inside["ratio"].to_numpy())
    dearer = len(cheaper) - np.searchsorted(cheaper, outside["ratio"].to_numpy() * (1 + 1e-9), side="right")
    frame = pd.DataFrame(
        {
            "admitted": dearest["indication"],
            "admitted_ratio": dearest["ratio"],
            "left_out": outside["indication"],
            "left_out_ratio": outside["ratio"],
            "dearer": dearer,
        }
    )
    return frame[dearer > 0].reset_index(drop=True)
