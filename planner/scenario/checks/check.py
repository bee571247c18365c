"""What a check is, and how it says what it found."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from planner.errors import Problem, Severity
from planner.scenario.doubts import Doubts, left
from planner.scenario.scenario import Scenario

Function = Callable[[Scenario], Iterable[Problem]]


@dataclass(frozen=True)
class Check:
    """A function that finds one kind of mistake in a scenario, and the columns (``Sheet.column``) that it reads.

    Where a value of ``whole`` is not known the check is left out: what it says hangs on all of them. Rows in doubt in one of
    ``rows`` are left out: what it finds without them holds whatever they turn out to be. The same for ``groups``, where the
    other rows of that name (first column of the sheet) are left out too.
    """

    function: Function
    whole: tuple[str, ...]
    rows: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.function.__name__

    @property
    def columns(self) -> tuple[str, ...]:
        return (*self.whole, *self.rows, *self.groups)

    def __call__(self, scenario: Scenario, doubts: Doubts | None = None) -> Iterable[Problem]:
        """What it finds; where values are in doubt, as far as it does not hang on them."""
        if not doubts:
            return self.function(scenario)
        if doubts.unknown(self.whole):
            return ()
        return self.function(left(scenario, doubts, (*self.rows, *self.groups), self.groups))


def reads(whole: str = "", *, rows: str = "", groups: str = "") -> Callable[[Function], Check]:
    """Make a function a check that reads these columns (``Sheet.column``, spaces between)."""
    return lambda function: Check(function, tuple(whole.split()), tuple(rows.split()), tuple(groups.split()))


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
