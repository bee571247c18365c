"""Reading a workbook: what each kind of cell becomes, and what is read though it is easily lost."""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import re
import zipfile
from pathlib import Path

import numpy as np
import openpyxl
import pytest
import xlsxwriter
from books import appended, book, problems, read

from planner.errors import ScenarioError, UsageError
from planner.scenario.tables import SETTINGS, TABLES
from planner.scenario.workbook import read_scenario

EXAMPLES = Path(__file__).parents[1] / "data" / "examples"
NAMES = sorted(json.loads((EXAMPLES / "expected.json").read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", NAMES)
def test_every_worked_example_can_be_read(name):
    assert len(read_scenario(EXAMPLES / f"{name}.xlsx").tables["Indications"]) > 0


def test_every_declared_sheet_and_column_is_there_with_its_type(tmp_path):
    scenario = read(tmp_path)
    for sheet, table in TABLES.items():
        frame = scenario.tables[sheet]
        assert list(frame.columns)[: len(table.columns)] == list(table.columns)
        for name, column in table.columns.items():
            assert frame[name].dtype == (np.float64 if column.numeric else object), (sheet, name)
            if not column.numeric:
                assert not frame[name].isna().any() or all(value is None for value in frame[name][frame[name].isna()])


def test_settings_have_their_types_and_defaults(tmp_path):
    settings = read(tmp_path).settings
    assert (settings.title, settings.start_year, settings.years) == ("A small scenario", 2026, 2)
    assert type(settings.start_year) is int
    assert type(settings.years) is int
    assert settings.room_value == 0.5
    assert settings.advice_margin == 0.05  # a blank value is the default
    assert settings.price_year == 2026  # that of start_year
    assert read(tmp_path, {"Settings!A5": "price_year", "Settings!B5": 2024}).settings.price_year == 2024


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (True, True),
        (False, False),
        ("yes", True),
        ("Ja", True),
        ("TRUE", True),
        ("no", False),
        ("NEE", False),
        (None, None),
        ("  ", None),
    ],
)
def test_flags(tmp_path, value, expected):
    assert read(tmp_path, {"Indications!P2": value}).tables["Indications"]["orphan"][0] is expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (datetime.date(2026, 7, 14), datetime.date(2026, 7, 1)),
        ("2026-07-14", datetime.date(2026, 7, 1)),
        ("2026-7", datetime.date(2026, 7, 1)),
        ("2026", datetime.date(2026, 1, 1)),
        (2026, datetime.date(2026, 1, 1)),
        (2026.0, datetime.date(2026, 1, 1)),
        (1900, datetime.date(1900, 1, 1)),
        (2200, datetime.date(2200, 1, 1)),
        ("none", "none"),
        ("None", "none"),
        (None, None),
    ],
)
def test_dates_count_from_the_first_of_their_month(tmp_path, value, expected):
    assert read(tmp_path, {"Indications!O2": value}).tables["Indications"]["files_from"][0] == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0.35, 0.35),
        ("35%", 0.35),
        ("35,5 %", 0.355),
        ("35.25%", 0.3525),
        ("5%", 0.05),
        ("7%", 0.07),
        (1, 1.0),
        (0, 0.0),
    ],
)
def test_shares(tmp_path, value, expected):
    assert read(tmp_path, {"Indications!L2": value}).tables["Indications"]["max_discount"][0] == expected


def test_a_growth_rate_may_be_typed_as_a_percentage(tmp_path):
    edits = {"Frameworks!F3": "5%", "Frameworks!F4": "-2.5%"}
    assert read(tmp_path, edits).tables["Frameworks"]["drug_growth_limit"].tolist()[1:] == [0.05, -0.025]


@pytest.mark.parametrize("name", ["NA", "None", "nan", "NULL", "N/A", "TRUE", "=x", "1e5", "#REF", "é€"])
def test_odd_names_are_ordinary_names(tmp_path, name):
    def rename(workbook):
        for place in ("A2", "C2"):
            workbook["Indications"][place].value = name if place == "A2" else "candidate"
            workbook["Indications"][place].data_type = "s"
        workbook["Sources"]["B2"].value = name
        workbook["Sources"]["B2"].data_type = "s"

    assert read(tmp_path, rename).tables["Indications"]["indication"][0] == name


def test_a_number_as_a_name_is_text(tmp_path):
    scenario = read(tmp_path, {"Indications!A2": 2026, "Sources!B2": "2026"})
    assert scenario.tables["Indications"]["indication"][0] == "2026"
    assert read(tmp_path, {"Indications!A2": 1.5, "Sources!B2": 1.5}).tables["Indications"]["indication"][0] == "1.5"


def test_spaces_around_text_and_capitals_in_choices_do_not_matter(tmp_path):
    edits = {"Indications!A2": " X\u00a0", "Indications!C2": "Candidate ", "Indications!E2": " half"}
    frame = read(tmp_path, edits).tables["Indications"]
    assert frame[["indication", "status", "uptake"]].iloc[0].tolist() == ["X", "candidate", "half"]


def test_empty_rows_and_rows_with_a_remark_only_are_skipped_and_places_stay_right(tmp_path):
    def edit(workbook):
        workbook["Indications"].insert_rows(3, 2)
        workbook["Indications"]["X4"].value = "a remark about nothing"
        workbook["Indications"]["A3"].value = "   "

    scenario = read(tmp_path, edit)
    assert scenario.tables["Indications"]["indication"].tolist() == ["X", "Y", "Z"]
    assert scenario.cell("Indications", 1, "qaly_gain") == "H5"

    def spoil(workbook):
        edit(workbook)
        workbook["Indications"]["H5"].value = "x"

    assert [problem.place for problem in problems(tmp_path, spoil)] == ["Indications!H5"]


def test_columns_of_the_analyst_are_kept_as_they_are(tmp_path):
    def edit(workbook):
        page = workbook["Indications"]
        for position, (name, value) in enumerate(
            [("#tag", 7), ("Notes", "=1+1"), ("note on the row", "again")], start=25
        ):
            page.cell(1, position).value = name
            page.cell(2, position).value = value

    frame = read(tmp_path, edit).tables["Indications"]
    assert list(frame.columns)[-4:] == ["note on the row", "#tag", "Notes", "note on the row (27)"]
    assert frame.iloc[0, -4:].tolist() == ["a remark", 7, None, "again"]


def test_sheets_of_the_analyst_and_empty_sheets_are_no_inputs(tmp_path):
    def edit(workbook):
        workbook.create_sheet("Sheet1")
        workbook.create_sheet("#work").append(["x"])
        workbook.create_sheet("Notes").append(["y"])

    assert set(read(tmp_path, edit).tables) == set(TABLES)


def test_a_sheet_with_a_header_only_or_nothing_means_no_rows(tmp_path):
    def edit(workbook):
        for sheet in ("Sources", "Care"):
            workbook[sheet].delete_rows(1 if sheet == "Care" else 2, 9)

    scenario = read(tmp_path, edit)
    assert scenario.tables["Care"].empty
    assert scenario.tables["Sources"].empty


def test_care_may_be_left_out_where_nothing_is_displaced(tmp_path):
    def edit(workbook):
        workbook.remove(workbook["Care"])
        appended("Settings", ["displacement_mode", "none"])(workbook)

    assert read(tmp_path, edit).tables["Care"].empty


def test_default_reference_values_hold_where_the_sheet_has_no_rows(tmp_path):
    scenario = read(tmp_path, lambda workbook: workbook.remove(workbook["ReferenceValues"]))
    assert scenario.tables["ReferenceValues"].empty
    assert scenario.table("ReferenceValues")["euro_per_qaly"].tolist() == [20_000, 50_000, 80_000]


def test_a_sheet_that_the_engine_cannot_use_yet_may_be_there_empty(tmp_path):
    def edit(workbook):
        workbook.create_sheet("Uncertainty").append(["table", "row"])

    read(tmp_path, edit)

    def more(workbook):
        edit(workbook)
        workbook["Uncertainty"].append(["Indications", "A"])

    assert {problem.code for problem in problems(tmp_path, more)} == {"not_yet"}
    assert {problem.sheet for problem in problems(tmp_path, more)} == {"Uncertainty"}


def formulas(path, results):
    """The small workbook with some cells as formulas, each with the result that is stored with it."""
    source = openpyxl.load_workbook(book(path))
    target = path / "formulas.xlsx"
    with xlsxwriter.Workbook(str(target)) as workbook:
        for page in source:
            sheet = workbook.add_worksheet(page.title)
            for cells in page.iter_rows():
                for cell in cells:
                    place = f"{page.title}!{cell.coordinate}"
                    if place in results:
                        sheet.write_formula(cell.coordinate, "=1+1", None, results[place])
                    elif cell.value is not None:
                        sheet.write(cell.coordinate, cell.value)
    # Excel and LibreOffice mark the empty text as text, XlsxWriter does not
    return rewritten(target, rb'(<c r="\w+")(><f>[^<]*</f><v></v>)', rb'\1 t="str"\2')


def rewritten(path, pattern, replacement):
    """The workbook with something replaced in the XML of every sheet."""
    target = path.with_name(f"rewritten-{path.name}")
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(target, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            after.writestr(name, re.sub(pattern, replacement, content) if "worksheets/" in name else content)
    return target


def test_formulas_are_read_by_their_stored_results(tmp_path):
    path = formulas(
        tmp_path,
        {
            "Indications!H2": 1.25,
            "Indications!A2": "X",
            "Indications!P2": True,
            "Indications!Q2": "",  # a formula that shows nothing, as =IF(A1="","",A1) does, is a blank
        },
    )
    frame = read_scenario(path).tables["Indications"]
    assert frame[["indication", "qaly_gain", "orphan", "patient_group"]].iloc[0].tolist() == ["X", 1.25, True, None]


def test_a_formula_with_an_error_is_a_problem_at_its_cell(tmp_path):
    path = formulas(tmp_path, {"Indications!H2": "#DIV/0!", "Care!C2": "#N/A"})
    with pytest.raises(ScenarioError) as caught:
        read_scenario(path)
    assert [str(problem) for problem in caught.value.problems] == [
        "Indications!H2: qaly_gain holds the Excel error #DIV/0! (mend the formula, or type the value)",
        "Care!C2: spending holds the Excel error #N/A (mend the formula, or type the value)",
    ]


def test_hidden_sheets_rows_and_columns_are_read_and_noted(tmp_path):
    def hide(workbook):
        workbook["Uptake"].sheet_state = "hidden"
        workbook["Acceptance"].sheet_state = "veryHidden"
        workbook["Indications"].row_dimensions[3].hidden = True
        workbook["Indications"].row_dimensions[30].hidden = True  # nothing stands there
        workbook["Care"].row_dimensions[2].hidden = True
        workbook["Care"].row_dimensions[4].hidden = True
        workbook["Routes"].column_dimensions["D"].hidden = True

    scenario = read(tmp_path, hide)
    assert scenario.tables["Indications"]["indication"].tolist() == ["X", "Y", "Z"]
    notes = [problem for problem in scenario.warnings if problem.severity == "note"]
    assert [str(note) for note in notes] == [
        "Indications: row 3 is hidden; hidden rows are read like any other",
        "Uptake: the sheet is hidden; it is read like any other",
        "Acceptance: the sheet is hidden; it is read like any other",
        "Routes: column D is hidden; hidden columns are read like any other",
        "Care: 2 rows are hidden (the first is row 2); hidden rows are read like any other",
    ]


def test_the_size_that_a_file_states_is_not_trusted(tmp_path):
    path = book(tmp_path)
    wrong = rewritten(path, rb'<dimension ref="[^"]*"', rb'<dimension ref="A1:A1"')
    assert read_scenario(wrong).tables["Indications"].equals(read_scenario(path).tables["Indications"])


def test_result_sheets_of_a_report_are_ignored(tmp_path):
    from openpyxl.packaging.custom import StringProperty

    def report(workbook):
        for name in ("Summary", "Budget of 2026"):
            workbook.create_sheet(name, 0).append(["anything", 1, "=1/0"])
        workbook.custom_doc_props.append(StringProperty(name="planner_result_sheets", value="Summary"))
        workbook.custom_doc_props.append(StringProperty(name="planner_result_sheets_2", value="Budget of 2026|Uptake"))

    scenario = read(tmp_path, report)
    assert len(scenario.tables["Uptake"]) == 2  # an input sheet is read, whatever the list says


def test_origin_is_the_name_and_the_hash_of_the_file(tmp_path):
    path = book(tmp_path)
    origin = read_scenario(path).origin
    assert origin.file == "small.xlsx"
    assert origin.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_path_may_be_text(tmp_path):
    assert read_scenario(os.fspath(book(tmp_path))).name == "base"


def test_what_is_not_a_workbook_is_said_to_be_none(tmp_path):
    with pytest.raises(UsageError, match=r"there is no file .*missing\.xlsx"):
        read_scenario(tmp_path / "missing.xlsx")
    for name, content, words in (
        ("text.xlsx", b"indication;product\n", "cannot be read as an Excel workbook"),
        ("old.xls", b"\xd0\xcf\x11\xe0rest", "has a password or is an old .xls file"),
        ("empty.xlsx", b"", "cannot be read as an Excel workbook"),
        ("office.ods", b"PK\x03\x04rest", r"office.ods is no .xlsx workbook: open it in Excel and save it as one"),
    ):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(UsageError, match=words):
            read_scenario(tmp_path / name)
    with pytest.raises(UsageError, match="cannot be read"):
        read_scenario(tmp_path)


def test_all_problems_come_at_once(tmp_path):
    edits = {
        "Settings!B4": 0,
        "Indications!E2": "halve",
        "Indications!H2": "x",
        "Uptake!C3": 0.2,
        "Routes!B2": "orphn",
        "Care!F3": 0.95,
    }
    found = problems(tmp_path, edits)
    assert [problem.place for problem in found] == [f"{place}" for place in edits]
    with pytest.raises(ScenarioError, match="6 problems in the scenario:"):
        read(tmp_path, edits)


def test_settings_are_declared_once_and_the_checks_read_columns_that_exist():
    from planner.scenario.checks import CHECKS

    known = {f"{sheet}.{name}" for sheet, table in TABLES.items() for name in table.columns}
    known |= {f"Settings.{name}" for name in SETTINGS}
    for check in CHECKS:
        assert set(check.columns) <= known, check.name
