"""The sheet Displacement: what gives way in euros, QALYs and treatments; what used room could have bought; the balance."""

from __future__ import annotations

from typing import Any

import pandas as pd
from xlsxwriter.utility import xl_rowcol_to_cell

from planner.report import formats as f
from planner.report.displaced import Displaced, care_sentence
from planner.report.displacement_table import FIRST, LABEL, Table
from planner.report.layout import Book, merged_text, text_height
from planner.report.numbers import known
from planner.report.years import by_calendar, tidy_zeros
from planner.scenario.certainty import SIGNS
from planner.scenario.frames import rows_of

LABEL_WIDTH, YEAR_WIDTH, TOTAL_WIDTH = 46, 8.8, 10.5
AFTER = (11, 11, 24, 7.5)


def write_displacement(book: Book, displaced: Displaced) -> tuple[int, list[int]]:
    """Writes the tables, the balance first; returns the row after them (where the trade-off goes) and the row of each head."""
    sheet, words, figures = book.sheets["displacement"], book.words, book.figures
    width = len(figures.years)
    last = FIRST + width + len(AFTER)
    sheet.set_column(0, 0, 1.6)
    sheet.set_column(LABEL, LABEL, LABEL_WIDTH)
    sheet.set_column(FIRST, FIRST + width - 1, YEAR_WIDTH)
    sheet.set_column(FIRST + width, FIRST + width, TOTAL_WIDTH)
    for offset, size in enumerate(AFTER):
        sheet.set_column(FIRST + width + 1 + offset, FIRST + width + 1 + offset, size)
    book.purpose(sheet, book.name("displacement"), words("displacement.purpose"), last)
    sentence = care_sentence(book, displaced)
    if figures.displaces and displaced.in_units():
        sentence = words("displacement.callout", sentence=sentence)
    style = book.formats(bold=True, bg_color=f.PANEL, text_wrap=True, indent=1)
    merged_text(sheet, 2, LABEL, last, sentence, style)
    sheet.set_row(2, text_height(sentence, page_width(book), least=24))
    sheet.freeze_panes(3, FIRST)
    parts = int(len(displaced.segments) > 0) + int(figures.counts_room)
    start = 4
    table = Table(book, start + 4 + parts + int(parts > 0 and figures.gained > 1e-9))
    lost = _write_displaced(table, displaced) if len(displaced.segments) else {}
    lost |= _write_room(table)
    end, table.row = table.row, start
    _write_balance(table, lost)
    table.row = end
    after = _write_notes(table, displaced, last)
    return after, sorted(table.heads)


def widths(book: Book) -> list[float]:
    """Width of each column from ``LABEL`` on, in units of column width."""
    return [LABEL_WIDTH, *[YEAR_WIDTH] * len(book.figures.years), TOTAL_WIDTH, *AFTER]


def page_width(book: Book) -> float:
    return sum(widths(book))


def _write_displaced(table: Table, displaced: Displaced) -> dict[str, int]:
    """Three tables with the same rows: euros (given), QALYs and units (formulas of the euros)."""
    book, words = table.book, table.book.words
    segments, euros = displaced.segments, displaced.euros
    heads = ("displacement.euro_per_qaly", "displacement.unit_cost", "displacement.unit", "col.certainty")
    table.head(words("displacement.euro"), tuple(words(key) for key in heads))
    first = table.row
    after = table.total + 1
    for segment, values in zip(rows_of(segments), euros.to_numpy(), strict=True):
        row = table.numbers(segment.label, [float(value) for value in values], f.NUM1)
        table.sheet.write_number(row, after, float(segment.euro_per_qaly), book.formats.cell(f.NUM))
        if known(segment.unit_cost):
            table.sheet.write_number(row, after + 1, float(segment.unit_cost), book.formats.cell(f.NUM))
        else:
            table.sheet.write_string(row, after + 1, "–", book.formats.cell(align="right"))
        table.sheet.write_string(
            row, after + 2, segment.unit if isinstance(segment.unit, str) else "–", book.formats.cell(indent=1)
        )
        table.sheet.write_string(row, after + 3, SIGNS[segment.certainty], book.formats.cell(align="center"))
    count = len(segments)
    book.refs["displacement.euro"] = book.area("displacement", first, table.total, first + count - 1, table.total)
    book.refs["displacement.rate"] = book.area("displacement", first, after, first + count - 1, after)
    book.define(words("name.displaced_euro"), book.refs["displacement.euro"])
    book.define(words("name.euro_per_qaly"), book.refs["displacement.rate"])
    total = table.totals(first, euros, f.NUM1)
    book.refs["displacement.euro_total"] = book.cell("displacement", total, table.total)
    table.row += 1
    lost = _write_health(table, displaced, first, after)
    _write_units(table, displaced, first, after)
    return {"displaced": lost}


def _write_health(table: Table, displaced: Displaced, first: int, after: int) -> int:
    qaly = f.decimals_format(table.book.figures.table_decimals)
    table.head(table.book.words("displacement.health"))
    begin = table.row
    rates = displaced.segments["euro_per_qaly"].to_numpy(dtype=float)
    qalys = displaced.euros.mul(1e6 / rates, axis=0)
    for number, (label, values) in enumerate(zip(displaced.segments["label"], qalys.to_numpy(), strict=True)):
        rate = xl_rowcol_to_cell(first + number, after, col_abs=True)
        numbers = [float(value) for value in values]
        table.formulas(label, f"{{euro}}*1000000/{rate}", {"euro": first + number}, numbers, qaly)
    total = table.totals(begin, qalys, qaly)
    table.row += 1
    return total


def _write_units(table: Table, displaced: Displaced, first: int, after: int) -> None:
    """Natural units, for the segments that have one."""
    costs = displaced.segments["unit_cost"].to_numpy(dtype=float)
    units = displaced.segments["unit"]
    if not any(known(cost) and isinstance(unit, str) for cost, unit in zip(costs, units, strict=True)):
        return
    table.head(table.book.words("displacement.units"), (table.book.words("displacement.unit"), ""))
    for number, segment in enumerate(rows_of(displaced.segments)):
        if not (known(segment.unit_cost) and isinstance(segment.unit, str)):
            continue
        cost = xl_rowcol_to_cell(first + number, after + 1, col_abs=True)
        values = [float(value) * 1e6 / float(segment.unit_cost) for value in displaced.euros.iloc[number]]
        small = max((abs(value) for value in values), default=0.0) < 10
        num_format = f.NUM1 if small else f.NUM
        row = table.formulas(segment.label, f"{{euro}}*1000000/{cost}", {"euro": first + number}, values, num_format)
        table.sheet.write_string(row, after, segment.unit, table.book.formats.cell(indent=1))
        table.sheet.write_string(row, after + 1, "", table.book.formats.cell())
    table.row += 1


def _write_room(table: Table) -> dict[str, int]:
    """Room that the plan uses, what a million of it is worth, and the QALYs that other care could have had with it."""
    book, words, figures = table.book, table.book.words, table.book.figures
    if not figures.counts_room:
        return {}
    spending = figures.frameworks
    own = {  # what goes on to the next year is valued there
        "reference_room": spending["reference_room"] - spending["reference_carried_on"],
        "room": spending["room"] - spending["carried_on"],
    }
    frames = {
        str(name): tidy_zeros(by_calendar(mine, figures.years)[["reference_room", "room", "room_value"]])
        for name, mine in spending.assign(**own).groupby("framework", sort=False)
    }
    used = {name: (mine["reference_room"] - mine["room"]).fillna(0.0) for name, mine in frames.items()}
    used = {name: values.mask(values.abs() < 1e-9, 0.0) for name, values in used.items() if values.abs().max() > 1e-9}
    qaly = f.decimals_format(figures.table_decimals)
    table.head(words("displacement.room"))
    money_rows, rate_rows = {}, {}
    for name, values in used.items():
        money_rows[name] = table.numbers(name, [float(value) for value in values], f.NUM1)
        rates = [float(value) if known(value) else 0.0 for value in frames[name]["room_value"]]
        label = words("displacement.room_rate", name=name)
        rate_rows[name] = _rates(table, label, rates)
    table.row += 1
    table.head(words("displacement.room_health"))
    first = table.row
    frame = pd.DataFrame({name: values * frames[name]["room_value"].fillna(0.0) for name, values in used.items()}).T
    for name in used:
        cells = {"euro": money_rows[name], "rate": rate_rows[name]}
        table.formulas(name, "{euro}*{rate}", cells, [float(value) for value in frame.loc[name].to_numpy()], qaly)
    total = table.totals(first, frame, qaly)
    pairs = [f"SUMPRODUCT({table.area(money_rows[name])},{table.area(rate_rows[name])})" for name in used]
    book.refs["displacement.room"] = "+".join(pairs)
    table.row += 1
    return {"room": total}


def _rates(table: Table, label: str, rates: list[float]) -> int:
    style: dict[str, Any] = {"font_color": f.TEXT_SECOND, "indent": 1}
    table.sheet.write_string(table.row, LABEL, label, table.book.formats.cell(**style))
    for offset, value in enumerate(rates):
        cell = table.book.formats.cell("#,##0.00", font_color=f.TEXT_SECOND)
        table.sheet.write_number(table.row, FIRST + offset, value, cell)
    table.sheet.write_blank(table.row, table.total, None, table.book.formats.cell())
    table.row += 1
    return table.row - 1


def _write_balance(table: Table, lost: dict[str, int]) -> None:
    """Gained less lost, by year: the net that Audit discounts, and the displacement ratio."""
    book, words, figures = table.book, table.book.words, table.book.figures
    frame = figures.by_year
    qaly = f.decimals_format(figures.table_decimals)
    signed = f.decimals_format(figures.table_decimals, signed=True)
    table.head(words("displacement.balance"))
    rows = {
        "gained": table.numbers(
            words("displacement.gained"), [float(value) for value in frame["gained"]], qaly, font_color=f.BLUE
        )
    }
    labels = {"displaced": ("displacement.lost", "lost_displaced"), "room": ("displacement.lost_room", "lost_room")}
    formula = "{gained}"
    for key, source in lost.items():
        label, column = labels[key]
        values = [-float(value) if value else 0.0 for value in frame[column]]
        rows[key] = table.formulas(
            words(label), "-{source}", {"source": source}, values, qaly, font_color=f.ORANGE_TEXT
        )
        formula += f"+{{{key}}}"
    net = [float(value) for value in frame["net"]]
    style: dict[str, Any] = {"bold": True, "top": 1, "top_color": f.NAVY}
    rows["net"] = table.formulas(words("displacement.net"), formula, rows, net, signed, **style)
    if lost and figures.gained > 1e-9:
        _write_ratio(table, rows, frame)
    book.refs["displacement.gained"] = table.area(rows["gained"])
    book.refs["displacement.net"] = table.area(rows["net"])
    book.refs["displacement.years"] = book.area(
        "displacement", rows["gained"] - 1, FIRST, rows["gained"] - 1, table.total - 1
    )
    table.row += 1


def _write_ratio(table: Table, rows: dict[str, int], frame: pd.DataFrame) -> None:
    """Missed per QALY gained, by year and in all; a dash where nothing is gained."""
    parts = [key for key in ("displaced", "room") if key in rows]
    table.sheet.write_string(table.row, LABEL, table.book.words("displacement.ratio"), table.book.formats.cell())
    lost = frame["lost_displaced"] + frame["lost_room"]
    ratios = [lost[year] / frame["gained"][year] if frame["gained"][year] > 1e-9 else 0.0 for year in table.years]
    ratios.append(float(lost.sum()) / float(frame["gained"].sum()))
    for offset, value in enumerate(ratios):
        column = FIRST + offset
        gained = xl_rowcol_to_cell(rows["gained"], column)
        summed = "+".join(xl_rowcol_to_cell(rows[key], column) for key in parts)
        formula = f"=IF({gained}>0.000000001,-({summed})/{gained},0)"
        cell = table.book.formats.cell(f.RATIO, bold=offset == len(ratios) - 1)
        table.book.formula(table.sheet, table.row, column, formula, cell, float(value))
    table.row += 1


def _write_notes(table: Table, displaced: Displaced, last: int) -> int:
    book, words, figures = table.book, table.book.words, table.book.figures
    numbers = words.numbers
    settings = figures.scenario.settings
    mode = {"observed": "displacement.observed", "optimal": "displacement.optimal", "none": "displacement.none_mode"}
    notes = [] if figures.displaces else [words("displacement.nothing")]
    notes.append(words(mode[settings.displacement_mode]))
    before = float(figures.plan.displacement["reference_displaced"].sum())
    if before > 1e-6:
        notes.append(words("displacement.reference", money=numbers.million(before)))
    if figures.absorbed_euro > 1e-6:
        notes.append(words("displacement.absorbed", money=numbers.million(figures.absorbed_euro)))
    if figures.counts_room:
        notes.append(words("displacement.room_note", share=numbers.percent(settings.room_value)))
    for key, names in (("untouched", displaced.names(protected=False)), ("protected", displaced.names(protected=True))):
        if names:
            notes.append(words(f"displacement.{key}", names=", ".join(names)))
    text = " ".join(notes)
    merged_text(table.sheet, table.row, LABEL, last, text, book.formats.note())
    table.sheet.set_row(table.row, text_height(text, page_width(book), 9))
    return table.row + 2
