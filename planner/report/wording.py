"""All words of the report, in the language of the scenario: labels and sentence patterns, with singular and plural.

The patterns stand in ``words.nl`` and ``words.en`` under the same keys; prose is made here, never by a formula in a cell
(whose format codes would depend on the reader's Excel).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from planner.report.numbers import DASH, Numbers, known
from planner.report.words import en as words_en
from planner.report.words import nl as words_nl

_TEXTS: Mapping[str, Mapping[str, str]] = {"nl": words_nl.TEXTS, "en": words_en.TEXTS}


def listed(words: Words, names: Sequence[str], room: int) -> str:
    """``a, b and c``, or ``a, b and 5 others`` where more than ``room`` characters would be needed; no name is cut."""
    kept: list[str] = []
    for name in names:
        if kept and len(", ".join([*kept, name])) > room:
            break
        kept.append(name)
    more = len(names) - len(kept)
    return ", ".join(kept) + " " + words.counted("and_more", more) if more else words.numbers.join(kept)


def shortened(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip(" ,(") + "…"


def sentence_case(text: str) -> str:
    """An ordinary first word gets a capital; names such as mTNBC and identifiers stay as they are."""
    first = text.split(" ", maxsplit=1)[0].split("-", maxsplit=1)[0].strip(",")
    return text[:1].upper() + text[1:] if len(first) > 3 and first.isalpha() and first.islower() else text


class Words:
    """``words("headline", n=3)`` gives a text; ``words.numbers`` formats the figures that go into it."""

    def __init__(self, language: str) -> None:
        self.language = language if language in _TEXTS else "en"
        self.numbers = Numbers(self.language)
        self._texts = _TEXTS[self.language]

    def __call__(self, key: str, **values: object) -> str:
        text = self._texts[key]
        return text.format(**values) if values else text

    def counted(self, key: str, number: str | int, **values: object) -> str:
        """The pattern ``key``, or ``key.one`` (where there is one) if the number that is printed is 1; it goes in as ``n``."""
        text = str(number)
        one = text.lstrip("+−") in ("1", "één", "one")
        return self(f"{key}.one" if one and self.has(f"{key}.one") else key, n=text, **values)

    def has(self, key: str) -> bool:
        return key in self._texts

    def kind(self, kind: str) -> str:
        """The word for a decision (``admit``, ``lock``, ...)."""
        return self(f"decision.{kind}")

    def qalys(self, text: str) -> str:
        """``4.642 QALY's``, ``1 QALY``."""
        return self.counted("n_qalys", text)

    def patients(self, text: str) -> str:
        return self.counted("n_patients", text)

    def advice(self, low: float, high: float, kind: str | None, *, short: bool = False) -> str:
        """An advised reduction with its qualifier: ``ten minste 92%``, ``ten minste 35–55%``, ``fors meer dan 68%``; short
        for a narrow column: ``≥ 92%``, ``fors > 68%``; ``–`` where there is none. A reduction in an advice is a minimum.
        """
        stated = [value for value in (low, high) if known(value)]
        if not stated:
            return DASH
        texts = self.numbers.percents(min(stated), max(stated))
        figure = texts[0] if texts[0] == texts[1] else f"{texts[0].rstrip('%')}{DASH}{texts[1]}"
        return self(f"advice.{kind}.short" if short else f"advice.{kind}", figure=figure)
