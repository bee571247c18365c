"""What each indication costs others: this plan against the best plan without it, the dearest first; and how these add up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from planner.report import charts
from planner.report import formats as f
from planner.report.answered import frame_of
from planner.report.displacement import page_width, widths
from planner.report.displacement_table import FIRST, LABEL
from planner.report.edition import Edition
from planner.report.figures import ADMITTED
from planner.report.layout import Book, merged_text, pixels, text_height
from planner.report.numbers import known
from planner.report.objective import amount, by_net_qalys
from planner.report.sentences import who_gains
from planner.report.wording import listed
from planner.scenario.frames import rows_of

#: Rows of the table, and columns of the chart; the rest is said or averaged.
MOST, DRAWN = 50, 20
#: Characters of names in a sentence.
_ROOM = 60
DETAIL = ("displaced_euro", "displaced_qalys", "room_euro", "room_qalys", "gained_others")


def units_of(book: Edition, indication: str, most: int = 2) -> str:
    """The largest conversions to natural units of the care that comes back without an indication; blank where none is stated."""
    care = frame_of(book.answers, "care")
    if care is None:
        return ""
    mine = care[(care["indication"] == indication) & (care["units"] > 0.5)]
    totals = mine.groupby("unit", sort=False)["units"].sum().sort_values(ascending=False, kind="stable").head(most)
    return book.words.numbers.join(
        [f"{book.words.numbers.short(float(count))} {unit}" for unit, count in totals.items()]
    )


def sums_sentence(book: Edition) -> str:
    """How the rows add up against the plan's total, in euros and QALYs, and why they need not be the same."""
    table, sums = frame_of(book.answers, "displacement"), frame_of(book.answers, "sums")
    if table is None or sums is None:
        return ""
    words, numbers = book.words, book.words.numbers
    totals = dict(zip(sums["figure"], sums["total"], strict=True))
    total = float(totals["displaced_qalys"] + totals["room_qalys"])
    both = {"sum": float(table["lost_elsewhere"].sum()), "total": total}
    texts = {name: words.qalys(numbers.qalys(value)) for name, value in both.items()}
    euros = {"sum": float(table["displaced_euro"].sum()), "total": float(totals["displaced_euro"])}
    money = {name: numbers.million(value) for name, value in euros.items()}
    apart = both["sum"] - both["total"]
    same = abs(apart) <= 5e-3 * max(abs(total), 1e-9)
    parts = [words("league.sums_same" if same else "league.sums", **texts)]
    if max(map(abs, euros.values())) > 1e-6:
        parts.append(words("league.sums_euro", **money))
    parts.append(words("league.marginal"))
    decided = book.figures.plan.decisions
    changed = decided["indication"][~decided["decision"].isin(["not_admitted", "stay"])]
    needed = [book.figures.names[name] for name in changed if name not in set(table["indication"])]
    if needed:
        parts.append(words("league.needed", names=listed(words, needed, 2 * _ROOM)))
    return " ".join(parts)


def write_league(book: Book, row: int) -> int:
    """The sentence, the chart and the table from ``row`` on; returns the row after them."""
    table = frame_of(book.answers, "displacement")
    if table is None:
        return row
    sheet, words = book.sheets["displacement"], book.words
    last = FIRST + len(book.figures.years) + 4
    sheet.write_string(row, LABEL, words("league.title"), book.formats(font_size=12, bold=True, font_color=f.NAVY))
    sheet.set_row(row, 21)
    text = sums_sentence(book)
    merged_text(sheet, row + 1, LABEL, last, text, book.formats(bg_color=f.PANEL, text_wrap=True, indent=1))
    sheet.set_row(row + 1, text_height(text, page_width(book) - 2))
    row = _chart(book, table, row + 3, last) + 1
    heads = ("indication", "gained", "lost", "net", "ratio")
    book.header(sheet, row, LABEL, [words(f"league.{head}") for head in heads])
    merged_text(sheet, row, FIRST + 4, last, words("league.sentence"), book.formats.header(indent=1))
    sheet.set_row(row, 30)
    sheet.repeat_rows(row)
    small = book.formats.small(bold=True)
    for offset, name in enumerate(DETAIL):
        sheet.write_string(row, last + 2 + offset, words(f"league.{name}"), small)
    width = sum(widths(book)[FIRST - LABEL + 4 :]) - 2
    decided = {str(item.indication): item for item in book.figures.decision_rows}
    for item in rows_of(table.head(MOST)):
        row += 1
        decision = decided[str(item.indication)]
        text = sentence(book, item, decision)
        _row(book, row, item, str(decision.name), text)
        sheet.set_row(row, max(text_height(text, width), text_height(str(decision.name), widths(book)[0])))
    row += 1
    note = words("league.note")
    if len(table) > MOST:
        note = words("league.some", n=MOST, total=len(table)) + " " + note
    merged_text(sheet, row, LABEL, last, note, book.formats.note_under())
    sheet.set_row(row, f.UNDER + text_height(note, page_width(book), 9))
    return row + 1


def _row(book: Book, row: int, item: Any, name: str, text: str) -> None:
    sheet, formats = book.sheets["displacement"], book.formats
    last = FIRST + len(book.figures.years) + 4
    qaly = f.decimals_format(book.figures.table_decimals)
    signed = f.decimals_format(book.figures.table_decimals, signed=True)
    sheet.write_string(row, LABEL, name, formats.cell(text_wrap=True))
    figures = [(item.gained, qaly), (item.lost_elsewhere, qaly), (item.net_lost, signed), (item.ratio, f.RATIO)]
    for offset, (value, num_format) in enumerate(figures):
        if known(value):
            number = float(value) if abs(value) > 1e-9 else 0.0
            sheet.write_number(row, FIRST + offset, number, formats.cell(num_format, bold=offset == 3))
        else:
            sheet.write_string(row, FIRST + offset, "–", formats.cell(align="right", font_color=f.GREY_DARK))
    merged_text(sheet, row, FIRST + 4, last, text, formats.cell(text_wrap=True, indent=1))
    for offset, key in enumerate(DETAIL):
        value = float(getattr(item, key))
        sheet.write_number(
            row, last + 2 + offset, value if abs(value) > 1e-9 else 0.0, formats.small(num_format=f.NUM1)
        )


def sentence(book: Edition, item: Any, decision: Any) -> str:
    """``110 patients gain 300 QALYs. That costs others 120 QALYs of care displaced (EUR 9 million; …). Net +180 QALYs.``"""
    words, numbers = book.words, book.words.numbers
    if decision.kind in ADMITTED:
        texts = [who_gains(words, book.figures, decision, float(item.gained))]
    else:
        gained = words.qalys(numbers.qalys(float(item.gained)))
        texts = [words("league.changes", decision=words.kind(decision.kind), gained=gained)]
    parts = list(_parts(book, item))
    for side in ("costs", "gives"):
        found = [text for one, text in parts if one == side]
        if found:
            texts.append(words(f"league.{side}", parts=numbers.join(found)))
    if not parts:
        texts.append(words("league.free"))
    texts.append(words("league.net_text", net=words.qalys(numbers.qalys(float(item.net_lost), sign=True))))
    if not by_net_qalys(book.figures.scenario):
        lost = amount(words, book.figures.scenario, float(item.objective_lost))
        spends = book.figures.scenario.settings.objective == "least_spending"
        texts.append(words("league.spends" if spends else "league.objective", lost=lost))
    if not item.proven:
        texts.append(words("league.unproven"))
    return " ".join(texts)


def _parts(book: Edition, item: Any) -> Iterator[tuple[str, str]]:
    """What it costs others, or gives them: care displaced, room used, other medicines; nothing of what does not matter."""
    words, numbers = book.words, book.words.numbers
    least = max(1e-6, 1e-4 * abs(float(item.gained)))
    for key, euro in (("displaced_qalys", "displaced_euro"), ("room_qalys", "room_euro"), ("gained_others", None)):
        value = float(getattr(item, key))
        if abs(value) <= least:
            continue
        lost, side = words.qalys(numbers.qalys(abs(value))), "costs" if value > 0 else "gives"
        if euro is None:
            others = [
                _called(book, item, one) for one in (*item.replaced_by.split("; "), *item.freed.split("; ")) if one
            ]
            who = words("league.who", names=listed(words, others, _ROOM)) if others else ""
            yield side, words("league.part.gained_others", lost=lost, who=who)
            continue
        units = units_of(book, str(item.indication)) if key == "displaced_qalys" else ""
        equals = words("league.equals", units=units) if units else ""
        money = numbers.million(abs(float(getattr(item, euro))))
        pattern = "part" if value > 0 else "back"
        yield side, words(f"league.{pattern}.{key}", lost=lost, money=money, equals=equals)


def _called(book: Edition, item: Any, indication: str) -> str:
    """The name of another indication; where only the number of its patients changes, that."""
    name = book.figures.names[indication]
    for side in ("for_more", "for_fewer"):
        if indication in str(getattr(item, side)).split("; "):
            return book.words(f"league.{side}", name=name)
    return name


def _chart(book: Book, table: pd.DataFrame, row: int, last: int) -> int:
    """Chart 6: the displacement ratio per indication, the dearest first; returns the row after it."""
    words = book.words
    known_ones = table[table["ratio"].notna() & (table["gained"] > 1e-9)]
    if known_ones.empty:
        return row
    shown, rest = known_ones.head(DRAWN), known_ones.iloc[DRAWN:]
    labels = charts.called(book, [str(name) for name in shown["indication"]])
    values = [float(value) for value in shown["ratio"]]
    if len(rest):
        labels.append(words("league.rest", n=len(rest)))
        values.append(float(rest["lost_elsewhere"].sum() / rest["gained"].sum()))
    data = charts.Data(book, "displacement", row, last + 3 + len(DETAIL))
    places = data.column(words("col.indication"), labels)
    found = data.column(words("league.ratio").replace("\n", " "), values, "0.00")
    title = words("league.chart_below" if known_ones["ratio"].max() < 1 else "league.chart")
    chart, options = charts.new_chart(book, "column", title, words("league.chart.alt"))
    end = {"value": True, "position": "outside_end", "num_format": "0.00", "font": {"size": 9, "color": f.TEXT}}
    chart.add_series(
        {
            "name": title,
            "categories": places,
            "values": found,
            "fill": {"color": f.ORANGE},
            "gap": 55,
            "data_labels": end,
        }
    )
    chart.set_legend({"none": True})
    charts.axes(chart, words("league.axis"), "0.0")
    high = 15 if len(labels) <= 6 else 19  # rows; many names are written aslant
    chart.set_size({"width": min(1100, pixels(*widths(book))), "height": 20 * high - 10})
    book.sheets["displacement"].insert_chart(row, LABEL, chart, options)
    return row + high
