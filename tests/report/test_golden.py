"""The text of a whole report, as a person would read it, kept in a file: a change in wording or figures shows as a difference.

``PLANNER_UPDATE_GOLDEN=1 pytest tests/report/test_golden.py`` writes the files anew; then read the difference.
"""

from __future__ import annotations

import html
import os
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from planner.report.numbers import NBSP

GOLDEN = Path(__file__).parent / "golden"
#: Rows of Audit that differ by machine or by the day.
_VARIES = (
    "Oplosser",
    "Rekentijd",
    "Omvang",
    "Solver",
    "Time",
    "Size",
    "SHA-256 van de invoer",
    "SHA-256 of the input",
    "Rekenmodel",
    "Engine",
)


@pytest.mark.parametrize(
    ("name", "language", "answers"),
    [("sluis-2025", "nl", False), ("ex16_variants", "en", False), ("replay-2015", "nl", True)],
)
def test_the_report_reads_as_before(report: Callable[..., Path], name: str, language: str, answers: bool) -> None:
    text = readable(report(name, language, answers=answers))
    kept = GOLDEN / f"{name}-{language}{'-answers' if answers else ''}.txt"
    if os.environ.get("PLANNER_UPDATE_GOLDEN"):
        GOLDEN.mkdir(exist_ok=True)
        kept.write_text(text, encoding="utf-8")
    assert text == kept.read_text(encoding="utf-8")


def readable(path: Path) -> str:
    """Every result sheet, row by row: the cells that hold something, with their column."""
    book = openpyxl.load_workbook(path, data_only=True)
    named = book.custom_doc_props["planner_result_sheets"].value.split("|")
    lines: list[str] = []
    for sheet in (book[title] for title in named):
        lines += ["", f"== {sheet.title}"]
        for row in sheet.iter_rows():
            cells = [cell for cell in row if cell.value not in (None, "")]
            if not cells:
                continue
            varies = str(cells[0].value) in _VARIES
            shown = [f"{cell.column_letter}: {_shown(cell.value)}" for cell in (cells[:1] if varies else cells)]
            lines.append(f"{cells[0].row:>3} " + " | ".join(shown))
    lines += ["", "== charts: titles, axes and series", *_charts(path)]
    return "\n".join(lines).strip() + "\n"


def _charts(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as parts:
        names = sorted(part for part in parts.namelist() if part.startswith("xl/charts/chart"))
        texts = [re.findall(r"<a:t>(.*?)</a:t>|<c:tx><c:v>(.*?)</c:v>", parts.read(part).decode()) for part in names]
    return [" | ".join(html.unescape(title or series).replace(NBSP, " ") for title, series in found) for found in texts]


def _shown(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.6g}" if abs(value) > 1e-9 else "0"
    return str(value).replace("\n", " / ").replace(NBSP, " ")
