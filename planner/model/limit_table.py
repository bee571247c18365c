"""What a choice of options takes of every limit, as a table for readers."""

from __future__ import annotations

import numpy as np
import pandas as pd

from planner.impact.prices import RELATIVE
from planner.model.choice import Chosen, picks
from planner.model.evaluate import Evaluator
from planner.model.frames import decided, growth_use
from planner.model.limits import Family
from planner.model.limits.family import actions
from planner.model.limits.relations import kept_discount, one_prices
from planner.model.money import TOLERANCE
from planner.scenario.scenario import Scenario


def limit_table(scenario: Scenario, evaluator: Evaluator, picked: Chosen) -> pd.DataFrame:
    """Every limit: what there is, what is taken anyway, what the plan takes and what is left (one decision too)."""
    parts = []
    for family in evaluator.limits.families:
        frame = _limit_frame(evaluator, family, picked)
        parts.append(_relations(scenario, evaluator, frame, picked) if family.name == "relation" else frame)
    columns = ["family", "name", "year", "unit", "sheet", "cell", "limit", "base", "used", "room", "binding"]
    frame = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)
    if scenario.settings.growth_base == "previous_year" and len(frame):
        frame = _own_growth(scenario, evaluator, picked, frame)
    return frame[columns]


def _limit_frame(evaluator: Evaluator, family: Family, picked: Chosen) -> pd.DataFrame:
    used, limit = family.used(picked), family.limit
    if family.name == "framework":
        limit = limit + evaluator.limits.relief_of(family, picked)
    if family.name == "decision":  # a share of the patients takes a whole decision
        own = decided(evaluator, picked)
        used = np.maximum(used, family.by_option[:, own.rows] @ own.parts)
    room = limit - family.base - used
    room = np.where(np.abs(room) <= TOLERANCE, 0.0, room)
    none = np.maximum(TOLERANCE, RELATIVE * np.abs(np.where(np.isfinite(limit), limit, 0.0)))
    return family.rows.assign(
        family=family.name,
        unit=family.unit,
        limit=limit,
        base=family.base,
        used=used,
        room=room,
        binding=room <= none,
    )


def _relations(scenario: Scenario, evaluator: Evaluator, frame: pd.DataFrame, picked: Chosen) -> pd.DataFrame:
    """Relations as a reader expects them: one row each, and one price as the number of prices, of the one that there may be.

    What is forced in is ``-x <= -number``.
    """
    kind = frame["name"].str.split(" ").str[0]
    sign = np.where(kind == "force_in", -1.0, 1.0)
    shown = frame.assign(**{name: frame[name] * sign + 0.0 for name in ("limit", "base", "used", "room")})
    shown = shown[~((kind == "same_price") & frame.duplicated(["name"]))]
    for at in shown.index[kind[shown.index] == "same_price"]:
        used = float(_prices(scenario, evaluator, str(shown.loc[at, "name"]), picked))
        shown.loc[at, ["limit", "base", "used", "room"]] = [1.0, 0.0, used, 1.0 - used]
    return shown.assign(binding=shown["room"] <= TOLERANCE)


def _prices(scenario: Scenario, evaluator: Evaluator, name: str, picked: Chosen) -> int:
    """How many prices the indications under one relation have."""
    own = picks(picked)
    names = evaluator.options.table["indication"].to_numpy()[own.rows]
    inside = np.isin(names, one_prices(scenario)[name]) & (actions(evaluator.options)[own.rows] >= 0)
    price, names = (kept_discount(scenario, evaluator.options)[own.rows] * own.parts)[inside], names[inside]
    mean = np.sort(pd.Series(price).groupby(names, sort=False).sum().to_numpy())
    return int(len(mean) > 0) + int((np.diff(mean) > TOLERANCE).sum())


def _own_growth(scenario: Scenario, evaluator: Evaluator, picked: Chosen, frame: pd.DataFrame) -> pd.DataFrame:
    """Growth from this plan's own spending of the year before: the ceiling and use that the reader expects to see."""
    used, ceiling = growth_use(scenario, evaluator, picked)
    years, names = list(evaluator.money.years), evaluator.money.frameworks
    mine = (frame["family"] == "growth").to_numpy()
    at = [(names.index(n), years.index(int(t))) for n, t in zip(frame["name"][mine], frame["year"][mine], strict=True)]
    limit, taken = frame["limit"].to_numpy(copy=True), frame["used"].to_numpy(copy=True)
    limit[mine] = [ceiling[place] for place in at]
    taken[mine] = [used[place] for place in at] - frame["base"].to_numpy()[mine]
    return frame.assign(limit=limit, used=taken)
