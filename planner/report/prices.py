"""The charts of prices and care on Summary: price against worth (3), care that gives way (4), discounts asked and given."""

from __future__ import annotations

from dataclasses import dataclass

from planner.report import charts
from planner.report import formats as f
from planner.report.displaced import CareBar
from planner.report.edition import Edition
from planner.report.figures import ADMITTED
from planner.report.layout import Book
from planner.report.numbers import known
from planner.report.reasons import Reasons
from planner.scenario.frames import rows_of

MOST = 20
CUT = 2.5
_FONT = {"name": "Calibri", "size": 9, "color": f.TEXT}


@dataclass(frozen=True)
class Shown:
    """What the price chart shows: how many of how many, and which footnotes it needs."""

    count: int = 0
    total: int = 0
    offers: bool = False
    derived: bool = False
    height: int = 0


@dataclass(frozen=True)
class Bar:
    """A candidate: the price that is paid or offered, the cost-effective one [EUR per patient-year], and their ratio."""

    indication: str
    name: str
    paid: float
    worth: float
    ratio: float
    admitted: bool
    derived: bool
    weight: float


def price_bars(book: Edition, reasons: Reasons) -> list[Bar]:
    """Net price, or lowest offer, as a share of the cost-effective price, of each candidate for which both are known."""
    found = []
    for item in book.figures.decision_rows:
        if item.kind == "stay":
            continue
        admitted = item.kind in ADMITTED
        price = reasons.prices.cost_effective_price(item.indication)
        offer = (
            item.net_price if admitted else item.list_price * (1 - reasons.prices.supplier_discount(item.indication))
        )
        if not (known(price) and known(offer)):
            continue
        ratio = offer / price if price > 0 else float("inf")
        derived = book.figures.certainties.derived_from_advice(item.indication)
        weight = abs(item.spending) if admitted else _list_budget(book, item.indication)
        found.append(
            Bar(
                str(item.indication),
                str(item.name),
                float(offer),
                float(price),
                ratio,
                admitted,
                derived,
                float(weight),
            )
        )
    return found


def largest(bars: list[Bar]) -> list[Bar]:
    """At most ``MOST``: the largest that are admitted, and (a third of the places at least) the largest that are not."""
    ordered = sorted(bars, key=lambda bar: -bar.weight)
    inside = [bar for bar in ordered if bar.admitted]
    outside = [bar for bar in ordered if not bar.admitted]
    places = max(MOST - len(inside), min(len(outside), MOST // 3))
    return inside[: MOST - min(places, len(outside))] + outside[:places]


def _list_budget(book: Edition, indication: str) -> float:
    """A rough yearly budget at list price (EUR million), to choose the largest of many that are not admitted."""
    row = book.figures.given[indication]
    patients = float(row["new_patients"]) if known(row["new_patients"]) else 0.0
    return patients * float(row["treatment_years"]) * float(row["list_price"]) / 1e6


def price_chart(book: Book, reasons: Reasons, data: charts.Data, row: int, column: int, size: tuple[int, int]) -> Shown:
    """Chart 3: bars from 100%, blue to the left (cheaper than the gain is worth), orange to the right; best on top."""
    words, every = book.words, price_bars(book, reasons)
    bars = largest(every)
    bars.sort(key=lambda bar: -bar.ratio)
    if not bars:
        return Shown()
    labels = data.column(words("col.indication"), [_label(book, bar) for bar in bars])
    below = data.column("≤ 100%", [bar.ratio if bar.ratio <= 1 else None for bar in bars], "0%")
    above = data.column("> 100%", [min(bar.ratio, CUT) if bar.ratio > 1 else None for bar in bars], "0%")
    count = sum(bar.ratio > 1 for bar in bars)
    title = words("chart.price.all_dear" if count == len(bars) > 1 else "chart.price")
    description = words("chart.price.alt", above=count, below=len(bars) - count)
    chart, options = charts.new_chart(book, "bar", title, description)
    cut = any(bar.ratio > CUT for bar in bars)
    dear = words("series.dearer_cut" if cut else "series.dearer")
    for name, values, colour, there in (
        (words("series.cheaper"), below, f.BLUE, count < len(bars)),
        (dear, above, f.ORANGE, count > 0),
    ):
        if there:
            look = {"fill": {"color": colour}, "gap": 35, "overlap": 100}
            chart.add_series({"name": name, "categories": labels, "values": values, **look})
    chart.set_y_axis(
        {"num_font": _FONT, "label_position": "low", "line": {"color": f.GREY_DARK}, "major_tick_mark": "none"}
    )
    chart.set_x_axis(
        {
            "num_font": _FONT,
            "num_format": "0%",
            "min": 0,
            "max": CUT,
            "major_unit": 0.5,
            "crossing": 1,
            "line": {"none": True},
            "major_gridlines": {"visible": True, "line": {"color": f.GRID, "width": 0.75}},
        }
    )
    height = min(size[1], 24 * len(bars) + 110)
    charts.on_summary(book, chart, options, row, column, (size[0], height))
    offers, derived = any(not bar.admitted for bar in bars), any(bar.derived for bar in bars)
    return Shown(len(bars), len(every), offers, derived, height)


def _label(book: Book, bar: Bar) -> str:
    """The name; what is cut off, or just at 100%, carries its figure; * not admitted, † gain derived from the advice."""
    text = bar.name
    if abs(bar.ratio - 1) < 0.005:  # its bar has no length
        text += " (100%)"
    elif bar.ratio == float("inf"):
        text += f" ({book.words('price.never')})"
    elif bar.ratio > CUT:
        text += f" ({book.words.numbers.percent(bar.ratio, 0)})"
    marks = ("*" if not bar.admitted else "") + ("†" if bar.derived else "")
    return f"{text} {marks}".strip()


def care_chart(book: Book, bars: list[CareBar], data: charts.Data, row: int, column: int, size: tuple[int, int]) -> int:
    """Chart 4: QALYs lost per category, the natural units in the label, the value at the end of the bar; returns its height."""
    words = book.words
    upward = bars[::-1]
    labels = data.column(words("binds.title"), [bar.label for bar in upward])
    values = data.column("QALY", [bar.qalys for bar in upward], "#,##0")
    room = any(bar.colour == f.ORANGE_LIGHT for bar in upward)
    title = words("chart.care.room" if room else "chart.care")
    chart, options = charts.new_chart(book, "bar", title, words("chart.care.alt"))
    points = [{"fill": {"color": bar.colour}} for bar in upward]
    small = max(bar.qalys for bar in upward) < 10
    chart.add_series(
        {
            "name": title,
            "categories": labels,
            "values": values,
            "fill": {"color": f.ORANGE},
            "points": points,
            "gap": 45,
            "data_labels": {
                "value": True,
                "position": "outside_end",
                "num_format": "#,##0.0" if small else "#,##0",
                "font": _FONT,
            },
        }
    )
    chart.set_legend({"none": True})
    chart.set_y_axis({"num_font": _FONT, "line": {"color": f.GREY_DARK}, "major_tick_mark": "none"})
    chart.set_x_axis({"visible": False, "min": 0, "major_gridlines": {"visible": False}})
    height = min(size[1], 34 * len(upward) + 60)
    charts.on_summary(book, chart, options, row, column, (size[0], height))
    return height


def discounts(book: Book, reasons: Reasons, data: charts.Data, row: int, column: int, size: tuple[int, int]) -> bool:
    """Where nothing is admitted: per candidate the supplier's largest discount against the discount that is needed."""
    words = book.words
    rows = [
        (str(one.indication), float(one.supplier_discount), float(one.needed_discount))
        for one in rows_of(reasons.frame)
        if known(one.supplier_discount) and known(one.needed_discount) and one.code == "too_dear"
    ]
    if not rows:
        return False
    rows = sorted(rows, key=lambda item: -(item[2] - item[1]))[:8][::-1]
    labels = data.column(words("col.indication"), [book.figures.names[name] for name, _, _ in rows])
    needed = data.column(words("series.needed"), [value for _, _, value in rows], "0%")
    offered = data.column(words("series.offered"), [value for _, value, _ in rows], "0%")
    short = all(asked > given for _, given, asked in rows)
    title = words("chart.discount.short" if short else "chart.discount")
    chart, options = charts.new_chart(book, "bar", title, words("chart.discount.alt"))
    for name, values, colour in (("series.needed", needed, f.NAVY), ("series.offered", offered, f.BLUE)):
        labels_at_end = {"value": True, "position": "outside_end", "num_format": "0%", "font": _FONT}
        chart.add_series(
            {
                "name": words(name),
                "categories": labels,
                "values": values,
                "fill": {"color": colour},
                "gap": 60,
                "data_labels": labels_at_end,
            }
        )
    chart.set_y_axis({"num_font": _FONT, "line": {"color": f.GREY_DARK}, "major_tick_mark": "none"})
    chart.set_x_axis(
        {
            "num_font": _FONT,
            "num_format": "0%",
            "min": 0,
            "max": 1,
            "line": {"none": True},
            "major_gridlines": {"visible": True, "line": {"color": f.GRID}},
        }
    )
    charts.on_summary(book, chart, options, row, column, size)
    return True
