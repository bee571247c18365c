"""Numbers in prose: Dutch and English, singular and plural, and rounding that subtracts."""

from __future__ import annotations

import math
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.model.plan import Outcome
from planner.report.numbers import NBSP, Numbers, common_decimals, half_up

NL, EN = Numbers("nl"), Numbers("en")


@pytest.mark.parametrize(
    ("value", "decimals", "dutch", "english"),
    [
        (1234.5, 1, "1.234,5", "1,234.5"),
        (-0.04, 1, "0,0", "0.0"),
        (-1234.56, 0, "−1.235", "−1,235"),
        (24799.4, -2, "24.800", "24,800"),
        (0.5, 0, "1", "1"),
    ],
)
def test_numbers_have_the_separators_of_their_language(value: float, decimals: int, dutch: str, english: str) -> None:
    assert NL.number(value, decimals) == dutch
    assert EN.number(value, decimals) == english


def test_a_sign_is_shown_where_it_is_asked_and_zero_has_none() -> None:
    assert [EN.number(value, sign=True) for value in (3, -3, 0, -0.2)] == ["+3", "−3", "0", "0"]


def test_rounding_is_that_of_excel() -> None:
    assert [half_up(0.5), half_up(1.5), half_up(-2.5), half_up(0.285, 2), half_up(32234.5, -2)] == [
        1,
        2,
        -3,
        0.29,
        32200,
    ]
    assert math.copysign(1, half_up(-0.2)) == 1, "no minus zero"


@pytest.mark.parametrize(
    ("value", "dutch", "english"),
    [
        (768.1, "€~768~mln", "EUR~768~million"),
        (1548.4, "€~1.548~mln", "EUR~1,548~million"),
        (10.2, "€~10,2~mln", "EUR~10.2~million"),
        (46.0, "€~46~mln", "EUR~46~million"),
        (0.34, "€~0,34~mln", "EUR~0.34~million"),
        (0.02, "€~20.000", "EUR~20,000"),
        (-5.5, "−€~5,5~mln", "−EUR~5.5~million"),
        (0, "€~0~mln", "EUR~0~million"),
    ],
)
def test_money_is_never_torn_from_its_unit(value: float, dutch: str, english: str) -> None:
    assert NL.million(value) == dutch.replace("~", NBSP)
    assert EN.million(value) == english.replace("~", NBSP)


def test_prices_are_rounded_to_three_digits() -> None:
    assert NL.euro(33806.45) == f"€{NBSP}33.800"
    assert EN.euro(890_000) == f"EUR{NBSP}890,000"
    assert EN.euro(0.2) == f"EUR{NBSP}0"


def test_large_counts_are_said_in_millions() -> None:
    assert NL.short(2_645_353) == f"2,6{NBSP}miljoen"
    assert EN.short(117_985) == "118,000"
    assert EN.short(999_700) == f"1.0{NBSP}million"
    assert [EN.short(value) for value in (66.4, 3.25, 0)] == ["66", "3.25", "0"]


def test_patients_are_whole_people() -> None:
    assert [EN.people(value) for value in (27853.3, 110.4, 9.6, 1.2, 0.4, 0)] == [
        "27,900",
        "110",
        "10",
        "1",
        "0.4",
        "0",
    ]


def test_qalys_keep_the_digits_that_matter() -> None:
    assert [EN.qalys(value) for value in (4641.8, 12.3, 9.6, 3.0, 0.4, 0.012)] == [
        "4,642",
        "12",
        "9.6",
        "3",
        "0.40",
        "0.012",
    ]


def test_percentages_that_differ_never_print_the_same() -> None:
    assert EN.percents(0.645, 0.646) == ["64.5%", "64.6%"]
    assert EN.percents(0.92, 0.92) == ["92%", "92%"]
    assert EN.percents(0.9199, 0.92) == ["91.99%", "92.00%"]
    assert NL.percent(43.27) == "> 1.000%"


@pytest.mark.parametrize(
    ("gap", "shown"),
    [
        (0.02, "2.00%"), (2.4e-4, "0.02%"), (9.96e-5, "0.01%"), (4.6e-5, "0.005%"), (9.97e-6, "0.001%"), (1e-6, "0.0001%"),
        (1e-13, "0.00000001%"), (25.0, "> 1,000%"),
    ],
)  # fmt: skip
def test_a_gap_shows_its_first_digit_at_least(gap: float, shown: str) -> None:
    assert EN.gap(gap) == shown
    outcome = Outcome(stopped="gap", bound=1.0, gap=gap, gap_asked=gap, time_limit=60.0, ties=True, size={})
    assert outcome.gap_text == shown.replace("> 1,000%", "2500.00%")
    assert EN.gap(0.0) == "0%"


def test_years_are_runs() -> None:
    assert NL.years([2027, 2029, 2030, 2031]) == "2027 en 2029–2031"
    assert EN.years([2027, 2028, 2030, 2032]) == "2027–2028, 2030 and 2032"
    assert NL.years([2027, 2028], last=2028) == "vanaf 2027"
    assert EN.years([2028], last=2028) == "2028"


def test_dates_and_counts() -> None:
    moment = datetime(2026, 11, 3, 9, 5)  # noqa: DTZ001
    assert NL.moment(moment) == "3-11-2026 09:05"
    assert EN.moment(moment) == "3 November 2026 09:05"
    assert [NL.count(1), NL.count(12), EN.count(13)] == ["één", "twaalf", "13"]


def test_the_common_unit_keeps_three_digits_and_the_small_parts() -> None:
    assert common_decimals(32234.5, 7435.1) == -2
    assert common_decimals(32234.5, 35.0) >= -1, "a loss of 35 is not rounded away"
    assert common_decimals(1.0, 0.4) == 1, "no decimals that are all zero"
    assert common_decimals(0.0, 0.0) == 0


@given(
    st.floats(1e-3, 1e6), st.floats(0, 1e6), st.floats(0, 1e6)
)  # fmt: skip
def test_rounded_figures_subtract(gained: float, displaced: float, room: float) -> None:
    decimals = common_decimals(gained, displaced, room)
    lost = half_up(displaced + room, decimals)
    tolerance = 1e-6 * max(1.0, gained, displaced, room)
    assert abs(half_up(displaced, decimals) + half_up(room, decimals) - lost) < tolerance
    assert abs(half_up(gained, decimals) - lost - half_up(gained - displaced - room, decimals)) < tolerance


def test_qalys_that_differ_do_not_print_the_same() -> None:
    numbers = Numbers("nl")
    assert numbers.qalys_apart(85.2, 85.32) == ("85,2", "85,3")
    assert numbers.qalys_apart(85.21, 85.24) == ("85,21", "85,24")
    assert numbers.qalys_apart(2229.0, 2296.0) == ("2.229", "2.296")
    assert numbers.qalys_apart(85.0, 85.0) == ("85", "85")
