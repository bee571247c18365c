"""All limits of a scenario together: what a choice takes of them, and whether it keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from planner.impact.timing import Flags, Numbers
from planner.model.choice import Chosen, Picks
from planner.model.limits.carry import Carry
from planner.model.limits.family import Family, beyond
from planner.model.limits.parts import Parts
from planner.model.money import Money, Whole
from planner.model.objective import Objective

_NO_FLAGS = np.zeros(0, dtype=bool)


@dataclass(frozen=True)
class Limits:
    """All limits of a scenario over its options, the money that may run short, and what is maximised.

    ``carry`` is room that goes on to the next year, beyond what the rows of the frameworks say; ``parts`` which options may be
    chosen in part; ``objective`` what is maximised, ``second`` what decides among equals in a lexicographic pair.
    """

    money: Money
    families: tuple[Family, ...]
    carry: Carry
    parts: Parts
    objective: Objective
    second: Objective | None = None

    def __getitem__(self, name: str) -> Family:
        return next(family for family in self.families if family.name == name)

    def broken(self, picked: Chosen) -> bool:
        """Whether a choice breaks any limit by more than the tolerance."""
        return bool(beyond(self._excess(picked), self.equal).any())

    @cached_property
    def by_option(self) -> sparse.csc_array:
        """The use of all families below each other, in the form that is quick to read by option."""
        if not self.families:  # no options either: each option is in a family of decisions
            return sparse.csc_array((0, 0))
        return sparse.csc_array(sparse.vstack([family.use for family in self.families], format="csc"))

    @cached_property
    def first(self) -> Whole:
        """The first row of each family in ``by_option``."""
        return np.cumsum([0, *(len(family.limit) for family in self.families[:-1])])[: len(self.families)]

    @cached_property
    def space(self) -> Numbers:
        """What is left for options in every row of ``by_option``."""
        return np.concatenate([np.zeros(0), *(family.space for family in self.families)])

    @cached_property
    def equal(self) -> Flags:
        """The rows of ``by_option`` that must be met exactly."""
        return np.concatenate([_NO_FLAGS, *(family.equal for family in self.families)])

    def used(self, picked: Chosen) -> Numbers:
        """What a choice takes of every row of ``by_option``."""
        if not isinstance(picked, Picks):
            taken = self.by_option[:, picked]
            return np.bincount(taken.indices, weights=taken.data, minlength=len(self.space)).astype(np.float64)
        return np.concatenate([np.zeros(0), *(family.used(picked) for family in self.families)])

    @cached_property
    def _exact(self) -> Flags:
        """Rows that must be met exactly, but for "one decision": an indication may not be decided yet."""
        return np.concatenate([_NO_FLAGS, *(family.equal & (family.name != "decision") for family in self.families)])

    def keeps(self, picked: Chosen) -> bool:
        """Whether a choice keeps every limit, "one decision" for what is in the package aside."""
        return not beyond(self._excess(picked), self._exact).any()

    def _excess(self, picked: Chosen) -> Numbers:
        """By how much a choice exceeds every row."""
        return self.used(picked) - self.space - self.relief(self.carry.amount(self.carry.left(picked)))

    def fits(self, used: Numbers, own: Whole) -> Flags:
        """Whether each single option of ``own`` still fits beside what is used already (carried room aside: see ``beside``)."""
        part = self.by_option[:, own]
        mine = part.indices
        before = beyond(used - self.space, self._exact)
        after = beyond(used[mine] + part.data - self.space[mine], self._exact[mine])
        option = np.repeat(np.arange(len(own)), np.diff(part.indptr))
        # What an option does not use stays as it was: only its own rows are worked out again.
        more = np.bincount(option, weights=after.astype(np.float64) - before[mine], minlength=len(own))
        return np.asarray(more + before.sum() == 0)

    def beside(self, rest: Chosen, own: Whole) -> Flags:
        """Whether each single option of ``own``, chosen whole, still fits beside the choice ``rest``."""
        used = self.used(rest)
        if not len(self.carry):
            return self.fits(used, own)
        left = self.carry.left(rest)[:, None] - self.carry.use[:, own].toarray()
        taken = used[:, None] + self.by_option[:, own].toarray() - self.relief(self.carry.amount(left))
        return np.logical_not(beyond((taken - self.space[:, None]).T, self._exact).any(axis=1))

    def excess(self, rest: Chosen, option: int) -> Numbers:
        """By how much a single option, chosen whole beside the choice ``rest``, exceeds each row; below 0: what is left."""
        left = self.carry.left(rest) - self.carry.use[:, [option]].toarray()[:, 0]
        taken = self.used(rest) + self.by_option[:, [option]].toarray()[:, 0]
        return np.asarray(taken - self.space - self.relief(self.carry.amount(left)))

    def relief_of(self, family: Family, picked: Chosen) -> Numbers:
        """By how much carried room widens each row of one family."""
        first = self.first[[other.name for other in self.families].index(family.name)]
        return self.relief(self.carry.amount(self.carry.left(picked)))[first : first + len(family.limit)]

    def relief(self, carried: Numbers) -> Numbers:
        """Carried room as it widens the rows of ``by_option``: those of the frameworks in the year into which it goes."""
        found = np.zeros((len(self.space), *carried.shape[1:]))
        known = self._carried_rows >= 0
        found[self._carried_rows[known]] = carried[known]
        return found

    @cached_property
    def _carried_rows(self) -> Whole:
        """The row of ``by_option`` that each carry widens; -1 where a framework has no limit in that year."""
        first, at = 0, {}
        for family in self.families:
            if family.name == "framework":
                names = zip(family.rows["name"], family.rows["year"], strict=True)
                at = {(name, int(year)): first + row for row, (name, year) in enumerate(names)}
            first += len(family.limit)
        names_, years = self.money.frameworks, self.money.years
        places = zip(self.carry.framework, self.carry.year, strict=True)
        return np.array([at.get((names_[f], years[t]), -1) for f, t in places], dtype=np.intp)
