"""When an indication can start: dates, lead times and the starts that are tried (model.md section 3)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from planner.scenario.tables import Settings

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]

#: Row numbers.
NDArrayInt = np.ndarray[tuple[int], np.dtype[np.intp]]

NO_DOSSIER = "none"


def months_of(dates: Iterable[Any]) -> Numbers:
    """Dates as months since year 0 (a date counts from the first of its month); NaN for blanks, infinite for ``none``."""

    def month(value: Any) -> float:
        if isinstance(value, datetime.date):
            return value.year * 12 + value.month - 1
        return np.inf if value == NO_DOSSIER else np.nan

    return np.array([month(value) for value in dates], dtype=np.float64)


def years_after_start(dates: Iterable[Any], settings: Settings) -> Numbers:
    """Dates as years after the start of the plan (whole months / 12), never before it; NaN for blanks."""
    return np.asarray(np.maximum(0.0, months_of(dates) - settings.start_year * 12.0) / 12.0)


def earliest_months(
    indications: pd.DataFrame,
    routes: pd.DataFrame,
    settings: Settings,
    lead: Numbers | None = None,
    through: Numbers | None = None,
) -> Numbers:
    """Earliest start of each indication (rows) by each route (columns), in whole months after the plan's start.

    The later of authorisation and dossier + lead time, never before the plan; a dossier counts from ``files_from``, but not
    before authorisation less the route's ``files_before_months``. Infinite without a dossier. ``lead`` (months, indication x
    route) takes the place of ``lead_time_months``; ``through`` (months since year 0, NaN = not under way) says when a
    procedure that is under way at the start ends.
    """
    start = settings.start_year * 12.0
    available = months_of(indications["available_from"])
    available = np.where(np.isnan(available), start, available)[:, None]
    files = months_of(indications["files_from"])[:, None]
    files = np.where(np.isnan(files), available, files)
    clock = np.maximum(files, available - routes["files_before_months"].to_numpy()[None, :])
    ended = clock + (routes["lead_time_months"].to_numpy()[None, :] if lead is None else lead)
    if through is not None:  # no dossier (infinite) stays no dossier
        ended = np.where(np.isnan(through) | np.isinf(ended), ended, through)
    ready = np.maximum(available, ended)
    # A lead time in months may be a fraction; 1e-9 keeps 14.000000001 at 14.
    return np.asarray(np.maximum(0.0, np.ceil(ready - start - 1e-9)) + 0.0, dtype=np.float64)


def starts(earliest: Numbers, open_from: Numbers, open_to: Numbers, settings: Settings) -> tuple[Numbers, Flags]:
    """The starts to try: offset in years (pair x year of the plan) and whether each exists.

    A start lies at the earliest offset and on every later 1 January within the horizon; ``open_from`` and ``open_to`` are
    calendar years of start (NaN = open).
    """
    year = np.arange(settings.years, dtype=np.float64)[None, :]
    first = np.where(np.isfinite(earliest), earliest, 12.0 * settings.years)[:, None]
    offset = np.where(year == first // 12, first / 12, year)
    calendar = year + settings.start_year
    exists = year >= first // 12
    exists &= ~(calendar < np.where(np.isnan(open_from), -np.inf, open_from)[:, None])
    exists &= ~(calendar > np.where(np.isnan(open_to), np.inf, open_to)[:, None])
    return offset, exists
