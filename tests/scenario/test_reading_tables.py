"""A scenario from DataFrames: the same checks as for a workbook, with rows and columns as places."""

from __future__ import annotations

import datetime

import numpy as np
import pandas as pd
import pytest
from books import SHEETS, book

from planner.errors import Problem, ScenarioError, UsageError
from planner.scenario.build import scenario_from_tables
from planner.scenario.tables import TABLES
from planner.scenario.workbook import read_scenario


def frames():
    return {sheet: pd.DataFrame(rows[1:], columns=rows[0]) for sheet, rows in SHEETS.items()}


def found(tables, **more):
    with pytest.raises(ScenarioError) as caught:
        scenario_from_tables(tables, **more)
    return [str(problem) for problem in caught.value.problems]


def test_frames_as_pandas_makes_them_give_what_the_workbook_gives(tmp_path):
    """Without dtype=object: pandas has made text columns, floats with NaN and mixed columns of them."""
    here, there = scenario_from_tables(frames()), read_scenario(book(tmp_path))
    assert here.settings == there.settings
    for sheet in TABLES:
        pd.testing.assert_frame_equal(here.tables[sheet], there.tables[sheet])


def test_checked_tables_can_be_checked_again(tmp_path):
    scenario = read_scenario(book(tmp_path))
    again = scenario_from_tables(scenario.tables, "again")
    assert again.name == "again"
    assert again.settings == scenario.settings
    for sheet in TABLES:
        pd.testing.assert_frame_equal(again.tables[sheet], scenario.tables[sheet])


def test_the_tables_that_are_given_are_not_changed():
    given = frames()
    copies = {sheet: frame.copy() for sheet, frame in given.items()}
    scenario = scenario_from_tables(given)
    scenario.tables["Indications"].loc[0, "qaly_gain"] = 99.0
    for sheet, frame in given.items():
        pd.testing.assert_frame_equal(frame, copies[sheet])


def test_tables_may_be_columns_rows_or_settings_by_name():
    scenario = scenario_from_tables(
        {
            "Settings": {"start_year": 2026, "years": 1, "displacement_mode": "none", "title": None},
            "Indications": [
                {"indication": "X", "treatment_years": 1, "new_patients": 10, "list_price [EUR thousand]": 30}
                | {"qaly_gain": 1.5, "effectiveness": "established", "max_discount": 0.2, "available_from": date}
                for date in [datetime.date(2026, 3, 31)]
            ],
            "Routes": {"route": ["lock"], "price": ["negotiated"], "cost_effectiveness": ["not_required"]},
            "Frameworks": {"framework": ["MSZ"], "year": [2026], "budget": [100.0]},
        }
    )
    row = scenario.tables["Indications"].iloc[0]
    assert (row["indication"], row["list_price"], row["available_from"]) == ("X", 30_000, datetime.date(2026, 3, 1))
    assert scenario.table("Indications")["framework"].tolist() == ["MSZ"]
    assert scenario.tables["Settings"]["setting"].tolist() == ["start_year", "years", "displacement_mode", "title"]


@pytest.mark.parametrize("blank", [None, np.nan, pd.NA, pd.NaT, "", "  "])
def test_all_blanks_are_one_blank(blank):
    tables = frames()
    tables["Indications"] = tables["Indications"].astype(object)
    tables["Indications"].loc[0, ["patient_group", "files_from", "orphan", "advice_low", "framework"]] = blank
    row = scenario_from_tables(tables).tables["Indications"].iloc[0]
    assert [row[name] for name in ("patient_group", "files_from", "orphan", "framework")] == [None] * 4
    assert np.isnan(row["advice_low"])


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (pd.Timestamp("2026-07-14"), datetime.date(2026, 7, 1)),
        (np.datetime64("2026-07-14"), datetime.date(2026, 7, 1)),
        (np.int64(2027), datetime.date(2027, 1, 1)),
        (np.float64(2027), datetime.date(2027, 1, 1)),
    ],
)
def test_numpy_and_pandas_values_are_plain_values(value, expected):
    tables = frames()
    tables["Indications"]["available_from"] = pd.Series([value, None, None], dtype=object)
    assert scenario_from_tables(tables).tables["Indications"]["available_from"][0] == expected


def test_a_column_of_timestamps_or_numpy_flags():
    tables = frames()
    tables["Indications"]["available_from"] = pd.to_datetime(pd.Series(["2026-07-14", None, "2027-01-01"]))
    tables["Indications"]["orphan"] = np.array([True, False, True])
    frame = scenario_from_tables(tables).tables["Indications"]
    assert frame["available_from"].tolist() == [datetime.date(2026, 7, 1), None, datetime.date(2027, 1, 1)]
    assert frame["orphan"].tolist() == [True, False, True]
    assert type(frame["orphan"][0]) is bool


def test_places_are_rows_and_columns():
    tables = frames()
    tables["Indications"] = tables["Indications"].rename(columns={"qaly_gain [QALY]": "qaly_gain"})
    tables["Indications"]["qaly_gain"] = [1.0, np.inf, 2.0]
    tables["Uptake"] = tables["Uptake"].rename(columns={"share": "shares"})
    tables["Weather"] = pd.DataFrame({"sun": [1]})
    assert found(tables) == [
        (
            "Indications, row 2, column qaly_gain: qaly_gain is inf; expected a number (an absent limit is an empty cell, never "
            "a very large number)"
        ),
        'Uptake, column shares: there is no column "shares" in this sheet (did you mean share?)',
        'Weather: there is no input sheet "Weather" (a sheet of your own has a name that starts with # or note)',
    ]


def test_places_of_an_earlier_reading_are_kept(tmp_path):
    scenario = read_scenario(book(tmp_path))
    tables = dict(scenario.tables)
    tables["Indications"] = tables["Indications"].assign(qaly_gain=[1.0, np.inf, 2.0])
    tables["Settings"] = pd.concat(
        [tables["Settings"], pd.DataFrame({"setting": ["years"], "value": [0]}, dtype=object)], ignore_index=True
    )
    kept = {"places": scenario.places, "origin": scenario.origin}
    assert [text.partition(":")[0] for text in found(tables, **kept)] == [
        "Settings!A7",
        "Settings!B7",
        "Indications!H3",
    ]
    assert scenario_from_tables(scenario.tables, **kept).origin == scenario.origin


def test_an_empty_set_of_tables_misses_the_needed_ones():
    assert [text.partition(":")[0] for text in found({})] == ["Settings", "Indications", "Routes", "Frameworks", "Care"]


def test_a_scenario_without_rows_says_so():
    tables = {sheet: pd.DataFrame() for sheet in ("Settings", "Indications", "Routes", "Care")}
    tables["Frameworks"] = pd.DataFrame({"framework": ["MSZ"] * 10, "year": range(2026, 2036)})
    codes = [problem.code for problem in scenario_from_tables(tables).warnings]
    assert codes == ["no_certainty", "no_candidate", "no_route"]


def test_problems_are_data():
    tables = frames()
    tables["Indications"] = tables["Indications"].drop(columns="qaly_gain [QALY]")
    with pytest.raises(ScenarioError) as caught:
        scenario_from_tables(tables)
    assert caught.value.problems == (
        Problem(
            "Indications",
            "",
            "column qaly_gain is missing; it holds a number (QALYs gained by one patient who starts, over the whole treatment, "
            "discounted to its start)",
            "add a column qaly_gain [QALY]",
            "missing_column",
        ),
    )
    assert caught.value.exit_status == 2


@pytest.mark.parametrize(
    "table",
    ["x", 5, None, [1, 2], ["ab"], [None], {"indication": "X"}, {"indication": ["X", "Y"], "status": ["candidate"]}],
    ids=repr,
)
def test_what_is_no_table_is_an_error_of_use_that_names_it(table):
    with pytest.raises(UsageError, match="the table Indications is no DataFrame, dict of columns of one length"):
        scenario_from_tables({**frames(), "Indications": table})


def test_tables_without_sheets_are_an_error_of_use():
    with pytest.raises(UsageError, match="tables are given by sheet"):
        scenario_from_tables(frames()["Indications"])


def test_standings_may_end_in_a_semicolon() -> None:
    given = frames()
    given["Settings"] = {**dict(SHEETS["Settings"][1:]), "standings": "in_force; proposed;"}
    assert scenario_from_tables(given).settings.used_standings == ("in_force", "proposed")
