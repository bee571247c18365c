"""Every question under objectives other than net QALYs, by hand: health stays in QALYs, what the plan loses in its own unit."""

from __future__ import annotations

from typing import Any

import pytest
from small import indication, small
from test_objectives import choice

import planner
from planner.analysis.beaten import forced_in, interchangeable
from planner.analysis.compared import reached, welfare
from planner.analysis.frontier import frontier
from planner.analysis.hangs_on import sensitivities
from planner.analysis.marginal import marginal_values
from planner.analysis.prices import walk_away
from planner.analysis.without import displacement_by_indication, sum_and_total, without

approx = pytest.approx
#: By objective what else its settings need. See ``choice``: A 3 million, 40 QALYs; B 1, 15; C 2, 24 (weight 2); room of 2
#: million, then "young" care at 8 QALYs a million (weight 3, 4 million of it) and "old" at 10.
BENEFIT = {"objective": "net_monetary_benefit", "qaly_value": 80_000}
LEAST = {"objective": "least_spending", "health_target": 54}
#: Net QALYs first, then the least spending.
PAIR = {"objective": "lexicographic", "second_objective": "least_spending"}


def explored(**settings: Any) -> planner.Explorer:
    return planner.Explorer(choice(**settings), mip_gap=0)


#: By objective, for each admitted indication: gained, of others, displaced, room [QALYs], net, and by the objective.
COSTS = {
    # all three, 6 million, 4 of it displaces: each gives way to "young" alone
    "qalys_gained": ({}, {"A": (40, 0, 24, 0, 16, 40), "B": (15, 0, 8, 0, 7, 15), "C": (24, 0, 16, 0, 8, 24)}),
    # "old" goes first; C counts 48: 48 - 20 = 28
    "weighted_qalys": ({}, {"A": (40, 0, 30, 0, 10, 10), "B": (15, 0, 10, 0, 5, 5), "C": (24, 0, 20, 0, 4, 28)}),
    # A and B, 4 million: without A 2 million of care and 1 of room come back; A 3.2 - 3, B 1.2 - 1
    "net_monetary_benefit": (BENEFIT, {"A": (40, 0, 16, 8, 16, 0.2), "B": (15, 0, 8, 0, 7, 0.2)}),
    # A and B; without B: A and C, 1 million dearer; C brings 24 and displaces 8 more. There is no plan without A.
    "least_spending": (LEAST, {"B": (15, 24, -8, 0, -1, 1)}),
}


@pytest.mark.parametrize("objective", COSTS)
def test_what_each_costs_others_is_in_health_and_what_the_plan_loses_in_the_unit_of_the_objective(
    objective: str,
) -> None:
    settings, expected = COSTS[objective]
    explorer = explored(**{"objective": objective, **settings})
    table = displacement_by_indication(explorer)
    names = ["gained", "gained_others", "displaced_qalys", "room_qalys", "net_lost", "objective_lost"]
    found = {row["indication"]: tuple(row[names]) for _, row in table.iterrows()}
    assert found.keys() == expected.keys()
    for name, figures in expected.items():
        assert found[name] == approx(figures, abs=1e-6), name
    totals = sum_and_total(explorer, table).set_index("figure")
    assert totals.loc["gained", "sum"] == approx(sum(figures[0] for figures in expected.values()))
    assert totals.loc["gained", "total"] == approx(explorer.plan.totals.gained)


def test_what_a_limit_is_worth_is_in_the_unit_of_the_objective() -> None:
    # A million more: nothing where all is admitted and what gives way does not count; 10 weighted QALYs of "old" care
    assert marginal_values(explored(objective="qalys_gained"))["exact"].tolist() == approx([0, 0])
    weighted = marginal_values(explored(objective="weighted_qalys"))
    assert weighted[["dual", "exact"]].to_numpy().tolist() == [approx([10, 10])] * 2
    # A hard framework with room of 2 million: B alone brings 0.2; with 3 million A or B, no more. By shares A: 0.2 / 3.
    hard = marginal_values(explored(displacement_mode="none", **BENEFIT))
    assert hard[["dual", "exact"]].to_numpy().tolist() == [approx([0.2 / 3, 0], abs=1e-9)] * 2
    # 54 QALYs at least: A and B, whatever the room
    assert marginal_values(explored(**LEAST))["exact"].tolist() == approx([0, 0])


def test_what_a_budget_reaches_is_the_objective() -> None:
    # hard: with 2 million more room A and B fit (4 million: 0.4), now B (0.2)
    found = frontier(explored(displacement_mode="none", **BENEFIT), "budget", [0.0, 2.0])
    assert found["objective"].tolist() == approx([0.2, 0.4])
    # the least spending for 24 QALYs: C, 2 million, whatever the budget
    found = frontier(explored(objective="least_spending", health_target=24), "budget", [0.0, 2.0])
    assert found["objective"].tolist() == approx([-2, -2])
    # weighted: 43, less nothing of the plan that changes nothing, plus its room of 2 million at 10; 1 million more is 10
    plan = explored(objective="weighted_qalys").plan
    assert reached(plan) == approx(43 + 20)
    assert welfare(plan) == approx(79 - 40)


#: By objective the highest prices.
PRICES = {
    # as long as all that must be admitted to be as good fits 10 million: A alone (40) beats B and C (39); B needs both others
    "qalys_gained": ({}, {"A": 1_000_000, "B": 500_000, "C": 700_000}),
    "net_monetary_benefit": (BENEFIT, {"A": 320_000, "B": 120_000, "C": 192_000}),
    # no plan without A: what B (1 million) leaves of 10. B against C, beside A; C against B.
    "least_spending": (LEAST, {"A": 900_000, "B": 200_000, "C": 100_000}),
}


@pytest.mark.parametrize("objective", PRICES)
def test_the_highest_price_by_the_objective(objective: str) -> None:
    settings, expected = PRICES[objective]
    table = walk_away(explored(**{"objective": objective, **settings})).set_index("indication")
    assert table["walk_away"].to_dict() == approx(expected, rel=1e-5)
    assert table["proven"].all()


def test_the_price_is_estimated_by_the_objective() -> None:
    table = walk_away(explored(**BENEFIT), exact=False).set_index("indication")
    assert table["walk_away"].to_dict() == approx(PRICES["net_monetary_benefit"][1], rel=1e-6)


def test_a_price_that_is_no_straight_line_of_what_must_fit() -> None:
    # It happens with chance 0.5 and saves 60,000 a patient: of 10 patients (p - 60,000) must fit 1 million, or nothing.
    frame = [{"framework": "MSZ", "year": 2026, "budget": 1}]
    saving = indication(offset_cost=60_000, p_registered=0.5)
    scenario = small(saving, sheets={"Frameworks": frame}, budget_basis="committed")
    assert walk_away(planner.Explorer(scenario, mip_gap=0))["walk_away"].tolist() == approx([160_000], rel=1e-5)


def test_what_the_answer_hangs_on_is_what_the_objective_counts() -> None:
    def asked(**settings: Any) -> list[tuple[str, Any]]:
        table = sensitivities(explored(**settings))
        return list(zip(table["question"], table["value"], strict=True))

    modes = [("displacement_mode", "observed"), ("displacement_mode", "optimal")]
    net = [("objective", "net_qalys")]
    assert asked(objective="qalys_gained") == modes + net
    assert asked(**BENEFIT) == [("qaly_value", value) for value in (20_000, 50_000, 80_000)] + modes + net
    assert asked(**LEAST) == [("health_target", approx(value)) for value in (48.6, 54, 59.4)] + modes + net
    # at EUR 50,000 a QALY nothing is worth its price; by net QALYs C is in too
    table = sensitivities(explored(**BENEFIT)).set_index(["question", "value"])
    assert table.loc[("qaly_value", 50_000.0), "leaves"] == ["A", "B"]
    assert table.loc[("objective", "net_qalys"), "enters"] == ["C"]
    assert table.index[table["base"]].tolist() == [("qaly_value", 80_000.0), ("displacement_mode", "optimal")]


def test_a_displacement_that_the_care_cannot_tell_is_not_asked() -> None:
    # nothing is displaced, so that care of 8 million beside a baseline of 7 is no problem; any displacement needs the baseline
    frames = [{"framework": "MSZ", "year": 2026, "budget": 12, "baseline_care": 7}]
    care = [{"care": "other", "spending": 8, "observed_share": 1, "euro_per_qaly": 100_000, "max_share": 1}]
    scenario = small(sheets={"Frameworks": frames, "Care": care}, objective="qalys_gained")
    table = sensitivities(planner.Explorer(scenario, mip_gap=0))
    assert table["question"].tolist() == ["objective"]


def test_room_that_is_carried_over_counts_once() -> None:
    # room of 2 million in both years, all of it carried over: 4 million in 2027, of which 1 is used. 10 QALYs gained.
    frames = [
        {"framework": "MSZ", "year": 2026 + t, "budget": 12, "baseline_care": 10, "carry_over_share": 1}
        for t in range(2)
    ]
    care = [{"care": "other", "spending": 4, "observed_share": 1, "euro_per_qaly": 200_000, "max_share": 1}]
    late = indication(available_from="2027-01-01")
    scenario = small(late, years=2, sheets={"Frameworks": frames, "Care": care}, displacement_mode="observed",
                     room_value=1, discount_rate_effects=0)  # fmt: skip
    plan = planner.optimise(scenario)
    assert plan.totals.net == approx(10 - 5)
    assert welfare(plan) == approx(10 + 5 * 3)


def test_a_plan_that_is_worse_by_the_second_of_a_pair_is_no_tie() -> None:
    # A and B bring 10 QALYs each and exclude each other; B costs 2 million, A 1: the least spending decides for A
    rows = indication("A", patient_group="G"), indication("B", patient_group="G", list_price=200_000)
    for settings, ties in ((PAIR, []), ({}, ["A", "B"])):
        explorer = planner.Explorer(small(*rows, **settings), mip_gap=0)
        assert list(explorer.plan.decisions["decision"]) == ["admit", "not_admitted"]
        forced = {"B": explorer.best(forced={"B"})}
        assert interchangeable(explorer, without(explorer).best, forced)["indication"].tolist() == ties


def test_of_plans_without_an_indication_the_second_of_a_pair_decides() -> None:
    # A brings 12 QALYs; without it B and C bring 10 each, B for 2 million and C for 1
    rows = [
        indication("A", patient_group="G", qaly_gain=1.2),
        indication("B", patient_group="G", list_price=200_000),
        indication("C", patient_group="G"),
    ]
    explorer = planner.Explorer(small(*rows, **PAIR), mip_gap=0)
    assert displacement_by_indication(explorer)["replaced_by"].tolist() == ["C"]


def test_what_is_as_good_by_both_objectives_of_a_pair_is_found_beside_what_is_as_good_by_the_first() -> None:
    # A: 20 QALYs for 2 million. B with D: the same. B with C: 20 QALYs too, for 3 million.
    rows = [indication("A", qaly_gain=2, list_price=200_000), indication("B"), indication("C", list_price=200_000)]
    apart = [{"kind": "excludes", "subject": one, "object": two} for one, two in ("AB", "AC", "AD", "CD")]
    explorer = planner.Explorer(small(*rows, indication("D"), sheets={"Relations": apart}, **PAIR), mip_gap=0)
    assert explorer.plan.decisions.set_index("indication")["decision"].eq("admit").to_dict()["A"]
    found = interchangeable(explorer, without(explorer).best, forced_in(explorer)).set_index("indication")
    assert found["instead"].to_dict() == {"A": "left_out", "B": "admitted", "D": "admitted"}


def test_health_that_must_be_gained_where_nothing_can_be_decided_names_its_cell() -> None:
    late = indication(available_from="2030-01-01")
    with pytest.raises(planner.InfeasibleError) as found:
        planner.optimise(small(late, objective="least_spending", health_target=10))
    assert [one.family for one in found.value.collisions] == ["health_target"]
