"""What one choice brings by year: patients, health, spending in expectation and what must fit (``model.md`` 4 and 6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planner.model.audit_books import Books
from planner.model.audit_cohort import Cohort, cohort
from planner.model.audit_numbers import CLOSE, Number, Record, annuity, present_value, snap
from planner.model.audit_openings import Opening
from planner.model.audit_terms import (
    chance,
    cost_effective_price,
    icer,
    paid_share,
    reference_value,
    replaced_cost,
)


@dataclass(frozen=True)
class Choice:
    """An indication that is admitted: route, start in months after 1 January of the first year, the payer's discount."""

    indication: str
    route: str
    offset_months: int
    discount: float


@dataclass(frozen=True)
class Taken:
    """A choice worked out. Yearly figures: patients and QALYs in expectation, money in EUR million; prices in EUR.

    ``cost`` and ``drug`` are expected, at the signed price; ``must_fit`` (cost) and ``must_fit_drug`` (drug spending
    less replaced medicines) are what limits count; ``charged`` is what the budget line counts. ``starters`` is None where
    the sheet Patients gives patient-years.
    """

    choice: Choice
    framework: str
    line: str | None
    start_year: int
    mandate_price: Number
    net_price: Number
    acceptance: Number
    icer: Number | None
    reference_value: Number | None
    cost_effective_price: Number | None
    qalys_discounted: Number
    cost_discounted: Number
    starters: list[Number] | None
    patients: list[Number]
    qalys: list[Number]
    cost: list[Number]
    drug: list[Number]
    must_fit: list[Number]
    must_fit_drug: list[Number]
    charged: list[Number]


def care_cost(row: Record, group: Cohort) -> list[Number]:
    """Other care that comes with the medicine, less what is replaced and avoided, by year [EUR million]."""
    per_year = row["other_cost"] - replaced_cost(row)
    return [
        (per_year * treated - row["offset_cost"] * avoiding) / 10**6
        for treated, avoiding in zip(group.treated, group.avoiding, strict=True)
    ]


def drug_cost(price: Number, share: Number, group: Cohort) -> list[Number]:
    """Drug spending by year [EUR million] if the supplier accepts."""
    return [price * share * treated / 10**6 for treated in group.treated]


def plus(first: Sequence[Number], second: Sequence[Number]) -> list[Number]:
    return [a + b for a, b in zip(first, second, strict=True)]


def times(factor: Number, figures: Sequence[Number]) -> list[Number]:
    return [snap(factor * figure) for figure in figures]


def worst(figures: Sequence[Number], certain: bool) -> list[Number]:
    """The largest over the answers that can happen: accepted at the mandate price or, if not certain, refused."""
    return [snap(figure) if certain else max(snap(figure), 0) for figure in figures]


def line_charge(books: Books, line: str, t: int, drug: Number, care: Number, other: Number) -> Number:
    """What a budget line counts of one choice in year t: ``drug``, ``drug_and_care`` or ``net``; drug if not stated."""
    row = books.lines[line].get(t)
    basis = "drug" if row is None else row["charged"]
    return {"drug": drug, "drug_and_care": drug + other, "net": drug + care}[basis]


def work_out(books: Books, terms: Opening, choice: Choice) -> Taken:
    """All figures of a choice on the terms of its route."""
    row, route = books.indications[choice.indication], books.routes[choice.route]
    group = cohort(books, choice.indication, choice.offset_months)
    share = paid_share(row, route)
    discount = books.read(choice.discount)
    accepted = terms.acceptance(discount)
    certain = accepted >= 1 - CLOSE
    signed = discount if terms.willing is None else terms.willing.signed(discount, books.setting("bargaining_power"))
    mandate_price, net_price = row["list_price"] * (1 - discount), row["list_price"] * (1 - signed)

    care = care_cost(row, group)
    drug, mandate_drug = drug_cost(net_price, share, group), drug_cost(mandate_price, share, group)
    less = [-replaced_cost(row) * treated / 10**6 for treated in group.treated]
    other = [row["other_cost"] * treated / 10**6 for treated in group.treated]
    committed = books.scenario.settings.budget_basis == "committed"
    line = route["budget_line"]
    charged: list[Number] = [0] * books.years
    if line is not None:
        figures = enumerate(zip(mandate_drug, care, other, strict=True))
        charged = worst([line_charge(books, line, t, *figure) for t, figure in figures], certain)
    per_year = chance(row) * row["qaly_gain"] / annuity(row["treatment_years"], books.setting("discount_rate_effects"))
    qalys = times(accepted * per_year, group.treated)
    cost = times(accepted, plus(drug, care))
    return Taken(
        choice=choice,
        framework=books.framework_of(choice.indication, choice.route),
        line=line,
        start_year=books.start_year + choice.offset_months // 12,
        mandate_price=mandate_price,
        net_price=net_price,
        acceptance=accepted,
        icer=icer(books, row, route, net_price),
        reference_value=reference_value(books, row["disease_burden"]),
        cost_effective_price=cost_effective_price(books, row, route),
        qalys_discounted=present_value(qalys, books.setting("discount_rate_effects")),
        cost_discounted=present_value(cost, books.setting("discount_rate_costs")),
        starters=None if group.starters is None else times(accepted, group.starters),
        patients=times(accepted, group.treated),
        qalys=qalys,
        cost=cost,
        drug=times(accepted, drug),
        must_fit=worst(plus(mandate_drug, care), certain) if committed else cost,
        must_fit_drug=worst(plus(mandate_drug, less), certain) if committed else times(accepted, plus(drug, less)),
        charged=charged,
    )
