"""A row of the sheet Decisions: what is decided on one indication, why, and the figures behind it."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np
from xlsxwriter.utility import xl_rowcol_to_cell

from planner.report import formats as f
from planner.report.figures import ADMITTED, CHANGED
from planner.report.layout import Book, text_height
from planner.report.numbers import DASH, known
from planner.report.reasons import Reasons
from planner.scenario.certainty import SIGNS

#: Column and width of the printed table: together narrow enough that a page can be read on paper.
COLUMNS = {
    "nr": 4, "decision": 14, "indication": 27, "route": 17, "start": 7, "list_price": 9.5, "net_price": 9.5,
    "discount": 7.5, "advice": 10, "acceptance": 9, "patients": 9.5, "gained": 9, "spending": 8.5,
    "forgone_patients": 9.5, "forgone": 10.5, "certainty": 6, "reason": 45,
}  # fmt: skip
DETAIL = {
    "product": 16, "icer": 10, "reference": 10, "price_star": 10, "price_share": 12, "own_reduction": 12, "supplier": 10,
    "mandate": 10, "year3": 10, "year3_list": 10, "outlay_list": 10, "outlay_advised": 11,
}  # fmt: skip
CRITERIA = {"effectiveness": 11, "cost_effectiveness": 11, "necessity": 11, "feasibility": 11}


@dataclass(frozen=True)
class Row:
    """One indication: the decision and what the input says of it."""

    decision: Any
    given: dict[str, Any]
    spent: dict[Hashable, Any]
    impact: dict[Hashable, Any]
    asked: dict[str, float]
    reasons: Reasons

    @property
    def decided(self) -> bool:
        """Whether the plan admits it, or changes it where it is in the package."""
        return self.decision.kind in (*ADMITTED, *CHANGED)


def write_row(book: Book, columns: dict[str, int], row: int, number: int, item: Row) -> None:
    sheet, words, formats = book.sheets["decisions"], book.words, book.formats
    decision, given = item.decision, item.given
    reason = item.reasons.of(decision.indication)
    qaly = f.decimals_format(book.figures.table_decimals)
    grey = formats.cell(align="center", font_color=f.TEXT_SECOND)
    sheet.write_number(row, columns["nr"], number, grey)
    sheet.write_string(row, columns["decision"], words.kind(decision.kind), formats.cell(bold=True, text_wrap=True))
    sheet.write_string(row, columns["indication"], decision.name, formats.cell(text_wrap=True))
    sheet.write_string(row, columns["product"], decision.product, formats.cell(indent=1))
    sheet.write_string(row, columns["route"], decision.route_name or DASH, formats.cell(text_wrap=True, font_size=9))
    advice = words.advice(given["advice_low"], given["advice_high"], given["advice_kind"], short=True)
    sheet.write_string(row, columns["advice"], advice, formats.cell(align="right", font_color=f.TEXT_SECOND))
    sheet.write_string(row, columns["certainty"], SIGNS[decision.certainty], formats.cell(align="center"))
    sheet.write_rich_string(
        row, columns["reason"], formats(bold=True), reason.lead, formats(), f" {reason.text or '–'}",
        formats.cell(text_wrap=True),
    )  # fmt: skip
    sheet.set_row(row, _height(decision, str(reason), words.kind(decision.kind)))
    _number(book, row, columns["list_price"], decision.list_price, f.NUM)
    admitted = item.decided
    _number(book, row, columns["start"], f.month(decision) if admitted else np.nan, f.MONTH)
    _number(book, row, columns["net_price"], decision.net_price if admitted else np.nan, f.NUM)
    _number(book, row, columns["discount"], decision.discount if admitted else np.nan, f.percent(decision.discount))
    _number(book, row, columns["acceptance"], decision.acceptance if admitted else np.nan, f.PCT)
    _number(book, row, columns["patients"], decision.patients if admitted else np.nan, people(decision.patients))
    _number(book, row, columns["gained"], decision.qalys if admitted else np.nan, qaly)
    book.refs[f"decisions.gained.{decision.indication}"] = book.cell("decisions", row, columns["gained"])
    _write_spending(book, columns, row, item)
    _write_forgone(book, columns, row, item, reason.code)
    _write_detail(book, columns, row, item)


def _write_spending(book: Book, columns: dict[str, int], row: int, item: Row) -> None:
    """Spending per year, and its total as a live sum."""
    sheet, formats = book.sheets["decisions"], book.formats
    first, last = (columns[f"year:{year}"] for year in (book.figures.years[0], book.figures.years[-1]))
    if not item.decided:
        for column in (columns["spending"], *range(first, last + 1)):
            sheet.write_string(row, column, DASH, formats.cell(align="right", font_color=f.GREY_DARK))
        return
    spent = [float(item.spent[year]) for year in book.figures.years]
    for column, value in enumerate(spent, start=first):
        sheet.write_number(row, column, value, formats.cell(f.NUM1))
    area = f"{xl_rowcol_to_cell(row, first)}:{xl_rowcol_to_cell(row, last)}"
    book.formula(sheet, row, columns["spending"], f"=SUM({area})", formats.cell(f.NUM1), float(np.sum(spent)))


def _write_forgone(book: Book, columns: dict[str, int], row: int, item: Row, code: str) -> None:
    """What is not done where an indication is left out: its best option at its first start; in words why there is none."""
    sheet, formats = book.sheets["decisions"], book.formats
    grey = formats.cell(align="right", font_color=f.GREY_DARK)
    forgone = item.reasons.forgone.of(item.decision.indication)
    if forgone is not None:
        patients, qalys = forgone
        _number(book, row, columns["forgone_patients"], patients, people(patients))
        _number(book, row, columns["forgone"], qalys, f.decimals_format(book.figures.table_decimals))
        return
    sheet.write_string(row, columns["forgone_patients"], DASH, grey)
    text = DASH
    if item.decision.kind in ("lock", "out"):
        other = item.reasons.group_taken(item.decision.indication)
        text = book.words(
            "forgone.other" if other else "forgone.no_price" if code == "too_dear" else "forgone.no_route"
        )
    sheet.write_string(
        row, columns["forgone"], text, formats.cell(align="right", font_color=f.TEXT_SECOND, font_size=9)
    )


def _write_detail(book: Book, columns: dict[str, int], row: int, item: Row) -> None:
    sheet, words, formats = book.sheets["decisions"], book.words, book.formats
    decision, given, reasons = item.decision, item.given, item.reasons
    candidate = decision.kind != "stay"
    price = reasons.prices.cost_effective_price(decision.indication) if candidate else np.nan
    offered = reasons.prices.supplier_discount(decision.indication) if candidate else np.nan
    paid = decision.net_price if item.decided else decision.list_price * (1 - offered)
    if item.decided and known(decision.icer) and decision.icer < 0:
        sheet.write_string(row, columns["icer"], words("icer.dominant"), formats.cell(align="right"))
    else:
        _number(book, row, columns["icer"], decision.icer if item.decided else np.nan, f.NUM)
    _number(book, row, columns["reference"], decision.reference_value if candidate else np.nan, f.NUM)
    _number(book, row, columns["price_star"], price, f.NUM)
    _number(book, row, columns["price_share"], paid / price if price > 0 else np.nan, f.PCT)
    _number(book, row, columns["supplier"], offered, f.percent(offered))
    _number(book, row, columns["mandate"], decision.mandate_price if item.decided else np.nan, f.NUM)
    _number(book, row, columns["year3"], decision.spending_year3 if item.decided else np.nan, f.NUM1)
    for name in ("year3_list", "outlay_list", "outlay_advised"):
        _number(book, row, columns[name], item.impact[name] if candidate else np.nan, f.NUM1)
    stated = known(given["advice_high"]) or known(given["advice_low"])
    if candidate and stated and book.figures.certainties.derived_from_advice(decision.indication):
        sheet.write_string(row, columns["own_reduction"], words("from_advice"), formats.cell(align="right"))
    else:
        own = reasons.prices.own_reduction(decision.indication) if candidate else np.nan
        _number(book, row, columns["own_reduction"], max(0.0, own) if known(own) else own, f.percent(own))
    for name, value in item.asked.items():
        _number(book, row, columns[name], value, f.NUM if name == "walk_away" else f.NUM1)
    within = ""
    if item.decided and known(decision.icer) and known(decision.reference_value):
        within = "within" if decision.icer <= decision.reference_value * (1 + 1e-9) else "above"
    elif known(paid) and known(price):
        within = "within" if paid <= price * (1 + 1e-9) else "above"
    for name in CRITERIA:
        code = within if name == "cost_effectiveness" else given[name]
        text = words(f"criterion.{code}") if isinstance(code, str) and code else DASH
        sheet.write_string(row, columns[name], text, formats.cell(align="center"))
    sheet.write_string(
        row, columns["source"], given["source"] or DASH, formats.cell(font_size=8, font_color=f.TEXT_SECOND, indent=1)
    )


def _number(book: Book, row: int, column: int, value: float, num_format: str) -> None:
    sheet = book.sheets["decisions"]
    if known(value):
        sheet.write_number(row, column, float(value), book.formats.cell(num_format))
    else:
        sheet.write_string(row, column, DASH, book.formats.cell(align="right", font_color=f.GREY_DARK))


def _height(decision: Any, reason: str, kind: str) -> float:
    heights = [
        text_height(kind, COLUMNS["decision"] - 1),
        text_height(reason, COLUMNS["reason"]),
        text_height(decision.name, COLUMNS["indication"]),
        text_height(decision.route_name or "", COLUMNS["route"], 9),
    ]
    return max(18.0, *heights)


def people(value: float) -> str:
    return f.NUM if value >= 9.95 else f.NUM1
