"""The first sheet of the template: how to fill it in. The reader ignores it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import xlsxwriter

from planner.scenario import template_text as words
from planner.scenario.tables import TABLES

if TYPE_CHECKING:
    from planner.scenario.template import Formats

#: Characters that fit on a line of the wide column (C and D together), to set the height of a row.
_LINE = 138


def write_read_me(book: xlsxwriter.Workbook, formats: Formats) -> None:
    """Add the sheet ``Read me``: steps, colours, rules, prices of one year, certainty, the sheets, and a Dutch summary."""
    _ReadMe(book, formats).write()


class _ReadMe:
    def __init__(self, book: xlsxwriter.Workbook, formats: Formats) -> None:
        self.page = book.add_worksheet(words.READ_ME)
        self.formats = formats
        self.row = 0

    def write(self) -> None:
        page = self.page
        page.hide_gridlines(2)
        page.set_tab_color("#FFFFFF")
        page.set_column(0, 0, 2)
        page.set_column(1, 1, 22)
        page.set_column(2, 2, 78)
        page.set_column(3, 3, 36)
        page.set_portrait()
        page.set_paper(9)
        page.fit_to_pages(1, 1)
        page.set_row(0, 28)
        page.write_string(
            0, 1, words.TITLE, self.formats(font_size=18, bold=True, font_color="#154273", valign="vcenter")
        )
        self.row = 1
        self._text(words.PURPOSE)
        self._heading("How to fill it in")
        for number, step in enumerate(words.STEPS, start=1):
            self._pair(f"Step {number}", step)
        self._heading("Colours of the column names")
        for kind, meaning in words.COLOURS.items():
            self._pair(kind, meaning, self.formats.header(kind))
        self._heading("What may stand in a cell")
        for name, text in words.RULES:
            self._pair(name, text)
        self._heading("Prices of one year")
        for text in words.PRICES:
            self._text(text)
        self._heading("How sure a figure is")
        for name, text in words.CERTAINTY:
            self._pair(name, text)
        self._sheets()
        self._heading("In het Nederlands")
        for text in words.DUTCH:
            self._text(text)

    def _heading(self, text: str) -> None:
        self.page.set_row(self.row, 10)
        self.row += 1
        style = self.formats(font_size=12, bold=True, font_color="#154273", bottom=1, bottom_color="#154273")
        self.page.set_row(self.row, 20)
        self.page.write_string(self.row, 1, text, style)
        for column in (2, 3):
            self.page.write_blank(self.row, column, None, style)
        self.page.set_row(self.row + 1, 4)
        self.row += 2

    def _text(self, text: str) -> None:
        self.page.merge_range(self.row, 1, self.row, 3, text, self.formats(text_wrap=True))
        self._height(text, _LINE + 24)

    def _pair(self, name: str, text: str, style: object = None) -> None:
        self.page.write_string(self.row, 1, name, style or self.formats(bold=True))
        self.page.merge_range(self.row, 2, self.row, 3, text, self.formats(text_wrap=True))
        self._height(text, _LINE)

    def _height(self, text: str, line: int) -> None:
        self.page.set_row(self.row, 14 * (1 + len(text) // line) + 3)
        self.row += 1

    def _sheets(self) -> None:
        self._heading("The sheets")
        bold = self.formats(bold=True)
        for column, text in ((1, "sheet"), (2, "one row is"), (3, "must it be there")):
            self.page.write_string(self.row, column, text, bold)
        self.row += 1
        for sheet, table in TABLES.items():
            colour = {"font_color": "#8A949E"} if table.later else {}
            link = self.formats(underline=1, **(colour or {"font_color": "#0072B2"}))
            self.page.write_url(self.row, 1, f"internal:'{sheet}'!A1", link, sheet)
            self.page.write_string(self.row, 2, (table.__doc__ or "").strip(), self.formats(text_wrap=True, **colour))
            self.page.write_string(self.row, 3, words.must_there_be(table), self.formats(**colour))
            self._height((table.__doc__ or "").strip(), 92)
