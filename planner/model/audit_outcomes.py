"""What an admission may turn out to be: accepted or refused, converted or stopped (``model.md`` sections 4 and 5).

An outcome has a chance and yearly figures, as they are if it comes about, of a start on 1 January of a year. Figures are
kept by (name, framework), the framework blank where a figure is no money:

starters, treated, qalys    patients and health
drug, gross                 drug spending at the signed price, and at the mandate
cost, firm                  net cost at the signed price, and at the mandate, by framework
drug_less, firm_drug_less   drug spending less replaced medicines, at both prices, by framework
charged                     what the budget line counts, at the mandate
insufficient                drug spending in the term, times the chance that the medicine proves insufficient
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from planner.model.audit_books import Books
from planner.model.audit_cohort import Cohort, use_of, whole_year_cohort, year_and_share
from planner.model.audit_numbers import CLOSE, Number, Record, interpolate, keep
from planner.model.audit_openings import Terms, in_term
from planner.model.audit_terms import (
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
    chance: Number
    figures: Figures

    @property
    def possible(self) -> bool:
        return self.chance > CLOSE


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


def deal_of(books: Books, terms: Terms, discount: Number) -> Deal:
    """What an admission at a discount agrees on."""
    row, route = books.indications[terms.indication], books.routes[terms.route]
    signed = discount
    if terms.willing is not None and terms.only is None:
        signed = terms.willing.signed(discount, books.setting("bargaining_power"))
    own = Prices(row["list_price"] * (1 - signed), row["list_price"] * (1 - discount))
    accepted = terms.acceptance(discount)
    later = terms.entry is not None
    converts = route["at_end"] == "convert"
    shown = demonstrated(row) if converts else 1
    return Deal(
        name=terms.indication,
        row=row,
        route=route,
        entry=own if terms.entry is None else Prices(terms.entry, terms.entry),
        after=own if terms.definitive is None else Prices(terms.definitive, terms.definitive),
        framework=books.framework_of(terms.indication, terms.route),
        later_framework=books.framework_of(terms.indication, None),
        line=route["budget_line"],
        happens=row["p_registered"] * (1 if later else accepted),
        goes_on=shown * (accepted if later else 1),
    )


def admission(books: Books, deal: Deal, start: int) -> list[Outcome]:
    """The outcomes of a start on 1 January of year ``start``: it goes on, it stops at the end of the term, nothing comes."""
    group = whole_year_cohort(books, deal.name, start, books.years, use_of(deal.row, deal.route))
    inside = [in_term(deal.route, t - start) for t in range(books.years)]
    after: list[Number] = [1 - share if t >= start else 0 for t, share in enumerate(inside)]
    nothing = Outcome(1 - deal.happens, {})
    never: list[Number] = [0] * books.years
    stops = _figures(books, deal, group, start, inside, never)
    if deal.route["at_end"] != "convert":
        return [Outcome(deal.happens, stops), nothing]
    goes_on = _figures(books, deal, group, start, inside, after)
    return [
        Outcome(deal.happens * deal.goes_on, goes_on),
        Outcome(deal.happens * (1 - deal.goes_on), stops),
        nothing,
    ]


def _figures(books: Books, deal: Deal, group: Cohort, start: int, inside: list[Number], after: list[Number]) -> Figures:
    """The figures of an outcome whose shares of each year lie ``inside`` the term and ``after`` it."""
    row, years = deal.row, range(books.years)
    present = [a + b for a, b in zip(inside, after, strict=True)]
    gain = row["qaly_gain"] / treatment(row, deal.route, books.setting("discount_rate_effects"))
    effective = chance(row)
    signed = drug_by_stage(books, deal, group, (deal.entry.signed, deal.after.signed), (inside, after))
    firm = drug_by_stage(books, deal, group, (deal.entry.firm, deal.after.firm), (inside, after))
    doubt = 1 - demonstrated(row) if deal.route["at_end"] == "convert" else 0
    found: Figures = {
        ("treated", ""): [group.treated[t] * present[t] for t in years],
        ("qalys", ""): [gain * group.helped[t] * (effective * inside[t] + after[t]) for t in years],
        ("drug", ""): plus(*signed),
        ("gross", ""): plus(*firm),
        ("insufficient", ""): [doubt * spent for spent in signed[0]],
    }
    if group.starters is not None:
        found["starters", ""] = [group.starters[t] * present[t] for t in years]
    study = study_by_year(books, row, deal.route, start)
    stages = (
        (deal.framework, deal.line, inside, signed[0], firm[0], study),
        (deal.later_framework, None, after, signed[1], firm[1], [0] * books.years),
    )
    for framework, line, weights, paid, promised, extra in stages:
        _book(books, deal, found, group, framework, line, weights, paid, promised, extra)
    return found


def _book(
    books: Books,
    deal: Deal,
    found: Figures,
    group: Cohort,
    framework: str,
    line: str | None,
    weights: Sequence[Number],
    signed: Sequence[Number],
    firm: Sequence[Number],
    study: Sequence[Number],
) -> None:
    """Charge one stage to its framework and line."""
    row = deal.row
    treated = [share * count for share, count in zip(weights, group.treated, strict=True)]
    avoiding = [share * count for share, count in zip(weights, group.avoiding, strict=True)]
    beside = [other_cost(row, deal.route) * count / 10**6 for count in treated]
    less = [-replaced_cost(row) * count / 10**6 for count in treated]
    spared = [-row["offset_cost"] * count / 10**6 for count in avoiding]
    care = plus(plus(beside, less), spared)
    add(found, ("cost", framework), plus(signed, plus(care, study)))
    add(found, ("firm", framework), plus(firm, plus(care, study)))
    add(found, ("drug_less", framework), plus(signed, less))
    add(found, ("firm_drug_less", framework), plus(firm, less))
    if line is not None:
        count: dict[str, Callable[[int], Number]] = {
            "drug": lambda t: firm[t],
            "drug_and_care": lambda t: firm[t] + beside[t],
            "net": lambda t: firm[t] + care[t],
        }
        stated = books.lines[line]
        basis = [stated[t]["charged"] if t in stated else "drug" for t in range(books.years)]
        add(found, ("charged", ""), [count[basis[t]](t) for t in range(books.years)])


def drug_by_stage(
    books: Books,
    deal: Deal,
    group: Cohort,
    prices: tuple[Number, Number],
    weights: tuple[Sequence[Number], Sequence[Number]],
) -> tuple[list[Number], list[Number]]:
    """Drug spending in the term and after it [EUR million]; what an agreement on volume takes off is shared in proportion."""
    share = paid_share(deal.row, deal.route)
    found: tuple[list[Number], list[Number]] = ([], [])
    for t, treated in enumerate(group.treated):
        full = price_factor(books, deal.row, t) * share * treated / 10**6 if treated else 0
        parts = [price * full * weight[t] for price, weight in zip(prices, weights, strict=True)]
        total = sum(parts)
        kept = agreed(deal.row, total) / total if total else 1
        for stage, part in zip(found, parts, strict=True):
            stage.append(kept * part)
    return found


def study_by_year(books: Books, row: Record, route: Record, start: int) -> list[Number]:
    """What the payer pays of the study, spread over the term from a start on 1 January [EUR million]."""
    term, total = route["term_years"], row["study_cost"]
    if term is None or not total or row["study_payer"] != "payer":
        return [0] * books.years
    return [total * keep(term, t - start) / term if t >= start else 0 for t in range(books.years)]


def interpolated(books: Books, of_year: Callable[[int], list[Outcome]], months: int) -> list[Outcome]:
    """Outcomes of a start at an offset: each outcome's figures lie between those of the two 1 Januaries around it."""
    year, share = year_and_share(books, months)
    if share == 0:
        return of_year(year)
    return [
        Outcome(first.chance, between(books, first.figures, second.figures, share))
        for first, second in zip(of_year(year), of_year(year + 1), strict=True)
    ]


def between(books: Books, first: Figures, second: Figures, share: Number) -> Figures:
    nothing: list[Number] = [0] * books.years
    return {key: interpolate(first.get(key, nothing), second.get(key, nothing), share) for key in {**first, **second}}


def plus(first: Sequence[Number], second: Sequence[Number]) -> list[Number]:
    return [a + b for a, b in zip(first, second, strict=True)]


def add(found: Figures, key: tuple[str, str], figures: Sequence[Number]) -> None:
    found[key] = plus(found[key], figures) if key in found else list(figures)
