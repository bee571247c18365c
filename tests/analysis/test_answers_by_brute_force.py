"""Leave-one-out, entry discounts and walk-away prices under volume agreements against every combination, figure by figure."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from brute import best_plan, count
from effort import at_length
from hypothesis import HealthCheck, assume, given, reject, settings
from hypothesis import strategies as st
from small import indication, route, small
from strategies import small_scenarios
from test_brute_force import MOST, option_rows

import planner
from planner.analysis.prices import walk_away
from planner.analysis.without import displacement_by_indication, without
from planner.impact.offers import offers
from planner.impact.rows import joined
from planner.model.audit import Auditor, Choice
from planner.model.audit.supplier import RefusedError
from planner.model.evaluate import Evaluator
from planner.model.limits import limits
from planner.model.money import money
from planner.scenario.scenario import Scenario

few = settings(max_examples=8, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
many = at_length(150)
approx = pytest.approx


def explored(scenario: Scenario) -> planner.Explorer:
    try:
        return planner.Explorer(scenario, mip_gap=0)
    except (planner.InfeasibleError, planner.ScenarioError):
        reject()


def choices(explorer: planner.Explorer, picked: np.ndarray) -> list[Choice]:
    rows = explorer.options.table.iloc[picked]
    rows = rows[rows["route"].notna()]
    columns = (rows[name] for name in ("indication", "route", "offset", "discount"))
    return [Choice(i, way, round(12 * at), d) for i, way, at, d in zip(*columns, strict=True)]


def without_each(scenario: Scenario) -> None:
    """The best plan without each indication is that of all combinations; what it displaces is that of the audit's totals."""
    explorer = explored(scenario)
    rows = option_rows(scenario)
    assume(count(rows) <= MOST)
    auditor = Auditor(scenario)
    whole = auditor.evaluate(choices(explorer, explorer.plan.picked)).totals
    solved = without(explorer)
    table = displacement_by_indication(explorer, solved).set_index("indication")
    for name in solved.best:
        best = best_plan(scenario, [row for row in rows if row[0] != name])
        assert best is not None
        found = solved.best[name]
        assert found.net == approx(best.objective, rel=1e-9, abs=1e-6)
        other = auditor.evaluate(choices(explorer, found.picked)).totals
        row = table.loc[name]
        assert row["net_lost"] == approx(float(whole.net - other.net), abs=1e-6)
        assert row["displaced_qalys"] == approx(float(whole.displaced - other.displaced), abs=1e-6)
        assert row["displaced_euro"] == approx(float(whole.displaced_euro_sum - other.displaced_euro_sum), abs=1e-6)
        assert row["room_qalys"] == approx(float(whole.room_used - other.room_used), abs=1e-6)
        assert row["gained"] - row["gained_others"] == approx(float(whole.gained - other.gained), abs=1e-6)
        assert row["net_lost"] == approx(row["gained"] - row["lost_elsewhere"], abs=1e-6)


@few
@given(small_scenarios(2, 3))
def test_the_plan_without_each_indication(scenario: Scenario) -> None:
    without_each(scenario)


@pytest.mark.slow
@many
@given(small_scenarios(2, 4))
def test_the_plan_without_each_indication_at_length(scenario: Scenario) -> None:
    without_each(scenario)


def least_allowed(auditor: Auditor, name: str) -> float:
    """The least discount that ceiling and caps of one open route allow, by the audit's own terms (NaN: none is)."""
    listed, needed = auditor.books.indications[name]["list_price"], []
    for way in auditor.books.routes:
        try:
            bounds = auditor.terms(name, way).bounds
        except RefusedError:
            continue
        needed.append(max(0.0, float(1 - min(bounds) / listed)) if bounds else 0.0)
    return min(needed, default=np.nan)


def entry_of_each(scenario: Scenario) -> None:
    """From the walk-away price (itself tried by brute force) and the audit's ceilings and caps."""
    explorer = explored(scenario)
    auditor = Auditor(scenario)
    listed = scenario.table("Indications").set_index("indication")["list_price"]
    out = explorer.plan.decisions
    for name in out["indication"][out["decision"] == "not_admitted"]:
        if listed[name] == 0:
            continue
        row = walk_away(explorer, [name]).iloc[0]
        needed = least_allowed(auditor, name)
        wanted = np.maximum(np.maximum(0.0, 1 - row["walk_away"] / listed[name]), needed)
        assert row["entry_discount"] == approx(wanted, abs=1e-6, nan_ok=True)


@few
@given(small_scenarios(2, 2))
def test_the_discount_at_which_what_is_left_out_enters(scenario: Scenario) -> None:
    entry_of_each(scenario)


@pytest.mark.slow
@many
@given(small_scenarios(2, 3))
def test_the_discount_at_which_what_is_left_out_enters_at_length(scenario: Scenario) -> None:
    entry_of_each(scenario)


@pytest.mark.parametrize(("burden", "discount"), [(0.5, 0.4), (0.05, np.nan)])
def test_no_discount_opens_a_route_without_a_reference_value(burden: float, discount: float) -> None:
    """The advice (40 % off) is the ceiling, price* the cap; below a burden of 0.10 there is no price*: the route stays closed."""
    one = indication(disease_burden=burden, advice_low=0.4, advice_high=0.4, max_discount=0.1, list_price=30_000)
    lock = route(price="negotiated", cost_effectiveness="required", price_cap_basis="cost_effective")
    scenario = small(one, routes=[lock], price_ceiling="lowest", advice_margin=0)
    row = walk_away(planner.Explorer(scenario, mip_gap=0), ["X"]).iloc[0]
    assert [row["needed_discount"], row["entry_discount"]] == approx([discount, discount], nan_ok=True)


def full(**stated: object) -> Scenario:
    """Room of 2 million in each of two years; beside X a medicine that brings little."""
    frames = [{"framework": "MSZ", "year": 2026 + t, "budget": 2} for t in range(2)]
    rows = indication(**stated), indication("Y", new_patients=2, qaly_gain=0.1)
    return small(*rows, sheets={"Frameworks": frames}, years=2)


def walked(**stated: object) -> float:
    return float(walk_away(planner.Explorer(full(**stated), mip_gap=0), ["X"])["walk_away"].iloc[0])


def test_walk_away_prices_under_volume_agreements() -> None:
    # 10 patients a year; 2 million is 200,000 each. Half of what is above 0.5 is given back: 3.5 million listed are 2 paid.
    assert walked() == approx(200_000, abs=1)
    assert walked(volume_threshold=0.5, volume_discount=0.5) == approx(350_000, abs=1)
    assert walked(pay_back_cap=3) == approx(200_000, abs=1)
    assert walked(pay_back_cap=1.5) == np.inf  # never more than 1.5 million is paid


def test_the_walk_away_price_of_what_may_be_admitted_in_part() -> None:
    # half of the patients at most: 2 million for five of them; of two that share the room the whole of it is X's
    assert walked(divisible=True, max_coverage=0.5) == approx(400_000, abs=1)


def test_the_walk_away_price_beside_room_that_is_carried_over() -> None:
    # 10 patients from 2027 on; the 2 million of 2026 are carried over: 4 million
    frames = [{"framework": "MSZ", "year": 2026 + t, "budget": 2, "carry_over_share": 1} for t in range(2)]
    own = indication(available_from="2027-01-01")
    scenario = small(own, sheets={"Frameworks": frames}, years=2)
    row = walk_away(planner.Explorer(scenario, mip_gap=0), ["X"]).iloc[0]
    assert row["walk_away"] == approx(400_000, abs=1)
    assert row["proven"]


def good(scenario: Scenario, name: str, price: float, floor: float) -> bool:
    """Whether any combination with the indication at this price is worth the floor: every one is tried."""
    own = offers(scenario, dict.fromkeys(scenario.table("Indications")["indication"], price))
    before = planner.enumerate_options(scenario)
    options = joined(before, own)
    evaluator = Evaluator(scenario.settings, options, limits(scenario, options, money(scenario)))
    names = options.table["indication"].to_numpy()
    groups = [
        [*np.flatnonzero((names == other) & (np.arange(len(names)) < len(before))), -1] for other in set(names) - {name}
    ]
    mine = [o for o in np.flatnonzero(names == name) if o >= len(before)]
    for combination in itertools.product(mine, *groups):
        picked = np.sort(np.array([o for o in combination if o >= 0], dtype=np.intp))
        if evaluator.fits(picked) and evaluator.worth(picked).net >= floor - 1e-7:
            return True
    return False


VOLUME = st.fixed_dictionaries(
    {
        "volume_threshold": st.sampled_from([0.5, 1.0]),
        "volume_discount": st.sampled_from([0.25, 0.75]),
        "pay_back_cap": st.sampled_from([None, 1.2, 2.5]),
        "qaly_gain": st.sampled_from([0.5, 1.0, 3.0]),
        "treatment_years": st.sampled_from([1, 2]),
    }
)


@settings(max_examples=4, derandomize=True, deadline=None)
@given(VOLUME, st.sampled_from([1.0, 2.0]), st.sampled_from([50_000, 100_000]))
def test_the_walk_away_price_under_an_agreement_is_where_combinations_stop_to_be_good(
    agreement: dict[str, float], budget: float, per_qaly: float
) -> None:
    care = [{"care": "other", "spending": 10, "observed_share": 1, "euro_per_qaly": per_qaly, "max_share": 0.2}]
    frames = [{"framework": "MSZ", "year": 2026 + t, "budget": 10 + budget, "baseline_care": 10} for t in range(2)]
    rows = indication(**agreement), indication("Y", qaly_gain=2, new_patients=8)
    scenario = small(
        *rows,
        routes=[route()],
        sheets={"Frameworks": frames, "Care": care},
        years=2,
        displacement_mode="observed",
        room_value=1,
    )
    explorer = planner.Explorer(scenario, mip_gap=0)
    floor = explorer.best(allowed=(explorer.options.table["indication"] != "X").to_numpy()).net
    found = float(walk_away(explorer, ["X"])["walk_away"].iloc[0])
    if np.isnan(found):
        assert not good(scenario, "X", 0.0, floor)
    elif np.isinf(found):
        assert good(scenario, "X", 1e9, floor)
    else:
        assert good(scenario, "X", found - 1.0, floor)
        assert not good(scenario, "X", found + 1.0, floor)
