"""The flow into the package under the future system (TSG): the case of tests/scenarios/test_routes.py, worked by hand.

A has no risk (1 month), B a risk of inappropriate use (1 + 3 + 3), C a financial one (1 + 3 + 4 + 6), D doubt (1 + 3 + 4 + 4).
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from small import indication, small

import planner
from planner.analysis import inflow

ROOT = Path(__file__).resolve().parents[2]


@cache
def plan() -> planner.Plan:
    sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "scenarios")]
    try:
        from test_routes import CASES, written

        with TemporaryDirectory() as folder:
            return planner.optimise(written(CASES["tsg"], "tsg", Path(folder)))
    finally:
        del sys.path[:2]


def test_each_phase_ends_where_it_is_counted_back_to() -> None:
    """C starts in March 2028: negotiation until February 2028, the phases before it until August 2027."""
    frame = inflow.phases(plan())
    ends = {(row.indication, row.phase.split(":")[-1].strip()): (row.months, row.ends) for row in frame.itertuples()}
    assert ends["C", "onderhandeling"] == (6, 2028)
    assert ends["C", "kosteneffectiviteit"] == (4, 2027)
    assert ends["A", "risico-identificatie"] == (1, 2027)
    assert len(ends) == 1 + 3 + 4 + 4
    lost = frame.groupby("indication")["waiting"].sum()
    by_procedure = planner.waiting(plan()).set_index("indication")["by_procedure"]
    assert lost.to_dict() == pytest.approx(by_procedure.to_dict())


def test_work_against_capacity() -> None:
    """2027: A 0.25, B 0.25 + 1.5 + 1, C 0.25 + 1.5 + 4, D 0.25 + 1.5 + 4 + 2 = 16.5; 2028: C's negotiation, 2.

    Reviews four years after the start: B in 2031, C and D in 2032.
    """
    frame = inflow.work(plan()).set_index("year")
    assert frame["work"].to_list() == pytest.approx([16.5, 2, 0, 0, 1, 2])
    assert set(frame["capacity"]) == {120.0}


def test_qalys_per_month_of_work() -> None:
    """A: 295.8 QALY for 0.25 month; D: 5 years x 100 x 0.5 x 0.5 = 125 for 0.25 + 1.5 + 4 + 2 and a review of 1 = 8.75."""
    frame = inflow.yield_of_work(plan()).set_index("route")
    assert frame.loc["tsg_onderzoek", ["work", "gained", "per_work"]].to_list() == pytest.approx(
        [8.75, 125, 125 / 8.75]
    )


def test_a_share_of_the_patients_is_whole_work_and_its_share_of_the_health() -> None:
    """10 patients a year, one QALY each, two years; the procedure is over before the plan, a review of 3 comes a year later."""
    phases = [{"route": "direct", "phase": "review", "work": 3, "pool": "board", "after_start_years": 1}]
    pool = [{"resource": "board", "year": 2026 + t, "capacity": 9} for t in range(2)]
    found = planner.optimise(
        small(indication(divisible=True, max_coverage=0.25), years=2, sheets={"Phases": phases, "Resources": pool})
    )
    assert inflow.work(found)["work"].to_list() == pytest.approx([0, 3])
    line = inflow.yield_of_work(found).set_index("route").loc["direct"]
    assert line[["decisions", "work", "gained", "per_work"]].to_list() == pytest.approx([1, 3, 0.25 * 20, 5 / 3])


def test_a_trajectory_starts_runs_and_ends_by_its_chance() -> None:
    """D starts in January 2028 for five years and then converts with chance 0.5; until then it costs 2 million a year."""
    frame = inflow.trajectories(plan()).set_index("year")
    assert frame["started"].to_list() == [0, 1, 0, 0, 0, 0]
    assert frame["running"].to_list() == [0, 1, 1, 1, 1, 0]
    assert (frame["converted"].to_list(), frame["ended"].to_list()) == ([0] * 5 + [0.5], [0] * 5 + [0.5])
    spent = inflow.insufficient(plan())
    assert spent["insufficient"].to_list() == pytest.approx([0, 1, 1, 1, 1, 1])


def test_the_funnel_by_risk() -> None:
    frame = inflow.risks(plan()).set_index("risk")
    assert frame.loc["risico_financieel", ["candidates", "admitted"]].to_list() == [1, 1]
    assert frame["candidates"].to_list() == [1, 1, 1, 1, 1]


def test_the_sheet_is_there_only_where_there_is_a_flow(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(planner.write_report(plan(), tmp_path / "tsg.xlsx"))
    texts = [str(cell.value) for row in book["Inflow"] for cell in row if cell.value is not None]
    assert "beoordelaars: work" in texts
    assert any("fase 2: rapid review en triagetafel" in text for text in texts)
    scenario = planner.read_scenario(ROOT / "tests" / "data" / "examples" / "ex16.xlsx")
    assert not inflow.has_inflow(planner.optimise(scenario))
