"""Numbers of the audit: the scenario's figures as exact fractions (or as plain floats, for brute force), and annuities.

The audit reads a float as the decimal number that people see: 0.05 is exactly 1/20. Sums, products and powers of fractions
are exact. Only the figures of one option per year are put on a grid of 1e-40, because a sum over hundreds of fractions with
unlike denominators would grow without end; no result can tell the difference.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from planner.scenario.scenario import Scenario
from planner.scenario.tables import TABLES

Number = Fraction | float
Record = Mapping[str, Any]

#: Two numbers this close (relative, and absolute for shares) count as equal, as in ``model.md`` sections 4 and 10.
CLOSE = 1e-9
#: A limit may be exceeded by this much of its unit.
TOLERANCE = 1e-6

_GRID = 10**40


def exact(value: float) -> Fraction:
    """The decimal number that a float stands for: the shortest one that Python prints."""
    return Fraction(repr(float(value)))


def reader(fractions: bool) -> Callable[[float], Number]:
    return exact if fractions else float


def snap(value: Number) -> Number:
    """A figure of one option and year on the grid of 1e-40; floats stay as they are."""
    return Fraction(round(value * _GRID), _GRID) if isinstance(value, Fraction) else value


def blank(value: object) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value))


def records(scenario: Scenario, sheet: str, read: Callable[[float], Number]) -> list[dict[str, Any]]:
    """The rows of a sheet, defaults filled in: numbers as the audit's numbers, blanks as None, the rest as it is."""
    columns = TABLES[sheet].columns
    rows: list[dict[str, Any]] = []
    for row in scenario.table(sheet).to_dict("records"):
        made: dict[str, Any] = {}
        for name, value in row.items():
            column = columns.get(str(name))
            if column is None:
                continue
            made[str(name)] = None if blank(value) else read(value) if column.numeric else value
        rows.append(made)
    return rows


def keep(years: Number, age: int) -> Number:
    """The share of the year that a patient is treated, ``age`` years after the start of a treatment of ``years``."""
    return min(1, max(0, years - age))


def annuity(years: Number, rate: Number) -> Number:
    """Treatment-years of one patient, discounted to the start: ``A = sum_a keep(a) (1 + rate)^-a``."""
    total: Number = 0
    for age in range(math.ceil(years)):
        total += keep(years, age) / (1 + rate) ** age
    return total


def present_value(figures: Sequence[Number], rate: Number) -> Number:
    """The sum of yearly figures, each discounted by ``(1 + rate)^-t``; the first year is undiscounted."""
    return sum(figure / (1 + rate) ** t for t, figure in enumerate(figures))


def interpolate(first: Sequence[Number], second: Sequence[Number], share: Number) -> list[Number]:
    """Yearly figures of a start within a year: ``1 - share`` of one start on 1 January, ``share`` of the next."""
    if share == 0:
        return list(first)
    return [(1 - share) * a + share * b for a, b in zip(first, second, strict=True)]


def months_after(date: datetime.date, start_year: int) -> int:
    """Whole months from 1 January of ``start_year`` to the first of the date's month; negative before."""
    return (date.year - start_year) * 12 + date.month - 1
