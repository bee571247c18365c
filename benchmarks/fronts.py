"""The full model built by several modelling layers, each up to the moment at which HiGHS would start."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np

from planner.model.build import model_of
from planner.model.solve import Program, QuietHighs, compile_model, lp_of


def highspy_arrays(_ready: Any, program: Program) -> float:
    began = time.perf_counter()
    highs = QuietHighs()
    highs.passModel(lp_of(program))
    return time.perf_counter() - began


def pyomo_full(ready: Any, _program: Program) -> float:
    began = time.perf_counter()
    model = model_of(ready.evaluator, ready.balance, np.arange(len(ready.options)))
    compiled, _ = compile_model(model)
    highs = QuietHighs()
    highs.passModel(lp_of(compiled))
    return time.perf_counter() - began


def with_linopy(_ready: Any, program: Program) -> float:
    import linopy  # noqa: PLC0415 - optional
    import pandas as pd  # noqa: PLC0415
    import xarray as xr  # noqa: PLC0415

    began = time.perf_counter()
    model = linopy.Model()
    names = pd.RangeIndex(len(program.gain), name="column")
    whole = np.flatnonzero(program.whole)
    some = np.flatnonzero(~program.whole)
    pick = model.add_variables(binary=True, coords=[names[whole]], name="pick")
    money = model.add_variables(
        lower=program.lower[some], upper=program.upper[some], coords=[names[some]], name="money"
    )
    rows = pd.RangeIndex(program.matrix.shape[0], name="row")
    dense = program.matrix.tocsr()
    width = int(np.diff(dense.indptr).max())
    # linopy holds an expression as row x term: the longest row sets the width of all, so rows go in one by one
    labels = np.empty(len(names), dtype=np.int64)
    labels[whole], labels[some] = pick.labels.to_numpy(), money.labels.to_numpy()
    for row in rows:
        part = slice(dense.indptr[row], dense.indptr[row + 1])
        if part.start == part.stop:
            continue
        data = xr.Dataset(
            {
                "coeffs": ("_term", dense.data[part]),
                "vars": ("_term", labels[dense.indices[part]]),
                "const": ((), 0.0),
            }
        )
        expression = linopy.LinearExpression(data, model)
        low, high = program.low[row], program.high[row]
        if low == high:
            model.add_constraints(expression == high, name=f"r{row}")
        elif np.isfinite(high):
            model.add_constraints(expression <= high, name=f"r{row}")
    model.add_objective(-(pick * program.gain[whole]).sum() - (money * program.gain[some]).sum())
    model.to_highspy()
    assert width > 0  # noqa: S101
    return time.perf_counter() - began


def with_pulp(_ready: Any, program: Program) -> float:
    import pulp  # noqa: PLC0415 - optional

    began = time.perf_counter()
    problem = pulp.LpProblem("planner", pulp.LpMaximize)
    bounds = zip(program.lower, program.upper, program.whole, strict=True)
    variables = [
        pulp.LpVariable(f"x{at}", low, None if np.isinf(high) else high, pulp.LpBinary if whole else pulp.LpContinuous)
        for at, (low, high, whole) in enumerate(bounds)
    ]
    problem += pulp.LpAffineExpression(list(zip(variables, program.gain.tolist(), strict=True)))
    matrix = program.matrix.tocsr()
    for row in range(matrix.shape[0]):
        part = slice(matrix.indptr[row], matrix.indptr[row + 1])
        terms = [
            (variables[at], float(value)) for at, value in zip(matrix.indices[part], matrix.data[part], strict=True)
        ]
        sense = pulp.LpConstraintEQ if program.low[row] == program.high[row] else pulp.LpConstraintLE
        problem += pulp.LpConstraint(pulp.LpAffineExpression(terms), sense, f"r{row}", float(program.high[row]))
    solver = pulp.HiGHS(msg=False)
    solver.createAndConfigureSolver(problem)
    solver.buildSolverModel(problem)
    return time.perf_counter() - began


FRONTS: dict[str, Callable[[Any, Program], float]] = {
    "highspy arrays": highspy_arrays,
    "Pyomo, all options": pyomo_full,
    "linopy": with_linopy,
    "PuLP": with_pulp,
}
