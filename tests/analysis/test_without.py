"""What one indication displaces, what the answer hangs on, and frontiers: cases worked by hand."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from exact import explorer
from small import indication, route, small

import planner
from planner.analysis.frontier import admission_order, frontier, grid
from planner.analysis.hangs_on import harmonic_mean, sensitivities
from planner.analysis.without import care_by_indication, displacement_by_indication, sum_and_total, without

EXAMPLES = Path(__file__).parents[1] / "data" / "examples"
approx = pytest.approx
CARE = {
    "care": "other",
    "spending": 100,
    "euro_per_qaly": 200_000,
    "max_share": 0.01,
    "observed_share": 1,
    "unit": "visits",
    "unit_cost": 100,
}
#: Displacing costs 5 QALYs per EUR million for the first, 10 for what follows.
RISING = [CARE, {"care": "other", "euro_per_qaly": 100_000, "max_share": 0.5, "unit": "visits", "unit_cost": 100}]


def full(*rows, care=(CARE,), budget=100, **settings) -> planner.Scenario:
    sheets = {
        "Frameworks": [{"framework": "MSZ", "year": 2026, "budget": budget, "baseline_care": 100}],
        "Care": list(care),
    }
    return small(*rows, sheets=sheets, **{"displacement_mode": "observed", **settings})


def test_what_comes_back_without_one_of_two():
    # A gains 30 for 1 million, B 20 for 1 million. Together they displace 1 + 1: 5 + 10 = 15 QALYs. Without either the
    # dearer million comes back: 10 QALYs, 10,000 visits.
    found = explorer(full(indication("A", qaly_gain=3), indication("B", qaly_gain=2), care=RISING))
    solved = without(found)
    table = displacement_by_indication(found, solved).set_index("indication")
    assert table["gained"].to_dict() == approx({"A": 30, "B": 20})
    assert table["displaced_euro"].to_dict() == approx({"A": 1, "B": 1})
    assert table["displaced_qalys"].to_dict() == approx({"A": 10, "B": 10})
    assert table["net_lost"].to_dict() == approx({"A": 20, "B": 10})
    assert table["ratio"].to_dict() == approx({"A": 1 / 3, "B": 1 / 2})
    assert list(table.index) == ["B", "A"]  # the league table: dearest first
    care = care_by_indication(found, solved).set_index("indication")
    assert care.loc["A", ["care", "unit"]].tolist() == ["other", "visits"]
    assert care.loc["A", ["euro", "qalys", "units"]].tolist() == approx([1, 10, 10_000])
    # They are marginal: 20 QALYs in all, where the plan displaces 15
    sums = sum_and_total(found, displacement_by_indication(found, solved)).set_index("figure")
    assert sums.loc["displaced_qalys", ["sum", "total", "difference"]].tolist() == approx([20, 15, 5])
    totals = found.plan.totals
    assert sums["total"].to_dict() == {
        "gained": totals.gained,
        "displaced_euro": totals.displaced_euro_sum,
        "displaced_qalys": totals.displaced,
        "room_qalys": totals.room_used,
        "net_lost": totals.net,
    }


def test_another_takes_the_place():
    # One of a patient group: A gains 30, B 25, both for 1 million that displaces 5. Without A nothing comes back but B enters.
    rows = indication("A", qaly_gain=3, patient_group="G"), indication("B", qaly_gain=2.5, patient_group="G")
    found = explorer(full(*rows, care=RISING))
    row = displacement_by_indication(found).iloc[0]
    assert (row["indication"], row["replaced_by"], row["freed"]) == ("A", "B", "")
    assert (row["gained"], row["gained_others"], row["displaced_qalys"]) == approx((30, 25, 0))
    assert (row["lost_elsewhere"], row["net_lost"], row["ratio"]) == approx((25, 5, 25 / 30))


def test_room_comes_back():
    # 3 million free, worth 5 QALYs each: without A 1 million is free again
    found = explorer(full(indication("A"), budget=103, room_value=1))
    row = displacement_by_indication(found).iloc[0]
    assert (row["displaced_euro"], row["room_euro"], row["room_qalys"], row["net_lost"]) == approx((0, 1, 5, 5))


def test_without_of_example_16():
    found = explorer(planner.read_scenario(EXAMPLES / "ex16.xlsx"))
    table = displacement_by_indication(found).set_index("indication")
    assert table["net_lost"].to_dict() == approx({"X": 40.3554 - 14.1177, "Y": 40.3554 - 36.1828}, rel=3e-5)
    # without X, Y starts earlier: from October 2026
    assert table["replaced_by"].to_dict() == {"X": "Y", "Y": ""}


def test_the_answer_at_other_values_of_displaced_care():
    # A: 8 QALYs for 1 million. At 73,600 it displaces 13.6, at 94,000 10.6: out. X: 12 QALYs: in at 94,000 only.
    care = {**CARE, "euro_per_qaly": 73_600, "max_share": 1}
    found = explorer(full(indication("A", qaly_gain=2), indication("X", qaly_gain=1.2), care=[care]))
    table = sensitivities(found).set_index(["question", "value"])
    assert table["error"].tolist() == [""] * 7
    assert table.loc[("euro_per_qaly", 73_600.0), "base"]
    nets = {value: table.loc[("euro_per_qaly", value), "net"] for value in (41_000.0, 73_600.0, 94_000.0)}
    assert nets == approx({41_000: 0, 73_600: 20 - 1e6 / 73_600, 94_000: 32 - 2e6 / 94_000})
    assert table.loc[("euro_per_qaly", 94_000.0), "enters"] == ["X"]
    assert table.loc[("euro_per_qaly", 41_000.0), "leaves"] == ["A"]
    assert table.loc[("room_value", 1.0), "otherwise"] == []
    assert table.loc[("displacement_mode", "optimal"), "net"] == approx(
        table.loc[("displacement_mode", "observed"), "net"]
    )


def test_the_mean_euro_per_qaly_is_weighted_by_share():
    # example 7: 0.2 / 60,000 + 0.3 / 90,000 + 0.5 / 72,251.3 = 1 / 73,600
    care = [
        {**CARE, "care": name, "spending": 10, "euro_per_qaly": cost, "observed_share": share}
        for name, cost, share in (("a", 60_000, 0.2), ("b", 90_000, 0.3), ("c", 72_251.3, 0.5))
    ]
    assert harmonic_mean(full(indication(), care=care)) == approx(73_600, rel=1e-6)


def test_frontier_against_the_budget():
    # no care: A (30 QALYs, 1 million) fits from 1 million on, B (50 QALYs, 2 million) takes its place at 2, both at 3
    rows = indication("A", qaly_gain=3), indication("B", qaly_gain=2.5, new_patients=20)
    scenario = full(*rows, displacement_mode="none")
    points = frontier(scenario, "budget", [-1, 0, 1, 2, 3])
    assert points["net"].tolist()[1:] == approx([0, 30, 50, 80])
    assert points["admits"].tolist() == [[], [], ["A"], ["B"], ["A", "B"]]
    assert "exceeded by EUR 1 million" in points["error"][0]
    order = admission_order(points).set_index("indication")
    assert order["enters"].to_dict() == {"A": 1, "B": 2}
    assert order["leaves"].to_dict() == approx({"A": 2, "B": float("nan")}, nan_ok=True)
    pd.testing.assert_frame_equal(points, frontier(explorer(scenario), "budget", [-1, 0, 1, 2, 3]))


def test_frontiers_of_the_other_settings():
    curve = {"max_discount": 0.2}
    lock = route("lock", price="negotiated", cost_effectiveness="required", lead_time_months=6)
    scenario = small(indication(qaly_gain=0.5, **curve), routes=[lock], years=2)
    # the ceiling is 80,000 x 0.5 = 40,000: 60 % off, and the supplier goes to 20 %
    assert frontier(scenario, "discount", [0, 0.4])["admitted"].tolist() == [0, 1]
    assert frontier(scenario, "reference_value", [1, 2])["admitted"].tolist() == [0, 1]
    # half a year of lead time costs half of 10 patients x 0.5 QALY
    cheap = scenario.with_changes(("Indications", "X", "max_discount", "set", 0.6))
    net = frontier(cheap, "lead_time", [-12, 0])["net"]
    assert net[0] - net[1] == approx(2.5)


def test_frontier_against_growth():
    # 100 million of medicines last year: at 0 % nothing of 1 million fits, at 1 % one, at 2 % both
    frame = [
        {"framework": "MSZ", "year": 2025, "baseline_drugs": 100},
        {"framework": "MSZ", "year": 2026, "budget": 1000, "baseline_drugs": 100, "drug_growth_limit": 0},
    ]
    scenario = small(indication("A"), indication("B"), sheets={"Frameworks": frame})
    assert frontier(scenario, "drug_growth_limit", [0, 0.01, 0.02])["admitted"].tolist() == [0, 1, 2]


def test_a_grid_of_two_settings():
    scenario = full(indication("A"), indication("B"), displacement_mode="none")
    table = grid(scenario, "budget", [0, 1], "discount", [0])
    assert table[["first", "second", "admitted"]].to_numpy().tolist() == [[0, 0, 0], [1, 0, 1]]


def test_a_setting_that_is_not_there():
    with pytest.raises(planner.UsageError, match="there is no setting"):
        frontier(full(indication()), "bugdet", [1])


def test_what_only_grows_in_share_is_named():
    """X takes one of the one and a half million that is left, Y half of its patients: without X it treats all of them."""
    rows = indication("X", qaly_gain=5), indication("Y", divisible=True), indication("Z", qaly_gain=0.1)
    found = displacement_by_indication(explorer(full(*rows, budget=101.5, displacement_mode="none"))).set_index(
        "indication"
    )
    assert found["gained_others"]["X"] == approx(5)
    assert (found["replaced_by"]["X"], found["for_more"]["X"], found["for_fewer"]["X"]) == ("Y", "Y", "")
    assert (found["replaced_by"]["Y"], found["for_more"]["Y"]) == ("", "")


def test_a_question_that_a_variant_asks_has_the_plan_of_that_variant(monkeypatch: pytest.MonkeyPatch):
    """Both said what is best where room counts for nothing, with other decisions: each was as good, within the gap."""

    def variant(name: str, table: str, row: str, column: str, operation: str, value: float) -> dict[str, object]:
        stated = {"table": table, "row": row, "column": column, "operation": operation, "value": value}
        return {"scenario": name, **stated}

    # a QALY costs 133,333: 0.705 times that is 94,000, in fewer digits than the model has
    sheets = {
        "Frameworks": [{"framework": "MSZ", "year": 2026, "budget": 200, "baseline_care": 200}],
        "Care": [
            CARE | {"observed_share": 0.5},
            CARE | {"care": "more", "euro_per_qaly": 100_000, "observed_share": 0.5},
        ],
        "Scenarios": [
            variant("no room", "Settings", "room_value", "value", "set", 0),
            variant("94,000", "Care", "*", "euro_per_qaly", "multiply", 0.70500000001),
            variant("almost 41,000", "Care", "*", "euro_per_qaly", "multiply", 0.31),
        ],
    }
    runs = planner.run(small(sheets=sheets, displacement_mode="observed", room_value=1))
    asked = []
    solve = planner.Explorer.changed

    def counted(explorer: planner.Explorer, scenario: planner.Scenario) -> planner.Plan:
        asked.append(scenario)
        return solve(explorer, scenario)

    monkeypatch.setattr(planner.Explorer, "changed", counted)
    found = sensitivities(explorer(runs.base.scenario), solved=runs.plans.values())
    kinds = [(scenario.settings.room_value, scenario.settings.displacement_mode) for scenario in asked]
    assert len(found) == 7
    assert kinds == [(1.0, "observed")] * 2 + [(1.0, "optimal")]  # 41,000, 73,600 and the least harmful care
    whole = sensitivities(explorer(runs.base.scenario))
    assert len(asked) == 3 + 5
    assert found["net"].tolist() == approx(whole["net"].tolist())
