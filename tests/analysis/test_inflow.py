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
from planner.analysis.reasons import reasons

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


def test_the_funnel_by_risk_and_year() -> None:
    """All four come in 2027. A has no risk; C (financial) and D (doubt) start in 2028."""
    wide = inflow.funnel(plan()).set_index(["risk", "year"])
    assert wide.loc["risico_financieel", "arrive"].to_list() == [1, 0, 0, 0, 0, 0]
    assert wide.loc["risico_financieel", "start"].to_list() == [0, 1, 0, 0, 0, 0]
    free = inflow.funnel(plan())
    free = free[free["risk"].isna()]
    assert (free["arrive"].to_list()[:2], free["start"].to_list()[:2]) == ([1, 0], [1, 0])


POOL = {"route": "direct", "phase": "assessment", "months": 6, "work": 3, "pool": "board"}


def test_the_queue_for_a_pool_counts_who_could_have_started_and_has_not() -> None:
    """Room for one assessment (3 months of work) a year, in the year before a start on 1 January: A in July 2026; B and C,
    which bring less, in 2028 and 2029; D brings nothing and does not wait; E comes in 2027, and no year is left for it."""
    rows = [indication(name, qaly_gain=gain) for name, gain in (("A", 4), ("B", 3), ("C", 2))]
    rows += [indication("D", p_effective=0, effectiveness="insufficient"), indication("E", available_from="2026-07-01")]
    board = [{"resource": "board", "year": 2026 + t, "capacity": 3} for t in range(4)]
    found = planner.optimise(small(*rows, years=4, sheets={"Phases": [POOL], "Resources": board}), mip_gap=0)
    starts = found.decisions.set_index("indication")["start_year"]
    assert starts[["A", "B", "C"]].to_list() == [2026, 2028, 2029]
    frame = inflow.queue(found, reasons(found))
    # end of 2026: B and C could have started in July; 2027: and E (from January 2027); 2028: C and E; 2029: E
    assert frame["waiting"].to_list() == [2, 3, 2, 1]
    assert frame["by_pool"].to_list() == [2, 3, 2, 1]


def test_trajectories_are_expected_and_count_what_is_under_way() -> None:
    """Accepted with 0.5, three years, shown with 0.5: half a trajectory starts, a quarter converts. C is under way until July
    2027 and converts with 0.8. L, under way until 2028, is forced out: it leaves as late as it may, at the end of its term."""
    way = {"route": "vt", "price": "negotiated", "cost_effectiveness": "not_required", "term_years": 3}
    way |= {"at_end": "convert", "definitive_price": "same", "price_cap_basis": "list", "price_cap_share": 0.8}
    leave = {"route": "out", "price": "list", "cost_effectiveness": "not_required", "action": "leave"}
    half = indication("H", p_effective=0.5, effectiveness="uncertain", acceptance="half")
    under = indication("C", status="conditional", applies_for="vt", term_end="2027-07-01", p_effective=0.8)
    gone = indication(
        "L", status="conditional", applies_for="vt", term_end="2028-01-01", p_effective=0.8, may_leave=True
    )
    curve = [{"curve": "half", "discount": d, "probability": p} for d, p in ((0, 1), (0.2, 0.5), (0.201, 0))]
    found = planner.optimise(
        small(
            half, under, gone, routes=[way, leave], years=4, discount_step=0.2,
            sheets={"Acceptance": curve, "Relations": [{"kind": "force_out", "subject": "L"}]},
        ),
        mip_gap=0,
    )  # fmt: skip
    decided = found.decisions.set_index("indication")
    assert (decided.loc["H", "acceptance"], decided.loc["L", "decision"]) == (pytest.approx(0.5), "leave")
    frame = inflow.trajectories(found).set_index("year")
    assert frame["started"].to_list() == pytest.approx([0.5, 0, 0, 0])
    assert frame["running"].to_list() == pytest.approx([2.5, 0.5, 0, 0])
    assert frame["converted"].to_list() == pytest.approx([0, 0.8, 0.25, 0])
    assert frame["ended"].to_list() == pytest.approx([0, 1.2, 0.25, 0])


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
