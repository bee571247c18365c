"""What a limit is: rows ``base + use @ pick <= limit`` (or ``=``), stated once as data, and what a choice takes of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from scipy import sparse

from planner.impact import Options
from planner.impact.timing import Flags, Numbers
from planner.model.choice import Chosen, Picks
from planner.model.money import TOLERANCE, Money, Whole


@dataclass(frozen=True)
class Family:
    """One family of limits.

    ``rows`` holds a name and a year (NaN = none) per row, and the sheet and cell that set the limit; ``use`` (row x option)
    is what picking an option takes, ``base`` what is taken anyway and ``limit`` what there is, all in ``unit``.
    ``equal`` marks rows that must be met exactly. ``once`` is the part of ``use`` that is taken by the decision itself, whatever
    the share of the patients (None = no part of it).
    """

    name: str
    unit: str
    rows: pd.DataFrame
    use: sparse.csr_array
    base: Numbers
    limit: Numbers
    equal: Flags
    once: sparse.csr_array | None = None

    @property
    def space(self) -> Numbers:
        """What is left for options before any is picked."""
        return self.limit - self.base

    def used(self, picked: Chosen) -> Numbers:
        """What the picked options (row numbers of the option table) take of each row."""
        if not isinstance(picked, Picks):
            return np.asarray(self.by_option[:, picked].sum(axis=1)).ravel()
        taken = self.by_option[:, picked.rows] @ picked.shares
        if self.once is not None:
            taken = taken + self.once_by_option[:, picked.rows] @ (picked.parts - picked.shares)
        return np.asarray(taken)

    def excess(self, rest: Chosen, own: Whole) -> Numbers:
        """By how much each single option of ``own``, added to the choice ``rest``, exceeds each row (row x option, >= 0)."""
        taken = self.used(rest)[:, None] + self.by_option[:, own].toarray()
        over = taken - self.space[:, None]
        return np.where(over > TOLERANCE, over, 0.0)

    @cached_property
    def by_option(self) -> sparse.csc_array:
        """``use`` in the form that is quick to read by option."""
        return sparse.csc_array(self.use)

    @cached_property
    def once_by_option(self) -> sparse.csc_array:
        """``once`` in the form that is quick to read by option."""
        none = sparse.csc_array(self.use.shape)
        return none if self.once is None else sparse.csc_array(self.once)

    def broken(self, picked: Chosen) -> Flags:
        """Rows that a choice breaks by more than the tolerance (carried room aside)."""
        return beyond(self.used(picked) - self.space, self.equal)


def beyond(excess: Numbers, equal: Flags) -> Flags:
    """Where an excess is more than the tolerance; in rows that must be met ``equal``, what is missing too."""
    return np.asarray(np.where(equal, np.abs(excess), excess) > TOLERANCE)


def over(family: Family, picked: Chosen, relief: Numbers) -> Iterator[tuple[int, float]]:
    """Rows that a choice breaks, with the excess; ``relief`` is by how much carried room widens each."""
    excess = family.used(picked) - family.space - relief
    for row in np.flatnonzero(beyond(excess, family.equal)):
        yield int(row), float(excess[row])


def actions(options: Options) -> Whole:
    """What picking each option does to the number of indications in the package: +1 admitted, -1 leaves, 0 stays in it."""
    action = options.table["action"].to_numpy(dtype=object)
    return np.where(action == "admit", 1, np.where(action == "leave", -1, 0)).astype(np.intp)


def framework_numbers(options: Options, money: Money) -> Whole:
    """The number of each option's framework among ``money.frameworks``."""
    key = "framework numbers", money.frameworks
    if key not in options.once:
        codes, names = pd.factorize(options.table["framework"])
        number = np.array([money.frameworks.index(name) for name in names], dtype=np.intp)
        options.once[key] = number[codes] if len(codes) else np.zeros(0, dtype=np.intp)
    found: Whole = options.once[key]
    return found


def by_framework(options: Options, money: Money, values: Numbers, later: Numbers | None = None) -> sparse.csr_array:
    """An option x year array as rows framework x year over options: what money rows sum.

    ``later`` (row of ``options.moved`` x year) is the part of ``values`` that another framework is charged: what follows a
    conversion.
    """
    number = framework_numbers(options, money).astype(np.float64)
    whole = spread(values, number, len(money.frameworks))
    if options.moved is None or later is None:
        return whole
    moved, horizon = options.moved, values.shape[1]
    names = {name: at for at, name in enumerate(money.frameworks)}
    then = np.array([names[name] for name in moved.framework], dtype=np.float64)
    year = np.arange(horizon)[None, :]
    row = np.stack([then, number[moved.option]])[:, :, None] * horizon + year
    part = np.stack([later, -later])
    column = np.broadcast_to(moved.option[:, None], part.shape)
    change = sparse.csr_array((part.ravel(), (row.ravel().astype(np.intp), column.ravel())), shape=whole.shape)
    total = sparse.csr_array(whole + change)
    total.eliminate_zeros()
    return total


def charged(options: Options, money: Money, name: str) -> sparse.csr_array:
    """An array of the options (``cost``, ``must_fit`` ...) as rows framework x year over options: each stage where it is paid."""
    key = "charged", name, money.frameworks
    if key not in options.once:
        later = None if options.moved is None else getattr(options.moved, name)
        options.once[key] = by_framework(options, money, getattr(options, name), later)
    found: sparse.csr_array = options.once[key]
    return found


def spread(values: Numbers, group: Numbers, groups: int) -> sparse.csr_array:
    """Rows (group x year) over options of an option x year array; options without a group (NaN) take nothing."""
    count, horizon = values.shape
    inside = ~np.isnan(group)
    row = np.nan_to_num(group).astype(np.int32)[:, None] * np.int32(horizon) + np.arange(horizon, dtype=np.int32)
    kept = inside[:, None] & (values != 0)
    column = np.broadcast_to(np.arange(count, dtype=np.int32)[:, None], values.shape)
    return sparse.csr_array((values[kept], (row[kept], column[kept])), shape=(groups * horizon, count))


def codes(labels: pd.Series) -> tuple[list[str], Whole]:
    """Names in order of appearance and the number of each option's name (-1 = none)."""
    numbers, names = pd.factorize(labels, use_na_sentinel=True)
    return [str(name) for name in names], np.asarray(numbers, dtype=np.intp)


def ones(at: Whole, rows: int) -> sparse.csr_array:
    """A matrix with a one where option o counts in row ``at[o]`` (-1 = in none)."""
    inside = np.flatnonzero(at >= 0)
    return sparse.csr_array((np.ones(len(inside)), (at[inside], inside)), shape=(rows, len(at)))


def at_most(
    name: str,
    unit: str,
    rows: pd.DataFrame,
    use: sparse.csr_array,
    limit: Numbers,
    *,
    base: Numbers | None = None,
    once: sparse.csr_array | None = None,
) -> Family:
    """A family ``base + use @ pick <= limit``; nothing is taken anyway unless ``base`` says so."""
    none = np.zeros(len(limit))
    return Family(name, unit, rows, use, none if base is None else base, limit, none > 0, once)
