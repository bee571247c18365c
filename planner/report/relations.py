"""Relations between decisions as a reader says them: who comes with whom, who not, what was fixed beforehand."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from planner.report.wording import Words
from planner.scenario.frames import records_of
from planner.scenario.scenario import Scenario
from planner.scenario.tables import names_in


def relation_text(words: Words, scenario: Scenario, name: str) -> str:
    """The relation behind a row of the list of limits, in words: ``A only with B``."""
    rows = scenario.table("Relations")
    for row in records_of(rows):
        if label(row) == name:
            part = "_part" if row["kind"] == "force_in" and row["number"] < 1 else ""
            return words(f"relation.{row['kind']}{part}", **_parts(words, scenario, rows, row))
    return name


def subject_of(scenario: Scenario, name: str) -> str:
    """The subject of the relation behind a row of the list of limits."""
    return next(str(row["subject"]) for row in records_of(scenario.table("Relations")) if label(row) == name)


def label(row: Mapping[Hashable, Any]) -> str:
    """The name of a relation's row: a group by its group, the others by kind, subject and object."""
    parts = (row["kind"], row["object"]) if row["kind"] == "at_most" else (row["kind"], row["subject"], row["object"])
    return " ".join(str(part) for part in parts if part is not None)


def _parts(words: Words, scenario: Scenario, rows: pd.DataFrame, row: Any) -> dict[str, str]:
    table = scenario.table("Indications")
    names = dict(zip(table["indication"], table["name"], strict=True))

    def called(text: str | None) -> str:
        return words.numbers.join([str(names.get(part, part)) for part in names_in(text)])

    both = words.numbers.join([one for one in (called(row["subject"]), called(row["object"])) if one])
    number = row["number"]
    if row["kind"] == "at_most":
        group = rows[(rows["kind"] == "at_most") & (rows["object"] == row["object"])]
        number = group["number"].dropna().iloc[0]
        both = words.numbers.join([called(name) for name in group["subject"]])
    shown = "" if pd.isna(number) else f"{number:g}"
    if row["kind"] == "force_in" and shown:
        shown = words.numbers.percent(float(number))
    return {"a": called(row["subject"]), "b": called(row["object"]), "both": both, "number": shown}
