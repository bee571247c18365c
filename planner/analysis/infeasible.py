"""Why no plan fits: which limits collide, in the words of the workbook, and the smallest relaxation that helps.

Two steps: an arithmetic screen for limits that existing spending breaks by itself, or with what must be in; then an elastic
model, in which every limit may be exceeded at a price, for the least that must give way, and a filter that drops rows for the
smallest sets that collide.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape

import numpy as np
import pandas as pd
from scipy import sparse

from planner.analysis.must_be_in import Forced, must_be_in
from planner.errors import Collision
from planner.impact import enumerate_options
from planner.impact.timing import Flags, Numbers
from planner.model.balance import Balance
from planner.model.collisions import broken
from planner.model.evaluate import Evaluator
from planner.model.money import TOLERANCE
from planner.model.problem import problem_of
from planner.model.search.bound import relaxation
from planner.model.shown import limits_as_stated
from planner.model.solve import Program, solve
from planner.scenario.scenario import Scenario

#: What exceeding a limit that is not money by one unit costs in the elastic model [EUR million]: money gives way first.
_DEAR = 1e5
#: Seconds for one question to the solver.
_SECONDS = 60.0

COLUMNS = ("family", "name", "year", "unit", "sheet", "cell", "limit", "base", "sets", "collides", "relax_by")


@dataclass(frozen=True, eq=False)
class Explanation:
    """Why a scenario has no plan; ``feasible`` is True where it has one (all else is then empty).

    ``screen`` holds limits that existing spending breaks by itself, ``forced`` those that have no room for what must be in (by
    name the year that lacks most), ``no_option`` what must be in without any route, start and price that is open. ``rows`` has
    one row per limit that collides or gives way: family, name, year (NaN = none), unit, sheet, cell (where it is set), limit,
    base (taken before any decision), sets (the numbers, from 1, of the smallest sets found that no plan keeps: any row of a set
    relaxed enough mends it, and each set needs that), collides (it belongs to one) and relax_by (the least that must give way
    in all, by limit [unit]). ``relaxation`` is the sum in EUR million over limits of money.
    """

    feasible: bool
    screen: tuple[Collision, ...]
    rows: pd.DataFrame
    relaxation: float
    forced: tuple[Forced, ...] = ()
    no_option: tuple[str, ...] = ()

    def __repr__(self) -> str:
        if self.feasible:
            return "<Explanation: a plan fits>"
        return f"<Explanation: no plan fits; limits: {len(self.rows)}, least that helps: EUR {self.relaxation:,.4g} million>"

    def _repr_html_(self) -> str:
        table: str = self.rows.to_html(index=False, na_rep="")
        return f"<p>{escape(repr(self)[1:-1])}</p>{table}"


def explain(scenario: Scenario) -> Explanation:
    """Which limits of a scenario collide, and the smallest relaxation that helps."""
    problem = problem_of(scenario, enumerate_options(scenario))
    evaluator = problem.evaluator
    elastic = _Elastic(evaluator, problem.balance)
    none = np.zeros(len(elastic.labels))
    if elastic.fits(np.ones(len(none), dtype=bool)):
        return Explanation(True, (), pd.DataFrame(columns=list(COLUMNS)), 0.0)
    slack = elastic.least()
    place = np.argsort(limits_as_stated(scenario, elastic.labels.assign(at=np.arange(len(none))))["at"].to_numpy())
    sets = sorted(elastic.colliding(slack), key=lambda one: int(place[one].min()))  # numbered as they are shown
    numbers = pd.Series([tuple(at for at, one in enumerate(sets, start=1) if one[row]) for row in range(len(none))])
    frame = elastic.labels.assign(sets=numbers, collides=np.any(sets, axis=0), relax_by=slack)
    shown = limits_as_stated(scenario, frame[(frame["relax_by"] > 0) | frame["collides"]])
    euro = float(shown["relax_by"][shown["unit"] == "EUR million"].sum())
    forced, without = must_be_in(scenario, evaluator)
    return Explanation(False, tuple(broken(evaluator)), shown[list(COLUMNS)], euro, forced, without)


class _Elastic:
    """All limits but "one decision" as rows that may be exceeded: more of a framework is more money in that year too."""

    def __init__(self, evaluator: Evaluator, stated: Balance) -> None:
        families = [family for family in evaluator.limits.families if family.name != "decision"]
        parts = [
            family.rows[["name", "year", "sheet", "cell"]].assign(
                family=family.name, unit=family.unit, limit=family.limit, base=family.base
            )
            for family in families
        ]
        self.labels = pd.concat(parts, ignore_index=True)
        arrays = relaxation(evaluator, stated)
        program, rows = arrays.program(), len(self.labels)
        self.equal = arrays.equal[:rows]
        slack = sparse.lil_array((program.matrix.shape[0], rows))
        slack[np.arange(rows), np.arange(rows)] = -1.0
        money_rows = stated.rows[stated.rows["kind"] == "money"]
        place = {(n, y): at for n, y, at in zip(money_rows["name"], money_rows["year"], money_rows.index, strict=True)}
        for at, (family, name, year) in enumerate(
            zip(self.labels["family"], self.labels["name"], self.labels["year"], strict=True)
        ):
            if family == "framework" and (name, int(year)) in place:
                slack[rows + place[name, int(year)], at] = -1.0
        below = sparse.csr_array(slack)
        none = np.zeros(2 * rows)
        self.program = replace(  # equalities may be missed on either side
            program,
            gain=np.zeros(len(program.gain) + 2 * rows),
            constant=0.0,
            matrix=sparse.csr_array(sparse.hstack([program.matrix, below, -1.0 * below], format="csr")),
            lower=np.append(program.lower, none),
            upper=np.append(program.upper, none),
            whole=np.append(program.whole, none > 0),
        )
        self._first = len(program.gain)
        euro = (self.labels["unit"] == "EUR million").to_numpy(dtype=bool)
        self._price = np.where(euro, 1.0, _DEAR)

    def _asked(self, kept: Flags, gain: Numbers | None = None) -> Program:
        """The program in which rows that are not ``kept`` may be exceeded without limit."""
        rows = len(kept)
        upper = self.program.upper.copy()
        upper[self._first : self._first + rows] = np.where(kept, 0.0, np.inf)
        upper[self._first + rows :] = np.where(kept | ~self.equal, 0.0, np.inf)
        return replace(self.program, upper=upper, gain=self.program.gain if gain is None else gain)

    def fits(self, kept: Flags) -> bool:
        """Whether a plan keeps these rows."""
        return solve(self._asked(kept), gap=1.0, time_limit=_SECONDS).solution is not None

    def least(self) -> Numbers:
        """By how much each limit must give way in the plan that exceeds least in all, in euros; 0 where it need not.

        What the solver may exceed without a word (the tolerance) must give way too.
        """
        rows = len(self.labels)
        gain = np.zeros(len(self.program.gain))
        gain[self._first :] = -np.tile(self._price, 2)
        answer = solve(self._asked(np.zeros(rows, dtype=bool), gain), gap=1e-6, time_limit=_SECONDS)
        if answer.solution is None:
            return np.full(rows, np.nan)
        found = answer.solution[self._first :]
        slack = found[:rows] + found[rows:]
        return np.where(slack > 1e-7, np.round(slack + np.where(self.equal, 0.0, TOLERANCE), 6), 0.0)

    def colliding(self, gives: Numbers) -> list[Flags]:
        """Smallest sets of rows that no plan keeps together, until the rows that are in none of them can all be kept.

        Each set holds a row that gives way in ``least``; those that no plan keeps by themselves come first.
        """
        kept, sets = np.ones(len(self.labels), dtype=bool), []
        for at in np.flatnonzero(gives > 0):
            alone = np.arange(len(kept)) == at
            if not self.fits(alone):
                sets.append(alone)
                kept[at] = False
        while not self.fits(kept):
            found = self.smallest(kept)
            sets.append(found)
            kept = kept & ~(found & (gives > 0) if (found & (gives > 0)).any() else found)
        return sets

    def smallest(self, among: Flags) -> Flags:
        """A set of these rows that no plan keeps together, of which no row can be left out (dropped in halves, then singly)."""
        kept = among.copy()
        size = max(1, len(kept) // 2)
        while size >= 1:
            at = 0
            while at < len(kept):
                block = np.arange(at, min(at + size, len(kept)))
                without = kept.copy()
                without[block] = False
                if kept[block].any() and not self.fits(without):
                    kept = without
                at += size
            if size == 1:
                break
            size = max(1, size // 4)
        return kept
