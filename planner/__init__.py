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

_HOMES = {
    "Answers": "planner.analysis.answers",
    "AuditError": "planner.errors",
    "Collision": "planner.errors",
    "Explanation": "planner.analysis.infeasible",
    "Explorer": "planner.model",
    "InfeasibleError": "planner.errors",
    "Options": "planner.impact",
    "Plan": "planner.model",
    "PlannerError": "planner.errors",
    "Problem": "planner.errors",
    "Runs": "planner.analysis.runs",
    "Scenario": "planner.scenario.scenario",
    "ScenarioError": "planner.errors",
    "StoppedError": "planner.errors",
    "UsageError": "planner.errors",
    "admission_order": "planner.analysis.frontier",
    "answer": "planner.analysis.answers",
    "budget_impact": "planner.analysis.savings",
    "build_model": "planner.model",
    "care_by_indication": "planner.analysis.without",
    "displacement_by_indication": "planner.analysis.without",
    "enumerate_options": "planner.impact",
    "explain": "planner.analysis.infeasible",
    "first_year": "planner.analysis.after",
    "forced_in": "planner.analysis.beaten",
    "frontier": "planner.analysis.frontier",
    "grid": "planner.analysis.frontier",
    "interchangeable": "planner.analysis.beaten",
    "left_out": "planner.analysis.beaten",
    "liability": "planner.analysis.after",
    "marginal_values": "planner.analysis.marginal",
    "optimise": "planner.model",
    "plans": "planner.analysis.runs",
    "read_scenario": "planner.scenario.workbook",
    "rests_on": "planner.analysis.assumed",
    "route_sets": "planner.scenario.route_sets",
    "run": "planner.analysis.runs",
    "savings": "planner.analysis.savings",
    "scenario_from_tables": "planner.scenario.build",
    "sensitivities": "planner.analysis.hangs_on",
    "waiting": "planner.analysis.after",
    "walk_away": "planner.analysis.prices",
    "walk_away_products": "planner.analysis.prices",
    "with_routes": "planner.scenario.route_sets",
    "without": "planner.analysis.without",
    "write_page": "planner.report",
    "write_report": "planner.report",
    "write_template": "planner.scenario.template",
    "write_workbook": "planner.scenario.workbook",
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
