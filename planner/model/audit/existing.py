"""The existing package: what leaving, renegotiating, a study or the end of a conditional term changes (``model.md`` 5).

All figures are differences from staying at present terms, which the baseline holds.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from planner.model.audit.books import Books
from planner.model.audit.cohort import Cohort, present_cohort
from planner.model.audit.numbers import CLOSE, MILLION, Number, Record, annuity, keep, ratio
from planner.model.audit.openings import Terms, term_end
from planner.model.audit.outcomes import Figures, Outcome, plus, signed_discount
from planner.model.audit.supplier import RefusedError
from planner.model.audit.terms import (
    agreed,
    chance,
    definitive_price,
    demonstrated,
    paid_share,
    price_factor,
    replaced_cost,
)


@dataclass(frozen=True)
class Present:
    """An indication in the package: its patients, who pays, and the route that decides who is paid for."""

    name: str
    row: Record
    route: Record
    group: Cohort
    framework: str

    @property
    def price(self) -> Number:
        return present_price(self.row)


def present_price(row: Record) -> Number:
    price: Number = row["list_price"] * (1 - row["present_discount"])
    return price


def changes(books: Books, terms: Terms, discount: Number, months: int) -> list[Outcome]:
    """The outcomes of an action that starts ``months`` after the plan begins."""
    name, route = terms.indication, books.routes[terms.route]
    row = books.indications[name]
    one = Present(name, row, route, present_cohort(books, name, books.years), books.framework_of(name, terms.route))
    since = after(books, months)
    if route["action"] == "leave":
        return [Outcome(1, _gone(books, one, months), True)]
    if route["action"] == "study":
        end = months + 12 * route["term_years"]
        study = _study(books, one, since, after(books, end))
        return _demonstration(books, one, since, end, one.price, study)
    accepted = terms.acceptance(discount)
    signed = row["list_price"] * (1 - signed_discount(books, terms, discount))
    agrees = _new_price(books, one, since, signed, row["list_price"] * (1 - discount))
    return [Outcome(accepted, agrees, True), Outcome(1 - accepted, {}, accepted < 1 - CLOSE)]


def after(books: Books, moment: Number) -> list[Number]:
    """The share of each year that lies after a moment [months after the plan begins]."""
    years = ratio(moment, 12)
    return [keep(t + 1 - years, 0) for t in range(books.years)]


def stay(books: Books, name: str) -> list[Outcome]:
    """What staying is for an indication in conditional admission: nothing until the end of its term."""
    row, route = books.indications[name], converting_route(books, name)
    one = Present(name, row, route, present_cohort(books, name, books.years), books.framework_of(name, None))
    end, before = term_end(books, name), [1] * books.years
    try:
        fixed = definitive_price(books, row, route)
    except RefusedError as refusal:
        if refusal.code != "negative_ceiling":
            raise
        leaves = _gone(books, one, end)  # at no price above 0 does it go on
        leaves["insufficient", ""] = _insufficient(books, one, before, after(books, end))
        leaves.update(_touched(one, before))
        return [Outcome(1, leaves, True)]
    return _demonstration(books, one, before, end, one.price if fixed is None else fixed, [0] * books.years)


def converting_route(books: Books, name: str) -> Record:
    """The first route that the supplier applies for and that converts: its rules hold at the end of the present term."""
    for route in books.applied(name):
        if books.routes[route]["at_end"] == "convert":
            return books.routes[route]
    raise RefusedError("no_converting_route", "applies_for names no route that converts")


def _demonstration(
    books: Books, one: Present, since: Sequence[Number], end: Number, price: Number, study: Sequence[Number]
) -> list[Outcome]:
    """``since`` then it is studied; from the ``end`` of the term (months) it goes on at a price if effectiveness is
    demonstrated, else it leaves. The baseline counts on health with the chance ``p_effective``; what goes on is certain of it.
    """
    shown, over = demonstrated(one.row), after(books, end)
    goes_on = _new_price(books, one, over, price, price)
    goes_on["qalys", ""] = [
        (1 - chance(one.row)) * share * q for share, q in zip(over, _health(books, one), strict=True)
    ]
    leaves = _gone(books, one, end)
    for figures in (goes_on, leaves):
        figures["insufficient", ""] = _insufficient(books, one, since, over)
        figures.update(_touched(one, since))
        for key in (("cost", one.framework), ("firm", one.framework)):
            figures[key] = plus(figures[key], study)
    return [Outcome(shown, goes_on, shown > CLOSE), Outcome(1 - shown, leaves, shown < 1 - CLOSE)]


def _insufficient(books: Books, one: Present, since: Sequence[Number], over: Sequence[Number]) -> list[Number]:
    """Drug spending within the term, in a broken year by months, times the chance that effectiveness is not demonstrated."""
    paid, doubt = _spending(books, one, {one.price: [1] * books.years}), 1 - demonstrated(one.row)
    return [doubt * (a - b) * amount for a, b, amount in zip(since, over, paid, strict=True)]


def _study(books: Books, one: Present, since: Sequence[Number], over: Sequence[Number]) -> list[Number]:
    """What the payer pays of the study, spread over its term [EUR million]."""
    if one.row["study_payer"] != "payer":
        return [0] * books.years
    total = one.row["study_cost"] or 0
    return [ratio(total * (a - b), one.route["term_years"]) for a, b in zip(since, over, strict=True)]


def _touched(one: Present, share: Sequence[Number]) -> Figures:
    """The patients whom a change concerns."""
    found: Figures = {("treated", ""): [part * n for part, n in zip(share, one.group.treated, strict=True)]}
    if one.group.starters is not None:
        found["starters", ""] = [part * n for part, n in zip(share, one.group.starters, strict=True)]
    return found


def _health(books: Books, one: Present) -> list[Number]:
    """QALYs by year if it is effective."""
    gain = ratio(one.row["qaly_gain"], annuity(one.row["treatment_years"], books.setting("discount_rate_effects")))
    return [gain * helped for helped in one.group.helped]


def _spending(books: Books, one: Present, parts: dict[Number, Sequence[Number]]) -> list[Number]:
    """Drug spending by year [EUR million] at prices that each hold for a share of the year; an agreement on volume sees all."""
    share = paid_share(one.row, one.route)
    found = []
    for t, treated in enumerate(one.group.treated):
        full = price_factor(books, one.row, t) * share * treated / MILLION
        found.append(agreed(one.row, sum(price * full * part[t] for price, part in parts.items())))
    return found


def _change(books: Books, one: Present, gone: Sequence[Number], price: Number | None) -> list[Number]:
    """Change of drug spending where a share of each year leaves the present price, for another one or for none."""
    whole: list[Number] = [1] * books.years
    rest = [1 - share for share in gone]
    before = _spending(books, one, {one.price: whole})
    if price is None:
        after = _spending(books, one, {one.price: rest})
    elif price == one.price:
        after = before
    else:
        after = _spending(books, one, {one.price: rest, price: gone})
    return [b - a for a, b in zip(before, after, strict=True)]


def _new_price(books: Books, one: Present, share: Sequence[Number], signed: Number, firm: Number) -> Figures:
    """Another price for a share of each year."""
    mean, promised = _change(books, one, share, signed), _change(books, one, share, firm)
    return {
        **_touched(one, share),
        ("drug", ""): mean,
        ("cost", one.framework): mean,
        ("firm", one.framework): promised,
        ("drug_less", one.framework): mean,
        ("firm_drug_less", one.framework): promised,
    }


def _gone(books: Books, one: Present, moment: Number) -> Figures:
    """Out of the package from a moment (months) on: its spending, what it spares, its health, and those on treatment then."""
    row, group, share = one.row, one.group, after(books, moment)
    year = math.floor(ratio(moment, 12) + CLOSE)
    drug = _change(books, one, share, None)
    less = [part * replaced_cost(row) * n / MILLION for part, n in zip(share, group.treated, strict=True)]
    other = [-part * row["other_cost"] * n / MILLION for part, n in zip(share, group.treated, strict=True)]
    spared = [part * row["offset_cost"] * n / MILLION for part, n in zip(share, group.avoiding, strict=True)]
    cost, net_drug = plus(plus(plus(drug, less), other), spared), plus(drug, less)
    health = [-part * chance(row) * qalys for part, qalys in zip(share, _health(books, one), strict=True)]
    return {
        **_touched(one, share),
        ("stopped", ""): [group.treated[t] if t == year else 0 for t in range(books.years)],
        ("qalys", ""): health,
        ("drug", ""): drug,
        ("cost", one.framework): cost,
        ("firm", one.framework): cost,
        ("drug_less", one.framework): net_drug,
        ("firm_drug_less", one.framework): net_drug,
    }
