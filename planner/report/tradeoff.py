"""The trade-off per admitted indication: what the same money could have paid for elsewhere (an illustration)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from planner.report import formats as f
from planner.report.displaced import Displaced
from planner.report.displacement import page_width, widths
from planner.report.displacement_table import FIRST, LABEL
from planner.report.layout import Book, merged_text, text_height
from planner.report.numbers import known
from planner.report.sentences import who_gains
from planner.scenario.frames import rows_of

MOST = 50


@dataclass(frozen=True)
class Unit:
    """The care with which amounts are compared: its natural unit, what one costs, and its cost per QALY."""

    name: str
    cost: float
    euro_per_qaly: float


def unit_of(displaced: Displaced) -> Unit | None:
    """The care that gives way most in this plan (by euros); else the largest category that may be displaced."""
    touched = displaced.by_care.dropna(subset=["units"])
    touched = touched[touched["euro"] > 1e-9].sort_values("euro", ascending=False, kind="stable")
    if len(touched):
        row = touched.iloc[0]
        return Unit(str(row["unit"]), float(row["unit_cost"]), float(row["rate"]))
    care = displaced.book.figures.scenario.table("Care")
    able = care[~care["protected"].astype(bool) & care["unit"].notna() & (care["unit_cost"] > 0)]
    if able.empty:
        return None
    row = able.sort_values("spending", ascending=False, kind="stable").iloc[0]
    return Unit(str(row["unit"]), float(row["unit_cost"]), float(row["euro_per_qaly"]))


def write_tradeoff(book: Book, displaced: Displaced, row: int) -> int:
    """The table from ``row`` on; returns the row after it. Without admitted indications or units there is none."""
    sheet, words, figures = book.sheets["displacement"], book.words, book.figures
    unit = unit_of(displaced)
    rows = figures.admitted.sort_values("spending", ascending=False, kind="stable").head(MOST)
    if unit is None or rows.empty:
        return row
    last = FIRST + len(figures.years) + 4
    sheet.write_string(row, LABEL, words("trade.title"), book.formats(font_size=12, bold=True, font_color=f.NAVY))
    sheet.set_row(row, 21)
    row += 1
    heads = ["indication", "patients", "gained", "spending", "per_qaly", "sentence"]
    book.header(sheet, row, LABEL, [words(f"trade.{head}") for head in heads[:-1]])
    merged_text(sheet, row, FIRST + 4, last, words("trade.sentence"), book.formats.header(indent=1))
    sheet.set_row(row, 42)
    sheet.repeat_rows(row)
    row += 1
    width = sum(widths(book)[FIRST - LABEL + 4 :]) - 2
    for item in rows_of(rows):
        text = sentence(book, item, unit)
        _write_row(book, row, item, text, last)
        sheet.set_row(row, max(text_height(text, width), text_height(str(item.name), widths(book)[0])))
        row += 1
    note = words("trade.note", decisions=book.name("decisions"))
    if len(figures.admitted) > MOST:
        note = words("trade.some", n=MOST, sheet=book.name("decisions")) + " " + note
    merged_text(sheet, row, LABEL, last, note, book.formats.note_under())
    sheet.set_row(row, f.UNDER + text_height(note, page_width(book), 9))
    return row + 1


def _write_row(book: Book, row: int, item: Any, text: str, last: int) -> None:
    sheet, formats = book.sheets["displacement"], book.formats
    qaly = f.decimals_format(book.figures.table_decimals)
    sheet.write_string(row, LABEL, item.name, formats.cell(text_wrap=True))
    figures = [(item.patients, f.NUM if item.patients >= 9.95 else f.NUM1), (item.qalys, qaly), (item.spending, f.NUM1)]
    for offset, (value, num_format) in enumerate(figures):
        sheet.write_number(row, FIRST + offset, float(value), formats.cell(num_format))
    gained, spent = xl_rowcol_to_cell(row, FIRST + 1), xl_rowcol_to_cell(row, FIRST + 2)
    ratio = float(item.spending) * 1e6 / float(item.qalys) if item.qalys > 1e-9 and item.spending > 0 else 0.0
    formula = f"=IF(AND({gained}>0.000000001,{spent}>0),{spent}*1000000/{gained},0)"
    book.formula(sheet, row, FIRST + 3, formula, formats.cell(f.NUM), ratio)
    merged_text(sheet, row, FIRST + 4, last, text, formats.cell(text_wrap=True, indent=1))


def sentence(book: Book, item: Any, unit: Unit) -> str:
    """``110 patients gain 300 QALYs. The same money pays for 8,000 cataract operations: 120 QALYs in that care.``"""
    words, numbers = book.words, book.words.numbers
    gains = who_gains(words, book.figures, item, float(item.qalys))
    if item.spending <= 0:
        return f"{gains} {words('trade.saves', money=numbers.million(-float(item.spending)))}"
    units = f"{numbers.short(float(item.spending) * 1e6 / unit.cost)} {unit.name}"
    if not known(unit.euro_per_qaly):
        return f"{gains} {words('trade.text', units=units)}"
    lost = words.qalys(numbers.qalys(float(item.spending) * 1e6 / unit.euro_per_qaly))
    return f"{gains} {words('trade.text_qalys', units=units, lost=lost)}"
