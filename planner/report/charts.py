"""The native charts: one look, titles that state the finding only where it holds, alternative text on each."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from planner.report import formats as f
from planner.report.figures import year_of_most
from planner.report.layout import Book
from planner.report.numbers import known

_FONT = {"name": "Calibri", "size": 9, "color": f.TEXT}
_GREY_FONT = {"name": "Calibri", "size": 9, "color": f.TEXT_SECOND}


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


def spending_title(book: Book) -> str:
    """The finding of chart 1, made from the figures."""
    words, figures = book.words, book.figures
    frame = figures.by_year
    beyond = frame["cost"] - frame["fits"]
    years = [int(year) for year in frame.index[beyond > 1e-6]]
    if not frame["room"].notna().any():
        return words("chart.spending.free")
    if not years:
        return words(
            "chart.spending.within"
            if len(figures.years) > 1 and frame["cost"].max() > 1e-9
            else "chart.spending.neutral"
        )
    if figures.absorbed_euro > 1e-6 or not figures.displaces:
        return words("chart.spending.neutral")
    top = year_of_most(beyond)
    money = words.numbers.million(float(beyond.max()))
    if len(years) == 1:
        return words("chart.spending.beyond_once", year=years[0], money=money)
    if years[-1] == figures.years[-1] and float(beyond[years].max() - beyond[years].min()) < 0.01 * float(beyond.max()):
        return words("chart.spending.beyond_same", year=years[0], money=money)
    if years[-1] == figures.years[-1] and len(years) == years[-1] - years[0] + 1:
        return words("chart.spending.beyond", year=years[0], money=money, top=top)
    return words("chart.spending.neutral")


def health_title(book: Book) -> str:
    words, frame = book.words, book.figures.by_year
    lost = frame["lost_displaced"] + frame["lost_room"]
    active = frame[(frame["gained"].abs() > 1e-9) | (lost.abs() > 1e-9)]
    negative = [int(year) for year in frame.index[frame["net"] < -1e-9]]
    if negative:
        return words("chart.health.net_loss", years=words.numbers.years(negative))
    if lost.abs().max() < 1e-9 < frame["gained"].max():
        return words("chart.health.no_loss")
    if len(active) == len(frame) > 1 and (frame["net"] > 1e-9).all() and (lost > 1e-9).all():
        return words("chart.health.every_year")
    return words("chart.health.neutral")


def spending(book: Book, data: Data, years: str, row: int, column: int, size: tuple[int, int]) -> None:
    """Chart 1: spending per year that fits, displaces (or is absorbed), against the room in the framework."""
    words, frame = book.words, book.figures.by_year
    title = spending_title(book)
    description = words("chart.spending.alt", finding=title)
    chart, options = new_chart(book, "column", title, description, "stacked")
    series = [("fits", f.BLUE), ("displaced", f.ORANGE), ("absorbed", f.GREY)]
    names = {"fits": "series.fits", "displaced": "series.displaces", "absorbed": "series.absorbed"}
    if _comes_back(frame["displaced"]):
        names["displaced"], series[1] = "series.returns", ("displaced", f.BLUE_TINT)
    if not frame["cost"].abs().max() > 1e-9:
        if frame["room"].max() > 1e-9:
            _unused_room(book, data, years, row, column, size)
        return
    beside = frame[["displaced", "absorbed"]].abs().max().max() > 1e-6
    for name, colour in series:
        if (name == "fits" and not beside) or frame[name].abs().max() > 1e-6:
            values = data.column(words(names[name]), list(frame[name]))
            chart.add_series(
                {
                    "name": words(names[name]),
                    "categories": years,
                    "values": values,
                    "fill": {"color": colour},
                    "gap": 55,
                }
            )
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
    chart.set_size({"width": size[0], "height": size[1]})
    book.sheets["summary"].insert_chart(row, column, chart, {**options, "x_offset": 2, "y_offset": 4})


def _comes_back(values: pd.Series) -> bool:
    """Whether a plan only gives back: less is displaced than without it, in some year, and more in none."""
    return bool(values.max() < 1e-9 and values.min() < -1e-9)


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
    chart.set_size({"width": size[0], "height": size[1]})
    book.sheets["summary"].insert_chart(row, column, chart, {**options, "x_offset": 2, "y_offset": 4})


def health(book: Book, data: Data, years: str, row: int, column: int, size: tuple[int, int]) -> None:
    """Chart 2: gained above zero, displaced and missed below, the net as a line."""
    words, frame = book.words, book.figures.by_year
    title = health_title(book)
    chart, options = new_chart(book, "column", title, words("chart.health.alt", finding=title), "stacked")
    parts = [("series.gained", frame["gained"], f.BLUE), ("series.lost_displaced", -frame["lost_displaced"], f.ORANGE)]
    parts.append(("series.lost_room", -frame["lost_room"], f.ORANGE_LIGHT))
    if _comes_back(frame["lost_displaced"]):
        parts[1] = ("series.regained", -frame["lost_displaced"], f.BLUE_TINT)
    for number, (key, numbers, colour) in enumerate(parts):
        if number == 0 or numbers.abs().max() > 1e-9:
            values = data.column(words(key), list(numbers))
            chart.add_series(
                {"name": words(key), "categories": years, "values": values, "fill": {"color": colour}, "gap": 55}
            )
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
    floor = {"min": 0} if all((numbers >= 0).all() for numbers in (frame["net"], *(part[1] for part in parts))) else {}
    axes(
        chart,
        words("chart.health.axis"),
        tick_format(float(frame[["gained", "lost_displaced"]].abs().max().max())),
        **floor,
    )
    chart.set_size({"width": size[0], "height": size[1]})
    book.sheets["summary"].insert_chart(row, column, chart, {**options, "x_offset": 2, "y_offset": 4})


def _single_marker(book: Book, kind: str, colour: str) -> dict[str, Any]:
    """A line through one year is invisible: it gets a marker."""
    if len(book.figures.years) > 1:
        return {}
    return {"marker": {"type": kind, "size": 8, "fill": {"color": colour}, "border": {"color": colour}}}


def growth_frame(book: Book) -> pd.DataFrame:
    """Per year, summed over the frameworks with a growth limit: used by what is new, and the room under the limit."""
    spending_frame = book.figures.plan.spending
    limited = spending_frame[spending_frame["growth_ceiling"].notna()]
    frame = pd.DataFrame(
        {
            "year": limited["year"].astype(int),
            "used": limited["growth_used"] - limited["baseline_drugs"],
            "room": limited["growth_ceiling"] - limited["baseline_drugs"],
        }
    )
    return frame.groupby("year").sum().reindex(book.figures.years)


def growth_title(book: Book, frame: pd.DataFrame) -> str:
    words, figures = book.words, book.figures
    spending_frame = figures.plan.spending
    used = spending_frame["growth_used"] - spending_frame["baseline_drugs"]
    room = spending_frame["growth_ceiling"] - spending_frame["baseline_drugs"]
    if figures.scenario.settings.growth_kind == "target":
        over = sorted({int(year) for year in spending_frame["year"][(used - room) > 1e-6]})
        return words("chart.growth.over", years=words.numbers.years(over)) if over else words("chart.growth.free")
    full = sorted({int(year) for year in spending_frame["year"][(used > 1e-9) & (used >= 0.995 * room)]})
    if not full:
        return words("chart.growth.free")
    last = figures.years[-1]
    share = frame["used"] / frame["room"].where(frame["room"] > 0)
    later = [year for year in figures.years if year > full[-1]]
    eases = len(later) > 0 and bool((share[later] < 0.95).any())
    key = "chart.growth.after" if full[-1] < last and eases else "chart.growth.binding"
    return words(key, years=words.numbers.years(full))


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
