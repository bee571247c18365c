"""The raster of Summary, and what its two pages show."""

from __future__ import annotations

from dataclasses import dataclass

from planner.report.binding import Limit
from planner.report.compared import Variants
from planner.report.displaced import Displaced
from planner.report.reasons import Reasons
from planner.report.watch import Warn

#: Twelve columns; everything stands on this raster.
FIRST, LAST = 1, 12
COLUMN = 13.2
WIDTH = COLUMN * 12
#: Rows (from 0) of the charts and lists of page 1; page 2 begins at ``PAGE2``, after a manual break.
CHART_ROW, CHART_ROWS = 8, 15
LIST_ROW, LIST_ROWS = CHART_ROW + CHART_ROWS, 5
PAGE2 = LIST_ROW + LIST_ROWS + 2


@dataclass(frozen=True)
class Material:
    """What Summary shows, made for other sheets too."""

    reasons: Reasons
    displaced: Displaced
    limits: list[Limit]
    warnings: list[Warn]
    variants: Variants | None
