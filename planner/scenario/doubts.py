"""What is in doubt: values that cannot be used, as a problem was found with them, and a scenario without them.

One mistake must not hide another one. So a check whose cell is wrong in one row still looks at the other rows, as far as what
it then finds holds whatever the wrong cell turns out to be.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace

import pandas as pd

from planner.scenario.places import Places
from planner.scenario.scenario import Scenario
from planner.scenario.tables import TABLES, Settings


@dataclass
class Doubts:
    """Values in doubt, by ``Sheet.column``: ``cells`` rows (from 0) that have no value that can be used, ``twice`` rows that
    repeat a name where it is known which names may have been meant, ``whole`` columns of which no value is known.

    A setting is a column of ``whole``: ``Settings.years``.
    """

    cells: dict[str, set[int]] = field(default_factory=dict)
    twice: dict[str, set[int]] = field(default_factory=dict)
    whole: set[str] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.cells or self.twice or self.whole)

    def add(self, column: str, row: int) -> None:
        self.cells.setdefault(column, set()).add(row)

    def repeats(self, column: str, row: int) -> None:
        self.twice.setdefault(column, set()).add(row)

    def take(self, others: Doubts) -> None:
        """Add those of another one."""
        for mine, theirs in ((self.cells, others.cells), (self.twice, others.twice)):
            for column, rows in theirs.items():
                mine.setdefault(column, set()).update(rows)
        self.whole |= others.whole

    def unknown(self, columns: Iterable[str]) -> bool:
        """Whether some value of these columns is not known."""
        return any(column in self.whole or self.cells.get(column) for column in columns)

    def settle(self, scenario: Scenario) -> None:
        """Repeated names stay ``twice`` where Sources knows enough names that are not there; other ones have no known value."""
        for column, rows in list(self.twice.items()):
            if len(lost_names(scenario, column.partition(".")[0])) < len(rows):
                self.cells.setdefault(column, set()).update(self.twice.pop(column))

    def rows(self, scenario: Scenario, column: str) -> set[int]:
        """The rows in which a column is in doubt."""
        if column in self.whole:
            return set(range(len(scenario.tables[column.partition(".")[0]])))
        return self.cells.get(column, set()) | self.twice.get(column, set())


def lost_names(scenario: Scenario, sheet: str) -> list[str]:
    """Where a name is there twice in a sheet: the names that Sources knows and that are not there, one of which was meant."""
    names = scenario.tables[sheet].iloc[:, 0].dropna().tolist()
    if len(TABLES[sheet].key) != 1 or len(names) == len(set(names)):
        return []
    sources = scenario.tables["Sources"]
    of_sheet = sources["row"][sources["table"] == sheet].dropna()
    return [name for name in dict.fromkeys(of_sheet) if name not in names]


def left(scenario: Scenario, doubts: Doubts, rows: Iterable[str], groups: Collection[str] = ()) -> Scenario:
    """The scenario without the rows that are in doubt in one of the columns ``rows``.

    For a column that is among ``groups`` too, all rows of the same name (first column of the sheet) go with such a row.
    """
    gone: dict[str, set[int]] = {}
    for column in rows:
        sheet = column.partition(".")[0]
        found = doubts.rows(scenario, column)
        if found and column in groups:
            names = scenario.tables[sheet].iloc[:, 0].tolist()
            meant = {names[row] for row in found}
            found = found | {row for row, name in enumerate(names) if name in meant}
        if found:
            gone.setdefault(sheet, set()).update(found)
    return without_rows(scenario, gone) if gone else scenario


def without_rows(scenario: Scenario, gone: Mapping[str, Collection[int]]) -> Scenario:
    """The scenario without some rows of its sheets; the others keep their places."""
    tables, rows = dict(scenario.tables), dict(scenario.places.rows)
    for sheet, some in gone.items():
        kept = [row for row in range(len(tables[sheet])) if row not in some]
        tables[sheet] = tables[sheet].iloc[kept].reset_index(drop=True)
        rows[sheet] = [rows[sheet][row] for row in kept]
    return replace(scenario, tables=tables, places=Places(rows, scenario.places.letters))


class InDoubtError(Exception):
    """What was asked hangs on a value that is in doubt."""


def guarded(scenario: Scenario, doubts: Doubts, sheets: Collection[str]) -> Scenario:
    """The scenario that raises InDoubtError when a setting in doubt, or the table of one of these sheets, is read."""

    class GuardedSettings(Settings):
        def __getattribute__(self, name: str) -> object:
            if f"Settings.{name}" in doubts.whole:
                raise InDoubtError(name)
            return super().__getattribute__(name)

    class GuardedScenario(Scenario):
        def table(self, sheet: str) -> pd.DataFrame:
            if sheet in sheets:
                raise InDoubtError(sheet)
            return super().table(sheet)

    settings = GuardedSettings(**{one.name: getattr(scenario.settings, one.name) for one in fields(scenario.settings)})
    return GuardedScenario(scenario.tables, settings, scenario.name, scenario.places, scenario.origin)
