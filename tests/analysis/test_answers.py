"""Reasons with re-solves, ties, marginal values, collisions, and all answers together: cases worked by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from exact import explorer
from small import indication, route, small

import planner
from planner.analysis.answers import answer, budgets
from planner.analysis.beaten import forced_in, full_reasons, interchangeable, left_out
from planner.analysis.infeasible import explain
from planner.analysis.marginal import duals, marginal_values
from planner.analysis.without import without

EXAMPLES = Path(__file__).parents[1] / "data" / "examples"
approx = pytest.approx
CARE = {"care": "other", "spending": 100, "euro_per_qaly": 100_000, "max_share": 1, "observed_share": 1}


def tight(*rows, budget=101.0, care=(), **settings) -> planner.Scenario:
    frame = [{"framework": "MSZ", "year": 2026, "budget": budget, "baseline_care": 100}]
    return small(*rows, sheets={"Frameworks": frame, "Care": list(care)}, **settings)


def test_beaten_by_another():
    # room for one of two that cost 1 million: A gains 20, X 10; with X forced in A leaves and 10 QALYs are lost
    found = explorer(tight(indication("A", qaly_gain=2), indication("X")))
    table = left_out(found)
    row = table.iloc[0]
    assert (row["indication"], row["possible"], row["leaves"], row["otherwise"]) == ("X", True, "A", "")
    assert row["net_lost"] == approx(10)
    reason = full_reasons(found, table).set_index("indication").loc["X"]
    assert (reason["code"], reason["leaves"], reason["limit_family"]) == ("beaten", "A", "framework")


def test_no_room_in_any_plan():
    # 2 million where 1 fits: nothing can leave for it
    found = explorer(tight(indication("X", new_patients=20)))
    table = left_out(found)
    assert table["possible"].tolist() == [False]
    assert full_reasons(found, table)["code"].tolist() == ["no_room"]


def test_excluded_by_a_relation():
    relations = [{"kind": "excludes", "subject": "A", "object": "X"}]
    scenario = small(indication("A", qaly_gain=2), indication("X"), sheets={"Relations": relations})
    found = explorer(scenario)
    assert full_reasons(found, left_out(found)).set_index("indication").loc["X", "code"] == "excluded"


def test_equally_good_plans():
    # A and B are alike and one fits: B may take A's place at the same cost
    found = explorer(tight(indication("A"), indication("B")))
    ties = interchangeable(found, without(found).best, forced_in(found))
    assert ties.to_dict("list") == {
        "indication": ["A", "B"],
        "instead": ["left_out", "admitted"],
        "changes": ["B", "A"],
        "cost": approx([0, 0]),
    }


def test_no_equally_good_plan():
    found = explorer(tight(indication("A", qaly_gain=2), indication("B")))
    assert not len(interchangeable(found, without(found).best, forced_in(found)))


def test_marginal_values_of_a_budget():
    # 1 million of room, worth 10 QALYs per million in shares: A (1 million, 20 QALYs) is in; X (2 million, 20 QALYs) needs two
    found = explorer(tight(indication("A", qaly_gain=2), indication("X", new_patients=20)))
    table = marginal_values(found).set_index(["family", "year"])
    assert table.loc[("framework", 2026), ["dual", "exact"]].tolist() == approx([10, 0])
    wider = explorer(tight(indication("A", qaly_gain=2), indication("X", new_patients=20), budget=102))
    assert marginal_values(wider).set_index(["family", "year"]).loc[("framework", 2026), "exact"] == approx(20)


def test_marginal_values_where_nothing_can_be_decided():
    # no route is open: a million more of room is worth what care gains with it, 10 QALYs; there is no LP
    found = explorer(
        tight(indication(files_from="none"), routes=[route()], care=[CARE], room_value=1, displacement_mode="observed")
    )
    assert not len(found.options)
    table = marginal_values(found).set_index(["family", "year"])
    assert table.loc[("framework", 2026), "exact"] == approx(10)
    assert table["dual"].isna().all()


def test_budgets_tried_are_shares_of_what_is_spent_or_of_the_room():
    spends = explorer(tight(indication(new_patients=100), budget=250))
    nothing = explorer(tight(indication(files_from="none"), budget=250))
    assert budgets(spends.plan) == [-10, -5, -2, 0, 2, 5, 10]
    assert budgets(nothing.plan) == [-150, -80, -40, 0, 40, 80, 150]


def test_marginal_value_of_displacement():
    # no room: 1 million more displaces 1 million less, 10 QALYs
    found = explorer(tight(indication(qaly_gain=3), budget=100, care=[CARE], displacement_mode="observed"))
    row = marginal_values(found).set_index(["family", "year"]).loc[("framework", 2026)]
    assert row[["dual", "exact"]].tolist() == approx([10, 10])
    assert duals(found)["dual"].sum() == approx(10)


def test_marginal_values_of_growth_and_dossiers():
    frame = [
        {"framework": "MSZ", "year": 2025, "baseline_drugs": 100},
        {"framework": "MSZ", "year": 2026, "budget": 1000, "baseline_drugs": 100, "drug_growth_limit": 0.01},
    ]
    rows = indication("A", qaly_gain=2), indication("B")
    way = [route(dossiers_per_year=2)]
    table = marginal_values(explorer(small(*rows, routes=way, sheets={"Frameworks": frame}))).set_index("family")
    # one point more is 1 million more: B's 10 QALYs; a third dossier brings nothing
    assert table.loc["growth", ["dual", "exact"]].tolist() == approx([10, 10])
    assert table.loc["dossiers", ["dual", "exact"]].tolist() == approx([0, 0])


@pytest.mark.parametrize("product", ["P", 'The "P" of O\'Neill'])
def test_marginal_values_of_resources_and_spending_caps(product: str):
    # 10 of 15 chairs go to A; one more chair is worth a tenth of B's 10 QALYs in shares, nothing in whole indications.
    # C and D of product P cost a million each: the cap of 1 million takes the better, one million more the other (5 QALYs).
    rows = (
        indication("A", qaly_gain=2), indication("B"), indication("C", product=product),
        indication("D", qaly_gain=0.5, product=product),
    )  # fmt: skip
    uses = [{"indication": name, "resource": "chairs", "use": 1} for name in "AB"]
    sheets = {
        "Resources": [{"resource": "chairs", "year": 2026, "capacity": 15}],
        "ResourceUse": uses,
        "Relations": [{"kind": "spending_cap", "subject": product, "object": "product", "number": 1}],
    }
    table = marginal_values(explorer(small(*rows, sheets=sheets))).set_index("family")
    assert table.loc["resource", ["name", "dual", "exact"]].tolist() == ["chairs", approx(1), approx(0)]
    assert table.loc["spending_cap", ["name", "dual", "exact"]].tolist() == [product, approx(5), approx(5)]


def test_an_earlier_start_may_be_worth_less_than_nothing():
    # example 12: with the earliest start after 18 months 5 of the 10 million fit in the last year: 49.2611 QALYs. A month
    # less takes 5.83 million, where 5.5 fit: nothing is left.
    found = explorer(planner.read_scenario(EXAMPLES / "ex12_lead18.xlsx"))
    row = marginal_values(found).set_index("family").loc["lead_time"]
    assert row["exact"] == approx(-49.2611, rel=1e-5)


def test_a_baseline_above_its_framework():
    found = explain(tight(indication(), budget=97))
    assert not found.feasible
    assert [collision.excess for collision in found.screen] == approx([3])
    row = found.rows.iloc[0]
    assert (row["family"], row["name"], row["year"], row["sheet"]) == ("framework", "MSZ", 2026, "Frameworks")
    assert (row["collides"], row["relax_by"], found.relaxation) == (True, approx(3, abs=1e-5), approx(3, abs=1e-5))


def test_protected_care_leaves_no_room():
    care = [{**CARE, "protected": True}]
    found = explain(tight(indication(), budget=97, care=care, displacement_mode="observed"))
    assert found.rows["relax_by"].tolist() == approx([3], abs=1e-5)


def test_forced_in_above_the_growth_ceiling():
    # A and B must be in: 2 million, where 1 % of 100 leaves 1 million
    frame = [
        {"framework": "MSZ", "year": 2025, "baseline_drugs": 100},
        {"framework": "MSZ", "year": 2026, "budget": 1000, "baseline_drugs": 100, "drug_growth_limit": 0.01},
    ]
    relations = [{"kind": "force_in", "subject": name} for name in ("A", "B")]
    found = explain(small(indication("A"), indication("B"), sheets={"Frameworks": frame, "Relations": relations}))
    assert found.screen == ()  # no limit is broken by existing spending alone
    rows = found.rows.set_index("family")
    assert rows.loc["growth", "relax_by"] == approx(1, abs=1e-5)
    assert found.rows["collides"].all()
    assert sorted(found.rows["family"]) == ["growth", "relation", "relation"]
    assert found.relaxation == approx(1, abs=1e-5)


def test_a_feasible_scenario_needs_no_explanation():
    found = explain(tight(indication()))
    assert (found.feasible, len(found.rows), found.relaxation) == (True, 0, 0)


def test_all_answers_of_example_16_agree_with_the_plan():
    told: list[str] = []
    found = answer(planner.read_scenario(EXAMPLES / "ex16.xlsx"), progress=told.append)
    totals = found.plan.totals
    assert totals.net == approx(40.3554, rel=1e-6)
    assert found.sums.set_index("figure")["total"].to_dict() == approx(
        {
            "gained": totals.gained,
            "displaced_euro": totals.displaced_euro_sum,
            "displaced_qalys": totals.displaced,
            "room_qalys": totals.room_used,
            "net_lost": totals.net,
        }
    )
    assert found.displacement["gained"].sum() == approx(totals.gained)
    assert found.first_year["spending"].sum() == approx(totals.spending_sum)
    base = found.frontier[found.frontier["value"] == 0].iloc[0]
    assert base["net"] == approx(totals.net)
    same = found.sensitivities[found.sensitivities["base"]]
    assert same["net"].tolist() == approx([totals.net] * len(same))
    assert same["net_sum"].tolist() == approx([totals.net_sum] * len(same))
    # 2 dossiers a year: 41.9554
    dossiers = found.marginal.set_index("family").loc["dossiers", "exact"]
    assert dossiers == approx(41.9554 - 40.3554, rel=1e-4)
    assert found.ratio > 0
    assert any("walk-away" in text for text in told)
