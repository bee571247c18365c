"""Money that is spent once, stated as rows and columns: what options cost, and what room, pressure and displaced care mend.

The Pyomo model and the bound that proves options away are both made from this statement.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from scipy import sparse

from planner.impact.timing import Numbers
from planner.model.evaluate import Evaluator, Use
from planner.model.limits.family import charged
from planner.model.money import Money, Whole
from planner.model.objective import Objective


@dataclass(frozen=True)
class Balance:
    """Equalities ``cost @ pick + matrix @ column = right`` that join options and money.

    ``columns`` has one row per money variable, all at least 0: kind (``room``, ``pressure``, ``displaced``, ``carry``: room of
    the year before), name (framework or segment of care), year, gain (what one EUR million of it adds to the objective,
    discounted) and upper. ``rows`` has kind (``money``, ``displacement``), name and year. ``constant`` is what the reference
    plan adds to the objective.
    """

    rows: pd.DataFrame
    columns: pd.DataFrame
    cost: sparse.csr_array
    matrix: sparse.csr_array
    right: Numbers
    constant: float
    place: tuple[Whole, Whole]

    def values(self, use: Use) -> Numbers:
        """The money variables of a choice, from its pressure, room and displaced care."""
        kind = self.columns["kind"].to_numpy()
        values = np.zeros(len(kind))
        for name in ("room", "pressure", "displaced", "carry"):
            mine = kind == name
            values[mine] = getattr(use, name)[self.place[0][mine], self.place[1][mine]]
        return values

    def gains(self, evaluator: Evaluator, by: Objective) -> Numbers:
        """What one EUR million of each money variable adds to an objective, discounted; carried room leaves the year before."""
        weight, kind = evaluator.health_weight, self.columns["kind"].to_numpy()
        gain = np.zeros(len(kind))
        for name, values, sign, ago in (
            ("displaced", by.loss, -1, 0),
            ("room", by.room, 1, 0),
            ("carry", by.room, -1, 1),
        ):
            at, t = (place[kind == name] for place in self.place)
            worth = values[at] if values.ndim == 1 else values[at, t - ago]
            gain[kind == name] = sign * weight[t - ago] * worth
        return gain

    @cached_property
    def cost_by_option(self) -> sparse.csc_array:
        return sparse.csc_array(self.cost)


def segment_names(money: Money) -> list[str]:
    """A name per segment: the category, and its number from the second segment on (``eye_ear 2``)."""
    pairs = zip(money.segments["care"], money.segments["segment"], strict=True)
    return [care if segment == 0 else f"{care} {segment + 1}" for care, segment in pairs]


def balance(evaluator: Evaluator) -> Balance:
    """State the money of a scenario.

    Money [EUR million], where there is a budget: ``base_f(t) + sum a_o cost_o(t) x_o + room_f(t) = budget_f(t) + carry_f(t) +
    P_f(t)``; carried room is worth nothing in the year that it leaves.
    Displacement: observed, per category ``sum of its segments = share_c (1 - absorbed) P_f``; optimal, over all care
    ``= (1 - absorbed) P_f``. Maximising takes the cheapest loss first by itself.
    """
    money, weight = evaluator.money, evaluator.health_weight
    columns, place = _columns(evaluator)
    number = {key: at for at, key in enumerate(zip(columns["kind"], columns["name"], columns["year"], strict=True))}
    limited = [(f, t) for f, t in np.argwhere(money.limited)]
    rows: list[tuple[str, str, int]] = []
    entries: list[tuple[int, int, float]] = []
    right: list[float] = []
    for f, t in limited:
        name, year = money.frameworks[f], money.years[t]
        entries += [(len(rows), number["room", name, year], 1.0), (len(rows), number["pressure", name, year], -1.0)]
        if ("carry", name, year) in number:
            entries.append((len(rows), number["carry", name, year], -1.0))
        rows.append(("money", name, year))
        right.append(money.budget[f, t] - money.base[f, t])
    names = segment_names(money)
    for pool, share in money.pools:
        f = int(money.segment_framework[pool[0]])
        for t in np.flatnonzero(money.limited[f]):
            year = money.years[t]
            entries += [(len(rows), number["displaced", names[row], year], 1.0) for row in pool]
            part = share * (1.0 - float(money.absorbed[f, t]))
            entries.append((len(rows), number["pressure", money.frameworks[f], year], -part))
            rows.append(("displacement", names[pool[0]], year))
            right.append(0.0)
    at, of, value = zip(*entries, strict=True) if entries else ((), (), ())
    spent = charged(evaluator.options, money, "cost")
    kept = [f * len(money.years) + t for f, t in limited]
    none = sparse.csr_array((len(rows) - len(limited), len(evaluator.options)))
    reference = evaluator.reference
    constant = (evaluator.loss @ reference.displaced - (evaluator.room_price * reference.own_room).sum(axis=0)) @ weight
    return Balance(
        pd.DataFrame(rows, columns=["kind", "name", "year"]),
        columns,
        sparse.csr_array(sparse.vstack([spent[kept], none], format="csr")),
        sparse.csr_array((value, (at, of)), shape=(len(rows), len(columns))),
        np.array(right, dtype=np.float64),
        float(constant) - evaluator.reference_value,
        place,
    )


def _columns(evaluator: Evaluator) -> tuple[pd.DataFrame, tuple[Whole, Whole]]:
    """Room and pressure per limited framework-year, displaced care per segment and year, with worth and upper bound.

    Pressure on a framework without care to displace is bounded by the tolerance: there the framework is hard. The dearest
    segment of a pool may exceed its size by the tolerance, as the framework may.
    """
    money, weight = evaluator.money, evaluator.health_weight
    names = segment_names(money)
    most = money.most.copy()
    covered = set()
    for pool, _ in money.pools:
        most[pool[-1]] += evaluator.slack
        covered.add(int(money.segment_framework[pool[0]]))
    found: list[tuple[str, str, int, float, float]] = []
    where: list[tuple[int, int]] = []
    for f, t in np.argwhere(money.limited):
        name, year = money.frameworks[f], money.years[t]
        reach = np.inf if int(f) in covered else evaluator.slack
        found.append(("room", name, year, float(weight[t] * evaluator.room_price[f, t]), np.inf))
        found.append(("pressure", name, year, 0.0, reach))
        where += [(int(f), int(t))] * 2
    for pool, _ in money.pools:
        f = int(money.segment_framework[pool[0]])
        for row in pool:
            for t in np.flatnonzero(money.limited[f]):
                gain = -float(weight[t] * evaluator.loss[row])
                found.append(("displaced", names[row], money.years[t], gain, float(most[row, t])))
                where.append((int(row), int(t)))
    carry = evaluator.limits.carry
    _, most_left = carry.range(evaluator.limits.parts.owner)
    for f, t, most_ in zip(carry.framework, carry.year, carry.amount(most_left), strict=True):
        gain = -float(weight[t - 1] * evaluator.room_price[f, t - 1])
        found.append(("carry", money.frameworks[f], money.years[t], gain, float(most_)))
        where.append((int(f), int(t)))
    place = np.array(where, dtype=np.intp).reshape(-1, 2)
    columns = pd.DataFrame(found, columns=["kind", "name", "year", "gain", "upper"])
    return columns.astype({"gain": np.float64, "upper": np.float64}), (place[:, 0], place[:, 1])
