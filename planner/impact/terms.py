"""Terms that end: which part of a calendar year lies inside a term, and what a fixed yearly budget leaves per patient.

A start at n + f is an interpolation of two starts on 1 January; each carries its own end (model.md section 5).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from planner.impact.patients import Cohorts
from planner.impact.timing import NDArrayInt, Numbers


def within(start: NDArrayInt, term: Numbers, horizon: int) -> Numbers:
    """Share of each calendar year (column) inside a term that starts on 1 January of year ``start``; 1 where it never ends."""
    end = start + np.where(np.isnan(term), np.inf, term)
    year = np.arange(horizon)[None, :]
    return np.where(year < start[:, None], 0.0, np.clip(end[:, None] - year, 0.0, 1.0))


def since(moment: Numbers, horizon: int) -> Numbers:
    """Share of each calendar year (column) that lies after a moment (years after the plan's start; infinite = never)."""
    return np.clip(np.arange(horizon)[None, :] + 1.0 - moment[:, None], 0.0, 1.0)


def largest_in_term(table: Cohorts, row: NDArrayInt, offset: Numbers, term: Numbers) -> Numbers:
    """The largest yearly patient-years on treatment within the term, for a start at ``offset``."""
    horizon = table.patients.shape[2]
    total = np.zeros((len(row), horizon))
    for share, start, half in table.halves(row, offset):
        total += share * within(start, term, horizon) * half.patients
    return np.asarray(total.max(axis=1))


def budget_cap(pair: pd.DataFrame, table: Cohorts, fixed_budget: Numbers, offset: Numbers) -> Numbers:
    """Price at which the largest year in the term costs the fixed budget [EUR million a year]; infinite without patients."""
    most = (
        largest_in_term(table, pair["cohort"].to_numpy(), offset, pair["term"].to_numpy()) * pair["treats"].to_numpy()
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        price = np.where(most > 0, fixed_budget * 1e6 / most, np.inf)
    return np.where(np.isnan(fixed_budget), np.nan, price * pair["cap_share"].to_numpy())
