"""Wrong workbooks: resources and relations that name nobody, lack a number or say the same twice."""

from __future__ import annotations

import pytest
from books import appended, case, check

HEAD = ["kind", "subject", "object", "number", "certainty"]


def relations(*rows: list) -> object:
    return appended("Relations", HEAD, *[[*row, "assumed"] for row in rows])


RELATIONS = [
    case(
        "unknown indication",
        relations(["requires", "X", "YY", None]),
        "unknown_reference",
        'Relations!C2: object is "YY", which is not in the sheet Indications, column indication (did you mean Y?)',
    ),
    case(
        "no object",
        relations(["excludes", "X", None, None]),
        "relation",
        "Relations!C2: object is blank; excludes needs an indication",
    ),
    case(
        "requires itself",
        relations(["requires", "X", "X", None]),
        "relation",
        'Relations!C2: object is "X", the subject itself; expected another indication',
    ),
    case(
        "group without a name or a number",
        relations(["at_most", "X", None, 1], ["at_most", "Y", "eyes", None]),
        "relation",
        "Relations!C2: object is blank; at_most needs the name of the group that the subject belongs to",
        'Relations!D3: number is blank on all rows of the group "eyes"; expected how many of it there may be (fill it in on one '
        "row)",
    ),
    case(
        "two numbers for one group",
        relations(["at_most", "X", "eyes", 1], ["at_most", "Y", "eyes", 2]),
        "relation",
        'Relations!D3: number of the group "eyes" is 2, but 1 on an earlier row (give one number per group)',
    ),
    case(
        "not before what",
        relations(["not_before", "X", None, None], ["not_before", "Y", None, 3]),
        "relation",
        "Relations!D2: number is blank; not_before needs a calendar year (for example: 2028)",
        "Relations!D3: number is 3; not_before needs a calendar year (for example: 2028)",
    ),
    case(
        "more than one of one",
        relations(["force_in", "X", None, 2]),
        "relation",
        "Relations!D2: number is 2; force_in is about one indication, or a share of it: expected at most 1 (leave it blank for "
        "all of it)",
    ),
    case(
        "a cap on nothing and on nobody",
        relations(["spending_cap", "X", None, None], ["spending_cap", "Roche", None, 5]),
        "relation",
        "Relations!D2: number is blank; spending_cap needs an amount per year [EUR million]",
        'Relations!B3: subject is "Roche", which is no product, supplier or disease_area in Indications (names: X, Y, Z)',
    ),
    case(
        "a cap by a column that cannot be",
        relations(["spending_cap", "X", "framework", 5]),
        "relation",
        'Relations!C2: object is "framework"; expected product, supplier, disease_area or a blank',
    ),
    case(
        "one price for whom",
        relations(["same_price", "X; Q", None, None]),
        "unknown_reference",
        'Relations!B2: subject is "Q", which is no indication and no product in the sheet Indications (names in Indications: X, '
        "Y, Z)",
    ),
    case(
        "twice",
        relations(["excludes", "X", "Y", None], ["excludes", "X", "Y", None]),
        "duplicate",
        "Relations!A3: excludes X Y is there twice; the first is in A2 (leave one out)",
    ),
    case(
        "no such kind",
        relations(["needs", "X", "Y", None]),
        "choice",
        'Relations!A2: kind is "needs"; expected one of requires, excludes, at_most, same_price, force_in, force_out, '
        "not_before, spending_cap",
    ),
]


@pytest.mark.parametrize(("edits", "code", "expected"), RELATIONS)
def test_relations(tmp_path, edits, code, expected):
    check(tmp_path, edits, code, expected)


def resources(capacity: object, *use: list) -> object:
    def edit(workbook) -> None:
        appended("Resources", ["resource", "year", "capacity", "certainty"], ["chairs", 2026, capacity, "assumed"])(
            workbook
        )
        head = ["indication", "resource", "use", "basis", "certainty"]
        appended("ResourceUse", head, *[[*row, "assumed"] for row in use])(workbook)

    return edit


RESOURCES = [
    case(
        "unknown resource",
        resources(5, ["X", "chair", 1, None]),
        "unknown_reference",
        'ResourceUse!B2: resource is "chair", which is not in the sheet Resources, column resource (did you mean chairs?)',
    ),
    case(
        "no use",
        resources(5, ["X", "chairs", None, None]),
        "blank",
        "ResourceUse!C2: use is blank; expected a number of 0 or more",
    ),
    case(
        "a negative capacity",
        resources(-1, ["X", "chairs", 1, None]),
        "range",
        "Resources!C2: capacity is -1; expected a number of 0 or more "
        "(leave out the minus sign, or leave the cell empty where nothing is known)",
    ),
    case(
        "twice",
        resources(5, ["X", "chairs", 1, None], ["X", "chairs", 1, "per_decision"]),
        "duplicate",
        'ResourceUse!B3: indication "X" with resource "chairs" is there twice; the first is in B2 (leave one out)',
    ),
]


@pytest.mark.parametrize(("edits", "code", "expected"), RESOURCES)
def test_resources(tmp_path, edits, code, expected):
    check(tmp_path, edits, code, expected)
