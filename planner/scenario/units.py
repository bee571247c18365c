"""Units in the brackets of a header: money is converted at the door, any other unit must be the declared one.

``list_price [EUR thousand/patient-year]`` holds 12 for EUR 12,000 per patient-year. The factor to the base unit of the column
is kept as a fraction, so that a conversion rounds once: 12.5 EUR thousand is exactly 12,500 EUR.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from planner.scenario.tables import Column

#: What one unit of money is in EUR.
MONEY = {"EUR": 1, "EUR thousand": 10**3, "EUR million": 10**6, "EUR billion": 10**9}

_HEADER = re.compile(r"^(?P<name>[^\[\]]*?)\s*(?:\[(?P<unit>[^\[\]]*)\])?$", re.DOTALL)


class UnitError(ValueError):
    """The unit in a header is not one that the column can have; the message says which ones it can."""


@dataclass(frozen=True)
class Factor:
    """Multiply by ``value`` to come from the unit of the header to the base unit of the column."""

    value: Fraction = Fraction(1)

    def __call__(self, number: float) -> float:
        """The number in the base unit, rounded once."""
        return number * self.value.numerator / self.value.denominator  # one of the two is 1


def split_header(text: str) -> tuple[str, str | None]:
    """The name and the unit of a header cell: ``budget [EUR million]`` -> (``budget``, ``EUR million``); no bracket -> None."""
    match = _HEADER.match(text.strip())
    if match is None:
        return text.strip(), None
    unit = match["unit"]
    return match["name"], None if unit is None else " ".join(unit.split())


def units_of(column: Column) -> list[str]:
    """The units that a header of this column may name."""
    if not column.money:
        return [column.unit] if column.unit else []
    _, suffix = _money(column.unit)
    return [name + suffix for name in MONEY]


def factor(column: Column, unit: str | None) -> Factor:
    """How to convert a column whose header names ``unit`` (None = no bracket: the base unit).

    Raises UnitError where the column cannot have that unit.
    """
    if not unit:
        return Factor()
    if not column.money:
        if unit.casefold() == column.unit.casefold():
            return Factor()
        raise UnitError(f"expected [{column.unit}]" if column.unit else "expected no unit")
    base, suffix = _money(column.unit)
    found = {name.casefold(): scale for name, scale in MONEY.items()}
    head, slash, tail = unit.partition("/")
    scale = found.get(head.strip().casefold())
    if scale is None or (slash and f"/{tail.strip()}".casefold() != suffix.casefold()):
        raise UnitError("expected one of " + ", ".join(f"[{name}]" for name in units_of(column)))
    return Factor(Fraction(scale, base))


def _money(unit: str) -> tuple[int, str]:
    """The scale and the suffix of a declared money unit: ``EUR/patient-year`` -> (1, ``/patient-year``)."""
    head, slash, tail = unit.partition("/")
    return MONEY[head], slash + tail
