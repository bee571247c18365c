"""The audit against the worked examples: through workbooks, and by hand where the arithmetic is tricky."""

from __future__ import annotations

import functools
import json
import math
from decimal import Context, Decimal, localcontext
from pathlib import Path
from typing import Any

import pytest
from audited import floats
from small import indication, route, small

from planner.model.audit import Auditor, Choice, Evaluation, check, claims_from_frames, evaluate
from planner.model.audit.books import Books
from planner.model.audit.cohort import cohort, earliest_months
from planner.model.audit.numbers import annuity
from planner.model.audit.phases import lead_months
from planner.model.audit.rules import Rules
from planner.model.audit.supplier import RefusedError, Willingness
from planner.model.audit.terms import (
    caps,
    ceilings,
    cost_effective_price,
    icer,
    reference_value,
)
from planner.scenario.scenario import Scenario
from planner.scenario.workbook import read_scenario

EXAMPLES = Path(__file__).parents[1] / "data" / "examples"
EXPECTED: dict[str, Any] = json.loads((EXAMPLES / "expected.json").read_text(encoding="utf-8"))
CORE = list(EXPECTED)

core = pytest.mark.parametrize("name", CORE)


@functools.cache
def example(name: str) -> Scenario:
    return read_scenario(EXAMPLES / f"{name}.xlsx")


def near(value: Any, rel: float = 5e-6) -> Any:
    """Worked examples give six significant digits."""
    return pytest.approx(value, rel=rel, abs=1e-9)


def expected_choices(answer: dict[str, Any]) -> list[Choice]:
    return [
        Choice(name, one["route"], round(12 * one["offset"]), one["discount"])
        for name, one in answer["indications"].items()
        if one["decision"] == "admitted"
    ]


@functools.cache
def evaluated(name: str) -> Evaluation:
    return evaluate(example(name), expected_choices(EXPECTED[name]))


def broken_families(found: Evaluation) -> set[tuple[str, int | None]]:
    return {(one.family, one.year) for one in found.broken}


@core
def test_totals_of_the_examples(name: str) -> None:
    answer, found = EXPECTED[name], evaluated(name)
    assert found.feasible
    assert float(found.net) == pytest.approx(answer["objective"], abs=1e-9)
    for total in ("gained", "displaced", "room_used", "cost_discounted"):
        assert float(getattr(found, total)) == pytest.approx(answer[total], abs=1e-9)


@core
def test_indications_of_the_examples(name: str) -> None:
    answer, found = EXPECTED[name], evaluated(name)
    for indication_name, one in answer["indications"].items():
        if one["decision"] != "admitted":
            assert indication_name not in found.indications
            continue
        taken = found.indications[indication_name]
        for figure in ("cost", "must_fit", "qalys"):
            assert floats(getattr(taken, figure)) == pytest.approx(one[figure], abs=1e-9)
        for figure in ("net_price", "mandate_price", "acceptance", "qalys_discounted", "start_year"):
            assert float(getattr(taken, figure)) == pytest.approx(one[figure], rel=1e-9)
        assert (taken.icer is None) == (one["icer"] is None)
        assert taken.icer is None or float(taken.icer) == pytest.approx(one["icer"])


@core
def test_frameworks_of_the_examples(name: str) -> None:
    answer, found = EXPECTED[name], evaluated(name)
    for stated in answer["frameworks"]:
        year = found.frameworks[stated["framework"], stated["year"]]
        for figure in ("base", "cost", "must_fit", "spending", "growth_used"):
            assert float(getattr(year, figure)) == pytest.approx(stated[figure], abs=1e-9)
        for figure in ("pressure", "room", "health_lost"):
            assert float(getattr(year.plan, figure)) == pytest.approx(stated[figure], abs=1e-9)
        assert (year.growth_ceiling is None) == (stated["growth_ceiling"] is None)
        if year.growth_ceiling is not None:
            assert float(year.growth_ceiling) == pytest.approx(stated["growth_ceiling"])
            assert float(year.growth_excess) == pytest.approx(stated["growth_excess"], abs=1e-9)
        for care, amount in stated["displaced"].items():
            by_segment = [float(euro) for (category, _), euro in year.plan.care.items() if category == care]
            assert sum(by_segment) == pytest.approx(amount, abs=1e-9)


@core
def test_number_of_options_of_the_examples(name: str) -> None:
    answer = EXPECTED[name]
    choices = Auditor(example(name)).choices()
    counts = {name: sum(choice.indication == name for choice in choices) for name in answer["options"]}
    assert counts == answer["options"]


def test_1_annuities() -> None:
    for years, rate, expected in (("2.5", "0.03", 2.44217), ("2.5", "0.015", 2.47055), ("30", "0.03", 20.1885)):
        assert float(annuity(Decimal(years), Decimal(rate))) == near(expected)
    assert float(annuity(30, Decimal("0.015"))) == near(24.3761)
    assert annuity(Decimal("0.5"), Decimal("0.03")) == Decimal("0.5")
    assert annuity(1, Decimal("0.03")) == 1


def test_the_audit_keeps_its_digits_whatever_the_program_around_it_computes_with() -> None:
    with localcontext(Context(prec=3)):
        found = evaluate(example("ex16"), expected_choices(EXPECTED["ex16"]))
    assert found.totals == evaluated("ex16").totals


COHORT = {"new_patients": 100, "patient_growth": 0.02, "waiting_patients": 50, "uptake": "slow", "treatment_years": 2.5}
UPTAKE = {"Uptake": [{"curve": "slow", "year": n + 1, "share": share} for n, share in enumerate((0.3, 0.6, 0.8))]}


@pytest.mark.parametrize(
    ("months", "starters", "treated"),
    [
        (0, [45, 76.2, 93.232, 84.8966, 86.5946], [45, 121.2, 191.932, 216.229, 218.107]),
        (12, [0, 45.6, 77.424, 94.8966, 86.5946], [0, 45.6, 123.024, 195.121, 220.203]),
        (6, None, [22.5, 83.4, 157.478, 205.675, 219.155]),
        (11, None, [3.75, 51.9, 128.766, 196.880, 220.029]),
    ],
)
def test_3_and_4_patients(months: int, starters: list[float] | None, treated: list[float]) -> None:
    books = Books(small(indication(**COHORT), years=5, sheets=UPTAKE))
    found = cohort(books, "X", months)
    assert floats(found.treated) == near(treated)
    if starters is not None:
        assert floats(found.starters) == near(starters)


def test_patients_and_care_of_one_year_only() -> None:
    """A growth of -1: all of it in the first year, nothing after it."""
    money = [{"framework": "MSZ", "year": 2026 + t, "budget": 50, "baseline_care": 50} for t in range(2)]
    care = [
        {
            "care": "C",
            "euro_per_qaly": 100_000,
            "spending": 10,
            "spending_growth": -1,
            "max_share": 1,
            "observed_share": 1,
        }
    ]
    sheets = {"Frameworks": money, "Care": care}
    scenario = small(indication(patient_growth=-1), sheets=sheets, years=2, displacement_mode="observed")
    found = evaluate(scenario, [Choice("X", "direct", 0, 0)])
    assert floats(year.cost for year in found.frameworks.values()) == [1, 0]
    assert floats(year.pressure_limit for year in found.frameworks.values()) == [10, 0]
    present = small(
        indication(patient_growth=-1, status="reimbursed", may_leave=True), routes=[route(action="leave")], years=2
    )
    assert floats(year.cost for year in evaluate(present, [Choice("X", "direct", 0, 0)]).frameworks.values())[0] == -1


def test_4_short_treatment_from_april() -> None:
    books = Books(small(indication(new_patients=80, treatment_years=0.5), years=4))
    assert floats(cohort(books, "X", 3).treated) == [30, 40, 40, 40]


def test_4_lead_time_counts_from_the_dossier() -> None:
    def months(route_stated: dict[str, Any], **stated: Any) -> int | None:
        books = Books(small(indication(**stated), routes=[route(**route_stated)]))
        lead = lead_months(books, Rules(books), "X", "direct")
        return earliest_months(books.indications["X"], books.routes["direct"], 2026, *lead)

    assert months({"lead_time_months": 14}, available_from="2025-10-01") == 11
    assert months({"lead_time_months": 2}, available_from="2025-10-01") == 0
    assert months({"lead_time_months": 2.5}) == 3
    assert months({"lead_time_months": 14}, available_from="2027", files_from="2026-03-01") == 12 + 14
    early = {"lead_time_months": 14, "files_before_months": 6}
    assert months(early, available_from="2027", files_from="2026-03-01") == 6 + 14
    assert months(early, available_from="2027", files_from="2026-09-01") == 8 + 14
    assert months({"files_before_months": 6}, available_from="2027", files_from="2026-03-01") == 12
    assert months({"files_before_months": 6, "lead_time_months": 3}, available_from="2027") == 15
    assert months({}, files_from="none") is None


def test_starts_in_the_open_years_only() -> None:
    gate = route(lead_time_months=6, open_from=2027, open_to=2028)
    auditor = Auditor(small(routes=[gate], years=5))
    assert auditor.opening("X", "direct").starts == [12, 24]


@pytest.mark.parametrize(
    ("burden", "price", "reduction"),
    [(0.8, 25_516.5, 0.489670), (0.5, 15_197.8, 0.696044), (0.2, 4_879.12, 0.902418)],
)
def test_5_cost_effective_price(burden: float, price: float, reduction: float) -> None:
    stated = {"list_price": 50_000, "qaly_gain": 1.2, "treatment_years": 2.5, "p_effective": 0.7}
    row = indication(**stated, other_cost=3_000, offset_cost=1_000, disease_burden=burden, max_discount=0.95)
    scenario = small(row, routes=[route(price="negotiated", cost_effectiveness="required")], price_ceiling="icer")
    books = Books(scenario)
    found = cost_effective_price(books, books.indications["X"], books.routes["direct"])
    assert float(found) == near(price)
    points = floats(Auditor(scenario).points("X", "direct"))
    assert points[0] == near(reduction)
    assert len(points) == 1 + sum(k / 20 > reduction for k in range(20))


def test_5_paid_share() -> None:
    stated = {"list_price": 50_000, "qaly_gain": 1.2, "treatment_years": 2.5, "p_effective": 0.7, "response_share": 0.6}
    row = indication(**stated, other_cost=3_000, offset_cost=1_000)
    books = Books(small(row, routes=[route(), route("paid", paid_share_basis="responders")]))
    one, paid = books.indications["X"], books.routes["paid"]
    assert float(cost_effective_price(books, one, paid)) == near(42_527.5)
    assert float(icer(books, one, books.routes["direct"], 25_000)) == near(78_498.4)
    assert float(icer(books, one, paid, 25_000)) == near(49_424.9)


CURVE = [(Decimal(x), Decimal(y)) for x, y in (("0", "1"), ("0.2", "0.9"), ("0.5", "0.4"), ("0.7", "0"))]


@pytest.mark.parametrize(
    ("points", "cut", "shift", "acceptance", "area", "signed"),
    [
        (CURVE, None, "0", 0.733333, 0.153333, 0.404545),
        (CURVE, "0.6", "0", 0.733333, 0.143333, 0.397727),
        (CURVE, None, "0.1", 0.566667, 0.0883333, 0.377941),
        (CURVE, "0.6", "0.1", 0.566667, 0.0783333, 0.369118),
        (None, "0.5", "0", 1, 0.2, 0.4),
    ],
)
def test_6_acceptance_and_bargaining(
    points: Any, cut: str | None, shift: str, acceptance: float, area: float, signed: float
) -> None:
    supplier = Willingness(points, None if cut is None else Decimal(cut), Decimal(shift))
    mandate = Decimal("0.3")
    assert float(supplier.acceptance(mandate)) == near(acceptance)
    assert float(supplier.area(mandate)) == near(area)
    assert float(supplier.signed(mandate, Decimal("0.5"))) == near(signed)


def test_6_no_discount() -> None:
    supplier = Willingness(CURVE, None, Decimal(0))
    assert supplier.area(0) == Decimal("0.425")
    assert supplier.signed(0, Decimal("0.5")) == Decimal("0.2125")


def care(name: str, **stated: Any) -> dict[str, Any]:
    return {"care": name, "spending": 100, "max_share": 1, "euro_per_qaly": 100_000, **stated}


def money(*rows: dict[str, Any], budget: float = 100, base: float = 100, **stated: Any) -> dict[str, Any]:
    """Care, and one framework-year in 2026 of which ``base`` is spent already."""
    row = {"framework": "MSZ", "year": 2026, "budget": budget, "baseline_care": base, **stated}
    return {"Frameworks": [row], "Care": list(rows)}


def test_7_observed_shares_bound_the_pressure() -> None:
    rows = [
        care("A", spending=20, observed_share=0.25),
        care("B", spending=20, observed_share=0.75, euro_per_qaly=50_000),
    ]
    scenario = small(
        indication(new_patients=40, list_price=10**6, qaly_gain=15),
        sheets=money(*rows, budget=110),
        displacement_mode="observed",
    )
    found = evaluate(scenario, [Choice("X", "direct", 0, 0.0)])
    assert float(found.frameworks["MSZ", 2026].pressure_limit) == near(26.6667)
    assert broken_families(found) == {("framework", 2026)}
    assert float(found.broken[0].excess) == near(3.33333)


def test_7_calibration_is_a_weighted_harmonic_mean() -> None:
    costs = ((0.2, 60_000), (0.3, 90_000), (0.5, 72_251.3))
    rows = [
        care(f"C{n}", spending=30, observed_share=share, euro_per_qaly=cost) for n, (share, cost) in enumerate(costs)
    ]
    scenario = small(sheets=money(*rows, budget=150), displacement_mode="observed", room_value=1)
    year = evaluate(scenario, [])
    assert 1e6 / float(year.frameworks["MSZ", 2026].room_value) == near(73_600)


def test_8_loss_at_expected_pressure() -> None:
    stated = {"new_patients": 40, "list_price": 2 * 10**6, "qaly_gain": 7.5, "acceptance": "half"}
    scenario = small(
        indication("A", **stated),
        indication("B", **stated),
        indication("C", new_patients=45, list_price=10**6, qaly_gain=290 / 45),
        routes=[route(), route("half", price="negotiated", eligible="list_price > 1500000")],
        discount_step=1,
        displacement_mode="optimal",
        sheets=money(care("K"), budget=150)
        | {"Acceptance": [{"curve": "half", "discount": d, "probability": 1 - d} for d in (0, 0.5)]},
    )
    choices = [Choice("A", "half", 0, 0.5), Choice("B", "half", 0, 0.5), Choice("C", "direct", 0, 0.0)]
    found = evaluate(scenario, choices)
    assert float(found.frameworks["MSZ", 2026].must_fit) == pytest.approx(125)
    assert float(found.displaced) == pytest.approx(350)
    assert found.feasible
    assert float(found.gained) == pytest.approx(590)


@pytest.mark.parametrize(
    ("base", "patients", "ceilings_found", "broken"),
    [
        ("path", [5, 7, 10], [105, 110.25, 115.7625], [2028]),
        ("path", [0, 4, 9], [105, 110.25, 115.7625], []),
        ("previous_year", [5, 7, 10], [105, 110.25, 115.5], [2028]),
        ("previous_year", [0, 4, 9], [105, 105, 112.35], [2027, 2028]),
    ],
)
def test_9_growth(base: str, patients: list[float], ceilings_found: list[float], broken: list[int]) -> None:
    frameworks = [
        {"framework": "MSZ", "year": 2025 + n, "baseline_drugs": drugs, "drug_growth_limit": 0.05 if n else None}
        for n, drugs in enumerate((100, 100, 103, 106))
    ]
    rows = [{"indication": "X", "year": n + 1, "patients": count} for n, count in enumerate(patients)]
    scenario = small(
        indication(list_price=10**6), years=3, growth_base=base, sheets={"Frameworks": frameworks, "Patients": rows}
    )
    found = evaluate(scenario, [Choice("X", "direct", 0, 0.0)])
    years = [found.frameworks["MSZ", year] for year in (2026, 2027, 2028)]
    assert floats(year.growth_ceiling for year in years) == pytest.approx(ceilings_found)
    assert floats(year.growth_used for year in years) == [a + b for a, b in zip((100, 103, 106), patients, strict=True)]
    assert broken_families(found) == {("growth", year) for year in broken}


def test_9_a_target_is_reported_and_no_limit() -> None:
    frameworks = [
        {"framework": "MSZ", "year": 2025, "baseline_drugs": 10},
        {"framework": "MSZ", "year": 2026, "baseline_drugs": 10, "budget": 100, "drug_growth_limit": 0},
    ]
    found = evaluate(small(growth_kind="target", sheets={"Frameworks": frameworks}), [Choice("X", "direct", 0, 0.0)])
    assert found.feasible
    assert float(found.frameworks["MSZ", 2026].growth_excess) == 1


def test_13_offsets_of_a_one_off_therapy() -> None:
    row = indication(list_price=1_900_000, offset_cost=240_000, offset_years=10, qaly_gain=12)
    scenario = small(row, routes=[route(cost_effectiveness="required")], price_ceiling="icer", years=4)
    found = evaluate(scenario, [Choice("X", "direct", 0, 0.0)])
    assert found.feasible
    assert floats(found.indications["X"].cost) == pytest.approx([16.6, 14.2, 11.8, 9.4])
    assert float(found.indications["X"].cost_effective_price) == near(3_068_666)


@pytest.mark.parametrize(
    ("burden", "value"),
    [
        (0.10, 20_000),
        (0.40, 20_000),
        (0.405, 20_000),
        (0.41, 50_000),
        (0.70, 50_000),
        (0.71, 80_000),
        (1.00, 80_000),
        (0.09, None),
    ],
)
def test_17_reference_value(burden: float, value: float | None) -> None:
    books = Books(small(indication(disease_burden=burden), routes=[route(cost_effectiveness="required")]))
    assert reference_value(books, books.indications["X"]["disease_burden"]) == value
    if value is None:
        with pytest.raises(RefusedError, match="no reference value"):
            ceilings(books, books.indications["X"], books.routes["direct"])


def test_18_committed_at_the_mandate() -> None:
    scenario = small(
        indication(list_price=10**6, qaly_gain=10, acceptance="line"),
        routes=[route(price="negotiated")],
        bargaining_power=0.5,
        sheets=money(budget=108)
        | {"Acceptance": [{"curve": "line", "discount": d, "probability": p} for d, p in ((0, 1), (0.6, 0))]},
    )
    found = evaluate(scenario, [Choice("X", "direct", 0, 0.2)])
    one = found.indications["X"]
    assert found.feasible
    assert float(one.acceptance) == near(0.666667)
    assert one.net_price == 700_000
    assert float(one.cost[0]) == near(4.66667)
    assert one.must_fit == [8]
    assert not evaluate(scenario, [Choice("X", "direct", 0, 0.15)]).feasible


def test_19_points_and_tolerances() -> None:
    negotiated = [route(price="negotiated")]
    auditor = Auditor(small(indication(max_discount=0.15), routes=negotiated))
    assert floats(auditor.points("X", "direct")) == [0, 0.05, 0.1, 0.15]
    assert [auditor.terms("X", "direct").acceptance(Decimal(k) / 20) for k in range(5)] == [1, 1, 1, 1, 0]

    curve = {"Acceptance": [{"curve": "half", "discount": d, "probability": 1 - d} for d in (0, 0.5)]}
    shifted = [route(price="negotiated", acceptance_shift=0.1)]
    auditor = Auditor(small(indication(acceptance="half"), routes=shifted, sheets=curve))
    accepted = auditor.terms("X", "direct").acceptance
    assert [accepted(Decimal(d)) for d in ("0", "0.05", "0.4", "0.45")] == [1, Decimal("0.85"), Decimal("0.5"), 0]
    assert floats(auditor.points("X", "direct")) == pytest.approx([0.05 * k for k in range(9)])


SEGMENTS = [
    care("A", spending=50, observed_share=0.4, max_share=0.08),
    care("A", spending=50, euro_per_qaly=50_000, max_share=0.08),
    care("B", spending=50, observed_share=0.6, euro_per_qaly=80_000, max_share=0.4),
]


def test_20_absorbed_and_segments() -> None:
    scenario = small(
        indication(new_patients=20, list_price=10**6),
        sheets=money(*SEGMENTS, absorbed_share=0.25),
        displacement_mode="observed",
    )
    year = evaluate(scenario, [Choice("X", "direct", 0, 0.0)]).frameworks["MSZ", 2026]
    assert float(year.pressure_limit) == near(26.6667)
    assert year.plan.displaced == 15
    assert year.plan.care == {("A", 0): 4, ("A", 1): 2, ("B", 0): 9}
    assert year.plan.health_lost == Decimal("192.5")


def test_20_room_is_worth_the_first_loss() -> None:
    scenario = small(
        indication(new_patients=3, list_price=10**6),
        sheets=money(*SEGMENTS, budget=103, absorbed_share=0.25),
        displacement_mode="observed",
        room_value=1,
    )
    found = evaluate(scenario, [Choice("X", "direct", 0, 0.0)])
    assert found.frameworks["MSZ", 2026].room_value == Decimal("8.625")
    assert found.room_used == Decimal("25.875")


EVEN = {"Acceptance": [{"curve": "even", "discount": d, "probability": p} for d, p in ((0, 1), (0.5, 0.5))]}


def test_21_interpolation_before_the_maximum() -> None:
    once = {
        "new_patients": 0,
        "waiting_patients": 1,
        "list_price": 1_200_000,
        "offset_cost": 200_000,
        "offset_years": 3,
    }
    scenario = small(
        indication(**once, acceptance="even", available_from="2026-07-01"),
        routes=[route(price="negotiated")],
        years=3,
        sheets=EVEN,
    )
    auditor = Auditor(scenario)
    later = auditor.evaluate([Choice("X", "direct", 12, 0.5)]).indications["X"]
    assert floats(later.must_fit) == pytest.approx([0, 0.4, 0])
    half = auditor.evaluate([Choice("X", "direct", 6, 0.5)]).indications["X"]
    assert floats(half.cost) == pytest.approx([0.1, 0.05, -0.1])
    assert floats(half.must_fit) == pytest.approx([0.2, 0.1, 0])


ADVISED = {"list_price": 100_000, "advice_low": 0.35, "advice_high": 0.55, "max_discount": 0.9}


@pytest.mark.parametrize(
    ("stated", "settings", "expected"),
    [
        ({}, {}, [45_000]),
        ({}, {"advice_bound": "low"}, [65_000]),
        ({"advice_high": None}, {}, [65_000]),
        ({"advice_kind": "more_than"}, {}, [40_000]),
        ({"advice_kind": "far_more_than"}, {}, [40_000]),
        ({}, {"price_ceiling": "icer"}, [80_000]),
        ({}, {"price_ceiling": "lowest"}, [45_000, 80_000]),
        ({"disease_burden": 0.05}, {"price_ceiling": "lowest"}, [45_000]),
        ({"advice_low": None, "advice_high": None}, {}, [80_000]),
        ({}, {"price_ceiling": "none"}, []),
    ],
)
def test_ceilings(stated: dict[str, Any], settings: dict[str, Any], expected: list[float]) -> None:
    required = route(price="negotiated", cost_effectiveness="required")
    books = Books(small(indication(**{**ADVISED, **stated}), routes=[required], **settings))
    assert ceilings(books, books.indications["X"], books.routes["direct"]) == expected


def test_caps_hold_beside_ceilings() -> None:
    routes = [
        route("half", price="negotiated", price_cap_basis="list", price_cap_share=0.5),
        route("effective", price="negotiated", price_cap_basis="cost_effective", price_cap_share=0.5),
    ]
    scenario = small(indication(max_discount=0.9), routes=routes)
    books = Books(scenario)
    assert caps(books, books.indications["X"], books.routes["half"]) == [50_000]
    assert caps(books, books.indications["X"], books.routes["effective"]) == [40_000]
    assert min(Auditor(scenario).points("X", "half")) == Decimal("0.5")
    assert min(Auditor(scenario).points("X", "effective")) == Decimal("0.6")


def test_computed_figures() -> None:
    stated = {"list_price": 200_000, "treatment_years": 0.5, "product": "P"}
    books = Books(
        small(
            indication("A", new_patients=100, patient_growth=0.1, **stated),
            indication("B", new_patients=10, **stated),
            indication("C", new_patients=10, status="reimbursed", **stated),
        )
    )
    rules = Rules(books)
    assert float(rules.value("A", "list_budget_impact")) == pytest.approx(100 * 1.21 * 0.5 * 0.2)
    assert float(rules.value("A", "product_budget_impact")) == pytest.approx(12.1 + 1)
    assert rules.value("A", "cost_per_patient_year") == 100_000


def test_refusals_say_why() -> None:
    scenario = small(
        indication("X", max_discount=0.3),
        indication("stays", status="reimbursed"),
        indication("filed", files_from="none", max_discount=0.3),
        routes=[
            route(eligible="orphan"),
            route("asked", standing="asked_for"),
            route("later", lead_time_months=12),
            route("talk", price="negotiated", price_cap_basis="list", price_cap_share=0.9),
        ],
        discount_step=0.1,
    )

    def why(*choice: Any) -> str:
        (found,) = evaluate(scenario, [Choice(*choice)]).refused
        return found

    assert "does not hold" in why("X", "direct", 0, 0.0)
    assert "asked_for are not used" in why("X", "asked", 0, 0.0)
    assert "12 months" in why("X", "later", 12, 0.0)
    assert "no dossier" in why("filed", "talk", 0, 0.1)
    assert "no route for the status reimbursed" in why("stays", "talk", 0, 0.1)
    assert "no such indication or no such route" in why("X", "unknown", 0, 0.1)
    assert "allowed are 0" in why("X", "talk", 3, 0.1)
    assert "above the ceiling or cap" in why("X", "talk", 0, 0.0)
    assert "probability 0" in why("X", "talk", 0, 0.4)
    assert "not a discount that is tried" in why("X", "talk", 0, 0.15)
    assert evaluate(scenario, [Choice("X", "talk", 0, 0.1)]).feasible


def test_limits_that_couple_decisions() -> None:
    group = {"patient_group": "same", "list_price": 10**6}
    scenario = small(
        indication("A", **group),
        indication("B", **group),
        indication("C", status="reimbursed", **group),
        routes=[route(budget_line="L", dossiers_per_year=1)],
        sheets={"BudgetLines": [{"line": "L", "year": 2026, "budget": 15, "charged": "drug"}]},
    )
    found = evaluate(scenario, [Choice("A", "direct", 0, 0.0), Choice("B", "direct", 0, 0.0)])
    assert [(one.family, one.name, one.year, float(one.excess)) for one in found.broken] == [
        ("budget_line", "L", 2026, 5),
        ("dossiers", "direct", 2026, 1),
        ("patient_group", "same", None, 2),
    ]
    assert {one.family for one in evaluate(scenario, [Choice("A", "direct", 0, 0.0)] * 2).broken} >= {"decision"}


@pytest.mark.parametrize(("charged", "expected"), [("drug", 0.5), ("drug_and_care", 0.6), ("net", 0.4)])
def test_what_a_line_counts_is_committed(charged: str, expected: float) -> None:
    scenario = small(
        indication(other_cost=10_000, offset_cost=20_000, acceptance="even"),
        routes=[route(price="negotiated", budget_line="L")],
        sheets=EVEN | {"BudgetLines": [{"line": "L", "year": 2026, "budget": 15, "charged": charged}]},
        budget_basis="expected",
    )
    one = evaluate(scenario, [Choice("X", "direct", 0, 0.5)]).indications["X"]
    assert one.must_fit[0] == Decimal("0.2")
    assert float(one.charged[0]) == pytest.approx(expected)


def test_all_absorbed_is_unlimited_where_there_is_care() -> None:
    for mode, limit in (("observed", math.inf), ("optimal", math.inf), ("none", 0)):
        scenario = small(sheets=money(care("A", observed_share=1), absorbed_share=1), displacement_mode=mode)
        year = evaluate(scenario, [Choice("X", "direct", 0, 0.0)]).frameworks["MSZ", 2026]
        assert year.pressure_limit == limit
        assert year.plan.displaced == 0
    protected = small(
        sheets=money(care("A", observed_share=1, protected=True), absorbed_share=1), displacement_mode="observed"
    )
    assert evaluate(protected, []).frameworks["MSZ", 2026].pressure_limit == 0


def claims_of(found: Evaluation) -> dict[Any, float | None]:
    from planner.model.audit.figures import figures

    return {key: None if value is None else float(value) for key, value in figures(found).items()}


def test_check_agrees_with_right_figures_and_names_wrong_ones() -> None:
    name = "ex16"
    scenario, choices = example(name), expected_choices(EXPECTED[name])
    claims = claims_of(evaluate(scenario, choices))
    report = check(scenario, choices, claims)
    assert report.ok, str(report)
    assert list(report.rows.columns) == ["what", "engine", "audit", "difference", "agrees", "figures"]
    assert report.rows["agrees"].all()
    assert {"every choice is allowed", "limits kept, growth", "net, total"} <= set(report.rows["what"])

    wrong = {**claims, ("total", "net"): 41.0, ("yearly", "X", 2027, "cost"): 1.4}
    report = check(scenario, choices, wrong)
    assert not report.ok
    assert len(report.failures) == 2
    assert report.failures[0].startswith("total net: engine 41, audit 40.355")
    assert report.failures[1].startswith("yearly X 2027 cost: engine 1.4")


def test_check_asks_for_all_figures() -> None:
    scenario, choices = example("ex16"), expected_choices(EXPECTED["ex16"])
    claims = claims_of(evaluate(scenario, choices))
    assert len(check(scenario, choices, {}).failures) == 4
    left_out = {key: value for key, value in claims.items() if key != ("yearly", "Y", 2028, "cost")}
    assert check(scenario, choices, left_out).failures == ("yearly Y 2028 cost: engine nan, audit 0.64",)
    unknown = {**claims, ("yearly", "Z", 2028, "cost"): 0.5}
    assert not check(scenario, choices, unknown).ok


def test_check_fails_on_a_plan_that_is_not_allowed() -> None:
    scenario = example("ex16")
    choices = [Choice("X", "lock", 6, 0.5), Choice("Y", "lock", 9, 0.5)]
    report = check(scenario, choices, claims_of(evaluate(scenario, choices)))
    assert report.failures == ("dossiers of lock in 2026 exceeded by 1",)
    report = check(scenario, [Choice("X", "direct", 0, 0.0)], claims_of(evaluate(scenario, [])))
    assert any("above the ceiling" in failure for failure in report.failures)


def test_claims_from_frames() -> None:
    import pandas as pd

    frames = {
        "decisions": pd.DataFrame(
            {"indication": ["A", "B"], "decision": ["admit", "not_admitted"], "offset": [0.5, math.nan], "name": "x"}
        ),
        "limits": pd.DataFrame({"family": ["patient_group"], "name": ["g"], "year": [math.nan], "limit": [1.0]}),
    }
    assert claims_from_frames(frames, {"net": 3.0, "unknown": 1.0}) == {
        ("total", "net"): 3.0,
        ("decision", "A", "offset"): 0.5,
        ("limit", "patient_group", "g", None, "limit"): 1.0,
    }
