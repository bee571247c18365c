"""Figures by year: of one framework or limit in the order of the calendar, the year of most, zeros that print as such."""

from __future__ import annotations

import pandas as pd

from planner.report.numbers import Numbers


def by_calendar(frame: pd.DataFrame, years: list[int]) -> pd.DataFrame:
    """Rows of one framework or limit, indexed by calendar year, one for each of ``years``."""
    return frame.set_index(frame["year"].astype(int)).reindex(years)


def when_most(numbers: Numbers, values: pd.Series) -> str:
    """The years in which a figure by year is largest: ``2029``, or ``2029–2033`` where it is as large in all of them."""
    known = values.dropna().astype(float)
    most = float(known.max())
    return numbers.years([int(year) for year in known.index[known >= most - 1e-6 * abs(most)]])


def tidy_zeros(frame: pd.DataFrame) -> pd.DataFrame:
    """Rounding errors of the solver (below 1e-9) become 0, so that nothing prints as -0 or 0,0."""
    return frame.mask(frame.abs() < 1e-9, 0.0)
