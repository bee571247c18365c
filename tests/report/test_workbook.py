"""The file as such: whole or not at all, readable again as an input, text as text, ready to print."""

from __future__ import annotations

import gc
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from made import tiny
from odd import ODD
from reported import MOMENT, ROOT, formulas, in_language, office, solved, values

import planner
from planner.errors import UsageError
from planner.report import workbook
from planner.report.put import put

Report = Callable[..., Path]
NASTY = ("=1+1", "+1", "-1", "@SUM(A1)", "http://example.org", '=HYPERLINK("http://example.org")', "12", "a & b <c>")


def test_a_failing_write_leaves_the_old_report_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "report.xlsx"
    target.write_bytes(b"the report of yesterday")

    def fail(*_: Any) -> None:
        raise RuntimeError("in the middle of writing")

    monkeypatch.setattr(workbook, "write_audit", fail)
    with pytest.raises(RuntimeError, match="in the middle"):
        planner.write_report(solved("ex16"), target)
    assert target.read_bytes() == b"the report of yesterday"
    assert list(tmp_path.iterdir()) == [target]


def test_a_report_that_is_open_elsewhere_gets_a_second_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "report.xlsx"
    target.write_bytes(b"open in Excel")
    move = Path.replace

    def locked(self: Path, to: Path) -> Path:
        if Path(to) == target:
            raise PermissionError(13, "locked")
        return move(self, to)

    monkeypatch.setattr(Path, "replace", locked)
    written = planner.write_report(solved("ex16"), target)
    assert written == tmp_path / "report (2).xlsx"
    assert target.read_bytes() == b"open in Excel"
    assert sorted(tmp_path.iterdir()) == [written, target]


def test_a_folder_that_is_not_there_is_said() -> None:
    with pytest.raises(UsageError, match="no folder"):
        planner.write_report(solved("ex16"), ROOT / "nowhere" / "report.xlsx")


def test_the_same_plan_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = (planner.write_report(solved("ex16"), tmp_path / f"{n}.xlsx", created=MOMENT) for n in (1, 2))
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_result_sheets_are_named_in_the_file(report: Report, language: str) -> None:
    book = openpyxl.load_workbook(report("ex16_variants", language))
    named = book.custom_doc_props["planner_result_sheets"].value.split("|")
    assert named == book.sheetnames[: len(named)]
    assert len(named) == 9
    assert book.sheetnames[len(named)] == "Settings"
    assert book.active is not None
    assert book.active.title == named[0]


@pytest.mark.parametrize("name", ["sluis-2025", "ex16_variants", "made:32", "responders", "previous_year"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_report_is_an_input_again(report: Report, name: str, language: str) -> None:
    written = planner.read_scenario(report(name, language))
    base = getattr(in_language(solved(name), language), "base", in_language(solved(name), language))
    for sheet, table in base.scenario.tables.items():
        read = written.tables[sheet]
        given = table.dropna(axis=1, how="all") if sheet != "Settings" else table
        pd.testing.assert_frame_equal(read[given.columns], given, check_exact=True, check_dtype=False)
        assert not read.drop(columns=given.columns).notna().to_numpy().any()


def test_a_report_run_again_gives_the_same_plan(report: Report) -> None:
    again = planner.optimise(planner.read_scenario(report("ex16")))
    pd.testing.assert_frame_equal(again.decisions, solved("ex16").base.decisions)


def test_the_analysts_own_columns_and_dates_and_long_numbers_are_kept(tmp_path: Path) -> None:
    number = 0.1 + 0.2  # needs 17 digits
    facts = {
        "available_from": "2026-07-01",
        "files_from": "none",
        "qaly_gain": number,
        "# idee": "=vraag Jan",
        "note": "kladje",
    }
    plan = planner.optimise(tiny(facts))
    path = planner.write_report(plan, tmp_path / "report.xlsx")
    row = planner.read_scenario(path).tables["Indications"].iloc[0]
    assert row["qaly_gain"] == number
    assert row["# idee"] == "=vraag Jan"
    assert row["note"] == "kladje"
    assert row["files_from"] == "none"
    sheet = openpyxl.load_workbook(path)["Indications"]
    cells = {str(cell.value): cell.column for cell in sheet[1]}
    assert sheet.cell(2, cells["available_from"]).is_date


@pytest.mark.parametrize("language", ["nl", "en"])
def test_text_from_the_input_stays_text(tmp_path: Path, language: str) -> None:
    rows = [
        {"indication": f"I{number}", "name": text, "product": text, "source": text, "supplier": text}
        for number, text in enumerate(NASTY)
    ]
    care = [{"care": "c", "name": NASTY[0], "spending": 500, "euro_per_qaly": 50000, "max_share": 0.5, "observed_share": 1,
             "unit": NASTY[5], "unit_cost": 10}]  # fmt: skip
    routes = [{"route": "direct", "name": "=2+2", "price": "list", "cost_effectiveness": "not_required"}]
    scenario = tiny(*rows, sheets={"Care": care, "Routes": routes}, title='=1+1 & "x"', language=language)
    path = planner.write_report(planner.optimise(scenario), tmp_path / "report.xlsx")
    stated = formulas(path).values()
    assert stated, "the report has formulas of its own"
    assert not [formula for formula in stated if "HYPERLINK" in formula or "1+1" in formula or "2+2" in formula]
    with zipfile.ZipFile(path) as parts:
        links = [name for name in parts.namelist() if "rels" in name and b"example.org" in parts.read(name)]
    assert not links
    assert planner.read_scenario(path).tables["Indications"]["name"].tolist() == list(NASTY)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(
    ("name", "answers"),
    [
        *((name, False) for name in ("sluis-2025", "ex16_variants", "made:3", "made:32", *ODD)),
        *((name, True) for name in ("ex16", "loses", "saves", "nothing", "only_reimbursed")),
    ],
)
def test_nothing_reads_as_a_mistake(report: Report, name: str, answers: bool, language: str) -> None:
    """No nan, None, inf, unfilled pattern, doubled space or full stop, -0, or plural of one in what a reader sees."""
    found = values(report(name, language, answers))
    results = list(found)[: list(found).index("Settings")]
    for sheet in results:
        for address, value in found[sheet].items():
            text = str(value)
            place = f"{sheet}!{address}: {text}"
            assert text not in ("nan", "None", "inf", "-inf", "NaT", "-0", "-0.0"), place
            if not isinstance(value, str):
                continue
            for wrong in ("{", "}", "nan ", " nan", "None", " inf ", " .", "..", " ,", "−0 ", "€ –"):
                assert wrong not in text, place
            for one in (
                "1 patiënten",
                "1 QALY's",
                "1 patients",
                "1 QALYs",
                "1 kandidaten",
                "1 candidates",
                "1 varianten",
            ):
                assert not text.startswith(one), place
                assert f" {one}" not in text, place


@pytest.mark.parametrize(("name", "answers"), [("ex16_variants", False), ("made:32", False), ("ex16", True)])
def test_every_chart_has_alternative_text(report: Report, name: str, answers: bool) -> None:
    with zipfile.ZipFile(report(name, "nl", answers)) as parts:
        drawings = [parts.read(part).decode() for part in parts.namelist() if part.startswith("xl/drawings/drawing")]
    frames = "".join(drawings).split("<xdr:graphicFrame")[1:]
    assert len(frames) >= 3
    assert all('descr="' in frame for frame in frames)


def test_sheets_are_frozen_filtered_and_set_for_a4(report: Report) -> None:
    book = openpyxl.load_workbook(report("made:32"))
    decisions = book["Besluiten"]
    assert decisions.freeze_panes == "E5"
    assert decisions.auto_filter.ref == "B4:R36"
    assert decisions.print_title_rows == "$4:$4"
    for sheet in book:
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.orientation == "landscape"
    assert book["Samenvatting"].page_setup.scale == 86
    assert {
        "Besluit",
        "Patienten",
        "QALY_gewonnen",
        "Uitgaven_totaal",
        "Uitgaven_jaar",
        "Verdrongen_euro",
        "Euro_per_QALY",
    } <= set(book.defined_names)


@pytest.mark.libreoffice
def test_summary_is_exactly_two_pages(report: Report, tmp_path: Path) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    names = [("made:3", "en"), ("made:32", "nl"), ("sluis-2025", "nl"), ("sluis-2025", "en"), ("responders", "nl")]
    paths = [report(name, language) for name, language in names]
    office(["--convert-to", "pdf", "--outdir", str(tmp_path), *map(str, paths)], tmp_path)
    for path, (_, language) in zip(paths, names, strict=True):
        command = ["pdftotext", "-layout", str(tmp_path / f"{path.stem}.pdf"), "-"]
        text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        heads = [page.strip().splitlines()[0].split()[-1] for page in text.split("\f") if page.strip()]
        title = "Samenvatting" if language == "nl" else "Summary"
        assert heads.count(title) == 2, path.name
        assert heads[:2] == [title, title], path.name


def _wide(word: str) -> float:
    """About how wide a word in bold of 10 points is, in the unit of column widths."""
    return sum(4 / 7 if letter in "fijlrt.,-()" else 11 / 7 if letter in "mwMW" else 7.2 / 7 for letter in word)


@pytest.mark.parametrize(("language", "sheet"), [("nl", "Besluiten"), ("en", "Decisions")])
def test_no_word_breaks_in_the_heads_of_decisions(report: Report, language: str, sheet: str) -> None:
    """ "Chance of agreement" stood on three lines, the last of them a t."""
    page = openpyxl.load_workbook(report("ex16", language))[sheet]
    heads = [cell for cell in page[4] if cell.value and cell.column_letter <= "R" and len(cell.column_letter) == 1]
    assert len(heads) == 17
    for head in heads:
        room = page.column_dimensions[head.column_letter].width
        assert max(_wide(word) for word in str(head.value).split()) <= room, head.value


@pytest.mark.parametrize(("name", "answers"), [("made:32", False), ("ex16", True)])
def test_what_each_indication_costs_has_its_heads_on_every_page(report: Report, name: str, answers: bool) -> None:
    page = openpyxl.load_workbook(report(name, "nl", answers))["Verdringing"]
    row = int(str(page.print_title_rows).split("$")[-1])
    assert page.cell(row, 2).value == "Indicatie"
    assert row > 10


def test_collecting_garbage_goes_on_after_a_report_that_failed(tmp_path: Path) -> None:
    def fails(_: Path) -> None:
        assert not gc.isenabled()
        raise ValueError("in the middle")

    with pytest.raises(ValueError, match="in the middle"):
        put(tmp_path / "report.xlsx", fails)
    assert gc.isenabled()
