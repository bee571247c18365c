"""The public page: the public report (``public_content``) as one HTML file, set by a template of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from planner.errors import PlannerError
from planner.model.plan import Plan
from planner.report import formats
from planner.report import public_content as content
from planner.report.conditions import Conditions
from planner.report.edition import Edition
from planner.report.numbers import DASH, known
from planner.report.open_routes import case_files, state_of, why
from planner.report.public_totals import MONEY, TOTALS, Totals
from planner.report.public_totals import totals as totals_of
from planner.report.reasons import Reasons
from planner.scenario.frames import rows_of

#: The columns of figures of the table of decisions, and the texts beside them.
FIGURES = ("start", "list_price", "advice", "reference", "patients", "gained")


def public_content(book: Edition, found: Mapping[str, Plan | PlannerError]) -> dict[str, Any]:
    """Everything that the public template shows, under the names by which it asks; texts only."""
    words, reasons = book.words, Reasons(book.figures, book.words)
    side, totals = content.variants(book, found), totals_of(book.figures.plan)
    admitted, *texts = _admitted_first(content.texts(book, totals, side.hidden))
    return {
        "w": words,
        "f": formats,
        "book": book,
        "columns": FIGURES,
        "headline": admitted,
        "texts": texts,
        "totals": _totals(book, totals),
        "years": totals.years if totals else [],
        "rows": [_row(book, cells) for cells in content.decisions(book, reasons)],
        "files": _case_files(book, reasons),
        "side": [(name, *(words.numbers.number(count) for count in counts)) for name, *counts in side.rows],
    }


def _admitted_first(texts: list[str]) -> list[str]:
    what, not_again, admitted, *more = texts
    return [admitted, what, *more, not_again]


def _totals(book: Edition, totals: Totals | None) -> list[tuple[str, list[str]]]:
    """Label and figures, one per year and one for all."""
    if totals is None:
        return []
    numbers, decimals = book.words.numbers, book.figures.table_decimals
    found = []
    for name in TOTALS:
        places = 1 if name in MONEY else decimals
        cells = [numbers.number(float(value), places) if known(value) else DASH for value in totals.cells(name)]
        found.append((book.words(f"public.{name}"), cells))
    return found


def _row(book: Edition, cells: Mapping[str, tuple[object, str]]) -> dict[str, str]:
    decimals = {"gained": book.figures.table_decimals}
    return {name: _text(book, value, style, decimals.get(name, 0)) for name, (value, style) in cells.items()}


def _text(book: Edition, value: object, style: str, decimals: int) -> str:
    if value is None:
        return DASH
    if isinstance(value, str):
        return value
    number = float(str(value))
    return formats.month_text(number) if style == formats.MONTH else book.words.numbers.number(number, decimals)


def _case_files(book: Edition, reasons: Reasons) -> list[tuple[str, list[tuple[str, str, str, str]]]]:
    """Per indication its routes: name, standing, whether it is open or chosen, and why."""
    words, conditions = book.words, Conditions(reasons, public=True)
    found: dict[str, list[tuple[str, str, str, str]]] = {}
    for pair in rows_of(case_files(book)):
        if isinstance(pair.route, str):
            texts = (pair.route_name, words(f"standing.{pair.route_standing}"), words(f"routes.state.{state_of(pair)}"))
        else:
            texts = (DASH, DASH, DASH)
        found.setdefault(str(pair.name), []).append((*texts, why(conditions, pair)))
    return list(found.items())
