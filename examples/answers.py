"""Beyond the plan: what may be paid at most, what an indication displaces, what a limit is worth, and why no plan fits."""

import planner
from scenario_from_dataframes import tables

scenario = planner.scenario_from_tables(tables)

if __name__ == "__main__":
    explorer = planner.Explorer(scenario, mip_gap=0)  # the best plan, and quick answers that start from it
    for row in planner.walk_away(explorer).to_dict("records"):
        print(f"walk-away price of {row['indication']}: {row['walk_away']:,.0f} (list {row['list_price']:,.0f})")
    for row in planner.displacement_by_indication(explorer).to_dict("records"):
        print(f"{row['indication']} gains {row['gained']:.3g} QALYs and costs others {row['lost_elsewhere']:.3g}")
    for row in planner.marginal_values(explorer).to_dict("records"):
        print(f"one {row['unit']} more of {row['family']} {row['name']}: {row['exact']:.3g} QALYs")
    points = planner.frontier(explorer, "budget", [0, 1, 2])
    gains = points["welfare"] - points["welfare"][0]
    print("with 0, 1 and 2 million a year more:", ", ".join(f"{gain:.3g}" for gain in gains), "QALYs more")

    answers = planner.answer(explorer)  # every question at once, with the plan that it is about
    planner.write_report(answers.plan, "answers-report.xlsx", answers=answers)
    planner.write_page(answers.plan, "report.html", answers)
    print("all answers in answers-report.xlsx and on report.html")

    broken = scenario.with_changes(("Frameworks", "*", "budget", "multiply", 0.5))
    explanation = planner.explain(broken)
    print(f"half the budget: EUR {explanation.relaxation:,.4g} million more is the least that helps")
