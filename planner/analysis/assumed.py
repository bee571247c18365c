"""How much of what a plan gains, spends and displaces rests on figures that are published, derived or assumed."""

from __future__ import annotations

import numpy as np
import pandas as pd

from planner.asked import of_kind
from planner.model.objective import effects_weight
from planner.model.plan import Plan
from planner.scenario.certainty import Certainties, weakest
from planner.scenario.tables import CERTAINTIES

FIGURES = ("gained", "spent", "displaced")


def rests_on(plan: Plan) -> pd.DataFrame:
    """What is gained, spent and displaced, by the weakest figure on which each part of it rests.

    Columns: figure (``gained`` and ``displaced`` [QALY, discounted], ``spent`` [EUR million, expected net cost over the
    plan]), certainty (published, derived, assumed), amount and share (of the figure's total; NaN where that is 0; parts that
    save count negative). Health gained and money spent rest on the figures of the indication (its row, curves and patients);
    health displaced on those of the category of care. The amounts of a figure add up to the plan's total.
    """
    of_kind(plan, Plan)
    certain = Certainties(plan.scenario)
    decided = plan.decisions[plan.decisions["qalys_discounted"].notna()]
    by_indication = [certain.indication(name) for name in decided["indication"]]
    care = certain.rows("Care")
    by_care = {
        name: weakest(care[at] for at in rows)
        for name, rows in plan.scenario.table("Care").groupby("care").indices.items()
    }
    lost = plan.displacement
    settings = plan.scenario.settings
    weight = effects_weight(settings)[lost["year"] - settings.start_year]
    parts = {
        "gained": (by_indication, decided["qalys_discounted"]),
        "spent": (by_indication, decided["spending"]),
        "displaced": ([by_care[name] for name in lost["care"]], weight * (lost["qalys"] - lost["reference_qalys"])),
    }
    frames = [_part(figure, certainty, np.asarray(amount)) for figure, (certainty, amount) in parts.items()]
    return pd.concat(frames, ignore_index=True)


def _part(figure: str, certainty: list[str], amount: np.ndarray[tuple[int], np.dtype[np.float64]]) -> pd.DataFrame:
    found = np.array(certainty, dtype=object)
    sums = np.array([amount[found == name].sum() for name in CERTAINTIES])
    total = sums.sum()
    share = sums / total if abs(total) > 1e-12 else np.full(len(sums), np.nan)
    return pd.DataFrame({"figure": figure, "certainty": CERTAINTIES, "amount": sums, "share": share})
