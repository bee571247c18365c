"""What the user gets: a plan as a workbook or as one web page, in Dutch or English."""

from planner.report.page import write_page
from planner.report.workbook import write_report

__all__ = ["write_page", "write_report"]
