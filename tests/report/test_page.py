"""The page as text: the same figures and sentences as the workbook, escaped, self-contained, small, whole or not there."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from asked import asked_of
from made import candidate, tiny
from odd import ODD
from reported import MOMENT, in_language, solved, values
from typer.testing import CliRunner

import planner
from planner.cli import app
from planner.errors import UsageError
from planner.report.figures import Figures
from planner.report.page import columns
from planner.report.page.write import page_text

SCRIPT = "<script>alert(1)</script>"


class Page(HTMLParser):
    """Tags with their attributes in order, and the text that a reader sees."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag in ("script", "style"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if not self.open:
            self.words.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", " ".join(self.words))

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module")
def page() -> Callable[[str, str], Page]:
    made: dict[tuple[str, str], Page] = {}

    def make(name: str, language: str = "nl") -> Page:
        if (name, language) not in made:
            made[name, language] = Page(page_text(in_language(solved(name), language), MOMENT))
        return made[name, language]

    return make


@pytest.mark.parametrize(("name", "language"), [("sluis-2025", "nl"), ("made:32", "nl"), ("ex16_variants", "en")])
def test_the_page_says_what_the_summary_says(page: Any, report: Any, name: str, language: str) -> None:
    """Headline, sentence under it and the sentence of natural units, word for word; and every reason."""
    text = page(name, language).text
    book = values(report(name, language))
    summary = book["Samenvatting" if language == "nl" else "Summary"]
    for cell in ("B2", "B3"):
        assert re.sub(r"\s+", " ", str(summary[cell])) in text, cell
    decisions = book["Besluiten" if language == "nl" else "Decisions"]
    head = "Reden" if language == "nl" else "Reason"
    column = next(cell[:-1] for cell, value in decisions.items() if cell.endswith("4") and value == head)
    reasons = [
        str(value) for cell, value in decisions.items() if re.fullmatch(rf"{column}\d+", cell) and cell != f"{column}4"
    ]
    assert len(reasons) >= 2
    for reason in reasons:
        assert re.sub(r"\s+", " ", reason).rstrip("–").strip() in text


def test_tiles_and_totals_are_those_of_the_plan(page: Any) -> None:
    plan = solved("made:32").base
    text = page("made:32").text
    assert f"{plan.totals.admitted} van {plan.totals.candidates}" in text
    shown = [attributes for attributes in page("made:32").named("tr") if attributes.get("data-c")]
    assert len(shown) == len(plan.decisions)


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("sluis-2025", "en"),
        ("ex16_variants", "nl"),
        ("made:3", "en"),
        ("made:32", "nl"),
        *((name, "nl") for name in ODD),
    ],
)
def test_nothing_is_left_blank_or_unwritten(page: Any, name: str, language: str) -> None:
    text = page(name, language).text
    assert not re.search(r"\bnan\b|\binf\b|\bNone\b|\{[a-z_]+\}|−0\b(?![.,])|\b1 (patiënten|patients|QALY's)\b", text)


@pytest.mark.parametrize("name", ["sluis-2025", "made:32", "ex16_variants", "no_framework", "saves"])
def test_headings_descend_and_names_are_there(page: Any, name: str) -> None:
    """One h1; no level skipped; every image named or hidden; every id once; every reference to an id kept; tables captioned."""
    found = page(name, "en")
    levels = [int(tag[1]) for tag, _ in found.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = [attributes["id"] for _, attributes in found.tags if attributes.get("id")]
    assert len(ids) == len(set(ids))
    for _, attributes in found.tags:
        for name_of in ("aria-labelledby", "href"):
            value = attributes.get(name_of) or ""
            wanted = value.split() if name_of == "aria-labelledby" else [value[1:]] if value.startswith("#") else []
            assert set(wanted) <= set(ids), value
    images = [one for one in found.named("svg") if one.get("class") != "mark"]
    assert all(one.get("aria-hidden") or one.get("aria-label") or one.get("aria-labelledby") for one in images)
    assert len(found.named("caption")) == len(found.named("table"))
    assert all(one.get("scope") for one in found.named("th"))
    assert {"main", "header", "footer", "nav"} <= {tag for tag, _ in found.tags}


def test_the_page_needs_no_network(page: Any) -> None:
    for _, attributes in page("made:32").tags:
        assert not {"src", "srcset", "data", "action"} & set(attributes)
        assert str(attributes.get("href") or "#").startswith("#")
    text = page_text(solved("made:32"), MOMENT)
    assert "@import" not in text
    assert not re.search(r"url\((?!#)", text)


def test_text_from_the_input_is_only_text() -> None:
    """Names, a title and sources with mark-up in them come out as the characters that they are."""
    scenario = tiny(
        {"name": SCRIPT, "product": '"><img src=x onerror=alert(1)>', "source": "<b>bold</b>", "indication": "A"},
        {"name": "</style></title>" + SCRIPT, "indication": "B", "list_price": 90000},
        title="</h1>" + SCRIPT,
    )
    text = page_text(planner.optimise(scenario), MOMENT)
    found = Page(text)
    assert len(found.named("script")) == 1
    assert found.named("img") == []
    assert SCRIPT in found.text
    assert text.count("<script>") == 1


def test_the_page_of_450_indications_is_below_one_megabyte() -> None:
    text = page_text(solved("made:450"), MOMENT)
    assert len(text.encode()) < 1_000_000
    assert len([one for one in Page(text).named("tr") if one.get("data-c")]) == 450


def test_a_failing_write_leaves_the_old_page_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "report.html"
    target.write_text("the page of yesterday", encoding="utf-8")

    def fail(path: Path, text: str) -> None:
        path.write_text(text[:100], encoding="utf-8")
        raise OSError(28, "the disk is full")

    monkeypatch.setattr("planner.report.page.write._save", fail)
    with pytest.raises(UsageError, match="full"):
        planner.write_page(solved("ex16_variants"), target)
    assert target.read_text(encoding="utf-8") == "the page of yesterday"
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no folder"):
        planner.write_page(solved("ex16_variants"), tmp_path / "nowhere" / "report.html")


def test_the_command_writes_both(tmp_path: Path) -> None:
    folder = Path(__file__).parent.parent / "data" / "examples"
    report, page = tmp_path / "r.xlsx", tmp_path / "r.html"
    asked = ["run", str(folder / "ex16_variants.xlsx"), "-o", str(report), "--page", str(page)]
    shown = CliRunner().invoke(app, asked)
    assert shown.exit_code == 0, shown.output
    assert f"Page: {page}" in shown.output
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert report.is_file()


def test_a_page_that_is_no_page_is_refused_before_anything_is_computed(tmp_path: Path) -> None:
    folder = Path(__file__).parent.parent / "data" / "examples"
    shown = CliRunner().invoke(app, ["run", str(folder / "ex16_variants.xlsx"), "--page", str(tmp_path / "r.pdf")])
    assert shown.exit_code == 2
    assert "does not end in .html" in shown.output
    assert list(tmp_path.iterdir()) == []


def test_a_worth_that_is_nothing_and_one_that_is_beyond_the_list_are_drawn_at_the_ends() -> None:
    """A gain of 1 QALY at 80,000 is worth far more than a list price of 20,000; 0.0001 QALY is worth nearly nothing."""
    scenario = tiny(candidate(indication="A"), candidate(indication="B", qaly_gain=0.0001, other_cost=5000))
    text = page_text(planner.optimise(scenario), MOMENT)
    places = [float(place) for place in re.findall(r'<svg x="([\d.]+)%" y="13" class="mark">', text)]
    assert places
    assert all(0 <= place <= 100 for place in places)


def test_what_was_asked_beyond_the_plan_is_shown() -> None:
    plan = planner.optimise(tiny(language="en"))
    assert list(plan.decisions["decision"]) == ["admit"]
    text = page_text(plan, MOMENT, asked_of(plan))
    shown = Page(text).text
    assert (
        "200 QALYs gained · 250 QALYs elsewhere · net −50 QALYs · in care displaced 260 QALYs, which equals 4,000 staaroperaties"
        in shown
    )
    assert "1.25" in shown
    assert "Displaced care yields a QALY per EUR 41,000" in shown
    assert "out: Iks" in shown or "out: iks" in shown
    assert "the least harmful (lower bound)" in shown
    assert "no plan fits" in shown
    # A highest admissible price of 15,000 stands at three quarters of a list price of 20,000, which is paid.
    assert re.search(r'<svg x="75.0%" y="13" class="mark"><path class="diamond"', text)
    assert "EUR 5,000 above" in shown
    assert "Highest admissible price" in shown
    # 0, 50 and 100 QALYs at 0, 10 and 20: a straight line from 6% to 94% of the width, and from the foot to the top tick.
    points = re.findall(r'<circle class="dot" cx="([\d.]+)%" cy="([\d.]+)" r="3.6"><title>\+?\d+: \d+</title>', text)
    assert points[-3:] == [("6.0", "220.0"), ("50.0", "120.0"), ("94.0", "20.0")]


def test_paper_shows_all_of_few_and_of_many_what_matters_most() -> None:
    few, many = page_text(solved("made:32"), MOMENT), page_text(solved("made:450"), MOMENT)
    assert 'class="far"' not in few
    assert many.count("<tr data-c=") == 100
    assert many.count('<tr class="far" data-c=') == 350
    best = Figures(solved("made:450").base).admitted["name"].iloc[0]
    assert re.search(rf'<tr data-c="\w+" data-p="0"><th scope="row">{re.escape(html.escape(best))}', many)


def test_waiting_and_later_years_are_those_of_the_analysis() -> None:
    """Treated for two years: whoever starts in the last year of three is still treated in the year after it."""
    plan = planner.optimise(tiny({"treatment_years": 2}, language="en"))
    assert float(planner.liability(plan)["net"].sum()) == pytest.approx(
        2.0
    )  # 100 patients x 1 year left x 20,000 euros
    assert "commit a net EUR 2 million" in Page(page_text(plan, MOMENT)).text
    assert "it is not known what follows" not in Page(page_text(plan, MOMENT)).text


def test_a_part_of_what_follows_may_not_be_known() -> None:
    """Of B patient-years are given, not who starts when: only the 2 million of A are known."""
    rows = [{"indication": name, "treatment_years": 2} for name in "AB"]
    given = {"Patients": [{"indication": "B", "year": 1, "patients": 100}]}
    plan = planner.optimise(tiny(*rows, sheets=given, language="en"))
    text = Page(page_text(plan, MOMENT)).text
    assert "commit a net EUR 2 million" in text
    assert "Of some indications it is not known what follows." in text


def test_a_price_that_changes_by_date_is_known() -> None:
    """Half of the price from 2028: the year after the plan costs 2 million for A and 1 for B."""
    rows = [{"indication": name, "treatment_years": 2} for name in "AB"]
    rows[1] |= {"exclusivity_until": "2028-01-01", "price_share_after": 0.5}
    text = Page(page_text(planner.optimise(tiny(*rows, language="en")), MOMENT)).text
    assert "commit a net EUR 3 million" in text
    assert "it is not known what follows" not in text


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0, 402.8, [0, 100, 200, 300, 400, 500]),  # 402.8 / 5 = 80.6 -> steps of 100
        (-5500, 13456, [-10000, -5000, 0, 5000, 10000, 15000]),  # 18,956 / 5 = 3,791 -> steps of 5,000
        (0, 0.3, [0, 0.1, 0.2, 0.3]),  # 0.3 / 5 = 0.06 -> steps of 0.1
    ],
)
def test_ticks_are_round_and_cover(low: float, high: float, ticks: list[float]) -> None:
    assert columns.nice_ticks(low, high) == pytest.approx(ticks)
