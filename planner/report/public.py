"""The public report: the same plan without what price agreements keep secret.

It is written from a list of what may be shown, never by leaving cells out of the full report: what is not named here is not
in the file. No net prices, discounts, chances of agreement and suppliers' limits, nor figures from which they follow (the
spending and the ICER of one product); totals only where they run over three products or more.
"""

from __future__ import annotations

import warnings
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import xlsxwriter

import planner
from planner.report import formats as f
from planner.report.figures import ADMITTED, Figures, rows_of
from planner.report.layout import Book, merged_text, text_height
from planner.report.numbers import DASH, known
from planner.report.open_routes import write_open_routes
from planner.report.public_inputs import write_public_inputs
from planner.report.reasons import Reasons
from planner.report.wording import Words
from planner.scenario.cells import PUBLIC, RESULT_SHEETS
from planner.scenario.certainty import SIGNS

if TYPE_CHECKING:
    from planner.model.plan import Plan

#: A total runs over at least so many products.
LEAST = 3
_TABS = {"summary": f.NAVY, "decisions": f.NAVY, "open_routes": f.NAVY, "inputs": f.GREY}
_COLUMNS = {
    "nr": 4, "decision": 17, "indication": 38, "product": 16, "route": 20, "start": 7, "list_price": 11, "advice": 11,
    "reference": 10, "patients": 9, "gained": 9, "effectiveness": 11, "necessity": 11, "feasibility": 11, "certainty": 7,
    "reason": 44,
}  # fmt: skip


class PublicBook(Book):
    """A book whose pages say that this is the public version, instead of the input's fingerprint."""

    @property
    def input_line(self) -> str:
        return self.words("public.footer")


def write_public(plan: Plan, path: Path, created: datetime) -> None:
    """Writes the public report of a plan to ``path``."""
    figures = Figures(plan)
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "remove_timezone": True,
    }
    workbook = xlsxwriter.Workbook(
        str(path), {**options, "default_format_properties": {"font_name": "Calibri", "font_size": 10}}
    )
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
        _summary(book)
        workbook.set_custom_property(PUBLIC, "yes")
        workbook.set_custom_property(RESULT_SHEETS, "|".join([*(book.name(key) for key in _TABS), *names]))
        workbook.close()


def yearly_totals(plan: Plan) -> pd.DataFrame:
    """Totals by calendar year of the plan's changes; NaN in years in which fewer than three products bring them.

    Columns: spending (expected net), displaced [EUR million]; gained, lost, net [QALY], against the reference plan. Where a
    single year would be blank the smallest other one is blank too, so that it does not follow from the total.
    """
    frame: pd.DataFrame = Figures(plan).by_year
    shown = pd.DataFrame(
        {
            "spending": frame["cost"], "displaced": frame["displaced"], "gained": frame["gained"],
            "lost": frame["lost_displaced"] + frame["lost_room"], "net": frame["net"],
        }
    )  # fmt: skip
    counts = _products_by_year(plan)
    few = ((counts < LEAST) & (counts > 0)).to_numpy(dtype=bool, copy=True)
    if few.sum() == 1 and not few.all():
        few[int(np.where(few, np.inf, counts.to_numpy(dtype=float)).argmin())] = True
    shown.loc[few] = np.nan
    return shown


def total_products(plan: Plan) -> int:
    """How many products the plan changes."""
    return int(_changes(plan)["product"].nunique())


def _changes(plan: Plan) -> pd.DataFrame:
    """One row per chosen option that does something: its row in the arrays and its product."""
    table = plan.options.table.iloc[plan.picked].assign(at=plan.picked)
    does = np.abs(plan.options.cost[plan.picked]).sum(axis=1) + np.abs(plan.options.qalys[plan.picked]).sum(axis=1)
    product = plan.scenario.table("Indications").set_index("indication")["product"]
    chosen: pd.DataFrame = table[does > 0]
    return chosen.assign(product=product.loc[chosen["indication"]].to_numpy())


def _products_by_year(plan: Plan) -> pd.Series:
    changes = _changes(plan)
    active = (np.abs(plan.options.cost) + np.abs(plan.options.qalys))[changes["at"].to_numpy()] > 0
    years = list(plan.scenario.settings.calendar)
    counts = [changes["product"][active[:, at]].nunique() for at in range(len(years))]
    return pd.Series(counts, index=years, dtype=int)


def _summary(book: Book) -> None:
    sheet, words, figures = book.sheets["summary"], book.words, book.figures
    years = figures.years
    last = max(8, 2 + len(years))
    sheet.set_column(0, 0, 1.6)
    sheet.set_column(1, 1, 46)
    sheet.set_column(2, last, 10.5)
    book.paper(sheet)
    width = 46 + 10.5 * (last - 1)
    book.purpose(sheet, words("public.title"), "", last)
    sheet.merge_range(2, 1, 2, last, "", book.formats(bold=True, text_wrap=True))
    sheet.write_string(2, 1, book.title, book.formats(bold=True, text_wrap=True))
    sheet.set_row(2, text_height(book.title, width))
    row = 4
    panel = book.formats(text_wrap=True, valign="top", bg_color=f.PANEL, indent=1)
    admitted = figures.kind_count(*ADMITTED)
    texts = [
        words("public.what"),
        words("public.not_again"),
        words("public.admitted", n=words.numbers.number(admitted), candidates=int(figures.plan.totals.candidates)),
    ]
    enough = total_products(figures.plan) >= LEAST
    if not enough:
        texts.append(words("public.few"))
    for text in texts:
        merged_text(sheet, row, 1, last, text, panel)
        sheet.set_row(row, text_height(text, width))
        row += 1
    if enough:
        row = _totals(book, row + 1)
    sheet.print_area(0, 0, row, last)


def _totals(book: Book, row: int) -> int:
    sheet, words, figures = book.sheets["summary"], book.words, book.figures
    totals = yearly_totals(figures.plan)
    book.header(sheet, row, 1, [words("public.totals"), *figures.years, words("total")])
    sums = {
        "spending": figures.spending, "displaced": figures.displaced_euro, "gained": figures.gained, "lost": figures.lost,
        "net": figures.net,
    }  # fmt: skip
    number = f.decimals_format(figures.table_decimals)
    for name, total in sums.items():
        row += 1
        style = f.NUM1 if name in ("spending", "displaced") else number
        sheet.write_string(row, 1, words(f"public.{name}"), book.formats.cell(bold=name == "net"))
        for at, value in enumerate([*totals[name], total], start=2):
            if known(value):
                sheet.write_number(row, at, float(value), book.formats.cell(style, bold=name == "net"))
            else:
                sheet.write_string(row, at, DASH, book.formats.cell(align="right", font_color=f.GREY_DARK))
    row += 1
    text = words("public.note")
    last = 2 + len(figures.years)
    merged_text(sheet, row, 1, last, text, book.formats.note())
    sheet.set_row(row, text_height(text, 46 + 10.5 * (last - 1), 9, 12.75))
    return row


def _decisions(book: Book, reasons: Reasons) -> None:
    sheet, words, figures = book.sheets["decisions"], book.words, book.figures
    book.paper(sheet)
    sheet.set_column(0, 0, 1.6)
    for at, width in enumerate(_COLUMNS.values(), start=1):
        sheet.set_column(at, at, width)
    book.purpose(
        sheet, book.name("decisions"), words("public.decisions.purpose", year=figures.price_year), len(_COLUMNS)
    )
    left = {list(_COLUMNS).index(name) for name in ("decision", "indication", "product", "route", "reason")}
    book.header(sheet, 3, 1, [words(f"col.{name}") for name in _COLUMNS], left=left, indent=1)
    sheet.set_row(3, 42)
    sheet.freeze_panes(4, 4)
    given = figures.scenario.table("Indications").set_index("indication")
    row = 4
    for number, decision in enumerate(rows_of(figures.decisions), start=1):
        _decision(book, reasons, row, number, decision, given.loc[decision.indication])
        row += 1
    sheet.autofilter(3, 1, max(4, row - 1), len(_COLUMNS))
    row += 1
    for key in ("public.decisions.note", "decisions.note.advice"):
        text = words(key)
        merged_text(sheet, row, 1, len(_COLUMNS), text, book.formats.note())
        sheet.set_row(row, text_height(text, sum(_COLUMNS.values()), 9, 12.75))
        row += 1
    sheet.print_area(0, 0, row, len(_COLUMNS))


def _settled_later(book: Book, route: str) -> bool:
    """Whether the price is negotiated when the term of the route ends."""
    routes = book.figures.scenario.table("Routes").set_index("route")
    return bool(routes.loc[route, "at_end"] == "convert" and routes.loc[route, "definitive_price"] == "negotiated")


def _decision(book: Book, reasons: Reasons, row: int, number: int, decision: Any, given: pd.Series) -> None:
    """One indication; patients and QALYs as they are when the agreement is signed, so that no chance follows from them."""
    sheet, words, formats = book.sheets["decisions"], book.words, book.formats
    admitted = decision.kind in ADMITTED
    chance = float(decision.acceptance) if admitted and known(decision.acceptance) else np.nan
    if admitted and _settled_later(book, decision.route):
        chance = np.nan  # health before and after the negotiation together would tell its chance
    cells: dict[str, tuple[object, str]] = {
        "nr": (number, f.NUM),
        "decision": (words.kind(decision.kind), ""),
        "indication": (decision.name, ""),
        "product": (decision.product, ""),
        "route": (decision.route_name or DASH, ""),
        "start": (decision.start_year if admitted else None, f.YEAR),
        "list_price": (decision.list_price, f.NUM),
        "advice": (words.advice(given["advice_low"], given["advice_high"], given["advice_kind"], short=True), ""),
        "reference": (decision.reference_value, f.NUM),
        "patients": (decision.patients / chance if admitted else None, f.NUM),
        "gained": (decision.qalys / chance if admitted else None, f.decimals_format(book.figures.table_decimals)),
        "certainty": (SIGNS[decision.certainty], ""),
        "reason": (reasons.of(decision.indication).lead, ""),
    }
    for name in ("effectiveness", "necessity", "feasibility"):
        code = given[name]
        cells[name] = (words(f"criterion.{code}") if isinstance(code, str) and code else DASH, "")
    for at, name in enumerate(_COLUMNS, start=1):
        value, style = cells[name]
        if isinstance(value, str):
            side: dict[str, Any] = {"text_wrap": True, "indent": 1}
            if name in ("effectiveness", "necessity", "feasibility", "certainty"):
                side = {"align": "center"}
            sheet.write_string(row, at, value, formats.cell("", **({"align": "right"} if name == "advice" else side)))
        elif isinstance(value, int | float | np.number) and known(value):
            sheet.write_number(row, at, float(value), formats.cell(style))
        else:
            sheet.write_string(row, at, DASH, formats.cell(align="right", font_color=f.GREY_DARK))
    texts = (("indication", decision.name), ("product", decision.product), ("route", decision.route_name or DASH))
    sheet.set_row(row, max(18.0, *(text_height(text, _COLUMNS[name] - 3) for name, text in texts)))
