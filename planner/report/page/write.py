"""Writes the page: takes the same words and figures as the workbook, and lets one template set them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

import planner
from planner.analysis.answers import Answers
from planner.analysis.runs import Runs
from planner.asked import of_kind, path_to
from planner.errors import PlannerError
from planner.model.plan import Plan
from planner.report import formats
from planner.report.after import after
from planner.report.answered import check_about
from planner.report.audit import provenance
from planner.report.binding import Limit, binding_lines, limits
from planner.report.compared import FIGURES as OUTCOMES
from planner.report.compared import Variants
from planner.report.displaced import Displaced, care_sentence
from planner.report.edition import Edition
from planner.report.figures import ADMITTED, Figures
from planner.report.hangs_on import changed_by, hangs_on, note_of
from planner.report.numbers import DASH
from planner.report.page.asked import league
from planner.report.page.by_year import charts, growth
from planner.report.page.care import care
from planner.report.page.frontier import frontiers, heats
from planner.report.page.ladder import ladder
from planner.report.page.public import public_content
from planner.report.page.sources import sources
from planner.report.page.table import FIGURES, decisions, side_by_side
from planner.report.page.timeline import timeline
from planner.report.public_content import PublicEdition
from planner.report.put import put
from planner.report.reasons import Reasons
from planner.report.sentences import headline, under_headline
from planner.report.tiles import figure, tiles
from planner.report.watch import Watch
from planner.report.wording import Words
from planner.scenario.certainty import SIGNS

#: Limits in the list of what binds; the rest is in the workbook.
_MOST_LIMITS = 12


def write_page(
    plan_or_runs: Plan | Runs,
    path: str | Path,
    answers: Answers | None = None,
    *,
    created: datetime | None = None,
    public: bool = False,
) -> Path:
    """Writes the report of a plan, or of a base and its variants, as one HTML page; returns where it is.

    The page holds everything that it shows: it opens without a network and reads without script; its language is that of the
    scenario. ``answers`` (``planner.answer``) adds what was asked beyond the plan. The file is complete or not
    there, as with ``write_report``; ``created`` is the moment that the page states (default: now). ``public`` leaves out what
    price agreements keep secret, and the answers, as ``write_report`` does. Raises UsageError where the folder does not exist, or
    the path does not end in .html.
    """
    of_kind(plan_or_runs, Plan, Runs)
    target, moment = path_to(path, ".html"), created or datetime.now().astimezone()
    text = public_text(plan_or_runs, moment) if public else page_text(plan_or_runs, moment, answers)
    return put(target, lambda temporary: _save(temporary, text))


def _save(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def page_text(plan_or_runs: Plan | Runs, created: datetime, answers: Answers | None = None) -> str:
    """The page as text."""
    runs = Runs.of(plan_or_runs)
    check_about(runs.base, answers)
    figures = Figures(runs.base)
    words = Words(figures.scenario.settings.language)
    edition = Edition(words, figures, created, planner.__version__, answers=answers)
    return _template().render(_content(edition, runs.variants))


def public_text(plan_or_runs: Plan | Runs, created: datetime) -> str:
    """The public page as text: set from the list of what may be shown, never by leaving parts out of the other page."""
    runs = Runs.of(plan_or_runs)
    figures = Figures(runs.base)
    edition = PublicEdition(Words(figures.scenario.settings.language), figures, created, planner.__version__)
    return _template("public.html").render(public_content(edition, runs.variants))


@cache
def _template(name: str = "page.html") -> jinja2.Template:
    """Text is escaped wherever it comes from; a name that the template does not know is an error, never a blank."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("planner.report.page"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["css"] = _css
    return environment.get_template(name)


def _css(text: str) -> Markup:
    """Text within a quoted string of the style sheet: everything but letters, digits and blanks as its code."""
    return Markup("".join(one if one.isalnum() or one in " ,.-:·" else f"\\{ord(one):x} " for one in text))  # noqa: S704


def _content(book: Edition, found: Mapping[str, Plan | PlannerError]) -> dict[str, Any]:
    """Everything that the template shows, under the names by which it asks."""
    words, figures = book.words, book.figures
    reasons, displaced, variants = Reasons(figures, words, book.answers), Displaced(book), Variants(figures, found)
    stated = limits(words, figures)
    rows = decisions(book, reasons)
    return {
        "w": words,
        "f": formats,
        "book": book,
        "figures": figures,
        "dash": DASH,
        "signs": SIGNS,
        "admits": figures.kind_count(*ADMITTED) > 0,
        "headline": headline(words, figures, reasons),
        "lead": under_headline(words, figures, reasons, variants if found else None),
        "care_sentence": care_sentence(book, displaced),
        "tiles": [(tile, figure(words, figures, tile)) for tile in tiles(words, figures, _kept(figures))],
        "charts": charts(book),
        "growth": growth(book),
        "timeline": timeline(book, reasons),
        "care": care(book, displaced),
        "binds": binding_lines(words, stated, _MOST_LIMITS, book.name("budget")),
        "is_limit": lambda entry: isinstance(entry, Limit),
        "watch": Watch(figures, words, reasons, stated, variants.failures, changed_by(book)).all(),
        "ladder": ladder(book, reasons),
        "league": league(book),
        "hangs_on": hangs_on(book),
        "hangs_note": note_of(book),
        "frontiers": frontiers(book),
        "heats": heats(book),
        "after": after(book),
        "rows": rows,
        "columns": FIGURES,
        "kinds": list(dict.fromkeys(row.decision for row in rows)),
        "leads": sorted({row.reason.lead for row in rows}),
        "side": side_by_side(book, variants),
        "outcomes": OUTCOMES,
        "sources": sources(book),
        "provenance": provenance(book),
        "notes": book.remarks,
    }


def _kept(figures: Figures) -> list[str]:
    """The families of limits that this plan had to keep; a plan whose audit finds one broken is never reported."""
    stated = figures.plan.limits
    several = figures.scenario.table("Indications")["patient_group"].value_counts()
    shared = stated["name"].map(several).fillna(0) > 1
    limited = stated["limit"].abs() < float("inf")
    kept = stated[limited & ((stated["family"] != "patient_group") | shared)]
    order = ("framework", "growth", "budget_line", "dossiers", "patient_group")
    target = figures.scenario.settings.growth_kind == "target"
    return [name for name in order if name in set(kept["family"]) and not (name == "growth" and target)]
