"""The template: every column annotated, and an example that reads without a word and solves."""

import openpyxl
import pytest

from planner.errors import UsageError
from planner.scenario import template_text as words
from planner.scenario.scenario import DEFAULT_ROWS
from planner.scenario.tables import SETTINGS, TABLES, Settings
from planner.scenario.template import FILLS, ordered, write_template
from planner.scenario.units import split_header
from planner.scenario.variants import variants
from planner.scenario.workbook import read_scenario


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return write_template(tmp_path_factory.mktemp("template") / "new.xlsx")


@pytest.fixture(scope="module")
def book(path):
    return openpyxl.load_workbook(path)


@pytest.fixture(scope="module")
def scenario(path):
    return read_scenario(path)


def head(sheet, column):
    return sheet.cell(1, 1 + [other.name for other in ordered(TABLES[sheet.title])].index(column.name))


def test_the_template_reads_without_a_problem_or_a_warning(scenario):
    assert scenario.warnings == ()
    assert scenario.settings.years == 5


def test_its_variants_are_sound_too(scenario):
    made = variants(scenario)
    assert len(made) == 4
    assert all(variant.warnings == () for variant in made.values())


def test_the_example_solves(scenario):
    from planner.model import optimise

    plan = optimise(scenario)
    decisions = dict(zip(plan.decisions["indication"], plan.decisions["decision"], strict=True))
    assert decisions == {"A": "admit", "B": "admit", "C": "admit", "D": "stay"}
    assert plan.totals.displaced > 0


def test_every_figure_of_the_example_has_a_source_and_a_certainty(scenario):
    for sheet, frame in scenario.tables.items():
        stated = frame[frame["value"].notna()] if sheet == "Settings" else frame
        assert stated["source"].notna().all(), sheet
        assert stated["certainty"].notna().all(), sheet
        if sheet != "ReferenceValues":
            assert set(stated["certainty"]) <= {"assumed"}


def test_names_of_the_example_are_plainly_invented(scenario):
    assert scenario.tables["Indications"]["product"].str.startswith("Example medicine").all()
    assert scenario.tables["Indications"]["supplier"].str.startswith("Example company").all()


def test_sheets_and_columns_are_those_of_the_reader(book):
    assert book.sheetnames == [words.READ_ME, *TABLES]
    for sheet, table in TABLES.items():
        header = [split_header(cell.value) for cell in book[sheet][1]]
        declared = [(column.name, column.unit or None) for column in ordered(table)]
        assert header[: len(declared)] == declared
        assert book[sheet].freeze_panes == "B2"


@pytest.mark.parametrize("sheet", TABLES)
def test_every_column_has_a_note_and_a_colour(book, sheet):
    for column in TABLES[sheet].columns.values():
        cell = head(book[sheet], column)
        note = cell.comment.text
        assert note.startswith(column.header + "\n")
        assert column.meaning.casefold() in note.casefold()
        assert "Empty: " in note
        assert ("Leave it empty" in note) == (column.later or TABLES[sheet].later)
        kind = words.kind_of(sheet, column)
        assert cell.fill.fgColor.rgb == "FF" + FILLS[kind].removeprefix("#")
        needed = column.required and not TABLES[sheet].later
        assert (kind == words.NEEDED) == (needed or column.name == "new_patients")


def validation_of(sheet, cell):
    found = [
        rule for rule in sheet.data_validations.dataValidation if cell.coordinate.replace("1", "2", 1) in rule.sqref
    ]
    assert len(found) <= 1
    return found[0] if found else None


@pytest.mark.parametrize("sheet", [sheet for sheet in TABLES if sheet != "Settings"])
def test_drop_down_lists_and_ranges(book, sheet):
    for column in TABLES[sheet].columns.values():
        rule = validation_of(book[sheet], head(book[sheet], column))
        if column.kind == "choice":
            listed = [choice for choice in column.choices if choice not in column.later_choices]
            assert rule.formula1 == f'"{",".join(listed)}"'
            assert rule.errorStyle is None
        elif column.kind == "flag":
            assert rule.formula1 == '"yes,no"'
        elif column.kind == "reference":
            target, _, name = column.refers.partition(".")
            letter = head(book[target], TABLES[target].columns[name]).column_letter
            assert f"{target}!${letter}$2" in rule.formula1
            assert rule.errorStyle == "warning"
        elif column.numeric:
            assert rule.type == ("decimal" if column.kind == "number" else "whole")
            assert float(rule.formula1) == (column.low if column.low is not None else -1e15)
        elif column.name != "table":
            assert rule is None


def test_every_setting_is_written_out_with_its_default(book, scenario):
    rows = {row[0]: row for row in book["Settings"].iter_rows(min_row=2, values_only=True)}
    assert list(rows) == list(SETTINGS)
    names = [cell.value for cell in book["Settings"][1]]
    chosen = {"title", "start_year", "years", "price_year"}
    for name, column in SETTINGS.items():
        row = dict(zip(names, rows[name], strict=True))
        assert column.meaning in row["note meaning"]
        if name not in chosen:
            assert row["value"] == column.default
            assert row["note default"] == column.default
            assert getattr(scenario.settings, name) == getattr(Settings(), name)
    sheet = book["Settings"]
    kinds = {rule.sqref.ranges.copy().pop().coord: rule.type for rule in sheet.data_validations.dataValidation}
    position = 2 + list(SETTINGS).index("displacement_mode")
    assert kinds[f"B{position}"] == "list"


def test_reference_values_are_the_defaults(scenario):
    frame = scenario.tables["ReferenceValues"]
    assert frame[["burden_from", "burden_to", "euro_per_qaly"]].to_dict("records") == DEFAULT_ROWS["ReferenceValues"]


def test_read_me_says_what_must_be_known(book):
    text = "\n".join(str(cell) for row in book[words.READ_ME].iter_rows(values_only=True) for cell in row if cell)
    for needed in (
        "must be made real",
        "In het Nederlands",
        "planner check",
        "published",
        "[EUR thousand]",
        "price_year",
    ):
        assert needed in text
    for sheet in TABLES:
        assert sheet in text


def test_a_template_in_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(UsageError, match="no folder"):
        write_template(tmp_path / "nowhere" / "new.xlsx")


def test_an_old_file_is_replaced_whole(tmp_path):
    target = tmp_path / "new.xlsx"
    target.write_text("old")
    assert write_template(str(target)) == target
    assert read_scenario(target).settings.language == "en"
    assert [file.name for file in tmp_path.iterdir()] == ["new.xlsx"]
