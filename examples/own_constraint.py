"""A constraint of one's own: the model is plain Pyomo, open until it is solved.

``extend`` is called with the model and the option table; ``model.pick[o]`` is 1 where option o (a row of the table) is
chosen, ``model.displaced`` is the care displaced. Here: at most one decision in the first year.
"""

import pyomo.environ as pyo

import planner
from scenario_from_dataframes import tables


def at_most_one_in_the_first_year(model: pyo.ConcreteModel, options: planner.Options) -> None:
    table = options.table
    first = table["start_year"].min()
    starts = [o for o in model.pick if table["route"].notna()[o] and table["start_year"][o] == first]
    model.calm_first_year = pyo.Constraint(expr=pyo.quicksum(model.pick[o] for o in starts) <= 1)


if __name__ == "__main__":
    scenario = planner.scenario_from_tables(tables)

    # The model as it stands can be looked at, written to a file or solved by hand.
    model = planner.build_model(scenario)
    print(f"{model.nvariables()} variables, {model.nconstraints()} constraints")

    free = planner.optimise(scenario)
    calm = planner.optimise(scenario, extend=at_most_one_in_the_first_year)
    print(f"net QALYs without the constraint: {free.totals.net:.4f}, with it: {calm.totals.net:.4f}")
    print(calm.decisions[["indication", "decision", "start_year"]].to_string(index=False))
