"""How the sheet Sources calls a row of another sheet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from planner.scenario.tables import TABLES


def key_of(sheet: str) -> tuple[str, ...]:
    """The columns by which a row of a sheet is called: its key, or else its first column."""
    return TABLES[sheet].key or (next(iter(TABLES[sheet].columns)),)


def names_of_row(sheet: str, row: Mapping[Any, Any]) -> list[str]:
    """What Sources may call a row, the most exact name first: all its keys (``MSZ 2026``), or the first of them alone."""
    keys = [text_of(row[name]) for name in key_of(sheet)]
    return list(dict.fromkeys([" ".join(keys), keys[0]]))


def text_of(value: Any) -> str:
    """A value as a name: a blank is the empty text, and a year has no decimals."""
    if pd.isna(value):
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
