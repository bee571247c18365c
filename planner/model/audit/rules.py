"""Rules as text, over one indication: figures that rules may name, named risks, who is eligible (``workbook.md``)."""

from __future__ import annotations

import datetime
from decimal import Decimal
from functools import cached_property

from planner.model.audit.answers import BlankError, holds
from planner.model.audit.books import Books
from planner.model.audit.cohort import list_budget_impact
from planner.model.audit.numbers import Number, Record, ratio, read
from planner.model.audit.supplier import RefusedError
from planner.model.audit.terms import PLAIN_ROUTE, icer, net_other_cost
from planner.scenario.rule_columns import rule_names
from planner.scenario.rule_nodes import Kind
from planner.scenario.rules import Rule, parse_rule
from planner.scenario.tables import TABLES

#: A number that no rule names a larger one than.
_BEYOND = Decimal("1e300")

#: The figures that rules may name beside the columns of an indication.
_FIGURES = ("list_budget_impact", "product_budget_impact", "cost_per_patient_year", "prevalence_share", "icer_at_list")


class Rules:
    """The rules of a scenario; of an indication only what a rule names is worked out."""

    def __init__(self, books: Books) -> None:
        self.books = books
        numbers: dict[str, Kind] = dict.fromkeys(_FIGURES, "number")
        self.of_indication: dict[str, Kind] = {**rule_names(TABLES["Indications"].columns), **numbers}
        self.of_route: dict[str, Kind] = rule_names(TABLES["Routes"].columns)
        self._impact: dict[str, Number] = {}
        self._risks: dict[tuple[str, str], bool | None] = {}
        self._parsed: dict[str, Rule] = {}

    def impact(self, name: str) -> Number:
        if name not in self._impact:
            self._impact[name] = list_budget_impact(self.books, name)
        return self._impact[name]

    def figure(self, name: str, figure: str) -> Number | None:
        """A figure that rules may name: spending at list price of the indication or of its product, a price, a share."""
        row = self.books.indications[name]
        if figure == "list_budget_impact":
            return self.impact(name)
        if figure == "product_budget_impact":
            return sum(self.impact(other) for other in self.books.by_product.get(row["product"], []))
        if figure == "cost_per_patient_year":
            yearly: Number = row["list_price"] * min(1, row["treatment_years"])
            return yearly
        if figure == "icer_at_list":
            return _icer_at_list(self.books, row)
        people = self.books.scenario.settings.population
        return None if row["prevalence"] is None or not people else ratio(row["prevalence"], read(people))

    def value(self, name: str, asked: str) -> object:
        """What a rule may read of an indication; None where it is blank."""
        row = self.books.indications[name]
        if asked in _FIGURES:
            return self.figure(name, asked)
        if asked not in ("available_year", "files_year"):
            return row[asked]
        available = _year(row["available_from"], self.books.start_year)
        if asked == "available_year":
            return available
        return None if row["files_from"] == "none" else _year(row["files_from"], available)

    @cached_property
    def named(self) -> dict[str, Rule]:
        """Every named rule; each may name earlier ones."""
        found: dict[str, Rule] = {}
        for row in self.books.risks:
            known: dict[str, Kind] = {**self.of_indication, **dict.fromkeys(found, "rule")}
            found[row["risk"]] = parse_rule(row["rule"], known)
        return found

    def risk(self, name: str, risk: str) -> bool | None:
        """Whether a named rule holds for an indication; None where something that it needs is blank."""
        if (name, risk) not in self._risks:
            try:
                self._risks[name, risk] = holds(self.named[risk].root, lambda asked: self._look(name, asked))
            except BlankError:
                self._risks[name, risk] = None
        return self._risks[name, risk]

    def holds(self, text: str | None, name: str, route: Record) -> bool:
        """Whether a rule of a route holds; a blank number that is needed is refused, never a guess."""
        if text is None:
            return True
        if text not in self._parsed:
            known: dict[str, Kind] = {**self.of_route, **self.of_indication, **dict.fromkeys(self.named, "rule")}
            self._parsed[text] = parse_rule(text, known)
        try:
            return holds(self._parsed[text].root, lambda asked: self._look(name, asked, route))
        except BlankError as blank:
            why = f"the rule {text!r} of {route['route']} needs {blank}, which is blank"
            raise RefusedError("blank_in_rule", why) from None

    def _look(self, name: str, asked: str, route: Record | None = None) -> object:
        """A name that routes and indications both have means the indication's."""
        if asked in self.named:
            return self.risk(name, asked)
        if route is not None and asked not in self.of_indication:
            return route.get(asked)
        return self.value(name, asked)


def _icer_at_list(books: Books, row: Record) -> Number | None:
    """The ICER at list price where everyone is paid for; None where the chance is blank.

    Where nothing is gained it is beyond all numbers: above where it costs, below where it saves, 0 where it does neither.
    """
    if row["p_effective"] is None:
        return None
    found = icer(books, row, PLAIN_ROUTE, row["list_price"])
    if found is not None:
        return found
    spent = row["list_price"] + net_other_cost(books, row, PLAIN_ROUTE)
    return _BEYOND if spent > 0 else -_BEYOND if spent < 0 else 0


def _year(value: object, otherwise: int | None) -> int | None:
    return value.year if isinstance(value, datetime.date) else otherwise
