"""The native charts: one look, alternative text on each; what they show stands in ``findings``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from planner.report import formats as f
from planner.report.findings import (
    Series,
    growth_frame,
    growth_title,
    health_series,
    health_title,
    spending_series,
    spending_title,
)
from planner.report.layout import Book
from planner.report.numbers import known

_FONT = {"name": "Calibri", "size": 9, "color": f.TEXT}
_GREY_FONT = {"name": "Calibri", "size": 9, "color": f.TEXT_SECOND}

#: Characters of the name of an indication that stands whole under an axis.
_NAME = 36


def called(book: Book, indications: Sequence[str]) -> list[str]:
    """What stands under an axis: the names of indications, or their ids where a name is too long to stand there whole."""
    names = [book.figures.names[one] for one in indications]
    return names if max(map(len, names), default=0) <= _NAME else list(indications)


def new_chart(
    book: Book, kind: str, title: str, description: str, subtype: str | None = None
) -> tuple[Any, dict[str, Any]]:
    """A chart with its title at the left, legend below, no frame; and the options to insert it with."""
    chart = book.workbook.add_chart({"type": kind, **({"subtype": subtype} if subtype else {})})
    chart.set_title(
        {
            "name": title,
            "name_font": {"name": "Calibri", "size": 11, "bold": True, "color": f.NAVY},
            "overlay": False,
            "layout": {"x": 0.01, "y": 0.02},
        }
    )
    chart.set_legend({"position": "bottom", "font": _FONT})
    chart.set_chartarea({"border": {"none": True}, "fill": {"color": "#FFFFFF"}})
    chart.set_plotarea({"fill": {"none": True}})
    chart.show_hidden_data()
    return chart, {"description": description, "object_position": 1}


def on_summary(book: Book, chart: Any, options: dict[str, Any], row: int, column: int, size: tuple[int, int]) -> None:
    chart.set_size({"width": size[0], "height": size[1]})
    book.sheets["summary"].insert_chart(row, column, chart, {**options, "x_offset": 2, "y_offset": 4})


def axes(chart: Any, name: str, num_format: str = '#,##0;"−"#,##0;0', **value_axis: Any) -> None:
    """Years below (also under negative columns), quiet grid lines, the unit on the value axis."""
    chart.set_x_axis(
        {
            "num_font": _FONT,
            "line": {"color": f.GREY_DARK},
            "major_tick_mark": "none",
            "label_position": "low",
            "num_format": "0",
        }
    )
    chart.set_y_axis(
        {
            "name": name,
            "name_font": {**_GREY_FONT, "bold": False},
            "num_font": _FONT,
            "num_format": num_format,
            "line": {"none": True},
            "major_tick_mark": "none",
            "major_gridlines": {"visible": True, "line": {"color": f.GRID, "width": 0.75}},
            **value_axis,
        }
    )


def tick_format(largest: float) -> str:
    """Enough decimals on the axis for the figures of a small plan."""
    if not known(largest) or largest >= 4 or largest == 0:
        return '#,##0;"−"#,##0;0'
    return '0.0;"−"0.0;0' if largest >= 0.4 else '0.00;"−"0.00;0' if largest >= 0.04 else '0.000;"−"0.000;0'


class Data:
    """Chart data in cells beside the page, in small type: a column of categories, then a column per series."""

    def __init__(self, book: Book, key: str, row: int, column: int) -> None:
        self._book, self._key, self._row, self._column = book, key, row, column
        self._width = 0
        self._length = 0

    def column(self, head: str, values: list[Any], num_format: str = "#,##0.0####") -> str:
        """Writes one column; returns its range."""
        sheet, column = self._book.sheets[self._key], self._column + self._width
        sheet.write_string(self._row, column, head, self._book.formats.small(bold=True))
        style = self._book.formats.small(num_format=num_format)
        for offset, value in enumerate(values):
            if isinstance(value, str):
                sheet.write_string(self._row + 1 + offset, column, value, self._book.formats.small())
            elif known(value):
                sheet.write_number(self._row + 1 + offset, column, float(value), style)
        self._width += 1
        self._length = len(values)
        first = self._row + 1
        return "=" + self._book.area(self._key, first, column, first + len(values) - 1, column)

    @property
    def end(self) -> int:
        return self._row + 2 + self._length


def spending(book: Book, data: Data, years: str, row: int, column: int, size: tuple[int, int]) -> None:
    """Chart 1: spending per year that fits, displaces (or is absorbed), against the room in the framework."""
    words, frame = book.words, book.figures.by_year
    title = spending_title(book)
    description = words("chart.spending.alt", finding=title)
    chart, options = new_chart(book, "column", title, description, "stacked")
    if not frame["cost"].abs().max() > 1e-9:
        if frame["room"].max() > 1e-9:
            _unused_room(book, data, years, row, column, size)
        return
    for one in spending_series(book):
        _column_series(chart, data, years, one)
    if frame["room"].notna().any():
        line = book.workbook.add_chart({"type": "line"})
        values = data.column(words("series.room"), list(frame["room"]))
        line.add_series(
            {
                "name": words("series.room"),
                "categories": years,
                "values": values,
                "line": {"color": f.NAVY, "width": 2.25, "dash_type": "dash"},
                **_single_marker(book, "square", f.NAVY),
            }
        )
        chart.combine(line)
    largest = max(float(frame["cost"].abs().max()), float(np.nanmax([0.0, *frame["room"]])))
    floor = {"min": 0} if frame[["fits", "displaced", "absorbed"]].min().min() >= 0 else {}
    axes(chart, words("chart.spending.axis"), tick_format(largest), **floor)
    on_summary(book, chart, options, row, column, size)


def _column_series(chart: Any, data: Data, years: str, one: Series) -> None:
    values = data.column(one.name, list(one.by_year))
    fill = {"color": one.colour}
    chart.add_series({"name": one.name, "categories": years, "values": values, "fill": fill, "gap": 55})


def _unused_room(book: Book, data: Data, years: str, row: int, column: int, size: tuple[int, int]) -> None:
    """Nothing is spent: the room in the framework, which stays unused."""
    words, frame = book.words, book.figures.by_year
    title = words("chart.spending.none")
    chart, options = new_chart(book, "column", title, words("chart.spending.alt", finding=title))
    values = data.column(words("series.room"), list(frame["room"]))
    chart.add_series(
        {"name": words("series.room"), "categories": years, "values": values, "fill": {"color": f.GREY}, "gap": 55}
    )
    axes(chart, words("chart.spending.axis"), tick_format(float(frame["room"].max())), min=0)
    on_summary(book, chart, options, row, column, size)


def health(book: Book, data: Data, years: str, row: int, column: int, size: tuple[int, int]) -> None:
    """Chart 2: gained above zero, displaced and missed below, the net as a line."""
    words, frame = book.words, book.figures.by_year
    title = health_title(book)
    chart, options = new_chart(book, "column", title, words("chart.health.alt", finding=title), "stacked")
    parts = health_series(book)
    for one in parts:
        _column_series(chart, data, years, one)
    line = book.workbook.add_chart({"type": "line"})
    values = data.column(words("series.net"), list(frame["net"]))
    marker = {"type": "circle", "size": 6, "fill": {"color": f.BLACK}, "border": {"color": f.BLACK}}
    line.add_series(
        {
            "name": words("series.net"),
            "categories": years,
            "values": values,
            "line": {"color": f.BLACK, "width": 2},
            "marker": marker,
        }
    )
    chart.combine(line)
    floor = (
        {"min": 0} if all((numbers >= 0).all() for numbers in (frame["net"], *(part.by_year for part in parts))) else {}
    )
    axes(
        chart,
        words("chart.health.axis"),
        tick_format(float(frame[["gained", "lost_displaced"]].abs().max().max())),
        **floor,
    )
    on_summary(book, chart, options, row, column, size)


def _single_marker(book: Book, kind: str, colour: str) -> dict[str, Any]:
    """A line through one year is invisible: it gets a marker."""
    if len(book.figures.years) > 1:
        return {}
    return {"marker": {"type": kind, "size": 8, "fill": {"color": colour}, "border": {"color": colour}}}


def growth(book: Book, row: int, last: int, width: int) -> int:
    """Chart 5, under the tables of Budget: new spending against the room under the growth limit. Returns the last row."""
    words, figures = book.words, book.figures
    if not figures.plan.spending["growth_ceiling"].notna().any():
        return row - 1
    frame = growth_frame(book)
    data = Data(book, "budget", 3, last + 2)
    years = data.column("", list(figures.years), "0")
    expected = figures.scenario.settings.budget_basis == "expected"
    name = words("series.growth_used_expected" if expected else "series.growth_used")
    used = data.column(name, list(frame["used"]))
    room = data.column(words("series.growth_room"), list(frame["room"]))
    title = growth_title(book, frame)
    chart, options = new_chart(book, "column", title, words("chart.growth.alt", finding=title))
    chart.add_series({"name": name, "categories": years, "values": used, "fill": {"color": f.BLUE}, "gap": 55})
    line = book.workbook.add_chart({"type": "line"})
    marker = {"type": "diamond", "size": 8, "fill": {"color": f.NAVY}, "border": {"color": f.NAVY}}
    line.add_series(
        {
            "name": words("series.growth_room"),
            "categories": years,
            "values": room,
            "line": {"color": f.NAVY, "width": 2},
            "marker": marker,
        }
    )
    chart.combine(line)
    axes(chart, words("chart.growth.axis"), tick_format(float(frame.abs().max().max())))
    chart.set_size({"width": min(1000, width), "height": 300})
    book.sheets["budget"].insert_chart(row, 1, chart, options)
    return row + 15
