"""How a node of the search is split: on a set of options of one indication (one of them is picked, or none of them)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from planner.impact.timing import Flags, Numbers
from planner.model.money import Whole
from planner.model.search.bound import Relaxation
from planner.model.search.master import Fraction, Master

#: Sets that are tried by a few simplex iterations before one is chosen.
_TRIED = 4
#: How far from whole a part must be to be worth branching on.
WHOLE = 1e-4


@dataclass(frozen=True)
class Split:
    """A set of options (flags over the relaxation) of one group."""

    group: int
    inside: Flags


@dataclass(frozen=True)
class Keys:
    """What the options of a group are split by: whole numbers or figures per option (positions of the relaxation)."""

    route: Whole
    start: Numbers
    discount: Numbers


def choose(relaxation: Relaxation, master: Master, found: Fraction, keys: Keys, divisible: Flags) -> Split | None:
    """The split that lowers the bound most on both sides, as far as a few iterations tell; None where all is whole."""
    scored = sorted(_candidates(relaxation, found, keys, divisible), key=lambda pair: -pair[0])[:_TRIED]
    if len(scored) <= 1:
        return scored[0][1] if scored else None
    before = float(max(abs(relaxation.scale), 1.0))
    best, chosen = -np.inf, scored[0][1]
    now = master.value
    for _, split in scored:
        up, down = master.strong(split.group, split.inside)
        gains = [max(now - value, 1e-6 * before) for value in (up, down)]
        worth = min(gains[0], 1e3 * before) * min(gains[1], 1e3 * before)
        if worth > best:
            best, chosen = worth, split
    return chosen


def _candidates(relaxation: Relaxation, found: Fraction, keys: Keys, divisible: Flags) -> Iterator[tuple[float, Split]]:
    """Sets of which the LP takes a part, with how promising they are: part times what the group is worth."""
    group = relaxation.group[found.options]
    for g in np.unique(group):
        mine = group == g
        own, weight = found.options[mine], found.weight[mine]
        if divisible[own].any() or (len(own) == 1 and weight[0] > 1 - WHOLE):
            continue
        health = float(np.abs(relaxation.value[own]).max())
        part = slice(relaxation.first[g], relaxation.first[g + 1] if g + 1 < len(relaxation.names) else len(relaxation))
        seen: set[bytes] = set()
        for inside in _sets(own, part, keys):
            taken = float(weight[inside[own - part.start]].sum())
            fraction = min(taken, 1.0 - taken)
            if fraction > WHOLE and inside.tobytes() not in seen:
                seen.add(inside.tobytes())
                whole = np.zeros(len(relaxation), dtype=bool)
                whole[part] = inside
                yield fraction * health, Split(int(g), whole)


def _sets(own: Whole, part: slice, keys: Keys) -> Iterator[Flags]:
    """The group itself, its routes, starts up to a year, discounts up to a point: wherever the LP's options differ."""
    route, start, discount = keys.route[part], keys.start[part], keys.discount[part]
    yield np.ones(len(route), dtype=bool)
    chosen = own - part.start
    for value in np.unique(route[chosen]):
        yield route == value
    for value in np.unique(start[chosen])[:-1]:
        yield start <= value
    for value in np.unique(discount[chosen])[:-1]:
        yield discount <= value
    if len(chosen) > 1:  # options that differ in more than one way: the one that is taken most
        one = np.zeros(len(route), dtype=bool)
        one[chosen[0]] = True
        yield one
