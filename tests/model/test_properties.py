"""What must hold for any scenario: more of what is scarce never hurts, and how a scenario is written down does not matter.

Welfare is the objective itself. Net QALYs are its difference from the reference plan, which moves when the budget moves: more
budget makes a saving worth less, so that net QALYs may fall where welfare does not.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import small_tables

import planner

few = settings(max_examples=8, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
many = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))

Tables = dict[str, Any]


def best(tables: Tables) -> planner.Plan | None:
    """The best plan, or None where no plan fits."""
    try:
        return planner.optimise(planner.scenario_from_tables(tables), mip_gap=0)
    except planner.InfeasibleError:
        return None


def welfare(plan: planner.Plan | None) -> float:
    """The objective without the reference plan: discounted QALYs gained, less displaced, plus the worth of room."""
    if plan is None:
        return float("-inf")
    years = plan.spending["year"] - plan.scenario.settings.start_year
    weight = (1 + plan.scenario.settings.discount_rate_effects) ** -years
    room = (plan.spending["room_value"] * plan.spending["reference_room"]).fillna(0)
    return plan.totals.net + float(((room - plan.spending["reference_health_lost"]) * weight).sum())


def never_worse(before: Tables, after: Tables) -> None:
    lower, higher = welfare(best(before)), welfare(best(after))
    assert higher >= lower - 1e-6 * max(1.0, abs(lower)), (lower, higher)


def changed(tables: Tables, sheet: str, column: str, change: Any) -> Tables:
    """The tables with one column of a sheet changed wherever it is filled in."""
    after = deepcopy(tables)
    for row in after[sheet]:
        if row.get(column) is not None:
            row[column] = change(row[column])
    return after


def plain(tables: Tables, **more: Any) -> Tables:
    """Tables that meet the conditions under which a property holds."""
    after = deepcopy(tables)
    after["Settings"].update(growth_base="path", **more)
    return after


def without_curves(tables: Tables) -> Tables:
    """Suppliers that are certain up to a largest discount, and rules that do not read the price."""
    after = plain(tables)
    for row in after["Indications"]:
        row.update(acceptance=None, max_discount=0.3 if row["max_discount"] is None else row["max_discount"])
    for row in after["Routes"]:
        row["eligible"] = None
    return after


def january(tables: Tables) -> Tables:
    """Starts on 1 January only: dates and lead times of whole years."""
    after = plain(tables)
    for row in after["Indications"]:
        row.update(files_from=None, available_from="2027-01-01" if row["available_from"] else None)
    for row in after["Routes"]:
        row.update(lead_time_months=12, files_before_months=0)
    return after


def split_point(tables: Tables) -> Tables:
    """Twice as many discount points: every old one is still there."""
    after = deepcopy(tables)
    after["Settings"]["discount_step"] = tables["Settings"]["discount_step"] / 2
    return after


def with_route(tables: Tables) -> Tables:
    """One more route, as dear and as slow as the first, for the same indications."""
    after = deepcopy(tables)
    after["Routes"].append({**after["Routes"][0], "route": "zz", "budget_line": None})
    return after


def with_reference_values(tables: Tables) -> Tables:
    """The default reference values, written out."""
    after = without_curves(tables)
    classes = ((0.10, 0.41, 20_000), (0.41, 0.71, 50_000), (0.71, 1.00, 80_000))
    after["ReferenceValues"] = [
        {"burden_from": low, "burden_to": high, "euro_per_qaly": value} for low, high, value in classes
    ]
    return after


BETTER: dict[str, Any] = {
    "more budget": (plain, lambda t: changed(t, "Frameworks", "budget", lambda v: v + 0.5)),
    "a higher growth limit": (plain, lambda t: changed(t, "Frameworks", "drug_growth_limit", lambda v: v + 0.05)),
    "more dossiers": (plain, lambda t: changed(t, "Routes", "dossiers_per_year", lambda v: v + 1)),
    "a larger line": (plain, lambda t: changed(t, "BudgetLines", "budget", lambda v: v + 0.5)),
    "more discount points": (plain, split_point),
    "one more route": (plain, with_route),
    "a year less lead time": (january, lambda t: changed(t, "Routes", "lead_time_months", lambda _: 0)),
    "a higher max_discount": (without_curves, lambda t: changed(t, "Indications", "max_discount", lambda v: v + 0.1)),
    "a lower list price": (without_curves, lambda t: changed(t, "Indications", "list_price", lambda v: v * 0.8)),
    "a higher reference value": (
        with_reference_values,
        lambda t: changed(t, "ReferenceValues", "euro_per_qaly", lambda v: v * 1.5),
    ),
    "a more severe disease": (without_curves, lambda t: changed(t, "Indications", "disease_burden", lambda _: 0.9)),
}


def more_is_never_worse(tables: Tables, name: str) -> None:
    condition, change = BETTER[name]
    before = condition(tables)
    never_worse(before, change(before))


def shuffled(tables: Tables, seed: int) -> Tables:
    """The same scenario with rows, columns and sheets in another order."""
    after: Tables = {}
    for sheet in sorted(tables, key=lambda name: hash((seed, name)) % 97):
        rows = tables[sheet]
        if isinstance(rows, dict):
            after[sheet] = dict(reversed(list(rows.items())))
        elif rows:
            frame = pd.DataFrame(rows, dtype=object)
            keep_order = sheet == "Care"  # a category's first row carries what belongs to the category
            frame = frame if keep_order else frame.sample(frac=1, random_state=seed)
            after[sheet] = frame[list(reversed(frame.columns))].to_dict("records")
        else:
            after[sheet] = rows
    return after


def answer(plan: planner.Plan | None) -> Any:
    """What is decided, by indication id."""
    if plan is None:
        return None
    rows = plan.decisions.sort_values("indication")[["indication", "decision", "route", "offset", "discount"]]
    return rows.fillna(-1).to_dict("records"), pytest.approx(plan.totals.net, abs=1e-6)


def same_answer(before: Tables, after: Tables) -> None:
    one, other = answer(best(before)), answer(best(after))
    assert one == other


def with_a_closed_indication(tables: Tables) -> Tables:
    after = deepcopy(tables)
    closed = {**tables["Indications"][0], "indication": "closed", "files_from": "none", "product": None}
    after["Indications"].insert(0, {**closed, "status": "candidate", "patient_group": None})
    return after


def in_thousands(tables: Tables) -> Tables:
    """Budgets in EUR thousand and prices in EUR million: another unit in the header, the same money."""
    after = {
        sheet: pd.DataFrame(rows, dtype=object) if isinstance(rows, list) else rows for sheet, rows in tables.items()
    }
    for sheet, columns in {"Frameworks": ("budget", "baseline_care", "baseline_drugs"), "Care": ("spending",)}.items():
        frame = after[sheet]
        for column in columns:
            if column in frame:
                money = [None if pd.isna(value) else value * 1000 for value in frame[column]]
                frame = frame.assign(**{column: pd.Series(money, dtype=object)})
                frame = frame.rename(columns={column: f"{column} [EUR thousand]"})
        after[sheet] = frame
    prices = [value / 1000 for value in after["Indications"]["list_price"]]
    frame = after["Indications"].assign(list_price=pd.Series(prices, dtype=object))
    after["Indications"] = frame.rename(columns={"list_price": "list_price [EUR thousand/patient-year]"})
    return after


@pytest.mark.parametrize("name", BETTER)
@few
@given(tables=small_tables(2, 3))
def test_more_is_never_worse(name: str, tables: Tables):
    more_is_never_worse(tables, name)


@few
@given(tables=small_tables(2, 3), seed=st.integers(0, 50))
def test_the_order_of_rows_columns_and_sheets_does_not_matter(tables: Tables, seed: int):
    same_answer(tables, shuffled(tables, seed))


@few
@given(tables=small_tables(2, 3))
def test_an_indication_without_an_open_route_changes_nothing(tables: Tables):
    one, other = best(tables), best(with_a_closed_indication(tables))
    assert (one is None) == (other is None)
    if one is not None and other is not None:
        assert other.totals.net == pytest.approx(one.totals.net, abs=1e-6)
        kept = other.decisions[other.decisions["indication"] != "closed"].reset_index(drop=True)
        assert kept["decision"].tolist() == one.decisions["decision"].tolist()


@few
@given(tables=small_tables(2, 3))
def test_the_unit_of_money_does_not_matter(tables: Tables):
    same_answer(tables, in_thousands(tables))


@pytest.mark.slow
@pytest.mark.parametrize("name", BETTER)
@many
@given(tables=small_tables())
def test_more_is_never_worse_at_length(name: str, tables: Tables):
    more_is_never_worse(tables, name)


@pytest.mark.slow
@many
@given(tables=small_tables(), seed=st.integers(0, 50))
def test_the_order_does_not_matter_at_length(tables: Tables, seed: int):
    same_answer(tables, shuffled(tables, seed))
