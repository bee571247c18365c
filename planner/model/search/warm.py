"""A linear program that HiGHS keeps: columns are added, bounds and costs change, and every solve starts from the last basis."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
from scipy import sparse

from planner.impact.timing import Numbers
from planner.model.money import Whole
from planner.model.solve import Program, QuietHighs, lp_of

_STATUS = highspy.HighsModelStatus
#: The code of what a basis holds.
BASIC = int(highspy.HighsBasisStatus.kBasic)


@dataclass(frozen=True)
class LpAnswer:
    """The optimum of an LP: its value, the value of every column and what one unit more of every row is worth."""

    objective: float
    values: Numbers
    dual: Numbers


class WarmLp:
    """Maximises a program without whole variables again and again."""

    def __init__(self, program: Program) -> None:
        self._highs = QuietHighs()
        for name, value in {"output_flag": False, "threads": 1, "random_seed": 0, "presolve": "off"}.items():
            self._highs.setOptionValue(name, value)
        self._highs.passModel(lp_of(program))
        self.columns = len(program.gain)

    def add(self, gain: Numbers, matrix: sparse.csc_array) -> None:
        """Add columns between 0 and infinity; ``matrix`` is row x new column."""
        count = len(gain)
        zeros, infinite = np.zeros(count), np.full(count, np.inf)
        self._highs.addCols(
            count,
            -gain,
            zeros,
            infinite,
            matrix.nnz,
            matrix.indptr[:-1].astype(np.int32),
            matrix.indices.astype(np.int32),
            matrix.data,
        )
        self.columns += count

    def add_rows(self, matrix: sparse.csr_array, high: Numbers) -> None:
        """Add rows ``matrix @ x <= high``; ``matrix`` is new row x column."""
        self._highs.addRows(
            len(high),
            np.full(len(high), -np.inf),
            high,
            matrix.nnz,
            matrix.indptr[:-1].astype(np.int32),
            matrix.indices.astype(np.int32),
            matrix.data,
        )

    def drop(self, columns: Whole) -> Whole:
        """Take out those of some columns that the last basis does not hold; those that went are returned."""
        status = self._highs.getBasis().col_status
        gone = np.array([at for at in columns if status[at] != highspy.HighsBasisStatus.kBasic], dtype=np.intp)
        if len(gone):
            self._highs.deleteCols(len(gone), gone.astype(np.int32))
            self.columns -= len(gone)
        return gone

    def set_upper(self, columns: Whole, upper: Numbers) -> None:
        """Give columns other upper bounds."""
        if len(columns):
            self._highs.changeColsBounds(len(columns), columns.astype(np.int32), np.zeros(len(columns)), upper)

    def set_gain(self, columns: Whole, gain: Numbers) -> None:
        """Give columns another gain."""
        if len(columns):
            self._highs.changeColsCost(len(columns), columns.astype(np.int32), -gain)

    def solve(self, *, primal: bool = False) -> LpAnswer | None:
        """The optimum; None where HiGHS finds none. ``primal`` suits after columns were added, the other after bounds changed."""
        self._highs.setOptionValue("simplex_strategy", 4 if primal else 1)
        self._highs.run()
        if self._highs.getModelStatus() != _STATUS.kOptimal:
            return None
        solution = self._highs.getSolution()
        return LpAnswer(
            -float(self._highs.getInfo().objective_function_value),
            np.asarray(solution.col_value, dtype=np.float64),
            -np.asarray(solution.row_dual, dtype=np.float64),
        )

    def estimate(self, iterations: int) -> float:
        """What the optimum is worth at most, as far as a few simplex iterations tell; -inf where there is no solution."""
        self._highs.setOptionValue("simplex_strategy", 1)
        self._highs.setOptionValue("simplex_iteration_limit", iterations)
        self._highs.run()
        status = self._highs.getModelStatus()
        self._highs.setOptionValue("simplex_iteration_limit", np.iinfo(np.int32).max)
        if status == _STATUS.kInfeasible:
            return -np.inf
        return -float(self._highs.getInfo().objective_function_value)

    @property
    def steps(self) -> int:
        """Simplex iterations of the last solve."""
        return int(self._highs.getInfo().simplex_iteration_count)

    def basis(self) -> Any:
        """Where the last solve ended."""
        return self._highs.getBasis()

    def start_from(self, basis: Any) -> None:
        """Where the next solve begins."""
        self._highs.setBasis(basis)

    def statuses(self) -> tuple[Whole, Whole] | None:
        """Where the last solve ended, as codes of HiGHS: per column and per row; None where nothing was solved."""
        basis = self._highs.getBasis()
        if not basis.valid:
            return None
        columns, rows = ([int(status) for status in part] for part in (basis.col_status, basis.row_status))
        return np.array(columns, dtype=np.intp), np.array(rows, dtype=np.intp)

    def start_at(self, columns: Whole, rows: Whole) -> None:
        """Begin the next solve at given codes; HiGHS completes a basis that is not one."""
        basis = highspy.HighsBasis()
        basis.col_status = [highspy.HighsBasisStatus(int(code)) for code in columns]
        basis.row_status = [highspy.HighsBasisStatus(int(code)) for code in rows]
        basis.valid = True
        self._highs.setBasis(basis)
