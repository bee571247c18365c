"""A choice of options as tables: decisions, years, frameworks, displaced care, limits and totals."""

from __future__ import annotations

import numpy as np
import pandas as pd

from planner.impact.timing import Numbers
from planner.model.evaluate import Evaluator
from planner.model.limits import Family, growth_figures
from planner.model.limits.relations import kept_discount
from planner.model.money import TOLERANCE, Whole
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


def decisions(scenario: Scenario, evaluator: Evaluator, picked: Whole) -> pd.DataFrame:
    """One row per indication, in the order of the sheet: what is decided (``admit``, ``not_admitted``; of what is in the
    package ``stay``, ``leave``, ``renegotiate``, ``study``), and what that brings, as a difference from present terms.
    """
    options = evaluator.options
    chosen = options.table.iloc[picked].set_index("indication")[list(_FROM_OPTION)]
    accepted = options.table["acceptance"].to_numpy()[picked]
    third = picked_third_year(options.cost[picked], chosen["offset"].to_numpy())
    figures = pd.DataFrame(
        {
            "patients": options.starters[picked].sum(axis=1) * accepted,
            "qalys": options.qalys[picked].sum(axis=1),
            "qalys_discounted": evaluator.value[picked],
            "spending": options.cost[picked].sum(axis=1),
            "spending_year3": third,
            "cost_discounted": evaluator.cost[picked],
        },
        index=chosen.index,
    )
    table = scenario.table("Indications")[["indication"]].join(pd.concat([chosen, figures], axis=1), on="indication")
    action = dict(zip(chosen.index, options.table["action"].to_numpy(dtype=object)[picked], strict=True))
    table.insert(1, "decision", [action.get(name, "not_admitted") for name in table["indication"]])
    stays = (table["decision"] == "stay").to_numpy()
    table.loc[stays, [*_FROM_OPTION[3:], *figures.columns]] = np.nan
    worth = options.openings.drop_duplicates("indication").set_index("indication")[["reference_value"]]
    own = options.openings.set_index(["indication", "route"])["cost_effective_price"]
    by_route = [own.get((i, r), np.nan) for i, r in zip(table["indication"], table["route"], strict=True)]
    first = options.openings.drop_duplicates("indication").set_index("indication")["cost_effective_price"]
    return table.join(worth, on="indication").assign(
        cost_effective_price=pd.Series(by_route, index=table.index).fillna(table["indication"].map(first.to_dict())),
        framework=scenario.table("Indications")["framework"].where(table["framework"].isna(), table["framework"]),
    )


def picked_third_year(cost: Numbers, offset: Numbers) -> Numbers:
    """Expected cost in the third calendar year from the start; NaN where that lies beyond the horizon."""
    year = np.floor(offset + 1e-12).astype(np.intp) + 2
    inside = year < cost.shape[1]
    return np.where(inside, cost[np.arange(len(cost)), np.where(inside, year, 0)], np.nan)


def yearly(scenario: Scenario, evaluator: Evaluator, picked: Whole) -> pd.DataFrame:
    """Per admitted indication and year: starters and patients (x acceptance), spending and health, undiscounted."""
    options = evaluator.options
    own = picked[options.table["route"].notna().to_numpy()[picked]]
    years = np.array(scenario.settings.calendar)
    accepted = options.table["acceptance"].to_numpy()[own][:, None]
    arrays = {
        "starters": options.starters[own] * accepted,
        "patients": options.patients[own] * accepted,
        "cost": options.cost[own],
        "drug": options.drug[own],
        "must_fit": options.must_fit[own],
        "must_fit_drug": options.must_fit_drug[own],
        "charged": options.charged[own],
        "qalys": options.qalys[own],
    }
    names = options.table["indication"].to_numpy()[own]
    frame = pd.DataFrame({"indication": np.repeat(names, len(years)), "year": np.tile(years, len(own))})
    frame = frame.assign(**{name: array.ravel() for name, array in arrays.items()})
    # The sheet Patients gives patient-years: how many of them start is not known.
    return frame.assign(
        starters=frame["starters"].mask(frame["indication"].isin(scenario.table("Patients")["indication"]))
    )


def spending(scenario: Scenario, evaluator: Evaluator, picked: Whole) -> pd.DataFrame:
    """Per framework and year: the framework, what is spent, pressure or room, care displaced, growth; beside the reference."""
    money, use, reference = evaluator.money, evaluator.use(picked), evaluator.reference
    rate, _ = growth_figures(scenario, money)
    options, moved = evaluator.options, evaluator.options.moved
    used, ceiling = growth_use(scenario, evaluator, picked)
    lost, lost_before = (_by_framework(evaluator, money.loss[:, None] * u.displaced) for u in (use, reference))
    columns = {
        "budget": money.budget,
        "baseline_care": money.care,
        "baseline_drugs": money.drugs,
        "base": money.base,
        "cost": use.cost,
        "must_fit": evaluator.by_framework(options.must_fit, picked, None if moved is None else moved.must_fit),
        "spending": money.base + use.cost,
        "pressure": use.pressure,
        "room": use.room,
        "absorbed": money.absorbed * use.pressure,
        "displaced": _by_framework(evaluator, use.displaced),
        "health_lost": lost,
        "room_value": evaluator.room_price,
        "health_room": evaluator.room_price * (reference.room - use.room),
        "pressure_limit": money.pressure_limit,
        "reference_pressure": reference.pressure,
        "reference_room": reference.room,
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


def growth_use(scenario: Scenario, evaluator: Evaluator, picked: Whole) -> tuple[Numbers, Numbers]:
    """Spending on medicines that counts for growth, and its ceiling, framework x year (NaN where there is no limit)."""
    money, options, moved = evaluator.money, evaluator.options, evaluator.options.moved
    rate, before = growth_figures(scenario, money)
    later = None if moved is None else moved.must_fit_drug
    used = money.drugs + evaluator.by_framework(options.must_fit_drug, picked, later)
    if scenario.settings.growth_base == "path":
        return used, before[:, None] * np.cumprod(1.0 + rate, axis=1)
    return used, (1.0 + rate) * np.concatenate([before[:, None], used[:, :-1]], axis=1)


def _by_framework(evaluator: Evaluator, by_segment: Numbers) -> Numbers:
    total = np.zeros_like(evaluator.money.absorbed)
    np.add.at(total, evaluator.money.segment_framework, by_segment)
    return total


def displacement(evaluator: Evaluator, picked: Whole) -> pd.DataFrame:
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


def limit_rows(scenario: Scenario, evaluator: Evaluator, picked: Whole) -> pd.DataFrame:
    """Every limit: what there is, what is taken anyway, what the plan takes and what is left (one decision too)."""
    parts = [_limit_frame(family, picked) for family in evaluator.limits.families]
    parts = [
        _one_price(scenario, evaluator, part, picked) if (part["family"] == "relation").any() else part
        for part in parts
    ]
    columns = ["family", "name", "year", "unit", "sheet", "cell", "limit", "base", "used", "room", "binding"]
    frame = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)
    if scenario.settings.growth_base == "previous_year" and len(frame):
        frame = _own_growth(scenario, evaluator, picked, frame)
    return frame[columns]


def _limit_frame(family: Family, picked: Whole) -> pd.DataFrame:
    used = family.used(picked)
    room = family.space - used
    room = np.where(np.abs(room) <= TOLERANCE, 0.0, room)
    return family.rows.assign(
        family=family.name,
        unit=family.unit,
        limit=family.limit,
        base=family.base,
        used=used,
        room=room,
        binding=room <= TOLERANCE,
    )


def _one_price(scenario: Scenario, evaluator: Evaluator, frame: pd.DataFrame, picked: Whole) -> pd.DataFrame:
    """The rows of one price as one row per relation, as a reader expects it: prices used, of the one that there may be."""
    several = frame["name"].str.startswith("same_price ").to_numpy(dtype=bool)
    if not several.any():
        return frame
    shown = pd.DataFrame(frame[~several | ~frame.duplicated(["name"]).to_numpy()])
    relation = evaluator.limits["relation"]
    price = kept_discount(scenario, evaluator.options)
    for at in shown.index[shown["name"].str.startswith("same_price ")]:
        mine = np.flatnonzero((relation.rows["name"] == shown.loc[at, "name"]).to_numpy())
        members = np.intersect1d(relation.use[mine].tocoo().coords[1], picked)
        used = len(np.unique(np.round(price[members], 9)))
        shown.loc[at, ["limit", "base", "used", "room"]] = [1.0, 0.0, float(used), 1.0 - used]
        shown.loc[at, "binding"] = used >= 1
    return shown


def _own_growth(scenario: Scenario, evaluator: Evaluator, picked: Whole, frame: pd.DataFrame) -> pd.DataFrame:
    """Growth from this plan's own spending of the year before: the ceiling and use that the reader expects to see."""
    used, ceiling = growth_use(scenario, evaluator, picked)
    years, names = list(evaluator.money.years), evaluator.money.frameworks
    mine = (frame["family"] == "growth").to_numpy()
    at = [(names.index(n), years.index(int(t))) for n, t in zip(frame["name"][mine], frame["year"][mine], strict=True)]
    limit, taken = frame["limit"].to_numpy(copy=True), frame["used"].to_numpy(copy=True)
    limit[mine] = [ceiling[place] for place in at]
    taken[mine] = [used[place] for place in at] - frame["base"].to_numpy()[mine]
    return frame.assign(limit=limit, used=taken)


def totals(evaluator: Evaluator, picked: Whole, table: pd.DataFrame) -> Totals:
    """Totals against the reference plan: discounted (the objective) and summed over the years."""
    money, options = evaluator.money, evaluator.options
    use, reference, worth = evaluator.use(picked), evaluator.reference, evaluator.worth(picked)
    taken = use.displaced - reference.displaced
    stay = evaluator.stay
    gained = float(options.qalys[picked].sum() - options.qalys[stay].sum())
    lost = float((money.loss @ taken).sum())
    bought = float((evaluator.room_price * (reference.room - use.room)).sum())
    return Totals(
        gained=worth.gained,
        displaced=worth.displaced,
        room_used=worth.room_used,
        net=worth.net,
        gained_sum=gained,
        displaced_sum=lost,
        room_used_sum=bought,
        net_sum=gained - lost - bought,
        spending_sum=float(options.cost[picked].sum() - options.cost[stay].sum()),
        displaced_euro_sum=float(taken.sum()),
        room_euro_sum=float((reference.room - use.room)[money.limited].sum()),
        cost_discounted=worth.cost,
        admitted=int((table["decision"] == "admit").sum()),
        candidates=int(table["decision"].isin(["admit", "not_admitted"]).sum()),
    )
