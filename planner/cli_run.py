"""What ``planner run`` does, step by step: solve, ask, write; or write why there is no plan."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import typer

import planner
from planner.analysis.answers import always, gap_of
from planner.console_words import ConsoleWords
from planner.errors import InfeasibleError
from planner.report.explanation import write_explanation

if TYPE_CHECKING:
    from planner import console
    from planner.analysis.runs import Runs
    from planner.model.solve import Progress
    from planner.scenario.scenario import Scenario


def solved(
    stated: Scenario, why_none: Path | None, only: str | None, progress: console.Progress, *, exact: bool
) -> tuple[Runs, planner.Explorer]:
    """The plans, and the explorer of the first, for what is asked of it (``exact``: proven to the gap of answers).

    Where the base has no plan, why not is written to the path ``why_none`` with ``-infeasible.xlsx`` behind it; None: nothing is
    written, as the money that must give way would tell a price.
    """
    explorers = []

    def explored(one: Scenario, told: Progress | None) -> planner.Plan:
        explorers.append(planner.Explorer(one, mip_gap=gap_of(one) if exact else None, progress=told))
        return explorers[0].plan

    try:
        runs = planner.run(stated, only=only, progress=progress, solve=explored)
    except InfeasibleError:
        if why_none is None:
            typer.echo(ConsoleWords(stated.settings.language)("why_none_public"))
        elif only in (None, "base"):
            _explained(stated, why_none.with_name(f"{why_none.name}-infeasible.xlsx"), progress)
        raise
    return runs, explorers[0]


def asked(
    explorer: planner.Explorer, runs: Runs, progress: console.Progress, *, every: bool, quick: bool
) -> planner.Answers | None:
    """Every answer, or what the report always says and the sweeps asked for.

    What it hangs on is left out where that is not wanted, or the plan itself was stopped by time: None without sweeps.

    Ctrl-C gives up what the answer hangs on, not the plan that was found: the report is written without it, and that is said.
    Where every answer was asked it ends the command: a report that may hold all of them is not replaced by one without.
    """
    if every:
        return planner.answer(explorer, progress=progress, workers=min(2, os.cpu_count() or 1))
    hangs_on = not (quick or explorer.plan.outcome.stopped == "time")
    if not hangs_on and not explorer.scenario.settings.sweeps:
        return None
    try:
        return always(explorer, progress, hangs_on=hangs_on, solved=runs.plans.values())
    except KeyboardInterrupt:
        typer.echo(ConsoleWords(progress.language)("given_up"), err=True)
        return None


def written(
    runs: Runs,
    answers: planner.Answers | None,
    report: Path,
    page: Path | None,
    progress: console.Progress,
    *,
    public: bool,
) -> dict[Path, Path]:
    """Write what was asked for; where each file is."""
    progress("writing the report")
    files = {report: planner.write_report(runs, report, answers=answers, public=public)}
    if page is not None:
        progress("writing the page")
        files[page] = planner.write_page(runs, page, answers, public=public)
    return files


def _explained(stated: Scenario, target: Path, progress: console.Progress) -> None:
    """Write which limits collide, and the least that must give way."""
    progress("looking for the limits that collide")
    found = planner.explain(stated)
    if found.feasible:
        return
    written = write_explanation(found, stated, target)
    words = ConsoleWords(stated.settings.language)
    typer.echo(words("why_none", file=written))
    if found.relaxation > 0:
        typer.echo(words("least", money=words.figures(found.relaxation)))
