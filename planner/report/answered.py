"""The answers that a report shows beside its plan: which tables were asked, and that they are about this plan."""

from __future__ import annotations

import pandas as pd

from planner.analysis.answers import Answers
from planner.asked import of_kind
from planner.errors import UsageError
from planner.model.plan import Plan


def frame_of(answers: object, name: str) -> pd.DataFrame | None:
    """A table of the answers, None where it was not asked or holds nothing."""
    found = getattr(answers, name, None)
    return found if isinstance(found, pd.DataFrame) and len(found) else None


def check_about(plan: Plan, answers: Answers | None) -> None:
    """Raises UsageError where the answers are about another plan than the one that is reported."""
    if answers is None:
        return
    of_kind(answers, Answers)
    if not answers.plan.decisions.equals(plan.decisions):
        raise UsageError("these answers are about another plan: report the plan that they are about (answers.plan)")
