"""The command line: ``planner run``, ``check``, ``template`` and ``doctor``.

Only what ``--help`` needs is imported here; pandas, Pyomo and the rest are loaded inside the commands.

Exit status: 0 solved; 2 the user must mend something (input or usage); 3 no plan fits within the limits; 4 stopped at a limit
(with a plan: a report is written and marked; without one: nothing is written); 5 a bug in planner; 130 interrupted.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

import planner
from planner.cli_options import (
    Asked,
    Gap,
    Language,
    Only,
    Output,
    Page,
    Public,
    Quick,
    Routes,
    ScenarioFile,
    Sweeps,
    TimeLimit,
    Verbose,
)  # fmt: skip

if TYPE_CHECKING:
    from planner.scenario.scenario import Scenario


app = typer.Typer(
    name="planner",
    help="Finds the best plan for admitting new medicines to the Dutch basic health package, and what that plan displaces.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=(
        "Exit status: 0 solved, 2 something to mend in the input or the command, 3 no plan fits within the limits, "
        "4 stopped at a limit, 5 a bug in planner."
    ),
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"planner {planner.__version__}")
        raise typer.Exit


@app.callback()
def _options(
    _version: Annotated[
        bool, typer.Option("--version", help="Show the version and stop.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    pass


@app.command()
def run(
    scenario: ScenarioFile,
    output: Output = None,
    page: Page = None,
    answers: Asked = False,
    quick: Quick = False,
    sweep: Sweeps = None,
    only: Only = None,
    time_limit: TimeLimit = None,
    gap: Gap = None,
    routes: Routes = None,
    public: Public = False,
    verbose: Verbose = False,
) -> None:
    """Find the best plan and write the report.

    The variants of the sheet Scenarios are solved too, and shown beside the base. A few plans more say what the answer hangs on:
    other values of displaced care and of unused room, and the other displacement.
    """
    changed = _Changed(routes, time_limit, gap, sweep)
    raise typer.Exit(
        _run(scenario, output, page, changed, only, answers=answers, quick=quick, public=public, verbose=verbose)
    )


class _Changed(NamedTuple):
    """What the command changes in the scenario."""

    routes: list[str] | None
    time_limit: float | None
    gap: float | None
    sweeps: list[str] | None


def _run(
    scenario: Path, output: Path | None, page: Path | None, changed: _Changed, only: str | None, *, answers: bool, quick: bool,
    public: bool, verbose: bool,
) -> int:  # fmt: skip
    """Solve, ask and write; the exit status."""
    from planner import console
    from planner.cli_run import asked, solved, written

    with console.boundary(verbose=verbose, scenario=scenario):
        report = _report_path(scenario, output)
        _check_asked(page, changed.sweeps or [], answers=answers, public=public)
        with console.progress(verbose=verbose) as progress:
            progress(f"reading {scenario.name}")
            stated = _limited(_routed(_read(scenario), changed.routes), changed)
            progress.language = stated.settings.language
            why_none = None if public else (scenario if output is None else report).with_suffix("")
            runs, explorer = solved(stated, why_none, only, progress, exact=answers)
            answered = None if public else asked(explorer, runs, progress, every=answers, quick=quick)
            files = written(runs, answered, report, page, progress, public=public)
        return console.show_outcome(runs, stated, files, public=public)


def _check_asked(page: Path | None, sweeps: list[str], *, answers: bool, public: bool) -> None:
    """What cannot be asked or written is said before anything is computed."""
    from planner.errors import UsageError
    from planner.scenario.sweeps import read_sweeps

    read_sweeps("; ".join(sweeps))
    if (answers or sweeps) and public:
        raise UsageError("there is no public version of the answers: leave out --answers and --sweep, or --public")
    if page is not None:
        _writable(page, ".html")


@app.command()
def check(
    scenario: ScenarioFile,
    mark: Annotated[
        Path | None,
        typer.Option(
            "--mark", metavar="COPY.xlsx", help="Write a copy with the cells to mend coloured and a note on each."
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Let --mark replace a file that is there.")] = False,
    verbose: Verbose = False,
) -> None:
    """Say what must be mended in a scenario.

    Every problem is named with its cell, what was found and what to do; nothing is solved.
    """
    from planner import console
    from planner.console_words import ConsoleWords
    from planner.errors import UsageError
    from planner.scenario.workbook import language_of

    with console.boundary(verbose=verbose, scenario=scenario):
        if mark is not None:
            if mark.resolve() == scenario.resolve():
                raise UsageError(f"{mark} is the scenario itself: give the marked copy another name")
            _free(mark, force=force)
        language = language_of(scenario)
        problems, warnings = _problems(scenario)
        console.show_problems(scenario.name, problems, warnings, language)
        if mark is not None:
            from planner.scenario.mark import write_marked

            write_marked(scenario, [*problems, *warnings], mark, language)
            typer.echo(ConsoleWords(language)("marked", file=mark))
        raise typer.Exit(2 if problems else 0)


@app.command()
def template(
    new: Annotated[Path, typer.Argument(metavar="NEW.xlsx", help="The workbook to make.")],
    language: Annotated[
        Language,
        typer.Option(
            "--language", help="Of its explanation and example, and of the report that it asks for: nl is Dutch."
        ),
    ] = Language.en,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    routes: Routes = None,
    verbose: Verbose = False,
) -> None:
    """Write an annotated workbook to start from.

    It holds notes on every column, drop-down lists, worked example rows, and the defaults written out, in English or Dutch
    (nl); names of sheets and columns and the choices are the same in both.
    """
    from planner import console
    from planner.console_words import ConsoleWords

    with console.boundary(verbose=verbose):
        _free(new, force=force)
        planner.write_template(new, routes or (), language.value)
        words = ConsoleWords(language.value)
        typer.echo(words("template", file=new))
        typer.echo(words("fill_in", file=new))


@app.command()
def doctor(verbose: Verbose = False) -> None:
    """Show versions and solve a toy problem."""
    from planner import console

    with console.boundary(verbose=verbose):
        from planner.doctor import examine

        findings = examine()
        console.show_findings(findings)
        raise typer.Exit(0 if all(finding.well for finding in findings) else 5)


def _report_path(scenario: Path, output: Path | None) -> Path:
    """Where the report goes: never onto the input, and only where a file can be written (said before anything is computed)."""
    from planner.errors import UsageError

    report = output if output is not None else scenario.with_name(f"{scenario.stem}-report.xlsx")
    if report.resolve() == scenario.resolve():
        raise UsageError(f"{report} is the scenario itself: give the report another name")
    _writable(report)
    return report


def _writable(path: Path, suffix: str = ".xlsx") -> None:
    from planner.asked import path_to
    from planner.errors import UsageError
    from planner.scenario.files import takes_files

    path_to(path, suffix)
    if not path.parent.is_dir():
        raise UsageError(f"there is no folder {path.parent}")
    if path.is_dir():
        raise UsageError(f"{path} is a folder")
    if not takes_files(path.parent):
        raise UsageError(
            f"the folder {path.parent} takes no new file (is it read-only?): name another place for {path.name}"
        )


def _free(path: Path, *, force: bool) -> None:
    from planner.errors import UsageError

    _writable(path)
    if path.exists() and not force:
        raise UsageError(f"{path} is there already: choose another name, or say --force to replace it")


def _routed(scenario: Scenario, routes: list[str] | None) -> Scenario:
    """The scenario with the route sets of this command; its name, which the report shows, says which."""
    return planner.with_routes(scenario, *routes) if routes else scenario


def _limited(scenario: Scenario, changed: _Changed) -> Scenario:
    """The scenario with the limits and sweeps of this command among its settings, which the report shows."""
    asked = {
        "time_limit": changed.time_limit,
        "mip_gap": changed.gap,
        "sweeps": "; ".join(changed.sweeps or ()) or None,
    }
    changes = [
        {"table": "Settings", "row": name, "column": "value", "operation": "set", "value": value}
        for name, value in asked.items()
        if value is not None
    ]
    return scenario.with_changes(*changes, name=scenario.name) if changes else scenario


def _problems(path: Path) -> tuple[list[planner.Problem], list[planner.Problem]]:
    """Everything that must be mended in a workbook and all warnings; of its variants and its option table too."""
    from planner.impact.mending import to_mend
    from planner.scenario.workbook import reading

    return to_mend(reading(path))


def _read(path: Path) -> Scenario:
    """The scenario; where it cannot be read, everything that must be mended is said at once."""
    from planner.errors import ScenarioError

    try:
        return planner.read_scenario(path)
    except ScenarioError:
        raise ScenarioError(_problems(path)[0]) from None


def main() -> None:
    app()


if __name__ == "__main__":
    main()
