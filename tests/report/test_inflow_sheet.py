"""The sheet Inflow as a reader sees it: the queue for a pool, lead time and its loss, the funnel, charts with their finding."""

from __future__ import annotations

import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from reported import MOMENT, ROOT, in_language

import planner

#: Six months of assessment take 3 months of work; 3 a year are there. B and C wait for it, see tests/analysis/test_inflow.py.
PHASE = {"route": "direct", "phase": "assessment", "months": 6, "work": 3, "pool": "assessors"}


@cache
def plan() -> planner.Plan:
    years = range(2026, 2030)
    own = {"treatment_years": 1, "new_patients": 10, "list_price": 100_000, "effectiveness": "established"}
    return planner.optimise(
        planner.scenario_from_tables(
            {
                "Settings": {"start_year": 2026, "years": 4, "displacement_mode": "none", "room_value": 0},
                "Indications": [
                    own | {"indication": "A", "qaly_gain": 4, "orphan": True},
                    own | {"indication": "B", "qaly_gain": 3},
                    own | {"indication": "C", "qaly_gain": 1, "available_from": "2027-01-01", "orphan": True},
                ],
                "Routes": [{"route": "direct", "price": "list", "cost_effectiveness": "not_required"}],
                "Frameworks": [{"framework": "MSZ", "year": year, "budget": 1000} for year in years],
                "Phases": [PHASE],
                "Resources": [{"resource": "assessors", "year": year, "capacity": 3} for year in years],
                "Risks": [{"risk": "rare", "rule": "orphan", "meaning": "few patients", "control": "registry"}],
            }
        ),
        mip_gap=0,
    )


def lines(path: Path, sheet: str) -> dict[str, list[Any]]:
    """The numbers beside each label; of a label that stands twice the last."""
    page = openpyxl.load_workbook(path, data_only=True)[sheet]
    return {str(row[1]): list(row[2:7]) for row in page.iter_rows(values_only=True) if row[1]}


@pytest.mark.parametrize(
    ("language", "sheet", "waits", "held", "phase", "room", "arrive", "start"),
    [
        ("en", "Inflow", "assessors: waiting at the end of the year", "assessors: of whom the pool holds up",
         "direct: assessment", "Procedure over, waiting for room", "rare: authorised", "rare: admitted"),
        ("nl", "Instroom", "assessors: wacht aan het eind van het jaar", "assessors: waarvan opgehouden door deze capaciteit",
         "direct: assessment", "Procedure klaar, wacht op ruimte", "rare: handelsvergunning", "rare: opgenomen"),
    ],
)  # fmt: skip
def test_the_queue_lead_time_and_funnel_stand_on_the_sheet(
    language: str, sheet: str, waits: str, held: str, phase: str, room: str, arrive: str, start: str, tmp_path: Path
) -> None:
    path = planner.write_report(in_language(plan(), language), tmp_path / "r.xlsx", created=MOMENT)
    found = lines(path, sheet)
    # A starts in July 2026, B in January 2028, C (possible from July 2027) in January 2029
    assert found[waits][:4] == [1, 2, 1, 0]
    assert found[held][:4] == [1, 2, 1, 0]
    # three procedures of six months: 20 and 15 QALYs in 2026, 5 in 2027
    lost = 20 + 15 + 5 / 1.015
    assert found[phase][:3] == [3, 6, 18]
    assert found[phase][3] == pytest.approx(lost)
    assert found[room][:3] == [2, 18, 36]  # B from July 2026, C from July 2027
    total = float(planner.waiting(plan())["lost"].sum())
    assert found[phase][3] + found[room][3] == pytest.approx(total)
    assert (found[arrive][:4], found[start][:4]) == ([1, 1, 0, 0], [1, 0, 0, 1])


def test_the_charts_say_what_they_show(tmp_path: Path) -> None:
    path = planner.write_report(plan(), tmp_path / "r.xlsx", created=MOMENT)
    with zipfile.ZipFile(path) as parts:
        charts = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/charts/chart")]
    # every year in which it is full: once the title named the first alone
    assert any("Assessors: at most 100% used, in 2026–2028" in chart for chart in charts)
    (waits,) = (chart for chart in charts if "2 wait at the end of 2027 (assessors)" in chart)
    assert '<c:majorUnit val="1"/>' in waits, "whole indications on the axis, none of them twice"


#: In the quick run: phases, an action on the package, a fixed yearly budget.
QUICK = ("tsg", "vio", "vt-proposed-fixed-budget")


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=() if name in QUICK else pytest.mark.slow) for name in sorted(planner.route_sets())],
)
def test_every_route_set_gets_its_reports_also_where_nothing_is_admitted(name: str, tmp_path: Path) -> None:
    """The three candidates in the lock of November 2025 stay there by every set; report, page and public versions are written."""
    scenario = planner.with_routes(planner.read_scenario(ROOT / "scenarios" / "sluis-2025.xlsx"), name)
    found = planner.optimise(scenario)
    assert set(found.decisions["decision"]) == {"not_admitted", "stay"}
    for public in (False, True):
        assert planner.write_report(found, tmp_path / f"{public}.xlsx", public=public).is_file()
        assert planner.write_page(found, tmp_path / f"{public}.html", public=public).is_file()
    book = openpyxl.load_workbook(tmp_path / "False.xlsx")
    if "Instroom" in book.sheetnames and not len(scenario.table("Risks")):
        texts = [str(cell.value) for row in book["Instroom"] for cell in row if cell.value]
        assert "In dit plan begint niets: er is geen werk, geen traject en geen wachttijd." in texts
