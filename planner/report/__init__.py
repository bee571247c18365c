"""What the user gets: a plan as a workbook, in Dutch or English."""

from planner.report.workbook import write_report

__all__ = ["write_report"]
