"""What each option is: dates, prices and chances, one row of the option table."""

from __future__ import annotations

import numpy as np
import pandas as pd

from planner.impact import prices
from planner.impact.acceptance import is_certain
from planner.impact.openings import Pairs
from planner.impact.points import answers
from planner.impact.timing import NDArrayInt, Numbers
from planner.scenario.scenario import Scenario


def describe(scenario: Scenario, found: Pairs, chosen: NDArrayInt, offset: Numbers, discount: Numbers) -> pd.DataFrame:
    """What each option is: dates, prices, chances. Of an indication in the package the chance is that of the change."""
    settings = scenario.settings
    probability, signed, entered = answers(found, chosen, discount, settings.bargaining_power)
    of = found.table.iloc[chosen].reset_index(drop=True)
    own = scenario.table("Indications").iloc[of["i"]].reset_index(drop=True)
    list_price, paid = of["list_price"].to_numpy(), of["paid"].to_numpy()
    net_price = list_price * (1.0 - signed)
    health = (own["p_effective"] * own["qaly_gain"]).to_numpy()
    month = np.round((offset - np.floor(offset + 1e-12)) * 12).astype(np.int64)
    admits, two = (of["action"] == "admit").to_numpy(), of["two_stage"].to_numpy(dtype=bool)
    registered = np.where(admits, own["p_registered"], 1.0)
    happens = registered * np.where(two, entered, probability)
    ends = admits & (of["at_end"] != "stay").to_numpy() & of["term"].notna().to_numpy()
    converts = ends & (of["at_end"] == "convert").to_numpy()
    goes_on = np.where(converts, own["p_demonstrated"] * np.where(two, probability, 1.0), np.where(ends, 0.0, np.nan))
    goes_on = np.where(of["action"] == "study", own["p_demonstrated"], goes_on)
    later = np.where(of["fixed_price"].notna(), of["fixed_price"], net_price)
    return pd.DataFrame(
        {
            "i": of["i"],
            "indication": of["indication"],
            "route": of["route"],
            "action": of["action"],
            "framework": of["framework"],
            "budget_line": of["budget_line"],
            "start_year": settings.start_year + np.floor(offset + 1e-12).astype(np.int64),
            "start_month": month + 1,
            "offset": offset,
            "discount": discount,
            "mandate_price": list_price * (1.0 - discount),
            "net_price": net_price,
            "acceptance": happens,
            "certain": is_certain(happens),
            "icer": prices.icer(net_price, paid, of["other"].to_numpy(), of["treated"].to_numpy(), health),
            "goes_on": goes_on,
            "entry_price": np.where(two, of["entry_price"], net_price),
            "definitive_price": np.where(converts, later, np.nan),
        }
    )
