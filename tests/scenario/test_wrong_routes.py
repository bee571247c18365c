"""Wrong scenarios about routes that end, phases, the existing package and what changes over time: each problem at its cell."""

from __future__ import annotations

import pytest
from small import indication, route, small

import planner

CONVERTS = route("cond", term_years=2, at_end="convert")
POOL = [{"resource": "assessors", "year": 2026, "capacity": 5}]
UNDER_WAY = {"status": "conditional", "term_end": "2027-01-01", "applies_for": "cond"}


def found(stated=None, ways=None, **sheets):
    with pytest.raises(planner.ScenarioError) as caught:
        small(indication(**(stated or {})), routes=ways or [route()], sheets=sheets)
    return [(problem.sheet, problem.cell.split("column ")[-1], problem.code) for problem in caught.value.problems]


ROUTES = [
    ("leaves without a term", route(at_end="leave"), "term_years", "no_term"),
    ("study without a term", route(action="study"), "term_years", "no_term"),
    (
        "negotiated in both stages",
        route(price="negotiated", term_years=2, at_end="convert", definitive_price="negotiated"),
        "definitive_price",
        "negotiated_twice",
    ),
    ("renegotiates at list", route(action="renegotiate"), "price", "renegotiate_at_list"),
]


@pytest.mark.parametrize(("way", "column", "code"), [case[1:] for case in ROUTES], ids=[case[0] for case in ROUTES])
def test_routes(way, column, code):
    assert ("Routes", column, code) in found({"max_discount": 0.5}, [way])


INDICATIONS = [
    ("conditional without end", {**UNDER_WAY, "term_end": None}, "term_end", "no_term_end"),
    ("conditional by no route", {**UNDER_WAY, "applies_for": None}, "applies_for", "no_converting_route"),
    ("shown to be more than it is", {"p_effective": 0.5, "p_demonstrated": 0.6}, "p_demonstrated", "p_demonstrated"),
    ("stops after how long", {"stop_share": 0.5}, "stop_after", "no_stop_after"),
    ("price after exclusivity", {"exclusivity_until": "2027-01-01"}, "price_share_after", "no_price_share"),
    ("threshold without discount", {"volume_threshold": 1}, "volume_discount", "volume_agreement"),
    ("discount without threshold", {"volume_discount": 0.1}, "volume_threshold", "volume_agreement"),
    ("phase that no route has", {"phase": "talks", "phase_since": "2026-01-01"}, "phase", "unknown_reference"),
    ("phase without date", {"phase": "talks"}, "phase_since", "no_phase_since"),
    ("date without phase", {"phase_since": "2026-01-01"}, "phase", "no_phase"),
    ("applies for an unknown route", {"applies_for": "cond; nowhere"}, "applies_for", "unknown_reference"),
]


def test_routes_that_the_supplier_applies_for_have_a_semicolon_between_them():
    with pytest.raises(planner.ScenarioError) as caught:
        small(indication(applies_for="cond, direct"), routes=[CONVERTS, route()])
    assert [problem.hint for problem in caught.value.problems] == ["put ; between the names"]


@pytest.mark.parametrize(
    ("stated", "column", "code"), [case[1:] for case in INDICATIONS], ids=[case[0] for case in INDICATIONS]
)
def test_indications(stated, column, code):
    assert ("Indications", column, code) in found(stated, [CONVERTS])


def test_the_end_of_a_conditional_admission_needs_its_figures():
    by_reference = {**CONVERTS, "definitive_price": "cost_effective"}
    assert found({**UNDER_WAY, "disease_burden": None}, [by_reference]) == [
        ("Indications", "disease_burden", "needs_disease_burden")
    ]
    assert found({**UNDER_WAY, "disease_burden": 0.01}, [by_reference]) == [
        ("Indications", "disease_burden", "no_reference_value")
    ]
    assert found(UNDER_WAY, [{**CONVERTS, "definitive_price": "advice"}]) == [
        ("Indications", "advice_high", "needs_advice_high")
    ]
    assert found(UNDER_WAY, [{**CONVERTS, "definitive_price": "negotiated"}]) == [
        ("Indications", "applies_for", "negotiated_at_term_end")
    ]


def test_stopping_needs_to_know_who_started():
    rows = [{"indication": "X", "year": 1, "patients": 10}]
    stated = {"new_patients": None, "stop_share": 0.5, "stop_after": 0.5}
    assert found(stated, [route(stop_rule=True)], Patients=rows) == [
        ("Indications", "stop_share", "stopping_with_patients")
    ]


def test_a_line_for_who_comes_first_has_no_negotiated_prices():
    line = [{"line": "36", "year": 2026, "budget": 36, "allocation": "first_come"}]
    way = route(price="negotiated", budget_line="36")
    assert found({"max_discount": 0.5}, [way], BudgetLines=line) == [("Routes", "price", "first_come_price")]


@pytest.mark.parametrize(
    ("risk", "rule", "code"),
    [("orphan", "oncology", "risk_name"), ("high impact", "orphan", "risk_name"), ("dear", "list_price >", "rule")],
)
def test_risks(risk, rule, code):
    assert [problem[2] for problem in found(Risks=[{"risk": risk, "rule": rule}])] == [code]


def test_conditions_of_phases_are_rules_of_their_route():
    rows = [{"route": "direct", "phase": "assessment", "when": "oncolgy", "months": 2}]
    assert found(Phases=rows, Resources=POOL) == [("Phases", "when", "rule")]


def test_what_has_no_effect_is_a_warning():
    way = route("out", action="leave", use_control=0.5, definitive_price="same")
    phases = [
        {"route": "direct", "phase": "assessment", "months": 2, "work": 3},
        {"route": "direct", "phase": "review", "months": 2, "after_start_years": 5},
    ]
    stated = indication(term_end="2027-01-01", price_share_after=0.5)
    scenario = small(stated, routes=[route(), way], sheets={"Phases": phases, "Resources": POOL})
    codes = {(w.sheet, w.cell.split("column ")[-1], w.code) for w in scenario.warnings}
    assert {
        ("Routes", "use_control", "not_used"),
        ("Phases", "pool", "no_pool"),
        ("Phases", "months", "not_used"),
        ("Indications", "term_end", "not_used"),
        ("Indications", "price_share_after", "not_used"),
    } <= codes


@pytest.mark.parametrize(
    ("status", "action", "nothing"),
    [("candidate", "admit", False), ("reimbursed", "admit", True), ("reimbursed", "renegotiate", False)],
)
def test_there_is_nothing_to_decide_where_nothing_comes_in_and_nothing_in_the_package_can_change(
    status, action, nothing
):
    way = route("r", price="negotiated", action=action)
    scenario = small(indication(status=status, max_discount=0.5), routes=[way])
    assert ("no_candidate" in [warning.code for warning in scenario.warnings]) == nothing
