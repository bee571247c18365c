"""What the template says of a sheet, a column and a cell, in English or Dutch."""

from __future__ import annotations

from collections.abc import Iterator

from planner.scenario.messages_nl import allowed
from planner.scenario.tables import TABLES, Column, Table
from planner.scenario.tables.choices_nl import CHOICES
from planner.scenario.tables.dutch import DUTCH as MEANINGS
from planner.scenario.tables.settings_nl import UNITS
from planner.scenario.template_words import NEEDED, OPTIONAL
from planner.scenario.template_words_en import ENGLISH
from planner.scenario.template_words_nl import DUTCH
from planner.scenario.units import units_of

#: A column that is needed although a row may do without it.
MOSTLY_NEEDED = "new_patients"

#: The most that Excel shows beside a cell.
LONGEST = 255


class TemplateText:
    """``text.words("how")`` gives a phrase; the methods say what a column means and may hold, in the language."""

    def __init__(self, language: str) -> None:
        self.dutch = language == "nl"
        self.words = DUTCH if self.dutch else ENGLISH

    def meaning(self, english: str) -> str:
        """What a sheet, a column or a setting means, from its declaration in English."""
        return MEANINGS[english] if self.dutch else english

    def row_of(self, table: type[Table]) -> str:
        """What one row of a sheet is."""
        return self.meaning(str(table.__doc__).strip())

    def must_there_be(self, table: type[Table]) -> str:
        """Whether a sheet must be there, in words."""
        if table.sheet == "Care":
            return self.words("needed.care")
        return self.words("needed" if table.needed else "optional")

    def note_of(self, column: Column) -> str:
        """The note on a column: meaning, what is allowed, and what an empty cell means."""
        return "\n".join([column.header, _sentence(self.meaning(column.meaning)), *self._lines(column)])

    def _lines(self, column: Column) -> Iterator[str]:
        if column.kind != "any":
            yield self.words("allowed", self.allowed_of(column))
        if column.money:
            yield self.words("units", ", ".join(units_of(column)))
        yield self.words("empty", self.empty_of(column))

    def allowed_of(self, column: Column) -> str:
        """What may stand in the cell now: choices with their meaning in Dutch, a share as a percentage too."""
        if column.choices and self.dutch:
            return "; ".join(self._choices(column))
        text = allowed(column.allowed) if self.dutch else column.allowed
        return self.words("share", text) if column.share else text

    def _choices(self, column: Column) -> list[str]:
        return [f"{choice} = {CHOICES[column.name][choice]}" for choice in column.choices]

    def prompt_of(self, column: Column) -> str:
        """What Excel shows beside a chosen cell: the choices in Dutch, for they are English words; else nothing."""
        return "\n".join(self._choices(column)) if column.choices and self.dutch else ""

    def refusal_of(self, column: Column) -> str:
        """What Excel says when something else is typed."""
        return self.words("expected", self.allowed_of(column))[:LONGEST]

    def setting(self, column: Column) -> tuple[str, str]:
        """What a setting means, and what it may hold with its unit."""
        unit = UNITS.get(column.unit, column.unit) if self.dutch else column.unit
        return self.meaning(column.meaning), self.allowed_of(column) + (f" [{unit}]" if unit else "")

    def empty_of(self, column: Column) -> str:
        """What an empty cell means."""
        if column.name == MOSTLY_NEEDED:
            return self.words("new_patients")
        if column.required:
            return self.words("empty.never")
        if "blank" in column.meaning:
            return self.words("empty.above")
        if column.kind == "flag":
            return self.words("empty.no")
        if column.default not in (None, ""):
            return self._number(column.default) if column.numeric else str(column.default)
        return self.words("empty.number" if column.numeric else "empty.text")

    def _number(self, value: float) -> str:
        return f"{value:g}".replace(".", ",") if self.dutch else f"{value:g}"


def shown_tables() -> dict[str, type[Table]]:
    """The sheets that this version can use: what it cannot use yet does not stand in a workbook to start from."""
    return {sheet: table for sheet, table in TABLES.items() if not table.later}


def kind_of(column: Column) -> str:
    """Which header colour a column gets."""
    return NEEDED if column.required or column.name == MOSTLY_NEEDED else OPTIONAL


def kind_of_sheet(table: type[Table]) -> str:
    """Which tab colour a sheet gets."""
    return NEEDED if table.needed or table.sheet == "Care" else OPTIONAL


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")
