"""The template: an annotated workbook with a worked example, made from the same table classes that the reader uses."""

from __future__ import annotations

import datetime
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from planner.scenario import template_text as words
from planner.scenario.cells import RESULT_SHEETS
from planner.scenario.files import written_whole
from planner.scenario.layout import Exact
from planner.scenario.route_sets import example_with
from planner.scenario.tables import SETTINGS, TABLES, Column, Table
from planner.scenario.template_readme import write_read_me
from planner.scenario.template_rows import Row, example_rows

#: Down to this row cells have a drop-down list or a range.
LAST_ROW = 1000

#: A sheet with more columns is printed over several pages; a rule with more characters takes a second line.
_WIDE, _LINE = 20, 62

TEXT, HEADING, GREY = "#1D2329", "#154273", "#8A949E"
FILLS = {words.NEEDED: HEADING, words.OPTIONAL: "#CFE3F2", words.LATER: "#E3E7EB", words.OWN: "#FFF3D6"}
TABS = {"needed": HEADING, "optional": "#7FB3D9", "later version": "#B8C0C8"}


def write_template(path: str | os.PathLike[str], routes: Sequence[str | os.PathLike[str]] = ()) -> Path:
    """Write the template to ``path``, whole or not at all, and return the path.

    ``routes`` names route sets (``planner.route_sets()``) that its example takes over: their rows can be copied from it.

    It reads without a problem and solves; every sheet is there with all its columns, in the order: usable ones, then those of
    later versions. Raises UsageError where the folder is not there or the file is locked.
    """
    target = Path(path)
    with written_whole(target) as temporary, xlsxwriter.Workbook(str(temporary)) as book:
        book.set_properties({"title": words.TITLE})
        book.set_custom_property(RESULT_SHEETS, words.READ_ME)
        formats = Formats(book)
        write_read_me(book, formats)
        rows = example_with(routes) if routes else example_rows()
        for sheet, table in TABLES.items():
            _Sheet(book, formats, table).write(rows.get(sheet, []))
    return target


class Formats:
    """Makes each cell format once; ask with XlsxWriter's own names of properties."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def __call__(self, **properties: Any) -> Any:
        full = {"font_name": "Calibri", "font_size": 10, "font_color": TEXT, "valign": "top", **properties}
        key = tuple(sorted(full.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(full)
        return self._made[key]

    def header(self, kind: str, *, number: bool = False) -> Any:
        """The format of a column name: its colour says whether the column is needed, a number's name stands to the right."""
        colour = "#FFFFFF" if kind == words.NEEDED else "#6B747C" if kind == words.LATER else TEXT
        side = {"align": "right"} if number else {"align": "left", "indent": 1}
        edge = {"border": 1, "border_color": "#FFFFFF"}
        bold = kind != words.LATER
        return self(bold=bold, font_color=colour, bg_color=FILLS[kind], text_wrap=True, **edge, **side)


class _Sheet:
    """One input sheet: header, notes, drop-down lists and ranges, and the example's rows."""

    def __init__(self, book: xlsxwriter.Workbook, formats: Formats, table: type[Table]) -> None:
        self.formats = formats
        self.table = table
        self.sheet = table.sheet
        self.page = book.add_worksheet(self.sheet)
        self.columns = ordered(table)

    def write(self, rows: list[Row]) -> None:
        must = words.must_there_be(self.table)
        self.page.set_tab_color(TABS[must.split(",")[0]])
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
            self.page.set_row(number, 15 * (1 + longest // _LINE))
        if self.sheet == "Settings":
            self._settings_notes(rows)

    def _column(self, position: int, column: Column, rows: list[Row]) -> None:
        kind = words.kind_of(self.sheet, column)
        body = self.formats(**_style(column))
        later = {"level": 1} if column.later else {}  # one click folds away what a later version will use
        self.page.set_column(position, position, self._width(column, rows), body, later)
        # the unit on a line of its own: a space to the reader
        head = column.header.replace(" [", "\n[")
        self.page.write_string(0, position, head, self.formats.header(kind, number=column.numeric))
        note = words.note_of(self.sheet, column)
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
            self.page.write_string(row, position, "yes" if value else "no", body)
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
        listed = choices_of(self.sheet, column)
        if listed:
            return _refused(column, {"validate": "list", "source": listed})
        if column.kind == "reference":
            sheet, _, name = column.refers.partition(".")
            letter = xl_col_to_name([other.name for other in ordered(TABLES[sheet])].index(name))
            # as long as the sheet's rows: no empty lines at the end of the list
            source = f"=OFFSET({sheet}!${letter}$2,0,0,MAX(1,COUNTA({sheet}!${letter}$2:${letter}${LAST_ROW + 1})),1)"
            # a warning, not a refusal: the name may be typed before the sheet it refers to is filled in
            return _refused(column, {"validate": "list", "source": source, "error_type": "warning"})
        return _refused(column, _range(column)) if column.numeric else None

    def _settings_notes(self, rows: list[Row]) -> None:
        """Each setting has its own kind of value; what a header's note says elsewhere stands beside it here."""
        first = len(self.columns)
        for offset, (name, width) in enumerate((("note meaning", 68), ("note allowed", 46), ("note default", 14))):
            self.page.set_column(first + offset, first + offset, width)
            self.page.write_string(0, first + offset, name, self.formats.header(words.OWN))
        value_at = [column.name for column in self.columns].index("value")
        for number, row in enumerate(rows, start=1):
            column = SETTINGS[str(row["setting"])]
            look = {"align": "left", "indent": 1, "num_format": number_format(column) or "General"}
            if column.later:
                look["font_color"] = GREY
            self._cell(number, value_at, row["value"], self.formats(**look))
            validation = self._validation(column)
            if validation:
                self.page.data_validation(number, value_at, number, value_at, validation)
            note = self.formats(**look, italic=True)
            default = "start_year" if column.name == "price_year" else column.default
            allowed = words.allowed_of(column) + (f" [{column.unit}]" if column.unit else "")
            meaning = column.meaning + (" (later version: leave empty)" if column.later else "")
            for offset, text in enumerate((meaning, allowed, default)):
                self._cell(number, first + offset, text, note)


def ordered(table: type[Table]) -> list[Column]:
    """The columns of a sheet as the template shows them: those of a later version after all others."""
    return sorted(table.columns.values(), key=lambda column: column.later)


def _style(column: Column) -> dict[str, Any]:
    """How the cells of a column look: numbers to the right in their format, text a little in from the left."""
    number = number_format(column)
    if column.numeric:
        return {"num_format": number or "General"}
    wrap = {"text_wrap": True} if column.kind == "rule" else {}
    return {"align": "left", "indent": 1, **({"num_format": number} if number else {}), **wrap}


def number_format(column: Column) -> str:
    """The Excel number format of a column; empty where it needs none."""
    if column.kind == "date":
        return "yyyy-mm-dd"
    if column.kind == "year":
        return "0"
    if column.kind == "whole":
        return "#,##0"
    if column.kind != "number":
        return ""
    growth = column.low == -1 and not column.unit
    if column.share or growth or column.name.endswith("_share"):
        return "0.0##%"
    if column.unit == "EUR million":
        return "#,##0.0##"
    return "#,##0" if column.money else ""


def choices_of(sheet: str, column: Column) -> list[str]:
    """What a drop-down list offers: the choices that can be used now, yes and no, or names of sheets."""
    if column.kind == "choice":
        return list(words.usable(column))
    if column.kind == "flag":
        return ["yes", "no"]
    if sheet in ("Scenarios", "Sources") and column.name == "table":
        return [name for name, table in TABLES.items() if not table.later and name not in ("Scenarios", "Sources")]
    return []


def _range(column: Column) -> dict[str, Any] | None:
    validate = "decimal" if column.kind == "number" else "integer"
    low, high = column.low, column.high
    if low is not None and high is not None:
        return {"validate": validate, "criteria": "between", "minimum": low, "maximum": high}
    if low is not None:
        return {"validate": validate, "criteria": ">" if column.above else ">=", "value": low}
    if high is not None:
        return {"validate": validate, "criteria": "<" if column.below else "<=", "value": high}
    return {"validate": validate, "criteria": "between", "minimum": -1e15, "maximum": 1e15}


def _refused(column: Column, rule: dict[str, Any] | None) -> dict[str, Any] | None:
    """The rule with the words that Excel shows when something else is typed."""
    if rule is None:
        return None
    return {**rule, "error_title": column.name[:32], "error_message": f"Expected {words.allowed_of(column)}."[:255]}
