"""A small correct workbook, and a way to spoil it cell by cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import coordinate_to_tuple

from planner.errors import Problem, ScenarioError
from planner.scenario.scenario import Scenario
from planner.scenario.workbook import read_scenario

#: The sheet Indications on its side: a header, then its value for X, Y and Z.
INDICATIONS: list[list[Any]] = [
    ["indication", "X", "Y", "Z"],  # A
    ["framework", "MSZ", "MSZ", "MSZ"],  # B
    ["status", "candidate", "candidate", "reimbursed"],  # C
    ["new_patients [patients/year]", 40, 10, None],  # D
    ["uptake", "half", None, None],  # E
    ["treatment_years [years]", 2, 1, 1],  # F
    ["list_price [EUR thousand/patient-year]", 60, 30, 30],  # G
    ["qaly_gain [QALY]", 1, 2, 2],  # H
    ["disease_burden", 0.8, 0.5, 0.5],  # I
    ["effectiveness", "established", "uncertain", None],  # J
    ["p_effective", None, 0.6, None],  # K
    ["max_discount", 0.5, None, None],  # L
    ["acceptance", None, "curve", None],  # M
    ["available_from", "2026-04-15", 2026, None],  # N
    ["files_from", None, None, None],  # O
    ["orphan", "yes", False, None],  # P
    ["patient_group", "lungs", None, "lungs"],  # Q
    ["advice_low", 0.3, None, None],  # R
    ["advice_high", 0.4, None, None],  # S
    ["comparator_cost [EUR/patient-year]", 1000, None, None],  # T
    ["comparator_discount", 0.1, None, None],  # U
    ["offset_years [years]", None, None, None],  # V
    ["certainty", "assumed", "assumed", "assumed"],  # W
    ["note on the row", "a remark", None, None],  # X
]

#: Every sheet with its header and rows. X and Y are candidates, Z is reimbursed; MSZ pays for all; the plan is 2026-2027.
SHEETS: dict[str, list[list[Any]]] = {
    "Settings": [
        ["setting", "value"],
        ["title", "A small scenario"],
        ["start_year", 2026],
        ["years", 2],
        ["room_value", 0.5],
        ["advice_margin", None],
    ],
    "Indications": [list(row) for row in zip(*INDICATIONS, strict=True)],
    "Patients": [
        ["indication", "year", "patients", "certainty"],
        ["Z", 1, 100, "assumed"],
        ["Z", 2, 110, "assumed"],
    ],
    "Uptake": [["curve", "year", "share", "certainty"], ["half", 1, 0.5, "assumed"], ["half", 2, 1, "assumed"]],
    "Acceptance": [
        ["curve", "discount", "probability", "certainty"],
        ["curve", 0, 1, "assumed"],
        ["curve", 0.3, 0.8, "assumed"],
        ["curve", 0.6, 0.2, "assumed"],
    ],
    "Routes": [
        [
            "route",
            "eligible",
            "budget_line",
            "price",
            "cost_effectiveness",
            "open_from",
            "open_to",
            "standing",
            "certainty",
        ],
        ["direct", "not orphan", None, "list", "required", None, None, "in_force", "published"],
        ["lock", None, "study", "negotiated", "required", 2026, 2030, None, "published"],
    ],
    "Frameworks": [
        [
            "framework",
            "year",
            "budget [EUR billion]",
            "baseline_care [EUR million]",
            "baseline_drugs",
            "drug_growth_limit",
            "certainty",
        ],
        ["MSZ", 2025, None, None, 50, None, "published"],
        ["MSZ", 2026, 1, 900, 52, 0.05, "published"],
        ["MSZ", 2027, 1.02, 910, 53, 0.05, "published"],
    ],
    "BudgetLines": [
        ["line", "year", "budget [EUR million]", "charged", "certainty"],
        ["study", 2026, 36, None, "published"],
        ["study", 2027, 36, "drug", "published"],
    ],
    "Care": [
        [
            "care",
            "framework",
            "spending",
            "spending_growth",
            "euro_per_qaly",
            "max_share",
            "observed_share",
            "protected",
            "unit",
            "unit_cost",
            "certainty",
        ],
        ["eye", None, 100, 0.02, 40000, 0.1, 0.4, None, "operations", 1500, "assumed"],
        ["eye", None, None, 0.02, 60000, 0.2, None, None, None, None, "assumed"],
        ["heart", "MSZ", 400, 0.02, 90000, 0.1, 0.6, "nee", None, None, "assumed"],
    ],
    "ReferenceValues": [
        ["burden_from", "burden_to", "euro_per_qaly", "certainty"],
        [0.1, 0.41, 20000, "published"],
        [0.41, 0.71, 50000, "published"],
        [0.71, 1, 80000, "published"],
    ],
    "Sources": [
        ["table", "row", "column", "source", "certainty"],
        ["Indications", "X", "list_price", "price list", "published"],
        ["Frameworks", "MSZ 2026", "budget", "agreement", "derived"],
    ],
}

Edits = Mapping[str, Any] | Callable[[openpyxl.Workbook], None]


def book(folder: Path, edits: Edits = {}) -> Path:  # noqa: B006 - never changed
    """The small workbook with some cells changed (``{"Indications!G2": 0}``), or changed by a function; its path."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for sheet, rows in SHEETS.items():
        page = workbook.create_sheet(sheet)
        for row in rows:
            page.append(row)
    if callable(edits):
        edits(workbook)
    else:
        for place, value in edits.items():
            sheet, cell = place.split("!")
            row, column = coordinate_to_tuple(cell)
            workbook[sheet].cell(row, column).value = value
    path = folder / "small.xlsx"
    workbook.save(path)
    return path


def read(folder: Path, edits: Edits = {}) -> Scenario:  # noqa: B006 - never changed
    return read_scenario(book(folder, edits))


def problems(folder: Path, edits: Edits) -> list[Problem]:
    """The problems of the spoiled workbook; none where it can be read."""
    try:
        read(folder, edits)
    except ScenarioError as error:
        return list(error.problems)
    return []


def without(sheet: str) -> Callable[[openpyxl.Workbook], None]:
    """An edit that removes a sheet."""
    return lambda workbook: workbook.remove(workbook[sheet])


def without_column(sheet: str, position: int) -> Callable[[openpyxl.Workbook], None]:
    """An edit that removes a column (1 = A)."""
    return lambda workbook: workbook[sheet].delete_cols(position)


def renamed(sheet: str, name: str) -> Callable[[openpyxl.Workbook], None]:
    """An edit that renames a sheet."""

    def edit(workbook: openpyxl.Workbook) -> None:
        workbook[sheet].title = name

    return edit


def appended(sheet: str, *rows: list[Any]) -> Callable[[openpyxl.Workbook], None]:
    """An edit that adds rows (to a sheet that may be new)."""

    def edit(workbook: openpyxl.Workbook) -> None:
        page = workbook[sheet] if sheet in workbook.sheetnames else workbook.create_sheet(sheet)
        for row in rows:
            page.append(row)

    return edit


def case(name: str, edits: Edits, code: str, *expected: str) -> Any:
    """A way to spoil the small workbook, the kind of the first problem, and every problem in full."""
    return pytest.param(edits, code, list(expected), id=name)


def check(folder: Path, edits: Edits, code: str, expected: list[str]) -> None:
    """The spoiled workbook has exactly these problems: place, what was found, what is allowed, hint."""
    found = problems(folder, edits)
    assert [str(problem) for problem in found] == expected
    assert found[0].code == code
