"""HiGHS, through one door: a Pyomo model in, a typed outcome out. No other module talks to a solver.

The model is compiled to matrices by Pyomo and handed to HiGHS directly: several times faster than Pyomo's solver interface
at this size, and every stop of the solver can be told apart.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import metadata
from typing import Any, Literal

import highspy
import numpy as np
import pyomo.environ as pyo
from pyomo.repn.plugins.standard_form import LinearStandardFormCompiler
from scipy import sparse

from planner.errors import PlannerError
from planner.impact.timing import Numbers
from planner.model.watched import ran

_LOG = logging.getLogger(__name__)
Stopped = Literal["optimal", "gap", "time", "nodes", "infeasible", "unbounded"]
#: Told what is going on, in a few words.
Progress = Callable[[str], None]

#: One thread and a fixed seed: the same input gives the same answer. Limits are kept far inside the tolerance of 1e-6.
#: No restarts: a model in which ever more options can be fixed is presolved anew time and again, for next to nothing.
OPTIONS: dict[str, bool | int | float | str] = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 0,
    "mip_feasibility_tolerance": 1e-9,
    "primal_feasibility_tolerance": 1e-9,
    "dual_feasibility_tolerance": 1e-9,
    "mip_abs_gap": 0.0,
    "mip_allow_restart": False,
}
#: Searches for a plan by smaller models: they take most of the time, and find nothing where a plan near the best is known.
_SUB_MODELS = ("mip_heuristic_run_rins", "mip_heuristic_run_rens", "mip_heuristic_run_root_reduced_cost")


class QuietHighs(highspy.Highs):  # type: ignore[misc]
    """HiGHS without its banner, which it prints at the first call, before anybody can set an option."""

    def enableCallbacks(self) -> None:  # noqa: N802 - highspy's own name; its constructor calls it first of all
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()


@dataclass(frozen=True)
class Program:
    """A linear program with whole variables: maximise ``gain x + constant`` with ``low <= A x <= high``."""

    gain: Numbers
    constant: float
    matrix: sparse.csr_array
    low: Numbers
    high: Numbers
    lower: Numbers
    upper: Numbers
    whole: np.ndarray[tuple[int], np.dtype[np.bool_]]

    def relaxed(self) -> Program:
        """The same program with shares of whole variables; nothing but the rows bounds them from above."""
        upper = np.where(self.whole, np.inf, self.upper)
        return replace(self, upper=upper, whole=np.zeros(len(self.whole), dtype=bool))

    def with_row(self, weights: Numbers, low: float = -np.inf, high: float = np.inf) -> Program:
        """The same program with one more row."""
        matrix = sparse.vstack([self.matrix, sparse.csr_array(weights[None, :])], format="csr")
        return replace(
            self, matrix=sparse.csr_array(matrix), low=np.append(self.low, low), high=np.append(self.high, high)
        )

    def with_fixed(self, values: Numbers) -> Program:
        """The same program with more columns, fixed at values, that no row uses."""
        count = len(values)
        matrix = sparse.hstack([self.matrix, sparse.csr_array((self.matrix.shape[0], count))], format="csr")
        return replace(
            self,
            gain=np.append(self.gain, np.zeros(count)),
            matrix=sparse.csr_array(matrix),
            lower=np.append(self.lower, values),
            upper=np.append(self.upper, values),
            whole=np.append(self.whole, np.ones(count, dtype=bool)),
        )

    def aiming(self, gain: Numbers) -> Program:
        """The same program with another objective (to be maximised)."""
        return replace(self, gain=gain, constant=0.0)


@dataclass(frozen=True)
class Answer:
    """What the solver says: why it stopped, the values held (None = no plan) and the proven bound on the objective."""

    stopped: Stopped
    solution: Numbers | None
    objective: float
    bound: float
    seconds: float
    nodes: int


def compile_model(model: pyo.ConcreteModel) -> tuple[Program, list[Any]]:
    """A Pyomo model (one active linear objective) as matrices, and its variables by column; fixed ones are filled in."""
    form = LinearStandardFormCompiler().write(model, mixed_form=True)
    if len(form.objectives) != 1:
        raise PlannerError(f"the model has {len(form.objectives)} active objectives; one is needed")
    kind = np.array([row.bound_type for row in form.rows], dtype=np.int64)
    right = np.asarray(form.rhs, dtype=np.float64)
    bounds = [variable.bounds for variable in form.columns]
    program = Program(
        gain=-np.asarray(form.c.toarray(), dtype=np.float64)[0],  # the compiled form minimises
        constant=-float(form.c_offset[0]),
        matrix=sparse.csr_array(form.A),
        low=np.where(kind <= 0, right, -np.inf),
        high=np.where(kind >= 0, right, np.inf),
        lower=np.array([-np.inf if low is None else low for low, _ in bounds], dtype=np.float64),
        upper=np.array([np.inf if high is None else high for _, high in bounds], dtype=np.float64),
        whole=np.array([not variable.is_continuous() for variable in form.columns], dtype=bool),
    )
    return program, list(form.columns)


def solve(
    program: Program,
    *,
    gap: float = 0.0,
    time_limit: float | None = None,
    node_limit: int | None = None,
    start: Numbers | None = None,
    floor: float | None = None,
    near: bool = False,
    progress: Progress | None = None,
    stop: Callable[[], bool] | None = None,
    plain: bool = False,
) -> Answer:
    """Maximise a program to a relative gap.

    ``start`` is a solution to begin from; ``near`` says that it, or the floor, is near the best already. The answer says what is
    held: without a plan ``solution`` is None, and the bound is what any plan can be worth at most (infinite when unknown). With a
    ``floor`` only what is worth more is looked for: the bound is then never below the floor, and a solution that is worth less
    may be held. A run that falls silent is done again ``plain``: without presolve, smaller models and ``start``.
    """
    highs = _instance(program, gap, time_limit, node_limit, progress)
    if floor is not None:  # far faster than a row: no cut is made of it
        highs.setOptionValue("objective_bound", -floor)
    for name in _SUB_MODELS if near or plain else ():
        highs.setOptionValue(name, False)
    if plain:
        highs.setOptionValue("presolve", "off")
    if start is not None:
        solution = highspy.HighsSolution()
        solution.col_value = [float(value) for value in start]
        highs.setSolution(solution)
    began = time.perf_counter()
    heard = ran(highs, program.matrix.nnz, stop)
    if heard and highs.getModelStatus() == _STATUS.kSolveError:
        # an answer that presolve spoilt by its own tolerance: without it, again
        highs.clearSolver()
        highs.setOptionValue("presolve", "off")
        heard = ran(highs, program.matrix.nnz, stop)
    seconds = time.perf_counter() - began
    answer = _answer(highs, program, seconds) if heard else Answer("time", None, -np.inf, np.inf, seconds, 0)
    if floor is not None:
        answer = replace(answer, bound=max(answer.bound, floor))
    lost = not heard and not plain
    if lost:
        _LOG.info("HiGHS fell silent in its presolve and is left behind; it begins again without")
    if lost or (start is not None and not _consistent(program, answer)):
        left = None if time_limit is None else max(0.0, time_limit - answer.seconds)
        return solve(
            program,
            gap=gap,
            time_limit=left,
            node_limit=node_limit,
            floor=floor,
            near=near,
            progress=progress,
            stop=stop,
            plain=lost,
        )
    return answer


def _consistent(program: Program, answer: Answer) -> bool:
    """Whether the values are those of the objective that is reported.

    HiGHS 1.16 returns the start itself, with the objective of a better solution, where presolve improves on a start.
    """
    if answer.solution is None:
        return True
    worth = float(program.gain @ answer.solution) + program.constant
    return abs(worth - answer.objective) <= 1e-6 * max(1.0, abs(answer.objective))


def _instance(
    program: Program, gap: float, time_limit: float | None, node_limit: int | None, progress: Progress | None
) -> highspy.Highs:
    highs = QuietHighs()
    for name, value in OPTIONS.items():
        highs.setOptionValue(name, value)
    highs.setOptionValue("mip_rel_gap", gap)
    if time_limit is not None:
        highs.setOptionValue("time_limit", max(0.0, float(time_limit)))
    if node_limit is not None:
        highs.setOptionValue("mip_max_nodes", node_limit)
    highs.passModel(lp_of(program))
    if progress is not None:

        def tell(event: Any) -> None:
            net, bound = -event.data_out.mip_primal_bound, -event.data_out.mip_dual_bound
            best = f"best plan {net:,.1f} QALYs, " if np.isfinite(net) else ""
            progress(f"solving: {best}at most {bound:,.1f}" if np.isfinite(bound) else "solving")

        highs.cbMipLogging.subscribe(tell)
    return highs


def lp_of(program: Program) -> highspy.HighsLp:
    """The program as HiGHS takes it: minimise ``-gain x - constant``, rows in compressed form."""
    lp = highspy.HighsLp()
    rows, columns = program.matrix.shape
    lp.num_row_, lp.num_col_ = rows, columns
    lp.col_cost_, lp.offset_ = -program.gain, -program.constant
    lp.col_lower_, lp.col_upper_ = program.lower, program.upper
    lp.row_lower_, lp.row_upper_ = program.low, program.high
    matrix = program.matrix
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = matrix.indptr.astype(np.int32)
    lp.a_matrix_.index_ = matrix.indices.astype(np.int32)
    lp.a_matrix_.value_ = matrix.data
    kinds = highspy.HighsVarType
    lp.integrality_ = [kinds.kInteger if whole else kinds.kContinuous for whole in program.whole]
    return lp


_STATUS = highspy.HighsModelStatus
_STOPPED: dict[Any, Stopped] = {
    _STATUS.kOptimal: "optimal",
    _STATUS.kTimeLimit: "time",
    _STATUS.kSolutionLimit: "nodes",
    _STATUS.kIterationLimit: "nodes",
    _STATUS.kInterrupt: "time",
    _STATUS.kInfeasible: "infeasible",
    _STATUS.kUnbounded: "unbounded",
    _STATUS.kUnboundedOrInfeasible: "infeasible",
}


def _answer(highs: highspy.Highs, program: Program, seconds: float) -> Answer:
    status = highs.getModelStatus()
    if status == _STATUS.kModelEmpty:
        return Answer("optimal", np.zeros(0), program.constant, program.constant, seconds, 0)
    if status not in _STOPPED:
        raise PlannerError(f"HiGHS could not solve the model: {highs.modelStatusToString(status)}")
    stopped = _STOPPED[status]
    info = highs.getInfo()
    held = (
        stopped in ("optimal", "time", "nodes")
        and info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    )
    if not held:
        return Answer(
            stopped, None, -np.inf, -np.inf if stopped == "infeasible" else np.inf, seconds, info.mip_node_count
        )
    objective = -float(info.objective_function_value)
    bound = -float(info.mip_dual_bound) if program.whole.any() else objective
    if stopped == "optimal" and bound - objective > 1e-9 * max(1.0, abs(objective)):
        stopped = "gap"
    values = np.asarray(highs.getSolution().col_value, dtype=np.float64)
    return Answer(stopped, values, objective, max(bound, objective), seconds, int(info.mip_node_count))


def solve_lp(program: Program) -> Numbers:
    """Solve a program without whole variables and return the multiplier of every row (what one unit more of it is worth)."""
    if not len(program.gain):
        return np.zeros(len(program.low))  # no columns: HiGHS calls the model empty
    highs = _instance(program, 0.0, None, None, None)
    highs.run()
    if highs.getModelStatus() != _STATUS.kOptimal:
        raise PlannerError(f"HiGHS could not solve the relaxation: {highs.modelStatusToString(highs.getModelStatus())}")
    return -np.asarray(highs.getSolution().row_dual, dtype=np.float64)


def versions() -> dict[str, str]:
    """Versions of the solver and of the modelling layer."""
    highs = QuietHighs()
    return {"highs": highs.version(), "highspy": metadata.version("highspy"), "pyomo": metadata.version("pyomo")}
