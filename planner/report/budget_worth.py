"""On the sheet Budget: what one unit more of a limit is worth, by year in its block, and how the figures are meant."""

from __future__ import annotations

from planner.report import formats as f
from planner.report.answered import frame_of
from planner.report.blocks import FIRST_YEAR, LABEL, NOTE_WIDTH, Block
from planner.report.layout import Book, merged_text, text_height
from planner.report.worth import by_year, worth_sentence

#: QALYs per unit: a real 0 is written out.
WORTH = '#,##0.0;"−"#,##0.0;0'


def write_worth_by_year(block: Block, name: str) -> None:
    """What one EUR million more in each year is worth, planned again and by the LP, where that was asked."""
    for column in ("exact", "dual"):
        values = by_year(block.book, "framework", name, column)
        if values is not None:
            label = block.book.words(f"worth.{column}_year")
            block.values(column, label, values, WORTH, total=False, font_color=f.TEXT_SECOND)


def write_worth_note(book: Book, row: int, last: int) -> int:
    """Where it was asked: what a month less lead time is worth, and how these figures are meant."""
    if frame_of(book.answers, "marginal") is None:
        return row
    sheet, words = book.sheets["budget"], book.words
    book.heads.setdefault("budget", []).append(row)
    width = 50 + 9.2 * (last - FIRST_YEAR - 1) + 10.5 + NOTE_WIDTH
    lead_time = worth_sentence(book, "lead_time")
    if lead_time:
        text = f"{words('worth.lead_time')}. {lead_time}"
        merged_text(sheet, row, LABEL, last, text, book.formats(bold=True, bg_color=f.PANEL, indent=1))
        row += 1
    merged_text(sheet, row, LABEL, last, words("worth.note"), book.formats.note())
    sheet.set_row(row, text_height(words("worth.note"), width, 9))
    return row + 2
