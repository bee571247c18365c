"""What is owed after the plan, worked out by hand for every way in which treatment, price or use may change later."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small import indication, route, small

import planner
from planner.impact.moments import after_horizon

approx = pytest.approx


def owed(years: int = 1, way: dict[str, Any] | None = None, **stated: Any) -> dict[str, float]:
    """10 patients a year at EUR 100,000, all admitted at once."""
    plan = planner.optimise(small(indication(**stated), routes=[route(**(way or {}))], years=years), mip_gap=0)
    assert plan.decisions["decision"].tolist() == ["admit"]
    found = planner.liability(plan)
    return dict(found[["patient_years", "drug", "other", "avoided", "net"]].iloc[0])


def test_a_route_that_ends_after_the_plan_ends_then() -> None:
    # starters of two years are 20 on treatment in the third year, after which the term of three years is over
    found = owed(years=2, treatment_years=5, way={"term_years": 3, "at_end": "leave"})
    assert (found["patient_years"], found["net"]) == approx((20, 2.0))
    # without an end the first have three years left and the second four: 70
    assert owed(years=2, treatment_years=5)["patient_years"] == approx(70)


def test_after_a_conversion_it_is_owed_with_the_chance_that_reimbursement_goes_on() -> None:
    uncertain = {"effectiveness": "uncertain", "p_effective": 1, "p_demonstrated": 0.5, "treatment_years": 5}
    converts = {"term_years": 2, "at_end": "convert", "definitive_price": "same"}
    found = owed(years=2, way=converts, **uncertain)
    assert (found["patient_years"], found["net"]) == approx((35, 3.5))  # half of 70
    # the term ends a year after the plan: 20 in that year, then half of the 50 that are left
    later = owed(years=2, way={**converts, "term_years": 3}, **uncertain)
    assert (later["patient_years"], later["net"]) == approx((45, 4.5))


def test_the_definitive_price_is_paid_after_the_term() -> None:
    # one QALY over two years at EUR 80,000 per QALY, undiscounted: 40,000 a patient-year after conversion, half of the times
    scenario = small(
        indication(effectiveness="uncertain", p_effective=1, p_demonstrated=0.5, treatment_years=2),
        routes=[route(term_years=1, at_end="convert", definitive_price="cost_effective")],
        discount_rate_costs=0,
        discount_rate_effects=0,
    )
    found = planner.liability(planner.optimise(scenario, mip_gap=0)).iloc[0]
    assert (found["patient_years"], found["drug"]) == approx((5, 5 * 0.04))


def test_a_conversion_moves_what_is_owed_to_the_framework_of_the_indication() -> None:
    frames = [{"framework": name, "year": 2026, "budget": 1000} for name in ("MSZ", "fund")]
    own = indication(framework="MSZ", effectiveness="uncertain", p_effective=1, p_demonstrated=0.5, treatment_years=2)
    way = route(framework="fund", term_years=1, at_end="convert", definitive_price="same")
    for years, payer in ((1.0, "MSZ"), (2.0, "fund")):
        scenario = small(own, routes=[{**way, "term_years": years}], sheets={"Frameworks": frames})
        assert planner.liability(planner.optimise(scenario, mip_gap=0))["framework"].tolist() == [payer]


def test_use_control_and_monitoring_go_on() -> None:
    # a fifth without gain, half of whom are not treated: 9 of 10 in the year that is left; 1,000 each for monitoring
    found = owed(treatment_years=2, off_target_share=0.2, way={"use_control": 0.5, "monitoring_cost": 1_000})
    assert found == approx({"patient_years": 9, "drug": 0.9, "other": 0.009, "avoided": 0, "net": 0.909})


def test_who_stops_owes_nothing_any_more_but_avoids_care() -> None:
    # 4 of 10 stop after a year, 6 have two years left; care of 2,000 a year is avoided for all 10, for two years more
    found = owed(treatment_years=3, stop_share=0.4, stop_after=1, offset_cost=2_000, way={"stop_rule": True})
    assert found == approx({"patient_years": 12, "drug": 1.2, "other": 0, "avoided": 0.04, "net": 1.16})


def test_the_price_falls_after_loss_of_exclusivity() -> None:
    # half of the price from July 2027: three quarters in 2027, half in 2028
    found = owed(treatment_years=3, exclusivity_until="2027-07-01", price_share_after=0.5)
    assert (found["patient_years"], found["net"]) == approx((20, 1.25))


def test_volume_agreements_go_on_with_those_who_are_left() -> None:
    # one million in each of two years: 0.5 + 0.6 x 0.5 under the agreement, at most 0.7 under the cap
    assert owed(treatment_years=3, volume_threshold=0.5, volume_discount=0.4)["net"] == approx(1.6)
    assert owed(treatment_years=3, pay_back_cap=0.7)["net"] == approx(1.4)


WAYS = st.fixed_dictionaries(
    {
        "term_years": st.sampled_from([None, 1, 1.5, 2, 3]),
        "at_end": st.sampled_from(["convert", "leave", "stay"]),
        "use_control": st.sampled_from([0, 0.5]),
        "stop_rule": st.booleans(),
        "monitoring_cost": st.sampled_from([0, 500]),
        "lead_time_months": st.sampled_from([0, 5, 9]),
    }
)
OWN = st.fixed_dictionaries(
    {
        "treatment_years": st.sampled_from([1, 2.5, 4]),
        "offset_cost": st.sampled_from([0, 3_000]),
        "offset_years": st.sampled_from([None, 0.5, 6]),
        "other_cost": st.sampled_from([0, 2_000]),
        "comparator_cost": st.sampled_from([0, 10_000]),
        "off_target_share": st.sampled_from([0, 0.2]),
        "stop_share": st.sampled_from([0, 0.4]),
        "exclusivity_until": st.sampled_from([None, "2028-04-01"]),
        "volume_threshold": st.sampled_from([None, 0.4]),
        "pay_back_cap": st.sampled_from([None, 0.6]),
        "p_registered": st.sampled_from([1, 0.7]),
    }
)


@settings(max_examples=15, derandomize=True, deadline=None)
@given(WAYS, OWN)
def test_who_all_start_in_the_first_year_owe_what_a_longer_plan_spends_later(
    way: dict[str, Any], own: dict[str, Any]
) -> None:
    """Where nobody new comes, a plan of two years owes what the same option spends in a plan of twelve after two."""
    own = {**own, "new_patients": 0, "waiting_patients": 10, "effectiveness": "uncertain", "p_effective": 0.8}
    own |= {"price_share_after": 0.5, "stop_after": 1}
    own["volume_discount"] = None if own["volume_threshold"] is None else 0.4
    if way["term_years"] is None:
        way = {**way, "at_end": None}
    elif way["at_end"] == "convert":
        way = {**way, "definitive_price": "same"}
    scenario = small(indication(**own), routes=[route(**way, open_to=2026)], years=2)
    longer = replace(scenario, settings=replace(scenario.settings, years=12))
    short, long = planner.enumerate_options(scenario), planner.enumerate_options(longer)
    first = long.table["start_year"].to_numpy() == 2026
    assert len(short) == first.sum() > 0
    found = after_horizon(scenario, short.table)
    net = (found["drug"] + found["other"] - found["avoided"]).to_numpy()
    np.testing.assert_allclose(net, long.cost[first, 2:].sum(axis=1), atol=1e-12)
    accepted = long.table["acceptance"].to_numpy()[first]
    np.testing.assert_allclose(found["patient_years"], accepted * long.patients[first, 2:].sum(axis=1), atol=1e-9)
