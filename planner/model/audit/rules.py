"""Rules as text, over one indication: figures that rules may name, named risks, who is eligible (``workbook.md``)."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal

import numpy as np

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

_FIGURES = ("list_budget_impact", "product_budget_impact", "cost_per_patient_year", "prevalence_share", "icer_at_list")


class Rules:
    """The rules of a scenario; what does not depend on the route is worked out once per indication."""

    def __init__(self, books: Books) -> None:
        self.books = books
        numbers: dict[str, Kind] = dict.fromkeys(_FIGURES, "number")
        self.of_indication: dict[str, Kind] = {**rule_names(TABLES["Indications"].columns), **numbers}
        self.of_route: dict[str, Kind] = rule_names(TABLES["Routes"].columns)
        self._impact: dict[str, Number] = {}
        self._values: dict[str, dict[str, object]] = {}
        self._risks: dict[str, dict[str, bool | None]] = {}
        self._parsed: dict[tuple[object, ...], Rule] = {}

    def impact(self, name: str) -> Number:
        if name not in self._impact:
            self._impact[name] = list_budget_impact(self.books, name)
        return self._impact[name]

    def figures(self, name: str) -> dict[str, Number | None]:
        """The figures that rules may name: spending at list price of the indication and of its product, prices, shares."""
        row = self.books.indications[name]
        people = self.books.scenario.settings.population
        ill = row["prevalence"]
        return {
            "list_budget_impact": self.impact(name),
            "product_budget_impact": sum(self.impact(other) for other in self.books.by_product.get(row["product"], [])),
            "cost_per_patient_year": row["list_price"] * min(1, row["treatment_years"]),
            "prevalence_share": None if ill is None or not people else ratio(ill, read(people)),
            "icer_at_list": _icer_at_list(self.books, row),
        }

    def values(self, name: str) -> dict[str, object]:
        """All that a rule may read of an indication; blanks as None."""
        if name not in self._values:
            row = self.books.indications[name]
            available = _year(row["available_from"], self.books.start_year)
            filed = None if row["files_from"] == "none" else _year(row["files_from"], available)
            years = {"available_year": available, "files_year": filed}
            self._values[name] = {**row, **years, **self.figures(name)}
        return self._values[name]

    def risks(self, name: str) -> dict[str, bool | None]:
        """Every named rule: whether it holds, None where a number that it needs is blank; each may name earlier ones."""
        if name not in self._risks:
            found = self._risks[name] = {}
            for row in self.books.risks:
                known: dict[str, Kind] = {**self.of_indication, **dict.fromkeys(found, "rule")}
                answer, _ = _answer(self._rule(row["rule"], known), known, {**self.values(name), **found})
                found[row["risk"]] = answer
        return self._risks[name]

    def holds(self, text: str | None, name: str, route: Record) -> bool:
        """Whether a rule of a route holds; a blank number that is needed is refused, never a guess.

        A name that routes and indications both have means the indication's.
        """
        if text is None:
            return True
        risks = self.risks(name)
        known: dict[str, Kind] = {**self.of_route, **self.of_indication, **dict.fromkeys(risks, "rule")}
        answer, blank = _answer(self._rule(text, known), known, {**route, **self.values(name), **risks})
        if answer is None:
            raise RefusedError("blank_in_rule", f"the rule {text!r} of {route['route']} needs {blank}, which is blank")
        return answer

    def _rule(self, text: str, known: Mapping[str, Kind]) -> Rule:
        """A rule as it reads where these names are known; each is read once."""
        place = (text, *known.items())
        if place not in self._parsed:
            self._parsed[place] = parse_rule(text, known)
        return self._parsed[place]


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


def _answer(rule: Rule, known: Mapping[str, Kind], values: Mapping[str, object]) -> tuple[bool | None, object]:
    """A rule over one row: yes, no, or None with the name that was blank."""
    columns: dict[str, np.ndarray] = {}
    missing: dict[str, np.ndarray] = {}
    for key in rule.names:
        value = values.get(key)
        if known[key] == "number":
            columns[key] = np.array([np.nan if value is None else float(value)])  # type: ignore[arg-type]
        else:
            columns[key] = np.array([value], dtype=object)
            if known[key] == "rule":
                missing[key] = np.array([value is None])
    if not columns:
        columns["one row"] = np.zeros(1)
    outcome = rule.evaluate(columns, missing)
    return (None, outcome.blank_name[0]) if outcome.blank[0] else (bool(outcome.value[0]), None)
