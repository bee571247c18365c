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
from planner.console_words import ConsoleWords
from planner.errors import AuditError, InfeasibleError, PlannerError, Problem, ScenarioError, StoppedError
from planner.scenario.messages_nl import in_dutch
from planner.scenario.workbook import language_of

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
def boundary(*, verbose: bool, scenario: Path | None = None) -> Iterator[None]:
    """Turns what went wrong inside a command into words and an exit status; a traceback only when asked for.

    What must be mended in ``scenario`` is said in its language.
    """
    debug = verbose or bool(os.environ.get("PLANNER_DEBUG"))
    _set_up_log(verbose)
    try:
        yield
    except typer.Exit:
        raise
    except KeyboardInterrupt:
        _say(ConsoleWords(language_of(scenario))("interrupted"), error=True)
        raise typer.Exit(INTERRUPTED) from None
    except ScenarioError as error:
        _trace(debug)
        words = ConsoleWords(language_of(scenario))
        _problem_table(words, error.problems, error=True)
        problems = words.counted("problem", len(error.problems))
        _say(words("nothing_written", problems=problems), style="bold", error=True)
        raise typer.Exit(error.exit_status) from None
    except PlannerError as error:
        _trace(debug)
        if isinstance(error, AuditError) or error.exit_status == BUG:
            _explain_bug(error, debug=debug)
        else:
            _say(_explained(error, language_of(scenario)), style="red", error=True)
        raise typer.Exit(error.exit_status) from None
    except OSError as error:
        _trace(debug)
        _say(f"{error.filename or 'file'}: {error.strerror or error}", style="red", error=True)
        raise typer.Exit(2) from None
    except Exception as error:  # noqa: BLE001 - the last line of defence: said in plain words, with exit status 5
        _trace(debug)
        _explain_bug(error, debug=debug)
        raise typer.Exit(BUG) from None


def _explained(error: PlannerError, language: str) -> str:
    """The error in the language of the scenario."""
    if language != "nl":
        return str(error)
    if isinstance(error, InfeasibleError | StoppedError | ScenarioError):
        from planner.report.unplanned import why_no_plan  # noqa: PLC0415 - heavy, and seldom needed
        from planner.report.wording import Words  # noqa: PLC0415

        return "\n  ".join(why_no_plan(Words("nl"), error))
    return in_dutch(Problem("", "", str(error))).message


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
        #: The language in which stages are said on a terminal; the log stays English.
        self.language = "en"
        self._console = _console(error=True)
        self._status = self._console.status("starting")
        self._log = logging.getLogger("planner")
        self._verbose = verbose
        self._began = time.monotonic()
        self._timer = threading.Timer(PATIENCE, self._status.start)
        self._timer.daemon = True

    def __call__(self, stage: str) -> None:
        self._log.info("%6.1f s  %s", time.monotonic() - self._began, stage)
        self._status.update(escape(ConsoleWords(self.language).stage(stage)))

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


def show_problems(file: str, problems: Sequence[Problem], warnings: Sequence[Problem], language: str = "en") -> None:
    words = ConsoleWords(language)
    if problems:
        _problem_table(words, problems)
    if warnings:
        _problem_table(words, warnings, title=words("know"))
    noted = f", {words.counted('warning', len(warnings))}" if warnings else ""
    verdict = words("to_mend", problems=words.counted("problem", len(problems))) if problems else words("none_to_mend")
    _say(f"{file}: {verdict}{noted}.", style="bold")


def _problem_table(words: ConsoleWords, problems: Sequence[Problem], *, title: str = "", error: bool = False) -> None:
    table = Table(box=box.SIMPLE_HEAD, title=title or None, title_justify="left", pad_edge=False)
    table.add_column(words("where"), no_wrap=True)
    table.add_column(words("what"), ratio=3, overflow="fold")
    table.add_column(words("do"), ratio=2, overflow="fold")
    for problem in problems:
        said = in_dutch(problem) if words.language == "nl" else problem
        table.add_row(escape(said.place), escape(said.message), escape(said.hint))
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
    plan, words = runs.base, ConsoleWords(scenario.settings.language)
    if public:
        candidates = words.counted("candidate", plan.totals.candidates)
        _say(words("public", admitted=plan.totals.admitted, candidates=candidates))
    else:
        for line in headline(plan):
            _say(line)
        _show_variants(words, runs)
    _show_warnings(words, scenario.warnings)
    for asked, written in files.items():
        if written != asked:
            _say(words("open", file=asked), style="yellow")
        _say(words("page" if written.suffix.lower() == ".html" else "report", file=written), style="bold")
    if plan.outcome.stopped == "time":
        _say(words("stopped"), style="yellow")
        return 4
    return 0


def headline(plan: Plan) -> list[str]:
    """Admitted of how many, net QALYs and what they are made of, spending, and how well it is proven."""
    totals, outcome = plan.totals, plan.outcome
    words = ConsoleWords(plan.scenario.settings.language)
    net, gained, displaced, room = _balance(words, totals.net_sum, totals.displaced_sum, totals.room_used_sum)
    proven = outcome.held == "optimal"
    best = words("best" if proven else "best_found")
    if totals.admitted:
        candidates = words.counted("candidate", totals.candidates)
        years = words.counted("year", plan.scenario.settings.years)
        first = words("admits", best=best, admitted=totals.admitted, candidates=candidates, net=net, years=years)
    else:
        first = words("admits_none", best=best, n=totals.candidates)
    money = words.number(totals.spending_sum, 1)
    second = words("made_of", gained=gained, displaced=displaced, room=room, money=money)
    gap = words.percent("0%" if outcome.gap <= 0 else outcome.gap_text)
    objective = plan.scenario.settings.objective
    money_ = "_money" if objective in ("net_monetary_benefit", "least_spending") else ""
    value = abs(totals.objective) if objective == "least_spending" else totals.objective
    shown = words.number(value, 1) if money_ else _qalys(words, value)
    third = words(f"objective{money_}", name=words(f"objective.{objective}"), net=shown, gap=gap)
    if not proven:
        more = max(outcome.bound - totals.objective, 0.0)
        third += words(f"better{money_}", more=words.number(more, 0 if more >= 100 else 1))
    return [first, second, third]


def _show_variants(words: ConsoleWords, runs: Runs) -> None:
    if not runs.variants:
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(words("variant"), overflow="fold")
    for name in ("admitted", "net", "spending"):
        table.add_column(escape(words(name)), justify="right")  # a unit in brackets is no markup
    table.add_column(words("outcome"), overflow="fold")
    for name, plan in [(words("base"), runs.base), *runs.variants.items()]:
        if isinstance(plan, PlannerError):
            table.add_row(escape(name), "", "", "", f"[yellow]{escape(_explained(plan, words.language))}[/]")
        else:
            totals = plan.totals
            admitted = words("of", n=totals.admitted, total=totals.candidates)
            numbers = (admitted, _qalys(words, totals.net_sum), words.number(totals.spending_sum, 1))
            table.add_row(escape(name), *numbers, _proof(words, plan.outcome))
    _console().print(table)
    if runs.failures:
        _say(words.counted("failed", len(runs.failures)), style="yellow")


def _proof(words: ConsoleWords, outcome: Outcome) -> str:
    if outcome.stopped == "optimal":
        return words("proven")
    within = words("within", gap=words.percent(outcome.gap_text))
    return words("by_time", within=within) if outcome.stopped == "time" else within


def _show_warnings(words: ConsoleWords, warnings: Sequence[Problem]) -> None:
    for warning in warnings[:MOST_WARNINGS]:
        _say(words("note", text=in_dutch(warning) if words.language == "nl" else warning), style="yellow")
    if len(warnings) > MOST_WARNINGS:
        _say(words.counted("more", len(warnings) - MOST_WARNINGS), style="yellow")


def _qalys(words: ConsoleWords, value: float) -> str:
    """A number of QALYs for reading."""
    return words.number(value, 0 if abs(value) >= 10 else 1)


def _balance(words: ConsoleWords, net: float, *lost: float) -> tuple[str, ...]:
    """Net, gained and lost QALYs, in the coarsest rounding in which gained less lost is still the net."""
    gained = net + sum(lost)
    for places in range(4):
        rounded = [round(value, places) for value in (net, gained, *lost)]
        fine = abs(net) >= 10 or places > 0
        if fine and abs(rounded[1] - sum(rounded[2:]) - rounded[0]) < 0.1 * 10.0**-places:
            break
    return tuple(words.number(value, places) for value in (net, gained, *lost))
