"""The six figures under the headline: what each is called, its unit, its colour and its value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planner.report import formats as f
from planner.report.figures import ADMITTED, Figures
from planner.report.numbers import DASH
from planner.report.sentences import admitted_note, years_text
from planner.report.wording import Words


@dataclass(frozen=True)
class Tile:
    """One figure. ``style`` says how it is written: as ``text``, ``signed`` (+), as a loss (``minus``) or as an amount."""

    key: str
    unit: str
    colour: str
    style: str
    value: float = 0.0
    text: str = ""


def tiles(words: Words, figures: Figures, limits: Sequence[str]) -> list[Tile]:
    """The tiles of a plan; ``limits`` are the families of limits that its audit found kept."""
    admitted = words(
        "tile.admitted.figure", admitted=figures.kind_count(*ADMITTED), candidates=int(figures.plan.totals.candidates)
    )
    net = words("tile.net.unit", period=figures.period)
    spending = words("tile.spending.unit", years=years_text(words, len(figures.years)))
    return [
        Tile("admitted", admitted_note(words, figures), f.NAVY, "text", text=admitted),
        Tile("gained", words("tile.gained.unit"), f.BLUE, "signed", figures.gained),
        _lost(words, figures),
        Tile("net", net, f.NAVY, "signed", figures.net),
        Tile("spending", spending, f.NAVY, "amount", figures.spending),
        _limits(words, limits),
    ]


def _lost(words: Words, figures: Figures) -> Tile:
    """What is lost elsewhere, in its parts where room that is used counts; or what is gained there."""
    if figures.lost < -1e-9:
        return Tile("freed", words("tile.displaced.unit"), f.BLUE, "minus", figures.lost)
    if figures.counts_room and not figures.rounded(figures.displaced):
        return Tile("lost", words("tile.lost.room"), f.ORANGE, "minus", figures.lost)
    if figures.counts_room:
        parts = [words.numbers.number(value, figures.decimals) for value in (figures.displaced, figures.room)]
        unit = words("tile.lost.unit", displaced=parts[0], room=parts[1])
        return Tile("lost", unit, f.ORANGE, "minus", figures.lost)
    return Tile("displaced", words("tile.displaced.unit"), f.ORANGE, "minus", figures.lost)


def _limits(words: Words, limits: Sequence[str]) -> Tile:
    if not limits:
        return Tile("limits", words("binds.none"), f.NAVY, "text", text=DASH)
    named = [name for name in limits if name != "patient_group"] or list(limits)
    names = ", ".join(words(f"limit.short.{name}") for name in named)
    return Tile("limits", names, f.NAVY, "verdict", text=words("yes"))


def figure(words: Words, figures: Figures, tile: Tile) -> str:
    """The figure of a tile as text, in the rounding in which gained, lost and net subtract."""
    numbers = words.numbers
    if tile.style == "signed":
        return numbers.number(tile.value, figures.decimals, sign=True) if figures.rounded(tile.value) else DASH
    if tile.style == "minus":
        return numbers.number(-tile.value, figures.decimals, sign=True) if figures.rounded(tile.value) else DASH
    if tile.style == "amount":
        return numbers.number(tile.value, 0 if abs(tile.value) >= 99.5 or tile.value == 0 else 1)
    return tile.text
