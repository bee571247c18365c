"""From a scenario to the best plan: options, limits, Pyomo model, HiGHS, ties, audit."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from pyomo.common.errors import InfeasibleConstraintException

from planner.asked import at_least, of_kind
from planner.errors import InfeasibleError, PlannerError, StoppedError
from planner.impact.timing import Flags
from planner.model.balance import Balance
from planner.model.checked import checked
from planner.model.choice import Chosen, Picks
from planner.model.clock import Clock
from planner.model.collisions import cause, collisions
from planner.model.compiled import Compiled, Extend, compiled_plan
from planner.model.evaluate import Evaluator
from planner.model.kept import kept_exactly
from planner.model.money import Whole
from planner.model.plan import Outcome, Plan, Unpruned
from planner.model.problem import Problem, state
from planner.model.search.bound import uphold
from planner.model.search.polish import polish
from planner.model.search.prune import Pruned, Question, Warm
from planner.model.search.prune import prune as prune_options
from planner.model.solve import OPTIONS, Answer, Program, Progress, solve, versions
from planner.model.ties import Ties, tolerance
from planner.scenario.scenario import Scenario

_LOG = logging.getLogger(__name__)

#: With more options than this they are proved away before the model is built.
_MANY = 500


def optimise(
    scenario: Scenario,
    *,
    extend: Extend | None = None,
    prune: bool | None = None,
    time_limit: float | None = None,
    mip_gap: float | None = None,
    progress: Progress | None = None,
) -> Plan:
    """The best plan that the limits of a scenario allow, checked by the independent audit.

    ``extend(model, options)`` may add constraints and variables to the Pyomo model before it is solved. ``prune`` says
    whether options are proved away before the model is built (None = where there are many; never beside ``extend``, for
    the plans that prove cannot be checked against a modeller's own constraints). ``time_limit``
    [seconds] and ``mip_gap`` (relative) win over the scenario's settings. ``progress(text)`` is called as it goes.

    Raises ScenarioError (a figure is missing), InfeasibleError (no plan keeps the limits: which, by how much, when),
    StoppedError (stopped by time before any plan was held), AuditError (a bug in planner) and UsageError (no scenario, or a
    gap or time below 0).
    """
    gap, limit = effort(scenario, mip_gap, time_limit)
    clock = Clock(limit, progress)
    problem = state(scenario, clock)
    picked, outcome = solved(problem, gap, clock, extend=extend, prune=prune)
    return checked(scenario, problem.evaluator, picked, outcome, clock)


def effort(scenario: Scenario, mip_gap: float | None, time_limit: float | None) -> tuple[float, float]:
    """The gap and the time limit [seconds] of a scenario, or those that were asked instead. Raises UsageError."""
    of_kind(scenario, Scenario)
    settings = scenario.settings
    gap = settings.mip_gap if mip_gap is None else at_least("mip_gap", mip_gap, 0)
    return gap, settings.time_limit if time_limit is None else at_least("time_limit", time_limit, 0)


def solved(
    problem: Problem,
    gap: float,
    clock: Clock,
    *,
    extend: Extend | None = None,
    prune: bool | None = None,
    warm: Warm | None = None,
    near: Whole | None = None,
    ties: bool = True,
    bare: bool = False,
) -> tuple[Chosen, Outcome]:
    """The best plan of a problem, not audited yet, and how far it is proven.

    ``near`` is a plan to start from. With ``bare`` no Pyomo model is made where the search has proved the plan already; without
    ``ties`` equally good plans are then not searched either.
    """
    evaluator, stated = problem.evaluator, problem.balance
    if evaluator.limits.second is not None:
        gap = 0.0  # the second of a pair decides among the best by the first
    with clock.listening():
        with clock.stage("prune"):
            pruned, whole = None, _unpruned(evaluator, extend, prune)
            if whole is None:
                question = Question(near=near)
                pruned = prune_options(evaluator, stated, gap, clock.left, clock.progress, question, warm)
                whole = "no_plan" if pruned is None else None
            if whole is not None:
                _LOG.info("the full model is solved: %s", _WHY_WHOLE[whole])
        if bare and pruned is not None and pruned.proven and (not ties or _apart(evaluator, pruned)):
            with clock.stage("ties"):
                picked: Chosen = polish(evaluator, pruned.plan, pruned.hopeful)
            answer = Answer("optimal", None, np.nan, pruned.bound, 0.0, 0)
            size = len(evaluator.limits.space) + len(stated.right), len(pruned.kept) + len(stated.columns)
            return picked, _outcome(evaluator, picked, answer, False, gap, clock, size, pruned)
        kept = np.arange(len(problem.options)) if pruned is None else pruned.kept
        start = evaluator.stay if pruned is None else pruned.plan
        with clock.stage("build"):
            compiled = _compile(evaluator, stated, kept, extend)
        with clock.stage("solve"):
            picked, answer = _best(compiled, evaluator, start, gap, clock, pruned)
            answer = _for_all(answer, pruned, evaluator.worth(picked).net)
        with clock.stage("ties"):
            among = None if pruned is None else pruned.hopeful
            picked, settled = _settle(compiled, evaluator, picked, answer, clock, extend is not None, among)
    outcome = _outcome(evaluator, picked, answer, settled, gap, clock, compiled.program.matrix.shape, pruned)
    return picked, replace(outcome, unpruned=whole)


def _apart(evaluator: Evaluator, pruned: Pruned) -> bool:
    """Whether the bound lies above the plan, so that equally good plans are not searched (see ``_settle``)."""
    net = evaluator.worth(pruned.plan).net
    return pruned.bound - net > tolerance(net)


#: Why the full model is solved, in the words of the log.
_WHY_WHOLE: Mapping[Unpruned, str] = {
    "extended": "plans that prove cannot be checked against a modeller's own constraints",
    "small": "it is small",
    "asked": "this was asked for",
    "shares": "the bound knows neither shares of indications nor carried room",
    "no_plan": "no plan was found to prove with",
}


def _unpruned(evaluator: Evaluator, extend: Extend | None, prune: bool | None) -> Unpruned | None:
    """Why no options are proved away before the model is built; None where they are."""
    if extend is not None:
        return "extended"
    if prune is False:
        return "asked"
    if prune is None and len(evaluator.options) <= _MANY:
        return "small"
    return None if evaluator.whole else "shares"


def _compile(evaluator: Evaluator, stated: Balance, kept: Whole, extend: Extend | None) -> Compiled:
    try:
        return compiled_plan(evaluator, stated, kept, extend)
    except InfeasibleConstraintException:  # a limit that no option uses, and that the existing spending breaks
        raise InfeasibleError(collisions(evaluator, stated), cause(evaluator)) from None


def _best(
    compiled: Compiled, evaluator: Evaluator, plan: Whole, gap: float, clock: Clock, pruned: Pruned | None
) -> tuple[Chosen, Answer]:
    """The solver's best plan, read back as a choice of options and checked against every limit exactly."""
    start = compiled.write(plan, evaluator) if evaluator.fits(plan) else None
    # There is no time to look for a better one.
    if start is not None and clock.up() and not np.array_equal(plan, evaluator.stay):
        return plan, Answer("time", start, evaluator.worth(plan).net, np.inf, 0.0, 0)

    def ask(program: Program) -> Answer:
        return solve(
            program,
            gap=gap,
            time_limit=clock.left(),
            node_limit=1 if pruned is not None and pruned.proven else None,
            start=start,
            near=pruned is not None,
            progress=clock.progress,
            stop=clock.up,
        )

    found = kept_exactly(evaluator, compiled.program, ask, compiled.read, compiled.without)
    if found is None:
        raise PlannerError("the solver keeps returning plans that break a limit by more than its tolerance")
    picked, answer = found
    if picked is not None:
        return picked, answer
    if answer.stopped == "infeasible":
        raise InfeasibleError(collisions(evaluator, compiled.balance), cause(evaluator))
    raise StoppedError(
        "stopped before any plan was found, by the user or the time limit; allow more time (setting time_limit)"
    )


def _for_all(answer: Answer, pruned: Pruned | None, net: float) -> Answer:
    """The answer with a bound that holds for all options, also those proved away before.

    Raises PlannerError where a plan is worth more than what was proved.
    """
    if pruned is None:
        return answer
    uphold(pruned.bound, net)
    return replace(answer, bound=min(pruned.bound, max(answer.bound, pruned.cut)))


def _settle(
    compiled: Compiled,
    evaluator: Evaluator,
    picked: Chosen,
    answer: Answer,
    clock: Clock,
    extended: bool,
    among: Flags | None,
) -> tuple[Chosen, bool]:
    """Choose among equally good plans where the plan is proven; else improve it by single changes.

    With a modeller's own constraints no single change is tried: planner cannot check them outside the solver.
    """
    net = evaluator.worth(picked).net
    if answer.bound - net > tolerance(net):
        if extended or isinstance(picked, Picks):  # single changes are not enough where options are chosen in part
            return picked, False
        return polish(evaluator, picked, among), False
    values = compiled.write(picked, evaluator)
    if values is None:
        return picked, False
    settled = Ties(evaluator, compiled, clock.left).settle(picked, values)
    return settled.picked, settled.complete


def _outcome(
    evaluator: Evaluator,
    picked: Chosen,
    answer: Answer,
    ties: bool,
    gap: float,
    clock: Clock,
    shape: tuple[int, ...],
    pruned: Pruned | None,
) -> Outcome:
    net = evaluator.worth(picked).net
    bound = max(answer.bound, net)
    proven = bound - net <= tolerance(net)
    reached = bound - net <= gap * abs(net) * (1 + 1e-9)
    # What is left after the search may be solved to its end although the search itself was stopped.
    in_time = answer.stopped != "time" and not clock.up()
    stopped = "optimal" if proven else "gap" if reached or in_time else "time"
    rows, columns = shape
    return Outcome(
        stopped=stopped,  # type: ignore[arg-type]
        bound=bound,
        gap=0.0 if proven else (bound - net) / max(abs(net), 1.0),
        gap_asked=gap,
        time_limit=clock.limit,
        interrupted=clock.interrupted,
        ties=ties,
        size={"options": len(evaluator.options), "rows": rows, "columns": columns, "nodes": answer.nodes},
        pruned={} if pruned is None else pruned.counts,
        seconds=clock.seconds,
        versions=versions(),
        solver_options={**OPTIONS, "mip_rel_gap": gap},
    )
