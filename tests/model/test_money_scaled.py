"""Money a thousand times as large, everywhere, changes no decision and no health: only what is counted in money."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any

import pytest
from effort import at_length
from features import FEATURES, rich_tables
from hypothesis import HealthCheck, given, reject, settings

import planner
from planner.scenario.tables import TABLES

few = settings(max_examples=8, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
many = at_length(100)

Tables = dict[str, Any]
TIMES = 1000
#: Values per QALY by burden, where the tables state none: the defaults of the sheet.
REFERENCE = ((0.1, 0.41, 20_000), (0.41, 0.71, 50_000), (0.71, 1, 80_000))


def scaled(tables: Tables) -> Tables:
    """Every column whose unit has money in it, the money in rules and spending caps, and the value of a QALY."""
    after = deepcopy(tables)
    if "ReferenceValues" not in after:
        after["ReferenceValues"] = [
            {"burden_from": a, "burden_to": b, "euro_per_qaly": value} for a, b, value in REFERENCE
        ]
    for sheet, rows in after.items():
        if sheet == "Settings":
            continue
        columns = TABLES[sheet].columns
        money = [name for name, column in columns.items() if column.unit and "EUR" in column.unit]
        for row in rows:
            row.update({name: row[name] * TIMES for name in money if row.get(name) is not None})
            for rule in ("eligible", "rule", "when"):
                if isinstance(row.get(rule), str):
                    row[rule] = re.sub(r"(?<=[<>=] )[\d.]+", lambda found: str(float(found[0]) * TIMES), row[rule])
            if row.get("kind") == "spending_cap":
                row["number"] *= TIMES
    if after["Settings"].get("qaly_value"):
        after["Settings"]["qaly_value"] *= TIMES
    return after


def best(tables: Tables) -> planner.Plan | None:
    try:
        return planner.optimise(planner.scenario_from_tables(tables), mip_gap=0)
    except planner.InfeasibleError:
        return None


def money_changes_nothing(tables: Tables) -> None:
    try:
        small, large = best(tables), best(scaled(tables))
    except planner.ScenarioError:
        reject()
    assert (small is None) == (large is None)
    if small is None or large is None:
        return
    money = small.scenario.settings.objective in ("net_monetary_benefit", "least_spending")
    times = TIMES if money else 1
    assert large.totals.objective == pytest.approx(times * small.totals.objective, rel=1e-7, abs=2e-6 * times)
    if small.shares.tolist() == large.shares.tolist() == [1.0] * len(small.shares):
        same = ["decision", "route", "start_year", "discount"]
        assert large.decisions[same].equals(small.decisions[same])
        assert large.totals.net == pytest.approx(small.totals.net, rel=1e-9, abs=1e-9)
        assert large.totals.cost_discounted == pytest.approx(TIMES * small.totals.cost_discounted, rel=1e-9, abs=1e-6)


@few
@given(rich_tables(tuple(FEATURES), most_years=2))
def test_money_scaled_by_a_thousand(tables: Tables) -> None:
    money_changes_nothing(tables)


@pytest.mark.slow
@many
@given(rich_tables(tuple(FEATURES)))
def test_money_scaled_by_a_thousand_at_length(tables: Tables) -> None:
    money_changes_nothing(tables)
