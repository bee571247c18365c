"""The Pyomo model of some options as matrices, and the way between a choice of options and solver values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyomo.environ as pyo

from planner.impact import Options
from planner.impact.timing import Numbers
from planner.model.balance import Balance
from planner.model.build import model_of, money_list
from planner.model.evaluate import Evaluator
from planner.model.money import Whole
from planner.model.solve import Program, compile_model

#: What a modeller adds to the Pyomo model before it is solved.
Extend = Callable[[pyo.ConcreteModel, Options], None]


@dataclass(frozen=True)
class Compiled:
    """A compiled model: ``columns`` has the column of each option and ``money_columns`` of each money variable (-1 = none).

    ``own_variables`` says that the model has variables that planner does not know (a modeller's own).
    """

    program: Program
    balance: Balance
    columns: Whole
    money_columns: Whole
    own_variables: bool

    def read(self, values: Numbers) -> Whole:
        """The options that the solver's values pick."""
        known = np.flatnonzero(self.columns >= 0)
        return known[values[self.columns[known]] > 0.5]

    def write(self, picked: Whole, evaluator: Evaluator) -> Numbers | None:
        """Solver values of a choice; None where the model has variables that planner does not know."""
        if self.own_variables:
            return None
        values = self.weights(np.isin(np.arange(len(self.columns)), picked).astype(np.float64))
        known = self.money_columns >= 0
        values[self.money_columns[known]] = self.balance.values(evaluator.use(picked))[known]
        return values

    def weights(self, of_option: Numbers) -> Numbers:
        """Figures per option as figures per column; 0 for all other columns."""
        weights = np.zeros(len(self.program.gain))
        known = self.columns >= 0
        weights[self.columns[known]] = of_option[known]
        return weights

    def without(self, program: Program, picked: Whole) -> Program:
        """A program with one choice cut off: every other choice stays."""
        sign = -np.ones(len(self.columns))
        sign[picked] = 1.0
        return program.with_row(self.weights(sign), high=float(len(picked) - 1))

    def decided(self, program: Program, own: Whole, chosen: Whole) -> Program:
        """A program in which one indication is decided: of its options ``own`` exactly ``chosen`` are picked."""
        lower, upper = program.lower.copy(), program.upper.copy()
        others = self.columns[np.setdiff1d(own, chosen)]
        upper[others[others >= 0]] = 0.0
        lower[self.columns[chosen]] = 1.0
        return Program(**{**vars(program), "lower": lower, "upper": upper})


def compiled_plan(evaluator: Evaluator, stated: Balance, kept: Whole, extend: Extend | None) -> Compiled:
    """The model of the kept options, extended by a modeller's own constraints, as matrices."""
    model = model_of(evaluator, stated, kept)
    if extend is not None:
        extend(model, evaluator.options)
    program, variables = compile_model(model)
    column = {id(variable): at for at, variable in enumerate(variables)}
    columns = np.full(len(evaluator.options), -1, dtype=np.intp)
    columns[kept] = [column.pop(id(model.pick[int(o)]), -1) for o in kept]
    money_columns = np.array([column.pop(id(v), -1) for v in money_list(model, stated)], dtype=np.intp)
    fixed = kept[columns[kept] < 0]
    if len(fixed):  # options that a modeller fixed have no column in the compiled form: they get one
        columns[fixed] = len(program.gain) + np.arange(len(fixed))
        program = program.with_fixed(np.array([float(model.pick[int(o)].value or 0.0) for o in fixed]))
    return Compiled(program, stated, columns, money_columns, bool(column))
