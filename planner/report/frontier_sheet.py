"""The sheet Frontier: the best plan at other budgets, as a table and a chart, and at which budget each indication enters."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from planner.report import charts
from planner.report import formats as f
from planner.report.answered import frame_of, names_of
from planner.report.edition import Edition
from planner.report.figures import rows_of
from planner.report.layout import Book, merged_text, pixels, print_scale, text_height
from planner.report.numbers import DASH, known
from planner.report.wording import listed

LABEL = 1
WIDTHS = (44, *[13.5] * 8)
COLUMNS = ("value", "admitted", "gained", "missed", "net", "displaced_euro", "spending", "together", "proof")
#: Characters of names in one sentence.
_ROOM = 400


def points(book: Edition) -> pd.DataFrame | None:
    """The frontier by value, with what others miss, and all health together against that at the value 0; None: not asked."""
    table = frame_of(book.answers, "frontier")
    if table is None:
        return None
    frame = table.sort_values("value", ignore_index=True)
    here = frame.loc[(frame["value"] == 0) & (frame["error"] == ""), "welfare"]
    start = float(here.iloc[0]) if len(here) else np.nan
    return frame.assign(missed=frame["displaced"] + frame["room_used"], together=frame["welfare"] - start)


def finding(book: Edition, frame: pd.DataFrame) -> str:
    """What more and less budget does to the plan, in a sentence for each side."""
    words, numbers = book.words, book.words.numbers
    solved = frame[frame["error"] == ""]
    here = solved[solved["value"] == 0]
    if len({tuple(sorted(admits)) for admits in solved["admits"]}) == 1:
        key = "same" if solved["admitted"].max() > 0 else "none"
        return words(f"frontier.{key}", n=numbers.count(len(solved)))
    texts = []
    for key, item in (("more", solved.iloc[-1]), ("less", solved.iloc[0])):
        value = float(item["value"])
        if len(here) and (value > 0) == (key == "more") and value != 0:
            money = numbers.million(abs(value))
            admitted, now = int(item["admitted"]), int(here.iloc[0]["admitted"])
            gained = words.qalys(numbers.qalys(float(item["gained"])))
            texts.append(words(f"frontier.{key}", money=money, admitted=admitted, now=now, gained=gained))
    return " ".join(texts)


def write_frontier(book: Book) -> None:
    """Writes the sheet; the book has answers with a frontier."""
    sheet, words = book.sheets["frontier"], book.words
    frame = points(book)
    if frame is None:
        return
    last = LABEL + len(COLUMNS) - 1
    sheet.set_column(0, 0, 1.6)
    for at, width in enumerate(WIDTHS, start=LABEL):
        sheet.set_column(at, at, width)
    book.purpose(sheet, book.name("frontier"), words("frontier.purpose"), last)
    text = finding(book, frame)
    merged_text(sheet, 2, LABEL, last, text, book.formats(bold=True, bg_color=f.PANEL, text_wrap=True, indent=1))
    book.set_height("frontier", 2, text_height(text, sum(WIDTHS) - 2, least=24))
    row = _table(book, frame, 4)
    chart = row + 1
    row = _chart(book, frame, chart, last)
    order = row + 1
    end = _order(book, frame, order, last)
    scale = print_scale(sum(WIDTHS))
    book.paper(sheet, scale=scale)
    sheet.set_h_pagebreaks(book.breaks("frontier", [4, chart, order], end, scale))
    sheet.print_area(0, 0, end - 1, last)


def _table(book: Book, frame: pd.DataFrame, row: int) -> int:
    sheet, words, formats = book.sheets["frontier"], book.words, book.formats
    qaly = f.decimals_format(book.figures.table_decimals)
    signed = f.decimals_format(book.figures.table_decimals, signed=True)
    styles = {
        "admitted": "0", "gained": qaly, "missed": qaly, "net": signed, "displaced_euro": f.NUM1, "spending": f.NUM1,
        "together": signed,
    }  # fmt: skip
    book.header(
        sheet, row, LABEL, [words(f"frontier.{name}") for name in COLUMNS], left=(0, len(COLUMNS) - 1), indent=1
    )
    book.set_height("frontier", row, 45)
    for item in rows_of(frame):
        row += 1
        here = item.value == 0
        style: dict[str, Any] = {"bold": True, "bg_color": f.PANEL} if here else {}
        sheet.write_string(row, LABEL, _budget(book, float(item.value)), formats.cell(**style))
        for at, (name, num_format) in enumerate(styles.items(), start=LABEL + 1):
            value = getattr(item, name)
            if known(value):
                number = float(value) if abs(value) > 1e-9 else 0.0
                sheet.write_number(row, at, number, formats.cell(num_format, **style))
            else:
                sheet.write_string(row, at, DASH, formats.cell(align="right", font_color=f.GREY_DARK, **style))
        proof = words("frontier.no_plan") if item.error else _proof(book, float(item.gap))
        sheet.write_string(row, LABEL + len(COLUMNS) - 1, proof, formats.cell(indent=1, **style))
    row += 1
    text = words("frontier.note")
    merged_text(sheet, row, LABEL, LABEL + len(COLUMNS) - 1, text, formats.note())
    book.set_height("frontier", row, text_height(text, sum(WIDTHS), 9, 12.75))
    return row + 1


def _budget(book: Edition, value: float) -> str:
    money = book.words.numbers.million(abs(value))
    key = "frontier.here" if value == 0 else "frontier.plus" if value > 0 else "frontier.minus"
    return book.words(key, money=money)


def _proof(book: Edition, gap: float) -> str:
    if not known(gap) or gap <= 0:
        return book.words("variants.proven")
    return book.words("variants.gap", gap=book.words.numbers.gap(gap))


def _chart(book: Book, frame: pd.DataFrame, row: int, last: int) -> int:
    """Gained, missed elsewhere and net against the budget; returns the row after it."""
    words = book.words
    solved = frame[frame["error"] == ""]
    if len(solved) < 2 or not solved[["gained", "missed"]].abs().to_numpy().max() > 1e-9:
        return row
    data = charts.Data(book, "frontier", 4, last + 2)
    values = data.column(words("frontier.axis"), [float(value) for value in solved["value"]], "0.###")
    chart, options = charts.new_chart(
        book, "scatter", words("frontier.chart"), words("frontier.chart.alt"), "straight_with_markers"
    )
    series = (("gained", f.BLUE, "square"), ("missed", f.ORANGE, "diamond"), ("net", f.BLACK, "circle"))
    for name, colour, shape in series:
        marker = {"type": shape, "size": 7, "fill": {"color": colour}, "border": {"color": colour}}
        place = data.column(words(f"frontier.series.{name}"), [float(value) for value in solved[name]])
        chart.add_series(
            {"name": words(f"frontier.series.{name}"), "categories": values, "values": place, "marker": marker,
             "line": {"color": colour, "width": 2}}
        )  # fmt: skip
    charts.axes(chart, words("frontier.qalys"), charts.tick_format(float(solved["gained"].abs().max())))
    font = {"name": "Calibri", "size": 9, "color": f.TEXT}
    low, high = float(solved["value"].min()), float(solved["value"].max())
    chart.set_x_axis(
        {
            "name": words("frontier.axis"), "name_font": {**font, "bold": False, "color": f.TEXT_SECOND}, "num_font": font,
            "num_format": '+0.###;"−"0.###;0', "label_position": "low", "line": {"color": f.GREY_DARK},
            "min": low, "max": high, "major_unit": max(abs(low), abs(high)) / 2 or 1.0, "crossing": low,
            "major_gridlines": {"visible": False},
        }
    )  # fmt: skip
    chart.set_size({"width": min(1000, pixels(*WIDTHS)), "height": 330})
    book.sheets["frontier"].insert_chart(row, LABEL, chart, options)
    return row + 17


def _order(book: Book, frame: pd.DataFrame, row: int, last: int) -> int:
    """At which budget each indication enters and leaves; those of every plan in one sentence. Returns the row after."""
    table = frame_of(book.answers, "order")
    if table is None:
        return row
    sheet, words, formats, names = book.sheets["frontier"], book.words, book.formats, names_of(book)
    solved = int((frame["error"] == "").sum())
    moving, always = table[~table["always"].astype(bool)], table[table["always"].astype(bool)]
    book.header(
        sheet,
        row,
        LABEL,
        [words("order.title"), words("order.enters"), "", words("order.leaves"), "", words("order.values")],
    )
    for at in (LABEL + 1, LABEL + 3):
        merged_text(
            sheet, row, at, at + 1, words("order.enters" if at == LABEL + 1 else "order.leaves"), formats.header()
        )
    book.set_height("frontier", row, 30)
    for item in rows_of(moving):
        row += 1
        sheet.write_string(row, LABEL, names[str(item.indication)], formats.cell(text_wrap=True))
        merged_text(sheet, row, LABEL + 1, LABEL + 2, _budget(book, float(item.enters)), formats.cell())
        leaves = _budget(book, float(item.leaves)) if known(item.leaves) else DASH
        merged_text(sheet, row, LABEL + 3, LABEL + 4, leaves, formats.cell())
        share = words("order.of", n=int(item.values), total=solved)
        sheet.write_string(row, LABEL + 5, share, formats.cell(align="right"))
        book.set_height("frontier", row, text_height(names[str(item.indication)], WIDTHS[0]))
    row += 1
    never = [name for key, name in names.items() if key not in set(table["indication"]) and _candidate(book, key)]
    texts = [] if len(moving) else [words("order.none")]
    for key, found in (("order.always", [names[str(name)] for name in always["indication"]]), ("order.never", never)):
        if found:
            texts.append(words(key, names=listed(words, found, _ROOM)))
    text = " ".join([*texts, words("order.note")])
    merged_text(sheet, row, LABEL, last, text, formats.note())
    book.set_height("frontier", row, text_height(text, sum(WIDTHS), 9, 12.75))
    return row + 1


def _candidate(book: Edition, indication: str) -> bool:
    return book.figures.given[indication]["status"] in ("candidate", "refused")
