"""The worked examples as whole scenarios, read from Excel and solved: the plan that enumeration of all combinations found."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import planner

FOLDER = Path(__file__).parents[1] / "data" / "examples"
EXPECTED = json.loads((FOLDER / "expected.json").read_text())

CORE = list(EXPECTED)

approx = pytest.approx


@pytest.mark.parametrize("name", CORE)
def test_the_plan_is_the_one_that_enumeration_found(name: str):
    expected = EXPECTED[name]
    plan = planner.optimise(planner.read_scenario(FOLDER / f"{name}.xlsx"), mip_gap=0)
    assert plan.outcome.held == "optimal"
    totals = plan.totals
    figures = (totals.net, totals.gained, totals.displaced, totals.room_used, totals.cost_discounted)
    wanted = [expected[key] for key in ("objective", "gained", "displaced", "room_used", "cost_discounted")]
    assert figures == approx(wanted, rel=1e-9, abs=1e-9)
    counted = plan.options.table.groupby("indication").size().to_dict()
    assert counted == {key: count for key, count in expected["options"].items() if count}
    for indication, wanted_decision in expected["indications"].items():
        _decision(plan, indication, wanted_decision)
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


def test_calibration_of_example_7():
    # shares 0.2 / 0.3 / 0.5: 0.2/60,000 + 0.3/90,000 + 0.5/k = 1/73,600
    k = 0.5 / (1 / 73_600 - 0.2 / 60_000 - 0.3 / 90_000)
    assert k == approx(72_251.3, rel=1e-6)


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
