"""The independent audit: every figure of a plan again, by exact arithmetic straight from the tables of the scenario."""

from planner.model.audit.auditor import (
    Auditor,
    AuditReport,
    Choice,
    Evaluation,
    check,
    claims_from_frames,
    evaluate,
)

__all__ = ["AuditReport", "Auditor", "Choice", "Evaluation", "check", "claims_from_frames", "evaluate"]
