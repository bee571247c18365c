"""Rules as text (``eligible``, ``when``, ``rule``): a small safe language, evaluated over columns, never run as code.

A rule is parsed by Python's own parser into a syntax tree, of which only a short list of forms is accepted: names, numbers,
quoted text, ``and or not``, ``== != < <= > >=`` (chains too), ``+ - * /`` and brackets. Everything else is a ``RuleError``.

Row by row the meaning is that of reading from left to right: ``and`` and ``or`` stop at the first answer. A blank flag is
no; blank text equals nothing; a row on which a blank number is needed has no answer, and the outcome says which name was
blank. Numbers within relative 1e-9 of each other are equal (``model.md`` section 10).
"""

from __future__ import annotations

import ast
import difflib
import io
import re
import tokenize
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from planner.errors import PlannerError
from planner.scenario.rule_nodes import Arithmetic, Compare, Join, Kind, Name, Node, Not, Number, Text, evaluate

#: Longer or deeper rules are refused, so that no text can keep the parser busy.
MAX_LENGTH = 1000
MAX_DEPTH = 100

_ARITHMETIC = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_COMPARE = {ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}
_ALLOWED = "a rule may hold names, numbers, quoted text, and or not, == != < <= > >=, + - * / and brackets"

#: What people write who know Excel or another language, and what to write instead; the first that is found is the hint.
_HABITS = (
    (r"[“”„‘’«»]", 'use straight quotes: "iv"'),
    (r"<>", "write != for: is not equal to"),
    (r"=<|=>", "write <= for: at most, >= for: at least"),
    (r"&&?|\|\|?", "write and, or"),
    (r"!(?!=)", "write not"),
    (r"(?<![=<>!])=(?!=)", "write == for: is equal to"),
    (r"%", "write 0.05 for 5%"),
    (r"\b(?:AND|OR|NOT|And|Or|Not)\b", "write and, or, not in small letters"),
    (r"\d,\d", "write 0.5 and 1000: a decimal point, and no comma between thousands"),
    (r"\b(?:en|of|niet)\b", "write and, or, not"),
)


class RuleError(PlannerError):
    """A rule that cannot be read: ``message`` says what is wrong with it, ``hint`` what to write instead."""

    exit_status = 2

    def __init__(self, message: str, hint: str = "") -> None:
        self.message = message
        self.hint = hint
        super().__init__(f"{message} ({hint})" if hint else message)


@dataclass(frozen=True)
class Outcome:
    """The answer of a rule for every row.

    ``value`` (bool) is the answer, False where there is none; ``blank`` (bool) marks rows without an answer;
    ``blank_name`` (object) says there which name was blank, or ``division by zero``; None elsewhere.
    """

    value: npt.NDArray[np.bool_]
    blank: npt.NDArray[np.bool_]
    blank_name: npt.NDArray[np.object_]


@dataclass(frozen=True)
class Rule:
    """A parsed rule. ``names`` are the names it reads; ``texts`` the pairs (name, quoted text) that it compares."""

    text: str
    names: frozenset[str]
    texts: frozenset[tuple[str, str]]
    root: Node

    def evaluate(
        self,
        columns: Mapping[str, npt.NDArray[np.generic]],
        missing: Mapping[str, npt.NDArray[np.bool_]] | None = None,
    ) -> Outcome:
        """The answer for every row of ``columns`` (name -> array, all of one length; a rule's names must be among them).

        Numbers are float arrays with NaN for blank, flags and rules bool (None = no), text str with None for blank.
        ``missing`` marks further rows on which a number, or a named rule, has no value.
        """
        rows = len(next(iter(columns.values()))) if columns else 0
        answer = evaluate(self.root, columns, missing or {}, rows)
        return Outcome(answer.held.astype(np.bool_) & ~answer.blank, answer.blank, answer.blank_name)


def parse_rule(text: str, known: Mapping[str, Kind]) -> Rule:
    """The rule that ``text`` states over the ``known`` names (name -> what it holds); raises ``RuleError``."""
    tree = _tree(text)
    _check_names(tree, known)
    builder = _Builder(_line(text), known)
    root = builder.condition(tree)
    return Rule(text, frozenset(builder.names), frozenset(_quoted(root)), root)


def _tree(text: str) -> ast.expr:
    if not text.strip():
        raise RuleError("the rule is empty", "leave the cell blank where everyone may")
    if len(text) > MAX_LENGTH:
        raise RuleError(
            f"the rule has {len(text)} characters, at most {MAX_LENGTH} are read", "write it in a shorter way"
        )
    line = _line(text)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(line, mode="eval").body
            tokens = list(tokenize.generate_tokens(io.StringIO(line).readline))
    except (SyntaxError, ValueError, MemoryError, RecursionError, tokenize.TokenError) as error:
        where = getattr(error, "offset", None)
        place = f" near {line[max(0, where - 1) :][:20]!r}" if where and where <= len(line) else ""
        raise RuleError(f"the rule cannot be read{place}", _habit(line) or _ALLOWED) from None
    if any(token.type == tokenize.COMMENT for token in tokens):
        raise RuleError("the rule holds a #", "write remarks in a column note")
    return tree


def _line(text: str) -> str:
    """The rule on one line: people break long rules over the lines of a cell, and paste spaces that are not spaces."""
    return re.sub(r"[\s\u00a0\u200b\ufeff]", " ", text).strip()


def _habit(line: str) -> str:
    bare = re.sub(r"\"[^\"]*\"|'[^']*'", '""', line)
    return next((hint for pattern, hint in _HABITS if re.search(pattern, bare)), "")


def _check_names(tree: ast.expr, known: Mapping[str, Kind]) -> None:
    """All unknown names at once, each with the nearest known one."""
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id not in known]
    unknown = list(dict.fromkeys(node.id for node in sorted(names, key=lambda node: node.col_offset)))
    if not unknown:
        return
    guesses = []
    for name in unknown:
        near = difflib.get_close_matches(name.lower(), list(known), n=1)
        if near:
            guesses.append(near[0])
        elif name.lower() in ("yes", "no", "true", "false", "ja", "nee"):
            guesses.append("a flag alone: orphan, or not orphan")
    hint = f"did you mean {', '.join(guesses)}? " if guesses else ""
    are = "is an unknown name" if len(unknown) == 1 else "are unknown names"
    raise RuleError(
        f"{' and '.join(map(repr, unknown))} {are} in a rule", f'{hint}text goes between quotes: "{unknown[0]}"'
    )


class _Builder:
    """Makes our own nodes from the accepted forms of the syntax tree, and checks that each holds what its place needs."""

    def __init__(self, line: str, known: Mapping[str, Kind]) -> None:
        self.line = line
        self.known = known
        self.names: set[str] = set()
        self.depth = 0

    def condition(self, tree: ast.expr) -> Node:
        node, kind = self.build(tree)
        if kind != "condition":
            piece = self.piece(tree)
            noun, compared = ("text", f'{piece} == "..."') if kind == "text" else ("a number", f"{piece} > 0")
            raise RuleError(f"{piece} is {noun}, used as a condition", f"compare it, as in {compared}")
        return node

    def number(self, tree: ast.expr) -> Node:
        node, kind = self.build(tree)
        if kind != "number":
            what = "text" if kind == "text" else "yes or no"
            raise RuleError(f"{self.piece(tree)} is {what}, used as a number", "calculate with numbers only")
        return node

    def build(self, tree: ast.expr) -> tuple[Node, str]:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise RuleError(f"the rule is nested more than {MAX_DEPTH} deep", "write it in a simpler way")
        made = self.form(tree)
        self.depth -= 1
        return made

    def form(self, tree: ast.expr) -> tuple[Node, str]:
        match tree:
            case ast.Name(id=name):
                self.names.add(name)
                kind = self.known[name]
                return Name(name, kind), "condition" if kind in ("flag", "rule") else kind
            case ast.Constant():
                return self.constant(tree)
            case ast.BoolOp(op=op, values=values):
                return Join(isinstance(op, ast.And), tuple(self.condition(value) for value in values)), "condition"
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return Not(self.condition(operand)), "condition"
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return Arithmetic("-", Number(0.0), self.number(operand)), "number"
            case ast.UnaryOp(op=ast.UAdd(), operand=operand):
                return self.number(operand), "number"
            case ast.BinOp(op=op, left=left, right=right) if type(op) in _ARITHMETIC:
                return Arithmetic(_ARITHMETIC[type(op)], self.number(left), self.number(right)), "number"
            case ast.Compare():
                return self.comparison(tree), "condition"
        raise RuleError(f"{self.piece(tree)} cannot stand in a rule", _habit(self.line) or _ALLOWED)

    def constant(self, tree: ast.Constant) -> tuple[Node, str]:
        value = tree.value
        if isinstance(value, str):
            return Text(value), "text"
        if isinstance(value, bool) or not isinstance(value, int | float):
            hint = "write a flag alone: orphan, or not orphan" if isinstance(value, bool) else _ALLOWED
            raise RuleError(f"{self.piece(tree)} cannot stand in a rule", hint)
        try:
            number = float(value)
        except OverflowError:
            number = np.inf
        if not np.isfinite(number):
            raise RuleError(f"{self.piece(tree)} is too large a number", "write a smaller number")
        return Number(number), "number"

    def comparison(self, tree: ast.Compare) -> Node:
        parts = [tree.left, *tree.comparators]
        made = [self.build(part) for part in parts]
        for part, (_, kind) in zip(parts, made, strict=True):
            if kind == "condition":
                piece = self.piece(part)
                raise RuleError(f"{piece} is yes or no and cannot be compared", f"write {piece}, or not {piece}")
        pairs = []
        for position, op in enumerate(tree.ops):
            (left, kind), (right, other) = made[position], made[position + 1]
            if type(op) not in _COMPARE:
                raise RuleError(f"{self.piece(tree)} cannot stand in a rule", _ALLOWED)
            if kind != other:
                text, number = (position, position + 1) if kind == "text" else (position + 1, position)
                raise RuleError(
                    f"{self.piece(parts[text])} is text and {self.piece(parts[number])} a number: they cannot be compared",
                    "text is compared with quoted text, a number with a number without quotes",
                )
            if kind == "text" and not isinstance(op, ast.Eq | ast.NotEq):
                piece = self.piece(tree)
                raise RuleError(f"text cannot be compared with {_COMPARE[type(op)]}: {piece}", "use == or != with text")
            pairs.append(Compare(_COMPARE[type(op)], left, right, text=kind == "text"))
        return pairs[0] if len(pairs) == 1 else Join(True, tuple(pairs))

    def piece(self, tree: ast.expr) -> str:
        """The part of the rule that a node was made from, shortened."""
        piece = ast.get_source_segment(self.line, tree) or ast.unparse(tree)
        return piece if len(piece) <= 40 else piece[:37] + "..."


def _quoted(node: Node) -> Iterator[tuple[str, str]]:
    match node:
        case (
            Compare(left=Name(name=name), right=Text(value=value))
            | Compare(left=Text(value=value), right=Name(name=name))
        ):
            yield name, value
        case Not(operand=operand):
            yield from _quoted(operand)
        case Join(parts=parts):
            for part in parts:
                yield from _quoted(part)
