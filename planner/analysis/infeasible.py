"""Why no plan fits: which limits collide, in the words of the workbook, and the smallest relaxation that helps.

Two steps: an arithmetic screen for limits that existing spending breaks by itself, or with what must be in; then an elastic
model, in which every limit may be exceeded at a price, for the least that must give way, and a filter that drops rows for the
smallest sets that collide.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import numpy as np
import pandas as pd

from planner.analysis.must_be_in import Forced, must_be_in
from planner.errors import Collision
from planner.impact import enumerate_options
from planner.impact.timing import Flags, Numbers
from planner.model.collisions import broken
from planner.model.elastic import Elastic
from planner.model.problem import problem_of
from planner.model.shown import limits_as_stated
from planner.model.solve import solve
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


class _Elastic(Elastic):
    """What must give way, and the smallest sets of limits that no plan keeps."""

    @property
    def _price(self) -> Numbers:
        """What exceeding each limit by a unit costs [EUR million]."""
        return np.where((self.labels["unit"] == "EUR million").to_numpy(dtype=bool), 1.0, _DEAR)

    def fits(self, kept: Flags) -> bool:
        """Whether a plan keeps these rows."""
        return self.plan(kept, _SECONDS).solution is not None

    def least(self) -> Numbers:
        """By how much each limit must give way in the plan that exceeds least in all, in euros; 0 where it need not.

        What the solver may exceed without a word (the tolerance) must give way too.
        """
        rows = len(self.labels)
        gain = np.zeros(len(self.program.gain))
        gain[self.first :] = -np.tile(self._price, 2)
        answer = solve(self.asked(np.zeros(rows, dtype=bool), gain), gap=1e-6, time_limit=_SECONDS)
        if answer.solution is None:
            return np.full(rows, np.nan)
        found = answer.solution[self.first :]
        over = found[:rows] + found[rows:]
        return np.where(over > 1e-7, np.round(over + self.slack, 6), 0.0)

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
