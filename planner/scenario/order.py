"""The order of rows: computed by identifier (then year), so that a file in another order gives the same answer; shown as stated.

Where order carries meaning a sheet declares less than its key (``Table.order``): phases stand in order within a route, segments
within a category of care, named risks and changes of a variant wholly.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from planner.scenario.places import Places
from planner.scenario.tables import TABLES

Rows = NDArray[np.intp]


def moved_rows(tables: Mapping[str, pd.DataFrame]) -> dict[str, Rows]:
    """By sheet the rows in the order in which they are computed; sheets that stand so already are left out."""
    found = {sheet: _by_key(sheet, frame) for sheet, frame in tables.items() if sheet in TABLES}
    return {sheet: rows for sheet, rows in found.items() if (rows[1:] < rows[:-1]).any()}


def _by_key(sheet: str, frame: pd.DataFrame) -> Rows:
    names = TABLES[sheet].order
    if len(frame) < 2 or not names:
        return np.arange(len(frame))
    keys = [_comparable(frame[name]) for name in reversed(names)]
    return np.asarray(np.lexsort(keys), dtype=np.intp)  # stable: rows of one key stay as they stand


def _comparable(values: pd.Series) -> NDArray[np.generic]:
    """Numbers as they are, texts as texts; blanks first."""
    if values.dtype == np.float64:
        return np.asarray(np.nan_to_num(values.to_numpy(), nan=-np.inf))
    return np.array(["" if value is None else str(value) for value in values], dtype=str)


def moved_places(places: Places, moved: Mapping[str, Rows]) -> Places:
    """Where the rows were read, in their new order."""
    rows = dict(places.rows)
    for sheet, order in moved.items():
        stated = rows.get(sheet) or list(range(1, len(order) + 1))
        rows[sheet] = [stated[row] for row in order]
    return Places(rows, places.letters)


def as_stated(frame: pd.DataFrame, **stated: Iterable[object]) -> pd.DataFrame:
    """A table in the order in which the user states what its columns name (``indication=...``); equals stay as they stand."""
    keys = []
    for column, names in reversed(stated.items()):
        place = {name: at for at, name in enumerate(dict.fromkeys(names))}
        keys.append(np.array([place.get(name, len(place)) for name in frame[column]], dtype=np.intp))
    return frame.iloc[np.lexsort(keys)].reset_index(drop=True) if len(frame) else frame
