"""Figures by year: of one framework or limit in the order of the calendar, the year of most, zeros that print as such."""

from __future__ import annotations

import numpy as np
import pandas as pd


def by_calendar(frame: pd.DataFrame, years: list[int]) -> pd.DataFrame:
    """Rows of one framework or limit, indexed by calendar year, one for each of ``years``."""
    return frame.set_index(frame["year"].astype(int)).reindex(years)


def year_of_most(values: pd.Series) -> int:
    """The (first) year in which a figure by year is largest."""
    numbers = values.fillna(-np.inf).to_numpy(dtype=float)
    return int(values.index.to_numpy()[int(numbers.argmax())])


def tidy_zeros(frame: pd.DataFrame) -> pd.DataFrame:
    """Rounding errors of the solver (below 1e-9) become 0, so that nothing prints as -0 or 0,0."""
    return frame.mask(frame.abs() < 1e-9, 0.0)
