"""The search over all options: branch first, then prove options away in each node, until no node can hold a better plan.

A node holds the options that are still alive in it and the groups of which one must be picked. Its bound is the Lagrangian
bound over these, so it holds whatever the LP did. A node ends when its bound is not above what a plan must be worth to be
looked for (``cut``); a small one is handed to HiGHS whole, and so is a large one whose bound is near, which is split where HiGHS
takes long over it. At any moment there is a plan, a bound and a gap.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
from scipy import sparse

from planner.impact.timing import Flags, Numbers
from planner.model.evaluate import Evaluator
from planner.model.money import Whole
from planner.model.search.bound import Bound, Relaxation, uphold
from planner.model.search.branch import WHOLE, Keys, choose
from planner.model.search.covers import Knapsacks
from planner.model.search.dive import dive
from planner.model.search.master import Fraction, Master
from planner.model.solve import solve

#: Options of a node that is handed to HiGHS whole: as long as large options are open, and where its bound is so near (relative).
_SMALL, _LARGE, _NEAR = 300, 5000, 1e-5
#: HiGHS gives a large one back after so many nodes of its own: it is split, and parts of at most this share are tried again.
_TRIED, _AGAIN = 100, 0.5
#: Where equally good plans must stay, a node with so few options is kept for the model.
_FEW = 2000
#: The arrays are made anew when so small a share of the options is left.
_SHRINK = 0.6
#: Rounds of cuts in a node, nodes in which they are looked for, cuts in all, and what a round must gain (share of the gap).
_CUT_ROUNDS, _CUT_NODES, _CUTS, _CUT_GAIN = 5, 100, 150, 0.01
#: A search for a plan that found none makes the next one wait so much longer.
_LATER = 1.5


@dataclass(frozen=True)
class Goal:
    """When the search may stop: ``cut(net)`` is what a plan must be worth more than to be looked for.

    With ``ties`` equally good plans must stay: small nodes are not solved but kept for the model.
    """

    gap: float
    cut: Callable[[float], float]
    ties: bool
    time_left: Callable[[], float]
    tell: Callable[[float, float, int], None]


@dataclass(order=True)
class Node:
    """A part of all plans: ``key`` orders nodes (largest bound first, then the first made).

    ``most`` options may be handed to HiGHS: fewer where it took long over a node that this one is a part of.
    """

    key: tuple[float, int]
    alive: Whole = field(compare=False)
    must: Flags = field(compare=False)
    multipliers: Numbers = field(compare=False)
    most: float = field(compare=False)

    @property
    def bound(self) -> float:
        return -self.key[0]


@dataclass
class Tree:
    """The search; ``plan`` (rows of the option table) is the best plan so far and is always exactly feasible.

    ``closed`` is the largest bound of what was given up on (solved to a gap, stopped); ``kept`` the options (positions) of
    small nodes that are kept for the model.
    """

    evaluator: Evaluator
    relaxation: Relaxation
    goal: Goal
    plan: Whole
    net: float
    closed: float = -np.inf
    nodes: int = 0
    dives: int = 0
    cuts: int = 0

    def __post_init__(self) -> None:
        self._heap: list[Node] = []
        self._made = 0
        self._next, self._wait = 0.0, 1.0
        self.kept = np.zeros(len(self.relaxation), dtype=bool)
        self._prepare()

    def _prepare(self) -> None:
        """What goes with the relaxation: the keys to branch on and an LP without options yet."""
        table = self.evaluator.options.table[["route", "offset", "discount"]].iloc[self.relaxation.ids]
        route = pd.factorize(table["route"], sort=True)[0]
        self._keys = Keys(route, table["offset"].to_numpy(), table["discount"].to_numpy())
        self._divisible = self.evaluator.divisible[self.relaxation.ids]
        self._master = Master(self.relaxation)
        self._knapsacks = Knapsacks(self.relaxation)

    @property
    def bound(self) -> float:
        """What any plan can be worth at most, as far as is proved."""
        return max(self.net, self.closed, -self._heap[0].key[0] if self._heap else -np.inf)

    def run(self, root: Bound, master: Master, kept: Whole) -> None:
        """Search until nothing is left or time is up, from the bound and the LP over options of which these are ``kept``."""
        self._root = replace(root, loss=root.loss[kept])
        self._master.follow(master, kept, root.loss)
        self._push(root.value, np.arange(len(self.relaxation)), self.relaxation.must, root.multipliers, np.inf)
        while self._heap and self.goal.time_left() > 0:
            node = heapq.heappop(self._heap)
            if node.bound <= self.goal.cut(self.net):
                self._close(node.bound)
                continue
            self.nodes += 1
            before = self.net
            self._work(node)
            self.goal.tell(self.net, self.bound, len(self._heap))
            if self.net > before and self._heap:
                self._compact()

    def _compact(self) -> None:
        """Leave behind the options that the first bound proves away everywhere, when that saves work."""
        cut = self.goal.cut(self.net)
        reach = np.where(self._divisible, np.inf, self._root.value - self._root.loss)
        keep = (reach > cut) | self.kept
        if keep.sum() > _SHRINK * len(keep):
            return
        self._close(min(cut, float(reach[~keep].max(initial=-np.inf))))
        kept, old, master = np.flatnonzero(keep), self.relaxation, self._master
        groups = np.unique(old.group[kept])
        gone = np.ones(len(old.names), dtype=bool)
        gone[groups] = False
        place = np.cumsum(keep) - 1
        heap, self._heap = self._heap, []
        if (gone & old.must).any():
            return
        self.relaxation = old.restricted(kept)
        root, self._root = self._root, replace(self._root, loss=self._root.loss[kept])
        self.kept = self.kept[kept]
        self._prepare()
        self._master.follow(master, kept, root.loss)
        for node in sorted(heap):
            if not (node.must & gone).any():
                alive = place[node.alive[keep[node.alive]]]
                self._push(node.bound, alive, node.must[groups], node.multipliers, node.most)

    def _push(self, bound: float, alive: Whole, must: Flags, multipliers: Numbers, most: float) -> None:
        self._made += 1
        heapq.heappush(self._heap, Node((-bound, self._made), alive, must, multipliers, most))

    def _close(self, bound: float) -> None:
        """Note what a plan can be worth where nobody looks any further."""
        self.closed = max(self.closed, bound)

    def _work(self, node: Node) -> None:
        """Bound a node, prove options away in it, look for a plan, split it."""
        alive = np.zeros(len(self.relaxation), dtype=bool)
        alive[node.alive] = True
        found, fraction = self._bounded(alive, node.must, node.multipliers)
        bound = min(found.value, node.bound)
        left = self._left(found, bound, alive, node.must)
        if left is not None and fraction is not None:
            dived = self._look(replace(found, value=bound), fraction, left, node.must)
            left = self._left(found, bound, left, node.must)
            # Back to the node: the LP is where the dive ended, and a better plan asks for more.
            if left is not None and dived:
                found, fraction = self._bounded(left, node.must, found.multipliers)
                bound = min(found.value, bound)
                left = self._left(found, bound, left, node.must)
        if left is not None:
            self._end_or_split(node, bound, (found, fraction), left)

    def _end_or_split(self, node: Node, bound: float, lp: tuple[Bound, Fraction | None], left: Flags) -> None:
        """Hand what is left of a node to HiGHS where that is little, or where the LP is whole; split it otherwise."""
        (found, fraction), count, most = lp, int(left.sum()), node.most
        decided = fraction is not None and self._decided(fraction, node.must)
        if count <= self._handed(bound, most):
            large = decided and count > _SMALL and not self.goal.ties
            given = self._finish(np.flatnonzero(left), node.must, bound, _TRIED if large else None)
            now = None if given is None else self._left(found, given, left, node.must)
            if given is None or now is None:
                return
            bound, most, left = given, _AGAIN * count, now
        elif fraction is not None and not decided and self._impossible(np.flatnonzero(left), node.must):
            return
        split = None
        if fraction is not None and decided:
            split = choose(self.relaxation, self._master, fraction, self._keys, self._divisible)
        if split is None:
            self._finish(np.flatnonzero(left), node.must, bound)
            return
        own = self.relaxation.group == split.group
        must = node.must.copy()
        must[split.group] = True
        for inside, needed in ((left & ~split.inside, node.must), (left & (split.inside | ~own), must)):
            self._push(bound, np.flatnonzero(inside), needed, found.multipliers, most)

    def _decided(self, fraction: Fraction, must: Flags) -> bool:
        """Whether the LP decides all that must be decided; where it does not, a split may give the same node, without end."""
        taken = np.bincount(self.relaxation.group[fraction.options], weights=fraction.weight, minlength=len(must))
        return bool((taken[must] > 1.0 - WHOLE).all())

    def _impossible(self, left: Whole, must: Flags) -> bool:
        """Whether not even shares of the options that are left decide what must be decided within the limits."""
        program = self.relaxation.program(left, must).relaxed()
        return solve(program, time_limit=self.goal.time_left()).stopped == "infeasible"

    def _handed(self, bound: float, most: float) -> float:
        """How many options a node with a bound may have that is handed to HiGHS; ``most`` where it took long before."""
        if self.goal.ties:
            return _FEW
        return max(_SMALL, min(_LARGE, most)) if bound - self.net <= _NEAR * abs(self.net) else _SMALL

    @property
    def _cutting(self) -> bool:
        """Whether cuts are looked for: in the first nodes, until there are many."""
        return len(self.relaxation.space) < len(self._knapsacks.relaxation.space) + _CUTS and self.nodes <= _CUT_NODES

    def _bounded(self, alive: Flags, must: Flags, start: Numbers) -> tuple[Bound, Fraction | None]:
        """The bound of a node, with cuts that its LP breaks as long as they lower it."""
        found, fraction = self._master.bound(alive, must, start, self.goal.cut(self.net))
        if fraction is None or not self._cutting:
            return found, fraction
        for _ in range(_CUT_ROUNDS):
            cuts = self._knapsacks.cuts(fraction)
            if not cuts:
                break
            before = found.value
            rows = sparse.csr_array(np.array([cut.inside for cut in cuts], dtype=np.float64))
            self.relaxation = self.relaxation.with_rows(rows, np.array([cut.most for cut in cuts]))
            self._master.cut(self.relaxation)
            self.cuts += len(cuts)
            found, now = self._master.bound(alive, must, found.multipliers, self.goal.cut(self.net))
            if now is None:
                return found, None
            fraction = now
            if before - found.value <= _CUT_GAIN * (before - self.net):
                break
        return found, fraction

    def _left(self, found: Bound, bound: float, alive: Flags, must: Flags) -> Flags | None:
        """The options of a node that a better plan may use; None where there is no better plan in it."""
        cut = self.goal.cut(self.net)
        if bound <= cut:
            self._close(bound)
            return None
        reach = np.where(self._divisible, np.inf, found.value - found.loss)
        left = alive & (reach > cut)
        gone = alive & ~left
        self._close(float(reach[gone].max(initial=-np.inf)))
        has = np.zeros(len(must), dtype=bool)
        has[self.relaxation.group[left]] = True
        return left if bool(has[must].all()) else None

    def _look(self, found: Bound, fraction: Fraction, left: Flags, must: Flags) -> bool:
        """Look for a better plan near the LP's solution: soon again where one was found, ever later where none was.

        Says whether it did.
        """
        if self.nodes < self._next:
            return False
        before = self.net
        self.dives += 1
        plan = dive(self._master, (found, fraction), (left, must), self.net, self.goal.gap, self.goal.time_left)
        if plan is not None:
            self._take(plan, found.value)
        self._wait = 1.0 if self.net > before else _LATER * self._wait
        self._next = self.nodes + self._wait
        return True

    def _take(self, options: Whole, bound: float) -> None:
        """Take a plan (positions) where it is exactly feasible, decides what must be decided, and is better.

        Raises PlannerError where it is worth more than the bound of the node that it was found in.
        """
        relaxation = self.relaxation
        decided = np.zeros(len(relaxation.names), dtype=bool)
        decided[relaxation.group[options]] = True
        picked = np.sort(relaxation.ids[options])
        if not decided[relaxation.must].all() or not self.evaluator.fits(picked):
            return
        net = self.evaluator.worth(picked).net
        uphold(bound, net)
        if net > self.net:
            self.plan, self.net = picked, net

    def _finish(self, left: Whole, must: Flags, bound: float, node_limit: int | None = None) -> float | None:
        """Hand a node to HiGHS whole, or keep its options for the model where equally good plans must stay.

        The bound of what is open still where HiGHS comes to its limit of nodes; None where nothing is.
        """
        if self.goal.ties:
            self.kept[left] = True
            return None
        left_over = self.goal.time_left
        answer = solve(
            self.relaxation.program(left, must),
            gap=self.goal.gap / 2,
            time_limit=left_over(),
            node_limit=node_limit,
            floor=self.goal.cut(self.net),
            near=bool(np.isfinite(self.net)),
            stop=lambda: left_over() <= 0,
        )
        if answer.solution is not None:
            self._take(left[answer.solution[: len(left)] > 0.5], bound)
        if answer.stopped == "nodes":
            return min(bound, answer.bound)
        self._close(min(bound, answer.bound))
        return None
