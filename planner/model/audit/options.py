"""What one choice brings by year: patients, health, spending in expectation and what must fit (``model.md`` 4 and 6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from planner.model.audit.books import Books
from planner.model.audit.existing import changes, present_price, stay
from planner.model.audit.numbers import Number, present_value, ratio, read
from planner.model.audit.openings import Terms
from planner.model.audit.outcomes import Outcome, admission, deal_of, signed_discount
from planner.model.audit.phases import work_by_year
from planner.model.audit.rules import Rules
from planner.model.audit.terms import cost_effective_price, icer, reference_value

#: Figures by year that do not depend on who pays.
YEARLY = ("patients", "qalys", "drug", "insufficient", "stopped", "charged", "gross")


@dataclass(frozen=True)
class Choice:
    """An indication that is admitted, or for which something changes: route, start in months after 1 January of the first
    year, the payer's discount, and the share of it (1 unless the indication is divisible).
    """

    indication: str
    route: str
    offset_months: int
    discount: float
    share: float = 1.0


@dataclass(frozen=True)
class Paid:
    """What one framework pays by year [EUR million]: ``cost`` in expectation at the signed price; ``must_fit`` (cost) and
    ``must_fit_drug`` (drug spending less replaced medicines) are what limits count.
    """

    cost: list[Number]
    must_fit: list[Number]
    must_fit_drug: list[Number]


@dataclass(frozen=True)
class Taken:
    """A choice worked out. Yearly figures: patients and QALYs in expectation, money in EUR million; prices in EUR.

    ``drug`` is expected, at the signed price; ``stopped`` are patients on treatment when reimbursement stops; ``charged`` is
    what the budget line counts, ``gross`` the drug spending that a spending cap counts; ``used`` is what it takes of each
    resource by patient-years and ``work`` by decision. ``starters`` is None where the sheet Patients gives patient-years.
    """

    choice: Choice
    action: str
    share: Number
    line: str | None
    start_year: int
    mandate_price: Number | None
    net_price: Number | None
    acceptance: Number | None
    icer: Number | None
    reference_value: Number | None
    cost_effective_price: Number | None
    qalys_discounted: Number
    cost_discounted: Number
    starters: list[Number] | None
    patients: list[Number]
    qalys: list[Number]
    drug: list[Number]
    insufficient: list[Number]
    stopped: list[Number]
    charged: list[Number]
    gross: list[Number]
    paid: dict[str, Paid]
    used: dict[str, list[Number]]
    work: dict[str, list[Number]]

    def _sum(self, name: str) -> list[Number]:
        return [sum(values) for values in zip(*(getattr(one, name) for one in self.paid.values()), strict=True)]

    @cached_property
    def cost(self) -> list[Number]:
        return self._sum("cost")

    @cached_property
    def must_fit(self) -> list[Number]:
        return self._sum("must_fit")

    @cached_property
    def must_fit_drug(self) -> list[Number]:
        return self._sum("must_fit_drug")

    def of(self, share: Number) -> Taken:
        """The same for a share of the patients; work is done once whatever the share."""
        if share == 1:
            return self

        def part(figures: list[Number]) -> list[Number]:
            return [share * figure for figure in figures]

        return replace(
            self,
            share=share,
            qalys_discounted=share * self.qalys_discounted,
            cost_discounted=share * self.cost_discounted,
            starters=None if self.starters is None else part(self.starters),
            paid={
                name: Paid(part(one.cost), part(one.must_fit), part(one.must_fit_drug))
                for name, one in self.paid.items()
            },
            used={name: part(figures) for name, figures in self.used.items()},
            **_named({name: part(getattr(self, name)) for name in YEARLY}),
        )


def _named(figures: Mapping[str, Any]) -> dict[str, Any]:
    return dict(figures)


class Sheet:
    """The outcomes of one choice, added up: what to expect, and the most that may come."""

    def __init__(self, books: Books, outcomes: Sequence[Outcome]) -> None:
        self.books = books
        self.outcomes = outcomes

    def expected(self, name: str, framework: str = "") -> list[Number]:
        total: list[Number] = [0] * self.books.years
        for one in self.outcomes:
            figures = one.figures.get((name, framework))
            if figures is not None and one.chance:
                total = [a + one.chance * b for a, b in zip(total, figures, strict=True)]
        return total

    def most(self, name: str, framework: str = "") -> list[Number]:
        """The largest over the outcomes that can happen, each year by itself."""
        nothing: list[Number] = [0] * self.books.years
        every = [one.figures.get((name, framework), nothing) for one in self.outcomes if one.can]
        return [max(values) for values in zip(*every, strict=True)]

    @property
    def frameworks(self) -> list[str]:
        keys = [key for one in self.outcomes for key in one.figures]
        return list(dict.fromkeys(framework for name, framework in keys if name == "cost"))

    def paid(self, framework: str) -> Paid:
        cost = self.expected("cost", framework)
        if self.books.scenario.settings.budget_basis == "expected":
            return Paid(cost, cost, self.expected("drug_less", framework))
        return Paid(cost, self.most("firm", framework), self.most("firm_drug_less", framework))


def work_out(books: Books, rules: Rules, terms: Terms, choice: Choice) -> Taken:
    """All figures of a choice on the terms of its route, for all of its patients."""
    row, route = books.indications[choice.indication], books.routes[choice.route]
    discount = read(choice.discount)
    action = route["action"]
    mandate = row["list_price"] * (1 - discount)
    net = row["list_price"] * (1 - signed_discount(books, terms, discount))
    # What is in the package is authorised: the chance of a change is the supplier's alone.
    happens = terms.acceptance(discount)
    if action == "admit":
        deal = deal_of(books, terms, discount)
        sheet, happens = Sheet(books, admission(books, deal, choice.offset_months)), deal.happens
    else:
        sheet = Sheet(books, changes(books, terms, discount, choice.offset_months))
    start_year = books.start_year + choice.offset_months // 12
    return _taken(
        books,
        sheet,
        choice,
        action=action,
        line=route["budget_line"] if action == "admit" else None,
        start_year=start_year,
        mandate_price=mandate,
        net_price=net,
        acceptance=happens,
        icer=icer(books, row, route, net),
        cost_effective_price=cost_effective_price(books, row, route),
        work=_work(books, rules, choice),
    )


def staying(books: Books, name: str) -> Taken:
    """What staying brings where it is not nothing: the end of a conditional term."""
    sheet = Sheet(books, stay(books, name))
    price = present_price(books.indications[name])
    return _taken(
        books,
        sheet,
        Choice(name, "", 0, books.indications[name]["present_discount"]),
        action="stay",
        line=None,
        start_year=books.start_year,
        mandate_price=price,
        net_price=price,
        acceptance=1,
        icer=None,
        cost_effective_price=None,
        work={},
    )


def _taken(books: Books, sheet: Sheet, choice: Choice, **stated: object) -> Taken:
    name = choice.indication
    frameworks = sheet.frameworks or [books.framework_of(name, choice.route or None)]
    known_patients = name not in books.patients
    paid = {framework: sheet.paid(framework) for framework in frameworks}
    qalys, effects = sheet.expected("qalys"), books.setting("discount_rate_effects")
    costs = books.setting("discount_rate_costs")
    return Taken(
        choice=choice,
        share=1,
        reference_value=reference_value(books, books.indications[name]["disease_burden"]),
        qalys_discounted=present_value(qalys, effects),
        cost_discounted=sum(present_value(one.cost, costs) for one in paid.values()),
        starters=sheet.expected("starters") if known_patients else None,
        patients=sheet.expected("treated"),
        qalys=qalys,
        drug=sheet.expected("drug"),
        insufficient=sheet.expected("insufficient"),
        stopped=sheet.expected("stopped"),
        charged=sheet.most("charged"),
        gross=sheet.most("gross"),
        paid=paid,
        used=_used(books, sheet, name),
        **stated,  # type: ignore[arg-type]
    )


def _used(books: Books, sheet: Sheet, name: str) -> dict[str, list[Number]]:
    """Resources that new patients take, at most, by year: what is in the package takes nothing new."""
    if name in books.existing:
        return {}
    return {
        row["resource"]: [(row["use"] or 0) * count for count in sheet.most("treated")]
        for row in books.resource_use.get(name, [])
        if row["basis"] == "per_patient_year"
    }


def _work(books: Books, rules: Rules, choice: Choice) -> dict[str, list[Number]]:
    """Resources that the decision takes: the work of its phases, and other use per decision in the year of the start."""
    found = work_by_year(books, rules, choice.indication, choice.route, choice.offset_months)
    for row in books.resource_use.get(choice.indication, []):
        if row["basis"] == "per_decision":
            found.setdefault(row["resource"], [0] * books.years)[choice.offset_months // 12] += row["use"] or 0
    return found


def together(parts: Sequence[Taken]) -> Taken:
    """Two neighbouring prices of one option as one decision: figures add up, prices are means by share."""
    first = parts[0]
    if len(parts) == 1:
        return first
    share = sum(one.share for one in parts)

    def mean(name: str) -> Number | None:
        values = [(one.share, getattr(one, name)) for one in parts]
        return None if any(value is None for _, value in values) else ratio(sum(a * b for a, b in values), share)

    def total(name: str) -> list[Number]:
        return [sum(values) for values in zip(*(getattr(one, name) for one in parts), strict=True)]

    discount = ratio(sum(one.share * read(one.choice.discount) for one in parts), share)
    means = ("mandate_price", "net_price", "acceptance", "icer")
    return replace(
        first,
        choice=replace(first.choice, discount=float(discount), share=float(share)),
        share=share,
        qalys_discounted=sum(one.qalys_discounted for one in parts),
        cost_discounted=sum(one.cost_discounted for one in parts),
        starters=None if first.starters is None else total("starters"),
        paid={framework: _both([one.paid[framework] for one in parts]) for framework in first.paid},
        **_named({name: mean(name) for name in means}),
        **_named({name: total(name) for name in YEARLY}),
    )


def _both(parts: Sequence[Paid]) -> Paid:
    sums = (
        [sum(values) for values in zip(*(getattr(one, name) for one in parts), strict=True)]
        for name in ("cost", "must_fit", "must_fit_drug")
    )
    return Paid(*sums)
