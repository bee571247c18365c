"""What admission would bring at a price that the supplier accepts for certain: every open route and start, no ceiling or cap."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from planner.impact import existing
from planner.impact.acceptance import is_certain
from planner.impact.describe import describe
from planner.impact.effects import effects
from planner.impact.openings import pairs
from planner.impact.options import Options, assemble
from planner.impact.patients import all_cohorts
from planner.impact.phases import work
from planner.impact.present import present
from planner.impact.rows import some
from planner.impact.shown import shown_openings
from planner.scenario.scenario import Scenario

#: Conditions that concern the price alone: without ceilings and caps such a route is open.
PRICE_CONDITIONS = ("no_reference_value", "negative_ceiling", "ceiling_and_supplier")


def offers(scenario: Scenario, prices: Mapping[str, float]) -> Options:
    """One option per candidate, open route and start, at ``prices`` [EUR per patient-year, by indication], accepted for certain.

    Open means eligible, applied for and in time; ceilings and caps are not tested. The price is that of the whole
    reimbursement, or after conversion where the price in the term is not negotiated. All figures but health are linear in it
    where no volume agreement holds. The discount of these options is 0: it has no meaning.
    """
    cohort = all_cohorts(scenario)
    found = pairs(scenario, cohort)
    pair = found.table
    open_ = pair["condition"].isna() | pair["condition"].isin(PRICE_CONDITIONS)
    offset, exists = found.starts(scenario)
    chosen, year = np.nonzero(exists & (open_ & (pair["action"] == "admit")).to_numpy(dtype=bool)[:, None])
    of, start = pair.iloc[chosen], offset[chosen, year]
    table = describe(scenario, found, chosen, start, np.zeros(len(chosen)))
    price = of["indication"].map(prices).to_numpy(dtype=np.float64)
    own = scenario.table("Indications").iloc[of["i"]]
    happens = own["p_registered"].to_numpy(dtype=np.float64)
    converts = of["at_end"].to_numpy() == "convert"
    table = table.assign(
        mandate_price=price,
        net_price=price,
        acceptance=happens,
        certain=is_certain(happens),
        goes_on=np.where(converts & table["goes_on"].notna(), own["p_demonstrated"], table["goes_on"]),
        entry_price=np.where(of["two_stage"].to_numpy(dtype=bool), table["entry_price"], price),
    )
    jobs = work(found.procedures, of["i"].to_numpy(), of["r"].to_numpy(), start, scenario.settings.years)
    stay = existing.staying(scenario, present(scenario))
    counts = np.bincount(chosen, minlength=len(pair))
    arrays = effects(scenario, of, table, cohort)
    whole = assemble(scenario.settings.years, table, arrays, stay, jobs, shown_openings(scenario, found, counts))
    return some(whole, np.flatnonzero(whole.table["route"].notna().to_numpy(dtype=bool)))
