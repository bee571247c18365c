"""One change of a scenario: set, multiply or add in one column, for one row, all rows, or the rows for which a rule holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.errors import UsageError
from planner.scenario.hints import nearest_or_list, shown
from planner.scenario.parse import Value, Wrong, parse, plain
from planner.scenario.rule_columns import rule_names, rule_values
from planner.scenario.rules import RuleError, parse_rule
from planner.scenario.scenario import DEFAULT_ROWS, Scenario, empty_table, fill
from planner.scenario.tables import SETTINGS, TABLES, Column
from planner.scenario.units import Factor

OPERATIONS = ("set", "multiply", "add")

#: What makes a text in ``row`` a rule that was meant as one, and not a name that does not exist.
_RULE_MARKS = re.compile(r"[<>=!()\"']|\b(?:and|or|not)\b", re.IGNORECASE)

_NUMBER = Column("number", "what to multiply by, or to add", name="value")

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Change:
    """One change. ``row`` is an id of the sheet's first column, ``*``, or a rule; ``value`` is in base units, None = blank.

    Base units are those of ``Scenario.tables``: prices in EUR, budgets in EUR million, shares 0..1.
    """

    table: str
    row: str | float
    column: str
    operation: str = "set"
    value: Any = None


class ChangeError(Exception):
    """A change that cannot be made; ``part`` names the field of the change that is wrong."""

    def __init__(self, part: str, message: str, hint: str = "", code: str = "change") -> None:
        super().__init__(message)
        self.part = part
        self.message = message
        self.hint = hint
        self.code = code


def apply(scenario: Scenario, change: Change) -> tuple[Scenario, int]:
    """The scenario with the change in its tables, not yet checked again, and how many values were changed.

    Raises ChangeError where the change names something that is not there, or does not fit its column.
    """
    column = _column(change)
    _operation(change)
    started = _with_default_rows(scenario, change)
    hit = _hit(started, change)
    values, changed = _values(started.tables[change.table], hit, column, change)
    frame = started.tables[change.table].copy()
    frame[column.name] = pd.Series(values, index=frame.index, dtype=values.dtype)
    return replace(scenario, tables={**started.tables, change.table: frame}), changed


def faults(scenario: Scenario, change: Change, unread: Collection[str] = ()) -> list[ChangeError]:
    """Everything that is wrong with a change; nothing is said of its fields ``unread``, nor of what hangs on them."""
    found: list[ChangeError] = []

    def tried(step: Callable[[], object], *parts: str) -> bool:
        """Whether a step that reads these fields succeeds; what stops it is among what is found."""
        if any(part in unread or part in {error.part for error in found} for part in parts):
            return False
        try:
            step()
        except ChangeError as error:
            found.append(error)
            return False
        return True

    tried(lambda: _column(change), "table", "column")
    known = tried(lambda: _operation(change), "operation")
    stated = change.table != "Settings"  # of a setting that is not stated, it depends on the operation
    hit = (known or stated) and tried(lambda: _hit(_with_default_rows(scenario, change), change), "table", "row")
    if hit:
        tried(lambda: apply(scenario, change), "table", "column", "operation", "row", "value")
    elif stated:
        tried(lambda: _after(_column(change), None, change), "table", "column", "operation", "value")
    return found


def is_rule(change: Change) -> bool:
    """Whether the rows of a change are those for which something holds, and not one by its name."""
    if change.row == "*":
        return True
    try:
        parse_rule(str(change.row), rule_names(TABLES[change.table].columns))
    except RuleError:
        return False
    return True


def _operation(change: Change) -> None:
    if change.operation not in OPERATIONS:
        hint = nearest_or_list(str(change.operation), OPERATIONS, "operations")
        raise ChangeError("operation", f"there is no operation {shown(change.operation)}", hint)


def _column(change: Change) -> Column:
    sheets = [sheet for sheet in TABLES if sheet != "Scenarios"]
    if change.table not in sheets:
        hint = nearest_or_list(str(change.table), sheets, "sheets that can be changed")
        raise ChangeError("table", f"there is no sheet {shown(change.table)} that can be changed", hint)
    columns = TABLES[change.table].columns
    if change.table == "Settings":
        columns = {"value": columns["value"]}
    if change.column not in columns:
        hint = nearest_or_list(str(change.column), columns, "columns")
        raise ChangeError("column", f"{change.table} has no column {shown(change.column)} that can be changed", hint)
    return columns[change.column]


def _with_default_rows(scenario: Scenario, change: Change) -> Scenario:
    """Rows that a change may hit though the workbook does not state them: default rows, and a setting that is set."""
    frame = scenario.tables[change.table]
    if frame.empty and change.table in DEFAULT_ROWS:
        return replace(scenario, tables={**scenario.tables, change.table: fill(change.table, frame)})
    if change.table != "Settings" or change.row not in SETTINGS or (frame["setting"] == change.row).any():
        return scenario
    if change.operation != "set":
        default = shown(SETTINGS[str(change.row)].default)
        hint = f"state it in the sheet Settings (its default is {default}), or use set"
        raise ChangeError(
            "row", f"the setting {change.row} is not stated, so there is nothing to {change.operation}", hint
        )
    row = empty_table("Settings").reindex([0])
    row["setting"] = pd.Series([change.row], dtype=object)
    return replace(scenario, tables={**scenario.tables, "Settings": pd.concat([frame, row], ignore_index=True)})


def _hit(scenario: Scenario, change: Change) -> Mask:
    """Which rows are meant: those with the id, all, or those for which the rule holds; none is an error."""
    frame = scenario.tables[change.table]
    first = next(iter(TABLES[change.table].columns))
    named = _named(frame[first], change.row)
    if named.any():
        return named
    if change.row == "*":
        if frame.empty:
            raise ChangeError("row", f"{change.table} has no rows", "rows cannot be added in a variant", "no_hit")
        return np.ones(len(frame), dtype=np.bool_)
    known = (
        list(SETTINGS) if change.table == "Settings" else [shown(i).strip('"') for i in frame[first] if i is not None]
    )
    if not isinstance(change.row, str):
        hint = nearest_or_list(shown(change.row), known, f"{first} in {change.table}")
        raise ChangeError("row", f"no row of {change.table} has the {first} {shown(change.row)}", hint, "no_hit")
    names = rule_names(TABLES[change.table].columns)
    try:
        rule = parse_rule(change.row, names)
    except RuleError as error:
        if _RULE_MARKS.search(change.row):
            raise ChangeError(
                "row", f"row is not a rule over {change.table}: {error.message}", error.hint, "rule"
            ) from None
        hint = nearest_or_list(change.row, known, f"{first} in {change.table}")
        message = f"no row of {change.table} has the {first} {shown(change.row)}, and it is not a rule"
        raise ChangeError("row", message, hint, "no_hit") from None
    outcome = rule.evaluate(rule_values(scenario.table(change.table), TABLES[change.table].columns))
    if outcome.blank.any():
        row = int(np.flatnonzero(outcome.blank)[0])
        name = str(outcome.blank_name[row])
        place = scenario.cell(change.table, row, name) if name in names else scenario.cell(change.table, row, first)
        message = f"the rule {shown(change.row)} has no answer for {change.table}!{place}: {name}"
        raise ChangeError(
            "row", f"{message} is blank" if name in names else message, "ask for another column first", "rule"
        )
    if not outcome.value.any():
        raise ChangeError("row", f"no row of {change.table} meets {shown(change.row)}", "", "no_hit")
    return outcome.value


def _named(ids: pd.Series[Any], row: object) -> Mask:
    """The rows whose id is ``row``; ids are text, but for sheets whose first column is a number."""
    if ids.dtype == np.float64:
        number = float(row) if isinstance(row, (int, float)) and not isinstance(row, bool) else np.nan
        return np.asarray(np.isclose(ids.to_numpy(dtype=np.float64), number, rtol=1e-9, atol=0.0), dtype=np.bool_)
    text = shown(row) if isinstance(row, (int, float)) else row
    return np.array([value == text for value in ids], dtype=np.bool_)


def _values(frame: pd.DataFrame, hit: Mask, column: Column, change: Change) -> tuple[npt.NDArray[np.generic], int]:
    """The whole column after the change, and how many of its values changed."""
    values = frame[column.name].to_numpy(dtype=np.float64 if column.numeric else object, copy=True)
    settings = frame["setting"].tolist() if change.table == "Settings" else None
    changed = 0
    for row in np.flatnonzero(hit):
        kind = SETTINGS.get(settings[row], column) if settings is not None else column
        before = plain(values[row])
        after = _after(kind, before, change)
        changed += after != before
        values[row] = np.nan if after is None and column.numeric else after
    return values, changed


def _after(column: Column, before: object, change: Change) -> Value:
    return _set(column, change) if change.operation == "set" else _calculated(column, before, change)


def _set(column: Column, change: Change) -> Value:
    value = plain(change.value)
    if value is None:
        return None
    try:
        return parse(column, value, Factor())
    except Wrong as wrong:
        message = f"{column.name} would be {shown(value)}; expected {column.allowed}, in base units"
        raise ChangeError("value", message, wrong.hint, wrong.code) from None


def _calculated(column: Column, before: object, change: Change) -> Value:
    """The product or the sum, as the figures are written: 0.4 less 0.3 is 0.1. Blanks stay blank."""
    if not column.numeric:
        raise ChangeError("operation", f"{column.name} holds {column.allowed}: it cannot be {_done(change)}", "use set")
    try:
        number = parse(_NUMBER, plain(change.value), Factor())
        held = None if before is None else parse(column, before, Factor())
    except Wrong as wrong:
        message = f"the value to {change.operation} is {shown(plain(change.value))}; expected a number"
        raise ChangeError("value", message, wrong.hint, wrong.code) from None
    if change.table == "Settings" and held is None:
        raise ChangeError(
            "row", f"the setting {column.name} is blank, so there is nothing to {change.operation}", "use set"
        )
    if held is None:
        return None
    one, two = Decimal(repr(held)), Decimal(repr(number))
    return float(one * two if change.operation == "multiply" else one + two)


def _done(change: Change) -> str:
    return "multiplied" if change.operation == "multiply" else "added to"


def as_change(change: Change | tuple[Any, ...] | Mapping[str, Any]) -> Change:
    """A change as given in Python: a ``Change``, its fields in order, or its fields by name; UsageError where it is neither."""
    if isinstance(change, Change):
        return change
    try:
        return Change(**change) if isinstance(change, Mapping) else Change(*change)
    except TypeError:
        usage = f"a change is (table, row, column, operation, value); found {change!r}"
        raise UsageError(usage[:300]) from None
