"""A scenario of which each limit may be kept or exceeded: whether a plan keeps some of them, and what must give way.

Made from the Pyomo model without its limits, so that shares of indications and room that is carried over are what they are in a
plan; the limits are rows of their own, each with a variable for what it is exceeded by.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from scipy import sparse

from planner.impact.timing import Flags, Numbers
from planner.model.balance import Balance
from planner.model.build_parts import by_share
from planner.model.compiled import Compiled, compiled_plan
from planner.model.evaluate import Evaluator
from planner.model.limits import Family
from planner.model.solve import Answer, Program, solve


class Elastic:
    """All limits but "one decision" as rows that may be exceeded: more of a framework is more money in that year too.

    ``labels`` has one row per limit: name, year, sheet, cell, family, unit, limit, base; ``equal`` marks those that must be met
    exactly, ``slack`` is what each may be exceeded by without a word. Of ``program`` the last columns are what each row is
    exceeded by, and missed by from below.
    """

    def __init__(self, evaluator: Evaluator, stated: Balance) -> None:
        families = [family for family in evaluator.limits.families if family.name != "decision"]
        decisions = [family for family in evaluator.limits.families if family.name == "decision"]
        parts = [
            family.rows[["name", "year", "sheet", "cell"]].assign(
                family=family.name, unit=family.unit, limit=family.limit, base=family.base
            )
            for family in families
        ]
        self.labels = pd.concat(parts, ignore_index=True)
        self.equal = np.concatenate([family.equal for family in families])
        self.slack = np.where(self.equal, 0.0, evaluator.slack)
        compiled = compiled_plan(evaluator, stated, np.arange(len(evaluator.options)), None, decisions)
        program, rows = compiled.program, len(self.labels)
        self.first = len(program.gain)
        below = self._below(compiled)
        own = sparse.hstack([_use(evaluator, families, compiled), -sparse.eye_array(rows), sparse.eye_array(rows)])
        others = sparse.hstack([program.matrix, below, -1.0 * below])
        space, none = np.concatenate([family.space for family in families]), np.zeros(2 * rows)
        self.program = replace(
            program,
            gain=np.zeros(self.first + 2 * rows),
            constant=0.0,
            matrix=sparse.csr_array(sparse.vstack([others, own], format="csr")),
            low=np.append(program.low, np.where(self.equal, space, -np.inf)),
            high=np.append(program.high, space + self.slack),
            lower=np.append(program.lower, none),
            upper=np.append(program.upper, none),
            whole=np.append(program.whole, none > 0),
        )

    def _below(self, compiled: Compiled) -> sparse.csr_array:
        """What exceeding each limit does to the rows of the model: more of a framework is money in that year."""
        matrix = sparse.csc_array(compiled.program.matrix)
        room = _money_columns(compiled, "room")
        found = sparse.lil_array((matrix.shape[0], len(self.labels)))
        for at, (family, name, year) in enumerate(self.labels[["family", "name", "year"]].itertuples(index=False)):
            column = room.get((name, int(year))) if family == "framework" else None
            if column is not None:  # room is in the money row of its year alone
                entry = matrix.indptr[column]
                found[matrix.indices[entry], at] = -matrix.data[entry]
        return sparse.csr_array(found)

    def asked(self, kept: Flags, gain: Numbers | None = None) -> Program:
        """The program in which rows that are not ``kept`` may be exceeded without limit."""
        rows = len(kept)
        upper = self.program.upper.copy()
        upper[self.first : self.first + rows] = np.where(kept, 0.0, np.inf)
        upper[self.first + rows :] = np.where(kept | ~self.equal, 0.0, np.inf)
        return replace(self.program, upper=upper, gain=self.program.gain if gain is None else gain)

    def plan(self, kept: Flags, seconds: float) -> Answer:
        """Any plan that keeps these rows."""
        return solve(self.asked(kept), gap=1.0, time_limit=seconds)


def _use(evaluator: Evaluator, families: Sequence[Family], compiled: Compiled) -> sparse.csr_array:
    """What each limit takes of the columns of the model: shares, decisions behind them, and room of the year before."""
    parts, carry, width = evaluator.limits.parts, _money_columns(compiled, "carry"), len(compiled.program.gain)
    found = []
    for family in families:
        share, decided = by_share(family, parts)
        use = _placed(share, compiled.columns, width)
        if len(parts):
            use = use + _placed(decided, compiled.decide_columns, width)
        if family.name == "framework" and carry:
            keys = list(zip(family.rows["name"], family.rows["year"].astype(int), strict=True))
            wider = [(row, carry[key]) for row, key in enumerate(keys) if key in carry]
            at, of = zip(*wider, strict=True) if wider else ((), ())
            use = use - sparse.csr_array((np.ones(len(at)), (at, of)), shape=use.shape)
        found.append(use)
    return sparse.csr_array(sparse.vstack(found, format="csr"))


def _placed(matrix: sparse.sparray, columns: np.ndarray[tuple[int], np.dtype[np.intp]], width: int) -> sparse.csr_array:
    """A matrix with its columns at those of a program; what has none there is left out."""
    entries = sparse.coo_array(matrix)
    row, column = entries.coords
    known = columns[column] >= 0
    place = (row[known], columns[column[known]])
    return sparse.csr_array((entries.data[known], place), shape=(matrix.shape[0], width))


def _money_columns(compiled: Compiled, kind: str) -> dict[tuple[str, int], int]:
    """The column of each money variable of a kind, by framework and year."""
    stated = compiled.balance.columns
    mine = np.flatnonzero((stated["kind"] == kind).to_numpy() & (compiled.money_columns >= 0))
    keys = zip(stated["name"].iloc[mine], stated["year"].iloc[mine].astype(int), strict=True)
    return dict(zip(keys, compiled.money_columns[mine].tolist(), strict=True))
