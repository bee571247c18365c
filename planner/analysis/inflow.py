"""The flow into the package: phases, the work they bring, risks, and trajectories that start, run, convert and end."""

from __future__ import annotations

import numpy as np
import pandas as pd

from planner.analysis.after import waiting
from planner.impact.eligibility import Rulebook
from planner.impact.phases import procedures
from planner.model.choice import picks
from planner.model.plan import Plan

#: The decisions of a plan that bring in, or keep, a medicine through a route.
_BY_ROUTE = ("admit", "study")


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

    Columns: indication, route, phase, months (of the phase), ends (calendar year of its last month), waiting (QALYs, discounted,
    lost to the procedure, in proportion to its months).
    """
    scenario = plan.scenario
    routes, indications = list(scenario.table("Routes")["route"]), list(scenario.table("Indications")["indication"])
    asked = np.zeros((len(indications), len(routes)), dtype=bool)
    found, _ = procedures(scenario, Rulebook(scenario), asked)
    lost = waiting(plan).set_index("indication")["by_procedure"]
    rows: list[tuple[str, str, str, float, int, float]] = []
    for one in plan.decisions[plan.decisions["decision"].isin(_BY_ROUTE)].itertuples(index=False):
        name, route, offset = str(one.indication), str(one.route), float(str(one.offset))
        at, steps = indications.index(name), found.steps.get(routes.index(route), ())
        before = [step for step in steps if np.isnan(step.review[at]) and step.months[at] > 0 and step.left[at]]
        total = sum(float(step.months[at]) for step in before)
        ends = 12.0 * offset
        for step in reversed(before):
            months = float(step.months[at])
            year = scenario.settings.start_year + int(np.floor((ends - 1e-9) / 12.0))
            share = float(lost.get(name, np.nan)) * months / total
            rows.append((name, route, step.phase, months, year, share))
            ends -= months
    frame = pd.DataFrame(rows, columns=["indication", "route", "phase", "months", "ends", "waiting"])
    return frame.iloc[::-1].reset_index(drop=True)


def trajectories(plan: Plan) -> pd.DataFrame:
    """Routes that end, by calendar year: started, running (at the end of the year), converted and ended (both expected numbers).

    One row per route with a term that the plan uses and year. What ends after the plan is running until its last year.
    """
    scenario = plan.scenario
    routes = scenario.table("Routes").set_index("route")
    table = plan.options.table.iloc[plan.picked]
    years = np.array(list(scenario.settings.calendar))
    rows = []
    for route, own in table[table["route"].notna()].groupby("route", sort=False):
        term, kind = float(routes["term_years"][route]), str(routes["at_end"][route])
        if np.isnan(term) or kind == "stay":
            continue
        start, end = own["offset"].to_numpy(), own["offset"].to_numpy() + term
        on = own["goes_on"].fillna(0.0).to_numpy() if kind == "convert" else np.zeros(len(own))
        t = (years - years[0])[:, None].astype(float)
        begins = (start >= t - 1e-9) & (start < t + 1 - 1e-9)
        ends = (end > t + 1e-9) & (end <= t + 1 + 1e-9)
        running = (start < t + 1 - 1e-9) & (end > t + 1 + 1e-9)
        for at, year in enumerate(years):
            row = (begins[at].sum(), running[at].sum(), (on * ends[at]).sum(), ((1 - on) * ends[at]).sum())
            rows.append((route, int(year), *(float(value) for value in row)))
    return pd.DataFrame(rows, columns=["route", "year", "started", "running", "converted", "ended"])


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
    return pd.DataFrame(rows, columns=["indication", "year", "insufficient", "stopped"])


def risks(plan: Plan) -> pd.DataFrame:
    """The funnel by named risk: risk, meaning, control, candidates for which it holds, and how many of those are admitted."""
    scenario = plan.scenario
    stated = scenario.table("Risks")
    book = Rulebook(scenario)
    table = scenario.table("Indications")
    candidate = table["status"].isin(["candidate", "refused"]).to_numpy(dtype=bool)
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
    ends = scenario.table("Routes")["term_years"].notna() & (scenario.table("Routes")["at_end"] != "stay")
    return bool(len(scenario.table("Phases")) or len(scenario.table("Risks")) or ends.any())
