"""The condition that closes a route to an indication, in words, with the column that it stands in."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from planner.analysis.why_closed import Fact, WhyClosed
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
        table = self.figures.scenario.table("Indications")
        self._given: dict[str, dict[Any, Any]] = {row["indication"]: row for row in table.to_dict("records")}
        routes = self.figures.scenario.table("Routes")
        risks = self.figures.scenario.table("Risks")
        self._risks = dict(zip(risks["risk"], risks["meaning"], strict=True))
        self._standing = dict(zip(routes["route"], routes["standing"], strict=True))

    @cached_property
    def _why(self) -> WhyClosed:
        return WhyClosed(self.figures.scenario)

    @cached_property
    def _secret(self) -> SecretNames:
        return SecretNames(self.figures.scenario)

    def text(self, pair: Any) -> str:
        """One or two sentences on a closed pair; of an indication without a dossier they say that too."""
        first = self._first(pair)
        if pair.condition == "no_dossier" or self._given[pair.indication]["files_from"] != NO_DOSSIER:
            return first
        return f"{first} {self.words('routes.no_dossier_either')}"

    def _first(self, pair: Any) -> str:
        words, given = self.words, self._given[pair.indication]
        condition = str(pair.condition)
        match condition:
            case "not_used":
                return words("routes.not_used", standing=words(f"standing.{self._standing[pair.route]}"))
            case "not_eligible":
                found = self._why.facts(pair.indication, pair.route)
                if self.public:
                    found = [fact for fact in found if not self._secret.in_text(f"{fact.name} {fact.other}")]
                facts = [self._fact(fact) for fact in found]
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

    def _fact(self, fact: Fact) -> str:
        words = self.words
        own = self._risks.get(fact.name) or fact.name
        label = words(f"label.{fact.name}") if words.has(f"label.{fact.name}") else own
        asked = words(f"fact.{fact.sign}", value=self._value(fact.name, fact.asked))
        if fact.other:
            asked = words("fact.named", value=asked, other=fact.other)
        return words("fact.text", label=label, found=self._value(fact.name, fact.found), asked=asked, name=fact.name)

    def _value(self, name: str, value: object) -> str:
        words, numbers = self.words, self.words.numbers
        if value is None:
            return words("fact.blank")
        if isinstance(value, bool):
            return words("yes" if value else "no")
        if isinstance(value, str):
            keys = (f"status.{value}", f"criterion.{value}") if name == "status" else (f"criterion.{value}",)
            return next((words(key) for key in keys if words.has(key)), value)
        number = float(str(value))
        if name == "prevalence_share" and 0 < number < 0.01:
            return words("fact.one_in", number=numbers.number(round(1 / number)))
        if name.endswith("_year") and number.is_integer() and 1900 <= number <= 2200:
            return str(int(number))
        return numbers.number(
            number, 0 if number.is_integer() or abs(number) >= 1000 else 1 if abs(number) >= 10 else 2
        )
