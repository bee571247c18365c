"""The report of a scenario without a plan, in its own language: limits that collide, where they stand, what must give way."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
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
