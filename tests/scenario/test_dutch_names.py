"""Names that Dutch people use for the language, for sheets and for choices lead to the right ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from books import appended, book, problems, renamed

from planner.scenario.tables import TABLES
from planner.scenario.tables.dutch import SHEETS
from planner.scenario.workbook import language_of


@pytest.mark.parametrize("word", ["nl", "NL", "Nederlands", "Dutch"])
def test_a_workbook_that_asks_for_dutch_in_any_word_gets_its_problems_in_dutch(tmp_path: Path, word: str) -> None:
    assert language_of(book(tmp_path, appended("Settings", ["language", word]))) == "nl"


def test_names_that_dutch_people_give_lead_to_the_right_ones(tmp_path: Path) -> None:
    assert set(SHEETS.values()) <= TABLES.keys()
    assert all(name == name.casefold() for name in SHEETS)
    (missing,) = problems(tmp_path, renamed("Frameworks", "Kaders"))
    assert (missing.sheet, missing.hint) == ("Kaders", "did you mean Frameworks?")


@pytest.mark.parametrize(
    ("place", "typed", "meant"),
    [
        ("Indications!C2", "kandidaat", "candidate"),
        ("Indications!J3", "voldoet aan SWP", "established"),
        ("Routes!D2", "lijstprijs", "list"),
    ],
)
def test_a_choice_in_dutch_leads_to_the_right_one(tmp_path: Path, place: str, typed: str, meant: str) -> None:
    (wrong,) = problems(tmp_path, {place: typed})
    assert (f"{wrong.sheet}!{wrong.cell}", wrong.hint) == (place, f"did you mean {meant}?")
