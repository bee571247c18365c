"""The price ladder: per candidate what is asked, paid, advised and worth, as a share of the list price."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from planner.report.edition import Edition
from planner.report.figures import ADMITTED, rows_of
from planner.report.numbers import known
from planner.report.prices import Bar, largest, price_bars
from planner.report.reasons import Reasons

#: The lowest and the highest advised reduction, and whether it is a minimum or must be exceeded; NaN and None where not stated.
Advice = tuple[float, float, str | None]


@dataclass(frozen=True)
class Rung:
    """One candidate; places in percent of the list price (cut off at 100), None where not known."""

    indication: str
    name: str
    facts: str
    paid: float
    worth: float
    beyond: bool
    advice: tuple[float, float] | None
    walk_away: float | None
    fits: bool
    verdict: str


@dataclass(frozen=True)
class Ladder:
    shown: list[Rung]
    rest: list[Rung]
    advised: bool
    walk_away: bool


def ladder(book: Edition, reasons: Reasons, walk: pd.DataFrame | None = None) -> Ladder | None:
    """The largest candidates first shown, then the others; best price for its worth on top. None where no price is known.

    ``walk`` holds walk-away prices (columns indication and walk_away; infinite where nothing limits them).
    """
    bars = price_bars(book, reasons)
    if not bars:
        return None
    first = {bar.indication for bar in largest(bars)}
    items = {str(item.indication): item for item in rows_of(book.figures.decisions)}
    table = book.figures.scenario.table("Indications")
    columns = [table[name] for name in ("advice_low", "advice_high", "advice_kind")]
    advised = dict(zip(table["indication"], zip(*columns, strict=True), strict=True))
    most = {} if walk is None else dict(zip(walk["indication"], walk["walk_away"], strict=True))
    rungs = [
        (bar, _rung(book, items[bar.indication], bar, advised[bar.indication], most.get(bar.indication)))
        for bar in sorted(bars, key=lambda bar: bar.ratio)
    ]
    every = [rung for _, rung in rungs]
    return Ladder(
        [rung for bar, rung in rungs if bar.indication in first],
        [rung for bar, rung in rungs if bar.indication not in first],
        any(rung.advice for rung in every),
        any(rung.walk_away is not None for rung in every),
    )


def _rung(book: Edition, item: Any, bar: Bar, advice: Advice, most: float | None) -> Rung:
    words, numbers = book.words, book.words.numbers
    listed = float(item.list_price)
    paid = float(item.net_price) if item.kind in ADMITTED else bar.paid
    worth = bar.worth
    low, high, kind = advice
    stated = [float(share) for share in (low, high) if known(share)]
    key = "net" if item.kind in ADMITTED else "offer"
    parts = [
        words("html.price.list", price=numbers.euro(listed)),
        words(f"html.price.{key}", price=numbers.euro(paid)),
        words("html.price.worth", price=numbers.euro(worth)) if worth > 0 else words("html.price.worth_never"),
    ]
    if stated:
        parts.append(words("html.price.advice", advice=words.advice(low, high, kind)))
    if most is not None and known(most):
        parts.append(words("html.price.walk", price=numbers.euro(most)))
    place = None if most is None or most != most else _place(most / listed)  # noqa: PLR0124 - NaN: at no price
    apart = numbers.euro(abs(worth - paid))
    fits = bar.ratio <= 1
    same = abs(worth - paid) < 0.5
    verdict = words("html.price.same" if same else "html.price.below" if fits else "html.price.above", price=apart)
    return Rung(
        bar.indication, bar.name, " · ".join(parts), _place(paid / listed), _place(worth / listed), worth > listed,
        (_place(1 - max(stated)), _place(1 - min(stated))) if stated else None, place, fits, verdict,
    )  # fmt: skip


def _place(share: float) -> float:
    return round(100 * min(1.0, max(0.0, share)), 1)
