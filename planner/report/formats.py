"""Colours and cell formats of the workbook. One colour has one meaning, everywhere in the report."""

from __future__ import annotations

import datetime
import math
from functools import cache
from pathlib import Path
from typing import Any

import xlsxwriter

#: Gained, admitted, fits.
BLUE = "#0072B2"
#: Displaced, lost, too dear; ``ORANGE_TEXT`` where it is small text, ``ORANGE_LIGHT`` for care that room could have bought.
ORANGE = "#D55E00"
ORANGE_TEXT = "#A34700"
ORANGE_LIGHT = "#F0A868"
#: Limits, frameworks, headings.
NAVY = "#154273"
#: The net figure.
BLACK = "#222222"
#: Conditional admission, and a change in the existing package.
PURPLE, PURPLE_TINT = "#5D4A8A", "#E4DCF0"
GREEN, GREEN_TINT = "#1B6E56", "#D5EDE6"
#: Not admitted, reference, advice.
GREY, GREY_DARK, GREY_TINT = "#B8C0C8", "#8A949E", "#F1F2F4"
#: Admitted, as the tint of a cell; the paler one for a later start.
BLUE_TINT, BLUE_PALE = "#CFE3F2", "#E7F1F8"
#: Attention.
AMBER_TINT, AMBER = "#FFF3D6", "#FFE2B8"

#: The ends of a heat table: pale enough for black text on them.
HEAT_LOW, HEAT_HIGH = "#F3B98F", "#86BCE3"

TEXT = "#1D2329"
TEXT_SECOND = "#5B6770"
RULE = "#D5DAE0"
PANEL = "#EEF3F8"
GRID = "#E3E7EB"

# Number formats. Codes are neutral: the reader's Excel shows its own separators. A zero is a dash; a zero that matters
# is written out by the sentence beside it.
NUM = '#,##0;"−"#,##0;"–"'
NUM1 = '#,##0.0;"−"#,##0.0;"–"'
NUM2 = '#,##0.00;"−"#,##0.00;"–"'
PCT = '0%;"−"0%;"–"'
PCT1 = '0.0%;"−"0.0%;"–"'
RATIO = '0.00;"−"0.00;"–"'
YEAR = "0"
DATE = "yyyy-mm-dd"
MONTH = "yyyy-mm"
DIFFERENCE = '#,##0.000;"−"#,##0.000;"0"'
#: Points by which the row of a note right under a table is higher than its text.
UNDER = 7
_DAY_ZERO = datetime.date(1899, 12, 30)


def month(decision: Any) -> float:
    """The first month of a decision (``start_year``, ``start_month``) as the day number that Excel counts with."""
    first = datetime.date(int(decision.start_year), int(decision.start_month), 1)
    return float((first - _DAY_ZERO).days)


def month_text(number: float) -> str:
    """What Excel shows of such a day number in the format ``MONTH``: ``2026-07``."""
    return f"{_DAY_ZERO + datetime.timedelta(days=number):%Y-%m}"


def new_workbook(path: Path) -> xlsxwriter.Workbook:
    """A workbook in which a text stays a text, whatever it looks like."""
    kept = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
    font = {"font_name": "Calibri", "font_size": 10}
    return xlsxwriter.Workbook(str(path), {**kept, "remove_timezone": True, "default_format_properties": font})


def percent(share: float) -> str:
    """``PCT`` for a whole percentage (or no number), else ``PCT1``."""
    return PCT if not math.isfinite(share) or abs(100 * share - round(100 * share)) < 1e-6 else PCT1


def decimals_format(decimals: int, *, signed: bool = False) -> str:
    """``NUM`` with as many decimals as the figures of this plan need (none or fewer: whole numbers); ``signed``: with a plus."""
    body = "#,##0" + ("." + "0" * decimals if decimals > 0 else "")
    plus = '"+"' if signed else ""
    return f'{plus}{body};"−"{body};"–"'


class Formats:
    """Makes each cell format once per workbook; ask with XlsxWriter's own names of properties."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}
        #: ``cell`` is asked for every cell of every table.
        self.cell = cache(self._cell)

    def __call__(self, **properties: Any) -> Any:
        full = {"font_name": "Calibri", "font_size": 10, "font_color": TEXT, "valign": "vcenter", **properties}
        if full.get("indent"):
            full.setdefault("align", "left")  # an indent does nothing without a side
        key = tuple(sorted(full.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format(full)
        return self._made[key]

    def title(self) -> Any:
        return self(font_size=16, bold=True, font_color=NAVY)

    def purpose(self) -> Any:
        return self(font_color=TEXT_SECOND)

    def header(self, align: str = "left", **more: Any) -> Any:
        return self(bold=True, font_color="#FFFFFF", bg_color=NAVY, text_wrap=True, align=align, **more)

    def _cell(self, num_format: str = "", **more: Any) -> Any:
        """A cell of a table: a hairline below; numbers to the right."""
        number = {"num_format": num_format, "align": "right"} if num_format else {}
        return self(bottom=1, bottom_color=RULE, **{**number, **more})

    def total(self, num_format: str = "", **more: Any) -> Any:
        """A cell of a row of totals: bold, a line above."""
        number = {"num_format": num_format, "align": "right"} if num_format else {}
        return self(bold=True, top=1, top_color=NAVY, **{**number, **more})

    def small(self, **more: Any) -> Any:
        """Chart data and other figures beside the page."""
        return self(font_size=8, font_color=TEXT_SECOND, **more)

    def note(self, **more: Any) -> Any:
        return self(**{"font_size": 9, "font_color": TEXT_SECOND, "text_wrap": True, "valign": "top", **more})

    def note_under(self) -> Any:
        """A note in the row right under a table, which is ``UNDER`` higher than its text so that it stands free of it."""
        return self.note(valign="bottom")

    def link(self, **more: Any) -> Any:
        return self(font_color=BLUE, underline=1, **more)
