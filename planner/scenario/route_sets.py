"""Route sets: routes as the policy letters describe them, each a small workbook whose rows a scenario takes over.

They stand in ``scenarios/routes`` of the repository, and in the installed package.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from planner.asked import of_kind
from planner.errors import Problem, ScenarioError, UsageError
from planner.scenario.build import scenario_from_tables
from planner.scenario.cells import read_cells
from planner.scenario.hints import nearest_or_list
from planner.scenario.parse import plain
from planner.scenario.places import Places
from planner.scenario.scenario import Scenario
from planner.scenario.tables import SETTINGS, names_in
from planner.scenario.template_rows import Row, example_rows
from planner.scenario.typed import typed

#: Where the shipped sets are: beside this file in an installed package, else in the repository.
_FOLDERS = (Path(__file__).parent / "routes", Path(__file__).parents[2] / "scenarios" / "routes")

#: The column by which rows of a set replace rows of a scenario: all rows with the same value go out.
_BY: Mapping[str, str] = {
    "Routes": "route",
    "Phases": "route",
    "Risks": "risk",
    "BudgetLines": "line",
    "Resources": "resource",
}


def route_sets() -> dict[str, Path]:
    """The shipped route sets: their names, sorted, and where each workbook is."""
    for folder in _FOLDERS:
        if folder.is_dir():
            return {path.stem: path for path in sorted(folder.glob("*.xlsx")) if not path.name.startswith(("~", "."))}
    return {}


def with_routes(scenario: Scenario, *sets: str | os.PathLike[str], name: str = "") -> Scenario:
    """A checked copy of a scenario that takes over route sets, in order: ``with_routes(scenario, "vt-today", "tsg")``.

    A set is the name of a shipped one (``route_sets()``) or the path of a workbook with rows for Routes, Phases, Risks,
    BudgetLines or Resources. Rows with the same route, risk, line or resource are replaced; all others stay. Of lines and
    resources the planning years are kept; the last stated year holds for later ones. The standings of the set's routes are
    added to the setting ``standings``; a setting that the scenario does not state (``population``) is taken over.

    ``name`` names the copy (default: the names of the sets). Raises UsageError for a set that is not there, ScenarioError with
    every problem of the result.
    """
    of_kind(scenario, Scenario)
    tables = dict(scenario.tables)
    places = scenario.places
    for one in sets:
        tables, places = _taken_over(tables, places, read_set(one), scenario.settings.calendar)
    called = name or ", ".join(Path(one).stem for one in sets) or scenario.name
    return scenario_from_tables(tables, called, places=places, origin=scenario.origin)


def example_with(sets: Iterable[str | os.PathLike[str]], language: str = "en") -> dict[str, list[Row]]:
    """The example of the template with route sets taken over, as rows by sheet."""
    taken = with_routes(scenario_from_tables(example_rows(language)), *sets)
    return {
        sheet: [{str(key): plain(value) for key, value in row.items()} for row in frame.to_dict("records")]
        for sheet, frame in taken.tables.items()
        if len(frame)
    }


def read_set(one: str | os.PathLike[str]) -> dict[str, pd.DataFrame]:
    """The typed tables of a route set. Raises UsageError where it is not there, ScenarioError where a cell is wrong."""
    cells = read_cells(_path_of(one))
    found = {
        sheet: typed(grid, Places()) for sheet, grid in cells.grids.items() if sheet in (*_BY, "Settings", "Sources")
    }
    unknown = [sheet for sheet in cells.grids if sheet not in found and not sheet.startswith("#")]
    problems = [problem for result in found.values() for problem in result.problems]
    problems += [
        Problem(sheet, "", f"a route set has no sheet {sheet}", f"it may have {', '.join(_BY)}", "unknown_sheet")
        for sheet in unknown
        if not sheet.casefold().startswith("note")
    ]
    if problems:
        raise ScenarioError(problems)
    return {sheet: result.frame for sheet, result in found.items()}


def _path_of(one: str | os.PathLike[str]) -> Path:
    shipped = route_sets()
    if str(one) in shipped:
        return shipped[str(one)]
    if str(one).lower().endswith(".xlsx"):
        return Path(one)
    raise UsageError(f'there is no route set "{one}"; {nearest_or_list(str(one), list(shipped), "route sets")}')


def _taken_over(
    tables: Mapping[str, pd.DataFrame], places: Places, taken: Mapping[str, pd.DataFrame], years: range
) -> tuple[dict[str, pd.DataFrame], Places]:
    """The tables after one set, and the places of the rows that stayed (rows of the set stand below them)."""
    stock = _Stock(dict(tables), {sheet: list(numbers) for sheet, numbers in places.rows.items()})
    for sheet, column in _BY.items():
        if sheet in taken and len(taken[sheet]):
            added = _in_years(taken[sheet], column, years) if "year" in taken[sheet] else taken[sheet]
            stock.replace(sheet, stock.tables[sheet][column].isin(set(taken[sheet][column])), added)
    if len(routes := taken.get("Routes", pd.DataFrame())):
        old = stock.tables["Phases"]["route"].isin(set(routes["route"]))
        if "Phases" not in taken and old.any():  # a route that had phases has those of the set: none
            stock.replace("Phases", old, stock.tables["Phases"][:0])
    _take_sources(stock, taken)
    _take_settings(stock, taken)
    return stock.tables, Places(stock.rows, places.letters)


@dataclass(frozen=True)
class _Stock:
    """The tables of a scenario while a set is taken over, and of each sheet the row numbers that its rows had."""

    tables: dict[str, pd.DataFrame]
    rows: dict[str, list[int]]

    def replace(self, sheet: str, gone: Iterable[bool], added: pd.DataFrame) -> None:
        """Take rows out of a sheet and put others below what stays."""
        stays = [not out for out in gone]
        frame = self.tables[sheet]
        if sheet in self.rows:
            self.rows[sheet] = [number for number, stay in zip(self.rows[sheet], stays, strict=False) if stay]
        parts = [part for part in (frame[stays], added) if len(part)]
        joined = pd.concat([part.astype(object) for part in parts], ignore_index=True) if parts else frame[:0]
        self.tables[sheet] = joined.reindex(columns=list(dict.fromkeys([*frame.columns, *joined.columns])))


def _in_years(frame: pd.DataFrame, column: str, years: range) -> pd.DataFrame:
    """Rows of one line or resource for the planning years: the year itself, else the last stated one before, else the first."""
    parts = []
    for _, own in frame.groupby(column, sort=False):
        ordered = own.sort_values("year").reset_index(drop=True)
        at = ordered["year"].searchsorted(list(years), side="right") - 1
        parts.append(ordered.iloc[at.clip(0)].assign(year=[float(year) for year in years]))
    return pd.concat(parts, ignore_index=True)


def _take_sources(stock: _Stock, taken: Mapping[str, pd.DataFrame]) -> None:
    """Sources of rows that went out go too; those of the set come in."""
    gone = {(sheet, str(name)) for sheet, column in _BY.items() if sheet in taken for name in taken[sheet][column]}
    held = stock.tables["Sources"]
    out = [(table, str(row)) in gone for table, row in zip(held["table"], held["row"], strict=True)]
    stock.replace("Sources", out, taken.get("Sources", held[:0]))


def _take_settings(stock: _Stock, taken: Mapping[str, pd.DataFrame]) -> None:
    """Standings are added up; a setting that the scenario states itself stays as it is."""
    given = taken.get("Settings")
    if given is None or given.empty:
        return
    stated = stock.tables["Settings"].set_index("setting")["value"].dropna().to_dict()
    new = given[~given["setting"].isin([name for name in stated if name != "standings"])].copy()
    own = str(stated.get("standings", SETTINGS["standings"].default))
    both = [name for text in (own, *new["value"][new["setting"] == "standings"]) for name in names_in(str(text))]
    new["value"] = new["value"].where(new["setting"] != "standings", ";".join(dict.fromkeys(both)))
    stock.replace("Settings", stock.tables["Settings"]["setting"].isin(set(new["setting"])), new)
