"""The worked examples from Excel to Excel, by the command line: the plan that enumeration found, and the same from its report."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import planner
from planner.cli import app

FOLDER = Path(__file__).parent / "data" / "examples"
SHIPPED = Path(__file__).parents[1] / "scenarios" / "sluis-2025.xlsx"
EXPECTED = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))
WHOLE = ("ex07", "ex08", "ex09", "ex11", "ex12", "ex15", "ex16")
NAMES = [name for name in EXPECTED if name.startswith(WHOLE) and (FOLDER / f"{name}.xlsx").is_file()]


def run(monkeypatch: pytest.MonkeyPatch, *arguments: object, write: bool = True) -> planner.Runs:
    """What the command computed and wrote; with ``write=False`` the report itself is not written (a second one of the same)."""
    written: list[Any] = []
    write_report = planner.write_report

    def spy(runs: planner.Runs, path: Path, **how: Any) -> Path:
        written.append(runs)
        return write_report(runs, path, **how) if write else path

    with monkeypatch.context() as patch:
        patch.setattr(planner, "write_report", spy)
        result = CliRunner().invoke(app, ["run", *map(str, arguments)])
    assert result.exit_code == 0, result.output
    (runs,) = written
    return runs  # type: ignore[no-any-return]


def the_report_gives_the_same(
    monkeypatch: pytest.MonkeyPatch, first: planner.Runs, report: Path, *options: str
) -> None:
    """The report run again as a scenario gives every plan and every failure once more."""
    again = run(monkeypatch, report, "-o", report.with_name("again.xlsx"), *options, write=False)
    assert list(again.plans) == list(first.plans)
    assert list(again.failures) == list(first.failures)
    for name, plan in first.plans.items():
        assert again.plans[name].totals == plan.totals
        assert decided(again.plans[name]) == decided(plan)


def decided(plan: planner.Plan) -> dict[str, tuple[Any, ...]]:
    admitted = plan.decisions[plan.decisions["decision"] == "admit"]
    columns = ("route", "start_year", "start_month", "discount", "acceptance")
    return {
        indication: tuple(round(value, 9) if isinstance(value, float) else value for value in values)
        for indication, *values in zip(
            admitted["indication"], *(admitted[column].tolist() for column in columns), strict=True
        )
    }


def wanted(name: str) -> dict[str, tuple[Any, ...]]:
    keys = ("route", "start_year", "start_month", "discount", "acceptance")
    return {
        indication: tuple(round(row[key], 9) if isinstance(row[key], float) else row[key] for key in keys)
        for indication, row in EXPECTED[name]["indications"].items()
        if row["decision"] == "admitted"
    }


@pytest.mark.parametrize("name", NAMES)
def test_worked_example_by_the_command_line(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = Path(shutil.copy(FOLDER / f"{name}.xlsx", tmp_path))
    runs = run(monkeypatch, scenario, "--gap", "0")
    assert runs.base.totals.net == pytest.approx(EXPECTED[name]["objective"], rel=1e-9, abs=1e-9)
    assert decided(runs.base) == wanted(name)
    the_report_gives_the_same(monkeypatch, runs, tmp_path / f"{name}-report.xlsx", "--gap", "0")


def test_the_report_of_the_shipped_scenario_run_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = Path(shutil.copy(SHIPPED, tmp_path))
    runs = run(monkeypatch, scenario)
    assert len(runs.plans) > 1
    assert any(decided(plan) for plan in runs.plans.values())
    the_report_gives_the_same(monkeypatch, runs, tmp_path / "sluis-2025-report.xlsx")


def test_the_variants_of_the_whole_scenario(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = Path(shutil.copy(FOLDER / "ex16_variants.xlsx", tmp_path))
    runs = run(monkeypatch, scenario, "--gap", "0")
    assert list(runs.failures) == []
    nets = {round(plan.totals.net, 4) for plan in runs.plans.values()}
    assert nets <= {round(EXPECTED[name]["objective"], 4) for name in NAMES if name.startswith("ex16")}
    assert len(runs.plans) > 1
    the_report_gives_the_same(monkeypatch, runs, tmp_path / "ex16_variants-report.xlsx", "--gap", "0")
