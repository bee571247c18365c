"""Read a scenario workbook, find the best plan, look at it, write the report.

Run it from the folder of the repository: ``python examples/read_optimise_report.py [SCENARIO.xlsx [REPORT.xlsx]]``.
"""

import sys
from pathlib import Path

import planner


def main(source: str = "scenarios/sluis-2025.xlsx", target: str = "sluis-2025-report.xlsx") -> None:
    try:
        scenario = planner.read_scenario(source)
    except planner.ScenarioError as error:
        for problem in error.problems:
            print(problem.place, problem.message, problem.hint, sep=" | ")
        sys.exit(error.exit_status)

    plan = planner.optimise(scenario)
    totals, outcome = plan.totals, plan.outcome
    print(f"{totals.admitted} of {totals.candidates} candidates admitted, {totals.net_sum:,.1f} QALYs net")
    print(f"stopped: {outcome.stopped}, gap {outcome.gap:.2g}, bound {outcome.bound:,.6g}")

    # Everything in a plan is a DataFrame: money in EUR million, health in QALYs, one row per thing.
    columns = ["indication", "decision", "route", "start_year", "discount", "net_price", "qalys", "spending"]
    print(plan.decisions[columns].to_string(index=False))
    print(
        plan.spending[["framework", "year", "budget", "spending", "room", "displaced"]].round(3).to_string(index=False)
    )

    written = planner.write_report(plan, Path(target))
    print(f"report: {written}")
    public = planner.write_report(plan, Path(target).with_stem("public-report"), public=True)
    print(f"without what is confidential: {public}")


if __name__ == "__main__":
    main(*sys.argv[1:])
