"""Displacement of care (``model.md`` section 6): how much there can be, what goes first, and what it loses."""

from __future__ import annotations

from decimal import Decimal

from planner.model.audit.books import Books, Category, Segment
from planner.model.audit.numbers import INFINITE, Number, ratio

Place = tuple[str, int]  # category of care, number of the segment


class Displacement:
    """The displaceable care of one framework in one year, in the scenario's displacement mode."""

    def __init__(self, books: Books, framework: str, t: int) -> None:
        self.mode = books.scenario.settings.displacement_mode
        self.t = t
        self.absorbed: Number = books.frameworks[framework][t]["absorbed_share"]
        self.care = books.care.get(framework, [])
        free = [] if self.mode == "none" else [category for category in self.care if not category.protected]
        if self.mode == "observed":
            total = sum(category.observed for category in free)
            self.shares = [(c, ratio(c.observed, total)) for c in free if c.observed > 0]
        else:
            self.shares = [(c, Decimal(0)) for c in free]
        pairs = [(c, s) for c, _ in self.shares for s in c.segments]
        weighted = books.scenario.settings.objective == "weighted_qalys"
        #: All segments that can be displaced, the least (weighted) loss per euro first, equals by category, then segment.
        self.order = sorted(pairs, key=lambda p: ((p[1].weight if weighted else 1) * p[1].loss, p[0].care, p[1].number))

    @property
    def limit(self) -> Number:
        """``Pmax``: the largest pressure that displacement can take up [EUR million]; infinite where all is absorbed."""
        if not self.shares:
            return 0
        if self.absorbed >= 1:
            return INFINITE
        if self.mode == "observed":
            most: Number = min(ratio(self._most(category), share) for category, share in self.shares)
        else:
            most = sum(self._most(category) for category, _ in self.shares)
        return ratio(most, 1 - self.absorbed)

    def _most(self, category: Category) -> Number:
        return sum(category.most(segment, self.t) for segment in category.segments)

    def first_loss(self, weighted: bool) -> Number:
        """``loss0``: QALYs lost by the first EUR million of pressure, weighted or not; only segments with room count."""
        return (1 - self.absorbed) * self._first_loss_of_care(weighted)

    def _first_loss_of_care(self, weighted: bool) -> Number:
        def loss(segment: Segment) -> Number:
            return segment.weight * segment.loss if weighted else segment.loss

        if self.mode == "optimal":
            return next((loss(s) for c, s in self.order if c.most(s, self.t) > 0), 0)
        first = [
            (share, next((loss(s) for s in category.by_loss if category.most(s, self.t) > 0), None))
            for category, share in self.shares
        ]
        known = [(share, found) for share, found in first if found is not None]
        weight = sum(share for share, _ in known)
        return ratio(sum(share * found for share, found in known), weight) if known else 0

    def displaced(self, pressure: Number) -> dict[Place, Number]:
        """EUR million displaced by segment at a pressure; what no segment can take (the plan then breaks the framework's
        limit) falls on the last one.
        """
        amount = (1 - self.absorbed) * pressure
        found: dict[Place, Number] = {(c.care, s.number): 0 for c in self.care for s in c.segments}
        if self.mode == "observed":
            for category, share in self.shares:
                self._fill(found, [(category, segment) for segment in category.by_loss], share * amount)
        else:
            self._fill(found, self.order, amount)
        return found

    def _fill(self, found: dict[Place, Number], order: list[tuple[Category, Segment]], amount: Number) -> None:
        left = amount
        for position, (category, segment) in enumerate(order):
            last = position == len(order) - 1
            taken = left if last else min(left, category.most(segment, self.t))
            found[category.care, segment.number] = taken
            left -= taken
