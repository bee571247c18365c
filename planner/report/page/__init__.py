"""The report as one page: a single HTML file without script, fonts or network that it needs, to read, print and send on."""

from planner.report.page.write import write_page

__all__ = ["write_page"]
