"""The template: an annotated workbook with a worked example, made from the same table classes that the reader uses."""

from __future__ import annotations

import datetime
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from planner.asked import path_to
from planner.errors import UsageError
from planner.scenario.cells import RESULT_SHEETS
from planner.scenario.files import written_whole
from planner.scenario.layout import Exact
from planner.scenario.route_sets import example_with
from planner.scenario.tables import SETTINGS, TABLES, Column, Table
from planner.scenario.template_formats import TABS, Formats, number_format
from planner.scenario.template_readme import write_read_me
from planner.scenario.template_rows import Row, example_rows
from planner.scenario.template_text import (
    TemplateText,
    kind_of,
    kind_of_sheet,
    shown_tables,
)
from planner.scenario.template_words import OWN

#: Down to this row cells have a drop-down list or a range.
LAST_ROW = 1000

#: A sheet with more columns is printed over several pages; a rule or a note with more characters takes a second line.
_WIDE, _LINE, _SMALL = 20, 62, 72


def write_template(
    path: str | os.PathLike[str],
    routes: str | os.PathLike[str] | Sequence[str | os.PathLike[str]] = (),
    language: str = "en",
) -> Path:
    """Write the template to ``path``, whole or not at all, and return the path.

    ``routes`` names route sets (``planner.route_sets()``) that its example takes over: their rows can be copied from it.
    ``language`` (``nl`` or ``en``) is that of its explanation and example, and of the report that it asks for; names of sheets
    and columns and the choices are the same in both.

    It reads without a problem and solves; every sheet and column that this version can use is there. Raises UsageError where the
    folder is not there, the file is locked or no .xlsx, or the language is another one.
    """
    if language not in SETTINGS["language"].choices:
        raise UsageError(f"there is no template in the language {language}; {SETTINGS['language'].allowed}")
    target, text = path_to(path, ".xlsx"), TemplateText(language)
    sets = [routes] if isinstance(routes, (str, os.PathLike)) else routes
    with written_whole(target) as temporary, xlsxwriter.Workbook(str(temporary)) as book:
        book.set_properties({"title": text.words.title})
        book.set_custom_property(RESULT_SHEETS, text.words.read_me)
        formats = Formats(book)
        write_read_me(book, formats, text)
        rows = example_with(sets, language) if sets else example_rows(language)
        for sheet, table in shown_tables().items():
            _Sheet(book, formats, text, table).write(rows.get(sheet, []))
    return target


class _Sheet:
    """One input sheet: header, notes, drop-down lists and ranges, and the example's rows."""

    def __init__(self, book: xlsxwriter.Workbook, formats: Formats, text: TemplateText, table: type[Table]) -> None:
        self.formats = formats
        self.text = text
        self.sheet = table.sheet
        self.page = book.add_worksheet(self.sheet)
        self.page.set_tab_color(TABS[kind_of_sheet(table)])
        self.columns = list(table.columns.values())

    def write(self, rows: list[Row]) -> None:
        self.page.set_row(0, 32)
        self.page.freeze_panes(1, 1)
        self.page.set_landscape()
        self.page.set_paper(9)
        if len(self.columns) > _WIDE:  # over several pages, each with the names of the rows
            self.page.set_print_scale(70)
            self.page.repeat_columns(0)
        else:
            self.page.fit_to_pages(1, 0)
        self.page.repeat_rows(0)
        for position, column in enumerate(self.columns):
            self._column(position, column, rows)
        rules = [column.name for column in self.columns if column.kind == "rule"]
        for number, row in enumerate(rows, start=1):
            longest = max((len(str(row.get(name, ""))) for name in rules), default=0)
            self.page.set_row(number, _height(longest, _LINE))
        if self.sheet == "Settings":
            self._settings_notes(rows)

    def _column(self, position: int, column: Column, rows: list[Row]) -> None:
        body = self.formats(**_style(column))
        self.page.set_column(position, position, self._width(column, rows), body)
        # the unit on a line of its own: a space to the reader
        head = column.header.replace(" [", "\n[")
        self.page.write_string(0, position, head, self.formats.header(kind_of(column), number=column.numeric))
        note = self.text.note_of(column)
        lines = sum(1 + len(line) // 48 for line in note.split("\n"))
        size = {"width": 320, "height": 18 * lines + 8, "font_size": 9, "author": "planner"}
        self.page.write_comment(0, position, note, size)
        validation = self._validation(column)
        if validation:
            self.page.data_validation(1, position, LAST_ROW, position, validation)
        for number_of, row in enumerate(rows, start=1):
            self._cell(number_of, position, row.get(column.name), body)

    def _cell(self, row: int, position: int, value: object, body: Any) -> None:
        if isinstance(value, bool):
            self.page.write_string(row, position, self.text.words("yes" if value else "no"), body)
        elif isinstance(value, (int, float)):
            self.page.write_number(row, position, Exact(value), body)
        elif isinstance(value, datetime.date):
            self.page.write_datetime(row, position, datetime.datetime(value.year, value.month, value.day), body)  # noqa: DTZ001
        elif value not in (None, ""):
            self.page.write_string(row, position, str(value), body)

    def _width(self, column: Column, rows: list[Row]) -> float:
        texts = [*column.header.replace(" [", "\n[").split("\n"), *(str(row.get(column.name, "")) for row in rows)]
        widest = 64.0 if column.kind == "rule" or column.name == "source" else 42.0
        return min(widest, max(11.0, 1.1 * max(len(text) for text in texts) + 2))

    def _validation(self, column: Column) -> dict[str, Any] | None:
        """The drop-down list of a column, or the range of its numbers; None where anything may be typed."""
        listed = self._choices(column)
        if listed:
            return self._refused(column, {"validate": "list", "source": listed})
        if column.kind == "reference":
            sheet, _, name = column.refers.partition(".")
            letter = xl_col_to_name(list(TABLES[sheet].columns).index(name))
            # as long as the sheet's rows: no empty lines at the end of the list
            source = f"=OFFSET({sheet}!${letter}$2,0,0,MAX(1,COUNTA({sheet}!${letter}$2:${letter}${LAST_ROW + 1})),1)"
            # a warning, not a refusal: the name may be typed before the sheet it refers to is filled in
            return self._refused(column, {"validate": "list", "source": source, "error_type": "warning"})
        return self._refused(column, _range(column)) if column.numeric else None

    def _choices(self, column: Column) -> list[str]:
        """What a drop-down list offers: the choices, yes and no, or names of sheets."""
        if column.kind == "choice":
            return list(column.choices)
        if column.kind == "flag":
            return [self.text.words("yes"), self.text.words("no")]
        if self.sheet in ("Scenarios", "Sources") and column.name == "table":
            return [name for name in shown_tables() if name not in ("Scenarios", "Sources")]
        return []

    def _refused(self, column: Column, rule: dict[str, Any]) -> dict[str, Any]:
        """The rule with the words that Excel shows beside the cell, and when something else is typed."""
        title = column.name[:32]
        prompt = self.text.prompt_of(column)
        shown = {"input_title": title, "input_message": prompt} if prompt else {}
        return {**rule, "error_title": title, "error_message": self.text.refusal_of(column), **shown}

    def _settings_notes(self, rows: list[Row]) -> None:
        """Each setting has its own kind of value; what a header's note says elsewhere stands beside it here."""
        first = len(self.columns)
        for offset, (name, width) in enumerate((("meaning", _LINE), ("allowed.head", _LINE), ("default", 14))):
            self.page.set_column(first + offset, first + offset, width)
            self.page.write_string(0, first + offset, self.text.words(name), self.formats.header(OWN))
        value_at = [column.name for column in self.columns].index("value")
        for number, row in enumerate(rows, start=1):
            column = SETTINGS[str(row["setting"])]
            look = {"align": "left", "indent": 1, "num_format": number_format(column) or "General"}
            self._cell(number, value_at, row["value"], self.formats(**look))
            validation = self._validation(column)
            if validation:
                self.page.data_validation(number, value_at, number, value_at, validation)
            note = self.formats(**look, italic=True, text_wrap=True)
            default = "start_year" if column.name == "price_year" else column.default
            said = self.text.setting(column)
            self.page.set_row(number, _height(max(map(len, said)), _SMALL))
            for offset, text in enumerate((*said, default)):
                self._cell(number, first + offset, text, note)


def _height(characters: int, line: int) -> float:
    """How high a row is that holds a wrapped text."""
    return 15.0 * (1 + characters // line)


def _style(column: Column) -> dict[str, Any]:
    """How the cells of a column look: numbers to the right in their format, text a little in from the left."""
    number = number_format(column)
    if column.numeric:
        return {"num_format": number or "General"}
    wrap = {"text_wrap": True} if column.kind == "rule" else {}
    return {"align": "left", "indent": 1, **({"num_format": number} if number else {}), **wrap}


def _range(column: Column) -> dict[str, Any]:
    validate = "decimal" if column.kind == "number" else "integer"
    low, high = column.low, column.high
    if low is not None and high is not None:
        return {"validate": validate, "criteria": "between", "minimum": low, "maximum": high}
    if low is not None:
        return {"validate": validate, "criteria": ">" if column.above else ">=", "value": low}
    if high is not None:
        return {"validate": validate, "criteria": "<" if column.below else "<=", "value": high}
    return {"validate": validate, "criteria": "between", "minimum": -1e15, "maximum": 1e15}
