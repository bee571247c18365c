"""Page 3 of Summary, where it was asked: what the answer hangs on, what it rests on, what is now and what comes after."""

from __future__ import annotations

from typing import Any

from planner.report import formats as f
from planner.report.after import after
from planner.report.hangs_on import Question, hangs_on, note_of, now_sentence, rests_on_sentence, ties_sentence
from planner.report.layout import Book, merged_text, text_height
from planner.report.material import COLUMN, FIRST, LAST, WIDTH

#: The columns of the table: the assumption, then two figures, then the decisions that change.
_LABEL, _CHANGED = FIRST + 3, FIRST + 6


def write_page_three(book: Book, row: int) -> int:
    """The page from ``row`` on; returns its last row, ``row - 1`` where nothing of it was asked."""
    questions = hangs_on(book)
    if not questions:
        return row - 1
    sheet, words = book.sheets["summary"], book.words
    title = book.formats(font_size=14, bold=True, font_color=f.NAVY)
    merged_text(sheet, row, FIRST, LAST, words("hangs.title"), title)
    sheet.set_row(row, 24)
    row = _table(book, questions, row + 1)
    note = note_of(book)
    merged_text(sheet, row, FIRST, LAST, note, book.formats.note_under())
    sheet.set_row(row, f.UNDER + text_height(note, WIDTH, 9))
    row += 2
    later = after(book)
    texts = {
        "rests": rests_on_sentence(book),
        "now": now_sentence(book),
        "ties": ties_sentence(book),
        "after": " ".join(later.sentences if later else []),
    }
    for key, text in texts.items():
        if text:
            lead = book.formats.cell(bold=True, valign="top")
            merged_text(sheet, row, FIRST, FIRST + 1, words(f"hangs.lead.{key}"), lead)
            merged_text(sheet, row, FIRST + 2, LAST, text, book.formats.cell(text_wrap=True, valign="top"))
            sheet.set_row(row, text_height(text, COLUMN * 10))
            row += 1
    return row - 1


def _table(book: Book, questions: list[Question], row: int) -> int:
    sheet, words, formats = book.sheets["summary"], book.words, book.formats
    merged_text(sheet, row, FIRST, _LABEL, words("html.hangs.head"), formats.header())
    sheet.write_string(row, _LABEL + 1, words("tile.admitted"), formats.header("right"))
    sheet.write_string(row, _LABEL + 2, words("frontier.net"), formats.header("right"))
    merged_text(sheet, row, _CHANGED, LAST, words("html.hangs.changed"), formats.header(indent=1))
    sheet.set_row(row, 30)
    for one in questions:
        row += 1
        style: dict[str, Any] = {"bold": True, "bg_color": f.PANEL} if one.base else {}
        label = f"{one.label} ({words('html.hangs.base')})" if one.base else one.label
        merged_text(sheet, row, FIRST, _LABEL, label, formats.cell(text_wrap=True, **style))
        sheet.write_string(row, _LABEL + 1, one.admitted, formats.cell(align="right", **style))
        sheet.write_string(row, _LABEL + 2, one.net, formats.cell(align="right", **style))
        merged_text(sheet, row, _CHANGED, LAST, one.changed, formats.cell(text_wrap=True, indent=1, **style))
        heights = (text_height(label, COLUMN * 4), text_height(one.changed, COLUMN * 6 - 2))
        sheet.set_row(row, max(heights))
    return row + 1
