"""Folders that take no file and full discs: said in words, before anything is computed where that can be, and nothing lost."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest
import xlsxwriter
from typer.testing import CliRunner

import planner
from planner.cli import app
from planner.errors import UsageError


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    return planner.write_template(tmp_path / "mine.xlsx")


@pytest.fixture
def read_only(monkeypatch: pytest.MonkeyPatch, scenario: Path) -> Path:
    """The folder of the scenario takes no new file, as for a user without rights; a folder below it does."""
    touch = Path.touch

    def refused(path: Path, *arguments: int, **more: bool) -> None:
        if path.parent == scenario.parent:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        touch(path, *arguments, **more)

    monkeypatch.setattr(Path, "touch", refused)
    return scenario.parent


def run(*arguments: object) -> tuple[int, str]:
    shown = CliRunner().invoke(app, [str(one) for one in arguments])
    return shown.exit_code, " ".join(shown.output.split())


@pytest.mark.parametrize(
    "command",
    [("run", "mine.xlsx"), ("run", "mine.xlsx", "-o", "r.xlsx"), ("run", "mine.xlsx", "-o", "out/r.xlsx", "--page", "r.html"),
     ("template", "new.xlsx"), ("check", "mine.xlsx", "--mark", "marked.xlsx")],
)  # fmt: skip
def test_a_folder_that_takes_no_file_is_said_before_anything_is_computed(
    command: tuple[str, ...], read_only: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planner, "read_scenario", lambda _: pytest.fail("read, though the answer has no place"))
    (read_only / "out").mkdir()
    before = sorted(read_only.rglob("*"))
    given = [str(read_only / part) if part.endswith(("xlsx", "html")) else part for part in command]
    status, said = run(*given)
    assert status == 2
    assert f"the folder {read_only} takes no new file" in said
    assert sorted(read_only.rglob("*")) == before


def test_a_scenario_in_a_read_only_folder_runs_with_its_report_elsewhere(read_only: Path) -> None:
    (read_only / "out").mkdir()
    status, said = run("run", read_only / "mine.xlsx", "--quick", "-o", read_only / "out" / "r.xlsx")
    assert status == 0, said
    assert (read_only / "out" / "r.xlsx").stat().st_size > 0


def test_a_full_disc_leaves_the_previous_report(scenario: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report = scenario.with_name("r.xlsx")
    report.write_bytes(b"the previous report")

    def full(_: xlsxwriter.Workbook) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(xlsxwriter.Workbook, "_store_workbook", full)
    status, said = run("run", scenario, "--quick", "-o", report)
    assert status == 2
    assert "cannot be written: No space left on device" in said
    assert report.read_bytes() == b"the previous report"
    assert sorted(path.name for path in scenario.parent.iterdir()) == ["mine.xlsx", "r.xlsx"]
    with pytest.raises(UsageError, match="No space left"):
        planner.write_template(scenario.with_name("new.xlsx"))
