"""On the sheet Budget: from list price to what is paid, by instrument and year; and what the plan costs per premium payer."""

from __future__ import annotations

from typing import Any

import pandas as pd

from planner.analysis.savings import savings
from planner.impact.instruments import INSTRUMENTS
from planner.report import formats as f
from planner.report.blocks import Block
from planner.report.layout import Book, text_height

#: The width of the column of labels, less their indent.
_LABEL_WIDTH = 48


def write_savings(book: Book, row: int) -> int:
    """What comes off the list price, by instrument and route, down to what is paid; returns the row of the next block."""
    words, years = book.words, book.figures.years
    frame = savings(book.figures.plan)
    names = book.figures.route_names
    by_year = frame.groupby("year")[["listed", *INSTRUMENTS]].sum().reindex(years).fillna(0.0)
    parts = [
        (name, names[str(route)], own)
        for name in (*INSTRUMENTS, "renegotiation")
        for route, own in frame.groupby("route", sort=False)[["year", name]]
        if own[name].abs().max() > 1e-9
    ]
    if not parts:
        return row
    block = Block(book, row, words("budget.saving"), words("budget.note.saving"))
    admitted = [part for part in parts if part[0] != "renegotiation"]
    if admitted:
        block.values("listed", words("budget.saving.listed"), by_year["listed"])
    for at, part in enumerate(admitted):
        _saved(block, f"row{at}", part)
    if admitted:
        minus = "-".join(f"{{row{at}}}" for at in range(len(admitted)))
        paid = by_year["listed"] - by_year[list(INSTRUMENTS)].sum(axis=1)
        style: dict[str, Any] = {"bold": True, "top": 1, "top_color": f.NAVY}
        block.formulas("paid", words("budget.saving.paid"), "{listed}-" + minus, paid, **style)
        share = 1.0 - paid / by_year["listed"].where(by_year["listed"] > 1e-9)
        formula = "1-{paid}/{listed}"
        book.refs["budget.saving.paid"] = block.area("paid")
        grey: dict[str, Any] = {"total": False, "font_color": f.TEXT_SECOND}
        block.formulas("share", words("budget.saving.share"), formula, share, f.PCT, **grey)
    for at, part in enumerate(parts[len(admitted) :]):
        _saved(block, f"new{at}", part)
    return block.close()


def _saved(block: Block, key: str, part: tuple[str, str, pd.DataFrame]) -> None:
    name, route, own = part
    values = own.groupby("year")[name].sum().reindex(block.book.figures.years).fillna(0.0)
    label = block.book.words(f"budget.saving.{name}", route=route)
    block.book.sheets["budget"].set_row(block.row, text_height(label, _LABEL_WIDTH))
    block.values(key, label, values, indent=1, text_wrap=True)


def write_premium(book: Book, row: int) -> int:
    """The plan's net spending by year over the number of premium payers, where that is stated."""
    words, figures = book.words, book.figures
    payers = figures.scenario.settings.premium_payers
    if payers is None:
        return row
    note = words("budget.note.premium", number=words.numbers.number(payers))
    block = Block(book, row, words("budget.premium"), note)
    drugs = figures.plan.yearly.groupby("year")["drug"].sum().reindex(figures.years).fillna(0.0)
    block.values("net", words("budget.premium.net"), figures.by_year["cost"] * 1e6 / payers, f.NUM2, bold=True)
    block.values("drugs", words("budget.premium.drugs"), drugs * 1e6 / payers, f.NUM2, indent=1)
    return block.close()
