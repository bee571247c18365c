"""Variants: the same scenario under other assumptions, each solved, side by side."""

import planner
from scenario_from_dataframes import tables

# A variant can be a change made in Python ...
scenario = planner.scenario_from_tables(tables)
tight = scenario.with_changes(
    {"table": "Frameworks", "row": "MSZ", "column": "drug_growth_limit", "operation": "set", "value": 0.04},
    name="growth 4 %",
)

# ... or rows of the sheet Scenarios, as in a workbook: solved together with the base.
rows = {
    "scenario": ["half the discount", "dear care"],
    "table": ["Indications", "Care"],
    "row": ["*", "euro_per_qaly > 80000"],
    "column": ["max_discount", "euro_per_qaly"],
    "operation": ["multiply", "multiply"],
    "value": [0.5, 0.5],
}

if __name__ == "__main__":
    plan = planner.optimise(tight)
    print(f"{tight.name}: {plan.totals.admitted} admitted, {plan.totals.net:.4f} QALYs net")

    runs = planner.run(planner.scenario_from_tables({**tables, "Scenarios": rows}))
    for name, outcome in [("base", runs.base), *runs.variants.items()]:
        if isinstance(outcome, planner.PlannerError):  # a variant without a plan does not stop the others
            print(f"{name}: {outcome}")
        else:
            print(f"{name}: {outcome.totals.admitted} admitted, {outcome.totals.net:.4f} QALYs net")
