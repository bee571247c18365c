"""The sheet Consistency: package criteria per indication, what a QALY costs over what it may cost, and pairs that stand out."""

from __future__ import annotations

from typing import Any

from planner.analysis.consistency import consistency, inconsistent_pairs
from planner.report import formats as f
from planner.report.layout import Book, merged_text, page_height, print_scale, text_height
from planner.report.numbers import DASH, known
from planner.report.reasons import Reasons
from planner.scenario.frames import rows_of

#: Column and width.
COLUMNS = {
    "indication": 40, "decision": 18, "ratio": 11, "icer": 12, "reference": 11, "effectiveness": 12,
    "cost_effectiveness": 12, "necessity": 12, "feasibility": 12, "burden": 9, "unmet_need": 11, "no_alternative": 11,
    "fitting_evidence": 10,
}  # fmt: skip
#: Heads of the pairs that lie over several columns, with the last of these.
_SPANS = {"out": 2, "in": 6, "why": len(COLUMNS)}
#: The scale at which the sheet prints on one page wide, what a page then holds, what stands above the pairs, and their heads.
SCALE = print_scale(sum(COLUMNS.values()) + len(COLUMNS) * 5 / 7 + 1.6)
_ROOM, _TOP, _HEAD = 0.97 * page_height(SCALE), 60.0, 42
FACTORS = ("unmet_need", "no_alternative", "fitting_evidence")


def write_consistency(book: Book, reasons: Reasons) -> None:
    """Writes both tables; the first is sorted from dear to cheap and can be filtered."""
    sheet, words = book.sheets["consistency"], book.words
    table = consistency(book.figures.plan)
    book.paper(sheet)
    sheet.set_column(0, 0, 1.6)
    for at, width in enumerate(COLUMNS.values(), start=1):
        sheet.set_column(at, at, width)
    last = len(COLUMNS)
    book.purpose(sheet, book.name("consistency"), words("consistency.purpose"), last)
    row, breaks = _pairs(book, reasons, inconsistent_pairs(table), 3)
    head = row
    if breaks:
        # A fixed scale, so that the page breaks hold; a sheet repeats one row, so that the pairs repeat their own.
        book.paper(sheet, scale=SCALE)
        sheet.set_h_pagebreaks([*breaks, head])
    for at, name in enumerate(COLUMNS, start=1):
        side = "left" if at <= 2 else "right" if name in ("ratio", "icer", "reference", "burden") else "center"
        sheet.write_string(head, at, words(f"consistency.{name}"), book.formats.header(side))
    sheet.set_row(head, 42)
    sheet.repeat_rows(head)
    decided = {decision.indication: decision for decision in book.figures.decision_rows}
    for one in rows_of(table):
        row += 1
        _row(book, row, one, decided[one.indication], book.figures.given[one.indication])
    if len(table):
        sheet.autofilter(head, 1, row, last)
    row += 2
    text = words("consistency.note")
    merged_text(sheet, row, 1, last, text, book.formats.note())
    sheet.set_row(row, text_height(text, sum(COLUMNS.values()), 9, 12.75))
    sheet.print_area(0, 0, row, last)


def _pairs(book: Book, reasons: Reasons, pairs: Any, row: int) -> tuple[int, list[int]]:
    """Left out though something dearer is in, each with its reason; returns the row of the next table, and the rows before which
    a page begins, each of them the heads again.
    """
    sheet, words, figures = book.sheets["consistency"], book.words, book.figures
    names = figures.names
    if pairs.empty:
        merged_text(sheet, row, 1, len(COLUMNS), words("consistency.none"), book.formats(text_wrap=True))
        return row + 2, []
    _pair_heads(book, row)
    used, breaks = _TOP + _HEAD, []
    for pair in rows_of(pairs):
        row += 1
        why = str(reasons.of(pair.left_out))
        width = sum(list(COLUMNS.values())[8:])
        height = max(text_height(why, width), text_height(names[pair.admitted], 34))
        if used + height > _ROOM:
            _pair_heads(book, row)
            breaks.append(row)
            row, used = row + 1, _HEAD
        used += height
        _pair(book, row, pair, why)
        sheet.set_row(row, height)
    return row + 2, breaks


def _pair_heads(book: Book, row: int) -> None:
    sheet, words = book.sheets["consistency"], book.words
    heads = ("out", "out_ratio", "in", "in_ratio", "dearer")
    places = (1, 3, 4, 7, 8)
    style = book.formats.header("left", indent=0)
    for at in range(1, len(COLUMNS) + 1):
        sheet.write_blank(row, at, None, style)
    for name, at in zip((*heads, "why"), (*places, 9), strict=True):
        side = "right" if name in ("out_ratio", "in_ratio", "dearer") else "left"
        inset = {"indent": 1} if name in ("in", "why") else {}
        if name in _SPANS:
            sheet.merge_range(row, at, row, _SPANS[name], "", book.formats.header(side, **inset))
        sheet.write_string(row, at, words(f"consistency.{name}"), book.formats.header(side, **inset))
    sheet.set_row(row, _HEAD)


def _pair(book: Book, row: int, pair: Any, why: str) -> None:
    sheet, names = book.sheets["consistency"], book.figures.names
    plain, inset = book.formats.cell(text_wrap=True), book.formats.cell(text_wrap=True, indent=1)
    merged_text(sheet, row, 1, 2, names[pair.left_out], plain)
    sheet.write_number(row, 3, float(pair.left_out_ratio), book.formats.cell(f.RATIO))
    merged_text(sheet, row, 4, 6, names[pair.admitted], inset)
    sheet.write_number(row, 7, float(pair.admitted_ratio), book.formats.cell(f.RATIO))
    sheet.write_number(row, 8, int(pair.dearer), book.formats.cell(f.NUM))
    merged_text(sheet, row, 9, len(COLUMNS), why, inset)


def _row(book: Book, row: int, one: Any, decided: Any, given: dict[str, Any]) -> None:
    sheet, words, formats = book.sheets["consistency"], book.words, book.formats
    tint = {"bg_color": f.BLUE_TINT} if one.admitted else {}
    sheet.write_string(row, 1, decided.name, formats.cell(text_wrap=True, **tint))
    sheet.write_string(row, 2, words.kind(decided.kind), formats.cell(**tint))
    numbers = ((one.ratio, f.RATIO), (one.icer, f.NUM), (one.reference_value, f.NUM))
    for at, (value, style) in enumerate(numbers, start=3):
        if known(value) and value < 0:  # better and cheaper: how much per QALY means nothing
            sheet.write_string(row, at, words("icer.dominant"), formats.cell(align="right", **tint))
        elif known(value):
            sheet.write_number(row, at, float(value), formats.cell(style, **tint))
        else:
            sheet.write_string(row, at, DASH, formats.cell(align="right", **tint))
    within = "" if not known(one.ratio) else "within" if one.ratio <= 1 + 1e-9 else "above"
    codes = [given["effectiveness"], within, given["necessity"], given["feasibility"]]
    for at, code in enumerate(codes, start=6):
        text = words(f"criterion.{code}") if isinstance(code, str) and code else DASH
        sheet.write_string(row, at, text, formats.cell(align="center", **tint))
    if known(given["disease_burden"]):
        sheet.write_number(row, 10, float(given["disease_burden"]), formats.cell(f.RATIO, **tint))
    else:
        sheet.write_string(row, 10, DASH, formats.cell(align="right", **tint))
    for at, name in enumerate(FACTORS, start=11):
        sheet.write_string(row, at, words("yes" if given[name] else "no"), formats.cell(align="center", **tint))
    sheet.set_row(row, text_height(decided.name, COLUMNS["indication"]))
