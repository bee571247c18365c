"""A constraint of one's own: the model is plain Pyomo, open until it is solved.

``extend`` is called with the model and the option table: ``model.pick[o]`` is 1 where option o (row o of ``options.table``) is
chosen, and ``options.drug[o, t]`` is its spending on medicines in year t [EUR million]. Here: a cap on the first two years.
"""

import pyomo.environ as pyo

import planner
from scenario_from_dataframes import tables

CAP = 1.0  # EUR million on new medicines in the first two years together


def spend_little_at_first(model: pyo.ConcreteModel, options: planner.Options) -> None:
    first_two_years = options.drug[:, :2].sum(axis=1)
    spending = pyo.quicksum(first_two_years[o] * model.pick[o] for o in model.options)
    model.little_at_first = pyo.Constraint(expr=spending <= CAP)


if __name__ == "__main__":
    scenario = planner.scenario_from_tables(tables)

    # The model as it stands can be looked at, written to a file, or solved by hand.
    model = planner.build_model(scenario)
    print(f"{model.nvariables()} variables, {model.nconstraints()} constraints")

    free = planner.optimise(scenario)
    capped = planner.optimise(scenario, extend=spend_little_at_first)
    print(f"net QALYs without the constraint: {free.totals.net:.4f}, with it: {capped.totals.net:.4f}")
    print(capped.decisions[["indication", "decision", "start_year", "discount"]].to_string(index=False))
