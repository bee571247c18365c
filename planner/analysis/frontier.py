"""How the best plan changes with a setting: net QALYs and what is displaced against budget, growth, prices or lead time.

Every point is a plan of its own, solved and audited as any other.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from planner.analysis import compared
from planner.analysis.runs import workers_of
from planner.asked import of_kind
from planner.asked import workers as processes
from planner.errors import PlannerError, UsageError
from planner.model import optimise
from planner.model.explorer import Explorer
from planner.model.plan import Plan
from planner.model.solve import Progress
from planner.scenario.hints import nearest_or_list
from planner.scenario.scenario import Scenario
from planner.scenario.sweeps import SWEPT, Axis, Change, Sweep, read_sweeps

#: A scenario in which one thing is set to a value; the names of ``SWEPT`` stand for the usual ones.
Setting = str | Change

COLUMNS = ("value", *compared.COLUMNS)


def frontier(
    start: Scenario | Explorer,
    setting: Setting,
    values: Sequence[float],
    *,
    workers: int = 1,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """The best plan at each value of a setting, in the order of ``values``.

    ``setting`` is one of ``budget`` (EUR million a year added to every framework), ``drug_growth_limit`` (the yearly limit, a
    share), ``reference_value`` (all reference values times this), ``discount`` (suppliers give so many points more in every
    route; 0.1 = 10 percentage points), ``budget_line`` (EUR million a year added to every line), ``lead_time`` (months
    added to every route, never below 0) or a function ``(scenario, value) -> scenario``. With ``workers`` above 1 the plans
    are made in as many processes (a function must then be one that another process finds: not a lambda). Raises UsageError for a
    setting that does not exist, and for values that are no finite numbers.

    Columns: value, and those of ``compare``.
    """
    of_kind(start, Scenario, Explorer)
    scenario = start.scenario if isinstance(start, Explorer) else start
    change, number = named(setting), processes(workers)
    jobs = [(change, scenario, value) for value in tried(values)]
    if number > 1:
        with workers_of(number) as pool:
            rows = list(_told(pool.map(_point, jobs), values, progress))
    elif isinstance(start, Explorer):
        rows = list(_told((_solved(*job, solve=start.changed) for job in jobs), values, progress))
    else:
        rows = list(_told(map(_point, jobs), values, progress))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def grid(
    start: Scenario | Explorer,
    first: Setting,
    first_values: Sequence[float],
    second: Setting,
    second_values: Sequence[float],
    *,
    workers: int = 1,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """Two settings at once: the columns of ``frontier`` (without ``value``) after ``first`` and ``second``, their values."""
    columns = ["first", "second", *COLUMNS[1:]]
    parts = [pd.DataFrame(columns=columns)]
    for value in tried(first_values):
        both = partial(_both, named(first), value, named(second))
        found = frontier(start, both, second_values, workers=workers, progress=progress)
        parts.append(found.rename(columns={"value": "second"}).assign(first=value)[columns])
    return pd.concat(parts[1:] or parts, ignore_index=True)


def admission_order(points: pd.DataFrame) -> pd.DataFrame:
    """At which value each indication enters and leaves, from a ``frontier`` (most often against ``budget``).

    One row per indication that is ever admitted, in order of entry: indication, enters (the smallest value tried at which it
    is in the plan), leaves (the first value after that at which it is out again; NaN = never), values (how many of the values
    tried have it), always (True: at all of them). What enters early need not stay: two that share room may give way to a third.
    """
    tried = points[points["error"] == ""].sort_values("value")
    names = list(dict.fromkeys(name for admits in tried["admits"] for name in admits))
    rows = []
    for name in names:
        inside = np.array([name in admits for admits in tried["admits"]], dtype=bool)
        first = int(np.argmax(inside))
        gone = np.flatnonzero(~inside[first:])
        values = tried["value"].to_numpy()
        rows.append((name, values[first], values[first + gone[0]] if len(gone) else np.nan, inside.sum(), inside.all()))
    frame = pd.DataFrame(rows, columns=["indication", "enters", "leaves", "values", "always"])
    return frame.sort_values(["enters", "indication"], kind="stable", ignore_index=True)


@dataclass(frozen=True)
class Swept:
    """What a scenario's setting ``sweeps`` asks for: one axis, or two of a grid; the table of ``frontier`` or ``grid``."""

    axes: Sweep
    points: pd.DataFrame


def swept(explorer: Explorer, progress: Progress | None = None) -> tuple[Swept, ...]:
    """The sweeps that the scenario asks for in its setting ``sweeps``, in their order."""
    return tuple(
        Swept(axes, _swept(explorer, axes, progress)) for axes in read_sweeps(explorer.scenario.settings.sweeps)
    )


def _swept(explorer: Explorer, axes: Sweep, progress: Progress | None) -> pd.DataFrame:
    first: Axis = axes[0]
    if len(axes) == 1:
        return frontier(explorer, first.setting, first.tried, progress=progress)
    return grid(explorer, first.setting, first.tried, axes[1].setting, axes[1].tried, progress=progress)


def tried(values: Iterable[float]) -> list[float]:
    """The values of a sweep as numbers. Raises UsageError where they are no list of finite numbers."""
    try:
        numbers = [float(value) for value in values]
    except (TypeError, ValueError) as error:
        raise UsageError(f"the values to try are a list of numbers, as in [0, 1, 2]; found {values!r}") from error
    if not all(map(math.isfinite, numbers)):
        raise UsageError(f"the values to try are finite numbers; found {numbers}")
    return numbers


def named(setting: Setting) -> Change:
    """The function behind the name of a setting."""
    if callable(setting):
        return setting
    if setting not in SWEPT:
        hint = nearest_or_list(setting, list(SWEPT), "settings")
        raise UsageError(f'there is no setting "{setting}" to sweep; {hint}')
    return SWEPT[setting]


def _both(first: Change, at: float, second: Change, scenario: Scenario, value: float) -> Scenario:
    return second(first(scenario, at), value)


def _point(job: tuple[Callable[[Scenario, float], Scenario], Scenario, float]) -> dict[str, Any]:
    return _solved(*job, solve=optimise)


def _solved(
    change: Callable[[Scenario, float], Scenario],
    scenario: Scenario,
    value: float,
    solve: Callable[[Scenario], Plan],
) -> dict[str, Any]:
    try:
        found: Plan | PlannerError = solve(change(scenario, value))
    except UsageError:
        raise
    except PlannerError as error:
        found = error
    return {"value": value, **compared.row(found)}


def _told(
    rows: Iterator[dict[str, Any]], values: Sequence[float], progress: Progress | None
) -> Iterator[dict[str, Any]]:
    for value, row in zip(values, rows, strict=True):
        if progress is not None:
            progress(f"frontier: {value:g}")
        yield row
