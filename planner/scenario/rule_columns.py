"""What a rule may read of a table: its numbers, flags and texts, and the years of some dates."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.scenario.rule_nodes import Kind
from planner.scenario.tables import Column


def rule_names(columns: Mapping[str, Column]) -> dict[str, Kind]:
    """What a rule may read of a table: its numbers, flags and texts; of a date ``available_from`` the ``available_year``."""
    names: dict[str, Kind] = {}
    for name, column in columns.items():
        if column.numeric:
            names[name] = "number"
        elif column.kind == "flag":
            names[name] = "flag"
        elif column.kind == "date":
            if name.endswith("_from"):
                names[name.removesuffix("_from") + "_year"] = "number"
        elif column.kind not in ("rule", "any"):
            names[name] = "text"
    return names


def rule_values(frame: pd.DataFrame, columns: Mapping[str, Column]) -> dict[str, npt.NDArray[np.generic]]:
    """The values of ``rule_names`` in a typed table: name -> array with one value per row."""
    values: dict[str, npt.NDArray[np.generic]] = {}
    for name, kind in rule_names(columns).items():
        if name in columns:
            values[name] = frame[name].to_numpy(dtype=np.float64 if kind == "number" else object)
        else:
            dates = frame[name.removesuffix("_year") + "_from"].tolist()
            years = [date.year if isinstance(date, datetime.date) else np.nan for date in dates]
            values[name] = np.array(years, dtype=np.float64)
    return values
