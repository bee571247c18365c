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


def test_the_heads_of_the_pairs_stand_on_every_page(tmp_path: Path) -> None:
    """Forty that are left out though A is dearer take two pages; the second had no heads."""
    names = [f"X{n:02d}" for n in range(40)]
    rows = [indication("A", list_price=150_000), *(indication(name) for name in names)]
    relations = [{"kind": "force_out", "subject": name} for name in names]
    plan = planner.optimise(small(*rows, sheets={"Relations": relations}))
    book = openpyxl.load_workbook(planner.write_report(plan, tmp_path / "report.xlsx"))
    sheet = book["Consistency"]
    first = sheet.cell(4, 2).value
    heads = [row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 2).value == first]
    last = int(str(sheet.print_title_rows).split("$")[-1])
    assert len(heads) == 2
    assert [page.id + 1 for page in sheet.row_breaks.brk] == [heads[1], last], "and the other table begins on a page"
    listed = [sheet.cell(row, 2).value for row in range(5, last) if sheet.cell(row, 2).value in names]
    assert sorted(listed) == names
    assert 50 < sheet.page_setup.scale <= 75
