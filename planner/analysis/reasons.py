"""Why each indication is in the plan or not: facts from the option table and from trying each option beside the plan.

Without a second optimisation a reason says what holds beside this plan (model.md section 8, "reason"); what would leave for a
left-out indication is for ``planner.left_out``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from planner.impact.timing import Flags, Numbers
from planner.model.choice import Chosen, Picks, picks, without
from planner.model.evaluate import Evaluator
from planner.model.money import TOLERANCE, Whole
from planner.model.plan import Plan
from planner.model.problem import problem_of
from planner.scenario.once import once

#: How far an indication got on a route before it failed: the reason names the route that got furthest.
_ORDER = (
    "not_used",
    "supplier_not_applying",
    "may_not_leave",
    "not_eligible",
    "no_registry",
    "no_dossier",
    "after_horizon",
    "outside_open_years",
    "after_term_end",
    "no_reference_value",
    "negative_ceiling",
    "ceiling_and_supplier",
    "line_full",
)

COLUMNS = (
    "indication",
    "code",
    "route",
    "condition",
    "detail",
    "icer",
    "reference_value",
    "gained",
    "lost",
    "net",
    "alone",
    "supplier_discount",
    "needed_discount",
    "earliest_year",
    "start_year",
    "limit_family",
    "limit_name",
    "limit_years",
    "shortfall",
    "first_option",
)

_CHANGES = ("leave", "renegotiate", "study")

#: Options that are tried at once: enough for speed, few enough for memory.
_AT_ONCE = 4000


@once
def reasons(plan: Plan) -> pd.DataFrame:
    """One row per indication, with a code and the figures that its sentence needs (discounted QALYs, EUR million).

    ``stays``; ``worth_it`` and ``later`` for what is admitted (later: ``limit_*`` is what blocks the last start before the
    chosen one, or blank where an earlier start is worth less); ``changes`` for what is changed in the package (the figures are
    against staying as it is); ``no_route`` and ``too_dear`` for what has no option;
    ``loses`` (every option loses more than it gains, ``alone`` even by itself, else beside this plan; the figures are
    those of its first start), ``no_room`` (``limit_*`` and ``shortfall``: the row that its best option, from
    ``start_year``, exceeds most) and ``within_gap`` (it would add health: the plan is proven to a gap only) or
    ``own_constraint`` (it would add health: a constraint that was added to the model keeps it out).
    ``first_option`` is, for what is left out and has options, the row of the option table of the best option at its first
    start: of those that start first the one that by itself (in a plan that admits nothing else) is worth most.
    """
    evaluator = problem_of(plan.scenario, plan.options).evaluator
    by_indication = {name: rows.to_numpy() for name, rows in plan.options.table.groupby("indication").groups.items()}
    openings = dict(tuple(plan.options.openings.groupby("indication", sort=False)))
    empty = np.zeros(0, dtype=np.intp)
    left_out = plan.decisions.loc[plan.decisions["decision"] == "not_admitted", "indication"]
    tried = _try(evaluator, plan.chosen, [by_indication[name] for name in sorted(left_out) if name in by_indication])
    admitted = _Admitted.of(evaluator, plan.chosen)
    rows = []
    for decision in plan.decisions.to_dict("records"):
        name = decision["indication"]
        own = by_indication.get(name, empty)
        if decision["decision"] == "stay":
            found: dict[str, Any] = {"code": "stays"}
        elif decision["decision"] in _CHANGES:
            found = _changed(evaluator, plan.chosen, own)
        elif decision["decision"] == "admit":
            found = admitted.reason(own)
        elif len(own):
            found = _left_out(evaluator, tried, own)
        else:
            found = (
                _closed(openings[name], plan.scenario.settings.start_year) if name in openings else {"code": "no_route"}
            )
        base = {"indication": name, "icer": decision["icer"], "reference_value": decision["reference_value"]}
        rows.append({**base, **found})
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    if plan.outcome.extended:
        frame["code"] = frame["code"].replace("within_gap", "own_constraint")
    return frame


@dataclass(frozen=True)
class _Admitted:
    """What each option of a plan gains and loses beside the rest of the plan; by its row of the option table."""

    evaluator: Evaluator
    picked: Chosen
    worth: Mapping[int, tuple[float, float]]

    @classmethod
    def of(cls, evaluator: Evaluator, picked: Chosen) -> _Admitted:
        if isinstance(picked, Picks):
            return cls(evaluator, picked, {})
        gained, lost = evaluator.inside(picked)
        return cls(evaluator, picked, dict(zip(picked.tolist(), zip(gained, lost, strict=True), strict=True)))

    def reason(self, own: Whole) -> dict[str, Any]:
        """Worth its price; later where its route could start earlier: because of a limit, or because later is worth more."""
        table = self.evaluator.options.table
        chosen = np.intersect1d(own, picks(self.picked).rows)
        at = int(chosen[0])
        gained, lost = self.worth[at] if self.worth else self._shares(chosen)
        route, discount, offset, start = (
            table[name].to_numpy() for name in ("route", "discount", "offset", "start_year")
        )
        figures = {"gained": gained, "lost": lost, "net": gained - lost, "start_year": start[at]}
        same = own[(route[own] == route[at]) & (discount[own] == discount[at])]
        first = same[np.argmin(offset[same])]
        if offset[first] >= offset[at]:
            return {"code": "worth_it", "route": route[at], **figures}
        earlier = same[offset[same] < offset[at]]
        rest = without(self.picked, chosen)
        breaks = _worst(self.evaluator, rest, int(earlier[np.argmax(offset[earlier])]))
        return {"code": "later", "route": route[at], "earliest_year": start[first], **figures, **breaks}

    def _shares(self, chosen: Whole) -> tuple[float, float]:
        """Of a share, or a price between two discounts: the plan less the plan without it."""
        worth, before = self.evaluator.worth(self.picked), self.evaluator.worth(without(self.picked, chosen))
        gained = worth.gained - before.gained
        return gained, gained - (worth.net - before.net)


def _changed(evaluator: Evaluator, picked: Chosen, own: Whole) -> dict[str, Any]:
    """What a change of what is in the package brings, beside the rest of the plan, against staying as it is."""
    table = evaluator.options.table
    chosen = np.intersect1d(own, picks(picked).rows)
    stays = int(np.intersect1d(own, evaluator.stay)[0])
    worth, before = evaluator.worth(picked), evaluator.worth(without(picked, chosen, added=stays))
    gained, net = worth.gained - before.gained, worth.net - before.net
    row = table.iloc[chosen[0]]
    figures = {"gained": gained, "lost": gained - net, "net": net, "start_year": row["start_year"]}
    return {"code": "changes", "route": row["route"], **figures}


@dataclass(frozen=True)
class _Tried:
    """Options of what is left out, each tried by itself and beside the plan; arrays over all options of the table.

    ``gained``, ``alone`` (lost by itself) and ``beside`` (lost beside the plan) in discounted QALYs; ``fits`` beside the plan,
    which is ``picked``.
    """

    picked: Chosen
    gained: Numbers
    alone: Numbers
    beside: Numbers
    fits: Flags


def _try(evaluator: Evaluator, picked: Chosen, groups: Sequence[Whole]) -> _Tried:
    """Tries all options of the indications that are left out, many at once."""
    count = len(evaluator.options)
    tried = _Tried(picked, np.zeros(count), np.zeros(count), np.zeros(count), np.zeros(count, dtype=bool))
    every = np.concatenate([np.zeros(0, dtype=np.intp), *groups])
    for some in np.array_split(every, max(1, -(-len(every) // _AT_ONCE))):
        tried.gained[some], tried.alone[some] = evaluator.added(evaluator.stay, some)
        _, tried.beside[some] = evaluator.added(picked, some)
        tried.fits[some] = evaluator.limits.beside(picked, some)
    return tried


def _left_out(evaluator: Evaluator, tried: _Tried, own: Whole) -> dict[str, Any]:
    """It has options, but none is in the plan: it loses more than it gains, or there is no room for it."""
    gained, lost = tried.gained[own], tried.alone[own]
    net = gained - lost
    best = int(np.argmax(net))
    first = _first_starts(evaluator, own)
    at_first = int(first[np.argmax(net[first])])
    known: Mapping[str, Any] = {"first_option": int(own[at_first])}
    ruled = _ruled_out(evaluator, tried.picked, own)
    if ruled:
        facts = _figures(evaluator, own[at_first], gained[at_first], lost[at_first])
        return {"code": "no_room", "alone": False, **known, **facts, **ruled}
    if net[best] <= 0:  # at any start: the figures are those of the first one possible, at its best price
        figures = _figures(evaluator, own[at_first], gained[at_first], lost[at_first])
        return {"code": "loses", "alone": True, **known, **figures}
    facts = _figures(evaluator, own[best], gained[best], lost[best])
    fitting = np.flatnonzero(tried.fits[own])
    costs = tried.beside[own]
    if not len(fitting):
        return {"code": "no_room", "alone": False, **known, **facts, **_worst(evaluator, tried.picked, int(own[best]))}
    here = gained - costs
    best = int(fitting[np.argmax(here[fitting])])
    if here[best] > 0:
        figures = _figures(evaluator, own[best], gained[best], costs[best])
        return {"code": "within_gap", "alone": False, **known, **figures}
    first = fitting[_first_starts(evaluator, own[fitting])]
    best = int(first[np.argmax(here[first])])
    return {"code": "loses", "alone": False, **known, **_figures(evaluator, own[best], gained[best], costs[best])}


def _ruled_out(evaluator: Evaluator, picked: Chosen, own: Whole) -> dict[str, Any]:
    """The relation that closes every option of an indication beside the plan; nothing where one is open."""
    for family in (one for one in evaluator.limits.families if one.name == "relation"):
        over = family.excess(picked, own) > 0
        if over.any(axis=0).all():
            row = int(np.argmax(over.sum(axis=1)))
            return {"limit_family": "relation", "limit_name": family.rows["name"].to_numpy()[row]}
    return {}


def _first_starts(evaluator: Evaluator, own: Whole) -> Whole:
    """Which of these options start first."""
    offset = evaluator.options.table["offset"].to_numpy()[own]
    return np.flatnonzero(offset == offset.min())


def _figures(evaluator: Evaluator, option: int, gained: float, lost: float) -> dict[str, Any]:
    row = evaluator.options.table.iloc[option]
    start, icer = row["start_year"], row["icer"]
    return {
        "route": row["route"],
        "gained": gained,
        "lost": lost,
        "net": gained - lost,
        "start_year": start,
        "icer": icer,
    }


def _worst(evaluator: Evaluator, rest: Chosen, option: int) -> dict[str, Any]:
    """The limit that an option, added to a choice that keeps all, exceeds most: which, in which years, by how much at most."""
    limits = evaluator.limits
    over = limits.excess(rest, option)
    row = int(np.argmax(over))
    if over[row] <= TOLERANCE:
        return {}
    at = int(np.searchsorted(limits.first, row, side="right")) - 1
    family, first = limits.families[at], int(limits.first[at])
    name = family.rows["name"].iloc[row - first]
    broken = (over[first : first + len(family.limit)] > TOLERANCE) & (family.rows["name"] == name).to_numpy()
    when = family.rows["year"].to_numpy(dtype=np.float64)[broken]
    return {
        "limit_family": family.name,
        "limit_name": name,
        "limit_years": ", ".join(str(int(year)) for year in when[~np.isnan(when)]),
        "shortfall": float(over[row]),
    }


def _closed(openings: pd.DataFrame, start_year: int) -> dict[str, Any]:
    """No option at all: the first failing condition of the route that got furthest, with both sides of the price.

    Of routes that fail on the price the one where ceiling and supplier are nearest.
    """
    got = openings["condition"].map({code: at for at, code in enumerate(_ORDER)}).fillna(-1)
    apart = (openings["needed_discount"] - openings["supplier_discount"]).fillna(np.inf)
    furthest = openings.assign(got=-got, apart=apart).sort_values(["got", "apart", "route"], kind="stable")
    row = furthest.iloc[0]
    return {
        "code": "too_dear" if row["condition"] in ("ceiling_and_supplier", "negative_ceiling") else "no_route",
        "route": row["route"],
        "condition": row["condition"],
        "detail": row["detail"],
        "supplier_discount": row["supplier_discount"],
        "needed_discount": row["needed_discount"],
        "earliest_year": start_year + np.floor(row["earliest"]),
    }
