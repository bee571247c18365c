"""Input sheets as they are written: headers with units, one typed value per cell, sensible widths."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

import xlsxwriter

from planner.scenario.build import TableLike, as_frame
from planner.scenario.parse import plain
from planner.scenario.tables import TABLES
from planner.scenario.units import split_header

WIDEST = 40


class Exact(float):
    """A number that XlsxWriter writes with all its digits (by itself it keeps 16, and some numbers need 17)."""

    def __format__(self, spec: str) -> str:
        return float.__repr__(self)


@dataclass(frozen=True)
class SheetLayout:
    """One input sheet: header texts, and rows of plain values (None, text, number, bool or date)."""

    sheet: str
    header: list[str]
    rows: list[list[object]]

    def width(self, position: int, *, wrapped: bool = False) -> float:
        """A column width in characters that shows the header (``wrapped``: its unit on a line below) and most values."""
        head = self.header[position]
        texts = [max(head.split(" ["), key=len) if wrapped else head, *(_text(row[position]) for row in self.rows)]
        return min(WIDEST, max(8, *(len(text) for text in texts)) + 2)


def sheets_of(tables: Mapping[str, TableLike]) -> list[SheetLayout]:
    """The sheets to write, in the order of the workbook's description, then sheets it does not know."""
    order = [sheet for sheet in TABLES if sheet in tables] + [sheet for sheet in tables if sheet not in TABLES]
    sheets = [_layout(sheet, tables[sheet]) for sheet in order]
    return [sheet for sheet in sheets if sheet.rows or _needed(sheet.sheet)]


def _needed(sheet: str) -> bool:
    return sheet == "Care" or sheet not in TABLES or TABLES[sheet].needed


def _layout(sheet: str, table: TableLike) -> SheetLayout:
    frame = as_frame(sheet, table)
    columns = TABLES[sheet].columns if sheet in TABLES else {}
    header: list[str] = []
    values: list[list[object]] = []
    for position, text in enumerate(str(name) for name in frame.columns):
        name, unit = split_header(text)
        column = columns.get(name)
        cells = [plain(value) for value in frame.iloc[:, position].to_numpy(dtype=object)]
        if column and not column.required and all(cell is None for cell in cells):
            continue
        header.append(column.header if column and unit is None else text)
        values.append(cells)
    rows = [list(row) for row in zip(*values, strict=True)] if values else []
    return SheetLayout(sheet, header, rows)


def write_sheet(book: xlsxwriter.Workbook, layout: SheetLayout) -> None:
    """Write one input sheet to a workbook: text as text (never a formula or a link), dates as dates, header frozen."""
    page = book.add_worksheet(layout.sheet)
    bold = book.add_format({"bold": True, "bottom": 1})
    date = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    page.freeze_panes(1, 1)
    for position, text in enumerate(layout.header):
        page.set_column(position, position, layout.width(position))
        page.write_string(0, position, text, bold)
    for number, row in enumerate(layout.rows, start=1):
        for position, value in enumerate(row):
            if isinstance(value, bool):
                page.write_boolean(number, position, value)
            elif isinstance(value, (int, float)):
                page.write_number(number, position, Exact(value))
            elif isinstance(value, datetime.date):
                page.write_datetime(number, position, value, date)
            elif value is not None:
                page.write_string(number, position, str(value))


def _text(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.6g}" if isinstance(value, float) else str(value)
