"""Commitments after the horizon, waiting, first-year decisions, and what rests on assumed figures."""

from __future__ import annotations

from pathlib import Path

import pytest
from small import indication, route, small

import planner
from planner.analysis.after import first_year, liability, waiting
from planner.analysis.assumed import rests_on

EXAMPLES = Path(__file__).parents[1] / "data" / "examples"
approx = pytest.approx
#: Example 3: 100 patients growing by 2 %, 50 waiting, two and a half years of treatment, five years.
GROWING = {
    "new_patients": 100,
    "patient_growth": 0.02,
    "waiting_patients": 50,
    "uptake": "slow",
    "treatment_years": 2.5,
    "list_price": 1000,
}
UPTAKE = [{"curve": "slow", "year": n + 1, "share": s} for n, s in enumerate((0.3, 0.6, 0.8))]


def growing(lead: float = 0, **stated) -> planner.Plan:
    scenario = small(
        indication(**{**GROWING, **stated}),
        routes=[route(lead_time_months=lead, open_to=2026)],
        years=5,
        sheets={"Uptake": UPTAKE},
    )
    return planner.optimise(scenario, mip_gap=0)


def test_patient_years_after_the_horizon_of_example_4():
    # starters of the last two years: 1.5 x 86.5946 + 0.5 x 84.8966 = 172.340; half a year later 174.840
    assert liability(growing())["patient_years"].tolist() == approx([172.340], rel=3e-6)
    assert liability(growing(lead=6))["patient_years"].tolist() == approx([174.840], rel=3e-6)


def test_liability_of_example_16():
    # X: 24.55 patient-years at 30,000 + 2,000 - 5,000 = 0.66285 million; Y: one year of treatment, nothing after
    plan = planner.optimise(planner.read_scenario(EXAMPLES / "ex16.xlsx"), mip_gap=0)
    found = liability(plan).set_index("indication")
    assert found.loc["X", ["patient_years", "net"]].tolist() == approx([24.55, 0.66285])
    assert found.loc["X", ["drug", "other", "avoided"]].tolist() == approx([0.7365, 0.0491, 0.12275])
    assert found.loc["Y", "net"] == approx(0)


def test_avoided_care_goes_on_after_a_one_off_therapy():
    # 10 patients a year, avoided 5,000 for 4 years, a plan of two years: starters of year 0 have 2 years
    # left (4 - 2), of year 1 3 years: 50 patient-years of avoided care, and no treatment
    plan = planner.optimise(small(indication(offset_cost=5_000, offset_years=4), years=2), mip_gap=0)
    found = liability(plan).iloc[0]
    assert (found["drug"], found["avoided"], found["net"]) == approx((0, 0.25, -0.25))


def test_a_supplier_that_may_refuse_counts_for_its_chance():
    # a discount of 0.25 is accepted with 0.75: the least cost per QALY; 10 starters in the last year have one year left
    curve = [{"curve": "c", "discount": d, "probability": p} for d, p in ((0, 1), (0.5, 0.5))]
    rows = {"acceptance": "c", "treatment_years": 2}
    scenario = small(
        indication(**rows),
        routes=[route(price="negotiated", price_cap_basis="list", price_cap_share=0.75)],
        sheets={"Acceptance": curve},
    )
    plan = planner.optimise(scenario, mip_gap=0)
    assert plan.decisions["acceptance"].tolist() == approx([0.75])
    found = liability(plan).iloc[0]
    assert (found["patient_years"], found["net"]) == approx((7.5, 7.5 * 0.075))


def test_given_patient_years_leave_the_liability_unknown():
    scenario = small(indication(), sheets={"Patients": [{"indication": "X", "year": 1, "patients": 10}]})
    assert liability(planner.optimise(scenario, mip_gap=0))["net"].isna().tolist() == [True]


def test_waiting_by_procedure_of_example_16():
    plan = planner.optimise(planner.read_scenario(EXAMPLES / "ex16.xlsx"), mip_gap=0)
    found = waiting(plan).set_index("indication")
    assert found.loc["X", "by_procedure"] == approx(98.9192 - 79.0353, rel=5e-6)
    assert found.loc["X", "by_room"] == approx(0)
    # Y is available in April 2026, could start in October and starts in 2027: 10 patients x 4 x 0.8 x 0.4 = 12.8 a year;
    # full years 2027, 2028 beside 3 and 9 months of 2026
    assert found.loc["Y", "by_procedure"] == approx(12.8 * 0.5)
    assert found.loc["Y", "by_room"] == approx(12.8 * 0.25)
    assert found["lost"].tolist() == approx((found["by_procedure"] + found["by_room"]).tolist())


def test_nothing_is_lost_where_nobody_waits():
    found = waiting(growing()).iloc[0]
    assert (found["by_procedure"], found["by_room"], found["lost"]) == (0, 0, 0)


def test_first_year_decisions_apart_from_intentions():
    scenario = small(indication("A"), indication("B"), routes=[route(dossiers_per_year=1)], years=2)
    plan = planner.optimise(scenario, mip_gap=0)
    found = first_year(plan).set_index("indication")
    assert found["now"].to_dict() == {"A": True, "B": False}
    assert found["gained"].sum() == approx(plan.totals.gained)
    assert found["gained_sum"].sum() == approx(plan.totals.gained_sum)
    assert found["spending"].sum() == approx(plan.totals.spending_sum)


def test_what_rests_on_which_figures():
    # A (published) gains 10 and costs 1 million, B (assumed) gains 20 for 2; 3 million displaced at 200,000: 15 QALYs
    care = {"care": "other", "spending": 100, "euro_per_qaly": 200_000, "max_share": 1, "observed_share": 1}
    sheets = {
        "Frameworks": [{"framework": "MSZ", "year": 2026, "budget": 100, "baseline_care": 100}],
        "Care": [{**care, "certainty": "derived"}],
    }
    rows = indication("A", certainty="published"), indication("B", new_patients=20)
    plan = planner.optimise(small(*rows, sheets=sheets, displacement_mode="observed"), mip_gap=0)
    found = rests_on(plan).set_index(["figure", "certainty"])
    assert found["amount"].to_dict() == approx(
        {
            ("gained", "published"): 10,
            ("gained", "derived"): 0,
            ("gained", "assumed"): 20,
            ("spent", "published"): 1,
            ("spent", "derived"): 0,
            ("spent", "assumed"): 2,
            ("displaced", "published"): 0,
            ("displaced", "derived"): 15,
            ("displaced", "assumed"): 0,
        }
    )
    assert found.loc[("gained", "assumed"), "share"] == approx(2 / 3)
    totals = found["amount"].groupby("figure").sum()
    assert totals.to_dict() == approx(
        {"gained": plan.totals.gained, "spent": plan.totals.spending_sum, "displaced": plan.totals.displaced}
    )


def test_waiting_for_a_route_that_converts_counts_what_goes_on_after_its_term():
    """10 patients a year, one QALY each, three years, nothing discounted; half goes on after a term of one year.

    From the start of the plan 10 + 5 + 5 = 20 QALY, after a procedure of a year 10 + 5 = 15: lost are 5, not 10.
    """
    plan = planner.optimise(
        small(
            indication(effectiveness="uncertain", p_effective=1, p_demonstrated=0.5),
            routes=[route(lead_time_months=12, term_years=1, at_end="convert", definitive_price="same")],
            years=3,
            discount_rate_effects=0,
            discount_rate_costs=0,
        )
    )
    found = planner.waiting(plan)
    assert plan.totals.gained == pytest.approx(15)
    assert found[["by_procedure", "by_room", "lost"]].to_numpy().tolist() == [pytest.approx([5, 0, 5])]


def test_a_share_of_the_patients_waits_for_its_share():
    plan = planner.optimise(
        small(
            indication(divisible=True, max_coverage=0.25, treatment_years=2),
            routes=[route(lead_time_months=12)],
            years=3,
            discount_rate_effects=0,
        )
    )
    # 2.5 start a year, half a QALY a treatment-year: at once 2.5 + 5 + 5 = 12.5 treatment-years, a year later 2.5 + 5
    assert planner.waiting(plan)["by_procedure"].tolist() == pytest.approx([(12.5 - 7.5) / 2])
    # after the plan the 2.5 of its last year have one year left, at 100,000
    assert planner.liability(plan)["net"].tolist() == pytest.approx([0.25])


def test_waiting_for_a_route_with_a_fixed_yearly_budget():
    # such a route has a pair for each start; half a year of 10 patients with a chance of 0.5 on 1 QALY is lost
    way = route("vt", price="at_cap", price_cap_basis="fixed_budget", term_years=3, at_end="convert")
    way |= {"definitive_price": "cost_effective", "chosen_by": "supplier", "lead_time_months": 6}
    own = indication(effectiveness="uncertain", p_effective=0.5, fixed_budget=0.5, applies_for="vt")
    plan = planner.optimise(small(own, routes=[way], years=6), mip_gap=0)
    assert waiting(plan)["by_procedure"].tolist() == approx([2.5])
