"""Times the parts of a run on the shipped scenarios, and everything together beside HiGHS alone on the same matrix.

``python benchmarks/parts.py [--rounds 3] [SCENARIO.xlsx ...]``; see README.md beside this file. No bounds: it measures, it does
not judge.
"""

from __future__ import annotations

import argparse
import platform
import statistics
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import planner
from planner.model.solve import compile_model, solve

SHIPPED = ("sluis-2025", "replay-2015", "msz-2026", "horizon-450")
#: What surrounds the solve, and what the solve is: the search, the model of what survives, HiGHS on that, equally good plans.
AROUND, OWN = ("read", "  options", "  audit", "report"), ("  prune", "  build", "  solve", "  ties")
FOLDER = Path(__file__).resolve().parent.parent / "scenarios"


def timed(seconds: dict[str, float], part: str, call: Callable[[], Any]) -> Any:
    began = time.perf_counter()
    result = call()
    seconds[part] = time.perf_counter() - began
    return result


def one_round(path: Path) -> tuple[dict[str, float], dict[str, Any]]:
    """Seconds of each part of one run (base only), and what was run."""
    seconds: dict[str, float] = {}
    scenario = timed(seconds, "read", lambda: planner.read_scenario(path))
    plan = timed(seconds, "optimise", lambda: planner.optimise(scenario))
    stages = {f"  {stage}": value for stage, value in plan.outcome.seconds.items()}
    with tempfile.TemporaryDirectory() as folder:
        timed(seconds, "report", lambda: planner.write_report(plan, Path(folder) / "report.xlsx"))
    seconds["everything"] = seconds["read"] + seconds["optimise"] + seconds["report"]

    program, _ = compile_model(planner.build_model(scenario))
    settings = scenario.settings
    alone = solve(program, gap=settings.mip_gap, time_limit=settings.time_limit)
    seconds["HiGHS alone"] = alone.seconds
    ordered = {"read": seconds["read"], "optimise": seconds["optimise"], **stages}
    ordered |= {part: seconds[part] for part in ("report", "everything", "HiGHS alone")}
    facts = {
        "options": program.matrix.shape[1],
        "rows": program.matrix.shape[0],
        "non-zeros": program.matrix.nnz,
        "stopped": plan.outcome.stopped,
        "gap": plan.outcome.gap,
        "net": plan.totals.net,
        "HiGHS alone stopped": alone.stopped,
        "HiGHS alone net": alone.objective,
    }
    return ordered, facts


def show(path: Path, rounds: int) -> None:
    runs = [one_round(path) for _ in range(rounds)]
    facts = runs[-1][1]
    print(f"\n{path.stem}: {facts['options']:,} columns, {facts['rows']:,} rows, {facts['non-zeros']:,} non-zeros")
    middle = {part: statistics.median(seconds[part] for seconds, _ in runs) for part in runs[0][0]}
    for part, value in middle.items():
        spread = f"  ({min(s[part] for s, _ in runs):.3f} to {max(s[part] for s, _ in runs):.3f})" if rounds > 1 else ""
        print(f"  {part:<14}{value:>9.3f} s{spread}")
    around = sum(middle[part] for part in AROUND)
    own = sum(middle[part] for part in OWN if part in middle)
    print(f"  {'around':<14}{around:>9.3f} s    read, option table, audit and report; planner's own solve {own:.3f} s")
    ratio = middle["everything"] / middle["HiGHS alone"] if middle["HiGHS alone"] > 0 else float("nan")
    print(f"  {'ratio':<14}{ratio:>9.1f}    everything / HiGHS alone")
    print(f"  net {facts['net']:,.6g} ({facts['stopped']}, gap {facts['gap']:.2g}); ", end="")
    print(f"HiGHS alone {facts['HiGHS alone net']:,.6g} ({facts['HiGHS alone stopped']})")


def main() -> None:
    parser = argparse.ArgumentParser(description="Times the parts of a run.")
    parser.add_argument("scenarios", nargs="*", type=Path, help="scenario workbooks; default: the shipped ones")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each scenario; the median is shown")
    asked = parser.parse_args()
    packages = ", ".join(
        f"{name} {version(name)}" for name in ("highspy", "pyomo", "numpy", "pandas", "openpyxl", "XlsxWriter")
    )
    print(f"planner {planner.__version__}, Python {platform.python_version()}, {packages}")
    print(f"{platform.system()} {platform.machine()}, median of {asked.rounds}")
    for path in asked.scenarios or [FOLDER / f"{name}.xlsx" for name in SHIPPED]:
        show(path, asked.rounds)


if __name__ == "__main__":
    main()
