"""The relations between decisions on the sheet Budget: what was fixed beforehand, and whether the plan is at its edge."""

from __future__ import annotations

from planner.report.blocks import FIRST_YEAR, LABEL
from planner.report.figures import rows_of
from planner.report.layout import Book
from planner.report.relations import relation_text


def write_relations(book: Book, row: int) -> int:
    """A row per relation (and the health that must be gained): what it says, what is used of it, what is left."""
    limits = book.figures.plan.limits
    mine = limits[limits["family"].isin(["relation", "health_target"])]
    if mine.empty:
        return row
    sheet, words, formats = book.sheets["budget"], book.words, book.formats
    last = FIRST_YEAR + len(book.figures.years)
    heads = [words("budget.relations"), words("budget.relation_state")]
    book.header(sheet, row, LABEL, heads + [""] * (last - LABEL), left=(0, 1), indent=1)
    book.heads.setdefault("budget", []).append(row)
    for one in rows_of(mine):
        row += 1
        if one.family == "relation":
            text, state = (
                relation_text(words, book.figures.scenario, str(one.name)),
                "at_edge" if one.binding else "free",
            )
        else:
            text = words("relation.health_target", number=words.numbers.number(-float(one.limit), 1))
            state = "at_edge" if one.binding else "free"
        book.places["limit", str(one.family), str(one.name)] = book.place("budget", row, LABEL)
        sheet.write_string(row, LABEL, text, formats.cell(text_wrap=True))
        sheet.write_string(row, FIRST_YEAR, words(f"budget.relation_{state}"), formats.cell(indent=1))
    return row + 2
