"""Money that is short or left: pressure on a framework, the care it displaces, and what room is worth (model.md section 6)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from planner.impact.timing import Flags, Numbers
from planner.scenario.scenario import Scenario

#: A limit may be exceeded by this much of its unit (million, dossier ...; model.md section 10).
TOLERANCE = 1e-6

Whole = NDArray[np.intp]


@dataclass(frozen=True)
class Money:
    """The frameworks of a scenario by planning year, and the care that can be displaced from them.

    Arrays framework x year: ``budget`` (NaN = no limit), ``care`` and ``drugs`` (baselines) [EUR million], ``absorbed``
    (share), ``pressure_limit`` (Pmax, infinite where all pressure is absorbed), ``first_loss`` (loss0) [QALY per EUR
    million], ``first_weighted`` (the same with weights). Per segment of displaceable care (row of ``segments``: care, name,
    framework, segment, unit, unit_cost, euro_per_qaly), in order of rising (weighted) loss: ``loss`` [QALY per EUR million],
    ``weight`` of that health (1 but where weights count), ``share`` of displacement (of its category, observed), and
    ``most`` [EUR million] by year.
    """

    frameworks: tuple[str, ...]
    years: range
    mode: str
    budget: Numbers
    care: Numbers
    drugs: Numbers
    absorbed: Numbers
    segments: pd.DataFrame
    segment_framework: Whole
    loss: Numbers
    weight: Numbers
    share: Numbers
    most: Numbers
    pressure_limit: Numbers
    first_loss: Numbers
    first_weighted: Numbers

    @property
    def base(self) -> Numbers:
        """Baseline spending: ``baseline_care + baseline_drugs``."""
        return self.care + self.drugs

    @property
    def limited(self) -> Flags:
        """Where a framework has a budget."""
        return ~np.isnan(self.budget)

    def displaced(self, pressure: Numbers) -> Numbers:
        """Care displaced (segment x year) by pressure (framework x year): cheapest loss first, within each category or over all.

        A rounding excess beyond all segments (at most the tolerance) is left to the last segment.
        """
        taken = np.zeros_like(self.most)
        for rows, share in self.pools:
            f = self.segment_framework[rows[0]]
            amount = share * (1.0 - self.absorbed[f]) * pressure[f]
            before = np.cumsum(self.most[rows], axis=0) - self.most[rows]
            taken[rows] = np.clip(amount - before, 0.0, self.most[rows])
            taken[rows[-1]] += np.maximum(0.0, amount - taken[rows].sum(axis=0))
        return taken

    def health_lost(self, framework: int, pressure: Numbers, loss: Numbers) -> Numbers:
        """What is lost by pressure on one framework, n alternatives x year: ``sum_c loss_c y_c`` (``loss`` by segment)."""
        lost = np.zeros_like(pressure)
        for rows, share in self.pools:
            if self.segment_framework[rows[0]] != framework:
                continue
            left = share * (1.0 - self.absorbed[framework]) * pressure
            for row in rows:
                taken = np.minimum(left, self.most[row])
                lost += loss[row] * taken
                left = left - taken
            lost += loss[rows[-1]] * left
        return lost

    @cached_property
    def pools(self) -> list[tuple[Whole, float]]:
        """Segments that are displaced together, cheapest loss first, with their share of the framework's displacement."""
        if self.mode == "none":
            return []
        if self.mode == "optimal":
            free = ~self.segments["protected"].to_numpy(dtype=bool)
            groups = [np.flatnonzero((self.segment_framework == f) & free) for f in range(len(self.frameworks))]
            return [(rows, 1.0) for rows in groups if len(rows)]
        cares = self.segments["care"].to_numpy()
        pools = ((np.flatnonzero(cares == care), care) for care in dict.fromkeys(cares))
        return [(rows, float(self.share[rows[0]])) for rows, _ in pools if self.share[rows[0]] > 0]


def money(scenario: Scenario) -> Money:
    """The frameworks and displaceable care of a scenario."""
    settings = scenario.settings
    rows = scenario.table("Frameworks")
    names = tuple(dict.fromkeys(rows["framework"]))
    years = settings.calendar

    number = {name: at for at, name in enumerate(names)}
    inside = rows[rows["year"].isin(years)]
    place = inside["framework"].map(number).to_numpy(dtype=np.intp), inside["year"].to_numpy(dtype=np.intp) - years[0]

    def by_year(column: str) -> Numbers:
        grid = np.full((len(names), len(years)), np.nan)
        grid[place] = inside[column].to_numpy(dtype=np.float64)
        return grid

    segments = _segments(scenario, names)
    framework = np.array([names.index(name) for name in segments["framework"]], dtype=np.intp)
    most = _most(segments, settings.years)
    share = _observed_shares(segments, framework)
    absorbed = np.nan_to_num(by_year("absorbed_share"))
    plain = Money(
        frameworks=names,
        years=years,
        mode=settings.displacement_mode,
        budget=by_year("budget"),
        care=np.nan_to_num(by_year("baseline_care")),
        drugs=np.nan_to_num(by_year("baseline_drugs")),
        absorbed=absorbed,
        segments=segments,
        segment_framework=framework,
        loss=1e6 / segments["euro_per_qaly"].to_numpy(),
        weight=segments["weight"].to_numpy(dtype=np.float64),
        share=share,
        most=most,
        pressure_limit=np.zeros_like(absorbed),
        first_loss=np.zeros_like(absorbed),
        first_weighted=np.zeros_like(absorbed),
    )
    limit = _pressure_limit(plain)
    first, weighted = _first_loss(plain, plain.loss), _first_loss(plain, plain.weight * plain.loss)
    return replace(plain, pressure_limit=limit, first_loss=first, first_weighted=weighted)


def _segments(scenario: Scenario, names: tuple[str, ...]) -> pd.DataFrame:
    """Displaceable care, framework by framework, category by category, by rising loss (segments are numbered as on the sheet).

    Under the weighted objective the weight of the health lost counts in that order; as the second of a pair it only weighs.
    """
    care = scenario.table("Care").reset_index(drop=True)
    if scenario.settings.displacement_mode == "none":
        care = care.iloc[:0]
    category = care.groupby("care", sort=False)
    objective = scenario.settings.objective
    second = scenario.settings.second_objective if objective == "lexicographic" else None
    care = care.assign(
        weight=care["equity_weight"].astype(np.float64) if "weighted_qalys" in (objective, second) else 1.0,
        protected=category["protected"].transform("any") if len(care) else care["protected"],
        observed_share=category["observed_share"].transform("first").fillna(0.0) if len(care) else 0.0,
        segment=category.cumcount(),
        order=care["framework"].map({name: at for at, name in enumerate(names)}).astype(np.float64),
        first=category.ngroup() if len(care) else 0,
    )
    care = care.assign(loss=(care["weight"] if objective == "weighted_qalys" else 1.0) / care["euro_per_qaly"])
    keys = ["order", "first", "loss"]
    if scenario.settings.displacement_mode == "optimal":
        keys = ["order", "loss", "first"]
    ascending = [True] * len(keys)
    return care.sort_values(keys, ascending=ascending, kind="stable").reset_index(drop=True)


def _most(segments: pd.DataFrame, horizon: int) -> Numbers:
    """``max_share spending (1 + growth)^t`` by segment and year; 0 for protected care."""
    growth = (1.0 + segments["spending_growth"].to_numpy())[:, None] ** np.arange(horizon)[None, :]
    level = (segments["max_share"] * segments["spending"]).to_numpy() * ~segments["protected"].to_numpy(dtype=bool)
    return np.asarray(level[:, None] * growth)


def _observed_shares(segments: pd.DataFrame, framework: Whole) -> Numbers:
    """Observed shares of the categories without protected care, scaled to 1 within a framework (row per segment)."""
    open_share = segments["observed_share"].to_numpy() * ~segments["protected"].to_numpy(dtype=bool)
    first = (segments["segment"] == 0).to_numpy(dtype=bool)
    total = np.bincount(framework[first], weights=open_share[first], minlength=int(framework.max(initial=0)) + 1)
    scaled = np.divide(open_share, total[framework], out=np.zeros_like(open_share), where=total[framework] > 0)
    return np.asarray(scaled)


def _pressure_limit(m: Money) -> Numbers:
    """The largest pressure, framework x year: observed ``Pmax (1 - absorbed) = min_c ymax_c / share_c``; optimal ``sum ymax``;
    none, or no care: 0. Where all pressure is absorbed by efficiency it is unlimited, unless there is no care at all.
    """
    reach = np.full_like(m.absorbed, np.inf)
    cared = np.zeros(len(m.frameworks), dtype=bool)
    for rows, share in m.pools:
        f = m.segment_framework[rows[0]]
        cared[f] = True
        reach[f] = np.minimum(reach[f], m.most[rows].sum(axis=0) / share)
    passed = 1.0 - m.absorbed
    with np.errstate(divide="ignore", invalid="ignore"):
        limit = np.where(passed > 0, reach / passed, np.inf)
    return np.where(cared[:, None], limit, 0.0)


def _first_loss(m: Money, loss: Numbers) -> Numbers:
    """``loss0 = (1 - absorbed)`` times the loss of the first segments with room (share-weighted when observed, the smallest when
    optimal), framework x year; ``loss`` per segment, weighted or not.
    """
    weight, first = np.zeros_like(m.absorbed), np.zeros_like(m.absorbed)
    for rows, share in m.pools:
        f = m.segment_framework[rows[0]]
        with_room = m.most[rows] > 0
        found = loss[rows][np.argmax(with_room, axis=0)]
        first[f] += share * np.where(with_room.any(axis=0), found, 0.0)
        weight[f] += share * with_room.any(axis=0)
    first = np.divide(first, weight, out=np.zeros_like(first), where=weight > 0)
    return np.asarray((1.0 - m.absorbed) * first)
