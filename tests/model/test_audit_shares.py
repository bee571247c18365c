"""The audit's own reading of carry-over, shares, mixtures of prices and objectives: every case worked by hand."""

from __future__ import annotations

from typing import Any

import pytest
from audited import broken, in_full, related, row_of
from small import indication, route, small

from planner.model.audit import Choice, evaluate
from planner.scenario.scenario import Scenario

# Carry-over


def headroom(*rows: tuple[float, float], share: float = 1, **settings: Any) -> dict[str, Any]:
    """Frameworks by year from budgets and bases."""
    made = [
        {"framework": "MSZ", "year": 2026 + t, "budget": budget, "baseline_care": base, "carry_over_share": share}
        for t, (budget, base) in enumerate(rows)
    ]
    return {"years": len(rows), "sheets": {"Frameworks": made, **settings.pop("sheets", {})}, **settings}


@pytest.mark.parametrize(("share", "fits"), [(1, True), (0.7, True), (0.69, False), (0, False)])
def test_14_room_is_carried_over(share: float, fits: bool) -> None:
    """Budgets 100, base 90 and 95: room 10, then 5 + 10 s. A cost of 12 in the second year needs s of at least 0.7."""
    late = {"uptake": "late", "new_patients": 120}
    curves = [{"curve": "late", "year": n + 1, "share": n} for n in range(2)]
    scenario = small(indication(**late), **headroom((100, 90), (100, 95), share=share, sheets={"Uptake": curves}))
    found = evaluate(scenario, in_full("X"))
    assert (not found.broken) == fits
    assert row_of(found, "framework", "MSZ", 2027) == pytest.approx((100 + 10 * share, 95, 12))


def test_carried_room_is_not_carried_again() -> None:
    """Room 10 of 2026 is there in 2027, not in 2028, which has 5 of 2027 besides its own 5; none after a blank budget."""
    scenario = small(**headroom((100, 90), (100, 95), (100, 95)))
    carry = [float(year.plan.carry) for year in evaluate(scenario, []).frameworks.values()]
    assert carry == [0, 10, 5]
    blank = small(**headroom((100, 90), (None, 95), (100, 95)))  # type: ignore[arg-type]
    assert [float(year.plan.carry) for year in evaluate(blank, []).frameworks.values()] == [0, 0, 0]


def test_what_must_fit_is_not_carried_on() -> None:
    """10 M if the supplier accepts, with 0.5: expected 5, but nothing is left to carry on."""
    half = [{"curve": "c", "discount": d, "probability": p} for d, p in ((0, 1), (0.5, 0.5))]
    deal = indication(new_patients=200, acceptance="c")
    scenario = small(
        deal,
        routes=[route(price="negotiated", open_to=2026)],
        **headroom((100, 90), (100, 90), sheets={"Acceptance": half}, budget_basis="committed"),
    )
    found = evaluate(scenario, [Choice("X", "direct", 0, 0.5)])
    second = found.frameworks["MSZ", 2027]
    assert (float(second.plan.carry), float(second.reference.carry)) == (0, 10)


def test_22_carried_room_is_valued_once() -> None:
    """Headroom 10 and 10, all carried, 10 QALYs per million: 10 M in the first year takes 10 M of the second year's room, that
    is 10 x 10 / 1.015 = 98.5222 QALYs.
    """
    care = [{"care": "A", "spending": 90, "euro_per_qaly": 100_000, "max_share": 1, "observed_share": 1}]
    once = indication(new_patients=0, waiting_patients=100)
    scenario = small(
        once,
        **headroom((100, 90), (100, 90), sheets={"Care": care}, displacement_mode="observed", room_value=1),
    )
    found = evaluate(scenario, in_full("X"))
    assert float(found.room_used) == pytest.approx(98.5222, rel=1e-6)
    assert [float(year.room_used) for year in found.frameworks.values()] == [0, 10]


# Shares


def test_a_share_of_the_patients() -> None:
    """0.4 of 10 patients at 100,000: money, health and chairs by share, the decision as a whole."""
    uses = [
        {"indication": "X", "resource": "chairs", "use": 1},
        {"indication": "X", "resource": "slots", "use": 3, "basis": "per_decision"},
    ]
    slots = [{"resource": name, "year": 2026, "capacity": 15} for name in ("chairs", "slots")]
    scenario = small(
        indication(divisible=True, max_coverage=0.8),
        routes=[route(dossiers_per_year=1)],
        sheets={"Resources": slots, "ResourceUse": uses},
    )
    found = evaluate(scenario, [Choice("X", "direct", 0, 0.0, 0.4)])
    assert found.feasible
    assert (float(found.gained), float(found.cost_discounted)) == pytest.approx((4, 0.4))
    assert row_of(found, "resource", "chairs", 2026) == (15, 0, 4)
    assert row_of(found, "resource", "slots", 2026) == (15, 0, 3)
    assert row_of(found, "dossiers", "direct", 2026) == (1, 0, 1)
    assert not evaluate(scenario, [Choice("X", "direct", 0, 0.0, 0.9)]).feasible
    assert not evaluate(small(), [Choice("X", "direct", 0, 0.0, 0.4)]).feasible


def test_relations_count_shares() -> None:
    parts = {name: {"divisible": True} for name in "AB"}
    needs = related({"kind": "requires", "subject": "A", "object": "B"}, **parts)
    half, third = Choice("A", "direct", 0, 0.0, 0.5), Choice("B", "direct", 0, 0.0, 0.3)
    found = evaluate(needs, [half, third])
    assert row_of(found, "relation", "requires A B") == pytest.approx((0, 0, 0.2))
    not_both = related({"kind": "excludes", "subject": "A", "object": "B"}, **parts)
    assert evaluate(not_both, [half, third]).feasible


def test_of_an_existing_one_the_rest_stays() -> None:
    away = route("away", action="leave")
    existing = {"status": "reimbursed", "may_leave": True, "divisible": True, "patient_group": "G"}
    scenario = small(indication(**existing), indication("N", patient_group="G", divisible=True), routes=[away, route()])
    part = Choice("X", "away", 0, 0.0, 0.25)
    found = evaluate(scenario, [part, Choice("N", "direct", 0, 0.0, 0.25)])
    assert float(found.indications["X"].cost[0]) == -0.25
    assert row_of(found, "patient_group", "G") == (1, 1, 0)
    assert found.feasible
    assert broken(evaluate(scenario, [part, Choice("N", "direct", 0, 0.0, 0.5)])) == [("patient_group", "G")]


# Continuous prices


def continuous() -> Scenario:
    half = [{"curve": "c", "discount": d, "probability": p} for d, p in ((0, 1), (0.4, 0.6))]
    return small(
        indication(acceptance="c"),
        routes=[route(price="negotiated")],
        sheets={"Acceptance": half},
        price_mode="continuous",
        discount_step=0.2,
    )


def test_two_neighbouring_prices_are_one_decision() -> None:
    """Points 0, 0.2 (0.8), 0.4 (0.6): a quarter at 0 and three quarters at 0.2 is 0.15. Expected 0.25 + 0.75 x 0.8 x 0.8 = 0.73,
    committed 0.25 + 0.75 x 0.8 = 0.85 = 1 - 0.15, acceptance 0.25 + 0.75 x 0.8 = 0.85.
    """
    found = evaluate(continuous(), [Choice("X", "direct", 0, 0.0, 0.25), Choice("X", "direct", 0, 0.2, 0.75)])
    assert found.feasible
    one = found.indications["X"]
    assert (float(one.cost[0]), float(one.must_fit[0])) == pytest.approx((0.73, 0.85))
    assert (one.choice.discount, float(one.acceptance or 0), float(one.share)) == pytest.approx((0.15, 0.85, 1))


@pytest.mark.parametrize(
    "parts", [((0.0, 0.5), (0.4, 0.5)), ((0.0, 0.5), (0.2, 0.4)), ((0.2, 0.5),), ((0.0, 0.6), (0.2, 0.6))]
)
def test_other_mixtures_are_not_allowed(parts: tuple[tuple[float, float], ...]) -> None:
    """Not neighbours, less than the whole, half a price, more than the whole."""
    choices = [Choice("X", "direct", 0, discount, share) for discount, share in parts]
    assert not evaluate(continuous(), choices).feasible


# Objectives


def objective(name: str, **settings: Any) -> float:
    """10 QALYs for 10 M where there is no room, which displaces 10 M at 100,000 per QALY of weight 0.02; gained weighs 3."""
    money = [{"framework": "MSZ", "year": 2026, "budget": 100, "baseline_care": 100}]
    care = [
        {
            "care": "A",
            "spending": 100,
            "euro_per_qaly": 100_000,
            "max_share": 1,
            "observed_share": 1,
            "equity_weight": 0.02,
        }
    ]
    scenario = small(
        indication(list_price=1_000_000, equity_weight=3),
        sheets={"Frameworks": money, "Care": care},
        displacement_mode="observed",
        objective=name,
        **settings,
    )
    return float(evaluate(scenario, in_full("X")).totals.objective)


def test_objectives() -> None:
    assert objective("net_qalys") == pytest.approx(10 - 100)
    assert objective("qalys_gained") == pytest.approx(10)
    assert objective("weighted_qalys") == pytest.approx(3 * 10 - 0.02 * 100)
    assert objective("least_spending", health_target=1) == pytest.approx(-10)
