"""The sheet Decisions: a row per indication, with its reason in words; right of the page the figures behind it."""

from __future__ import annotations

from typing import Any

import numpy as np
from xlsxwriter.utility import xl_rowcol_to_cell

from planner.report import formats as f
from planner.report.answered import frame_of
from planner.report.decision_row import COLUMNS, CRITERIA, DETAIL, Row, people, write_row
from planner.report.layout import Book, merged_text, text_height
from planner.report.reasons import Reasons
from planner.scenario.frames import rows_of

HEADER = 3
FIRST = 4
#: What was asked of the plan, per indication: width, the table of the answers and its column.
ASKED = {
    "walk_away": (11, "prices", "walk_away"), "waiting": (10, "waiting", "lost"), "liability": (10, "liability", "net"),
}  # fmt: skip


def write_decisions(book: Book, reasons: Reasons) -> None:
    """Writes the sheet, and registers its rows, ranges and defined names with the book."""
    sheet, words, figures = book.sheets["decisions"], book.words, book.figures
    columns = _columns(book)
    last = 1 + len(COLUMNS) - 1
    _set_up(book, columns)
    purpose = words("decisions.purpose", year=figures.years[0], price_year=figures.price_year, period=figures.period)
    book.purpose(sheet, book.name("decisions"), purpose, last)
    _write_headers(book, columns)
    spending, impact = (frame.to_dict("index") for frame in (figures.spending_by_year, figures.impact))
    asked = _asked(book)
    for offset, decision in enumerate(figures.decision_rows):
        row, name = FIRST + offset, decision.indication
        book.places["decision", name] = book.place("decisions", row, columns["indication"])
        answers = {column: found.get(name, np.nan) for column, found in asked.items()}
        item = Row(decision, figures.given[name], spending.get(name, {}), impact[name], answers, reasons)
        write_row(book, columns, row, offset + 1, item)
    after = _write_total(book, columns, FIRST + len(figures.decisions))
    _register(book, columns)
    end = _write_notes(book, after + 1, last)
    sheet.print_area(0, 0, end, last)
    sheet.autofilter(HEADER, 1, FIRST + len(figures.decisions) - 1, last)


def _columns(book: Book) -> dict[str, int]:
    """The column of each figure: the printed table from B on, a narrow gap, then detail, criteria, years, source."""
    columns = {name: 1 + position for position, name in enumerate(COLUMNS)}
    start = 2 + len(COLUMNS)
    names = [*DETAIL, *_asked(book), *CRITERIA, *(f"year:{year}" for year in book.figures.years), "source"]
    return columns | {name: start + position for position, name in enumerate(names)}


def _asked(book: Book) -> dict[str, dict[str, float]]:
    """By column, the figure of each indication, of what was asked."""
    tables = {name: (frame_of(book.answers, table), column) for name, (_, table, column) in ASKED.items()}
    return {
        name: dict(zip(frame["indication"], frame[column].astype(float), strict=True))
        for name, (frame, column) in tables.items()
        if frame is not None
    }


def _set_up(book: Book, columns: dict[str, int]) -> None:
    sheet = book.sheets["decisions"]
    book.paper(sheet)
    sheet.set_column(0, 0, 1.6)
    for name, width in COLUMNS.items():
        sheet.set_column(columns[name], columns[name], width)
    sheet.set_column(1 + len(COLUMNS), 1 + len(COLUMNS), 2)
    for name, column in columns.items():
        if name not in COLUMNS:
            asked = {name: width for name, (width, *_) in ASKED.items()}
            width = {**DETAIL, **CRITERIA, **asked, "source": 60}.get(name, 8.6)
            sheet.set_column(column, column, width, None, {"level": 1, "hidden": True})
    after = max(columns.values()) + 1
    sheet.set_column(after, after, 2, None, {"collapsed": True})  # here stands the + that unfolds them
    sheet.freeze_panes(FIRST, 4)
    sheet.repeat_rows(HEADER)
    last = FIRST + len(book.figures.decisions) - 1
    tint_decisions(book, sheet, FIRST, last, columns["decision"])


def tint_decisions(book: Book, sheet: Any, first: int, last: int, column: int) -> None:
    """Colours the words for decisions in a column, by word, so that it survives sorting."""
    labels = {
        "admit": (f.BLUE_TINT, f.NAVY), "admit_later": (f.BLUE_PALE, f.NAVY), "conditional": (f.PURPLE_TINT, f.PURPLE),
        "conditional_later": (f.PURPLE_TINT, f.PURPLE), "stay": (f.GREEN_TINT, f.GREEN),
        "renegotiate": (f.GREEN_TINT, f.GREEN), "study": (f.PURPLE_TINT, f.PURPLE), "leave": (f.GREY_TINT, f.NAVY),
        "lock": (f.GREY_TINT, f.TEXT_SECOND), "out": (f.GREY_TINT, f.TEXT_SECOND),
    }  # fmt: skip
    for kind, (tint, colour) in labels.items():
        style = book.workbook.add_format({"bg_color": tint, "font_color": colour})
        rule = {"type": "cell", "criteria": "==", "value": f'"{book.words.kind(kind)}"', "format": style}
        sheet.conditional_format(first, column, last, column, rule)


def _write_headers(book: Book, columns: dict[str, int]) -> None:
    sheet, words = book.sheets["decisions"], book.words
    sheet.set_row(HEADER, 45)
    left = {"decision", "indication", "product", "route", "reason", "source"}
    centred = {"certainty", "nr", *CRITERIA}
    for name, column in columns.items():
        align = "left" if name in left else "center" if name in centred else "right"
        if name.startswith("year:"):
            sheet.write_number(HEADER, column, int(name[5:]), book.formats.header("right", num_format=f.YEAR))
        else:
            sheet.write_string(HEADER, column, words(f"col.{name}"), book.formats.header(align))
    group = book.formats(font_size=9, bold=True, font_color=f.NAVY)
    sheet.write_string(HEADER - 1, columns[next(iter(DETAIL))], words("group.detail"), group)
    sheet.write_string(HEADER - 1, columns[next(iter(CRITERIA))], words("group.criteria"), group)
    first_year = columns[f"year:{book.figures.years[0]}"]
    sheet.write_string(HEADER - 1, first_year, words("group.spending"), group)


def _write_total(book: Book, columns: dict[str, int], row: int) -> int:
    """The plan's totals, as live sums over the column above."""
    sheet, figures, formats = book.sheets["decisions"], book.figures, book.formats
    for name in COLUMNS:
        sheet.write_blank(row, columns[name], None, formats.total())
    sheet.write_string(row, columns["decision"], book.words("decisions.total"), formats.total())
    sums = {
        "patients": (figures.patients, people(figures.patients)),
        "gained": (float(figures.decided["qalys"].sum()), f.decimals_format(figures.table_decimals)),
        "spending": (float(figures.spending_by_year.to_numpy().sum()), f.NUM1),
    }
    for year in figures.years:
        sums[f"year:{year}"] = (float(figures.spending_by_year[year].sum()), f.NUM1)
    if 0 < figures.patient_years < figures.patients * (1 - 1e-9):
        del sums["patients"]  # patients and patient-years do not add up
    for name, (value, num_format) in sums.items():
        column = columns[name]
        area = f"{xl_rowcol_to_cell(FIRST, column)}:{xl_rowcol_to_cell(row - 1, column)}"
        book.formula(sheet, row, column, f"=SUM({area})", formats.total(num_format), value)
    return row + 1


def _register(book: Book, columns: dict[str, int]) -> None:
    """The ranges that other sheets and the reader's own formulas use."""
    last = FIRST + len(book.figures.decisions) - 1
    names = ("decision", "patients", "gained", "spending")
    for name in names:
        area = book.area("decisions", FIRST, columns[name], last, columns[name])
        book.refs[f"decisions.{name}"] = area
        book.define(book.words(f"name.{name}"), area)
    years = book.figures.years
    area = book.area("decisions", FIRST, columns[f"year:{years[0]}"], last, columns[f"year:{years[-1]}"])
    book.refs["decisions.spending_year"] = area
    book.define(book.words("name.spending_year"), area)


def _write_notes(book: Book, row: int, last: int) -> int:
    sheet, words, figures = book.sheets["decisions"], book.words, book.figures
    asked = "_asked" if frame_of(book.answers, "displacement") is not None else ""
    notes = [words(f"decisions.note.figures{asked}", sheet=book.name("displacement"))]
    if figures.patient_years:
        notes.append(words("decisions.note.patient_years"))
    if (figures.scenario.table("Indications")["p_registered"] < 1).any():
        notes.append(words("decisions.note.registered"))
    notes += [words(f"decisions.note.{name}") for name in ("forgone", "reason", "advice", "outlay", "signs")]
    routes = routes_used(book)
    if routes:
        notes.append(words("decisions.note.routes", routes=routes))
    for text in notes:
        merged_text(sheet, row, 1, last, text, book.formats.note(font_size=10))
        sheet.set_row(row, text_height(text, sum(COLUMNS.values()), least=15))
        row += 1
    return row - 1


def routes_used(book: Book) -> str:
    """``Lock (in force), ODAP (proposed)``: each route of the plan with its standing."""
    routes = book.figures.scenario.table("Routes")
    used = set(book.figures.admitted["route"])
    chosen = rows_of(routes[routes["route"].isin(used)])
    texts = [f"{row.name} ({book.words(f'standing.{row.standing}')})" for row in chosen]
    return book.words.numbers.join(texts)
