"""What an option would do under other circumstances: from another moment, or paid for in another way."""

from __future__ import annotations

import pandas as pd

from planner.impact.effects import effects
from planner.impact.openings import pairs
from planner.impact.patients import Cohorts, all_cohorts
from planner.impact.timing import Numbers
from planner.scenario.scenario import Scenario


def health_from(scenario: Scenario, table: pd.DataFrame, offset: Numbers) -> Numbers:
    """Expected health of admitting options (rows of the option table) by year, each from a start at ``offset``.

    ``offset`` [years after the plan's start] per row; the answer [QALY] is row x year. Prices, acceptance and the chance to go
    on are those of the option.
    """
    own, cohort = pairs_of(scenario, table)
    rows = table.assign(offset=offset).reset_index(drop=True)
    return effects(scenario, own, rows, cohort).arrays["qalys"]


def pairs_of(scenario: Scenario, table: pd.DataFrame) -> tuple[pd.DataFrame, Cohorts]:
    """The pair (indication and route) of each row of an option table, and the cohorts that the pairs point to.

    Of a route with a fixed yearly budget there is a pair for each start, which differ in their caps: the first one stands for
    all, as a row of the option table holds its price.
    """
    cohort = all_cohorts(scenario)
    pair = pairs(scenario, cohort).table.drop_duplicates(["indication", "route"])
    place = pd.Series(range(len(pair)), index=pd.MultiIndex.from_frame(pair[["indication", "route"]]))
    own = place[pd.MultiIndex.from_frame(table[["indication", "route"]])].to_numpy()
    return pair.iloc[own].reset_index(drop=True), cohort
