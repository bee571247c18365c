"""A block of the sheet Budget: one limit, its rows by year with live sums, differences and use, and a note beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from xlsxwriter.utility import xl_rowcol_to_cell

from planner.report import formats as f
from planner.report.binding import FULL
from planner.report.layout import Book, text_height
from planner.report.numbers import known

LABEL, FIRST_YEAR = 1, 2
NOTE_WIDTH = 34


@dataclass
class Block:
    """One table of the sheet: a head with the years, then rows; it knows where each of its rows stands."""

    book: Book
    row: int
    title: str
    note: str
    totals: bool = True
    head: int = 0

    def __post_init__(self) -> None:
        self.head = self.row
        self.book.heads.setdefault("budget", []).append(self.row)
        self.rows: dict[str, int] = {}
        self.numbers: dict[str, list[float]] = {}
        sheet, years = self.book.sheets["budget"], self.book.figures.years
        labels: list[object] = [self.title, *years]
        labels += [self.book.figures.period if self.totals and len(years) > 1 else "", self.book.words("note")]
        self.book.header(sheet, self.row, LABEL, labels, left=(0, len(labels) - 1), indent=1)
        sheet.set_row(self.row, 20.25)
        self.row += 1

    @property
    def last_year(self) -> int:
        return FIRST_YEAR + len(self.book.figures.years) - 1

    def values(self, key: str, label: str, values: Any, num_format: str = f.NUM1, **style: Any) -> None:
        """A row of given numbers (NaN is left blank), with its total."""
        numbers = [float(value) for value in values]
        self._label(key, label, numbers, style)
        for offset, value in enumerate(numbers):
            self._write(FIRST_YEAR + offset, value, num_format, style)
        self._total(key, num_format, style)

    def formulas(self, key: str, label: str, formula: str, values: Any, num_format: str = f.NUM1, **style: Any) -> None:
        """A row of live formulas: ``{name}`` in the formula is the cell of that row in the same column."""
        numbers = [float(value) for value in values]
        self._label(key, label, numbers, style)
        for offset, value in enumerate(numbers):
            column = FIRST_YEAR + offset
            cells = {name: xl_rowcol_to_cell(row, column) for name, row in self.rows.items()}
            if known(value):
                cell = self._style(num_format, style)
                self.book.formula(
                    self.book.sheets["budget"], self.row, column, "=" + formula.format(**cells), cell, value
                )
            else:
                self._write(column, value, num_format, style)
        self._total(key, num_format, style)

    def _label(self, key: str, label: str, numbers: list[float], style: dict[str, Any]) -> None:
        self.rows[key], self.numbers[key] = self.row, numbers
        text_style = {name: value for name, value in style.items() if name != "total"}
        self.book.sheets["budget"].write_string(self.row, LABEL, label, self.book.formats.cell(**text_style))

    def _style(self, num_format: str, style: dict[str, Any]) -> Any:
        kept = {name: value for name, value in style.items() if name not in ("total", "indent")}
        return self.book.formats.cell(num_format, **kept)

    def _write(self, column: int, value: float, num_format: str, style: dict[str, Any]) -> None:
        cell = self._style(num_format, style)
        if known(value):
            self.book.sheets["budget"].write_number(self.row, column, value, cell)
        else:
            self.book.sheets["budget"].write_blank(self.row, column, None, cell)

    def _total(self, key: str, num_format: str, style: dict[str, Any]) -> None:
        """The sum over the years (``total=False``: none, a share or a maximum does not add up); then the next row."""
        column = self.last_year + 1
        summed = self.totals and style.get("total", True) and len(self.numbers[key]) > 1
        cell = self._style(num_format, style)
        if summed:
            area = f"{xl_rowcol_to_cell(self.row, FIRST_YEAR)}:{xl_rowcol_to_cell(self.row, self.last_year)}"
            value = float(np.nansum(self.numbers[key]))
            self.book.formula(self.book.sheets["budget"], self.row, column, f"=SUM({area})", cell, value)
        else:
            self.book.sheets["budget"].write_blank(self.row, column, None, cell)
        self.row += 1

    def use(self, key: str, label: str, used: str, room: str) -> None:
        """The share of the room that is used, amber from 99.5% on; blank where there is no room or no limit."""
        pairs = list(zip(self.numbers[used], self.numbers[room], strict=True))
        shares = [u / r if known(r) and known(u) and r > 1e-9 else np.nan for u, r in pairs]
        self.formulas(key, label, f"{{{used}}}/{{{room}}}", shares, f.PCT, total=False)
        mark_full(self.book, self.rows[key], FIRST_YEAR, self.last_year)

    def close(self) -> int:
        """Writes the note beside the block; returns the first row of the next one."""
        sheet, column = self.book.sheets["budget"], self.last_year + 2
        style = self.book.formats(text_wrap=True, bg_color=f.PANEL, font_size=9, indent=1)
        height = text_height(self.note, NOTE_WIDTH - 2, 9)
        short = height - 15 * (self.row - self.head - 1)
        if short > 0:
            sheet.set_row(self.row - 1, 15 + short)
        if self.row - 1 > self.head + 1:
            sheet.merge_range(self.head + 1, column, self.row - 1, column, "", style)
        sheet.write_string(self.head + 1, column, self.note, style)
        return self.row + 1

    def area(self, key: str) -> str:
        return self.book.area("budget", self.rows[key], FIRST_YEAR, self.rows[key], self.last_year)


def mark_full(book: Book, row: int, first: int, last: int) -> None:
    style = book.workbook.add_format({"bg_color": f.AMBER, "bold": True})
    rule = {"type": "cell", "criteria": ">=", "value": FULL, "format": style}
    book.sheets["budget"].conditional_format(row, first, row, last, rule)
