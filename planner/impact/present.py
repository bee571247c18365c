"""Patients of what is in the package, as if it had been there for long (model.md section 5)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.impact.patients import Cohorts
from planner.impact.timing import Numbers
from planner.scenario.scenario import Scenario


@dataclass(frozen=True)
class Present:
    """Patients of the indications that are in the package, by calendar year (indication x year), whatever is decided.

    The rows of ``Patients`` (year 1 = the plan's first year), else the steady state ``new(t) sum keep``.
    """

    patients: Numbers
    avoided: Numbers
    starters: Numbers


def present(scenario: Scenario) -> Present:
    """Patient-years, years of avoided care and starters of every indication as if it had been in the package for long."""
    table, horizon = scenario.table("Indications"), scenario.settings.years
    new = table["new_patients"].fillna(0.0).to_numpy()[:, None] * (
        (1.0 + table["patient_growth"].to_numpy())[:, None] ** np.arange(horizon)[None, :]
    )
    years = table["treatment_years"].to_numpy()[:, None]
    spared = table["offset_years"].fillna(table["treatment_years"]).to_numpy()[:, None]
    patients, avoided, starters = new * years, new * spared, new.copy()
    position = {name: row for row, name in enumerate(table["indication"])}
    for name, rows in scenario.table("Patients").groupby("indication", sort=False):
        ordered = rows.sort_values("year")
        at = np.searchsorted(ordered["year"].to_numpy(), np.arange(1, horizon + 1), side="right")
        given = np.concatenate([[0.0], ordered["patients"].to_numpy(dtype=np.float64)])[at]
        for array in (patients, avoided, starters):
            array[position[name]] = given
    return Present(patients, avoided, starters)


def from_any_start(of: Present) -> Cohorts:
    """Present use as a table by start year: from whenever it is counted, it is the same (indication x start x year)."""
    count, horizon = of.patients.shape
    shape = (count, horizon + 1, horizon)
    tables = (np.broadcast_to(array[:, None, :], shape) for array in (of.starters, of.patients, of.avoided))
    return Cohorts(*tables)
