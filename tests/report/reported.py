"""Solved scenarios and their reports, made once for all tests of the report."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from made import made
from odd import ODD

import planner

ROOT = Path(__file__).parent.parent.parent
EXAMPLES = ROOT / "tests" / "data" / "examples"
MOMENT = datetime(2026, 11, 24, 9, 30)  # noqa: DTZ001 - what a report states as its moment, the same in every test


@cache
def solved(name: str) -> Any:
    """The runs of a shipped scenario (``sluis-2025``), a worked example (``ex16``), an odd or a made one (``made:32``)."""
    if name.startswith("made:"):
        return planner.run(made(int(name[5:])))
    if name in ODD:
        return ODD[name]()
    folder = ROOT / "scenarios" if (ROOT / "scenarios" / f"{name}.xlsx").is_file() else EXAMPLES
    return planner.run(planner.read_scenario(folder / f"{name}.xlsx"))


@cache
def answered(name: str) -> Any:
    """All answers about a shipped scenario or a worked example; ``plan`` is the plan that they are about."""
    return planner.answer(planner.Explorer(base_of(name).scenario, mip_gap=0))


def base_of(name: str) -> Any:
    return getattr(solved(name), "base", solved(name))


def in_language(found: Any, language: str) -> Any:
    """The same runs, with the report in another language."""
    base = found.base if hasattr(found, "base") else found
    scenario = replace(base.scenario, settings=replace(base.scenario.settings, language=language))
    plan = replace(base, scenario=scenario)
    return replace(found, base=plan) if hasattr(found, "base") else plan


@cache
def values(path: Path) -> dict[str, dict[str, Any]]:
    """The values of every sheet as a reader sees them, by cell address."""
    book = openpyxl.load_workbook(path, data_only=True)
    return {
        sheet.title: {cell.coordinate: cell.value for row in sheet for cell in row if cell.value is not None}
        for sheet in book
    }


def formulas(path: Path) -> dict[tuple[str, str], str]:
    book = openpyxl.load_workbook(path)
    return {
        (sheet.title, cell.coordinate): str(cell.value)
        for sheet in book
        for row in sheet
        for cell in row
        if cell.data_type == "f"
    }


def recalculated(paths: Sequence[Path], folder: Path) -> list[Path]:
    """Copies that LibreOffice has calculated anew: without the values that planner wrote, so that it has to."""
    stripped, done = folder / "stripped", folder / "done"
    stripped.mkdir()
    for path in paths:
        openpyxl.load_workbook(path).save(stripped / path.name)
    office(["--convert-to", "xlsx", "--outdir", str(done), *(str(stripped / path.name) for path in paths)], folder)
    return [done / path.name for path in paths]


def office(arguments: list[str], folder: Path) -> None:
    """Runs LibreOffice without a window, with a profile of its own; the test is skipped where it is not installed."""
    found = shutil.which("soffice")
    if found is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    profile = f"-env:UserInstallation=file://{folder}/profile"
    done = subprocess.run(
        [found, profile, "--headless", *arguments], capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
