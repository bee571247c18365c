"""The audit's own reading of routes, terms, use and the existing package: every case worked by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from audited import floats
from small import indication, route, small

from planner.model.audit import Auditor, Choice, Evaluation, evaluate
from planner.model.audit.options import Taken
from planner.model.audit.supplier import RefusedError
from planner.scenario.scenario import Scenario


def exactly(*values: float) -> Any:
    return pytest.approx(list(values), abs=1e-12)


def taken(scenario: Scenario, *choice: Any) -> Taken:
    """The one choice worked out, after it was found to be allowed."""
    found = evaluate(scenario, [Choice(*choice)])
    assert not found.refused
    return found.indications[choice[0]]


def closed(scenario: Scenario, name: str = "X", way: str = "direct") -> str:
    """The code of the condition that fails."""
    auditor = Auditor(scenario)
    with pytest.raises(RefusedError) as refusal:
        auditor.points(name, way)
    return refusal.value.code


def curve(name: str, *points: tuple[float, float]) -> dict[str, Any]:
    """An acceptance curve from (0, 1) through the points."""
    rows = [{"curve": name, "discount": d, "probability": p} for d, p in ((0, 1), *points)]
    return {"Acceptance": rows}


CONDITIONAL = {"price": "negotiated", "term_years": 2, "at_end": "convert", "definitive_price": "cost_effective"}
TEN = {"new_patients": 100, "list_price": 50_000, "other_cost": 2_000, "qaly_gain": 0.5, "p_effective": 0.6}


def conditional(years: int = 5, sheets: Any = None, of_route: Any = None, **stated: Any) -> Scenario:
    """Worked example 10: 100 patients a year, 20,000 (a discount of 0.6) until conversion, then 38,000."""
    return small(
        indication(**{**TEN, "effectiveness": None, "max_discount": 0.6, **stated}),
        routes=[route("cond", **{**CONDITIONAL, **(of_route or {})})],
        years=years,
        sheets=sheets,
        price_ceiling="none",
    )


# Worked example 10: terms and conversion


def test_10_conversion_at_the_cost_effective_price() -> None:
    """Definitive price min(50,000; 80,000 x 0.5 - 2,000) = 38,000. In the term 100 x (20,000 + 2,000) = 2.2 M; after it 0.6 x 100
    x (38,000 + 2,000) = 2.4 M expected, 4 M if it converts. QALYs 100 x 0.6 x 0.5 = 30 before and after.
    """
    one = taken(conditional(), "X", "cond", 0, 0.6)
    assert floats(one.cost) == exactly(2.2, 2.2, 2.4, 2.4, 2.4)
    assert floats(one.must_fit) == exactly(2.2, 2.2, 4, 4, 4)
    assert floats(one.qalys) == exactly(30, 30, 30, 30, 30)
    assert float(one.qalys_discounted) == pytest.approx(145.632, rel=5e-6)
    assert floats(one.patients) == exactly(100, 100, 60, 60, 60)
    # with a chance of 0.4 it proves insufficient: 0.4 x 100 x 20,000
    assert floats(one.insufficient) == exactly(0.8, 0.8, 0, 0, 0)


def test_10_a_start_in_july_carries_its_own_end() -> None:
    """Half of a start in 2026 (2.2, 2.2, 2.4 ...) and half of one in 2027 (0, 2.2, 2.2, 2.4 ...)."""
    one = taken(conditional(available_from="2026-07-01"), "X", "cond", 6, 0.6)
    assert floats(one.cost) == exactly(1.1, 2.2, 2.3, 2.4, 2.4)
    # if it converts 1.1, 2.2, 3.1, 4, 4 ; if it stops 1.1, 2.2, 1.1, 0, 0
    assert floats(one.must_fit) == exactly(1.1, 2.2, 3.1, 4, 4)


def test_10_cap_by_the_evidence_gap() -> None:
    """(80,000 x 0.5 - 2,000) x 0.6 = 22,800, a discount of 0.544; a blank gap is 1 - 0.6. No ceiling is tested."""
    by_gap = {"price_cap_basis": "evidence_gap", "cost_effectiveness": "required"}
    for gap in (0.4, None):
        scenario = conditional(evidence_gap=gap, of_route=by_gap)
        auditor = Auditor(scenario.with_changes(("Settings", "price_ceiling", "value", "set", "icer")))
        assert floats(auditor.terms("X", "cond").bounds) == [22_800]
        assert min(auditor.points("X", "cond")) == Decimal("0.544")


def test_a_term_that_ends() -> None:
    """All paid treatment stops after two years, of a start in July after two and a half, also of those on treatment."""
    stated = {"treatment_years": 2, "other_cost": 10_000, "offset_cost": 20_000, "offset_years": 3}
    ends = route("r", term_years=2, at_end="leave")
    one = taken(small(indication(**stated), routes=[ends], years=5), "X", "r", 0, 0.0)
    # 10, 20 patients; avoided 10, 20 patient-years of 20,000
    assert floats(one.patients) == exactly(10, 20, 0, 0, 0)
    assert floats(one.cost) == exactly(1 + 0.1 - 0.2, 2 + 0.2 - 0.4, 0, 0, 0)
    assert floats(one.must_fit) == floats(one.cost)
    half = taken(small(indication(**stated, available_from="2026-07"), routes=[ends], years=5), "X", "r", 6, 0.0)
    assert floats(half.patients) == exactly(5, 10 + 5, 10, 0, 0)


def test_a_term_that_ends_within_a_year() -> None:
    one = taken(small(routes=[route("r", term_years=1.5, at_end="leave")], years=3), "X", "r", 0, 0.0)
    assert floats(one.patients) == exactly(10, 5, 0)


def test_demonstrated_less_often_than_effective() -> None:
    """p 0.6, demonstrated 0.4: QALYs 30 in the term, 0.4 x 100 x 0.5 = 20 after it; insufficient 0.6 x 2 M."""
    one = taken(conditional(p_demonstrated=0.4), "X", "cond", 0, 0.6)
    assert floats(one.qalys) == exactly(30, 30, 20, 20, 20)
    assert floats(one.cost) == exactly(2.2, 2.2, 1.6, 1.6, 1.6)
    assert floats(one.insufficient) == exactly(1.2, 1.2, 0, 0, 0)


def test_30_million_on_what_proves_insufficient() -> None:
    """10 million a year for 5 years with a chance of 0.4: 0.6 x 50 = 30."""
    stated = {"new_patients": 100, "list_price": 100_000, "p_effective": 0.4}
    scenario = small(indication(**stated), routes=[route("c", term_years=5, at_end="convert")], years=7)
    assert float(sum(taken(scenario, "X", "c", 0, 0.0).insufficient)) == pytest.approx(30)


def test_definitive_prices() -> None:
    """The same price; the advised one (50,000 x 0.6 = 30,000, and 0.55 of it where the advice says more than)."""
    same = taken(conditional(of_route={"definitive_price": "same"}), "X", "cond", 0, 0.6)
    assert floats(same.cost) == exactly(2.2, 2.2, 1.32, 1.32, 1.32)
    assert floats(same.must_fit) == exactly(2.2, 2.2, 2.2, 2.2, 2.2)
    for kind, price in (("at_least", 30_000), ("more_than", 27_500)):
        advised = conditional(of_route={"definitive_price": "advice"}, advice_low=0.4, advice_kind=kind)
        one = taken(advised, "X", "cond", 0, 0.6)
        assert float(one.cost[2]) == pytest.approx(0.6 * 100 * (price + 2_000) / 1e6)
    assert closed(conditional(of_route={"definitive_price": "advice"}), way="cond") == "no_advice"


def test_a_definitive_price_that_is_negotiated() -> None:
    """List price in the term, then a discount of 0.4 that the supplier gives with 0.6 (curve 1 to 0 over 1), else it stops.

    In the term 100 x 52,000 = 5.2 M; after it 0.6 x 0.6 x 100 x 32,000 = 1.152 M expected, 3.2 M if it goes on. Health 0.6 x 30.
    """
    line = curve("line", (1, 0))
    way = {"price": "list", "definitive_price": "negotiated"}
    scenario = conditional(of_route=way, acceptance="line", max_discount=None, sheets=line)
    one = taken(scenario, "X", "cond", 0, 0.4)
    assert floats(one.cost) == exactly(5.2, 5.2, 1.152, 1.152, 1.152)
    assert floats(one.must_fit) == exactly(5.2, 5.2, 3.2, 3.2, 3.2)
    assert floats(one.qalys) == exactly(30, 30, 18, 18, 18)


def test_line_and_framework_before_and_after_conversion() -> None:
    """In the term the route's framework and line pay, after it the indication's framework and no line."""
    rows = [{"framework": name, "year": 2026 + t, "budget": 100} for name in ("MSZ", "pharmacy") for t in range(4)]
    lines = [{"line": "L", "year": 2026 + t, "budget": 10, "charged": "drug_and_care"} for t in range(4)]
    scenario = conditional(
        years=4,
        framework="MSZ",
        sheets={"Frameworks": rows, "BudgetLines": lines},
        of_route={"framework": "pharmacy", "budget_line": "L"},
    )
    found = evaluate(scenario, [Choice("X", "cond", 0, 0.6)])
    pays = {name: floats(found.frameworks[name, 2026 + t].cost for t in range(4)) for name in ("MSZ", "pharmacy")}
    assert pays == {"MSZ": exactly(0, 0, 2.4, 2.4), "pharmacy": exactly(2.2, 2.2, 0, 0)}
    assert floats(found.indications["X"].charged) == exactly(2.2, 2.2, 0, 0)


def test_study_cost_is_spread_over_the_term_and_not_in_lines() -> None:
    """3 M over 2 years: 1.5 a year where the payer pays; the line, at net cost, does not see it."""
    lines = [{"line": "L", "year": 2026 + t, "budget": 10, "charged": "net"} for t in range(4)]
    for payer, extra in (("payer", 1.5), ("supplier", 0)):
        scenario = conditional(
            years=4, study_cost=3, study_payer=payer, sheets={"BudgetLines": lines}, of_route={"budget_line": "L"}
        )
        one = taken(scenario, "X", "cond", 0, 0.6)
        assert floats(one.cost) == exactly(2.2 + extra, 2.2 + extra, 2.4, 2.4)
        assert floats(one.must_fit) == exactly(2.2 + extra, 2.2 + extra, 4, 4)
        assert floats(one.charged) == exactly(2.2, 2.2, 0, 0)


# Caps and ceilings


def test_a_budget_for_n_patients_caps_the_price() -> None:
    """A budget of 0.6 M for 10 patients a year: 60,000, a discount of 0.4; with growth of 50 % the third year (22.5) counts."""
    by_budget = route("r", price="negotiated", price_cap_basis="fixed_budget", term_years=3, at_end="leave")

    def cap(**stated: Any) -> float:
        scenario = small(indication(fixed_budget=0.6, max_discount=0.9, **stated), routes=[by_budget], years=5)
        (bound,) = Auditor(scenario).terms("X", "r").bounds
        return float(bound)

    assert cap() == 60_000
    assert cap(patient_growth=0.5) == pytest.approx(600_000 / 22.5)


def test_the_cap_is_the_price() -> None:
    """60,000 of 100,000, with the acceptance of a discount of 0.4 (0.6); with certainty where the supplier applies."""
    line = curve("line", (1, 0))
    at_cap = route("r", price="at_cap", price_cap_basis="fair")
    stated = {"fair_price": 60_000, "acceptance": "line"}
    scenario = small(indication(**stated), routes=[at_cap], sheets=line)
    assert floats(Auditor(scenario).points("X", "r")) == [0.4]
    one = taken(scenario, "X", "r", 0, 0.4)
    assert (float(one.acceptance), float(one.cost[0]), float(one.must_fit[0])) == exactly(0.6, 0.36, 0.6)
    applies = small(indication(**stated, applies_for="r"), routes=[at_cap], sheets=line)
    assert float(taken(applies, "X", "r", 0, 0.4).acceptance) == 1
    dear = small(indication(fair_price=150_000, applies_for="r"), routes=[at_cap])
    assert floats(Auditor(dear).points("X", "r")) == [0]


@pytest.mark.parametrize(
    ("ceiling", "bounds"), [("fair", [60_000]), ("lowest", [50_000, 60_000, 80_000]), ("icer", [80_000])]
)
def test_fair_ceilings(ceiling: str, bounds: list[float]) -> None:
    """Advice 0.5 of 100,000, fair 60,000, one QALY at 80,000."""
    way = route("r", price="negotiated", cost_effectiveness="required")
    stated = {"fair_price": 60_000, "advice_low": 0.5, "max_discount": 0.9}
    scenario = small(indication(**stated), routes=[way], price_ceiling=ceiling)
    # the cap of a route is the list price unless it says otherwise
    assert sorted(floats(Auditor(scenario).terms("X", "r").bounds)) == [*bounds, 100_000]


def test_a_ceiling_after_conversion_is_not_one_before() -> None:
    """Where a rule sets the definitive price only the cap is tested; where it stays the same the ceiling holds too."""
    way = {"cost_effectiveness": "required", "price_cap_share": 0.5}
    ceiling = ("Settings", "price_ceiling", "value", "set", "icer")
    fixed = conditional(of_route=way).with_changes(ceiling)
    assert floats(Auditor(fixed).terms("X", "cond").bounds) == [25_000]
    same = conditional(of_route={**way, "definitive_price": "same"}).with_changes(ceiling)
    # price* at p = 0.6: 80,000 x 0.6 x 0.5 - 2,000 = 22,000
    assert sorted(floats(Auditor(same).terms("X", "cond").bounds)) == [22_000, 25_000]


# Prices over time


def test_loss_of_exclusivity() -> None:
    """From October 2026 a quarter is left: 9/12 + 3/12 x 0.25 of the first year; ceilings and the price shown do not see it."""
    stated = {"exclusivity_until": "2026-10-15", "price_share_after": 0.25, "other_cost": 1_000}
    one = taken(small(indication(**stated), years=2), "X", "direct", 0, 0.0)
    assert floats(one.drug) == exactly(0.75 + 0.25 * 0.25, 0.25)
    assert floats(one.cost) == exactly(0.8125 + 0.01, 0.26)
    assert float(one.net_price) == 100_000


def test_agreements_on_volume() -> None:
    """1 M of drug spending: 0.4 + (1 - 0.5) 0.6 = 0.7; a pay-back cap of 0.65 takes another 0.05."""
    volume = {"volume_threshold": 0.4, "volume_discount": 0.5}
    assert floats(taken(small(indication(**volume)), "X", "direct", 0, 0.0).cost) == exactly(0.7)
    both = indication(**volume, pay_back_cap=0.65, other_cost=1_000)
    one = taken(small(both), "X", "direct", 0, 0.0)
    assert floats(one.cost) == exactly(0.65 + 0.01)
    assert floats(one.must_fit_drug) == exactly(0.65)


# Use


def test_off_target_use() -> None:
    """A quarter of 10 patients has no gain; the route prevents 0.8 of them: 10 (1 - 0.2) are treated, health on 10 x 0.75."""
    stated = {"off_target_share": 0.25, "offset_cost": 10_000}
    plain = taken(small(indication(**stated)), "X", "direct", 0, 0.0)
    assert (float(plain.patients[0]), float(plain.qalys[0]), float(plain.cost[0])) == exactly(10, 7.5, 1 - 0.1)
    way = route(use_control=0.8, monitoring_cost=5_000)
    one = taken(small(indication(**stated), routes=[way]), "X", "direct", 0, 0.0)
    assert (float(one.patients[0]), float(one.qalys[0])) == exactly(8, 7.5)
    assert float(one.cost[0]) == pytest.approx(8 * (100_000 + 5_000 - 10_000) / 1e6)


def test_start_and_stop() -> None:
    """Treatment of 3 years, 0.4 of the patients stop after 1: keep' 1, 0.6, 0.6. No health is lost: 1 QALY over 2.2 years.

    Avoided care goes on after stopping: 3 years.
    """
    stated = {"treatment_years": 3, "stop_after": 1, "stop_share": 0.4, "offset_cost": 10_000}
    way = route(stop_rule=True, cost_effectiveness="required")
    scenario = small(
        indication(**stated),
        routes=[way],
        years=3,
        discount_rate_effects=0,
        discount_rate_costs=0,
        price_ceiling="icer",
    )
    auditor = Auditor(scenario)
    # 80,000 x 1 QALY / 2.2 years, plus 10,000 x 3 / 2.2 avoided
    ceiling = min(auditor.terms("X", "direct").bounds)
    assert float(ceiling) == pytest.approx((80_000 + 30_000) / 2.2)
    free = small(indication(**stated), routes=[route(stop_rule=True)], years=3, discount_rate_effects=0)
    one = taken(free, "X", "direct", 0, 0.0)
    assert floats(one.patients) == exactly(10, 16, 22)
    assert floats(one.qalys) == pytest.approx([10 / 2.2, 16 / 2.2, 10])
    assert floats(one.cost) == exactly(1 - 0.1, 1.6 - 0.2, 2.2 - 0.3)


# Who chooses, and when


def test_who_may_use_a_route() -> None:
    asked = route(chosen_by="supplier")
    assert closed(small(routes=[asked])) == "supplier_not_applying"
    assert Auditor(small(indication(applies_for="other; direct"), routes=[asked, route("other")])).choices()
    assert closed(small(routes=[route(needs_registry=True)])) == "no_registry"
    assert Auditor(small(indication(registry=True), routes=[route(needs_registry=True)])).choices()


@pytest.mark.parametrize(("term", "is_open"), [(5, False), (7, False), (14, True)])
def test_evidence_that_takes_ten_years(term: float, is_open: bool) -> None:
    way = route(term_years=term, at_end="convert", eligible="evidence_years <= term_years")
    scenario = small(indication(evidence_years=10), routes=[way])
    assert bool(Auditor(scenario).choices()) == is_open


def test_a_registration_that_may_not_come() -> None:
    """The whole option happens with 0.5; what must fit counts it as if it comes; acceptance is the supplier's part."""
    one = taken(small(indication(p_registered=0.5, offset_cost=150_000)), "X", "direct", 0, 0.0)
    assert (float(one.qalys[0]), float(one.cost[0])) == exactly(5, 0.5 * (1 - 1.5))
    assert floats(one.must_fit) == [0]  # it saves if it comes, and 0 if not
    dear = taken(small(indication(p_registered=0.01), min_acceptance=0.5), "X", "direct", 0, 0.0)
    assert (float(dear.cost[0]), float(dear.must_fit[0])) == exactly(0.01, 1)


def test_named_rules_use_earlier_ones() -> None:
    """Two indications of a product of 12 million each lock each other: 24 > 20."""
    risks = [
        {"risk": "money", "rule": "product_budget_impact > 20"},
        {"risk": "any", "rule": "money or appropriate_use_risk"},
    ]
    big = {"new_patients": 120, "product": "P"}
    scenario = small(
        indication("A", **big),
        indication("B", **big),
        indication("C", new_patients=120),
        indication("D", appropriate_use_risk=True),
        routes=[route("in", eligible="not any"), route("risk", eligible="any")],
        sheets={"Risks": risks},
    )
    assert {(choice.indication, choice.route) for choice in Auditor(scenario).choices()} == {
        ("A", "risk"),
        ("B", "risk"),
        ("C", "in"),
        ("D", "risk"),
    }


def test_a_refused_indication_is_a_candidate_that_rules_can_tell() -> None:
    again = route("again", eligible='status == "refused"')
    scenario = small(indication("A"), indication("B", status="refused"), routes=[again])
    assert [choice.indication for choice in Auditor(scenario).choices()] == ["B"]


# Phases

PHASES = [
    {"route": "r", "phase": "submission", "months": 2, "work": 1, "pool": "staff"},
    {"route": "r", "phase": "assessment", "when": "oncology", "months": 4, "work": 2, "pool": "staff"},
    {"route": "r", "phase": "assessment", "months": 8, "work": 5, "pool": "staff"},
    {"route": "r", "phase": "talks", "months": 6, "work": 3, "pool": "buyers"},
    {"route": "r", "phase": "review", "months": 5, "work": 7, "pool": "staff", "after_start_years": 1},
]


def phased(capacity: float | None = 100, years: int = 4, **stated: Any) -> Scenario:
    pools = [
        {"resource": pool, "year": 2026 + t, "capacity": capacity} for pool in ("staff", "buyers") for t in range(years)
    ]
    way = route("r", lead_time_months=None)
    return small(indication(**stated), routes=[way], years=years, sheets={"Phases": PHASES, "Resources": pools})


def work(scenario: Scenario, start: int, pool: str) -> list[float]:
    rows = evaluate(scenario, [Choice("X", "r", start, 0.0)]).limits
    return [float(row.used) for (family, name, _), row in rows.items() if (family, name) == ("resource", pool)]


def test_lead_time_is_the_sum_of_the_phases() -> None:
    """2 + 8 + 6 months, for oncology 2 + 4 + 6; the review counts no month. From July 2026: 6 + 16."""
    assert Auditor(phased()).opening("X", "r").starts == [16, 24, 36]
    assert Auditor(phased(oncology=True)).opening("X", "r").starts == [12, 24, 36]
    assert Auditor(phased(available_from="2026-07")).opening("X", "r").starts == [22, 24, 36]


def test_work_counts_in_the_year_of_the_last_month() -> None:
    """Start in month 16 (May 2027): talks end in April 2027, the assessment after month 10 (October 2026), the submission
    after month 2; the review is in 2028. Start in month 24: talks end in December 2027, the assessment in June 2027, the
    submission in October 2026 (month 10 is its end).
    """
    assert work(phased(), 16, "staff") == [1 + 5, 0, 7, 0]
    assert work(phased(), 16, "buyers") == [0, 3, 0, 0]
    assert work(phased(), 24, "staff") == [1, 5, 0, 7]
    assert work(phased(), 24, "buyers") == [0, 3, 0, 0]
    assert work(phased(years=2), 16, "staff") == [6, 0]


def test_what_is_left_of_a_phase() -> None:
    """In the assessment since September 2025: 8 - 4 = 4 months are left, then 6. Overdue since 2024: 6."""
    under_way = phased(phase="assessment", phase_since="2025-09-01")
    assert Auditor(under_way).opening("X", "r").starts == [10, 12, 24, 36]
    assert work(under_way, 10, "staff") == [5, 7, 0, 0]  # nothing for the submission, the review in 2027
    overdue = phased(phase="assessment", phase_since="2024-01-01")
    assert Auditor(overdue).opening("X", "r").starts == [6, 12, 24, 36]
    assert work(overdue, 6, "staff") == [0, 7, 0, 0]  # its last month, counted back from July 2026, is December 2025
    assert work(overdue, 6, "buyers") == [3, 0, 0, 0]


def test_work_that_does_not_fit() -> None:
    found = evaluate(phased(capacity=5), [Choice("X", "r", 16, 0.0)])
    assert [(one.family, one.name, one.year, float(one.excess)) for one in found.broken] == [
        ("resource", "staff", 2026, 1),
        ("resource", "staff", 2028, 2),
    ]


# The existing package

PRESENT = {"status": "reimbursed", "new_patients": 200, "list_price": 30_000, "qaly_gain": 0.5}


def test_14_renegotiation() -> None:
    """200 patients, present price 30,000, 20 % lower, a = 0.5: 1.2 M if accepted; expected -0.6, committed 0."""
    half = curve("half", (0.2, 0.5))
    again = route("again", action="renegotiate", price="negotiated")
    scenario = small(indication(**PRESENT, acceptance="half"), routes=[again], sheets=half, years=2)
    one = taken(scenario, "X", "again", 0, 0.2)
    assert floats(one.cost) == exactly(-0.6, -0.6)
    assert floats(one.must_fit) == exactly(0, 0)
    assert floats(one.qalys) == exactly(0, 0)
    assert floats(one.gross) == exactly(0, 0)


def test_only_deeper_discounts() -> None:
    """Present 0.2 of a curve (0, 1) (0.4, 0.5) (0.6, 0): a(0.4) / a(0.2) = 0.5 / 0.75; saving 0.2 x 30,000 x 200 = 1.2 M."""
    again = route("again", action="renegotiate", price="negotiated")
    stated = {**PRESENT, "acceptance": "c", "present_discount": 0.2}
    scenario = small(indication(**stated), routes=[again], sheets=curve("c", (0.4, 0.5), (0.6, 0)), discount_step=0.1)
    assert floats(Auditor(scenario).points("X", "again")) == pytest.approx([0.3, 0.4, 0.5])
    one = taken(scenario, "X", "again", 0, 0.4)
    assert float(one.acceptance) == pytest.approx(2 / 3)
    assert floats(one.cost) == exactly(-0.8)


def test_leaving() -> None:
    """From July: half of a year's spending, offsets and health, then all. Steady state 200 x 2 patients, avoided 3 years."""
    stated = {**PRESENT, "treatment_years": 2, "other_cost": 1_000, "offset_cost": 500, "offset_years": 3}
    away = route("away", action="leave")
    assert closed(small(indication(**stated), routes=[away]), way="away") == "may_not_leave"
    leaver = indication(**stated, may_leave=True, present_discount=0.5, available_from="2026-07-01")
    scenario = small(leaver, routes=[away], years=2, discount_rate_effects=0)
    one = taken(scenario, "X", "away", 6, 0.5)
    whole = 400 * (15_000 + 1_000) / 1e6 - 600 * 500 / 1e6
    assert floats(one.cost) == exactly(-whole / 2, -whole)
    assert floats(one.must_fit) == floats(one.cost)
    assert floats(one.must_fit_drug) == exactly(-3, -6)
    assert floats(one.qalys) == exactly(-50, -100)


def test_present_patients_by_the_sheet() -> None:
    """Year 1 of the sheet is the first of the plan, also when it leaves later."""
    rows = [{"indication": "X", "year": n + 1, "patients": count} for n, count in enumerate((100, 60))]
    scenario = small(
        indication(**PRESENT, may_leave=True),
        routes=[route("away", action="leave")],
        years=3,
        sheets={"Patients": rows},
    )
    assert floats(taken(scenario, "X", "away", 12, 0.0).cost) == exactly(0, -1.8, -1.8)


def test_a_study_of_existing_care() -> None:
    """Two years of study at 1 M in all, then it stays with 0.25 (p 0.5), else it leaves: expected -0.75 x 6 M; committed 0.

    Health -(0.5 - 0.25) x 200 x 0.5 QALY a year.
    """
    stated = {**PRESENT, "p_effective": 0.5, "p_demonstrated": 0.25, "study_cost": 1, "study_payer": "payer"}
    study = route("study", action="study", term_years=2)
    one = taken(small(indication(**stated), routes=[study], years=4), "X", "study", 0, 0.0)
    assert floats(one.cost) == exactly(0.5, 0.5, -4.5, -4.5)
    assert floats(one.must_fit) == exactly(0.5, 0.5, 0, 0)
    assert floats(one.qalys) == exactly(0, 0, -25, -25)


def on_condition(**stated: Any) -> Scenario:
    """In conditional admission until July 2027 at 30,000; then at 80,000 x 0.5 = 40,000, at most the list price of 35,000."""
    row = {**PRESENT, "status": "conditional", "list_price": 35_000, "present_discount": 1 / 7, "p_effective": 0.5}
    cond = route("cond", term_years=3, at_end="convert", definitive_price="cost_effective")
    return small(
        indication(**{**row, "term_end": "2027-07-01", "applies_for": "cond", "may_leave": True, **stated}),
        routes=[cond, route("away", action="leave")],
        years=3,
        discount_rate_costs=0,
        discount_rate_effects=0,
    )


def test_the_end_of_a_conditional_term() -> None:
    """200 patients: it goes on with 0.5 at 35,000 (+1 M) or stops (-6 M): expected -2.5 M, half of that in 2027, and no health
    changes. The reference plan has it too, so that the plan that changes nothing gains and costs nothing.
    """
    found = evaluate(on_condition(), [])
    assert floats(found.frameworks["MSZ", 2026 + t].cost for t in range(3)) == exactly(0, -1.25, -2.5)
    assert floats(found.frameworks["MSZ", 2026 + t].must_fit for t in range(3)) == exactly(0, 0.5, 1)
    assert (float(found.net), float(found.cost_discounted)) == exactly(0, 0)
    assert not found.indications


def test_leaving_before_the_end_of_a_conditional_term() -> None:
    """From 2026 on -6 M a year, where the reference plan has 0, -1.25 and -2.5; health -50 QALY a year."""
    found = evaluate(on_condition(), [Choice("X", "away", 0, 1 / 7)])
    assert floats(found.frameworks["MSZ", 2026 + t].cost for t in range(3)) == exactly(-6, -6, -6)
    assert float(found.cost_discounted) == pytest.approx(-18 + 3.75)
    assert float(found.gained) == pytest.approx(-150)
    assert floats(found.indications["X"].cost) == exactly(-6, -6, -6)


def test_health_that_is_not_shown_in_time() -> None:
    """p 0.5, demonstrated 0.2: 0.3 x 200 x 0.5 = 30 QALY a year are lost from the end of the term, in the reference plan too."""
    one = Auditor(on_condition(p_demonstrated=0.2)).staying["X"]
    assert floats(one.qalys) == exactly(0, -15, -30)
    assert floats(one.cost) == exactly(0, (0.2 * 1 - 0.8 * 6) / 2, 0.2 * 1 - 0.8 * 6)


def test_only_leaving_is_open_to_a_conditional_admission() -> None:
    auditor = Auditor(on_condition())
    assert {choice.route for choice in auditor.choices()} == {"away"}


def growth_ceilings(found: Evaluation) -> list[float]:
    return [float(year.growth_ceiling or 0) for year in found.frameworks.values()]


def test_growth_of_7_7_5_5_per_cent() -> None:
    """100 x 1.07 = 107, x 1.07 = 114.49, x 1.05 = 120.2145, x 1.05 = 126.225225."""
    rows: list[dict[str, Any]] = [{"framework": "MSZ", "year": 2025, "baseline_drugs": 100}]
    rows += [
        {"framework": "MSZ", "year": 2026 + t, "drug_growth_limit": g} for t, g in enumerate((0.07, 0.07, 0.05, 0.05))
    ]
    found = evaluate(small(years=4, sheets={"Frameworks": rows}), [])
    assert growth_ceilings(found) == pytest.approx([107.0, 114.49, 120.2145, 126.225225])


# First come


def test_five_candidates_of_12_million_on_a_line_of_36() -> None:
    """Three fit: the earliest first, then by id."""
    rows = [indication(name, new_patients=120) for name in ("e", "d", "c", "b")]
    early = indication("z", new_patients=120)
    for row in rows:
        row["available_from"] = "2026-04-01"
    scenario = small(
        *rows,
        early,
        routes=[route(budget_line="L")],
        years=3,
        sheets={
            "BudgetLines": [{"line": "L", "year": 2026 + t, "budget": 36, "allocation": "first_come"} for t in range(3)]
        },
    )
    assert {(one.indication, one.offset_months) for one in Auditor(scenario).choices()} == {
        ("z", 0),
        ("b", 3),
        ("c", 3),
    }
