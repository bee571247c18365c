"""What happens with indications that are in the package: differences from staying at present terms (model.md section 5).

The baseline holds every one of them at present terms. ``leave`` takes its spending, offsets and health away, ``renegotiate``
changes its price, ``study`` keeps it for a term and then with the chance that it is demonstrated; ``stay`` is nothing, but
for what is in conditional admission: at ``term_end`` it goes on at its definitive price, or leaves.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from planner.impact.arrays import NAMES, Terms
from planner.impact.bounds import price_facts
from planner.impact.present import Present
from planner.impact.terms import since
from planner.impact.timing import NDArrayInt, Numbers, years_after_start
from planner.impact.units import Units, largest, units
from planner.scenario.scenario import Scenario
from planner.scenario.tables import IN_PACKAGE, names_in


def changes(
    basis: str,
    unit: Units,
    terms: Terms,
    of: Present,
    action: np.ndarray[tuple[int], np.dtype[np.object_]],
    start: Numbers,
    end: Numbers,
    study: Numbers,
) -> tuple[dict[str, Numbers], Numbers]:
    """Arrays (option x year) of options that change what is in the package, and the expected spending that proves insufficient.

    ``of`` and the columns have a row per option; ``start`` and ``end`` [years after the plan's start]: from when it changes,
    and when the term ends (infinite = never). ``terms.entry`` is the present price, ``terms.later`` the new one. Outcomes:
    what is wanted happens (chance ``accepted``, of a term ``goes_on``), or it does not.
    """
    horizon = of.patients.shape[1]
    price_change = np.isin(action, ("renegotiate", "stay"))[:, None]
    by_term = np.isin(action, ("study", "stay"))[:, None]
    changed = np.where(by_term, since(end, horizon), since(start, horizon))
    # Shares of present use that go on at the present price, and at the new one, if it succeeds and if it does not.
    succeeds = np.where(by_term, terms.goes_on, terms.accepted)
    new_price = np.where(price_change, changed, 0.0)
    gone = np.where(action[:, None] == "leave", changed, 0.0)
    good = _difference(unit, terms.entry, terms.later, of, 1.0 - new_price - gone, new_price)
    good_mandate = _difference(unit, terms.entry, terms.later_mandate, of, 1.0 - new_price - gone, new_price)
    bad = _difference(unit, terms.entry, terms.later, of, np.where(by_term, 1.0 - changed, 1.0), np.zeros_like(changed))
    chance = [succeeds > 0, succeeds < 1.0 - 1e-9]
    drug = succeeds * good[0] + (1.0 - succeeds) * bad[0]
    saved = succeeds * good[1] + (1.0 - succeeds) * bad[1]
    cost = succeeds * (good[0] + good[2]) + (1.0 - succeeds) * (bad[0] + bad[2]) + study
    fits, fits_drug = cost, drug - saved
    if basis == "committed":
        fits = largest([(good_mandate[0] + good_mandate[2] + study, chance[0]), (bad[0] + bad[2] + study, chance[1])])
        fits_drug = largest([(good_mandate[0] - good[1], chance[0]), (bad[0] - bad[1], chance[1])])
    lost = np.where(by_term, (unit.p_effective - terms.goes_on) * changed, unit.p_effective * gone)
    touched = np.maximum(changed, np.where(by_term, since(start, horizon), 0.0))
    arrays = {
        "patients": of.patients * touched,
        "starters": of.starters * touched,
        "qalys": -lost * unit.gain * of.patients,
        "cost": cost,
        "drug": drug,
        "must_fit": fits,
        "must_fit_drug": fits_drug,
        "charged": np.zeros_like(cost),
        "gross_drug": np.zeros_like(cost),
    }
    spent = unit.due(unit.listed(terms.entry, of.patients)) * np.maximum(0.0, since(start, horizon) - changed)
    insufficient = np.where(by_term, (1.0 - unit.p_demonstrated) * spent, 0.0)
    return arrays, insufficient


def _difference(
    unit: Units, present_price: Numbers, new_price: Numbers, of: Present, old: Numbers, new: Numbers
) -> tuple[Numbers, Numbers, Numbers]:
    """Against present terms [EUR million], where shares ``old`` and ``new`` of present use go on at each price.

    Drug spending, medicine replaced, and other care (``other - replaced - avoided``).
    """
    before = unit.listed(present_price, of.patients)
    after = before * old + unit.listed(new_price, of.patients) * new
    use = old + new - 1.0
    replaced = use * unit.replaced * of.patients / 1e6
    around = use * (unit.other * of.patients - unit.offset * of.avoided) / 1e6 - replaced
    return unit.due(after) - unit.due(before), replaced, around


@dataclass(frozen=True)
class Staying:
    """The options to stay: one for each indication in the package, with its arrays."""

    table: pd.DataFrame
    arrays: dict[str, Numbers]
    insufficient: Numbers
    stopped: Numbers


def staying(scenario: Scenario, of: Present) -> Staying:
    """Options to stay at present terms: no difference, but for indications in conditional admission from ``term_end`` on.

    Those go on with ``p_demonstrated`` at the definitive price of the first route of ``applies_for`` that converts.
    """
    indications, settings = scenario.table("Indications"), scenario.settings
    rows = np.flatnonzero(indications["status"].isin(IN_PACKAGE).to_numpy(dtype=bool))
    own = indications.iloc[rows].reset_index(drop=True)
    conditional = (own["status"] == "conditional").to_numpy(dtype=bool)
    shape = (len(rows), settings.years)
    arrays = {name: np.zeros(shape) for name in NAMES}
    insufficient, stopped = np.zeros(shape), np.zeros(shape)
    definitive, goes_on = np.full(len(rows), np.nan), np.full(len(rows), np.nan)
    if conditional.any():
        kept = np.flatnonzero(conditional)
        found, spent, definitive[kept], goes_on[kept] = _conditional(scenario, rows[kept], of)
        for name, values in found.items():
            arrays[name][kept] = values
        insufficient[kept] = spent
        stopped[kept] = stopped_at(
            years_after_start(own["term_end"], settings)[kept], (1.0 - goes_on[kept])[:, None] * of.patients[rows[kept]]
        )
    price = (own["list_price"] * (1.0 - own["present_discount"])).to_numpy()
    table = pd.DataFrame(
        {
            "i": rows,
            "indication": own["indication"].to_numpy(),
            "route": None,
            "action": "stay",
            "framework": own["framework"].to_numpy(),
            "budget_line": None,
            "start_year": settings.start_year,
            "start_month": 1,
            "offset": 0.0,
            "discount": own["present_discount"].to_numpy(),
            "mandate_price": price,
            "net_price": price,
            "acceptance": 1.0,
            "certain": True,
            "icer": np.nan,
            "goes_on": goes_on,
            "entry_price": price,
            "definitive_price": definitive,
        }
    )
    return Staying(table, arrays, insufficient, stopped)


def stopped_at(moment: Numbers, patients: Numbers) -> Numbers:
    """Patients (option x year) in the year in which a moment lies [years after the plan's start], 0 in all others."""
    year = np.arange(patients.shape[1])[None, :]
    return np.where(year == np.floor(moment + 1e-12)[:, None], patients, 0.0)


def _conditional(
    scenario: Scenario, rows: NDArrayInt, of: Present
) -> tuple[dict[str, Numbers], Numbers, Numbers, Numbers]:
    """Indications (row numbers) in conditional admission: arrays, spending that proves insufficient, definitive price, and the
    chance that reimbursement goes on.
    """
    indications, routes = scenario.table("Indications"), scenario.table("Routes")
    own = indications.iloc[rows].reset_index(drop=True)
    way = routes.iloc[[converting_route(text, routes) or 0 for text in own["applies_for"]]].reset_index(drop=True)
    facts = price_facts(scenario, own, way)
    price = (own["list_price"] * (1.0 - own["present_discount"])).to_numpy()
    later = np.where(way["definitive_price"] == "same", price, facts["fixed_price"])
    # At a price below nothing it cannot go on.
    goes_on = np.where(later < 0, 0.0, own["p_demonstrated"].to_numpy())
    later = np.maximum(later, 0.0)
    terms = Terms(
        accepted=np.ones((len(rows), 1)),
        entry=price[:, None],
        entry_mandate=price[:, None],
        later=later[:, None],
        later_mandate=later[:, None],
        goes_on=goes_on[:, None],
        treats=np.ones((len(rows), 1)),
        charged_by=np.full(len(rows), None, dtype=object),
    )
    no_stopping = pd.DataFrame({"paid": facts["paid"], "monitoring": 0.0, "stops": False}, index=own.index)
    end = years_after_start(own["term_end"], scenario.settings)
    arrays, insufficient = changes(
        scenario.settings.budget_basis,
        units(scenario, rows, no_stopping),
        terms,
        Present(of.patients[rows], of.avoided[rows], of.starters[rows]),
        np.full(len(rows), "stay", dtype=object),
        np.zeros(len(rows)),
        end,
        np.zeros((len(rows), scenario.settings.years)),
    )
    return arrays, insufficient, later, goes_on


def converting_route(applies_for: str | None, routes: pd.DataFrame) -> int | None:
    """Row number of the first route that a cell ``applies_for`` names and that converts after a term; None without."""
    converts = dict(zip(routes["route"], (routes["at_end"] == "convert").to_numpy(), strict=True))
    for name in names_in(applies_for):
        if converts.get(name):
            return int(np.flatnonzero((routes["route"] == name).to_numpy())[0])
    return None
