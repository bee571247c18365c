"""The best plan with shares, by trying every set of decisions and solving a small linear program for the shares of each.

A decision is one option, or two neighbouring discounts of one start (continuous prices). For a set of decisions everything is
linear in the shares but what displacement and room cost, which is convex and piecewise linear in the money that is short, and
room that is carried over, which is linear once it is settled whether anything is left: both are tried for each year. The
program is made from the audit's figures and solved by scipy: nothing comes from the engine's limits or model.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from scipy.optimize import linprog

from planner.model.audit import Auditor, Choice
from planner.model.audit.displacement import Displacement
from planner.model.audit.limits import limit_rows, target_rows
from planner.model.audit.numbers import present_value, read
from planner.model.audit.options import Taken
from planner.model.audit.relations import at_one_price, wanted
from planner.scenario.scenario import Scenario

Decision = tuple[Choice, ...]
Row = tuple[str, int]


class Carried(NamedTuple):
    """Room carried into a year: ``share (slack - use @ x)``; ``some`` = the year before has something left."""

    slack: float
    use: np.ndarray
    share: float
    some: bool


#: Rows of limits are read at this share, and again at 1.
_HALF = 0.5


def decisions(scenario: Scenario, auditor: Auditor) -> list[list[Decision]]:
    """The possibilities of each indication; the empty one leaves it as it is."""
    between = scenario.settings.price_mode == "continuous"
    found: dict[str, list[Decision]] = {}
    keys = [(c.indication, c.route, c.offset_months) for c in auditor.choices()]
    for key in dict.fromkeys(keys):
        points = [Choice(*key, float(discount)) for discount in auditor.points(*key)]
        most = auditor.books.indications[key[0]]["max_coverage"]
        points = [one for one in points if auditor.take(replace(one, share=most or 1.0))[1] is None]
        made = list(itertools.pairwise(points)) if between and len(points) > 1 else [(one,) for one in points]
        found.setdefault(key[0], [()]).extend(made)
    return list(found.values())


def best_objective(scenario: Scenario) -> float | None:
    """The largest objective of any plan; None where no plan keeps the limits."""
    auditor = Auditor(scenario)
    carried = carried_rows(auditor)
    values = [
        _best_of(auditor, set_, dict(zip(carried, left, strict=True)))
        for set_ in itertools.product(*decisions(scenario, auditor))
        for left in itertools.product((True, False), repeat=len(carried))
    ]
    found = [value for value in values if value is not None]
    return max(found, default=None)


def carried_rows(auditor: Auditor) -> list[Row]:
    """The framework-years (0 = the first) into which room is carried over."""
    return [
        (framework, t)
        for framework, years in auditor.books.frameworks.items()
        for t in range(1, auditor.books.years)
        if {t - 1, t} <= set(years)
        and years[t]["carry_over_share"] > 0
        and None not in (years[t]["budget"], years[t - 1]["budget"])
    ]


def _best_of(auditor: Auditor, made: Sequence[Decision], left: Mapping[Row, bool]) -> float | None:
    """The best objective with these decisions, checked by the audit of the plan itself.

    ``left``: whether something is left in the year before each framework-year into which room is carried over.
    """
    choices = [choice for decision in made for choice in decision]
    whole = [taken for choice in choices if (taken := auditor.take(choice)[0]) is not None]
    carried = {row: _carried(auditor, whole, row, some) for row, some in left.items()}
    rows, room = _limits(auditor, whole, carried)
    slopes, pieces, worth, anyway = _money(auditor, whole, carried)
    count, extra = len(whole), len(pieces)
    upper = np.hstack([rows, np.zeros((len(rows), extra))])
    right = list(room)
    for at, lines in enumerate(pieces):  # lost_at >= level + slope (short + cost @ x)
        for slope, level in lines:
            upper = np.vstack([upper, np.zeros((1, count + extra))])
            upper[-1, :count], upper[-1, count + at] = slope * slopes[at], -1.0
            right.append(-level)
    for name in {choice.indication for choice in choices}:
        upper = np.vstack([upper, [float(c.indication == name) for c in choices] + [0.0] * extra])
        medicine = auditor.books.indications[name]
        right.append(float(medicine["max_coverage"]) if medicine["divisible"] else 1.0)
    equal, total = _whole(auditor, made, extra)
    gain = _worth(auditor, whole) - worth
    if not count + extra:
        return 0.0 if (np.array(room) >= -1e-6).all() else None
    result = linprog(
        np.concatenate([-gain, np.ones(extra)]),
        A_ub=upper if len(upper) else None,
        b_ub=right if len(upper) else None,
        A_eq=equal if len(equal) else None,
        b_eq=total if len(equal) else None,
        bounds=[(0, 1)] * count + [(None, None)] * extra,
    )
    if result.status != 0:
        return None
    shares = np.round(result.x[:count], 10)
    plan = [replace(choice, share=float(share)) for choice, share in zip(choices, shares, strict=True) if share > 1e-9]
    scored = auditor.evaluate(plan)
    if any(one.name.startswith("same_price") for one in scored.broken):
        return None  # these decisions have several prices
    assert scored.feasible, (scored.broken, scored.refused)
    assert abs(float(scored.totals.objective) + result.fun + anyway) <= 1e-6 * max(1.0, abs(result.fun))
    return float(scored.totals.objective)


def _carried(auditor: Auditor, whole: Sequence[Taken], row: Row, some: bool) -> Carried:
    """``share max(0, budget - base - what must fit)`` of the year before, where something is left there, and where not."""
    framework, t = row
    before = auditor.books.frameworks[framework][t - 1]
    share = auditor.books.frameworks[framework][t]["carry_over_share"]
    reference = auditor._frameworks.references[framework][t - 1]
    slack = before["budget"] - before["baseline_care"] - before["baseline_drugs"] - reference.must_fit
    use = np.array([_paid(auditor, one, framework, t - 1, "must_fit") for one in whole])
    return Carried(float(slack), use, float(share) if some else 0.0, some)


def _limits(auditor: Auditor, whole: Sequence[Taken], carried: Mapping[Row, Carried]) -> tuple[np.ndarray, np.ndarray]:
    """Every limit as ``rows @ share <= room``, read off the audit's rows at two shares of each; carried room by itself."""
    first = auditor.books.start_year

    def excess(shares: Sequence[float]) -> np.ndarray:
        taken = [one.of(read(share)) for one, share in zip(whole, shares, strict=True)]
        every, stay = auditor.plan(taken), list(auditor.staying.values())
        years = auditor._frameworks.years(every)
        found = {**limit_rows(auditor.books, taken, years), **target_rows(auditor.books, every, stay)}
        counted = {
            key: row for key, row in found.items() if not (key[0] == "relation" and key[1].startswith("same_price"))
        }
        extra = {("framework", name, first + t): years[name, t].plan.carry for name, t in carried}
        labels[:] = list(counted)
        return np.array([float(row.base + row.used - row.limit + extra.get(at, 0)) for at, row in counted.items()])

    labels: list[object] = []
    half = [_HALF] * len(whole)
    level = excess(half)
    columns = [
        (excess([1.0 if n == at else _HALF for n in range(len(whole))]) - level) / _HALF for at in range(len(whole))
    ]
    rows = np.array(columns).T if columns else np.zeros((len(level), 0))
    room = -(level - rows @ np.array(half))
    for (name, t), one in carried.items():
        if ("framework", name, first + t) in labels:
            at = labels.index(("framework", name, first + t))
            rows[at] += one.share * one.use
            room[at] += one.share * one.slack
        sign = 1.0 if one.some else -1.0
        rows, room = np.vstack([rows, sign * one.use]), np.append(room, sign * one.slack)
    return rows, room


def _whole(auditor: Auditor, made: Sequence[Decision], extra: int) -> tuple[np.ndarray, list[float]]:
    """What is not divisible is decided whole, and what is forced in has its share; one price is the same mean discount."""
    choices = [choice for decision in made for choice in decision]
    rows: list[np.ndarray] = []
    totals: list[float] = []

    def row(weights: dict[str, float], by_discount: bool) -> np.ndarray:
        return np.array(
            [weights.get(c.indication, 0.0) * (c.discount if by_discount else 1.0) for c in choices] + [0.0] * extra
        )

    for decision in made:
        if decision and not auditor.books.indications[decision[0].indication]["divisible"]:
            rows.append(row({decision[0].indication: 1.0}, False))
            totals.append(1.0)
    for relation in auditor.books.relations:
        if relation["kind"] == "force_in":
            here, leaves = _leaving(auditor, choices, relation["subject"])
            rows.append(row({relation["subject"]: -1.0 if leaves else float(here is None)}, False))
            totals.append(float(wanted(auditor.books, relation)) - (here or 0.0))
    if auditor.books.scenario.settings.price_mode == "continuous":
        for relation in auditor.books.relations:
            names = at_one_price(auditor.books, relation) if relation["kind"] == "same_price" else []
            prices = [price for name in names if (price := _price(auditor, made, name)) is not None]
            for (a, known), (b, other) in itertools.pairwise(prices):
                rows.append(row(a, True) - row(b, True))
                totals.append(other - known)
    return np.array(rows).reshape(len(rows), len(choices) + extra), totals


def _leaving(auditor: Auditor, choices: Sequence[Choice], name: str) -> tuple[float | None, bool]:
    """1 for what is in the package already (None for what is not), and whether these decisions make it leave."""
    ways = [auditor.books.routes[choice.route]["action"] for choice in choices if choice.indication == name]
    return (1.0 if name in auditor.books.existing else None), "leave" in ways


def _price(auditor: Auditor, made: Sequence[Decision], name: str) -> tuple[dict[str, float], float] | None:
    """The discount of an indication in the package as weights of its choices and what is known; None where it is not in."""
    mine = [decision[0] for decision in made if decision and decision[0].indication == name]
    if mine:
        return None if auditor.books.routes[mine[0].route]["action"] == "leave" else ({name: 1.0}, 0.0)
    there = name in auditor.books.existing
    return ({}, float(auditor.books.indications[name]["present_discount"])) if there else None


def _worth(auditor: Auditor, whole: Sequence[Taken]) -> np.ndarray:
    """What a whole of each choice adds to the objective but for displacement and room, against staying as it is."""
    books = auditor.books
    name, value = books.scenario.settings.objective, books.scenario.settings.qaly_value or 0.0
    found = []
    for one in whole:
        stay = auditor.staying.get(one.choice.indication)
        health = float(one.qalys_discounted) - (0.0 if stay is None else float(stay.qalys_discounted))
        cost = float(one.cost_discounted) - (0.0 if stay is None else float(stay.cost_discounted))
        weight = float(books.weight(books.indications[one.choice.indication]))
        worth = {"net_monetary_benefit": value * health / 1e6 - cost, "least_spending": -cost}
        found.append(worth.get(name, weight * health))
    return np.array(found)


def _paid(auditor: Auditor, of: Taken, framework: str, t: int, name: str) -> float:
    """What a whole of a choice adds to a framework in a year (its ``cost``, or what ``must_fit``), against staying."""
    stays = auditor.staying.get(of.choice.indication)
    parts = [(1, of.paid), (-1, {} if stays is None else stays.paid)]
    return sum(sign * float(getattr(part[framework], name)[t]) for sign, part in parts if framework in part)


def _money(
    auditor: Auditor, whole: Sequence[Taken], carried: Mapping[Row, Carried]
) -> tuple[list[np.ndarray], list[list[tuple[float, float]]], np.ndarray, float]:
    """Per framework and year with a budget: cost of each choice, and the lines (slope, level) whose largest is what is lost.

    Lost is worth, discounted, against the reference plan, at ``short + cost @ share`` less what is carried in; each line has
    ``short`` in its level. Room that goes on to the next year is worth nothing in its own: what that costs by choice, and anyway.
    """
    books = auditor.books
    counted = books.scenario.settings.objective in ("net_qalys", "weighted_qalys")
    costs: list[np.ndarray] = []
    pieces: list[list[tuple[float, float]]] = []
    worth, level = np.zeros(len(whole)), 0.0
    for framework, years in books.frameworks.items():
        for t, row in years.items():
            if not counted or not 0 <= t < books.years or row["budget"] is None:
                continue
            cost = np.array([_paid(auditor, one, framework, t, "cost") for one in whole])
            reference = auditor._frameworks.references[framework][t]
            lines = _lines(auditor, framework, t, float(reference.pressure - reference.room))
            into = carried.get((framework, t))
            if (
                into is not None
            ):  # short + cost @ share, and what the reference plan carries in less what this plan does
                more = float(reference.carry) - into.share * into.slack
                cost = cost + into.share * into.use
                lines = [(slope, start + slope * more) for slope, start in lines]
                price = float(auditor._frameworks.room_weights[framework, t - 1])
                price *= float(present_value([*[0] * (t - 1), 1], books.setting("discount_rate_effects")))
                worth = worth - price * into.share * into.use
                level += price * (into.share * into.slack - float(reference.carry))
            costs.append(cost)
            pieces.append(lines)
    return costs, pieces, worth, level


def _lines(auditor: Auditor, framework: str, t: int, short: float) -> list[tuple[float, float]]:
    """The lines of what is lost beyond the reference plan, as functions of the cost added to it."""
    found, weights = Displacement(auditor.books, framework, t), auditor._frameworks.weights
    losses, price = auditor._frameworks.losses, float(auditor._frameworks.room_weights[framework, t])
    today = float(present_value([*[0] * t, 1], auditor.books.setting("discount_rate_effects")))

    def lost(over: float) -> float:
        if over <= 0:
            return price * over * today
        return (
            sum(float(y) * float(losses[c]) * float(weights[c]) for c, y in found.displaced(read(over)).items()) * today
        )

    left = 1.0 - float(found.absorbed)
    bends = [0.0]
    if left > 0:
        if found.mode == "observed":
            for category, share in found.shares:
                sizes = [float(category.most(segment, t)) for segment in category.by_loss]
                bends += [size / float(share) / left for size in itertools.accumulate(sizes)]
        else:
            bends += [size / left for size in itertools.accumulate(float(c.most(s, t)) for c, s in found.order)]
    # What can be displaced ends at a limit that no plan goes beyond; losses beyond it need not rise with what is displaced.
    most = float(found.limit)
    places = sorted({round(bend, 12) for bend in bends if bend < most} | ({most} if math.isfinite(most) else set()))
    places = [places[0] - 1.0, *places] if math.isfinite(most) else [places[0] - 1.0, *places, places[-1] + 1.0]
    lines = []
    for a, b in itertools.pairwise(places):
        slope = (lost(b) - lost(a)) / (b - a)
        lines.append((slope, lost(a) - slope * a + slope * short - lost(short)))
    return lines
