"""The kinds of columns: what a cell may hold. A column is declared once, in one of the table classes beside this file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, ClassVar, Literal

Kind = Literal[
    "text", "id", "reference", "references", "choice", "number", "whole", "year", "date", "flag", "rule", "any"
]


@dataclass(frozen=True)
class Column:
    """One column of a sheet: name, kind, unit, range, default and meaning; the only place where these are said.

    ``unit`` is the base unit in which the validated table holds the value (``EUR/patient-year``, ``EUR million``,
    ``months``). ``money`` columns accept EUR, EUR thousand, EUR million and EUR billion in the header. ``low`` and
    ``high`` bound a number (``above`` and ``below`` exclude the bound itself). ``refers`` names the ``Sheet.column`` that a
    reference must exist in. ``empty_word`` is a word that a date may hold instead of a date.
    """

    kind: Kind
    meaning: str
    unit: str = ""
    required: bool = False
    default: Any = None
    choices: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    above: bool = False
    below: bool = False
    refers: str = ""
    empty_word: str = ""
    example: str = ""
    name: str = ""

    @property
    def money(self) -> bool:
        return self.unit.startswith("EUR")

    @property
    def numeric(self) -> bool:
        return self.kind in ("number", "whole", "year")

    @property
    def share(self) -> bool:
        return self.kind == "number" and self.low == 0 and self.high == 1

    @property
    def signed_share(self) -> bool:
        """A share that may be negative, such as a yearly growth."""
        return self.kind == "number" and self.low == -1 and self.high == 1

    @property
    def header(self) -> str:
        """The text of the header cell: the name with its unit in brackets."""
        return f"{self.name} [{self.unit}]" if self.unit else self.name

    @property
    def allowed(self) -> str:
        """What the cell may hold, in words: ``a number above 0``, ``one of list, negotiated``."""
        if self.kind == "choice":
            return "one of " + ", ".join(self.choices)
        if self.kind == "flag":
            return "yes or no"
        if self.kind == "date":
            word = f", or {self.empty_word}" if self.empty_word else ""
            return "a date (2026-07-01) or a year" + word
        if self.kind in ("reference", "references"):
            return f"a name from {self.refers.replace('.', ', column ')}"
        if self.kind == "rule":
            return "a rule such as orphan and list_budget_impact < 10"
        if not self.numeric:
            return "text"
        noun = {"number": "a number", "whole": "a whole number", "year": "a year"}[self.kind]
        return noun + self._range()

    def _range(self) -> str:
        if self.low is not None and self.high is not None:
            ends = " (the upper end excluded)" if self.below else ""
            return (
                f" from {self.low:g} to {self.high:g}{ends}"
                if not self.above
                else f" above {self.low:g}, at most {self.high:g}"
            )
        if self.low is not None:
            return f" above {self.low:g}" if self.above else f" of {self.low:g} or more"
        if self.high is not None:
            return f" below {self.high:g}" if self.below else f" of at most {self.high:g}"
        return ""


def text(meaning: str, **more: Any) -> Column:
    return Column("text", meaning, **more)


def identifier(meaning: str, **more: Any) -> Column:
    return Column("id", meaning, required=True, **more)


def reference(refers: str, meaning: str, **more: Any) -> Column:
    return Column("reference", meaning, refers=refers, **more)


def choice(choices: str, meaning: str, **more: Any) -> Column:
    return Column("choice", meaning, choices=tuple(choices.split()), **more)


def number(meaning: str, **more: Any) -> Column:
    return Column("number", meaning, **more)


def share(meaning: str, **more: Any) -> Column:
    return Column("number", meaning, low=0, high=1, **more)


def price(meaning: str, unit: str = "EUR/patient-year", **more: Any) -> Column:
    return Column("number", meaning, unit=unit, **{"low": 0, **more})


def budget(meaning: str, **more: Any) -> Column:
    return Column("number", meaning, unit="EUR million", **{"low": 0, **more})


def whole(meaning: str, **more: Any) -> Column:
    return Column("whole", meaning, **more)


def year(meaning: str, **more: Any) -> Column:
    return Column("year", meaning, **{"low": 1900, "high": 2200, **more})


def date(meaning: str, **more: Any) -> Column:
    return Column("date", meaning, **more)


def flag(meaning: str, **more: Any) -> Column:
    return Column("flag", meaning, default=False, **more)


def rule(meaning: str, **more: Any) -> Column:
    return Column("rule", meaning, **more)


def names_in(cell: str | None) -> list[str]:
    """The names in a cell that may hold several, with ``;`` between them."""
    return [name.strip() for name in (cell or "").split(";") if name.strip()]


CERTAINTIES = ("published", "derived", "assumed")


class Table:
    """One sheet of the scenario workbook. Subclasses declare its columns as class attributes, in the order of the template.

    The docstring of the subclass says what one row is. ``key`` names the columns that together identify a row,
    ``order`` those by which they are computed, whatever the order of the file (the key, unless the order says something),
    ``needed`` says that the sheet must be there, ``later`` that the engine cannot use its rows yet.
    """

    sheet: ClassVar[str]
    key: ClassVar[tuple[str, ...]] = ()
    order: ClassVar[tuple[str, ...]] = ()
    needed: ClassVar[bool] = False
    later: ClassVar[bool] = False
    columns: ClassVar[dict[str, Column]]

    def __init_subclass__(
        cls, key: str = "", order: str | None = None, needed: bool = False, later: bool = False
    ) -> None:
        cls.sheet = cls.__name__
        cls.key = tuple(key.split())
        cls.order = cls.key if order is None else tuple(order.split())
        cls.needed = needed
        cls.later = later
        own = {name: value for name, value in vars(cls).items() if isinstance(value, Column)}
        own.setdefault("source", text("where the figures of the row come from"))
        own.setdefault(
            "certainty", choice(" ".join(CERTAINTIES), "how sure the figures of the row are; blank counts as assumed")
        )
        cls.columns = {name: replace(column, name=name) for name, column in own.items()}
