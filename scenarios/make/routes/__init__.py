"""The route sets that ship: what each policy letter describes, as rows that a scenario takes over (``scenarios/routes``).

One workbook per set. Routes that stand in for each other share an identifier (``vt`` today, as advised, as proposed,
abolished): taking a set over replaces the rows with the same identifier and leaves the rest of a scenario as it is.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from scenarios.make.common import Book
from scenarios.make.routes import asked, conditional, in_force, shared, tsg

SETS: dict[str, Callable[[Book], None]] = {
    **in_force.SETS,
    **conditional.SETS,
    **asked.SETS,
    **tsg.SETS,
}


def tables(name: str) -> dict[str, pd.DataFrame]:
    """The sheets of one set; the standings that its routes need are set in its sheet Settings."""
    book = Book()
    SETS[name](book)
    shared.add_standings(book)
    return book.tables()
