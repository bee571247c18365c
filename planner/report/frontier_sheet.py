"""The sheet Frontier: the best plan at other values of a setting, with the order of admission; two settings as a heat table."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from planner.analysis.frontier import admission_order
from planner.impact.timing import Numbers
from planner.report import charts
from planner.report import formats as f
from planner.report.edition import Edition
from planner.report.frontiers import (
    Curve,
    Grid,
    curves,
    finding,
    grid_figure,
    grid_finding,
    grid_note,
    grid_title,
    grids,
    is_here,
    label,
    tick,
    together,
    worded,
)
from planner.report.layout import Book, merged_text, pixels, print_scale, text_height
from planner.report.numbers import DASH, known
from planner.report.objective import by_net_qalys
from planner.report.wording import listed
from planner.scenario.frames import rows_of
from planner.scenario.tables import CANDIDATES

LABEL = 1
WIDTHS = (44, *[13.5] * 8)
COLUMNS = ("value", "admitted", "gained", "missed", "net", "displaced_euro", "spending", "together", "proof")
LAST = LABEL + len(COLUMNS) - 1
#: Characters of names in one sentence.
_ROOM = 400
#: Number formats on the axis of a setting.
_TICKS = {
    "drug_growth_limit": "0.#%", "reference_value": "0%", "discount": '0%;"−"0%',
}  # fmt: skip
_TICK = '+0.###;"−"0.###;0'
#: Lines of a grid, from the first value of the second setting to the last, and at most so many.
_SHADES = ("#9FB3C8", "#6F94B8", "#4577A6", "#1F5C94", "#0E4478", "#222222")
_SHAPES = ("square", "diamond", "triangle", "circle", "x", "star")


def write_frontier(book: Book) -> None:
    """Writes the sheet; the book has answers with a frontier or sweeps."""
    sheet, words = book.sheets["frontier"], book.words
    sheet.set_column(0, 0, 1.6)
    for at, width in enumerate(WIDTHS, start=LABEL):
        sheet.set_column(at, at, width)
    book.purpose(sheet, book.name("frontier"), words("frontier.purpose"), LAST)
    row, tables = 2, []
    for curve in curves(book):
        tables.append(row)
        row = _title(book, words(f"sweep.{curve.setting}.title"), finding(book, curve), row)
        row = _table(book, curve, row)
        tables.append(row + 1)
        row = _chart(book, curve, row + 1)
        tables.append(row + 1)
        row = _order(book, curve, row + 1) + 1
    for grid in grids(book):
        tables.append(row)
        row = _grid(book, grid, row) + 1
    scale = print_scale(sum(WIDTHS))
    book.paper(sheet, scale=scale)
    sheet.set_h_pagebreaks(book.breaks("frontier", tables[1:], row, scale))
    sheet.print_area(0, 0, row - 1, LAST)


def _title(book: Book, title: str, text: str, row: int) -> int:
    """The head of a block and what it finds; returns the row after them."""
    sheet = book.sheets["frontier"]
    merged_text(sheet, row, LABEL, LAST, title, book.formats(bold=True, font_size=12, font_color=f.NAVY))
    book.set_height("frontier", row, 21)
    merged_text(sheet, row + 1, LABEL, LAST, text, book.formats(bold=True, bg_color=f.PANEL, text_wrap=True, indent=1))
    book.set_height("frontier", row + 1, text_height(text, sum(WIDTHS) - 2, least=24))
    return row + 3


def _table(book: Book, curve: Curve, row: int) -> int:
    sheet, words, formats = book.sheets["frontier"], book.words, book.formats
    qaly = f.decimals_format(book.figures.table_decimals)
    signed = f.decimals_format(book.figures.table_decimals, signed=True)
    styles = {
        "admitted": "0", "gained": qaly, "missed": qaly, "net": signed, "displaced_euro": f.NUM1, "spending": f.NUM1,
        "together": signed,
    }  # fmt: skip
    heads = [words(f"sweep.{curve.setting}"), *(words(f"frontier.{name}") for name in COLUMNS[1:])]
    heads[COLUMNS.index("together")] = worded(book, "frontier.together")
    book.header(sheet, row, LABEL, heads, left=(0, len(COLUMNS) - 1), indent=1)
    book.set_height("frontier", row, 45)
    points = curve.points.assign(
        missed=curve.points["displaced"] + curve.points["room_used"], together=together(book, curve.points)
    )
    for item in rows_of(points):
        row += 1
        style: dict[str, Any] = {"bold": True, "bg_color": f.PANEL} if is_here(curve, item.value) else {}
        sheet.write_string(row, LABEL, _value(book, curve, float(item.value)), formats.cell(**style))
        for at, (name, num_format) in enumerate(styles.items(), start=LABEL + 1):
            _number(book, row, at, getattr(item, name), num_format, style)
        proof = words("frontier.no_plan") if item.error else _proof(book, float(item.gap))
        sheet.write_string(row, LAST, proof, formats.cell(indent=1, **style))
    texts = [worded(book, "frontier.note")]
    if curve.setting == "budget" and by_net_qalys(book.figures.scenario):
        texts.append(words("frontier.note.budget"))
    return _note(book, " ".join(texts), row + 1)


def _number(book: Book, row: int, column: int, value: float, num_format: str, style: dict[str, Any]) -> None:
    sheet, formats = book.sheets["frontier"], book.formats
    if known(value):
        number = float(value) if abs(value) > 1e-9 else 0.0
        sheet.write_number(row, column, number, formats.cell(num_format, **style))
    else:
        sheet.write_string(row, column, DASH, formats.cell(align="right", font_color=f.GREY_DARK, **style))


def _note(book: Book, text: str, row: int) -> int:
    merged_text(book.sheets["frontier"], row, LABEL, LAST, text, book.formats.note_under())
    book.set_height("frontier", row, f.UNDER + text_height(text, sum(WIDTHS), 9, 12.75))
    return row + 1


def _value(book: Edition, curve: Curve, value: float) -> str:
    """The value in words; what the scenario states says so."""
    if not is_here(curve, value):
        return label(book, curve.setting, value)
    here = book.words("frontier.here")
    return here if curve.here == 0 else f"{label(book, curve.setting, value)} ({here})"


def _proof(book: Edition, gap: float) -> str:
    if not known(gap) or gap <= 0:
        return book.words("variants.proven")
    return book.words("variants.gap", gap=book.words.numbers.gap(gap))


def _chart(book: Book, curve: Curve, row: int) -> int:
    """Gained, missed elsewhere and net against the setting; returns the row after it."""
    words, solved = book.words, curve.solved
    solved = solved.assign(missed=solved["displaced"] + solved["room_used"])
    if len(solved) < 2 or not solved[["gained", "missed"]].abs().to_numpy().max() > 1e-9:
        return row
    data = charts.Data(book, "frontier", row, LAST + 2)
    values = data.column(words(f"sweep.{curve.setting}.axis"), [float(value) for value in solved["value"]], "0.###")
    title = words("frontier.chart", setting=words(f"sweep.{curve.setting}.title"))
    chart, options = charts.new_chart(book, "scatter", title, words("frontier.chart.alt"), "straight_with_markers")
    series = (("gained", f.BLUE, "square"), ("missed", f.ORANGE, "diamond"), ("net", f.BLACK, "circle"))
    for name, colour, shape in series:
        place = data.column(words(f"frontier.series.{name}"), [float(value) for value in solved[name]])
        _line(chart, words(f"frontier.series.{name}"), values, place, colour, shape)
    charts.axes(chart, words("frontier.qalys"), charts.tick_format(float(solved["gained"].abs().max())))
    _setting_axis(book, chart, curve.setting, list(curve.points["value"]))
    chart.set_size({"width": min(1000, pixels(*WIDTHS)), "height": 330})
    book.sheets["frontier"].insert_chart(row, LABEL, chart, options)
    return row + 17


def _line(chart: Any, name: str, categories: str, values: str, colour: str, shape: str) -> None:
    marker = {"type": shape, "size": 7, "fill": {"color": colour}, "border": {"color": colour}}
    line = {"color": colour, "width": 2}
    chart.add_series({"name": name, "categories": categories, "values": values, "marker": marker, "line": line})


def _setting_axis(book: Book, chart: Any, setting: str, values: list[float]) -> None:
    """The axis below: from the first value tried to the last, at most seven marks."""
    font = {"name": "Calibri", "size": 9, "color": f.TEXT}
    low, high = float(min(values)), float(max(values))
    even = (high - low) / (len(values) - 1)
    unit = even * math.ceil((len(values) - 1) / 6) if setting != "budget" else max(abs(low), abs(high)) / 2 or 1.0
    chart.set_x_axis(
        {
            "name": book.words(f"sweep.{setting}.axis"), "name_font": {**font, "bold": False, "color": f.TEXT_SECOND},
            "num_font": font, "num_format": _TICKS.get(setting, _TICK), "label_position": "low",
            "line": {"color": f.GREY_DARK}, "min": low, "max": high, "major_unit": unit, "crossing": low,
            "major_gridlines": {"visible": False},
        }
    )  # fmt: skip


def _order(book: Book, curve: Curve, row: int) -> int:
    """At which value each indication enters and leaves; those of every plan in one sentence. Returns the row after."""
    sheet, words, formats, names = book.sheets["frontier"], book.words, book.formats, book.figures.names
    table, solved = admission_order(curve.points), len(curve.solved)
    moving, always = table[~table["always"].astype(bool)], table[table["always"].astype(bool)]
    if len(moving):
        heads = [words("order.title"), words("order.enters"), "", words("order.leaves"), "", words("order.values")]
        book.header(sheet, row, LABEL, heads)
        for at in (1, 3):
            merged_text(sheet, row, LABEL + at, LABEL + at + 1, heads[at], formats.header())
        book.set_height("frontier", row, 30)
        row += 1
    for item in rows_of(moving):
        sheet.write_string(row, LABEL, names[str(item.indication)], formats.cell(text_wrap=True))
        for at, value in ((1, item.enters), (3, item.leaves)):
            text = _value(book, curve, float(value)) if known(value) else DASH
            merged_text(sheet, row, LABEL + at, LABEL + at + 1, text, formats.cell(text_wrap=True))
        share = words("order.of", n=int(item.values), total=solved)
        sheet.write_string(row, LABEL + 5, share, formats.cell(align="right"))
        book.set_height("frontier", row, text_height(names[str(item.indication)], WIDTHS[0]))
        row += 1
    never = [name for key, name in names.items() if key not in set(table["indication"]) and _candidate(book, key)]
    texts = [words("order.note") if len(moving) else words("order.none")]
    for key, found in (("order.never", never), ("order.always", [names[str(name)] for name in always["indication"]])):
        if found:
            texts.insert(0, words(key, names=listed(words, found, _ROOM)))
    return _note(book, " ".join(texts), row)


def _candidate(book: Edition, indication: str) -> bool:
    return book.figures.given[indication]["status"] in CANDIDATES


def _grid(book: Book, grid: Grid, row: int) -> int:
    """A heat table of the net (or of all health together) and one of how many are admitted, then a line per column."""
    sheet, words, formats = book.sheets["frontier"], book.words, book.formats
    row = _title(book, grid_title(book, grid), grid_finding(book, grid), row)
    signed = f.decimals_format(book.figures.table_decimals, signed=True)
    acrosses = [tick(book, grid.second.setting, value) for value in grid.second.tried]
    axis = words(f"sweep.{grid.second.setting}.axis")
    for key, figures, num_format in (
        (grid_figure(book, grid), grid.figure, signed), (words("grid.admitted"), grid.admitted, "0")
    ):  # fmt: skip
        book.header(sheet, row, LABEL, [f"{key}\n{axis} →", *acrosses])
        book.set_height("frontier", row, text_height(f"{key}\n{axis} →", WIDTHS[0], least=32))
        top = row + 1
        for down, value in enumerate(grid.first.tried):
            row += 1
            sheet.write_string(row, LABEL, label(book, grid.first.setting, value), formats.cell(text_wrap=True))
            for across, figure in enumerate(figures[down]):
                style = {"bold": True, "border": 2, "border_color": f.NAVY} if (down, across) == grid.here else {}
                _number(book, row, LABEL + 1 + across, float(figure), num_format, style)
        sheet.conditional_format(top, LABEL + 1, row, LABEL + len(acrosses), heat(figures))
        row += 2
    row = _note(book, grid_note(book, grid), row - 1)
    return _lines(book, grid, row + 1)


def heat(figures: Numbers) -> dict[str, Any]:
    """The colours of a heat table: white at zero, blue at the highest, orange at the lowest below zero."""
    low, high = min(0.0, float(np.nanmin(figures, initial=0.0))), max(0.0, float(np.nanmax(figures, initial=0.0)))
    if low < 0:
        return {
            "type": "3_color_scale", "min_color": f.HEAT_LOW, "mid_color": "#FFFFFF", "max_color": f.HEAT_HIGH,
            "min_type": "num", "min_value": low, "mid_type": "num", "mid_value": 0,
            "max_type": "num", "max_value": max(high, -low),
        }  # fmt: skip
    return {
        "type": "2_color_scale", "min_color": "#FFFFFF", "max_color": f.HEAT_HIGH,
        "min_type": "num", "min_value": 0, "max_type": "num", "max_value": high or 1,
    }  # fmt: skip


def _lines(book: Book, grid: Grid, row: int) -> int:
    """The same figure as lines: along the first setting, one line per value of the second (at most six, evenly spread)."""
    words, most = book.words, float(np.nanmax(np.abs(grid.figure), initial=0.0))
    if not most > 1e-9:
        return row
    data = charts.Data(book, "frontier", row, LAST + 2)
    values = data.column(words(f"sweep.{grid.first.setting}.axis"), list(grid.first.tried), "0.###")
    title = grid_title(book, grid)
    chart, options = charts.new_chart(book, "scatter", title, words("grid.chart.alt"), "straight_with_markers")
    count = min(len(grid.second.tried), len(_SHADES))
    shades = [_SHADES[round(at * (len(_SHADES) - 1) / (count - 1))] for at in range(count)]
    chosen = [round(at * (len(grid.second.tried) - 1) / (count - 1)) for at in range(count)]
    for at, colour, shape in zip(chosen, shades, _SHAPES, strict=False):
        name = label(book, grid.second.setting, grid.second.tried[at])
        _line(chart, name, values, data.column(name, [float(figure) for figure in grid.figure[:, at]]), colour, shape)
    charts.axes(chart, grid_figure(book, grid), charts.tick_format(most))
    _setting_axis(book, chart, grid.first.setting, list(grid.first.tried))
    chart.set_size({"width": min(1000, pixels(*WIDTHS)), "height": 330})
    book.sheets["frontier"].insert_chart(row, LABEL, chart, options)
    return row + 17
