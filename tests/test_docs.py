"""What the documentation says is so: commands and code run, the reference names every column, links lead somewhere."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
from operator import attrgetter
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from small import small
from typer.testing import CliRunner

import planner
from planner.cli import app
from planner.scenario.tables import SETTINGS, TABLES

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.glob("*.md")), *sorted(DOCS.glob("scenarios/*.md"))]

sys.path.append(str(DOCS))
import pictures  # noqa: E402 - found only after the line above
import reference  # noqa: E402


def blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)


def test_the_workbook_reference_names_every_sheet_and_column() -> None:
    page = reference.workbook_page()
    sections = {part.split("\n", 1)[0].strip("# "): part for part in re.split(r"^(?=##)", page, flags=re.MULTILINE)}
    for sheet, table in TABLES.items():
        names = SETTINGS if sheet == "Settings" else table.columns
        missing = [name for name in names if f"`{name}`" not in sections[sheet] and name not in ("source", "certainty")]
        assert missing == [], sheet


#: Columns that name, date or tell, and flags that only rules read; what a source is worth stands beside the figure.
NO_FORMULA = {
    "title",
    "language",
    "time_limit",
    "premium_payers",
    "population",
    "administration",
    "prevalence",
    "standing",
}
CRITERIA = {"effectiveness", "necessity", "feasibility", "certainty"}


def test_the_model_page_explains_every_figure_and_choice_of_the_model() -> None:
    page = set(re.findall(r"[a-z_]+", (DOCS / "model.md").read_text(encoding="utf-8").replace("\\_", "_")))
    sheets = ("Indications", "Routes", "Frameworks", "BudgetLines", "Care", "Relations")
    columns = [*SETTINGS.values(), *(column for sheet in sheets for column in TABLES[sheet].columns.values())]
    told = [one for one in columns if one.numeric or one.choices]
    told = [one for one in told if one.name not in NO_FORMULA | CRITERIA]
    assert [name for one in told for name in (one.name, *one.choices) if name not in page] == []


def test_the_reference_says_which_sheet_is_for_later_versions() -> None:
    page = reference.workbook_page()
    assert "### Uncertainty" in page[page.index(reference.LATER) :]


def test_the_command_line_page_shows_every_command_and_exit_status() -> None:
    page = reference.command_line_page()
    assert [name for name in ("run", "check", "template", "doctor") if f"## planner {name}" not in page] == []
    assert [status for status in (0, 2, 3, 4, 5, 130) if f"| {status} |" not in page] == []
    assert "Usage: planner run" in page


def test_the_readme_has_one_line_for_the_main_job_and_one_for_the_tests() -> None:
    first, second = (block.strip() for block in blocks(ROOT / "README.md", "console")[:2])
    assert "\n" not in first + second
    assert first.startswith("python3 -m venv .venv && ")
    assert first.endswith("planner run scenarios/sluis-2025.xlsx")
    assert second.startswith("python3 -m venv .venv && ")
    assert "/pytest " in second


def test_the_code_of_the_readme_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (code,) = blocks(ROOT / "README.md", "python")
    code = code.replace("scenarios/sluis-2025.xlsx", str(ROOT / "scenarios" / "sluis-2025.xlsx"))
    monkeypatch.chdir(tmp_path)
    exec(compile(code, "README.md", "exec"), {})  # noqa: S102 - our own page
    assert (tmp_path / "report.xlsx").is_file()


def test_every_block_of_the_how_tos_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One after the other, with eight draws in one process in place of a thousand in two."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(ROOT / "examples"))
    code = "\n".join(blocks(DOCS / "howto.md", "python"))
    assert "range(1_000)], workers=2" in code
    code = code.replace("range(1_000)], workers=2", "range(8)], workers=1")
    found: dict[str, Any] = {"__name__": "__main__"}
    exec(compile(code, "howto.md", "exec"), found)  # noqa: S102 - our own page
    # 75 patient-years in 2028 with both, X from the first year; 70 are left when it starts two years later
    assert found["mine"].decisions["start_year"].tolist() == [2028, 2026]
    assert found["mine"].yearly.groupby("year")["patients"].sum().max() <= 70
    assert found["difference"] < 0
    assert found["changed"]["indication"].tolist() == ["Y"]
    assert len(found["drawn"]) == 8
    assert (found["worth"]["exact"].notna() | (found["worth"]["error"] != "")).all()


def test_the_page_about_the_tables_of_a_plan_names_every_column() -> None:
    sections = dict(
        part.split("\n", 1)
        for part in re.split(r"^## ", (DOCS / "plan.md").read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    )
    plan = planner.optimise(small())
    for name, text in sections.items():
        told = re.findall(
            r"`([a-z_0-9]+)`", "\n".join(line.split("|")[1] for line in text.splitlines() if line.startswith("| `"))
        )
        assert sorted(told) == sorted(attrgetter(name)(plan).columns), name
    assert list(sections) == ["decisions", "yearly", "spending", "displacement", "limits", "options.openings"]


def test_the_reference_names_every_public_name() -> None:
    page = (DOCS / "api.md").read_text(encoding="utf-8")
    told = re.findall(r"^\.\. auto\w+:: planner\.(\w+)(?:\(\))?$", page, flags=re.MULTILINE)
    assert sorted(told) == planner.__all__


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_to_files(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+?)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    # pages that are put together from parts: their links count from where they end up
    here = DOCS / "generated" if page.name in ("workbook-rules.md", "exit-status.md") else page.parent
    lost = [link for link in links if not link.startswith("generated/") and not (here / link).resolve().exists()]
    assert lost == []


def steps(page: Path) -> list[tuple[str, str]]:
    """What a page does, in order: ``edit`` comments (changes of mine.xlsx) and console commands with what they print."""
    found: list[tuple[str, str]] = []
    for edit, block in re.findall(
        r"^% edit ([^\n]*)$|^```console\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    ):
        if edit:
            found.append(("edit", edit))
        else:
            for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
                line, _, printed = part.partition("\n")
                found.append((line, printed))
    return found


def typed(text: str) -> float | str | None:
    return float(text) if re.fullmatch(r"[\d.]+", text) else text or None


def edit(workbook: Path, change: str) -> None:
    """``Sheet column row = value`` sets one cell; ``Sheet + a | b | c`` adds a row."""
    book = openpyxl.load_workbook(workbook)
    place, _, value = change.partition(" = ")
    if not value:
        sheet, _, row = change.partition(" + ")
        book[sheet].append([typed(cell.strip()) for cell in row.split("|")])
    else:
        sheet, column, row = place.split()
        header = next(cell for cell in book[sheet][1] if re.split(r"\s", str(cell.value))[0] == column)
        book[sheet].cell(int(row), header.column).value = typed(value)
    book.save(workbook)


def printed_lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def test_the_tutorial_prints_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With PLANNER_UPDATE_DOCS=1 the page is made to say what the commands print now: read the difference then."""
    page = DOCS / "tutorial.md"
    text = page.read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for line, expected in steps(page):
        if line == "edit":
            edit(tmp_path / "mine.xlsx", expected)
            continue
        program, *arguments = shlex.split(line)
        assert program == "planner"
        shown = "\n".join(part.rstrip() for part in CliRunner().invoke(app, arguments).output.splitlines()) + "\n"
        if os.environ.get("PLANNER_UPDATE_DOCS"):
            text = text.replace(f"$ {line}\n{expected}", f"$ {line}\n{shown}", 1)
            page.write_text(text, encoding="utf-8")
        else:
            assert printed_lines(shown) == printed_lines(expected), line
    made = sorted(path.name for path in tmp_path.iterdir())
    assert made == ["half.xlsx", "marked.xlsx", "mine-report.xlsx", "mine.xlsx"]


def test_the_changelog_has_a_place_for_this_version() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "## Unreleased" in text or f"## {planner.__version__}" in text


def test_the_scenario_of_the_pictures_is_that_of_the_page_in_english() -> None:
    settings = pictures.scenario().settings
    assert (settings.language, settings.start_year) == ("en", 2026)


@pytest.mark.libreoffice
@pytest.mark.skipif(
    shutil.which("soffice") is None or shutil.which("pdftoppm") is None, reason="LibreOffice is not installed"
)
def test_a_picture_of_a_report_is_drawn(tmp_path: Path) -> None:
    report = planner.write_report(planner.optimise(small()), tmp_path / "report.xlsx")
    pictures.draw(report, tmp_path / "summary.png")
    drawn, kept = (path.read_bytes()[:24] for path in (tmp_path / "summary.png", DOCS / "_static" / "summary.png"))
    assert drawn == kept  # a PNG as large as the one that the documentation shows: an A4 page at the same resolution
