"""Budget lines that go to who comes first: which dossiers fit is settled here, before anything is chosen (model.md section 6)."""

from __future__ import annotations

import numpy as np

from planner.impact.describe import describe
from planner.impact.effects import effects
from planner.impact.openings import Pairs
from planner.impact.patients import Cohorts
from planner.impact.timing import Flags, NDArrayInt, Numbers
from planner.scenario.scenario import Scenario

#: A line may be exceeded by this much [EUR million].
TOLERANCE = 1e-6


def first_come(
    scenario: Scenario, found: Pairs, cohort: Cohorts, chosen: NDArrayInt, offset: Numbers, discount: Numbers
) -> Flags | None:
    """Which options are left where a line has ``allocation = first_come``; None where no line has.

    Dossiers come in order of their earliest start, then of indication id and route id; each is let in at that start if it
    fits in every year beside those before it, and closed (``line_full``) if it does not. Nobody knows yet who will be
    admitted, so that a dossier that is let in keeps its room.
    """
    lines = scenario.table("BudgetLines")
    names = list(dict.fromkeys(lines["line"][lines["allocation"] == "first_come"]))
    line_of = found.table["budget_line"].to_numpy(dtype=object)
    mine = np.flatnonzero(np.isin(line_of[chosen], names)) if names else np.zeros(0, dtype=np.intp)
    if not len(mine):
        return None
    mine = mine[np.lexsort((offset[mine], _rank(found, chosen[mine])))]
    first = mine[np.unique(_rank(found, chosen[mine]), return_index=True)[1]]
    rows = chosen[first]
    table = describe(scenario, found, rows, offset[first], discount[first])
    charged = effects(scenario, found.table.iloc[rows], table, cohort).arrays["charged"]
    left = {name: _budget(scenario, name) for name in names}
    kept = np.ones(len(chosen), dtype=bool)
    kept[mine] = False
    identity, route = table["indication"].to_numpy(dtype=str), found.table["r"].to_numpy()[rows]
    for at in np.lexsort((table["route"].to_numpy(dtype=str), identity, offset[first])):
        space = left[line_of[rows[at]]]
        if bool((charged[at] <= space + TOLERANCE).all()):
            space -= charged[at]
            kept[first[at]] = True
        else:
            same = (found.table["i"] == found.table["i"].iloc[rows[at]]) & (found.table["r"] == route[at])
            found.table.loc[same & found.table["condition"].isna(), "condition"] = "line_full"
    return kept


def _rank(found: Pairs, chosen: NDArrayInt) -> NDArrayInt:
    """A number per indication and route: a route with a fixed budget has several rows for one indication."""
    table = found.table
    return np.asarray(table["i"].to_numpy()[chosen] * (int(table["r"].max()) + 1) + table["r"].to_numpy()[chosen])


def _budget(scenario: Scenario, line: str) -> Numbers:
    """The budget of a line by year of the plan; infinite where it is blank."""
    rows = scenario.table("BudgetLines")
    own = rows[rows["line"] == line].set_index("year")["budget"]
    return own.reindex(list(scenario.settings.calendar)).fillna(np.inf).to_numpy(dtype=np.float64, copy=True)
