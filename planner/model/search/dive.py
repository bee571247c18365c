"""A plan near an LP solution: decide the largest part first, solve the LP again, until what is left in parts is small.

A few large options decide how far a plan falls short of the LP; the many small ones fill what is left almost without loss. So the
large ones are decided one at a time, each with the others free to follow, and HiGHS chooses among the options of least loss.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from planner.impact.timing import Flags, Numbers
from planner.model.money import Whole
from planner.model.search.bound import Bound, Relaxation
from planner.model.search.master import Fraction, Master
from planner.model.solve import solve

#: Decisions of one dive at most.
_STEPS = 40
#: A part is small when what it is worth is less than this share of the gap.
_PART = 0.3
#: Options beside the LP's own among which HiGHS chooses, the nodes that it may take, and its gap as a share of the gap asked.
_NEAR, _NODES, _FINE = 150, 20, 0.1
#: The smallest gap that a dive aims at.
_LEAST = 1e-7


def dive(
    master: Master,
    start: tuple[Bound, Fraction],
    question: tuple[Flags, Flags],
    net: float,
    gap: float,
    time_left: Callable[[], float],
) -> Whole | None:
    """Options (positions) of a plan that is worth more than ``net`` by the solver's reckoning; None where none was found.

    ``start`` is where the LP ended on ``question``: the options that are alive and the groups that must be decided.
    """
    relaxation, (found, fraction) = master.relaxation, start
    alive, must = (flags.copy() for flags in question)
    gap = max(gap, _LEAST)
    for _ in range(_STEPS):
        group = _largest(relaxation, fraction, _PART * gap * abs(found.value))
        if group is None:
            break
        _decide(relaxation, fraction, group, alive, must)
        found, now = master.bound(alive, must, found.multipliers, net)
        if now is None or found.value <= net or time_left() <= 0:
            return None
        fraction = now
    loss = np.where(alive, found.loss, np.inf)
    loss[fraction.options] = -1.0  # ahead of the best of the other groups, which lose nothing either
    # A dive may decide more than fits: what the question itself leaves open may be left out again.
    return _best_near(relaxation, loss, len(fraction.options), question[1], (_FINE * gap, net), time_left)


def _largest(relaxation: Relaxation, fraction: Fraction, small: float) -> int | None:
    """The group whose parts are worth most; None where they are all small."""
    part = fraction.weight < 1.0 - 1e-6
    group, of = np.unique(relaxation.group[fraction.options[part]], return_inverse=True)
    if not len(group):
        return None
    weight, value = fraction.weight[part], np.abs(relaxation.value[fraction.options[part]])
    worth = np.zeros(len(group))
    np.maximum.at(worth, of, value)
    worth *= 1.0 - np.bincount(of, weights=weight**2)
    at = int(worth.argmax())
    return int(group[at]) if worth[at] > small else None


def _decide(relaxation: Relaxation, fraction: Fraction, group: int, alive: Flags, must: Flags) -> None:
    """Let a group have what the LP has most of: one option, or none."""
    mine = relaxation.group[fraction.options] == group
    own, weight = fraction.options[mine], fraction.weight[mine]
    alive[relaxation.part(group)] = False
    if must[group] or weight.max() >= 1.0 - weight.sum():
        alive[own[weight.argmax()]] = must[group] = True


def _best_near(
    relaxation: Relaxation,
    loss: Numbers,
    count: int,
    must: Flags,
    aim: tuple[float, float],
    time_left: Callable[[], float],
) -> Whole | None:
    """The best plan among the ``count`` options of no loss and some of least loss, as far as a few nodes tell.

    ``aim`` is the gap, and what the plan must be worth more than.
    """
    count = min(count + _NEAR, int(np.isfinite(loss).sum()))
    if not count:
        return None
    near = np.sort(np.argpartition(loss, count - 1)[:count])
    program = relaxation.program(near, must)
    gap, net = aim
    answer = solve(
        program,
        gap=gap,
        node_limit=_NODES,
        time_limit=time_left(),
        floor=net if np.isfinite(net) else None,
        stop=lambda: time_left() <= 0,
    )
    return None if answer.solution is None else np.asarray(near[answer.solution[:count] > 0.5])
