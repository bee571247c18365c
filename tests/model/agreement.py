"""The engine's option table beside the audit: the same options, and the same figures of each by year."""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

import numpy as np

import planner
from planner.model.audit import Auditor, Choice
from planner.model.audit.options import Taken
from planner.model.audit.supplier import RefusedError
from planner.scenario.scenario import Scenario

YEARLY = ("cost", "qalys", "drug", "must_fit", "must_fit_drug", "charged", "insufficient", "stopped")
PRICES = ("net_price", "mandate_price", "acceptance", "icer")


def disagreements(scenario: Scenario) -> list[str]:
    """Every option that only one side has, and every figure of an option on which the two differ, in words."""
    auditor, options = Auditor(scenario), planner.enumerate_options(scenario)
    rows = options.table.to_dict("records")
    found = _missing(auditor, rows) + _conditions(auditor, options.openings.to_dict("records"))
    for at, row in enumerate(rows):
        one = _audited(auditor, row)
        if one is None:
            continue
        for name in YEARLY:
            own = [float(value) for value in getattr(one, name)]
            if not np.allclose(getattr(options, name)[at], own, rtol=1e-9, atol=1e-7):
                found.append(f"{name} of {_key(row)}: engine {getattr(options, name)[at].tolist()}, audit {own}")
        if row["route"] is not None:
            found += [text for name in PRICES for text in _price(row, name, getattr(one, name))]
            found += _work(scenario, auditor, options.work, at, row)
    return found


def _key(row: dict[str, Any]) -> tuple[Any, ...]:
    return row["indication"], row["route"], round(12 * row["offset"]), round(row["discount"], 7)


def _missing(auditor: Auditor, rows: list[dict[str, Any]]) -> list[str]:
    engine = Counter(_key(row) for row in rows if row["route"] is not None)
    audit = Counter((c.indication, c.route, c.offset_months, round(c.discount, 7)) for c in auditor.choices())
    only = {"engine": engine - audit, "audit": audit - engine}
    return [f"only the {side} has {key}" for side, keys in only.items() for key in keys]


#: What the engine names by one condition: no price pleases ceiling, cap and supplier.
NO_PRICE = ("above_cap", "no_acceptance")


def _conditions(auditor: Auditor, openings: list[dict[str, Any]]) -> list[str]:
    """Pairs of indication and route that the two sides close for another reason, or that only one of them closes."""
    found = []
    for row in openings:
        own = _closed(auditor, row["indication"], row["route"])
        if own != row["condition"]:
            found.append(f"condition of {row['indication']} by {row['route']}: engine {row['condition']}, audit {own}")
    return found


def _closed(auditor: Auditor, indication: str, route: str) -> str | None:
    """The first condition that fails; of several starts, which fixed budgets may price apart, the first that is open counts."""
    try:
        starts = auditor.opening(indication, route).starts
    except RefusedError as refusal:
        return refusal.code
    codes = [_without_price(auditor, indication, route, start) for start in starts]
    if all(codes):
        return codes[0]
    turns = [auditor.in_turn(choice) for choice in auditor._priced(indication, route)]
    return None if any(turns) else "line_full"


def _without_price(auditor: Auditor, indication: str, route: str, start: int) -> str | None:
    try:
        return None if auditor.points(indication, route, start) else "ceiling_and_supplier"
    except RefusedError as refusal:
        return "ceiling_and_supplier" if refusal.code in NO_PRICE else refusal.code


def _audited(auditor: Auditor, row: dict[str, Any]) -> Taken | None:
    """The audit's figures of an option; staying is nothing but for what is in conditional admission."""
    if row["route"] is None:
        return auditor.staying.get(row["indication"])
    one, _ = auditor.take(Choice(row["indication"], row["route"], round(12 * row["offset"]), row["discount"]))
    return one


def _price(row: dict[str, Any], name: str, audit: object) -> list[str]:
    engine = math.nan if row[name] is None else float(row[name])
    own = math.nan if audit is None else float(audit)  # type: ignore[arg-type]
    if math.isnan(engine) and math.isnan(own):
        return []
    same = math.isclose(engine, own, rel_tol=1e-7, abs_tol=1e-9)
    return [] if same else [f"{name} of {_key(row)}: engine {engine}, audit {own}"]


def _work(scenario: Scenario, auditor: Auditor, work: Any, at: int, row: dict[str, Any]) -> list[str]:
    """Work of phases by pool; what ``ResourceUse`` adds per decision is none of the option table's business."""
    one = _audited(auditor, row)
    if one is None:
        return []
    others = {use["resource"] for use in auditor.books.resource_use.get(row["indication"], [])}
    found = []
    for pool in (set(work) | set(one.work)) - others:
        engine = work[pool][at] if pool in work else np.zeros(scenario.settings.years)
        own = [float(value) for value in one.work.get(pool, [0.0] * scenario.settings.years)]
        if not np.allclose(engine, own):
            found.append(f"work of {pool} by {_key(row)}: engine {engine.tolist()}, audit {own}")
    return found
