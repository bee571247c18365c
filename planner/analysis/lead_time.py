"""Lead time and the health lost in it, step by step from authorisation to the start (model.md section 8)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from planner.analysis.after import admitted, waiting
from planner.impact.eligibility import Rulebook
from planner.impact.moments import health_from
from planner.impact.phases import Procedures, procedures
from planner.model.objective import effects_weight
from planner.model.plan import Plan

#: Steps that are no phase: no dossier yet, the lead time of a route without phases, and waiting for room after the procedure.
DOSSIER, PROCEDURE, ROOM = "dossier", "procedure", "room"
Step = tuple[str, str, float, float]


def route_procedures(plan: Plan) -> Procedures:
    """The procedure of every route of a plan's scenario."""
    scenario = plan.scenario
    shape = (len(scenario.table("Indications")), len(scenario.table("Routes")))
    return procedures(scenario, Rulebook(scenario), np.zeros(shape, dtype=bool))[0]


def lead_time(plan: Plan) -> pd.DataFrame:
    """What each step between authorisation (or the plan's start) and the start costs: months, and QALYs lost.

    One row per admitted indication and step that takes time: indication, route, kind (``phase``, or one of ``DOSSIER``,
    ``PROCEDURE``, ``ROOM``), phase (its name; blank for the others), months, and lost [QALY, discounted, within the horizon,
    times the acceptance]. Phases are counted back from the earliest start; of a phase only the months after authorisation
    count, so that an early dossier loses less. ``lost`` adds up to ``waiting``.
    """
    dates = waiting(plan)
    found = route_procedures(plan)
    scenario, table = plan.scenario, plan.options.table
    routes, indications = list(scenario.table("Routes")["route"]), list(scenario.table("Indications")["indication"])
    _, option, share = admitted(plan)
    rows: list[tuple[Any, ...]] = []
    picked: list[int] = []
    for at, one in enumerate(dates.itertuples(index=False)):
        where = indications.index(str(one.indication)), routes.index(str(one.route))
        moments = tuple(float(str(value)) * 12.0 for value in (one.available, one.earliest, one.chosen))
        for step in _steps(found, where, *moments):
            rows.append((one.indication, one.route, *step))
            picked.append(at)
    frame = pd.DataFrame(rows, columns=["indication", "route", "kind", "phase", "begins", "ends"])
    if frame.empty:
        return frame.assign(months=0.0, lost=0.0).drop(columns=["begins", "ends"])
    chosen = table.iloc[option[picked]]
    offset = np.concatenate([frame["begins"].to_numpy(), frame["ends"].to_numpy()]) / 12.0
    health = health_from(scenario, pd.concat([chosen, chosen]), offset) @ effects_weight(scenario.settings)
    health = health.reshape(2, -1)
    lost = (health[0] - health[1]) * share[picked]
    return frame.assign(months=frame["ends"] - frame["begins"], lost=lost).drop(columns=["begins", "ends"])


def _steps(found: Procedures, where: tuple[int, int], available: float, earliest: float, chosen: float) -> list[Step]:
    """Kind, phase, begin and end of each step that takes time [months after the plan's start], in order."""
    indication, route = where
    if route in found.steps:
        ahead = [step for step in found.steps[route] if np.isnan(step.review[indication]) and step.left[indication]]
        parts = [("phase", step.phase, float(step.months[indication])) for step in ahead]
    else:
        parts = [(PROCEDURE, "", float(found.lead[indication, route]))]
    steps: list[Step] = []
    end = earliest
    for kind, phase, months in reversed(parts):
        steps.append((kind, phase, end - months, end))
        end -= months
    before = end - available
    if steps and 0.0 < before < 1.0:  # a start is a whole month: the rest of one belongs to the first phase
        kind, phase, _, end = steps[-1]
        steps[-1] = (kind, phase, available, end)
    elif before > 0.0:
        steps.append((DOSSIER, "", available, end))
    steps = [(*step[:2], max(step[2], available), step[3]) for step in reversed(steps)]
    steps.append((ROOM, "", earliest, chosen))
    return [step for step in steps if step[3] - step[2] > 1e-9]
