"""The workbook under construction: sheets, formats, words, page set-up, and where each figure stands (for links and formulas)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from planner.report import formats as f
from planner.report.edition import Edition
from planner.report.paper import Paper

#: Points per line of 10-point text, and characters per unit of column width (about 77 characters at width 68).
LINE = 12.75
CHARACTERS = 1.13


@dataclass
class Book(Edition):
    """What the sheets share while they are written.

    ``sheets`` by key (``summary``, ``decisions``, ...); ``refs`` holds absolute references such as ``Audit!$D$7`` under
    names that the sheets agree on; ``places`` the target of a link (``'Budget'!B14``); ``heads`` the rows where tables begin.
    """

    workbook: Any
    formats: f.Formats = field(init=False)
    sheets: dict[str, Any] = field(default_factory=dict)
    refs: dict[str, str] = field(default_factory=dict)
    values: dict[str, float] = field(default_factory=dict)
    places: dict[tuple[str, ...], str] = field(default_factory=dict)
    heads: dict[str, list[int]] = field(default_factory=dict)
    heights: dict[str, dict[int, float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.formats = f.Formats(self.workbook)

    def cell(self, key: str, row: int, column: int) -> str:
        """An absolute reference to a cell of a result sheet (row and column from 0)."""
        return f"{self.name(key)}!{xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)}"

    def area(self, key: str, row: int, column: int, last_row: int, last_column: int) -> str:
        first = xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)
        last = xl_rowcol_to_cell(last_row, last_column, row_abs=True, col_abs=True)
        return f"{self.name(key)}!{first}:{last}"

    def place(self, key: str, row: int, column: int) -> str:
        """The target of an internal link."""
        return f"internal:'{self.name(key)}'!{xl_rowcol_to_cell(row, column)}"

    def define(self, name: str, area: str) -> None:
        self.workbook.define_name(name, f"={area}")

    def purpose(self, sheet: Any, title: str, purpose: str, width: int) -> None:
        """Title in row 1, what the sheet is for in row 2, one line of at most ``width`` columns wide."""
        sheet.set_row(0, 26.25)
        sheet.set_row(1, 18)
        sheet.write_string(0, 1, title, self.formats.title())
        sheet.merge_range(1, 1, 1, width, "", self.formats.purpose())
        sheet.write_string(1, 1, purpose, self.formats.purpose())

    def paper(self, sheet: Any, *, scale: int | None = None) -> None:
        """A4 landscape with header and footer; ``scale`` fixes the size (so that manual page breaks hold), else one page wide."""
        made = self.words("made", when=self.words.numbers.moment(self.created), version=self.version)
        Paper(self.title, self.flag, made, self.input_line, self.words("page")).set(sheet, scale=scale)

    def header(
        self,
        sheet: Any,
        row: int,
        column: int,
        labels: Sequence[object],
        *,
        left: Iterable[int] = (0,),
        indent: int = 0,
    ) -> None:
        """A dark row of column heads; those in ``left`` (counted from ``column``) stand left (after the first: indented)."""
        lefts = set(left)
        for offset, label in enumerate(labels):
            if isinstance(label, int):
                sheet.write_number(row, column + offset, label, self.formats.header("right", num_format=f.YEAR))
            else:
                inset = {"indent": indent} if indent and offset and offset in lefts else {}
                style = self.formats.header("left" if offset in lefts else "right", **inset)
                sheet.write_string(row, column + offset, str(label), style)

    def set_height(self, key: str, row: int, height: float) -> None:
        """Sets the height of a row of a result sheet, and remembers it, so that pages can be filled."""
        self.sheets[key].set_row(row, height)
        self.heights.setdefault(key, {})[row] = height

    def height(self, key: str, first: int, end: int) -> float:
        """Points that the rows from ``first`` up to ``end`` take together."""
        stated = self.heights.get(key, {})
        return sum(stated.get(row, 15.0) for row in range(first, end))

    def breaks(self, key: str, tables: Sequence[int], end: int, scale: int) -> list[int]:
        """A page break before each of ``tables`` (rows) that does not fit on its page any more; ``end`` is after the last."""
        breaks: list[int] = []
        begin = 0
        for first, after in zip(tables, [*tables[1:], end], strict=True):
            if self.height(key, begin, after) > page_height(scale) and begin < first:
                breaks.append(first)
                begin = first
        return breaks

    def formula(self, sheet: Any, row: int, column: int, formula: str, style: Any, value: object) -> None:
        """A live formula with the value that Excel will find, so that viewers that do not calculate show it too."""
        sheet.write_formula(row, column, formula, style, value)

    def link(self, sheet: Any, row: int, column: int, place: str, text: str, style: Any) -> None:
        sheet.write_url(row, column, place, style, text)


@lru_cache(maxsize=20_000)
def text_lines(text: str, width: float, size: float = 10) -> int:
    """The lines that a text takes in a column of this width (or the summed width of merged columns), words unbroken."""
    room = max(4, math.floor(width * CHARACTERS * 10 / size))
    lines = 0
    for paragraph in text.split("\n"):
        used, count = 0, 1
        for word in paragraph.split(" "):
            if used and used + 1 + len(word) > room:
                count, used = count + 1, 0
            used += len(word) + (1 if used else 0)
            while used > room:
                count, used = count + 1, used - room
        lines += count
    return max(1, lines)


def text_height(text: str, width: float, size: float = 10, least: float = 15) -> float:
    return max(least, text_lines(text, width, size) * LINE * size / 10 + 5.25)


def merged_text(sheet: Any, row: int, first: int, last: int, text: str, style: Any) -> None:
    """A text over several columns; always a string, whatever it starts with."""
    if last > first:
        sheet.merge_range(row, first, row, last, "", style)
    sheet.write_string(row, first, text, style)


def print_scale(width: float, most: int = 75) -> int:
    """The fixed print scale (percent) at which columns of this width (in units of column width) fit a page of A4 landscape."""
    return max(10, min(most, int(75 * 190 / width)))


def page_height(scale: int) -> float:
    """Points of rows that a page of A4 landscape holds at a print scale (percent)."""
    return 485 * 100 / scale


def page_breaks(heads: Sequence[int], end: int, scale: int, top: float) -> list[int]:
    """Rows (from 0) before which a new page starts, so that no table that begins at one of ``heads`` is cut in two.

    ``top`` is the height (points) of what stands above the first table, ``end`` the row after the last.
    """
    room = page_height(scale)
    breaks: list[int] = []
    used = top
    for first, after in zip(heads, [*heads[1:], end], strict=True):
        height = 15.0 * (after - first) + 15
        if used + height > room and used > top:
            breaks.append(first)
            used = 0.0
        used += height
    return breaks


def pixels(*columns: float) -> int:
    """The width of columns as XlsxWriter measures it, in which charts are sized; they keep to the cells under them."""
    return sum(int(width * 7 + 0.5) + 5 for width in columns)
