"""From tables to a checked scenario: the one way in, for workbooks and for DataFrames alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from planner.errors import Problem, ScenarioError, UsageError
from planner.scenario import checks
from planner.scenario.cells import Grid
from planner.scenario.doubts import Doubts
from planner.scenario.hints import nearest, shown
from planner.scenario.parse import plain
from planner.scenario.places import Places, in_order
from planner.scenario.scenario import Origin, Scenario, empty_table
from planner.scenario.tables import SETTINGS, TABLES, Settings
from planner.scenario.tables.dutch import SHEETS
from planner.scenario.typed import Typed, own, typed
from planner.scenario.typed_settings import read_settings

#: An error of use shows what it found, but no more of it than this.
MOST_SHOWN = 300  # characters

#: A sheet as users give it in Python: a DataFrame, columns by name, a list of rows, or (Settings) values by name.
TableLike = pd.DataFrame | pd.Series | Mapping[str, Any] | Sequence[Mapping[str, Any]]


def scenario_from_tables(
    tables: Mapping[str, TableLike], name: str = "base", *, places: Places | None = None, origin: Origin | None = None
) -> Scenario:
    """A checked scenario from DataFrames, column for column the sheets of the workbook; no Excel needed.

    A table is a DataFrame (an index with the name of a column counts as one), a dict of columns or a list of rows; Settings may
    be a dict or Series of values by name. Column names may hold a unit (``budget [EUR thousand]``); without one the base units
    hold. ``places`` and ``origin`` are kept from an earlier reading, so that problems of a changed scenario name the cells of
    its workbook.

    Raises ScenarioError with every problem found; UsageError where a table is none of these.
    """
    places = places or Places()
    given: object = tables
    if not isinstance(given, Mapping):
        usage = f"tables are given by sheet, as in {{'Indications': ...}}; found {tables!r}"
        raise UsageError(usage[:MOST_SHOWN])
    grids = {sheet: _grid(sheet, as_frame(sheet, table), places) for sheet, table in tables.items()}
    return read_tables(grids, name, places, origin or Origin()).checked()


def as_frame(sheet: str, table: TableLike) -> pd.DataFrame:
    """A table as users give it, as a DataFrame whose values are left as they are; UsageError where it is none."""
    if isinstance(table, pd.DataFrame):
        columns = TABLES[sheet].columns if sheet in TABLES else {}
        indexed = [name for name in table.index.names if name in columns and name not in table]
        return table.reset_index(indexed) if indexed else table
    try:
        if isinstance(table, pd.Series) and sheet == "Settings":
            table = {str(name): value for name, value in table.items()}
        if isinstance(table, Mapping):
            if sheet == "Settings" and not any(isinstance(value, (list, tuple, pd.Series)) for value in table.values()):
                table = {"setting": list(table.keys()), "value": list(table.values())}
            return pd.DataFrame(dict(table), dtype=object)
        return pd.DataFrame([dict(row) for row in table], dtype=object)
    except (TypeError, ValueError) as error:
        usage = f"the table {sheet} is no DataFrame, dict of columns of one length, or list of rows (dicts); found {table!r}"
        raise UsageError(usage[:MOST_SHOWN]) from error


def scenario_again(before: Scenario, tables: Mapping[str, pd.DataFrame], name: str, places: Places) -> Scenario:
    """A checked scenario from the tables of a checked one, some of them changed: only those are read again.

    Raises ScenarioError with every problem found.
    """
    grids = {sheet: _grid(sheet, table, places) for sheet, table in tables.items() if table is not before.tables[sheet]}
    return read_tables(grids, name, places, before.origin, before=before).checked()


def _grid(sheet: str, frame: pd.DataFrame, places: Places) -> Grid:
    rows = [[plain(value) for value in row] for row in frame.to_numpy(dtype=object)]
    return Grid(sheet, list(frame.columns), rows, _numbers(sheet, len(rows), places), excel=False)


def _numbers(sheet: str, count: int, places: Places) -> list[int]:
    """The row numbers of a sheet with so many rows: rows that a change has added stand below."""
    numbers = list(places.rows.get(sheet, []))[:count]
    last = numbers[-1] if numbers else 0
    return [*numbers, *range(last + 1, last + 1 + count - len(numbers))]


def _checked_before(sheet: str, frame: pd.DataFrame, places: Places) -> Typed:
    return Typed(frame, _numbers(sheet, len(frame), places), dict(places.letters.get(sheet, {})))


@dataclass(frozen=True)
class Reading:
    """A scenario as far as it could be read, blank where a value could not, and all that was found, in order of cell.

    ``doubts`` says which values cannot be used; ``sheets`` are those of the workbook, in its order.
    """

    scenario: Scenario
    problems: Sequence[Problem]
    doubts: Doubts
    sheets: Sequence[str]

    @property
    def mistakes(self) -> list[Problem]:
        """What must be mended; warnings and notes are not among it."""
        return [problem for problem in self.problems if problem.severity == "problem"]

    def checked(self) -> Scenario:
        """The scenario with its warnings. Raises ScenarioError with every problem found."""
        if self.mistakes:
            raise ScenarioError(self.mistakes)
        return self.scenario.warned(self.problems)

    def wrong_rows(self, sheet: str) -> set[int]:
        """The rows of a sheet (from 0) of which something must be mended."""
        scenario = self.scenario
        found = [scenario.places.found(sheet, problem.cell) for problem in self.mistakes if problem.sheet == sheet]
        rows = {place[0] for place in found if place is not None}
        return rows.union(*(self.doubts.rows(scenario, f"{sheet}.{name}") for name in TABLES[sheet].columns))


def read_tables(
    grids: Mapping[str, Grid],
    name: str,
    places: Places,
    origin: Origin,
    notes: Iterable[Problem] = (),
    before: Scenario | None = None,
) -> Reading:
    """Plain values by sheet as a scenario, with all that is wrong with them; ``notes`` are kept among the problems.

    Sheets that are not among the grids are those of the checked scenario ``before``, if there is one.
    """
    results = {sheet: typed(grid, places) for sheet, grid in grids.items() if sheet in TABLES}
    for sheet, frame in before.tables.items() if before is not None else ():
        results.setdefault(sheet, _checked_before(sheet, frame, places))
    settings = read_settings(results["Settings"]) if "Settings" in results else Settings(price_year=Settings.start_year)
    problems, doubts = _sheets(grids, results, settings)
    for result in results.values():
        problems += result.problems
        doubts.take(result.doubts)
    scenario = Scenario(
        tables={sheet: results[sheet].frame if sheet in results else empty_table(sheet) for sheet in TABLES},
        settings=settings,
        name=name,
        places=Places(
            {s: result.rows for s, result in results.items()}, {s: result.letters for s, result in results.items()}
        ),
        origin=origin,
    )
    if before is not None:
        scenario.share_filled(before)
    doubts.settle(scenario)
    problems += checks.run(scenario, doubts)
    return Reading(scenario, in_order([*notes, *problems], grids), doubts, list(grids))


def needed(sheet: str, settings: Settings) -> bool:
    """Whether the sheet must be there, if need be with its header only."""
    return TABLES[sheet].needed or (sheet == "Care" and settings.displacement_mode != "none")


def _sheets(
    grids: Mapping[str, Grid], results: Mapping[str, Typed], settings: Settings
) -> tuple[list[Problem], Doubts]:
    """Problems with whole sheets: unknown, missing, or of no use yet; and what they make unfit for later checks."""
    problems: list[Problem] = []
    meant: set[str] = set()
    for sheet, grid in grids.items():
        if sheet not in TABLES and not own(sheet) and (grid.rows or any(cell is not None for cell in grid.header)):
            known = [name for name in TABLES if name not in grids]
            near = nearest(sheet, known, {dutch: name for dutch, name in SHEETS.items() if name in known})
            hint = f"did you mean {near}?" if near else "a sheet of your own has a name that starts with # or note"
            problems.append(Problem(sheet, "", f"there is no input sheet {shown(sheet)}", hint, "unknown_sheet"))
            meant.update([near] if near else [])
    for sheet, table in TABLES.items():
        if needed(sheet, settings) and sheet not in results and sheet not in meant:
            message = f"the sheet {sheet} is missing; each of its rows is {table.__doc__}"
            hint = "without displaceable care, add the sheet with its header only" if sheet == "Care" else ""
            problems.append(Problem(sheet, "", message, hint, "missing_sheet"))
            meant.add(sheet)
        if table.later and sheet in results and len(results[sheet].frame):
            message = f"the sheet {sheet} has rows; this version of planner cannot use that yet"
            problems.append(Problem(sheet, "", message, "leave it empty", "not_yet"))
    unread = {f"{sheet}.{column}" for sheet in meant for column in TABLES[sheet].columns}
    if "Settings" in meant:
        unread |= {f"Settings.{name}" for name in SETTINGS}
    return problems, Doubts(whole=unread)
