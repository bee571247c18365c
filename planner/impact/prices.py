"""What a price may be: reference values, the cost-effective price, ceilings, caps and discount points (model.md section 4).

All functions work on arrays; prices in EUR per patient-year, values in EUR per QALY; NaN = does not exist.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from planner.impact.patients import annuity
from planner.impact.timing import Flags, Numbers
from planner.scenario.tables import SAME_DISCOUNT

#: Rules and ceilings compare with this relative tolerance (model.md section 10).
RELATIVE = 1e-9


def reference_value(burden: Numbers, classes: pd.DataFrame) -> Numbers:
    """EUR per QALY by disease burden: classes ``from <= burden < to``, the last one closed; NaN outside them (ZIN 2018)."""
    ordered = classes.sort_values("burden_from")
    low = ordered["burden_from"].to_numpy(dtype=np.float64)
    values = ordered["euro_per_qaly"].to_numpy(dtype=np.float64)
    last = float(ordered["burden_to"].iloc[-1])
    position = np.searchsorted(low, burden, side="right") - 1
    inside = (position >= 0) & (burden <= last)
    return np.where(inside, values[np.clip(position, 0, None)], np.nan)


def net_other_cost(indications: pd.DataFrame, rate: float, treated: Numbers | None = None) -> Numbers:
    """Other cost per patient-year: ``other - comparator (1 - its discount) - offset A(offset_years) / A(treatment_years)``.

    ``treated`` is the annuity of the treatment where it is not that of ``treatment_years`` (start-stop criteria).
    """
    if treated is None:
        treated = annuity(indications["treatment_years"].to_numpy(), rate)
    offset_years = indications["offset_years"].fillna(indications["treatment_years"]).to_numpy()
    return np.asarray(
        indications["other_cost"].to_numpy()
        - net_comparator(indications)
        - indications["offset_cost"].fillna(0.0).to_numpy() * annuity(offset_years, rate) / treated
    )


def net_comparator(indications: pd.DataFrame) -> Numbers:
    """Price of the medicine that is replaced, after its discount."""
    return np.asarray(indications["comparator_cost"].to_numpy() * (1.0 - indications["comparator_discount"].to_numpy()))


def cost_effective_price(
    reference: Numbers, p_effective: Numbers, qaly_gain: Numbers, treated: Numbers, other: Numbers, paid: Numbers
) -> Numbers:
    """``price* = (reference p g / A^C - net other cost per year) / paid_share``, ``treated`` being ``A^C``."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray((reference * p_effective * qaly_gain / treated - other) / paid)


def icer(price: Numbers, paid: Numbers, other: Numbers, treated: Numbers, health: Numbers) -> Numbers:
    """EUR per QALY at a price: ``(price paid_share + net other cost) A^C / (p g)``; NaN where nothing is gained."""
    spent = (price * paid + other) * treated
    return np.asarray(np.divide(spent, health, out=np.full_like(spent, np.nan), where=health != 0))


def advised_price(indications: pd.DataFrame, bound: str, margin: float) -> Numbers:
    """The highest price that the advice allows: ``list (1 - advice)``, with a margin where it says "more than"; NaN without."""
    low, high = indications["advice_low"], indications["advice_high"]
    advice = (high.fillna(low) if bound == "high" else low.fillna(high)).to_numpy()
    more = (indications["advice_kind"] != "at_least").to_numpy()
    return np.asarray(indications["list_price"].to_numpy() * (1.0 - advice - np.where(more, margin, 0.0)))


def ceiling(rule: str, advised: Numbers, cost_effective: Numbers, fair: Numbers) -> Numbers:
    """The price ceiling by the setting ``price_ceiling``; infinite under ``none``, NaN where it cannot be computed."""
    if rule == "none":
        return np.full_like(advised, np.inf)
    if rule == "icer":
        return cost_effective
    if rule == "fair":
        return fair
    if rule == "lowest":
        return np.fmin(np.fmin(advised, cost_effective), fair)
    return np.where(np.isnan(advised), cost_effective, advised)


def needed_discount(bound: Numbers, list_price: Numbers) -> Numbers:
    """The least discount at which a price bound holds, 0 where it holds at list."""
    with np.errstate(divide="ignore", invalid="ignore"):
        needed = 1.0 - bound / list_price
    return np.asarray(np.where(list_price <= bound, 0.0, np.maximum(0.0, needed)))


def meets(price: Numbers, bound: Numbers) -> Flags:
    """Whether a price keeps a bound (relative 1e-9)."""
    slack = np.where(np.isfinite(bound), np.abs(bound) * RELATIVE, 0.0)
    return np.asarray(price <= bound + slack)


def discount_points(step: float, special: Numbers) -> Numbers:
    """Discounts to try per row: multiples of ``step`` in [0, 1] and the row's special points; NaN pads, ascending.

    ``special`` is row x k, padded with NaN. Points equal within 1e-9 are one, and the special one survives.
    """
    if step > 0:
        grid = np.round(np.arange(int(np.floor(1.0 / step + SAME_DISCOUNT)) + 1) * step, 12)
    else:
        grid = np.zeros(1)
    kept = np.where((special >= -SAME_DISCOUNT) & (special <= 1.0 + SAME_DISCOUNT), np.clip(special, 0.0, 1.0), np.nan)
    kept = np.sort(kept, axis=1)
    again = np.diff(kept, axis=1, prepend=np.nan) <= SAME_DISCOUNT
    kept = np.where(again, np.nan, kept)
    near = np.abs(grid[None, :, None] - kept[:, None, :]) <= SAME_DISCOUNT
    plain = np.where(near.any(axis=2), np.nan, grid[None, :])
    return np.sort(np.concatenate([plain, kept], axis=1), axis=1)
