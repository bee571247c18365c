"""Whatever stands in the cells: a scenario or a list of problems with places, never another error."""

from __future__ import annotations

import datetime

import pandas as pd
from books import SHEETS
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.errors import Problem, ScenarioError
from planner.scenario.build import scenario_from_tables
from planner.scenario.tables import TABLES

WORDS = [
    "",
    "x",
    "X",
    "MSZ",
    "none",
    "nan",
    "5%",
    "150%",
    "1,5",
    "1.5",
    "=1",
    "orphan",
    "a == b",
    "(",
    "in_force; x",
    "*",
]
NUMBERS = [0, 1, -1, 2, 0.5, 1.5, 2026, 2027, 5e4, 1e300, float("inf"), True, False, -0.0, 46127]
OTHERS = [None, datetime.date(2026, 5, 5), datetime.time(1, 2), b"bytes", [1], pd.Timestamp("2300-01-01 12:30")]
ODD = st.sampled_from([*WORDS, *NUMBERS, *OTHERS])
HEADERS = st.sampled_from(
    [*sorted({name for table in TABLES.values() for name in table.columns}), "", "x", "#x", "x [EUR]"]
)
SHEET = st.sampled_from(list(SHEETS))
SPOT = st.tuples(SHEET, st.integers(0, 30), st.integers(0, 30))


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(SPOT, ODD), max_size=6),
    st.lists(st.tuples(SPOT, HEADERS), max_size=2),
    st.sets(SHEET, max_size=2),
)
def test_anything_is_a_scenario_or_a_list_of_problems(cells, headers, gone):
    grids = {sheet: [list(row) for row in rows] for sheet, rows in SHEETS.items() if sheet not in gone}
    for (sheet, row, column), value in cells:
        if sheet in grids:
            rows = grids[sheet]
            rows[1 + row % (len(rows) - 1)][column % len(rows[0])] = value
    for (sheet, _, column), name in headers:
        if sheet in grids:
            grids[sheet][0][column % len(grids[sheet][0])] = name
    tables = {sheet: pd.DataFrame(rows[1:], columns=rows[0], dtype=object) for sheet, rows in grids.items()}
    problems: tuple[Problem, ...] = ()
    try:
        scenario = scenario_from_tables(tables)
    except ScenarioError as error:
        problems = tuple(error.problems)
        scenario = None
    assert all(problem.severity == "problem" and problem.message and problem.sheet for problem in problems)
    assert (scenario is None) == bool(problems)
    if scenario is not None:
        again = scenario_from_tables(scenario.tables)
        assert again.settings == scenario.settings
        for sheet in TABLES:
            pd.testing.assert_frame_equal(again.tables[sheet], scenario.tables[sheet])
