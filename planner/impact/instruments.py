"""Spending on the medicine step by step from the list price to what is paid, by instrument (model.md section 4)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import pandas as pd

from planner.impact.effects import effects
from planner.impact.moments import pairs_of
from planner.impact.timing import Numbers
from planner.scenario.scenario import Scenario

#: In the order in which they come off. The price of the term and the one after conversion get their own name per option.
INSTRUMENTS = ("exclusivity", "responders", "negotiation", "cap", "definitive", "volume", "pay_back")
_BY_PRICE = {"negotiated": "negotiation", "at_cap": "cap"}


@dataclass(frozen=True)
class Steps:
    """Expected spending on the medicine (row x year) [EUR million] at ``listed`` price, and what comes off it by instrument.

    ``listed`` less all that is ``saved`` is what is paid: ``Options.drug`` of those rows.
    """

    listed: Numbers
    saved: dict[str, Numbers]


def steps(scenario: Scenario, table: pd.DataFrame) -> Steps:
    """The steps of admitting options (rows of the option table): same patients, chances and ends, other terms of payment.

    Loss of exclusivity, paying for results, the price of the term, the price after conversion, a volume agreement, pay-back:
    each is worked out on what the ones before it leave.
    """
    scenario = scenario.in_order
    own, cohort = pairs_of(scenario, table)
    rows, listed = table.reset_index(drop=True), own["list_price"].to_numpy()
    at_list = rows.assign(entry_price=listed, net_price=listed)
    converts = ((own["at_end"] == "convert") & own["term"].notna()).to_numpy()
    later_at_list = own.assign(fixed_price=np.where(converts, listed, np.nan))
    by_volume = _blank(scenario, "pay_back_cap")
    by_date = _blank(by_volume, "volume_threshold")
    without = _blank(by_date, "exclusivity_until")
    ways = (
        (without, later_at_list.assign(paid=1.0), at_list),
        (by_date, later_at_list.assign(paid=1.0), at_list),
        (by_date, later_at_list, at_list),
        (by_date, later_at_list, rows),
        (by_date, own, rows),
        (by_volume, own, rows),
        (scenario, own, rows),
    )
    spent: list[Numbers] = []
    for at, (stated, pair, priced_rows) in enumerate(ways):
        same = at > 0 and stated is ways[at - 1][0] and pair.equals(ways[at - 1][1]) and priced_rows is ways[at - 1][2]
        spent.append(spent[-1] if same else effects(stated, pair, priced_rows, cohort).arrays["drug"])
    entry, later = _price_instruments(scenario, rows)
    names: tuple[str | pd.Series, ...] = ("exclusivity", "responders", entry, later, "volume", "pay_back")
    saved = {name: np.zeros_like(spent[0]) for name in INSTRUMENTS}
    for (before, after), name in zip(pairwise(spent), names, strict=True):
        by_option = pd.Series(name, index=rows.index) if isinstance(name, str) else name
        for one in by_option.unique():
            saved[str(one)] += (before - after) * (by_option == one).to_numpy()[:, None]
    return Steps(spent[0], saved)


def _blank(scenario: Scenario, *columns: str) -> Scenario:
    """The scenario as if those columns of the sheet Indications had been left blank (itself where they are)."""
    frame = scenario.tables["Indications"]
    if frame[list(columns)].isna().all(axis=None):
        return scenario
    blank = {name: pd.Series(np.nan, index=frame.index, dtype=frame[name].dtype) for name in columns}
    return replace(scenario, tables={**scenario.tables, "Indications": frame.assign(**blank)})


def _price_instruments(scenario: Scenario, rows: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """By which instrument the price of the term, and the one after it, is below list, for every option."""
    routes = scenario.table("Routes").set_index("route").loc[rows["route"]]
    entry = routes["price"].map(_BY_PRICE).fillna("negotiation")
    by_rule = routes["definitive_price"].map({"negotiated": "negotiation", "same": ""}).fillna("definitive")
    return entry.reset_index(drop=True), by_rule.where(by_rule != "", entry).reset_index(drop=True)
