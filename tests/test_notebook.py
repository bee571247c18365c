"""What a notebook shows: one line that says what it is, and a table; never the whole of it."""

from __future__ import annotations

import copy
import pickle

import pytest
from small import indication, small

import planner

#: One candidate of ten patients at EUR 100,000 and one QALY each fits: 10 QALYs for EUR 1 million; a <b> is no mark-up.
SCENARIO = small(indication("a <b>"))
PLAN = planner.optimise(SCENARIO)
BROKEN = SCENARIO.with_changes(("Frameworks", "*", "baseline_care", "set", 1500), name="broken")
RUNS = planner.Runs(PLAN, {"broken": planner.plans([BROKEN], workers=1)[0]})
ONE_LINE = "Plan of 'base': 1 of 1 admitted, 10 QALYs net, EUR 1 million, proven optimal"


@pytest.mark.parametrize(
    ("shown", "line"),
    [
        (SCENARIO, "<Scenario 'base', 2026-2026; indications: 1, routes: 1, warnings: 2>"),
        (PLAN, f"<{ONE_LINE}>"),
        (PLAN.options, "<Options: 1; indications: 1, routes: 1>"),
        (RUNS, f"<Runs: <{ONE_LINE}>; variants: 1, without a plan: 1>"),
        (planner.explain(SCENARIO), "<Explanation: a plan fits>"),
        # EUR 1,500 million of care in a framework of 1,000, and none that can make way
        (planner.explain(BROKEN), "<Explanation: no plan fits; limits: 1, least that helps: EUR 500 million>"),
    ],
)
def test_one_line_and_a_table(shown: object, line: str) -> None:
    assert repr(shown) == line
    page = shown._repr_html_()
    assert "<table" in page
    assert "<b>" not in page


def test_what_has_no_table_is_one_line() -> None:
    explorer = planner.Explorer(SCENARIO)
    assert repr(explorer) == f"<Explorer of <{ONE_LINE}>>"
    assert repr(planner.Answers(PLAN, rests_on=planner.rests_on(PLAN))) == f"<Answers about <{ONE_LINE}>: rests_on>"
    assert repr(PLAN.audit).startswith("<AuditReport: the audit agrees on ")


@pytest.mark.parametrize(
    "one", [SCENARIO, PLAN, PLAN.options, RUNS, planner.explain(SCENARIO)], ids=lambda one: type(one).__name__
)
def test_it_can_be_a_key_be_compared_copied_and_sent(one: object) -> None:
    other = pickle.loads(pickle.dumps(one))  # noqa: S301 - our own
    assert one == one  # noqa: PLR0124 - that it can be asked is what is tested
    assert one != other
    assert {one: 1, other: 2}[other] == 2
    assert repr(copy.deepcopy(one)) == repr(other) == repr(one)


def test_plans_are_rows_side_by_side() -> None:
    # of 1,000 million 1,000 is left without and 999 with the medicine; room is worth nothing here, so welfare is what is gained
    table = RUNS.table
    assert list(table.index) == ["base", "broken"]
    assert table.loc["base", ["net", "welfare", "spending", "admitted", "gap", "error"]].tolist() == [
        10,
        10,
        1,
        1,
        0,
        "",
    ]
    assert table["admits"].tolist() == [["a <b>"], []]
    assert table.loc["broken", "error"].startswith("no plan fits within the limits")
    assert planner.compare([PLAN]).index.tolist() == [0]
    with pytest.raises(planner.UsageError, match="expected Plan or PlannerError, found a Scenario"):
        planner.compare([SCENARIO])
