"""The tables of the sheet Displacement: rows of numbers and of live formulas over the same columns of years."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from xlsxwriter.utility import xl_rowcol_to_cell

from planner.report.layout import Book

LABEL, FIRST = 1, 2


@dataclass
class Table:
    """Tables under each other that share the columns of years."""

    book: Book
    row: int
    heads: list[int] = field(default_factory=list)

    @property
    def sheet(self) -> Any:
        return self.book.sheets["displacement"]

    @property
    def years(self) -> list[int]:
        return self.book.figures.years

    @property
    def total(self) -> int:
        return FIRST + len(self.years)

    def head(self, title: str, extra: tuple[str, ...] = ()) -> None:
        self.heads.append(self.row)
        labels: list[object] = [
            title,
            *self.years,
            self.book.figures.period if len(self.years) > 1 else self.book.words("total"),
        ]
        units = len(labels) + (2 if len(extra) > 2 else 0)
        self.book.header(self.sheet, self.row, LABEL, [*labels, *extra], left=(0, units), indent=1)
        self.sheet.set_row(self.row, 30 if any("\n" in text for text in extra) else 20.25)
        self.row += 1

    def numbers(self, label: str, values: list[float], num_format: str, **style: Any) -> int:
        self._label(label, style)
        for offset, value in enumerate(values):
            self.sheet.write_number(self.row, FIRST + offset, value, self.book.formats.cell(num_format, **style))
        return self._sum(values, num_format, style)

    def formulas(
        self, label: str, formula: str, cells: dict[str, int], values: list[float], num_format: str, *, summed: bool = True,
        **style: Any,
    ) -> int:  # fmt: skip
        """A row of live formulas; ``{name}`` stands for the cell of row ``cells[name]`` in the same column."""
        self._label(label, style)
        for offset, value in enumerate(values):
            column = FIRST + offset
            places = {name: xl_rowcol_to_cell(row, column) for name, row in cells.items()}
            style_made = self.book.formats.cell(num_format, **style)
            self.book.formula(self.sheet, self.row, column, "=" + formula.format(**places), style_made, value)
        return self._sum(values, num_format, style) if summed else self._no_sum(style)

    def _label(self, label: str, style: dict[str, Any]) -> None:
        self.sheet.write_string(self.row, LABEL, label, self.book.formats.cell(**style))

    def _sum(self, values: list[float], num_format: str, style: dict[str, Any]) -> int:
        area = f"{xl_rowcol_to_cell(self.row, FIRST)}:{xl_rowcol_to_cell(self.row, self.total - 1)}"
        cell = self.book.formats.cell(num_format, **{**style, "bold": True})
        self.book.formula(self.sheet, self.row, self.total, f"=SUM({area})", cell, float(sum(values)))
        self.row += 1
        return self.row - 1

    def _no_sum(self, style: dict[str, Any]) -> int:
        self.sheet.write_blank(self.row, self.total, None, self.book.formats.cell(**style))
        self.row += 1
        return self.row - 1

    def totals(self, first: int, values: pd.DataFrame, num_format: str) -> int:
        """A row of totals over the rows from ``first`` on."""
        style = self.book.formats.total(num_format)
        self.sheet.write_string(self.row, LABEL, self.book.words("total"), self.book.formats.total())
        sums = [float(value) for value in values.sum(axis=0)]
        for offset, value in enumerate([*sums, sum(sums)]):
            column = FIRST + offset
            area = f"{xl_rowcol_to_cell(first, column)}:{xl_rowcol_to_cell(self.row - 1, column)}"
            self.book.formula(self.sheet, self.row, column, f"=SUM({area})", style, value)
        self.row += 1
        return self.row - 1

    def area(self, row: int, *, total: bool = False) -> str:
        return self.book.area(
            "displacement", row, self.total if total else FIRST, row, self.total if total else self.total - 1
        )
