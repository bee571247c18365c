"""The public report as a workbook: the same plan without what price agreements keep secret (``public_content``)."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import planner
from planner.errors import PlannerError
from planner.model.plan import Plan
from planner.report import formats as f
from planner.report import public_content as content
from planner.report.figures import Figures
from planner.report.layout import Book, merged_text, text_height
from planner.report.numbers import DASH, known
from planner.report.open_routes import write_open_routes
from planner.report.public_inputs import write_public_inputs
from planner.report.public_totals import MONEY, TOTALS, Totals, totals
from planner.report.reasons import Reasons
from planner.report.wording import Words
from planner.scenario.cells import PUBLIC, RESULT_SHEETS

_TABS = {"summary": f.NAVY, "decisions": f.NAVY, "open_routes": f.NAVY, "inputs": f.GREY}
_WIDTHS = {
    "nr": 4, "decision": 14, "indication": 28, "product": 14, "route": 18, "start": 8, "list_price": 9.5, "advice": 10,
    "reference": 10, "patients": 9.5, "gained": 9.5, "effectiveness": 12, "necessity": 12.5, "feasibility": 11,
    "certainty": 6.5, "reason": 34,
}  # fmt: skip
_LABEL, _YEAR = 46, 10.5


class PublicBook(Book, content.PublicEdition):
    """A book whose pages say that this is the public version."""


def write_public(plan: Plan, found: Mapping[str, Plan | PlannerError], path: Path, created: datetime) -> None:
    """Writes the public report of a plan, and of its variants as far as they may be shown, to ``path``."""
    figures = Figures(plan)
    workbook = f.new_workbook(path)
    book = PublicBook(Words(figures.scenario.settings.language), figures, created, planner.__version__, workbook)
    for key, colour in _TABS.items():
        book.sheets[key] = workbook.add_worksheet(book.name(key))
        book.sheets[key].set_tab_color(colour)
    workbook.set_properties(
        {"title": book.title, "subject": book.words("public.title"), "comments": f"planner {book.version}",
         "created": created.replace(tzinfo=None)}
    )  # fmt: skip
    with warnings.catch_warnings():
        warnings.filterwarnings("error", module=r"xlsxwriter\.")  # never leave something out silently
        reasons = Reasons(figures, book.words)
        names = write_public_inputs(book)
        _decisions(book, reasons)
        write_open_routes(book, reasons, public=True)
        _summary(book, content.variants(book, found))
        workbook.set_custom_property(PUBLIC, "yes")
        workbook.set_custom_property(RESULT_SHEETS, "|".join([*(book.name(key) for key in _TABS), *names]))
        workbook.close()


def _summary(book: Book, side: content.Side) -> None:
    sheet, words = book.sheets["summary"], book.words
    last = max(8, 2 + len(book.figures.years))
    sheet.set_column(0, 0, 1.6)
    sheet.set_column(1, 1, _LABEL)
    sheet.set_column(2, last, _YEAR)
    book.paper(sheet)
    width = _LABEL + _YEAR * (last - 1)
    book.purpose(sheet, words("public.title"), "", last)
    sheet.merge_range(2, 1, 2, last, "", book.formats(bold=True, text_wrap=True))
    sheet.write_string(2, 1, book.title, book.formats(bold=True, text_wrap=True))
    sheet.set_row(2, text_height(book.title, width))
    row = 4
    panel = book.formats(text_wrap=True, valign="top", bg_color=f.PANEL, indent=1)
    found = totals(book.figures.plan)
    for text in content.texts(book, found, side.hidden):
        merged_text(sheet, row, 1, last, text, panel)
        sheet.set_row(row, text_height(text, width))
        row += 1
    if found is not None:
        row = _totals(book, row + 1, found)
    if side.rows:
        row = _variants(book, row + 2, side)
    sheet.print_area(0, 0, row, last)


def _totals(book: Book, row: int, found: Totals) -> int:
    sheet, words, figures = book.sheets["summary"], book.words, book.figures
    book.header(sheet, row, 1, [words("public.totals"), *found.years, words("total")])
    number = f.decimals_format(figures.table_decimals)
    for name in TOTALS:
        row += 1
        style = f.NUM1 if name in MONEY else number
        sheet.write_string(row, 1, words(f"public.{name}"), book.formats.cell(bold=name == "net"))
        for at, value in enumerate(found.cells(name), start=2):
            if known(value):  # nothing is 0 here: a dash is what is left out
                shown = style if value else "0"
                sheet.write_number(row, at, float(value), book.formats.cell(shown, bold=name == "net"))
            else:
                sheet.write_string(row, at, DASH, book.formats.cell(align="right", font_color=f.GREY_DARK))
    row += 1
    text = words("public.note")
    last = max(8, 2 + len(figures.years))
    merged_text(sheet, row, 1, last, text, book.formats.note())
    sheet.set_row(row, text_height(text, _LABEL + _YEAR * (last - 1), 9, 12.75))
    return row


def _variants(book: Book, row: int, side: content.Side) -> int:
    sheet, words = book.sheets["summary"], book.words
    book.header(sheet, row, 1, [words(f"public.variants.{name}") for name in ("name", "admitted", "later")])
    sheet.set_row(row, 30)
    for name, admitted, later in side.rows:
        row += 1
        sheet.write_string(row, 1, name, book.formats.cell(text_wrap=True))
        sheet.set_row(row, text_height(name, _LABEL))
        for at, value in enumerate((admitted, later), start=2):
            sheet.write_number(row, at, value, book.formats.cell(f.NUM))
    return row


def _decisions(book: Book, reasons: Reasons) -> None:
    sheet, words, figures = book.sheets["decisions"], book.words, book.figures
    names = content.COLUMNS
    book.paper(sheet)
    sheet.set_column(0, 0, 1.6)
    for at, name in enumerate(names, start=1):
        sheet.set_column(at, at, _WIDTHS[name])
    purpose = words("public.decisions.purpose", year=figures.price_year)
    book.purpose(sheet, book.name("decisions"), purpose, len(names))
    left = {names.index(name) for name in ("decision", "indication", "product", "route", "reason")}
    book.header(sheet, 3, 1, [words(f"col.{name}") for name in names], left=left, indent=1)
    sheet.set_row(3, 42)
    sheet.freeze_panes(4, 4)
    sheet.repeat_rows(3)
    row = 4
    for cells in content.decisions(book, reasons):
        _decision(book, row, cells)
        row += 1
    sheet.autofilter(3, 1, max(4, row - 1), len(names))
    row += 1
    for key in ("public.decisions.note", "decisions.note.advice"):
        text = words(key)
        merged_text(sheet, row, 1, len(names), text, book.formats.note())
        sheet.set_row(row, text_height(text, sum(_WIDTHS.values()), 9, 12.75))
        row += 1
    sheet.print_area(0, 0, row, len(names))


def _decision(book: Book, row: int, cells: Mapping[str, tuple[object, str]]) -> None:
    sheet, formats = book.sheets["decisions"], book.formats
    for at, name in enumerate(content.COLUMNS, start=1):
        value, style = cells[name]
        if isinstance(value, str) or (value is None and name in ("route", *content.CRITERIA)):
            side: dict[str, Any] = {"text_wrap": True, "indent": 1}
            if name in (*content.CRITERIA, "certainty"):
                side = {"align": "center"}
            side = {"align": "right"} if name == "advice" else side
            sheet.write_string(row, at, value or DASH, formats.cell("", **side))
        elif value is not None:
            sheet.write_number(row, at, float(str(value)), formats.cell(style))
        else:
            sheet.write_string(row, at, DASH, formats.cell(align="right", font_color=f.GREY_DARK))
    heights = (
        text_height(str(cells[name][0] or DASH), _WIDTHS[name] - 3)
        for name in ("decision", "indication", "product", "route", "reason")
    )
    sheet.set_row(row, max(18.0, *heights))
