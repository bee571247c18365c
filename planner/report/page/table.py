"""The rows of the table of decisions, and of the variants, as the page shows them."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from planner.report.compared import FIGURES as OUTCOMES
from planner.report.compared import Variants
from planner.report.edition import Edition
from planner.report.figures import ADMITTED, CHANGED, DECISIONS
from planner.report.numbers import DASH, known
from planner.report.objective import aim_of
from planner.report.prices import price_bars
from planner.report.reasons import Reason, Reasons
from planner.report.unplanned import why_no_plan
from planner.report.variants import difference, remarks, status


@dataclass(frozen=True)
class Cell:
    """A figure: its text, and its value for sorting (None where there is none)."""

    text: str
    value: float | None = None


@dataclass(frozen=True)
class Decision:
    """One row of the table of decisions."""

    indication: str
    name: str
    product: str
    kind: str
    decision: str
    place: int
    route: str
    cells: dict[str, Cell]
    reason: Reason
    certainty: str
    printed: bool


#: Paper shows at most so many rows; of more than that so many of those that are left out.
PAPER, NEAR = 100, 40
#: The columns of figures, in their order.
FIGURES = ("start", "discount", "patients", "gained", "spending")


def decisions(book: Edition, reasons: Reasons) -> list[Decision]:
    """A row per indication, in the order of the sheet Decisions."""
    words, kept = book.words, _printed(book, reasons)
    return [
        Decision(
            str(item.indication), str(item.name), str(item.product), str(item.kind), words.kind(item.kind),
            DECISIONS.index(item.kind), str(item.route_name or ""), _cells(book, item), reasons.of(item.indication),
            str(item.certainty), str(item.indication) in kept,
        )
        for item in book.figures.decision_rows
    ]  # fmt: skip


def _printed(book: Edition, reasons: Reasons) -> set[str]:
    """The indications that paper shows: all, or of many what is decided that gains most and what is left out nearest to the edge.

    Nearest to the edge is the price that differs least (as a ratio) from the cost-effective one.
    """
    decisions = book.figures.decisions
    if len(decisions) <= PAPER:
        return set(decisions["indication"])
    decided = book.figures.decided.sort_values("qalys", ascending=False, kind="stable")["indication"]
    inside = set(decided)
    outside = [bar for bar in price_bars(book, reasons) if bar.indication not in inside and 0 < bar.ratio < math.inf]
    near = sorted(outside, key=lambda bar: abs(math.log(bar.ratio)))[:NEAR]
    return set(decided.head(PAPER - NEAR)) | {bar.indication for bar in near}


def _cells(book: Edition, item: Any) -> dict[str, Cell]:
    if item.kind not in (*ADMITTED, *CHANGED):
        return dict.fromkeys(FIGURES, Cell(DASH))
    numbers = book.words.numbers
    qalys = float(item.qalys)
    return {
        "start": Cell(str(int(item.start_year)), float(item.start_year) + float(item.start_month) / 100),
        "discount": Cell(numbers.percent(float(item.discount)) if known(item.discount) else DASH, float(item.discount)),
        "patients": Cell(numbers.people(float(item.patients)), float(item.patients)),
        "gained": Cell(numbers.number(qalys, book.figures.table_decimals, sign=True), qalys),
        "spending": Cell(numbers.number(float(item.spending), 1), float(item.spending)),
    }


@dataclass(frozen=True)
class Variant:
    """One plan beside the others: its figures, the place of its net in the chart, and what differs from the base."""

    name: str
    cells: dict[str, Cell]
    net: float
    status: str
    changed: str
    solved: bool
    aim: str = ""


@dataclass(frozen=True)
class Side:
    """The variants, the scale of their chart (percent of the width at which zero lies), and what they have in common."""

    rows: list[Variant]
    zero: float
    remarks: str


def side_by_side(book: Edition, variants: Variants) -> Side | None:
    """The base and its variants; None where there are none."""
    if not variants.found:
        return None
    nets = [one.net for one in variants.plans.values()]
    low, high = min(0.0, *nets), max(0.0, *nets)
    span = (high - low) or 1.0
    rows = [_variant(book, variants, name, lambda net: 100 * (net - low) / span) for name in ("base", *variants.found)]
    return Side(rows, round(100 * -low / span, 2), remarks(book, variants))


def _variant(book: Edition, variants: Variants, name: str, place: Callable[[float], float]) -> Variant:
    words = book.words
    shown = words("variants.base") if name == "base" else name
    if name not in variants.plans:
        cells = dict.fromkeys(OUTCOMES, Cell(DASH))
        why = " ".join(why_no_plan(words, variants.failures[name]))
        return Variant(shown, cells, 0.0, words("variants.failed"), why, solved=False)
    one = variants.plans[name]
    changed = DASH if name == "base" else difference(book, variants, name)
    cells = {key: _outcome(book, variants, key, value) for key, value in variants.outcome(name).items()}
    aim = aim_of(words, one) if variants.aims_differ else ""
    return Variant(shown, cells, round(place(one.net), 2), status(book, one), changed, solved=True, aim=aim)


def _outcome(book: Edition, variants: Variants, key: str, value: float) -> Cell:
    numbers, decimals = book.words.numbers, variants.base.table_decimals
    if key == "admitted":
        return Cell(numbers.number(value), value)
    if key in ("spending", "displaced"):
        return Cell(numbers.number(value, 1), value)
    return Cell(numbers.number(value, decimals, sign=key in ("net", "against")), value)
