"""A scenario: what the user states, checked. It knows nothing of options or solvers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from planner.errors import Problem, UsageError
from planner.scenario.hints import nearest_or_list
from planner.scenario.order import Rows, moved_places, moved_rows
from planner.scenario.places import Places
from planner.scenario.tables import TABLES, Column, Settings

if TYPE_CHECKING:
    from planner.scenario.changes import Change

#: Rows that hold where a sheet has none (reference values by disease burden; ZIN, kst 29477: 20,000, 50,000 and 80,000).
DEFAULT_ROWS: Mapping[str, list[dict[str, float]]] = {
    "ReferenceValues": [
        {"burden_from": 0.10, "burden_to": 0.41, "euro_per_qaly": 20_000.0},
        {"burden_from": 0.41, "burden_to": 0.71, "euro_per_qaly": 50_000.0},
        {"burden_from": 0.71, "burden_to": 1.00, "euro_per_qaly": 80_000.0},
    ]
}

#: Sheets whose rows name who pays, which the only framework does where they do not say.
_PAID_BY = frozenset({"Indications", "Care"})


@dataclass(frozen=True)
class Origin:
    """The file a scenario was read from (name only, no folder) and its SHA-256; empty for tables from Python."""

    file: str = ""
    sha256: str = ""


@dataclass(frozen=True, eq=False)
class Scenario:
    """A checked scenario. Make one with ``read_scenario`` or ``scenario_from_tables``.

    ``tables`` holds one DataFrame per sheet, all declared columns, in base units (prices EUR, budgets EUR million, shares
    0..1), blanks kept as NaN (numbers) or None (the rest), in the order of the sheet; extra ``#`` and ``note`` columns stay.
    ``table(sheet)`` is the same with all defaults filled in: what engine and audit compute with.
    """

    tables: Mapping[str, pd.DataFrame]
    settings: Settings
    name: str = "base"
    places: Places = field(default_factory=Places)
    origin: Origin = field(default_factory=Origin)
    warnings: tuple[Problem, ...] = ()

    def table(self, sheet: str) -> pd.DataFrame:
        """One sheet with its defaults filled in; numbers are float64, flags bool, the rest objects (None = blank).

        A copy: the scenario stays as it is (``with_changes`` makes another). Raises UsageError for a sheet that does not exist.
        """
        if sheet not in self._filled:
            if sheet not in self.tables:
                raise UsageError(f'there is no sheet "{sheet}"; {nearest_or_list(sheet, self.tables, "sheets")}')
            self._filled[sheet] = self._fill(sheet)
        return self._filled[sheet].copy(deep=False)  # what is written in it is copied first

    def cell(self, sheet: str, position: int, column: str) -> str:
        """Where the value of a column in row ``position`` (from 0) of ``table(sheet)`` was read: ``H7``.

        ``row 3, column list_price`` where the table did not come from Excel; the first cell of the row for a column that the
        sheet does not have.
        """
        return self.places.cell(sheet, position, column)

    def with_changes(self, *changes: Change | tuple[Any, ...] | Mapping[str, Any], name: str = "changed") -> Scenario:
        """A checked copy: ``scenario.with_changes(("Routes", "lock", "dossiers_per_year", "set", 2), name="more dossiers")``.

        A change is a ``Change``, its fields in order or by name; they are made in order. Raises ScenarioError with every problem.
        """
        # a changed scenario is checked again, and the checks know this class: the circle closes here, when called
        from planner.scenario.variants import with_changes  # noqa: PLC0415

        return with_changes(self, changes, name)

    @property
    def in_order(self) -> Scenario:
        """The same scenario as it is computed: its rows by identifier and year, so that the order of a file decides nothing.

        What order says stays (``Table.order``); cells are those of the workbook.
        """
        return self._in_order or self

    @cached_property
    def _in_order(self) -> Scenario | None:
        """None where the rows stand in that order: no object that holds itself."""
        moved = moved_rows(self.tables)
        if not moved:
            return None
        tables = {sheet: _rows(frame, moved.get(sheet)) for sheet, frame in self.tables.items()}
        found = replace(self, tables=tables, places=moved_places(self.places, moved))
        filled = {sheet: _rows(frame, moved.get(sheet)) for sheet, frame in self._filled.items()}
        vars(found).update(_filled=filled, _in_order=None)
        return found

    def __getstate__(self) -> dict[str, Any]:
        """What travels to another process: not what is quickly made again."""
        return {name: value for name, value in vars(self).items() if name != "_in_order"}

    def warned(self, warnings: Iterable[Problem]) -> Scenario:
        """The same scenario with what was noted while it was read."""
        noted = replace(self, warnings=tuple(warnings))
        vars(noted)["_filled"] = self._filled  # of the same sheets
        return noted

    def __repr__(self) -> str:
        years, read = self.settings.calendar, f" from {self.origin.file}" if self.origin.file else ""
        rows = f"indications: {len(self.tables['Indications'])}, routes: {len(self.tables['Routes'])}"
        return f"<Scenario {self.name!r}{read}, {years[0]}-{years[-1]}; {rows}, warnings: {len(self.warnings)}>"

    def _repr_html_(self) -> str:
        rows = {sheet: len(table) for sheet, table in self.tables.items() if len(table)}
        table: str = pd.DataFrame({"sheet": list(rows), "rows": list(rows.values())}).to_html(index=False)
        return f"<p>{escape(repr(self)[1:-1])}</p>{table}"

    def share_filled(self, before: Scenario) -> None:
        """Take over what another scenario has filled in of sheets that are the very same here."""
        same = {sheet for sheet, table in self.tables.items() if table is before.tables.get(sheet)}
        if "Frameworks" not in same:
            same -= _PAID_BY
        self._filled.update((sheet, table) for sheet, table in before._filled.items() if sheet in same)

    @cached_property
    def _filled(self) -> dict[str, pd.DataFrame]:
        """The sheets that were asked for so far: many a changed scenario is asked for a few of them only."""
        return {}

    def _fill(self, sheet: str) -> pd.DataFrame:
        filled = fill(sheet, self.tables[sheet])
        if sheet == "Routes":
            return filled.assign(name=filled["name"].fillna(filled["route"]))
        if sheet not in _PAID_BY:
            return filled
        frameworks = list(dict.fromkeys(self.tables["Frameworks"]["framework"]))
        only = frameworks[0] if len(frameworks) == 1 else None
        return _fill_indications(filled, only) if sheet == "Indications" else _fill_care(filled, only)


def _rows(frame: pd.DataFrame, order: Rows | None) -> pd.DataFrame:
    return frame if order is None else frame.iloc[order].reset_index(drop=True)


def empty_table(sheet: str) -> pd.DataFrame:
    """A typed table without rows."""
    return frame_of({name: np.empty(0, dtype=dtype_of(column)) for name, column in TABLES[sheet].columns.items()})


def frame_of(
    columns: Mapping[str, np.ndarray[tuple[int], np.dtype[Any]]], index: pd.Index | None = None
) -> pd.DataFrame:
    """A table from one array per column; object arrays stay object (pandas would guess a text type), None stays None.

    One block per type, not one Series per column: a sheet has up to ninety columns, and tests make thousands of scenarios.
    """
    blocks = []
    for kind in dict.fromkeys(array.dtype for array in columns.values()):
        names = [name for name, array in columns.items() if array.dtype == kind]
        block = np.stack([columns[name] for name in names], axis=1)
        blocks.append(pd.DataFrame(block, index=index, columns=pd.Index(names), dtype=kind))
    return pd.concat(blocks, axis=1)[list(columns)]


def dtype_of(column: Column) -> type:
    return np.float64 if column.numeric else object


def fill(sheet: str, frame: pd.DataFrame) -> pd.DataFrame:
    """A copy of a typed table with the defaults of its columns in the blanks, and the default rows where it has no rows."""
    if frame.empty and sheet in DEFAULT_ROWS:
        frame = pd.concat([frame, pd.DataFrame(DEFAULT_ROWS[sheet])], ignore_index=True)
    full: dict[str, np.ndarray[tuple[int], np.dtype[Any]]] = {}
    for name, column in TABLES[sheet].columns.items():
        values = frame[name].to_numpy(copy=True) if name in frame else np.full(len(frame), None, dtype=object)
        if column.numeric:
            numbers = values.astype(np.float64)
            full[name] = numbers if column.default is None else np.where(np.isnan(numbers), column.default, numbers)
        elif column.kind == "flag":
            full[name] = np.array([value is True or value is np.True_ for value in values], dtype=bool)
        else:
            kept = values.astype(object)
            kept[pd.isna(kept)] = column.default
            full[name] = kept
    full |= {str(name): frame[name].to_numpy(dtype=object, copy=True) for name in frame if name not in full}
    return frame_of(full, frame.index)


def _fill_indications(frame: pd.DataFrame, only_framework: str | None) -> pd.DataFrame:
    full = frame.copy()
    for name in ("product", "name"):
        full[name] = _first(full[name], full["indication"])
    if only_framework is not None:
        full["framework"] = _first(
            full["framework"], pd.Series([only_framework] * len(full), index=full.index, dtype=object)
        )
    full["p_effective"] = full["p_effective"].mask(
        full["p_effective"].isna() & (full["effectiveness"] == "established"), 1.0
    )
    full["p_demonstrated"] = full["p_demonstrated"].fillna(full["p_effective"])
    full["evidence_gap"] = full["evidence_gap"].fillna(1.0 - full["p_effective"])
    return full


def _fill_care(frame: pd.DataFrame, only_framework: str | None) -> pd.DataFrame:
    """A second segment of a category takes its spending, and what belongs to the category, from the first row."""
    full = frame.copy()
    if only_framework is not None:
        full["framework"] = _first(
            full["framework"], pd.Series([only_framework] * len(full), index=full.index, dtype=object)
        )
    if full.empty:
        return full
    first = full.groupby("care", sort=False)
    full["spending"] = full["spending"].fillna(first["spending"].transform("first")).fillna(0.0)
    full["name"] = _first(full["name"], first["name"].transform("first").fillna(full["care"]))
    return full


def _first(values: pd.Series, otherwise: pd.Series) -> pd.Series:
    blank = values.isna().to_numpy(dtype=bool)
    kept = values.to_numpy(dtype=object, copy=True)
    kept[blank] = otherwise.to_numpy(dtype=object)[blank]
    return pd.Series(kept, index=values.index, dtype=object)
