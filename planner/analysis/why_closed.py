"""Why a rule does not hold for an indication: the comparisons on which its answer hangs, with what was found and asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.impact.eligibility import Rulebook
from planner.scenario.figures import route_rule_names
from planner.scenario.rule_columns import rule_values
from planner.scenario.rule_nodes import Compare, Join, Name, Node, Not, Number, Text, evaluate
from planner.scenario.rules import parse_rule
from planner.scenario.scenario import Scenario
from planner.scenario.tables import TABLES

_OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_TURNED = {"==": "==", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}

Value = str | float | bool | None


@dataclass(frozen=True)
class Fact:
    """One comparison that stands in the way: ``name`` holds ``found``, but ``sign asked`` is needed (named ``other``)."""

    name: str
    found: Value
    sign: str
    asked: Value
    other: str = ""


class WhyClosed:
    """Explains the rules ``eligible`` of a scenario's routes, one indication at a time; columns are made once."""

    def __init__(self, scenario: Scenario) -> None:
        book = Rulebook(scenario)
        self._columns: dict[str, NDArray[Any]] = dict(book.columns)
        routes = scenario.table("Routes")
        self._of_route = rule_values(routes, TABLES["Routes"].columns)
        self._route = {name: at for at, name in enumerate(routes["route"])}
        self._row = {name: at for at, name in enumerate(scenario.table("Indications")["indication"])}
        self._rules = {
            name: parse_rule(text, route_rule_names(book.missing)).root
            for name, text in zip(routes["route"], routes["eligible"], strict=True)
            if text is not None
        }

    def facts(self, indication: str, route: str) -> list[Fact]:
        """The first part of the rule that fails; of alternatives (``or``) every one. Empty where the rule holds."""
        if route not in self._rules:
            return []
        row, at = self._row[indication], self._route[route]
        values = {name: column[at : at + 1] for name, column in self._of_route.items()}
        values |= {name: column[row : row + 1] for name, column in self._columns.items()}
        root = self._rules[route]
        return [] if _holds(root, values) else list(dict.fromkeys(_lacking(root, True, values)))


def _value(node: Node, values: dict[str, NDArray[Any]]) -> Value:
    answer = evaluate(node, values, {}, 1)
    held = answer.held[0]
    if answer.blank[0] or held is None:
        return None
    if isinstance(held, np.bool_ | bool):
        return bool(held)
    return str(held) if isinstance(held, str) else float(held)


def _holds(node: Node, values: dict[str, NDArray[Any]]) -> bool:
    return _value(node, values) is True


def _lacking(node: Node, wanted: bool, values: dict[str, NDArray[Any]]) -> list[Fact]:
    """The facts that keep ``node`` from being ``wanted``."""
    match node:
        case Not(operand=operand):
            return _lacking(operand, not wanted, values)
        case Join(every=every, parts=parts):
            wrong = [part for part in parts if _holds(part, values) != wanted]
            # "and" fails by its first failing part, "or" because no part holds; the other way round for what must not hold
            chosen = wrong[:1] if every == wanted else wrong
            return [fact for part in chosen for fact in _lacking(part, wanted, values)]
        case Name(name=name):
            return [Fact(name, not wanted, "==", wanted)]
        case Compare(sign=sign, left=left, right=right):
            asked = sign if wanted else _OPPOSITE[sign]
            if isinstance(left, Number | Text) and isinstance(right, Name):
                left, right, asked = right, left, _TURNED[asked]
            other = right.name if isinstance(right, Name) else ""
            return [Fact(_called(left), _value(left, values), asked, _value(right, values), other)]
    return []


def _called(node: Node) -> str:
    """What a sentence calls the left side: its name, or the names that it is made of."""
    match node:
        case Name(name=name):
            return name
        case Compare(left=left, right=right):
            return f"{_called(left)}, {_called(right)}"
    inner = [getattr(node, side) for side in ("left", "right") if hasattr(node, side)]
    return " ".join(filter(None, (_called(part) for part in inner)))
