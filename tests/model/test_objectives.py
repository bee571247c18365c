"""What is maximised: each objective by hand on one small scenario, where each chooses otherwise."""

from __future__ import annotations

import pytest
from small import indication, small
from stated import solved, stated

approx = pytest.approx


def choice(**settings):
    """Room of EUR 2 million, care behind it that loses 10 QALY per million; each of A, B, C treats 10 patients.

    A: 3 million, 40 QALY, weight 1. B: 1 million, 15 QALY, weight 1. C: 2 million, 24 QALY, weight 2.
    """
    medicines = [
        indication("A", list_price=300_000, qaly_gain=4),
        indication("B", list_price=100_000, qaly_gain=1.5),
        indication("C", list_price=200_000, qaly_gain=2.4, equity_weight=2),
    ]
    care = [
        {"care": "old", "euro_per_qaly": 100_000, "spending": 4, "max_share": 1, "equity_weight": 1},
        {"care": "young", "euro_per_qaly": 125_000, "spending": 4, "max_share": 1, "equity_weight": 3},
    ]
    frameworks = [{"framework": "MSZ", "year": 2026, "budget": 12, "baseline_care": 10}]
    return small(
        *medicines,
        sheets={"Care": care, "Frameworks": frameworks},
        **{"displacement_mode": "optimal", "room_value": 1, **settings},
    )


def best(**settings):
    return solved(choice(**settings))


def test_net_qalys():
    # Losing 8 QALY per million first (young, 4 million of it), room is worth 8 a million. Net: A 40 - 24 = 16, B 15 - 8 = 7,
    # C 24 - 16 = 8. All three cost 6 million: pressure 4, all in young: 79 - 16 (room) - 32 = 31.
    found = best()
    assert found.shares == {"A": 1, "B": 1, "C": 1}
    assert found.net == approx(79 - 16 - 32)


def test_weighted_qalys_weigh_what_is_lost_and_its_order():
    # Weighted: young loses 8 x 3 = 24 per million, old 10: old goes first, room is worth 10. C counts 48 for 2 million.
    # A 40 - 30 = 10; B 15 - 10 = 5; C 48 - 20 = 28; pressure 4, all in old: 103 - 20 - 40 = 43.
    found = best(objective="weighted_qalys")
    assert found.net == approx(40 + 15 + 48 - 20 - 40)
    use = found.evaluator.use(found.choice)
    names = list(found.evaluator.money.segments["care"])
    assert dict(zip(names, use.displaced[:, 0], strict=True)) == approx({"old": 4, "young": 0})
    # The headline is never weighted: 79 gained, 40 displaced (old at 10), room 2 x 10.
    plain = found.evaluator.net_health(found.choice)
    assert (plain.gained, plain.displaced, plain.room_used) == approx((79, 40, 20))


def test_weights_count_under_no_other_objective():
    assert best().net == best(objective="net_qalys").net == approx(31)
    assert stated(choice()).value.tolist() == approx([40, 15, 24])


def test_qalys_gained():
    # Displacement counts for nothing: all three, 79, though care is lost.
    found = best(objective="qalys_gained")
    assert found.net == approx(79)
    assert found.evaluator.net_health(found.choice).net == approx(31)


def test_net_monetary_benefit():
    # At EUR 80,000 per QALY: A 3.2 - 3 = 0.2; B 1.2 - 1 = 0.2; C 1.92 - 2 = -0.08: A and B, 0.4 million.
    found = best(objective="net_monetary_benefit", qaly_value=80_000)
    assert found.shares == {"A": 1, "B": 1}
    assert found.net == approx(0.4)


def test_costs_and_effects_are_discounted_apart():
    # Second year: cost / 1.03, health / 1.015. B alone, at 70,000: 10 patients, 15 QALY and 1 million each year.
    scenario = small(indication("B", qaly_gain=1.5), years=2, objective="net_monetary_benefit", qaly_value=70_000)
    evaluator = stated(scenario)
    assert evaluator.value[0] == approx(0.07 * 15 * (1 + 1 / 1.015) - (1 + 1 / 1.03))


def test_least_spending_for_a_given_gain():
    # 38 QALY: A alone (40) for 3 million; B and C (39) for 3 million; tie in cost, A by identifier. 39.5: A. 54: A and B, 4.
    assert best(objective="least_spending", health_target=24).shares == {"C": 1}
    assert best(objective="least_spending", health_target=15).shares == {"B": 1}
    found = best(objective="least_spending", health_target=54)
    assert found.shares == {"A": 1, "B": 1}
    assert found.net == approx(-4)
    assert best(objective="least_spending", health_target=80) is None


def test_least_spending_by_shares_meets_the_target_exactly():
    # B costs least per QALY (1/15), then A (3/40): all of B (15) and 9/40 of A: 1 + 0.675 million.
    scenario = choice(objective="least_spending", health_target=24).with_changes(
        ("Indications", "*", "divisible", "set", True)
    )
    found = solved(scenario)
    assert found.shares == approx({"A": 0.225, "B": 1})
    assert found.net == approx(-1.675)
