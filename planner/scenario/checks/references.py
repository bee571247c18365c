"""Names that must exist: references between sheets, rows of Sources, and the names in rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from planner.errors import Problem
from planner.scenario.checks.check import Check, at, reads, values
from planner.scenario.doubts import lost_names
from planner.scenario.figures import risk_rule_names, route_rule_names
from planner.scenario.hints import did_you_mean, nearest_or_list, shown
from planner.scenario.row_names import key_of, names_of_row
from planner.scenario.rule_nodes import Kind
from planner.scenario.rules import Rule, RuleError, parse_rule
from planner.scenario.scenario import Scenario
from planner.scenario.tables import SETTINGS, TABLES, Column, names_in


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
        known += lost_names(scenario, target)
        if not known and TABLES[target].needed:
            return  # that the sheet has no rows is said once
        for row, (text,) in enumerate(values(scenario.tables[sheet], column.name)):
            if text is None:
                continue
            names = names_in(text) if column.kind == "references" else [text]
            for name in names:
                if name not in known:
                    message = f"{column.name} is {shown(name)}, which is not in the sheet {target}, column {key}"
                    parts = [part.strip() for part in name.split(",")]
                    several = column.kind == "references" and len(parts) > 1 and set(parts) <= set(known)
                    hint = "put ; between the names" if several else nearest_or_list(name, known, f"names in {target}")
                    yield at(scenario, sheet, row, column.name, message, hint, code="unknown_reference")

    mine = f"{sheet}.{column.name}"
    if column.refers.startswith(f"{sheet}."):
        return Check(unknown_reference, (column.refers, mine))
    return Check(unknown_reference, (column.refers,), (mine,))


@reads("Risks.risk")
def risks_can_be_read(scenario: Scenario) -> Iterator[Problem]:
    """A risk is a rule over indications and the risks above it; its name is a word of its own."""
    taken = route_rule_names()
    known: list[str] = []
    below = risk_rule_names(risk for (risk,) in values(scenario.tables["Risks"], "risk") if risk)
    for row, (risk, text) in enumerate(values(scenario.tables["Risks"], "risk rule")):
        if risk is None:
            continue
        if not risk.isidentifier() or risk in ("and", "or", "not") or risk in taken:
            what = "a name that rules have already" if risk in taken else "not a word that a rule can hold"
            hint = "letters, digits and _ only, such as high_impact" if risk not in taken else "choose another name"
            yield at(scenario, "Risks", row, "risk", f"risk is {shown(risk)}, which is {what}", hint, code="risk_name")
            continue
        if text is not None:
            yield from _read_rule(scenario, "Risks", row, "rule", text, risk_rule_names(known), below)
        known.append(risk)


@reads("Risks.risk", rows="Routes.eligible")
def rules_can_be_read(scenario: Scenario) -> Iterator[Problem]:
    """A rule must follow the grammar and use names that exist; text compared with a choice must be one of its choices."""
    names = route_rule_names(risk for (risk,) in values(scenario.tables["Risks"], "risk") if risk)
    for row, (text,) in enumerate(values(scenario.tables["Routes"], "eligible")):
        if text is not None:
            yield from _read_rule(scenario, "Routes", row, "eligible", text, names)


@reads("Risks.risk", rows="Phases.when")
def conditions_of_phases_can_be_read(scenario: Scenario) -> Iterator[Problem]:
    """The condition of a phase is a rule of its route."""
    names = route_rule_names(risk for (risk,) in values(scenario.tables["Risks"], "risk") if risk)
    for row, (text,) in enumerate(values(scenario.tables["Phases"], "when")):
        if text is not None:
            yield from _read_rule(scenario, "Phases", row, "when", text, names)


def _read_rule(
    scenario: Scenario,
    sheet: str,
    row: int,
    column: str,
    text: str,
    known: Mapping[str, Kind],
    below: Mapping[str, Kind] | None = None,
) -> Iterator[Problem]:
    """What is wrong with a rule over the ``known`` names; with those ``below`` it too, it may be no more than their order."""
    try:
        rule = parse_rule(text, known)
    except RuleError as error:
        hint = error.hint if below is None or not _reads(text, below) else "a risk may name the risks above it"
        yield at(scenario, sheet, row, column, f"{column}: {error.message}", hint, code="rule")
        return
    for name, choices, found in _not_a_choice(rule):
        message = f"{column} compares {name} with {shown(found)}; {name} is one of {', '.join(choices)}"
        yield at(scenario, sheet, row, column, message, did_you_mean(found, choices), code="rule")


def _reads(text: str, known: Mapping[str, Kind]) -> bool:
    """Whether a rule can be read over the known names."""
    try:
        parse_rule(text, known)
    except RuleError:
        return False
    return True


def _not_a_choice(rule: Rule) -> Iterator[tuple[str, tuple[str, ...], str]]:
    columns = {**TABLES["Routes"].columns, **TABLES["Indications"].columns}
    for name, text in sorted(rule.texts):
        choices = columns[name].choices if name in columns else ()
        if choices and text not in choices:
            yield name, choices, text


@reads(rows="Sources.table Sources.row Sources.column")
def sources_name_a_column(scenario: Scenario) -> Iterator[Problem]:
    """A row of Sources must name a sheet and a column of it, and each figure once."""
    seen: dict[tuple[str, str, str], int] = {}
    for position, (table, row, column) in enumerate(values(scenario.tables["Sources"], "table row column")):
        if table not in TABLES:
            message, hint = f"there is no input sheet {shown(table)}", did_you_mean(table, TABLES)
            yield at(scenario, "Sources", position, "table", message, hint, code="unknown_source")
        elif column not in TABLES[table].columns:
            hint = nearest_or_list(column, TABLES[table].columns, "columns")
            yield at(
                scenario,
                "Sources",
                position,
                "column",
                f"{table} has no column {shown(column)}",
                hint,
                code="unknown_source",
            )
        elif (table, row, column) in seen:
            first = scenario.cell("Sources", seen[table, row, column], "column")
            message = (
                f"the source of {table}, row {shown(row)}, column {column} is there twice; the first is in {first}"
            )
            yield at(scenario, "Sources", position, "column", message, "leave one out", code="duplicate")
        seen.setdefault((table, row, column), position)


def source_row_checks() -> list[Check]:
    """One check for each sheet: rows of Sources must name a row of it."""
    return [_source_rows(sheet, key_of(sheet)) for sheet in TABLES]


def _source_rows(sheet: str, key: tuple[str, ...]) -> Check:
    def sources_name_a_row(scenario: Scenario) -> Iterator[Problem]:
        stated = enumerate(values(scenario.tables["Sources"], "table row"))
        mine = [(position, row) for position, (table, row) in stated if table == sheet]
        if not mine:
            return
        known = [*(SETTINGS if sheet == "Settings" else _row_names(scenario, sheet)), *lost_names(scenario, sheet)]
        for position, row in mine:
            if row not in known:
                message = f"{sheet} has no row with {key[0]} {shown(row)}"
                hint = nearest_or_list(row, known, f"rows in {sheet}")
                yield at(scenario, "Sources", position, "row", message, hint, code="unknown_source")

    if sheet == "Sources":
        return Check(sources_name_a_row, ("Sources.row", "Sources.table"))
    return Check(sources_name_a_row, tuple(f"{sheet}.{name}" for name in key), ("Sources.row", "Sources.table"))


def _row_names(scenario: Scenario, sheet: str) -> list[str]:
    rows = scenario.table(sheet)[list(key_of(sheet))].to_dict("records")
    return list(dict.fromkeys(name for row in rows for name in reversed(names_of_row(sheet, row))))
