"""The price ladder: per candidate what is asked, paid, advised and admissible, as a share of the list price.

Admissible is the cost-effective price, and where prices were asked the lowest of walk-away price, ceiling and list price: then
the ladder is that of the sheet Prices.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from planner.report.answered import frame_of
from planner.report.edition import Edition
from planner.report.figures import ADMITTED
from planner.report.numbers import known
from planner.report.prices import Bar, largest, price_bars
from planner.report.reasons import Reasons
from planner.scenario.frames import rows_of

#: The lowest and the highest advised reduction, and whether it is a minimum or must be exceeded; NaN and None where not stated.
Advice = tuple[float, float, str | None]


@dataclass(frozen=True)
class Rung:
    """One candidate; places in percent of the list price (cut off at 100); ``worth`` is the place of the diamond."""

    indication: str
    name: str
    facts: str
    paid: float
    worth: float
    beyond: bool
    advice: tuple[float, float] | None
    fits: bool
    verdict: str


@dataclass(frozen=True)
class Ladder:
    shown: list[Rung]
    rest: list[Rung]
    advised: bool
    asked: bool


def ladder(book: Edition, reasons: Reasons) -> Ladder | None:
    """The largest candidates first shown, then the others; best price for its worth on top. None where no price is known."""
    bars = price_bars(book, reasons)
    if not bars:
        return None
    first = {bar.indication for bar in largest(bars)}
    items = {str(item.indication): item for item in book.figures.decision_rows}
    table = book.figures.scenario.table("Indications")
    columns = [table[name] for name in ("advice_low", "advice_high", "advice_kind")]
    advised = dict(zip(table["indication"], zip(*columns, strict=True), strict=True))
    prices = frame_of(book.answers, "prices")
    asked = {} if prices is None else {str(row.indication): row for row in rows_of(prices)}
    rungs = [
        (bar, _rung(book, items[bar.indication], bar, advised[bar.indication], asked.get(bar.indication)))
        for bar in sorted(bars, key=lambda bar: bar.ratio)
    ]
    every = [rung for _, rung in rungs]
    return Ladder(
        [rung for bar, rung in rungs if bar.indication in first],
        [rung for bar, rung in rungs if bar.indication not in first],
        any(rung.advice for rung in every),
        bool(asked),
    )


def _rung(book: Edition, item: Any, bar: Bar, advice: Advice, asked: Any | None) -> Rung:
    words, numbers = book.words, book.words.numbers
    listed = float(item.list_price)
    paid = float(item.net_price) if item.kind in ADMITTED else bar.paid
    worth = bar.worth if asked is None else _admissible(asked)
    low, high, kind = advice
    stated = [float(share) for share in (low, high) if known(share)]
    key = "net" if item.kind in ADMITTED else "offer"
    parts = [
        words("html.price.list", price=numbers.price(listed)),
        words(f"html.price.{key}", price=numbers.price(paid)),
        words("html.price.worth", price=numbers.price(bar.worth)) if bar.worth > 0 else words("html.price.worth_never"),
    ]
    if stated:
        parts.append(words("html.price.advice", advice=words.advice(low, high, kind)))
    if asked is not None and known(asked.walk_away):
        key = "walk_estimated" if asked.estimated else "walk"
        parts.append(words(f"html.price.{key}", price=numbers.price(float(asked.walk_away))))
    apart = numbers.euro(abs(worth - paid))
    fits = paid <= worth + 0.5
    same = abs(worth - paid) < 0.5
    verdict = words("html.price.same" if same else "html.price.below" if fits else "html.price.above", price=apart)
    return Rung(
        bar.indication, bar.name, " · ".join(parts), _place(paid / listed), _place(worth / listed), worth > listed,
        (_place(1 - max(stated)), _place(1 - min(stated))) if stated else None, fits, verdict,
    )  # fmt: skip


def _admissible(asked: Any) -> float:
    """The highest price that may be signed; 0 where none may."""
    return float(asked.zone_high) if known(asked.zone_high) else 0.0


def _place(share: float) -> float:
    return round(100 * min(1.0, max(0.0, share)), 1)
