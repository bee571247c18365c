"""What a supplier accepts (``model.md`` section 4): acceptance curves, the route's shift, bargaining."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from planner.model.audit.books import Books
from planner.model.audit.numbers import CLOSE, Number, Record, ratio


class RefusedError(Exception):
    """Why a choice is not allowed, in words; ``code`` is the condition that fails."""

    def __init__(self, code: str, detail: str) -> None:
        self.code = code
        super().__init__(detail)


@dataclass(frozen=True)
class Willingness:
    """The supplier's acceptance of discounts in a route: the curve ``points`` (None = certain), cut at ``cut`` (None = not
    cut), both on the scale of the curve itself; ``shift`` is how many points of discount the supplier gives less.
    """

    points: list[tuple[Number, Number]] | None
    cut: Number | None
    shift: Number

    @property
    def end(self) -> Number:
        """The largest discount on the curve's scale that the supplier may give; never more than the whole price."""
        ends: list[Number] = [1 + self.shift]
        if self.points is not None:
            ends.append(self.points[-1][0])
        if self.cut is not None:
            ends.append(self.cut)
        return min(ends)

    @property
    def kinks(self) -> list[Number]:
        """The discounts in the route at which the curve bends or ends."""
        found = [] if self.points is None else [discount - self.shift for discount, _ in self.points]
        return found if self.cut is None else [*found, self.cut - self.shift]

    def acceptance(self, discount: Number) -> Number:
        """``a(discount)`` in the route: 1 at no discount, then the curve at ``discount + shift``, 0 beyond its end."""
        if discount <= CLOSE:
            return 1
        place = discount + self.shift
        if place > self.end + CLOSE:
            return 0
        return self._height(min(place, self.end))

    def _height(self, place: Number) -> Number:
        """The curve itself at ``place``, no further than its end: 1 left of 0, straight lines between points."""
        if self.points is None or place <= 0:
            return 1
        for (left, high), (right, low) in pairwise(self.points):
            if place <= right:
                return high + ratio((low - high) * (place - left), right - left)
        return self.points[-1][1]

    def area(self, discount: Number) -> Number:
        """``I(discount)``: the area under the curve of the route from ``discount`` to its end."""
        start, end = discount + self.shift, self.end
        if start >= end:
            return 0
        inner = [] if self.points is None else [x for x, _ in self.points if start < x < end]
        if start < 0 < end and 0 not in inner:
            inner.append(0)
        places = sorted([start, *inner, end])
        return ratio(
            sum((right - left) * (self._height(left) + self._height(right)) for left, right in pairwise(places)), 2
        )

    def signed(self, discount: Number, power: Number) -> Number:
        """The discount that is signed in expectation when the payer insists on ``discount``."""
        if power == 0:
            return discount
        return discount + ratio(power * self.area(discount), self.acceptance(discount))


def willingness(books: Books, indication: Record, route: Record) -> Willingness:
    """The acceptance curve of an indication in a negotiated route."""
    points = None if indication["acceptance"] is None else books.acceptance[indication["acceptance"]]
    if points is None and indication["max_discount"] is None:
        raise RefusedError("no_willingness", "neither max_discount nor acceptance is stated")
    return Willingness(points, indication["max_discount"], route["acceptance_shift"])


@dataclass(frozen=True)
class Renegotiation:
    """A supplier who gives a discount already: acceptance of a deeper one is ``a(d) / a(present)``."""

    curve: Willingness
    present: Number

    @property
    def kinks(self) -> list[Number]:
        return self.curve.kinks

    def acceptance(self, discount: Number) -> Number:
        given = self.curve.acceptance(self.present)
        return ratio(self.curve.acceptance(discount), given) if given > CLOSE else 0

    def signed(self, discount: Number, power: Number) -> Number:
        """The present discount is given in any case, so that what lies beyond ``discount`` is the same ratio of the curve."""
        return self.curve.signed(discount, power)
