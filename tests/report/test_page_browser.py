"""The page in a real browser: it opens offline without a message, filters by keyboard, draws, fits a phone, prints, contrasts."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from asked import asked_of
from made import tiny
from reported import MOMENT, in_language, solved

import planner

pytestmark = pytest.mark.browser
CHECKS = (Path(__file__).parent / "page_checks.js").read_text(encoding="utf-8")
NAMES = [("made:32", "nl"), ("sluis-2025", "en"), ("ex16_variants", "nl"), ("asked", "en")]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Debian's chromium; the test is skipped, visibly, where it or Playwright is not installed."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed for the browser tests")
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.skip("chromium is not installed for the browser tests")
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Path]:
    folder = tmp_path_factory.mktemp("pages")

    def write(name: str, language: str) -> Path:
        path = folder / f"{name.replace(':', '-')}-{language}.html"
        if name == "asked":
            plan = planner.optimise(tiny(language=language))
            planner.write_page(plan, path, asked_of(plan), created=MOMENT)
        elif not path.is_file():
            planner.write_page(in_language(solved(name), language), path, created=MOMENT)
        return path

    return write


@pytest.fixture
def opened(browser: Any, files: Any) -> Iterator[Callable[..., Any]]:
    """Opens a page without a network; afterwards there must have been no message, no error and no request but the file."""
    contexts, log = [], []

    def open_page(name: str, language: str, width: int = 1280, *, script: bool = True) -> Any:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, offline=True, java_script_enabled=script
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: log.append(message.text))
        page.on("pageerror", lambda error: log.append(str(error)))
        page.on("request", lambda asked: None if asked.url.startswith("file:") else log.append(asked.url))
        page.goto(files(name, language).as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert log == []


@pytest.mark.parametrize(("name", "language"), NAMES)
def test_charts_draw_and_their_text_is_readable(opened: Any, name: str, language: str) -> None:
    """Bars have a size; text stays within the window and its drawing, and no two labels of one drawing overlap."""
    for width in (1280, 360):
        page = opened(name, language, width)
        found = page.evaluate(f"({CHECKS}).drawn()")
        assert found["faults"] == []
        assert found["drawings"] >= 2


@pytest.mark.parametrize(("name", "language"), NAMES)
@pytest.mark.parametrize("width", [320, 360, 768, 1110, 1280])
def test_nothing_scrolls_sideways(opened: Any, name: str, language: str, width: int) -> None:
    page = opened(name, language, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(f"({CHECKS}).cut()") == []


def test_on_a_phone_every_figure_of_what_the_answer_hangs_on_has_its_name(opened: Any) -> None:
    page = opened("asked", "en", 360)
    cells = "[...document.querySelectorAll('.few tbody tr:first-child td')]"
    named = page.evaluate(f"{cells}.map(cell => getComputedStyle(cell, '::before').content)")
    assert named[:2] == ['"Admitted: "', '"QALYs net: "']


def test_figures_of_a_large_plan_fit_their_tiles_on_a_phone(opened: Any) -> None:
    page = opened("ex16_variants", "nl", 360)
    page.evaluate(
        "document.querySelectorAll('.tiles b').forEach(figure => { figure.textContent = '+1,144,000 of 4,500' })"
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.evaluate(f"({CHECKS}).cut()") == []


def test_the_table_filters_by_keyboard(opened: Any) -> None:
    page = opened("made:32", "nl")
    shown = "document.querySelectorAll('#table tbody tr:not([hidden])').length"
    total = page.evaluate(shown)
    assert total == 32
    page.focus("#q")
    page.keyboard.type("hemofilie")
    few = page.evaluate(shown)
    assert 0 < few < total
    assert page.inner_text("#n") == f"{few} van {total} indicaties"
    assert all("hemofilie" in text.lower() for text in page.locator("#table tbody tr:visible").all_inner_texts())
    page.keyboard.press("Tab")  # to the filter on the decision
    assert page.evaluate("document.activeElement.id") == "d"
    page.keyboard.type("zzz")
    page.focus("#q")
    page.fill("#q", "dit staat er niet")
    assert page.evaluate(shown) == 0
    assert "voldoet" in page.inner_text("#n")
    page.locator("form.filters button").focus()
    page.keyboard.press("Enter")
    page.wait_for_function(f"{shown} === 32")
    page.select_option("#d", index=1)
    chosen = page.evaluate("document.getElementById('d').value")
    assert set(page.locator("#table tbody tr:visible .tag").all_inner_texts()) == {chosen}


def test_the_table_sorts_by_keyboard_and_says_so(opened: Any) -> None:
    page = opened("made:32", "nl")
    heads = page.locator("#table thead th")
    place = next(at for at in range(heads.count()) if "gewonnen" in heads.nth(at).inner_text())
    heads.nth(place).locator("button").focus()
    page.keyboard.press("Enter")
    assert heads.nth(place).get_attribute("aria-sort") == "descending"
    values = page.evaluate(
        f"[...document.querySelectorAll('#table tbody tr')].map(r => r.cells[{place}].dataset.v).filter(v => v).map(Number)"
    )
    assert len(values) > 3
    assert values == sorted(values, reverse=True)


def test_the_first_key_goes_to_the_skip_link_and_focus_is_seen(opened: Any) -> None:
    page = opened("made:32", "nl")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    box = page.evaluate(
        "(() => { const b = document.activeElement.getBoundingClientRect(); return [b.left, b.top]; })()"
    )
    assert min(box) >= 0
    for _ in range(3):
        page.keyboard.press("Tab")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_without_script_everything_is_there_but_the_filters(browser: Any, files: Any) -> None:
    context = browser.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.goto(files("made:32", "nl").as_uri())
    assert page.locator("#table tbody tr").count() == 32
    assert page.locator("#table tbody tr").last.is_visible()
    assert not page.locator("form.filters").is_visible()
    assert page.locator("svg.drawn").first.is_visible()
    context.close()


@pytest.mark.parametrize(("name", "language"), NAMES[:2])
def test_text_contrasts_with_what_is_behind_it(opened: Any, name: str, language: str) -> None:
    """4.5 to 1, or 3 to 1 for large text (WCAG 2.2, 1.4.3), for every text with a plain background behind it."""
    page = opened(name, language)
    assert page.evaluate(f"({CHECKS}).faint()") == []


def test_it_prints_every_row_and_no_filters(opened: Any, tmp_path: Path) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed for the browser tests")
    page = opened("made:32", "nl")
    page.fill("#q", "hemofilie")  # a filter that stands while printing hides nothing on paper
    target = tmp_path / "page.pdf"
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.pdf(path=str(target), prefer_css_page_size=True)
    text = subprocess.run(["pdftotext", "-layout", str(target), "-"], capture_output=True, text=True, check=True).stdout
    for number in range(32):
        assert f"({number})" in text
    assert "Wis filters" not in text
    heads = [line for line in text.splitlines() if "Indicatie " in line and "Reden" in line]
    assert len(heads) > 1
    assert all("Korting" in line for line in heads), "on every page of the table each column has its head"
    assert "Toon de" not in text, "paper cannot be clicked"
    assert "Geld en gezondheid" in text.split("\f")[0], "the charts stand under the headline, on the first page"
    assert "Pagina 1 van" in text
