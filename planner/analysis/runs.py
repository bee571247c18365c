"""The base and its variants, each solved by itself: one that fails is a row with its reason, the others go on."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from html import escape
from multiprocessing import get_context
from typing import Any

import pandas as pd

from planner.analysis.compared import compare
from planner.asked import of_kind
from planner.asked import workers as processes
from planner.errors import PlannerError, UsageError
from planner.model import Plan, optimise
from planner.model.plan import SentPlan
from planner.model.solve import Progress
from planner.scenario.hints import nearest_or_list
from planner.scenario.scenario import Scenario
from planner.scenario.variants import BASE, variants

#: Where numpy's linear algebra reads how many threads it may use.
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


@dataclass(frozen=True, eq=False)
class Runs:
    """The plan of the base scenario, and of each variant its plan or the error that stopped it, in the sheet's order."""

    base: Plan
    variants: Mapping[str, Plan | PlannerError] = field(default_factory=dict)

    @classmethod
    def of(cls, found: Plan | Runs) -> Runs:
        """A plan without variants as runs; runs as they are."""
        return found if isinstance(found, Runs) else cls(found)

    @property
    def plans(self) -> dict[str, Plan]:
        """The plans that were found, the base first."""
        return {BASE: self.base, **{name: plan for name, plan in self.variants.items() if isinstance(plan, Plan)}}

    @property
    def table(self) -> pd.DataFrame:
        """The base and each variant side by side: a row each, with the columns of ``compare``."""
        return compare({BASE: self.base, **self.variants})

    def __repr__(self) -> str:
        return f"<Runs: {self.base!r}; variants: {len(self.variants)}, without a plan: {len(self.failures)}>"

    def _repr_html_(self) -> str:
        table: str = self.table.to_html(na_rep="", float_format="{:,.4g}".format)
        return f"<p>{escape(repr(self)[1:-1])}</p>{table}"

    @property
    def failures(self) -> dict[str, PlannerError]:
        """The variants without a plan, and why."""
        return {name: error for name, error in self.variants.items() if isinstance(error, PlannerError)}


def _best(scenario: Scenario, progress: Progress | None) -> Plan:
    return optimise(scenario, progress=progress)


def run(
    scenario: Scenario,
    only: str | None = None,
    progress: Progress | None = None,
    *,
    workers: int = 1,
    solve: Callable[[Scenario, Progress | None], Plan] = _best,
) -> Runs:
    """Solve a scenario and all its variants; with ``only`` the base alone ("base") or one variant alone.

    ``solve(scenario, progress)`` makes the plan of the base (default: ``optimise``). With ``workers`` above 1 the variants are
    shared among so many processes (see ``plans``), and progress says only which are asked for. A variant that fails (a
    problem in its changes, infeasible, no plan in time) does not stop the others. Raises UsageError for a variant that does
    not exist, and what ``optimise`` raises for the base (with ``only`` for that variant).
    """
    of_kind(scenario, Scenario)
    number, others = processes(workers), variants(scenario)
    if only is not None:
        return Runs(solve(_named(scenario, others, only), progress))
    base = solve(scenario, _prefixed(progress, BASE) if others else progress)
    if number > 1 and others:
        return Runs(base, _side_by_side(others, progress, number))
    return Runs(base, {name: _attempt(other, _prefixed(progress, name)) for name, other in others.items()})


def plans(
    scenarios: Iterable[Scenario],
    *,
    workers: int = 2,
    mip_gap: float | None = None,
    time_limit: float | None = None,
) -> list[Plan | PlannerError]:
    """The plan of each scenario, or the error that stopped it, in their order: the same answers as ``optimise`` one by one.

    ``mip_gap`` (relative) and ``time_limit`` [seconds, per scenario] win over the scenarios' settings. The scenarios are
    shared among ``workers`` processes, each with one thread: two give nearly twice the plans per second on two cores.
    A script that calls this needs ``if __name__ == "__main__":`` around its own work, as for any use of processes in Python.
    Raises UsageError where something else than scenarios is given.
    """
    of_kind(scenarios, Iterable)
    asked = list(scenarios)
    for scenario in asked:
        of_kind(scenario, Scenario)
    number = min(processes(workers), len(asked))
    if number <= 1:
        return [_attempt(scenario, None, mip_gap, time_limit) for scenario in asked]
    with workers_of(number) as pool:
        found = list(pool.map(partial(_plan_to_send, mip_gap=mip_gap, time_limit=time_limit), asked))
    return [
        tables if isinstance(tables, PlannerError) else SentPlan(scenario, tables)
        for tables, scenario in zip(found, asked, strict=True)
    ]


@contextmanager
def workers_of(number: int) -> Iterator[ProcessPoolExecutor]:
    """So many processes, each with one thread for linear algebra: with more they get in each other's way, and wait busily."""
    before = {name: os.environ.get(name) for name in _THREADS}
    os.environ.update(dict.fromkeys(_THREADS, "1"))
    try:
        with ProcessPoolExecutor(number, mp_context=get_context("spawn")) as pool:
            yield pool
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _side_by_side(
    others: Mapping[str, Scenario | PlannerError], progress: Progress | None, workers: int
) -> dict[str, Plan | PlannerError]:
    """The variants by several processes: the same plans as one by one."""
    made = {name: other for name, other in others.items() if isinstance(other, Scenario)}
    if progress is not None:
        progress(f"{', '.join(made)}: solving, {workers} at a time")
    found = dict(zip(made, plans(list(made.values()), workers=workers), strict=True))
    return {name: other if isinstance(other, PlannerError) else found[name] for name, other in others.items()}


def _plan_to_send(scenario: Scenario, mip_gap: float | None, time_limit: float | None) -> dict[str, Any] | PlannerError:
    found = _attempt(scenario, None, mip_gap, time_limit)
    return SentPlan.to_send(found) if isinstance(found, Plan) else found


def _named(scenario: Scenario, others: Mapping[str, Scenario | PlannerError], name: str) -> Scenario:
    if name == BASE:
        return scenario
    if name not in others:
        raise UsageError(f'there is no variant "{name}"; {nearest_or_list(name, [BASE, *others], "variants")}')
    found = others[name]
    if isinstance(found, PlannerError):
        raise found
    return found


def _attempt(
    variant: Scenario | PlannerError,
    progress: Progress | None,
    mip_gap: float | None = None,
    time_limit: float | None = None,
) -> Plan | PlannerError:
    if isinstance(variant, PlannerError):
        return variant
    try:
        return optimise(variant, progress=progress, mip_gap=mip_gap, time_limit=time_limit)
    except UsageError:
        raise
    except PlannerError as error:
        return error


def _prefixed(progress: Progress | None, name: str) -> Progress | None:
    if progress is None:
        return None
    return lambda text: progress(f"{name}: {text}")
