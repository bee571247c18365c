"""A copy of the user's workbook in which every cell to mend is coloured and has a note, with a list of all problems in front."""

from __future__ import annotations

import os
import re
import warnings
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl
from openpyxl.cell import Cell, MergedCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.workbook import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from planner.errors import Problem, Severity, UsageError
from planner.scenario.cells import RESULT_SHEETS
from planner.scenario.files import written_whole
from planner.scenario.messages_nl import in_dutch

PROBLEMS = "Problems"

#: The custom property that makes the reader ignore the list of problems, so that the mended copy is a scenario itself.
PROPERTY = f"{RESULT_SHEETS}_problems"

#: Our part of a note starts with this line: what the user wrote stands above it.
MARK = "planner:"

FILLS: dict[Severity, str] = {"problem": "FFF0A868", "warning": "FFFFE2B8", "note": "FFE7F1F8"}
_ORDER: list[Severity] = ["problem", "warning", "note"]
_CELL = re.compile(r"[A-Z]{1,3}[1-9][0-9]*")
_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "sheet": PROBLEMS, "kind": "kind", "place": "place", "what": "what is wrong", "do": "what to do",
        "problem": "problem", "warning": "warning", "note": "note", "nothing": "nothing to mend",
    },
    "nl": {
        "sheet": "Problemen", "kind": "soort", "place": "plaats", "what": "wat er mis is", "do": "wat te doen",
        "problem": "probleem", "warning": "waarschuwing", "note": "opmerking", "nothing": "niets te herstellen",
    },
}  # fmt: skip
_WIDTHS = (10, 24, 90, 70)


def write_marked(
    source: str | os.PathLike[str], problems: Sequence[Problem], target: str | os.PathLike[str], language: str = "en"
) -> Path:
    """Write a copy of the workbook ``source`` to ``target``, with ``problems`` (warnings and notes too) marked; returns the path.

    Cells are coloured by the worst that is said of them, with a note each, added to one that the user has written. In front
    comes the sheet ``Problems`` with place (a link), message and hint; the reader ignores it. The marks of an earlier copy go.
    Formulas stay, and Excel calculates them anew when the copy is opened. What openpyxl cannot hold (sparklines, slicers;
    pictures without Pillow) is not in the copy; the source is never written to. Raises UsageError.
    """
    original, copy = Path(source), Path(target)
    if copy.resolve() == original.resolve():
        raise UsageError(f"{copy} is the workbook itself: give the marked copy another name")
    said = [in_dutch(problem) for problem in problems] if language == "nl" else problems
    ordered = sorted(said, key=lambda problem: _ORDER.index(problem.severity))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl on extensions that it does not keep: the docstring says so
        book = _load(original, macros=copy.suffix.casefold() == ".xlsm")
        _unmark(book)
        for (sheet, cell), some in _by_cell(book, ordered).items():
            _mark(book[sheet], cell, some)
        _list(book, ordered, _WORDS[language if language in _WORDS else "en"])
        book.calculation.fullCalcOnLoad = True
        with written_whole(copy) as temporary:
            book.save(temporary)
    return copy


def _load(path: Path, *, macros: bool) -> Workbook:
    try:
        return openpyxl.load_workbook(path, keep_vba=macros)
    except FileNotFoundError as error:
        raise UsageError(f"there is no file {path}") from error
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, SyntaxError, OSError) as error:
        raise UsageError(f"{path.name} cannot be read as an Excel workbook (.xlsx): {error}") from error


def _unmark(book: Workbook) -> None:
    """Take away the marks of an earlier copy, which would stay on cells that were mended since; show other notes in full."""
    before = _listed_before(book)
    if before in book.sheetnames:
        book.remove(book[before])
    for sheet in book.worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.comment is not None):
            text = cell.comment.text
            if before is not None and MARK in text:
                text = text.partition(MARK)[0].strip()
                if cell.fill.fgColor.rgb in FILLS.values():
                    cell.fill = PatternFill()
            # openpyxl forgets how large a note was
            cell.comment = _note(text, cell.comment.author) if text else None


def _listed_before(book: Workbook) -> str | None:
    return next((str(prop.value) for prop in book.custom_doc_props.props if prop.name == PROPERTY), None)


def _note(text: str, author: str) -> Comment:
    """A note that is large enough for its text."""
    lines = sum(1 + len(line) // 50 for line in text.split("\n"))
    return Comment(text, author, height=20 * lines + 10, width=340)


def _by_cell(book: Workbook, problems: Sequence[Problem]) -> dict[tuple[str, str], list[Problem]]:
    """The problems of each cell that is there; a cell inside merged ones counts as the first of them."""
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    found: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        if problem.sheet in sheets and _CELL.fullmatch(problem.cell):
            place = _anchor(sheets[problem.sheet], problem.cell)
            found.setdefault((problem.sheet, place), []).append(problem)
    return found


def _anchor(sheet: Worksheet, cell: str) -> str:
    if isinstance(sheet[cell], MergedCell):
        for merged in sheet.merged_cells.ranges:
            if cell in merged:
                return str(merged.start_cell.coordinate)
    return cell


def _mark(sheet: Worksheet, place: str, problems: Sequence[Problem]) -> None:
    cell = sheet[place]
    cell.fill = PatternFill("solid", fgColor=FILLS[problems[0].severity])
    said = "\n".join(problem.message + (f" ({problem.hint})" if problem.hint else "") for problem in problems)
    text = _clean(f"{MARK}\n{said}")
    if cell.comment is None:
        cell.comment = _note(text, "planner")
    else:
        cell.comment = _note(f"{cell.comment.text.strip()}\n\n{text}", cell.comment.author)


def _list(book: Workbook, problems: Sequence[Problem], words: Mapping[str, str]) -> None:
    """The sheet Problems, in front: one row per problem, its place a link to the cell."""
    titles = {sheet.title for sheet in book.worksheets}
    name = next(
        title
        for title in (words["sheet"], *(f"{words['sheet']} {n}" for n in range(2, 1000)))
        if title not in book.sheetnames
    )
    sheet = book.create_sheet(name, 0)
    book.custom_doc_props.props = [prop for prop in book.custom_doc_props.props if prop.name != PROPERTY]
    book.custom_doc_props.append(StringProperty(name=PROPERTY, value=name))
    _row(sheet, 1, [words[key] for key in ("kind", "place", "what", "do")])
    for number, problem in enumerate(problems, start=2):
        _row(sheet, number, (words[problem.severity], problem.place, problem.message, problem.hint))
        sheet.cell(number, 1).fill = PatternFill("solid", fgColor=FILLS[problem.severity])
        if problem.sheet in titles:
            place = problem.cell if _CELL.fullmatch(problem.cell) else "A1"
            location = f"'{problem.sheet.replace(chr(39), chr(39) * 2)}'!{place}"
            sheet.cell(number, 2).hyperlink = Hyperlink(ref=f"B{number}", location=location)
            sheet.cell(number, 2).font = Font(name="Calibri", size=10, color="FF0072B2", underline="single")
    if not problems:
        _row(sheet, 2, ("", "", words["nothing"], ""))
    _dress(book, sheet)


def _row(sheet: Worksheet, number: int, texts: Sequence[str]) -> None:
    for position, text in enumerate(texts, start=1):
        cell: Cell = sheet.cell(number, position, _clean(text))
        if cell.data_type == "f":  # what the user typed is shown as text, never run as a formula
            cell.data_type = "s"
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.font = Font(name="Calibri", size=10)


def _dress(book: Workbook, sheet: Worksheet) -> None:
    for cell, width in zip(sheet[1], _WIDTHS, strict=True):
        cell.font = Font(name="Calibri", size=10, bold=True, color="FFFFFFFF")
        cell.fill = PatternFill("solid", fgColor="FF154273")
        sheet.column_dimensions[cell.column_letter].width = width
    sheet.freeze_panes = "A2"
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is sheet
    book.active = sheet


def _clean(text: str) -> str:
    return str(ILLEGAL_CHARACTERS_RE.sub("?", text))
