"""On the sheet Budget, limits without a year: groups of patients and relations, with what is used, left and worth of each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from planner.report.blocks import FIRST_YEAR, LABEL
from planner.report.budget_worth import measure
from planner.report.layout import Book, text_height
from planner.report.numbers import DASH, known
from planner.report.relations import relation_text, subject_of
from planner.report.worth import TINY
from planner.scenario.frames import rows_of

#: The width of the column of texts.
_TEXT = 50
#: Numbers whole, large and in parts; a real 0 is written out.
_WHOLE, _LARGE, _PART = '#,##0;"−"#,##0;0', '#,##0.0;"−"#,##0.0;0', '#,##0.00;"−"#,##0.00;0'


def write_groups(book: Book, row: int) -> int:
    """Groups of indications that share their patients: at most one is in the package."""
    table, limits = book.figures.scenario.table("Indications"), book.figures.plan.limits
    groups = limits[limits["family"] == "patient_group"]
    several = table["patient_group"].value_counts()

    def text(one: Any) -> str:
        members = ", ".join(table[table["patient_group"] == one.name]["name"])
        return book.words("budget.group", name=one.name, members=members)

    return _write(book, row, "groups", groups[groups["name"].map(several).fillna(0) > 1], text)


def write_relations(book: Book, row: int) -> int:
    """A row per relation, and the health that must be gained."""
    words, limits = book.words, book.figures.plan.limits

    def text(one: Any) -> str:
        if one.family == "health_target":
            return words("relation.health_target", number=words.numbers.number(-float(one.limit), 1))
        return relation_text(words, book.figures.scenario, str(one.name))

    mine = limits[limits["family"].isin(["relation", "health_target"])]
    return _write(book, row, "relations", mine, text)


def _write(book: Book, row: int, key: str, limits: pd.DataFrame, text: Callable[[Any], str]) -> int:
    """A table of limits without a year; returns the row of what comes next."""
    if limits.empty:
        return row
    sheet, words, formats = book.sheets["budget"], book.words, book.formats
    last = FIRST_YEAR + len(book.figures.years) + 1
    worth = words("worth.lp_head", measure=measure(book))
    heads = [words(f"budget.{key}"), words("budget.in_plan"), words("budget.left"), worth]
    book.header(sheet, row, LABEL, [*heads, *[""] * (last - LABEL + 1 - len(heads))], indent=1)
    sheet.set_row(row, 30)
    book.heads.setdefault("budget", []).append(row)
    first = row + 1
    for one in rows_of(limits):
        row += 1
        book.places["limit", str(one.family), str(one.name)] = book.place("budget", row, LABEL)
        said = text(one)
        sheet.write_string(row, LABEL, said, formats.cell(text_wrap=True))
        sheet.set_row(row, text_height(said, _TEXT))
        for column, value in enumerate(_figures(book, one), FIRST_YEAR):
            if known(value):
                style = _WHOLE if abs(value - round(value)) < TINY else _PART if abs(value) < 10 else _LARGE
                sheet.write_number(row, column, value, formats.cell(style))
            else:
                sheet.write_string(row, column, DASH, formats.cell(align="right"))
    book.refs[f"budget.{key}"] = book.area("budget", first, FIRST_YEAR + 1, row, FIRST_YEAR + 1)
    return row + 2


def _figures(book: Book, one: Any) -> tuple[float, float, float]:
    """Used, left and what one more is worth, as the text of a limit says them.

    Of ``A only with B`` used is how much of A is in the package. What is forced in, or must be gained, is listed as ``-x <=
    -number``, of which one more is one less of it.
    """
    used, left, worth = float(one.used) + float(one.base), float(one.room), float(one.marginal)
    kind, *_ = str(one.name).split(" ") if one.family == "relation" else [one.family]
    if kind == "requires":
        subject = subject_of(book.figures.scenario, str(one.name))
        return book.figures.share_in_package(subject), left, worth
    if kind in ("force_in", "health_target"):
        return -used, left, -worth
    return used, left, worth
