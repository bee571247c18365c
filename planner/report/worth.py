"""What one unit more of a limit is worth, as the report says it: by planning again, and by the LP beside it."""

from __future__ import annotations

from typing import Any

import numpy as np

from planner.report.answered import frame_of
from planner.report.edition import Edition
from planner.report.numbers import known
from planner.report.objective import amount
from planner.scenario.frames import rows_of

#: What is worth less than this is the solver's rounding.
TINY = 1e-6


def every_year(book: Edition, family: str, name: str) -> Any | None:
    """The row of ``marginal_values`` of one unit more of a limit in every year; None where it was not asked."""
    table = frame_of(book.answers, "marginal")
    if table is None:
        return None
    mine = table[(table["family"] == family) & (table["name"] == name) & table["year"].isna()]
    return rows_of(mine)[0] if len(mine) else None


def exact_by_year(book: Edition, family: str, name: str) -> list[float] | None:
    """What one unit more in one year is worth, planned again, for each year of the plan; None where it was not asked."""
    table = frame_of(book.answers, "marginal")
    if table is None:
        return None
    mine = table[(table["family"] == family) & (table["name"] == name)].dropna(subset=["year"])
    if mine.empty:
        return None
    values = dict(zip(mine["year"].astype(int), mine["exact"], strict=True))
    return [_tidy(values.get(year, np.nan)) for year in book.figures.years]


def worth_sentence(book: Edition, family: str, name: str = "") -> str:
    """``EUR 1 million more a year: 89 QALYs (by the LP 92).``; blank where it was not asked."""
    row = every_year(book, family, name)
    if row is None:
        return ""
    words = book.words
    unit = words(f"worth.unit.{family}")
    if row.error or not known(row.exact):
        return words("worth.none", unit=unit)
    text = words("worth.text", unit=unit, exact=_amount(book, row.exact))
    return text + (words("worth.dual", dual=_amount(book, row.dual)) if known(row.dual) else "") + "."


def short_worth(book: Edition, family: str, name: str) -> str:
    """The exact figure alone, for the list of what binds: ``EUR 1 million more a year: 89 QALYs``; blank where not asked."""
    row = every_year(book, family, name)
    if row is None or row.error or not known(row.exact):
        return ""
    return book.words("worth.text", unit=book.words(f"worth.unit.{family}"), exact=_amount(book, row.exact))


def _amount(book: Edition, value: float) -> str:
    return amount(book.words, book.figures.scenario, _tidy(value))


def _tidy(value: float) -> float:
    """Rounding of the solver is nothing."""
    return 0.0 if known(value) and abs(value) < TINY else float(value)
