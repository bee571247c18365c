"""What bounds the price of an indication on a route: reference value, ceiling, cap, definitive price (model.md section 4)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from planner.impact import prices
from planner.impact.patients import treated_annuity
from planner.impact.timing import Flags, Numbers
from planner.scenario.scenario import Scenario

#: Bases of a cap that need the reference value of the indication's burden.
OF_REFERENCE = ("cost_effective", "evidence_gap")


def price_facts(scenario: Scenario, own: pd.DataFrame, way: pd.DataFrame) -> dict[str, Numbers | Flags]:
    """Price columns of the pairs (rows of ``own`` and ``way`` aligned): what is paid for, reference value, ceiling and cap.

    ``ceiling`` and ``cap`` are infinite where there is none; ``cap`` under ``fixed_budget`` depends on the start and is set
    later. ``fixed_price`` is the price after conversion where a rule sets it (NaN elsewhere); ``two_stage`` says that the
    price after conversion is what is negotiated. ``needs_*`` say which figure the bounds need.
    """
    settings = scenario.settings
    rate = settings.discount_rate_costs
    admits = (way["action"] == "admit").to_numpy()
    stops = admits & way["stop_rule"].to_numpy(dtype=bool)
    treated = treated_annuity(own, stops, rate)
    other = prices.net_other_cost(own, rate, treated) + np.where(admits, way["monitoring_cost"].to_numpy(), 0.0)
    paid = np.where(way["paid_share_basis"] == "responders", own["response_share"].to_numpy(), 1.0)
    reference = prices.reference_value(own["disease_burden"].to_numpy(), scenario.table("ReferenceValues"))
    p, gain, list_price = (own[name].to_numpy() for name in ("p_effective", "qaly_gain", "list_price"))
    effective = prices.cost_effective_price(reference, p, gain, treated, other, paid)
    shown = prices.cost_effective_price(reference, np.ones_like(p), gain, treated, other, paid)
    # What leaves, or is studied, gets no new price.
    keeps = way["action"].isin(["leave", "study"]).to_numpy(dtype=bool)
    basis = np.where(keeps, "", way["price_cap_basis"].to_numpy(dtype=object))
    converts = admits & (way["at_end"] == "convert").to_numpy() & way["term_years"].notna().to_numpy()
    definitive = np.where(converts, way["definitive_price"].to_numpy(dtype=object), "")
    advised = prices.advised_price(own, settings.advice_bound, settings.advice_margin)
    fair = own["fair_price"].to_numpy()
    # A definitive price set by rule meets the ceiling; a cap by the evidence gap takes its place.
    tested = (way["cost_effectiveness"] == "required").to_numpy() & ~np.isin(definitive, ("cost_effective", "advice"))
    tested &= (basis != "evidence_gap") & ~keeps
    ceiling = np.where(tested, prices.ceiling(settings.price_ceiling, advised, effective, fair), np.inf)
    gap = own["evidence_gap"].to_numpy()
    bases = {"cost_effective": effective, "evidence_gap": (1.0 - gap) * shown, "fair": fair, "list": list_price}
    cap = np.full(len(own), np.nan)
    for name, values in bases.items():
        cap = np.where(basis == name, way["price_cap_share"].to_numpy() * values, cap)
    plain = keeps | ((basis == "list") & (way["price_cap_share"] >= 1.0).to_numpy())
    by_rule = np.where(definitive == "advice", advised, np.fmin(list_price, shown))
    by_reference = tested & _needs_reference(settings.price_ceiling, advised, fair)
    return {
        "paid": paid,
        "other": other,
        "treated": treated,
        "stops": stops,
        "reference_value": reference,
        "cost_effective_price": effective,
        "ceiling": ceiling,
        "cap": np.where(plain, np.inf, cap),
        "fixed_price": np.where(np.isin(definitive, ("cost_effective", "advice")), by_rule, np.nan),
        "two_stage": definitive == "negotiated",
        "needs_burden": by_reference | np.isin(basis, OF_REFERENCE) | (definitive == "cost_effective"),
        "needs_fair": (tested & (settings.price_ceiling == "fair")) | (basis == "fair"),
        "needs_advice": definitive == "advice",
        "by_budget": basis == "fixed_budget",
    }


def _needs_reference(rule: str, advised: Numbers, fair: Numbers) -> Flags:
    """Whether the ceiling needs the reference value: an advice that is stated needs none, nor does a fair price."""
    if rule in ("none", "fair"):
        return np.zeros(len(advised), dtype=bool)
    if rule == "lowest":
        return np.isnan(advised) & np.isnan(fair)
    return np.isnan(advised) | (rule == "icer")
