"""What the audit works out a second time in a plan of the engine, beyond the core: each case by hand, and a wrong claim fails."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import pandas as pd
import pytest
from agreement import disagreements
from small import indication, route, small

import planner
from planner.model import frames
from planner.model.audit import Choice, check, claims_from_frames
from planner.model.choice import Picks
from planner.scenario.scenario import Scenario

FRAMES = ("decisions", "yearly", "spending", "displacement", "limits")


def failures(plan: planner.Plan, **wrong: Any) -> list[str]:
    """What the audit finds in a plan's own figures, some frames or totals replaced by wrong ones."""
    frames = {name: wrong.get(name, getattr(plan, name)) for name in FRAMES}
    table = plan.options.table.iloc[plan.picked].assign(share=plan.shares)
    rows = table[table["route"].notna()].to_dict("records")
    made = [Choice(r["indication"], r["route"], round(12 * r["offset"]), r["discount"], r["share"]) for r in rows]
    report = check(plan.scenario, made, claims_from_frames(frames, {**asdict(plan.totals), **wrong.get("totals", {})}))
    # One decision each is a limit that a plan no longer shows.
    return [failure for failure in report.failures if not failure.startswith("limit decision")]


def figures(plan: planner.Plan, column: str) -> list[float]:
    return [round(float(value), 9) for value in plan.yearly[column]]


# Patients on treatment when reimbursement stops


def ending(years: int = 4, **of_route: Any) -> Scenario:
    """10 patients a year for 3 years; start-stop criteria, by which 0.4 of them stop after one year."""
    stated = {"treatment_years": 3, "stop_after": 1, "stop_share": 0.4, "p_effective": 0.75, "p_registered": 0.5}
    way = {"term_years": 2, "at_end": "leave", "stop_rule": True, **of_route}
    return small(indication(**stated), routes=[route("r", **way)], years=years)


def test_patients_when_it_stops_under_start_stop_criteria() -> None:
    """At the end of 2027 those of 2026 are 2 years on treatment, those of 2027 one: 0.6 of both (who stop, stop after 1).
    Half of that, for authorisation may not come: 0.5 x (6 + 6).
    """
    plan = planner.optimise(ending())
    assert figures(plan, "stopped") == [0, 0, 6, 0]
    wrong = plan.yearly.assign(stopped=plan.yearly["stopped"] * 1.01)
    assert not failures(plan)
    assert failures(plan, yearly=wrong)
    assert failures(plan, yearly=plan.yearly.assign(insufficient=1.0))


def test_patients_when_it_stops_within_a_year_or_by_evidence() -> None:
    """A term of 2.5 years ends in 2028: 0.6 of those of 2026 and 2027, all of 2028; a quarter of them where it converts."""
    assert figures(planner.optimise(ending(term_years=2.5)), "stopped") == [0, 0, 0.5 * (6 + 6 + 10), 0]
    by_evidence = planner.optimise(ending(at_end="convert", definitive_price="same"))
    assert figures(by_evidence, "stopped") == [0, 0, 0.25 * 6, 0]
    assert not sum(figures(planner.optimise(ending(at_end="stay")), "stopped"))


def test_who_is_on_treatment_when_it_leaves_the_package() -> None:
    """20 patient-years (10 a year for 2 years) when it leaves, halfway 2027; it saves 1 million a year for no health."""
    there = indication(status="reimbursed", may_leave=True, treatment_years=2, qaly_gain=0, available_from="2027-07-01")
    scenario = small(there, routes=[route("out", action="leave", open_to=2027)], years=3)
    plan = planner.optimise(scenario)
    assert figures(plan, "stopped") == [0, 20, 0]
    assert figures(plan, "cost") == [0, -1, -2]


def test_a_conditional_admission_without_a_possible_price_stops_for_certain() -> None:
    """Cost-effective price 80,000 x 1 - 100,000 of other care: below nothing. All 10 patients stop in 2027; of the spending of
    1 million in 2026 half proves insufficient (shown with 0.5), whatever the price.
    """
    here = indication(
        status="conditional", term_end="2027", applies_for="c", other_cost=100_000, p_effective=1, p_demonstrated=0.5
    )
    way = route("c", term_years=2, at_end="convert", definitive_price="cost_effective")
    scenario = small(here, routes=[way], years=2)
    assert disagreements(scenario) == []
    options = planner.enumerate_options(scenario)
    assert options.stopped.tolist() == [[0, 10]]
    assert options.insufficient.tolist() == [[0.5, 0]]
    assert options.table["goes_on"].tolist() == [0]


def under_way(**stated: Any) -> Scenario:
    """10 patients a year at 100,000, shown with 0.6, in conditional admission until July 2027."""
    here = indication(status="conditional", term_end="2027-07-01", applies_for="c", p_effective=0.6, **stated)
    return small(here, routes=[route("c", term_years=2, at_end="convert")], years=3)


@pytest.mark.parametrize("name", ["insufficient", "stopped", "cost", "qalys"])
def test_what_stays_in_conditional_admission_is_audited_by_year(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Until July 2027 0.4 of a million a year proves insufficient: 0.4, 0.2; then 0.4 of 10 patients stop, and what they cost."""
    plan = planner.optimise(under_way())
    (staying,) = plan.picked
    assert plan.options.insufficient[staying].tolist() == pytest.approx([0.4, 0.2, 0])
    assert plan.options.stopped[staying].tolist() == pytest.approx([0, 4, 0])
    assert plan.options.cost[staying].tolist() == pytest.approx([0, -0.2, -0.4])
    by_year = frames._by_year

    def wrong(scenario: Scenario, options: planner.Options, own: Picks) -> pd.DataFrame:
        return by_year(scenario, options, own).assign(**{name: 7.0})

    monkeypatch.setattr(frames, "_by_year", wrong)
    with pytest.raises(planner.AuditError, match="staying X 2026 " + name):
        planner.optimise(under_way())


# The health that must be gained


def test_the_health_that_must_be_gained_is_audited() -> None:
    """30 QALYs at least spending: A (10 QALYs, 0.5 million) and B (20, 1 million), not C (20, 1.2 million)."""
    rows = [
        indication(name, list_price=price, qaly_gain=gain)
        for name, price, gain in (("A", 50_000, 1), ("B", 100_000, 2), ("C", 120_000, 2))
    ]
    plan = planner.optimise(small(*rows, objective="least_spending", health_target=30))
    assert plan.decisions["decision"].tolist() == ["admit", "admit", "not_admitted"]
    (row,) = plan.limits[plan.limits["family"] == "health_target"].to_dict("records")
    assert (row["limit"], row["base"], row["used"], row["room"]) == (-30, 0, -30, 0)
    assert "limits kept, health target" in list(plan.audit.rows["what"])
    assert failures(plan, limits=plan.limits.assign(used=plan.limits["used"] - 1))
    short = check(plan.scenario, [Choice("A", "direct", 0, 0.0)], {})
    assert "health_target of health exceeded by 20" in str(short)


def test_health_is_gained_against_the_reference_plan_with_what_ends_there() -> None:
    """In the reference plan X, in conditional admission, is shown with 0.5 and loses 10 x (1 - 0.5) QALYs; gained is what comes
    beside that: N, with 10 QALYs, meets a target of 10.
    """
    here = indication(status="conditional", term_end="2026", applies_for="c", p_demonstrated=0.5)
    ways = [route(), route("c", term_years=2, at_end="convert", standing="proposed")]
    scenario = small(here, indication("N"), routes=ways, objective="least_spending", health_target=10)
    plan = planner.optimise(scenario)
    (row,) = plan.limits[plan.limits["family"] == "health_target"].to_dict("records")
    assert (row["limit"], row["base"], row["used"], row["room"]) == pytest.approx((-10, -5, -5, 0))
    assert plan.totals.gained == pytest.approx(10)


# The second objective of a pair


def pair(second: str, **settings: Any) -> Scenario:
    """A and B: 10 QALYs for a million each, and room for one; B counts double and costs care of weight 3 too."""
    money = [{"framework": "MSZ", "year": 2026, "budget": 11, "baseline_care": 10}]
    care = [
        {
            "care": "o",
            "spending": 10,
            "euro_per_qaly": 10**6,
            "max_share": 0.1,
            "observed_share": 1,
            "equity_weight": 3,
        }
    ]
    rows = [indication("A", max_discount=0), indication("B", equity_weight=2, max_discount=0)]
    stated = {"objective": "lexicographic", "second_objective": second, "displacement_mode": "observed", **settings}
    limit = [{"kind": "excludes", "subject": "A", "object": "B"}]
    return small(*rows, sheets={"Frameworks": money, "Care": care, "Relations": limit}, room_value=1, **stated)


def test_the_second_of_a_pair_decides_and_is_audited() -> None:
    """Net 10 less room of 1 million at a QALY a million: 9 for either. Weighted: A 10 - 3, B 20 - 3 = 17."""
    plan = planner.optimise(pair("weighted_qalys"))
    assert plan.decisions["decision"].tolist() == ["not_admitted", "admit"]
    assert (plan.totals.objective, plan.totals.second) == pytest.approx((9, 17))
    assert not failures(plan)
    assert failures(plan, totals={"second": 20.0})
    alone = planner.optimise(pair("weighted_qalys", objective="net_qalys", second_objective=None))
    assert alone.decisions["decision"].tolist() == ["admit", "not_admitted"]


def test_the_second_of_a_pair_in_other_units() -> None:
    """Least spending: a million less; net monetary benefit at 150,000: 1.5 - 1 million; health alone: 10."""
    for second, worth in (("least_spending", -1), ("net_monetary_benefit", 0.5), ("qalys_gained", 10)):
        plan = planner.optimise(pair(second, qaly_value=150_000))
        assert plan.totals.second == pytest.approx(worth)


# One price between the points


@pytest.mark.parametrize("part", [7, 11, 19])
def test_one_price_is_counted_as_one_wherever_it_lies(part: int) -> None:
    """A budget of 2 (1 - d) million for two indications at one price asks d = part / 128, halfway two millionths."""
    curves = [("a", ((0, 1), (0.5, 0.5))), ("b", ((0, 1), (0.3, 0.6)))]
    sheets = {
        "Acceptance": [{"curve": c, "discount": d, "probability": p} for c, points in curves for d, p in points],
        "Relations": [{"kind": "same_price", "subject": "P"}],
        "Frameworks": [{"framework": "MSZ", "year": 2026, "budget": 2 * (1 - part / 128)}],
    }
    rows = [indication(name, product="P", acceptance=name) for name in ("a", "b")]
    asked = {"discount_step": 0, "price_mode": "continuous"}
    plan = planner.optimise(small(*rows, routes=[route(price="negotiated")], sheets=sheets, **asked), mip_gap=0)
    assert plan.decisions["discount"].tolist() == pytest.approx([part / 128] * 2, abs=2e-8)
    row = plan.limits.loc[plan.limits["family"] == "relation"].iloc[0]
    assert (row["limit"], row["used"], row["room"]) == (1, 1, 0)


def test_one_price_of_what_has_no_open_route_is_a_limit_that_nothing_uses() -> None:
    """Both indications lack a dossier, or the product has one indication only: no price, or one, of the one there may be."""
    relation = {"Relations": [{"kind": "same_price", "subject": "P"}]}
    closed = [indication(name, product="P", files_from="none") for name in "AB"]
    for rows, used in ((closed, 0), ([indication("A", product="P")], 1)):
        plan = planner.optimise(small(*rows, sheets=relation))
        row = plan.limits.loc[plan.limits["family"] == "relation"].iloc[0]
        assert (row["limit"], row["used"], row["room"]) == (1, used, 1 - used)
