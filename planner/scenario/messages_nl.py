"""Problems in Dutch: what is said of a cell, a row, a column or a sheet, and what a cell may hold.

Reader and checks say in English what is wrong; patterns turn that into Dutch: here for what any column can have (a value that it
cannot hold, a name that is not there, a row that is there twice), in ``messages_nl_checks`` for each check of its own. A message
without a pattern stays in English: it names sheet, cell and value all the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from planner.errors import Problem
from planner.scenario.messages_nl_checks import MESSAGES, NESTED
from planner.scenario.messages_nl_hints import HINTS, PARTS
from planner.scenario.phrases import Phrases, dutch_figure
from planner.scenario.tables.dutch import DUTCH

_ALLOWED: tuple[tuple[str, str], ...] = (
    (r"one of (.*)", "één van {0}"),
    (r"yes or no", "ja of nee"),
    (r"a date \((.*?)\) or a year, or (.*)", "een datum ({0}) of een jaar, of {1}"),
    (r"a date \((.*?)\) or a year", "een datum ({0}) of een jaar"),
    (r"a name from (\w+), column (\w+)", "een naam uit {0}, kolom {1}"),
    (r"a rule such as (.*)", "een regel zoals {0}"),
    (r"text", "tekst"),
    (r"(a number|a whole number|a year) from (\S+) to (\S+) \(the upper end excluded\)", "{0} van {1} tot {2}"),
    (r"(a number|a whole number|a year) from (\S+) to (\S+)", "{0} van {1} tot en met {2}"),
    (r"(a number|a whole number|a year) above (\S+), at most (\S+)", "{0} boven {1}, hoogstens {2}"),
    (r"(a number|a whole number|a year) above (\S+)", "{0} boven {1}"),
    (r"(a number|a whole number|a year) of (\S+) or more", "{0} van {1} of meer"),
    (r"(a number|a whole number|a year) below (\S+)", "{0} onder {1}"),
    (r"(a number|a whole number|a year) of at most (\S+)", "{0} van hoogstens {1}"),
    (r"(a number|a whole number|a year)", "{0}"),
)
_NOUNS = (("a whole number", "een geheel getal"), ("a number", "een getal"), ("a year", "een jaar"))


def allowed(text: str) -> str:
    """What a cell may hold (``Column.allowed``) in Dutch."""
    for pattern, dutch in _ALLOWED:
        match = re.fullmatch(pattern, text)
        if match:
            found = dutch.format(*map(dutch_figure, match.groups()))
            for english, noun in _NOUNS:
                if found.startswith(english):
                    return noun + found[len(english) :]
            return found
    return text


_MESSAGES: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
    (r"(\S+) is blank; expected (.+)", lambda m: f"{m[1]} is leeg; verwacht: {allowed(m[2])}"),
    (r"(\S+) is (.+); expected (.+)", lambda m: f"{m[1]} is {dutch_figure(m[2])}; verwacht: {allowed(m[3])}"),
    (
        r"column (\S+) is missing; it holds (.+?) \((.+)\)",
        lambda m: f"kolom {m[1]} ontbreekt; zij bevat {allowed(m[2])} ({_part(m[3])})",
    ),
    (r"there is no column (.+) in this sheet", lambda m: f"dit blad heeft geen kolom {m[1]}"),
    (
        r"(.+) is there twice; the first is (?:in )?(.+)",
        lambda m: re.sub('(?<=") with ', " met ", m[1]) + f" staat er twee keer; de eerste is {m[2]}",
    ),
    (r"column (\S+) is there twice", lambda m: f"kolom {m[1]} staat er twee keer"),
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
    (r"mend the formula, or type the value", "herstel de formule, of typ de waarde"),
    (r"open the workbook in Excel and save it", "open de werkmap in Excel en sla haar op"),
    (r"a column of your own has a name that starts with # or note",
     "een eigen kolom heeft een naam die begint met # of note"),
)  # fmt: skip


def _part(text: str) -> str:
    """What is filled in, in Dutch where it is a phrase or a figure: what a column means or may hold, a reason; names stay."""
    found = (DUTCH.get(text) if " " in text else None) or _FILLED(text)  # a single word may be somebody's name
    if found is not None:
        return found
    fitting = allowed(text)
    return dutch_figure(re.sub(r" and (\d+) more$", r" en nog \1", fitting)) if fitting == text else fitting


_NESTED, _FILLED = Phrases(NESTED), Phrases(PARTS)
_CHECKED, _HINTED = Phrases(MESSAGES, _part), Phrases(HINTS, _part)


def in_dutch(problem: Problem) -> Problem:
    """The problem with message and hint in Dutch, as far as there are patterns for them."""
    return replace(problem, message=_message(problem.message), hint=_hint(problem.hint))


def _message(text: str) -> str:
    nested = _NESTED.parts(text)
    if nested is not None:
        dutch, (*around, inner) = nested
        return dutch.format(*around, _message(inner))
    found = _CHECKED(text)
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
    found = _HINTED(text)
    return text if found is None else found
