"""Which routes are open to an indication, from when and at which discounts (``model.md`` sections 3 to 5)."""

from __future__ import annotations

from dataclasses import dataclass

from planner.model.audit.books import Books
from planner.model.audit.cohort import (
    earliest_months,
    present_cohort,
    start_months,
    use_of,
    whole_year_cohort,
    year_and_share,
)
from planner.model.audit.numbers import CLOSE, Number, Record, interpolate, keep, months_after, ratio
from planner.model.audit.phases import lead_months
from planner.model.audit.rules import Rules
from planner.model.audit.supplier import RefusedError, Renegotiation, Willingness, willingness
from planner.model.audit.terms import caps, ceilings, definitive_price, demonstrated, paid_share


@dataclass(frozen=True)
class Opening:
    """A route that is open to an indication, and the offsets of its starts (months)."""

    indication: str
    route: str
    starts: list[int]


@dataclass(frozen=True)
class Terms:
    """What holds for the price at one start. Prices in EUR per patient-year.

    ``bounds`` are the ceilings and caps of the price that the discount gives; ``only`` is the one discount possible where
    nothing is negotiated. Where the discount belongs to the price after conversion, ``entry`` is the price until then, accepted
    with ``entry_acceptance``; ``definitive`` is the price after conversion where a rule sets it. ``willing`` is the supplier
    (None = accepts), ``present`` the discount that must be exceeded (None = there is none).
    """

    indication: str
    route: str
    bounds: list[Number]
    only: Number | None
    entry: Number | None
    entry_acceptance: Number
    definitive: Number | None
    willing: Willingness | Renegotiation | None
    present: Number | None

    def acceptance(self, discount: Number) -> Number:
        return 1 if self.willing is None else self.willing.acceptance(discount)


def opening(books: Books, rules: Rules, name: str, route_name: str) -> Opening:
    """Whether and from when a route is open to an indication; raises ``RefusedError`` where it is not."""
    row, route = books.indications[name], books.routes[route_name]
    concerns(books, name, route)
    if route["standing"] not in books.scenario.settings.used_standings:
        raise RefusedError("not_used", f"routes with the standing {route['standing']} are not used")
    if route["chosen_by"] == "supplier" and route_name not in books.applied(name):
        raise RefusedError("supplier_not_applying", "the supplier does not apply for the route")
    if route["action"] == "leave" and not row["may_leave"]:
        raise RefusedError("may_not_leave", "the indication may not leave")
    if not rules.holds(route["eligible"], name, route):
        raise RefusedError("not_eligible", f"the rule {route['eligible']!r} does not hold")
    if route["needs_registry"] and not row["registry"]:
        raise RefusedError("no_registry", "the route needs a registry")
    earliest = earliest_months(row, route, books.start_year, *lead_months(books, rules, name, route_name))
    if earliest is None:
        raise RefusedError("no_dossier", "there is no dossier")
    if earliest >= 12 * books.years:
        raise RefusedError("after_horizon", f"the earliest start is {earliest} months after the plan begins")
    starts = start_months(earliest, route, books)
    if not starts:
        raise RefusedError("outside_open_years", "no start falls in the years in which the route is open")
    if row["status"] == "conditional":
        starts = [start for start in starts if start <= term_end(books, name)]
        if not starts:
            raise RefusedError("after_term_end", "no start falls before the end of the conditional term")
    return Opening(name, route_name, starts)


def concerns(books: Books, name: str, route: Record) -> None:
    """A route admits candidates, or changes something for the existing package, where only ``leave`` is open to those in
    conditional admission.
    """
    row, action = books.indications[name], route["action"]
    if (action == "admit") == (name in books.existing):
        raise RefusedError("other_status", f"the route is no route for the status {row['status']}")
    if row["status"] == "conditional" and action != "leave":
        raise RefusedError("other_status", "an indication in conditional admission may only leave")


def most_patients(books: Books, name: str, route: Record, months: int) -> Number:
    """The largest number of patient-years in one year of the term, of a start at an offset."""
    year, share = year_and_share(months)

    def within(start: int) -> list[Number]:
        if name in books.existing:
            group = present_cohort(books, name, books.years)
        else:
            group = whole_year_cohort(books, name, start, books.years, use_of(books.indications[name], route))
        return [count * within_term(route, t - start) for t, count in enumerate(group.treated)]

    return max(interpolate(within(year), within(year + 1), share))


def within_term(route: Record, age: int) -> Number:
    """The share of the year that lies within the term, ``age`` years after a start on 1 January."""
    if age < 0:
        return 0
    return 1 if route["term_years"] is None else keep(route["term_years"], age)


def in_term(route: Record, age: int) -> Number:
    """The same for what ends, or converts, with the term."""
    return 1 if route["at_end"] == "stay" and age >= 0 else within_term(route, age)


def price_terms(books: Books, name: str, route_name: str, months: int) -> Terms:
    """What holds for the price of a start; raises ``RefusedError`` where the price cannot come about."""
    row, route = books.indications[name], books.routes[route_name]
    if route["action"] in ("leave", "study"):
        if route["action"] == "study":
            demonstrated(row)
        return Terms(name, route_name, [], row["present_discount"], None, 1, None, None, None)
    paid_share(row, route)
    spread_over = most_patients(books, name, route, months) if route["price_cap_basis"] == "fixed_budget" else 0
    cap, top = caps(books, row, route, spread_over), ceilings(books, row, route)
    fixed = definitive_price(books, row, route)
    converts = route["at_end"] == "convert" and route["term_years"] is not None
    if any(bound < 0 for bound in [*cap, *([] if fixed is not None else top)]):
        raise RefusedError("negative_ceiling", "the price ceiling or cap is negative")
    pays: Number = min([row["list_price"], *cap])
    if converts and route["definitive_price"] == "negotiated":
        return _negotiated_later(books, row, route, top, cap, pays)
    bounds: list[Number] = [*([] if fixed is not None else top), *cap]
    only: Number | None = None
    willing: Willingness | None = None
    if route["price"] == "list":
        only = 0
    elif route["price"] == "at_cap":
        only = _discount(row, pays)
        willing = None if route_name in books.applied(name) else willingness(books, row, route)
    else:
        willing = willingness(books, row, route)
    if route["action"] == "renegotiate":
        present = row["present_discount"]
        again = None if willing is None else Renegotiation(willing, present)
        return Terms(name, route_name, bounds, only, None, 1, fixed, again, present)
    return Terms(name, route_name, bounds, only, None, 1, fixed, willing, None)


def _negotiated_later(
    books: Books, row: Record, route: Record, top: list[Number], cap: list[Number], pays: Number
) -> Terms:
    """Conversion at a price to be negotiated: until then the list price, which the cap must allow, or the cap itself.

    The supplier's answers in both stages are independent; the shift belongs to the later one.
    """
    entry: Number = row["list_price"]
    accepted: Number = 1
    if route["price"] == "at_cap":
        entry = pays
        if route["route"] not in books.applied(row["indication"]):
            accepted = willingness(books, row, {**route, "acceptance_shift": 0}).acceptance(_discount(row, pays))
    if any(_above(entry, bound) for bound in cap):
        raise RefusedError("above_cap", "the list price is above the cap of the entry price")
    if accepted <= CLOSE or accepted < books.setting("min_acceptance") - CLOSE:
        raise RefusedError("no_acceptance", f"the supplier accepts the cap with probability {float(accepted):.6g} only")
    willing = willingness(books, row, route)
    return Terms(row["indication"], route["route"], top, None, entry, accepted, None, willing, None)


def _above(price: Number, bound: Number) -> bool:
    """Whether a price is above a ceiling or cap by more than what counts as equal."""
    return price > bound + CLOSE * max(price, -price, bound, -bound)


def _discount(row: Record, price: Number) -> Number:
    return 1 - ratio(price, row["list_price"]) if row["list_price"] > 0 else 0


def term_end(books: Books, name: str) -> int:
    """Months from the start of the plan to the end of a conditional admission, never before the plan."""
    date = books.indications[name]["term_end"]
    if date is None:
        raise RefusedError("no_term_end", "term_end is blank")
    return max(0, months_after(date, books.start_year))


def kinks(books: Books, terms: Terms) -> list[Number]:
    """Where the supplier's curve bends or ends, what each ceiling and cap implies, what is advised, and no discount."""
    row = books.indications[terms.indication]
    found: list[Number | None] = [0, row["advice_low"], row["advice_high"]]
    if terms.willing is not None:
        found += terms.willing.kinks
    if row["list_price"] > 0:
        found += [1 - ratio(bound, row["list_price"]) for bound in terms.bounds]
    return [place for place in found if place is not None and -CLOSE <= place <= 1 + CLOSE]


def is_point(books: Books, terms: Terms, discount: Number) -> bool:
    """Whether a discount is one that is tried: a kink or a multiple of the step, within what counts as equal."""
    if terms.only is not None:
        return is_one_of(discount, [terms.only])
    step = books.setting("discount_step")
    steps = [round(ratio(discount, step)) * step] if step > 0 else []
    return is_one_of(discount, [*kinks(books, terms), *steps])


def is_one_of(discount: Number, places: list[Number]) -> bool:
    return any(-2 * CLOSE <= discount - place <= 2 * CLOSE for place in places)


def points(books: Books, terms: Terms, others: list[Number]) -> list[Number]:
    """The discounts that are allowed, in order: multiples of the step and the kinks, one of those that are within 1e-9 of
    each other (the kink), where the supplier may accept and every ceiling and cap holds.
    """
    if terms.only is not None:
        return [terms.only] if allowed(books, terms, terms.only) is None else []
    step = books.setting("discount_step")
    steps = [k * step for k in range(int(ratio(1 + CLOSE, step)) + 1)] if step > 0 else []
    found: list[Number] = []
    for place in sorted([*kinks(books, terms), *others]):
        if not found or place > found[-1] + CLOSE:
            found.append(place)
    found += [place for place in steps if not any(-CLOSE <= place - kink <= CLOSE for kink in found)]
    return [place for place in sorted(found) if allowed(books, terms, place) is None]


def allowed(books: Books, terms: Terms, discount: Number) -> str | None:
    """None where a discount may be the payer's mandate, else why not."""
    row = books.indications[terms.indication]
    if terms.only is not None and not is_one_of(discount, [terms.only]):
        return f"the route pays {float(1 - terms.only):.6g} of the list price"
    if not -CLOSE <= discount <= 1 + CLOSE:
        return "a discount lies between 0 and 1"
    price = row["list_price"] * (1 - discount)
    for bound in terms.bounds:
        if _above(price, bound):
            return f"the price {float(price):,.6g} is above the ceiling or cap {float(bound):,.6g}"
    if terms.present is not None and discount <= terms.present + CLOSE:
        return f"the present discount is {float(terms.present):.6g} already"
    accepted = terms.acceptance(discount)
    if accepted <= CLOSE or accepted < books.setting("min_acceptance") - CLOSE:
        return f"the supplier accepts with probability {float(accepted):.6g} only"
    return None
