"""Dutch scenarios: what the command line, the marked copy and the report say of settings and cells is Dutch."""

from __future__ import annotations

import re

import pytest

from planner.console_words import _TEXTS
from planner.errors import Problem
from planner.scenario.messages_nl import allowed, in_dutch
from planner.scenario.tables import SETTINGS, TABLES
from planner.scenario.tables.choices_nl import CHOICES
from planner.scenario.tables.dutch import COLUMNS, DUTCH, ROWS
from planner.scenario.tables.settings_nl import MEANINGS, UNITS

EVERY = [*SETTINGS.values(), *(column for table in TABLES.values() for column in table.columns.values())]
ENGLISH = re.compile(r"\b(the|and|that|which|with|from|for|blank|its|who|where|how|whether|by|to|it|their|one|used)\b")


def test_every_setting_has_its_meaning_in_dutch() -> None:
    assert MEANINGS.keys() == SETTINGS.keys()
    assert {column.unit for column in SETTINGS.values()} <= {"", "QALY", "EUR/QALY", *UNITS}


def test_every_sheet_and_column_has_its_meaning_in_dutch() -> None:
    assert ROWS.keys() == COLUMNS.keys() == TABLES.keys()
    for sheet, table in TABLES.items():
        assert table.columns.keys() - {"source", "certainty"} <= COLUMNS[sheet].keys() <= table.columns.keys(), sheet


def test_no_meaning_is_english_and_none_is_lost_among_equal_ones() -> None:
    for english, dutch in DUTCH.items():
        assert dutch != english
        assert not ENGLISH.search(dutch), dutch
        assert ("blank = " in english) <= ("leeg = " in dutch), dutch
    for sheet, meanings in COLUMNS.items():
        for name, dutch in meanings.items():
            assert DUTCH[TABLES[sheet].columns[name].meaning] == dutch, (sheet, name)


def test_every_choice_has_its_meaning_in_dutch() -> None:
    offered = {(column.name, choice) for column in EVERY for choice in column.choices}
    assert offered == {(name, choice) for name, choices in CHOICES.items() for choice in choices}
    assert not [said for choices in CHOICES.values() for said in choices.values() if ENGLISH.search(said)]


def test_what_is_missing_is_named_with_its_meaning_in_dutch() -> None:
    for sheet, table in TABLES.items():
        missing = in_dutch(Problem(sheet, "", f"the sheet {sheet} is missing; each of its rows is {table.__doc__}"))
        assert missing.message == f"het blad {sheet} ontbreekt; een rij ervan is {ROWS[sheet]}"
        for column in (column for column in table.columns.values() if column.required):
            said = f"column {column.name} is missing; it holds {column.allowed} ({column.meaning})"
            dutch = f"kolom {column.name} ontbreekt; zij bevat {allowed(column.allowed)} ({DUTCH[column.meaning]})"
            assert in_dutch(Problem(sheet, "A1", said)).message == dutch


def test_what_any_cell_may_hold_can_be_said_in_dutch() -> None:
    english = re.compile(r"\b(one of|yes or no|a number|whole|a year|or more|at most|above|below|a name|a rule|text)\b")
    for column in EVERY:
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
        ("max_discount is 1.3; expected a number from 0 to 1", "was 1.3% or 130% meant? a share is 1 (100%) at most",
         "max_discount is 1,3; verwacht: een getal van 0 tot en met 1",
         "is 1,3% of 130% bedoeld? een aandeel is hoogstens 1 (100%)"),
        ("the unit of budget is [mln]; expected one of [EUR], [EUR million]", "was 50% meant? then type 50% or 0.5",
         "de eenheid van budget is [mln]; verwacht: één van [EUR], [EUR million]", "is 50% bedoeld? typ dan 50% of 0,5"),
        ('there is no setting "korting"', "write 0.05 for 5%", 'er is geen instelling "korting"', "schrijf 0.05 voor 5%"),
        ('Care has no column "x" that can be changed', "", 'Care heeft geen kolom "x" die kan worden gewijzigd', ""),
        ('there is no column "lijstprijs" in this sheet', "did you mean list_price?",
         'dit blad heeft geen kolom "lijstprijs"', "bedoelt u list_price?"),
        ('indication "A" is there twice; the first is in A2', "give one of them another indication, or leave one out",
         'indication "A" staat er twee keer; de eerste is A2', "geef één van beide een andere indication, of laat er één weg"),
        ('framework "A with B" with year 2026 is there twice; the first is in B2', "leave one out",
         'framework "A with B" met year 2026 staat er twee keer; de eerste is B2', "laat er één weg"),
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
