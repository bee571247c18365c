"""What the answer hangs on: the plan again under other values of what is least certain about displacement, or the aim."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np
import pandas as pd

from planner.asked import of_kind
from planner.errors import PlannerError, ScenarioError
from planner.model.explorer import Explorer
from planner.model.plan import Plan
from planner.scenario.scenario import Scenario

#: EUR per QALY displaced in Dutch hospital care: cardiovascular care (Van Baal et al., Health Econ 2019), all hospital care
#: and the upper end of its interval (Stadhouders et al., Health Econ 2019).
EURO_PER_QALY = (41_000.0, 73_600.0, 94_000.0)

#: EUR per QALY: the Dutch reference values by burden of disease.
QALY_VALUE = (20_000.0, 50_000.0, 80_000.0)
#: Sheets that change nothing of a plan, or are compared as settings.
_NOT_ASKED = {"Settings", "Scenarios", "Sources"}
#: Of the health that must be gained.
_SHARES = (0.9, 1.0, 1.1)

COLUMNS = (
    "question",
    "value",
    "base",
    "net",
    "net_sum",
    "gained",
    "displaced",
    "room_used",
    "spending",
    "admitted",
    "enters",
    "leaves",
    "otherwise",
    "error",
    "failure",
)


def sensitivities(
    explorer: Explorer, progress: Callable[[str], None] | None = None, solved: Iterable[Plan] = ()
) -> pd.DataFrame:
    """The plan at 41,000, 73,600 and 94,000 per QALY displaced, with room valued or not, with either displacement.

    Under an objective that does not count displaced health its own figure instead: the value of a QALY at the reference
    values, the health that must be gained a tenth less and more. Under all others than net QALYs also the plan that is best
    by these. Columns: question (``euro_per_qaly``, ``qaly_value``, ``health_target``, ``room_value``, ``displacement_mode``,
    ``objective``); value; base (True: this is what the scenario says); net, gained, displaced and room_used [QALY,
    discounted]; net_sum [QALY, undiscounted]; spending [EUR million over the plan]; admitted; enters, leaves, otherwise: ids
    that are admitted, left out or decided at another start, price or route than in the plan (lists); error: why there is no
    plan (blank where there is one), and failure: the error itself, for a report in another language. ``net`` of plans with
    another ``room_value`` or displacement is measured by another rule: compare decisions rather than net QALYs. A
    displacement that the sheet Care of a scenario without any cannot tell is not asked.

    ``solved`` are plans that are there already, such as those of variants: the answer where one is about the very question, so
    that a report does not give two plans, as good within the gap, for one question.
    """
    of_kind(explorer, Explorer)
    rows = []
    for question, value, scenario in questions(explorer.scenario):
        if progress is not None:
            progress(f"the plan with {question} {value}")
        same = scenario is explorer.scenario
        head = {"question": question, "value": value, "base": same}
        try:
            plan = explorer.plan if same else _known(scenario, solved) or explorer.changed(scenario)
        except PlannerError as error:
            rows.append({**head, "error": str(error), "failure": error})
            continue
        rows.append({**head, **_totals(plan), **changes(explorer.plan, plan), "error": "", "failure": None})
    return pd.DataFrame(rows, columns=list(COLUMNS))


def questions(scenario: Scenario) -> Iterator[tuple[str, Any, Scenario]]:
    """The scenarios to solve: question, value, scenario (the very same object where nothing changes)."""
    settings = scenario.settings
    counted = settings.objective in ("net_qalys", "weighted_qalys", "lexicographic")
    mean = harmonic_mean(scenario) if counted else None
    if mean is not None:
        for value in EURO_PER_QALY:
            factor = value / mean
            change = ("Care", "*", "euro_per_qaly", "multiply", factor)
            yield "euro_per_qaly", value, scenario if abs(factor - 1) < 1e-9 else scenario.with_changes(change)
    if settings.objective == "net_monetary_benefit":
        for value in QALY_VALUE:
            yield "qaly_value", value, _set(scenario, "qaly_value", value)
    if settings.objective == "least_spending":
        for share in _SHARES:
            target = share * float(settings.health_target or 0.0)
            yield "health_target", target, _set(scenario, "health_target", target)
    for value in (0.0, 1.0) if counted else ():
        yield "room_value", value, _set(scenario, "room_value", value)
    for mode in ("observed", "optimal"):
        other = _displaced(scenario, mode)
        if other is not None:
            yield "displacement_mode", mode, other
    if settings.objective not in ("net_qalys", "lexicographic"):
        yield "objective", "net_qalys", _set(scenario, "objective", "net_qalys")


def _known(scenario: Scenario, solved: Iterable[Plan]) -> Plan | None:
    """The plan among ``solved`` of a scenario that asks the same."""
    return next((plan for plan in solved if _alike(scenario, plan.scenario)), None)


def _alike(one: Scenario, two: Scenario) -> bool:
    """The same settings and the same rows; numbers but for rounding, as a variant states a factor in some digits."""
    if one.settings != two.settings:
        return False
    sheets = (one.tables.keys() | two.tables.keys()) - _NOT_ASKED
    return all(_same_rows(one.table(sheet), two.table(sheet)) for sheet in sheets)


def _same_rows(one: pd.DataFrame, two: pd.DataFrame) -> bool:
    if one.equals(two):
        return True
    if one.shape != two.shape or list(one.columns) != list(two.columns):
        return False
    return all(
        one[name].equals(two[name])
        or (
            pd.api.types.is_float_dtype(one[name])
            and pd.api.types.is_float_dtype(two[name])
            and np.allclose(one[name], two[name], rtol=1e-7, atol=0.0, equal_nan=True)
        )
        for name in one.columns
    )


def harmonic_mean(scenario: Scenario) -> float | None:
    """EUR per QALY of the first euro displaced over all care that can be: ``1 / sum(share / euro_per_qaly)``.

    Shares are the observed ones of unprotected care, scaled to 1; equal where none is stated. None without such care.
    """
    care = scenario.in_order.table("Care")  # so that the sums are the same to the last digit
    if not len(care):
        return None
    by_care = care.groupby("care", sort=False)
    first = by_care.first()[~by_care["protected"].any()]
    if not len(first):
        return None
    share = first["observed_share"].to_numpy(dtype=np.float64)
    share = np.nan_to_num(share)
    share = np.ones(len(first)) if share.sum() <= 0 else share
    return float(share.sum() / (share / first["euro_per_qaly"].to_numpy()).sum())


def changes(before: Plan, after: Plan) -> dict[str, list[str]]:
    """Decisions that differ between two plans of the same indications: enters, leaves, otherwise (lists of ids)."""
    out = "not_admitted"
    columns = ["decision", "route", "start_year", "start_month", "discount"]
    one = before.decisions.set_index("indication")[columns]
    two = after.decisions.set_index("indication")[columns].reindex(one.index)
    gone = (two["decision"] == out) & (one["decision"] != out)
    came = (one["decision"] == out) & (two["decision"] != out)
    same_discount = (one["discount"] - two["discount"]).abs().fillna(0.0) < 1e-9
    texts = ["decision", "route", "start_year", "start_month"]
    same = (one[texts].astype(object).fillna("") == two[texts].astype(object).fillna("")).all(axis=1) & same_discount
    return {
        "enters": list(one.index[came]),
        "leaves": list(one.index[gone]),
        "otherwise": list(one.index[~same & ~gone & ~came]),
    }


def _set(scenario: Scenario, name: str, value: object) -> Scenario:
    same = getattr(scenario.settings, name) == value
    return scenario if same else scenario.with_changes(("Settings", name, "value", "set", value))


def _displaced(scenario: Scenario, mode: str) -> Scenario | None:
    """The scenario with care displaced by another mode; None where its care does not tell that, since none is displaced in it."""
    try:
        return _set(scenario, "displacement_mode", mode)
    except ScenarioError:
        if scenario.settings.displacement_mode != "none":
            raise
        return None


def _totals(plan: Plan) -> dict[str, float]:
    totals = plan.totals
    return {
        "net": totals.net,
        "net_sum": totals.net_sum,
        "gained": totals.gained,
        "displaced": totals.displaced,
        "room_used": totals.room_used,
        "spending": totals.spending_sum,
        "admitted": totals.admitted,
    }
