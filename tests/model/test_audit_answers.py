"""The audit answers rules by its own arithmetic: the same answers as those of the engine, row by row."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from planner.model.audit.answers import BlankError, holds
from planner.scenario.rule_nodes import Kind
from planner.scenario.rules import parse_rule

KNOWN: dict[str, Kind] = {"price": "number", "gain": "number", "orphan": "flag", "kind": "text", "risky": "rule"}

ROWS: list[dict[str, object]] = [
    {"price": Decimal("0.3"), "gain": Decimal("0.1"), "orphan": True, "kind": "a", "risky": False},
    {"price": Decimal(-2), "gain": Decimal(0), "orphan": False, "kind": None, "risky": True},
    {"price": None, "gain": Decimal(1), "orphan": None, "kind": "b", "risky": None},
    {"price": Decimal("1e300"), "gain": None, "orphan": True, "kind": "b", "risky": True},
    {"price": 3, "gain": Decimal("3.000000000001"), "orphan": False, "kind": "a", "risky": None},
]

RULES = (
    "orphan",
    "not orphan and risky",
    "risky or price > 1",
    "price > 1 or risky",
    'kind == "a"',
    'kind != "a" and kind == kind',
    "price == gain",
    "price != gain",
    "price < gain",
    "price <= gain",
    "price > gain",
    "price >= gain",
    "price == 3 * gain",
    "0 < price < 1",
    "price / gain > 2",
    "-price + 2 - gain < 0",
    "price * price > 1",
    "not (price / 0 > 1)",
    "orphan or price / gain > 1",
)


@pytest.mark.parametrize("text", RULES)
def test_the_audit_answers_a_rule_as_the_engine_does(text: str) -> None:
    rule = parse_rule(text, KNOWN)
    for row in ROWS:
        numbers = {
            name: np.array([np.nan if row[name] is None else float(str(row[name]))]) for name in ("price", "gain")
        }
        others = {name: np.array([row[name]], dtype=object) for name in ("orphan", "kind", "risky")}
        stated = rule.evaluate({**numbers, **others}, {"risky": np.array([row["risky"] is None])})
        try:
            answer, blank = holds(rule.root, row.__getitem__), None
        except BlankError as error:
            answer, blank = False, str(error)
        assert (answer, blank) == (stated.value[0], stated.blank_name[0])
