"""Why there is no plan is said in the language of the scenario: in the console, and for a variant in the report."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest
from small import small
from typer.testing import CliRunner

import planner
from planner.analysis.answers import always
from planner.cli import app
from planner.console_words import ConsoleWords
from planner.errors import Collision, InfeasibleError, Problem, ScenarioError, StoppedError
from planner.report.unplanned import why_no_plan
from planner.report.wording import Words

SLUIS = Path(__file__).parents[2] / "scenarios/sluis-2025.xlsx"
ENGLISH = re.compile(r"\b(the|is exceeded|no plan|admission|framework of|in all|spending)\b")


def collision(**more: object) -> Collision:
    stated = {
        "family": "framework", "name": "MSZ", "year": 2027, "excess": 12.5, "unit": "EUR million", "sheet": "Frameworks",
        "cell": "C4", "displaced": 30.0,
    }  # fmt: skip
    return Collision(**{**stated, **more})  # type: ignore[arg-type]


def test_money_that_is_short_with_what_was_displaced_already() -> None:
    error = InfeasibleError(
        [collision(), collision(family="dossiers", name="lock", unit="dossiers", excess=2.0, displaced=0.0)]
    )
    assert [line.replace("\u00a0", " ") for line in why_no_plan(Words("en"), error)] == [
        "No plan fits within the limits: even without any admission the existing spending breaks them.",
        (
            "The MSZ framework is exceeded by EUR 12.5 million in 2027, even after displacing EUR 30 million of other care "
            "(Frameworks!C4)."
        ),
        "The number of dossiers a year (lock) is exceeded by 2 dossiers in 2027 (Frameworks!C4).",
    ]
    assert [line.replace("\u00a0", " ") for line in why_no_plan(Words("nl"), error)] == [
        "Geen plan past binnen de grenzen: ook zonder opname breken de bestaande uitgaven ze al.",
        (
            "Het kader MSZ wordt in 2027 met € 12,5 mln overschreden, ook na verdringing van € 30 mln aan andere zorg "
            "(Frameworks!C4)."
        ),
        "Het aantal dossiers per jaar (lock) wordt in 2027 met 2 dossiers overschreden (Frameworks!C4).",
    ]


@pytest.mark.parametrize("why", ["existing", "relations", "constraints"])
def test_each_cause_has_its_sentence(why: str) -> None:
    together = collision(
        family="relation", name="requires A B", year=None, excess=float("nan"), sheet="Relations", cell="A2"
    )
    lines = why_no_plan(Words("nl"), InfeasibleError([together], why))  # type: ignore[arg-type]
    assert len(lines) == 2
    assert "requires A B" in lines[1]
    assert "Relations!A2" in lines[1]
    assert not any(ENGLISH.search(line) for line in lines)


def test_other_failures() -> None:
    assert not ENGLISH.search(why_no_plan(Words("nl"), StoppedError("stopped before the plan"))[0])
    problems = ScenarioError([Problem("Indications", "H7", "list_price is blank; expected a number of 0 or more")])
    assert why_no_plan(Words("nl"), problems) == [
        "1 probleem in de cijfers.",
        "Indications!H7: list_price is leeg; verwacht: een getal van 0 of meer",
    ]


def test_a_variant_without_a_plan_has_its_reason_in_dutch(tmp_path: Path) -> None:
    broken = planner.read_scenario(SLUIS).with_changes(("Frameworks", "MSZ", "budget", "multiply", 0.5), name="base")
    with pytest.raises(InfeasibleError) as caught:
        planner.optimise(broken)
    runs = planner.Runs(planner.optimise(planner.read_scenario(SLUIS)), {"Kapot": caught.value})
    book = openpyxl.load_workbook(planner.write_report(runs, tmp_path / "report.xlsx"), read_only=True)
    cells = [str(cell) for row in book["Varianten"].iter_rows(values_only=True) for cell in row if cell]
    why = next(cell for cell in cells if cell.startswith("Geen plan past"))
    assert "Het kader MSZ wordt in 2026 met" in why
    assert not ENGLISH.search(why)


def test_the_console_says_it_in_dutch(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(SLUIS)
    sheet = book["Frameworks"]
    budget = next(cell.column for cell in sheet[1] if str(cell.value).startswith("budget"))
    sheet.cell(3, budget).value = 1000
    book.save(tmp_path / "kapot.xlsx")
    ran = CliRunner().invoke(app, ["run", str(tmp_path / "kapot.xlsx")])
    assert ran.exit_code == 3
    assert "Geen plan past binnen de grenzen" in ran.stderr
    assert "Het kader MSZ wordt in" in ran.stderr
    assert not ENGLISH.search(ran.stderr)
    ran = CliRunner().invoke(app, ["run", str(SLUIS), "--only", "Niets", "-o", str(tmp_path / "r.xlsx")])
    assert (ran.exit_code, "er is geen variant" in ran.stderr) == (2, True)


@pytest.mark.parametrize(
    ("english", "dutch"),
    [
        ("reading a.xlsx", "a.xlsx lezen"),
        ("Duur: searching: best plan 1,234.5 QALYs, at most 1,300.0 (gap 5.306%), 12 parts open",
         "Duur: zoeken: beste plan 1.234,5 QALY's, hoogstens 1.300,0 (marge 5,306%), 12 delen open"),
        ("solving: at most 3.5", "oplossen: hoogstens 3,5"),
        ("something new", "something new"),
    ],
)  # fmt: skip
def test_stages_are_told_in_dutch(english: str, dutch: str) -> None:
    assert ConsoleWords("nl").stage(english) == dutch
    assert ConsoleWords("en").stage(english) == english


@pytest.mark.parametrize("language", ["nl", "en"])
def test_an_assumption_or_variant_without_a_plan_says_why_in_the_language_of_the_report(
    tmp_path: Path, language: str
) -> None:
    """Three million must give way. Of what is displaced in practice there is too little; the least harmful care is enough."""
    care = {"spending": 50, "euro_per_qaly": 50_000, "max_share": 0.01, "observed_share": 1}
    sheets = {
        "Frameworks": [{"framework": "MSZ", "year": 2026, "budget": 97, "baseline_care": 100}],
        "Care": [care | {"care": "C"}, care | {"care": "D", "max_share": 1, "observed_share": 0}],
        "Scenarios": [
            {
                "scenario": "less",
                "table": "Frameworks",
                "row": "year >= 2026",
                "column": "budget",
                "operation": "set",
                "value": 1,
            }
        ],
    }
    scenario = small(sheets=sheets, displacement_mode="optimal", language=language)
    runs = planner.run(scenario)
    book = openpyxl.load_workbook(
        planner.write_report(runs, tmp_path / "r.xlsx", answers=always(planner.Explorer(scenario)))
    )
    said = [
        cell.value for sheet in book.worksheets[:-3] for row in sheet for cell in row if isinstance(cell.value, str)
    ]
    why = Words(language)("none.existing")
    assert any(text.startswith(why) and "MSZ" in text for text in said), "of the assumption: which limit, too"
    assert any(text.startswith("▲") and "less" in text and why.rstrip(".") in text for text in said)
    if language == "nl":
        assert not [text for text in said if ENGLISH.search(text)]
