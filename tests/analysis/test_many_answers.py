"""Answers in two processes, and about more candidates than can be answered exactly."""

from __future__ import annotations

import copy
import multiprocessing
from pathlib import Path

import pandas as pd
import pytest
from small import indication, small

import planner
from planner.analysis import answers, prices
from planner.analysis.other_process import other_process
from planner.analysis.prices import walk_away
from planner.errors import UsageError

EXAMPLES = Path(__file__).parents[1] / "data" / "examples"


def doubled(number: int, tell: object) -> int:
    tell("doubling")  # type: ignore[operator]
    if number < 0:
        raise UsageError("below 0")
    return 2 * number


def test_work_elsewhere_tells_answers_and_fails_as_here() -> None:
    told: list[str] = []
    with other_process(doubled, 21, told.append) as answer:
        assert answer() == 42
    assert told == ["doubling"]
    with pytest.raises(UsageError, match="below 0"), other_process(doubled, -1) as answer:
        answer()


def test_a_process_whose_answer_is_no_longer_wanted_is_stopped() -> None:
    before = set(multiprocessing.active_children())
    with pytest.raises(KeyboardInterrupt), other_process(endless, 0):
        raise KeyboardInterrupt
    assert set(multiprocessing.active_children()) == before


def endless(_number: int, _tell: object) -> None:
    while True:
        pass


def test_an_explorer_elsewhere_begins_with_the_plan_and_answers_the_same() -> None:
    here = planner.Explorer(planner.read_scenario(EXAMPLES / "ex16.xlsx"), mip_gap=0.0)
    there = copy.deepcopy(here)  # as pickle does it
    assert there.plan.totals.net == here.plan.totals.net
    for name in here.plan.decisions["indication"]:
        assert there.best(forced={name}).net == pytest.approx(here.best(forced={name}).net, abs=1e-9)


def test_two_processes_answer_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "_SMALL", 0)
    scenario = planner.read_scenario(EXAMPLES / "ex16.xlsx")
    one, two = planner.answer(scenario), planner.answer(scenario, workers=2)
    for name in ("reasons", "left_out", "prices", "displacement", "marginal", "frontier", "sensitivities", "ties"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(two, name))


def test_the_estimated_price_is_that_at_the_marginal_values_of_the_limits() -> None:
    """Nothing is left of the framework and displaced care loses a QALY per EUR 50,000: a medicine of one year that gains a
    QALY may cost EUR 50,000, one that gains half a QALY EUR 25,000.
    """
    scenario = small(
        indication("X", list_price=20_000),
        indication("Y", list_price=30_000, qaly_gain=0.5),
        sheets={
            "Frameworks": [{"framework": "MSZ", "year": 2026, "budget": 1000, "baseline_care": 1000}],
            "Care": [{"care": "A", "spending": 500, "euro_per_qaly": 50_000, "max_share": 0.5}],
        },
        displacement_mode="optimal",
    )
    explorer = planner.Explorer(scenario, mip_gap=0.0)
    exact, estimated = walk_away(explorer), walk_away(explorer, exact=False)
    for found in (exact, estimated):
        assert list(found["walk_away"]) == pytest.approx([50_000, 25_000], rel=1e-6)
    assert not exact["estimated"].any()
    assert estimated["estimated"].all()
    assert not estimated["proven"].any()


def test_answers_are_exact_up_to_150_candidates(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    scenario = small(indication("X"), indication("Y"))
    assert answers.gap_of(scenario) == 0.0
    monkeypatch.setattr(answers, "_COUNTED", 1)
    assert answers.gap_of(scenario) == 1e-5
    assert answers.gap_of(scenario.with_changes(("Settings", "mip_gap", "value", "set", 1e-7))) == 1e-7
    monkeypatch.setattr(prices, "_NEAREST", 1)
    scenario = planner.read_scenario(EXAMPLES / "ex16.xlsx")
    found = planner.answer(scenario)
    # one of the two is exact: that of which supplier and payer are nearest to each other
    exact = walk_away(planner.Explorer(scenario, mip_gap=0))
    near = (exact["zone"] / exact["list_price"]).abs().idxmin()
    assert found.prices["estimated"].tolist() == [at != near for at in exact.index]
    assert found.prices["walk_away"][near] == pytest.approx(exact["walk_away"][near])
    assert found.prices["indication"].tolist() == exact["indication"].tolist()
    assert found.products is None
    page = planner.write_page(found.plan, tmp_path / "page.html", found).read_text(encoding="utf-8")
    assert page.count("(an estimate)") == 1
