"""One sheet: from plain values to a table with typed columns, with every problem at its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from planner.errors import Problem
from planner.scenario.cells import Fault, Grid
from planner.scenario.doubts import Doubts
from planner.scenario.hints import nearest, shown
from planner.scenario.parse import Value, Wrong, parse
from planner.scenario.places import Places
from planner.scenario.scenario import frame_of
from planner.scenario.tables import TABLES, Column
from planner.scenario.units import Factor, UnitError, factor, split_header

Array = np.ndarray[tuple[int], np.dtype[Any]]

#: What to do about a table of Python, where a hint about cells is of no use, by code of the problem.
_IN_PYTHON = {"text_number": "the column holds text: pandas.to_numeric makes numbers of it"}


@dataclass
class Typed:
    """A checked sheet. ``doubts`` says where a problem was found, so that later checks do not repeat it."""

    frame: pd.DataFrame
    rows: list[int]
    letters: dict[str, str]
    problems: list[Problem] = field(default_factory=list)
    doubts: Doubts = field(default_factory=Doubts)


@dataclass(frozen=True)
class _Head:
    """A column of the sheet as found: its position, its name, and (unless it is the analyst's own) its declaration."""

    position: int
    name: str
    column: Column | None
    factor: Factor


def own(name: str) -> bool:
    """Whether a column or sheet is the analyst's own: its name starts with ``#`` or ``note``."""
    return name.startswith("#") or name.casefold().startswith("note")


def typed(grid: Grid, places: Places) -> Typed:
    """The table of one known sheet. ``places`` says how to call its cells (letters are added here for Excel sheets)."""
    return _Reader(grid, places).read()


class _Reader:
    def __init__(self, grid: Grid, places: Places) -> None:
        self.grid = grid
        self.sheet = grid.sheet
        self.columns = TABLES[grid.sheet].columns
        self.places = places
        self.nameless = False
        self.result = Typed(pd.DataFrame(), [], dict(places.letters.get(grid.sheet, {})))

    def read(self) -> Typed:
        heads = self._heads()
        known = [head.position for head in heads if head.column is not None]
        kept = [i for i, row in enumerate(self.grid.rows) if any(row[position] is not None for position in known)]
        self.result.rows = [self.grid.numbers[i] for i in kept]
        self.places = Places({self.sheet: self.result.rows}, {self.sheet: self.result.letters})
        data: dict[str, Array] = {}
        rows = [self.grid.rows[i] for i in kept]
        by_name = {head.name: head for head in heads}
        if rows:
            self._missing_columns(by_name)
        for name, column in self.columns.items():
            data[name] = _array(column, self._values(column, by_name.get(name), rows))
        for head in heads:
            if head.column is None:
                cells = [None if isinstance(row[head.position], Fault) else row[head.position] for row in rows]
                data[head.name] = _objects(cells)
        self.result.frame = frame_of(data)
        self._duplicates()
        if self.nameless:
            for name in self.columns.keys() - by_name.keys():
                self._unusable(name)  # the column without a name may be this one
        return self.result

    # headers ----------------------------------------------------------------------------------------------------

    def _heads(self) -> list[_Head]:
        heads: dict[str, _Head] = {}
        for position, cell in enumerate(self.grid.header):
            if cell is None:
                if any(row[position] is not None for row in self.grid.rows):
                    self._head_problem(position, "", "has values below it but no column name", "no_header")
                continue
            if isinstance(cell, Fault):
                self._head_problem(position, "", cell.message, cell.code, cell.hint)
                continue
            text = cell if isinstance(cell, str) else shown(cell).strip('"')
            if own(text):
                name = text if text not in heads else f"{text} ({position + 1})"
                heads[name] = _Head(position, name, None, Factor())
                continue
            name, unit = split_header(text)
            if name in heads:
                message = f"column {name} is there twice"
                if self.grid.excel:
                    message += f"; the first is {self._head_place(heads[name].position, name)}"
                self._head_problem(position, name, message, "duplicate_column")
                self._unusable(name)
            elif name in self.columns:
                heads[name] = _Head(position, name, self.columns[name], self._factor(position, name, unit))
                if self.grid.excel:
                    self.result.letters[name] = self.grid.letter(position)
            else:
                self._unknown_column(position, name)
        return list(heads.values())

    def _factor(self, position: int, name: str, unit: str | None) -> Factor:
        try:
            return factor(self.columns[name], unit)
        except UnitError as error:
            self._head_problem(position, name, f"the unit of {name} is [{unit}]; {error}", "unit")
            self._unusable(name)
            return Factor()

    def _unknown_column(self, position: int, name: str) -> None:
        near = nearest(name, self.columns)
        hint = f"did you mean {near}?" if near else "a column of your own has a name that starts with # or note"
        if near:
            self._unusable(near)
        self._head_problem(position, name, f"there is no column {shown(name)} in this sheet", "unknown_column", hint)

    def _head_place(self, position: int, name: str) -> str:
        return f"{self.grid.letter(position)}1" if self.grid.excel else f"column {name or position + 1}"

    def _head_problem(self, position: int, name: str, message: str, code: str, hint: str = "") -> None:
        self.nameless |= not name
        self.result.problems.append(Problem(self.sheet, self._head_place(position, name), message, hint, code))

    def _missing_columns(self, by_name: dict[str, _Head]) -> None:
        for name, column in self.columns.items():
            if column.required and name not in by_name and f"{self.sheet}.{name}" not in self.result.doubts.whole:
                self._unusable(name)
                message = f"column {name} is missing; it holds {column.allowed} ({column.meaning})"
                self.result.problems.append(
                    Problem(self.sheet, "", message, f"add a column {column.header}", "missing_column")
                )

    # values -----------------------------------------------------------------------------------------------------

    def _values(self, column: Column, head: _Head | None, rows: Sequence[Sequence[object]]) -> list[Value]:
        """A column from top to bottom; blank where the sheet does not have it."""
        values: list[Value] = [None] * len(rows)
        if head is None:
            return values
        for i, row in enumerate(rows):
            cell = row[head.position]
            if cell is not None:
                values[i] = self._cell(column, cell, i, head.factor)
            elif column.required:
                self._problem(column, i, f"{column.name} is blank; expected {column.allowed}", "blank")
        return values

    def _cell(self, column: Column, cell: object, row: int, unit: Factor) -> Value:
        if isinstance(cell, Fault):
            self._problem(column, row, f"{column.name} {cell.message}", cell.code, cell.hint)
            return None
        try:
            return parse(column, cell, unit)
        except Wrong as wrong:
            hint = wrong.hint if self.grid.excel else _IN_PYTHON.get(wrong.code, wrong.hint)
            self._problem(column, row, f"{column.name} is {shown(cell)}; expected {column.allowed}", wrong.code, hint)
            return None

    def _unusable(self, name: str) -> None:
        self.result.doubts.whole.add(f"{self.sheet}.{name}")

    def _problem(self, column: Column, row: int, message: str, code: str, hint: str = "") -> None:
        note = self.result.doubts.repeats if code == "duplicate" else self.result.doubts.add
        note(f"{self.sheet}.{column.name}", row)
        self.result.problems.append(
            Problem(self.sheet, self.places.cell(self.sheet, row, column.name), message, hint, code)
        )

    def _duplicates(self) -> None:
        key = TABLES[self.sheet].key
        if not key:
            return
        seen: dict[tuple[object, ...], int] = {}
        for row, values in enumerate(zip(*(self.result.frame[name] for name in key), strict=True)):
            if any(pd.isna(value) for value in values):
                continue
            if values in seen:
                what = " with ".join(f"{name} {shown(value)}" for name, value in zip(key, values, strict=True))
                first = self.places.cell(self.sheet, seen[values], key[-1])
                column = self.columns[key[-1]]
                one = len(key) == 1 and self.sheet != "Settings"
                hint = f"give one of them another {key[0]}, or leave one out" if one else "leave one out"
                self._problem(column, row, f"{what} is there twice; the first is in {first}", "duplicate", hint)
            else:
                seen[values] = row


def _array(column: Column, values: Sequence[Value]) -> Array:
    if column.numeric:
        return np.array([np.nan if value is None else value for value in values], dtype=np.float64)
    return _objects(values)


def _objects(values: Sequence[object]) -> Array:
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array
