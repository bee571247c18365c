"""Which routes are open to an indication, from when and at which discounts (``model.md`` sections 3 to 5)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import numpy as np

from planner.model.audit_books import Books
from planner.model.audit_cohort import earliest_months, list_budget_impact, start_months
from planner.model.audit_numbers import CLOSE, Number, Record
from planner.model.audit_terms import RefusedError, Willingness, caps, ceilings, paid_share, willingness
from planner.scenario.rule_columns import rule_names
from planner.scenario.rule_nodes import Kind
from planner.scenario.rules import parse_rule
from planner.scenario.tables import TABLES

_FIGURES = ("list_budget_impact", "product_budget_impact", "cost_per_patient_year")


@dataclass(frozen=True)
class Opening:
    """A route that is open to an indication: offsets of its starts (months), price ceilings and caps (EUR per
    patient-year) and, where the price is negotiated, the supplier's willingness.
    """

    indication: str
    route: str
    starts: list[int]
    bounds: list[Number]
    willing: Willingness | None

    def acceptance(self, discount: Number) -> Number:
        return 1 if self.willing is None else self.willing.acceptance(discount)


def computed_figures(books: Books, name: str) -> dict[str, Number]:
    """The figures that rules may name: gross drug spending at list price, of the indication and of its product."""
    row = books.indications[name]
    family = [other for other in books.candidates if books.indications[other]["product"] == row["product"]]
    return {
        "list_budget_impact": list_budget_impact(books, name),
        "product_budget_impact": sum(list_budget_impact(books, other) for other in family),
        "cost_per_patient_year": row["list_price"] * min(1, row["treatment_years"]),
    }


def _year(value: object, otherwise: int | None) -> int | None:
    return value.year if isinstance(value, datetime.date) else otherwise


def rule_row(books: Books, name: str, route: Record) -> dict[str, object]:
    """All that a route's rule may read of one indication; blanks as None."""
    row = books.indications[name]
    available = _year(row["available_from"], books.start_year)
    own = {"available_year": available, "files_year": None if row["files_from"] == "none" else available}
    if isinstance(row["files_from"], datetime.date):
        own["files_year"] = row["files_from"].year
    return {**route, **row, **own, **computed_figures(books, name)}


def is_eligible(books: Books, name: str, route: Record) -> bool:
    """Whether the route's rule holds for an indication; a blank number that is needed is refused, never a guess."""
    if route["eligible"] is None:
        return True
    kinds: dict[str, Kind] = dict.fromkeys(_FIGURES, "number")
    known = {**rule_names(TABLES["Routes"].columns), **rule_names(TABLES["Indications"].columns), **kinds}
    values = rule_row(books, name, route)
    columns: dict[str, np.ndarray] = {}
    for key, kind in known.items():
        value = values.get(key)
        if kind == "number":
            columns[key] = np.array([np.nan if value is None else float(value)])  # type: ignore[arg-type]
        else:
            columns[key] = np.array([value], dtype=object)
    answer = parse_rule(route["eligible"], known).evaluate(columns)
    if answer.blank[0]:
        raise RefusedError(
            "blank_in_rule", f"the rule of {route['route']} needs {answer.blank_name[0]}, which is blank"
        )
    return bool(answer.value[0])


def opening(books: Books, name: str, route_name: str) -> Opening:
    """The terms on which a route is open to an indication; raises ``RefusedError`` where it is not."""
    row, route = books.indications[name], books.routes[route_name]
    if route["standing"] not in books.scenario.settings.used_standings:
        raise RefusedError("not_used", f"routes with the standing {route['standing']} are not used")
    if not is_eligible(books, name, route):
        raise RefusedError("not_eligible", f"the rule {route['eligible']!r} does not hold")
    earliest = earliest_months(row, route, books.start_year)
    if earliest is None:
        raise RefusedError("no_dossier", "there is no dossier")
    if earliest >= 12 * books.years:
        raise RefusedError("after_horizon", f"the earliest start is {earliest} months after the plan begins")
    starts = start_months(earliest, route, books)
    if not starts:
        raise RefusedError("outside_open_years", "no start falls in the years in which the route is open")
    paid_share(row, route)
    bounds = [*ceilings(books, row, route), *caps(books, row, route)]
    if any(bound < 0 for bound in bounds):
        raise RefusedError("negative_ceiling", "the price ceiling or cap is negative")
    return Opening(
        name, route_name, starts, bounds, None if route["price"] == "list" else willingness(books, row, route)
    )


def kinks(books: Books, terms: Opening) -> list[Number]:
    """Where the supplier's curve bends or ends, what each ceiling and cap implies, what is advised, and no discount."""
    row = books.indications[terms.indication]
    found: list[Number | None] = [0, row["advice_low"], row["advice_high"]]
    if terms.willing is not None:
        found += terms.willing.kinks
    if row["list_price"] > 0:
        found += [1 - bound / row["list_price"] for bound in terms.bounds]
    return [place for place in found if place is not None and -CLOSE <= place <= 1 + CLOSE]


def is_point(books: Books, terms: Opening, discount: Number) -> bool:
    """Whether a discount is one that is tried: a kink or a multiple of the step, within what counts as equal."""
    step = books.setting("discount_step")
    places = kinks(books, terms)
    if step > 0:
        places.append(round(discount / step) * step)
    return any(-2 * CLOSE <= discount - place <= 2 * CLOSE for place in places)


def points(books: Books, terms: Opening) -> list[Number]:
    """The discounts of a route that are allowed, in order: multiples of the step and the kinks, one of those that are
    within 1e-9 of each other (the kink), where the supplier may accept and every ceiling and cap holds.
    """
    if terms.willing is None:
        return [0] if allowed(books, terms, 0) is None else []
    step = books.setting("discount_step")
    steps = [k * step for k in range(int((1 + CLOSE) / step) + 1)] if step > 0 else []
    found: list[Number] = []
    for place in sorted(kinks(books, terms)):
        if not found or place > found[-1] + CLOSE:
            found.append(place)
    found += [place for place in steps if all(abs(place - kink) > CLOSE for kink in found)]
    return [place for place in sorted(found) if allowed(books, terms, place) is None]


def allowed(books: Books, terms: Opening, discount: Number) -> str | None:
    """None where a discount may be the payer's mandate, else why not."""
    row = books.indications[terms.indication]
    if terms.willing is None and discount != 0:
        return "the route pays the list price"
    if not -CLOSE <= discount <= 1 + CLOSE:
        return "a discount lies between 0 and 1"
    price = row["list_price"] * (1 - discount)
    for bound in terms.bounds:
        if price > bound + CLOSE * max(abs(bound), abs(price)):
            return f"the price {float(price):,.6g} is above the ceiling or cap {float(bound):,.6g}"
    accepted = terms.acceptance(discount)
    if accepted <= CLOSE or accepted < books.setting("min_acceptance") - CLOSE:
        return f"the supplier accepts with probability {float(accepted):.6g} only"
    return None
