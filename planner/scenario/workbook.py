"""Scenario workbooks: reading one, and writing the input sheets of one."""

from __future__ import annotations

import datetime
import os
from collections.abc import Mapping
from pathlib import Path

import xlsxwriter

from planner.asked import of_kind, path_to
from planner.errors import UsageError
from planner.scenario.build import Reading, TableLike, read_tables
from planner.scenario.cells import read_cells
from planner.scenario.files import written_whole
from planner.scenario.layout import sheets_of, write_sheet
from planner.scenario.places import Places
from planner.scenario.scenario import Origin, Scenario


def read_scenario(path: str | os.PathLike[str]) -> Scenario:
    """The scenario in an Excel workbook; a report of planner is one too (its result sheets are ignored).

    Raises ScenarioError with every problem, each at its cell; UsageError where the file is not there or not a workbook.
    """
    path_to(path)
    return reading(path).checked()


def reading(path: str | os.PathLike[str]) -> Reading:
    """What a workbook holds as far as it can be read, and all that is wrong with it. Raises UsageError."""
    file = Path(path)
    cells = read_cells(file)
    return read_tables(cells.grids, "base", Places(), Origin(file.name, cells.sha256), cells.notes)


#: How people say that a report must be Dutch; only ``nl`` is right, but what is wrong can be said in Dutch.
_DUTCH = frozenset({"nl", "nederlands", "dutch", "nld"})


def language_of(path: str | os.PathLike[str] | None) -> str:
    """The language that a workbook asks for, read even where the rest of it cannot be: ``nl``, else ``en``."""
    try:
        grid = read_cells(Path(path)).grids.get("Settings") if path is not None else None
    except UsageError:
        return "en"
    for row in grid.rows if grid else []:
        if "language" in row and any(str(cell).casefold() in _DUTCH for cell in row):
            return "nl"
    return "en"


#: Time of creation in every workbook: the same tables make the same file.
_ALWAYS = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)


def write_workbook(tables: Scenario | Mapping[str, TableLike], path: str | os.PathLike[str]) -> Path:
    """Write input sheets to a plain workbook, whole or not at all; reading it back gives equal tables.

    ``tables`` is a scenario, or what ``scenario_from_tables`` takes. Header cells get their units; columns and sheets without
    any value are left out, but for needed ones. Returns the path. Raises UsageError where it does not end in .xlsx, or its
    folder is not there.
    """
    of_kind(tables, Scenario, Mapping)
    target = path_to(path, ".xlsx")
    with written_whole(target) as temporary, xlsxwriter.Workbook(str(temporary)) as book:
        book.set_properties({"created": _ALWAYS})
        for sheet in sheets_of(tables.tables if isinstance(tables, Scenario) else tables):
            write_sheet(book, sheet)
    return target
