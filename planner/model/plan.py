"""A plan: what is decided, what it costs and yields, and how far it is proven. It holds no solver object."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from html import escape
from typing import Any, Literal

import pandas as pd

from planner.impact import Options, enumerate_options
from planner.impact.timing import Numbers
from planner.model.audit import AuditReport
from planner.model.choice import Chosen, Picks, shared
from planner.model.money import Whole
from planner.scenario.scenario import Scenario

#: Why no options were proved away: a modeller's own constraints, few options, ``prune=False``, shares of indications or carried
#: room (which the bound does not know), or no plan to prove with.
Unpruned = Literal["extended", "small", "asked", "shares", "no_plan"]


#: A gap that is there but smaller is told as this one.
LEAST_GAP = 1e-10


def gap_decimals(gap: float) -> int:
    """Decimals of a gap as a percentage: two, or as many as show its first digit."""
    first = float(f"{min(1.0, max(gap, LEAST_GAP)):.0e}")  # 0.00996% is told as 0.01%
    return max(2, -2 - math.floor(math.log10(first) + 1e-9))


@dataclass(frozen=True)
class Totals:
    """Totals of a plan, as differences from the reference plan (which admits nothing).

    ``gained``, ``displaced``, ``room_used`` and ``net`` are discounted QALYs (``net`` is the objective); ``*_sum`` the same
    undiscounted, summed over the years. Money in EUR million: ``spending_sum`` expected net cost, ``displaced_euro_sum`` care
    displaced, ``room_euro_sum`` room used (all undiscounted), ``cost_discounted``. ``objective`` is the worth in the unit of the
    objective that was maximised (net QALYs unless the settings say otherwise; EUR million of spending count as a loss), and
    ``second`` in that of the second of a lexicographic pair (NaN without one).
    """

    gained: float
    displaced: float
    room_used: float
    net: float
    gained_sum: float
    displaced_sum: float
    room_used_sum: float
    net_sum: float
    spending_sum: float
    displaced_euro_sum: float
    room_euro_sum: float
    cost_discounted: float
    admitted: int
    candidates: int
    objective: float = 0.0
    second: float = math.nan


@dataclass(frozen=True)
class Outcome:
    """How the plan was found. ``stopped``: proven optimal, proven to the gap that was asked, or stopped by time.

    ``bound`` is what any plan can yield at most (net QALYs, discounted); ``gap`` the distance to it as a share of the plan's
    net QALYs, or of one where it yields less. ``ties`` says whether all equally good plans were searched. ``pruned`` counts the
    options that were proved away before the model was built, by argument, with the nodes, dives and cuts of the search;
    ``unpruned`` says why none were.
    ``seconds`` by stage. ``interrupted`` says that a user asked to stop (Ctrl-C).
    """

    stopped: Literal["optimal", "gap", "time"]
    bound: float
    gap: float
    gap_asked: float
    time_limit: float
    ties: bool
    size: Mapping[str, int]
    interrupted: bool = False
    unpruned: Unpruned | None = None
    pruned: Mapping[str, int] = field(default_factory=dict)
    seconds: Mapping[str, float] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    solver_options: Mapping[str, object] = field(default_factory=dict)

    @property
    def extended(self) -> bool:
        """Whether a modeller's own constraints were added to the model (``extend=``)."""
        return self.unpruned == "extended"

    @property
    def held(self) -> Literal["optimal", "feasible"]:
        """What is held: an optimal plan, or a feasible one with a gap."""
        return "optimal" if self.stopped == "optimal" else "feasible"

    @property
    def text(self) -> str:
        if self.stopped == "optimal":
            return "proven optimal"
        by = "by the user" if self.interrupted else "by the time limit"
        why = f"stopped {by}" if self.stopped == "time" else "proven to the gap that was asked"
        return f"the best plan found, {why}: at most {self.gap_text} from the best"

    @property
    def gap_text(self) -> str:
        """The gap as a percentage; never 0 where there is one."""
        return f"{max(self.gap, LEAST_GAP):.{gap_decimals(self.gap)}%}"


#: What a notebook shows of the decisions.
_SHOWN = ["indication", "decision", "route", "start_year", "discount", "net_price", "patients", "qalys", "spending"]


@dataclass(frozen=True, eq=False)
class Plan:
    """The best plan found for a scenario, checked by the independent audit.

    DataFrames (money EUR million, prices EUR, health QALYs, years calendar years): ``decisions`` one row per indication;
    ``yearly`` per admitted indication and year; ``spending`` per framework and year; ``displacement`` per segment of care and
    year; ``limits`` per limit and year: family, name, year (NaN: over all years) and unit of the limit; sheet and cell that set
    it; limit (what there is), base (what is taken without any decision), used (what the plan takes), room (limit less base and
    used) and binding (no room is left), all in ``unit``, and marginal (what one unit more is worth in the unit of the objective,
    by the LP in which decisions may be shares; NaN where one price is the limit). ``picked`` holds the rows of
    ``options.table`` that are chosen and ``shares`` the share of each: 1 but for divisible indications, and where two
    neighbouring discounts make one price.
    """

    scenario: Scenario
    options: Options
    picked: Whole
    shares: Numbers
    decisions: pd.DataFrame
    yearly: pd.DataFrame
    spending: pd.DataFrame
    displacement: pd.DataFrame
    limits: pd.DataFrame
    totals: Totals
    outcome: Outcome
    audit: AuditReport

    @property
    def chosen(self) -> Chosen:
        """What is chosen, as the evaluator takes it: rows alone where all are whole."""
        if (self.shares == 1.0).all():
            return self.picked
        found: Picks = shared(self.options.table, self.picked, self.shares)
        return found

    def __repr__(self) -> str:
        totals = self.totals
        yields = f"{totals.net:,.4g} QALYs net, EUR {totals.spending_sum:,.4g} million"
        admitted = f"{totals.admitted} of {totals.candidates} admitted"
        return f"<Plan of {self.scenario.name!r}: {admitted}, {yields}, {self.outcome.text}>"

    def _repr_html_(self) -> str:
        table: str = self.decisions[_SHOWN].to_html(index=False, na_rep="", float_format="{:,.4g}".format)
        return f"<p>{escape(repr(self)[1:-1])}</p>{table}"


class SentPlan(Plan):
    """A plan from another process: its option table, by far the largest part, is made again when it is first read."""

    def __init__(self, scenario: Scenario, tables: Mapping[str, Any]) -> None:
        vars(self).update(tables, scenario=scenario)

    @staticmethod
    def to_send(plan: Plan) -> dict[str, Any]:
        """What of a plan travels: all but what follows from its scenario."""
        kept = (part.name for part in fields(Plan) if part.name not in ("scenario", "options"))
        return {name: getattr(plan, name) for name in kept}

    def __getattr__(self, name: str) -> Any:  # called only for what is not there yet
        if name != "options":
            raise AttributeError(name)
        options = enumerate_options(self.scenario)
        vars(self)["options"] = options
        return options

    def __reduce__(self) -> tuple[Any, ...]:
        return SentPlan, (self.scenario, self.to_send(self))


class LaterPlan(Plan):
    """A plan whose tables are made, and audited, when the first of them is read: no figure is seen before the audit.

    At once there are ``scenario``, ``options``, ``picked``, ``shares`` and ``outcome``; reading anything else raises AuditError
    where the audit does not agree. To copy, compare or send it elsewhere makes it too.
    """

    def __init__(
        self,
        scenario: Scenario,
        options: Options,
        picked: Whole,
        shares: Numbers,
        outcome: Outcome,
        make: Callable[[], Plan],
    ) -> None:
        known = {"scenario": scenario, "options": options, "picked": picked, "shares": shares, "outcome": outcome}
        vars(self).update(known, _make=make)

    def __getattr__(self, name: str) -> Any:  # called only for what is not there yet
        made = {part.name for part in fields(Plan)}
        if name not in made or "_make" not in vars(self):
            raise AttributeError(name)
        vars(self).update(vars(vars(self)["_make"]()))
        del vars(self)["_make"]
        return vars(self)[name]

    def __reduce__(self) -> tuple[Any, ...]:
        return Plan, tuple(getattr(self, part.name) for part in fields(Plan))
