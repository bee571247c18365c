"""Checks of resources and relations: who they are about, and what they need."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from planner.errors import Problem
from planner.scenario.checks.check import at, reads, values
from planner.scenario.hints import nearest_or_list, shown
from planner.scenario.relations import CAPPED, capped_columns
from planner.scenario.scenario import Scenario
from planner.scenario.tables import names_in

#: Kinds whose subject is one indication, and those whose object is one.
_ONE = ("requires", "excludes", "at_most", "force_in", "force_out", "not_before")
_TWO = ("requires", "excludes")
_STATED = "Relations.kind Relations.subject Relations.object"


def _rows(scenario: Scenario) -> Iterator[tuple[int, Any, Any, Any, Any]]:
    rows = values(scenario.table("Relations"), "kind subject object number")
    return ((position, *row) for position, row in enumerate(rows))


@reads("Indications.indication Indications.product", rows=_STATED)
def relations_name_indications(scenario: Scenario) -> Iterator[Problem]:
    """Subject and object are indications; of one price also products."""
    table = scenario.table("Indications")
    known = [name for name in table["indication"] if name is not None]
    products = [name for name in table["product"] if name is not None]
    for row, kind, subject, other, _ in _rows(scenario):
        sides = [("subject", subject)] if kind in _ONE else []
        sides += [("object", other)] if kind in _TWO else []
        for column, name in sides:
            if name is None:
                yield at(
                    scenario,
                    "Relations",
                    row,
                    column,
                    f"{column} is blank; {kind} needs an indication",
                    code="relation",
                )
            elif name not in known:
                message = f"{column} is {shown(name)}, which is not in the sheet Indications, column indication"
                hint = nearest_or_list(name, known, "names in Indications")
                yield at(scenario, "Relations", row, column, message, hint, code="unknown_reference")
        if kind == "same_price":
            for column, text in (("subject", subject), ("object", other)):
                for name in names_in(text):
                    if name not in known and name not in products:
                        message = (
                            f"{column} is {shown(name)}, which is no indication and no product in the sheet Indications"
                        )
                        hint = nearest_or_list(name, [*known, *products], "names in Indications")
                        yield at(scenario, "Relations", row, column, message, hint, code="unknown_reference")
        if kind in _TWO and subject is not None and subject == other:
            message = f"object is {shown(other)}, the subject itself; expected another indication"
            yield at(scenario, "Relations", row, "object", message, code="relation")


def _groups(scenario: Scenario) -> dict[str, list[tuple[int, float | None]]]:
    """Row and number of the rows of each group of at_most: those with the same object."""
    groups: dict[str, list[tuple[int, float | None]]] = {}
    for row, kind, _, group, number in _rows(scenario):
        if kind == "at_most" and group is not None:
            groups.setdefault(group, []).append((row, number))
    return groups


@reads("Relations.kind Relations.object Relations.number")
def at_most_says_how_many(scenario: Scenario) -> Iterator[Problem]:
    """One row of a group says how many of it there may be."""
    for group, rows in _groups(scenario).items():
        if all(number is None for _, number in rows):
            message = f"number is blank on all rows of the group {shown(group)}; expected how many of it there may be"
            yield at(scenario, "Relations", rows[0][0], "number", message, "fill it in on one row", code="relation")


@reads(rows="Relations.kind Relations.object Relations.number")
def at_most_names_a_group(scenario: Scenario) -> Iterator[Problem]:
    """Rows of at_most name their group, and no two rows of one group say otherwise."""
    for row, kind, _, group, _ in _rows(scenario):
        if kind == "at_most" and group is None:
            message = "object is blank; at_most needs the name of the group that the subject belongs to"
            yield at(scenario, "Relations", row, "object", message, code="relation")
    for group, rows in _groups(scenario).items():
        stated = [(row, number) for row, number in rows if number is not None]
        for row, number in stated[1:]:
            if number != stated[0][1]:
                message = f"number of the group {shown(group)} is {number:g}, but {stated[0][1]:g} on an earlier row"
                yield at(scenario, "Relations", row, "number", message, "give one number per group", code="relation")


@reads(rows="Relations.kind Relations.number")
def relations_have_their_number(scenario: Scenario) -> Iterator[Problem]:
    """not_before needs a calendar year, spending_cap an amount; a share that is forced in is at most 1."""
    for row, kind, _, _, number in _rows(scenario):
        if kind == "not_before" and (number is None or number != int(number) or not 1900 <= number <= 2200):
            message = f"number is {'blank' if number is None else f'{number:g}'}; not_before needs a calendar year"
            yield at(scenario, "Relations", row, "number", message, "for example: 2028", code="relation")
        if kind == "spending_cap" and number is None:
            message = "number is blank; spending_cap needs an amount per year [EUR million]"
            yield at(scenario, "Relations", row, "number", message, code="relation")
        if kind == "force_in" and number is not None and number > 1:
            message = f"number is {number:g}; force_in is about one indication, or a share of it: expected at most 1"
            yield at(scenario, "Relations", row, "number", message, "leave it blank for all of it", code="relation")


@reads("Indications.indication Indications.product Indications.supplier Indications.disease_area", rows=_STATED)
def caps_name_one_thing(scenario: Scenario) -> Iterator[Problem]:
    """The subject of a spending cap is a product, a supplier or a disease area, and it is clear which."""
    table = scenario.table("Indications")
    for row, kind, subject, column, _ in _rows(scenario):
        if kind != "spending_cap" or subject is None:
            continue
        if column is not None and column not in CAPPED:
            message = f"object is {shown(column)}; expected product, supplier, disease_area or a blank"
            yield at(scenario, "Relations", row, "object", message, code="relation")
            continue
        found = capped_columns(scenario, subject, column)
        if not found:
            known = [name for one in CAPPED for name in table[one] if name is not None]
            message = f"subject is {shown(subject)}, which is no {column or 'product, supplier or disease_area'} in Indications"
            hint = nearest_or_list(subject, list(dict.fromkeys(known)), "names")
            yield at(scenario, "Relations", row, "subject", message, hint, code="unknown_reference")
        elif len(found) > 1:
            message = f"subject is {shown(subject)}, which is a {' and a '.join(found)}; expected one of them in object"
            yield at(scenario, "Relations", row, "object", message, f"for example: {found[0]}", code="relation")


@reads(rows=_STATED)
def relations_are_stated_once(scenario: Scenario) -> Iterator[Problem]:
    seen: dict[tuple[Any, Any, Any], int] = {}
    for row, kind, subject, other, _ in _rows(scenario):
        key = (kind, subject, other)
        if key in seen:
            first = scenario.cell("Relations", seen[key], "kind")
            message = (
                f"{kind} {' '.join(str(part) for part in key[1:] if part)} is there twice; the first is in {first}"
            )
            yield at(scenario, "Relations", row, "kind", message, "leave one out", code="duplicate")
        seen.setdefault(key, row)
