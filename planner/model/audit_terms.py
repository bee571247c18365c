"""What a supplier accepts and what a price may be (``model.md`` section 4): curves, values per QALY, ceilings, caps."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from planner.model.audit_books import Books
from planner.model.audit_numbers import CLOSE, Number, Record, annuity


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
                return high + (low - high) * (place - left) / (right - left)
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
        return sum((right - left) * (self._height(left) + self._height(right)) / 2 for left, right in pairwise(places))

    def signed(self, discount: Number, power: Number) -> Number:
        """The discount that is signed in expectation when the payer insists on ``discount``."""
        if power == 0:
            return discount
        return discount + power * self.area(discount) / self.acceptance(discount)


def willingness(books: Books, indication: Record, route: Record) -> Willingness:
    """The acceptance curve of an indication in a negotiated route."""
    points = None if indication["acceptance"] is None else books.acceptance[indication["acceptance"]]
    if points is None and indication["max_discount"] is None:
        raise RefusedError("no_willingness", "neither max_discount nor acceptance is stated")
    return Willingness(points, indication["max_discount"], route["acceptance_shift"])


def reference_value(books: Books, burden: Number | None) -> Number | None:
    """EUR per QALY by disease burden (``from <= burden < to``, the last class closed); None where there is none."""
    if burden is None:
        return None
    last = books.classes[-1]
    for row in books.classes:
        if row["burden_from"] <= burden < row["burden_to"] or (row is last and burden == row["burden_to"]):
            value: Number = row["euro_per_qaly"]
            return value
    return None


def paid_share(indication: Record, route: Record) -> Number:
    """The share of patients that is paid for."""
    if route["paid_share_basis"] == "all":
        return 1
    if indication["response_share"] is None:
        raise RefusedError("no_response_share", "response_share is blank, and the route pays for responders")
    share: Number = indication["response_share"]
    return share


def chance(indication: Record) -> Number:
    """``p_effective``; its default for established effectiveness is in the table already."""
    if indication["p_effective"] is None:
        raise RefusedError("no_chance", "p_effective is blank and effectiveness is not established")
    value: Number = indication["p_effective"]
    return value


def net_other_cost(books: Books, indication: Record) -> Number:
    """Other cost per patient-year, less what is replaced and avoided (``A^C`` spreads longer offsets), EUR."""
    rate = books.setting("discount_rate_costs")
    length = indication["treatment_years"]
    avoided = indication["offset_years"]
    ratio = 1 if avoided is None else annuity(avoided, rate) / annuity(length, rate)
    value: Number = indication["other_cost"] - replaced_cost(indication) - indication["offset_cost"] * ratio
    return value


def replaced_cost(indication: Record) -> Number:
    """Net price of the medicine that is replaced, EUR per patient-year."""
    value: Number = indication["comparator_cost"] * (1 - indication["comparator_discount"])
    return value


def cost_effective_price(books: Books, indication: Record, route: Record) -> Number | None:
    """``price*``: the price at which the ICER equals the reference value; None without a reference value."""
    reference = reference_value(books, indication["disease_burden"])
    share = paid_share(indication, route)
    if reference is None or share == 0:
        return None
    gained = chance(indication) * indication["qaly_gain"]
    per_year = reference * gained / annuity(indication["treatment_years"], books.setting("discount_rate_costs"))
    price: Number = (per_year - net_other_cost(books, indication)) / share
    return price


def needed_price(books: Books, indication: Record, route: Record) -> Number:
    """``price*`` where a ceiling or cap needs it; without a reference value the route is closed."""
    price = cost_effective_price(books, indication, route)
    if price is None:
        missing = indication["disease_burden"] is None
        code = "no_burden" if missing else "no_reference_value"
        raise RefusedError(code, "disease_burden is blank" if missing else "there is no reference value at this burden")
    return price


def advised_price(books: Books, indication: Record) -> Number | None:
    """The list price less the advised reduction; None where no advice is stated."""
    low, high = indication["advice_low"], indication["advice_high"]
    first, second = (high, low) if books.scenario.settings.advice_bound == "high" else (low, high)
    advice = second if first is None else first
    if advice is None:
        return None
    margin = books.setting("advice_margin") if indication["advice_kind"] == "more_than" else 0
    price: Number = indication["list_price"] * (1 - advice - margin)
    return price


def ceilings(books: Books, indication: Record, route: Record) -> list[Number]:
    """The price ceilings that hold in a route, EUR per patient-year."""
    setting = books.scenario.settings.price_ceiling
    if route["cost_effectiveness"] != "required" or setting == "none":
        return []
    advised = None if setting == "icer" else advised_price(books, indication)
    if setting == "advice" and advised is not None:
        return [advised]
    if setting == "lowest" and advised is not None:
        own = cost_effective_price(books, indication, route)
        return [advised] if own is None else [advised, own]
    return [needed_price(books, indication, route)]


def caps(books: Books, indication: Record, route: Record) -> list[Number]:
    """The price cap of a route, EUR per patient-year, where it has one."""
    basis = route["price_cap_basis"]
    if basis is None:
        return []
    of = indication["list_price"] if basis == "list" else needed_price(books, indication, route)
    return [route["price_cap_share"] * of]


def icer(books: Books, indication: Record, route: Record, price: Number) -> Number | None:
    """Net cost per QALY at a price, EUR; None where there is no gain to divide by."""
    gained = chance(indication) * indication["qaly_gain"]
    if gained == 0:
        return None
    yearly = price * paid_share(indication, route) + net_other_cost(books, indication)
    ratio: Number = yearly * annuity(indication["treatment_years"], books.setting("discount_rate_costs")) / gained
    return ratio
