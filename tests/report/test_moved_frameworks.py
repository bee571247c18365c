"""A group of medicines moved from one framework to another in a variant, its budget following or not: by hand, through Excel."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import planner

#: MSZ has room for EUR 1 million in each of two years, pharmacy care for none.
MONEY = {"MSZ": (10.0, 9.0), "pharmacy": (5.0, 5.0)}


def medicine(name: str, gain: float, administration: str, **stated: Any) -> dict[str, Any]:
    """10 patients a year at EUR 100,000: a million a year."""
    return {
        "indication": name,
        "framework": "MSZ",
        "administration": administration,
        "treatment_years": 1,
        "new_patients": 10,
        "list_price": 100_000,
        "qaly_gain": gain,
        "effectiveness": "established",
        **stated,
    }


def tables() -> dict[str, Any]:
    """A and B are tablets (10 and 9 QALYs a year), C is an infusion (8); S, a tablet in the package, costs 0.5 million a year."""
    there = {"status": "reimbursed", "list_price": 50_000, "may_leave": False}
    pills = "administration == 'oral'"
    changes: list[tuple[str, str | None, str, str, str, str, Any]] = [
        ("moved", None, "Indications", pills, "framework", "set", "pharmacy"),
        ("with budget", "moved", "Frameworks", "framework == 'MSZ'", "budget", "add", -1.5),
        ("with budget", "moved", "Frameworks", "framework == 'MSZ'", "baseline_drugs", "add", -0.5),
        ("with budget", "moved", "Frameworks", "framework == 'pharmacy'", "budget", "add", 1.5),
        ("with budget", "moved", "Frameworks", "framework == 'pharmacy'", "baseline_drugs", "add", 0.5),
    ]
    columns = ("scenario", "based_on", "table", "row", "column", "operation", "value")
    return {
        "Settings": {"start_year": 2026, "years": 2, "displacement_mode": "none", "discount_rate_effects": 0},
        "Indications": [
            medicine("A", 1.0, "oral"),
            medicine("B", 0.9, "oral"),
            medicine("C", 0.8, "iv"),
            medicine("S", 1.0, "oral", **there),
        ],
        "Routes": [{"route": "list", "price": "list", "cost_effectiveness": "not_required"}],
        "Frameworks": [
            {"framework": name, "year": 2026 + t, "budget": budget, "baseline_care": base - 1, "baseline_drugs": 1}
            for name, (budget, base) in MONEY.items()
            for t in range(2)
        ],
        "Scenarios": [dict(zip(columns, row, strict=True)) for row in changes],
    }


def used(plan: planner.Plan, name: str) -> list[float]:
    rows = plan.spending[plan.spending["framework"] == name]
    return [round(float(value), 6) for value in rows["cost"]]


def test_a_group_moves_with_and_without_its_budget(tmp_path: Path) -> None:
    """As it is MSZ takes A: 20 QALYs in two years. Moved without money: pharmacy care has room for no tablet, MSZ takes C: 16.
    Moved with 1.5 million, 0.5 for what S costs already: pharmacy care takes A and MSZ has room for nothing: 20 again.
    """
    path = tmp_path / "moved.xlsx"
    planner.write_workbook(tables(), path)
    plans = planner.run(planner.read_scenario(path)).plans
    found = {
        name: plan.decisions.loc[plan.decisions["decision"] == "admit", "indication"].tolist()
        for name, plan in plans.items()
    }
    assert found == {"base": ["A"], "moved": ["C"], "with budget": ["A"]}
    assert {name: plan.totals.net for name, plan in plans.items()} == pytest.approx(
        {"base": 20, "moved": 16, "with budget": 20}
    )
    assert {name: (used(plan, "MSZ"), used(plan, "pharmacy")) for name, plan in plans.items()} == {
        "base": ([1, 1], [0, 0]),
        "moved": ([1, 1], [0, 0]),
        "with budget": ([0, 0], [1, 1]),
    }


def test_the_command_line_shows_what_the_move_does(tmp_path: Path) -> None:
    path, report = tmp_path / "moved.xlsx", tmp_path / "report.xlsx"
    planner.write_workbook(tables(), path)
    command = [sys.executable, "-m", "planner", "run", str(path), "--output", str(report)]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    sheet = openpyxl.load_workbook(report)["Variants"]
    said = {str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert {"moved", "with budget"} <= said
