"""What holds for all shipped scenarios."""

from __future__ import annotations

import pandas as pd
import pytest
import shipped
from pandas.testing import assert_frame_equal

import planner

names = pytest.mark.parametrize("name", [name for name in shipped.NAMES if shipped.path_of(name).exists()])


@names
def test_reads_without_a_problem_or_a_warning(name: str) -> None:
    assert shipped.read(name).warnings == ()


@names
def test_the_script_makes_the_same_tables_again(name: str) -> None:
    shipped_tables = shipped.read(name).tables
    again = planner.scenario_from_tables(shipped.made(name)).tables
    assert shipped_tables.keys() == again.keys()
    for sheet in again:
        assert_frame_equal(shipped_tables[sheet], again[sheet], check_exact=True)


@names
def test_every_row_says_where_it_comes_from_and_how_sure_it_is(name: str) -> None:
    for sheet, frame in shipped.made(name).items():
        assert frame["source"].map(lambda text: isinstance(text, str) and len(text) > 5).all(), sheet
        assert frame["certainty"].isin(["published", "derived", "assumed"]).all(), sheet


@names
def test_a_row_is_no_surer_than_its_weakest_figure(name: str) -> None:
    tables = shipped.made(name)
    strength = {"assumed": 0, "derived": 1, "published": 2}
    for line in tables.get("Sources", pd.DataFrame()).itertuples():
        frame = tables[line.table]
        row = frame[frame.iloc[:, 0] == line.row]
        assert len(row) >= 1, line
        assert line.column in frame.columns, line
        assert strength[line.certainty] >= min(strength[mark] for mark in row["certainty"]), line


@names
def test_synthetic_rows_say_so_in_their_name_and_are_assumed(name: str) -> None:
    frame = shipped.made(name)["Indications"]
    labels = frame["name"].str.lower()
    synthetic = frame["source"].str.contains("synthe", case=False)
    assert (labels[synthetic].str.contains("synthe")).all()
    assert (frame.loc[labels.str.contains("synthe"), "certainty"] == "assumed").all()
