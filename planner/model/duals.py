"""What one unit more of every limit is worth where decisions may be shares: the multipliers of the LP over all options."""

from __future__ import annotations

import numpy as np
import pandas as pd

from planner.impact.timing import Numbers
from planner.model.balance import Balance
from planner.model.bound import relaxation
from planner.model.evaluate import Evaluator
from planner.model.master import Master
from planner.model.solve import solve_lp

#: A multiplier this small is the solver's rounding.
_NOTHING = 1e-9


def row_labels(evaluator: Evaluator, stated: Balance) -> pd.DataFrame:
    """Family, name, year (NaN = none) and unit of every row of ``bound.Relaxation``: the limits, then the money rows."""
    families = [family for family in evaluator.limits.families if family.name != "decision"]
    labels = [family.rows[["name", "year"]].assign(family=family.name, unit=family.unit) for family in families]
    rows = stated.rows.assign(family=np.where(stated.rows["kind"] == "money", "framework", "displacement"))
    labels.append(rows[["name", "year", "family"]].assign(unit="EUR million"))
    return pd.concat(labels, ignore_index=True).astype({"year": np.float64})


def multipliers(evaluator: Evaluator, stated: Balance) -> Numbers:
    """The multiplier of every row of ``bound.Relaxation`` [unit of the objective per unit of the row].

    By column generation; by the whole LP where that begins with rows that its first columns cannot meet (relations).
    """
    arrays = relaxation(evaluator, stated)
    found, fraction = Master(arrays).bound(np.ones(len(arrays), dtype=bool), arrays.must)
    dual = found.multipliers
    if fraction is None:
        dual = solve_lp(arrays.program().relaxed())[: len(arrays.space)]
    return np.where(np.abs(dual) < _NOTHING, 0.0, dual)


def duals(evaluator: Evaluator, stated: Balance) -> pd.DataFrame:
    """What one unit more of every limit is worth: family, name, year, unit (as in ``Plan.limits``) and dual.

    Of a framework the limit on pressure and the money row count together: what one EUR million more in that year is worth.
    """
    frame = row_labels(evaluator, stated).assign(dual=multipliers(evaluator, stated))
    keys = ["family", "name", "year", "unit"]
    summed = frame[frame["family"] != "displacement"].groupby(keys, dropna=False, sort=False)["dual"].sum()
    return summed.reset_index()
