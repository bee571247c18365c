"""Scarce resources other than money: staff, infusion chairs, treatment slots, assessor-months (model.md section 6)."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import sparse

from planner.impact import Options
from planner.impact.timing import Numbers
from planner.model.limits.family import Family, at_most
from planner.scenario.scenario import Scenario


def resources(scenario: Scenario, options: Options) -> Family:
    """``sum use_o,m(t) x_o <= capacity_m(t)`` [units], a row per resource and year in which a capacity is given.

    ``per_patient_year``: use x patient-years on treatment, as if accepted (always committed). ``per_decision``: in the
    calendar year of the start. Work of the phases of a procedure counts in the year in which it falls.
    """
    years = list(scenario.settings.calendar)
    rows = scenario.table("Resources")
    kept = rows[rows["year"].isin(years) & rows["capacity"].notna()]
    names = list(dict.fromkeys(kept["resource"]))
    parts = [_taken(scenario, options, name) for name in names]
    number = [
        names.index(n) * len(years) + int(y) - years[0] for n, y in zip(kept["resource"], kept["year"], strict=True)
    ]
    empty = sparse.csr_array((0, len(options)))

    def stacked(of: int) -> sparse.csr_array:
        whole = [sparse.csr_array(part[of].T) for part in parts]
        return sparse.csr_array(sparse.vstack(whole, format="csr")[number]) if whole else empty

    label = pd.DataFrame(
        {
            "name": kept["resource"].to_numpy(),
            "year": kept["year"].to_numpy(dtype=np.float64),
            "sheet": "Resources",
            "cell": [scenario.cell("Resources", int(at), "capacity") for at in kept.index],
        }
    )
    capacity = kept["capacity"].to_numpy(dtype=np.float64)
    return at_most("resource", "units", label, stacked(0), capacity, once=stacked(1))


def _taken(scenario: Scenario, options: Options, resource: str) -> tuple[Numbers, Numbers]:
    """What each option takes of one resource by year (option x year), and the part of it that a decision takes once."""
    rows = scenario.table("ResourceUse")
    mine = rows[(rows["resource"] == resource) & rows["use"].notna()]
    decided = mine["basis"] == "per_decision"
    once = _by_start(options, scenario, _per_option(options, mine[decided]))
    work = options.work.get(resource)
    if work is not None:
        once = once + work
    # what is in the package takes nothing new, whatever changes
    new = (options.table["action"] == "admit").to_numpy(dtype=np.float64)[:, None]
    return once + _per_option(options, mine[~decided])[:, None] * options.patients * new, once


def _per_option(options: Options, rows: pd.DataFrame) -> Numbers:
    """The use stated for each option's indication; 0 where none is."""
    stated = rows.set_index("indication")["use"].to_dict()
    return options.table["indication"].map(stated).fillna(0.0).to_numpy(dtype=np.float64)


def _by_start(options: Options, scenario: Scenario, use: Numbers) -> Numbers:
    """An amount per decision as option x year: in the calendar year of the start; staying is no decision."""
    found = np.zeros_like(options.cost)
    decided = np.flatnonzero(options.table["route"].notna().to_numpy(dtype=bool))
    year = options.table["start_year"].to_numpy(dtype=np.intp)[decided] - scenario.settings.start_year
    found[decided, year] = use[decided]
    return found
