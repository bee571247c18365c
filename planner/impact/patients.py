"""How many patients a start brings: starters, patient-years on treatment and years of avoided care (model.md section 3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from planner.impact.timing import Flags, NDArrayInt, Numbers
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
    sheet = {name: rows.sort_values("year") for name, rows in curves.groupby("curve", sort=False)}
    by_name = {name: _persisting(rows["year"], rows["share"], horizon) for name, rows in sheet.items()}
    shares = np.ones((len(names), horizon))
    for row, name in enumerate(names):
        if name is not None and name in by_name:
            shares[row] = by_name[name]
    return shares


def _persisting(years: pd.Series, values: pd.Series, horizon: int) -> Numbers:
    """Values by year 1..horizon; a year without a row keeps the last value before it (0 before the first)."""
    position = np.searchsorted(years.to_numpy(dtype=np.float64), np.arange(1, horizon + 1), side="right")
    return np.asarray(np.concatenate([[0.0], values.to_numpy(dtype=np.float64)])[position], dtype=np.float64)


def new_patients(indications: pd.DataFrame, horizon: int) -> Numbers:
    """Patients who would start in each year of the plan at full uptake (indication x year): they grow from the first on."""
    first, growth = indications["new_patients"].fillna(0.0).to_numpy(), indications["patient_growth"].to_numpy()
    return np.asarray(first[:, None] * (1.0 + growth[:, None]) ** np.arange(horizon))


def given_patients(scenario: Scenario, horizon: int) -> Iterator[tuple[int, Numbers]]:
    """Row number and patient-years by year of each indication that the sheet Patients has; its last value persists."""
    position = {name: row for row, name in enumerate(scenario.table("Indications")["indication"])}
    for name, rows in scenario.table("Patients").groupby("indication", sort=False):
        ordered = rows.sort_values("year")
        yield position[name], _persisting(ordered["year"], ordered["patients"], horizon)


@dataclass(frozen=True)
class Cohorts:
    """Arrays indication x start year x calendar year (last start year is beyond the horizon: zeros), for starts on 1 January.

    ``starters`` patients who start; ``patients`` patient-years on treatment; ``avoided`` years of avoided care. Where the
    sheet Patients gives patient-years, starters and avoided are those patient-years too.
    """

    starters: Numbers
    patients: Numbers
    avoided: Numbers

    def halves(self, row: NDArrayInt, offset: Numbers) -> tuple[tuple[Numbers, NDArrayInt, Cohorts], ...]:
        """The two starts on 1 January between which a start at ``offset`` years lies: share, year of the plan, arrays."""
        year = np.floor(offset + 1e-12).astype(np.intp)
        part = np.clip(offset - year, 0.0, None)[:, None]

        def of(start: NDArrayInt) -> Cohorts:
            return Cohorts(self.starters[row, start], self.patients[row, start], self.avoided[row, start])

        return (1.0 - part, year, of(year)), (part, year + 1, of(year + 1))

    def beside(self, other: Cohorts) -> Cohorts:
        """The rows of this table, and below them those of another one."""
        pairs = ((getattr(self, name), getattr(other, name)) for name in ("starters", "patients", "avoided"))
        return Cohorts(*(np.concatenate(pair) for pair in pairs))

    def at(self, row: NDArrayInt, offset: Numbers) -> Cohorts:
        """The arrays of starts at ``offset`` years (option x year): a start at n + f is (1 - f) start n + f start n + 1."""
        year = np.floor(offset + 1e-12).astype(np.intp)
        part = np.clip(offset - year, 0.0, None)[:, None]

        def mixed(array: Numbers) -> Numbers:
            return np.asarray((1.0 - part) * array[row, year] + part * array[row, year + 1])

        return Cohorts(mixed(self.starters), mixed(self.patients), mixed(self.avoided))


def stopping(indications: pd.DataFrame) -> tuple[Numbers, Numbers]:
    """Start-stop criteria: the share of patients who stop, and the length of their treatment; share 0 where nobody does."""
    years = indications["treatment_years"].to_numpy()
    share = np.where(indications["stop_after"].isna(), 0.0, indications["stop_share"].to_numpy())
    return share, np.minimum(years, indications["stop_after"].fillna(np.inf).to_numpy())


def treated_annuity(indications: pd.DataFrame, stops: Flags, rate: float) -> Numbers:
    """Discounted years of one treatment; where start-stop criteria hold (``stops``) the mean of those who stop and go on."""
    whole = annuity(indications["treatment_years"].to_numpy(), rate)
    share, short = stopping(indications)
    return np.asarray(np.where(stops & (share > 0), (1.0 - share) * whole + share * annuity(short, rate), whole))


def with_stopping(scenario: Scenario) -> bool:
    """Whether start-stop criteria play a part: a route holds them."""
    return bool(scenario.table("Routes")["stop_rule"].any())


def cohorts(scenario: Scenario, *, stops: bool = False, last: int | None = None, years: int | None = None) -> Cohorts:
    """Starters, patient-years and avoided care of every indication for a start on each 1 January of the horizon.

    ``starters(t) = new (1 + growth)^t u(n) + waiting (u(n) - u(n - 1))`` in the n-th year after the start;
    patient-years are starters convolved with ``keep(treatment_years)``, avoided care with ``keep(offset_years)``. Under
    start-stop criteria (``stops``) ``keep' = (1 - stop_share) keep(D) + stop_share keep(min(D, stop_after))``; avoided care
    goes on after stopping. From year ``last`` of the plan on nobody starts (None = to the horizon). ``years`` is another horizon
    than the plan's.
    """
    table = scenario.table("Indications")
    horizon = scenario.settings.years if years is None else years
    new = new_patients(table, horizon)
    uptake = curve_by_year(list(table["uptake"]), scenario.table("Uptake"), horizon)
    rise = np.diff(uptake, axis=1, prepend=0.0)
    waiting = table["waiting_patients"].to_numpy()[:, None]
    treated = keep(table["treatment_years"].to_numpy(), horizon)
    if stops:
        share, short = stopping(table)
        treated = (1.0 - share)[:, None] * treated + share[:, None] * keep(short, horizon)
    spared = keep(table["offset_years"].fillna(table["treatment_years"]).to_numpy(), horizon)
    shape = (len(table), horizon + 1, horizon)
    starters, patients, avoided = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    for start in range(horizon):
        left = horizon - start
        starters[:, start, start:] = new[:, start:] * uptake[:, :left] + waiting * rise[:, :left]
        starters[:, start, horizon if last is None else last :] = 0.0
        patients[:, start] = _convolve(starters[:, start], treated)
        avoided[:, start] = _convolve(starters[:, start], spared)
    _replace_given(scenario, (starters, patients, avoided))
    return Cohorts(starters, patients, avoided)


def all_cohorts(scenario: Scenario, last: int | None = None) -> Cohorts:
    """The cohorts of every indication, and below them, where a route holds start-stop criteria, those under such criteria."""
    whole = cohorts(scenario, last=last)
    return whole.beside(cohorts(scenario, stops=True, last=last)) if with_stopping(scenario) else whole


def _convolve(starters: Numbers, kept: Numbers) -> Numbers:
    """``out[i, t] = sum_a starters[i, t - a] kept[i, a]``."""
    out = np.zeros_like(starters)
    for age in range(starters.shape[1]):
        out[:, age:] += starters[:, : starters.shape[1] - age] * kept[:, age][:, None]
    return out


def _replace_given(scenario: Scenario, arrays: tuple[Numbers, Numbers, Numbers]) -> None:
    """Patient-years of the sheet Patients, by year after the start, replace the calculation for their indication."""
    horizon = arrays[0].shape[2]
    for row, given in given_patients(scenario, horizon):
        for start in range(horizon):
            for array in arrays:
                array[row, start, start:] = given[: horizon - start]


def on_treatment(
    scenario: Scenario, table: Cohorts, row: NDArrayInt, stops: Flags, offset: Numbers, term: Numbers
) -> Numbers:
    """Patients on treatment at the end of a term (option x year, in the year of the end): those who started less than
    ``treatment_years`` before. Where the sheet Patients gives patient-years, those of the last year of the term.
    """
    count = len(scenario.table("Indications"))
    own = scenario.table("Indications").iloc[row % count]
    share, short = stopping(own)
    share = np.where(stops, share, 0.0)
    years = own["treatment_years"].to_numpy()
    given = own["indication"].isin(scenario.table("Patients")["indication"]).to_numpy(dtype=bool)
    horizon = table.patients.shape[2]
    total = np.zeros((len(row), horizon))
    for part, start, half in table.halves(row, offset):
        end = start + term
        year = np.floor(end + 1e-12)
        kept = np.flatnonzero((year < horizon) & (part[:, 0] > 0))
        for age in range(1, horizon + 1):
            began = np.ceil(end[kept] - 1e-12) - age
            here = np.flatnonzero(began >= start[kept])
            rows, at = kept[here], began[here].astype(np.intp)
            since = end[rows] - at
            goes_on = (1.0 - share[rows]) * (since < years[rows]) + share[rows] * (since < short[rows])
            people = np.where(given[rows], (age == 1) * half.patients[rows, at], goes_on * half.starters[rows, at])
            np.add.at(total, (rows, year[rows].astype(np.intp)), part[rows, 0] * people)
    return total
