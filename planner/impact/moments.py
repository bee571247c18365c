"""What an option would do from another moment: the same route and price, whether or not it could start then."""

from __future__ import annotations

import pandas as pd

from planner.impact.effects import effects
from planner.impact.openings import pairs
from planner.impact.patients import all_cohorts
from planner.impact.timing import Numbers
from planner.scenario.scenario import Scenario


def health_from(scenario: Scenario, table: pd.DataFrame, offset: Numbers) -> Numbers:
    """Expected health of admitting options (rows of the option table) by year, each from a start at ``offset``.

    ``offset`` [years after the plan's start] per row; the answer [QALY] is row x year. Prices, acceptance and the chance to go
    on are those of the option.
    """
    cohort = all_cohorts(scenario)
    pair = pairs(scenario, cohort).table
    place = pd.Series(range(len(pair)), index=pd.MultiIndex.from_frame(pair[["indication", "route"]]))
    own = place[pd.MultiIndex.from_frame(table[["indication", "route"]])].to_numpy()
    rows = table.assign(offset=offset).reset_index(drop=True)
    return effects(scenario, pair.iloc[own].reset_index(drop=True), rows, cohort).arrays["qalys"]
