"""Many plans of one scenario: an explorer keeps what a change does not touch, and workers solve scenarios side by side."""

import planner
from scenario_from_dataframes import tables

scenario = planner.scenario_from_tables(tables)


def with_budget(factor: float) -> planner.Scenario:
    """The scenario with another framework, and prices that fall with it."""
    return scenario.with_changes(
        ("Frameworks", "*", "budget", "multiply", factor),
        ("Indications", "Y", "list_price", "multiply", factor),
        name=f"budget x {factor}",
    )


if __name__ == "__main__":
    changed = [with_budget(factor) for factor in (0.999, 1.0, 1.001)]

    explorer = planner.Explorer(scenario)  # one after the other, each from what the explorer knows already
    for one in changed:
        plan = explorer.changed(one)
        print(f"{one.name}: {plan.totals.net:.4f} QALYs net, proven to {plan.outcome.gap:.2%}")

    for one, plan in zip(changed, planner.plans(changed, workers=2), strict=True):  # side by side, a process each
        print(
            f"{one.name}: {plan.totals.admitted} admitted" if isinstance(plan, planner.Plan) else f"{one.name}: {plan}"
        )
