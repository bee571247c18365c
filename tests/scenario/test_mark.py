"""The marked copy: what must be mended is coloured and noted, all else is as the user made it."""

import hashlib
import shutil
import subprocess

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from planner.errors import Problem, ScenarioError, UsageError
from planner.scenario.mark import FILLS, write_marked
from planner.scenario.template import write_template
from planner.scenario.workbook import read_scenario

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")


def wrong(tmp_path):
    """A user's workbook with two mistakes, a note, a formula, a merged range, own colours, a chart and an own sheet."""
    book = openpyxl.load_workbook(write_template(tmp_path / "mine.xlsx"))
    sheet = book["Indications"]
    columns = {str(cell.value).split("\n")[0]: cell.column_letter for cell in sheet[1]}
    sheet[f"{columns['treatment_years']}2"] = 0
    sheet[f"{columns['treatment_years']}2"].comment = Comment(
        "from the dossier, page 3", "Analyst", height=60, width=200
    )
    sheet[f"{columns['uptake']}3"] = "gradul"
    sheet[f"{columns['name']}4"].font = Font(bold=True)
    sheet[f"{columns['name']}4"].fill = PatternFill("solid", fgColor="FF00FF00")
    own = book.create_sheet("note own")
    own["A1"], own["A2"], own["A3"] = 1, 2, "=SUM(A1:A2)"
    own.merge_cells("C1:D2")
    chart = BarChart()
    chart.add_data(Reference(own, min_col=1, min_row=1, max_row=2))
    own.add_chart(chart, "F2")
    book.save(tmp_path / "mine.xlsx")
    return tmp_path / "mine.xlsx", columns


def problems_of(path):
    with pytest.raises(ScenarioError) as caught:
        read_scenario(path)
    return caught.value.problems


def test_cells_to_mend_are_coloured_and_noted(tmp_path):
    source, columns = wrong(tmp_path)
    problems = problems_of(source)
    assert len(problems) == 2
    digest = hashlib.sha256(source.read_bytes()).hexdigest()
    assert write_marked(source, problems, tmp_path / "copy.xlsx") == tmp_path / "copy.xlsx"
    assert hashlib.sha256(source.read_bytes()).hexdigest() == digest
    book = openpyxl.load_workbook(tmp_path / "copy.xlsx")
    years = book["Indications"][f"{columns['treatment_years']}2"]
    uptake = book["Indications"][f"{columns['uptake']}3"]
    assert years.fill.fgColor.rgb == uptake.fill.fgColor.rgb == FILLS["problem"]
    assert years.value == 0
    # the user's own note stays, ours comes below it
    assert years.comment.text.startswith("from the dossier, page 3\n\nplanner:\ntreatment_years is 0; expected")
    assert years.comment.author == "Analyst"
    assert uptake.comment.text.startswith("planner:\n")
    assert "did you mean gradual?" in uptake.comment.text
    untouched = book["Indications"]["A2"]
    assert untouched.fill.fgColor.rgb not in FILLS.values()
    assert untouched.comment is None


def test_all_else_is_as_the_user_made_it(tmp_path):
    source, columns = wrong(tmp_path)
    write_marked(source, problems_of(source), tmp_path / "copy.xlsx")
    before, after = openpyxl.load_workbook(source), openpyxl.load_workbook(tmp_path / "copy.xlsx")
    assert after.sheetnames == ["Problems", *before.sheetnames]
    for sheet in before:
        same = after[sheet.title]
        cells = [cell.value for row in sheet.iter_rows() for cell in row]
        assert cells == [cell.value for row in same.iter_rows() for cell in row]
        assert same.freeze_panes == sheet.freeze_panes
        assert len(same.data_validations.dataValidation) == len(sheet.data_validations.dataValidation)
        assert {k: v.width for k, v in same.column_dimensions.items()} == {
            k: v.width for k, v in sheet.column_dimensions.items()
        }
    name = after["Indications"][f"{columns['name']}4"]
    assert name.font.bold
    assert name.fill.fgColor.rgb == "FF00FF00"
    assert after["note own"]["A3"].value == "=SUM(A1:A2)"
    assert [str(merged) for merged in after["note own"].merged_cells.ranges] == ["C1:D2"]
    assert len(after["note own"]._charts) == 1
    assert after["Indications"]["A1"].comment.text == before["Indications"]["A1"].comment.text
    assert after.calculation.fullCalcOnLoad


def test_the_list_of_problems(tmp_path):
    source, columns = wrong(tmp_path)
    problems = [
        Problem("Care", "", "is odd", "look", severity="warning"),
        *problems_of(source),
        Problem("Missing", "", "the sheet Missing is missing", "add it"),
        Problem("", "row 3, column x", "from Python"),
        Problem("note own", "A3", "a note", severity="note"),
    ]
    write_marked(source, problems, tmp_path / "copy.xlsx")
    book = openpyxl.load_workbook(tmp_path / "copy.xlsx")
    sheet = book["Problems"]
    assert book.active.title == "Problems"
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in rows] == ["problem"] * 4 + ["warning", "note"]
    assert rows[0][1] == f"Indications!{columns['treatment_years']}2" or rows[1][1].startswith("Indications!")
    links = {cell.value: cell.hyperlink.location for cell in sheet["B"][1:] if cell.hyperlink}
    assert links[f"Indications!{columns['uptake']}3"] == f"'Indications'!{columns['uptake']}3"
    assert links["Care"] == "'Care'!A1"
    assert links["note own!A3"] == "'note own'!A3"
    assert "Missing" not in links
    assert book["note own"]["A3"].fill.fgColor.rgb == FILLS["note"]


def test_the_worst_of_a_cell_gives_its_colour_and_all_is_said(tmp_path):
    source = write_template(tmp_path / "mine.xlsx")
    said = [
        Problem("Care", "A2", "a warning", severity="warning"),
        Problem("Care", "A2", "a problem", "mend it"),
    ]
    write_marked(source, said, tmp_path / "copy.xlsx")
    cell = openpyxl.load_workbook(tmp_path / "copy.xlsx")["Care"]["A2"]
    assert cell.fill.fgColor.rgb == FILLS["problem"]
    assert cell.comment.text == "planner:\na problem (mend it)\na warning"


def test_text_of_the_user_is_never_a_formula(tmp_path):
    source = write_template(tmp_path / "mine.xlsx")
    said = [Problem("Care", "A2", '=HYPERLINK("http://x")', "=1+1 \x01"), Problem("=A1", "", "+1")]
    write_marked(source, said, tmp_path / "copy.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "copy.xlsx")["Problems"]
    assert [cell.data_type for cell in sheet[2]] == ["s"] * 4
    assert sheet["C2"].value == '=HYPERLINK("http://x")'
    assert sheet["D2"].value == "=1+1 ?"
    assert sheet["B3"].data_type == "s"


def test_a_cell_inside_merged_ones(tmp_path):
    source, _ = wrong(tmp_path)
    write_marked(source, [Problem("note own", "D2", "inside")], tmp_path / "copy.xlsx")
    assert "inside" in openpyxl.load_workbook(tmp_path / "copy.xlsx")["note own"]["C1"].comment.text


def test_the_mended_copy_is_a_scenario_and_can_be_marked_again(tmp_path):
    source, columns = wrong(tmp_path)
    write_marked(source, problems_of(source), tmp_path / "copy.xlsx")
    book = openpyxl.load_workbook(tmp_path / "copy.xlsx")
    book["Indications"][f"{columns['treatment_years']}2"] = 4
    book.remove(book["note own"])  # its formula would have to be calculated in Excel first
    book.save(tmp_path / "copy.xlsx")
    left = problems_of(tmp_path / "copy.xlsx")
    assert [problem.cell for problem in left] == [f"{columns['uptake']}3"]
    write_marked(tmp_path / "copy.xlsx", left, tmp_path / "again.xlsx")
    again = openpyxl.load_workbook(tmp_path / "again.xlsx")
    assert again.sheetnames[:2] == ["Problems", "Read me"]
    mended = again["Indications"][f"{columns['treatment_years']}2"]
    assert mended.fill.fill_type is None
    assert mended.comment.text == "from the dossier, page 3"
    assert again["Indications"][f"{columns['uptake']}3"].comment.text.count("planner:") == 1
    again["Indications"][f"{columns['uptake']}3"] = "gradual"
    again.save(tmp_path / "mended.xlsx")
    assert read_scenario(tmp_path / "mended.xlsx").settings.years == 5


def test_a_sheet_of_the_user_with_the_same_name_stays(tmp_path):
    source = write_template(tmp_path / "mine.xlsx")
    book = openpyxl.load_workbook(source)
    book.create_sheet("Problems")["A1"] = "mine"
    book.save(source)
    write_marked(source, problems_of(source), tmp_path / "copy.xlsx")
    copy = openpyxl.load_workbook(tmp_path / "copy.xlsx")
    assert copy["Problems"]["A1"].value == "mine"
    assert copy.sheetnames[0] == "Problems 2"


def test_nothing_to_mend(tmp_path):
    source = write_template(tmp_path / "mine.xlsx")
    write_marked(source, [], tmp_path / "copy.xlsx")
    assert openpyxl.load_workbook(tmp_path / "copy.xlsx")["Problems"]["C2"].value == "nothing to mend"
    assert read_scenario(tmp_path / "copy.xlsx").settings.years == 5


def test_files_that_cannot_be_marked(tmp_path):
    source = write_template(tmp_path / "mine.xlsx")
    with pytest.raises(UsageError, match="is the workbook itself"):
        write_marked(source, [], tmp_path / "." / "mine.xlsx")
    with pytest.raises(UsageError, match="there is no file"):
        write_marked(tmp_path / "other.xlsx", [], tmp_path / "copy.xlsx")
    with pytest.raises(UsageError, match="no folder"):
        write_marked(source, [], tmp_path / "nowhere" / "copy.xlsx")
    (tmp_path / "text.xlsx").write_text("not a workbook")
    with pytest.raises(UsageError, match="cannot be read"):
        write_marked(tmp_path / "text.xlsx", [], tmp_path / "copy.xlsx")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["mine.xlsx", "text.xlsx"]


@pytest.mark.libreoffice
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_it_opens_recalculated(tmp_path):
    source, _ = wrong(tmp_path)
    write_marked(source, problems_of(source), tmp_path / "copy.xlsx")
    profile = (tmp_path / "profile").as_uri()
    command = [SOFFICE, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML"]
    subprocess.run([*command, "--outdir", tmp_path / "out", tmp_path / "copy.xlsx"], check=True, capture_output=True)
    opened = openpyxl.load_workbook(tmp_path / "out" / "copy.xlsx", data_only=True)
    assert opened["note own"]["A3"].value == 3
    assert opened["Problems"]["A2"].value == "problem"
