"""The engine's own words are those of the letters: a medicine stays in the lock, an advice is a minimum."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

PLANNER = Path(__file__).parents[2] / "planner"
FILES = sorted(
    [
        *PLANNER.glob("report/words/*.py"),
        *PLANNER.glob("scenario/template_*.py"),
        *PLANNER.glob("scenario/**/*_nl*.py"),
        *PLANNER.glob("console*.py"),
    ]
)

#: What the letters do not say, and what they say instead.
NEVER = {
    r"\bafgewezen\b|\bafwijz|\bafgekeurd": "blijft in de sluis",
    r"\brejected?\b|\brejection|\brejects\b|\bturned down\b": "stays in the lock",
    r"\bdrempelwaarde": "referentiewaarde",
    r"\bverdisconteringsvoet|\bdisconteringsvoet": "discontovoet",
    r"\bnaar rato\b": "",
    r"\bdrug rationing\b|\brationing\b|\brantsoen": "",
    r"\bgeneesmiddelenschaduwprijs": "marginale waarde",
}


def texts(path: Path) -> list[str]:
    """Every text of a file but its docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs
    ]


def test_there_are_words_in_both_languages() -> None:
    names = {path.name for path in FILES}
    assert {"nl.py", "en.py", "nl_routes.py", "en_public.py"} <= names


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_word_that_the_letters_avoid(path: Path) -> None:
    found = [
        (text, instead)
        for text in texts(path)
        for wrong, instead in NEVER.items()
        if re.search(wrong, text, re.IGNORECASE)
    ]
    assert found == []


@pytest.mark.parametrize("path", [p for p in FILES if p.parent.name == "words"], ids=lambda path: path.name)
def test_an_advised_reduction_keeps_its_qualifier(path: Path) -> None:
    """A sentence never puts a bare percentage behind an advice: it takes ``{advice}``, which holds "at least"."""
    asks = re.compile(r"(?:advies vraagt|geadviseerd wordt|advised|advice asks)\s+\{(\w+)\}", re.IGNORECASE)
    assert {name for text in texts(path) for name in asks.findall(text)} <= {"advice"}


def test_a_discount_in_time_is_never_called_korting() -> None:
    for path in FILES:
        if "nl" in re.split(r"[_.]", path.name):
            assert not [
                text
                for text in texts(path)
                if re.search(r"korting(?:svoet|spercentage) (?:van|voor) (?:tijd|jaren)", text)
            ]
