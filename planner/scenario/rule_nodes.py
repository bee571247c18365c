"""The parts of a parsed rule, and their values over whole columns at once; ``rules.py`` makes them from text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

#: Numbers this close to each other, relative to the larger one, are equal (``model.md`` section 10).
RELATIVE = 1e-9

DIVISION_BY_ZERO = "division by zero"
TOO_LARGE = "a number too large to hold"

#: What a name holds; a rule is the answer of another rule (a named risk).
Kind = Literal["number", "flag", "text", "rule"]

Columns = Mapping[str, npt.NDArray[np.generic]]
Missing = Mapping[str, npt.NDArray[np.bool_]]


class Node:
    """A part of a rule."""


@dataclass(frozen=True)
class Number(Node):
    value: float


@dataclass(frozen=True)
class Text(Node):
    value: str


@dataclass(frozen=True)
class Name(Node):
    name: str
    kind: Kind


@dataclass(frozen=True)
class Arithmetic(Node):
    sign: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Compare(Node):
    sign: str
    left: Node
    right: Node
    text: bool = False


@dataclass(frozen=True)
class Not(Node):
    operand: Node


@dataclass(frozen=True)
class Join(Node):
    """``and`` (``every``) or ``or`` of its parts, from left to right, until a part gives the answer."""

    every: bool
    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Values:
    """The values of a node: one per row, which rows have none, and the name that was blank there."""

    held: npt.NDArray[np.generic]
    blank: npt.NDArray[np.bool_]
    blank_name: npt.NDArray[np.object_]


def evaluate(node: Node, columns: Columns, missing: Missing, rows: int) -> Values:
    """The values of ``node`` for every row; where ``blank`` is True the value means nothing."""
    match node:
        case Number(value=number):
            return _full(np.full(rows, number))
        case Text(value=text):
            return _full(np.full(rows, text, dtype=object))
        case Name(name=name, kind=kind):
            return _named(name, kind, columns, missing)
        case Not(operand=operand):
            inner = evaluate(operand, columns, missing, rows)
            return Values(~inner.held.astype(np.bool_), inner.blank, inner.blank_name)
        case Join(every=every, parts=parts):
            return _join(every, [evaluate(part, columns, missing, rows) for part in parts])
        case Arithmetic(sign=sign, left=left, right=right):
            return _calculate(sign, evaluate(left, columns, missing, rows), evaluate(right, columns, missing, rows))
        case Compare(sign=sign, left=left, right=right, text=text_compare):
            first, second = evaluate(left, columns, missing, rows), evaluate(right, columns, missing, rows)
            return _compare_text(sign, first, second) if text_compare else _compare(sign, first, second)
    raise TypeError(f"not a part of a rule: {node!r}")


def _full(values: npt.NDArray[np.generic]) -> Values:
    rows = len(values)
    return Values(values, np.zeros(rows, dtype=np.bool_), np.full(rows, None, dtype=object))


def _named(name: str, kind: str, columns: Columns, missing: Missing) -> Values:
    """A column. A blank flag is no and blank text stays None; a number without a value, or a rule without one, is blank."""
    held = columns[name]
    marked = missing.get(name, np.zeros(len(held), dtype=np.bool_))
    if kind == "text":
        texts = [value if isinstance(value, str) else None for value in held.tolist()]
        return _full(_objects([None if gone else text for text, gone in zip(texts, marked, strict=True)]))
    if kind == "number":
        numbers = held.astype(np.float64)
        blank = marked | ~np.isfinite(numbers)
        return Values(np.where(blank, 0.0, numbers), blank, _where(blank, name))
    flags = np.array([value is True for value in held.tolist()], dtype=np.bool_)
    if kind == "flag":
        return _full(flags & ~marked)
    return Values(flags & ~marked, marked, _where(marked, name))


def _objects(values: list[str | None]) -> npt.NDArray[np.object_]:
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def _where(blank: npt.NDArray[np.bool_], name: str) -> npt.NDArray[np.object_]:
    names = np.full(len(blank), None, dtype=object)
    names[blank] = name
    return names


def _either(left: Values, right: Values) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.object_]]:
    """Blank where one of two operands is; the name is the first one's, reading from the left."""
    return left.blank | right.blank, np.where(left.blank, left.blank_name, right.blank_name)


def _calculate(sign: str, left: Values, right: Values) -> Values:
    blank, names = _either(left, right)
    first, second = left.held.astype(np.float64), right.held.astype(np.float64)
    with np.errstate(all="ignore"):
        if sign == "/":
            zero = ~blank & (second == 0.0)
            names[zero] = DIVISION_BY_ZERO
            blank = blank | zero
            result = np.divide(first, second, out=np.zeros_like(first), where=second != 0.0)
        else:
            result = {"+": np.add, "-": np.subtract, "*": np.multiply}[sign](first, second)
    large = ~blank & ~np.isfinite(result)
    names[large] = TOO_LARGE
    return Values(np.where(large, 0.0, result), blank | large, names)


def _compare(sign: str, left: Values, right: Values) -> Values:
    first, second = left.held.astype(np.float64), right.held.astype(np.float64)
    with np.errstate(over="ignore"):  # the difference of two huge numbers may be infinite: not equal, as it should be
        equal = np.abs(first - second) <= RELATIVE * np.maximum(np.abs(first), np.abs(second))
    answer = {
        "==": equal,
        "!=": ~equal,
        "<": (first < second) & ~equal,
        "<=": (first < second) | equal,
        ">": (first > second) & ~equal,
        ">=": (first > second) | equal,
    }[sign]
    return Values(answer, *_either(left, right))


def _compare_text(sign: str, left: Values, right: Values) -> Values:
    pairs = zip(left.held.tolist(), right.held.tolist(), strict=True)
    equal = np.array([one is not None and one == other for one, other in pairs], dtype=np.bool_)
    return _full(equal if sign == "==" else ~equal)


def _join(every: bool, parts: list[Values]) -> Values:
    """``and``/``or``: on each row the parts are read until one gives the answer; a blank part before that leaves none."""
    rows = len(parts[0].held)
    open_rows = np.ones(rows, dtype=np.bool_)
    answer = np.full(rows, every, dtype=np.bool_)
    blank = np.zeros(rows, dtype=np.bool_)
    names = np.full(rows, None, dtype=object)
    for part in parts:
        stuck = open_rows & part.blank
        blank |= stuck
        names[stuck] = part.blank_name[stuck]
        open_rows = open_rows & ~part.blank
        values = part.held.astype(np.bool_)
        decided = open_rows & (values != every)
        answer[decided] = not every
        open_rows = open_rows & ~decided
    return Values(answer, blank, names)
