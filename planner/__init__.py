"""Finds the best plan for admitting new medicines to the Dutch basic health package, and what that plan displaces.

The whole job in three lines::

    scenario = planner.read_scenario("scenarios/sluis-2025.xlsx")
    plan = planner.optimise(scenario)
    planner.write_report(plan, "report.xlsx")

Every name below is loaded when it is first used, so that ``import planner`` costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from planner.analysis.after import first_year, liability, waiting
    from planner.analysis.answers import Answers, answer
    from planner.analysis.assumed import rests_on
    from planner.analysis.beaten import forced_in, interchangeable, left_out
    from planner.analysis.compared import compare
    from planner.analysis.frontier import admission_order, frontier, grid
    from planner.analysis.hangs_on import sensitivities
    from planner.analysis.infeasible import Explanation, explain
    from planner.analysis.marginal import marginal_values
    from planner.analysis.prices import walk_away, walk_away_products
    from planner.analysis.runs import Runs, plans, run
    from planner.analysis.savings import budget_impact, savings
    from planner.analysis.without import care_by_indication, displacement_by_indication, without
    from planner.errors import (
        AuditError,
        Collision,
        InfeasibleError,
        PlannerError,
        Problem,
        ScenarioError,
        StoppedError,
        UsageError,
    )
    from planner.impact import Options, enumerate_options
    from planner.model import Explorer, Plan, build_model, optimise
    from planner.report import write_page, write_report
    from planner.scenario.build import scenario_from_tables
    from planner.scenario.route_sets import route_sets, with_routes
    from planner.scenario.scenario import Scenario
    from planner.scenario.template import write_template
    from planner.scenario.workbook import read_scenario, write_workbook

#: The module of each public name, as in the imports above.
_HOMES = {
    name: module
    for module, names in {
        "planner.analysis.after": "first_year liability waiting",
        "planner.analysis.answers": "Answers answer",
        "planner.analysis.assumed": "rests_on",
        "planner.analysis.beaten": "forced_in interchangeable left_out",
        "planner.analysis.compared": "compare",
        "planner.analysis.frontier": "admission_order frontier grid",
        "planner.analysis.hangs_on": "sensitivities",
        "planner.analysis.infeasible": "Explanation explain",
        "planner.analysis.marginal": "marginal_values",
        "planner.analysis.prices": "walk_away walk_away_products",
        "planner.analysis.runs": "Runs plans run",
        "planner.analysis.savings": "budget_impact savings",
        "planner.analysis.without": "care_by_indication displacement_by_indication without",
        "planner.errors": "AuditError Collision InfeasibleError PlannerError Problem ScenarioError StoppedError UsageError",
        "planner.impact": "Options enumerate_options",
        "planner.model": "Explorer Plan build_model optimise",
        "planner.report": "write_page write_report",
        "planner.scenario.build": "scenario_from_tables",
        "planner.scenario.route_sets": "route_sets with_routes",
        "planner.scenario.scenario": "Scenario",
        "planner.scenario.template": "write_template",
        "planner.scenario.workbook": "read_scenario write_workbook",
    }.items()
    for name in names.split()
}

__all__ = [
    "Answers",
    "AuditError",
    "Collision",
    "Explanation",
    "Explorer",
    "InfeasibleError",
    "Options",
    "Plan",
    "PlannerError",
    "Problem",
    "Runs",
    "Scenario",
    "ScenarioError",
    "StoppedError",
    "UsageError",
    "admission_order",
    "answer",
    "budget_impact",
    "build_model",
    "care_by_indication",
    "compare",
    "displacement_by_indication",
    "enumerate_options",
    "explain",
    "first_year",
    "forced_in",
    "frontier",
    "grid",
    "interchangeable",
    "left_out",
    "liability",
    "marginal_values",
    "optimise",
    "plans",
    "read_scenario",
    "rests_on",
    "route_sets",
    "run",
    "savings",
    "scenario_from_tables",
    "sensitivities",
    "waiting",
    "walk_away",
    "walk_away_products",
    "with_routes",
    "without",
    "write_page",
    "write_report",
    "write_template",
    "write_workbook",
]


def __getattr__(name: str) -> Any:
    try:
        home = _HOMES[name]
    except KeyError:
        message = f"module 'planner' has no attribute {name!r}"
        raise AttributeError(message) from None
    value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
