"""Calls that cannot be meant: each is answered by planner's own error, in words that say what to give instead."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from small import indication, small

import planner

SCENARIO = small()
PLAN = planner.optimise(SCENARIO)
EXPLORER = planner.Explorer(SCENARIO)
NO_SCENARIO = "expected Scenario, found a Plan; planner.read_scenario and planner.scenario_from_tables make one"
NO_PLAN = "found a Scenario; planner.optimise(scenario) makes one"
NO_EXPLORER = "expected Explorer, found a Plan; planner.Explorer(scenario) makes one"


@pytest.mark.parametrize(
    "what", ["optimise", "build_model", "enumerate_options", "Explorer", "explain", "run", "with_routes"]
)
def test_what_needs_a_scenario_says_so(what: str) -> None:
    with pytest.raises(planner.UsageError) as error:
        getattr(planner, what)(PLAN)
    assert str(error.value) == NO_SCENARIO


@pytest.mark.parametrize("what", ["liability", "waiting", "first_year", "savings", "budget_impact", "rests_on"])
def test_what_needs_a_plan_says_so(what: str) -> None:
    with pytest.raises(planner.UsageError) as error:
        getattr(planner, what)(SCENARIO)
    assert str(error.value) == f"expected Plan, {NO_PLAN}"


@pytest.mark.parametrize(
    ("what", "more"),
    [("walk_away", ()), ("walk_away_products", ()), ("marginal_values", ()), ("left_out", ()), ("forced_in", ()),
     ("without", ()), ("displacement_by_indication", ()), ("care_by_indication", (None,)), ("sensitivities", ()),
     ("interchangeable", ({}, {}))],
)  # fmt: skip
def test_what_needs_an_explorer_says_so(what: str, more: tuple[Any, ...]) -> None:
    with pytest.raises(planner.UsageError) as error:
        getattr(planner, what)(PLAN, *more)
    assert str(error.value) == NO_EXPLORER


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: planner.optimise("mine.xlsx"), "expected Scenario, found str 'mine.xlsx'; planner.read_scenario"),
        (lambda: planner.optimise(SCENARIO, mip_gap=-1), "mip_gap is int -1; expected a number of 0 or more"),
        (lambda: planner.optimise(SCENARIO, mip_gap="0.1"), "mip_gap is str '0.1'; expected a number of 0 or more"),
        (lambda: planner.Explorer(SCENARIO, time_limit=np.nan), "time_limit is float nan; expected a number of 0"),
        (lambda: planner.plans([SCENARIO], mip_gap=-1), "mip_gap is int -1"),
        (lambda: planner.plans(SCENARIO), "expected Iterable, found a Scenario"),
        (lambda: planner.plans([SCENARIO, "mine.xlsx"]), "expected Scenario, found str 'mine.xlsx'"),
        (lambda: planner.plans([SCENARIO], workers=0), "workers is int 0; expected a number of 1 or more"),
        (lambda: planner.run(SCENARIO, workers=1.5), "workers is 1.5; expected a whole number of 1 or more"),
        (lambda: planner.frontier(PLAN, "budget", [0]), "expected Scenario or Explorer, found a Plan; "),
        (lambda: planner.frontier(SCENARIO, "budget", 1), "the values to try are a list of numbers, as in [0, 1, 2]"),
        (lambda: planner.frontier(SCENARIO, "budget", ["a"]), "the values to try are a list of numbers"),
        (lambda: planner.frontier(SCENARIO, "budget", [np.inf]), "the values to try are finite numbers; found [inf]"),
        (lambda: planner.answer(PLAN), "expected Scenario or Explorer, found a Plan"),
        (lambda: EXPLORER.changed(PLAN), NO_SCENARIO),
        (lambda: EXPLORER.best(allowed=[0]), "allowed has shape (1,) and type int64; one flag (True or False) per option"),
        (lambda: planner.without(EXPLORER, ["Z"]), 'there is no option of "Z"; indications: X'),
        (lambda: planner.write_report(SCENARIO, "report.xlsx"), f"expected Plan or Runs, {NO_PLAN}"),
        (lambda: planner.write_report(PLAN, "report.csv"), "report.csv does not end in .xlsx"),
        (lambda: planner.write_report(PLAN, "r.xlsx", answers=3), "expected Answers, found int 3; planner.answer(scenario)"),
        (lambda: planner.write_page(SCENARIO, "report.html"), f"expected Plan or Runs, {NO_PLAN}"),
        (lambda: planner.write_page(PLAN, "report.xlsx"), "report.xlsx does not end in .html"),
        (lambda: planner.write_workbook(SCENARIO, "mine.csv"), "mine.csv does not end in .xlsx"),
        (lambda: planner.write_workbook(PLAN, "mine.xlsx"), "expected Scenario or Mapping, found a Plan"),
        (lambda: planner.read_scenario(None), "expected the path of a file, found a NoneType"),
        (lambda: SCENARIO.table("Route"), 'there is no sheet "Route"; did you mean Routes?'),
    ],
)  # fmt: skip
def test_it_is_said_what_was_found_and_what_to_give(call: Callable[[], object], words: str) -> None:
    with pytest.raises(planner.UsageError) as error:
        call()
    assert words in str(error.value)


def test_one_name_may_be_given_by_itself(tmp_path: Path) -> None:
    scenario = small(indication("ABC"), indication("DEF"))
    explorer = planner.Explorer(scenario)
    assert list(planner.walk_away(explorer, "ABC")["indication"]) == ["ABC"]
    assert list(planner.without(explorer, "ABC").best) == ["ABC"]
    assert explorer.best(forced="DEF").held
    planner.write_template(tmp_path / "new.xlsx", routes="tsg")


def test_a_grid_without_values_is_empty() -> None:
    assert planner.grid(SCENARIO, "budget", [], "lead_time", [0]).empty


@pytest.mark.parametrize(
    ("value", "held"),
    [(Decimal(60000), 60_000), (np.float32(0.5), 0.5), (np.int64(3), 3)],
)
def test_numbers_of_databases_and_numpy_are_numbers(value: object, held: float) -> None:
    assert small(indication(list_price=value)).tables["Indications"]["list_price"].tolist() == [held]


@pytest.mark.parametrize(
    "date", [pd.Period("2027-07", freq="M"), np.datetime64("2027-07-01", "ns"), pd.Timestamp("2027-07-01", tz="UTC")]
)
def test_dates_of_pandas_and_numpy_are_dates(date: object) -> None:
    scenario = small(indication(available_from=date), years=3)
    assert str(scenario.tables["Indications"]["available_from"][0]) == "2027-07-01"


def test_a_date_that_is_not_there_is_blank() -> None:
    scenario = small(indication(available_from=np.datetime64("NaT")))
    assert scenario.tables["Indications"]["available_from"].tolist() == [None]


def test_an_index_with_the_name_of_a_column_is_that_column() -> None:
    frame = pd.DataFrame({"framework": ["MSZ"], "year": [2026], "budget": [1000]}).set_index(["framework", "year"])
    scenario = small(sheets={"Frameworks": frame})
    assert scenario.tables["Frameworks"][["framework", "year", "budget"]].to_numpy().tolist() == [["MSZ", 2026, 1000]]
    assert list(frame.columns) == ["budget"]


def test_settings_may_be_a_series() -> None:
    tables = {**SCENARIO.tables, "Settings": pd.Series({"start_year": 2026, "years": 1, "displacement_mode": "none"})}
    assert planner.scenario_from_tables(tables).settings.displacement_mode == "none"


def test_what_is_done_to_a_table_that_was_asked_for_leaves_the_scenario_as_it_is() -> None:
    table = SCENARIO.table("Indications")
    table.loc[0, "list_price"] = 1.0
    table["qaly_gain"] *= 2
    assert SCENARIO.table("Indications")[["list_price", "qaly_gain"]].to_numpy().tolist() == [[100_000, 1]]


def test_the_frames_of_the_caller_stay_as_they_are(tmp_path: Path) -> None:
    tables = {"Settings": {"start_year": 2026, "years": 1, "displacement_mode": "none"},
              "Indications": pd.DataFrame([indication(note="mine")], index=[7]),
              "Routes": pd.DataFrame([{"route": "direct", "price": "list", "cost_effectiveness": "not_required"}]),
              "Frameworks": pd.DataFrame([{"framework": "MSZ", "year": 2026, "budget": 1000}])}  # fmt: skip
    before = {sheet: table.copy() for sheet, table in tables.items()}
    planner.write_report(planner.optimise(planner.scenario_from_tables(tables)), tmp_path / "report.xlsx")
    assert tables["Settings"] == before.pop("Settings")
    for sheet, table in before.items():
        pd.testing.assert_frame_equal(tables[sheet], table)


@pytest.mark.parametrize(
    "error",
    [
        planner.UsageError("no"),
        planner.ScenarioError([planner.Problem("Indications", "H7", "it is blank", "type it")]),
        planner.InfeasibleError([planner.Collision("framework", "MSZ", 2026, 1.5, "EUR million", "Frameworks")], "relations"),
    ],
)  # fmt: skip
def test_errors_travel_between_processes(error: planner.PlannerError) -> None:
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    assert (type(again), str(again), vars(again)) == (type(error), str(error), vars(error))


def test_text_in_a_column_of_numbers_is_answered_for_python() -> None:
    with pytest.raises(planner.ScenarioError) as error:
        small(indication(list_price="60000"))
    (problem,) = error.value.problems
    assert problem.place == "Indications, row 1, column list_price"
    assert problem.hint == "the column holds text: pandas.to_numeric makes numbers of it"


def test_a_column_that_is_there_twice_is_named_once() -> None:
    frame = pd.DataFrame([indication()])
    with pytest.raises(planner.ScenarioError) as error:
        planner.scenario_from_tables(
            {**SCENARIO.tables, "Indications": pd.concat([frame, frame[["list_price"]]], axis=1)}
        )
    assert [problem.message for problem in error.value.problems] == ["column list_price is there twice"]
