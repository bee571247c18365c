"""All problems at once: one mistake hides no other one, and nothing is said that mending the other would make untrue."""

from __future__ import annotations

from itertools import combinations

import pytest
from books import appended, book
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.impact.mending import to_mend
from planner.scenario.workbook import reading

HEADER = ["scenario", "based_on", "table", "row", "column", "operation", "value"]
NEEDS_SUPPLIER = {"Routes!B3": "list_price > 0", "Indications!L2": None}
"""With a rule on the route it is the option table that asks for what the supplier accepts."""


def found(folder, edits):
    return to_mend(reading(book(folder, edits)))[0]


def places(folder, edits):
    return [problem.place for problem in found(folder, edits)]


def with_scenarios(*rows, **edits):
    def edit(workbook):
        appended("Scenarios", HEADER, *rows)(workbook)
        for place, value in edits.items():
            sheet, cell = place.split("_")
            workbook[sheet][cell] = value

    return edit


@pytest.mark.parametrize(
    ("other", "place"),
    [
        ({"Indications!F3": 0}, "Indications!F3"),
        ({"Indications!C3": "maybe"}, "Indications!C3"),
        ({"Settings!B5": "veel"}, "Settings!B5"),
        ({"Routes!D2": "cheap"}, "Routes!D2"),
        ({"Frameworks!F3": None}, "Frameworks!F3"),
        ({"Care!B2": "MSX"}, "Care!B2"),
        ({"Acceptance!B3": "x"}, "Acceptance!B3"),
    ],
    ids=str,
)
def test_what_the_option_table_needs_is_said_beside_a_mistake_elsewhere(tmp_path, other, place):
    assert places(tmp_path, NEEDS_SUPPLIER) == ["Indications!L2"]
    assert sorted(places(tmp_path, {**NEEDS_SUPPLIER, **other})) == sorted(["Indications!L2", place])


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        ({"Indications!C3": "maybe", "Indications!L2": None}, ["Indications!L2", "Indications!C3"]),
        ({"Uptake!C2": "x", "Acceptance!C4": 0.9}, ["Uptake!C2", "Acceptance!C4"]),
        ({"Care!F2": "x", "Care!B4": "MSX", "Care!C4": None}, ["Care!F2", "Care!B4", "Care!C4"]),
        ({"Indications!R2": 0.5, "Indications!R3": -1}, ["Indications!R2", "Indications!R3"]),
        ({"Routes!C2": "x", "Routes!C3": "y"}, ["Routes!C2", "Routes!C3"]),
    ],
    ids=str,
)
def test_a_bad_cell_hides_nothing_in_other_rows(tmp_path, edits, expected):
    assert places(tmp_path, edits) == expected


@pytest.mark.parametrize(
    "edits",
    [
        {"Settings!B4": "#REF!"},  # years: which rows of Frameworks are missing, nobody knows
        {"Indications!A4": "X"},  # Z, which Patients names, is what it was before
        {"Indications!A4": "#REF!"},
        {"Indications!L1": None},  # the column without a name may be max_discount
        {"Frameworks!B3": 2025},  # Sources names MSZ 2026
        {"Patients!A2": "ZZ"},
        {"Indications!A3": None, "Patients!A2": "Q"},  # nor whether Z has patients in year 1
        {"Settings!B3": "soon", **NEEDS_SUPPLIER},  # whether the route opens in time is not known
        {"Indications!N2": "soon", **NEEDS_SUPPLIER},
        {"Indications!C2": "maybe", **NEEDS_SUPPLIER},
    ],
    ids=str,
)
def test_nothing_is_said_that_mending_the_first_would_make_untrue(tmp_path, edits):
    assert places(tmp_path, edits) == list(edits)[:1]


def test_an_id_that_is_there_twice_hides_no_unknown_name_where_sources_tells_which_was_meant(tmp_path):
    edits = {"Indications!A4": "X", "Sources!B2": "Z", "Patients!A3": "Q"}
    assert places(tmp_path, edits) == ["Indications!A4", "Patients!A3"]


def test_problems_come_by_sheet_of_the_workbook_row_and_column(tmp_path):
    def edit(workbook):
        workbook.move_sheet("Routes", -4)
        page = workbook["Indications"]
        page.append(["X", *[cell.value for cell in page[2]][1:]])
        page.move_range("A5:X5", rows=7)
        page["D1"], page["H2"], page["O2"], page["D3"], page["H4"] = "new_patient", "x", "soon", -1, "y"
        workbook["Routes"]["D2"] = "cheap"
        workbook["Settings"]["B4"] = 0

    cells = ["Routes!D2", *(f"Indications!{cell}" for cell in ("D1", "H2", "O2", "H4", "A12"))]
    assert places(tmp_path, edit) == ["Settings!B4", *cells]


WRONG = [
    ["a", None, "Indications", "NIET", "max_discount", "set", 0.5],
    ["b", None, "Settings", "yeers", "value", "multiply", 2],
    ["c", None, "Indications", "X", "max_discount", "set", 5],
    ["d", None, "Indication", "X", "max_discount", "add", 0.1],
    ["e", None, "Indications", "X", "max_discont", "set", 0.1],
]
CELLS = ["Scenarios!D2", "Scenarios!D3", "Scenarios!G4", "Scenarios!C5", "Scenarios!E6"]


def test_wrong_variants_are_all_said_beside_a_word_that_is_no_operation(tmp_path):
    assert places(tmp_path, with_scenarios(*WRONG)) == CELLS
    last = ["q", None, "Indications", 'orphan == "x"', "max_discont", "sett", 0.1]
    said = places(tmp_path, with_scenarios(*WRONG, last))
    assert said == [*CELLS, "Scenarios!D7", "Scenarios!E7", "Scenarios!F7"]


def test_wrong_variants_are_said_beside_a_mistake_in_the_base(tmp_path):
    assert places(tmp_path, with_scenarios(*WRONG, Indications_F3=0)) == ["Indications!F3", *CELLS]


def test_a_good_variant_beside_a_wrong_one_is_looked_at_whole(tmp_path):
    rows = [
        ["good", None, "Indications", "X", "uptake", "set", "nowhere"],
        ["bad", None, "Indications", "X", "uptake", "sett", "half"],
        ["on it", "bad", "Indications", "X", "uptake", "set", "elsewhere"],
    ]
    first, *others = found(tmp_path, with_scenarios(*rows))
    assert str(first).startswith('Indications!E2: in variant good: uptake is "nowhere"')
    assert [problem.place for problem in others] == ["Scenarios!F3"]


@pytest.mark.parametrize(
    "row",
    [
        ["Indications", "list_price > 1e9", "max_discount", "set", 0.1],
        ["Indications", "X", "max_discount", "set", 0.1],
        ["Settings", "years", "value", "multiply", 1],
    ],
    ids=str,
)
def test_what_a_variant_finds_in_a_row_that_is_wrong_is_left_open(tmp_path, row):
    edit = with_scenarios(["v", None, *row], Indications_G2="x", Settings_B4="x")
    assert places(tmp_path, edit) == ["Settings!B4", "Indications!G2"]


def test_a_rule_may_find_its_rows_after_the_change_above_it_is_mended(tmp_path):
    rows = [
        ["v", None, "Indications", "X", "list_price", "set", "veel"],
        ["v", None, "Indications", "list_price > 1e9", "max_discount", "set", 0.1],
        ["v", None, "Indications", "nobody", "max_discount", "set", 0.1],
    ]
    assert places(tmp_path, with_scenarios(*rows)) == ["Scenarios!G2", "Scenarios!D4"]


def test_what_only_a_variant_needs_names_the_variant(tmp_path):
    row = ["blank", None, "Indications", "X", "max_discount", "set", None]
    (only,) = found(tmp_path, with_scenarios(row))
    assert str(only).startswith("Indications!L2: in variant blank: max_discount is blank, but route lock")


#: Ways to spoil one cell, each of another row or sheet than most others.
SPOILED = [
    {"Settings!B3": "x"}, {"Settings!B4": "#REF!"}, {"Settings!A4": "#REF!"}, {"Settings!B5": "veel"},
    {"Indications!A3": None}, {"Indications!L2": None}, {"Indications!F2": 0},
    {"Indications!K3": None}, {"Indications!J3": "zz"}, {"Indications!M3": None}, {"Indications!E2": "halve"},
    {"Indications!A4": "X"}, {"Indications!L1": "max_discont"}, {"Indications!C4": "candidate"},
    {"Routes!A3": "#REF!"}, {"Routes!D2": "x"}, {"Routes!B2": "orphn"}, {"Routes!C3": "none"}, {"Routes!B3": "list_price > 0"},
    {"Patients!A2": "Q"}, {"Patients!B2": "#REF!"}, {"Patients!A3": "#REF!"}, {"Uptake!A2": "#REF!"}, {"Uptake!C3": 0.1},
    {"Acceptance!B2": "x"}, {"Acceptance!C3": 2}, {"Acceptance!A3": None}, {"Frameworks!B3": "x"}, {"Frameworks!A3": None},
    {"Frameworks!F3": None}, {"Frameworks!B4": 2028}, {"Care!A2": "#REF!"}, {"Care!C2": None}, {"Care!B2": "NO"},
    {"Care!F3": 0.95}, {"Care!C4": 9000}, {"ReferenceValues!A3": "x"}, {"ReferenceValues!B2": 0.5},
]  # fmt: skip


def kinds(folder, edits):
    return {(problem.sheet, problem.cell, problem.code) for problem in found(folder, edits)}


def apart(one, two):
    return one.keys().isdisjoint(two)


@settings(max_examples=12, derandomize=True, deadline=None)
@given(pair=st.tuples(st.sampled_from(SPOILED), st.sampled_from(SPOILED)).filter(lambda pair: apart(*pair)))
def test_two_mistakes_give_no_third_one(tmp_path_factory, pair):
    """What is said of two mistakes is said of one of them alone too: mending the other one does not make it vanish."""
    folder, (one, two) = tmp_path_factory.mktemp("two"), pair
    assert kinds(folder, {**one, **two}) <= kinds(folder, one) | kinds(folder, two)


@pytest.mark.slow
def test_no_two_mistakes_give_a_third_one(tmp_path):
    alone = [kinds(tmp_path, one) for one in SPOILED]
    for (one, said), (two, also) in combinations(zip(SPOILED, alone, strict=True), 2):
        assert not apart(one, two) or kinds(tmp_path, {**one, **two}) <= said | also, (one, two)
