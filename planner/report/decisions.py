"""The sheet Decisions: a row per indication, with its reason in words; right of the page the figures behind it."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np
from xlsxwriter.utility import xl_rowcol_to_cell

from planner.report import formats as f
from planner.report.answered import frame_of
from planner.report.figures import ADMITTED, CHANGED, rows_of
from planner.report.layout import Book, merged_text, text_height
from planner.report.numbers import DASH, known
from planner.report.reasons import Reasons
from planner.scenario.certainty import SIGNS

HEADER = 3
FIRST = 4
#: Column and width of the printed table: together narrow enough that a page can be read on paper.
COLUMNS = {
    "nr": 4, "decision": 14, "indication": 27, "route": 17, "start": 7, "list_price": 9.5, "net_price": 9.5,
    "discount": 7, "advice": 10, "acceptance": 8, "patients": 9.5, "gained": 9, "spending": 8.5,
    "forgone_patients": 9.5, "forgone": 10.5, "certainty": 6, "reason": 45,
}  # fmt: skip
DETAIL = {
    "product": 16, "icer": 10, "reference": 10, "price_star": 10, "price_share": 12, "own_reduction": 12, "supplier": 10,
    "mandate": 10, "year3": 10, "year3_list": 10, "outlay_list": 10, "outlay_advised": 11,
}  # fmt: skip
#: What was asked of the plan, per indication: width, the table of the answers and its column.
ASKED = {
    "walk_away": (11, "prices", "walk_away"), "waiting": (10, "waiting", "lost"), "liability": (10, "liability", "net"),
}  # fmt: skip
CRITERIA = {"effectiveness": 11, "cost_effectiveness": 11, "necessity": 11, "feasibility": 11}


@dataclass(frozen=True)
class _Row:
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
        item = _Row(decision, figures.given[name], spending.get(name, {}), impact[name], answers, reasons)
        _write_row(book, columns, row, offset + 1, item)
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


def _write_row(book: Book, columns: dict[str, int], row: int, number: int, item: _Row) -> None:
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
    _number(book, row, columns["patients"], decision.patients if admitted else np.nan, _people(decision.patients))
    _number(book, row, columns["gained"], decision.qalys if admitted else np.nan, qaly)
    book.refs[f"decisions.gained.{decision.indication}"] = book.cell("decisions", row, columns["gained"])
    _write_spending(book, columns, row, item)
    _write_forgone(book, columns, row, item, reason.code)
    _write_detail(book, columns, row, item)


def _write_spending(book: Book, columns: dict[str, int], row: int, item: _Row) -> None:
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


def _write_forgone(book: Book, columns: dict[str, int], row: int, item: _Row, code: str) -> None:
    """What is not done where an indication is left out: its best option at its first start; in words why there is none."""
    sheet, formats = book.sheets["decisions"], book.formats
    grey = formats.cell(align="right", font_color=f.GREY_DARK)
    forgone = item.reasons.forgone(item.decision.indication)
    if forgone is not None:
        patients, qalys = forgone
        _number(book, row, columns["forgone_patients"], patients, _people(patients))
        _number(book, row, columns["forgone"], qalys, f.decimals_format(book.figures.table_decimals))
        return
    left_out = item.decision.kind in ("lock", "out") and not item.reasons.group_taken(item.decision.indication)
    sheet.write_string(row, columns["forgone_patients"], DASH, grey)
    text = book.words("forgone.no_price" if code == "too_dear" else "forgone.no_route") if left_out else DASH
    sheet.write_string(
        row, columns["forgone"], text, formats.cell(align="right", font_color=f.TEXT_SECOND, font_size=9)
    )


def _write_detail(book: Book, columns: dict[str, int], row: int, item: _Row) -> None:
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


def _people(value: float) -> str:
    return f.NUM if value >= 9.95 else f.NUM1


def _write_total(book: Book, columns: dict[str, int], row: int) -> int:
    """The plan's totals, as live sums over the column above."""
    sheet, figures, formats = book.sheets["decisions"], book.figures, book.formats
    for name in COLUMNS:
        sheet.write_blank(row, columns[name], None, formats.total())
    sheet.write_string(row, columns["decision"], book.words("decisions.total"), formats.total())
    sums = {
        "patients": (figures.patients, _people(figures.patients)),
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
