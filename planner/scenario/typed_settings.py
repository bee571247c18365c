"""The sheet Settings: from rows ``setting, value`` to the class ``Settings``."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from planner.errors import Problem, UsageError
from planner.scenario.hints import did_you_mean, listed, nearest, shown
from planner.scenario.parse import Value, Wrong, parse
from planner.scenario.sweeps import read_sweeps
from planner.scenario.tables import SETTINGS, TABLES, Column, Settings, names_in
from planner.scenario.typed import Typed
from planner.scenario.units import Factor


def read_settings(result: Typed) -> Settings:
    """The settings of a typed sheet; blank or wrong ones have their default.

    Adds its problems to ``result`` (with the wrong settings in ``result.doubts``) and puts the checked values in its
    frame.
    """
    given: dict[str, Any] = {}
    values = result.frame["value"].to_numpy(copy=True)
    for row, (name, value) in enumerate(zip(result.frame["setting"], values, strict=True)):
        if name is None:
            continue
        if name not in SETTINGS:
            hint = did_you_mean(name, SETTINGS, f"settings: {listed(SETTINGS, len(SETTINGS))}")
            _problem(result, row, "setting", f"there is no setting {shown(name)}", "unknown_setting", hint)
            _unusable(result, nearest(name, SETTINGS))  # what it probably meant does not have its value
        elif value is not None:
            values[row] = given[name] = _value(result, row, SETTINGS[name], value)
        elif row in result.doubts.cells.get("Settings.value", ()):
            _unusable(result, name)
    _say_what_is_in_doubt(result)
    result.frame = result.frame.assign(value=values)
    settings = Settings(**{name: value for name, value in given.items() if value is not None})
    # prices are those of start_year where no price_year is given
    return settings if settings.price_year else replace(settings, price_year=settings.start_year)


def _value(result: Typed, row: int, column: Column, value: Value) -> Value:
    try:
        parsed = parse(column, value, Factor())
    except Wrong as wrong:
        _problem(
            result, row, "value", f"{column.name} is {shown(value)}; expected {column.allowed}", wrong.code, wrong.hint
        )
        _unusable(result, column.name)
        return None
    if column.name == "standings":
        _standings(result, row, str(parsed))
    if column.name == "sweeps":
        _sweeps(result, row, str(parsed))
    return int(parsed) if column.kind in ("whole", "year") and isinstance(parsed, float) else parsed


def _standings(result: Typed, row: int, text: str) -> None:
    choices = TABLES["Routes"].columns["standing"].choices
    for word in names_in(text):
        if word not in choices:
            message = (
                f"standings names {shown(word)}; expected one or more of {', '.join(choices)}, with ; between them"
            )
            _problem(result, row, "value", message, "choice", did_you_mean(word, choices))
            _unusable(result, "standings")


def _sweeps(result: Typed, row: int, text: str) -> None:
    try:
        read_sweeps(text)
    except UsageError as error:
        _problem(result, row, "value", str(error), "sweep", "")
        _unusable(result, "sweeps")


def _unusable(result: Typed, name: str | None) -> None:
    if name is not None:
        result.doubts.whole.add(f"Settings.{name}")


def _say_what_is_in_doubt(result: Typed) -> None:
    """A setting that is there twice has two values; a row without a readable name may be about any that is not there."""
    names = result.frame["setting"]
    for row in result.doubts.twice.get("Settings.setting", ()):
        _unusable(result, names.iloc[row])
    if result.doubts.unknown(["Settings.setting"]):
        for name in SETTINGS.keys() - set(names):
            _unusable(result, name)
    if "Settings.value" in result.doubts.whole:
        for name in SETTINGS:
            _unusable(result, name)
    if "Settings.start_year" in result.doubts.whole and "price_year" not in set(names):
        _unusable(result, "price_year")


def _problem(result: Typed, row: int, column: str, message: str, code: str, hint: str) -> None:
    letter = result.letters.get(column)
    cell = f"{letter}{result.rows[row]}" if letter else f"row {result.rows[row]}, column {column}"
    result.problems.append(Problem("Settings", cell, message, hint, code))
