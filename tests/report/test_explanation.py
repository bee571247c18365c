"""The report of a scenario without a plan, in its own language: limits that collide, where they stand, what must give way."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from reported import MOMENT
from small import indication, route, small

import planner
from planner.report.explanation import sentences, write_explanation
from planner.report.wording import Words

FRAME = [
    {"framework": "MSZ", "year": 2025, "baseline_drugs": 100},
    {"framework": "MSZ", "year": 2026, "budget": 1000, "baseline_drugs": 100, "drug_growth_limit": 0.01},
]


@pytest.mark.parametrize(
    ("language", "growth", "force", "yes"),
    [("nl", "Groeigrens MSZ", "=A zit in het pakket", "ja"), ("en", "Growth limit MSZ", "=A is in the package", "yes")],
)
def test_what_collides_is_named_in_words_with_its_place(
    tmp_path: Path, language: str, growth: str, force: str, yes: str
) -> None:
    # =A and B must be in: 2 million, where 1 % of 100 leaves 1 million; a name is never a formula
    relations = [{"kind": "force_in", "subject": name} for name in ("A", "B")]
    rows = indication("A") | {"name": "=A"}, indication("B")
    scenario = small(*rows, sheets={"Frameworks": FRAME, "Relations": relations}, language=language)
    path = write_explanation(planner.explain(scenario), scenario, tmp_path / "why.xlsx")
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    found = {row[1]: row for row in sheet.iter_rows(values_only=True)}
    assert found[growth][7:9] == (yes, pytest.approx(1, abs=1e-5))
    assert found[growth][2] == 2026
    assert str(found[growth][3]).startswith("Frameworks")
    assert found[force][7] == yes


def test_what_existing_spending_breaks_is_said_first() -> None:
    frame = [{"framework": "MSZ", "year": 2026, "budget": 97, "baseline_care": 100}]
    for rows in (indication(), indication(files_from="none")):  # with options, and without any
        scenario = small(rows, routes=[route()], sheets={"Frameworks": frame})
        texts = [text.replace("\u00a0", " ") for text in sentences(Words("en"), planner.explain(scenario), scenario)]
        assert texts[0] == "No plan keeps all limits. With EUR 3 million more in all (column Relax by) there is one."
        assert texts[2] == "Exceeded before any decision: MSZ framework in 2026, by EUR 3 million at most."


@pytest.mark.parametrize(
    ("language", "flag", "page"), [("nl", "Geen plan past", "Pagina"), ("en", "No plan fits", "Page")]
)
def test_it_prints_as_a_report_does(tmp_path: Path, language: str, flag: str, page: str) -> None:
    """Once it printed without a title, a date and page numbers: a page of it alone could not be told from any other."""
    frame = [{"framework": "MSZ", "year": 2026, "budget": 97, "baseline_care": 100}]
    scenario = small(
        indication(), routes=[route()], sheets={"Frameworks": frame}, language=language, title="What & when?"
    )
    path = write_explanation(planner.explain(scenario), scenario, tmp_path / "why.xlsx", created=MOMENT)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    enough = small(indication(), routes=[route()], language=language, title="What & when?")
    report = planner.write_report(planner.optimise(enough), tmp_path / "report.xlsx", created=MOMENT)
    other = openpyxl.load_workbook(report).worksheets[1]
    assert (sheet.oddHeader.left.text, sheet.oddFooter.center.text) == (
        other.oddHeader.left.text,
        other.oddFooter.center.text,
    )
    assert sheet.oddFooter.left.text == other.oddFooter.left.text
    assert "2026" in str(other.oddFooter.left.text)
    assert str(sheet.oddFooter.right.text).startswith(page)
    assert flag in str(sheet.oddHeader.right.text)
    for name in ("orientation", "paperSize", "fitToHeight"):
        assert getattr(sheet.page_setup, name) == getattr(other.page_setup, name)
    assert sheet.page_margins.top == other.page_margins.top
    assert sheet.print_title_rows is not None


def test_what_must_be_in_is_exact_and_a_framework_says_that_care_may_give_way(tmp_path: Path) -> None:
    """Of what must be in it said "at most 1.0 decisions", and of a framework more than its cell holds without saying why."""
    frame = [{"framework": "MSZ", "year": 2026, "budget": 10, "baseline_care": 10}]
    care = [{"care": "C", "spending": 10, "euro_per_qaly": 50_000, "max_share": 0.05, "observed_share": 1}]
    forced = [{"kind": "force_in", "subject": "X"}]
    sheets = {"Frameworks": frame, "Care": care, "Relations": forced}
    scenario = small(indication(), routes=[route()], sheets=sheets, displacement_mode="observed", language="en")
    path = write_explanation(planner.explain(scenario), scenario, tmp_path / "why.xlsx")
    sheet = openpyxl.load_workbook(path).worksheets[0]
    rows = {row[1].value: row for row in sheet.iter_rows()}
    framework, must = rows["MSZ framework"], rows["X is in the package"]
    assert framework[4].value == pytest.approx(10.5)  # 10, and 5 % of 10 that can give way
    assert any("includes other care that can give way" in str(name) for name in rows)
    assert framework[4].number_format.startswith('"≤ "#,##0.0')
    assert must[4].number_format.startswith('"= "#,##0;')
    hard = small(indication(), routes=[route()], sheets=sheets | {"Care": []}, language="en")
    assert not any("give way" in text for text in sentences(Words("en"), planner.explain(hard), hard))
