"""What an option would do under other circumstances: from another moment, paid for in another way, or after the horizon."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from planner.impact.effects import effects
from planner.impact.openings import pairs
from planner.impact.patients import Cohorts, all_cohorts
from planner.impact.timing import Numbers
from planner.scenario.once import once
from planner.scenario.scenario import Scenario


def health_from(scenario: Scenario, table: pd.DataFrame, offset: Numbers) -> Numbers:
    """Expected health of admitting options (rows of the option table) by year, each from a start at ``offset``.

    ``offset`` [years after the plan's start] per row; the answer [QALY] is row x year. Prices, acceptance and the chance to go
    on are those of the option.
    """
    scenario = scenario.in_order
    own, cohort = pairs_of(scenario, table)
    rows = table.assign(offset=offset).reset_index(drop=True)
    return effects(scenario, own, rows, cohort).arrays["qalys"]


def pairs_of(scenario: Scenario, table: pd.DataFrame) -> tuple[pd.DataFrame, Cohorts]:
    """The pair (indication and route) of each row of an option table, and the cohorts that the pairs point to.

    Of a route with a fixed yearly budget there is a pair for each start, which differ in their caps: the first one stands for
    all, as a row of the option table holds its price.
    """
    pair, cohort = _opened(scenario)
    place = pd.Series(range(len(pair)), index=pd.MultiIndex.from_frame(pair[["indication", "route"]]))
    own = place[pd.MultiIndex.from_frame(table[["indication", "route"]])].to_numpy()
    return pair.iloc[own].reset_index(drop=True), cohort


@once
def _opened(scenario: Scenario) -> tuple[pd.DataFrame, Cohorts]:
    cohort = all_cohorts(scenario)
    return pairs(scenario, cohort).table.drop_duplicates(["indication", "route"]), cohort


def after_horizon(scenario: Scenario, table: pd.DataFrame) -> pd.DataFrame:
    """What options (rows of the option table) still cost after the last year, for those who started before; nobody starts later.

    Columns, summed over all later years and times the acceptance: patient_years; drug (the medicine at the signed price of each
    stage, volume agreements and loss of exclusivity counted), other (care that comes with it, less the medicine replaced) and
    avoided (other care avoided) [EUR million]. Terms that end later end then; a study is not counted. Where the sheet Patients
    gives patient-years it is not known who started when: those rows mean nothing here.
    """
    scenario = scenario.in_order
    pair, _ = pairs_of(scenario, table)
    own = scenario.table("Indications").iloc[pair["i"]]
    years = scenario.settings.years
    longest = max(own["treatment_years"].max(), own["offset_years"].fillna(0.0).max()) if len(own) else 0.0
    longer = replace(scenario.settings, years=years + int(np.ceil(longest)) + 1)
    cohort = all_cohorts(replace(scenario, settings=longer), last=years)
    rows = table.reset_index(drop=True)

    def later(**without: float) -> dict[str, Numbers]:
        sheet = scenario.tables["Indications"].assign(study_cost=np.nan, **without)
        changed = replace(scenario, settings=longer, tables={**scenario.tables, "Indications": sheet})
        of = pair.assign(monitoring=0.0) if "other_cost" in without else pair
        return {name: values[:, years:] for name, values in effects(changed, of, rows, cohort).arrays.items()}

    whole, bought = later(), later(offset_cost=0.0)
    drug = later(offset_cost=0.0, other_cost=0.0, comparator_cost=0.0)["cost"].sum(axis=1)
    cost = bought["cost"].sum(axis=1)
    return pd.DataFrame(
        {
            "patient_years": whole["patients"].sum(axis=1) * rows["acceptance"].to_numpy(),
            "drug": drug,
            "other": cost - drug,
            "avoided": cost - whole["cost"].sum(axis=1),
        }
    )
