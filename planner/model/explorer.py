"""Many questions about one scenario: what the best plan is without an option, with an indication forced in, after a change.

An explorer keeps what a question does not touch: the option table, the limits, the LP relaxation with its multipliers and
columns, and the best plan, from which every further search starts.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from planner.asked import as_names, of_kind
from planner.errors import UsageError
from planner.impact import Options
from planner.impact.timing import Flags, Numbers
from planner.model.audit import Auditor
from planner.model.balance import Balance
from planner.model.checked import checked
from planner.model.choice import picks
from planner.model.clock import Clock
from planner.model.evaluate import Evaluator
from planner.model.money import Whole
from planner.model.optimise import effort, solved
from planner.model.plan import LaterPlan, Plan
from planner.model.problem import Problem, problem_of, state
from planner.model.search.best import Found, search
from planner.model.search.prune import Ended, Question, Warm
from planner.model.solve import Progress
from planner.model.ties import EXACT
from planner.scenario.scenario import Scenario


@dataclass(frozen=True, eq=False)
class Best:
    """The answer to one question, not audited: ``picked`` options (rows of the option table) with their ``shares``.

    ``net`` is what the plan is worth (the objective's own unit, against the reference plan), ``bound`` what any plan that
    answers the question can be worth at most. ``held`` is False where there is none (``net`` is then -inf): no plan answers the
    question where ``bound`` is -inf too, else time was up before one was found.
    """

    picked: Whole
    shares: Numbers
    net: float
    bound: float
    held: bool

    @property
    def proven(self) -> bool:
        """Whether no plan that answers the question is worth more (to a millionth); without a plan: whether there is none."""
        if not self.held:
            return self.bound == -np.inf
        return self.bound - self.net <= 1e-6 * max(1.0, abs(self.net))


class Explorer:
    """The best plan of a scenario (``plan``, audited), and quick answers to questions that start from it.

    ``mip_gap`` (relative) and ``time_limit`` [seconds, per question] win over the scenario's settings. Raises what
    ``optimise`` raises.
    """

    def __init__(
        self,
        scenario: Scenario,
        *,
        mip_gap: float | None = None,
        time_limit: float | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.scenario, self._progress = scenario, progress
        self._gap, self._limit = effort(scenario, mip_gap, time_limit)
        clock = self._clock()
        self.problem: Problem = state(scenario, clock)
        self._warm = Warm.of(self.problem.evaluator, self.problem.balance)
        self._auditor = Auditor(scenario)
        picked, outcome = solved(self.problem, self._gap, clock, warm=self._warm)
        self._ended = self._warm.ended
        self.plan: Plan = checked(scenario, self.problem.evaluator, picked, outcome, clock, self._auditor)

    def __repr__(self) -> str:
        return f"<Explorer of {self.plan!r}>"

    def __getstate__(self) -> tuple[Plan, float, float, Ended]:
        """What goes to another process, where it begins with the plan that was found: that is not solved again."""
        return self.plan, self._gap, self._limit, self._ended

    def __setstate__(self, state: tuple[Plan, float, float, Ended]) -> None:
        self.plan, self._gap, self._limit, self._ended = state
        self.scenario, self._progress = self.plan.scenario, None
        self.problem = problem_of(self.scenario, self.plan.options)
        relaxation = Warm.of(self.problem.evaluator, self.problem.balance).relaxation
        self._warm = Warm.begun(relaxation, self._ended)
        self._auditor = Auditor(self.scenario)

    @property
    def options(self) -> Options:
        return self.problem.options

    @property
    def evaluator(self) -> Evaluator:
        return self.problem.evaluator

    @property
    def stated(self) -> tuple[Evaluator, Balance]:
        return self.problem.evaluator, self.problem.balance

    def best(self, allowed: Flags | None = None, forced: str | Collection[str] = ()) -> Best:
        """The best plan that uses only ``allowed`` options (a flag per row of the option table; None = all) and admits every
        indication of ``forced``.

        An indication that is forced takes one of its allowed options, for all of its patients (``max_coverage``) where it is
        divisible. Raises UsageError for an indication without a row in
        the option table and for flags of another length.
        """
        table = self.options.table
        alive = np.ones(len(table), dtype=bool) if allowed is None else np.asarray(allowed)
        if alive.shape != (len(table),) or alive.dtype != bool:
            given = f"shape {alive.shape} and type {alive.dtype}"
            raise UsageError(f"allowed has {given}; one flag (True or False) per option is needed ({len(table)})")
        must = frozenset(as_names(forced))
        unknown = sorted(must - set(table["indication"]))
        if unknown:
            raise UsageError(f"no option admits {', '.join(unknown)}: it cannot be forced in")
        question = Question(None if allowed is None else alive, must, self.plan.picked)
        gap = max(self._gap, EXACT)
        # Each question begins where the plan's own search ended: what was asked before it does not change its answer.
        warm = Warm.begun(self._warm.relaxation, self._ended)
        found = search(self.evaluator, self.problem.balance, gap, self._clock().left, question, warm)
        return _best_of(self.evaluator, found)

    def changed(self, scenario: Scenario, *, ties: bool = True) -> Plan:
        """The best plan of a changed scenario: the same answer as ``optimise(scenario)``, within the gap.

        Without ``ties`` any of equally good plans may come out: enough to say what the best is worth, and faster at gap 0.

        What is chosen and how far it is proven is there at once. The tables and totals of the plan are made, and audited, when
        the first of them is read (by a report, for one): reading them raises AuditError where the audit does not agree. Ctrl-C
        breaks off: half an answer to a question is none.
        """
        of_kind(scenario, Scenario)
        clock = self._clock()
        problem = state(scenario, clock, self.problem)
        warm, near = self._carried(problem)
        gap = self._gap if ties else max(self._gap, EXACT)
        picked, outcome = solved(problem, gap, clock, warm=warm, near=near, ties=ties, bare=True)
        if outcome.interrupted:
            raise KeyboardInterrupt

        def audited() -> Plan:
            auditor = Auditor(scenario).knowing(self._auditor)
            plan = checked(scenario, problem.evaluator, picked, outcome, clock, auditor)
            self._auditor.knowing(auditor)
            return plan

        own = picks(picked)
        return LaterPlan(scenario, problem.options, own.rows, own.shares, outcome, audited)

    def _carried(self, problem: Problem) -> tuple[Warm, Whole | None]:
        """The columns, multipliers and plan of the base, as far as the changed scenario has the same options and rows."""
        warm, mine = Warm.of(problem.evaluator, problem.balance), self._warm
        rows = problem.options.counterparts(self.options, self.plan.picked)
        near = None if (rows < 0).any() else rows
        if mine.bound is None or warm.relaxation.equal.shape != mine.relaxation.equal.shape:
            return warm, near
        every = np.ones(len(mine.relaxation), dtype=bool)
        columns = mine.relaxation.ids[mine.master.near(mine.bound.loss, every)]
        found = problem.options.counterparts(self.options, columns)
        warm.master.add(np.flatnonzero(np.isin(warm.relaxation.ids, found)))
        warm.bound = mine.bound
        return warm, near

    def _clock(self) -> Clock:
        return Clock(self._limit, self._progress)


def _best_of(evaluator: Evaluator, found: Found) -> Best:
    if found.picked is None:
        return Best(np.zeros(0, dtype=np.intp), np.zeros(0), -np.inf, found.bound, False)
    net, own = evaluator.worth(found.picked).net, picks(found.picked)
    return Best(own.rows, own.shares, net, max(found.bound, net), True)
