"""A workbook of plain tables: why a scenario has no plan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter

from planner.analysis.infeasible import Explanation
from planner.report.put import put


def write_explanation(explanation: Explanation, path: str | Path) -> Path:
    """Writes why a scenario has no plan: the limits that collide and the least that must give way; returns where it is."""
    text = (
        f"No plan keeps all limits. With EUR {explanation.relaxation:,.6g} million more in all (relax_by) there is one; "
        "the rows marked collides cannot all hold."
    )
    screen = pd.DataFrame([vars(collision) for collision in explanation.screen])
    return _write(
        {"Limits": (text, explanation.rows), "Before deciding": ("Broken by existing spending alone", screen)},
        Path(path),
    )


def _write(tables: Mapping[str, tuple[str, pd.DataFrame]], path: Path) -> Path:
    def make(temporary: Path) -> None:
        book = xlsxwriter.Workbook(str(temporary), {"nan_inf_to_errors": False})
        book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 - the same tables give the same file
        bold, head = book.add_format({"bold": True}), book.add_format({"bold": True, "bottom": 1})
        for name, (text, frame) in tables.items():
            sheet = book.add_worksheet(name)
            sheet.write_string(0, 0, text, bold)
            for column, title in enumerate(frame.columns):
                sheet.write_string(2, column, str(title), head)
                for row, value in enumerate(frame[title].tolist(), start=3):
                    _cell(sheet, row, column, value)
            sheet.freeze_panes(3, 1)
            sheet.set_column(0, max(0, len(frame.columns) - 1), 16)
        book.close()

    return put(path, make)


def _cell(sheet: Any, row: int, column: int, value: object) -> None:
    """One value as it reads best: numbers as numbers, lists of ids with commas, nothing for what is not there."""
    if isinstance(value, list):
        sheet.write_string(row, column, ", ".join(map(str, value)))
    elif value is None or value is pd.NA or value != value:  # noqa: PLR0124 - NaN differs from itself
        sheet.write_blank(row, column, None)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, (int, float)):
        if abs(value) == float("inf"):
            sheet.write_string(row, column, "no limit")
        else:
            sheet.write_number(row, column, value)
    else:
        sheet.write_string(row, column, str(value))
