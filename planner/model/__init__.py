"""The choice: limits stated once, the Pyomo model made from them, HiGHS, the plan and its audit."""

from planner.model import start  # noqa: F401 - before anything else loads Pyomo

# isort: split
from planner.model.build import build_model
from planner.model.explorer import Best, Explorer
from planner.model.optimise import optimise
from planner.model.plan import Outcome, Plan, Totals

__all__ = ["Best", "Explorer", "Outcome", "Plan", "Totals", "build_model", "optimise"]
