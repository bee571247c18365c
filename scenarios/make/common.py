"""What the scenario scripts share: figures with a source, rows, annuities, and writing the workbooks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from planner.scenario.tables import TABLES

PUBLISHED, DERIVED, ASSUMED = "published", "derived", "assumed"
STRENGTH = {ASSUMED: 0, DERIVED: 1, PUBLISHED: 2}


@dataclass(frozen=True)
class Figure:
    """One value with its own source: it goes to the cell, its source to the sheet ``Sources``."""

    value: Any
    source: str
    certainty: str


def published(value: Any, source: str) -> Figure:
    """Read in the named source (or in a news item that reports it: the source then says so)."""
    return Figure(value, source, PUBLISHED)


def derived(value: Any, source: str) -> Figure:
    """Computed from published figures by the formula that the source names."""
    return Figure(value, source, DERIVED)


def assumed(value: Any, source: str) -> Figure:
    """Not found anywhere: chosen here, for the reason that the source gives."""
    return Figure(value, source, ASSUMED)


@dataclass
class Book:
    """The tables of one scenario while they are made.

    ``add`` writes one row. Its ``source`` and ``certainty`` hold for every plain value of the row, so the certainty is that of
    the weakest figure; a ``Figure`` that differs gets its own line in ``Sources``.
    """

    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def add(self, sheet: str, source: str, certainty: str, **columns: Any) -> None:
        """One row of a sheet; ``columns`` are plain values or figures, in base units (prices EUR, budgets EUR million)."""
        table = TABLES[sheet]
        row_id = columns[table.key[0]] if table.key else columns[next(iter(table.columns))]
        plain = {}
        for column, value in columns.items():
            if not isinstance(value, Figure):
                plain[column] = value
                continue
            plain[column] = value.value
            if STRENGTH[value.certainty] < STRENGTH[certainty]:
                raise ValueError(f"{sheet} {row_id}: {column} is {value.certainty}, weaker than its row ({certainty})")
            if (value.source, value.certainty) != (source, certainty):
                self._note_source(sheet, row_id, column, value)
        self.rows.setdefault(sheet, []).append({**plain, "source": source, "certainty": certainty})

    def _note_source(self, sheet: str, row_id: Any, column: str, figure: Figure) -> None:
        line = {"table": sheet, "row": row_id, "column": column, "source": figure.source, "certainty": figure.certainty}
        self.rows.setdefault("Sources", []).append(line)

    def tables(self) -> dict[str, pd.DataFrame]:
        """One DataFrame per sheet that has rows, in the order of the workbook; declared columns first, notes last."""
        return {sheet: _frame(sheet, self.rows[sheet]) for sheet in TABLES if sheet in self.rows}


def _frame(sheet: str, rows: list[dict[str, Any]]) -> pd.DataFrame:
    used = dict.fromkeys(column for row in rows for column in row)
    declared = [column for column in TABLES[sheet].columns if column in used]
    notes = [column for column in used if column not in TABLES[sheet].columns]
    unknown = [column for column in notes if not column.startswith(("note", "#"))]
    if unknown:
        raise ValueError(f"{sheet} has no column {', '.join(unknown)}")
    order = declared + notes
    return pd.DataFrame({column: pd.Series([row.get(column) for row in rows], dtype=object) for column in order})


def settings(book: Book, values: Mapping[str, Any], source: str = "keuze van de analist") -> None:
    """The sheet Settings: a plain value is a choice of the analyst (assumed), a figure has its own source."""
    for setting, value in values.items():
        figure = value if isinstance(value, Figure) else assumed(value, source)
        book.add("Settings", figure.source, figure.certainty, setting=setting, value=figure.value)


def annuity(years: float, rate: float) -> float:
    """Present value of 1 per year of treatment, paid at the start of each year: ``A`` of the model page."""
    whole = int(years)
    value = sum((1 + rate) ** -year for year in range(whole))
    return value + (years - whole) * (1 + rate) ** -whole


def implied_gain(list_price: float, years: float, reduction: float, reference: float, rate: float = 0.03) -> float:
    """The gain (QALYs per patient) that an advised price reduction implies, when all extra cost is drug cost.

    At a price lower by ``reduction`` the medicine then costs ``reference`` EUR per QALY. An upper bound: an advice that says
    *at least* leaves room for a smaller gain.
    """
    return list_price * annuity(years, rate) * (1 - reduction) / reference


def uptake(book: Book, curve: str, shares: list[float], source: str) -> None:
    """One uptake curve; its shares are assumed."""
    for year, share in enumerate(shares, start=1):
        book.add("Uptake", source, ASSUMED, curve=curve, year=year, share=share)


def acceptance(book: Book, curve: str, points: list[tuple[float, float]], source: str) -> None:
    """One acceptance curve; its points are assumed."""
    for discount, probability in points:
        book.add("Acceptance", source, ASSUMED, curve=curve, discount=discount, probability=probability)


def change(
    book: Book, variant: str, table: str, row: Any, column: str, operation: str, value: Any, why: str, **more: Any
) -> None:
    """One line of the sheet Scenarios; ``more`` may hold ``based_on`` and ``certainty``."""
    certainty = more.pop("certainty", ASSUMED)
    book.add(
        "Scenarios",
        why,
        certainty,
        scenario=variant,
        table=table,
        row=row,
        column=column,
        operation=operation,
        value=value,
        **more,
    )
