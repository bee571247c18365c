"""How sure the figures are on which a decision or a limit rests: the weakest of them counts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, cached_property
from typing import Any

from planner.scenario.frames import records_of
from planner.scenario.row_names import names_of_row, text_of
from planner.scenario.scenario import Scenario
from planner.scenario.tables import CERTAINTIES, TABLES

#: One sign per certainty; shape, not colour.
SIGNS = {"published": "●", "derived": "◐", "assumed": "○"}

#: Columns whose value is a name or a word about the row, not a figure that a decision rests on.
_NOT_FIGURES = frozenset({"status", "administration", "advice_kind", "study_payer", "year", "start_year"})
_ADVICE = re.compile(r"advice|advis|advies|geadvis", re.IGNORECASE)


class Certainties:
    """Answers for one scenario, from the rows' own certainty and the sheet ``Sources`` (which wins); blank = assumed."""

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._single: dict[tuple[str, str], dict[str, tuple[str, str]]] = {}
        for row in records_of(scenario.table("Sources")):
            one = self._single.setdefault((row["table"], text_of(row["row"])), {})
            one[row["column"]] = (row["certainty"] or "assumed", row["source"] or "")
        self._records: dict[str, list[dict[str, Any]]] = {}
        self._rows: dict[str, list[str]] = {}

    def figure(self, sheet: str, position: int, column: str) -> tuple[str, str]:
        """Certainty and source of one figure."""
        row = self._all(sheet)[position]
        for name in names_of_row(sheet, row):
            stated = self._single.get((sheet, name), {})
            if column in stated:
                return stated[column]
        return _certainty(row["certainty"]), text_of(row["source"])

    def row(self, sheet: str, position: int, columns: Iterable[str] = ()) -> str:
        """The weakest certainty among the figures that are filled in (in ``columns``, or all of the row)."""
        row = self._all(sheet)[position]
        own = _certainty(row["certainty"])
        stated: dict[str, tuple[str, str]] = {}
        for name in reversed(names_of_row(sheet, row)):
            stated |= self._single.get((sheet, name), {})
        names = list(columns) or _figures(sheet)
        filled = [name for name in names if not _blank(row.get(name))]
        found = {stated[name][0] if name in stated else own for name in filled}
        return weakest(found) if found else own

    def rows(self, sheet: str) -> list[str]:
        """The weakest certainty of each row of a sheet."""
        if sheet not in self._rows:
            self._rows[sheet] = [self.row(sheet, position) for position in range(len(self._all(sheet)))]
        return self._rows[sheet]

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {row["indication"]: position for position, row in enumerate(self._all("Indications"))}

    @cached_property
    def _curves(self) -> dict[tuple[str, str], str]:
        """The weakest certainty of each curve, and of each indication's patients by year."""
        found: dict[tuple[str, str], str] = {}
        for sheet, key in (("Uptake", "curve"), ("Acceptance", "curve"), ("Patients", "indication")):
            for row, certainty in zip(self._all(sheet), self.rows(sheet), strict=True):
                place = (sheet, row[key])
                found[place] = weakest((found.get(place, "published"), certainty))
        return found

    def indication(self, indication: str) -> str:
        """The weakest figure on which the decision on an indication rests: its row, its curves, its patients by year."""
        position = self._positions[indication]
        row = self._all("Indications")[position]
        places = (("Uptake", row["uptake"]), ("Acceptance", row["acceptance"]), ("Patients", indication))
        return weakest(
            [self.rows("Indications")[position], *(self._curves.get(place, "published") for place in places)]
        )

    def derived_from_advice(self, indication: str) -> bool:
        """Whether the health gain was itself derived from an advice, so that the model's own reduction proves nothing."""
        certainty, source = self.figure("Indications", self._positions[indication], "qaly_gain")
        return certainty == "derived" and bool(_ADVICE.search(source))

    def counts(self, sheet: str) -> dict[str, int]:
        """Rows of a sheet by their weakest certainty."""
        found = self.rows(sheet)
        return {name: found.count(name) for name in CERTAINTIES}

    def _all(self, sheet: str) -> list[dict[str, Any]]:
        """The rows as the input states them: blanks are no figures."""
        if sheet not in self._records:
            self._records[sheet] = records_of(self._scenario.tables[sheet])
        return self._records[sheet]


@cache
def _figures(sheet: str) -> tuple[str, ...]:
    return tuple(name for name in TABLES[sheet].columns if _is_figure(sheet, name))


def weakest(found: Iterable[str]) -> str:
    return max(found, key=CERTAINTIES.index, default="assumed")


def _is_figure(sheet: str, name: str) -> bool:
    column = TABLES[sheet].columns[name]
    if name in _NOT_FIGURES:
        return False
    return column.numeric or column.kind == "date" or name in ("effectiveness", "necessity", "feasibility")


def _blank(value: object) -> bool:
    return value is None or value != value  # noqa: PLR0124 - NaN is the one value that differs from itself


def _certainty(value: object) -> str:
    return value if isinstance(value, str) else "assumed"
