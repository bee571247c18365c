"""Questions to plans that are proven to a gap of 0."""

from __future__ import annotations

import planner
from planner.scenario.scenario import Scenario


def explorer(scenario: Scenario) -> planner.Explorer:
    return planner.Explorer(scenario, mip_gap=0)
