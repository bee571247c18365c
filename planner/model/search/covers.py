"""Cuts for the search: options that are too large for a limit together, stated as rows that every plan keeps.

Where one option of each group of a cover ``C`` uses at least ``a_i`` of a limit and ``sum_C a_i > space``, at most ``|C| - 1``
groups can have such an option::

    sum_{i in C} sum_{o in i: use_o >= a_i} x_o + sum_{i not in C} sum_{o in i: use_o >= max a} x_o <= |C| - 1

The LP, which divides large options, breaks many of these; the bound with them is far closer to the best plan where a few large
options share a limit. Source: extended cover inequalities of knapsacks (Balas 1975), with one option per group.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from planner.impact.timing import Flags, Numbers
from planner.model.money import Whole
from planner.model.search.bound import Relaxation
from planner.model.search.master import Fraction

#: By how much the LP must break a cut for it to be added.
_BROKEN = 0.02
#: A group counts as whole when so little of it is missing.
_DUST = 1e-6
#: Cuts of one limit that are added at a time, and groups in one: with many small ones the LP mends a cut for next to nothing.
_EACH, _GROUPS = 3, 12


@dataclass(frozen=True)
class Cut:
    """A row ``sum of x over inside <= most`` that every plan keeps; ``broken`` is by how much the LP exceeds it."""

    inside: Flags
    most: float
    broken: float


@dataclass(frozen=True)
class _Cover:
    """Groups with the least use that counts, and by how much the LP breaks the row."""

    groups: Whole
    least: Numbers
    broken: float


class Knapsacks:
    """The limits of a relaxation that only options use, and in which a few groups can be too large together."""

    def __init__(self, relaxation: Relaxation) -> None:
        self.relaxation = relaxation
        alone = (np.diff(relaxation.matrix.indptr) == 0) & ~relaxation.equal
        some = np.flatnonzero(alone)
        use = sparse.csc_array(relaxation.use[:, some])
        # What a limit has room for when everything that gives room is picked.
        space = relaxation.space[some].copy()
        tight = np.zeros(len(some), dtype=bool)
        for at in range(len(some)):
            own = slice(use.indptr[at], use.indptr[at + 1])
            group, amount = relaxation.group[use.indices[own]], use.data[own]
            least, most = np.zeros(len(relaxation.names)), np.zeros(len(relaxation.names))
            np.minimum.at(least, group, amount)
            np.maximum.at(most, group, amount)
            space[at] -= least.sum()
            tight[at] = np.sort(most)[-_GROUPS:].sum() > space[at]
        self.rows, self.space, self._use = some[tight], space[tight], use[:, np.flatnonzero(tight)]

    def cuts(self, found: Fraction) -> list[Cut]:
        """Cuts that an LP solution breaks, the most broken of each limit."""
        cuts: dict[bytes, Cut] = {}
        use = self.relaxation.use[found.options][:, self.rows].toarray()
        group = self.relaxation.group[found.options]
        for at, space in enumerate(self.space):
            own = use[:, at] > 0
            if np.sort(use[own, at])[-_GROUPS:].sum() <= space:
                continue
            some = sorted(_of_row(use[own, at], found.weight[own], group[own], space), key=lambda cover: -cover.broken)
            for cover in some[:_EACH]:
                cut = self._cut(at, cover)
                cuts.setdefault(cut.inside.tobytes(), cut)
        return list(cuts.values())

    def _cut(self, at: int, cover: _Cover) -> Cut:
        """The row of a cover: least uses are lowered as far as the cover allows, and other groups join with what is larger."""
        relaxation, space = self.relaxation, self.space[at]
        use = self._use[:, [at]].toarray().ravel()
        inside = np.zeros(len(relaxation), dtype=bool)
        spare = float(cover.least.sum()) - space - 2e-9 * max(1.0, abs(space))
        largest = 0.0
        for group, least in zip(cover.groups, cover.least, strict=True):
            own = relaxation.part(int(group))
            enough = use[own] >= least - max(0.0, spare)
            lowest = min(float(use[own][enough].min()), float(least))
            spare -= float(least) - lowest
            largest = max(largest, lowest)
            inside[own] = enough
        others = ~np.isin(relaxation.group, cover.groups)
        inside |= others & (use >= largest)
        return Cut(inside, float(len(cover.groups) - 1), cover.broken)


def _of_row(use: Numbers, weight: Numbers, group: Whole, space: float) -> Iterator[_Cover]:
    """Covers of one limit that the LP breaks: the parts of the LP that cost least, filled up with the largest whole groups."""
    order = np.lexsort((-use, group))
    use, group = use[order], group[order]
    total = np.cumsum(weight[order])
    first = np.searchsorted(group, group)
    missing = np.maximum(0.0, 1.0 - (total - total[first] + weight[order][first]))
    whole = np.flatnonzero(missing <= _DUST)
    whole = whole[np.unique(group[whole], return_index=True)[1]]
    whole = whole[np.argsort(-use[whole], kind="stable")][:_GROUPS]
    parts = np.flatnonzero((missing > _DUST) & (missing < 1.0 - _BROKEN))
    parts = parts[np.argsort(missing[parts] / use[parts], kind="stable")]
    for skipped in range(-1, len(parts)):
        taken: list[int] = []
        cost = 0.0
        for at in parts if skipped < 0 else parts[skipped:]:
            if cost + missing[at] < 1.0 - _BROKEN and group[at] not in group[taken]:
                taken.append(int(at))
                cost += missing[at]
                cover = _filled(taken, whole, use, group, missing, space)
                if cover is not None:
                    yield cover


def _filled(
    taken: list[int], whole: Whole, use: Numbers, group: Whole, missing: Numbers, space: float
) -> _Cover | None:
    """Parts and the largest whole groups beside them, as few as exceed the space."""
    rest = whole[~np.isin(group[whole], group[taken])]
    before = use[taken].sum()
    needed = int(np.searchsorted(before + np.cumsum(use[rest]), space, side="right"))
    if before <= space:
        if needed >= len(rest):
            return None
        rest = rest[: needed + 1]
    else:
        rest = rest[:0]
    chosen = np.concatenate([np.array(taken, dtype=np.intp), rest])
    for at in chosen[np.lexsort((use[chosen], -missing[chosen]))]:
        others = chosen[chosen != at]
        if len(others) and use[others].sum() > space:
            chosen = others
    broken = 1.0 - float(missing[chosen].sum())
    slack = 1e-9 * max(1.0, abs(space))
    if broken < _BROKEN or len(chosen) > _GROUPS or use[chosen].sum() <= space + slack:
        return None
    return _Cover(group[chosen], use[chosen], broken)
