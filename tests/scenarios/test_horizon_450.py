"""horizon-450: the scale and shape of the horizon scan."""

from __future__ import annotations

import re

import pandas as pd
import pytest
import shipped

import planner


@pytest.fixture(scope="module")
def scenario() -> planner.Scenario:
    return shipped.read("horizon-450")


@pytest.fixture(scope="module")
def options(scenario: planner.Scenario) -> planner.Options:
    return planner.enumerate_options(scenario)


def test_250_new_medicines_and_200_new_indications_in_two_years(scenario: planner.Scenario) -> None:
    rows = scenario.table("Indications")
    assert (len(rows), rows["product"].nunique()) == (450, 250)
    assert pd.Series([day.year for day in rows["available_from"]]).between(2026, 2027).all()
    assert not rows.groupby("product")["list_price"].agg(lambda prices: prices.max() > prices.min()).any()


def test_everything_is_synthetic(scenario: planner.Scenario) -> None:
    rows = scenario.tables["Indications"]
    assert rows["name"].str.startswith("Synthetic").all()
    assert (rows["certainty"] == "assumed").all()


def test_about_75_000_options_most_below_the_criteria_of_the_lock(options: planner.Options) -> None:
    assert 60_000 < len(options.table) < 90_000
    openings = options.openings
    locked = openings[(openings["route"] == "lock") & (openings["condition"] != "not_eligible")]
    assert 45 < len(locked) < 135
    assert set(openings.loc[openings["open"], "route"]) == {"direct", "lock", "conditional"}


def test_health_has_a_heavy_tail(options: planner.Options) -> None:
    most = pd.Series(options.qalys.sum(axis=1)).groupby(options.table["indication"].to_numpy()).max().sort_values()
    assert most.iloc[-45:].sum() > 0.4 * most.sum()


@pytest.mark.slow
def test_solves_within_its_gap_and_the_growth_limit_binds(scenario: planner.Scenario) -> None:
    plan = planner.optimise(scenario)
    assert plan.outcome.gap <= 1e-5 * (1 + 1e-9)
    years = plan.spending
    assert ((years["growth_ceiling"] - years["growth_used"]) < 1.0).any()
    assert (years["pressure"] > 0).any()


def test_the_scenario_is_english_throughout(scenario: planner.Scenario) -> None:
    """The rows that it shares with the Dutch scenarios too; names of people may look Dutch."""
    dutch = re.compile(r"\b(de|het|een|voor|per jaar|aanname|niet|mld|zorg|dagen|verpleegdagen|polikliniekbezoeken)\b")
    texts = {
        str(value)
        for frame in scenario.tables.values()
        for value in frame.to_numpy(dtype=object).ravel()
        if isinstance(value, str)
    }
    assert sorted(text for text in texts if dutch.search(text)) == []
