"""The independent audit: every figure of a plan again, by exact arithmetic straight from the tables of the scenario."""

from planner.model.audit.auditor import Auditor, check, evaluate
from planner.model.audit.claims import AuditReport, claims_from_frames
from planner.model.audit.options import Choice
from planner.model.audit.totals import Evaluation

__all__ = ["AuditReport", "Auditor", "Choice", "Evaluation", "check", "claims_from_frames", "evaluate"]
