"""Names that must exist: references between sheets, rows of Sources, and the names in rules."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from planner.errors import Problem
from planner.scenario.checks.check import Check, at, reads, values
from planner.scenario.figures import route_rule_names
from planner.scenario.hints import did_you_mean, nearest_or_list, shown
from planner.scenario.rules import Rule, RuleError, parse_rule
from planner.scenario.scenario import Scenario
from planner.scenario.tables import SETTINGS, TABLES, Column


def reference_checks() -> list[Check]:
    """One check for each column that refers to another one."""
    return [
        _reference_check(sheet, column)
        for sheet, table in TABLES.items()
        for column in table.columns.values()
        if column.refers and not table.later
    ]


def _reference_check(sheet: str, column: Column) -> Check:
    def unknown_reference(scenario: Scenario) -> Iterator[Problem]:
        target, key = column.refers.split(".")
        known = [name for (name,) in values(scenario.tables[target], key) if name is not None]
        for row, (text,) in enumerate(values(scenario.tables[sheet], column.name)):
            if text is None:
                continue
            names = [part.strip() for part in text.split(";")] if column.kind == "references" else [text]
            for name in names:
                if name and name not in known:
                    message = f"{column.name} is {shown(name)}, which is not in the sheet {target}, column {key}"
                    hint = nearest_or_list(name, known, f"names in {target}")
                    yield at(scenario, sheet, row, column.name, message, hint, code="unknown_reference")

    return Check(unknown_reference, (f"{sheet}.{column.name}", column.refers))


@reads("Routes.eligible")
def rules_can_be_read(scenario: Scenario) -> Iterator[Problem]:
    """A rule must follow the grammar and use names that exist; text compared with a choice must be one of its choices."""
    for row, (text,) in enumerate(values(scenario.tables["Routes"], "eligible")):
        if text is None:
            continue
        try:
            rule = parse_rule(text, route_rule_names())
        except RuleError as error:
            yield at(scenario, "Routes", row, "eligible", f"eligible: {error.message}", error.hint, code="rule")
            continue
        for name, choices, found in _not_a_choice(rule):
            message = f"eligible compares {name} with {shown(found)}; {name} is one of {', '.join(choices)}"
            yield at(scenario, "Routes", row, "eligible", message, did_you_mean(found, choices), code="rule")


def _not_a_choice(rule: Rule) -> Iterator[tuple[str, tuple[str, ...], str]]:
    columns = {**TABLES["Routes"].columns, **TABLES["Indications"].columns}
    for name, text in sorted(rule.texts):
        choices = columns[name].choices if name in columns else ()
        if choices and text not in choices:
            yield name, choices, text


@reads("Sources.table Sources.row Sources.column")
def sources_name_a_figure(scenario: Scenario) -> Iterator[Problem]:
    """A row of Sources must name a sheet, a column of it and a row of it, and each figure once."""
    seen: dict[tuple[str, str, str], int] = {}
    for position, (table, row, column) in enumerate(values(scenario.tables["Sources"], "table row column")):
        problem = _wrong_source(table, row, column, scenario)
        if problem:
            part, message, hint = problem
            yield at(scenario, "Sources", position, part, message, hint, code="unknown_source")
        elif (table, row, column) in seen:
            first = scenario.cell("Sources", seen[table, row, column], "column")
            message = (
                f"the source of {table}, row {shown(row)}, column {column} is there twice; the first is in {first}"
            )
            yield at(scenario, "Sources", position, "column", message, code="duplicate")
        else:
            seen[table, row, column] = position


def _wrong_source(table: str, row: str, column: str, scenario: Scenario) -> tuple[str, str, str] | None:
    """Which part of a row of Sources is wrong, with message and hint; None where it names a figure."""
    if table not in TABLES:
        return "table", f"there is no input sheet {shown(table)}", did_you_mean(table, TABLES)
    columns = TABLES[table].columns
    if column not in columns:
        return "column", f"{table} has no column {shown(column)}", nearest_or_list(column, columns, "columns")
    known = list(SETTINGS) if table == "Settings" else row_names(scenario.table(table), table)
    if row not in known:
        first = next(iter(columns))
        return "row", f"{table} has no row with {first} {shown(row)}", nearest_or_list(row, known, f"rows in {table}")
    return None


def row_names(frame: pd.DataFrame, sheet: str) -> list[str]:
    """The names by which Sources calls rows: the first column, or all key columns with a space between (``MSZ 2026``)."""
    names: list[str] = []
    key = TABLES[sheet].key or (next(iter(TABLES[sheet].columns)),)
    for found in values(frame, " ".join(key)):
        words = [str(int(v)) if isinstance(v, float) and v.is_integer() else str(v) for v in found]
        names += [words[0]] if len(words) == 1 else [words[0], " ".join(words)]
    return list(dict.fromkeys(names))
