"""One cell: from what stands there to the value that the table holds, or what is wrong with it.

Every kind of column has one small function. It gets the plain value of a cell that is not blank and returns the value in base
units, or raises ``Wrong``. The functions accept their own results, so a checked table can be read again.
"""

from __future__ import annotations

import datetime
import math
import re
from decimal import Decimal

import numpy as np
import pandas as pd

from planner.scenario.hints import did_you_mean, shown
from planner.scenario.tables import Column
from planner.scenario.tables.choices_nl import CHOICES
from planner.scenario.units import Factor

Value = str | float | int | bool | datetime.date | None

FLAGS = {
    "true": True,
    "yes": True,
    "ja": True,
    "waar": True,
    "false": False,
    "no": False,
    "nee": False,
    "onwaar": False,
}

_PER_CENT = re.compile(r"^([+-]?\d+(?:\.\d+|,\d{1,2})?)\s*%$")
_ISO = re.compile(r"^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[T ]00:00(?::00(?:\.0+)?)?)?$")
#: Whole numbers count years and things: beyond this one nothing is counted.
MOST_COUNTED = 1e9
_YEARS = range(1900, 2201)


class Wrong(Exception):  # noqa: N818 - reads as it is used: raise Wrong, except Wrong
    """A value that the column cannot hold; the message says what it is and what was expected, ``hint`` what to do."""

    def __init__(self, hint: str = "", code: str = "value") -> None:
        super().__init__(hint)
        self.hint = hint
        self.code = code


def plain(value: object) -> object:
    """A cell's value as plain Python: blanks (None, NaN, NaT, empty text) are None, text without spaces around it."""
    if value is None:
        return None
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\xa0", " ").strip() or None
    if type(value) is not float:  # most of what a sheet holds needs no more than this
        value = _of_python(value)
    return None if isinstance(value, float) and math.isnan(value) else value


def _of_python(value: object) -> object:
    """What numpy, pandas and databases hold as what Python itself has for it."""
    if isinstance(value, np.datetime64):
        value = pd.Timestamp(value)
    if value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime()
    if isinstance(value, pd.Period):
        return value.start_time.to_pydatetime()
    if isinstance(value, np.generic):
        return value.item()
    return float(value) if isinstance(value, Decimal) else value


def parse(column: Column, value: object, factor: Factor) -> Value:
    """The value of one cell that is not blank, in the base unit of its column. Raises Wrong."""
    if column.numeric:
        return _number(column, value, factor)
    if column.kind == "choice":
        return _choice(column, value)
    if column.kind == "date":
        return _date(column, value)
    if column.kind == "flag":
        return _flag(value)
    return _any(value) if column.kind == "any" else _text(value)


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return repr(int(value)) if float(value).is_integer() else repr(value)
    if isinstance(value, datetime.datetime):
        return shown(value)
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    raise Wrong(code="type")


def _choice(column: Column, value: object) -> str:
    word = value if isinstance(value, str) else ""
    for choice in column.choices:
        if word.casefold() == choice.casefold():
            return choice
    called = {meaning: choice for choice, meaning in CHOICES.get(column.name, {}).items()}
    raise Wrong(did_you_mean(word, column.choices, called=called) if word else "", "choice")


def _number(column: Column, value: object, factor: Factor) -> float:
    found = _per_cent(column, value) if isinstance(value, str) else value
    if isinstance(found, bool) or not isinstance(found, (int, float)):
        hint = "the cell is formatted as a date: type the number in a cell formatted as a number"
        raise Wrong(hint if isinstance(found, datetime.date) else "", "type")
    number = factor(float(found))
    if not math.isfinite(number):
        raise Wrong("an absent limit is an empty cell, never a very large number", "range")
    if column.kind != "number" and not (number.is_integer() and abs(number) < MOST_COUNTED):
        raise Wrong(code="range")
    if not _inside(column, number):
        raise Wrong(_range_hint(column, number, typed=found is not value), "range")
    return number + 0.0  # turns -0.0 into 0.0


def _range_hint(column: Column, number: float, *, typed: bool) -> str:
    """What was probably meant by a number outside the range of its column; ``typed``: it was typed as a percentage."""
    if number < 0 and column.low is not None and column.low >= 0:
        return "leave out the minus sign, or leave the cell empty where nothing is known"
    if not (column.share or column.signed_share) or not 1 < number <= 100:
        return ""
    if column.signed_share:
        return "" if typed else f"was {number:g}% meant? then type {number:g}% or {number / 100:g}"
    if typed:
        return "a share is 1 (100%) at most"
    if number < 2:
        return f"was {number:g}% or {100 * number:g}% meant? a share is 1 (100%) at most"
    return f"was {number:g}% meant? then type {number:g}% or {number / 100:g}"


def _per_cent(column: Column, text: str) -> float:
    """Text in a number column: ``5%`` is a share; any other text is wrong, with a hint where a number was probably meant."""
    match = _PER_CENT.match(text)
    if match and column.kind == "number" and not column.unit:
        # divided as decimals are written, so that 5% is the number 0.05 and 35,5% is 0.355
        return float(f"{match[1].replace(',', '.')}e-2")
    if re.fullmatch(r"[+-]?\d+(\.\d+|,\d{1,2})?([eE][+-]?\d+)?", text):
        raise Wrong("the number is typed as text: format the cell as a number and type it again", "text_number")
    if re.search(r"\d", text):
        raise Wrong(
            "the cell holds text: type a plain number, without separators for thousands, signs or units", "text_number"
        )
    if text.casefold() in ("na", "n/a", "nan", "none", "-", "?", "unknown", "onbekend"):
        raise Wrong("leave the cell empty where there is no figure", "type")
    raise Wrong(code="type")


def _inside(column: Column, number: float) -> bool:
    low = column.low is None or number > column.low or (number == column.low and not column.above)
    high = column.high is None or number < column.high or (number == column.high and not column.below)
    return low and high


def _date(column: Column, value: object) -> datetime.date | str:
    if isinstance(value, datetime.date):  # a datetime is a date too
        return _month(value.year, value.month)
    if isinstance(value, bool):
        raise Wrong(code="type")
    if isinstance(value, (int, float)):
        if float(value).is_integer() and int(value) in _YEARS:
            return datetime.date(int(value), 1, 1)
        raise Wrong("format the cell as a date" if value > _YEARS[-1] else "", "date")
    if isinstance(value, str):
        if column.empty_word and value.casefold() == column.empty_word:
            return column.empty_word
        match = _ISO.match(value)
        if match:
            year, month, day = int(match[1]), int(match[2] or 1), int(match[3] or 1)
            try:
                return _month(datetime.date(year, month, day).year, month)
            except ValueError as error:
                raise Wrong("there is no such day", "date") from error
        raise Wrong("write year-month-day, as in 2026-07-01" if re.search(r"\d", value) else "", "date")
    raise Wrong(code="type")


def _month(year: int, month: int) -> datetime.date:
    """A date counts from the first of its month."""
    if year not in _YEARS:
        raise Wrong(f"the year must be from {_YEARS[0]} to {_YEARS[-1]}", "date")
    return datetime.date(year, month, 1)


def _flag(value: object) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.casefold() in FLAGS:
        return FLAGS[value.casefold()]
    raise Wrong(code="flag")


def _any(value: object) -> Value:
    """A value whose meaning depends on another cell: kept, with whole numbers as int and dates without a time."""
    if isinstance(value, (bool, str)):
        return value
    if isinstance(value, (int, float)):
        return int(value) if float(value).is_integer() else float(value)
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    raise Wrong(code="type")
