"""The condition that closes a route to an indication, in words, with the column that it stands in."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from planner.impact.timing import NO_DOSSIER
from planner.report.numbers import known
from planner.report.public_inputs import SecretNames
from planner.report.reasons import Reasons


class Conditions:
    """Answers for the pairs of ``plan.options.openings``, in one language. ``public`` leaves out what suppliers offer."""

    def __init__(self, reasons: Reasons, *, public: bool = False) -> None:
        self.words = reasons.words
        self.figures = reasons.figures
        self.reasons = reasons
        self.public = public
        routes = self.figures.scenario.table("Routes")
        self._standing = dict(zip(routes["route"], routes["standing"], strict=True))

    @cached_property
    def _secret(self) -> SecretNames:
        return SecretNames(self.figures.scenario)

    def text(self, pair: Any) -> str:
        """One or two sentences on a closed pair; of an indication without a dossier they say that too."""
        first = self._first(pair)
        if pair.condition == "no_dossier" or self.figures.given[pair.indication]["files_from"] != NO_DOSSIER:
            return first
        return f"{first} {self.words('routes.no_dossier_either')}"

    def _first(self, pair: Any) -> str:
        words, given = self.words, self.figures.given[pair.indication]
        condition = str(pair.condition)
        match condition:
            case "not_used":
                return words("routes.not_used", standing=words(f"standing.{self._standing[pair.route]}"))
            case "not_eligible":
                found = self.reasons.facts.of(pair.indication, pair.route)
                if self.public:
                    found = [fact for fact in found if not self._secret.in_text(f"{fact.name} {fact.other}")]
                facts = [self.reasons.facts.text(fact) for fact in found]
                return (
                    words("routes.not_eligible", facts=words("fact.or").join(facts))
                    if facts
                    else words("routes.not_eligible.rule")
                )
            case "after_horizon":
                return words("routes.after_horizon", last=self.figures.years[-1])
            case "no_reference_value":
                return words("routes.no_reference_value", burden=words.numbers.number(given["disease_burden"], 2))
            case "ceiling_and_supplier":
                return self._price(pair, given)
        if words.has(f"routes.{condition}"):
            return words(f"routes.{condition}")
        text = (
            words(f"condition.{condition}", route="").lstrip(": ") if words.has(f"condition.{condition}") else condition
        )
        return text[:1].upper() + text[1:] + "."

    def _price(self, pair: Any, given: dict[Any, Any]) -> str:
        words = self.words
        advice = words.advice(given["advice_low"], given["advice_high"], given["advice_kind"])
        stated = known(given["advice_low"]) or known(given["advice_high"])
        part = words("routes.advice_part", advice=advice) if stated else ""
        if self.public:
            return words("routes.no_agreement", advice=part)
        offered, needed = pair.supplier_discount, pair.needed_discount
        if not (known(offered) and known(needed)):
            return words("condition.ceiling_and_supplier", route="").lstrip(": ").capitalize() + "."
        texts = words.numbers.percents(offered, needed)
        return words("routes.ceiling_and_supplier", offered=texts[0], needed=texts[1], advice=part)
