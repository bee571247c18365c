"""The existing package: what leaving, renegotiating, a study or the end of a conditional term changes (``model.md`` 5).

All figures are differences from staying at present terms, which the baseline holds.
"""

from __future__ import annotations

from collections.abc import Sequence

from planner.model.audit_books import Books
from planner.model.audit_cohort import Cohort, present_cohort
from planner.model.audit_numbers import Number, Record, annuity, keep, months_after
from planner.model.audit_openings import Terms
from planner.model.audit_outcomes import Figures, Outcome, study_by_year
from planner.model.audit_supplier import RefusedError
from planner.model.audit_terms import (
    agreed,
    chance,
    definitive_price,
    demonstrated,
    paid_share,
    price_factor,
    replaced_cost,
)


def present_price(row: Record) -> Number:
    price: Number = row["list_price"] * (1 - row["present_discount"])
    return price


def changes(books: Books, terms: Terms, discount: Number, start: int) -> list[Outcome]:
    """The outcomes of an action on 1 January of year ``start``."""
    name, route = terms.indication, books.routes[terms.route]
    row = books.indications[name]
    pays = books.framework_of(name, terms.route)
    group = present_cohort(books, name, books.years)
    since: list[Number] = [1 if t >= start else 0 for t in range(books.years)]
    if route["action"] == "leave":
        return [Outcome(1, _gone(books, row, route, group, pays, since))]
    if route["action"] == "study":
        over: list[Number] = [1 - keep(route["term_years"], t - start) if t >= start else 0 for t in range(books.years)]
        return _demonstration(books, row, route, group, pays, over, present_price(row), start)
    accepted = terms.acceptance(discount)
    signed = discount
    if terms.willing is not None and terms.only is None:
        signed = terms.willing.signed(discount, books.setting("bargaining_power"))
    list_price = row["list_price"]
    agrees = _new_price(books, row, route, group, pays, since, list_price * (1 - signed), list_price * (1 - discount))
    return [Outcome(accepted, agrees), Outcome(1 - accepted, {})]


def stay(books: Books, name: str, end: int) -> list[Outcome]:
    """What staying is for an indication in conditional admission whose term ends on 1 January of year ``end``."""
    row, route = books.indications[name], converting_route(books, name)
    group = present_cohort(books, name, books.years)
    over: list[Number] = [1 if t >= end else 0 for t in range(books.years)]
    fixed = definitive_price(books, row, route)
    price = present_price(row) if fixed is None else fixed
    return _demonstration(books, row, route, group, books.framework_of(name, None), over, price, None)


def term_end(books: Books, name: str) -> int:
    """Months from the start of the plan to the end of a conditional admission, never before the plan."""
    date = books.indications[name]["term_end"]
    if date is None:
        raise RefusedError("no_term_end", "term_end is blank")
    return max(0, months_after(date, books.start_year))


def converting_route(books: Books, name: str) -> Record:
    """The first route that the supplier applies for and that converts: its rules hold at the end of the present term."""
    for route in books.applied(name):
        if books.routes[route]["at_end"] == "convert":
            return books.routes[route]
    raise RefusedError("no_converting_route", "applies_for names no route that converts")


def _demonstration(
    books: Books,
    row: Record,
    route: Record,
    group: Cohort,
    framework: str,
    over: Sequence[Number],
    price: Number,
    start: int | None,
) -> list[Outcome]:
    """From when the term is ``over`` it goes on at a price if effectiveness is demonstrated, else it leaves.

    The baseline counts on health with the chance ``p_effective``: what goes on is certain to bring it.
    """
    shown = demonstrated(row)
    goes_on = _new_price(books, row, route, group, framework, over, price, price)
    health = _health(books, row, group)
    goes_on["qalys", ""] = [(1 - chance(row)) * share * health[t] for t, share in enumerate(over)]
    leaves = _gone(books, row, route, group, framework, over)
    if start is not None:
        study = study_by_year(books, row, route, start)
        for figures in (goes_on, leaves):
            for key in (("cost", framework), ("firm", framework)):
                figures[key] = [a + b for a, b in zip(figures[key], study, strict=True)]
    return [Outcome(shown, goes_on), Outcome(1 - shown, leaves)]


def _health(books: Books, row: Record, group: Cohort) -> list[Number]:
    """QALYs by year if it is effective."""
    gain = row["qaly_gain"] / annuity(row["treatment_years"], books.setting("discount_rate_effects"))
    return [gain * helped for helped in group.helped]


def spending(books: Books, row: Record, route: Record, group: Cohort, price: Number) -> list[Number]:
    """Drug spending by year at a price [EUR million], agreements on volume included."""
    share = paid_share(row, route)
    return [
        agreed(row, price * price_factor(books, row, t) * share * treated / 10**6)
        for t, treated in enumerate(group.treated)
    ]


def _new_price(
    books: Books,
    row: Record,
    route: Record,
    group: Cohort,
    framework: str,
    share: Sequence[Number],
    signed: Number,
    firm: Number,
) -> Figures:
    """Another price for a share of each year."""
    before = spending(books, row, route, group, present_price(row))
    nothing: list[Number] = [0] * books.years
    found: Figures = {("treated", ""): nothing, ("qalys", ""): nothing}
    for price, names in ((signed, ("cost", "drug_less")), (firm, ("firm", "firm_drug_less"))):
        after = spending(books, row, route, group, price)
        change = [part * (b - a) for part, a, b in zip(share, before, after, strict=True)]
        for name in names:
            found[name, framework] = change
    found["drug", ""], found["gross", ""] = found["cost", framework], found["firm", framework]
    return found


def _gone(books: Books, row: Record, route: Record, group: Cohort, framework: str, share: Sequence[Number]) -> Figures:
    """Out of the package for a share of each year: its spending, what it spares and its health."""
    drug = spending(books, row, route, group, present_price(row))
    found: Figures = {}
    gone = [-part for part in share]
    less = [-replaced_cost(row) * treated / 10**6 for treated in group.treated]
    care = [
        row["other_cost"] * treated / 10**6 - row["offset_cost"] * avoiding / 10**6
        for treated, avoiding in zip(group.treated, group.avoiding, strict=True)
    ]
    health = [chance(row) * qalys for qalys in _health(books, row, group)]
    found["treated", ""] = [part * treated for part, treated in zip(gone, group.treated, strict=True)]
    if group.starters is not None:
        found["starters", ""] = [part * count for part, count in zip(gone, group.starters, strict=True)]
    found["qalys", ""] = [part * qalys for part, qalys in zip(gone, health, strict=True)]
    found["drug", ""] = found["gross", ""] = [part * paid for part, paid in zip(gone, drug, strict=True)]
    for name in ("cost", "firm"):
        found[name, framework] = [gone[t] * (drug[t] + less[t] + care[t]) for t in range(books.years)]
    for name in ("drug_less", "firm_drug_less"):
        found[name, framework] = [gone[t] * (drug[t] + less[t]) for t in range(books.years)]
    return found
