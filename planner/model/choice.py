"""A choice of options: which rows of the option table, and the share of each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from planner.impact.timing import Numbers
from planner.model.money import Whole


@dataclass(frozen=True)
class Picks:
    """Rows of the option table with their shares, for choices in which not all shares are 1.

    ``parts`` is what each row is of its own decision (1 where an indication has one option; two neighbouring discounts that
    make one price add up to 1): what counts decisions counts parts, what counts patients counts shares.
    """

    rows: Whole
    shares: Numbers
    parts: Numbers


#: Rows of the option table, all chosen whole, or rows with shares.
Chosen = Whole | Picks


def picks(chosen: Chosen) -> Picks:
    """Any choice with its shares: rows alone are chosen whole."""
    if isinstance(chosen, Picks):
        return chosen
    rows = np.asarray(chosen, dtype=np.intp)
    return Picks(rows, np.ones(len(rows)), np.ones(len(rows)))


def shared(table: pd.DataFrame, rows: Whole, shares: Numbers) -> Picks:
    """Rows of an option table with shares, and the part that each is of its indication's decision (staying is none)."""
    own = table["indication"].to_numpy()[rows]
    decided = table["route"].notna().to_numpy(dtype=bool)[rows]
    total = pd.Series(np.where(decided, shares, 0.0)).groupby(own).transform("sum").to_numpy()
    parts = np.divide(shares, total, out=np.ones_like(shares), where=decided & (total > 0))
    return Picks(rows, shares, parts)
