"""What the public report says, as values and words: workbook and page are set from this list, and from nothing else.

What is not named here is not in the file. No net prices, discounts, chances of agreement and suppliers' limits, nor figures from
which they follow (the spending and the ICER of one product); totals only where they tell of no product (``disclosure``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from planner.errors import PlannerError
from planner.model.plan import Plan
from planner.report import formats as f
from planner.report.compared import Variants, changed_columns
from planner.report.edition import Edition
from planner.report.figures import ADMITTED, LATER, Figures
from planner.report.numbers import known
from planner.report.public_totals import Totals, totals
from planner.report.reasons import Reasons
from planner.scenario.certainty import SIGNS
from planner.scenario.route_sets import route_sets

COLUMNS = (
    "nr", "decision", "indication", "product", "route", "start", "list_price", "advice", "reference", "patients", "gained",
    "effectiveness", "necessity", "feasibility", "certainty", "reason",
)  # fmt: skip
CRITERIA = ("effectiveness", "necessity", "feasibility")
#: Variants may be shown if all that they change is here: money for all medicines together, and procedures. Whether a medicine
#: is admitted at another price, advice or reference value would bound what its supplier gives.
_OPEN = {
    "Frameworks": None, "BudgetLines": None, "Resources": None, "Care": None,
    "Phases": ("months", "work"),
    "Routes": ("lead_time_months", "files_before_months", "dossiers_per_year", "open_from", "open_to"),
    "Settings": ("displacement_mode", "growth_base", "growth_kind", "standings"),
}  # fmt: skip


class PublicEdition(Edition):
    """An edition that says that it is the public one, instead of the input's name and fingerprint."""

    @property
    def input_line(self) -> str:
        return self.words("public.footer")

    @property
    def file_line(self) -> str:
        return self.name("summary")

    @property
    def flag(self) -> str:
        """Of a plan that is not the base only the route sets that ship are named: a name may be what a supplier gives."""
        name = self.figures.scenario.name
        if name != "base" and not set(name.split(", ")) <= set(route_sets()):
            return self.words("public.flag")
        return super().flag


def texts(book: Edition, found: Totals | None, hidden: int) -> list[str]:
    """The first lines of the report: what it is, how many are admitted, and what is left out for whom."""
    words, figures = book.words, book.figures
    admitted = words.numbers.number(figures.kind_count(*ADMITTED))
    lines = [
        words("public.what"),
        words("public.not_again"),
        words("public.admitted", n=admitted, candidates=int(figures.plan.totals.candidates)),
    ]
    if found is None:
        lines.append(words("public.few"))
    if hidden:
        lines.append(words.counted("public.hidden", hidden))
    return lines


def decision_cells(book: Edition, reasons: Reasons, number: int, decision: Any) -> dict[str, tuple[object, str]]:
    """One indication: a value (None = does not apply) and its number format ("" = text), by column.

    Patients and QALYs are those of a signed agreement, so that no chance follows from them.
    """
    words, figures = book.words, book.figures
    given = figures.given[decision.indication]
    admitted = decision.kind in ADMITTED
    chance = float(decision.acceptance) if admitted and known(decision.acceptance) else np.nan
    if admitted and (_settled_later(figures, decision.route) or _fitted(given, decision.share)):
        chance = (
            np.nan
        )  # health before and after the negotiation would tell its chance, a share that just fits its price
    advice = words.advice(given["advice_low"], given["advice_high"], given["advice_kind"], short=True)
    cells: dict[str, tuple[object, str]] = {
        "nr": (number, f.NUM),
        "decision": (words.kind(decision.kind), ""),
        "indication": (decision.name, ""),
        "product": (decision.product, ""),
        "route": (decision.route_name or None, ""),
        "start": (f.month(decision) if admitted else None, f.MONTH),
        "list_price": (decision.list_price, f.NUM),
        "advice": (advice, ""),
        "reference": (decision.reference_value, f.NUM),
        "patients": (decision.patients / chance if admitted else None, f.NUM),
        "gained": (decision.qalys / chance if admitted else None, f.decimals_format(figures.table_decimals)),
        "certainty": (SIGNS[decision.certainty], ""),
        "reason": (reasons.of(decision.indication).lead, ""),
    }
    for name in CRITERIA:
        code = given[name]
        cells[name] = (words(f"criterion.{code}") if isinstance(code, str) and code else None, "")
    return {name: (value if _stated(value) else None, style) for name, (value, style) in cells.items()}


def _stated(value: object) -> bool:
    return isinstance(value, str) or known(value)


def _fitted(given: Any, share: float) -> bool:
    """Whether the plan takes a part of what it may: as much as the money for it allows."""
    return share < (given["max_coverage"] if given["divisible"] else 1.0) - 1e-9


def _settled_later(figures: Figures, route: str) -> bool:
    """Whether the price is negotiated when the term of the route ends."""
    routes = figures.scenario.table("Routes").set_index("route")
    return bool(routes.loc[route, "at_end"] == "convert" and routes.loc[route, "definitive_price"] == "negotiated")


@dataclass(frozen=True)
class Side:
    """Base and the variants that may be shown: name, admitted, of which later; how many variants are left out."""

    rows: list[tuple[str, int, int]]
    hidden: int


def variants(book: Edition, found: Mapping[str, Plan | PlannerError]) -> Side:
    """How many each plan admits: no totals, as the difference between two plans may be one product, and no prices.

    Only beside plans of three products or more: whether one product fits a budget bounds what it costs.
    """
    every = Variants(book.figures, found)
    base = book.figures.scenario
    kept = {}
    if totals(book.figures.plan) is not None:
        others = {name: one for name, one in every.plans.items() if name != "base" and _is_open(base, one)}
        kept = {name: one for name, one in others.items() if totals(one.plan) is not None}
    rows = [
        (book.words("variants.base") if name == "base" else name, one.kind_count(*ADMITTED), one.kind_count(*LATER))
        for name, one in {"base": every.base, **kept}.items()
    ]
    return Side(rows if kept else [], len(found) - len(kept))


def _is_open(base: Any, other: Figures) -> bool:
    """Whether all that a variant changes may be known."""
    changed = changed_columns(base, other.scenario)
    return bool(changed) and all(
        (columns := _OPEN.get(sheet, ())) is None or column in columns for sheet, column in changed
    )


def decisions(book: Edition, reasons: Reasons) -> list[dict[str, tuple[object, str]]]:
    """The cells of every indication, in the order of the sheet Decisions."""
    rows = book.figures.decision_rows
    return [decision_cells(book, reasons, number, row) for number, row in enumerate(rows, start=1)]
