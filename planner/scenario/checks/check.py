"""What a check is, and how it says what it found."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from planner.errors import Problem, Severity
from planner.scenario.scenario import Scenario

Function = Callable[[Scenario], Iterable[Problem]]


@dataclass(frozen=True)
class Check:
    """A function that finds one kind of mistake in a scenario, and the columns (``Sheet.column``) that it reads."""

    function: Function
    columns: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.function.__name__

    def __call__(self, scenario: Scenario) -> Iterable[Problem]:
        return self.function(scenario)


def reads(columns: str) -> Callable[[Function], Check]:
    """Make a function a check that reads these columns (``Sheet.column``, spaces between)."""
    return lambda function: Check(function, tuple(columns.split()))


def at(
    scenario: Scenario,
    sheet: str,
    row: int,
    column: str,
    message: str,
    hint: str = "",
    *,
    code: str,
    severity: Severity = "problem",
) -> Problem:
    """A problem at one cell: ``row`` is the position in the table, from 0."""
    return Problem(sheet, scenario.cell(sheet, row, column), message, hint, code, severity)


def values(frame: pd.DataFrame, columns: str) -> list[tuple[Any, ...]]:
    """The values of some columns (names with spaces between) row by row; blanks are None, in columns of numbers too."""
    return list(zip(*(_plain(frame[name]) for name in columns.split()), strict=True))


def _plain(column: pd.Series) -> list[Any]:
    return [None if value != value else value for value in column.tolist()]  # noqa: PLR0124 - NaN differs from itself


def grouped(frame: pd.DataFrame, by: str, columns: str) -> dict[Any, list[tuple[Any, ...]]]:
    """``(position, value, ...)`` of the rows of each name in the column ``by``, in the order of the sheet."""
    groups: dict[Any, list[tuple[Any, ...]]] = {}
    for position, (name, *rest) in enumerate(values(frame, f"{by} {columns}")):
        groups.setdefault(name, []).append((position, *rest))
    return groups


def years_listed(years: Iterable[float]) -> str:
    """``2027, 2028`` in order."""
    return ", ".join(str(int(year)) for year in sorted(years))


def amount(value: float) -> str:
    """A number as a message shows it, with separators for thousands: ``1,250.5``."""
    return f"{value:,.9g}" if abs(value) < 1e9 else f"{value:,.0f}"
