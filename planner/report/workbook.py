"""Writes the report workbook whole or not at all; where the old report is open, the new one gets another name."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import planner
from planner.analysis.answers import Answers
from planner.analysis.inflow import has_inflow
from planner.analysis.runs import Runs
from planner.asked import of_kind, path_to
from planner.model.plan import Plan
from planner.report import formats as f
from planner.report.answered import check_about, frame_of
from planner.report.audit import write_audit
from planner.report.binding import limits
from planner.report.budget import write_budget
from planner.report.compared import Variants
from planner.report.consistency import write_consistency
from planner.report.decisions import write_decisions
from planner.report.displaced import Displaced
from planner.report.displacement import page_width, write_displacement
from planner.report.figures import Figures
from planner.report.frontier_sheet import write_frontier
from planner.report.frontiers import has_frontiers
from planner.report.hangs_on import changed_by
from planner.report.inflow import write_inflow
from planner.report.inputs import input_sheets, write_inputs
from planner.report.layout import Book, page_breaks, print_scale
from planner.report.league import write_league
from planner.report.material import Material
from planner.report.open_routes import write_open_routes
from planner.report.prices_sheet import write_prices
from planner.report.public import write_public
from planner.report.put import put
from planner.report.reasons import Reasons
from planner.report.summary import write_summary
from planner.report.tradeoff import write_tradeoff
from planner.report.variants import write_variants
from planner.report.watch import Watch
from planner.report.wording import Words
from planner.scenario.cells import RESULT_SHEETS
from planner.scenario.layout import SheetLayout

TABS = {
    "summary": f.NAVY, "decisions": f.NAVY, "open_routes": f.NAVY, "consistency": f.NAVY, "budget": f.BLUE,
    "displacement": f.ORANGE, "prices": f.BLUE, "frontier": f.BLUE, "inflow": f.PURPLE, "variants": f.NAVY,
    "audit": f.TEXT_SECOND, "inputs": f.GREY,
}  # fmt: skip


def write_report(
    plan_or_runs: Plan | Runs,
    path: str | Path,
    *,
    answers: Answers | None = None,
    created: datetime | None = None,
    public: bool = False,
) -> Path:
    """Writes the report of a plan, or of a base and its variants, in the language of the scenario; returns where it is.

    The file is complete or not there: a failed write leaves the previous report as it was. Where that one is locked (open in
    Excel), the new report is kept beside it as ``name (2).xlsx`` and that path is returned. ``created`` is the moment that the
    report states (default: now). ``answers`` (``planner.answer``) adds what was asked of the plan; what was not asked
    is left out. Raises UsageError where the folder does not exist, the path does not end in .xlsx, and where the answers are
    about another plan.

    ``public`` leaves out net prices, discounts, chances of agreement, suppliers' limits, variants and answers, and gives totals
    over three products or more only; such a report cannot be read as an input.
    """
    of_kind(plan_or_runs, Plan, Runs)
    target, moment = path_to(path, ".xlsx"), created or datetime.now().astimezone()
    runs = Runs.of(plan_or_runs)
    if public:
        return put(target, lambda temporary: write_public(runs.base, runs.variants, temporary, moment))
    check_about(runs.base, answers)
    return put(target, lambda temporary: _write(runs, answers, temporary, moment))


def _write(runs: Runs, answers: Answers | None, path: Path, created: datetime) -> None:
    figures, found = Figures(runs.base), runs.variants
    workbook = f.new_workbook(path)
    words = Words(figures.scenario.settings.language)
    book = Book(words, figures, created, planner.__version__, workbook, answers=answers)
    pages = _add_sheets(book, bool(found))
    with warnings.catch_warnings():
        # XlsxWriter warns where it leaves something out: never silently.
        warnings.filterwarnings("error", module=r"xlsxwriter\.")
        _fill(book, Variants(figures, found), pages)
        workbook.close()


def _add_sheets(book: Book, variants: bool) -> list[tuple[SheetLayout, Any]]:
    """All sheets in their order, with tab colours and the property that names the result sheets; returns the input sheets."""
    there = {
        "variants": variants,
        "inflow": has_inflow(book.figures.plan),
        "prices": frame_of(book.answers, "prices") is not None,
        "frontier": has_frontiers(book.answers),
    }
    keys = [key for key in TABS if there.get(key, True)]
    for key in keys:
        book.sheets[key] = book.workbook.add_worksheet(book.name(key))
        book.sheets[key].set_tab_color(TABS[key])
    pages = [(layout, book.workbook.add_worksheet(layout.sheet)) for layout in input_sheets(book)]
    book.workbook.set_custom_property(RESULT_SHEETS, "|".join(book.name(key) for key in keys))
    book.workbook.set_properties(
        {
            "title": book.title,
            "subject": book.name("summary"),
            "comments": f"planner {book.version}",
            "created": book.created.replace(tzinfo=None),
        }
    )
    return pages


def _fill(book: Book, variants: Variants, pages: Sequence[tuple[SheetLayout, Any]]) -> None:
    """The sheets, in the order in which they refer to each other: Summary, which refers to all, last."""
    words, figures = book.words, book.figures
    reasons = Reasons(figures, words, book.answers)
    displaced = Displaced(book)
    stated = limits(words, figures)
    found = Watch(figures, words, reasons, stated, variants.failures, changed_by(book)).all()
    write_inputs(book, pages)
    write_decisions(book, reasons)
    write_open_routes(book, reasons)
    write_consistency(book, reasons)
    if "inflow" in book.sheets:
        write_inflow(book, reasons)
    write_budget(book)
    _write_displacement(book, displaced)
    if "prices" in book.sheets:
        write_prices(book, reasons)
    if "frontier" in book.sheets:
        write_frontier(book)
    if variants.found:
        write_variants(book, variants)
    write_audit(book, found)
    write_summary(book, Material(reasons, displaced, stated, found, variants if variants.found else None))


def _write_displacement(book: Book, displaced: Displaced) -> None:
    """Tables first, then on a new page what each indication costs others (the trade-off, where that was not asked).

    The scale is fixed, so that the page break holds.
    """
    sheet = book.sheets["displacement"]
    scale = print_scale(page_width(book))
    book.paper(sheet, scale=scale)
    row, heads = write_displacement(book, displaced)
    asked = frame_of(book.answers, "displacement") is not None
    end = write_league(book, row) if asked else write_tradeoff(book, displaced, row)
    breaks = page_breaks(heads, row, scale, 90)
    sheet.set_h_pagebreaks([*breaks, row] if end > row else breaks)
    last = 2 + len(book.figures.years) + 4
    sheet.print_area(0, 0, end - 1, last)
