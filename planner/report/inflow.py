"""The sheet Inflow: work against capacity and the queue, lead time, the funnel, and trajectories that start, run and end."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pandas as pd

from planner.analysis import inflow
from planner.report import charts
from planner.report import formats as f
from planner.report.inflow_tables import Table, tables
from planner.report.layout import Book, merged_text, page_height, pixels, print_scale, text_height
from planner.report.numbers import DASH, known
from planner.report.reasons import Reasons
from planner.report.wording import sentence_case
from planner.report.years import when_most
from planner.scenario.frames import rows_of

_LABEL, _YEAR = 58, 10
_CHART_ROWS = 14


def write_inflow(book: Book, reasons: Reasons) -> None:
    """Writes the charts, then the tables for which the plan has something to show, one under the other."""
    sheet, words = book.sheets["inflow"], book.words
    last = max(len(book.figures.years) + 3, 8)
    scale = print_scale(_LABEL + _YEAR * (last - 1) + 1.6, 80)
    book.paper(sheet, scale=scale)
    sheet.set_column(0, 0, 1.6)
    sheet.set_column(1, 1, _LABEL)
    sheet.set_column(2, last, _YEAR)
    book.purpose(sheet, book.name("inflow"), words("inflow.purpose"), last)
    row = _charts(book, reasons, 3, last)
    for table in tables(book, reasons):
        row = _write(book, row, table)
    row = _risks(book, row, last)
    if row == 3:  # nothing starts, so there is no work, no trajectory and nothing lost to waiting
        sheet.write_string(row, 1, words("inflow.nothing"), book.formats())
        row += 2
    text = words("inflow.note")
    merged_text(sheet, row, 1, last, text, book.formats.note())
    book.set_height("inflow", row, text_height(text, _LABEL + _YEAR * (last - 1), 9, 12.75))
    sheet.print_area(0, 0, row, last)
    sheet.set_h_pagebreaks(_breaks(book, row + 1, scale))


def _breaks(book: Book, end: int, scale: int) -> list[int]:
    """Rows before which a page begins, so that a table that fits a page is not cut in two."""
    room, used, breaks = page_height(scale), book.height("inflow", 0, 3), []
    heads = book.heads.get("inflow", [])
    for first, after in pairwise([*heads, end]):
        height = book.height("inflow", first, after)
        if used + height > room and used > 0:
            breaks.append(first)
            used = 0.0
        used = (used + height) % room
    return breaks


def _charts(book: Book, reasons: Reasons, row: int, last: int) -> int:
    """The busiest pool against its capacity, and who waits for it, or the conditional trajectories that run."""
    frame = inflow.work(book.figures.plan)
    running = inflow.trajectories(book.figures.plan)
    width = pixels(_LABEL, *[_YEAR] * (last - 1))
    data = charts.Data(book, "inflow", row, last + 2)
    years = data.column("", list(book.figures.years), "0")
    drawn = []
    if frame["capacity"].notna().any():
        share = (frame["work"] / frame["capacity"]).groupby(frame["pool"]).max()
        pool = str(share.idxmax())
        drawn.append(_work_chart(book, frame[frame["pool"] == pool], pool, data, years))
        waits = inflow.queue(book.figures.plan, reasons.frame)
        waits = waits[waits["pool"] == pool]
        if waits["waiting"].any():
            drawn.append(_queue_chart(book, waits, pool, data, years))
    if running["running"].any() and len(drawn) < 2:
        drawn.append(_running_chart(book, running, data, years))
    if not drawn:
        return row
    book.heads.setdefault("inflow", []).append(row)
    each = min(560, width // len(drawn) - 8)
    for at, (chart, options) in enumerate(drawn):
        chart.set_size({"width": each, "height": 20 * _CHART_ROWS - 12})
        book.sheets["inflow"].insert_chart(row, 1, chart, {**options, "x_offset": at * (each + 12), "y_offset": 4})
    return row + _CHART_ROWS


def _work_chart(book: Book, frame: pd.DataFrame, pool: str, data: charts.Data, years: str) -> tuple[Any, Any]:
    words = book.words
    share = (frame["work"] / frame["capacity"]).set_axis(frame["year"])
    most = words.numbers.percent(float(share.max()), 0)
    title = words("inflow.chart.work", pool=sentence_case(pool), share=most, year=when_most(words.numbers, share))
    chart, options = charts.new_chart(book, "column", title, words("inflow.chart.alt", finding=title))
    name = words("inflow.work", pool=pool)
    values = data.column(name, list(frame["work"]))
    chart.add_series({"name": name, "categories": years, "values": values, "fill": {"color": f.BLUE}, "gap": 55})
    name = words("inflow.capacity", pool=pool)
    values = data.column(name, list(frame["capacity"]))
    line = book.workbook.add_chart({"type": "line"})
    style = {"color": f.NAVY, "width": 2.25, "dash_type": "dash"}
    line.add_series({"name": name, "categories": years, "values": values, "line": style})
    chart.combine(line)
    charts.axes(chart, words("inflow.chart.unit"), charts.tick_format(float(frame["capacity"].max())), min=0)
    return chart, options


def _queue_chart(book: Book, waits: pd.DataFrame, pool: str, data: charts.Data, years: str) -> tuple[Any, Any]:
    words = book.words
    most = int(waits["waiting"].max())
    year = when_most(words.numbers, waits.set_index("year")["waiting"])
    title = words.counted("inflow.chart.queue", most, pool=pool, year=year)
    chart, options = charts.new_chart(book, "column", title, words("inflow.chart.alt", finding=title), "stacked")
    parts = (("by_pool", waits["by_pool"], f.NAVY), ("other", waits["waiting"] - waits["by_pool"], f.GREY))
    for key, numbers, colour in parts:
        name = words(f"inflow.chart.{key}")
        values = data.column(name, list(numbers), "0")
        chart.add_series({"name": name, "categories": years, "values": values, "fill": {"color": colour}, "gap": 55})
    charts.axes(chart, words("inflow.chart.count"), min=0, major_unit=max(1, -(-most // 5)))
    return chart, options


def _running_chart(book: Book, running: pd.DataFrame, data: charts.Data, years: str) -> tuple[Any, Any]:
    words = book.words
    total = running.groupby("year")["running"].sum()
    most = words.numbers.number(total.max(), 0 if float(total.max()).is_integer() else 1)
    title = words("inflow.chart.running", most=most, year=when_most(words.numbers, total))
    chart, options = charts.new_chart(book, "column", title, words("inflow.chart.alt", finding=title))
    name = words("inflow.running")
    values = data.column(name, list(total))
    chart.add_series({"name": name, "categories": years, "values": values, "fill": {"color": f.PURPLE}, "gap": 55})
    charts.axes(chart, words("inflow.chart.trajectories"), charts.tick_format(float(total.max())), min=0)
    return chart, options


def _risks(book: Book, row: int, last: int) -> int:
    """The named risks: for how many candidates each holds, how many of those are admitted, and what is done about it."""
    frame = inflow.risks(book.figures.plan)
    if frame.empty:
        return row
    words, sheet = book.words, book.sheets["inflow"]
    heads = [words(f"inflow.{name}") for name in ("risk", "candidates", "admitted", "control")]
    book.header(sheet, row, 1, heads, left=(0, 3), indent=1)
    book.heads.setdefault("inflow", []).append(row)
    for at in range(5, last + 1):
        sheet.write_blank(row, at, None, book.formats.header())
    book.set_height("inflow", row, 30)
    for one in rows_of(frame):
        row += 1
        label = f"{one.risk}: {one.meaning}" if isinstance(one.meaning, str) else str(one.risk)
        control = one.control if isinstance(one.control, str) else DASH
        sheet.write_string(row, 1, label, book.formats.cell(text_wrap=True))
        sheet.write_number(row, 2, one.candidates, book.formats.cell(f.NUM))
        sheet.write_number(row, 3, one.admitted, book.formats.cell(f.NUM))
        merged_text(sheet, row, 4, last, control, book.formats.cell(text_wrap=True, indent=1))
        height = max(text_height(label, _LABEL), text_height(control, _YEAR * (last - 3)))
        book.set_height("inflow", row, height)
    return row + 2


def _write(book: Book, row: int, table: Table) -> int:
    """One table; returns the next row."""
    sheet, formats = book.sheets["inflow"], book.formats
    book.heads.setdefault("inflow", []).append(row)
    book.header(sheet, row, 1, table.heads)
    book.set_height("inflow", row, 30)
    for at, (label, values) in enumerate(table.lines):
        row += 1
        style: dict[str, Any] = {}
        if table.total and at == len(table.lines) - 1:
            style = {"bold": True, "top": 1, "top_color": f.NAVY}
        sheet.write_string(row, 1, label, formats.cell(text_wrap=True, **style))
        for column, value in enumerate(values):
            number = table.rows.get(at) or table.columns.get(column, table.default)
            if known(value):
                sheet.write_number(row, 2 + column, float(value), formats.cell(number, **style))
            else:
                sheet.write_string(row, 2 + column, DASH, formats.cell(align="right", font_color=f.GREY_DARK))
        book.set_height("inflow", row, text_height(label, _LABEL))
    return row + 2
