"""What the command line shows: progress, the outcome of a run, problems as a table, errors in plain words."""

from __future__ import annotations

import logging
import os
import platform
import threading
import time
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

import planner
from planner.errors import AuditError, PlannerError, Problem, ScenarioError

if TYPE_CHECKING:
    from planner.analysis.runs import Runs
    from planner.doctor import Finding
    from planner.model import Outcome, Plan
    from planner.scenario.scenario import Scenario

#: Where output does not go to a terminal, lines are as long as this: a file or a log can be searched.
PLAIN_WIDTH = 160
#: Progress is shown when a command takes longer than this.
PATIENCE = 1.0  # seconds
MOST_WARNINGS = 5
BUG = 5
INTERRUPTED = 130


def _console(*, error: bool = False) -> Console:
    console = Console(stderr=error, highlight=False)
    if not console.is_terminal:
        console = Console(stderr=error, highlight=False, width=PLAIN_WIDTH)
    return console


def _say(text: str, *, style: str = "", error: bool = False) -> None:
    """One line, exactly as it is: no markup, no wrapping inside a path."""
    _console(error=error).print(escape(text), style=style, soft_wrap=True)


@contextmanager
def boundary(*, verbose: bool) -> Iterator[None]:
    """Turns what went wrong inside a command into words and an exit status; a traceback only when asked for."""
    debug = verbose or bool(os.environ.get("PLANNER_DEBUG"))
    _set_up_log(verbose)
    try:
        yield
    except typer.Exit:
        raise
    except KeyboardInterrupt:
        _say("Interrupted. No file was changed.", error=True)
        raise typer.Exit(INTERRUPTED) from None
    except ScenarioError as error:
        _trace(debug)
        _problem_table(error.problems, error=True)
        _say(f"{_count(len(error.problems), 'problem')} to mend. Nothing was written.", style="bold", error=True)
        raise typer.Exit(error.exit_status) from None
    except PlannerError as error:
        _trace(debug)
        if isinstance(error, AuditError) or error.exit_status == BUG:
            _explain_bug(error, debug=debug)
        else:
            _say(f"{error}", style="red", error=True)
        raise typer.Exit(error.exit_status) from None
    except OSError as error:
        _trace(debug)
        _say(f"{error.filename or 'file'}: {error.strerror or error}", style="red", error=True)
        raise typer.Exit(2) from None
    except Exception as error:  # noqa: BLE001 - the last line of defence: said in plain words, with exit status 5
        _trace(debug)
        _explain_bug(error, debug=debug)
        raise typer.Exit(BUG) from None


def _set_up_log(verbose: bool) -> None:
    """Quiet by default: what a user must know stands in the outcome; ``-v`` shows what planner and Pyomo log."""
    if verbose:
        from rich.logging import RichHandler  # noqa: PLC0415 - only when asked for

        handler = RichHandler(console=_console(error=True), show_path=False)
        logging.basicConfig(level=logging.INFO, format="%(message)s", handlers=[handler], force=True)
    else:
        for name in ("planner", "pyomo"):
            logging.getLogger(name).setLevel(logging.CRITICAL)


def _trace(debug: bool) -> None:
    if debug:
        typer.echo(traceback.format_exc(), err=True)


def _explain_bug(error: Exception, *, debug: bool) -> None:
    first = (str(error) or type(error).__name__).strip()
    _say(f"Something is wrong in planner itself: {type(error).__name__}: {first}", style="red", error=True)
    log = "" if debug else " what it prints with -v added,"
    _say(
        f"Nothing was written. To have it mended, send the command,{log} the scenario (or the smallest one that shows it) and: "
        f"planner {planner.__version__}, Python {platform.python_version()}, {platform.system()}.",
        error=True,
    )


class Progress:
    """Shows at which stage a command is: on a terminal once it takes more than a second, in the log with ``-v``."""

    def __init__(self, *, verbose: bool) -> None:
        self._console = _console(error=True)
        self._status = self._console.status("starting")
        self._log = logging.getLogger("planner")
        self._verbose = verbose
        self._began = time.monotonic()
        self._timer = threading.Timer(PATIENCE, self._status.start)
        self._timer.daemon = True

    def __call__(self, stage: str) -> None:
        self._log.info("%6.1f s  %s", time.monotonic() - self._began, stage)
        self._status.update(escape(stage))

    def start(self) -> None:
        if self._console.is_terminal and not self._verbose:
            self._timer.start()

    def stop(self) -> None:
        self._timer.cancel()
        self._status.stop()


@contextmanager
def progress(*, verbose: bool) -> Iterator[Progress]:
    shown = Progress(verbose=verbose)
    shown.start()
    try:
        yield shown
    finally:
        shown.stop()


def show_problems(file: str, problems: Sequence[Problem], warnings: Sequence[Problem]) -> None:
    if problems:
        _problem_table(problems)
    if warnings:
        _problem_table(warnings, title="Good to know")
    noted = f", {_count(len(warnings), 'warning')}" if warnings else ""
    verdict = f"{_count(len(problems), 'problem')} to mend" if problems else "nothing to mend"
    _say(f"{file}: {verdict}{noted}.", style="bold")


def _problem_table(problems: Sequence[Problem], *, title: str = "", error: bool = False) -> None:
    table = Table(box=box.SIMPLE_HEAD, title=title or None, title_justify="left", pad_edge=False)
    table.add_column("Where", no_wrap=True)
    table.add_column("What", ratio=3, overflow="fold")
    table.add_column("What to do", ratio=2, overflow="fold")
    for problem in problems:
        table.add_row(escape(problem.place), escape(problem.message), escape(problem.hint))
    _console(error=error).print(table)


def show_findings(findings: Sequence[Finding]) -> None:
    table = Table(box=None, show_header=False, pad_edge=False)
    for finding in findings:
        table.add_row("ok" if finding.well else "[red]not ok[/]", escape(finding.what), escape(finding.found))
    _console().print(table)
    well = all(finding.well for finding in findings)
    _say("planner can work on this machine." if well else "planner cannot work on this machine yet.", style="bold")


def show_outcome(runs: Runs, scenario: Scenario, files: Mapping[Path, Path], *, public: bool = False) -> int:
    """Says what came out, in a few lines, and returns the exit status: 4 when the plan asked for was stopped by time.

    ``files`` says where each file that was asked for was written. ``public`` says no more than the public report: how many are
    admitted.
    """
    plan = runs.base
    if public:
        _say(
            f"The plan admits {plan.totals.admitted} of {_count(plan.totals.candidates, 'candidate')} (public version)."
        )
    else:
        for line in headline(plan):
            _say(line)
        _show_variants(runs)
    _show_warnings(scenario.warnings)
    for asked, written in files.items():
        if written != asked:
            _say(f"{asked} is open in another program: the new report has another name.", style="yellow")
        _say(f"{'Page' if written.suffix.lower() == '.html' else 'Report'}: {written}", style="bold")
    if plan.outcome.stopped == "time":
        _say(
            "Stopped at the time limit: this plan is the best found so far, not proven to be the best.", style="yellow"
        )
        return 4
    return 0


def headline(plan: Plan) -> list[str]:
    """Admitted of how many, net QALYs and what they are made of, spending, and how well it is proven."""
    totals, outcome = plan.totals, plan.outcome
    years = plan.scenario.settings.years
    net, gained, displaced, room = _balance(totals.net_sum, totals.displaced_sum, totals.room_used_sum)
    proven = outcome.held == "optimal"
    best = "The best plan" if proven else "The best plan found"
    if totals.admitted:
        first = (
            f"{best} admits {totals.admitted} of {_count(totals.candidates, 'candidate')} and yields "
            f"{net} QALYs net over {_count(years, 'year')}."
        )
    else:
        first = f"{best} admits none of the {totals.candidates} candidates; the report says why of each."
    second = (
        f"QALYs: {gained} gained, {displaced} lost by displaced care, {room} by room used. "
        f"Spending: EUR {totals.spending_sum:,.1f} million."
    )
    third = f"Objective (discounted): {totals.net:,.6g} QALYs, gap {outcome.gap:.3g}."
    if not proven:
        third += f" A better plan could yield at most {max(outcome.bound - totals.net, 0):,.3g} QALYs more."
    return [first, second, third]


def _show_variants(runs: Runs) -> None:
    if not runs.variants:
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("Variant", overflow="fold")
    for name in ("Admitted", "Net QALYs", "Spending [EUR million]"):
        table.add_column(name, justify="right")
    table.add_column("Outcome", overflow="fold")
    for name, plan in [("base", runs.base), *runs.variants.items()]:
        if isinstance(plan, PlannerError):
            table.add_row(escape(name), "", "", "", f"[yellow]{escape(str(plan))}[/]")
        else:
            totals = plan.totals
            numbers = (
                f"{totals.admitted} of {totals.candidates}",
                _qalys(totals.net_sum),
                f"{totals.spending_sum:,.1f}",
            )
            table.add_row(escape(name), *numbers, _proof(plan.outcome))
    _console().print(table)
    if runs.failures:
        _say(f"{_count(len(runs.failures), 'variant')} without a plan; the report says why.", style="yellow")


def _proof(outcome: Outcome) -> str:
    if outcome.stopped == "optimal":
        return "proven optimal"
    within = f"at most {outcome.gap_text} from the best"
    return f"stopped by time: {within}" if outcome.stopped == "time" else within


def _show_warnings(warnings: Sequence[Problem]) -> None:
    for warning in warnings[:MOST_WARNINGS]:
        _say(f"Note: {warning}", style="yellow")
    if len(warnings) > MOST_WARNINGS:
        _say(f"... and {_count(len(warnings) - MOST_WARNINGS, 'other note')}; planner check shows all.", style="yellow")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _qalys(value: float) -> str:
    """A number of QALYs for reading."""
    return _rounded(value, places=0 if abs(value) >= 10 else 1)


def _balance(net: float, *lost: float) -> tuple[str, ...]:
    """Net, gained and lost QALYs, in the coarsest rounding in which gained less lost is still the net."""
    gained = net + sum(lost)
    for places in range(4):
        rounded = [round(value, places) for value in (net, gained, *lost)]
        fine = abs(net) >= 10 or places > 0
        if fine and abs(rounded[1] - sum(rounded[2:]) - rounded[0]) < 0.1 * 10.0**-places:
            break
    return tuple(_rounded(value, places) for value in (net, gained, *lost))


def _rounded(value: float, places: int) -> str:
    return f"{round(value, places) + 0.0:,.{places}f}"  # never minus nought
