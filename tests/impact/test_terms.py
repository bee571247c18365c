"""Routes that end or convert, by hand: worked example 10, stages at negotiated prices, studies, patients who stop."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
import pytest
import single
from small import indication, route, small

import planner

approx = pytest.approx
EXAMPLES = Path(__file__).parents[1] / "data" / "examples"

#: Worked example 10: 100 patients a year, list 50,000, other 2,000, 0.5 QALY, effective with 0.6; the supplier gives 60 %.
TENTH = {
    "new_patients": 100,
    "list_price": 50_000,
    "other_cost": 2_000,
    "qaly_gain": 0.5,
    "p_effective": 0.6,
    "effectiveness": "uncertain",
    "max_discount": 0.6,
}
CONDITIONAL = route("cond", price="negotiated", term_years=2, at_end="convert", definitive_price="cost_effective")


options = partial(single.options, years=5)


def last_discount(found):
    """The option of the first start with the largest discount."""
    first = found.table[found.table["offset"] == found.table["offset"].min()]
    return int(first["discount"].idxmax())


def test_conditional_admission_of_example_10_from_its_workbook():
    found = planner.enumerate_options(planner.read_scenario(EXAMPLES / "ex10_committed.xlsx"))
    at = last_discount(found)
    # 80,000 x 0.5 - 2,000 = 38,000, less than list; 0.6 x (38,000 + 2,000) x 100 = 2.4 million expected
    assert found.table["definitive_price"][at] == approx(38_000)
    assert found.cost[at] == approx([2.2, 2.2, 2.4, 2.4, 2.4])
    assert found.must_fit[at] == approx([2.2, 2.2, 4, 4, 4])
    assert found.qalys[at] == approx([30] * 5)
    assert found.qalys[at] @ 1.015 ** -np.arange(5.0) == approx(145.632, rel=4e-6)
    # 100 patients, of whom 60 are expected to go on after the term
    assert found.patients[at] == approx([100, 100, 60, 60, 60])
    # 2 million a year on a medicine that proves insufficient with 0.4; treatments of a year are over when it stops
    assert found.insufficient[at] == approx([0.8, 0.8, 0, 0, 0])
    assert found.stopped[at] == approx([0] * 5)


def test_each_half_carries_its_own_end_in_example_10():
    found = planner.enumerate_options(planner.read_scenario(EXAMPLES / "ex10_half_year.xlsx"))
    at = last_discount(found)
    # a start in January 2026 ends in 2028, one in January 2027 in 2029: 2028 is half 2.4 and half 2.2
    assert found.cost[at] == approx([1.1, 2.2, 2.3, 2.4, 2.4])
    committed = planner.enumerate_options(
        small(indication(**TENTH), routes=[{**CONDITIONAL, "lead_time_months": 6}], years=5)
    )
    # converted: (4 + 2.2) / 2 = 3.1 in the third year, stopped 1.1: the largest of the interpolated outcomes
    assert committed.must_fit[last_discount(committed)] == approx([1.1, 2.2, 3.1, 4, 4])


def test_the_cap_by_the_gap_in_the_evidence_of_example_10():
    capped = {**CONDITIONAL, "price_cap_basis": "evidence_gap", "cost_effectiveness": "required"}
    found = options({**TENTH, "evidence_gap": 0.4}, capped, price_ceiling="icer")
    # (80,000 x 0.5 - 2,000) x 0.6, and no ceiling beside it
    assert found.openings["cap"][0] == approx(22_800)
    assert np.isnan(found.openings["ceiling"][0])
    assert options(TENTH, capped).openings["cap"][0] == approx(22_800)  # a blank gap is 1 - p_effective


def test_ten_million_a_year_with_a_chance_of_forty_percent():
    # the letters' figure: 5 years of 10 million, of which 0.6 on treatment that proves insufficient
    stated = {**TENTH, "list_price": 100_000, "p_effective": 0.4}
    found = options(stated, {**CONDITIONAL, "price": "list", "term_years": 5}, years=6)
    assert found.insufficient[0].sum() == approx(30)


def test_treatment_that_lasts_is_stopped_for_those_on_it():
    # one patient a year for 3 years; the term ends after 2: those who started in year 1 and 2 are stopped
    stated = {"new_patients": 1, "treatment_years": 3, "list_price": 1e6, "offset_cost": 2e5}
    found = options(stated, route(term_years=2, at_end="leave"), years=4)
    assert found.patients[0] == approx([1, 2, 0, 0])
    assert found.cost[0] == approx([0.8, 1.6, 0, 0])
    assert found.stopped[0] == approx([0, 0, 2, 0])
    # from the middle of the year: half of that a year later too
    half = options(stated, route(term_years=2, at_end="leave", lead_time_months=6), years=4)
    assert half.stopped[0] == approx([0, 0, 1, 1])


def test_a_term_of_a_year_and_a_half_ends_within_a_year():
    found = options({}, route(term_years=1.5, at_end="leave"), years=3)
    assert found.cost[0] == approx([1, 0.5, 0])


def test_what_is_negotiated_after_the_term():
    # list in the term; then a discount of 0.4 that 0.5 of suppliers give, of a medicine that is shown to work with 0.6
    curve = [{"curve": "c", "discount": d, "probability": p} for d, p in ((0, 1), (0.4, 0.5), (0.5, 0))]
    way = route("entry", term_years=1, at_end="convert", definitive_price="negotiated", cost_effectiveness="required")
    stated = {**TENTH, "max_discount": None, "acceptance": "c", "p_demonstrated": 0.5}
    found = options(stated, way, years=2, sheets={"Acceptance": curve}, price_ceiling="none", discount_step=0.4)
    at = int(np.flatnonzero((found.table["discount"] == 0.4) & (found.table["offset"] == 0))[0])
    row = found.table.iloc[at]
    assert (row["entry_price"], row["definitive_price"], row["acceptance"]) == approx((50_000, 30_000, 1))
    assert row["goes_on"] == approx(0.5 * 0.5)
    # year 1: 100 x 52,000; year 2: 0.25 x 100 x 32,000, at most 3.2; health 100 x 0.6 x 0.5, then 100 x 0.25 x 0.5
    assert found.cost[at] == approx([5.2, 0.8])
    assert found.must_fit[at] == approx([5.2, 3.2])
    assert found.qalys[at] == approx([30, 12.5])
    assert found.insufficient[at] == approx([2.5, 0])


def test_the_same_price_after_the_term_keeps_to_the_ceiling_and_a_rule_does_not_need_to():
    same = {**CONDITIONAL, "definitive_price": "same", "cost_effectiveness": "required"}
    found = options(TENTH, same, price_ceiling="icer")
    # ceiling 80,000 x 0.6 x 0.5 - 2,000 = 22,000: a discount of at least 0.56
    assert found.table["discount"].min() == approx(0.56)
    by_rule = options(TENTH, {**CONDITIONAL, "cost_effectiveness": "required"}, price_ceiling="icer")
    assert by_rule.table["discount"].min() == 0


def test_the_advised_price_after_the_term():
    way = {**CONDITIONAL, "definitive_price": "advice"}
    found = options({**TENTH, "advice_low": 0.2, "advice_high": 0.3}, way)
    assert found.table["definitive_price"][0] == approx(35_000)
    with pytest.raises(planner.ScenarioError) as caught:
        options(TENTH, way)
    assert [problem.code for problem in caught.value.problems] == ["needs_advice_high"]


def test_a_definitive_price_without_reference_value_closes_the_route():
    found = options({**TENTH, "disease_burden": 0.05}, CONDITIONAL)
    assert found.openings["condition"].tolist() == ["no_reference_value"]


def test_who_pays_the_study():
    stated = {**TENTH, "study_cost": 3, "study_payer": "payer"}
    line = {
        "BudgetLines": [{"line": "36", "year": 2026 + t, "budget": 36, "charged": "drug_and_care"} for t in range(5)]
    }
    found = options(stated, {**CONDITIONAL, "budget_line": "36"}, sheets=line)
    at = last_discount(found)
    # 3 million over the two years of the term, not on the line; after conversion the line is charged nothing
    assert found.cost[at] == approx([3.7, 3.7, 2.4, 2.4, 2.4])
    assert found.must_fit[at] == approx([3.7, 3.7, 4, 4, 4])
    assert found.charged[at] == approx([2.2, 2.2, 0, 0, 0])
    supplier = options({**stated, "study_payer": "supplier"}, CONDITIONAL)
    assert supplier.cost[last_discount(supplier)][0] == approx(2.2)


def test_after_conversion_the_framework_of_the_indication_pays():
    frameworks = [{"framework": f, "year": 2026 + t, "budget": 10} for f in ("MSZ", "pot") for t in range(3)]
    scenario = small(
        indication(**TENTH, framework="MSZ"),
        routes=[{**CONDITIONAL, "framework": "pot"}],
        years=3,
        sheets={"Frameworks": frameworks},
    )
    found = planner.enumerate_options(scenario)
    at = last_discount(found)
    assert found.table["framework"][at] == "pot"
    row = int(np.flatnonzero(found.moved.option == at)[0])
    assert found.moved.framework[row] == "MSZ"
    assert found.moved.cost[row] == approx([0, 0, 2.4])
    assert found.moved.must_fit[row] == approx([0, 0, 4])
    # limits: each framework must hold its own part
    from planner.model.limits import limits
    from planner.model.money import money

    family = limits(scenario, found, money(scenario))["framework"]
    use = family.use.toarray()[:, at]
    rows = family.rows
    assert use[(rows["name"] == "pot").to_numpy()] == approx([2.2, 2.2, 0])
    assert use[(rows["name"] == "MSZ").to_numpy()] == approx([0, 0, 4])


def test_evidence_that_takes_ten_years_is_open_to_terms_of_fourteen():
    ways = [
        {**CONDITIONAL, "route": f"t{n}", "term_years": n, "eligible": "evidence_years <= term_years"}
        for n in (5, 7, 14)
    ]
    found = planner.enumerate_options(small(indication(**TENTH, evidence_years=10), routes=ways, years=2))
    assert found.openings["condition"].tolist() == ["not_eligible", "not_eligible", None]
