"""Scenario workbooks: reading one, and writing the input sheets of one."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from planner.errors import UsageError
from planner.scenario.build import TableLike, assemble
from planner.scenario.cells import read_cells
from planner.scenario.layout import sheets_of, write_sheet
from planner.scenario.scenario import Origin, Places, Scenario


def read_scenario(path: str | os.PathLike[str]) -> Scenario:
    """The scenario in an Excel workbook; a report of planner is one too (its result sheets are ignored).

    Raises ScenarioError with every problem, each at its cell; UsageError where the file is not there or not a workbook.
    """
    file = Path(path)
    cells = read_cells(file)
    return assemble(cells.grids, "base", Places(), Origin(file.name, cells.sha256), cells.notes)


def write_workbook(tables: Mapping[str, TableLike], path: str | os.PathLike[str]) -> Path:
    """Write input sheets to a plain workbook, whole or not at all; reading it back gives equal tables.

    ``tables`` holds what ``scenario_from_tables`` takes, or the ``tables`` of a scenario. Header cells get their units; columns
    and sheets without any value are left out, but for needed ones. Returns the path.
    """
    import xlsxwriter

    target = Path(path)
    handle, name = tempfile.mkstemp(prefix=f".{target.stem}-", suffix=".xlsx", dir=_folder(target))
    os.close(handle)
    try:
        book = xlsxwriter.Workbook(name)
        for sheet in sheets_of(tables):
            write_sheet(book, sheet)
        book.close()
        _plain_mode(name)
        os.replace(name, target)
    except PermissionError as error:
        raise UsageError(f"{target} cannot be written: is it open in Excel?") from error
    finally:
        Path(name).unlink(missing_ok=True)
    return target


def _folder(target: Path) -> Path:
    folder = target.parent
    if not folder.is_dir():
        raise UsageError(f"there is no folder {folder}")
    return folder


def _plain_mode(name: str) -> None:
    """A temporary file is for its owner only; a workbook gets the rights that a new file has here."""
    mask = os.umask(0)
    os.umask(mask)
    os.chmod(name, 0o666 & ~mask)
