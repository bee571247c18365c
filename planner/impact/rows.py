"""Option tables out of option tables: some of their rows, or two of them below each other."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from planner.impact.effects import Moved
from planner.impact.options import Options
from planner.impact.timing import NDArrayInt, Numbers


def some(options: Options, kept: NDArrayInt) -> Options:
    """Some rows of an option table, in the order of ``kept``; the openings stay."""
    parts: dict[str, Any] = {
        name: _rows(value, kept) for name, value in vars(options).items() if isinstance(value, np.ndarray)
    }
    table = options.table.iloc[kept].reset_index(drop=True)
    work = {pool: array[kept] for pool, array in options.work.items()}
    return replace(options, table=table, work=work, moved=_moved_rows(options, kept), **parts)


def joined(one: Options, other: Options) -> Options:
    """Two option tables of one scenario below each other; the openings are those of the first."""
    parts: dict[str, Any] = {
        name: _below(value, getattr(other, name)) for name, value in vars(one).items() if isinstance(value, np.ndarray)
    }
    table = pd.concat([one.table, other.table], ignore_index=True)
    # A pool is there only where an option needs it.
    work = {
        pool: np.concatenate([part.work.get(pool, np.zeros_like(part.cost)) for part in (one, other)])
        for pool in dict.fromkeys((*one.work, *other.work))
    }
    return replace(one, table=table, work=work, moved=_moved_below(one, other), **parts)


def _shared(array: Numbers) -> bool:
    """Whether all rows are one row in memory: zeros where no option has the figure."""
    return bool(len(array)) and array.strides[0] == 0


def _rows(array: Numbers, kept: NDArrayInt) -> Numbers:
    return np.broadcast_to(array[0], (len(kept), array.shape[1])) if _shared(array) else np.asarray(array[kept])


def _below(one: Numbers, other: Numbers) -> Numbers:
    if _shared(one) and _shared(other) and np.array_equal(one[0], other[0]):
        return np.broadcast_to(one[0], (len(one) + len(other), one.shape[1]))
    return np.concatenate([one, other])


def _moved_rows(options: Options, kept: NDArrayInt) -> Moved | None:
    if options.moved is None:
        return None
    place = np.full(len(options), -1, dtype=np.intp)
    place[kept] = np.arange(len(kept))
    option = place[options.moved.option]
    order = np.argsort(option, kind="stable")
    order = order[option[order] >= 0]
    parts = {name: values[order] for name, values in vars(options.moved).items()}
    return Moved(**{**parts, "option": option[order]}) if len(order) else None


def _moved_below(one: Options, other: Options) -> Moved | None:
    if other.moved is None:
        return one.moved
    below = replace(other.moved, option=other.moved.option + len(one))
    if one.moved is None:
        return below
    return Moved(**{name: np.concatenate([values, getattr(below, name)]) for name, values in vars(one.moved).items()})
