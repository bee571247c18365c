"""A choice of options as tables: decisions, years, frameworks, displaced care, limits and totals."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from planner.impact.options import Options
from planner.impact.timing import Numbers
from planner.model.choice import Chosen, Picks, only, picks, without
from planner.model.evaluate import Evaluator
from planner.model.limits import growth_figures
from planner.model.limits.family import charged
from planner.model.plan import Totals
from planner.scenario.scenario import Scenario

_FROM_OPTION = (
    "route",
    "framework",
    "budget_line",
    "start_year",
    "start_month",
    "offset",
    "discount",
    "mandate_price",
    "net_price",
    "acceptance",
    "icer",
)


#: Of two neighbouring discounts that make one price the mean is shown, by share; of the rest that of either.
_MEANS = ("discount", "mandate_price", "net_price", "acceptance", "icer")


def decisions(scenario: Scenario, evaluator: Evaluator, picked: Chosen) -> pd.DataFrame:
    """One row per indication, in the order of the sheet: what is decided (with its share), and what that brings."""
    options, own = evaluator.options, decided(evaluator, picked)
    chosen = options.table.iloc[own.rows][["indication", *_FROM_OPTION]].reset_index(drop=True)
    for name in _MEANS:
        chosen[name] = chosen[name] * own.parts
    accepted = options.table["acceptance"].to_numpy()[own.rows] * own.shares
    third = picked_third_year(options.cost[own.rows], chosen["offset"].to_numpy())
    figures = pd.DataFrame(
        {
            "share": own.shares,
            "patients": options.starters[own.rows].sum(axis=1) * accepted,
            "qalys": options.qalys[own.rows].sum(axis=1) * own.shares,
            "qalys_discounted": evaluator.health[own.rows] * own.shares,
            "spending": options.cost[own.rows].sum(axis=1) * own.shares,
            "spending_year3": third * own.shares,
            "cost_discounted": evaluator.cost[own.rows] * own.shares,
        }
    )
    by = chosen["indication"]
    first = [name for name in _FROM_OPTION if name not in _MEANS]
    added = pd.concat([chosen[list(_MEANS)], figures], axis=1).groupby(by, sort=False).sum(min_count=1)
    found = pd.concat([chosen.drop_duplicates("indication").set_index("indication")[first], added], axis=1)
    found = found[[*_FROM_OPTION, *figures.columns]]
    table = scenario.table("Indications")[["indication"]].join(found, on="indication")
    table.insert(1, "decision", _words(evaluator, own, table["indication"]))
    openings = options.openings.sort_values("route", kind="stable")
    any_route = openings.drop_duplicates("indication").set_index("indication")
    worth, best = any_route[["reference_value"]], any_route["cost_effective_price"]
    pairs = zip(openings["indication"], openings["route"], strict=True)
    price = dict(zip(pairs, openings["cost_effective_price"], strict=True))
    by_route = [price.get(pair, np.nan) for pair in zip(table["indication"], table["route"], strict=True)]
    return table.join(worth, on="indication").assign(
        cost_effective_price=pd.Series(by_route, index=table.index).fillna(table["indication"].map(best.to_dict())),
        framework=scenario.table("Indications")["framework"].where(table["framework"].isna(), table["framework"]),
    )


def decided(evaluator: Evaluator, picked: Chosen) -> Picks:
    """What a choice decides: all of it but what stays as it is."""
    return picks(without(picks(picked), evaluator.stay))


def _words(evaluator: Evaluator, own: Picks, indications: pd.Series) -> list[str]:
    """admit, leave ... as the route says; stay for the rest of what is in the package, not_admitted for the others."""
    table = evaluator.options.table
    rows = table.iloc[own.rows]
    done = dict(zip(rows["indication"], rows["action"], strict=True))
    inside = set(table["indication"].to_numpy()[evaluator.stay])
    return [done.get(name, "stay" if name in inside else "not_admitted") for name in indications]


def picked_third_year(cost: Numbers, offset: Numbers) -> Numbers:
    """Expected cost in the third calendar year from the start; NaN where that lies beyond the horizon."""
    year = np.floor(offset + 1e-12).astype(np.intp) + 2
    inside = year < cost.shape[1]
    return np.where(inside, cost[np.arange(len(cost)), np.where(inside, year, 0)], np.nan)


def yearly(scenario: Scenario, evaluator: Evaluator, picked: Chosen) -> pd.DataFrame:
    """Per decided indication and year: starters and patients (x acceptance), spending and health, undiscounted."""
    return _by_year(scenario, evaluator.options, decided(evaluator, picked))


def staying(scenario: Scenario, evaluator: Evaluator, picked: Chosen) -> pd.DataFrame:
    """The same of what stays in conditional admission, where something happens at the end of its term."""
    status = scenario.table("Indications").set_index("indication")["status"]
    own = picks(only(picked, evaluator.stay))
    ends = (evaluator.options.table["indication"].iloc[own.rows].map(status) == "conditional").to_numpy(dtype=bool)
    return _by_year(scenario, evaluator.options, Picks(own.rows[ends], own.shares[ends], own.parts[ends]))


def _by_year(scenario: Scenario, options: Options, own: Picks) -> pd.DataFrame:
    years = np.array(scenario.settings.calendar)
    share = own.shares[:, None]
    accepted = options.table["acceptance"].to_numpy()[own.rows][:, None] * share
    arrays = {
        "starters": options.starters[own.rows] * accepted,
        "patients": options.patients[own.rows] * accepted,
        "cost": options.cost[own.rows] * share,
        "drug": options.drug[own.rows] * share,
        "must_fit": options.must_fit[own.rows] * share,
        "must_fit_drug": options.must_fit_drug[own.rows] * share,
        "charged": options.charged[own.rows] * share,
        "insufficient": options.insufficient[own.rows] * share,
        "stopped": options.stopped[own.rows] * share,
        "qalys": options.qalys[own.rows] * share,
    }
    names = options.table["indication"].to_numpy()[own.rows]
    frame = pd.DataFrame({"indication": np.repeat(names, len(years)), "year": np.tile(years, len(own.rows))})
    frame = frame.assign(**{name: array.ravel() for name, array in arrays.items()})
    if len(set(names)) < len(names):  # two neighbouring discounts that make one price
        frame = frame.groupby(["indication", "year"], sort=False, as_index=False).sum()
    # The sheet Patients gives patient-years: how many of them start is not known.
    return frame.assign(
        starters=frame["starters"].mask(frame["indication"].isin(scenario.table("Patients")["indication"]))
    )


def spending(scenario: Scenario, evaluator: Evaluator, picked: Chosen) -> pd.DataFrame:
    """Per framework and year: the framework, what is spent, pressure or room, care displaced, growth; beside the reference."""
    money, use, reference = evaluator.money, evaluator.use(picked), evaluator.reference
    rate, _ = growth_figures(scenario, money)
    used, ceiling = growth_use(scenario, evaluator, picked)
    lost, lost_before = (_by_framework(evaluator, money.loss[:, None] * u.displaced) for u in (use, reference))
    columns = {
        "budget": money.budget,
        "baseline_care": money.care,
        "baseline_drugs": money.drugs,
        "base": money.base,
        "cost": use.cost,
        "reference_cost": reference.cost,
        "must_fit": _sum_by_framework(evaluator, "must_fit", picked),
        "carry": use.carry,
        "spending": money.base + use.cost,
        "pressure": use.pressure,
        "room": use.room,
        "absorbed": money.absorbed * use.pressure,
        "displaced": _by_framework(evaluator, use.displaced),
        "health_lost": lost,
        "room_value": evaluator.room_health,
        "health_room": evaluator.room_health * (reference.own_room - use.own_room),
        "pressure_limit": money.pressure_limit,
        "reference_pressure": reference.pressure,
        "reference_room": reference.room,
        "reference_carry": reference.carry,
        "reference_displaced": _by_framework(evaluator, reference.displaced),
        "reference_health_lost": lost_before,
        "growth_limit": rate,
        "growth_used": used,
        "growth_ceiling": ceiling,
        "growth_excess": np.nan_to_num(np.maximum(0.0, used - ceiling)),
    }
    names = np.repeat(np.array(money.frameworks, dtype=object), len(money.years))
    frame = pd.DataFrame({"framework": names, "year": np.tile(np.array(money.years), len(money.frameworks))})
    return frame.assign(**{name: array.ravel() for name, array in columns.items()})


def growth_use(scenario: Scenario, evaluator: Evaluator, picked: Chosen) -> tuple[Numbers, Numbers]:
    """Spending on medicines that counts for growth, and its ceiling, framework x year (NaN where there is no limit)."""
    money = evaluator.money
    rate, before = growth_figures(scenario, money)
    used = money.drugs + _sum_by_framework(evaluator, "must_fit_drug", picked)
    if scenario.settings.growth_base == "path":
        return used, before[:, None] * np.cumprod(1.0 + rate, axis=1)
    return used, (1.0 + rate) * np.concatenate([before[:, None], used[:, :-1]], axis=1)


def _sum_by_framework(evaluator: Evaluator, name: str, picked: Chosen) -> Numbers:
    """What a choice takes of each framework and year (framework x year), by the name of an array of the options."""
    own, money = picks(picked), evaluator.money
    total = charged(evaluator.options, money, name)[:, own.rows] @ own.shares
    return np.asarray(total).reshape(money.absorbed.shape)


def _by_framework(evaluator: Evaluator, by_segment: Numbers) -> Numbers:
    total = np.zeros_like(evaluator.money.absorbed)
    np.add.at(total, evaluator.money.segment_framework, by_segment)
    return total


def displacement(evaluator: Evaluator, picked: Chosen) -> pd.DataFrame:
    """Per segment of displaceable care and year: care displaced and health lost, in the plan and in the reference plan."""
    money, use, reference = evaluator.money, evaluator.use(picked), evaluator.reference
    horizon = len(money.years)
    labels = ["care", "name", "framework", "segment", "euro_per_qaly", "unit", "unit_cost", "protected"]
    rows = money.segments[labels].loc[np.repeat(np.arange(len(money.segments)), horizon)].reset_index(drop=True)
    arrays = {
        "displaced": use.displaced,
        "qalys": money.loss[:, None] * use.displaced,
        "reference_displaced": reference.displaced,
        "reference_qalys": money.loss[:, None] * reference.displaced,
        "most": money.most,
    }
    rows.insert(4, "year", np.tile(np.array(money.years), len(money.segments)))
    return rows.assign(**{name: array.ravel() for name, array in arrays.items()})


def totals(evaluator: Evaluator, picked: Chosen, table: pd.DataFrame) -> Totals:
    """Totals against the reference plan: discounted (the objective) and summed over the years."""
    money, options = evaluator.money, evaluator.options
    use, reference, worth = evaluator.use(picked), evaluator.reference, evaluator.net_health(picked)
    own, stay, second = picks(picked), evaluator.stay, evaluator.limits.second
    taken = use.displaced - reference.displaced
    qalys = own.shares @ options.qalys[own.rows] - options.qalys[stay].sum(axis=0)
    spent = own.shares @ options.cost[own.rows] - options.cost[stay].sum(axis=0)
    gained, lost = float(qalys.sum()), float((money.loss @ taken).sum())
    bought = float((evaluator.room_health * (reference.own_room - use.own_room)).sum())
    return Totals(
        gained=worth.gained,
        displaced=worth.displaced,
        room_used=worth.room_used,
        net=worth.net,
        gained_sum=gained,
        displaced_sum=lost,
        room_used_sum=bought,
        net_sum=gained - lost - bought,
        spending_sum=float(spent.sum()),
        displaced_euro_sum=float(taken.sum()),
        room_euro_sum=float((reference.own_room - use.own_room)[money.limited].sum()),
        cost_discounted=worth.cost,
        admitted=int((table["decision"] == "admit").sum()),
        candidates=int(table["decision"].isin(["admit", "not_admitted"]).sum()),
        objective=evaluator.worth(picked).net,
        second=math.nan if second is None else evaluator.worth(picked, second).net,
    )
