"""Sweeps: one setting tried at several values, or two together as a grid, as the setting ``sweeps`` asks for them in text.

``discount=0%:20%:5; budget=-50:50:3 x lead_time=-6:6:3``: sweeps with ``;`` between, each a name, its first value, its last, and
how many values; an ``x`` between two makes them a grid.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from planner.errors import UsageError
from planner.scenario.hints import nearest_or_list
from planner.scenario.scenario import Scenario
from planner.scenario.tables import names_in

Change = Callable[[Scenario, float], Scenario]

#: At most so many values of one setting, of the second of a grid (it stands across the page), and plans of one grid.
MOST, MOST_ACROSS, MOST_PLANS = 50, 8, 200
_FORM = re.compile(r"\s*(?P<name>\w+)\s*=\s*(?P<first>[^:]+):(?P<last>[^:]+):\s*(?P<count>\d+)\s*")
_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)%?")


@dataclass(frozen=True)
class Axis:
    """One setting of ``SWEPT`` and the values at which it is tried."""

    setting: str
    tried: tuple[float, ...]


#: One axis: a sweep; two: a grid.
Sweep = tuple[Axis, ...]


def read_sweeps(text: str | None) -> list[Sweep]:
    """The sweeps that a text asks for. Raises UsageError with what is wrong with the first that cannot be read."""
    return [_sweep(part) for part in names_in(text)]


def _sweep(text: str) -> Sweep:
    axes = tuple(_axis(part) for part in re.split(r"\s+[x×]\s+", text))
    if len(axes) > 2:
        raise UsageError(f'sweeps: "{text}" sweeps {len(axes)} settings together; expected one, or two with x between')
    if len({axis.setting for axis in axes}) < len(axes):
        raise UsageError(f'sweeps: "{text}" sweeps the same setting twice')
    if len(axes) == 2 and len(axes[1].tried) > MOST_ACROSS:
        raise UsageError(
            f'sweeps: "{text}" has {len(axes[1].tried)} values of its second setting; expected at most {MOST_ACROSS}'
        )
    if np.prod([len(axis.tried) for axis in axes]) > MOST_PLANS:
        raise UsageError(f'sweeps: "{text}" asks for more than {MOST_PLANS} plans')
    return axes


def _axis(text: str) -> Axis:
    match = _FORM.fullmatch(text)
    if match is None:
        raise UsageError(
            f'sweeps: "{text.strip()}" is no sweep; expected setting=first:last:values, such as budget=-50:50:5'
        )
    name, count = match["name"], int(match["count"])
    if name not in SWEPT:
        raise UsageError(
            f'sweeps: there is no setting "{name}" to sweep; {nearest_or_list(name, list(SWEPT), "settings")}'
        )
    first, last = (_number(match[end], text) for end in ("first", "last"))
    if not 2 <= count <= MOST or first == last:
        raise UsageError(
            f'sweeps: "{text.strip()}" has {count} values from {first:g} to {last:g}; expected 2 to {MOST} values'
        )
    spread = np.round(np.linspace(first, last, count), 12) + 0.0
    return Axis(name, tuple(float(value) for value in spread))


def _number(text: str, whole: str) -> float:
    """``0.02``, ``0,02`` and ``2%`` are the same."""
    kept = text.strip().replace("\N{MINUS SIGN}", "-")
    if not _NUMBER.fullmatch(kept):
        raise UsageError(f'sweeps: "{text.strip()}" in "{whole.strip()}" is no number')
    number = float(kept.rstrip("%").replace(",", "."))
    return number / 100 if kept.endswith("%") else number


def as_stated(setting: str, scenario: Scenario) -> float:
    """The value at which a sweep leaves the scenario as it is; NaN where no single value does."""
    if setting == "reference_value":
        return 1.0
    if setting != "drug_growth_limit":
        return 0.0
    rows = scenario.table("Frameworks")
    limits = rows["drug_growth_limit"][rows["year"] >= scenario.settings.start_year].dropna().unique()
    return float(limits[0]) if len(limits) == 1 else float("nan")


def nothing_to_sweep(setting: str, scenario: Scenario) -> str:
    """Why a sweep of this setting can change nothing in this scenario; blank where it can."""
    if setting == "drug_growth_limit" and not _limited(scenario):
        return "no framework has a drug_growth_limit"
    sheet = {"budget_line": "BudgetLines", "reference_value": "ReferenceValues"}.get(setting, "Routes")
    return "" if len(scenario.table(sheet)) else f"the sheet {sheet} has no rows"


def more_budget(scenario: Scenario, value: float) -> Scenario:
    """Every framework has so many EUR million a year more."""
    return scenario.with_changes(("Frameworks", "*", "budget", "add", value), name=f"budget {value:+g}")


def growth_limit(scenario: Scenario, value: float) -> Scenario:
    """Spending on expensive medicines may grow by this share a year, in every framework that has a limit."""
    limited = _limited(scenario)
    if not limited:
        raise UsageError("no framework has a drug_growth_limit: there is nothing to sweep")
    first = scenario.settings.start_year
    changes = [
        ("Frameworks", f"framework == {quoted(name)} and year >= {first}", "drug_growth_limit", "set", value)
        for name in limited
    ]
    return scenario.with_changes(*changes, name=f"growth {value:g}")


def reference_value(scenario: Scenario, value: float) -> Scenario:
    """All reference values by disease burden times this."""
    change = ("ReferenceValues", "*", "euro_per_qaly", "multiply", value)
    return scenario.with_changes(change, name=f"reference x {value:g}")


def more_discount(scenario: Scenario, value: float) -> Scenario:
    """Suppliers give so many points of discount more in every route."""
    shifts = scenario.table("Routes")["acceptance_shift"] - value  # a blank counts as 0, which adding would leave blank
    return _routes(scenario, "acceptance_shift", list(shifts), f"discount {value:+g}")


def more_of_lines(scenario: Scenario, value: float) -> Scenario:
    """Every budget line has so many EUR million a year more."""
    return scenario.with_changes(("BudgetLines", "*", "budget", "add", value), name=f"lines {value:+g}")


def longer_lead_time(scenario: Scenario, value: float) -> Scenario:
    """Every route takes so many months more (fewer when negative, never below 0).

    Of a route with phases all months before the start grow in proportion, so that all its phases together take so much more.
    """
    phases = scenario.tables["Phases"]
    own = scenario.table("Routes")
    own = own[~own["route"].isin(phases["route"])]
    changes: list[tuple[object, ...]] = [
        ("Routes", route, "lead_time_months", "set", max(0.0, float(months) + value))
        for route, months in zip(own["route"], own["lead_time_months"], strict=True)
    ]
    for route, total in phases[phases["after_start_years"].isna()].groupby("route")["months"].sum().items():
        if total > 0:
            factor = max(0.0, 1.0 + value / float(total))
            changes.append(("Phases", str(route), "months", "multiply", factor))
    return scenario.with_changes(*changes, name=f"lead time {value:+g}")


#: What can be swept, by name: the scenario in which it has a value.
SWEPT: dict[str, Change] = {
    "budget": more_budget,
    "drug_growth_limit": growth_limit,
    "reference_value": reference_value,
    "discount": more_discount,
    "budget_line": more_of_lines,
    "lead_time": longer_lead_time,
}


def quoted(name: object) -> str:
    """A name as a rule writes it, also where it holds a quotation mark."""
    return json.dumps(name, ensure_ascii=False)


def _limited(scenario: Scenario) -> list[str]:
    rows = scenario.table("Frameworks")
    return list(dict.fromkeys(rows["framework"][rows["drug_growth_limit"].notna()]))


def _routes(scenario: Scenario, column: str, values: list[float], name: str) -> Scenario:
    routes = scenario.table("Routes")["route"]
    changes = [("Routes", route, column, "set", float(value)) for route, value in zip(routes, values, strict=True)]
    return scenario.with_changes(*changes, name=name)
