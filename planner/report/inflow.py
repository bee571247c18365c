"""The sheet Inflow: the funnel by phase and risk, work against capacity, and trajectories that start, run, convert and end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from planner.analysis import inflow
from planner.report import formats as f
from planner.report.figures import rows_of
from planner.report.layout import Book, merged_text, text_height
from planner.report.numbers import DASH, known

_LABEL, _YEAR = 46, 10


def write_inflow(book: Book) -> None:
    """Writes the tables for which the plan has something to show, one under the other."""
    sheet, words = book.sheets["inflow"], book.words
    years = book.figures.years
    last = max(len(years) + 3, 8)
    book.paper(sheet)
    sheet.set_column(0, 0, 1.6)
    sheet.set_column(1, 1, _LABEL)
    sheet.set_column(2, last, _YEAR)
    book.purpose(sheet, book.name("inflow"), words("inflow.purpose"), last)
    row = 3
    for part in (_phases, _work, _yield, _risks, _trajectories, _insufficient):
        row = part(book, row)
    text = words("inflow.note")
    merged_text(sheet, row, 1, last, text, book.formats.note())
    sheet.set_row(row, text_height(text, _LABEL + _YEAR * (last - 1), 9, 12.75))
    sheet.print_area(0, 0, row, last)


def _phases(book: Book, row: int) -> int:
    """Decisions by phase and year of its end; its mean months and the QALYs lost in it."""
    frame = inflow.phases(book.figures.plan)
    if frame.empty:
        return row
    words, years = book.words, book.figures.years
    heads: list[object] = [words("inflow.phase"), *years, words("inflow.months"), words("inflow.waiting")]
    lines = []
    for (route, phase), own in frame.groupby(["route", "phase"], sort=False):
        counts = own["ends"].value_counts().reindex(years).fillna(0.0)
        label = f"{_route(book, str(route))}: {phase}"
        lines.append((label, [*counts, own["months"].mean(), own["waiting"].sum()]))
    return _table(book, row, heads, lines, {len(years): f.NUM1, len(years) + 1: f.NUM1})


def _work(book: Book, row: int) -> int:
    frame = inflow.work(book.figures.plan)
    if frame.empty:
        return row
    words, years = book.words, book.figures.years
    lines: list[tuple[str, Sequence[float]]] = []
    for pool, own in frame.groupby("pool", sort=False):
        by_year = own.set_index("year").reindex(years)
        lines.append((words("inflow.work", pool=pool), list(by_year["work"])))
        if by_year["capacity"].notna().any():
            lines.append((words("inflow.capacity", pool=pool), list(by_year["capacity"])))
            lines.append((words("inflow.use", pool=pool), list(by_year["work"] / by_year["capacity"])))
    row_formats = {at: f.PCT for at, (label, _) in enumerate(lines) if label in _uses(book, frame)}
    return _table(book, row, [words("inflow.pools"), *years], lines, {}, row_formats, default=f.NUM1)


def _uses(book: Book, frame: pd.DataFrame) -> set[str]:
    return {book.words("inflow.use", pool=pool) for pool in frame["pool"].unique()}


def _yield(book: Book, row: int) -> int:
    frame = inflow.yield_of_work(book.figures.plan)
    frame = frame[frame["work"] > 0]
    if frame.empty:
        return row
    words = book.words
    heads = [words(f"inflow.{name}") for name in ("route", "decisions", "work_total", "gained", "per_work")]
    lines = [(_route(book, one.route), [one.decisions, one.work, one.gained, one.per_work]) for one in rows_of(frame)]
    return _table(book, row, heads, lines, {0: f.NUM, 1: f.NUM1, 2: f.NUM1, 3: f.NUM1})


def _risks(book: Book, row: int) -> int:
    frame = inflow.risks(book.figures.plan)
    if frame.empty:
        return row
    words, sheet = book.words, book.sheets["inflow"]
    last = max(len(book.figures.years) + 3, 8)
    heads = [words(f"inflow.{name}") for name in ("risk", "candidates", "admitted", "control")]
    book.header(sheet, row, 1, heads, left=(0, 3), indent=1)
    for at in range(5, last + 1):
        sheet.write_blank(row, at, None, book.formats.header())
    sheet.set_row(row, 30)
    for one in rows_of(frame):
        row += 1
        label = f"{one.risk}: {one.meaning}" if isinstance(one.meaning, str) else str(one.risk)
        control = one.control if isinstance(one.control, str) else DASH
        sheet.write_string(row, 1, label, book.formats.cell(text_wrap=True))
        sheet.write_number(row, 2, one.candidates, book.formats.cell(f.NUM))
        sheet.write_number(row, 3, one.admitted, book.formats.cell(f.NUM))
        merged_text(sheet, row, 4, last, control, book.formats.cell(text_wrap=True, indent=1))
        sheet.set_row(row, max(text_height(label, _LABEL), text_height(control, _YEAR * (last - 3))))
    return row + 2


def _trajectories(book: Book, row: int) -> int:
    frame = inflow.trajectories(book.figures.plan)
    if frame.empty:
        return row
    words, years = book.words, book.figures.years
    lines: list[tuple[str, Sequence[float]]] = []
    for route, own in frame.groupby("route", sort=False):
        by_year = own.set_index("year").reindex(years)
        called = _route(book, str(route))
        lines += [
            (f"{called}: {words(f'inflow.{name}')}", list(by_year[name]))
            for name in ("started", "running", "converted", "ended")
        ]
    return _table(book, row, [words("inflow.trajectories"), *years], lines, {}, default=f.decimals_format(1))


def _insufficient(book: Book, row: int) -> int:
    frame = inflow.insufficient(book.figures.plan)
    if frame.empty:
        return row
    words, years = book.words, book.figures.years
    names = book.figures.decisions.set_index("indication")["name"]
    for column, number in (("insufficient", f.NUM1), ("stopped", f.NUM1)):
        wide = frame.pivot_table(index="indication", columns="year", values=column, sort=False).reindex(columns=years)
        lines: list[tuple[str, Sequence[float]]] = [
            (str(names[name]), [*values, float(np.nansum(values))])
            for name, values in zip(wide.index, wide.to_numpy(), strict=True)
        ]
        lines.append((words("total"), [*wide.sum().to_list(), float(wide.to_numpy().sum())]))
        heads: list[object] = [words(f"inflow.{column}"), *years, words("total")]
        row = _table(book, row, heads, lines, {}, default=number)
    return row


def _route(book: Book, route: str) -> str:
    return str(book.figures.scenario.table("Routes").set_index("route")["name"][route])


def _table(
    book: Book,
    row: int,
    heads: Sequence[object],
    lines: Sequence[tuple[str, Sequence[Any]]],
    columns: Mapping[int, str],
    rows: Mapping[int, str] | None = None,
    default: str = f.NUM,
) -> int:
    """A head, and lines of a label and numbers; ``columns`` and ``rows`` say the number format of some. Returns the next row."""
    sheet, formats = book.sheets["inflow"], book.formats
    book.header(sheet, row, 1, heads)
    sheet.set_row(row, 30)
    for at, (label, values) in enumerate(lines):
        row += 1
        sheet.write_string(row, 1, label, formats.cell(text_wrap=True))
        for column, value in enumerate(values):
            style = (rows or {}).get(at) or columns.get(column, default)
            if known(value):
                sheet.write_number(row, 2 + column, float(value), formats.cell(style))
            else:
                sheet.write_string(row, 2 + column, DASH, formats.cell(align="right", font_color=f.GREY_DARK))
        sheet.set_row(row, text_height(label, _LABEL))
    return row + 2
