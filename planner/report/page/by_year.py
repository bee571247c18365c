"""The two charts by year: spending against the framework, and health gained against lost; each with its table of figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from planner.report import formats as f
from planner.report.edition import Edition
from planner.report.figures import ADMITTED
from planner.report.findings import (
    Series,
    growth_frame,
    growth_title,
    health_series,
    health_title,
    spending_series,
    spending_title,
)
from planner.report.numbers import DASH, known
from planner.report.page.columns import STYLES, Columns, Drawing


@dataclass(frozen=True)
class Key:
    """An entry of a legend: the style of its swatch and its name."""

    style: str
    name: str


@dataclass(frozen=True)
class Table:
    """The figures of a chart: heads, then a row per year."""

    heads: list[str]
    rows: list[list[str]]


@dataclass(frozen=True)
class Chart:
    """A chart on the page: the finding as its title, the unit, a description for who does not see it, and its figures."""

    key: str
    title: str
    unit: str
    description: str
    drawn: Columns
    legend: list[Key]
    table: Table


def charts(book: Edition) -> list[Chart]:
    """Spending and health; where nothing is spent, the room that stays unused."""
    found = [_spending(book)]
    if book.figures.kind_count(*ADMITTED):
        found.append(_health(book))
    return [one for one in found if one is not None]


def _spending(book: Edition) -> Chart | None:
    words, frame = book.words, book.figures.by_year
    spends = bool(frame["cost"].abs().max() > 1e-9)
    if not spends and not frame["room"].max() > 1e-9:
        return None
    title = spending_title(book) if spends else words("chart.spending.none")
    series = spending_series(book) if spends else []
    drawing = Drawing(book.figures.years, series, [frame["room"]], words.numbers.number)
    legend = [Key(STYLES[one.colour], one.name) for one in series]
    if frame["room"].notna().any():
        drawing.steps(frame["room"])
        legend.append(Key("step", words("series.room")))
    drawing.mark_highest()
    columns = [(one.name, one.by_year) for one in series]
    if len(columns) > 1:
        columns.append((words("total"), frame["cost"]))
    columns.append((words("series.room"), frame["room"]))
    alt = words("chart.spending.alt", finding=title)
    return Chart("spending", title, words("chart.spending.axis"), alt, drawing.chart, legend, _table(book, columns, 1))


def _health(book: Edition) -> Chart:
    words, frame = book.words, book.figures.by_year
    title, series = health_title(book), health_series(book)
    drawing = Drawing(book.figures.years, series, [frame["net"]], words.numbers.number)
    drawing.points(frame["net"], words("series.net"))
    legend = [Key(STYLES[one.colour], one.name) for one in series] + [Key("dot", words("series.net"))]
    columns = [*((one.name, one.by_year) for one in series), (words("series.net"), frame["net"])]
    decimals = book.figures.table_decimals
    alt = words("chart.health.alt", finding=title)
    table = _table(book, columns, decimals)
    return Chart("health", title, words("chart.health.axis"), alt, drawing.chart, legend, table)


def growth(book: Edition) -> Chart | None:
    """New spending if every supplier signs, against the room under the growth limit; None where either is not there."""
    if not book.figures.plan.spending["growth_ceiling"].notna().any():
        return None
    words, frame = book.words, growth_frame(book)
    if not frame["used"].abs().max() > 1e-9:
        return None
    expected = book.figures.scenario.settings.budget_basis == "expected"
    name = words("series.growth_used_expected" if expected else "series.growth_used")
    series = [Series("used", name, frame["used"], f.BLUE)]
    drawing = Drawing(book.figures.years, series, [frame["room"]], words.numbers.number)
    drawing.steps(frame["room"])
    drawing.mark_highest()
    title = growth_title(book, frame)
    legend = [Key("blue", name), Key("step", words("series.growth_room"))]
    table = _table(book, [(name, frame["used"]), (words("series.growth_room"), frame["room"])], 1)
    alt = words("chart.growth.alt", finding=title)
    return Chart("growth", title, words("chart.growth.axis"), alt, drawing.chart, legend, table)


def _table(book: Edition, columns: Sequence[tuple[str, pd.Series]], decimals: int) -> Table:
    numbers = book.words.numbers
    heads = [book.words("html.year"), *(name for name, _ in columns)]
    rows = []
    for year in book.figures.years:
        cells = [
            numbers.number(float(values[year]), decimals) if known(values.get(year)) else DASH for _, values in columns
        ]
        rows.append([str(year), *cells])
    return Table(heads, rows)
