"""The benchmarks: ``python benchmarks/run.py`` prints tables and writes RESULTS.md beside this file.

Every figure is a ratio of things run in turn in one process, on scenarios of ``generate.py``. ``--quick`` makes all tables in
some twenty minutes, ``--what`` picks tables, ``--seeds`` and ``--indications`` the scenarios, ``--limit`` the seconds that
HiGHS on the full matrix gets (then its time is a lower bound, written with ">", and so is the ratio).
"""

from __future__ import annotations

import argparse
import contextlib
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import highspy
import numpy as np
from fronts import FRONTS
from generate import national

import planner
from planner.model.balance import balance
from planner.model.evaluate import Evaluator
from planner.model.limits import limits
from planner.model.money import money
from planner.model.search.bound import relaxation
from planner.model.search.master import Master
from planner.model.search.prune import prune
from planner.model.solve import OPTIONS, Program, QuietHighs, lp_of

GAPS = (1e-2, 1e-3, 1e-4, 1e-6)
RESULTS = Path(__file__).resolve().parent / "RESULTS.md"


class Ready:
    """A scenario with its options, limits and money stated, and the full model as a matrix."""

    def __init__(self, scenario: planner.Scenario) -> None:
        self.scenario = scenario
        self.options = planner.enumerate_options(scenario)
        self.evaluator = Evaluator(scenario.settings, self.options, limits(scenario, self.options, money(scenario)))
        self.balance = balance(self.evaluator)

    def program(self) -> Program:
        return relaxation(self.evaluator, self.balance).program()


def timed(call: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    result = call()
    return time.perf_counter() - began, result


def highs_alone(program: Program, limit: float, least: float) -> tuple[dict[float, float], float]:
    """Seconds until HiGHS on the full matrix has proved each gap (one run; those not reached are missing), and its plan."""
    highs = QuietHighs()
    for name, value in OPTIONS.items():
        highs.setOptionValue(name, value)
    highs.setOptionValue("mip_rel_gap", least)
    highs.setOptionValue("time_limit", limit)
    reached: dict[float, float] = {}
    began = time.perf_counter()

    def note(event: Any) -> None:
        net, bound = -event.data_out.mip_primal_bound, -event.data_out.mip_dual_bound
        if np.isfinite(net) and net > 0:
            for gap in GAPS:
                if bound - net <= gap * net:
                    reached.setdefault(gap, time.perf_counter() - began)

    highs.cbMipLogging.subscribe(note)
    highs.passModel(lp_of(program))
    highs.run()
    seconds, info = time.perf_counter() - began, highs.getInfo()
    if highs.getModelStatus() == highspy.HighsModelStatus.kOptimal:
        for gap in GAPS:
            if gap >= least:
                reached.setdefault(gap, seconds)
    return reached, -info.objective_function_value


def ours(ready: Ready, gap: float, limit: float) -> tuple[float, float, float]:
    """Seconds to a proof by planner's own search, the plan's worth and the gap that was reached."""
    began = time.perf_counter()
    found = prune(ready.evaluator, ready.balance, gap, lambda: limit - (time.perf_counter() - began))
    seconds = time.perf_counter() - began
    if found is None:
        return seconds, float("nan"), float("inf")
    net = ready.evaluator.worth(found.plan).net
    return seconds, net, (found.bound - net) / net


def proofs(asked: argparse.Namespace, frameworks: int) -> Iterator[str]:
    """Time to a proven gap, beside HiGHS through highspy on the full matrix."""
    gaps = [gap for gap in GAPS if gap >= asked.least]
    words = "one framework" if frameworks == 1 else f"{frameworks} frameworks"
    yield f"\n## Time to a proven gap, {words}: seconds of HiGHS on the full matrix / of planner = ratio\n"
    yield "| seed | options | " + " | ".join(f"{gap:g}" for gap in gaps) + " |"
    yield "| --- | --- |" + " --- |" * len(gaps)
    ratios: dict[float, list[float]] = {gap: [] for gap in gaps}
    for seed in asked.seeds:
        ready = Ready(national(seed, asked.indications, frameworks))
        mine = {gap: ours(ready, gap, asked.limit) for gap in gaps}
        reached, _ = highs_alone(ready.program(), asked.limit, min(gaps))
        cells = []
        for gap in gaps:
            theirs = reached.get(gap, asked.limit)
            lower, late = ("" if gap in reached else ">"), ("" if mine[gap][2] <= gap * (1 + 1e-6) else ">")
            ratio = theirs / mine[gap][0]
            ratios[gap].append(ratio if not late else ratio if lower else 0.0)
            cells.append(f"{lower}{theirs:.1f} / {late}{mine[gap][0]:.2f} = {lower}{ratio:.0f}")
        yield f"| {seed} | {len(ready.options):,} | " + " | ".join(cells) + " |"
    middle = [f"median {statistics.median(ratios[gap]):.0f}, least {min(ratios[gap]):.0f}" for gap in gaps]
    yield "| all | | " + " | ".join(middle) + " |"


def lp_bounds(asked: argparse.Namespace) -> Iterator[str]:
    """The LP bound over all options, beside HiGHS on the full LP."""
    yield "\n## LP bound over all options: seconds of HiGHS on the full LP / of column generation = ratio\n"
    yield "| seed | HiGHS | planner | ratio | difference of the bounds |\n| --- | --- | --- | --- | --- |"
    for seed in asked.seeds:
        ready = Ready(national(seed, asked.indications))
        arrays = relaxation(ready.evaluator, ready.balance)
        program = arrays.program()

        def full(program: Program = program) -> float:
            highs = QuietHighs()
            highs.setOptionValue("threads", 1)
            lp = lp_of(program)
            lp.integrality_ = []
            highs.passModel(lp)
            highs.run()
            return -float(highs.getInfo().objective_function_value)

        def columns(arrays: Any = arrays) -> float:
            return Master(arrays).bound(np.ones(len(arrays), dtype=bool), arrays.must)[0].value

        (mine, bound), (theirs, optimum) = timed(columns), timed(full)
        yield f"| {seed} | {theirs:.2f} | {mine:.3f} | {theirs / mine:.0f} | {(bound - optimum) / optimum:.1e} |"


def parts(asked: argparse.Namespace) -> Iterator[str]:
    """The parts of one whole run, from a workbook to a report: what surrounds the solve, and the solve."""
    yield "\n## Parts of a run, from workbook to report, proven 1e-3 (seconds)\n"
    around, inside = ("read", "options", "limits", "audit", "report"), ("prune", "build", "solve", "ties")
    yield "| seed | read | option table | limits | audit | report | together | search | build | solve | last changes | together |"
    yield "|" + " --- |" * 12
    for seed in asked.seeds[:3]:
        source, target = (Path(asked.folder) / f"benchmark-{seed}-{name}.xlsx" for name in ("scenario", "report"))
        planner.write_workbook(national(seed, asked.indications).tables, source)
        reading, scenario = timed(lambda source=source: planner.read_scenario(source))
        plan = planner.optimise(scenario, mip_gap=1e-3)
        report, _ = timed(lambda plan=plan, target=target: planner.write_report(plan, target))
        seconds = {**plan.outcome.seconds, "read": reading, "report": report}
        sums = [[seconds[name] for name in names] for names in (around, inside)]
        yield f"| {seed} | " + " | ".join(f"{value:.2f}" for part in sums for value in (*part, sum(part))) + " |"


def fronts(asked: argparse.Namespace) -> Iterator[str]:
    """The same matrix built and handed over by other modelling layers."""
    yield "\n## Build and hand-over of the full model (no pruning), and HiGHS behind it\n"
    yield "| front end | seconds until HiGHS starts | times planner's whole search to 1e-3 |\n| --- | --- | --- |"
    ready = Ready(national(asked.seeds[0], asked.indications))
    program = ready.program()
    mine, _, _ = ours(ready, 1e-3, asked.limit)
    yield f"| planner's search, whole | {mine:.2f} | 1 |"
    for name, build in FRONTS.items():
        try:
            seconds = build(ready, program)
        except ImportError:
            yield f"| {name} | not installed | |"
            continue
        yield f"| {name} | {seconds:.2f} | {seconds / mine:.1f} |"


def changed(asked: argparse.Namespace) -> Iterator[str]:
    """Changed scenarios from an explorer, beside a rebuild and HiGHS on the full matrix."""
    yield f"\n## {asked.changes} changed scenarios, proven 1e-3 (budget, growth, five prices)\n"
    scenario = national(asked.seeds[0], asked.indications)
    explorer = planner.Explorer(scenario, mip_gap=1e-3)
    rng = np.random.default_rng(asked.seeds[0])
    searching, whole = [], []
    for number in range(asked.changes):
        other = change(scenario, rng, number)
        seconds, plan = timed(lambda other=other: explorer.changed(other))
        searching.append(seconds)
        reading, _ = timed(lambda plan=plan: plan.totals)
        whole.append(seconds + reading)
    rebuild, other = timed(lambda: Ready(change(scenario, rng, 0)))
    solve_full, (reached, _) = timed(lambda: highs_alone(other.program(), asked.limit, 1e-3))
    lower = "" if 1e-3 in reached else ">"
    full = rebuild + solve_full
    yield "| | mean seconds | median | ratio of a rebuild and full solve to the mean |\n| --- | --- | --- | --- |"
    for name, seconds in (("proven plan", searching), ("its audited tables too", whole)):
        mean = statistics.mean(seconds)
        yield f"| {name} | {mean:.2f} | {statistics.median(seconds):.2f} | {lower}{full / mean:.0f} |"
    yield f"\nOne rebuild {rebuild:.1f} s and HiGHS on its full matrix {lower}{solve_full:.1f} s."


def change(scenario: planner.Scenario, rng: np.random.Generator, number: int) -> planner.Scenario:
    """The scenario with another budget, another growth limit, or five other prices."""
    factor = float(rng.uniform(0.9, 1.1))
    if number % 3 == 0:
        frame = scenario.tables["Frameworks"].copy()
        room = frame["budget"] - frame["baseline_care"] - frame["baseline_drugs"]
        frame["budget"] += (factor - 1.0) * room
        return planner.scenario_from_tables({**scenario.tables, "Frameworks": frame})
    if number % 3 == 1:
        frame = scenario.tables["Frameworks"].copy()
        frame["drug_growth_limit"] *= factor
        return planner.scenario_from_tables({**scenario.tables, "Frameworks": frame})
    frame = scenario.tables["Indications"].copy()
    rows = rng.choice(len(frame), size=5, replace=False)
    frame.loc[rows, "list_price"] *= rng.uniform(0.8, 1.2, size=5)
    return planner.scenario_from_tables({**scenario.tables, "Indications": frame})


def many(asked: argparse.Namespace) -> Iterator[str]:
    """Plans without an indication or with one forced in, one after another from one explorer."""
    yield f"\n## {asked.plans} plans (each without one indication, or with one forced in), proven 1e-3\n"
    scenario = national(asked.seeds[0], asked.indications)
    explorer = planner.Explorer(scenario, mip_gap=1e-3)
    names = explorer.options.table["indication"].to_numpy()
    every = list(dict.fromkeys(names))

    def run() -> None:
        for number in range(asked.plans):
            name = every[number // 2 % len(every)]
            if number % 2:
                explorer.best(forced=[name])
            else:
                explorer.best(allowed=names != name)

    seconds, _ = timed(run)
    rebuild, ready = timed(lambda: Ready(scenario))
    full, _ = timed(lambda: highs_alone(ready.program(), asked.limit, 1e-3))
    yield (
        f"{seconds:.1f} s, {asked.plans / seconds:.1f} plans a second; a rebuild and full solve takes {rebuild + full:.1f} s: "
        f"in the time of 1,000 plans it makes {1000 * seconds / asked.plans / (rebuild + full):.1f}."
    )


def answers(_asked: argparse.Namespace) -> Iterator[str]:
    """All answers about one scenario beside one plan of it."""
    path = Path(__file__).resolve().parents[1] / "scenarios" / "msz-2026.xlsx"
    yield f"\n## All answers about `{path.name}`, as a multiple of the time of one plan\n"
    found = planner.answer(planner.read_scenario(path))
    yield "| question | seconds | times one plan |\n| --- | --- | --- |"
    for name, seconds in found.seconds.items():
        yield f"| {name} | {seconds:.1f} | {seconds / found.seconds['plan']:.1f} |"
    yield f"| all answers | {sum(found.seconds.values()) - found.seconds['plan']:.1f} | {found.ratio:.1f} |"


def workers(asked: argparse.Namespace) -> Iterator[str]:
    """Audited plans of changed scenarios, one process beside two (starting the processes is counted)."""
    yield f"\n## {asked.together} changed scenarios at once, proven 1e-3: plans per second\n"
    scenario = national(asked.seeds[0], asked.indications)
    rng = np.random.default_rng(asked.seeds[0])
    scenarios = [change(scenario, rng, number) for number in range(asked.together)]
    rates = []
    yield "| workers | plans per second | ratio |\n| --- | --- | --- |"
    for count in (1, 2):
        seconds, _ = timed(lambda count=count: planner.plans(scenarios, workers=count, mip_gap=1e-3))
        rates.append(asked.together / seconds)
        yield f"| {count} | {rates[-1]:.2f} | {rates[-1] / rates[0]:.2f} |"


def growth(asked: argparse.Namespace) -> Iterator[str]:
    """Time and memory from 40 to 5,450 indications, each scenario in a process of its own: medians over the seeds."""
    yield f"\n## Growth: proven 1e-3, each scenario in a process of its own; medians of {len(asked.seeds)} seeds\n"
    heads = ("indications", "options", "option table and limits, s", "search, s (least to most)", "peak memory, MiB")
    yield "| " + " | ".join((*heads, "largest gap", "times the national time", "search alone")) + " |\n|" + " --- |" * 8
    figures = {size: np.array([_alone(size, seed) for seed in asked.seeds]) for size in asked.sizes}
    for size, found in figures.items():
        options, stating, searching, memory, _ = np.median(found, axis=0)
        _, national_stating, national_search, *_ = np.median(figures.get(asked.indications, found), axis=0)
        spread = f"{found[:, 2].min():.2f} to {found[:, 2].max():.2f}"
        times = (stating + searching) / (national_stating + national_search), searching / national_search
        yield (
            f"| {size:,} | {options:,.0f} | {stating:.2f} | {searching:.2f} ({spread}) | {memory:,.0f} "
            f"| {found[:, 4].max():.1e} | {times[0]:.1f} | {times[1]:.1f} |"
        )


def _alone(size: int, seed: int) -> list[float]:
    """Options, seconds of option table and limits, of the search, peak memory [MiB] and gap, of a process of its own."""
    command = [sys.executable, __file__, "--one", str(size), "--seeds", str(seed)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    return [float(figure) for figure in ran.stdout.split()]


def one(asked: argparse.Namespace) -> str:
    scenario = national(asked.seeds[0], asked.one)
    stating, ready = timed(lambda: Ready(scenario))
    seconds, _, gap = ours(ready, 1e-3, 600.0)
    return f"{len(ready.options)} {stating} {seconds} {peak_memory()} {gap}"


def peak_memory() -> float:
    """The peak memory of this process [MiB]; where Linux says it, without that of the process that started it."""
    status = Path("/proc/self/status")
    if status.exists():
        kept = dict(line.split(":", 1) for line in status.read_text(encoding="utf-8").splitlines())
        return float(kept["VmHWM"].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


TABLES: dict[str, Callable[[argparse.Namespace], Iterator[str]]] = {
    "proofs": lambda asked: proofs(asked, 1),
    "two": lambda asked: proofs(asked, 2),
    "lp": lp_bounds,
    "parts": parts,
    "fronts": fronts,
    "changed": changed,
    "many": many,
    "workers": workers,
    "answers": answers,
    "growth": growth,
}

#: What ``--quick`` asks of each table: all tables in some twenty minutes on a quiet machine.
QUICK: dict[str, dict[str, Any]] = {
    "proofs": {"limit": 60.0},
    "two": {"least": 1e-4, "limit": 40.0},
    "parts": {"seeds": [1, 2]},
    "fronts": {"seeds": [1], "limit": 60.0},
    "changed": {"seeds": [1], "changes": 40, "limit": 40.0},
    "many": {"seeds": [1], "plans": 200, "limit": 40.0},
    "workers": {"seeds": [1], "together": 24},
}


def heading() -> str:
    found = []
    for name in ("highspy", "pyomo", "numpy", "scipy", "pandas", "linopy", "pulp"):
        with contextlib.suppress(PackageNotFoundError):
            found.append(f"{name} {version(name)}")
    return (
        f"# Results\n\n{datetime.now(UTC):%Y-%m-%d %H:%M} UTC; planner {planner.__version__}, Python "
        f"{platform.python_version()}, {', '.join(found)}; {platform.system()} {platform.machine()}. "
        "Made by `python benchmarks/run.py`; how to read it stands in README.md.\n"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Benchmarks of planner's search.")
    parser.add_argument("--what", nargs="*", choices=TABLES, default=list(TABLES))
    parser.add_argument("--seeds", nargs="*", type=int, default=[1, 2, 3, 4, 5])
    parser.add_argument("--quick", action="store_true", help="all tables in some twenty minutes (see QUICK)")
    parser.add_argument("--indications", type=int, default=450)
    parser.add_argument("--limit", type=float, default=300.0, help="seconds for HiGHS on the full matrix")
    parser.add_argument("--least", type=float, default=1e-6, help="the smallest gap to prove")
    parser.add_argument("--changes", type=int, default=100)
    parser.add_argument("--plans", type=int, default=1000)
    parser.add_argument("--together", type=int, default=12, help="scenarios for the table of two workers")
    parser.add_argument("--sizes", nargs="*", type=int, default=[40, 150, 450, 1500, 5450])
    parser.add_argument("--folder", default="/tmp", help="where reports are written")  # noqa: S108 - thrown away
    parser.add_argument("--output", type=Path, default=RESULTS)
    parser.add_argument(
        "--append", action="store_true", help="add the tables to the output instead of starting it anew"
    )
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        print(one(asked))
        return
    lines = [asked.output.read_text(encoding="utf-8").rstrip("\n")] if asked.append else [heading()]
    for name in asked.what:
        own = argparse.Namespace(**vars(asked) | (QUICK.get(name, {}) if asked.quick else {}))
        for line in TABLES[name](own):
            print(line, flush=True)
            lines.append(line)
        asked.output.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
