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


def without(chosen: Chosen, own: Whole, added: int | None = None) -> Chosen:
    """A choice without some rows, and with one more row that is chosen whole."""
    if not isinstance(chosen, Picks):
        left = np.setdiff1d(chosen, own)
        return left if added is None else np.sort(np.append(left, added))
    kept = ~np.isin(chosen.rows, own)
    rest = Picks(chosen.rows[kept], chosen.shares[kept], chosen.parts[kept])
    if added is None:
        return rest
    return Picks(np.append(rest.rows, added), np.append(rest.shares, 1.0), np.append(rest.parts, 1.0))


def only(chosen: Chosen, own: Whole) -> Chosen:
    """The part of a choice that lies in some rows."""
    if not isinstance(chosen, Picks):
        return np.intersect1d(own, chosen)
    kept = np.isin(chosen.rows, own)
    return Picks(chosen.rows[kept], chosen.shares[kept], chosen.parts[kept])
