"""What the tests of the audit ask of an evaluation, and a small scenario under relations."""

from __future__ import annotations

from typing import Any

from small import indication, small

from planner.model.audit import Choice, Evaluation
from planner.scenario.scenario import Scenario


def floats(values: Any) -> list[float]:
    return [float(value) for value in values]


def in_full(*names: str, start: int = 0) -> list[Choice]:
    return [Choice(name, "direct", start, 0.0) for name in names]


def row_of(found: Evaluation, family: str, name: str, year: int | None = None) -> tuple[float, ...]:
    """Limit, base and used of a row."""
    return tuple(float(value) for value in found.limits[family, name, year])


def broken(found: Evaluation) -> list[tuple[str, str]]:
    return [(one.family, one.name) for one in found.broken]


def related(*relations: dict[str, Any], **stated: dict[str, Any]) -> Scenario:
    """Indications A, B, C of one product, one route at list price, under relations."""
    rows = [indication(name, product="P", **stated.get(name, {})) for name in "ABC"]
    return small(*rows, sheets={"Relations": list(relations)})
