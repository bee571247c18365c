"""Patients of what is in the package, as if it had been there for long (model.md section 5)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.impact.patients import Cohorts, given_patients, new_patients
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
    table = scenario.table("Indications")
    new = new_patients(table, scenario.settings.years)
    years = table["treatment_years"].to_numpy()[:, None]
    spared = table["offset_years"].fillna(table["treatment_years"]).to_numpy()[:, None]
    patients, avoided, starters = new * years, new * spared, new.copy()
    for row, given in given_patients(scenario, scenario.settings.years):
        for array in (patients, avoided, starters):
            array[row] = given
    return Present(patients, avoided, starters)


def from_any_start(of: Present) -> Cohorts:
    """Present use as a table by start year: from whenever it is counted, it is the same (indication x start x year)."""
    count, horizon = of.patients.shape
    shape = (count, horizon + 1, horizon)
    tables = (np.broadcast_to(array[:, None, :], shape) for array in (of.starters, of.patients, of.avoided))
    return Cohorts(*tables)
