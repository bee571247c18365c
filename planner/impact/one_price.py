"""One price for several indications: every discount that one of them may be tried at is tried for all (model.md section 6)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from planner.impact.timing import Numbers
from planner.scenario.relations import price_members
from planner.scenario.scenario import Scenario
from planner.scenario.tables import IN_PACKAGE


def with_shared_points(scenario: Scenario, pair: pd.DataFrame, special: Numbers) -> Numbers:
    """Special discount points per pair (row x k, NaN pads) with those of all others that must have the same price.

    A pair that is closed has none to share: nothing is tried for it. What an indication in the package has at present is a point
    too: the others may follow it.
    """
    relations = scenario.table("Relations")
    rows = relations[relations["kind"] == "same_price"]
    if rows.empty:
        return special
    table = scenario.table("Indications").set_index("indication")
    sharing = ((pair["price"] != "list") & pair["condition"].isna()).to_numpy(dtype=bool)
    indication = pair["indication"].to_numpy(dtype=object)
    extra: dict[int, list[float]] = {row: [] for row in range(len(pair))}
    for subject, other in zip(rows["subject"], rows["object"], strict=True):
        members = price_members(scenario, subject, other)
        mine = np.isin(indication, members)
        inside = [name for name in members if table.loc[name, "status"] in IN_PACKAGE]
        present = table["present_discount"][inside]
        points = np.concatenate([special[mine & sharing].ravel(), present.to_numpy(dtype=np.float64)])
        points = np.unique(points[~np.isnan(points)])
        for row in np.flatnonzero(mine):
            extra[int(row)] += points.tolist()
    width = max(len(points) for points in extra.values()) if extra else 0
    padded = np.full((len(pair), width), np.nan)
    for at, found in extra.items():
        padded[at, : len(found)] = found
    return np.column_stack([special, padded])
