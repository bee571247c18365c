"""The phases of a procedure: how long it takes, what is left of it at the start, and the work it brings (model.md section 3).

Everything is per route and phase (few) over all indications at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from planner.errors import Problem
from planner.impact.eligibility import Rulebook
from planner.impact.timing import Flags, NDArrayInt, Numbers, months_of
from planner.scenario.scenario import Scenario

#: Months are counted with this much in favour of the shorter time: 14.000000001 is 14.
SAME_MONTH = 1e-9


@dataclass(frozen=True)
class Step:
    """One phase of one route, as it holds for every indication (0 months and no work where it does not hold).

    ``review`` is years after the start (NaN = a phase before the start); ``left`` says that it lies ahead, or is going on, at
    the start of the plan; ``pool`` numbers ``Procedures.pools`` (-1 = nobody's work).
    """

    phase: str
    months: Numbers
    work: Numbers
    pool: NDArrayInt
    review: Numbers
    left: Flags


@dataclass(frozen=True)
class Procedures:
    """The procedure of every route: ``lead`` months from dossier to start (indication x route).

    ``through`` are months since year 0 at which an indication that is under way at the start is through; NaN = not under way.
    """

    lead: Numbers
    through: Numbers
    steps: Mapping[int, tuple[Step, ...]]
    pools: tuple[str, ...]


def procedures(scenario: Scenario, book: Rulebook, asked: Flags) -> tuple[Procedures, list[Problem]]:
    """Lead times from phases, or from ``lead_time_months`` where a route has none; problems where a ``when`` hangs on a blank."""
    routes, rows = scenario.table("Routes"), scenario.table("Phases")
    indications = scenario.table("Indications")
    pools = tuple(dict.fromkeys(rows["pool"].dropna()))
    lead = np.repeat(routes["lead_time_months"].to_numpy()[None, :], len(indications), axis=0)
    through = np.full(lead.shape, np.nan)
    steps: dict[int, tuple[Step, ...]] = {}
    problems: list[Problem] = []
    by_route = dict(tuple(rows.groupby("route", sort=False)))
    for at, route in enumerate(routes["route"]):
        if route not in by_route:
            continue
        found = [
            _step(book, at, str(phase), same, pools, asked[:, at], problems)
            for phase, same in by_route[route].groupby("phase", sort=False)
        ]
        lead[:, at] = sum((_before(step) for step in found), np.zeros(len(indications)))
        steps[at], through[:, at] = _under_way(scenario, found)
    return Procedures(lead, through, steps, pools), problems


def _step(
    book: Rulebook,
    route: int,
    phase: str,
    rows: pd.DataFrame,
    pools: tuple[str, ...],
    asked: Flags,
    problems: list[Problem],
) -> Step:
    """Of the rows of a phase the first one that holds counts, for each indication."""
    count = book.count
    months, work, pool = np.zeros(count), np.zeros(count), np.full(count, -1, dtype=np.intp)
    review, seen = np.full(count, np.nan), np.zeros(count, dtype=bool)
    name = book.routes["route"].iloc[route]
    columns = ("when", "months", "work", "pool", "after_start_years")
    for when, takes, load, worker, years in zip(*(rows[name] for name in columns), strict=True):
        outcome = book.answer(when, route)
        problems += book.blanks(outcome, asked & ~seen, f"phase {phase} of route {name}")
        now = outcome.value & ~seen
        months[now] = np.nan_to_num(takes)
        work[now] = np.nan_to_num(load)
        pool[now] = pools.index(worker) if worker is not None else -1
        review[now] = years
        seen |= outcome.value | outcome.blank
    return Step(phase, months, work, pool, review, np.ones(count, dtype=bool))


def _before(step: Step) -> Numbers:
    """Months that the phase takes before the start."""
    return np.where(np.isnan(step.review), step.months, 0.0)


def _under_way(scenario: Scenario, steps: list[Step]) -> tuple[tuple[Step, ...], Numbers]:
    """For indications in a phase at the start: which phases are left, and when the last one ends (months since year 0).

    They have the rest of that phase (none if overdue) and the later ones before them.
    """
    indications = scenario.table("Indications")
    start, since = scenario.settings.start_year * 12.0, months_of(indications["phase_since"])
    through = np.full(len(indications), np.nan)
    kept = [step.left.copy() for step in steps]
    for at, step in enumerate(steps):
        inside = (indications["phase"] == step.phase).to_numpy(dtype=bool) & np.isnan(step.review) & ~np.isnan(since)
        later = sum((_before(after) for after in steps[at + 1 :]), np.zeros(len(indications)))
        ends = np.maximum(start, since + step.months) + later
        through[inside] = ends[inside]
        for before, left in zip(steps[:at], kept[:at], strict=True):
            left[inside & np.isnan(before.review)] = False
    marked = [Step(s.phase, s.months, s.work, s.pool, s.review, left) for s, left in zip(steps, kept, strict=True)]
    return tuple(marked), through


def work(
    found: Procedures,
    indication: NDArrayInt,
    route: NDArrayInt,
    offset: Numbers,
    horizon: int,
) -> dict[str, Numbers]:
    """Work of every option by pool (option x year): per decision, in the calendar year in which it falls.

    A phase counts in the year of its last month, counted back from the start; a review in the year of start + years.
    """
    total: dict[str, Numbers] = {}
    for at, steps in found.steps.items():
        mine = np.flatnonzero(route == at)
        own, start = indication[mine], np.round(offset[mine] * 12.0)
        after = np.zeros(len(mine))
        for step in reversed(steps):
            review = ~np.isnan(step.review[own])
            last = np.ceil(start - after - SAME_MONTH) - 1.0
            month = np.where(review, np.floor(start + 12.0 * np.nan_to_num(step.review[own]) + SAME_MONTH), last)
            year = np.floor(month / 12.0).astype(np.intp)
            counts = (step.work[own] > 0) & step.left[own] & (month >= 0) & (year < horizon) & (step.pool[own] >= 0)
            for number in np.unique(step.pool[own][counts]):
                array = total.setdefault(found.pools[number], np.zeros((len(indication), horizon)))
                here = counts & (step.pool[own] == number)
                np.add.at(array, (mine[here], year[here]), step.work[own][here])
            after += np.where(review, 0.0, step.months[own])
    return total
