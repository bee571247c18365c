"""The index of the inputs, and the inputs sheet by sheet as read: the report alone can be run again."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from planner.report import formats as f
from planner.report.input_paper import laid
from planner.report.layout import Book, merged_text, text_height
from planner.report.numbers import DASH
from planner.scenario.build import needed
from planner.scenario.certainty import SIGNS
from planner.scenario.frames import rows_of
from planner.scenario.layout import Exact, SheetLayout, sheets_of
from planner.scenario.tables import SETTINGS, TABLES, Column
from planner.scenario.tables.settings_nl import MEANINGS, UNITS
from planner.scenario.template_formats import number_format
from planner.scenario.units import split_header

#: Sheets without figures whose certainty would mean something.
_NO_CERTAINTY = frozenset({"Settings", "Sources", "Scenarios"})


def input_sheets(book: Book) -> list[SheetLayout]:
    """The sheets of the scenario that have rows, or that must be there, in the order of the workbook's description."""
    scenario = book.figures.scenario
    return [one for one in sheets_of(scenario.tables) if one.rows or needed(one.sheet, scenario.settings)]


def write_inputs(book: Book, pages: Sequence[tuple[SheetLayout, Any]]) -> None:
    """The index (with the settings in force, so that no number hides), then every input sheet on its page."""
    sheet, words = book.sheets["inputs"], book.words
    book.paper(sheet)
    for column, width in enumerate((1.6, 24, 62, 13, 13, 13, 13)):
        sheet.set_column(column, column, width)
    purpose = "inputs.purpose.extended" if book.figures.plan.outcome.extended else "inputs.purpose"
    book.purpose(sheet, book.name("inputs"), words(purpose), 6)
    heads = ["sheet", "content", "rows", "published", "derived", "assumed"]
    book.header(sheet, 3, 1, [words(f"inputs.{head}") for head in heads], left=(0, 1))
    sheet.set_row(3, 20.25)
    row = 4
    for layout, _ in pages:
        _index_row(book, row, layout)
        row += 1
    row = _defaults(book, row, {layout.sheet for layout, _ in pages})
    row = _settings(book, row + 1)
    sheet.print_area(0, 0, row - 1, 6)
    for layout, page in pages:
        write_input(book, page, layout)


def _index_row(book: Book, row: int, layout: SheetLayout) -> None:
    sheet, words, formats = book.sheets["inputs"], book.words, book.formats
    link = formats.link(bottom=1, bottom_color=f.RULE)
    book.link(sheet, row, 1, f"internal:'{layout.sheet}'!A1", layout.sheet, link)
    key = f"inputs.meaning.{layout.sheet}"
    sheet.write_string(row, 2, words(key) if words.has(key) else DASH, formats.cell())
    sheet.write_number(row, 3, len(layout.rows), formats.cell(f.NUM))
    known_sheet = layout.sheet in TABLES and layout.sheet not in _NO_CERTAINTY
    counts = book.figures.certainties.counts(layout.sheet) if known_sheet else None
    for offset, name in enumerate(SIGNS):
        if counts is None:
            sheet.write_string(row, 4 + offset, DASH, formats.cell(align="right", font_color=f.GREY_DARK))
        else:
            sheet.write_number(row, 4 + offset, counts[name], formats.cell(f.NUM))


def _defaults(book: Book, row: int, given: set[str]) -> int:
    """Reference values that hold although the input does not state them."""
    if "ReferenceValues" in given:
        return row
    sheet, numbers = book.sheets["inputs"], book.words.numbers
    table = book.figures.scenario.table("ReferenceValues")
    parts = [
        f"{numbers.euro(float(one.euro_per_qaly))} ({numbers.number(one.burden_from, 2)}{DASH}{numbers.number(one.burden_to, 2)})"
        for one in rows_of(table)
    ]
    text = book.words("inputs.defaults", values=book.words("inputs.reference_classes", values=", ".join(parts)))
    sheet.write_string(row, 1, "ReferenceValues", book.formats.cell(font_color=f.TEXT_SECOND))
    merged_text(sheet, row, 2, 6, text, book.formats.cell(font_color=f.TEXT_SECOND, text_wrap=True))
    sheet.set_row(row, text_height(text, 114))
    return row + 1


def _settings(book: Book, row: int) -> int:
    """Every setting with the value that holds, given or by default."""
    sheet, words, formats = book.sheets["inputs"], book.words, book.formats
    scenario = book.figures.scenario
    heads = [words("inputs.settings"), words("inputs.meaning"), "", words("inputs.value"), words("inputs.given"), ""]
    book.header(sheet, row, 1, heads, left=(0, 1, 4), indent=1)
    sheet.set_row(row, 20.25)
    stated = scenario.tables["Settings"]
    given = set(stated["setting"][stated["value"].notna()])
    for name, column in SETTINGS.items():
        value = book.figures.price_year if name == "price_year" else getattr(scenario.settings, name)
        row += 1
        sheet.write_string(row, 1, name, formats.cell())
        meaning = _meaning(words.language, column)
        sheet.write_string(row, 2, meaning, formats.cell(text_wrap=True, indent=1))
        shown = text_height(str(value), 24) if isinstance(value, str) else 15
        sheet.set_row(row, max(shown, text_height(meaning, 58)))
        if isinstance(value, float | int) and not isinstance(value, bool):
            sheet.merge_range(row, 3, row, 4, "", formats.cell(align="right"))
            sheet.write_number(row, 3, float(value), formats.cell(number_format(column) or "General"))
        else:
            merged_text(
                sheet,
                row,
                3,
                4,
                str(value) if value not in (None, "") else DASH,
                formats.cell(align="left" if name == "title" else "right", text_wrap=True),
            )
        text = words("inputs.given.yes" if name in given else "inputs.given.no")
        colour = f.TEXT if name in given else f.TEXT_SECOND
        merged_text(sheet, row, 5, 6, text, formats.cell(font_color=colour, indent=1))
    return row + 1


def _meaning(language: str, column: Column) -> str:
    """What a setting means, with its unit, in the language of the report."""
    dutch = language == "nl"
    meaning = MEANINGS.get(column.name, column.meaning) if dutch else column.meaning
    unit = UNITS.get(column.unit, column.unit) if dutch else column.unit
    return meaning + (f" [{unit}]" if unit else "")


def write_input(book: Book, page: Any, layout: SheetLayout) -> None:
    """One input sheet: technical names with units, numbers in full precision, dates as dates, text always as text."""
    paper = laid(layout)
    book.paper(page, scale=paper.scale)
    page.set_tab_color(f.GREY)
    page.freeze_panes(1, 1)
    page.repeat_rows(0)
    page.set_row(0, 30)
    columns = TABLES[layout.sheet].columns if layout.sheet in TABLES else {}
    for position, head in enumerate(layout.header):
        page.set_column(position, position, paper.widths[position])
        page.write_string(0, position, head, _heading(book, columns.get(head.split(" [")[0]), position))
    styles = [_column_format(layout, columns, position) for position in range(len(layout.header))]
    for row, values in enumerate(layout.rows, start=1):
        for position, value in enumerate(values):
            style: dict[str, Any] = {"text_wrap": True} if position in paper.prose else {}
            if position:
                style["indent"] = 1  # a text does not touch the number to its left
            num_format = _setting_format(str(values[0])) if layout.sheet == "Settings" else styles[position]
            _write_value(book, page, row, position, value, num_format, style)
        if paper.prose:
            page.set_row(row, paper.heights[row - 1])
    if paper.breaks:
        # On one page nobody could read it: pages beside each other, each with the first column.
        page.set_v_pagebreaks(list(paper.breaks))
        page.repeat_columns(0)


def _heading(book: Book, column: Column | None, position: int) -> Any:
    """The format of a head: right above numbers, in the middle above yes and no, else left (as the text below it)."""
    if column and column.numeric:
        return book.formats.header("right")
    if column and column.kind == "flag":
        return book.formats.header("center")
    return book.formats.header("left", **({"indent": 1} if position else {}))


def _setting_format(name: str) -> str:
    """The number format of a setting's value, by its unit and kind."""
    setting = SETTINGS.get(name)
    return (number_format(setting) or "General") if setting else "General"


def _column_format(layout: SheetLayout, columns: dict[str, Column], position: int) -> str:
    """The number format of the cells of a column: by its unit and kind; the figure stays exact."""
    name, bracket = split_header(layout.header[position])
    column = columns.get(name)
    if column is None or not column.numeric:
        return "General"
    if column.money and bracket not in (None, column.unit):
        return "#,##0.###"  # in another unit of money than the column's own
    return number_format(column) or "#,##0.###"


def _write_value(
    book: Book, page: Any, row: int, column: int, value: object, num_format: str, style: dict[str, Any]
) -> None:
    if isinstance(value, bool):
        # Excel shows TRUE or FALSE by itself; LibreOffice shows 1 or 0 unless the format says so.
        page.write_boolean(row, column, value, book.formats.cell('"TRUE";"TRUE";"FALSE"', align="center"))
    elif isinstance(value, int | float):
        page.write_number(row, column, Exact(value), book.formats.cell(num_format))
    elif isinstance(value, datetime.date):
        page.write_datetime(row, column, value, book.formats.cell(f.DATE))
    elif value is not None:
        page.write_string(row, column, str(value), book.formats.cell(**style))
    else:
        page.write_blank(row, column, None, book.formats.cell())
