"""The Pyomo model of some options as matrices, and the way between a choice of options and solver values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyomo.environ as pyo

from planner.impact import Options
from planner.impact.timing import Numbers
from planner.model.balance import Balance
from planner.model.build import model_of, money_list
from planner.model.choice import Chosen, picks
from planner.model.evaluate import Evaluator
from planner.model.limits import Family
from planner.model.money import Whole
from planner.model.solve import Program, compile_model

#: What a modeller adds to the Pyomo model before it is solved.
Extend = Callable[[pyo.ConcreteModel, Options], None]


#: Shares up to this are what the solver's tolerance leaves.
_DUST = 1e-8


@dataclass(frozen=True)
class Compiled:
    """A compiled model: ``columns`` has the column of each option and ``money_columns`` of each money variable (-1 = none).

    ``decide_columns`` has the columns of the decisions behind options that may be chosen in part, ``carry_columns`` those of the
    binaries of carried room. ``own_variables`` says that the model has variables that planner does not know (a modeller's own).
    """

    program: Program
    balance: Balance
    columns: Whole
    money_columns: Whole
    decide_columns: Whole
    carry_columns: Whole
    own_variables: bool
    evaluator: Evaluator

    def read(self, values: Numbers) -> Chosen:
        """The options that the solver's values pick, with their shares where not all are whole (to 9 decimals)."""
        value = np.zeros(len(self.columns))
        known = self.columns >= 0
        value[known] = values[self.columns[known]]
        part = self.evaluator.divisible
        if not part.any():
            return np.flatnonzero(value > 0.5)
        share = np.where(part, np.round(value, 9), value > 0.5)
        rows = np.flatnonzero(share > _DUST)
        return self.evaluator.choice(rows, share[rows])

    def write(self, picked: Chosen, evaluator: Evaluator) -> Numbers | None:
        """Solver values of a choice; None where the model has variables that planner does not know."""
        if self.own_variables:
            return None
        own = picks(picked)
        share = np.zeros(len(self.columns))
        share[own.rows] = own.shares
        values = self.weights(share)
        self._set(values, self.money_columns, self.balance.values(evaluator.use(picked)))
        self._set(values, self.decide_columns, evaluator.limits.parts.decisions(own))
        self._set(values, self.carry_columns, (evaluator.limits.carry.left(picked) > 0).astype(np.float64))
        return values

    @staticmethod
    def _set(values: Numbers, columns: Whole, found: Numbers) -> None:
        known = columns >= 0
        values[columns[known]] = found[known]

    def weights(self, of_option: Numbers) -> Numbers:
        """Figures per option as figures per column; 0 for all other columns."""
        weights = np.zeros(len(self.program.gain))
        known = self.columns >= 0
        weights[self.columns[known]] = of_option[known]
        return weights

    def without(self, program: Program, picked: Chosen) -> Program:
        """A program with one choice cut off: every other choice stays (of options chosen in part: every other set of them)."""
        own = picks(picked)
        part = self.evaluator.divisible
        sign = np.where(part, 0.0, -1.0)
        sign[own.rows[~part[own.rows]]] = 1.0
        decisions = self.evaluator.limits.parts.decisions(own)
        weights = self.weights(sign)
        self._set(weights, self.decide_columns, np.where(decisions > 0, 1.0, -1.0))
        return program.with_row(weights, high=float((~part[own.rows]).sum() + decisions.sum() - 1))

    def decided(self, program: Program, own: Whole, chosen: Chosen) -> Program:
        """A program in which one indication is decided: of its options ``own`` exactly ``chosen`` are picked."""
        lower, upper = program.lower.copy(), program.upper.copy()
        mine = picks(chosen)
        others = self.columns[np.setdiff1d(own, mine.rows)]
        upper[others[others >= 0]] = 0.0
        lower[self.columns[mine.rows]] = upper[self.columns[mine.rows]] = mine.shares
        return replace(program, lower=lower, upper=upper)


def compiled_plan(
    evaluator: Evaluator, stated: Balance, kept: Whole, extend: Extend | None, families: Sequence[Family] | None = None
) -> Compiled:
    """The model of the kept options under some limits (None = all), extended by a modeller's own constraints, as matrices."""
    model = model_of(evaluator, stated, kept, families)
    if extend is not None:
        extend(model, evaluator.options)
    program, variables = compile_model(model)
    column = {id(variable): at for at, variable in enumerate(variables)}
    columns = np.full(len(evaluator.options), -1, dtype=np.intp)
    columns[kept] = [column.pop(id(model.pick[int(o)]), -1) for o in kept]
    money_columns = np.array([column.pop(id(v), -1) for v in money_list(model, stated)], dtype=np.intp)
    decide_columns = _columns(column, model.decide, range(len(evaluator.limits.parts)))
    carry = evaluator.limits.carry
    names, years = evaluator.money.frameworks, evaluator.money.years
    carry_columns = _columns(
        column, model.carries, [(names[f], years[t]) for f, t in zip(carry.framework, carry.year, strict=True)]
    )
    fixed = kept[columns[kept] < 0]
    if len(fixed):  # options that a modeller fixed have no column in the compiled form: they get one
        columns[fixed] = len(program.gain) + np.arange(len(fixed))
        program = program.with_fixed(np.array([float(model.pick[int(o)].value or 0.0) for o in fixed]))
    return Compiled(program, stated, columns, money_columns, decide_columns, carry_columns, bool(column), evaluator)


def _columns(column: dict[int, int], block: pyo.Var, keys: Iterable[object]) -> Whole:
    """The columns of a family of variables by key (-1 = none), taken out of those that are not known yet."""
    return np.array([column.pop(id(block[key]), -1) if key in block else -1 for key in keys], dtype=np.intp)
