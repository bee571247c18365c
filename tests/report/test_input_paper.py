"""Input sheets as they print: large enough to read, small enough not to waste paper, each page with its heads."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import column_index_from_string as column
from openpyxl.utils import get_column_letter

from planner.report.input_paper import laid
from planner.scenario.layout import SheetLayout

#: What a page of A4 landscape holds at 75%, in units of column width; programs measure a little differently.
ROOM = 190 * 75


@pytest.mark.parametrize("name", ["sluis-2025", "replay-2015"])
def test_every_input_page_can_be_read_and_has_its_heads(report: Callable[..., Path], name: str) -> None:
    book = openpyxl.load_workbook(report(name))
    named = book.custom_doc_props["planner_result_sheets"].value.split("|")
    inputs = [sheet for sheet in book if sheet.title not in named]
    assert inputs
    for sheet in inputs:
        scale = sheet.page_setup.scale
        assert 52 <= scale <= 75
        assert sheet.print_title_rows == "$1:$1"
        widths = [sheet.column_dimensions[get_column_letter(at)].width for at in range(1, sheet.max_column + 1)]
        breaks = [page.id for page in sheet.col_breaks.brk]
        for first, end in zip([0, *breaks], [*breaks, len(widths)], strict=True):
            page = sum(widths[first:end]) + (widths[0] if first else 0)
            assert page * scale <= ROOM
        assert bool(breaks) == (sheet.print_title_cols == "$A:$A")


def test_a_few_routes_stand_on_one_page(report: Callable[..., Path]) -> None:
    """Two routes took two pages, of which most was white: their notes stood on one line each."""
    sheet = openpyxl.load_workbook(report("sluis-2025"))["Routes"]
    assert not sheet.col_breaks.brk
    assert all(sheet.column_dimensions[get_column_letter(at)].width <= 60 for at in range(1, column("L") + 1))


def test_long_texts_break_where_that_takes_fewer_pages() -> None:
    """Two columns of 200 characters: side by side on one page when they break their lines, and wide where rows are many."""
    few = laid(SheetLayout("Notes", ["key", "one", "two"], [["A", "x y " * 50, "z w " * 50]] * 3))
    assert (few.pages, few.breaks) == (1, ())
    many = laid(SheetLayout("Notes", ["key", "one"], [["A", "x y " * 50]] * 200))
    assert max(many.widths) > max(few.widths)
    short = laid(SheetLayout("Notes", ["key"], [["A"]]))
    assert (short.scale, short.prose) == (72, frozenset())
