"""Limits on the number of decisions: one per indication, one per group of patients, and dossiers by route and year."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from scipy import sparse

from planner.impact import Options
from planner.model.limits.family import Family, actions, at_most, codes, ones
from planner.scenario.scenario import Scenario


def one_decision(options: Options) -> Family:
    """``sum_{o in i} x_o <= 1`` for a candidate, ``= 1`` for an indication in the package (which may only stay)."""
    names, at = codes(options.table["indication"])
    stays = options.table["route"].isna().to_numpy(dtype=bool)
    equal = np.zeros(len(names), dtype=bool)
    equal[at[stays]] = True
    one = np.ones(len(names))
    return replace(at_most("decision", "decisions", _labels(names), ones(at, len(names)), one), equal=equal)


def patient_groups(scenario: Scenario, options: Options) -> Family:
    """``sum_{o in group} x_o <= 1``: rows that share their patients cannot both be in the package; one that stays counts.

    Shares of divisible indications add up to at most 1; what leaves the package makes room.
    """
    groups = scenario.table("Indications").set_index("indication")["patient_group"]
    names = list(groups.dropna().unique())
    number = {name: at for at, name in enumerate(names)}
    at = options.table["indication"].map(groups.map(number).to_dict()).fillna(-1).to_numpy(dtype=np.intp)
    stays = options.table["route"].isna().to_numpy(dtype=bool)
    base = np.bincount(at[stays & (at >= 0)], minlength=len(names)).astype(np.float64)
    use = sparse.csr_array(ones(at, len(names)) * actions(options)[None, :])
    use.eliminate_zeros()
    return at_most("patient_group", "indications", _labels(names), use, np.ones(len(names)), base=base)


def _labels(names: list[str]) -> pd.DataFrame:
    """Rows for all years together, that no cell sets."""
    return pd.DataFrame({"name": names, "year": np.nan, "sheet": "Indications", "cell": ""})


def dossiers(scenario: Scenario, options: Options) -> Family:
    """``sum_{o in r, s} x_o <= dossiers_per_year_r`` by calendar year of the start: assessment and negotiation capacity."""
    years = list(scenario.settings.calendar)
    routes = scenario.table("Routes")
    kept = routes[routes["dossiers_per_year"].notna()]
    names = list(kept["route"])
    route = options.table["route"].map({name: at for at, name in enumerate(names)}).to_numpy(dtype=np.float64)
    at = np.where(np.isnan(route), -1, np.nan_to_num(route) * len(years) + options.table["start_year"] - years[0])
    cells = [scenario.cell("Routes", int(row), "dossiers_per_year") for row in kept.index]
    label = pd.DataFrame(
        {
            "name": np.repeat(names, len(years)),
            "year": np.tile(np.array(years, dtype=np.float64), len(names)),
            "sheet": "Routes",
            "cell": np.repeat(cells, len(years)),
        }
    )
    limit = np.repeat(kept["dossiers_per_year"].to_numpy(dtype=np.float64), len(years))
    use = ones(at.astype(np.intp), len(limit))
    return at_most("dossiers", "dossiers", label, use, limit, once=use)
