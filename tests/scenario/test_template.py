"""The template: every column annotated, and an example that reads without a word and solves, in English and Dutch."""

import re

import openpyxl
import pytest

from planner.errors import UsageError
from planner.impact import enumerate_options
from planner.scenario.build import scenario_from_tables
from planner.scenario.route_sets import example_with, route_sets, with_routes
from planner.scenario.scenario import DEFAULT_ROWS
from planner.scenario.tables import SETTINGS, TABLES, Settings
from planner.scenario.tables.dutch import DUTCH
from planner.scenario.template import write_template
from planner.scenario.template_formats import FILLS
from planner.scenario.template_rows import example_rows
from planner.scenario.template_rows_nl import DUTCH as EXAMPLE
from planner.scenario.template_text import LONGEST, TemplateText, kind_of, shown_tables
from planner.scenario.template_words import NEEDED, OWN
from planner.scenario.template_words_en import ENGLISH
from planner.scenario.template_words_nl import DUTCH as WORDS
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


@pytest.fixture(scope="module")
def dutch(tmp_path_factory):
    return write_template(tmp_path_factory.mktemp("sjabloon") / "nieuw.xlsx", language="nl")


@pytest.fixture(scope="module")
def werkmap(dutch):
    return openpyxl.load_workbook(dutch)


def head(sheet, column):
    return sheet.cell(1, 1 + list(TABLES[sheet.title].columns).index(column.name))


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


def test_sheets_and_columns_are_those_of_the_reader_that_can_be_used(book, werkmap):
    assert book.sheetnames == [ENGLISH.read_me, *shown_tables()]
    assert werkmap.sheetnames == [WORDS.read_me, *shown_tables()]
    assert "Uncertainty" not in book.sheetnames
    for sheet, table in shown_tables().items():
        declared = [(column.name, column.unit or None) for column in table.columns.values()]
        for made in (book, werkmap):
            header = [split_header(cell.value) for cell in made[sheet][1]]
            assert header[: len(declared)] == declared
            assert made[sheet].freeze_panes == "B2"


@pytest.mark.parametrize("sheet", shown_tables())
def test_every_column_has_a_note_and_a_colour(book, werkmap, sheet):
    for column in TABLES[sheet].columns.values():
        cell = head(book[sheet], column)
        note, notitie = cell.comment.text, head(werkmap[sheet], column).comment.text
        assert note.startswith(column.header + "\n")
        assert notitie.startswith(column.header + "\n")
        assert column.meaning.casefold() in note.casefold()
        assert DUTCH[column.meaning].casefold() in notitie.casefold()
        assert "\nEmpty: " in note
        assert "\nLeeg: " in notitie
        assert not re.search(
            r"\b(the|of a|a number|whole|one of|allowed|units|not known|nothing)\b", notitie, re.IGNORECASE
        )
        kind = kind_of(column)
        assert cell.fill.fgColor.rgb == "FF" + FILLS[kind].removeprefix("#")
        assert (kind == NEEDED) == (column.required or column.name == "new_patients")


def validation_of(sheet, cell):
    found = [
        rule for rule in sheet.data_validations.dataValidation if cell.coordinate.replace("1", "2", 1) in rule.sqref
    ]
    assert len(found) <= 1
    return found[0] if found else None


@pytest.mark.parametrize("sheet", [sheet for sheet in shown_tables() if sheet != "Settings"])
def test_drop_down_lists_and_ranges(book, sheet):
    for column in TABLES[sheet].columns.values():
        rule = validation_of(book[sheet], head(book[sheet], column))
        if column.kind == "choice":
            assert rule.formula1 == f'"{",".join(column.choices)}"'
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
    text = read_me(book[ENGLISH.read_me])
    for needed in (
        "must be made real",
        "In het Nederlands",
        "planner check",
        "published",
        "[EUR thousand]",
        "price_year",
    ):
        assert needed in text
    for sheet in shown_tables():
        assert sheet in text


def read_me(sheet):
    return "\n".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell)


def test_the_dutch_template_says_the_same_in_dutch(werkmap):
    text = read_me(werkmap[WORDS.read_me])
    for needed in (
        "eerst reëel",
        "In English",
        "planner check",
        "Gepubliceerd",
        "[EUR thousand]",
        "price_year",
        *shown_tables(),
    ):
        assert needed in text
    assert WORDS.phrases.keys() == ENGLISH.phrases.keys()
    assert WORDS.kinds.keys() == ENGLISH.kinds.keys()
    for name in ("steps", "rules", "prices", "certainty"):
        assert len(getattr(WORDS, name)) == len(getattr(ENGLISH, name))
    for key, phrase in ENGLISH.phrases.items():
        assert phrase.count("{}") == WORDS.phrases[key].count("{}"), key
    names = [cell.value for cell in werkmap["Settings"][1]]
    assert names[-3:] == ["note betekenis", "note toegestaan", "note standaard"]
    row = next(row for row in werkmap["Settings"].iter_rows(values_only=True) if row[0] == "displacement_mode")
    assert row[names.index("note betekenis")] == "welke zorg wordt verdrongen"
    assert "none = geen verdringing" in row[names.index("note toegestaan")]
    assert werkmap["Settings"].cell(1, len(names)).fill.fgColor.rgb == "FF" + FILLS[OWN].removeprefix("#")


def test_a_dutch_drop_down_list_says_what_each_choice_means(werkmap):
    rule = validation_of(
        werkmap["Indications"], head(werkmap["Indications"], TABLES["Indications"].columns["advice_kind"])
    )
    assert rule.formula1 == '"at_least,more_than,far_more_than"'
    assert rule.prompt == "at_least = ten minste\nmore_than = meer dan\nfar_more_than = fors meer dan"
    assert rule.error == "Verwacht: at_least = ten minste; more_than = meer dan; far_more_than = fors meer dan."
    flag = validation_of(werkmap["Indications"], head(werkmap["Indications"], TABLES["Indications"].columns["orphan"]))
    assert flag.formula1 == '"ja,nee"'
    every = [*SETTINGS.values(), *(column for table in TABLES.values() for column in table.columns.values())]
    columns = [column for column in every if column.kind == "choice"]
    assert all(0 < len(TemplateText("nl").prompt_of(column)) <= LONGEST for column in columns)


def test_the_dutch_example_is_the_english_one_in_dutch(dutch, scenario):
    read = read_scenario(dutch)
    assert read.warnings == ()
    assert read.settings.language == "nl"
    assert all(variant.warnings == () for variant in variants(read).values())
    for sheet, frame in scenario.tables.items():
        for column in (name for name in frame if not name.startswith("note")):
            english, said = frame[column].tolist(), read.tables[sheet][column].tolist()
            if sheet == "Settings" and column == "value":
                english[1] = "nl"
            expected = [EXAMPLE.get(value, value) if isinstance(value, str) else value for value in english]
            assert str(said) == str(expected), (sheet, column)


def test_every_text_of_the_example_is_there_in_dutch():
    known = {choice for table in [*TABLES.values()] for column in table.columns.values() for choice in column.choices}
    known |= {*SETTINGS, *TABLES, *(name for table in TABLES.values() for name in table.columns)}
    known |= {choice for column in SETTINGS.values() for choice in column.choices} | {
        "A",
        "B",
        "C",
        "D",
        "MSZ",
        "direct",
    }
    rules = {row["eligible"] for row in example_rows()["Routes"]} | {row["row"] for row in example_rows()["Scenarios"]}
    texts = {
        value
        for rows in example_rows().values()
        for row in rows
        for value in row.values()
        if isinstance(value, str) and value
    }
    assert texts - known - rules == EXAMPLE.keys() - known


def test_a_route_set_replaces_the_lock_of_the_dutch_example():
    routes = [row["route"] for row in example_with(["lock"], "nl")["Routes"]]
    assert sorted(routes) == ["direct", "instap", "sluis"]


def test_the_example_takes_over_every_route_set():
    example = scenario_from_tables(example_rows("nl"))
    for name in route_sets():
        taken = with_routes(example, name)
        assert taken.warnings == (), name
        enumerate_options(taken)  # raises where the example lacks what a route asks


def test_another_language(tmp_path):
    with pytest.raises(UsageError, match="one of en, nl"):
        write_template(tmp_path / "new.xlsx", language="fr")


def test_a_template_in_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(UsageError, match="no folder"):
        write_template(tmp_path / "nowhere" / "new.xlsx")


def test_an_old_file_is_replaced_whole(tmp_path):
    target = tmp_path / "new.xlsx"
    target.write_text("old")
    assert write_template(str(target)) == target
    assert read_scenario(target).settings.language == "en"
    assert [file.name for file in tmp_path.iterdir()] == ["new.xlsx"]
