"""The cell formats of the template, and the colours that say how much a sheet or column matters."""

from __future__ import annotations

from typing import Any

import xlsxwriter

from planner.scenario.tables import Column
from planner.scenario.template_words import NEEDED, OPTIONAL, OWN

TEXT, HEADING, WHITE = "#1D2329", "#154273", "#FFFFFF"
FILLS = {NEEDED: HEADING, OPTIONAL: "#CFE3F2", OWN: "#FFF3D6"}
TABS = {NEEDED: HEADING, OPTIONAL: "#7FB3D9"}


class Formats:
    """Makes each cell format once; ask with XlsxWriter's own names of properties."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def __call__(self, **properties: Any) -> Any:
        full = {"font_name": "Calibri", "font_size": 10, "font_color": TEXT, "valign": "top", **properties}
        key = tuple(sorted(full.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(full)
        return self._made[key]

    def header(self, kind: str, *, number: bool = False) -> Any:
        """The format of a column name: its colour says whether the column is needed, a number's name stands to the right."""
        colour = WHITE if kind == NEEDED else TEXT
        side = {"align": "right"} if number else {"align": "left", "indent": 1}
        edge = {"border": 1, "border_color": WHITE}
        return self(bold=True, font_color=colour, bg_color=FILLS[kind], text_wrap=True, **edge, **side)


def number_format(column: Column) -> str:
    """The Excel number format of a column; empty where it needs none."""
    if column.kind == "date":
        return "yyyy-mm-dd"
    if column.kind == "year":
        return "0"
    if column.kind == "whole":
        return "#,##0"
    if column.kind != "number":
        return ""
    if column.share or column.signed_share or column.name.endswith("_share"):
        return "0.0##%"
    if column.unit == "EUR million":
        return "#,##0.0##"
    return "#,##0" if column.money else ""
