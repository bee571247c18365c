"""The answer of a rule for one indication, by the audit's own numbers: read from left to right until it is known."""

from __future__ import annotations

import operator
import sys
from collections.abc import Callable, Mapping
from decimal import Decimal

from planner.model.audit.numbers import CLOSE, Number, ratio, read
from planner.scenario import rule_nodes as nodes

#: What a rule reads under a name: numbers, texts, flags, answers of named rules; None = blank.
Look = Callable[[str], object]

#: What rules calculate with has no larger numbers.
_LARGEST = Decimal(sys.float_info.max)

_ARITHMETIC: Mapping[str, Callable[[Number, Number], Number]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": ratio,
}


class BlankError(Exception):
    """The answer hangs on a name that is blank, or on a number that there is not; the message says which."""


def holds(node: nodes.Node, look: Look) -> bool:
    """Whether a condition holds; raises ``BlankError`` where that is not known."""
    match node:
        case nodes.Name(name=name, kind=kind):
            value = look(name)
            if kind == "rule" and value is None:
                raise BlankError(name)
            return value is True  # a blank flag is no
        case nodes.Not(operand=operand):
            return not holds(operand, look)
        case nodes.Join(every=every, parts=parts):
            return every if all(holds(part, look) == every for part in parts) else not every
        case nodes.Compare(sign=sign, left=left, right=right, text=True):
            one = _text(left, look)
            return (one is not None and one == _text(right, look)) == (sign == "==")
        case nodes.Compare(sign=sign, left=left, right=right):
            return _compared(sign, _number(left, look), _number(right, look))
    raise TypeError(f"not a condition: {node!r}")


def _compared(sign: str, first: Number, second: Number) -> bool:
    apart, size = first - second, max(first, -first, second, -second)
    if -CLOSE * size <= apart <= CLOSE * size:
        return sign in ("==", "<=", ">=")
    return sign == "!=" or (first < second if sign in ("<", "<=") else first > second and sign in (">", ">="))


def _text(node: nodes.Node, look: Look) -> object:
    return look(node.name) if isinstance(node, nodes.Name) else node.value if isinstance(node, nodes.Text) else None


def _number(node: nodes.Node, look: Look) -> Number:
    match node:
        case nodes.Number(value=value):
            return read(value)
        case nodes.Name(name=name):
            found = look(name)
            if not isinstance(found, Number):
                raise BlankError(name)
            return found
        case nodes.Arithmetic(sign=sign, left=left, right=right):
            return _calculated(sign, _number(left, look), _number(right, look))
    raise TypeError(f"not a number: {node!r}")


def _calculated(sign: str, first: Number, second: Number) -> Number:
    if sign == "/" and second == 0:
        raise BlankError(nodes.DIVISION_BY_ZERO)
    result: Number = _ARITHMETIC[sign](first, second)
    if not -_LARGEST <= result <= _LARGEST:
        raise BlankError(nodes.TOO_LARGE)
    return result
