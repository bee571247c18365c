"""Prove options away before the Pyomo model is built: what no plan better than the best one at hand can use.

First the options that break a limit alone, then the bound over all options, then the tree (``tree.py``), which finds plans on
its way. What is reported holds for the original problem: every plan uses an option that was proved away, or lies in a part of
the tree that was proved to hold no better plan, or in the model that is solved.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from planner.impact.timing import Flags
from planner.model.balance import Balance
from planner.model.evaluate import Evaluator
from planner.model.money import TOLERANCE, Whole
from planner.model.search.bound import Bound, Relaxation, relaxation
from planner.model.search.master import Master
from planner.model.search.tree import Goal, Tree
from planner.model.solve import Progress
from planner.model.ties import tolerance

#: Options of least loss that the Pyomo model has beside the plan's, where the plan is proven and where it is not.
_SHOWN, _OPEN = 300, 2000


@dataclass(frozen=True)
class Pruned:
    """What is left: ``kept`` options for the model, the best plan so far, and what is proved.

    ``bound`` holds for every plan, ``cut`` for every plan that uses an option outside ``kept``. ``proven`` says that ``bound``
    is within the gap already; ``counts`` how many options went by which argument.
    """

    kept: Whole
    plan: Whole
    cut: float
    bound: float
    proven: bool
    hopeful: Flags
    counts: dict[str, int] = field(default_factory=dict)


#: The first bound, the options of the LP, and where its last solve ended.
Ended = tuple[Bound | None, Whole, tuple[Whole, Whole] | None]


@dataclass
class Warm:
    """What one search leaves for the next over the same options: arrays, and an LP with its columns and multipliers."""

    relaxation: Relaxation
    master: Master
    bound: Bound | None = None

    @property
    def ended(self) -> Ended:
        """Where it stands, to begin another one there (``begun``): what a process can send to another."""
        return self.bound, *self.master.ended

    @classmethod
    def begun(cls, relaxation: Relaxation, ended: Ended) -> Warm:
        """One that begins where another one over the same relaxation ended."""
        bound, options, statuses = ended
        found = cls(relaxation, Master(relaxation), bound)
        found.master.begin(options, statuses)
        return found

    @classmethod
    def of(cls, evaluator: Evaluator, stated: Balance) -> Warm:
        """Arrays and an LP without columns yet."""
        arrays = relaxation(evaluator, stated)
        return cls(arrays, Master(arrays))


@dataclass(frozen=True)
class Question:
    """Which options are allowed (None = all), which indications must be admitted, and a plan to start from."""

    allowed: Flags | None = None
    forced: frozenset[str] = frozenset()
    near: Whole | None = None


def prune(
    evaluator: Evaluator,
    stated: Balance,
    gap: float,
    time_left: Callable[[], float],
    progress: Progress | None = None,
    question: Question | None = None,
    warm: Warm | None = None,
) -> Pruned | None:
    """Prove options away; None where no plan was found to prove with."""
    question = question or Question()
    warm = warm or Warm.of(evaluator, stated)
    arrays = warm.relaxation
    must = arrays.must | np.array([name in question.forced for name in arrays.names], dtype=bool)
    broken = _break_alone(evaluator)[arrays.ids]
    alive = ~broken if question.allowed is None else ~broken & question.allowed[arrays.ids]
    if not _decidable(arrays, alive, must):
        return None
    plan, net = _start(evaluator, arrays, must, question)
    warm.master.add(np.flatnonzero(np.isin(arrays.ids, plan) & alive))
    earlier = None if warm.bound is None else warm.bound.multipliers
    root, _ = warm.master.bound(alive, must, earlier, cut_of(net, gap))
    if question.allowed is None and not question.forced:
        warm.bound = root
    goal = Goal(gap, lambda worth: cut_of(worth, gap), gap <= 0, time_left, _teller(progress))
    reach = root.value - root.loss
    hoped = alive & ((reach > cut_of(net, gap)) | np.isin(arrays.ids, plan))
    kept = np.flatnonzero(hoped)
    # A plan with one of the others is worth at most its reach: the tree does not look at them, but its bound counts them.
    beyond = float(reach[alive & ~hoped].max(initial=-np.inf))
    inside = Tree(evaluator, _with(arrays, must).restricted(kept), goal, plan, net, closed=beyond)
    inside.run(root, warm.master, kept)
    if not np.isfinite(inside.net):
        return None
    return _pruned(evaluator, arrays, alive, root, inside, gap, int(broken.sum()))


def _with(arrays: Relaxation, must: Flags) -> Relaxation:
    return arrays if np.array_equal(must, arrays.must) else replace(arrays, must=must)


def _decidable(arrays: Relaxation, alive: Flags, must: Flags) -> bool:
    """Whether every group that must be decided has an option."""
    has = np.zeros(len(must), dtype=bool)
    has[arrays.group[alive]] = True
    return bool(has[must].all())


def _start(evaluator: Evaluator, arrays: Relaxation, must: Flags, question: Question) -> tuple[Whole, float]:
    """The first of the plans at hand that answers the question, with its worth; none is worth -inf."""
    for plan in (question.near, evaluator.stay):
        if plan is None:
            continue
        kept = plan if question.allowed is None else plan[question.allowed[plan]]
        decided = np.zeros(len(must), dtype=bool)
        decided[arrays.group[np.isin(arrays.ids, kept)]] = True
        if decided[must].all() and evaluator.fits(kept):
            return kept, evaluator.worth(kept).net
    return np.zeros(0, dtype=np.intp), -np.inf


def _pruned(
    evaluator: Evaluator, arrays: Relaxation, alive: Flags, root: Bound, tree: Tree, gap: float, broken: int
) -> Pruned:
    cut = cut_of(tree.net, gap)
    proven = gap > 0 and tree.bound <= cut + 1e-12 * abs(cut)
    loss = np.where(alive, root.loss, np.inf)
    if gap > 0:
        count = min(_SHOWN if proven else _OPEN, int(np.isfinite(loss).sum()))
        inside = arrays.ids[np.argpartition(loss, count - 1)[:count]] if count else arrays.ids[:0]
    else:
        inside = tree.relaxation.ids[tree.kept]
    kept = np.union1d(inside, np.union1d(tree.plan, evaluator.stay))
    counts = {
        "options": len(arrays),
        "break a limit alone": broken,
        "bound": int((alive & (root.value - root.loss <= cut)).sum()),
        "tree": 0,
        "nodes": tree.nodes,
        "dives": tree.dives,
        "cuts": tree.cuts,
        "in the model": len(kept),
    }
    counts["tree"] = max(0, counts["options"] - broken - counts["bound"] - counts["in the model"])
    hopeful = np.zeros(len(arrays), dtype=bool)
    hopeful[arrays.ids[alive & (root.value - root.loss >= tree.net - 2 * tolerance(tree.net))]] = True
    bound = tree.bound if gap > 0 else max(root.value, tree.net)
    return Pruned(kept, tree.plan, tree.bound, bound, proven, hopeful, counts)


def _teller(progress: Progress | None) -> Callable[[float, float, int], None]:
    def tell(net: float, bound: float, nodes: int) -> None:
        if progress is not None and np.isfinite(net):
            gap = (bound - net) / max(abs(net), 1e-9)
            progress(f"searching: best plan {net:,.1f} QALYs, at most {bound:,.1f} (gap {gap:.3%}), {nodes} parts open")

    return tell


def cut_of(net: float, gap: float) -> float:
    """What a plan must be worth more than to be looked for."""
    if not np.isfinite(net):
        return -np.inf
    return net + gap * abs(net) if gap > 0 else net - 2 * tolerance(net)


def _break_alone(evaluator: Evaluator) -> Flags:
    """Options that break a limit by themselves, counting rows that no option can relieve."""
    use, space = evaluator.limits.by_option, evaluator.limits.space
    row, column = use.indices, np.repeat(np.arange(use.shape[1]), np.diff(use.indptr))
    relieved = np.zeros(use.shape[0], dtype=bool)
    relieved[row[use.data < 0]] = True
    bad = (use.data > space[row] + TOLERANCE) & ~relieved[row]
    broken = np.zeros(use.shape[1], dtype=bool)
    broken[column[bad]] = True
    return broken
