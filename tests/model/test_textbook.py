"""Textbook instances, written as workbooks and read from Excel: each comes out as its literature's optimum, exactly.

No hospital policy is in sight: one framework with a budget or a blank one, resources, one year, one route at list price, no
displacement. Optima are worked out here: by hand, by sorting, by dynamic programming, or by the textbook's own formulation.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

import planner

Tables = dict[str, Any]
approx = pytest.approx


def programme(name: str, gain: float, cost: float = 0.0, **more: Any) -> dict[str, Any]:
    """One patient, one year: ``gain`` QALY for ``cost`` EUR million."""
    return {
        "indication": name,
        "treatment_years": 1,
        "new_patients": 1,
        "list_price": cost * 1e6,
        "qaly_gain": gain,
        "effectiveness": "established",
        **more,
    }


def tables(programmes: list[dict[str, Any]], budget: float | None = None, **sheets: Any) -> Tables:
    return {
        "Settings": {"start_year": 2026, "years": 1, "displacement_mode": "none", "mip_gap": 1e-7},
        "Indications": programmes,
        "Routes": [{"route": "list", "price": "list", "cost_effectiveness": "not_required"}],
        "Frameworks": [{"framework": "F", "year": 2026, "budget": budget}],
        **sheets,
    }


def knapsack_rows(use: np.ndarray, capacity: np.ndarray, names: list[str]) -> Tables:
    """Resources, and what each programme takes of them per patient-year."""
    rows, items = np.nonzero(use)
    return {
        "Resources": [{"resource": f"r{r}", "year": 2026, "capacity": float(c)} for r, c in enumerate(capacity)],
        "ResourceUse": [
            {"indication": names[i], "resource": f"r{r}", "use": float(use[r, i])}
            for r, i in zip(rows, items, strict=True)
        ],
    }


def through_excel(folder: Path, stated: Tables) -> planner.Plan:
    """The plan of a workbook, proven to 1e-7."""
    planner.write_workbook(stated, folder / "instance.xlsx")
    plan = planner.optimise(planner.read_scenario(folder / "instance.xlsx"))
    assert plan.outcome.bound - plan.totals.net <= 1e-7 * plan.totals.net + 1e-6
    return plan


def admitted(plan: planner.Plan) -> dict[str, float]:
    rows = plan.decisions[plan.decisions["decision"] == "admit"]
    return dict(zip(rows["indication"], rows["share"], strict=True))


#: A league table: cost [EUR million] and QALYs of six programmes, in order of QALYs per million: 10, 8, 6, 5, 4, 2.
LEAGUE = {"a": (10, 100), "b": (20, 160), "c": (15, 90), "d": (20, 100), "e": (25, 100), "f": (10, 20)}


def test_a_league_table_of_divisible_programmes(tmp_path):
    # EUR 55 million: a (10), b (20), c (15) and half of d: 100 + 160 + 90 + 50.
    stated = tables([programme(n, g, c, divisible=True) for n, (c, g) in LEAGUE.items()], 55)
    plan = through_excel(tmp_path, stated)
    assert admitted(plan) == approx({"a": 1, "b": 1, "c": 1, "d": 0.5})
    assert plan.totals.net == approx(400, rel=1e-9)


def test_a_league_table_of_programmes_all_or_nothing(tmp_path):
    # EUR 55 million: a, b and e (55) give 360; a, b and d (50) give as much for less; b, c and d (55) 350; with f (10, 20) beside
    # a, b, c (45): 370. All 64 sets are tried.
    stated = tables([programme(n, g, c) for n, (c, g) in LEAGUE.items()], 55)
    plan = through_excel(tmp_path, stated)
    best = max(
        sum(g for k, (_, g) in enumerate(LEAGUE.values()) if chosen >> k & 1)
        for chosen in range(64)
        if sum(c for k, (c, _) in enumerate(LEAGUE.values()) if chosen >> k & 1) <= 55
    )
    assert best == 370
    assert plan.totals.net == approx(best, rel=1e-9)
    assert admitted(plan) == {"a": 1, "b": 1, "c": 1, "f": 1}


def test_substitutes_and_complements(tmp_path):
    # Screening s (40 QALY, 4 million) makes treatment t (60, 5) possible: t at most s. Clinics x (50, 5) and y (44, 4) serve the
    # same patients. 12 million, all divisible: per million s and t together 100/9 = 11.1, y 11, x 10: s and t whole (9), y for
    # the 3 left (0.75 of it): 100 + 33 = 133.
    names = {"s": (4, 40), "t": (5, 60), "x": (5, 50), "y": (4, 44)}
    relations = [
        {"kind": "requires", "subject": "t", "object": "s"},
        {"kind": "at_most", "subject": "x", "object": "clinic", "number": 1},
        {"kind": "at_most", "subject": "y", "object": "clinic"},
    ]
    programmes = [programme(n, g, c, divisible=True) for n, (c, g) in names.items()]
    plan = through_excel(tmp_path, tables(programmes, 12, Relations=relations))
    assert admitted(plan) == approx({"s": 1, "t": 1, "y": 0.75})
    assert plan.totals.net == approx(133, rel=1e-9)


def paired(seed: int, items: int, rows: int, size: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Gains, use and pair of rows of items that each take of one pair of rows: exact by dynamic programming, pair by pair."""
    draw = np.random.default_rng(seed)
    pair = np.arange(items) // size % (rows // 2)
    use = np.zeros((rows, items), dtype=int)
    for item in range(items):
        use[2 * pair[item] : 2 * pair[item] + 2, item] = draw.integers(0, 6, 2)
    return draw.integers(1, 400, items), use, pair


def by_dynamic_programming(classes: list[list[tuple[int, int, int]]], first: int, second: int) -> int:
    """The most that one option (gain, use of two rows) or none of each class can give within two capacities."""
    best = np.zeros((first + 1, second + 1), dtype=int)
    for options in classes:
        now = best.copy()
        for gain, a, b in options:
            if a <= first and b <= second:
                now[a:, b:] = np.maximum(now[a:, b:], best[: first + 1 - a, : second + 1 - b] + gain)
        best = now
    return int(best[-1, -1])


def optimum(gain: np.ndarray, use: np.ndarray, pair: np.ndarray, size: int, capacity: np.ndarray) -> int:
    total = 0
    for block in range(int(pair.max()) + 1):
        items = np.flatnonzero(pair == block)
        options = [(int(gain[i]), int(use[2 * block, i]), int(use[2 * block + 1, i])) for i in items]
        classes = [options[k : k + size] for k in range(0, len(options), size)]
        total += by_dynamic_programming(classes, int(capacity[2 * block]), int(capacity[2 * block + 1]))
    return total


def test_a_multidimensional_knapsack_of_500_items_and_30_rows(tmp_path):
    gain, use, pair = paired(1, 500, 30, 1)
    capacity = np.floor(use.sum(axis=1) * 0.3)
    names = [f"i{k:03d}" for k in range(500)]
    programmes = [programme(name, float(g)) for name, g in zip(names, gain, strict=True)]
    plan = through_excel(tmp_path, tables(programmes, None, **knapsack_rows(use, capacity, names)))
    assert plan.totals.net == approx(optimum(gain, use, pair, 1, capacity), rel=1e-9)


def test_a_multiple_choice_knapsack_of_100_classes_of_10_options_under_10_rows(tmp_path):
    gain, use, pair = paired(2, 1000, 10, 10)
    capacity = np.floor(use.sum(axis=1) * 0.03)
    names = [f"c{k // 10:02d}.{k % 10}" for k in range(1000)]
    programmes = [
        programme(name, float(g), patient_group=name.split(".")[0]) for name, g in zip(names, gain, strict=True)
    ]
    plan = through_excel(tmp_path, tables(programmes, None, **knapsack_rows(use, capacity, names)))
    assert plan.totals.net == approx(optimum(gain, use, pair, 10, capacity), rel=1e-9)
    groups = plan.limits[plan.limits["family"] == "patient_group"]
    assert len(groups) == 100
    assert groups["used"].max() <= 1


def benefits_package(seed: int = 3) -> tuple[Tables, float]:
    """150 interventions (two in three divisible), a budget, 8 kinds of staff, 12 groups of substitutes; and its optimum.

    The optimum by the textbook's formulation: a share of each, sums under each row, at most one of each group.
    """
    draw = np.random.default_rng(seed)
    count, staff = 150, 8
    gain, cost = draw.integers(5, 300, count), draw.integers(1, 40, count)
    use = np.where(draw.random((staff, count)) < 0.3, draw.integers(1, 10, (staff, count)), 0)
    capacity, budget = np.floor(use.sum(axis=1) * 0.4), float(np.floor(cost.sum() * 0.35))
    whole = np.arange(count) % 3 == 0
    group = np.where(np.arange(count) < 60, np.arange(count) % 12, -1)
    names = [f"v{k:03d}" for k in range(count)]
    programmes = [
        programme(names[k], float(gain[k]), float(cost[k]), divisible=None if whole[k] else True) for k in range(count)
    ]
    relations = [
        {"kind": "at_most", "subject": names[k], "object": f"group {group[k]}", "number": 1 if k < 12 else None}
        for k in range(60)
    ]
    rows = np.vstack([use, cost, *[(group == g).astype(float) for g in range(12)]])
    high = np.concatenate([capacity, [budget], np.ones(12)])
    found = milp(
        -gain,
        constraints=[LinearConstraint(rows, -np.inf, high)],
        integrality=whole.astype(int),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 0},
    )
    return tables(programmes, budget, Relations=relations, **knapsack_rows(use, capacity, names)), -float(found.fun)


def test_a_health_benefits_package_of_150_interventions(tmp_path):
    stated, best = benefits_package()
    plan = through_excel(tmp_path, stated)
    assert plan.totals.net == approx(best, rel=1e-7)
    assert {"resource", "relation", "framework"} <= set(plan.limits["family"])
    ran = subprocess.run(
        [sys.executable, "-m", "planner", "run", str(tmp_path / "instance.xlsx")], capture_output=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert (tmp_path / "instance-report.xlsx").exists()
