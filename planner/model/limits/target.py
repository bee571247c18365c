"""The health that must be gained when the least spending is asked (model.md section 6, objectives)."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import sparse

from planner.impact import Options
from planner.model.limits.family import Family, at_most
from planner.model.objective import effects_weight
from planner.scenario.scenario import Scenario


def health_target(scenario: Scenario, options: Options) -> Family:
    """``sum v^E_t a_o qaly_o(t) x_o >= health_target`` [discounted QALY against the reference plan], as ``- ... <= -target``."""
    settings = scenario.settings
    wanted = settings.objective == "least_spending" and settings.health_target is not None
    value = options.qalys @ effects_weight(settings)
    stays = options.table["route"].isna().to_numpy(dtype=bool)
    count = 1 if wanted else 0
    table = scenario.tables["Settings"]
    place = [int(at) for at in np.flatnonzero((table["setting"] == "health_target").to_numpy())][:1] or [0]
    cell = [scenario.cell("Settings", place[0], "value")] * count
    label = pd.DataFrame({"name": ["health"] * count, "year": np.nan, "sheet": "Settings", "cell": cell})
    use = sparse.csr_array(-value[None, :] if wanted else np.zeros((0, len(options))))
    limit = np.full(count, -float(settings.health_target or 0.0))
    return at_most("health_target", "QALY", label, use, limit, base=np.full(count, float(value[stays].sum())))
