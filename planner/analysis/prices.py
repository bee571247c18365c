"""The most that the payer may sign: walk-away price, entry discount, and the room between supplier and payer.

Exact, by a model in which the price is the variable (``model.search.priced``); the estimate from the marginal values of the plan
stands beside it and is named as such.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from planner.analysis.without import others_than
from planner.asked import as_names, of_kind
from planner.errors import UsageError
from planner.impact.offers import PRICE_CONDITIONS
from planner.model.explorer import Best, Explorer
from planner.model.search.priced import Priced, Walk
from planner.model.search.priced_climb import climbed
from planner.model.search.priced_search import highest_by_search, straight
from planner.model.solve import Progress
from planner.scenario.hints import nearest_or_list

#: Of so few options one model finds a price faster than plans at one price after another.
_FEW = 5000
#: So many prices are exact where there are too many candidates for all of them.
_NEAREST = 10
NO_WALK = Walk(np.nan, np.zeros(0, dtype=np.intp), np.nan, False)

COLUMNS = (
    "indication",
    "route",
    "start_year",
    "list_price",
    "walk_away",
    "walk_away_discount",
    "estimate",
    "needed_discount",
    "entry_discount",
    "supplier_discount",
    "advised_low",
    "advised_high",
    "net_price",
    "zone_low",
    "zone_high",
    "zone",
    "proven",
    "estimated",
)


def walk_away(
    explorer: Explorer,
    indications: str | Collection[str] | None = None,
    *,
    solved: Mapping[str, Best] | None = None,
    exact: bool = True,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """The walk-away price of every candidate (or of some): ``sup {p >= 0 : best plan with it at p >= best plan without it}``.

    Better and best by the objective of the scenario. Where no plan is without it: the highest price at which a plan has it.

    Any route that is open (eligible, applied for, in time) and any start; the supplier accepts, ceilings and caps of the
    indication itself are ignored, and all else is decided again. ``solved`` may hold the best plans without some indications.

    Columns, prices in EUR per patient-year, discounts as a share of ``list_price``: indication; route and start_year at which
    the walk-away price is reached; list_price; walk_away (NaN: at no price; infinite: nothing limits it) and
    walk_away_discount (negative: more than the list price could be paid); estimate (by marginal values of the limits, LP);
    needed_discount (the least that ceiling and caps of an open route allow; NaN: no price is allowed); entry_discount
    (``max(0, 1 - walk_away / list, needed_discount)``); supplier_discount (the furthest that a supplier goes on an open
    route); advised_low, advised_high (advised reductions, where stated); net_price (what the plan signs; NaN if left out);
    zone_low and zone_high (the supplier's limit and the most that walk-away, ceiling and list allow), zone (their
    difference: the room for agreement, negative where they do not meet); proven; estimated (True: not ``exact``, walk_away is the
    estimate itself).

    Raises UsageError for an indication that is no candidate.
    """
    of_kind(explorer, Explorer)
    asked = _asked(explorer, indications)
    priced, plan = Priced(explorer.problem), explorer.plan
    estimates = {} if exact else priced.estimates()
    in_plan = set(plan.decisions["indication"][plan.decisions["decision"] == "admit"])
    held = solved or {}
    rows = []
    for name in asked:
        if not exact:
            walk = estimates.get(name, NO_WALK)
        else:
            if progress is not None:
                progress(f"the walk-away price of {name}")
            best = held.get(name) if name in in_plan else _own(explorer)
            best = best or explorer.best(allowed=others_than(explorer, name))
            walk = _walk(explorer, priced, [name], best)
        found = _found(priced, walk, priced.listed[name])
        rows.append({**_row(explorer, name), **found, "estimated": not exact})
    return _bounded(pd.DataFrame(rows, columns=list(COLUMNS)))


def walk_away_near(
    explorer: Explorer, *, solved: Mapping[str, Best] | None = None, progress: Progress | None = None
) -> pd.DataFrame:
    """The table of ``walk_away`` by estimate, but exact for those whose estimate lies nearest to what the supplier takes."""
    table = walk_away(explorer, exact=False).set_index("indication", drop=False)
    # by name: of equally near ones the first
    apart = (table["zone"] / table["list_price"]).astype(float).abs().sort_index()
    near = list(apart[np.isfinite(apart)].nsmallest(_NEAREST).index)
    exact = walk_away(explorer, near, solved=solved, progress=progress).set_index("indication", drop=False)
    rows = [exact if name in exact.index else table for name in table.index]
    return pd.concat([one.loc[[name]] for one, name in zip(rows, table.index, strict=True)], ignore_index=True)


def walk_away_products(explorer: Explorer, *, progress: Progress | None = None) -> pd.DataFrame:
    """One price for a product with several indications: the most to pay when all of them are admitted at the same discount.

    Columns: product; indications (ids with an open route, "; " between); factor (the highest common share of the list prices,
    ``sup {f : best plan with all of them at f x list >= best plan with none}``; NaN: at no price, infinite: nothing limits it);
    discount (1 - factor); proven.
    """
    of_kind(explorer, Explorer)
    table = explorer.scenario.table("Indications")
    priced = Priced(explorer.problem)
    offered = set(priced.names[priced.first :])
    mine = table[table["indication"].isin(offered) & (table["list_price"] > 0)]
    rows = []
    for product, own in mine.groupby("product", sort=False):
        names = list(own["indication"])
        if len(names) < 2:
            continue
        if progress is not None:
            progress(f"the walk-away price of {product}")
        inside = explorer.options.table["indication"].isin(names).to_numpy(dtype=bool)
        walk = _walk(explorer, priced, sorted(names), explorer.best(allowed=~inside))
        rows.append((product, "; ".join(names), walk.factor, 1.0 - walk.factor, walk.proven))
    return pd.DataFrame(rows, columns=["product", "indications", "factor", "discount", "proven"])


def _walk(explorer: Explorer, priced: Priced, names: list[str], best: Best) -> Walk:
    """The highest factor for some indications at which a plan with them is as good as ``best``, the best plan without them."""
    if not best.held:
        if best.bound > -np.inf:  # time was up before one was found
            return NO_WALK
        best = replace(_own(explorer), net=-np.inf)
    began, outcome = time.perf_counter(), explorer.plan.outcome

    def left() -> float:
        return max(0.0, outcome.time_limit - (time.perf_counter() - began))

    if not straight(explorer.problem, priced, names):
        return highest_by_search(explorer.problem, priced, names, best.net, outcome.gap_asked, left)
    if priced.relieving or len(explorer.options) <= _FEW:
        return priced.highest(names, best.picked, best.net, outcome.gap_asked, left)
    return climbed(explorer.problem, priced, names, best.picked, best.net, outcome.gap_asked, left)


def _own(explorer: Explorer) -> Best:
    plan = explorer.plan
    return Best(plan.picked, plan.shares, explorer.evaluator.worth(plan.chosen).net, plan.outcome.bound, True)


def _asked(explorer: Explorer, indications: str | Collection[str] | None) -> list[str]:
    openings = explorer.options.openings
    offered = set(openings["indication"][openings["action"] == "admit"])
    candidates = [name for name in explorer.scenario.table("Indications")["indication"] if name in offered]
    if indications is None:
        return candidates
    asked = as_names(indications)
    for name in asked:
        if name not in candidates:
            raise UsageError(f'there is no candidate "{name}"; {nearest_or_list(name, candidates, "candidates")}')
    return asked


def _row(explorer: Explorer, name: str) -> dict[str, Any]:
    """What is known of an indication without any solve."""
    openings = explorer.options.openings
    own = openings[(openings["indication"] == name) & (openings["action"] == "admit")]
    open_ = own[own["condition"].isna() | own["condition"].isin(PRICE_CONDITIONS)]
    # Without a reference value, or with a bound below zero, no price opens the route, whatever another of its bounds allows.
    priced = open_[open_["condition"].isna() | (open_["condition"] == "ceiling_and_supplier")]
    sheet = explorer.scenario.table("Indications").set_index("indication").loc[name]
    return {
        "indication": name,
        "list_price": sheet["list_price"],
        "needed_discount": priced["needed_discount"].where(priced["needed_discount"] <= 1.0).min(),
        "supplier_discount": open_["supplier_discount"].max(),
        "advised_low": sheet["advice_low"],
        "advised_high": sheet["advice_high"],
        "net_price": explorer.plan.decisions.set_index("indication").loc[name, "net_price"],
    }


def _found(priced: Priced, walk: Walk, unit: float) -> dict[str, Any]:
    first = priced.options.table.iloc[walk.offers[0]] if len(walk.offers) else None
    return {
        "route": None if first is None else first["route"],
        "start_year": np.nan if first is None else first["start_year"],
        "walk_away": walk.factor * unit,
        "estimate": walk.estimate * unit,
        "proven": walk.proven,
    }


def _bounded(frame: pd.DataFrame) -> pd.DataFrame:
    """Entry discount and the zone of possible agreement, from both sides of the price."""
    listed = frame["list_price"].to_numpy(dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        discount = 1.0 - frame["walk_away"].to_numpy(dtype=np.float64) / listed
    needed = frame["needed_discount"].to_numpy(dtype=np.float64)
    entry = np.maximum(np.maximum(0.0, discount), needed)
    low = listed * (1.0 - frame["supplier_discount"].to_numpy(dtype=np.float64))
    high = listed * (1.0 - entry)
    return frame.assign(
        walk_away_discount=discount,
        entry_discount=entry,
        zone_low=low,
        zone_high=high,
        zone=high - low,
        start_year=frame["start_year"].astype("Int64"),
    )
