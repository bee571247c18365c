"""How the best plan changes with a setting: net QALYs and what is displaced against budget, growth, prices or lead time.

Every point is a plan of its own, solved and audited as any other.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import numpy as np
import pandas as pd

from planner.errors import PlannerError, UsageError
from planner.model import optimise
from planner.model.explorer import Explorer
from planner.model.plan import Plan
from planner.scenario.hints import nearest_or_list
from planner.scenario.scenario import Scenario

Tell = Callable[[str], None]
#: A scenario in which one thing is set to a value; the names of ``SETTINGS_SWEPT`` stand for the usual ones.
Setting = str | Callable[[Scenario, float], Scenario]

COLUMNS = (
    "value",
    "net",
    "welfare",
    "gained",
    "displaced",
    "displaced_euro",
    "room_used",
    "spending",
    "admitted",
    "admits",
    "gap",
    "error",
)


def frontier(
    start: Scenario | Explorer,
    setting: Setting,
    values: Sequence[float],
    *,
    workers: int = 1,
    progress: Tell | None = None,
) -> pd.DataFrame:
    """The best plan at each value of a setting, in the order of ``values``.

    ``setting`` is one of ``budget`` (EUR million a year added to every framework), ``drug_growth_limit`` (the yearly limit, a
    share), ``reference_value`` (all reference values times this), ``discount`` (suppliers give so many points more in every
    route; 0.1 = 10 percentage points), ``budget_line`` (EUR million a year added to every line), ``lead_time`` (months
    added to every route, never below 0) or a function ``(scenario, value) -> scenario``. With ``workers`` above 1 the plans
    are made in as many processes. Raises UsageError for a setting that does not exist.

    Columns: value; net, gained, displaced, room_used [QALY, discounted, against the reference plan of that point]; welfare
    (gained less all health displaced plus the worth of all unused room: comparable between points that move the reference
    plan too, as a budget does); displaced_euro and spending [EUR million over the plan]; admitted (number), admits (list of
    ids); gap (0 = proven optimal); error (why there is no plan at this value; blank where there is one).
    """
    scenario = start.scenario if isinstance(start, Explorer) else start
    change = named(setting)
    jobs = [(change, scenario, float(value)) for value in values]
    if workers > 1:
        with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
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
    progress: Tell | None = None,
) -> pd.DataFrame:
    """Two settings at once: the columns of ``frontier`` (without ``value``) after ``first`` and ``second``, their values."""
    scenario = start.scenario if isinstance(start, Explorer) else start
    parts = []
    for value in first_values:
        try:
            changed = named(first)(scenario, float(value))
        except PlannerError as error:
            found = pd.DataFrame({"value": list(second_values), "error": str(error)}, columns=list(COLUMNS))
        else:
            found = frontier(changed, second, second_values, workers=workers, progress=progress)
        parts.append(found.rename(columns={"value": "second"}).assign(first=float(value)))
    frame = pd.concat(parts, ignore_index=True)
    return frame[["first", "second", *COLUMNS[1:]]]


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


def named(setting: Setting) -> Callable[[Scenario, float], Scenario]:
    """The function behind the name of a setting."""
    if callable(setting):
        return setting
    if setting not in SETTINGS_SWEPT:
        hint = nearest_or_list(setting, list(SETTINGS_SWEPT), "settings")
        raise UsageError(f'there is no setting "{setting}" to sweep; {hint}')
    return SETTINGS_SWEPT[setting]


def more_budget(scenario: Scenario, value: float) -> Scenario:
    """Every framework has so many EUR million a year more."""
    return scenario.with_changes(("Frameworks", "*", "budget", "add", value), name=f"budget {value:+g}")


def growth_limit(scenario: Scenario, value: float) -> Scenario:
    """Spending on expensive medicines may grow by this share a year, in every framework that has a limit."""
    rows = scenario.table("Frameworks")
    limited = list(dict.fromkeys(rows["framework"][rows["drug_growth_limit"].notna()]))
    if not limited:
        raise UsageError("no framework has a drug_growth_limit: there is nothing to sweep")
    first = scenario.settings.start_year
    changes = [
        ("Frameworks", f'framework == "{name}" and year >= {first}', "drug_growth_limit", "set", value)
        for name in limited
    ]
    return scenario.with_changes(*changes, name=f"growth {value:g}")


def reference_value(scenario: Scenario, value: float) -> Scenario:
    """All reference values by disease burden times this."""
    return scenario.with_changes(
        ("ReferenceValues", "*", "euro_per_qaly", "multiply", value), name=f"reference x {value:g}"
    )


def more_discount(scenario: Scenario, value: float) -> Scenario:
    """Suppliers give so many points of discount more in every route."""
    return _routes(scenario, "acceptance_shift", lambda shift: shift - value, f"discount {value:+g}")


def more_of_lines(scenario: Scenario, value: float) -> Scenario:
    """Every budget line has so many EUR million a year more."""
    return scenario.with_changes(("BudgetLines", "*", "budget", "add", value), name=f"lines {value:+g}")


def longer_lead_time(scenario: Scenario, value: float) -> Scenario:
    """Every route takes so many months more (fewer when negative, never below 0)."""
    return _routes(scenario, "lead_time_months", lambda months: max(0.0, months + value), f"lead time {value:+g}")


SETTINGS_SWEPT: dict[str, Callable[[Scenario, float], Scenario]] = {
    "budget": more_budget,
    "drug_growth_limit": growth_limit,
    "reference_value": reference_value,
    "discount": more_discount,
    "budget_line": more_of_lines,
    "lead_time": longer_lead_time,
}


def welfare(plan: Plan) -> float:
    """Health gained less all health displaced plus the worth of all unused room [QALY, discounted]: nothing is subtracted.

    The objective of a plan without the constant of its reference plan.
    """
    rows, settings = plan.spending, plan.scenario.settings
    weight = (1.0 + settings.discount_rate_effects) ** -(rows["year"] - settings.start_year)
    return float(plan.totals.gained + (weight * (rows["room_value"] * rows["room"] - rows["health_lost"])).sum())


def _routes(scenario: Scenario, column: str, value: Callable[[float], float], name: str) -> Scenario:
    """One column of the routes set row by row: a blank has its default, which adding would leave blank."""
    frame = scenario.table("Routes")
    changes = [
        ("Routes", route, column, "set", value(float(now)))
        for route, now in zip(frame["route"], frame[column], strict=True)
    ]
    return scenario.with_changes(*changes, name=name)


def _point(job: tuple[Callable[[Scenario, float], Scenario], Scenario, float]) -> dict[str, Any]:
    return _solved(*job, solve=optimise)


def _solved(
    change: Callable[[Scenario, float], Scenario],
    scenario: Scenario,
    value: float,
    solve: Callable[[Scenario], Plan],
) -> dict[str, Any]:
    try:
        plan = solve(change(scenario, value))
    except UsageError:
        raise
    except PlannerError as error:
        return {"value": value, "admits": [], "error": str(error)}
    totals, decisions = plan.totals, plan.decisions
    return {
        "value": value,
        "net": totals.net,
        "welfare": welfare(plan),
        "gained": totals.gained,
        "displaced": totals.displaced,
        "displaced_euro": totals.displaced_euro_sum,
        "room_used": totals.room_used,
        "spending": totals.spending_sum,
        "admitted": totals.admitted,
        "admits": list(decisions["indication"][decisions["decision"] == "admit"]),
        "gap": plan.outcome.gap,
        "error": "",
    }


def _told(rows: Iterator[dict[str, Any]], values: Sequence[float], progress: Tell | None) -> Iterator[dict[str, Any]]:
    for value, row in zip(values, rows, strict=True):
        if progress is not None:
            progress(f"frontier: {value:g}")
        yield row
