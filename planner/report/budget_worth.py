"""On the sheet Budget: what one unit more of a limit is worth, by year in its block, and how the figures are meant."""

from __future__ import annotations

from planner.report import formats as f
from planner.report.answered import frame_of
from planner.report.blocks import FIRST_YEAR, LABEL, NOTE_WIDTH, Block
from planner.report.edition import Edition
from planner.report.layout import Book, merged_text, text_height
from planner.report.objective import by_net_qalys, unit
from planner.report.worth import TINY, exact_by_year, worth_sentence
from planner.report.years import by_calendar

#: QALYs per unit: a real 0 is written out.
WORTH = '#,##0.0;"−"#,##0.0;0'


def measure(book: Edition) -> str:
    """The unit in which worth is counted: that of the objective."""
    return unit(book.words, book.figures.scenario)


def write_worth_by_year(block: Block, name: str) -> None:
    """What one EUR million more in each year is worth, planned again, where that was asked."""
    values = exact_by_year(block.book, "framework", name)
    if values is not None:
        label = block.book.words("worth.exact_year", measure=measure(block.book))
        block.values("exact", label, values, WORTH, total=False, font_color=f.TEXT_SECOND)


def write_marginal(block: Block, family: str, name: str) -> None:
    """What one unit more in each year is worth by the LP; in all years together: one more in each of them."""
    book = block.book
    limits = book.figures.plan.limits
    mine = limits[(limits["family"] == family) & (limits["name"].astype(str) == name)]
    if mine.empty:
        return
    values = by_calendar(mine, book.figures.years)["marginal"]
    label = book.words(f"worth.lp.{mine['unit'].iloc[0]}", measure=measure(book))
    block.values("marginal", label, values.mask(values.abs() < TINY, 0.0), WORTH, font_color=f.TEXT_SECOND)


def write_worth_note(book: Book, row: int, last: int) -> int:
    """How these figures are meant; where it was asked also what a month less lead time is worth."""
    if book.figures.plan.limits.empty:
        return row
    asked = frame_of(book.answers, "marginal") is not None
    sheet, words = book.sheets["budget"], book.words
    book.heads.setdefault("budget", []).append(row)
    width = 50 + 9.2 * (last - FIRST_YEAR - 1) + 10.5 + NOTE_WIDTH
    lead_time = worth_sentence(book, "lead_time")
    if lead_time:
        text = f"{words('worth.lead_time')}. {lead_time}"
        merged_text(sheet, row, LABEL, last, text, book.formats(bold=True, bg_color=f.PANEL, indent=1))
        row += 1
    explained = "worth.note" if by_net_qalys(book.figures.scenario) else "worth.note_objective"
    text = words(explained if asked else "worth.note_lp", measure=measure(book))
    merged_text(sheet, row, LABEL, last, text, book.formats.note())
    sheet.set_row(row, text_height(text, width, 9))
    return row + 2
