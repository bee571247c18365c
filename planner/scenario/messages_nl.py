"""Problems in Dutch: what is said of a cell, a row, a column or a sheet, and what a cell may hold.

Reader and checks say in English what is wrong; patterns turn that into Dutch: here for what any column can have (a value that it
cannot hold, a name that is not there, a row that is there twice), in ``messages_nl_checks`` for each check of its own. A message
without a pattern stays in English: it names sheet, cell and value all the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from planner.errors import Problem
from planner.scenario.messages_nl_checks import MESSAGES, NESTED
from planner.scenario.messages_nl_hints import HINTS, PARTS
from planner.scenario.tables.dutch import DUTCH

_ALLOWED: tuple[tuple[str, str], ...] = (
    (r"one of (.*)", r"één van \1"),
    (r"yes or no", "ja of nee"),
    (r"a date \((.*?)\) or a year, or (.*)", r"een datum (\1) of een jaar, of \2"),
    (r"a date \((.*?)\) or a year", r"een datum (\1) of een jaar"),
    (r"a name from (\w+), column (\w+)", r"een naam uit \1, kolom \2"),
    (r"a rule such as (.*)", r"een regel zoals \1"),
    (r"text", "tekst"),
    (r"(a number|a whole number|a year) from (\S+) to (\S+) \(the upper end excluded\)", r"\1 van \2 tot \3"),
    (r"(a number|a whole number|a year) from (\S+) to (\S+)", r"\1 van \2 tot en met \3"),
    (r"(a number|a whole number|a year) above (\S+), at most (\S+)", r"\1 boven \2, hoogstens \3"),
    (r"(a number|a whole number|a year) above (\S+)", r"\1 boven \2"),
    (r"(a number|a whole number|a year) of (\S+) or more", r"\1 van \2 of meer"),
    (r"(a number|a whole number|a year) below (\S+)", r"\1 onder \2"),
    (r"(a number|a whole number|a year) of at most (\S+)", r"\1 van hoogstens \2"),
    (r"(a number|a whole number|a year)", r"\1"),
)
_NOUNS = (("a whole number", "een geheel getal"), ("a number", "een getal"), ("a year", "een jaar"))


def allowed(text: str) -> str:
    """What a cell may hold (``Column.allowed``) in Dutch."""
    for pattern, dutch in _ALLOWED:
        match = re.fullmatch(pattern, text)
        if match:
            found = match.expand(dutch)
            for english, noun in _NOUNS:
                if found.startswith(english):
                    return noun + found[len(english) :]
            return found
    return text


_MESSAGES: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
    (r"(\S+) is blank; expected (.+)", lambda m: f"{m[1]} is leeg; verwacht: {allowed(m[2])}"),
    (r"(\S+) is (.+); expected (.+)", lambda m: f"{m[1]} is {m[2]}; verwacht: {allowed(m[3])}"),
    (
        r"(\S+) is (.+); this version of planner cannot use that yet",
        lambda m: f"{m[1]} is {m[2]}; deze versie van planner kan dat nog niet gebruiken",
    ),
    (
        r"column (\S+) is missing; it holds (.+?) \((.+)\)",
        lambda m: f"kolom {m[1]} ontbreekt; zij bevat {allowed(m[2])} ({_part(m[3])})",
    ),
    (r"there is no column (.+) in this sheet", lambda m: f"dit blad heeft geen kolom {m[1]}"),
    (r"(.+) is there twice; the first is (?:in )?(.+)", lambda m: f"{m[1]} staat er twee keer; de eerste is {m[2]}"),
    (r"has values below it but no column name", lambda _: "de kolom heeft waarden maar geen naam"),
    (r"(.*)holds the Excel error (.+)", lambda m: f"{m[1]}bevat de Excel-fout {m[2]}"),
    (
        r"(.*)holds a formula that was never calculated",
        lambda m: f"{m[1]}bevat een formule die nooit is uitgerekend",
    ),
)

_HINTS: tuple[tuple[str, str], ...] = (
    (r"did you mean (.+)\?", r"bedoelt u \1?"),
    (r"add a column (.+)", r"voeg een kolom \1 toe"),
    (r"leave one out", "laat er één weg"),
    (r"leave it (?:blank|empty)", "laat het leeg"),
    (r"give one of them another (\S+), or leave one out", r"geef één van beide een andere \1, of laat er één weg"),
    (r"leave the cell empty where there is no figure", "laat de cel leeg waar geen cijfer is"),
    (r"leave out the minus sign, or leave the cell empty where nothing is known",
     "laat het minteken weg, of laat de cel leeg waar niets bekend is"),
    (r"a share is 1 \(100%\) at most", "een aandeel is hoogstens 1 (100%)"),
    (r"was (.+) or (.+) meant\? a share is 1 \(100%\) at most", r"is \1 of \2 bedoeld? een aandeel is hoogstens 1 (100%)"),
    (r"was (.+) meant\? then type (.+) or (.+)", r"is \1 bedoeld? typ dan \2 of \3"),
    (r"mend the formula, or type the value", "herstel de formule, of typ de waarde"),
    (r"open the workbook in Excel and save it", "open de werkmap in Excel en sla haar op"),
    (r"a column of your own has a name that starts with # or note",
     "een eigen kolom heeft een naam die begint met # of note"),
    (r"what can be used now: (.+)", r"wat nu kan: \1"),
)  # fmt: skip


def _patterns(pairs: Iterable[tuple[str, str]]) -> list[tuple[re.Pattern[str], str]]:
    """Pairs of sentences as patterns: each ``{}`` of the English one stands for some text."""
    return [
        (re.compile("(.+?)".join(re.escape(piece) for piece in english.split("{}")), re.DOTALL), dutch)
        for english, dutch in pairs
    ]


_NESTED, _CHECKED, _HINTED, _FILLED = (_patterns(pairs) for pairs in (NESTED, MESSAGES, HINTS, PARTS))


def in_dutch(problem: Problem) -> Problem:
    """The problem with message and hint in Dutch, as far as there are patterns for them."""
    return replace(problem, message=_message(problem.message), hint=_hint(problem.hint))


def _message(text: str) -> str:
    for pattern, dutch in _NESTED:
        match = pattern.fullmatch(text)
        if match:
            *around, inner = match.groups()
            return dutch.format(*around, _message(inner))
    found = _filled_in(_CHECKED, text)
    if found is not None:
        return found
    for expression, made in _MESSAGES:
        match = re.fullmatch(expression, text, re.DOTALL)
        if match:
            return made(match)
    return text


def _hint(text: str) -> str:
    for expression, dutch in _HINTS:
        match = re.fullmatch(expression, text, re.DOTALL)
        if match:
            return match.expand(dutch)
    found = _filled_in(_HINTED, text)
    return text if found is None else found


def _filled_in(patterns: list[tuple[re.Pattern[str], str]], text: str) -> str | None:
    """The Dutch sentence of the first pattern that fits, its parts in Dutch too; None where none fits."""
    for pattern, dutch in patterns:
        match = pattern.fullmatch(text)
        if match:
            return dutch.format(*map(_part, match.groups()))
    return None


def _part(text: str) -> str:
    """What is filled in, in Dutch where it is a phrase: a reason, what a column means or may hold; names and figures stay."""
    if text in DUTCH:
        return DUTCH[text]
    found = _filled_in(_FILLED, text)
    if found is not None:
        return found
    fitting = allowed(text)
    return re.sub(r" and (\d+) more$", r" en nog \1", fitting) if fitting == text else fitting
