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
    """Explains the rules ``eligible`` of a scenario's routes; each part of a rule is worked out once, for all indications."""

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
        self._answers: dict[str, _Answers] = {}

    def facts(self, indication: str, route: str) -> list[Fact]:
        """The first part of the rule that fails; of alternatives (``or``) every one. Empty where the rule holds."""
        if route not in self._rules:
            return []
        if route not in self._answers:
            count, at = len(self._row), self._route[route]
            own = {name: np.repeat(column[at : at + 1], count) for name, column in self._of_route.items()}
            self._answers[route] = _Answers({**own, **self._columns}, count)
        answers, row, root = self._answers[route], self._row[indication], self._rules[route]
        return [] if answers.holds(root, row) else list(dict.fromkeys(answers.lacking(root, True, row)))


class _Answers:
    """What the parts of one route's rule come to, by row of the sheet Indications."""

    def __init__(self, columns: dict[str, NDArray[Any]], count: int) -> None:
        self._columns = columns
        self._count = count
        self._values: dict[int, list[Value]] = {}

    def value(self, node: Node, row: int) -> Value:
        found = self._values.get(id(node))  # the parts of a rule live as long as the rule
        if found is None:
            answer = evaluate(node, self._columns, {}, self._count)
            pairs = zip(answer.held.tolist(), answer.blank.tolist(), strict=True)
            found = self._values[id(node)] = [None if blank else value for value, blank in pairs]
        return found[row]

    def holds(self, node: Node, row: int) -> bool:
        return self.value(node, row) is True

    def lacking(self, node: Node, wanted: bool, row: int) -> list[Fact]:
        """The facts that keep ``node`` from being ``wanted``."""
        match node:
            case Not(operand=operand):
                return self.lacking(operand, not wanted, row)
            case Join(every=every, parts=parts):
                wrong = [part for part in parts if self.holds(part, row) != wanted]
                # "and" fails by its first failing part, "or" because no part holds; the other way round for what must not hold
                chosen = wrong[:1] if every == wanted else wrong
                return [fact for part in chosen for fact in self.lacking(part, wanted, row)]
            case Name(name=name):
                return [Fact(name, not wanted, "==", wanted)]
            case Compare(sign=sign, left=left, right=right):
                asked = sign if wanted else _OPPOSITE[sign]
                if isinstance(left, Number | Text) and isinstance(right, Name):
                    left, right, asked = right, left, _TURNED[asked]
                other = right.name if isinstance(right, Name) else ""
                return [Fact(_called(left), self.value(left, row), asked, self.value(right, row), other)]
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
