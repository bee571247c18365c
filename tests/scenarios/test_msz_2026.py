"""msz-2026: calibrated as it says, nobody counted twice, and limits that bind."""

from __future__ import annotations

from importlib import import_module

import pandas as pd
import pytest
import shipped

import planner
from planner.analysis.reasons import reasons
from planner.scenario.variants import variants


@pytest.fixture(scope="module")
def scenario() -> planner.Scenario:
    return shipped.read("msz-2026")


@pytest.fixture(scope="module")
def plan(scenario: planner.Scenario) -> planner.Plan:
    return planner.optimise(scenario)


def harmonic_mean(scenario: planner.Scenario) -> float:
    first = scenario.table("Care").drop_duplicates("care")
    open_care = first[~first["protected"]]
    shares = open_care["observed_share"] / open_care["observed_share"].sum()
    return float(1 / (shares / open_care["euro_per_qaly"]).sum())


def test_displaced_care_costs_73_600_euro_per_qaly_on_average(scenario: planner.Scenario) -> None:
    assert harmonic_mean(scenario) == pytest.approx(73_600, rel=1e-12)


def test_the_calibration_solves_the_category_of_which_nothing_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Worked example 7: shares 0.2, 0.3 and 0.5 at 60,000, 90,000 and k; care that is protected does not count."""
    netherlands = import_module("scenarios.make.netherlands")
    known = {"a": (0.2, 60_000, False), "b": (0.3, 90_000, False), "k": (0.5, None, False), "safe": (0.4, 10_000, True)}
    care = {name: (name, 1_000, share, cost, "", 1, safe) for name, (share, cost, safe) in known.items()}
    monkeypatch.setattr(netherlands, "CARE", care)
    assert netherlands.solved_value() == pytest.approx(72_251.3, rel=1e-6)


@pytest.mark.parametrize(("variant", "value"), [("41.000 per QALY", 41_000), ("94.000 per QALY", 94_000)])
def test_the_variants_of_the_euro_per_qaly(scenario: planner.Scenario, variant: str, value: float) -> None:
    changed = variants(scenario)[variant]
    assert isinstance(changed, planner.Scenario)
    assert harmonic_mean(changed) == pytest.approx(value, rel=1e-12)


def test_sluis_2025_has_the_same_care() -> None:
    assert harmonic_mean(shipped.read("sluis-2025")) == pytest.approx(73_600, rel=1e-12)


def test_the_care_that_is_displaced_most_is_the_care_that_was_observed_so(scenario: planner.Scenario) -> None:
    care = scenario.table("Care").drop_duplicates("care").set_index("care")
    named = care.drop(index="overig")["observed_share"].sort_values(ascending=False)
    assert set(named.index[:3]) == {"infectie", "zenuwstelsel", "oog_oor"}
    assert care["observed_share"].sum() == pytest.approx(1)
    assert (care.loc[care["protected"], "max_share"] == 0).all()


def test_further_segments_lose_more(scenario: planner.Scenario) -> None:
    values = scenario.table("Care").groupby("care", sort=False)["euro_per_qaly"]
    assert (values.last() <= values.first()).all()
    assert (values.size() == 2).sum() == 3


def test_units_cost_what_the_costing_manual_says(scenario: planner.Scenario) -> None:
    cost = scenario.table("Care").groupby("unit")["unit_cost"].first().to_dict()
    # Cataract operations: 1,200 euro in 2014, times 1.269 to the prices of 2023.
    assert cost.pop("staaroperaties") == pytest.approx(1_200 * 1.269, abs=0.5)
    assert cost == {"verpleegdagen": 668, "polikliniekbezoeken": 125, "dagbehandelingen": 348, "IC-dagen": 2_831}


def test_the_framework_leaves_a_small_room_and_medicines_may_grow_by_five_per_cent(scenario: planner.Scenario) -> None:
    rows = scenario.table("Frameworks").set_index("year")
    plan_years = rows.loc[2026:]
    room = plan_years["budget"] - plan_years["baseline_care"] - plan_years["baseline_drugs"]
    assert room.round(6).to_list() == [40, 50, 60, 70, 80, 90, 100, 110, 120, 130]
    assert (plan_years["drug_growth_limit"] == 0.05).all()
    assert (plan_years["baseline_drugs"].pct_change().dropna() < 0.03).all()


def test_nobody_is_counted_twice(scenario: planner.Scenario, plan: planner.Plan) -> None:
    groups = scenario.table("Indications").set_index("indication")["patient_group"].dropna()
    assert set(groups.index[groups == "MM-4L"]) == {"MM-4L-CARVYKTI", "MM-4L-TECVAYLI"}
    taken = plan.decisions.set_index("indication").loc[groups.index, "decision"] == "admit"
    assert groups[taken].is_unique


def test_the_plan_is_proven_to_its_gap(plan: planner.Plan) -> None:
    assert plan.outcome.stopped in ("optimal", "gap")
    assert plan.outcome.gap <= 1e-3 + 1e-9
    assert plan.audit.ok


def test_growth_limit_framework_and_dossiers_bind(plan: planner.Plan) -> None:
    years = plan.spending.set_index("year")
    left = years["growth_ceiling"] - years["growth_used"]
    # Decisions are whole: what is left is less than any of them would take.
    assert (left < 1.0).sum() >= 2
    assert left.iloc[0] > 5
    assert (years["pressure"] > 0).sum() >= 5
    assert years["room"].iloc[0] > 0
    full = plan.limits[plan.limits["binding"].astype(bool)]
    assert (full["family"] == "dossiers").any()


def test_the_plan_tells_more_than_one_story(plan: planner.Plan) -> None:
    codes = reasons(plan).set_index("indication")["code"]
    counts = codes.value_counts()
    assert {"worth_it", "later", "too_dear", "loses", "no_room", "no_route", "stays"} <= set(counts.index)
    assert counts["later"] >= 4
    assert codes[["ASMD", "MM-4L-CARVYKTI", "BC-HER2LOW"]].to_list() == ["too_dear"] * 3
    assert codes[["ALZ-LEQEMBI", "ACH-VOXZOGO"]].to_list() == ["no_route"] * 2


def test_how_many_there_are(scenario: planner.Scenario) -> None:
    rows = scenario.table("Indications")
    candidates = rows[rows["status"] == "candidate"]
    synthetic = candidates["name"].str.startswith("Synthetisch")
    assert (len(candidates), synthetic.sum(), (rows["status"] == "reimbursed").sum()) == (40, 28, 13)


def test_conditional_admission_stays_within_its_36_million(plan: planner.Plan) -> None:
    """36 million a year, of which 12 are assumed to be running until 2028; the firms apply, the evidence fits the term."""
    line = plan.limits[plan.limits["family"] == "budget_line"].set_index("year")
    assert line["limit"].to_list() == [24.0] * 3 + [36.0] * 7
    assert (line["used"] <= line["limit"] + 1e-6).all()
    assert line["used"].max() > 1
    routes = plan.decisions.set_index("indication")["route"].dropna()
    conditional = routes[routes.isin(["vt", "vt_14"])]
    years = plan.scenario.table("Indications").set_index("indication")["evidence_years"]
    assert len(conditional) >= 2
    assert (years[conditional.index[conditional == "vt"]] <= 7).all()
    assert (years[conditional.index[conditional == "vt_14"]] > 7).all()


@pytest.mark.slow
def test_every_variant_has_a_plan(scenario: planner.Scenario) -> None:
    runs = planner.run(scenario)
    assert set(runs.plans) == {"base", *runs.variants}
    net = pd.Series({name: plan.totals.net for name, plan in runs.plans.items()})
    slack = 1.002  # each plan is proven to a gap of 0.1 %
    assert net["Groeigrens 3%"] < net["base"] < net["Groeigrens 7%"] * slack
    assert net["41.000 per QALY"] < net["base"] < net["94.000 per QALY"] * slack
    assert net["base"] < net["Optimale verdringing (ondergrens)"] * slack
    assert net["Geen verdringing"] < net["Ruimte telt niet"]
    assert net["base"] < net["De helft opgevangen"] * slack
