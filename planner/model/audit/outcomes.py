"""What an admission may turn out to be: accepted or refused, converted or stopped (``model.md`` sections 4 and 5).

An outcome has a chance and yearly figures, as they are if it comes about. Figures are kept by (name, framework), the
framework blank where a figure belongs to none:

starters, treated, qalys    patients and health
drug, gross                 drug spending at the signed price, and at the mandate
cost, firm                  net cost at the signed price, and at the mandate, by framework
drug_less, firm_drug_less   drug spending less replaced medicines, at both prices, by framework
charged                     what the budget line counts, at the mandate
insufficient                drug spending in the term, times the chance that the medicine proves insufficient
stopped                     patients on treatment when reimbursement stops, in the year in which it does
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from planner.model.audit.books import Books
from planner.model.audit.cohort import treated_at, use_of, whole_year_cohort, year_and_share
from planner.model.audit.numbers import CLOSE, MILLION, Number, Record, interpolate, keep, ratio
from planner.model.audit.openings import Terms, in_term
from planner.model.audit.terms import (
    agreed,
    chance,
    demonstrated,
    other_cost,
    paid_share,
    price_factor,
    replaced_cost,
    treatment,
)

Figures = dict[tuple[str, str], list[Number]]


@dataclass(frozen=True)
class Outcome:
    """``can`` says whether it can happen, so that hard limits count it."""

    chance: Number
    figures: Figures
    can: bool


@dataclass(frozen=True)
class Prices:
    """The prices of a stage, EUR per patient-year: in expectation, and at the payer's mandate."""

    signed: Number
    firm: Number


@dataclass(frozen=True)
class Deal:
    """What is agreed: prices in the term and after it, who pays, and the chances that it happens and that it goes on."""

    name: str
    row: Record
    route: Record
    entry: Prices
    after: Prices
    framework: str
    later_framework: str
    line: str | None
    happens: Number
    goes_on: Number

    @property
    def converts(self) -> bool:
        return bool(self.route["at_end"] == "convert")


@dataclass(frozen=True)
class Stage:
    """The patients of a stage by year, of a start at an offset: each half of it carries its own end."""

    starters: list[Number] | None
    treated: list[Number]
    helped: list[Number]
    avoiding: list[Number]


def signed_discount(books: Books, terms: Terms, discount: Number) -> Number:
    """What is signed in expectation; bargaining is possible only where a price is negotiated."""
    if terms.willing is None or terms.only is not None:
        return discount
    return terms.willing.signed(discount, books.setting("bargaining_power"))


def deal_of(books: Books, terms: Terms, discount: Number) -> Deal:
    """What an admission at a discount agrees on."""
    row, route = books.indications[terms.indication], books.routes[terms.route]
    list_price = row["list_price"]
    own = Prices(list_price * (1 - signed_discount(books, terms, discount)), list_price * (1 - discount))
    accepted = terms.acceptance(discount)
    later = terms.entry is not None
    return Deal(
        name=terms.indication,
        row=row,
        route=route,
        entry=own if terms.entry is None else Prices(terms.entry, terms.entry),
        after=own if terms.definitive is None else Prices(terms.definitive, terms.definitive),
        framework=books.framework_of(terms.indication, terms.route),
        later_framework=books.framework_of(terms.indication, None),
        line=route["budget_line"],
        happens=row["p_registered"] * (terms.entry_acceptance if later else accepted),
        goes_on=(demonstrated(row) if route["at_end"] == "convert" else 1) * (accepted if later else 1),
    )


def stages(books: Books, deal: Deal, months: int) -> list[Stage]:
    """Patients within the term and, where the deal converts, after it, of a start ``months`` after the plan begins."""
    year, share = year_and_share(months)
    use = use_of(deal.row, deal.route)
    starts = (year, year + 1) if share else (year,)
    halves = [whole_year_cohort(books, deal.name, start, books.years, use) for start in starts]
    weights = [[in_term(deal.route, t - start) for t in range(books.years)] for start in starts]

    def part(name: str, inside: bool) -> list[Number]:
        weighted = [
            [(w if inside else 1 - w) * count for w, count in zip(own, getattr(group, name), strict=True)]
            for own, group in zip(weights, halves, strict=True)
        ]
        return interpolate(weighted[0], weighted[-1], share)

    known = halves[0].starters is not None
    return [
        Stage(
            part("starters", inside) if known else None,
            *(part(name, inside) for name in ("treated", "helped", "avoiding")),
        )
        for inside in ((True, False) if deal.converts else (True,))
    ]


def admission(books: Books, deal: Deal, months: int) -> list[Outcome]:
    """The outcomes of a start: it goes on, it stops at the end of the term, nothing comes of it."""
    present = stages(books, deal, months)
    study = study_by_year(books, deal.row, deal.route, months)
    nothing = Outcome(1 - deal.happens, {}, deal.happens < 1 - CLOSE)
    stops = _figures(books, deal, present[:1], study)
    stops["stopped", ""] = stopping(books, deal, months)
    if not deal.converts:
        return [Outcome(deal.happens, stops, True), nothing]
    return [
        Outcome(deal.happens * deal.goes_on, _figures(books, deal, present, study), deal.goes_on > CLOSE),
        Outcome(deal.happens * (1 - deal.goes_on), stops, deal.goes_on < 1 - CLOSE),
        nothing,
    ]


def stopping(books: Books, deal: Deal, months: int) -> list[Number]:
    """Patients on treatment at the end of the term, where reimbursement then stops: each half of a start at its own end."""
    term = deal.route["term_years"]

    def of_year(start: int) -> list[Number]:
        found: list[Number] = [0] * books.years
        year = math.floor(start + term + CLOSE)
        if year < books.years:
            found[year] = treated_at(books, deal.name, start, start + term, use_of(deal.row, deal.route))
        return found

    if term is None or deal.route["at_end"] == "stay":
        return [0] * books.years
    return between(of_year, months)


def _figures(books: Books, deal: Deal, present: Sequence[Stage], study: list[Number]) -> Figures:
    """The figures of an outcome with the first, or both, of the stages; health after conversion is certain."""
    row = deal.row
    gain = ratio(row["qaly_gain"], treatment(row, deal.route, books.setting("discount_rate_effects")))
    signed = drug_by_stage(books, deal, present, (deal.entry.signed, deal.after.signed))
    firm = drug_by_stage(books, deal, present, (deal.entry.firm, deal.after.firm))
    doubt = 1 - demonstrated(row) if deal.converts else 0
    found: Figures = {("insufficient", ""): [doubt * spent for spent in signed[0]]}
    payers = ((deal.framework, deal.line, study), (deal.later_framework, None, None))
    for at, stage in enumerate(present):
        certainty = chance(row) if at == 0 else 1
        if stage.starters is not None:
            add(found, ("starters", ""), stage.starters)
        add(found, ("treated", ""), stage.treated)
        add(found, ("qalys", ""), times(gain * certainty, stage.helped))
        add(found, ("drug", ""), signed[at])
        add(found, ("gross", ""), firm[at])
        _book(books, deal, found, stage, payers[at], signed[at], firm[at])
    return found


def _book(
    books: Books,
    deal: Deal,
    found: Figures,
    stage: Stage,
    payer: tuple[str, str | None, list[Number] | None],
    signed: Sequence[Number],
    firm: Sequence[Number],
) -> None:
    """Charge one stage to its framework and line; the study counts in cost, not in lines."""
    framework, line, study = payer
    row = deal.row
    beside = times(other_cost(row, deal.route) / MILLION, stage.treated)
    less = times(-replaced_cost(row) / MILLION, stage.treated)
    spared = times(-row["offset_cost"] / MILLION, stage.avoiding)
    care = plus(plus(beside, less), spared)
    around = care if study is None else plus(care, study)
    add(found, ("cost", framework), plus(signed, around))
    add(found, ("firm", framework), plus(firm, around))
    add(found, ("drug_less", framework), plus(signed, less))
    add(found, ("firm_drug_less", framework), plus(firm, less))
    if line is not None:
        counted = {"drug": firm, "drug_and_care": plus(firm, beside), "net": plus(firm, care)}
        rows = books.lines[line]
        basis = [rows[t]["charged"] if t in rows else "drug" for t in range(books.years)]
        add(found, ("charged", ""), [counted[basis[t]][t] for t in range(books.years)])


def drug_by_stage(books: Books, deal: Deal, present: Sequence[Stage], prices: Sequence[Number]) -> list[list[Number]]:
    """Drug spending in the term and after it [EUR million]; an agreement on volume sees the whole year, the term first."""
    share = paid_share(deal.row, deal.route)
    spent: list[Number] = [0] * books.years
    due = spent
    found: list[list[Number]] = []
    for stage, price in zip(present, prices, strict=False):
        full = [
            price_factor(books, deal.row, t) * n for t, n in enumerate(times(price * share / MILLION, stage.treated))
        ]
        spent = plus(spent, full)
        together = [agreed(deal.row, amount) for amount in spent]
        found.append([after - before for after, before in zip(together, due, strict=True)])
        due = together
    return found


def study_by_year(books: Books, row: Record, route: Record, months: int) -> list[Number]:
    """What the payer pays of the study, spread over the term [EUR million]."""
    term, total = route["term_years"], row["study_cost"]
    if term is None or not total or row["study_payer"] != "payer":
        return [0] * books.years
    return between(
        lambda start: [ratio(total * keep(term, t - start), term) if t >= start else 0 for t in range(books.years)],
        months,
    )


def between(of_year: Callable[[int], list[Number]], months: int) -> list[Number]:
    """Yearly figures of a start at an offset, between those of the two 1 Januaries around it."""
    year, share = year_and_share(months)
    return interpolate(of_year(year), of_year(year + 1), share) if share else of_year(year)


def times(factor: Number, figures: Sequence[Number]) -> list[Number]:
    return [factor * figure for figure in figures]


def plus(first: Sequence[Number], second: Sequence[Number]) -> list[Number]:
    return [a + b for a, b in zip(first, second, strict=True)]


def add(found: Figures, key: tuple[str, str], figures: Sequence[Number]) -> None:
    found[key] = plus(found[key], figures) if key in found else list(figures)
