"""What must hold for any scenario: more of what is scarce never hurts, and how a scenario is written down does not matter.

Welfare is the objective itself. Net QALYs are its difference from the reference plan, which moves when the budget moves: more
budget makes a saving worth less, so that net QALYs may fall where welfare does not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from typing import Any, NamedTuple
from zlib import crc32

import pandas as pd
import pytest
from effort import at_length
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import small_tables
from tight import LIMITS, tight_tables

import planner

few = settings(max_examples=4, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
some = settings(few, max_examples=7)
many = at_length(150)

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


def never_worse(before: Tables, after: Tables) -> str:
    """What becomes of the best plan: ``rises``, ``equal`` or ``no plan``; that it falls is a failure."""
    lower, higher = welfare(best(before)), welfare(best(after))
    slack = 1e-6 * max(1.0, abs(lower))
    assert higher >= lower - slack, (lower, higher)
    return "no plan" if higher == float("-inf") else "rises" if higher > lower + slack else "equal"


def seen_in(drawn: st.SearchStrategy[Any], what: Callable[[Any], str], effort: settings = few) -> Counter[str]:
    """How often each outcome occurs over the draws: what never happens is not tested."""
    seen: Counter[str] = Counter()

    @effort
    @given(drawn)
    def one(case: Any) -> None:
        seen[what(case)] += 1

    one()
    return seen


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


class Better(NamedTuple):
    """``short``: scenarios in which there is too little of it; ``condition``: what must hold; ``change``: more of it."""

    short: st.SearchStrategy[Tables]
    condition: Callable[[Tables], Tables]
    change: Callable[[Tables], Tables]

    def outcome(self, tables: Tables) -> str:
        before = self.condition(tables)
        return never_worse(before, self.change(before))

    def changes(self, tables: Tables) -> bool:
        before = self.condition(tables)
        return self.change(before) != before


#: Everything at once, or around one limit.
ANY = small_tables(2, 3) | st.sampled_from(LIMITS).flatmap(tight_tables)


def scaled(sheet: str, column: str, change: Callable[[Any], Any]) -> Callable[[Tables], Tables]:
    return lambda tables: changed(tables, sheet, column, change)


BETTER = {
    "more budget": Better(tight_tables("budget"), plain, scaled("Frameworks", "budget", lambda v: v + 0.5)),
    "a higher growth limit": Better(
        tight_tables("growth"), plain, scaled("Frameworks", "drug_growth_limit", lambda v: v + 0.05)
    ),
    "more dossiers": Better(tight_tables("dossiers"), plain, scaled("Routes", "dossiers_per_year", lambda v: v + 1)),
    "a larger line": Better(tight_tables("line"), plain, scaled("BudgetLines", "budget", lambda v: v + 0.5)),
    "more discount points": Better(tight_tables("budget", curved=True), plain, split_point),
    "one more route": Better(tight_tables("dossiers") | tight_tables("line"), plain, with_route),
    "a year less lead time": Better(
        tight_tables("budget", years=(2, 2)), january, scaled("Routes", "lead_time_months", lambda _: 0)
    ),
    "a higher max_discount": Better(
        tight_tables("budget"), without_curves, scaled("Indications", "max_discount", lambda v: v + 0.1)
    ),
    "a lower list price": Better(
        tight_tables("budget"), without_curves, scaled("Indications", "list_price", lambda v: v * 0.8)
    ),
    "a higher reference value": Better(
        tight_tables("ceiling"), with_reference_values, scaled("ReferenceValues", "euro_per_qaly", lambda v: v * 1.5)
    ),
    "a more severe disease": Better(
        tight_tables("ceiling"), without_curves, scaled("Indications", "disease_burden", lambda _: 0.9)
    ),
}


def shuffled(tables: Tables, seed: int) -> Tables:
    """The same scenario with rows, columns and sheets in another order."""
    after: Tables = {}
    for sheet in sorted(tables, key=lambda name: crc32(f"{seed} {name}".encode())):
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


def same_answer(before: Tables, after: Tables) -> str:
    one, other = best(before), best(after)
    assert answer(one) == answer(other)
    return kind(one)


def kind(plan: planner.Plan | None) -> str:
    return "no plan" if plan is None else "admits" if plan.totals.admitted else "nothing"


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
def test_more_of_what_is_short_is_better(name: str):
    seen = seen_in(BETTER[name].short, BETTER[name].outcome, some)
    assert seen["rises"] >= 2, seen
    assert not seen["no plan"]


@pytest.mark.parametrize("name", BETTER)
def test_more_is_never_worse(name: str):
    better = BETTER[name]
    assert seen_in(small_tables(2, 3).filter(better.changes), better.outcome).total() == few.max_examples


def test_the_order_of_rows_columns_and_sheets_does_not_matter():
    seen = seen_in(st.tuples(ANY, st.integers(0, 50)), lambda drawn: same_answer(drawn[0], shuffled(*drawn)), some)
    assert seen["admits"] >= 3, seen


def test_an_indication_without_an_open_route_changes_nothing():
    def unchanged(tables: Tables) -> str:
        one, other = best(tables), best(with_a_closed_indication(tables))
        assert (one is None) == (other is None)
        if one is not None and other is not None:
            assert other.totals.net == pytest.approx(one.totals.net, abs=1e-6)
            kept = other.decisions[other.decisions["indication"] != "closed"].reset_index(drop=True)
            assert kept["decision"].tolist() == one.decisions["decision"].tolist()
        return kind(one)

    seen = seen_in(ANY, unchanged, some)
    assert seen["admits"] >= 3, seen


def test_the_unit_of_money_does_not_matter():
    seen = seen_in(ANY, lambda tables: same_answer(tables, in_thousands(tables)), some)
    assert seen["admits"] >= 3, seen


@pytest.mark.slow
@pytest.mark.parametrize("name", BETTER)
def test_more_is_never_worse_at_length(name: str):
    better = BETTER[name]
    seen = seen_in(better.short | small_tables().filter(better.changes), better.outcome, many)
    assert seen["rises"] >= seen.total() / 10, seen


@pytest.mark.slow
@many
@given(tables=small_tables(), seed=st.integers(0, 50))
def test_the_order_does_not_matter_at_length(tables: Tables, seed: int):
    same_answer(tables, shuffled(tables, seed))
