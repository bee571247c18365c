"""Numbers of the audit: the scenario's figures as decimal numbers of 50 digits, never as floats; and annuities.

The audit reads a float as the decimal number that people see: 0.05 is exactly 1/20. Sums and products of what people write are
exact; what does not end (a third) is cut at the fiftieth digit, and no result can tell the difference. Decimals and floats do
not mix: Python refuses it, so that no float gets in unseen.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Mapping, Sequence
from decimal import Context, Decimal, localcontext
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from planner.scenario.scenario import Scenario
from planner.scenario.tables import TABLES

Number = Decimal | int
Record = Mapping[str, Any]

#: Two numbers this close (relative, and absolute for shares) count as equal, as in ``model.md`` sections 4 and 10.
CLOSE = Decimal("1e-9")
#: A limit may be exceeded by this much of its unit.
TOLERANCE = Decimal("1e-6")

INFINITE = Decimal("Infinity")
MILLION = Decimal(10**6)

_DIGITS = Context(prec=50)

Given = ParamSpec("Given")
Made = TypeVar("Made")


def precisely(work: Callable[Given, Made]) -> Callable[Given, Made]:
    """``work`` with 50 digits, whatever the program around it has set for its own decimals."""

    @wraps(work)
    def inside(*args: Given.args, **named: Given.kwargs) -> Made:
        with localcontext(_DIGITS):
            return work(*args, **named)

    return inside


def read(value: float) -> Decimal:
    """The decimal number that a float stands for: the shortest one that Python prints."""
    return Decimal(repr(float(value)))


def ratio(part: Number, whole: Number) -> Decimal:
    """A quotient of whole numbers too is a decimal, never a float."""
    return Decimal(part) / whole


def records(scenario: Scenario, sheet: str) -> list[dict[str, Any]]:
    """The rows of a sheet, defaults filled in: numbers as the audit's numbers, blanks as None, the rest as it is."""
    table, columns = scenario.table(sheet), TABLES[sheet].columns
    made: dict[str, list[Any]] = {}
    for name in (str(name) for name in table.columns if name in columns):
        numeric = columns[name].numeric
        made[name] = [
            None if value is None or value != value else read(value) if numeric else value  # noqa: PLR0124 - blank is NaN
            for value in table[name].tolist()
        ]
    return [dict(zip(made, row, strict=True)) for row in zip(*made.values(), strict=True)]


def grown(rate: Number, t: int) -> Number:
    """``(1 + rate)^t``; 1 in the first year, also where all of it goes (a rate of -1): decimals know no ``0^0``."""
    return (1 + rate) ** t if t else Decimal(1)


def keep(years: Number, age: int) -> Number:
    """The share of the year that a patient is treated, ``age`` years after the start of a treatment of ``years``."""
    return min(1, max(0, years - age))


def annuity(years: Number, rate: Number) -> Number:
    """Treatment-years of one patient, discounted to the start: ``A = sum_a keep(a) (1 + rate)^-a``."""
    total: Number = 0
    for age in range(math.ceil(years)):
        total += ratio(keep(years, age), (1 + rate) ** age)
    return total


def present_value(figures: Sequence[Number], rate: Number) -> Number:
    """The sum of yearly figures, each discounted by ``(1 + rate)^-t``; the first year is undiscounted."""
    return sum(ratio(figure, (1 + rate) ** t) for t, figure in enumerate(figures))


def interpolate(first: Sequence[Number], second: Sequence[Number], share: Number) -> list[Number]:
    """Yearly figures of a start within a year: ``1 - share`` of one start on 1 January, ``share`` of the next."""
    if share == 0:
        return list(first)
    return [(1 - share) * a + share * b for a, b in zip(first, second, strict=True)]


def months_after(date: datetime.date, start_year: int) -> int:
    """Whole months from 1 January of ``start_year`` to the first of the date's month; negative before."""
    return (date.year - start_year) * 12 + date.month - 1
