"""The first sheet of the template: how to fill it in. The reader ignores it."""

from __future__ import annotations

import xlsxwriter

from planner.scenario.template_formats import HEADING, WHITE, Formats
from planner.scenario.template_text import TemplateText, shown_tables

#: Characters that fit on a line of the wide column (C and D together), to set the height of a row.
_LINE = 138


def write_read_me(book: xlsxwriter.Workbook, formats: Formats, text: TemplateText) -> None:
    """Add the sheet ``Read me``: steps, colours, rules, prices of one year, certainty, the sheets, and the other language."""
    _ReadMe(book, formats, text).write()


class _ReadMe:
    def __init__(self, book: xlsxwriter.Workbook, formats: Formats, text: TemplateText) -> None:
        self.text = text
        self.page = book.add_worksheet(text.words.read_me)
        self.formats = formats
        self.row = 0

    def write(self) -> None:
        page = self.page
        page.hide_gridlines(2)
        page.set_tab_color(WHITE)
        page.set_column(0, 0, 2)
        page.set_column(1, 1, 22)
        page.set_column(2, 2, 78)
        page.set_column(3, 3, 36)
        page.set_portrait()
        page.set_paper(9)
        page.fit_to_pages(1, 1)
        page.set_row(0, 28)
        words = self.text.words
        style = self.formats(font_size=18, bold=True, font_color=HEADING, valign="vcenter")
        page.write_string(0, 1, words.title, style)
        self.row = 1
        self._text(words.purpose)
        self._heading(words("how"))
        for number, step in enumerate(words.steps, start=1):
            self._pair(words("step", number), step)
        self._heading(words("colours"))
        for kind, (name, meaning) in words.kinds.items():
            self._pair(name, meaning, self.formats.header(kind))
        self._heading(words("cells"))
        for name, text in words.rules:
            self._pair(name, text)
        self._heading(words("prices"))
        for text in words.prices:
            self._text(text)
        self._heading(words("certainty"))
        for name, text in words.certainty:
            self._pair(name, text)
        self._sheets()
        heading, text = words.other_language
        self._heading(heading)
        self._text(text)

    def _heading(self, text: str) -> None:
        self.page.set_row(self.row, 10)
        self.row += 1
        style = self.formats(font_size=12, bold=True, font_color=HEADING, bottom=1, bottom_color=HEADING)
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
        words = self.text.words
        self._heading(words("sheets"))
        bold = self.formats(bold=True)
        for column, key in ((1, "sheet"), (2, "row"), (3, "must")):
            self.page.write_string(self.row, column, words(key), bold)
        self.row += 1
        link = self.formats(underline=1, font_color="#0072B2")
        for sheet, table in shown_tables().items():
            row_is = self.text.row_of(table)
            self.page.write_url(self.row, 1, f"internal:'{sheet}'!A1", link, sheet)
            self.page.write_string(self.row, 2, row_is, self.formats(text_wrap=True))
            self.page.write_string(self.row, 3, self.text.must_there_be(table), self.formats())
            self._height(row_is, 92)
