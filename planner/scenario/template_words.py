"""What the template says in one language: the texts of its first sheet, and the phrases of its notes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

NEEDED, OPTIONAL, OWN = "needed", "optional", "own"


@dataclass(frozen=True)
class TemplateWords:
    """``kinds`` names and explains the colours; ``phrases`` are pieces of notes and headings, ``{}`` for what is filled in."""

    read_me: str
    title: str
    purpose: str
    steps: tuple[str, ...]
    kinds: Mapping[str, tuple[str, str]]
    rules: tuple[tuple[str, str], ...]
    prices: tuple[str, ...]
    certainty: tuple[tuple[str, str], ...]
    other_language: tuple[str, str]
    phrases: Mapping[str, str]

    def __call__(self, key: str, *values: object) -> str:
        return self.phrases[key].format(*values)
