"""Where a value of the tables was read, and problems in the order in which a reader of the workbook meets them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from openpyxl.utils import column_index_from_string

from planner.errors import Problem
from planner.scenario.tables import TABLES

_EXCEL = re.compile(r"([A-Z]{1,3})([1-9][0-9]*)")
_PYTHON = re.compile(r"(?:row (\d+), )?column (.+)")


@dataclass(frozen=True)
class Places:
    """Where each value of the tables came from: Excel row numbers by sheet, and column letters by sheet and column."""

    rows: Mapping[str, list[int]] = field(default_factory=dict)
    letters: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def cell(self, sheet: str, position: int, column: str) -> str:
        """The cell of one value, such as ``H7``; ``row 3, column list_price`` for tables that did not come from Excel.

        For a column that the sheet does not have it is the first cell of the row.
        """
        rows = self.rows.get(sheet)
        if rows is None or not 0 <= position < len(rows):
            return f"row {position + 1}, column {column}"
        letters = self.letters.get(sheet, {})
        letter = letters.get(column) or next(iter(letters.values()), None)
        return f"{letter}{rows[position]}" if letter else f"row {rows[position]}, column {column}"

    def found(self, sheet: str, cell: str) -> tuple[int, str] | None:
        """The position (from 0) and the column of a cell as ``cell`` calls it; None where it is no cell of a row."""
        rows = self.rows.get(sheet, [])
        excel, python = _EXCEL.fullmatch(cell), _PYTHON.fullmatch(cell)
        if excel:
            number = int(excel[2])
            names = [name for name, letter in self.letters.get(sheet, {}).items() if letter == excel[1]]
            column = names[0] if names else ""
        elif python and python[1]:
            number, column = int(python[1]), python[2]
        else:
            return None
        return (rows.index(number), column) if number in rows else None


def in_order(problems: Iterable[Problem], sheets: Iterable[str]) -> list[Problem]:
    """Problems by sheet (in the order of ``sheets``, then those that are not there), row and column.

    What is said of the whole scenario, or of a whole sheet, comes first.
    """
    order = {sheet: position for position, sheet in enumerate(dict.fromkeys([*sheets, *TABLES]))}

    def key(problem: Problem) -> tuple[int, int, int]:
        return (order.get(problem.sheet, len(order)) if problem.sheet else -1, *_row_and_column(problem))

    return sorted(problems, key=key)


def row_of(cell: str) -> int:
    """The row that a cell as ``Places.cell`` calls it stands in; 0 where it is none."""
    excel, python = _EXCEL.fullmatch(cell), _PYTHON.fullmatch(cell)
    return int(excel[2]) if excel else int(python[1] or 0) if python else 0


def _row_and_column(problem: Problem) -> tuple[int, int]:
    excel, python = _EXCEL.fullmatch(problem.cell), _PYTHON.fullmatch(problem.cell)
    if excel:
        return int(excel[2]), column_index_from_string(excel[1])
    if python:
        columns = list(TABLES[problem.sheet].columns) if problem.sheet in TABLES else []
        return int(python[1] or 0), columns.index(python[2]) if python[2] in columns else len(columns)
    return 0, 0
