"""What a limit is worth: what the objective gains by one unit more, by the LP (duals) and by planning again with one unit more.

Both are marginal. The dual holds where decisions may be shares, for a little more or less; the exact figure is for one whole
unit and whole decisions: 0 where the next indication does not fit yet, below 0 where an earlier start is worth less.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from planner.analysis.compared import reached
from planner.asked import of_kind
from planner.errors import PlannerError
from planner.impact.timing import Numbers
from planner.model.explorer import Explorer
from planner.model.plan import Plan
from planner.model.search.duals import duals as limit_duals
from planner.scenario.scenario import Scenario
from planner.scenario.sweeps import longer_lead_time, quoted

COLUMNS = ("family", "name", "year", "unit", "change", "dual", "exact", "error")


@dataclass(frozen=True)
class Step:
    """One unit more of one limit: the changed scenario, made when it is asked for."""

    family: str
    name: str
    year: float
    unit: str
    change: float
    make: Callable[[], Scenario]


def duals(explorer: Explorer) -> pd.DataFrame:
    """The LP multipliers of every limit and framework-year: one LP over all options, no whole decisions.

    Columns: family, name, year, unit (as in ``Plan.limits``), dual [unit of the objective, discounted, per unit]. Of a
    framework the dual counts the limit on pressure and the money row together: what one EUR million more in that year is worth.
    """
    if not len(explorer.options):  # nothing can be decided: no row of a limit, no LP
        return pd.DataFrame(columns=["family", "name", "year", "unit", "dual"])
    return limit_duals(*explorer.stated, explorer.plan.chosen)


def marginal_values(explorer: Explorer, progress: Callable[[str], None] | None = None) -> pd.DataFrame:
    """What one unit more is worth by the objective, in its unit, discounted: LP dual beside planning the changed scenario.

    One EUR million more in one framework-year and in every year, one percentage point of growth more in every year, one
    dossier more a year of each route that has a limit, one EUR million more a year of each budget line and spending cap, one
    unit more a year of each resource, one month less lead time in every route. Columns: family (``framework``, ``growth``,
    ``dossiers``, ``budget_line``, ``resource``, ``spending_cap``, ``lead_time``); name; year (NaN = every year); unit; change
    (how much of the unit); dual (NaN where it has no row of its own); exact; error (why it could not be planned). The exact
    figure is the difference of the column ``objective`` of ``compare``: the reference plan moves with a budget. Of the least
    spending it is what is saved.
    """
    of_kind(explorer, Explorer)
    by_row, before = duals(explorer), reached(explorer.plan)
    rows = []
    for step in steps(explorer.scenario):
        if progress is not None:
            progress(f"one unit more: {step.family} {step.name}")
        mine = by_row[(by_row["family"] == step.family) & (by_row["name"] == step.name)]
        mine = mine if np.isnan(step.year) else mine[mine["year"] == step.year]
        dual, exact, error = float(mine["dual"].sum()) if len(mine) else np.nan, np.nan, ""
        try:
            plan = explorer.changed(step.make(), ties=False)
            exact = reached(plan) - before
            if step.family == "growth" and len(mine):
                dual = float((mine["dual"].to_numpy() * _wider(explorer.plan, plan, step.name)).sum())
        except PlannerError as problem:
            error = str(problem)
        rows.append((step.family, step.name, step.year, step.unit, step.change, dual, exact, error))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _wider(before: Plan, after: Plan, framework: str) -> Numbers:
    """By how much the growth ceilings of a framework rise, year by year [EUR million]."""
    ceilings = []
    for plan in (before, after):
        rows = plan.limits[(plan.limits["family"] == "growth") & (plan.limits["name"] == framework)]
        ceilings.append(rows["limit"].to_numpy(dtype=np.float64))
    return np.asarray(ceilings[1] - ceilings[0])


def steps(scenario: Scenario) -> Iterator[Step]:
    """The changes that are tried, each by one unit."""
    rows = scenario.table("Frameworks")
    first = scenario.settings.start_year
    planned = rows[rows["year"].isin(list(scenario.settings.calendar))]
    for framework, own in planned.groupby("framework", sort=False):
        limited = own[own["budget"].notna()]
        for year in limited["year"]:
            rule = f"framework == {quoted(framework)} and year == {int(year)}"
            yield Step(
                "framework", str(framework), float(year), "EUR million", 1.0, _added(scenario, rule, "budget", 1.0)
            )
        if len(limited):
            rule = f"framework == {quoted(framework)} and year >= {first}"
            yield Step("framework", str(framework), np.nan, "EUR million", 1.0, _added(scenario, rule, "budget", 1.0))
        if own["drug_growth_limit"].notna().all() and scenario.settings.growth_kind == "hard":
            rule = f"framework == {quoted(framework)} and year >= {first}"
            make = _added(scenario, rule, "drug_growth_limit", 0.01)
            yield Step("growth", str(framework), np.nan, "percentage point a year", 1.0, make)
    routes = scenario.table("Routes")
    for route, most in zip(routes["route"], routes["dossiers_per_year"], strict=True):
        if not np.isnan(most):
            change = ("Routes", route, "dossiers_per_year", "set", most + 1)
            yield Step("dossiers", route, np.nan, "dossiers", 1.0, _changed(scenario, change))
    lines = scenario.table("BudgetLines")
    for line in dict.fromkeys(lines["line"][lines["budget"].notna()]):
        change = ("BudgetLines", line, "budget", "add", 1.0)
        yield Step("budget_line", line, np.nan, "EUR million", 1.0, _changed(scenario, change))
    pools = scenario.table("Resources")
    for pool in dict.fromkeys(pools["resource"][pools["capacity"].notna()]):
        yield Step(
            "resource", pool, np.nan, "unit", 1.0, _changed(scenario, ("Resources", pool, "capacity", "add", 1.0))
        )
    relations = scenario.table("Relations")
    for subject in relations["subject"][relations["kind"] == "spending_cap"]:
        change = (
            "Relations",
            f'kind == "spending_cap" and subject == {quoted(subject)}',
            "number",
            "add",
            1.0,
        )
        yield Step("spending_cap", subject, np.nan, "EUR million", 1.0, _changed(scenario, change))
    if (routes["lead_time_months"] > 0).any() or (scenario.table("Phases")["months"] > 0).any():
        yield Step("lead_time", "", np.nan, "month less", 1.0, lambda: longer_lead_time(scenario, -1.0))


def _changed(scenario: Scenario, change: tuple[str, str, str, str, float]) -> Callable[[], Scenario]:
    return lambda: scenario.with_changes(change)


def _added(scenario: Scenario, rule: str, column: str, amount: float) -> Callable[[], Scenario]:
    return lambda: scenario.with_changes(("Frameworks", rule, column, "add", amount))
