"""Classical knapsack instances as workbooks: which are proven to 1e-7 within a time, and how far the others come.

``python benchmarks/textbook.py [--limit 60] [--seed 1] [--only NAME ...]`` prints a line per instance: the sizes that the README
names, by the generators of the literature. ``multi``: items under several rows; ``choice``: at most one option of each class.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

import planner

Instance = tuple[np.ndarray, np.ndarray, np.ndarray, int]
#: Gains follow what an option takes: not at all, nearly, or exactly but for a constant.
KINDS = ("uncorrelated", "weak", "strong", "chu-beasley")


def multi(kind: str, items: int, rows: int, tightness: float, seed: int) -> Instance:
    """Use U(1, 1000) (Chu and Beasley 1998: U(0, 1000)), capacity ``tightness`` of the sum of each row.

    Gain: U(1, 1000); mean use + U(-100, 100); mean use + 100; mean use + 500 U(0, 1) (Chu and Beasley).
    """
    draw = np.random.default_rng(seed)
    use = draw.integers(0 if kind == "chu-beasley" else 1, 1001, (rows, items))
    return gains(kind, draw, use), use, np.floor(tightness * use.sum(axis=1)), 1


def choice(kind: str, classes: int, options: int, rows: int, seed: int) -> Instance:
    """Classes of options, as many under the same rows; capacity half-way between the least and the most that the classes take."""
    draw = np.random.default_rng(seed)
    use = draw.integers(1, 1001, (rows, classes * options))
    by_class = use.reshape(rows, classes, options)
    capacity = np.floor((by_class.min(axis=2).sum(axis=1) + by_class.max(axis=2).sum(axis=1)) / 2)
    return gains(kind, draw, use), use, capacity, options


def gains(kind: str, draw: np.random.Generator, use: np.ndarray) -> np.ndarray:
    mean, count = use.mean(axis=0), use.shape[1]
    return {
        "uncorrelated": lambda: draw.integers(1, 1001, count),
        "weak": lambda: np.maximum(1, np.round(mean + draw.integers(-100, 101, count))),
        "strong": lambda: np.round(mean) + 100,
        "chu-beasley": lambda: np.round(mean + 500 * draw.random(count)),
    }[kind]()


def tables(instance: Instance, limit: float) -> dict[str, Any]:
    """One year, one framework without a budget, one route at list price, no displacement: resources alone decide."""
    gain, use, capacity, size = instance
    names = [f"i{n:04d}" for n in range(len(gain))]
    medicine = {"treatment_years": 1, "new_patients": 1, "list_price": 0, "effectiveness": "established"}
    return {
        "Settings": {"start_year": 2026, "years": 1, "displacement_mode": "none", "mip_gap": 1e-7, "time_limit": limit},
        "Indications": [
            {
                "indication": name,
                "qaly_gain": float(g),
                **medicine,
                **({"patient_group": f"g{n // size}"} if size > 1 else {}),
            }
            for n, (name, g) in enumerate(zip(names, gain, strict=True))
        ],
        "Routes": [{"route": "list", "price": "list", "cost_effectiveness": "not_required"}],
        "Frameworks": [{"framework": "F", "year": 2026}],
        "Resources": [{"resource": f"r{r}", "year": 2026, "capacity": float(c)} for r, c in enumerate(capacity)],
        "ResourceUse": [
            {"indication": names[i], "resource": f"r{r}", "use": float(use[r, i])}
            for r, i in zip(*np.nonzero(use), strict=True)
        ],
    }


INSTANCES: dict[str, tuple[Any, ...]] = {
    **{f"multi {kind} 500 x 30": (multi, kind, 500, 30, 0.5) for kind in KINDS},
    **{f"multi {kind} 100 x 5": (multi, kind, 100, 5, 0.5) for kind in KINDS},
    **{f"choice {kind} 100 x 10 x 10": (choice, kind, 100, 10, 10) for kind in KINDS},
    **{f"choice {kind} 100 x 10 x 1": (choice, kind, 100, 10, 1) for kind in KINDS},
}


def main() -> None:
    """Solve the instances, through Excel, and print what was proven."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--limit", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*", default=list(INSTANCES))
    asked = parser.parse_args()
    print("| instance | best plan | gap | seconds (processor) |\n| --- | --- | --- | --- |")
    for name in asked.only:
        made, *size = INSTANCES[name]
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "instance.xlsx"
            planner.write_workbook(tables(made(*size, asked.seed), asked.limit), file)
            scenario = planner.read_scenario(file)
        began, worked = time.perf_counter(), time.process_time()
        plan = planner.optimise(scenario)
        took, spent = time.perf_counter() - began, time.process_time() - worked
        gap = (plan.outcome.bound - plan.totals.net) / plan.totals.net
        shown = "proven" if gap <= 1e-7 else f"{gap:.1e}"
        print(f"| {name} | {plan.totals.net:.0f} | {shown} | {took:.0f} ({spent:.0f}) |", flush=True)


if __name__ == "__main__":
    main()
