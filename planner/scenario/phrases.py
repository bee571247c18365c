"""Sentences in another language by pairs: the English one with ``{}`` for what is filled in, the other with ``{0}``, ``{1}``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

#: A number as English prints it: ``1,250.5``, ``0.35``, ``1.2%``.
_FIGURE = re.compile(r"-?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?%?")


def dutch_figure(text: str) -> str:
    """A number with the separators of Dutch: ``1.250,5``; any other text as it is."""
    return text.translate(str.maketrans(",.", ".,")) if _FIGURE.fullmatch(text) else text


class Phrases:
    """``phrases(text)`` gives the other sentence of the first pair that fits, each filled-in part by ``part``; None = no pair."""

    def __init__(self, pairs: Iterable[tuple[str, str]], part: Callable[[str], str] = dutch_figure) -> None:
        self._part = part
        self._patterns = [
            (re.compile("(.+?)".join(map(re.escape, english.split("{}"))), re.DOTALL), other)
            for english, other in pairs
        ]

    def parts(self, text: str) -> tuple[str, tuple[str, ...]] | None:
        """The other sentence, not filled in yet, and the parts of the text."""
        for pattern, other in self._patterns:
            match = pattern.fullmatch(text)
            if match:
                return other, match.groups()
        return None

    def __call__(self, text: str) -> str | None:
        found = self.parts(text)
        return None if found is None else found[0].format(*map(self._part, found[1]))
