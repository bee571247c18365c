"""Page 2 of Summary: price against worth, care that gives way, the decisions that matter most, one footnote."""

from __future__ import annotations

import math
from typing import Any

from planner.report import charts, prices
from planner.report import formats as f
from planner.report.compared import Variants
from planner.report.displaced import care_sentence, category_bars
from planner.report.figures import ADMITTED, DECISIONS
from planner.report.layout import Book, merged_text, pixels, text_lines
from planner.report.material import COLUMN, FIRST, LAST, PAGE2, WIDTH, Material
from planner.report.numbers import DASH, known
from planner.report.reasons import Reasons
from planner.scenario.frames import rows_of

PRICE_ROW = PAGE2 + 3
TOP = 10
#: Characters of a name that the list of decisions holds at the ordinary size.
NAME = 42
#: Rows of 15 points that page 2 holds, its taller rows counted.
PAGE_ROWS = 33


def write_page_two(book: Book, material: Material) -> int:
    """Price against worth, care that gives way, the decisions that matter most; returns the row of the footnote, the last."""
    sheet, words = book.sheets["summary"], book.words
    merged_text(
        sheet, PAGE2, FIRST, LAST, words("page2.title"), book.formats(font_size=14, bold=True, font_color=f.NAVY)
    )
    sheet.set_row(PAGE2, 24)
    text = care_sentence(book, material.displaced)
    merged_text(sheet, PAGE2 + 1, FIRST, LAST, text, book.formats(font_size=12, text_wrap=True))
    sheet.set_row(PAGE2 + 1, 18 if text_lines(text, WIDTH, 12) == 1 else 33)
    data = charts.Data(book, "summary", PAGE2, LAST + 3)
    shown = prices.price_chart(book, material.reasons, data, PRICE_ROW, FIRST, (pixels(*[COLUMN] * 6) - 12, 20 * 26))
    bars = category_bars(book, material.displaced)
    second = charts.Data(book, "summary", data.end + 2, LAST + 3)
    column = FIRST + 6
    top = PRICE_ROW
    if bars:
        height = prices.care_chart(book, bars, second, PRICE_ROW, column, (pixels(*[COLUMN] * 6) - 4, 20 * 14 - 8))
        top += math.ceil((height + 8) / 20)
    end = (
        _top(book, top, column) if book.figures.kind_count(*ADMITTED) else _needed(book, material.reasons, top, column)
    )
    foot = max(end, PRICE_ROW + math.ceil((shown.height + 8) / 20)) + 1
    if material.variants and foot + len(material.variants.found) + 2 <= PAGE2 + PAGE_ROWS:
        foot = _variants(book, material.variants, foot) + 1
    _footnote(book, shown, foot)
    return foot


def _variants(book: Book, variants: Variants, row: int) -> int:
    """Where the page has room for it: the outcome of each variant in a line; returns the row after."""
    sheet, words, formats = book.sheets["summary"], book.words, book.formats
    merged_text(sheet, row, FIRST, FIRST + 5, words("variants.outcome"), formats.header())
    for offset, key in enumerate(("admitted", "gained", "lost", "net", "spending", "displaced")):
        label = words(f"variants.{key}").replace("-\n", "")
        sheet.write_string(row, FIRST + 6 + offset, label, formats.header("right", font_size=9))
    sheet.set_row(row, 27)
    qaly = f.decimals_format(variants.base.table_decimals)
    signed = f.decimals_format(variants.base.table_decimals, signed=True)
    link = formats.link(bottom=1, bottom_color=f.RULE, shrink=True)
    for name in ("base", *variants.found):
        row += 1
        sheet.merge_range(row, FIRST, row, FIRST + 5, "", link)
        shown = words("variants.base") if name == "base" else name
        book.link(sheet, row, FIRST, f"internal:'{book.name('variants')}'!A1", shown, link)
        if name not in variants.plans:
            merged_text(sheet, row, FIRST + 6, LAST, words("variants.failed"), formats.cell(align="right"))
            continue
        one = variants.plans[name]
        figures = [(one.kind_count(*ADMITTED), "0"), (one.gained, qaly), (one.lost, qaly), (one.net, signed)]
        for offset, (value, num_format) in enumerate([*figures, (one.spending, f.NUM1), (one.displaced_euro, f.NUM1)]):
            cell = formats.cell(num_format, bold=offset == 3)
            sheet.write_number(row, FIRST + 6 + offset, float(value) if abs(value) > 1e-9 else 0.0, cell)
    return row + 1


def _top(book: Book, row: int, first: int) -> int:
    """The ten decisions that matter most, linked to their rows: those for now first, then what is meant for later."""
    sheet, words, figures, formats = book.sheets["summary"], book.words, book.figures, book.formats
    merged_text(sheet, row, first, first + 2, words("top.title"), formats.header())
    for offset, key in enumerate(("top.decision", "top.start", "top.gained")):
        sheet.write_string(
            row, first + 3 + offset, words(key), formats.header(("left", "center", "right")[offset], font_size=9)
        )
    admitted = figures.admitted.sort_values("qalys", ascending=False, kind="stable").head(TOP)
    order = list(DECISIONS)
    chosen = sorted(rows_of(admitted), key=lambda item: order.index(item.kind))
    size = 10 if all(len(str(item.name)) <= NAME for item in chosen) else 8  # one size for all names, none cut
    for number, item in enumerate(chosen, start=1):
        _top_row(book, row + number, first, item, size)
    return row + len(chosen) + 1


def _needed(book: Book, reasons: Reasons, row: int, first: int) -> int:
    """Where nothing is admitted: each candidate's yearly outlay at list price, list price, lowest offer and needed price."""
    sheet, words, formats = book.sheets["summary"], book.words, book.formats
    known_prices = reasons.frame["needed_discount"].notna() & (reasons.frame["code"] == "too_dear")
    needed = dict(zip(reasons.frame["indication"], reasons.frame["needed_discount"].where(known_prices), strict=True))
    rows = [item for item in book.figures.decision_rows if known(needed.get(item.indication))][:TOP]
    if not rows:
        return row
    merged_text(sheet, row, first, first + 1, words("needed.title"), formats.header(font_size=9))
    for offset, key in enumerate(("needed.impact", "needed.list", "needed.offer", "needed.price")):
        sheet.write_string(row, first + 2 + offset, words(key), formats.header("right", font_size=9))
    sheet.set_row(row, 27)
    link = formats.link(bottom=1, bottom_color=f.RULE, shrink=True)
    for number, item in enumerate(rows, start=1):
        sheet.merge_range(row + number, first, row + number, first + 1, "", link)
        book.link(sheet, row + number, first, book.places["decision", item.indication], str(item.name), link)
        impact = float(book.figures.impact.loc[item.indication, "outlay_list"])
        sheet.write_number(row + number, first + 2, impact, formats.cell(f.NUM1))
        offered = reasons.prices.supplier_discount(item.indication)
        shares = (0.0, offered, float(needed[item.indication]))
        for offset, share in enumerate(shares):
            if known(share):
                sheet.write_number(row + number, first + 3 + offset, item.list_price * (1 - share), formats.cell(f.NUM))
            else:
                sheet.write_string(row + number, first + 3 + offset, DASH, formats.cell(align="right"))
    return row + len(rows) + 1


def _top_row(book: Book, row: int, first: int, item: Any, size: int) -> None:
    sheet, words, formats, figures = book.sheets["summary"], book.words, book.formats, book.figures
    link = formats.link(bottom=1, bottom_color=f.RULE, shrink=True, font_size=size)
    sheet.merge_range(row, first, row, first + 2, "", link)
    book.link(sheet, row, first, book.places["decision", item.indication], str(item.name), link)
    sheet.write_string(row, first + 3, words.kind(item.kind), formats.cell(font_size=9))
    sheet.write_number(row, first + 4, int(item.start_year), formats.cell(f.YEAR, align="center"))
    target = book.refs[f"decisions.gained.{item.indication}"]
    qaly = f.decimals_format(figures.table_decimals, signed=True)
    book.formula(sheet, row, first + 5, f"={target}", formats.cell(qaly, bold=True), float(item.qalys))


def _footnote(book: Book, shown: prices.Shown, row: int) -> None:
    sheet, words, figures = book.sheets["summary"], book.words, book.figures
    certainties = list(figures.decisions["certainty"])
    counts = {name: certainties.count(name) for name in ("published", "derived", "assumed")}
    parts = []
    if shown.count:
        if shown.count < shown.total:
            parts.append(words("foot.price_some", n=shown.count, total=shown.total, sheet=book.name("decisions")))
        else:
            parts.append(words.counted("foot.price_all", shown.count))
        parts += [words("foot.offer")] if shown.offers else []
        parts += [words("foot.derived")] if shown.derived else []
    parts += [
        words("foot.certainty", **counts),
        words("foot.qaly"),
        words("foot.units"),
        words("foot.prices", year=figures.price_year),
    ]
    text = ". ".join(parts) + "."
    merged_text(sheet, row, FIRST, LAST, text, book.formats.note())
    sheet.set_row(row, 38)
