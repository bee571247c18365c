"""The worked examples as whole scenarios, read from Excel and solved: the plan that enumeration of all combinations found."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from small import indication, route, small

import planner
from planner.analysis.hangs_on import harmonic_mean

FOLDER = Path(__file__).parents[1] / "data" / "examples"
EXPECTED = json.loads((FOLDER / "expected.json").read_text())

CORE = list(EXPECTED)

approx = pytest.approx


@pytest.mark.parametrize("example", CORE)
def test_the_plan_is_the_one_that_enumeration_found(example: str):
    expected = EXPECTED[example]
    plan = planner.optimise(planner.read_scenario(FOLDER / f"{example}.xlsx"), mip_gap=0)
    assert plan.outcome.held == "optimal"
    totals = plan.totals
    figures = (totals.net, totals.gained, totals.displaced, totals.room_used, totals.cost_discounted)
    wanted = [expected[key] for key in ("objective", "gained", "displaced", "room_used", "cost_discounted")]
    assert figures == approx(wanted, rel=1e-9, abs=1e-9)
    counted = plan.options.table.groupby("indication").size().to_dict()
    assert counted == {key: count for key, count in expected["options"].items() if count}
    for name, wanted_decision in expected["indications"].items():
        _decision(plan, name, wanted_decision)
    for wanted_year in expected["frameworks"]:
        _framework_year(plan, wanted_year)


def _decision(plan: planner.Plan, indication: str, wanted: dict) -> None:
    row = plan.decisions.set_index("indication").loc[indication]
    if wanted["decision"] != "admitted":
        assert row["decision"] == "not_admitted"
        return
    assert (row["decision"], row["route"], row["start_year"]) == ("admit", wanted["route"], wanted["start_year"])
    for key in ("offset", "discount", "net_price", "mandate_price", "acceptance", "icer"):
        assert row[key] == approx(wanted[key], rel=1e-9), key
    years = plan.yearly[plan.yearly["indication"] == indication]
    assert years["cost"].tolist() == approx(wanted["cost"], abs=1e-12)
    assert years["must_fit"].tolist() == approx(wanted["must_fit"], abs=1e-12)
    assert years["qalys"].tolist() == approx(wanted["qalys"])
    # The examples give patients as if reimbursement goes on after a term; a plan gives what is expected.
    (picked,) = (at for at in plan.picked if plan.options.table["indication"][at] == indication)
    if not plan.options.table["goes_on"][picked] < 1:
        assert (years["patients"] / row["acceptance"]).tolist() == approx(wanted["patients"])


def _framework_year(plan: planner.Plan, wanted: dict) -> None:
    rows = plan.spending[
        (plan.spending["framework"] == wanted["framework"]) & (plan.spending["year"] == wanted["year"])
    ]
    row = rows.iloc[0]
    for key in ("base", "cost", "must_fit", "spending", "pressure", "room", "health_lost", "growth_used"):
        assert row[key] == approx(wanted[key], abs=1e-9), key
    care = plan.displacement[plan.displacement["year"] == wanted["year"]].groupby("care")["displaced"].sum()
    assert {**dict.fromkeys(wanted["displaced"], 0.0), **care} == approx(wanted["displaced"], abs=1e-9)


#: Example 7: share of displacement and EUR per QALY of three categories. Their mean is 73,600 (harmonic).
CALIBRATED = {"a": (0.2, 60_000), "b": (0.3, 90_000), "c": (0.5, 72_251.3)}


def test_care_of_example_7_is_lost_at_the_harmonic_mean():
    # EUR 3 million a year beyond the budget: 0.6, 0.9 and 1.5 million less care, in all as much as 3 million at 73,600.
    care = [
        {"care": name, "spending": 20, "max_share": 0.5, "euro_per_qaly": cost, "observed_share": share}
        for name, (share, cost) in CALIBRATED.items()
    ]
    frameworks = [{"framework": "MSZ", "year": 2026, "budget": 100, "baseline_care": 100}]
    medicine = indication(new_patients=30, qaly_gain=3)
    scenario = small(medicine, sheets={"Frameworks": frameworks, "Care": care}, displacement_mode="observed")
    plan = planner.optimise(scenario, mip_gap=0)
    assert plan.displacement.set_index("care")["displaced"].to_dict() == approx({"a": 0.6, "b": 0.9, "c": 1.5})
    assert plan.totals.displaced == approx(3e6 / 73_600, rel=1e-6)
    assert harmonic_mean(scenario) == approx(73_600, rel=1e-6)
    arithmetic = sum(share * cost for share, cost in CALIBRATED.values())
    assert arithmetic == approx(75_125.7, rel=1e-6)
    assert plan.totals.displaced > 1.02 * 3e6 / arithmetic


def jensen(refuses: str = "", **suppliers: object) -> planner.Plan:
    """Example 8 with EUR 100 million displaceable at 10 QALYs per million: all are forced in but those whose supplier refuses."""
    uncertain = {"new_patients": 40, "list_price": 2_000_000, "qaly_gain": 7.5, **suppliers}
    medicines = [
        indication("A", **uncertain),
        indication("B", **uncertain),
        indication("C", new_patients=45, list_price=1_000_000, qaly_gain=290 / 45),
    ]
    half = {"price": "negotiated", "price_cap_share": 0.5, "eligible": "list_price > 1500000"}
    sheets = {
        "Acceptance": [{"curve": "half", "discount": d, "probability": p} for d, p in ((0, 1), (0.5, 0.5))],
        "Frameworks": [{"framework": "MSZ", "year": 2026, "budget": 150, "baseline_care": 100}],
        "Care": [{"care": "other", "spending": 100, "max_share": 1, "euro_per_qaly": 100_000, "observed_share": 1}],
        "Relations": [{"kind": "force_out" if n in refuses else "force_in", "subject": n} for n in "ABC"],
    }
    routes = [route(eligible="list_price < 1500000"), route("half", **half)]
    scenario = small(*medicines, routes=routes, sheets=sheets, displacement_mode="observed", discount_step=1)
    return planner.optimise(scenario, mip_gap=0)


def test_example_8_loses_less_at_expected_pressure_than_in_expectation():
    expected = jensen(acceptance="half")
    assert expected.decisions.set_index("indication")["acceptance"].to_dict() == approx({"A": 0.5, "B": 0.5, "C": 1})
    assert expected.spending["pressure"].tolist() == approx([35])
    assert (expected.totals.gained, expected.totals.displaced) == approx((590, 350))
    # The four answers of two suppliers, each as likely: no pressure, 35, 35 and 75 million.
    answers = [jensen(refuses, max_discount=0.5) for refuses in ("AB", "A", "B", "")]
    assert [plan.totals.displaced for plan in answers] == approx([0, 350, 350, 750])
    assert sum(plan.totals.gained for plan in answers) / 4 == approx(590)
    assert sum(plan.totals.displaced for plan in answers) / 4 == approx(362.5)


def test_growth_room_of_example_9():
    plan = planner.optimise(planner.read_scenario(FOLDER / "ex09_path_0_4_9.xlsx"))
    assert plan.spending["growth_ceiling"].tolist() == approx([105, 110.25, 115.7625])
    plan = planner.optimise(planner.read_scenario(FOLDER / "ex09_previous_year_0_4_9.xlsx"))
    assert plan.totals.admitted == 0


def test_absorbed_pressure_and_segments_of_example_20():
    plan = planner.optimise(planner.read_scenario(FOLDER / "ex20_pressure20.xlsx"), mip_gap=0)
    row = plan.spending.iloc[0]
    assert (row["pressure_limit"], row["pressure"], row["displaced"]) == approx((26.6667, 20, 15), rel=2e-6)
    assert row["health_lost"] == approx(192.5)
    taken = plan.displacement.set_index(["care", "segment"])["displaced"]
    assert taken.to_dict() == approx({("A", 0): 4, ("A", 1): 2, ("B", 0): 9})


def test_variants_of_example_16_through_the_sheet_scenarios():
    runs = planner.run(planner.read_scenario(FOLDER / "ex16_variants.xlsx"))
    nets = {name: plan.totals.net for name, plan in runs.plans.items()}
    expected = {
        "base": 40.3554,
        "without Y": 36.1828,
        "without X": 14.1177,
        "2 dossiers": 41.9554,
        "growth 4 %": 36.1828,
        "lead 0": 45.9980,
        "X max 0.4": 27.7173,
        "X max 0.1": 14.1177,
        "none": 0,
        "budget + 5": 104.071,
    }
    assert list(nets) == list(expected)
    assert nets == approx(expected, rel=5e-6)


def test_the_reason_of_example_16_when_ceiling_and_supplier_do_not_meet():
    from planner.analysis.reasons import reasons

    plan = planner.optimise(planner.read_scenario(FOLDER / "ex16_X_max_0.1.xlsx"))
    found = reasons(plan).set_index("indication").loc["X"]
    assert found["code"] == "too_dear"
    assert (found["needed_discount"], found["supplier_discount"]) == approx((0.142157, 0.1), rel=4e-6)
