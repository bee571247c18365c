"""Questions about a plan: why each decision, and what happens in the variants."""

from planner.analysis.reasons import reasons
from planner.analysis.runs import Runs, run

__all__ = ["Runs", "reasons", "run"]
