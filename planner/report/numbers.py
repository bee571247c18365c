"""Numbers and dates in prose, in Dutch and English, and the rounding by which figures in one sentence still subtract.

Cells hold numbers with neutral formats (see ``formats``); only sentences and tiles use what is here.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from planner.model.plan import LEAST_GAP, gap_decimals

NBSP = "\u00a0"
MINUS = "−"
DASH = "–"

_COUNTS = {
    "nl": ("nul", "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf"),
    "en": (
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    ),
}  # fmt: skip
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def known(value: Any) -> bool:
    """Whether a figure is there: not blank, not NaN, not infinite."""
    return value is not None and value == value and abs(value) != math.inf  # noqa: PLR0124 - NaN differs from itself


def half_up(value: float, decimals: int = 0) -> float:
    """``value`` rounded as Excel's ROUND does it: halves away from zero; ``decimals`` -2 rounds to hundreds."""
    scale = 10.0**decimals
    # The nudge keeps 0.285 (stored as 0.28499999...) with the figure that a reader sees in the cell.
    scaled = abs(value) * scale
    rounded = math.floor(scaled + 0.5 + 1e-9 * max(1.0, scaled)) / scale
    return math.copysign(rounded, value) if rounded else 0.0


def common_decimals(gained: float, *lost: float) -> int:
    """The decimals (-2 = hundreds) to which gained, the parts that are lost, their sum and the net can all be rounded
    so that the rounded figures still subtract: three digits of the largest, one of the smallest that matters.
    """
    total = sum(lost)
    figures = [abs(value) for value in (gained, *lost, total, gained - total)]
    largest = max(figures)
    if largest < 1e-9:
        return 0
    smallest = min(value for value in figures if value > 1e-3 * largest)
    decimals = max(2 - math.floor(math.log10(largest)), -math.floor(math.log10(smallest)))
    for finer in range(decimals, decimals + 7):
        parts = [half_up(value, finer) for value in lost]
        balance = half_up(gained, finer) - half_up(total, finer) - half_up(gained - total, finer)
        if abs(balance) < 1e-9 and abs(sum(parts) - half_up(total, finer)) < 1e-9:
            return _shortest([gained, *lost, total, gained - total], finer)
    return decimals + 6


def _shortest(figures: Sequence[float], decimals: int) -> int:
    """Fewer decimals where the last ones are zeros in every figure: 1 and 0,4 rather than 1,00 and 0,40."""
    while decimals > 0 and all(abs(half_up(x, decimals) - half_up(x, decimals - 1)) < 1e-12 for x in figures):
        decimals -= 1
    return decimals


@dataclass(frozen=True)
class Numbers:
    """Formats numbers for sentences in one language (``nl`` or ``en``)."""

    language: str = "en"

    def number(self, value: float, decimals: int = 0, *, sign: bool = False) -> str:
        """``1.234,5`` (nl) or ``1,234.5`` (en) with a real minus; negative ``decimals`` round to tens, hundreds, ...."""
        rounded = half_up(value, decimals)
        text = f"{abs(rounded):,.{max(0, decimals)}f}"
        if self.language == "nl":
            text = text.translate(str.maketrans(",.", ".,"))
        before = MINUS if rounded < 0 else "+" if sign and rounded > 0 else ""
        return before + text

    def short(self, value: float, digits: int = 3) -> str:
        """A figure that stands alone, rounded to ``digits`` significant digits; ``2,6 miljoen`` from a million on."""
        if abs(value) < 1e-9:
            return "0"
        decimals = digits - 1 - math.floor(math.log10(abs(value)))
        if abs(half_up(value, decimals)) >= 999_500:
            millions = value / 1e6
            return f"{self.number(millions, 0 if abs(millions) >= 99.95 else 1)}{NBSP}{self._million}"
        return self.number(value, decimals if abs(value) < 9.95 else min(0, decimals))

    def people(self, value: float) -> str:
        """A number of patients: three digits, never a fraction of a person from one on."""
        if 0 < value < 0.95:
            return self.number(value, 1)
        rounded = half_up(value, min(0, 2 - math.floor(math.log10(value)))) if value > 0 else 0.0
        return self.number(rounded)

    def qalys(self, value: float, *, sign: bool = False) -> str:
        """QALYs of one indication: whole from ten on, then one decimal, below one two digits."""
        size = abs(value)
        decimals = 0 if size >= 9.95 else 1 if size >= 0.95 or size < 1e-9 else 2
        if 0 < size < 0.095:
            decimals = 1 - math.floor(math.log10(size)) if size > 1e-9 else 0
        text = self.number(value, decimals, sign=sign)
        return text.removesuffix(",0" if self.language == "nl" else ".0") if decimals == 1 else text

    def qalys_apart(self, one: float, other: float) -> tuple[str, str]:
        """QALYs that a reader compares: with enough decimals that different figures do not print the same."""
        texts, decimals = (self.qalys(one), self.qalys(other)), 0
        while texts[0] == texts[1] and abs(one - other) > 1e-6 and decimals < 4:
            decimals += 1
            texts = self.number(one, decimals), self.number(other, decimals)
        return texts

    def million(self, value: float) -> str:
        """An amount in EUR million: ``€ 768 mln`` or ``EUR 768 million``; one decimal below 100; below 0.1 in euros."""
        size = abs(value)
        if 0 < size < 0.095:
            return self.euro(value * 1e6, 2)
        decimals = 0 if size >= 99.95 or size == 0 else 1 if size >= 0.95 else 2
        text = self.number(value, decimals)
        if decimals == 1:
            text = text.removesuffix(",0" if self.language == "nl" else ".0")
        return self.currency(text) + NBSP + ("mln" if self.language == "nl" else "million")

    def euro(self, value: float, digits: int = 3) -> str:
        """An amount in whole euros, rounded to ``digits`` significant digits: ``€ 33.800`` or ``EUR 33,800``."""
        if abs(value) < 0.5:
            return self.currency("0")
        return self.currency(self.number(value, min(0, digits - 1 - math.floor(math.log10(abs(value))))))

    def price(self, value: float) -> str:
        """A price, in whole euros: what is signed is not rounded (``€ 179.850``)."""
        return self.currency(self.number(value))

    def currency(self, text: str) -> str:
        """A formatted number with the currency before it, and the minus before both."""
        mark = "€" if self.language == "nl" else "EUR"
        if text.startswith(MINUS):
            return f"{MINUS}{mark}{NBSP}{text[1:]}"
        return f"{mark}{NBSP}{text}"

    def percent(self, share: float, decimals: int | None = None) -> str:
        """``64%``, or ``64,6%`` where a whole percentage would not be the figure; a share above ten is ``> 1.000%``."""
        if share > 9.995:
            return f"> {self.number(1000)}%"
        if decimals is None:
            decimals = 0 if abs(100 * share - half_up(100 * share)) < 1e-6 else 1
        return self.number(100 * share, decimals) + "%"

    def gap(self, share: float) -> str:
        """A gap, ``0,02%`` or ``0,001%``: one that is there is never printed as nothing."""
        return self.percent(max(share, LEAST_GAP), gap_decimals(share)) if share > 0 else self.percent(0.0)

    def percents(self, *shares: float) -> list[str]:
        """Percentages that a reader compares: with enough decimals that different figures do not print the same."""
        count = len({round(share, 9) for share in shares})
        decimals = 1
        while len({half_up(100 * share, decimals) for share in shares}) < count and decimals < 5:
            decimals += 1
        return [self.percent(share, None if decimals == 1 else decimals) for share in shares]

    def count(self, value: int) -> str:
        """A count as a word up to twelve, in figures beyond."""
        words = _COUNTS[self.language]
        return words[value] if 0 <= value < len(words) else self.number(value)

    def years(self, years: Sequence[int], last: int | None = None) -> str:
        """``2027``, ``2029–2031``, ``2027, 2029–2031 en 2034``; ``vanaf 2027`` where they run on to ``last``."""
        runs: list[list[int]] = []
        for year in sorted(years):
            if runs and year == runs[-1][1] + 1:
                runs[-1][1] = year
            else:
                runs.append([year, year])
        if last is not None and len(runs) == 1 and runs[0][1] == last and runs[0][0] < last:
            return f"{'vanaf' if self.language == 'nl' else 'from'} {runs[0][0]}"
        return self.join([f"{a}" if a == b else f"{a}{DASH}{b}" for a, b in runs])

    def join(self, parts: Sequence[str]) -> str:
        """``a, b en c`` or ``a, b and c``."""
        if len(parts) < 2:
            return "".join(parts)
        return ", ".join(parts[:-1]) + (" en " if self.language == "nl" else " and ") + parts[-1]

    def date(self, value: date) -> str:
        """``23-11-2026`` or ``23 November 2026``."""
        if self.language == "nl":
            return f"{value.day}-{value.month}-{value.year}"
        return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"

    def moment(self, value: datetime) -> str:
        """A date with hours and minutes."""
        return f"{self.date(value)} {value:%H:%M}"

    @property
    def _million(self) -> str:
        return "miljoen" if self.language == "nl" else "million"
