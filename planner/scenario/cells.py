"""The cells of an Excel workbook as they stand there, each with its place: nothing is interpreted yet.

Never ``pandas.read_excel``: it loses ``#REF!``, turns the names ``NA`` and ``None`` into blanks, and forgets where a value stood.
"""

from __future__ import annotations

import hashlib
import re
import warnings
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
from openpyxl.utils import get_column_letter

from planner.errors import Problem, UsageError
from planner.scenario.hints import did_you_mean
from planner.scenario.parse import plain
from planner.scenario.tables import TABLES

#: The custom property (or properties: longer lists go on in ``planner_result_sheets_2``) that names a report's result sheets.
RESULT_SHEETS = "planner_result_sheets"

#: The custom property of a public report, which holds no scenario.
PUBLIC = "planner_public"


@dataclass(frozen=True)
class Fault:
    """What stands in a cell that cannot be read: an Excel error value, or a formula that was never calculated."""

    message: str
    hint: str
    code: str


@dataclass
class Grid:
    """One sheet: ``header`` and ``rows`` hold plain values (or a Fault), ``numbers`` the Excel row number of each row.

    Rows without any value are left out; rows are as long as the longest, the header too. ``excel`` is False for a table
    that did not come from a workbook: its columns have no letters.
    """

    sheet: str
    header: list[object] = field(default_factory=list)
    rows: list[list[object]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    excel: bool = True

    def letter(self, position: int) -> str:
        return str(get_column_letter(position + 1))


@dataclass(frozen=True)
class Cells:
    """All sheets of a workbook that are inputs, with notes on what was hidden, and the SHA-256 of the file."""

    grids: dict[str, Grid]
    notes: list[Problem]
    sha256: str


def read_cells(path: Path) -> Cells:
    """Every cell of every input sheet. Raises UsageError where the file is not there or is not a workbook."""
    content = _bytes(path)
    try:
        with warnings.catch_warnings():
            # openpyxl warns of extensions and headers that it would lose when it writes; here it only reads
            warnings.simplefilter("ignore")
            return _read(path, hashlib.sha256(content).hexdigest())
    except UsageError:
        raise
    except Exception as error:  # a damaged file can make openpyxl raise anything
        raise UsageError(f"{path.name} cannot be read as an Excel workbook (.xlsx): {error}") from error


def missing_file(path: Path) -> str:
    """That a file is not there, with the workbook of that folder whose name looks most like it."""
    names = [found.name for found in path.parent.glob("*.xls*")] if path.parent.is_dir() else []
    meant = did_you_mean(path.name, names)
    return f"there is no file {path}" + (f": {meant}" if meant else "")


def _bytes(path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise UsageError(missing_file(path)) from error
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from error
    if path.suffix.casefold() in (".csv", ".txt", ".tsv"):
        raise UsageError(
            f"{path.name} holds text, not a workbook: open it in Excel, put its table in a sheet named after what it holds "
            "(Indications, Routes, ...; planner template NEW.xlsx shows them) and save it as .xlsx"
        )
    if path.suffix.casefold() not in (".xlsx", ".xlsm", ".xltx", ".xltm") and content.startswith(b"PK"):
        raise UsageError(f"{path.name} is no .xlsx workbook: open it in Excel and save it as one (File, Save As)")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise UsageError(
            f"{path.name} has a password or is an old .xls file: save it as an .xlsx workbook without a password"
        )
    return content


def _read(path: Path, sha256: str) -> Cells:
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        if any(prop.name == PUBLIC for prop in book.custom_doc_props.props):
            raise UsageError(
                f"{path.name} is a public report: it leaves out confidential prices and cannot be run again; use the scenario"
            )
        results = _result_sheets(book)
        sheets = [sheet for sheet in book.worksheets if sheet.title not in results]
        # openpyxl has no public name for the part of the file that holds a sheet
        marks = {sheet.title: _Marks.of(path, sheet._worksheet_path) for sheet in sheets}  # noqa: SLF001
        formulas = _formulas(path, [title for title, mark in marks.items() if mark.formulas])
        grids = {sheet.title: _grid(sheet, formulas.get(sheet.title, set())) for sheet in sheets}
        notes = [note for sheet in sheets for note in _hidden(sheet, marks[sheet.title], grids[sheet.title])]
    finally:
        book.close()
    return Cells(grids, notes, sha256)


def _result_sheets(book: openpyxl.Workbook) -> set[str]:
    found: set[str] = set()
    for prop in book.custom_doc_props.props:
        if str(prop.name).startswith(RESULT_SHEETS) and prop.value:
            found.update(str(prop.value).split("|"))
    return found - TABLES.keys()  # an input sheet is read, whatever the list says


def _grid(sheet: openpyxl.worksheet.worksheet.Worksheet, formulas: set[tuple[int, int]]) -> Grid:
    sheet.reset_dimensions()  # the size that a file states is not always true
    grid = Grid(sheet.title)
    for number, row in enumerate(sheet.iter_rows(), start=1):
        values = [_value(cell, (number, position) in formulas) for position, cell in enumerate(row)]
        if number == 1:
            grid.header = values
        elif any(value is not None for value in values):
            grid.rows.append(values)
            grid.numbers.append(number)
    width = max([len(grid.header), *(len(row) for row in grid.rows)])
    for row in [grid.header, *grid.rows]:
        row.extend([None] * (width - len(row)))
    return grid


def _value(cell: openpyxl.cell.Cell, formula: bool) -> object:
    if cell.data_type == "e":
        return Fault(f"holds the Excel error {cell.value}", "mend the formula, or type the value", "excel_error")
    # a formula whose stored result is the empty text has the type "str" and is a blank
    if formula and cell.value is None and cell.data_type != "str":
        return Fault(
            "holds a formula that was never calculated",
            "open the workbook in Excel and save it",
            "formula_not_calculated",
        )
    return plain(cell.value)


def _formulas(path: Path, titles: list[str]) -> dict[str, set[tuple[int, int]]]:
    """The places (Excel row number, position in the row) of formulas: they show only when results are not asked for."""
    if not titles:
        return {}
    book = openpyxl.load_workbook(path, read_only=True, data_only=False)
    try:
        found = {}
        for title in titles:
            book[title].reset_dimensions()
            found[title] = {
                (number, position)
                for number, row in enumerate(book[title].iter_rows(), start=1)
                for position, cell in enumerate(row)
                if cell.data_type == "f"
            }
        return found
    finally:
        book.close()


@dataclass(frozen=True)
class _Marks:
    """What the XML of a sheet says that openpyxl's fast mode leaves out: hidden rows and columns, and whether it has formulas."""

    rows: list[int]
    columns: list[int]
    formulas: bool

    @classmethod
    def of(cls, path: Path, part: str) -> _Marks:
        with zipfile.ZipFile(path) as archive:
            xml = archive.read(part)
        hidden = rb'<(?:\w+:)?%s\b(?=[^>]*\bhidden="(?:1|true)")[^>]*?\b%s="(\d+)"'
        rows = [int(number) for number in re.findall(hidden % (b"row", b"r"), xml)]
        columns = [int(number) for number in re.findall(hidden % (b"col", b"min"), xml)]
        return cls(rows, columns, re.search(rb"<(?:\w+:)?f[ />]", xml) is not None)


def _hidden(sheet: openpyxl.worksheet.worksheet.Worksheet, marks: _Marks, grid: Grid) -> list[Problem]:
    """Notes: hidden sheets, rows and columns are read like others."""
    notes = []
    if sheet.sheet_state != "visible":
        notes.append("the sheet is hidden; it is read like any other")
    rows = [number for number in marks.rows if number in grid.numbers]
    if rows:
        which = (
            f"row {rows[0]} is hidden"
            if len(rows) == 1
            else f"{len(rows)} rows are hidden (the first is row {rows[0]})"
        )
        notes.append(f"{which}; hidden rows are read like any other")
    columns = [number for number in marks.columns if number <= len(grid.header) and grid.header[number - 1] is not None]
    if columns:
        notes.append(f"column {grid.letter(columns[0] - 1)} is hidden; hidden columns are read like any other")
    return [Problem(sheet.title, "", text, code="hidden", severity="note") for text in notes]
