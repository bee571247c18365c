"""Writing a workbook and reading it back gives equal tables."""

from __future__ import annotations

import datetime
import math
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from books import SHEETS, book
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.errors import ScenarioError, UsageError
from planner.scenario.build import scenario_from_tables
from planner.scenario.tables import TABLES
from planner.scenario.workbook import read_scenario, write_workbook

EXAMPLES = Path(__file__).parents[1] / "data" / "examples"


def same(one, other):
    assert one.settings == other.settings
    for sheet in TABLES:
        pd.testing.assert_frame_equal(one.tables[sheet], other.tables[sheet])


@pytest.mark.parametrize("name", ["ex16_variants", "ex08_committed_hard", "ex19_shift"])
def test_examples(tmp_path, name):
    scenario = read_scenario(EXAMPLES / f"{name}.xlsx")
    same(read_scenario(write_workbook(scenario.tables, tmp_path / "copy.xlsx")), scenario)


def test_a_workbook_with_everything(tmp_path):
    scenario = read_scenario(book(tmp_path))
    same(read_scenario(write_workbook(scenario.tables, tmp_path / "copy.xlsx")), scenario)


def test_what_scenario_from_tables_takes_can_be_written(tmp_path):
    tables = {sheet: pd.DataFrame(rows[1:], columns=rows[0]) for sheet, rows in SHEETS.items()}
    tables["Settings"] = {"start_year": 2026, "years": 2, "title": "By name", "room_value": 0.5}
    same(read_scenario(write_workbook(tables, tmp_path / "copy.xlsx")), scenario_from_tables(tables))


def test_the_sheets_look_as_the_description_says(tmp_path):
    scenario = read_scenario(book(tmp_path))
    workbook = openpyxl.load_workbook(write_workbook(scenario.tables, str(tmp_path / "copy.xlsx")))
    assert workbook.sheetnames == [sheet for sheet in TABLES if sheet in SHEETS]
    page = workbook["Indications"]
    headers = [cell.value for cell in page[1]]
    assert headers[:3] == ["indication", "framework", "status"]
    assert {"list_price [EUR/patient-year]", "treatment_years [years]", "note on the row"} <= set(headers)
    assert "files_from" not in headers  # no value in any row
    assert page.freeze_panes == "B2"
    date = page.cell(2, headers.index("available_from") + 1)
    assert (date.value.date(), date.number_format) == (datetime.date(2026, 4, 1), "yyyy-mm-dd")
    assert 8 < page.column_dimensions["A"].width < 45


texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=20)
numbers = st.floats(allow_nan=False, allow_infinity=False, allow_subnormal=False, min_value=0, max_value=1e15)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(texts, numbers, st.none() | st.dates(datetime.date(1900, 1, 1), datetime.date(2200, 12, 31))),
        max_size=5,
    ),
    st.none() | texts,
)
def test_any_text_number_and_date_comes_back(tmp_path_factory, rows, title):
    """Whatever the texts: never a formula, a link, an error value or a blank; numbers to their last digit."""
    names = [text for text, _, _ in rows]
    if len({" ".join(name.split()) for name in names}) < len(names):
        return
    tables = {
        "Settings": {"years": 1, "displacement_mode": "none", "title": title},
        "Indications": [
            {"indication": text, "treatment_years": 1, "new_patients": number, "list_price": number, "qaly_gain": 1}
            | {"available_from": date, "supplier": f"={text}", "status": "reimbursed"}
            for text, number, date in rows
        ],
        "Routes": [],
        "Frameworks": [{"framework": "MSZ", "year": 2026}],
    }
    try:
        scenario = scenario_from_tables(tables)
    except ScenarioError:  # a name of blanks only
        return
    same(read_scenario(write_workbook(scenario.tables, tmp_path_factory.mktemp("trip") / "copy.xlsx")), scenario)


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@x", "#REF!", "#N/A", "TRUE", "1e5", "http://x.nl", "_x0041_", "2026"]
)
def test_text_is_written_as_text(tmp_path, text):
    tables = read_scenario(book(tmp_path)).tables
    tables = {**tables, "Indications": tables["Indications"].assign(supplier=text)}
    path = write_workbook(tables, tmp_path / "copy.xlsx")
    assert read_scenario(path).tables["Indications"]["supplier"].tolist() == [text] * 3
    headers = [cell.value for cell in openpyxl.load_workbook(path)["Indications"][1]]
    assert openpyxl.load_workbook(path)["Indications"].cell(2, headers.index("supplier") + 1).data_type == "s"


def test_numbers_keep_their_last_digit(tmp_path):
    tables = read_scenario(book(tmp_path)).tables
    gains = [0.1 + 0.2, 1 / 3, math.pi * 1e-7]
    tables = {**tables, "Indications": tables["Indications"].assign(qaly_gain=gains)}
    assert (
        read_scenario(write_workbook(tables, tmp_path / "copy.xlsx")).tables["Indications"]["qaly_gain"].tolist()
        == gains
    )


def test_a_failed_writing_leaves_the_file_that_was_there(tmp_path):
    path = tmp_path / "copy.xlsx"
    path.write_text("precious", encoding="utf-8")
    with pytest.raises(Exception, match="31 char"):
        write_workbook({"a name that is much too long for a sheet": [{"x": 1}]}, path)
    assert path.read_text(encoding="utf-8") == "precious"
    assert [file.name for file in tmp_path.iterdir()] == ["copy.xlsx"]


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(UsageError, match="there is no folder"):
        write_workbook({}, tmp_path / "nowhere" / "copy.xlsx")
