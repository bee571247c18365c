"""The engine's figures beside those of the audit.

Names by kind of key (the keys themselves are listed in ``auditor.py``); units as in the frames of a plan: EUR million, EUR for
prices, QALYs, patients, shares:

total      the names of ``Totals``
decision   start_year, start_month, offset (years), discount, share, mandate_price, net_price, acceptance, icer, reference_value,
           cost_effective_price, patients, qalys, qalys_discounted, spending, spending_year3, cost_discounted, insufficient
yearly     starters, patients, cost, drug, must_fit, must_fit_drug, charged, insufficient, stopped, qalys
staying    the same names, of what stays in conditional admission
framework  budget, baseline_care, baseline_drugs, base, cost, must_fit, spending, carry, reference_carry, pressure, room,
           absorbed, displaced, health_lost, room_value, health_room, growth_used, growth_ceiling, growth_excess, growth_limit,
           pressure_limit, and reference_ before cost, pressure, room, displaced, health_lost
care       displaced, qalys, reference_displaced, reference_qalys, most, euro_per_qaly, unit_cost
limit      limit, base, used, room

A figure that does not exist (no budget, no reference value) is claimed as None or NaN.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.model.audit.figures import CARE, DECISION, FRAMEWORK, LIMIT, TOTAL, YEARLY, Key, figures
from planner.model.audit.limits import FAMILIES
from planner.model.audit.numbers import TOLERANCE
from planner.model.audit.totals import Evaluation

Figures = npt.NDArray[np.float64]

#: Figures that are compared together: the kind of their keys, and the name.
Group = tuple[str | int | None, str | int | None]

_TOLERANCE = float(TOLERANCE)

#: Without these an audit proves nothing.
NEEDED: tuple[Key, ...] = tuple(("total", name) for name in ("gained", "displaced", "room_used", "net"))

#: Decisions whose figures are claimed; the others have none.
DECIDED = ("admit", "leave", "renegotiate", "study")

_WORDS = {
    "total": "total",
    "decision": "decision",
    "yearly": "by indication and year",
    "staying": "by conditional admission and year",
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

    def __repr__(self) -> str:
        return f"<AuditReport: {self}>"

    def __str__(self) -> str:
        count = int(self.rows["figures"].sum())
        if self.ok:
            return f"the audit agrees on {count} figures"
        return "\n".join(["the audit does not agree:", *(f"  {failure}" for failure in self.failures)])


@dataclass(frozen=True)
class _Pairs:
    """The engine's figures of one group of claims beside the audit's; NaN where a side has none."""

    keys: list[Key]
    engine: Figures
    audit: Figures

    @property
    def apart(self) -> Figures:
        """How far they are apart: 0 where neither side has one, infinite where one side has none."""
        with np.errstate(invalid="ignore"):
            apart = np.abs(self.engine - self.audit)
        apart[np.isnan(apart)] = np.inf
        apart[(self.engine == self.audit) | (np.isnan(self.engine) & np.isnan(self.audit))] = 0.0
        return apart

    @property
    def relative(self) -> Figures:
        """``apart`` as a share of the audit's figure where it is above 1."""
        size = np.where(np.isfinite(self.audit), np.abs(self.audit), 1.0)
        return self.apart / np.maximum(1.0, size)


def _grouped(found: Mapping[Key, object], claims: Mapping[Key, float | None]) -> dict[Group, _Pairs]:
    """Each claim beside the audit's figure; and each figure above 0 that the engine leaves out of a group it claims."""
    groups: dict[Group, list[Key]] = {}
    for key in claims:
        groups.setdefault((key[0], key[-1]), []).append(key)
    for key in (key for key in found if key not in claims):
        group = (key[0], key[-1])
        if key in NEEDED or (group in groups and abs(_numbers([found[key]])[0]) > _TOLERANCE):
            groups.setdefault(group, []).append(key)
    return {
        group: _Pairs(keys, _numbers(map(claims.get, keys)), _numbers(map(found.get, keys)))
        for group, keys in groups.items()
    }


def _numbers(values: Iterable[object]) -> Figures:
    """Decimals and floats as floats, None as NaN."""
    return np.array(list(values), dtype=np.float64)


def compare(found: Evaluation, claims: Mapping[Key, float | None]) -> AuditReport:
    """The report on a plan's claims; it fails on a figure that differs, a choice not allowed or a limit exceeded."""
    rows: list[dict[str, object]] = []
    failures: list[str] = []
    for (kind, name), pairs in _grouped(figures(found), claims).items():
        what = f"{name}, {_WORDS.get(str(kind), kind)}"
        row, wrong = _row(what, pairs)
        rows.append(row)
        failures += wrong
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


def _row(what: str, pairs: _Pairs) -> tuple[dict[str, object], list[str]]:
    """A group's row, of the pair that differs most; and in words those that do not agree within 1e-6, absolute or relative."""
    engine, audit, relative = pairs.engine, pairs.audit, pairs.relative
    worst, wrong = int(np.argmax(relative)), np.flatnonzero(relative > _TOLERANCE)
    failures = [f"{_place(pairs.keys[at])}: engine {engine[at]:.10g}, audit {audit[at]:.10g}" for at in wrong[:5]]
    if len(wrong) > 5:
        failures.append(f"{what}: {len(wrong) - 5} more figures")
    row = {
        "what": what,
        "engine": float(engine[worst]),
        "audit": float(audit[worst]),
        "difference": float(pairs.apart[worst]),
        "agrees": not len(wrong),
        "figures": len(pairs.keys),
    }
    return row, failures


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
    """Claims from a plan's frames by name (decisions, yearly, staying, spending, displacement, limits) and its totals.

    Columns that the audit does not know, and rows of indications that are not admitted, are left out.
    """
    keys = {
        "decisions": ("decision", ("indication",), DECISION),
        "yearly": ("yearly", ("indication", "year"), YEARLY),
        "staying": ("staying", ("indication", "year"), YEARLY),
        "spending": ("framework", ("framework", "year"), FRAMEWORK),
        "displacement": ("care", ("care", "segment", "year"), CARE),
        "limits": ("limit", ("family", "name", "year"), LIMIT),
    }
    claims: dict[Key, float | None] = {("total", name): totals[name] for name in TOTAL if name in totals}
    for name, frame in frames.items():
        kind, by, columns = keys[name]
        rows = frame[frame["decision"].isin(DECIDED)] if kind == "decision" else frame
        places = list(zip(*([_part(value) for value in rows[part].tolist()] for part in by), strict=True))
        for column in columns:
            if column in rows:
                keys_of = ((kind, *place, column) for place in places)
                claims.update(zip(keys_of, rows[column].tolist(), strict=True))
    return claims


def _part(value: object) -> str | int | None:
    """A part of a key: text, a whole number, or None for a blank."""
    if value is None or isinstance(value, str):
        return value
    number = float(value)  # type: ignore[arg-type]
    return None if math.isnan(number) else int(number)
