"""The discounts that are tried for each pair, how likely the supplier goes that far, and what is then signed."""

from __future__ import annotations

import numpy as np
import pandas as pd

from planner.impact import acceptance as accept
from planner.impact import prices
from planner.impact.one_price import with_shared_points
from planner.impact.openings import Pairs
from planner.impact.timing import Flags, NDArrayInt, Numbers
from planner.scenario.scenario import Scenario
from planner.scenario.tables import SAME_DISCOUNT


def option_points(scenario: Scenario, pairs: Pairs) -> tuple[NDArrayInt, Numbers, Numbers]:
    """Pair, offset and discount of every option, in order of pair, start, discount."""
    settings, pair = scenario.settings, pairs.table
    open_ = pair["condition"].isna().to_numpy(dtype=bool)
    points = prices.discount_points(settings.discount_step, _special(scenario, pairs))
    single = one_discount(pair)
    fixed = ~np.isnan(single) & open_
    points[fixed] = np.nan
    points[fixed, 0] = single[fixed]
    renegotiates = (pair["action"] == "renegotiate").to_numpy(dtype=bool)
    deeper = points > pair["present_discount"].to_numpy()[:, None] + SAME_DISCOUNT
    points[renegotiates[:, None] & ~deeper] = np.nan
    probability = _probabilities(pairs, points, open_)
    # The acceptance is read with 1e-9 in favour of the point, and so is the least acceptance.
    good = (probability > 0) & (probability >= settings.min_acceptance - 1e-9) & open_[:, None]
    good &= prices.meets(pair["list_price"].to_numpy()[:, None] * (1.0 - points), pair["bound"].to_numpy()[:, None])
    good &= (_entry_acceptance(pairs) >= max(settings.min_acceptance - 1e-9, 1e-300))[:, None]
    offset, exists = pairs.starts(scenario)
    chosen, year, point = np.nonzero(exists[:, :, None] & good[:, None, :])
    return chosen, offset[chosen, year], points[chosen, point]


def one_discount(pair: pd.DataFrame) -> Numbers:
    """The only discount of a pair; NaN where several are tried.

    0 where the list price is paid, that of the cap where the cap is the price, the present one where an indication leaves or
    is studied. Not where the price after conversion is negotiated: then the discount is that of the later stage.
    """
    listed = (pair["price"] == "list").to_numpy(dtype=bool)
    capped = (pair["price"] == "at_cap").to_numpy(dtype=bool)
    keeps = pair["action"].isin(["leave", "study"]).to_numpy(dtype=bool)
    at_cap = prices.needed_discount(pair["cap"].to_numpy(), pair["list_price"].to_numpy())
    one = np.where(listed, 0.0, np.where(capped, at_cap, np.nan))
    one = np.where(pair["two_stage"].to_numpy(dtype=bool), np.nan, one)
    return np.where(keeps, pair["present_discount"].to_numpy(), one)


def _special(scenario: Scenario, pairs: Pairs) -> Numbers:
    """Special discount points per pair, padded with NaN: kinks of the curve, of each ceiling and cap, and the advice."""
    pair = pairs.table
    own = scenario.table("Indications").iloc[pair["i"]]
    list_price = pair["list_price"].to_numpy()
    bends = [
        s.kinks - h if s is not None else np.zeros(0)
        for s, h in zip((pairs.supplier[i] for i in pair["i"]), pair["shift"], strict=True)
    ]
    width = max((len(b) for b in bends), default=0)
    kinks = np.full((len(pair), width), np.nan)
    for row, bend in enumerate(bends):
        kinks[row, : len(bend)] = bend
    # The cap on a price in the term says nothing about the price after it.
    cap = np.where(pair["two_stage"], np.nan, pair["cap"].to_numpy())
    bounds = [prices.needed_discount(values, list_price) for values in (pair["ceiling"].to_numpy(), cap)]
    advice = [own["advice_low"].to_numpy(), own["advice_high"].to_numpy()]
    return with_shared_points(scenario, pair, np.column_stack([kinks, *bounds, *advice]))


def certain_price(pair: pd.DataFrame) -> Flags:
    """Where the price needs no supplier's answer: list, the cap that a supplier applies for, or no new price at all."""
    needs_none = (pair["price"] == "list") | ((pair["price"] == "at_cap") & pair["applies"])
    return np.asarray((needs_none & ~pair["two_stage"]) | pair["action"].isin(["leave", "study"]), dtype=bool)


def _probabilities(pairs: Pairs, points: Numbers, asked: Flags) -> Numbers:
    """Acceptance probability per pair and point; 0 where there is no point, and of pairs that are not asked for."""
    probability = np.zeros_like(points)
    sure = certain_price(pairs.table)
    facts = list(_supplied(pairs.table))
    for row in np.flatnonzero(asked):
        i, shift, present = facts[row]
        known = pairs.supplier[i]
        if sure[row]:
            probability[row] = 1.0
        elif known is not None:
            probability[row] = accept.acceptance(known, points[row], shift) * _further(known, present, shift)
    return np.where(np.isnan(points), 0.0, probability)


def _supplied(pair: pd.DataFrame) -> zip[tuple[int, float, float]]:
    """Indication, shift and present discount (0 unless it is renegotiated) of each pair."""
    present = np.where(pair["action"] == "renegotiate", pair["present_discount"], 0.0)
    return zip(pair["i"], pair["shift"], present, strict=True)


def _further(supplier: accept.Supplier, present: float, shift: float) -> float:
    """``1 / a(present discount)``: a supplier that gives that discount already is known to go so far; 0 where it never would."""
    if present <= 0:
        return 1.0
    reached = float(accept.acceptance(supplier, np.array([present]), shift)[0])
    return 1.0 / reached if reached > 0 else 0.0


def _entry_acceptance(pairs: Pairs) -> Numbers:
    """Acceptance of the price in the term, where the one after it is negotiated: 1 at list, ``a`` of the cap's discount."""
    pair = pairs.table
    accepted = np.ones(len(pair))
    asked = pair["two_stage"] & (pair["price"] == "at_cap") & ~pair["applies"] & pair["condition"].isna()
    for row in np.flatnonzero(asked.to_numpy(dtype=bool)):
        known = pairs.supplier[pair["i"].iloc[row]]
        discount = prices.needed_discount(pair["cap"].to_numpy()[[row]], pair["list_price"].to_numpy()[[row]])
        accepted[row] = 0.0 if known is None else float(accept.acceptance(known, discount, 0.0)[0])
    return accepted


def answers(pairs: Pairs, chosen: NDArrayInt, discount: Numbers, power: float) -> tuple[Numbers, Numbers, Numbers]:
    """Acceptance of the discount, signed discount and acceptance of the price in the term, of every option.

    One pass per pair: a pair's options share their supplier. A price that is not negotiated is paid as it stands.
    """
    pair = pairs.table
    probability, signed = np.ones_like(discount), discount.copy()
    edges = np.searchsorted(chosen, np.arange(len(pair) + 1))
    sure = certain_price(pair)
    bargains = ((pair["price"] == "negotiated") | pair["two_stage"]).to_numpy(dtype=bool)
    facts = list(_supplied(pair))
    for row in np.unique(chosen):
        indication, shift, present = facts[row]
        known = pairs.supplier[indication]
        if known is None or sure[row]:
            continue
        part = slice(edges[row], edges[row + 1])
        probability[part] = accept.acceptance(known, discount[part], shift) * _further(known, present, shift)
        if bargains[row]:
            signed[part] = accept.signed_discount(known, discount[part], shift, power)
    return probability, signed, _entry_acceptance(pairs)[chosen]
