"""What must be in, by arithmetic alone: limits that have no room for it whichever way it comes, and what has no way in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.impact.timing import NDArrayInt, Numbers
from planner.model.evaluate import Evaluator
from planner.model.limits import Family
from planner.model.money import TOLERANCE
from planner.scenario.scenario import Scenario
from planner.scenario.tables import CANDIDATES

#: Limits that are about decisions rather than about what they take.
_OF_DECISIONS = ("decision", "relation", "patient_group", "health_target")


@dataclass(frozen=True)
class Forced:
    """One row of a limit of which ``indications``, which must be in, take at least ``needed`` where ``left`` is left [unit]."""

    family: str
    name: str
    year: int | None
    unit: str
    indications: tuple[str, ...]
    needed: float
    left: float


def must_be_in(scenario: Scenario, evaluator: Evaluator) -> tuple[tuple[Forced, ...], tuple[str, ...]]:
    """By limit the year in which what must be in takes most too much; and what must be in without an option.

    Of each candidate the least that any of its options takes is counted, row by row, by the share that must be in.
    """
    relations, given = scenario.table("Relations"), scenario.table("Indications").set_index("indication")
    outside = given.index[given["status"].isin(CANDIDATES)]
    asked = relations[(relations["kind"] == "force_in") & relations["subject"].isin(outside)].set_index("subject")[
        "number"
    ]
    share = asked.fillna(given["max_coverage"].reindex(asked.index))
    table = evaluator.options.table
    ways = {
        str(name): np.flatnonzero((table["indication"] == name) & (table["action"] == "admit")) for name in asked.index
    }
    there = [name for name, options in ways.items() if len(options)]
    limits = evaluator.limits
    wider = limits.relief(_carried(evaluator, [(ways[name], float(share[name])) for name in there]))
    found = [
        _most(family, there, np.array([_least(family, ways[name]) * float(share[name]) for name in there]), left)
        for family, left in zip(limits.families, np.split(limits.space + wider, limits.first[1:]), strict=True)
        if there and family.name not in _OF_DECISIONS
    ]
    return tuple(one for ones in found for one in ones), tuple(name for name in ways if name not in there)


def _least(family: Family, options: NDArrayInt) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.asarray(family.use[:, options].toarray().min(axis=1), dtype=np.float64)


def _carried(evaluator: Evaluator, must: list[tuple[NDArrayInt, float]]) -> Numbers:
    """The most room that is carried over beside what must be in: by its options and the share that must be in."""
    carry = evaluator.limits.carry
    taken = np.zeros(len(carry))
    for options, share in must:
        taken += share * carry.use[:, options].toarray().min(axis=1)
    return carry.amount(carry.slack - taken)


def _most(
    family: Family, names: list[str], use: np.ndarray[tuple[int, int], np.dtype[np.float64]], left: Numbers
) -> list[Forced]:
    """Of each limit of a family (by name) the row that lacks most; ``left`` is what each has without any decision."""
    needed = use.sum(axis=0)
    worst: dict[str, Forced] = {}
    for at in np.flatnonzero((needed > left + TOLERANCE) & (left >= -TOLERANCE)):
        label = family.rows.iloc[at]
        year = None if np.isnan(label["year"]) else int(label["year"])
        takes = tuple(name for name, amount in zip(names, use[:, at], strict=True) if amount > TOLERANCE)
        one = Forced(family.name, str(label["name"]), year, family.unit, takes, float(needed[at]), float(left[at]))
        before = worst.get(one.name)
        if before is None or one.needed - one.left > before.needed - before.left:
            worst[one.name] = one
    return list(worst.values())
