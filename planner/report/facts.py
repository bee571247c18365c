"""The facts of an indication that keep the rule of a route from holding, in words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from planner.analysis.why_closed import Fact, WhyClosed
from planner.report.wording import Words
from planner.scenario.scenario import Scenario


@dataclass(frozen=True)
class Facts:
    """Answers for one scenario in one language."""

    words: Words
    scenario: Scenario

    @cached_property
    def _why(self) -> WhyClosed:
        return WhyClosed(self.scenario)

    @cached_property
    def _risks(self) -> dict[str, str | None]:
        risks = self.scenario.table("Risks")
        return dict(zip(risks["risk"], risks["meaning"], strict=True))

    def of(self, indication: str, route: str) -> list[Fact]:
        """What keeps the rule of a route from holding; empty where it holds."""
        return self._why.facts(indication, route)

    def text(self, fact: Fact, key: str = "fact.text") -> str:
        """``orphan medicine: no, needed is yes (orphan)``."""
        words = self.words
        own = self._risks.get(fact.name) or fact.name
        label = words(f"label.{fact.name}") if words.has(f"label.{fact.name}") else own
        asked = words(f"fact.{fact.sign}", value=self._value(fact.name, fact.asked))
        if fact.other:
            asked = words("fact.named", value=asked, other=fact.other)
        return words(key, label=label, found=self._value(fact.name, fact.found), asked=asked, name=fact.name)

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
