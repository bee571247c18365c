"""The Pyomo model, made from the limits: readable, and open for a modeller's own constraints.

Variables: ``pick[o]`` (option o is chosen), ``pressure[f, t]`` and ``room[f, t]`` (money short of, or left in, a framework)
and ``displaced[c, t]`` (other care that makes way), all EUR million. Each family of constraints is one function.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pyomo.environ as pyo
from pyomo.core.expr.numeric_expr import LinearExpression

from planner.impact import Options, enumerate_options
from planner.model.evaluate import Evaluator
from planner.model.limits import Family, Limits, by_framework, limits
from planner.model.money import TOLERANCE, Money, money
from planner.scenario.scenario import Scenario

#: Families whose rows are labelled by name and year; the others by name only.
_BY_YEAR = ("framework", "growth", "budget_line", "dossiers")


def build_model(scenario: Scenario) -> pyo.ConcreteModel:
    """The Pyomo model of a scenario, to which a modeller may add constraints of his own.

    ``model.pick[o]`` is binary, with o the row of ``model.option_table`` (a DataFrame: indication, route, start_year,
    discount, ...); ``model.pressure[f, t]``, ``model.room[f, t]`` and ``model.displaced[c, t]`` are in EUR million, by
    framework f, category of care c and calendar year t; ``model.net`` is the objective: net QALYs, discounted, against
    admitting nothing. Solve it with ``planner.optimise(scenario, extend=...)`` or with a solver of your own.
    """
    options = enumerate_options(scenario)
    stated = limits(scenario, options, money(scenario))
    return model_of(options, stated, Evaluator(scenario.settings, options, stated))


def model_of(options: Options, stated: Limits, evaluator: Evaluator) -> pyo.ConcreteModel:
    """The Pyomo model of options and limits that are at hand."""
    model = pyo.ConcreteModel(name="planner")
    model.option_table = options.table
    _variables(model, options, stated.money)
    for family in stated.families:
        model.add_component(f"limit_{family.name}", _limit(model, family))
    _money_balance(model, options, stated.money)
    _displacement(model, stated.money)
    _objective(model, evaluator)
    return model


def segment_names(money: Money) -> list[str]:
    """A name per segment: the category, and its number from the second segment on (``eye_ear 2``)."""
    pairs = zip(money.segments["care"], money.segments["segment"], strict=True)
    return [care if segment == 0 else f"{care} {segment + 1}" for care, segment in pairs]


def _variables(model: pyo.ConcreteModel, options: Options, money: Money) -> None:
    model.options = pyo.RangeSet(0, len(options) - 1)
    limited = [
        (f, t) for row, f in enumerate(money.frameworks) for col, t in enumerate(money.years) if money.limited[row, col]
    ]
    model.framework_years = pyo.Set(initialize=limited, dimen=2)
    model.care_years = pyo.Set(initialize=[(c, t) for c in segment_names(money) for t in money.years], dimen=2)
    model.pick = pyo.Var(model.options, domain=pyo.Binary)
    model.pressure = pyo.Var(model.framework_years, domain=pyo.NonNegativeReals)
    model.room = pyo.Var(model.framework_years, domain=pyo.NonNegativeReals)
    most = money.most.copy()
    for rows, _ in money.pools():
        most[rows[-1]] += TOLERANCE  # so that a framework may be exceeded by the tolerance, at the dearest loss
    upper = {
        (c, t): float(most[row, col]) for row, c in enumerate(segment_names(money)) for col, t in enumerate(money.years)
    }
    model.displaced = pyo.Var(model.care_years, domain=pyo.NonNegativeReals, bounds=lambda _, c, t: (0.0, upper[c, t]))


def _limit(model: pyo.ConcreteModel, family: Family) -> pyo.Constraint:
    """``use @ pick <= limit - base`` (``=`` where it must be met exactly), one constraint per row of the family."""
    labels = list(zip(family.rows["name"], family.rows["year"], strict=True))
    keys: list[object] = [(n, int(t)) for n, t in labels] if family.name in _BY_YEAR else [n for n, _ in labels]
    start, column, value = family.use.indptr, family.use.indices, family.use.data
    block = pyo.Constraint(pyo.Set(initialize=keys), rule=lambda _, *__: pyo.Constraint.Skip)
    block.construct()
    for row, key in enumerate(keys):
        part = slice(start[row], start[row + 1])
        space = float(family.space[row])
        if part.start == part.stop and not family.equal[row] and space >= -TOLERANCE:
            continue  # nothing uses this row, and it holds
        used = _sum(model.pick, column[part], value[part])
        block[key] = used == space if family.equal[row] else used <= space + TOLERANCE
    return block


def _money_balance(model: pyo.ConcreteModel, options: Options, money: Money) -> None:
    """``base_f(t) + sum a_o cost_o(t) x_o + room_f(t) = budget_f(t) + P_f(t)`` [EUR million]: money is spent once."""
    cost = by_framework(options, money, options.cost)
    names = {name: row for row, name in enumerate(money.frameworks)}

    def balance(model: pyo.ConcreteModel, f: str, t: int) -> object:
        row, col = names[f], t - money.years[0]
        at = row * len(money.years) + col
        part = slice(cost.indptr[at], cost.indptr[at + 1])
        variables = [*(model.pick[o] for o in cost.indices[part]), model.room[f, t], model.pressure[f, t]]
        weights = [*map(float, cost.data[part]), 1.0, -1.0]
        return LinearExpression(constant=0.0, linear_coefs=weights, linear_vars=variables) == float(
            money.budget[row, col] - money.base[row, col]
        )

    model.money = pyo.Constraint(model.framework_years, rule=balance)


def _displacement(model: pyo.ConcreteModel, money: Money) -> None:
    """What pressure displaces [EUR million].

    observed: ``sum of a category's segments = share_c (1 - absorbed) P_f``; optimal: ``sum over all care = (1 - absorbed)
    P_f``; none: ``P_f = 0``. Within a category and overall the model takes the cheapest loss first by itself, for it is
    maximising.
    """
    names = segment_names(money)
    model.displacement = pyo.ConstraintList()
    covered: set[int] = set()
    for rows, share in money.pools():
        f = int(money.segment_framework[rows[0]])
        covered.add(f)
        for col, t in enumerate(money.years):
            if (money.frameworks[f], t) in model.framework_years:
                taken = [model.displaced[names[row], t] for row in rows]
                part = share * (1.0 - float(money.absorbed[f, col]))
                pressure = model.pressure[money.frameworks[f], t]
                model.displacement.add(sum(taken) == part * pressure)
    for f, t in model.framework_years:
        if money.frameworks.index(f) not in covered:
            model.pressure[f, t].setub(TOLERANCE)  # no care to displace: the framework is hard
    _nothing_elsewhere(model, money, names)


def _nothing_elsewhere(model: pyo.ConcreteModel, money: Money, names: Sequence[str]) -> None:
    """Care that cannot be displaced (protected, without a share, in a framework without a budget) stays as it is."""
    pooled = {int(row) for rows, _ in money.pools() for row in rows}
    for row, name in enumerate(names):
        framework = money.frameworks[int(money.segment_framework[row])]
        for t in money.years:
            if row not in pooled or (framework, t) not in model.framework_years:
                model.displaced[name, t].fix(0.0)


def _objective(model: pyo.ConcreteModel, evaluator: Evaluator) -> None:
    """``sum v_t a_o qaly_o(t) x_o - sum v_t loss_c y_ct + sum v_t room_value loss0_f(t) room_f(t)``, less the reference plan's.

    Discounted QALYs; ``v_t = (1 + r_E)^-t``. Room that is used could have bought other care (setting room_value).
    """
    money, weight = evaluator.money, evaluator.health_weight
    variables = [model.pick[o] for o in model.options]
    weights = [float(value) for value in evaluator.value]
    first = money.years[0]
    for row, name in enumerate(segment_names(money)):
        variables += [model.displaced[name, t] for t in money.years]
        weights += [float(-weight[t - first] * money.loss[row]) for t in money.years]
    for f, t in model.framework_years:
        variables.append(model.room[f, t])
        weights.append(float(weight[t - first] * evaluator.room_price[money.frameworks.index(f), t - first]))
    reference = evaluator.reference
    constant = float(money.loss @ reference.displaced @ weight - (evaluator.room_price * reference.room @ weight).sum())
    model.net = pyo.Objective(
        expr=LinearExpression(constant=constant, linear_coefs=weights, linear_vars=variables), sense=pyo.maximize
    )


def _sum(variables: pyo.Var, columns: Iterable[int], values: Iterable[float]) -> LinearExpression:
    """A sum of options: pyomo's LinearExpression builds long rows several times faster than a Python sum."""
    return LinearExpression(
        constant=0.0, linear_coefs=[float(v) for v in values], linear_vars=[variables[int(o)] for o in columns]
    )
