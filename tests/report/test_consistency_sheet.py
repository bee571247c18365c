"""The sheet Consistency: what a QALY costs beside its reference value, in words where it costs nothing."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from small import indication, route, small

import planner


def test_a_medicine_that_saves_is_called_dominant(tmp_path: Path) -> None:
    """A costs 60,000 per QALY, three quarters of its reference value; B replaces care of 150,000 at 100,000."""
    rows = [indication("A", list_price=60_000), indication("B", comparator_cost=150_000)]
    plan = planner.optimise(small(*rows, routes=[route()]))
    book = openpyxl.load_workbook(planner.write_report(plan, tmp_path / "report.xlsx"))
    cells = {
        row[1]: row[3:5]
        for row in book["Consistency"].iter_rows(values_only=True)
        if row[1] in ("A", "B") and row[3] is not None
    }
    assert cells == {"A": (0.75, 60_000), "B": ("dominant", "dominant")}
