"""What one unit more of every limit is worth where decisions may be shares: the multipliers of the LP over all options."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import sparse

from planner.impact.timing import Numbers
from planner.model.balance import Balance
from planner.model.choice import Chosen
from planner.model.evaluate import Evaluator
from planner.model.search.bound import Relaxation, relaxation
from planner.model.search.master import Master
from planner.model.solve import Program, solve_lp

#: A multiplier this small is the solver's rounding.
_NOTHING = 1e-9


def row_labels(evaluator: Evaluator, stated: Balance) -> pd.DataFrame:
    """Family, name, year (NaN = none) and unit of every row of ``bound.Relaxation``: the limits, then the money rows."""
    families = [family for family in evaluator.limits.families if family.name != "decision"]
    labels = [family.rows[["name", "year"]].assign(family=family.name, unit=family.unit) for family in families]
    rows = stated.rows.assign(family=np.where(stated.rows["kind"] == "money", "framework", "displacement"))
    labels.append(rows[["name", "year", "family"]].assign(unit="EUR million"))
    return pd.concat(labels, ignore_index=True).astype({"year": np.float64})


def multipliers(evaluator: Evaluator, stated: Balance, chosen: Chosen) -> Numbers:
    """The multiplier of every row of ``bound.Relaxation`` [unit of the objective per unit of the row].

    By column generation; by the whole LP where that begins with rows that its first columns cannot meet (relations), and where
    room is carried over: then followed by those of the rows of ``_carrying``.
    """
    arrays = relaxation(evaluator, stated)
    if len(evaluator.limits.carry):
        dual = solve_lp(_carrying(evaluator, stated, arrays, chosen))
        rows = len(arrays.space)
        return _tidy(np.concatenate([dual[:rows], dual[len(dual) - 3 * len(evaluator.limits.carry) :]]))
    found, fraction = Master(arrays).bound(np.ones(len(arrays), dtype=bool), arrays.must)
    dual = found.multipliers
    if fraction is None:
        dual = solve_lp(arrays.program().relaxed())[: len(arrays.space)]
    return _tidy(dual)


def _tidy(dual: Numbers) -> Numbers:
    return np.where(np.abs(dual) < _NOTHING, 0.0, dual)


def _carrying(evaluator: Evaluator, stated: Balance, arrays: Relaxation, chosen: Chosen) -> Program:
    """The LP with room carried over: ``carry = share max(0, slack - use x)``, its binary ``z`` as in the plan.

    In this order, last: ``share (slack - use x) <= carry``, ``carry <= share (slack - use x + short (1 - z))``, ``carry <= share
    long z``, by framework-year; ``short`` and ``long`` are how far what is left can be below and above 0.
    """
    carry, program = evaluator.limits.carry, arrays.program().relaxed()
    count, rows = len(carry), program.matrix.shape[0]
    columns = len(arrays) + np.flatnonzero((stated.columns["kind"] == "carry").to_numpy())
    least, most = carry.range(evaluator.limits.parts.owner)
    share, short, long = carry.share, np.maximum(0.0, -least), np.maximum(0.0, most)
    some = (carry.left(chosen) > 0).astype(np.float64)
    one = sparse.csr_array((np.ones(count), (np.arange(count), columns)), shape=(count, len(program.gain)))
    none = sparse.csr_array((count, len(program.gain) - len(arrays)))
    use = sparse.hstack([sparse.csr_array(carry.use[:, arrays.ids] * share[:, None]), none])
    limits = row_labels(evaluator, stated).iloc[: len(arrays.space) - len(stated.right)]
    place = {(name, year): at for at, (name, year) in enumerate(zip(limits["name"], limits["year"], strict=True))
             if limits["family"].iloc[at] == "framework"}  # fmt: skip
    frameworks = [(evaluator.money.frameworks[f], float(evaluator.money.years[t]))
                  for f, t in zip(carry.framework, carry.year, strict=True)]  # fmt: skip
    wider = [(place[key], column) for key, column in zip(frameworks, columns, strict=True) if key in place]
    relief = sparse.csr_array(
        (np.full(len(wider), -1.0), tuple(np.array(wider, dtype=np.intp).reshape(-1, 2).T)), shape=program.matrix.shape
    )
    z, empty = sparse.diags_array, sparse.csr_array((rows, count))
    blocks = [
        [program.matrix + relief, empty],
        [-one - use, sparse.csr_array((count, count))],
        [one + use, z(share * short)],
        [one, z(-share * long)],
    ]
    return Program(
        gain=np.append(program.gain, np.zeros(count)),
        constant=program.constant,
        matrix=sparse.csr_array(sparse.block_array(blocks, format="csr")),
        low=np.append(program.low, np.full(3 * count, -np.inf)),
        high=np.concatenate([program.high, -share * carry.slack, share * (carry.slack + short), np.zeros(count)]),
        lower=np.append(program.lower, some),
        upper=np.append(program.upper, some),
        whole=np.append(program.whole, np.zeros(count, dtype=bool)),
    )


def duals(evaluator: Evaluator, stated: Balance, chosen: Chosen) -> pd.DataFrame:
    """What one unit more of every limit is worth: family, name, year, unit (as in ``Plan.limits``) and dual.

    Of a plan (``chosen``) only whether it carries room into a year counts: the LP does the same.
    Of a framework the limit on pressure and the money row count together: what one EUR million more in that year is worth.
    """
    labels, found, carry = row_labels(evaluator, stated), multipliers(evaluator, stated, chosen), evaluator.limits.carry
    frame = labels.assign(dual=found[: len(labels)])
    if len(carry):  # more in the year before is more to carry
        least, most, _ = np.split(found[len(labels) :], 3)
        before = {"name": np.array(evaluator.money.frameworks, dtype=object)[carry.framework],
                  "year": np.array(evaluator.money.years, dtype=np.float64)[carry.year - 1]}  # fmt: skip
        extra = pd.DataFrame(before).assign(family="framework", unit="EUR million", dual=carry.share * (most - least))
        frame = pd.concat([frame, extra], ignore_index=True)
    keys = ["family", "name", "year", "unit"]
    summed = frame[frame["family"] != "displacement"].groupby(keys, dropna=False, sort=False)["dual"].sum()
    return summed.reset_index()
