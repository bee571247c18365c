"""The engine's figures beside those of the audit.

Names by kind of key (the keys themselves are in ``audit.py``); units as in the frames of a plan: EUR million, EUR for
prices, QALYs, patients, shares:

total      the names of ``Totals``
decision   start_year, start_month, offset (years), discount, share, mandate_price, net_price, acceptance, icer, reference_value,
           cost_effective_price, patients, qalys, qalys_discounted, spending, spending_year3, cost_discounted, insufficient
yearly     starters, patients, cost, drug, must_fit, must_fit_drug, charged, insufficient, stopped, qalys
framework  budget, baseline_care, baseline_drugs, base, cost, must_fit, spending, carry, reference_carry, pressure, room,
           absorbed, displaced, health_lost, room_value, health_room, growth_used, growth_ceiling, growth_excess, growth_limit,
           pressure_limit, and reference_ before cost, pressure, room, displaced, health_lost
care       displaced, qalys, reference_displaced, reference_qalys, most, euro_per_qaly, unit_cost
limit      limit, base, used, room

A figure that does not exist (no budget, no reference value) is claimed as None or NaN.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from planner.model.audit_figures import CARE, DECISION, FRAMEWORK, LIMIT, TOTAL, YEARLY, Key, figures
from planner.model.audit_limits import FAMILIES
from planner.model.audit_numbers import TOLERANCE
from planner.model.audit_totals import Evaluation

#: Without these an audit proves nothing.
NEEDED: tuple[Key, ...] = tuple(("total", name) for name in ("gained", "displaced", "room_used", "net"))

#: Decisions whose figures are claimed; the others have none.
DECIDED = ("admit", "leave", "renegotiate", "study")

_WORDS = {
    "total": "total",
    "decision": "decision",
    "yearly": "by indication and year",
    "framework": "by framework and year",
    "care": "by segment of care and year",
    "limit": "by limit",
}


@dataclass(frozen=True)
class AuditReport:
    """``rows`` has one row per group of figures, per family of limits, and one for the choices: what, engine, audit,
    difference, agrees, figures (how many). Of a group of figures the pair that differs most is shown; of a family of
    limits the audit's largest excess (negative: the least room). ``failures`` says in words what does not agree.
    """

    rows: pd.DataFrame
    failures: tuple[str, ...]

    @property
    def ok(self) -> bool:
        return not self.failures

    def __str__(self) -> str:
        count = int(self.rows["figures"].sum())
        if self.ok:
            return f"the audit agrees on {count} figures"
        return "\n".join(["the audit does not agree:", *(f"  {failure}" for failure in self.failures)])


@dataclass(frozen=True)
class _Pair:
    key: Key
    engine: float
    audit: float

    @property
    def difference(self) -> float:
        """NaN where neither side has a figure, infinite where one side has none."""
        if self.engine == self.audit:
            return 0.0
        if math.isnan(self.engine) and math.isnan(self.audit):
            return 0.0
        difference = abs(self.engine - self.audit)
        return math.inf if math.isnan(difference) else difference

    @property
    def relative(self) -> float:
        size = abs(self.audit) if math.isfinite(self.audit) else 1.0
        return self.difference / max(1.0, size)

    @property
    def agrees(self) -> bool:
        """Within 1e-6, absolute or relative."""
        return self.relative <= TOLERANCE


def _number(value: object) -> float:
    return math.nan if value is None else float(value)  # type: ignore[arg-type]


def _pairs(found: Mapping[Key, object], claims: Mapping[Key, float | None]) -> Iterator[_Pair]:
    """Each claim beside the audit's figure; and each figure above 0 that the engine leaves out of a group it claims."""
    groups = {(key[0], key[-1]) for key in claims}
    for key, value in claims.items():
        yield _Pair(key, _number(value), _number(found.get(key)))
    for key, figure in found.items():
        left_out = key not in claims and ((key[0], key[-1]) in groups or key in NEEDED)
        if left_out and (key in NEEDED or abs(_number(figure)) > TOLERANCE):
            yield _Pair(key, math.nan, _number(figure))


def compare(found: Evaluation, claims: Mapping[Key, float | None]) -> AuditReport:
    """The report on a plan's claims; it fails on a figure that differs, a choice not allowed or a limit exceeded."""
    groups: dict[tuple[str, str], list[_Pair]] = {}
    for pair in _pairs(figures(found), claims):
        groups.setdefault((str(pair.key[0]), str(pair.key[-1])), []).append(pair)
    rows: list[dict[str, object]] = []
    failures: list[str] = []
    for (kind, name), pairs in groups.items():
        worst = max(pairs, key=lambda pair: pair.relative)
        wrong = [pair for pair in pairs if not pair.agrees]
        rows.append(_row(f"{name}, {_WORDS.get(kind, kind)}", worst, not wrong, len(pairs)))
        failures += [f"{_place(pair.key)}: engine {pair.engine:.10g}, audit {pair.audit:.10g}" for pair in wrong[:5]]
        if len(wrong) > 5:
            failures.append(f"{name}, {_WORDS.get(kind, kind)}: {len(wrong) - 5} more figures")
    for family in FAMILIES:
        rows += _limits_row(found, family)
    failures += [
        f"{one.family} of {one.name}{'' if one.year is None else f' in {one.year}'} exceeded by {float(one.excess):.6g}"
        for one in found.broken
    ]
    rows.append(
        {
            "what": "every choice is allowed",
            "engine": math.nan,
            "audit": float(len(found.refused)),
            "difference": math.nan,
            "agrees": not found.refused,
            "figures": found.totals.admitted,
        }
    )
    return AuditReport(pd.DataFrame(rows), (*failures, *found.refused))


def _row(what: str, worst: _Pair, agrees: bool, count: int) -> dict[str, object]:
    return {
        "what": what,
        "engine": worst.engine,
        "audit": worst.audit,
        "difference": worst.difference,
        "agrees": agrees,
        "figures": count,
    }


def _limits_row(found: Evaluation, family: str) -> list[dict[str, object]]:
    """A family's row: the largest excess over its limits; no row where the scenario has no such limit."""
    excess = [float(row.base + row.used - row.limit) for (kind, _, _), row in found.limits.items() if kind == family]
    if not excess:
        return []
    return [
        {
            "what": f"limits kept, {family.replace('_', ' ')}",
            "engine": math.nan,
            "audit": max(excess),
            "difference": math.nan,
            "agrees": not any(one.family == family for one in found.broken),
            "figures": len(excess),
        }
    ]


def _place(key: Key) -> str:
    return " ".join(str(part) for part in key if part is not None)


def claims_from_frames(
    frames: Mapping[str, pd.DataFrame], totals: Mapping[str, float | None]
) -> dict[Key, float | None]:
    """Claims from a plan's frames by name (decisions, yearly, spending, displacement, limits) and its totals.

    Columns that the audit does not know, and rows of indications that are not admitted, are left out.
    """
    keys = {
        "decisions": ("decision", ("indication",), DECISION),
        "yearly": ("yearly", ("indication", "year"), YEARLY),
        "spending": ("framework", ("framework", "year"), FRAMEWORK),
        "displacement": ("care", ("care", "segment", "year"), CARE),
        "limits": ("limit", ("family", "name", "year"), LIMIT),
    }
    claims: dict[Key, float | None] = {("total", name): totals[name] for name in TOTAL if name in totals}
    for name, frame in frames.items():
        kind, by, columns = keys[name]
        rows = frame[frame["decision"].isin(DECIDED)] if kind == "decision" else frame
        for row in rows.to_dict("records"):
            place = tuple(_part(row[part]) for part in by)
            claims.update({(kind, *place, column): row[column] for column in columns if column in row})
    return claims


def _part(value: object) -> str | int | None:
    """A part of a key: text, a whole number, or None for a blank."""
    if value is None or isinstance(value, str):
        return value
    number = float(value)  # type: ignore[arg-type]
    return None if math.isnan(number) else int(number)
