"""Walk-away prices: the worked examples, cases by hand, and every combination tried on small random scenarios."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from small import indication, route, small
from strategies import small_scenarios

import planner
from planner.analysis.prices import walk_away, walk_away_products
from planner.impact.offers import offers
from planner.impact.rows import joined
from planner.model.evaluate import Evaluator
from planner.model.limits import limits
from planner.model.money import money
from planner.model.solve import Answer

EXAMPLES = Path(__file__).parents[1] / "data" / "examples"
approx = pytest.approx
CARE = {"care": "other", "spending": 100, "euro_per_qaly": 73_600, "max_share": 1, "observed_share": 1}
LOCK = route("lock", price="negotiated", cost_effectiveness="required")


@pytest.fixture(scope="module", params=["one model", "plan after plan"])
def way(request: pytest.FixtureRequest) -> Iterator[None]:
    """A price is found both ways: by one model of all, as of few options, and by plans at one price after another."""
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "plan after plan":
            patch.setattr("planner.analysis.prices._FEW", -1)
        yield


def full(*rows, budget=100, years=1, **settings) -> planner.Scenario:
    sheets = {
        "Frameworks": [
            {"framework": "MSZ", "year": 2026 + t, "budget": budget, "baseline_care": 100} for t in range(years)
        ],
        "Care": [CARE],
    }
    return small(*rows, sheets=sheets, years=years, **{"displacement_mode": "observed", **settings})


def walked(scenario, name="X"):
    return walk_away(planner.Explorer(scenario, mip_gap=0)).set_index("indication").loc[name]


def example(name: str) -> planner.Scenario:
    return planner.read_scenario(EXAMPLES / f"{name}.xlsx")


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize(("name", "share"), [("ex11_q80", 0.588800), ("ex11_q120", 0.883200), ("ex11_q200", 1.47200)])
def test_example_11(name: str, share: float):
    # 80 QALYs at 73,600 are worth 5.888 million, of 10 million at list
    row = walked(example(name))
    assert row["walk_away"] / row["list_price"] == approx(share, rel=1e-6)
    assert row["walk_away_discount"] == approx(1 - share, rel=1e-5)
    assert row["entry_discount"] == approx(max(0, 1 - share), abs=1e-6)


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize(
    ("name", "price"),
    [("ex15_headroom0_room0", 34_800), ("ex15_headroom1_room0", 44_800), ("ex15_headroom1_room1", 34_800)],
)
def test_example_15(name: str, price: float):
    row = walked(example(name))
    assert row["walk_away"] == approx(price, rel=1e-6)
    assert row["needed_discount"] == approx(1 - 38_000 / 60_000)
    # at list 60,000: walk-away 34,800 needs 42 % off; with 44,800 the ceiling of 38,000 needs more
    assert row["entry_discount"] == approx(1 - min(price, 38_000) / 60_000, rel=1e-6)
    # the supplier goes to 30,000
    assert (row["zone_low"], row["zone_high"]) == approx((30_000, min(price, 38_000)), rel=1e-6)
    assert row["proven"]


@pytest.mark.usefixtures("way")
def test_example_2():
    # one patient treated for thirty years, six QALYs: 73,600 x 6 / 24.3761 = 18,116.1 a year
    chronic = indication(new_patients=1, treatment_years=30, qaly_gain=6, list_price=50_000)
    row = walked(full(chronic, years=10))
    assert row["walk_away"] == approx(18_116.1, rel=3e-6)
    assert row["estimate"] == approx(18_116.1, rel=3e-6)


def test_the_ceiling_and_the_supplier_do_not_count_for_the_walk_away_price():
    # worth 73,600 x 0.5 = 36,800; ceiling 10,000 (20,000 per QALY), the supplier gives 5 %: nothing is possible
    row = walked(small(indication(qaly_gain=0.5, disease_burden=0.2, max_discount=0.05), routes=[LOCK], sheets={
        "Frameworks": [{"framework": "MSZ", "year": 2026, "budget": 100, "baseline_care": 100}], "Care": [CARE]},
        displacement_mode="observed"))  # fmt: skip
    assert row["walk_away"] == approx(36_800, rel=1e-6)
    assert (row["entry_discount"], row["supplier_discount"]) == approx((0.9, 0.05))
    assert row["zone"] == approx(10_000 - 95_000)


@pytest.mark.usefixtures("way")
def test_no_price_where_no_route_is_open_or_nothing_is_gained():
    row = walked(full(indication("A"), indication("X", available_from="2030-01-01")))
    assert np.isnan(row["walk_away"])
    assert np.isnan(row["entry_discount"])
    # its care costs 20,000 a patient and displaces more than its 0.1 QALY
    assert np.isnan(walked(full(indication(qaly_gain=0.1, other_cost=20_000)))["walk_away"])


@pytest.mark.usefixtures("way")
def test_any_price_where_nothing_limits_it():
    scenario = small(indication(), sheets={"Frameworks": [{"framework": "MSZ", "year": 2026, "budget": None}]})
    row = walked(scenario)
    assert row["walk_away"] == np.inf
    assert row["entry_discount"] == 0


@pytest.mark.usefixtures("way")
def test_a_limit_and_not_health_sets_the_price():
    # no care, 3 million of room: 10 patients at most 300,000 each; then A (1 million, 10 QALYs) must leave. X: 50 QALYs.
    rows = indication("A"), indication("X", qaly_gain=5)
    scenario = full(*rows, budget=103, displacement_mode="none")
    assert walked(scenario)["walk_away"] == approx(300_000, rel=1e-6)
    # A alone: what X leaves, 2 million
    assert walked(scenario, "A")["walk_away"] == approx(200_000, rel=1e-6)


@pytest.mark.usefixtures("way")
def test_a_start_later_may_bear_a_higher_price():
    # room of 1 million in 2026 and 4 million in 2027, one year of treatment for 10 waiting patients: 400,000 in 2027
    frame = [
        {"framework": "MSZ", "year": 2026 + t, "budget": 100 + room, "baseline_care": 100}
        for t, room in enumerate((1, 4))
    ]
    once = indication(new_patients=0, waiting_patients=10)
    row = walked(small(once, years=2, sheets={"Frameworks": frame}))
    assert (row["walk_away"], row["start_year"]) == (approx(400_000, rel=1e-6), 2027)


@pytest.mark.usefixtures("way")
def test_one_price_for_a_product():
    # 73,600 x (2 + 0.5) QALYs a patient for both, list 100,000 and 50,000: f x 150,000 = 184,000
    rows = (
        indication("A", product="P", qaly_gain=2),
        indication("B", product="P", qaly_gain=0.5, list_price=50_000),
        indication("C"),
    )
    found = walk_away_products(planner.Explorer(full(*rows), mip_gap=0))
    assert found[["product", "indications"]].to_numpy().tolist() == [["P", "A; B"]]
    assert found["factor"].tolist() == approx([184_000 / 150_000], rel=1e-6)
    assert found["discount"].tolist() == approx([1 - 184_000 / 150_000], rel=1e-5)


def test_an_unknown_candidate():
    with pytest.raises(planner.UsageError, match="there is no candidate"):
        walk_away(planner.Explorer(full(indication())), ["Z"])


def test_a_price_whose_search_was_cut_short_is_not_proven(monkeypatch: pytest.MonkeyPatch):
    # no LP is solved in the time that is left: that no price was found says nothing
    explorer = planner.Explorer(full(indication()), mip_gap=0, time_limit=0.0)
    monkeypatch.setattr(
        "planner.model.search.priced.solve", lambda *_, **__: Answer("time", None, -np.inf, np.inf, 0.0, 0)
    )
    row = walk_away(explorer).iloc[0]
    assert np.isnan(row["walk_away"])
    assert not row["proven"]


class _Line:
    """Plans with one offer at any price: all figures on the line through an evaluator at 0 and one at 100,000 euros."""

    def __init__(self, scenario: planner.Scenario, options: planner.Options) -> None:
        names = scenario.table("Indications")["indication"]
        tables = [joined(options, offers(scenario, dict.fromkeys(names, price))) for price in (0.0, 100_000.0)]
        self.ends = [Evaluator(scenario.settings, t, limits(scenario, t, money(scenario))) for t in tables]

    def good(self, picked: np.ndarray, floor: float) -> Callable[[float], bool]:
        """Whether some options keep every limit and are worth the floor, by the price of the offer among them."""
        first, money_, reference = self.ends[0], self.ends[0].money, self.ends[0].reference
        used, dear_used = (end.limits.used(picked) for end in self.ends)
        cost, dear_cost = (end.use(picked).cost for end in self.ends)
        equal = np.concatenate([family.equal for family in first.limits.families])
        gained, dear_gained = (end.value[picked].sum() for end in self.ends)

        def at(price: float) -> bool:
            share = price / 100_000.0
            over = used + (dear_used - used) * share - first.limits.space
            if (np.where(equal, np.abs(over), over) > 1e-6).any():
                return False
            spent = cost + (dear_cost - cost) * share
            short = np.where(money_.limited, money_.base + spent - np.nan_to_num(money_.budget), 0.0)
            displaced = money_.displaced(np.maximum(0.0, short)) - reference.displaced
            room = (first.room_price * (reference.room - np.maximum(0.0, -short))).sum(axis=0)
            net = gained + (dear_gained - gained) * share - (first.loss @ displaced + room) @ first.health_weight
            return bool(net >= floor - 1e-9)

        return at


def _brute(scenario: planner.Scenario, options: planner.Options, name: str, floor: float) -> float:
    """Every combination of the other options with every offer; the price of each is found by halving."""
    line, best = _Line(scenario, options), np.nan
    table = line.ends[0].options.table
    others = [
        [*rows.index, *([] if rows["route"].isna().any() else [-1])]
        for other, rows in options.table.groupby("indication")
        if other != name
    ]
    own = [o for o in np.flatnonzero(table["indication"] == name) if o >= len(options)]
    for combination in itertools.product(own, *others):
        picked = np.array([o for o in combination if o >= 0], dtype=np.intp)
        good, low, high = line.good(picked, floor), 0.0 if np.isnan(best) else best, 1e8
        if not good(low):
            continue
        if good(high):
            return np.inf
        while high - low > 0.1:
            middle = (low + high) / 2
            low, high = (middle, high) if good(middle) else (low, middle)
        best = low
    return best


def _checked(scenario: planner.Scenario) -> None:
    table = planner.enumerate_options(scenario).table
    assume(table.groupby("indication").size().add(1).prod() <= 60)
    try:
        explorer = planner.Explorer(scenario, mip_gap=0)
    except planner.InfeasibleError:
        return
    for name in dict.fromkeys(explorer.options.openings["indication"]):
        row = walk_away(explorer, [name]).iloc[0]
        own = (explorer.options.table["indication"] == name).to_numpy()
        wanted = _brute(scenario, explorer.options, name, explorer.best(allowed=~own).net)
        # a limit may be exceeded by 1e-6 million
        assert row["walk_away"] == approx(wanted, rel=1e-5, abs=0.5, nan_ok=True)


COMMON = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.filter_too_much]}


#: By objective what else its settings need.
OTHERS = {
    "qalys_gained": {},
    "weighted_qalys": {},
    "net_monetary_benefit": {"qaly_value": 60_000},
    "least_spending": {"health_target": 10},
}


def by(scenario: planner.Scenario, objective: str) -> planner.Scenario:
    """The same scenario under another objective; the first indication and the first care have another weight."""
    stated = {"objective": objective, **OTHERS[objective]}
    changes = [("Settings", name, "value", "set", value) for name, value in stated.items()]
    for sheet, key in (("Indications", "indication"), ("Care", "care")):
        names = scenario.table(sheet)[key]
        if objective == "weighted_qalys" and len(names):
            changes.append((sheet, f"{key} == '{names.iloc[0]}'", "equity_weight", "set", 3.0))
    return scenario.with_changes(*changes)


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("objective", OTHERS)
@settings(max_examples=3, derandomize=True, **COMMON)
@given(scenario=small_scenarios(2, 2).filter(lambda s: s.settings.growth_base == "path"))
def test_every_combination_by_another_objective(objective: str, scenario: planner.Scenario):
    _checked(by(scenario, objective))


@pytest.mark.slow
@pytest.mark.parametrize("objective", OTHERS)
@settings(max_examples=80, derandomize=True, **COMMON)
@given(scenario=small_scenarios(2, 3).filter(lambda s: s.settings.growth_base == "path"))
def test_every_combination_by_another_objective_at_length(objective: str, scenario: planner.Scenario):
    _checked(by(scenario, objective))


@pytest.mark.usefixtures("way")
@settings(max_examples=4, derandomize=True, **COMMON)
@given(small_scenarios(2, 2).filter(lambda s: s.settings.growth_base == "path"))
def test_every_combination(scenario: planner.Scenario):
    _checked(scenario)


@pytest.mark.slow
@settings(max_examples=140, derandomize=True, **COMMON)
@given(small_scenarios(2, 3).filter(lambda s: s.settings.growth_base == "path"))
def test_every_combination_at_length(scenario: planner.Scenario):
    _checked(scenario)


def test_by_the_net_monetary_benefit_the_price_is_what_the_gain_is_worth():
    # 1.5 QALYs a patient at EUR 80,000, discounted at 1.5%, against a price discounted at 3%. Any start counts: of one in the
    # second year the price weighs least beside the gain.
    scenario = small(indication(qaly_gain=1.5), years=2, objective="net_monetary_benefit", qaly_value=80_000)
    found = walk_away(planner.Explorer(scenario, mip_gap=0))
    worth = 1.5 * 80_000 * 1.03 / 1.015
    assert found["walk_away"].tolist() == approx([worth], rel=1e-6)


def test_the_price_by_a_pair_of_objectives_is_proven_by_the_first():
    # The second objective decides among plans that are as good by the first: it moves no price.
    rows = [
        indication("A", qaly_gain=4, list_price=300_000, divisible=True, max_discount=0.3),
        indication("B", qaly_gain=1.5, max_discount=0.3),
        indication("C", new_patients=7, qaly_gain=2.4, list_price=200_000, divisible=True, max_discount=0.3),
    ]
    frames = [
        {"framework": "MSZ", "year": 2026 + t, "budget": 12, "baseline_care": 10, "carry_over_share": 0.5}
        for t in range(2)
    ]
    care = [{"care": "o", "euro_per_qaly": 100_000, "spending": 4, "max_share": 0.3, "observed_share": 1}]

    def asked(**settings):
        scenario = small(
            *rows, routes=[route(price="negotiated")], years=2, sheets={"Frameworks": frames, "Care": care},
            displacement_mode="observed", room_value=1, discount_step=0.1, **settings,
        )  # fmt: skip
        return walk_away(planner.Explorer(scenario, mip_gap=0), ["B", "C"])

    pair = asked(objective="lexicographic", second_objective="least_spending")
    assert pair["proven"].all()
    assert pair["walk_away"].tolist() == approx(asked()["walk_away"].tolist(), rel=1e-5)
