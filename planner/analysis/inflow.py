"""The flow into the package: phases, the work they bring, risks, and trajectories that start, run, convert and end."""

from __future__ import annotations

import numpy as np
import pandas as pd

from planner.analysis.lead_time import route_procedures
from planner.impact.eligibility import Rulebook
from planner.impact.existing import converting_route
from planner.impact.timing import years_after_start
from planner.model.choice import picks
from planner.model.plan import Plan
from planner.scenario.order import as_stated
from planner.scenario.tables import CANDIDATES

#: The decisions of a plan that bring in, or keep, a medicine through a route.
_BY_ROUTE = ("admit", "study")
#: Reasons for being left out that more room would mend.
_WAITS = ("no_room", "within_gap")


def work(plan: Plan) -> pd.DataFrame:
    """Work against capacity: pool, year, work and capacity (in the unit of the sheet Resources; NaN = no limit stated)."""
    years = list(plan.scenario.settings.calendar)
    stated = plan.scenario.table("Resources").set_index(["resource", "year"])["capacity"]
    own, rows = picks(plan.chosen), []
    for pool, array in plan.options.work.items():
        for year, used in zip(years, own.parts @ array[own.rows], strict=True):
            rows.append((pool, year, float(used), float(stated.get((pool, float(year)), np.nan))))
    return pd.DataFrame(rows, columns=["pool", "year", "work", "capacity"])


def phases(plan: Plan) -> pd.DataFrame:
    """Each phase before the start of each decision by a route with phases, counted back from the start.

    Columns: indication, route, phase, months (of the phase), ends (calendar year of its last month). What a phase loses in
    health: ``lead_time``.
    """
    scenario, found = plan.scenario, route_procedures(plan)
    routes, indications = list(scenario.table("Routes")["route"]), list(scenario.table("Indications")["indication"])
    rows: list[tuple[str, str, str, float, int]] = []
    for one in plan.decisions[plan.decisions["decision"].isin(_BY_ROUTE)].itertuples(index=False):
        name, route, ends = str(one.indication), str(one.route), 12.0 * float(str(one.offset))
        at, steps = indications.index(name), found.steps.get(routes.index(route), ())
        for step in reversed(steps):
            months = float(step.months[at])
            if np.isnan(step.review[at]) and months > 0 and step.left[at]:
                year = scenario.settings.start_year + int(np.floor((ends - 1e-9) / 12.0))
                rows.append((name, route, step.phase, months, year))
                ends -= months
    frame = pd.DataFrame(rows, columns=["indication", "route", "phase", "months", "ends"])
    return frame.iloc[::-1].reset_index(drop=True)


def queue(plan: Plan, why: pd.DataFrame) -> pd.DataFrame:
    """Who could have started and has not, at the end of each year, of those whose admission takes work from a pool.

    ``why`` is ``reasons(plan)``. Columns: pool, year, waiting (a later start in the plan, or left out because there is no
    room for it; not what is left out because it loses more than it gains), by_pool (those of them whom this pool holds up).
    """
    table, years = plan.options.table, list(plan.scenario.settings.calendar)
    chosen = plan.decisions.set_index("indication")["offset"].astype(float)
    facts = why.set_index("indication")
    rows = []
    for pool, work_ in plan.options.work.items():
        busy = ((work_.sum(axis=1) > 0) & (table["action"] == "admit")).to_numpy()
        first = table[busy].groupby("indication", sort=False)["offset"].min()
        code = facts["code"].reindex(first.index)
        asked = code.isin([*_WAITS, "worth_it", "later"])
        first = first[asked]
        starts = chosen.reindex(first.index).fillna(np.inf)
        by = facts.reindex(first.index)
        held = ((by["limit_family"] == "resource") & (by["limit_name"] == pool)).to_numpy(dtype=bool)
        for t, year in enumerate(years):
            waits = ((first < t + 1 - 1e-9) & (starts >= t + 1 - 1e-9)).to_numpy()
            rows.append((pool, year, int(waits.sum()), int((waits & held).sum())))
    return pd.DataFrame(rows, columns=["pool", "year", "waiting", "by_pool"])


def trajectories(plan: Plan) -> pd.DataFrame:
    """Routes that end, by calendar year: started, running (at the end of the year), converted and ended; expected numbers.

    One row per route with a term that the plan uses and year; what is in conditional admission already counts for the
    route that it applies for. What ends after the plan is running until its last year; a share of the patients is a whole
    trajectory, with the chance that it comes about.
    """
    frame = pd.concat([_begun(plan), _under_way(plan)], ignore_index=True)
    years = list(plan.scenario.settings.calendar)
    rows = []
    for route, own in frame.groupby("route", sort=False):
        start, end, weight, on = (own[name].to_numpy(dtype=float) for name in ("start", "end", "weight", "on"))
        for t, year in enumerate(years):
            begins = weight * ((start >= t - 1e-9) & (start < t + 1 - 1e-9))
            ends = weight * ((end > t + 1e-9) & (end <= t + 1 + 1e-9))
            running = weight * ((start < t + 1 - 1e-9) & (end > t + 1 + 1e-9))
            rows.append((route, year, begins.sum(), running.sum(), (on * ends).sum(), ((1 - on) * ends).sum()))
    frame = pd.DataFrame(rows, columns=["route", "year", "started", "running", "converted", "ended"])
    return as_stated(frame, route=plan.scenario.table("Routes")["route"])


def _begun(plan: Plan) -> pd.DataFrame:
    """Trajectories of the plan: route, start and end [years], weight (the chance that it comes about), on (that it goes on)."""
    routes = plan.scenario.table("Routes").set_index("route")
    own = picks(plan.chosen)
    table = plan.options.table.iloc[own.rows].assign(part=own.parts).dropna(subset=["route"])
    way = routes.loc[table["route"]]
    study = (table["action"] == "study").to_numpy()
    ends = way["term_years"].notna().to_numpy() & (study | (way["at_end"] != "stay").to_numpy())
    on = np.where(study | (way["at_end"] == "convert").to_numpy(), table["goes_on"].fillna(0.0), 0.0)
    frame = pd.DataFrame(
        {
            "route": table["route"].to_numpy(),
            "start": table["offset"].to_numpy(),
            "end": table["offset"].to_numpy() + way["term_years"].to_numpy(),
            "weight": (table["part"] * table["acceptance"]).to_numpy(),
            "on": on,
        }
    )
    return frame[ends]


def _under_way(plan: Plan) -> pd.DataFrame:
    """Conditional admissions from before the plan: until their term ends, or until the plan lets them go."""
    scenario = plan.scenario
    indications, routes = scenario.table("Indications"), scenario.table("Routes")
    mine = indications[indications["status"] == "conditional"]
    decided = plan.decisions.set_index("indication").loc[mine["indication"]]
    ways = [converting_route(text, routes) for text in mine["applies_for"]]
    table = plan.options.table
    stays = table[table["action"] == "stay"].set_index("indication")
    goes = (decided["decision"] == "leave").to_numpy(dtype=bool)
    end = np.where(goes, decided["offset"].astype(float), years_after_start(mine["term_end"], scenario.settings))
    frame = pd.DataFrame(
        {
            "route": [None if way is None else str(routes["route"].iloc[way]) for way in ways],
            "start": -1.0,
            "end": np.maximum(end, 1e-6),  # what ends as the plan begins ends in its first year
            "weight": 1.0,
            "on": np.where(goes, 0.0, stays["goes_on"].loc[mine["indication"]]),
        }
    )
    return frame.dropna(subset=["route"])


def insufficient(plan: Plan) -> pd.DataFrame:
    """By indication and year: expected spending on what proves insufficient [EUR million], and patients when it stops."""
    years = list(plan.scenario.settings.calendar)
    table = plan.options.table.iloc[plan.picked].reset_index(drop=True)
    share = plan.shares[:, None]
    spent, stopped = plan.options.insufficient[plan.picked] * share, plan.options.stopped[plan.picked] * share
    rows = [
        (name, year, float(spent[at, t]), float(stopped[at, t]))
        for at, name in enumerate(table["indication"])
        if spent[at].any() or stopped[at].any()
        for t, year in enumerate(years)
    ]
    frame = pd.DataFrame(rows, columns=["indication", "year", "insufficient", "stopped"])
    return as_stated(frame, indication=plan.decisions["indication"])


def risks(plan: Plan) -> pd.DataFrame:
    """The funnel by named risk: risk, meaning, control, candidates for which it holds, and how many of those are admitted."""
    scenario = plan.scenario
    stated = scenario.table("Risks")
    book = Rulebook(scenario)
    table = scenario.table("Indications")
    candidate = table["status"].isin(CANDIDATES).to_numpy(dtype=bool)
    admitted = (
        table["indication"]
        .isin(plan.decisions["indication"][plan.decisions["decision"] == "admit"])
        .to_numpy(dtype=bool)
    )
    rows = []
    for risk, meaning, control in zip(stated["risk"], stated["meaning"], stated["control"], strict=True):
        holds = book.columns[risk].astype(bool) & candidate
        rows.append((risk, meaning, control, int(holds.sum()), int((holds & admitted).sum())))
    return pd.DataFrame(rows, columns=["risk", "meaning", "control", "candidates", "admitted"])


def funnel(plan: Plan) -> pd.DataFrame:
    """The funnel by named risk and year: arrive (candidates for whom it holds, by the year of their authorisation, at the
    earliest the plan's first) and start (those of them that the plan admits, by the year of their start).

    Columns: risk (None: no named risk holds), year, arrive, start. An indication counts for every risk that holds.
    """
    scenario = plan.scenario
    book, table, stated = Rulebook(scenario), scenario.table("Indications"), list(scenario.table("Risks")["risk"])
    years = list(scenario.settings.calendar)
    candidate = table["status"].isin(CANDIDATES).to_numpy(dtype=bool)
    comes = np.maximum(book.columns["available_year"], years[0])
    decided = plan.decisions.set_index("indication").loc[table["indication"]]
    starts = decided["start_year"].where(decided["decision"] == "admit").to_numpy(dtype=float)
    holds = {risk: book.columns[risk].astype(bool) for risk in stated}
    free = ~np.any([np.zeros(len(table), dtype=bool), *holds.values()], axis=0)
    return pd.DataFrame(
        [
            (risk, year, int((mine & candidate & (comes == year)).sum()), int((mine & (starts == year)).sum()))
            for risk, mine in [*holds.items(), (None, free)]
            for year in years
        ],
        columns=["risk", "year", "arrive", "start"],
    )


def yield_of_work(plan: Plan) -> pd.DataFrame:
    """By route: decisions and their work over the plan (a share of the patients is a whole decision), QALYs gained
    (undiscounted) and QALYs per unit of work; NaN without work.
    """
    own = picks(plan.chosen)
    table = plan.options.table.iloc[own.rows].reset_index(drop=True)
    total = sum((array[own.rows].sum(axis=1) for array in plan.options.work.values()), np.zeros(len(table))) * own.parts
    gained = plan.options.qalys[own.rows].sum(axis=1) * own.shares
    frame = table.assign(work=total, gained=gained).dropna(subset=["route"]).groupby("route", sort=False)
    result = frame.agg(
        decisions=("indication", "nunique"), work=("work", "sum"), gained=("gained", "sum")
    ).reset_index()
    return result.assign(per_work=(result["gained"] / result["work"]).where(result["work"] > 0))


def has_inflow(plan: Plan) -> bool:
    """Whether there is a flow to show: phases, named risks or routes that end."""
    scenario = plan.scenario
    routes = scenario.table("Routes")
    ends = routes["term_years"].notna() & ((routes["at_end"] != "stay") | (routes["action"] == "study"))
    return bool(len(scenario.table("Phases")) or len(scenario.table("Risks")) or ends.any())
