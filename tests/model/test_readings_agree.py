"""Rules that engine and audit once read in two ways: each case worked by hand, and both sides asked."""

from __future__ import annotations

from typing import Any

import pytest
from agreement import disagreements
from small import indication, route, small

import planner
from planner.model.audit import Auditor, Choice, evaluate
from planner.scenario.scenario import Scenario

HALF = {"Acceptance": [{"curve": "line", "discount": d, "probability": p} for d, p in ((0, 1), (1, 0))]}


def agreed(scenario: Scenario) -> Scenario:
    assert disagreements(scenario) == []
    return scenario


def shown(scenario: Scenario, *columns: str) -> list[tuple[Any, ...]]:
    """Columns of the options that change something, each once, to nine places."""
    table = planner.enumerate_options(scenario).table.round(9)
    return list(
        dict.fromkeys(tuple(row) for row in table.loc[table["route"].notna(), list(columns)].itertuples(index=False))
    )


def condition(scenario: Scenario) -> str | None:
    """Why the only pair of a scenario is closed, by the engine, after the audit was found to say the same."""
    (found,) = planner.enumerate_options(agreed(scenario)).openings["condition"]
    return found  # type: ignore[no-any-return]


def test_who_comes_first_of_two_routes_is_the_first_by_id_whatever_the_order_of_the_sheet() -> None:
    """One million for the first year: X by either route asks 1 million; "direct" goes before "lock"."""
    line = [{"line": "L", "year": 2026, "budget": 1, "allocation": "first_come"}]
    routes = [route(name, budget_line="L") for name in ("lock", "direct")]
    scenario = agreed(small(routes=routes, sheets={"BudgetLines": line}))
    assert shown(scenario, "indication", "route") == [("X", "direct")]


def test_who_comes_first_counts_from_the_first_start_at_a_possible_price() -> None:
    """A fixed budget of 1 million: 8 patients of 2026 (waiting) may cost 125,000, 16 of 2027 only 62,500, below the least
    price of a certain supplier: the only start is that of 2026. B, who needs 1 million in 2026, finds 0.2 left and is closed.
    """
    by_budget = {"price": "at_cap", "price_cap_basis": "fixed_budget", "term_years": 1, "at_end": "leave"}
    way = route("r", budget_line="L", **by_budget)
    line = [{"line": "L", "year": 2026 + t, "budget": 1, "allocation": "first_come"} for t in range(2)]
    rows = [
        indication("A", new_patients=8, patient_growth=1, fixed_budget=1, max_discount=0.2),
        indication("B", fixed_budget=5, max_discount=0.2),
    ]
    scenario = agreed(small(*rows, routes=[way], sheets={"BudgetLines": line}, years=2))
    assert shown(scenario, "indication", "start_year") == [("A", 2026)]


def test_a_line_closes_what_had_a_possible_price_at_a_later_start() -> None:
    """A fixed budget of 1 million: 16 patients of 2026 may cost 62,500, below the supplier's 80,000; 8 of 2027 cost the list
    price, 0.8 million, for which the line of that year has no room. There is a possible price: it is the line that closes.
    """
    by_budget = {"price": "at_cap", "price_cap_basis": "fixed_budget", "term_years": 1, "at_end": "leave"}
    line = [{"line": "L", "year": 2026 + t, "budget": 0.5, "allocation": "first_come"} for t in range(2)]
    one = indication(new_patients=16, patient_growth=-0.5, fixed_budget=1, max_discount=0.2)
    scenario = small(one, routes=[route("r", budget_line="L", **by_budget)], sheets={"BudgetLines": line}, years=2)
    assert condition(scenario) == "line_full"


def test_acceptance_of_a_later_negotiation_is_that_of_the_price_in_the_term() -> None:
    """The cap of 60,000 is accepted with 0.6 (line from 1 to 0), whatever is asked later; later acceptance is in what goes on."""
    way = {"price": "at_cap", "price_cap_basis": "fair", "term_years": 1, "at_end": "convert"}
    scenario = small(
        indication(fair_price=60_000, acceptance="line", p_registered=0.5),
        routes=[route("r", **way, definitive_price="negotiated")],
        sheets=HALF,
        years=2,
        discount_step=0.5,
    )
    assert shown(agreed(scenario), "discount", "acceptance", "goes_on") == [(0, 0.3, 1), (0.5, 0.3, 0.5)]


def test_what_is_in_the_package_is_authorised() -> None:
    """``p_registered`` is about what is not yet authorised: what leaves, leaves for certain."""
    there = indication(status="reimbursed", may_leave=True, p_registered=0.5)
    scenario = agreed(small(there, routes=[route("out", action="leave")], years=1))
    assert shown(scenario, "acceptance") == [(1,)]
    (left,) = evaluate(scenario, [Choice("X", "out", 0, 0.0)]).indications.values()
    assert float(sum(left.cost)) == -1


def test_a_fixed_budget_in_a_renegotiation_is_spread_over_present_patients() -> None:
    """20 patient-years in the package (10 a year for 2 years) and a budget of 1.2 million: 60,000, a discount of 0.4 or more."""
    there = indication(status="reimbursed", treatment_years=2, fixed_budget=1.2, max_discount=0.5)
    way = route("again", action="renegotiate", price="negotiated", price_cap_basis="fixed_budget")
    assert shown(agreed(small(there, routes=[way], discount_step=0.1)), "discount") == [(0.4,), (0.5,)]


def test_a_definitive_price_by_an_advice_that_is_not_there_is_asked_for() -> None:
    """The advised price needs no reference value (burden 0.05 has none); without an advice the cell is asked for."""
    way = route("c", term_years=1, at_end="convert", definitive_price="advice")
    stated = small(indication(advice_low=0.4, disease_burden=0.05), routes=[way], years=2)
    assert shown(agreed(stated), "definitive_price") == [(60_000,)]
    with pytest.raises(planner.ScenarioError, match="advice_high"):
        planner.enumerate_options(small(routes=[way], years=2))


def test_no_discount_deeper_than_the_present_one_is_no_price() -> None:
    """The supplier goes to 0.3 and gives 0.3: there is nothing to renegotiate."""
    there = indication(status="reimbursed", present_discount=0.3, max_discount=0.3)
    way = route("again", action="renegotiate", price="negotiated")
    assert condition(small(there, routes=[way])) == "ceiling_and_supplier"
    assert condition(small({**there, "max_discount": 0.31}, routes=[way])) is None


@pytest.mark.parametrize(
    ("stated", "of_route", "settings", "expected"),
    [
        ({}, {"standing": "proposed", "chosen_by": "supplier"}, {}, "not_used"),
        ({}, {"chosen_by": "supplier", "eligible": "orphan"}, {}, "supplier_not_applying"),
        ({}, {"eligible": "orphan", "needs_registry": True}, {}, "not_eligible"),
        ({"files_from": "none"}, {"needs_registry": True}, {}, "no_registry"),
        ({"files_from": "none"}, {"open_to": 2025}, {}, "no_dossier"),
        ({"available_from": "2028"}, {"open_to": 2025}, {}, "after_horizon"),
        ({"disease_burden": 0.05}, {"open_from": 2030, "cost_effectiveness": "required"}, {}, "outside_open_years"),
        ({"disease_burden": 0.05}, {"cost_effectiveness": "required"}, {"price_ceiling": "icer"}, "no_reference_value"),
        ({"other_cost": 90_000}, {"cost_effectiveness": "required"}, {"price_ceiling": "icer"}, "negative_ceiling"),
        ({"advice_low": 0.5}, {"cost_effectiveness": "required"}, {}, "ceiling_and_supplier"),
    ],
)
def test_the_first_condition_that_fails(
    stated: dict[str, Any], of_route: dict[str, Any], settings: dict[str, Any], expected: str
) -> None:
    """Each case fails two conditions (the last ones: one), of which the first in the stated order is named."""
    assert condition(small(indication(**stated), routes=[route("r", **of_route)], **settings)) == expected


def test_what_is_forced_in_is_exactly_its_number() -> None:
    """0.4 of X, whatever more it would bring: 0.4 of its 10 QALYs, in the engine and in the audit."""
    relation = [{"kind": "force_in", "subject": "X", "number": 0.4}]
    scenario = agreed(small(indication(divisible=True), sheets={"Relations": relation}))
    plan = planner.optimise(scenario)
    assert (plan.shares.tolist(), plan.totals.gained) == (pytest.approx([0.4]), pytest.approx(4))
    assert Auditor(scenario).score([Choice("X", "direct", 0, 0.0, 0.5)]) is None
    assert Auditor(scenario).score([Choice("X", "direct", 0, 0.0, 0.4)]) is not None


def test_of_equal_losses_the_first_by_name_goes_first() -> None:
    """A million beyond the framework displaces care a, the first by name, though z is the first on the sheet."""
    money = [{"framework": "MSZ", "year": 2026, "budget": 10, "baseline_care": 10}]
    care = [{"care": name, "spending": 3, "euro_per_qaly": 100_000, "max_share": 1} for name in ("z", "a")]
    sheets = {"Frameworks": money, "Care": care}
    plan = planner.optimise(small(indication(qaly_gain=2), sheets=sheets, displacement_mode="optimal"))
    assert plan.displacement.set_index("care")["displaced"].to_dict() == {"a": 1, "z": 0}


def test_a_gain_of_nothing_is_dear_at_any_price_but_a_saving() -> None:
    """``icer_at_list`` without a gain: above every number where it costs, below every number where it saves."""
    way = route("r", eligible="icer_at_list > 1000000000")
    nothing = {"qaly_gain": 0}
    assert condition(small(indication(**nothing), routes=[way])) is None
    assert condition(small(indication(**nothing, comparator_cost=200_000), routes=[way])) == "not_eligible"


def test_spending_of_a_study_is_that_of_its_months_whatever_the_agreement_on_volume() -> None:
    """1 million a year at list, 0.8 under a pay-back cap; the study of July 2026 to July 2027 has half of both years: 0.4 each,
    of which half proves insufficient.
    """
    there = indication(status="reimbursed", pay_back_cap=0.8, p_demonstrated=0.5, available_from="2026-07-01")
    scenario = small(there, routes=[route("s", action="study", term_years=1)], years=2)
    assert disagreements(scenario) == []
    table = planner.enumerate_options(scenario)
    first = table.table.index[table.table["offset"] == 0.5][0]
    assert table.insufficient[first].tolist() == pytest.approx([0.2, 0.2])


def test_a_negative_cap_on_a_price_of_nothing_is_closed_without_a_fuss() -> None:
    """A cost-effective cap of 80,000 - 90,000 below a list price of 0: no discount reaches it, and none is computed."""
    free = indication(list_price=0, other_cost=90_000, max_discount=0.5)
    way = route("r", price="at_cap", price_cap_basis="cost_effective")
    assert condition(small(free, routes=[way])) == "negative_ceiling"
