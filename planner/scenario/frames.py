"""The rows of a frame as plain objects, each column turned into a list once: pandas itself is slow row by row."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterator
from typing import Any

import pandas as pd


def rows_of(frame: pd.DataFrame) -> list[Any]:
    """The rows of a frame with the columns as attributes."""
    row = namedtuple("Row", frame.columns, rename=True)  # type: ignore[misc]
    return [row(*values) for values in _values(frame)]


def records_of(frame: pd.DataFrame) -> list[dict[Any, Any]]:
    """The rows of a frame as dictionaries by column."""
    return [dict(zip(frame.columns, values, strict=True)) for values in _values(frame)]


def _values(frame: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    return zip(*(column.to_numpy(dtype=object).tolist() for _, column in frame.items()), strict=True)
