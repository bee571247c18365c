"""National scenarios for benchmarks: drawn from a seed, with heavy tails, limits that bind and displacement in use.

``national(seed)`` has 450 indications, about 75,000 options and ten years; ``indications`` makes it larger or smaller (limits
grow along), ``frameworks=2`` splits it over hospital care and pharmacy care. All of it is invented.
"""

from __future__ import annotations

from typing import Any

import numpy as np

import planner

YEARS, START = 10, 2026
CURVES = {
    "ordinary": [(0.0, 1.0), (0.2, 0.95), (0.35, 0.8), (0.45, 0.65), (0.55, 0.45), (0.7, 0.2), (0.85, 0.0)],
    "tough": [(0.0, 1.0), (0.1, 0.9), (0.25, 0.7), (0.4, 0.45), (0.55, 0.2), (0.7, 0.0)],
    "competitive": [(0.0, 1.0), (0.3, 0.95), (0.45, 0.85), (0.6, 0.6), (0.75, 0.25), (0.9, 0.0)],
}
UPTAKE = {"fast": [0.5, 0.8, 1.0], "middling": [0.3, 0.6, 0.8, 0.9], "slow": [0.15, 0.35, 0.55, 0.7, 0.8]}
NAMES = ("MSZ", "pharmacy")


def national(seed: int, indications: int = 450, frameworks: int = 1) -> planner.Scenario:
    """A scenario in which spending, growth, a budget line and dossiers bind, and pressure displaces other care."""
    rng = np.random.default_rng([seed, indications, frameworks])
    rows, spending = _medicines(rng, indications, frameworks)
    shares = [1.0] if frameworks == 1 else [0.7, 0.3]
    return planner.scenario_from_tables(
        {
            "Settings": {
                "start_year": START,
                "years": YEARS,
                "price_ceiling": "icer",
                "discount_step": 0.05,
                "mip_gap": 1e-3,
            },
            "Indications": rows,
            "Routes": _routes(indications),
            "Frameworks": [
                row for name, share in zip(NAMES, shares, strict=False) for row in _framework(name, share * spending)
            ],
            "BudgetLines": [
                {"line": "conditional", "year": START + t, "budget": 0.01 * spending, "charged": "drug_and_care"}
                for t in range(YEARS)
            ],
            "Care": [row for name, share in zip(NAMES, shares, strict=False) for row in _care(name, share * spending)],
            "Uptake": [
                {"curve": curve, "year": n + 1, "share": share}
                for curve, steps in UPTAKE.items()
                for n, share in enumerate(steps)
            ],
            "Acceptance": [
                {"curve": curve, "discount": at, "probability": p} for curve, points in CURVES.items() for at, p in points
            ],
        },
        name=f"national {seed}",
    )  # fmt: skip


def _medicines(rng: np.random.Generator, count: int, frameworks: int) -> tuple[list[dict[str, Any]], float]:
    """The indications, and what they would cost together at list price in a full year [EUR million]."""
    millions = np.minimum(2.5 * np.exp(1.3 * rng.standard_normal(count)), 400.0)
    price = np.round(30_000 * np.exp(1.1 * rng.standard_normal(count)), -2) + 500
    per_qaly = np.clip(45_000 * np.exp(0.9 * rng.standard_normal(count)), 4_000, 1_500_000)
    years = np.round(rng.uniform(0.5, 8.0, count), 1)
    months = rng.integers(0, 24, count)
    rows = []
    for i in range(count):
        uncertain = bool(rng.random() < 0.15)
        held = float(np.mean(np.minimum(years[i], 3.0)))
        gain = price[i] * (1 - 1.03 ** -years[i]) / 0.0296 / per_qaly[i]
        rows.append(
            {
                "indication": f"N{i:04d}",
                "framework": NAMES[int(rng.random() < 0.3)] if frameworks == 2 else NAMES[0],
                "available_from": f"{START + months[i] // 12}-{months[i] % 12 + 1:02d}-01",
                "new_patients": round(float(millions[i] * 1e6 / price[i] / held), 2),
                "uptake": str(rng.choice(list(UPTAKE))),
                "treatment_years": float(years[i]),
                "list_price": float(price[i]),
                "comparator_cost": float(np.round(price[i] * rng.uniform(0, 0.3), 0)) if rng.random() < 0.4 else 0.0,
                "qaly_gain": round(float(gain), 4),
                "disease_burden": round(float(np.clip(rng.beta(5, 2), 0.1, 1.0)), 2),
                "effectiveness": "uncertain" if uncertain else "established",
                "p_effective": round(float(rng.uniform(0.3, 0.8)), 2) if uncertain else 1.0,
                "acceptance": str(rng.choice(list(CURVES))),
                "orphan": True if uncertain else None,
                "oncology": bool(rng.random() < 0.35),
            }
        )
    return rows, float(millions.sum())


def _routes(count: int) -> list[dict[str, Any]]:
    return [
        {
            "route": "direct",
            "eligible": 'effectiveness == "established" and not oncology',
            "lead_time_months": 3,
            "price": "negotiated",
            "acceptance_shift": 0.03,
            "cost_effectiveness": "not_required",
        },
        {
            "route": "lock",
            "eligible": 'effectiveness == "established" and oncology',
            "lead_time_months": 14,
            "dossiers_per_year": max(1, round(0.05 * count)),
            "price": "negotiated",
            "cost_effectiveness": "required",
        },
        {
            "route": "conditional",
            "eligible": 'orphan and effectiveness == "uncertain"',
            "budget_line": "conditional",
            "lead_time_months": 6,
            "price": "negotiated",
            "cost_effectiveness": "not_required",
            "price_cap_basis": "cost_effective",
            "price_cap_share": 1.0,
            "acceptance_shift": -0.1,
        },
    ]


def _framework(name: str, spending: float) -> list[dict[str, Any]]:
    """Room for a good third of what could come, and growth of spending on medicines that allows less than asked."""
    drugs, care = 1.2 * spending, 12.0 * spending
    rows: list[dict[str, Any]] = [{"framework": name, "year": START - 1, "baseline_drugs": drugs}]
    for t in range(YEARS):
        room = spending * min(0.30, 0.06 * (t + 1))
        rows.append(
            {
                "framework": name,
                "year": START + t,
                "budget": round(drugs + care + room, 3),
                "baseline_care": round(care + 1, 3),
                "baseline_drugs": round(drugs * 0.995**t, 3),
                "drug_growth_limit": 0.035,
                "absorbed_share": 0.1,
            }
        )
    return rows


def _care(name: str, spending: float) -> list[dict[str, Any]]:
    """Four kinds of care that make way, each in two segments of rising loss."""
    rows: list[dict[str, Any]] = []
    for number, (share, cost) in enumerate([(0.4, 90_000), (0.3, 75_000), (0.2, 60_000), (0.1, 40_000)]):
        care = f"{name} care {number + 1}"
        first = {"spending": round(12.0 * spending * share, 3), "observed_share": share}
        rows.append({"care": care, "framework": name, **first, "euro_per_qaly": cost, "max_share": 0.01})
        rows.append({"care": care, "framework": name, "euro_per_qaly": 0.7 * cost, "max_share": 0.02})
    return rows
