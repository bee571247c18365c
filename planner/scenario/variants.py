"""Variants of a scenario: named stacks of changes over the base, from the sheet Scenarios or from Python."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from planner.errors import Problem, ScenarioError
from planner.scenario.build import scenario_again
from planner.scenario.changes import Change, ChangeError, apply, as_change, faults, is_rule
from planner.scenario.doubts import Doubts, left, lost_names
from planner.scenario.hints import did_you_mean, listed, shown
from planner.scenario.places import Places
from planner.scenario.scenario import Scenario, empty_table
from planner.scenario.tables import TABLES

#: The name of the scenario without changes; a variant cannot have it.
BASE = "base"

#: The columns of the sheet Scenarios that make a change.
CHANGE_FIELDS = ("table", "row", "column", "operation", "value")


@dataclass(frozen=True)
class _Placed:
    """A change of the sheet Scenarios: ``position`` is its row there."""

    change: Change
    position: int


def variants(scenario: Scenario) -> dict[str, Scenario | ScenarioError]:
    """Every variant of the sheet Scenarios, in order of first appearance: a checked scenario, or what is wrong with it."""
    made: dict[str, Scenario | ScenarioError] = {}
    bare = replace(scenario, tables={**scenario.tables, "Scenarios": empty_table("Scenarios")})
    for name in _names(scenario):
        try:
            made[name] = _variant(scenario, bare, name)
        except ScenarioError as error:
            made[name] = error
    return made


def with_changes(
    scenario: Scenario, changes: Iterable[Change | tuple[Any, ...] | Mapping[str, Any]], name: str = "changed"
) -> Scenario:
    """The scenario with the changes made in order, checked again; it keeps origin, places and the sheet Scenarios.

    Raises ScenarioError with every change that cannot be made, or else with every problem of the result.
    """
    problems: list[Problem] = []
    nothing: list[Problem] = []
    result = scenario
    for number, change in enumerate((as_change(change) for change in changes), start=1):
        where = f"change {number} ({change.table}, {change.row}, {change.column})"
        found = faults(result, change)
        problems += [Problem("", "", f"{where}: {error.message}", error.hint, error.code) for error in found]
        if found:
            continue
        result, changed = apply(result, change)
        if not changed:
            nothing.append(Problem("", "", f"{where} changes nothing", "", "no_effect", "warning"))
    if problems:
        raise ScenarioError(problems)
    return _checked(scenario, result, name, nothing)


def _variant(scenario: Scenario, bare: Scenario, name: str) -> Scenario:
    result, problems, nothing = _changed(scenario, bare, name, Doubts())
    if problems:
        raise ScenarioError(problems)
    return _checked(bare, result, name, nothing)


def mistakes_of_variants(scenario: Scenario, doubts: Doubts) -> list[Problem]:
    """What is wrong with the rows of the sheet Scenarios, whatever the values in ``doubts`` turn out to be."""
    columns = [f"{sheet}.{name}" for sheet, table in TABLES.items() if sheet != "Scenarios" for name in table.columns]
    start = left(scenario, Doubts(doubts.cells, {}, doubts.whole), columns)
    problems: list[Problem] = []
    for name in [*_names(scenario), None]:
        problems += _changed(scenario, start, name, doubts)[1]
    return list(dict.fromkeys(problems))


def rows_of_whole_variants(scenario: Scenario, wrong: Collection[int]) -> set[int]:
    """The rows of the variants that neither have a row in ``wrong`` nor build on one that has."""
    table = scenario.tables["Scenarios"]
    names = table["scenario"].tolist()
    broken = {names[row] for row in wrong}
    if None in broken:
        return set()  # the row may be of any variant
    for _ in names:
        broken |= {name for name, parent in zip(names, table["based_on"], strict=True) if parent in broken}
    return {row for row, name in enumerate(names) if name not in broken}


def _changed(
    scenario: Scenario, start: Scenario, name: str | None, doubts: Doubts
) -> tuple[Scenario, list[Problem], list[Problem]]:
    """``start`` after the stack of a variant, what is wrong with the stack, and warnings of changes without effect.

    Where the stack is not known (a circle, no name), the rows of the variant are looked at one by one.
    """
    problems: list[Problem] = []
    nothing: list[Problem] = []
    unmade: set[tuple[str, str]] = set()
    result = start
    try:
        stack = _stack(scenario, name) if name is not None else None
    except ScenarioError as error:
        problems += error.problems
        stack = None
    for placed in _own(scenario, name) if stack is None else stack:
        change = placed.change
        unread = {part for part in CHANGE_FIELDS if placed.position in doubts.rows(scenario, f"Scenarios.{part}")}
        found = faults(result, change, unread)
        for fault in found:
            if stack is None and fault.part == "row" and change.table in TABLES and is_rule(change):
                continue
            if _certain(scenario, start, change, fault, unmade, doubts):
                # the hint is about all rows
                of_all = faults(scenario, change, unread) if doubts and fault.part == "row" else []
                said = next((one for one in of_all if one.part == "row"), fault)
                cell = scenario.cell("Scenarios", placed.position, said.part)
                problems.append(Problem("Scenarios", cell, said.message, said.hint, said.code))
        if found or unread:
            unmade.add((change.table, change.column))
            continue
        result, changed = apply(result, change)
        if not changed:
            cell = scenario.cell("Scenarios", placed.position, "row")
            message = f"the change of {change.column} changes nothing"
            hint = "blanks stay blank" if change.operation != "set" else ""
            nothing.append(Problem("Scenarios", cell, message, hint, "no_effect", "warning"))
    return result, problems, nothing


def _certain(
    scenario: Scenario,
    start: Scenario,
    change: Change,
    error: ChangeError,
    unmade: Collection[tuple[str, str]],
    doubts: Doubts,
) -> bool:
    """Whether an error holds whatever the values in doubt turn out to be (``start`` is without their rows), and the changes
    of the stack that could not be made.
    """
    if error.part != "row":
        return True
    sheet = change.table
    key = next(iter(TABLES[sheet].columns))
    others = {column for table, column in unmade if table == sheet}
    if sheet == "Settings":
        return f"Settings.{change.row}" not in doubts.whole and not others
    if doubts.unknown([f"{sheet}.{key}"]):
        return False
    if is_rule(change):
        return len(start.tables[sheet]) == len(scenario.tables[sheet]) and not others
    return key not in others and change.row not in {*scenario.tables[sheet][key], *lost_names(scenario, sheet)}


def _checked(before: Scenario, after: Scenario, name: str, more: list[Problem]) -> Scenario:
    """The changed tables as a scenario, checked like any other; what is new in its problems and warnings names the variant."""

    def named(problem: Problem) -> Problem:
        if problem in before.warnings or name == before.name:
            return problem
        return replace(problem, message=f"in variant {name}: {problem.message}")

    try:
        checked = scenario_again(before, after.tables, name, _places(after))
    except ScenarioError as error:
        raise ScenarioError([named(problem) for problem in error.problems]) from error
    # a re-reading has no notes on hidden rows and sheets: they belong to the file and stay
    notes = [warning for warning in before.warnings if warning.code == "hidden"]
    return replace(checked, warnings=(*notes, *map(named, [*checked.warnings, *more])))


def _places(scenario: Scenario) -> Places:
    """The places of a changed scenario: rows that a change has added come after the last one of their sheet."""
    rows = {}
    for sheet, known in scenario.places.rows.items():
        added = len(scenario.tables[sheet]) - len(known)
        first = (known[-1] if known else 1) + 1
        rows[sheet] = [*known, *range(first, first + added)]
    return replace(scenario.places, rows=rows)


def _names(scenario: Scenario) -> list[str]:
    return [name for name in dict.fromkeys(scenario.tables["Scenarios"]["scenario"]) if name is not None]


def _stack(scenario: Scenario, name: str) -> list[_Placed]:
    """The changes of a variant, those of the variants on which it is based first. Raises ScenarioError."""
    if name == BASE:
        cell = _cell_of(scenario, name, "scenario")
        raise ScenarioError(
            [Problem("Scenarios", cell, f"a variant cannot be called {BASE}", "choose another name", "name")]
        )
    chain = [name]
    while (parent := _based_on(scenario, chain[-1])) is not None:
        if parent in chain:
            circle = " -> ".join([*chain[chain.index(parent) :], parent])
            cell = _cell_of(scenario, chain[-1], "based_on")
            message = f"variants are based on each other in a circle: {circle}"
            raise ScenarioError([Problem("Scenarios", cell, message, "leave one based_on blank: the base", "circle")])
        chain.append(parent)
    return [placed for variant in reversed(chain) for placed in _own(scenario, variant)]


def _based_on(scenario: Scenario, name: str) -> str | None:
    """The variant on which another one builds; None for the base. It may be said on any of its rows, once or the same."""
    table = scenario.tables["Scenarios"]
    said = {
        str(parent): position
        for position, (variant, parent) in reversed(
            list(enumerate(zip(table["scenario"], table["based_on"], strict=True)))
        )
        if variant == name and parent is not None
    }
    if len(said) > 1:
        position = max(said.values())
        message = f"variant {name} is based on both {listed(sorted(said, key=lambda parent: said[parent]))}"
        cell = scenario.cell("Scenarios", position, "based_on")
        raise ScenarioError([Problem("Scenarios", cell, message, "a variant builds on one other", "based_on")])
    for parent, position in said.items():
        if parent == BASE:
            return None
        if parent not in _names(scenario):
            cell = scenario.cell("Scenarios", position, "based_on")
            hint = did_you_mean(parent, _names(scenario)) or "leave it blank for the base"
            raise ScenarioError([Problem("Scenarios", cell, f"there is no variant {shown(parent)}", hint, "reference")])
        return parent
    return None


def _own(scenario: Scenario, name: str | None) -> list[_Placed]:
    table = scenario.tables["Scenarios"]
    fields = [table[column] for column in CHANGE_FIELDS]
    return [
        _Placed(Change(*values), position)
        for position, (variant, *values) in enumerate(zip(table["scenario"], *fields, strict=True))
        if variant == name
    ]


def _cell_of(scenario: Scenario, name: str, column: str) -> str:
    """The cell of the first row of a variant that says something in ``column``."""
    table = scenario.tables["Scenarios"]
    rows = [position for position, variant in enumerate(table["scenario"]) if variant == name]
    said = [position for position in rows if table[column].iloc[position] is not None]
    return scenario.cell("Scenarios", (said or rows)[0], column)
