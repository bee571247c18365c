"""The command line: what it says, what it writes, and with which exit status it ends."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import typer
from typer.testing import CliRunner, Result

import planner
from planner import console
from planner.cli import app
from planner.console_words import ConsoleWords

SHIPPED = Path(__file__).parent.parent / "scenarios" / "sluis-2025.xlsx"
EXAMPLE = Path(__file__).parent / "data" / "examples" / "ex16.xlsx"


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    """A copy of the shipped scenario, in a folder where reports may be written."""
    return Path(shutil.copy(SHIPPED, tmp_path / "sluis-2025.xlsx"))


def command(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def with_cell(workbook: Path, sheet: str, column: str, value: object, row: int = 2) -> str:
    """Sets one cell, the column found by the first word of its header, and returns its address."""
    book = openpyxl.load_workbook(workbook)
    header = next(cell for cell in book[sheet][1] if str(cell.value).split(" [")[0] == column)
    cell = book[sheet].cell(row, header.column)
    cell.value = value
    book.save(workbook)
    return str(cell.coordinate)


def setting(workbook: Path, name: str, value: object) -> None:
    book = openpyxl.load_workbook(workbook)
    row = next((r for r in book["Settings"].iter_rows(min_row=2) if r[0].value == name), None)
    if row is None:
        book["Settings"].append([name, value])
    else:
        row[1].value = value
    book.save(workbook)


def variants(workbook: Path, *rows: tuple[object, ...]) -> None:
    """Replaces the sheet Scenarios: scenario, table, row, column, operation, value."""
    book = openpyxl.load_workbook(workbook)
    if "Scenarios" in book.sheetnames:
        del book["Scenarios"]
    sheet = book.create_sheet("Scenarios")
    sheet.append(["scenario", "table", "row", "column", "operation", "value"])
    for row in rows:
        sheet.append(row)
    book.save(workbook)


# planner run


def test_run_writes_the_report_beside_the_scenario_and_says_where(scenario: Path) -> None:
    result = command("run", scenario)
    assert result.exit_code == 0, result.output
    report = scenario.with_name("sluis-2025-report.xlsx")
    assert report.is_file()
    assert result.stdout.splitlines()[-1] == f"Rapport: {report}"
    assert "3 kandidaten" in result.stdout
    assert result.stderr == ""


def test_run_says_the_outcome_in_figures(scenario: Path) -> None:
    plan = planner.optimise(planner.read_scenario(scenario))
    shown = command("run", scenario).stdout
    assert [line for line in console.headline(plan) if line not in shown] == []


def test_run_writes_where_it_is_told_to(scenario: Path, tmp_path: Path) -> None:
    assert command("run", scenario, "-o", tmp_path / "mine.xlsx").exit_code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine.xlsx", "sluis-2025.xlsx"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("sluis-2025.xlsx", "is the scenario itself"),
        ("report.txt", "does not end in .xlsx"),
        ("nowhere/report.xlsx", "there is no folder"),
    ],
)
def test_run_refuses_a_report_it_cannot_write_before_it_computes(
    scenario: Path, monkeypatch: pytest.MonkeyPatch, name: str, said: str
) -> None:
    monkeypatch.setattr(planner, "read_scenario", fail_with(AssertionError("it read the scenario")), raising=False)
    before = scenario.read_bytes()
    result = command("run", scenario, "-o", scenario.parent / name)
    assert result.exit_code == 2
    assert said in result.stderr
    assert scenario.read_bytes() == before


def test_a_scenario_that_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    (tmp_path / "scenario-2025.xlsx").write_bytes(b"")
    (tmp_path / "notes.txt").write_bytes(b"")
    result = command("run", tmp_path / "scenario2025.xlsx")
    assert result.exit_code == 2
    said = " ".join(result.stderr.replace("│", " ").split())
    assert "there is no file" in said
    assert "did you mean scenario-2025.xlsx?" in said


def test_a_csv_is_told_how_to_become_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "indications.csv"
    path.write_text("indication,list_price", encoding="utf-8")
    result = command("run", path)
    assert result.exit_code == 2
    assert "save it as .xlsx" in result.stderr


def test_a_file_that_is_no_workbook_is_for_the_user_to_mend(tmp_path: Path) -> None:
    path = tmp_path / "text.xlsx"
    path.write_text("no workbook", encoding="utf-8")
    result = command("run", path)
    assert result.exit_code == 2
    assert "text.xlsx" in result.stderr
    assert "Traceback" not in result.output


def test_every_problem_is_named_with_its_cell_and_nothing_is_written(scenario: Path, tmp_path: Path) -> None:
    first = with_cell(scenario, "Indications", "treatment_years", 0)
    second = with_cell(scenario, "Routes", "price", "guessed")
    result = command("run", scenario)
    assert result.exit_code == 2
    assert f"Indications!{first}" in result.stderr
    assert f"Routes!{second}" in result.stderr
    assert "Er is niets geschreven" in result.stderr
    assert "treatment_years is 0; verwacht: een getal boven 0" in " ".join(result.stderr.split())
    assert [path.name for path in tmp_path.iterdir()] == ["sluis-2025.xlsx"]


def too_tight(scenario: Path) -> int:
    """Leave the scenario a budget of next to nothing in one year; which year."""
    book = openpyxl.load_workbook(scenario)
    sheet = book["Frameworks"]
    names = [str(cell.value).split(" [")[0] for cell in sheet[1]]
    sheet.cell(3, names.index("budget") + 1).value = 1
    book.save(scenario)
    return int(sheet.cell(3, names.index("year") + 1).value)


def test_an_infeasible_scenario_says_which_limit_collides_when_and_by_how_much(scenario: Path, tmp_path: Path) -> None:
    year = too_tight(scenario)
    result = command("run", scenario)
    assert result.exit_code == 3, result.output
    assert f"Het kader MSZ wordt in {year} met € 30.640 mln overschreden" in result.stderr.replace("\u00a0", " ")
    assert "aan andere zorg (Frameworks!" in result.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["sluis-2025-infeasible.xlsx", "sluis-2025.xlsx"]
    assert "Wat ten minste moet wijken: €" in result.stdout  # the scenario is Dutch
    told = openpyxl.load_workbook(tmp_path / "sluis-2025-infeasible.xlsx")["Waarom niet"]
    lines = [[cell.value for cell in line] for line in told.iter_rows()]
    at = next(number for number, line in enumerate(lines) if line[1] == "Grens")
    row = dict(zip([str(title).replace("\n", " ") for title in lines[at]], lines[at + 1], strict=True))
    assert (row["Jaar"], row["Botst"], row["Eenheid"]) == (year, "ja", "mln euro")
    assert str(row["Staat in"]).startswith("Frameworks")
    assert row["Verruimen met"] > 0


def test_why_there_is_no_plan_lies_beside_the_report_that_was_asked(scenario: Path, tmp_path: Path) -> None:
    too_tight(scenario)
    mine = tmp_path / "mine"
    mine.mkdir()
    result = command("run", scenario, "-o", mine / "other.v2.xlsx")
    assert result.exit_code == 3, result.output
    assert [path.name for path in mine.iterdir()] == ["other.v2-infeasible.xlsx"]
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["sluis-2025.xlsx"]
    assert "other.v2-infeasible.xlsx" in result.stdout


def test_answers_in_the_report(scenario: Path, tmp_path: Path) -> None:
    example = Path(__file__).parent / "data" / "examples" / "ex15_headroom0_room0.xlsx"
    shutil.copy(example, tmp_path / "small.xlsx")
    result = command("run", tmp_path / "small.xlsx", "--answers")
    assert result.exit_code == 0, result.output
    book = openpyxl.load_workbook(tmp_path / "small-report.xlsx")
    assert {"Prices", "Displacement", "Frontier"} <= set(book.sheetnames)
    titles = [str(cell.value).replace("\n", " ") for cell in book["Prices"][4]]
    row = dict(zip(titles, [cell.value for cell in book["Prices"][5]], strict=True))
    assert row["Highest price to sign at"] == pytest.approx(34_800, rel=1e-6)
    assert sorted(path.name for path in tmp_path.iterdir() if path != scenario) == ["small-report.xlsx", "small.xlsx"]
    assert command("run", scenario, "--answers", "--public").exit_code == 2


def test_the_summary_always_says_what_the_answer_hangs_on_unless_that_is_left_out(tmp_path: Path) -> None:
    shutil.copy(Path(__file__).parent / "data" / "examples" / "ex16.xlsx", tmp_path / "small.xlsx")
    for more, there in (([], True), (["--quick"], False)):
        result = command("run", tmp_path / "small.xlsx", *more)
        assert result.exit_code == 0, result.output
        book = openpyxl.load_workbook(tmp_path / "small-report.xlsx")
        texts = {cell.value for row in book["Summary"].iter_rows() for cell in row}
        assert ("What the answer hangs on" in texts) is there
        assert "Prices" not in book.sheetnames


# variants


def test_a_failing_variant_is_a_note_and_the_others_go_on(scenario: Path) -> None:
    variants(
        scenario,
        ("impossible", "Frameworks", "*", "budget", "set", 1),
        ("easier", "Indications", "*", "max_discount", "set", 0.99),
    )
    result = command("run", scenario)
    assert result.exit_code == 0, result.output
    names = ("basis", "impossible", "easier")
    shown = {line.split()[0]: line for line in result.stdout.splitlines() if line.strip().startswith(names)}
    assert "Geen plan" in shown["impossible"]
    assert "1 variant zonder plan" in result.stdout
    assert " van 3" in shown["easier"]
    assert " van 3" in shown["basis"]


def test_sweeps_of_the_command_and_of_the_scenario_stand_in_the_report(tmp_path: Path) -> None:
    scenario = Path(shutil.copy(EXAMPLE, tmp_path / "ex16.xlsx"))
    setting(scenario, "sweeps", "lead_time=-6:0:2")
    stated, asked = tmp_path / "stated.xlsx", tmp_path / "asked.xlsx"
    assert command("run", scenario, "-o", stated).exit_code == 0
    assert (
        command("run", scenario, "-o", asked, "--sweep", "discount=0:10%:2", "--sweep", "budget=0:1:2").exit_code == 0
    )
    heads = []
    for path in (stated, asked):
        sheet = openpyxl.load_workbook(path)["Frontier"]
        heads.append([row[1] for row in sheet.iter_rows(values_only=True) if row[2] == "Admitted"])
    assert heads == [["Lead time"], ["Discount", "Budget"]]
    assert command("run", scenario, "-o", stated, "--quick").exit_code == 0
    assert "Frontier" in openpyxl.load_workbook(stated).sheetnames, (
        "quick leaves out what the answer hangs on, not what was asked"
    )
    setting(scenario, "sweeps", None)
    assert command("run", scenario, "-o", stated, "--quick").exit_code == 0
    assert "Frontier" not in openpyxl.load_workbook(stated).sheetnames


@pytest.mark.parametrize(
    ("option", "says"),
    [("budget=1", "is no sweep"), ("buget=1:2:3", "did you mean budget?"), ("budget_line=1:2:2", "nothing to sweep")],
)
def test_a_sweep_that_cannot_be_is_said_before_anything_is_solved(tmp_path: Path, option: str, says: str) -> None:
    scenario = Path(shutil.copy(EXAMPLE, tmp_path / "ex16.xlsx"))
    result = command("run", scenario, "--sweep", option)
    assert result.exit_code == 2
    assert says in " ".join(result.stderr.split())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ex16.xlsx"]
    assert command("run", scenario, "--sweep", "budget=0:1:2", "--public").exit_code == 2
    setting(scenario, "language", "nl")
    dutch = " ".join(command("run", scenario, "--sweep", option).stderr.split())
    assert dutch
    assert says not in dutch


def test_only_solves_the_variant_that_was_asked_for(scenario: Path) -> None:
    variants(
        scenario,
        ("impossible", "Frameworks", "*", "budget", "set", 1),
        ("easier", "Indications", "*", "max_discount", "set", 0.99),
    )
    assert command("run", scenario, "--only", "easier").exit_code == 0
    assert command("run", scenario, "--only", "base").exit_code == 0
    assert command("run", scenario, "--only", "impossible").exit_code == 3
    result = command("run", scenario, "--only", "easir")
    assert result.exit_code == 2
    assert "easier" in result.stderr


# limits of a run


def test_time_limit_and_gap_are_those_of_the_command(scenario: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[planner.Scenario] = []
    run = planner.run

    def spy(stated: planner.Scenario, **more: Any) -> planner.Runs:
        seen.append(stated)
        return run(stated, **more)

    monkeypatch.setattr(planner, "run", spy)
    assert command("run", scenario, "--time-limit", "7", "--gap", "0.2").exit_code == 0
    assert (seen[0].settings.time_limit, seen[0].settings.mip_gap, seen[0].name) == (7.0, 0.2, "base")
    report = scenario.with_name("sluis-2025-report.xlsx")
    assert planner.read_scenario(report).settings.time_limit == 7.0


@pytest.mark.parametrize("arguments", [("--gap", "2"), ("--time-limit", "0"), ("--gap", "half"), ("--nonsense",)])
def test_a_wrong_option_is_a_usage_error(scenario: Path, arguments: tuple[str, ...]) -> None:
    assert command("run", scenario, *arguments).exit_code == 2


def test_stopped_with_a_plan_writes_the_report_and_says_so(scenario: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = planner.run

    def stopped(stated: planner.Scenario, **more: Any) -> planner.Runs:
        runs = run(stated, **more)
        outcome = replace(runs.base.outcome, stopped="time", gap=0.5, bound=runs.base.totals.net + 12.5)
        return replace(runs, base=replace(runs.base, outcome=outcome))

    monkeypatch.setattr(planner, "run", stopped)
    result = command("run", scenario)
    assert result.exit_code == 4, result.output
    assert scenario.with_name("sluis-2025-report.xlsx").is_file()
    assert "Het beste gevonden plan" in result.stdout
    assert "hoogstens 12,5 QALY's meer" in result.stdout
    assert "Gestopt op de tijdslimiet" in result.stdout


def fail_with(error: BaseException) -> Callable[..., Any]:
    def fail(*_: object, **__: object) -> Any:
        raise error

    return fail


def test_stopped_without_a_plan_writes_nothing(scenario: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        planner, "run", fail_with(planner.StoppedError("stopped before any plan was found")), raising=False
    )
    result = command("run", scenario)
    assert result.exit_code == 4
    assert "voordat een plan was gevonden" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["sluis-2025.xlsx"]


# what goes wrong


@pytest.mark.parametrize("loaded", ["typer", "rich"])
def test_breaking_off_while_it_loads_is_no_traceback(tmp_path: Path, loaded: str) -> None:
    (tmp_path / f"{loaded}.py").write_text("raise KeyboardInterrupt", encoding="utf-8")
    path = os.pathsep.join([str(tmp_path), str(SHIPPED.parent.parent)])
    start = [sys.executable, "-m", "planner", "check", str(SHIPPED)]
    ended = subprocess.run(start, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": path}, check=False)
    assert ended.returncode == 130
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("error", [ZeroDivisionError("oops"), RuntimeError("oops"), planner.AuditError("oops")])
def test_a_bug_is_one_message_with_what_to_send(
    scenario: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    monkeypatch.delenv("PLANNER_DEBUG", raising=False)
    monkeypatch.setattr(planner, "run", fail_with(error), raising=False)
    result = command("run", scenario)
    assert result.exit_code == 5
    assert "oops" in result.stderr
    assert f"planner {planner.__version__}" in result.stderr
    assert "Traceback" not in result.stderr
    assert "Traceback" in command("run", scenario, "-v").stderr
    monkeypatch.setenv("PLANNER_DEBUG", "1")
    assert "Traceback" in command("run", scenario).stderr


@pytest.mark.parametrize(
    "error", [KeyboardInterrupt(), ValueError("disk"), PermissionError(13, "Permission denied", "x")]
)
def test_whatever_goes_wrong_the_old_report_stays(
    scenario: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    old = scenario.with_name("sluis-2025-report.xlsx")
    old.write_bytes(b"the report of yesterday")
    monkeypatch.setattr(planner, "write_report", fail_with(error), raising=False)
    status = {KeyboardInterrupt: 130, ValueError: 5, PermissionError: 2}[type(error)]
    assert command("run", scenario).exit_code == status
    assert old.read_bytes() == b"the report of yesterday"
    assert len(list(tmp_path.iterdir())) == 2


def test_what_is_broken_off_says_so_in_the_language_of_the_scenario(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    planner_file = tmp_path / "nieuw.xlsx"
    planner.write_template(planner_file, language="nl")
    with pytest.raises(typer.Exit), console.boundary(verbose=False, scenario=planner_file):
        raise KeyboardInterrupt
    assert capsys.readouterr().err == "Onderbroken. Er is geen bestand gewijzigd.\n"


@pytest.mark.parametrize("answers", [[], ["--answers"]])
@pytest.mark.parametrize("inside", [False, True])
def test_ctrl_c_while_answers_are_sought(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answers: list[str], inside: bool
) -> None:
    """Between two questions, and within the search for the answer to one.

    The plan is reported without what it hangs on, and that is said; of ``--answers`` the report of yesterday stays.
    """
    scenario = Path(shutil.copy(EXAMPLE, tmp_path / "ex16.xlsx"))
    report = tmp_path / "ex16-report.xlsx"
    report.write_bytes(b"the report of yesterday")
    told, stages = console.Progress.__call__, []

    def pressed(self: console.Progress, stage: str) -> None:
        told(self, stage)
        stages.append(stage)
        asking = any(one.startswith("the plan with euro_per_qaly") for one in stages)
        if asking and (not inside or stage == "stating the limits") and "pressed" not in stages:
            stages.append("pressed")
            signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(console.Progress, "__call__", pressed)
    result = command("run", scenario, *answers)
    assert "pressed" in stages
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ex16-report.xlsx", "ex16.xlsx"]
    if answers:
        assert result.exit_code == 130
        assert "Interrupted. No file was changed." in result.stderr
        assert report.read_bytes() == b"the report of yesterday"
        return
    assert result.exit_code == 0, result.output
    assert "Stopped: the report is written without what the answer hangs on." in result.stderr
    cells = [cell.value for row in openpyxl.load_workbook(report)["Summary"].iter_rows() for cell in row]
    assert "What the answer hangs on" not in cells


def test_a_report_that_got_another_name_is_said(scenario: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = scenario.with_name("sluis-2025-report (2).xlsx")
    monkeypatch.setattr(planner, "write_report", lambda *_, **__: other, raising=False)
    result = command("run", scenario)
    assert result.exit_code == 0
    assert "open in een ander programma" in result.stdout
    assert f"Rapport: {other}" in result.stdout


# planner check


def test_check_of_a_good_scenario(scenario: Path) -> None:
    result = command("check", scenario)
    assert result.exit_code == 0, result.output
    assert "niets te herstellen" in result.stdout


def test_check_shows_every_problem_and_marks_a_copy(scenario: Path, tmp_path: Path) -> None:
    cell = with_cell(scenario, "Indications", "treatment_years", 0)
    before = scenario.read_bytes()
    copy = tmp_path / "marked.xlsx"
    result = command("check", scenario, "--mark", copy)
    assert result.exit_code == 2
    assert f"Indications!{cell}" in result.stdout
    assert "1 probleem te herstellen" in result.stdout
    assert scenario.read_bytes() == before
    book = openpyxl.load_workbook(copy)
    assert "Problemen" in book.sheetnames
    assert book["Indications"][cell].comment is not None


def test_check_marks_no_copy_over_a_file(scenario: Path, tmp_path: Path) -> None:
    assert command("check", scenario, "--mark", scenario).exit_code == 2
    copy = tmp_path / "there.xlsx"
    copy.write_bytes(b"mine")
    result = command("check", scenario, "--mark", copy)
    assert result.exit_code == 2
    assert copy.read_bytes() == b"mine"
    assert command("check", scenario, "--mark", copy, "--force").exit_code == 0
    assert copy.read_bytes() != b"mine"


def test_check_finds_what_only_the_option_table_needs(scenario: Path) -> None:
    book = openpyxl.load_workbook(scenario)
    names = [str(cell.value).split(" [")[0] for cell in book["Indications"][1]]
    status = names.index("status")
    row = next(row for row in book["Indications"].iter_rows(min_row=2) if row[status].value == "candidate")
    for name in ("qaly_gain",):
        row[names.index(name)].value = None
    book.save(scenario)
    result = command("check", scenario)
    assert result.exit_code == 2
    assert "qaly_gain" in result.stdout


def test_run_says_everything_to_mend_at_once(scenario: Path) -> None:
    variants(scenario, ("wrong", "Indications", "*", "list_price", "set", -1))
    places = [
        f"Indications!{with_cell(scenario, 'Indications', 'max_discount', None)}",
        f"Indications!{with_cell(scenario, 'Indications', 'treatment_years', 0, row=3)}",
        "Scenarios!F2",
    ]
    for name in ("run", "check"):
        result = command(name, scenario)
        assert result.exit_code == 2
        shown = result.stdout if name == "check" else result.stderr
        found = [shown.find(place) for place in places]
        assert found == sorted(found)
        assert found[0] > 0


def test_check_looks_at_variants_too(scenario: Path) -> None:
    variants(scenario, ("wrong", "Indications", "*", "list_price", "set", -1))
    result = command("check", scenario)
    assert result.exit_code == 2
    assert "list_price" in result.stdout


# planner template, doctor, help


def test_template_is_a_scenario_and_never_overwrites(tmp_path: Path) -> None:
    new = tmp_path / "new.xlsx"
    result = command("template", new)
    assert result.exit_code == 0, result.output
    assert f"Template: {new}" in result.stdout
    assert command("check", new).exit_code == 0
    new.write_bytes(b"mine")
    refused = command("template", new)
    assert refused.exit_code == 2
    assert "--force" in refused.stderr
    assert new.read_bytes() == b"mine"
    assert command("template", new, "--force").exit_code == 0
    assert new.read_bytes() != b"mine"


def test_a_dutch_template_is_checked_marked_and_run_in_dutch(tmp_path: Path) -> None:
    new = tmp_path / "nieuw.xlsx"
    made = command("template", new, "--language", "nl")
    assert made.stdout == f"Sjabloon: {new}\nVul het in, en dan: planner run {new}\n"
    assert command("check", new).stdout.strip() == "nieuw.xlsx: niets te herstellen."
    marked = command("check", new, "--mark", tmp_path / "kopie.xlsx")
    assert f"Gemarkeerde kopie: {tmp_path / 'kopie.xlsx'}" in marked.stdout
    solved = command("run", new)
    assert solved.exit_code == 0, solved.output
    assert "Uitgaven [mln euro]" in solved.stdout
    assert "Krappere groei" in solved.stdout


def test_doctor_solves_a_toy_problem() -> None:
    result = command("doctor")
    assert result.exit_code == 0, result.output
    assert "300 QALYs, as it should be" in result.stdout
    assert f"planner      {planner.__version__}" in result.stdout


def test_doctor_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    from planner import doctor

    monkeypatch.setattr(doctor, "LIBRARIES", ("no-such-library",))
    result = command("doctor")
    assert result.exit_code == 5
    assert "not ok" in result.stdout


@pytest.mark.parametrize("signs", ["cp1252", "cp850", "cp437", "ascii"])
def test_an_output_that_lacks_a_sign_gets_another_for_it(signs: str) -> None:
    """As on Windows where output goes to a file: a euro sign in words, and a minus that stays a minus."""
    show = "import planner.cli; planner.cli.main = lambda: print('\\u22125 \\u20ac 3 \\u2013 4 \\u2603')"
    code = f"{show}; from planner.__main__ import main; main()"
    env = {**os.environ, "PYTHONIOENCODING": signs}
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, env=env, check=True, timeout=60)
    euro = "\u20ac" if signs == "cp1252" else "EUR"
    dash = "\u2013" if signs == "cp1252" else "-"
    assert shown.stdout.decode(signs).strip() == f"-5 {euro} 3 {dash} 4 ?"


def test_version_help_and_the_module_are_the_same_program() -> None:
    assert command("--version").stdout == f"planner {planner.__version__}\n"
    assert "Exit status" in command("--help").stdout
    shown = subprocess.run(
        [sys.executable, "-m", "planner", "--version"], capture_output=True, text=True, check=True, timeout=60
    )
    assert shown.stdout == f"planner {planner.__version__}\n"


# progress


def test_progress_is_shown_only_when_it_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    started = threading.Event()
    shown = console.Progress(verbose=False)
    monkeypatch.setattr(shown._console, "_force_terminal", True)
    monkeypatch.setattr(shown, "_timer", threading.Timer(0.05, started.set))
    shown.start()
    shown("solving: at most 12 QALYs")
    assert started.wait(5)
    shown.stop()
    assert str(shown._status.status) == "solving: at most 12 QALYs"


def test_every_stage_of_a_run_with_answers_is_told_in_dutch() -> None:
    asks = ("Settings", "sweeps", "value", "set", "discount=0:10%:2")
    scenario = planner.read_scenario(EXAMPLE).with_changes(asks)
    told: list[str] = []
    planner.answer(planner.Explorer(scenario, mip_gap=0, progress=told.append), progress=told.append)
    words = ConsoleWords("nl")
    assert len(set(told)) > 10
    assert [text for text in dict.fromkeys(told) if words.stage(text) == text] == []


def test_progress_of_a_quick_command_is_never_shown() -> None:
    with console.progress(verbose=False) as shown:
        shown("reading")
    assert not shown._timer.is_alive()


@pytest.mark.parametrize(
    ("net", "lost", "shown"),
    [
        # in whole figures 749 - 219 - 97 would not be 432
        (432.4, (219.4, 97.4), ("432.4", "749.2", "219.4", "97.4")),
        (1000.0, (10.0, 5.0), ("1,000", "1,015", "10", "5")),
        (0.0, (0.0, 0.0), ("0.0", "0.0", "0.0", "0.0")),
        (-0.04, (0.04, 0.0), ("0.0", "0.0", "0.0", "0.0")),
    ],
)
def test_gained_less_lost_is_net_as_shown(net: float, lost: tuple[float, ...], shown: tuple[str, ...]) -> None:
    assert console._balance(ConsoleWords("en"), net, *lost) == shown
