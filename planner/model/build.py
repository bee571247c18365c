"""The Pyomo model, made from the limits: readable, and open for a modeller's own constraints.

Variables: ``pick[o]`` (option o is chosen), ``pressure[f, t]`` and ``room[f, t]`` (money short of, or left in, a framework),
``displaced[c, t]`` (other care that makes way) and ``carry[f, t]`` (room of the year before), all EUR million. Where options may
be chosen in part, ``pick[o]`` is a share and ``decide[n]`` says which of them may be. Each family of constraints is one function.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pyomo.environ as pyo
from pyomo.core.expr.numeric_expr import LinearExpression

from planner.impact import enumerate_options
from planner.model.balance import Balance
from planner.model.build_parts import add_carry, add_parts, by_share
from planner.model.evaluate import Evaluator
from planner.model.limits import Family
from planner.model.money import TOLERANCE, Whole
from planner.model.problem import problem_of
from planner.scenario.scenario import Scenario

#: Families whose rows are labelled by name and year; the others by name only.
_BY_YEAR = ("framework", "growth", "budget_line", "dossiers", "resource", "spending_cap")
_MONEY = ("room", "pressure", "displaced", "carry")


def build_model(scenario: Scenario) -> pyo.ConcreteModel:
    """The Pyomo model of a scenario, to which a modeller may add constraints of his own.

    ``model.pick[o]`` is binary (a share where a part may be chosen), with o the row of ``model.option_table`` (a DataFrame:
    indication, route, start_year, discount, ...); ``model.pressure[f, t]``, ``model.room[f, t]``, ``model.carry[f, t]`` and
    ``model.displaced[c, t]`` are in EUR million, by framework f, category of care c and calendar year t; ``model.net`` is the
    objective: by default net QALYs, discounted, against admitting nothing. Solve it with ``planner.optimise(scenario,
    extend=...)`` or with a solver of your own.
    """
    problem = problem_of(scenario, enumerate_options(scenario))
    return model_of(problem.evaluator, problem.balance, np.arange(len(problem.options)))


def model_of(
    evaluator: Evaluator, stated: Balance, kept: Whole, families: Sequence[Family] | None = None
) -> pyo.ConcreteModel:
    """The Pyomo model of some options (rows of the option table: the others are not needed) under all limits, or some."""
    model = pyo.ConcreteModel(name="planner")
    model.option_table = evaluator.options.table
    model.options = pyo.Set(initialize=[int(o) for o in kept])
    parts = evaluator.limits.parts
    model.pick = pyo.Var(
        model.options,
        domain=lambda _, o: pyo.NonNegativeReals if parts.divisible[o] else pyo.Binary,
        bounds=lambda _, o: (0.0, float(parts.most[o])),
    )
    for kind in _MONEY:
        _money_variables(model, stated, kind)
    picks = [model.pick[int(o)] for o in kept]
    add_parts(model, parts, kept)
    money_variables = money_list(model, stated)
    for family in evaluator.limits.families if families is None else families:
        model.add_component(f"limit_{family.name}", _limit(model, evaluator, family, kept, picks))
    for kind in ("money", "displacement"):
        model.add_component(kind, _balance(stated, kind, kept, picks, money_variables))
    add_carry(model, evaluator, kept)
    model.net = _objective(evaluator, stated, kept, [*picks, *money_variables])
    return model


def _money_variables(model: pyo.ConcreteModel, stated: Balance, kind: str) -> None:
    """One family of money variables [EUR million], at least 0: ``room[f, t]``, ``pressure[f, t]`` or ``displaced[c, t]``."""
    mine = stated.columns[stated.columns["kind"] == kind]
    keys = list(zip(mine["name"], map(int, mine["year"]), strict=True))
    upper = {key: None if np.isinf(value) else float(value) for key, value in zip(keys, mine["upper"], strict=True)}
    index = pyo.Set(initialize=keys, dimen=2)
    model.add_component(f"{kind}_index", index)
    variables = pyo.Var(index, domain=pyo.NonNegativeReals, bounds=lambda _, name, year: (0.0, upper[name, year]))
    model.add_component(kind, variables)


def _limit(
    model: pyo.ConcreteModel, evaluator: Evaluator, family: Family, kept: Whole, picks: Sequence[pyo.Var]
) -> pyo.Constraint:
    """``use @ pick <= limit - base`` (``=`` where it must be met exactly), one constraint per row of the family.

    What counts decisions counts ``decide`` where options may be chosen in part; carried room widens the rows of a framework.
    """
    keys = _labels(family)
    share, decided = by_share(family, evaluator.limits.parts)
    use = share[:, kept].tocsr()
    block = _block(keys)
    for row, key in enumerate(keys):
        part, own = slice(use.indptr[row], use.indptr[row + 1]), slice(decided.indptr[row], decided.indptr[row + 1])
        variables = [picks[o] for o in use.indices[part]] + [model.decide[int(n)] for n in decided.indices[own]]
        weights = [*use.data[part], *decided.data[own]]
        if family.name == "framework" and key in model.carry:
            variables, weights = [*variables, model.carry[key]], [*weights, -1.0]
        space = float(family.space[row])
        if not variables and not family.equal[row] and space >= -TOLERANCE:
            continue  # nothing uses this row, and it holds
        used = _sum(weights, variables)
        block[key] = used == space if family.equal[row] else used <= space + evaluator.slack
    return block


def _labels(family: Family) -> list[object]:
    """A label per row: name and year, or the name alone; rows of one name (one price for several) are numbered."""
    if family.name in _BY_YEAR:
        return [(name, int(year)) for name, year in zip(family.rows["name"], family.rows["year"], strict=True)]
    again = family.rows.groupby("name").cumcount()
    return [name if not n else f"{name} {n + 1}" for name, n in zip(family.rows["name"], again, strict=True)]


def _balance(
    stated: Balance, kind: str, kept: Whole, picks: Sequence[pyo.Var], money: Sequence[pyo.Var]
) -> pyo.Constraint:
    """The money rows (``base + sum cost x + room = budget + P``) or the displacement rows (``sum y = share P``)."""
    rows = np.flatnonzero((stated.rows["kind"] == kind).to_numpy())
    names = list(zip(stated.rows["name"], map(int, stated.rows["year"]), strict=True))
    cost, matrix = stated.cost_by_option[:, kept].tocsr(), stated.matrix
    block = _block([names[row] for row in rows])
    for row in rows:
        options = slice(cost.indptr[row], cost.indptr[row + 1])
        columns = slice(matrix.indptr[row], matrix.indptr[row + 1])
        weights = [*cost.data[options], *matrix.data[columns]]
        variables = [*(picks[o] for o in cost.indices[options]), *(money[c] for c in matrix.indices[columns])]
        block[names[row]] = _sum(weights, variables) == float(stated.right[row])
    return block


def _objective(evaluator: Evaluator, stated: Balance, kept: Whole, variables: Sequence[pyo.Var]) -> pyo.Objective:
    """``sum v_t a_o qaly_o(t) x_o - sum v_t loss_c y_ct + sum v_t room_value loss0_f(t) room_f(t)``, less the reference plan's.

    Discounted QALYs; ``v_t = (1 + r_E)^-t``. Room that is used could have bought other care (setting room_value).
    """
    weights = [*evaluator.value[kept], *stated.columns["gain"]]
    return pyo.Objective(expr=_sum(weights, variables, stated.constant), sense=pyo.maximize)


def money_list(model: pyo.ConcreteModel, stated: Balance) -> list[pyo.Var]:
    """The money variables in the order of the balance's columns."""
    labels = zip(stated.columns["kind"], stated.columns["name"], map(int, stated.columns["year"]), strict=True)
    components = {kind: model.component(kind) for kind in _MONEY}
    return [components[kind][name, year] for kind, name, year in labels]


def _block(keys: list[object]) -> pyo.Constraint:
    """An empty family of constraints over its labels."""
    block = pyo.Constraint(pyo.Set(initialize=keys), rule=lambda _, *__: pyo.Constraint.Skip)
    block.construct()
    return block


def _sum(weights: Iterable[float], variables: Sequence[pyo.Var], constant: float = 0.0) -> LinearExpression:
    """A weighted sum: pyomo's LinearExpression builds long rows several times faster than a Python sum."""
    coefficients = [float(weight) for weight in weights]
    return LinearExpression(constant=constant, linear_coefs=coefficients, linear_vars=variables)
