"""Units at the door, and what may not matter: the order of columns, rows and sheets, and the unit of money."""

from __future__ import annotations

import random
from fractions import Fraction

import pandas as pd
import pytest
from books import SHEETS, read
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.scenario.build import scenario_from_tables
from planner.scenario.tables import TABLES
from planner.scenario.units import MONEY, UnitError, factor, split_header, units_of

MONEY_COLUMNS = [
    (sheet, name) for sheet, table in TABLES.items() for name, column in table.columns.items() if column.money
]

money = st.floats(min_value=0, max_value=1e12, allow_nan=False, allow_subnormal=False)


def small(**sheets):
    """The small workbook as DataFrames, with some sheets replaced."""
    frames = {
        sheet: pd.DataFrame(rows[1:], columns=rows[0], dtype=object) for sheet, rows in SHEETS.items() if len(rows) > 1
    }
    return {**frames, **sheets}


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("budget", ("budget", None)),
        ("budget [EUR million]", ("budget", "EUR million")),
        (" budget  [ EUR   million ] ", ("budget", "EUR million")),
        ("budget[EUR]", ("budget", "EUR")),
        ("budget\n[EUR million]", ("budget", "EUR million")),
        ("budget []", ("budget", "")),
        ("budget (EUR million)", ("budget (EUR million)", None)),
        ("budget [EUR] [x]", ("budget [EUR] [x]", None)),
    ],
)
def test_headers_are_split(header, expected):
    assert split_header(header) == expected


@pytest.mark.parametrize(
    ("sheet", "name", "unit", "expected"),
    [
        ("Indications", "list_price", None, 12.5),
        ("Indications", "list_price", "EUR", 12.5),
        ("Indications", "list_price", "eur thousand / patient-year", 12_500),
        ("Indications", "list_price", "EUR million", 12_500_000),
        ("Frameworks", "budget", None, 12.5),
        ("Frameworks", "budget", "EUR billion", 12_500),
        ("Frameworks", "budget", "EUR thousand", 0.0125),
        ("Frameworks", "budget", "EUR", 0.0000125),
        ("Care", "euro_per_qaly", "EUR thousand/QALY", 12_500),
        ("Care", "unit_cost", "EUR/unit", 12.5),
        ("Indications", "treatment_years", "Years", 12.5),
    ],
)
def test_money_comes_to_the_base_unit(sheet, name, unit, expected):
    assert factor(TABLES[sheet].columns[name], unit)(12.5) == expected


@pytest.mark.parametrize(
    ("sheet", "name", "unit"),
    [
        ("Indications", "list_price", "EUR/year"),
        ("Indications", "list_price", "EUR mln"),
        ("Indications", "list_price", "USD"),
        ("Indications", "list_price", "EUR thousand/"),
        ("Frameworks", "budget", "EUR million/year"),
        ("Frameworks", "budget", "million"),
        ("Indications", "treatment_years", "EUR"),
        ("Indications", "disease_burden", "EUR"),
        ("Uptake", "year", "years"),
    ],
)
def test_other_units_are_refused(sheet, name, unit):
    with pytest.raises(UnitError):
        factor(TABLES[sheet].columns[name], unit)


@given(st.sampled_from(MONEY_COLUMNS), st.data(), money)
def test_a_conversion_rounds_once(place, data, number):
    sheet, name = place
    column = TABLES[sheet].columns[name]
    unit = data.draw(st.sampled_from(units_of(column)))
    base = MONEY[column.unit.partition("/")[0]]
    exact = Fraction(number) * MONEY[unit.partition("/")[0]] / base
    assert factor(column, unit)(number) == float(exact)


@settings(max_examples=15, deadline=None)
@given(
    st.integers(min_value=1, max_value=10**7), st.sampled_from(["EUR", "EUR thousand", "EUR million", "EUR billion"])
)
def test_money_in_another_unit_is_the_same_money(tmp_path_factory, thousands, unit):
    """A budget of so many EUR thousand, typed in any unit as decimals are typed, gives the same table."""
    typed = float(f"{thousands}e3") if unit == "EUR" else float(f"{thousands}e{ {'t': 0, 'm': -3, 'b': -6}[unit[4]] }")
    edits = {"BudgetLines!C1": f"budget [{unit}]", "BudgetLines!C2": typed, "BudgetLines!C3": typed}
    frame = read(tmp_path_factory.mktemp("unit"), edits).tables["BudgetLines"]
    assert frame["budget"].tolist() == pytest.approx([thousands / 1000] * 2, rel=1e-15)


@settings(max_examples=20, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_columns_and_sheets_does_not_matter(order: random.Random):
    frames = small()
    sheets = list(frames)
    order.shuffle(sheets)
    shuffled = {}
    for sheet in sheets:
        columns = list(frames[sheet].columns)
        order.shuffle(columns)
        shuffled[sheet] = frames[sheet][columns]
    straight, mixed = scenario_from_tables(frames), scenario_from_tables(shuffled)
    assert straight.settings == mixed.settings
    assert [str(warning) for warning in straight.warnings] == [str(warning) for warning in mixed.warnings]
    for sheet in TABLES:
        pd.testing.assert_frame_equal(straight.tables[sheet], mixed.tables[sheet])


@settings(max_examples=20, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(order: random.Random):
    """Rows come in the order of the sheet; sorted by their key they are the same. (Care has segments: first rows count.)"""
    frames = small()
    shuffled = {}
    for sheet, frame in frames.items():
        rows = list(range(len(frame)))
        if sheet != "Care":
            order.shuffle(rows)
        shuffled[sheet] = frame.iloc[rows]
    straight, mixed = scenario_from_tables(frames), scenario_from_tables(shuffled)
    assert straight.settings == mixed.settings
    for sheet in TABLES:
        key = list(TABLES[sheet].key)
        one, other = straight.tables[sheet], mixed.tables[sheet]
        if key:
            one, other = (frame.sort_values(key, ignore_index=True) for frame in (one, other))
        if key or sheet == "Care":
            pd.testing.assert_frame_equal(one, other)
