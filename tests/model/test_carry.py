"""Room that goes on to the next year: by hand, worked examples 14 and 22, and that it is carried once."""

from __future__ import annotations

import pytest
from small import indication, route, small
from stated import solved, stated

import planner

approx = pytest.approx


def years(*budgets: float | None, share: float | None = 1, base: float = 0, **more) -> list[dict]:
    return [
        {"framework": "MSZ", "year": 2026 + t, "budget": b, "baseline_care": base, "carry_over_share": share, **more}
        for t, b in enumerate(budgets)
    ]


def late(cost: float = 12, **more) -> dict:
    """One start only (2026), no patients in the first year; then 12 at EUR 1 million each and a QALY each."""
    return indication("X", new_patients=cost, uptake="late", list_price=1_000_000, **more)


UPTAKE = [{"curve": "late", "year": 1, "share": 0}, {"curve": "late", "year": 2, "share": 1}]


def carried(frameworks: list[dict], *medicines: dict, **settings):
    once = route(open_to=2026)
    sheets = {"Frameworks": frameworks, "Uptake": UPTAKE}
    return solved(small(*(medicines or (late(),)), routes=[once], sheets=sheets, years=len(frameworks), **settings))


def test_example_14_carry_over():
    # Budget 100, 100; base 90, 95; cost 0, 12: room in year 1 = 5 + 10 carried = 15.
    frameworks = years(100, 100)
    frameworks[0]["baseline_care"], frameworks[1]["baseline_care"] = 90, 95
    found = carried(frameworks)
    assert found.shares == {"X": 1}
    use = found.evaluator.use(found.choice)
    assert use.carry.tolist() == [[0, 10]]
    assert use.room[0].tolist() == approx([10, 3])
    frameworks[1]["carry_over_share"] = 0
    assert carried(frameworks).shares == {}


def test_a_part_of_the_room_is_carried():
    # 12 is needed in 2027 beside a budget of 5: 0.7 of 10 carried is just enough, 0.6 is not.
    assert carried(years(10, 5, share=0.7)).shares == {"X": 1}
    assert carried(years(10, 5, share=0.6)).shares == {}


def test_nothing_is_carried_twice():
    # Room of 2026 (10) may be used in 2027 only: 2028 has its own 5 and what 2027 leaves of its own 5.
    slow = [{"curve": "late", "year": n, "share": s} for n, s in ((1, 0), (2, 0), (3, 1))]
    sheets = {"Frameworks": years(10, 5, 5), "Uptake": slow}

    def best(cost: float):
        return solved(small(late(cost), routes=[route(open_to=2026)], sheets=sheets, years=3)).shares

    assert best(10) == {"X": 1}
    assert best(11) == {}


def test_nothing_is_carried_beside_a_year_without_a_budget():
    evaluator = stated(small(late(), years=3, sheets={"Frameworks": years(10, None, 5), "Uptake": UPTAKE}))
    assert len(evaluator.limits.carry) == 0


def test_what_breaks_the_year_carries_nothing():
    # In 2026 nothing is left (pressure of 2 on care): 2027 has its own 10 only.
    care = [{"care": "C", "euro_per_qaly": 100_000, "spending": 20, "max_share": 1, "observed_share": 1}]
    costly = indication("X", new_patients=12, list_price=1_000_000)
    sheets = {"Frameworks": years(10, 10, base=0, baseline_drugs=0), "Care": care}
    for row in sheets["Frameworks"]:
        row.update(budget=30, baseline_care=20)
    scenario = small(costly, sheets=sheets, years=2, displacement_mode="observed", room_value=1)
    evaluator = stated(scenario)
    use = evaluator.use([0])
    assert use.pressure[0].tolist() == approx([2, 2])
    assert use.carry.tolist() == [[0, 0]]


def headroom(qaly: float, uptake: list[float]):
    """Two years with room of 10 each, all of it carried; loss 10 QALY per million, room worth as much."""
    care = [{"care": "C", "euro_per_qaly": 100_000, "spending": 50, "max_share": 1, "observed_share": 1}]
    curve = [{"curve": "u", "year": n + 1, "share": s} for n, s in enumerate(uptake)]
    medicine = indication("X", new_patients=10, list_price=1_000_000, qaly_gain=qaly, uptake="u")
    sheets = {"Frameworks": years(60, 60, base=50), "Care": care, "Uptake": curve}
    return small(
        medicine, routes=[route(open_to=2026)], sheets=sheets, years=2, displacement_mode="observed", room_value=1
    )


def test_example_22_carried_room_is_valued_once():
    # Spending 10 in 2026 uses room that would have been carried: 10 x 10 / 1.015 = 98.5222 QALY in 2027, not 100 in 2026 as well.
    # One patient group of 10 at EUR 1 million in 2026 only: a treatment of one year, none later.
    scenario = headroom(1, [1.0, 1.0])
    one_year = scenario.with_changes(("Indications", "X", "patient_growth", "set", -1))
    evaluator = stated(one_year)
    assert evaluator.options.cost[0].tolist() == [10, 0]
    worth = evaluator.worth([0])
    assert worth.room_used == approx(98.5222, rel=1e-6)
    assert worth.gained == approx(10)
    assert evaluator.reference.carry.tolist() == [[0, 10]]
    assert evaluator.reference.own_room.tolist() == [[0, 20]]


@pytest.mark.parametrize("qaly", [5, 9.9, 10.2, 15, 30])
@pytest.mark.parametrize("share", [0, 0.5, 1])
def test_the_solver_and_plain_arithmetic_agree_on_carried_room(qaly, share):
    # solved() compares the solver's objective with the exact evaluation of the plan it found.
    scenario = headroom(qaly, [0.5, 1.0]).with_changes(("Frameworks", "*", "carry_over_share", "set", share))
    found = solved(scenario)
    evaluator = found.evaluator
    alone = evaluator.worth([0]).net
    assert found.net == approx(max(0.0, alone), abs=1e-6)


def test_what_a_million_more_is_worth_where_room_is_carried():
    # A, in 2026 only, costs 10 for 10 QALYs; X, in 2027 only, 15 for 30; both in shares. Budgets 10 and 10, all carried: half of
    # A, and X; a million more in either year is a tenth of A: 1. Budgets 12 and 10, 0.4 carried: A, and X with 10.8; a million
    # more in 2027 is 2 / 1.015 QALY, and in 2026, where A is whole, 0.4 of that.
    both = [
        indication("A", list_price=1_000_000, patient_growth=-1, divisible=True),
        late(15, qaly_gain=2, divisible=True),
    ]
    for first, share, worth in ((10, 1, [1, 1]), (12, 0.4, [0.4 * 2 / 1.015, 2 / 1.015])):
        sheets = {"Frameworks": years(first, 10, share=share), "Uptake": UPTAKE}
        plan = planner.optimise(small(*both, routes=[route(open_to=2026)], sheets=sheets, years=2), mip_gap=0)
        assert plan.limits.loc[plan.limits["family"] == "framework", "marginal"].tolist() == approx(worth)
    # Example 14: X needs 12 of the 15 that there are: neither year is short.
    frameworks = years(100, 100)
    frameworks[0]["baseline_care"], frameworks[1]["baseline_care"] = 90, 95
    plan = planner.optimise(
        small(late(), routes=[route(open_to=2026)], sheets={"Frameworks": frameworks, "Uptake": UPTAKE}, years=2),
        mip_gap=0,
    )
    assert plan.limits.loc[plan.limits["family"] == "framework", "marginal"].tolist() == [0, 0]


def test_what_a_million_more_is_worth_where_nothing_is_left_to_carry():
    # 2026: X costs 10, room 6: 4 displaced at 10 QALYs a million. 2027: 10 short with or without it: 10 / 1.015.
    care = [{"care": "C", "euro_per_qaly": 100_000, "spending": 50, "max_share": 1, "observed_share": 1}]
    medicine = indication("X", list_price=1_000_000, qaly_gain=20, patient_growth=-1)
    frameworks = years(56, 60, base=50)
    frameworks[1]["baseline_care"] = 70
    scenario = small(
        medicine,
        routes=[route(open_to=2026)],
        sheets={"Frameworks": frameworks, "Care": care},
        years=2,
        displacement_mode="observed",
        room_value=1,
    )
    plan = planner.optimise(scenario, mip_gap=0)
    assert plan.limits.loc[plan.limits["family"] == "framework", "marginal"].tolist() == approx([10, 10 / 1.015])


def test_a_plan_that_brings_nothing_is_near_its_bound() -> None:
    """EUR 1, the tolerance of a limit, is worth 0.0001 QALYs of care at 10,000: of a plan of 0 that was a gap of 9,926,108%."""
    none = {"observed_share": 0.25, "euro_per_qaly": 20_000, "max_share": 0}
    care = [
        {"care": "other", "spending": 50, "observed_share": 0.5, "euro_per_qaly": 10_000, "max_share": 0.5},
        {"care": "fixed", "spending": 20, **none},
    ]
    sheets = {"Frameworks": years(100, 98.5, base=98), "Uptake": UPTAKE, "Care": care}
    once = [route(open_to=2026)]
    scenario = small(
        late(qaly_gain=0.1), routes=once, sheets=sheets, years=2, displacement_mode="observed", room_value=1
    )
    plan = planner.optimise(scenario, mip_gap=0)
    assert plan.totals.net == approx(0)
    assert plan.outcome.bound < 1.1e-4
    assert plan.outcome.gap < 1.1e-4
