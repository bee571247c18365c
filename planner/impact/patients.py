"""How many patients a start brings: starters, patient-years on treatment and years of avoided care (model.md section 3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from planner.impact.timing import Numbers
from planner.scenario.scenario import Scenario


def annuity(years: Numbers, rate: float) -> Numbers:
    """Discounted years of one treatment: ``sum_a keep(a) (1 + rate)^-a`` with ``keep(a) = min(1, max(0, years - a))``."""
    length = np.asarray(years, dtype=np.float64)
    whole = np.floor(length)
    discount = 1.0 / (1.0 + rate)
    full = whole if rate == 0 else (1.0 - discount**whole) / (1.0 - discount)
    return np.asarray(full + (length - whole) * discount**whole, dtype=np.float64)


def keep(years: Numbers, horizon: int) -> Numbers:
    """Share of a cohort still counted ``a`` years after its start (row per indication, column a): ``clip(years - a, 0, 1)``."""
    return np.clip(np.asarray(years)[:, None] - np.arange(horizon)[None, :], 0.0, 1.0)


def curve_by_year(names: Sequence[str | None], curves: pd.DataFrame, horizon: int) -> Numbers:
    """Uptake by year after the start (column n = year n + 1); the last value persists, no curve = all at once."""
    by_name = {name: rows.sort_values("year") for name, rows in curves.groupby("curve", sort=False)}
    shares = np.ones((len(names), horizon))
    for row, name in enumerate(names):
        if name is not None and name in by_name:
            shares[row] = _persisting(by_name[name]["year"], by_name[name]["share"], horizon)
    return shares


def _persisting(years: pd.Series, values: pd.Series, horizon: int) -> Numbers:
    """Values by year 1..horizon; a year without a row keeps the last value before it (0 before the first)."""
    position = np.searchsorted(years.to_numpy(dtype=np.float64), np.arange(1, horizon + 1), side="right")
    return np.asarray(np.concatenate([[0.0], values.to_numpy(dtype=np.float64)])[position], dtype=np.float64)


@dataclass(frozen=True)
class Cohorts:
    """Arrays indication x start year x calendar year (last start year is beyond the horizon: zeros), for starts on 1 January.

    ``starters`` patients who start; ``patients`` patient-years on treatment; ``avoided`` years of avoided care. Where the
    sheet Patients gives patient-years, starters and avoided are those patient-years too.
    """

    starters: Numbers
    patients: Numbers
    avoided: Numbers

    def at(self, indication: NDArrayInt, offset: Numbers) -> Cohorts:
        """The arrays of starts at ``offset`` years (option x year): a start at n + f is (1 - f) start n + f start n + 1."""
        year = np.floor(offset + 1e-12).astype(np.intp)
        part = np.clip(offset - year, 0.0, None)[:, None]

        def mixed(array: Numbers) -> Numbers:
            return np.asarray((1.0 - part) * array[indication, year] + part * array[indication, year + 1])

        return Cohorts(mixed(self.starters), mixed(self.patients), mixed(self.avoided))


NDArrayInt = np.ndarray[tuple[int], np.dtype[np.intp]]


def cohorts(scenario: Scenario) -> Cohorts:
    """Starters, patient-years and avoided care of every indication for a start on each 1 January of the horizon.

    ``starters(t) = new (1 + growth)^t u(n) + waiting (u(n) - u(n - 1))`` in the n-th year after the start;
    patient-years are starters convolved with ``keep(treatment_years)``, avoided care with ``keep(offset_years)``.
    """
    table = scenario.table("Indications")
    horizon = scenario.settings.years
    new = table["new_patients"].fillna(0.0).to_numpy()[:, None] * (
        (1.0 + table["patient_growth"].to_numpy())[:, None] ** np.arange(horizon)[None, :]
    )
    uptake = curve_by_year(list(table["uptake"]), scenario.table("Uptake"), horizon)
    rise = np.diff(uptake, axis=1, prepend=0.0)
    waiting = table["waiting_patients"].to_numpy()[:, None]
    treated = keep(table["treatment_years"].to_numpy(), horizon)
    spared = keep(table["offset_years"].fillna(table["treatment_years"]).to_numpy(), horizon)
    shape = (len(table), horizon + 1, horizon)
    starters, patients, avoided = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    for start in range(horizon):
        left = horizon - start
        starters[:, start, start:] = new[:, start:] * uptake[:, :left] + waiting * rise[:, :left]
        patients[:, start] = _convolve(starters[:, start], treated)
        avoided[:, start] = _convolve(starters[:, start], spared)
    _replace_given(scenario, (starters, patients, avoided))
    return Cohorts(starters, patients, avoided)


def _convolve(starters: Numbers, kept: Numbers) -> Numbers:
    """``out[i, t] = sum_a starters[i, t - a] kept[i, a]``."""
    out = np.zeros_like(starters)
    for age in range(starters.shape[1]):
        out[:, age:] += starters[:, : starters.shape[1] - age] * kept[:, age][:, None]
    return out


def _replace_given(scenario: Scenario, arrays: tuple[Numbers, Numbers, Numbers]) -> None:
    """Patient-years of the sheet Patients, by year after the start, replace the calculation for their indication."""
    horizon = scenario.settings.years
    position = {name: row for row, name in enumerate(scenario.table("Indications")["indication"])}
    for name, rows in scenario.table("Patients").groupby("indication", sort=False):
        ordered = rows.sort_values("year")
        given = _persisting(ordered["year"], ordered["patients"], horizon)
        for start in range(horizon):
            for array in arrays:
                array[position[name], start, start:] = given[: horizon - start]
