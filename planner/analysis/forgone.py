"""Who is not treated because supplier and price ceiling do not meet: patients and health, as if a price had been agreed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from planner.impact import enumerate_options
from planner.model.plan import Plan


def if_agreed(plan: Plan, indications: Sequence[str]) -> pd.DataFrame:
    """Patients who would start and QALYs (undiscounted) over the years of the plan, by indication.

    Of each of these indications the first start that a route allows, at a price that meets its ceiling, accepted for certain:
    the supplier is taken to go to any discount. Columns: patients, qalys; an indication that no price opens is left out.
    """
    scenario = plan.scenario
    table = scenario.tables["Indications"]
    own = table[table["indication"].isin(indications)].reset_index(drop=True)
    own = own.assign(max_discount=1.0, acceptance=pd.Series([None] * len(own), dtype=object))
    options = enumerate_options(replace(scenario, tables={**scenario.tables, "Indications": own}))
    admits = (options.table["action"] == "admit").to_numpy(dtype=bool)
    rows = options.table.assign(at=np.arange(len(options)))[admits]
    first = rows.sort_values(["offset", "discount", "at"], kind="stable").groupby("indication")["at"].first()
    found = first.to_numpy(dtype=np.intp)
    return pd.DataFrame(
        {"patients": options.starters[found].sum(axis=1), "qalys": options.qalys[found].sum(axis=1)}, index=first.index
    )
