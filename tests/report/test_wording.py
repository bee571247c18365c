"""The words: the same in both languages but for the language, and right in number."""

from __future__ import annotations

import string

import pytest

from planner.report.wording import Words
from planner.report.words import en as words_en
from planner.report.words import nl as words_nl
from planner.scenario.tables import TABLES

NL, EN = Words("nl"), Words("en")
KEYS = sorted(words_en.TEXTS)


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_have_the_same_keys() -> None:
    assert sorted(words_nl.TEXTS) == KEYS


@pytest.mark.parametrize("key", KEYS)
def test_both_languages_take_the_same_figures(key: str) -> None:
    assert fields(words_nl.TEXTS[key]) == fields(words_en.TEXTS[key])


@pytest.mark.parametrize("key", [key for key in KEYS if key.endswith(".one")])
def test_a_singular_has_a_plural(key: str) -> None:
    assert key.removesuffix(".one") in KEYS


@pytest.mark.parametrize("words", [NL, EN])
def test_result_sheets_never_have_the_name_of_an_input_sheet(words: Words) -> None:
    names = [words(key) for key in KEYS if key.startswith("sheet.")]
    assert len(set(names)) == len(names) == 13
    assert not set(names) & set(TABLES)
    assert all(len(name) <= 31 for name in names)


def test_one_is_singular() -> None:
    assert NL.qalys("1") == "1 QALY"
    assert NL.qalys("4.642") == "4.642 QALY's"
    assert EN.qalys("0.4") == "0.4 QALYs"
    assert NL.patients("1") == "1 patiënt"
    assert EN.patients("27,900") == "27,900 patients"
    assert NL.counted("sub.gain", "1", patients="1 patiënt", gained="3 QALY's") == "1 patiënt wint 3 QALY's."


def test_an_advice_keeps_its_qualifier() -> None:
    nan = float("nan")
    assert NL.advice(nan, 0.92, "at_least") == "ten minste 92%"
    assert NL.advice(0.35, 0.55, "at_least") == "ten minste 35–55%"
    assert EN.advice(0.68, nan, "more_than") == "more than 68%"
    assert NL.advice(0.68, nan, "far_more_than") == "fors meer dan 68%"  # the letter of 11 November 2025 on Enhertu
    assert NL.advice(0.68, nan, "far_more_than", short=True) == "fors > 68%"
    assert EN.advice(0.35, 0.55, "at_least", short=True) == "≥ 35–55%"
    assert EN.advice(0.68, 0.68, "more_than", short=True) == "> 68%"
    assert EN.advice(nan, nan, "at_least") == "–"


def test_an_unknown_language_is_english() -> None:
    assert Words("fr").language == "en"
