"""A changed scenario: the same option table as from nothing, the same objective, and no figure before the audit."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import numpy as np
import pandas as pd
import pytest
from effort import at_length
from features import rich_scenarios
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st
from small import indication, route, small
from strategies import small_scenarios

import planner
from planner.impact import Options, enumerate_again, enumerate_options
from planner.model.audit import Auditor
from planner.model.plan import LaterPlan
from planner.scenario.scenario import Scenario

few = settings(max_examples=25, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
many = at_length(300)

#: Sheet, column, and by what a number is multiplied: what a person at a screen changes.
CHANGES = [
    ("Frameworks", "budget", 1.1),
    ("Frameworks", "drug_growth_limit", 0.8),
    ("Indications", "list_price", 0.8),
    ("Indications", "new_patients", 1.5),
    ("Indications", "qaly_gain", 1.5),
    ("Acceptance", "probability", 0.9),
    ("Uptake", "share", 0.5),
    ("Care", "euro_per_qaly", 1.2),
    ("Care", "max_share", 0.5),
    ("BudgetLines", "budget", 2.0),
    ("Patients", "patients", 0.5),
    ("Routes", "lead_time_months", 2.0),
    ("Settings", "room_value", 0.5),
    ("Settings", "displacement_mode", "optimal"),
    ("Settings", "price_ceiling", "none"),
]


def changed(scenario: Scenario, number: int, row: int) -> Scenario:
    """The scenario with one cell changed; some rows of a curve for the sheets that hold curves."""
    sheet, column, value = CHANGES[number]
    tables = {name: frame.copy() for name, frame in scenario.tables.items()}
    if sheet == "Settings":
        stated = {name: getattr(scenario.settings, name) for name in vars(scenario.settings)}
        return planner.scenario_from_tables({**tables, "Settings": {**stated, column: value}})
    frame = tables[sheet]
    if not len(frame):
        reject()
    if sheet in ("Acceptance", "Uptake"):
        mine = (frame["curve"] == frame["curve"].iloc[row % len(frame)]).to_numpy() & (frame[column] < 1).to_numpy()
    else:
        mine = np.arange(len(frame)) == row % len(frame)
    frame.loc[mine, column] = frame.loc[mine, column].astype(float) * value
    try:
        return planner.scenario_from_tables(tables)
    except planner.ScenarioError:
        reject()


def same_options(one: Options, two: Options) -> None:
    pd.testing.assert_frame_equal(one.table, two.table, check_dtype=False)
    pd.testing.assert_frame_equal(one.openings, two.openings, check_dtype=False)
    for name, values in vars(two).items():
        if isinstance(values, np.ndarray):
            np.testing.assert_array_equal(getattr(one, name), values, err_msg=name)
    needed = {pool: work for pool, work in two.work.items() if work.any()}
    assert {pool for pool, work in one.work.items() if work.any()} == set(needed)
    for pool, work in needed.items():
        np.testing.assert_array_equal(one.work[pool], work)
    assert (one.moved is None) == (two.moved is None)
    if one.moved is not None and two.moved is not None:
        for name, values in vars(two.moved).items():
            np.testing.assert_array_equal(getattr(one.moved, name), values, err_msg=name)


def the_same_table_as_from_nothing(scenario: Scenario, number: int, row: int) -> None:
    other = changed(scenario, number, row)
    try:
        before, fresh = enumerate_options(scenario), enumerate_options(other)
    except planner.ScenarioError:
        reject()
    same_options(enumerate_again(scenario, before, other), fresh)


which = st.integers(0, len(CHANGES) - 1)


@few
@given(st.one_of(small_scenarios(), rich_scenarios()), which, st.integers(0, 9))
def test_the_option_table_is_that_of_a_fresh_run(scenario: Scenario, number: int, row: int) -> None:
    the_same_table_as_from_nothing(scenario, number, row)


@pytest.mark.slow
@many
@given(st.one_of(small_scenarios(), rich_scenarios()), which, st.integers(0, 9))
def test_the_option_table_is_that_of_a_fresh_run_at_length(scenario: Scenario, number: int, row: int) -> None:
    the_same_table_as_from_nothing(scenario, number, row)


def twelve() -> Scenario:
    """Twelve medicines, a line that binds, care that makes way."""
    rows = [
        indication(
            f"I{n:02d}", new_patients=3 + n % 5, list_price=200_000 + 37_000 * n, qaly_gain=1 + n % 4, max_discount=0.4
        )
        for n in range(12)
    ]
    lines = [{"line": "L", "year": 2026 + t, "budget": 6} for t in range(3)]
    care = [{"care": "other", "spending": 100, "observed_share": 1, "euro_per_qaly": 50_000, "max_share": 0.5}]
    frames = [{"framework": "MSZ", "year": 2026 + t, "budget": 102, "baseline_care": 100} for t in range(3)]
    return small(
        *rows,
        routes=[route(price="negotiated", budget_line="L")],
        sheets={"BudgetLines": lines, "Care": care, "Frameworks": frames},
        years=3,
        discount_step=0.05,
        displacement_mode="observed",
    )


def test_the_openings_stand_in_the_order_of_the_changed_sheets() -> None:
    """Also where nothing touches an option, and where so much does that all are made anew."""
    scenario = twelve()
    options = enumerate_options(scenario)
    turned = {**scenario.tables, "Indications": scenario.tables["Indications"].iloc[::-1].reset_index(drop=True)}
    settings_ = {name: getattr(scenario.settings, name) for name in vars(scenario.settings)}
    for price_ceiling in (scenario.settings.price_ceiling, "none"):
        other = planner.scenario_from_tables({**turned, "Settings": {**settings_, "price_ceiling": price_ceiling}})
        again = enumerate_again(scenario, options, other)
        assert list(again.openings["indication"]) == [f"I{n:02d}" for n in reversed(range(12))]
        pd.testing.assert_frame_equal(again.openings, enumerate_options(other).openings)


def test_untouched_options_are_the_very_same_and_a_price_makes_one_block_anew() -> None:
    scenario = twelve()
    options = enumerate_options(scenario)
    wider = scenario.with_changes(
        ("Frameworks", "*", "budget", "multiply", 1.1), ("BudgetLines", "*", "budget", "set", 9)
    )
    assert enumerate_again(scenario, options, wider) is options
    dearer = scenario.with_changes(("Indications", "I03", "list_price", "multiply", 1.2))
    found = enumerate_again(scenario, options, dearer)
    assert found is not options
    same_options(found, enumerate_options(dearer))
    elsewhere = scenario.with_changes(("Settings", "discount_step", "value", "set", 0.1))
    same_options(enumerate_again(scenario, options, elsewhere), enumerate_options(elsewhere))


def test_where_a_line_serves_who_comes_first_its_budget_counts_and_care_does_not() -> None:
    """With 6 million a year the line serves the medicines that fit beside those before them, with 600 million all twelve."""
    first = ("BudgetLines", "*", "allocation", "set", "first_come")
    scenario = twelve().with_changes(first, ("Routes", "*", "price", "set", "list"))
    options = enumerate_options(scenario)
    cheaper_care = scenario.with_changes(
        ("Care", "*", "euro_per_qaly", "set", 40_000), ("Settings", "room_value", "value", "set", 0)
    )
    assert enumerate_again(scenario, options, cheaper_care) is options
    wide = scenario.with_changes(("BudgetLines", "*", "budget", "set", 600))
    found = enumerate_again(scenario, options, wide)
    assert len(set(options.table["indication"])) < len(set(found.table["indication"])) == 12
    same_options(found, enumerate_options(wide))


def test_options_of_another_table_are_found_again_by_what_they_are() -> None:
    scenario = twelve()
    dearer = scenario.with_changes(("Indications", "I03", "max_discount", "set", 0.33))
    one, two = enumerate_options(scenario), enumerate_options(dearer)
    every = np.arange(len(one))
    found = two.counterparts(one, every)
    keys = ["indication", "route", "start_year"]
    assert (one.table[keys].to_numpy() == two.table[keys].to_numpy()[found]).all()
    untouched = (one.table["indication"] != "I03").to_numpy()
    assert (one.table["discount"].to_numpy()[untouched] == two.table["discount"].to_numpy()[found][untouched]).all()
    away = np.abs(one.table["discount"].to_numpy() - two.table["discount"].to_numpy()[found])
    assert away.max() == pytest.approx(0.07)  # 0.40 is no point any more; the nearest is 0.33
    assert one.counterparts(one, every) is every


def test_no_figure_is_read_before_the_audit(monkeypatch: pytest.MonkeyPatch) -> None:
    """An audit that finds another figure is heard whatever is read first, and the figures are never shown."""
    explorer = planner.Explorer(twelve(), mip_gap=1e-3)
    wider = explorer.scenario.with_changes(("BudgetLines", "*", "budget", "set", 9))
    plan = explorer.changed(wider)
    assert isinstance(plan, LaterPlan)
    assert plan.outcome.gap <= 1e-3
    assert len(plan.picked) == len(plan.shares) > 0
    assert "audit" not in plan.outcome.seconds
    assert "audit" not in vars(plan)

    evaluate = Auditor.evaluate

    def wrong(self: Auditor, choices: Any) -> Any:
        found = evaluate(self, choices)
        return found.__class__(**{**vars(found), "refused": ["a mistake made on purpose"]})

    for read in ("decisions", "totals", "limits", "audit"):
        with monkeypatch.context() as patch:
            patch.setattr(Auditor, "evaluate", wrong)
            other = explorer.changed(wider)
            with pytest.raises(planner.AuditError, match="on purpose"):
                getattr(other, read)
            with pytest.raises(planner.AuditError):
                pickle.dumps(other)
    assert plan.audit.ok
    assert plan.outcome.seconds["audit"] > 0
    for copied in (copy.copy(plan), pickle.loads(pickle.dumps(plan))):  # noqa: S301 - our own
        assert repr(copied.totals) == repr(plan.totals)  # a figure that does not exist is NaN
    with pytest.raises(AttributeError):
        plan.nothing  # noqa: B018 - the reading itself is the test


def test_the_audit_lends_only_what_rests_on_the_same_rows() -> None:
    scenario = twelve()
    auditor = Auditor(scenario)
    auditor.evaluate(auditor.choices()[:1])
    known = set(auditor._taken)
    assert len(known) == 1
    own = next(iter(known)).indication
    budget = scenario.with_changes(("Frameworks", "*", "budget", "multiply", 1.1))
    assert set(Auditor(budget).knowing(auditor)._taken) == known
    for change in (
        ("Indications", own, "list_price", "multiply", 1.1),
        ("Settings", "discount_rate_effects", "value", "set", 0.02),
        ("Routes", "direct", "acceptance_shift", "set", 0.1),
    ):
        assert not Auditor(scenario.with_changes(change)).knowing(auditor)._taken
    related = {**scenario.tables, "Relations": [{"kind": "excludes", "subject": "I00", "object": "I01"}]}
    assert not Auditor(planner.scenario_from_tables(related)).knowing(auditor)._taken


def test_a_series_of_changes_of_every_kind_gives_the_objective_of_fresh_runs() -> None:
    scenario = twelve()
    explorer = planner.Explorer(scenario, mip_gap=1e-4)
    for change in (
        ("Frameworks", "*", "budget", "multiply", 1.05),
        ("Indications", "I03", "list_price", "multiply", 0.7),
        ("Indications", "I05", "max_discount", "set", 0.15),
        ("Care", "*", "euro_per_qaly", "multiply", 0.6),
        ("Settings", "displacement_mode", "value", "set", "none"),
        ("Settings", "room_value", "value", "set", 1),
        ("BudgetLines", "*", "budget", "multiply", 0.5),
    ):
        other = scenario.with_changes(change)
        warm, fresh = explorer.changed(other), planner.optimise(other, mip_gap=0, prune=False)
        assert warm.totals.net == pytest.approx(fresh.totals.net, rel=1e-4)
        assert warm.outcome.bound >= fresh.totals.net - 1e-6
        assert warm.audit.ok


def test_a_change_that_touches_no_option_keeps_the_very_table_of_sheets_in_another_order() -> None:
    scenario = twelve()
    turned = {**scenario.tables, "Indications": scenario.tables["Indications"].iloc[::-1].reset_index(drop=True)}
    stated = {name: getattr(scenario.settings, name) for name in vars(scenario.settings)}
    explorer = planner.Explorer(planner.scenario_from_tables({**turned, "Settings": stated}))
    wider = explorer.scenario.with_changes(("Frameworks", "*", "budget", "multiply", 1.1))
    assert explorer.changed(wider).options is explorer.options
