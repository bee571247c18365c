"""The pairs as the report shows them: open or the first condition that fails, earliest start, and both sides of the price."""

from __future__ import annotations

import numpy as np
import pandas as pd

from planner.impact import acceptance as accept
from planner.impact.openings import Pairs
from planner.impact.points import certain_price, one_discount
from planner.impact.timing import NDArrayInt
from planner.scenario.order import as_stated
from planner.scenario.scenario import Scenario


def shown_openings(scenario: Scenario, found: Pairs, counts: NDArrayInt) -> pd.DataFrame:
    """One row per indication and route, in the order of ``found``.

    ``acceptance`` is the chance that the supplier accepts the least discount that ceiling and cap allow. Where the cap
    depends on the start, price figures are those of the first start.
    """
    pair, supplier = found.table, found.supplier
    least = scenario.settings.min_acceptance
    earliest = pair["earliest"].to_numpy() / 12
    single = one_discount(pair)
    needed = np.where(np.isnan(single), pair["needed_discount"].to_numpy(), single)
    facts = list(zip(pair["i"], pair["shift"], certain_price(pair), needed, strict=True))
    frame = pd.DataFrame(
        {
            "indication": pair["indication"],
            "route": pair["route"],
            "action": pair["action"],
            "open": pair["condition"].isna(),
            "condition": pair["condition"],
            "detail": scenario.table("Routes")["eligible"].iloc[pair["r"]].fillna("").to_numpy(),
            "earliest": np.where(np.isfinite(earliest), earliest, np.nan),
            "reference_value": pair["reference_value"],
            "cost_effective_price": pair["cost_effective_price"],
            "ceiling": pair["ceiling"].replace(np.inf, np.nan),
            "cap": pair["cap"].replace(np.inf, np.nan),
            "needed_discount": pair["needed_discount"],
            "supplier_discount": [
                _furthest(supplier[i], shift, least) if not sure else 0.0 for i, shift, sure, _ in facts
            ],
            "acceptance": [
                _accepts(supplier[i], shift, discount) if not sure else 1.0 for i, shift, sure, discount in facts
            ],
            "options": counts,
        }
    )
    return _one_row_each(frame) if pair["only"].notna().any() else frame


def openings_as_stated(scenario: Scenario, openings: pd.DataFrame) -> pd.DataFrame:
    """Openings in the order of the sheets of a scenario."""
    indications, routes = scenario.table("Indications")["indication"], scenario.table("Routes")["route"]
    return as_stated(openings, indication=indications, route=routes)


def _one_row_each(frame: pd.DataFrame) -> pd.DataFrame:
    """Of a pair with a row for each start the first one that is open, else the first at a possible price (the line is what
    closes that one), else the first, with the options of all.
    """
    groups = frame.groupby(["indication", "route"], sort=False)
    total = groups["options"].transform("sum")
    far = np.select([frame["open"], frame["condition"] == "line_full"], [0, 1], 2)
    first = frame.assign(options=total, far=far, at=np.arange(len(frame)))
    best = first.sort_values(["far", "at"], kind="stable").drop_duplicates(["indication", "route"])
    return best.sort_values("at").drop(columns=["far", "at"]).reset_index(drop=True)


def _accepts(supplier: accept.Supplier | None, shift: float, discount: float) -> float:
    if supplier is None:
        return np.nan
    return float(accept.acceptance(supplier, np.array([discount]), shift)[0])


def _furthest(supplier: accept.Supplier | None, shift: float, least: float) -> float:
    """The largest discount that the supplier gives with at least the least acceptance; NaN where nothing is known."""
    if supplier is None:
        return np.nan
    enough = np.flatnonzero(supplier.probability >= max(least, 1e-12))
    last = int(enough[-1])
    furthest = float(supplier.discount[last])
    if last + 1 < len(supplier.discount):
        high, low = supplier.probability[last], supplier.probability[last + 1]
        furthest += float((high - least) / (high - low)) * float(supplier.discount[last + 1] - supplier.discount[last])
    return max(0.0, furthest - shift)
