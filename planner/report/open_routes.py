"""The sheet Open routes: a row per indication and route, which together are the indication's case file."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np
import pandas as pd

from planner.report import formats as f
from planner.report.conditions import Conditions
from planner.report.edition import Edition
from planner.report.layout import Book, merged_text, text_height
from planner.report.numbers import DASH, known
from planner.report.reasons import Reasons
from planner.scenario.frames import rows_of

HEADER = 3
#: Column (from 1) and width: together narrow enough that a page can be read on paper; ``_BESIDE`` stands right of the page.
COLUMNS = {
    "indication": 24, "decision": 15, "route": 19, "standing": 9, "state": 9, "why": 54, "earliest": 7.5, "start": 7.5,
    "list_price": 9, "ceiling": 10, "needed": 8, "acceptance": 9, "supplier": 8, "advice": 12,
}  # fmt: skip
_BESIDE = ("advice",)
#: Conditions that close a route before any price is at issue.
NO_PRICE = ("not_used", "supplier_not_applying", "may_not_leave", "not_eligible", "no_registry", "no_dossier")
#: What a public report leaves out.
CONFIDENTIAL = ("ceiling", "needed", "acceptance", "supplier")


def write_open_routes(book: Book, reasons: Reasons, *, public: bool = False) -> None:
    """Writes the sheet; ``public`` leaves out what suppliers offer and how likely an agreement is."""
    sheet, words = book.sheets["open_routes"], book.words
    shown = [name for name in COLUMNS if not (public and name in CONFIDENTIAL)]
    book.paper(sheet)
    sheet.set_column(0, 0, 1.6)
    for at, name in enumerate(shown, start=1):
        sheet.set_column(at, at, COLUMNS[name])
    last = len(shown) - len(_BESIDE)
    book.purpose(sheet, book.name("open_routes"), words("routes.purpose"), last)
    left = {shown.index(name) for name in ("indication", "decision", "route", "standing", "state", "why")}
    book.header(sheet, HEADER, 1, [words(f"routes.{name}") for name in shown], left=left)
    sheet.set_row(HEADER, 55)
    sheet.freeze_panes(HEADER + 1, 2)
    sheet.repeat_rows(HEADER)
    conditions = Conditions(reasons, public=public)
    row, before = HEADER + 1, ""
    for pair in rows_of(case_files(book)):
        _write_pair(book, conditions, row, pair, shown, first=pair.indication != before)
        row, before = row + 1, pair.indication
    if row > HEADER + 1:
        sheet.autofilter(HEADER, 1, row - 1, len(shown))
    row += 1
    margin = words.numbers.number(100 * book.figures.scenario.settings.advice_margin)
    for key in ("advice",) if public else ("figures", "advice"):
        text = words(f"routes.note.{key}", margin=margin) if key == "advice" else words(f"routes.note.{key}")
        merged_text(sheet, row, 1, last, text, book.formats.note())
        sheet.set_row(row, text_height(text, sum(COLUMNS[name] for name in shown[:last]), 9, 12.75))
        row += 1
    sheet.print_area(0, 0, row - 1, last)


def case_files(book: Edition) -> pd.DataFrame:
    """``openings`` with decision, names, prices and acceptance, in the order of the sheet Decisions, then of the routes."""
    figures = book.figures
    table = figures.plan.options.table
    routes = figures.scenario.table("Routes").set_index("route")
    decided = figures.decisions.set_index("indication")
    order = {name: at for at, name in enumerate(decided.index)}
    own = figures.scenario.table("Indications").set_index("indication")
    signed = table.dropna(subset=["route"]).groupby(["indication", "route"])["acceptance"].max()
    frame = _all_indications(figures.plan.options.openings, list(decided.index))
    for name in ("kind", "name"):
        frame[name] = decided[name].loc[frame["indication"]].to_numpy()
    for name in ("list_price", "advice_low", "advice_high", "advice_kind"):
        frame[name] = own[name].loc[frame["indication"]].to_numpy()
    for name in ("name", "standing", "price"):
        frame[f"route_{name}"] = routes[name].reindex(frame["route"]).to_numpy()
    in_plan = decided["route"].loc[frame["indication"]].to_numpy()
    frame["chosen"] = frame["route"].to_numpy() == in_plan
    frame["chosen_route"] = decided["route_name"].loc[frame["indication"]].to_numpy()
    frame["offset"] = (
        decided["offset"].astype(float).loc[frame["indication"]].where(frame["chosen"].to_numpy()).to_numpy()
    )
    frame["chance"] = signed.reindex(pd.MultiIndex.from_frame(frame[["indication", "route"]])).to_numpy()
    frame["highest"] = frame[["ceiling", "cap"]].min(axis=1, skipna=True)
    asked = ~frame["condition"].isin(NO_PRICE)
    frame["highest"] = frame["highest"].where(asked)
    frame["supplier_discount"] = frame["supplier_discount"].where(asked)
    frame["supplier_discount"] = frame["supplier_discount"].mask(frame["route_price"] == "list")
    place = frame["indication"].map(order)
    return frame.iloc[np.lexsort((np.arange(len(frame)), place))].reset_index(drop=True)


def _all_indications(openings: pd.DataFrame, indications: list[str]) -> pd.DataFrame:
    """The openings, and a row without a route for each indication that no route is about."""
    concerned = set(openings["indication"])
    without = [name for name in indications if name not in concerned]
    frame = openings.astype({"route": object, "open": object})
    if not without:
        return frame.copy()
    return pd.concat([frame, pd.DataFrame({"indication": without, "open": False})], ignore_index=True)


def _write_pair(book: Book, conditions: Conditions, row: int, pair: Any, shown: list[str], *, first: bool) -> None:
    """One row; the first one of an indication stands under a line, the others repeat its name in grey, for filters."""
    sheet, words, formats = book.sheets["open_routes"], book.words, book.formats
    state = state_of(pair)
    line: dict[str, Any] = {"top": 1, "top_color": f.NAVY} if first else {}
    line |= {"bg_color": f.BLUE_TINT} if pair.chosen else {}
    grey: dict[str, Any] = {} if pair.open else {"font_color": f.TEXT_SECOND}
    again = {} if first else {"font_color": f.GREY_DARK}
    texts = {
        "indication": pair.name,
        "decision": words.kind(pair.kind),
        "route": pair.route_name if isinstance(pair.route, str) else DASH,
        "standing": words(f"standing.{pair.route_standing}") if isinstance(pair.route, str) else DASH,
        "state": words(f"routes.state.{state}") if isinstance(pair.route, str) else DASH,
        "why": why(conditions, pair),
        "advice": words.advice(pair.advice_low, pair.advice_high, pair.advice_kind, short=True),
    }
    needed = pair.needed_discount if known(pair.highest) else np.nan
    months = {"earliest": pair.earliest, "start": pair.offset}
    numbers = {
        "list_price": (pair.list_price, f.NUM),
        "ceiling": (pair.highest, f.NUM),
        "needed": (needed, f.percent(needed)),
        "supplier": (pair.supplier_discount, f.percent(pair.supplier_discount)),
        "acceptance": (pair.chance, f.PCT),
    }
    dash = formats.cell(align="right", **({"font_color": f.GREY_DARK} | line))
    for at, name in enumerate(shown, start=1):
        if name in ("indication", "decision"):
            style: dict[str, Any] = {"text_wrap": True, "bold": first, **again, **line}
            sheet.write_string(row, at, texts[name], formats.cell(**style))
        elif name in texts:
            own: dict[str, Any] = {"align": "right"} if name == "advice" else {"text_wrap": True}
            own |= {"bold": True} if name == "state" and pair.open else {}
            own |= {} if name == "why" else grey
            sheet.write_string(row, at, texts[name], formats.cell(**own, **line))
        elif name in months:
            if known(months[name]):
                month = _month(book.figures.years[0], months[name])
                sheet.write_datetime(row, at, month, formats.cell(f.MONTH, **grey, **line))
            else:
                sheet.write_string(row, at, DASH, dash)
        elif known(numbers[name][0]):
            value, num_format = numbers[name]
            sheet.write_number(row, at, float(value), formats.cell(num_format, **grey, **line))
        else:
            sheet.write_string(row, at, DASH, dash)
    sheet.set_row(row, max(text_height(texts[name], COLUMNS[name]) for name in shown if name in texts))


def state_of(pair: Any) -> str:
    """Whether the route of a pair is chosen, open or closed."""
    return "chosen" if pair.chosen else "open" if pair.open else "closed"


def why(conditions: Conditions, pair: Any) -> str:
    """Why the route of a pair is closed, or what comes of the indication where it is open."""
    words = conditions.words
    if not isinstance(pair.route, str):
        reason = conditions.reasons.of(pair.indication)
        return words("routes.none", reason=reason.lead if conditions.public else str(reason))
    if not pair.open:
        return conditions.text(pair)
    if not pair.chosen and pair.chosen_route:
        return words("routes.open.other", route=pair.chosen_route)
    reason = conditions.reasons.of(pair.indication)
    text = reason.lead if conditions.public else str(reason)
    return words("routes.open.chosen" if pair.chosen else "routes.open.left", reason=text)


def _month(start_year: int, offset: float) -> datetime.date:
    """The first day of the month that lies ``offset`` years after the start of the plan."""
    months = round(offset * 12)
    return datetime.date(start_year + months // 12, months % 12 + 1, 1)
