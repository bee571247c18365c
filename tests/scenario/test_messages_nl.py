"""Dutch scenarios: what the command line, the marked copy and the report say of settings and cells is Dutch."""

from __future__ import annotations

import re

import pytest

from planner.console_words import _TEXTS
from planner.errors import Problem
from planner.scenario.messages_nl import allowed, in_dutch
from planner.scenario.tables import SETTINGS, TABLES
from planner.scenario.tables.settings_nl import MEANINGS, UNITS


def test_every_setting_has_its_meaning_in_dutch() -> None:
    assert MEANINGS.keys() == SETTINGS.keys()
    assert {column.unit for column in SETTINGS.values()} <= {"", "QALY", "EUR/QALY", *UNITS}


def test_what_any_cell_may_hold_can_be_said_in_dutch() -> None:
    columns = [*SETTINGS.values(), *(column for table in TABLES.values() for column in table.columns.values())]
    english = re.compile(r"\b(one of|yes or no|a number|whole|a year|or more|at most|above|below|a name|a rule|text)\b")
    for column in columns:
        assert not english.search(allowed(column.allowed).replace("tekst", "")), column.allowed


@pytest.mark.parametrize(
    ("message", "hint", "dutch", "to_do"),
    [
        ("list_price is blank; expected a number of 0 or more", "", "list_price is leeg; verwacht: een getal van 0 of meer", ""),
        (
            'max_discount is "150%"; expected a number from 0 to 1',
            "a share is 1 (100%) at most",
            'max_discount is "150%"; verwacht: een getal van 0 tot en met 1',
            "een aandeel is hoogstens 1 (100%)",
        ),
        ('there is no column "lijstprijs" in this sheet', "did you mean list_price?",
         'dit blad heeft geen kolom "lijstprijs"', "bedoelt u list_price?"),
        ('indication "A" is there twice; the first is in A2', "give one of them another indication, or leave one out",
         'indication "A" staat er twee keer; de eerste is A2', "geef één van beide een andere indication, of laat er één weg"),
        ("the curve never falls", "", "the curve never falls", ""),  # no pattern: it stays as it is
    ],
)  # fmt: skip
def test_a_problem_in_dutch(message: str, hint: str, dutch: str, to_do: str) -> None:
    said = in_dutch(Problem("Indications", "H7", message, hint))
    assert (said.message, said.hint, said.place) == (dutch, to_do, "Indications!H7")


def test_the_command_line_says_the_same_things_in_both_languages() -> None:
    assert _TEXTS["nl"].keys() == _TEXTS["en"].keys()
    for key, text in _TEXTS["en"].items():
        assert set(re.findall(r"{\w+}", text)) == set(re.findall(r"{\w+}", _TEXTS["nl"][key])), key
