"""A scenario with its sheets, columns and rows in another order, and what of an answer must not know that."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

import planner
from planner.analysis.reasons import reasons
from planner.scenario.scenario import Scenario

#: Where the order of rows says something: rows of one name stay in order among each other (None = all of the sheet do).
ORDERED: Mapping[str, str | None] = {"Phases": "route", "Care": "care", "Risks": None, "Scenarios": None}


def shuffled(scenario: Scenario, seed: int) -> Scenario:
    """The same scenario from tables in another order."""
    draw = random.Random(seed)  # noqa: S311 - an order, not a secret
    tables = {sheet: _shuffled(draw, sheet, frame) for sheet, frame in scenario.tables.items()}
    sheets = draw.sample(list(tables), len(tables))
    return planner.scenario_from_tables({sheet: tables[sheet] for sheet in sheets}, scenario.name)


def _shuffled(draw: random.Random, sheet: str, frame: pd.DataFrame) -> pd.DataFrame:
    rows = list(range(len(frame)))
    if sheet not in ORDERED:
        draw.shuffle(rows)
    elif (name := ORDERED[sheet]) is not None:
        names = frame[name].tolist()
        turn = draw.sample(names, len(names))
        left = {one: iter([row for row in rows if names[row] == one]) for one in names}
        rows = [next(left[one]) for one in turn]
    columns = draw.sample(list(frame.columns), len(frame.columns))
    return frame.iloc[rows][columns].reset_index(drop=True)


def answer(of: Callable[[], Any]) -> Any:
    """What a call gives, or the kind of error that it raises."""
    try:
        return of()
    except planner.PlannerError as error:
        return type(error).__name__


def alike(one: pd.DataFrame, two: pd.DataFrame, *, name: str = "") -> None:
    """Two tables hold the same rows to the last digit, in whatever order (cells apart: they say where a row was read)."""
    left, right = (
        frame.drop(columns=[column for column in ("cell",) if column in frame]).reset_index(drop=True)
        for frame in (one, two)
    )
    assert list(left.columns) == list(right.columns), name
    ordered = [sorted(map(repr, map(_plain, frame.to_dict("records")))) for frame in (left, right)]
    different = [(a, b) for a, b in zip(*ordered, strict=True) if a != b]
    assert not different, f"{name}: {different[:3]}"


def _plain(row: Mapping[Any, Any]) -> tuple[Any, ...]:
    """A row that can be compared; ids that stand in a list in the order of the sheet stand in order of name, and what an error
    says of where a limit was read is left out.
    """
    return tuple(_value(value) for value in row.values())


def _value(value: Any) -> Any:
    if isinstance(value, list):
        return sorted(value)
    if isinstance(value, str):
        lines = re.sub(r"\brow \d+", "row", value).split("\n")  # what collides is told in the order of the sheet
        return "\n".join(sorted("; ".join(sorted(line.split("; "))) for line in lines))
    return None if pd.api.types.is_scalar(value) and pd.isna(value) else value


TABLES = ("decisions", "yearly", "spending", "displacement", "limits")


def same_plan(one: planner.Plan, two: planner.Plan) -> None:
    """Two plans of one scenario are one: decisions, totals, proof, marginal values and reasons, to the last digit."""
    assert repr(one.totals) == repr(two.totals)
    for figure in ("stopped", "bound", "gap", "ties", "size", "pruned", "unpruned"):
        assert getattr(one.outcome, figure) == getattr(two.outcome, figure), figure
    alike(one.options.table, two.options.table, name="options")
    for table in TABLES:
        alike(getattr(one, table), getattr(two, table), name=table)
    alike(reasons(one), reasons(two), name="reasons")
