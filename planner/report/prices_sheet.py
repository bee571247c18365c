"""The sheet Prices: from list price to what it is worth, per candidate; the price ladder; one price per product."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from planner.report import charts
from planner.report import formats as f
from planner.report.answered import frame_of
from planner.report.decisions import tint_decisions
from planner.report.figures import ADMITTED
from planner.report.layout import Book, merged_text, page_height, pixels, print_scale, text_height
from planner.report.numbers import DASH, known
from planner.report.objective import by_net_qalys
from planner.report.prices import MOST, largest, price_bars
from planner.report.reasons import Reasons
from planner.report.wording import Words
from planner.scenario.frames import rows_of

HEADER, FIRST = 3, 4
#: The smallest print scale (percent) at which the sheet is put on one page.
SMALLEST = 60
#: Column and width.
COLUMNS = {
    "indication": 46, "decision": 18, "list_price": 11, "lowest": 11, "in_plan": 11, "price_star": 12, "walk_away": 12,
    "price_share": 11, "offered": 10, "advice": 11, "entry": 11, "outlay": 12, "room": 46,
}  # fmt: skip


@dataclass(frozen=True)
class Priced:
    """One candidate: what the plan decides, and a row of ``prices.walk_away``.

    ``worth`` is the cost-effective price [EUR per patient-year], ``closed`` says that no route is open.
    """

    decision: Any
    found: Any
    worth: float
    closed: bool

    @property
    def admitted(self) -> bool:
        return self.decision.kind in ADMITTED

    @property
    def lowest(self) -> float:
        """The lowest price that the supplier is known to take: where a route fixes the price, the one in the plan."""
        low, paid = float(self.found.zone_low), float(self.decision.net_price)
        return min(low, paid) if self.admitted and known(low) else paid if self.admitted else low

    @property
    def zone(self) -> float:
        """The highest admissible price less the lowest [EUR per patient-year]; negative where they do not meet."""
        return float(self.found.zone_high) - self.lowest

    @property
    def paid(self) -> float:
        """The price in the plan, or the lowest offer of who is left out."""
        return float(self.decision.net_price) if self.admitted else self.lowest

    @property
    def share(self) -> float:
        """That price as a share of the cost-effective one; infinite where that is not above 0."""
        if not (known(self.paid) and known(self.worth)):
            return np.nan
        return self.paid / self.worth if self.worth > 0 else np.inf


def priced(book: Book, reasons: Reasons) -> list[Priced]:
    """A row per candidate: what is admitted first, each by price as a share of the cost-effective price."""
    table = frame_of(book.answers, "prices")
    if table is None:
        return []
    decided = {str(item.indication): item for item in book.figures.decision_rows}
    rows = []
    for item in rows_of(table):
        name = str(item.indication)
        closed = reasons.of(name).code == "no_route"
        rows.append(Priced(decided[name], item, reasons.prices.cost_effective_price(name), closed))
    return sorted(rows, key=lambda row: (not row.admitted, np.nan_to_num(row.share, nan=np.inf, posinf=np.inf)))


def write_prices(book: Book, reasons: Reasons) -> None:
    """Writes the sheet; the book has answers with prices."""
    sheet, words = book.sheets["prices"], book.words
    rows, last = priced(book, reasons), len(COLUMNS)
    sheet.set_column(0, 0, 1.6)
    for at, width in enumerate(COLUMNS.values(), start=1):
        sheet.set_column(at, at, width)
    book.purpose(sheet, book.name("prices"), words("prices.purpose", year=book.figures.price_year), last)
    left = {list(COLUMNS).index(name) for name in ("indication", "decision", "room")}
    book.header(sheet, HEADER, 1, [words(f"prices.{name}") for name in COLUMNS], left=left, indent=1)
    book.set_height("prices", HEADER, 45)
    sheet.freeze_panes(FIRST, 2)
    for offset, row in enumerate(rows):
        _row(book, FIRST + offset, row)
    end = FIRST + len(rows) - 1
    sheet.autofilter(HEADER, 1, end, last)
    tint_decisions(book, sheet, FIRST, end, 2)
    dear = book.workbook.add_format({"font_color": f.ORANGE_TEXT, "bold": True})
    share = 1 + list(COLUMNS).index("price_share")
    over = {"type": "cell", "criteria": ">", "value": 1.0000001, "format": dear}
    sheet.conditional_format(FIRST, share, end, share, over)
    aim = words("prices.aim" if by_net_qalys(book.figures.scenario) else "prices.aim.objective")
    after = _note(book, end + 1, words("prices.note", aim=aim))
    if any(row.found.estimated for row in rows):
        exact = sum(not row.found.estimated for row in rows)
        after = _note(book, after, words("prices.note.estimated", n=words.numbers.count(exact)))
    products = after + 1
    ladder = _products(book, products)
    after = _ladder(book, reasons, rows, ladder)
    scale = print_scale(sum(COLUMNS.values()))
    one_page = int(100 * page_height(100) / (book.height("prices", 0, after + 1) + 40))
    if one_page >= SMALLEST:
        scale = min(scale, one_page)
    else:
        long = book.height("prices", 0, products) > page_height(scale)
        if long:
            sheet.repeat_rows(HEADER)
        # Under heads that are repeated a row is free, so that those of the next table are not taken for more of them.
        sheet.set_h_pagebreaks(book.breaks("prices", [products - long, ladder], after + 1, scale))
    book.paper(sheet, scale=scale)
    sheet.print_area(0, 0, after, last)


def _row(book: Book, row: int, item: Priced) -> None:
    sheet, words, formats = book.sheets["prices"], book.words, book.formats
    given = book.figures.given[str(item.decision.indication)]
    room = room_in_words(words, item)
    values: dict[str, tuple[object, str]] = {
        "list_price": (item.found.list_price, f.NUM),
        "lowest": (item.lowest, f.NUM),
        "in_plan": (item.decision.net_price if item.admitted else None, f.NUM),
        "price_star": (max(0.0, item.worth) if known(item.worth) else None, f.NUM),
        "walk_away": (words("prices.no_limit") if item.found.walk_away == np.inf else item.found.walk_away, f.NUM),
        "price_share": (min(item.share, 99.99), '[>9.995]"> "0%;0%'),
        "offered": (item.found.supplier_discount, f.PCT),
        "advice": (words.advice(given["advice_low"], given["advice_high"], given["advice_kind"], short=True), ""),
        "entry": (None if item.admitted else item.found.entry_discount, f.PCT1),
        "outlay": (book.figures.impact["outlay_advised"][str(item.decision.indication)], f.NUM1),
        "room": (room, ""),
    }
    sheet.write_string(row, 1, item.decision.name, formats.cell(text_wrap=True))
    sheet.write_string(row, 2, words.kind(item.decision.kind), formats.cell(text_wrap=True, indent=1))
    for at, (name, (value, style)) in enumerate(values.items(), start=3):
        side = {"text_wrap": True, "indent": 1} if name == "room" else {"align": "right"}
        if isinstance(value, str):
            sheet.write_string(row, at, value, formats.cell(**side))
        elif known(value):
            sheet.write_number(row, at, float(value), formats.cell(style, bold=name == "in_plan"))  # type: ignore[arg-type]
        else:
            sheet.write_string(row, at, DASH, formats.cell(align="right", font_color=f.GREY_DARK))
    texts = (("indication", str(item.decision.name)), ("decision", words.kind(item.decision.kind)), ("room", room))
    height = max(text_height(text, COLUMNS[name] - 1) for name, text in texts)
    book.set_height("prices", row, height)


def room_in_words(words: Words, item: Priced) -> str:
    """What lies between the supplier's lowest price and the highest that may be signed."""
    numbers, found = words.numbers, item.found
    if item.closed:
        return words("prices.room.closed")
    if np.isnan(found.walk_away):
        return words("prices.room.never")
    if not known(found.zone_high):
        return words("prices.room.ceiling")
    if not known(item.lowest):
        return words("prices.room.unknown", price=numbers.price(float(found.zone_high)))
    zone = item.zone
    proven = "" if found.proven else " " + words(f"prices.room.{'estimated' if found.estimated else 'unproven'}")
    if zone < -0.5:
        short = 100 * (float(found.entry_discount) - float(found.supplier_discount))
        points = numbers.number(short, 1 if short >= 0.095 else 2)
        return words("prices.room.short", points=points) + proven
    if not item.admitted or zone <= 0.5:
        return words("prices.room.chance" if zone > 0.5 else "prices.room.same", price=numbers.euro(zone)) + proven
    signed = float(found.zone_high) - item.paid
    key = "all" if signed > zone - 0.5 else "edge" if signed < 0.5 else "below"
    return words(f"prices.room.{key}", price=numbers.euro(zone), signed=numbers.euro(signed)) + proven


def _note(book: Book, row: int, text: str) -> int:
    sheet = book.sheets["prices"]
    merged_text(sheet, row, 1, len(COLUMNS), text, book.formats.note_under())
    book.set_height("prices", row, f.UNDER + text_height(text, sum(COLUMNS.values()), 9, 12.75))
    return row + 1


def _products(book: Book, row: int) -> int:
    """One price for a product with several indications, where there are any; returns the row after."""
    table = frame_of(book.answers, "products")
    if table is None:
        return row
    sheet, words, formats, names = book.sheets["prices"], book.words, book.formats, book.figures.names
    last = len(COLUMNS)
    book.header(sheet, row, 1, [words("prices.product"), "", words("prices.factor"), words("prices.least_discount")])
    merged_text(sheet, row, 5, last, words("prices.together"), formats.header(indent=1))
    book.set_height("prices", row, 30)
    for item in rows_of(table):
        row += 1
        together = ", ".join(names[name] for name in str(item.indications).split("; "))
        if item.factor == np.inf:
            together += " " + words("prices.product.no_limit")
        elif not known(item.factor):
            together += " " + words("prices.product.never")
        sheet.write_string(row, 1, str(item.product), formats.cell(text_wrap=True))
        sheet.write_blank(row, 2, None, formats.cell())
        discount = max(0.0, float(item.discount)) if known(item.discount) else item.discount
        for at, value in ((3, item.factor), (4, discount)):
            if known(value):
                sheet.write_number(row, at, float(value), formats.cell(f.PCT1))
            else:
                sheet.write_string(row, at, DASH, formats.cell(align="right", font_color=f.GREY_DARK))
        merged_text(sheet, row, 5, last, together, formats.cell(text_wrap=True, indent=1))
        book.set_height("prices", row, text_height(together, sum(list(COLUMNS.values())[4:]) - 2))
    return _note(book, row + 1, words("prices.product.note")) + 1


def _ladder(book: Book, reasons: Reasons, rows: Sequence[Priced], row: int) -> int:
    """Chart 7: per candidate the price, the highest that may be signed and the advice, as a share of the list price."""
    words = book.words
    kept = {bar.indication for bar in largest(price_bars(book, reasons))}
    drawn = [
        item for item in rows if item.decision.indication in kept and known(item.paid) and item.found.list_price > 0
    ]
    if not drawn:
        return row - 1
    data = charts.Data(book, "prices", HEADER, len(COLUMNS) + 2)
    labels = data.column(
        words("col.indication"), charts.called(book, [str(item.decision.indication) for item in drawn])
    )
    title = words("prices.ladder")
    chart, options = charts.new_chart(book, "line", title, words("prices.ladder.alt"))
    listed = [float(item.found.list_price) for item in drawn]
    given = [book.figures.given[str(item.decision.indication)] for item in drawn]
    advised = [(1 - own["advice_low"], 1 - own["advice_high"]) for own in given]
    series: list[tuple[str, list[float], str, str, int]] = [
        ("prices.series.advice_high", [high for high, _ in advised], f.GREY_DARK, "long_dash", 9),
        ("prices.series.advice_low", [low for _, low in advised], f.GREY_DARK, "long_dash", 9),
        ("prices.series.paid", [item.paid / price for item, price in zip(drawn, listed, strict=True)], f.BLUE, "circle", 8),
        ("prices.series.admissible", [float(item.found.zone_high) / price for item, price in zip(drawn, listed, strict=True)],
         f.ORANGE, "diamond", 9),
    ]  # fmt: skip
    for name, values, colour, shape, size in series:
        if not any(known(value) for value in values):
            continue
        marker = {"type": shape, "size": size, "fill": {"color": colour}, "border": {"color": colour}}
        place = data.column(words(name), values, "0%")
        chart.add_series(
            {"name": words(name), "categories": labels, "values": place, "line": {"none": True}, "marker": marker}
        )
    chart.show_blanks_as("gap")
    charts.axes(chart, words("prices.ladder.axis"), "0%", min=0, max=1, major_unit=0.2)
    high = 17 if len(drawn) <= 6 else 24  # rows; many names are written aslant
    chart.set_size({"width": pixels(*list(COLUMNS.values())[:-1]), "height": 20 * high - 10})
    book.sheets["prices"].insert_chart(row, 1, chart, options)
    end = row + high
    candidates = len(rows)
    text = words("prices.ladder.some", n=len(drawn), total=candidates) if len(drawn) < candidates > MOST else ""
    return _note(book, end, text) if text else end
