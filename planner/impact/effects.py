"""From pairs and starts to arrays: plain options in one pass, and those with a term, or of the existing package, beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from planner.impact import existing
from planner.impact.arrays import NAMES, Staged, Terms, line_charges, plain, staged, stages, study_by_year
from planner.impact.patients import Cohorts, NDArrayInt, on_treatment
from planner.impact.present import Present, present
from planner.impact.terms import since
from planner.impact.timing import Numbers
from planner.impact.units import Units, units
from planner.scenario.scenario import Scenario

#: Options whose effects are worked out at a time.
_BLOCK = 50_000


@dataclass(frozen=True)
class Effects:
    """Arrays of the options of routes (option x year), by name as in ``Options``; None where no option needs them.

    ``moved`` holds option (row numbers), framework and arrays of what is charged to another framework.
    """

    arrays: dict[str, Numbers]
    insufficient: Numbers | None = None
    stopped: Numbers | None = None
    moved: dict[str, Any] | None = None


def effects(scenario: Scenario, pair: pd.DataFrame, table: pd.DataFrame, cohort: Cohorts) -> Effects:
    """What every option does by year; ``pair`` and ``table`` have a row per option."""
    row, offset = pair["cohort"].to_numpy(), table["offset"].to_numpy()
    unit = units(scenario, pair["i"].to_numpy(), pair)
    terms = _terms(scenario, pair, table)
    arrays = _plain(scenario.settings.budget_basis, unit, terms, cohort, (row, offset))
    admits = (pair["action"] == "admit").to_numpy()
    study = _study_cost(scenario, pair)
    ends = admits & pair["term"].notna().to_numpy() & ((pair["at_end"] != "stay").to_numpy() | (study > 0))
    if admits.all() and not ends.any():
        return Effects(arrays)
    # Both functions write their rows into these arrays.
    whole = {**arrays, "insufficient": np.zeros_like(arrays["cost"]), "stopped": np.zeros_like(arrays["cost"])}
    with_term, changing = np.flatnonzero(ends), np.flatnonzero(~admits)
    moved = _with_term(scenario, pair, table, cohort, unit, terms, study, with_term, whole) if len(with_term) else None
    if len(changing):
        _changing(scenario, pair, table, unit, terms, study, changing, whole)
    return Effects(arrays, whole["insufficient"], whole["stopped"], moved)


def _plain(
    basis: str, unit: Units, terms: Terms, cohort: Cohorts, starts: tuple[NDArrayInt, Numbers]
) -> dict[str, Numbers]:
    """``plain``, block by block: what it needs on the way would be as large as the result."""
    row, offset = starts
    arrays = {name: np.empty((len(row), cohort.patients.shape[2])) for name in NAMES}
    for first in range(0, len(row), _BLOCK):
        block = np.arange(first, min(first + _BLOCK, len(row)))
        found = plain(basis, unit.rows(block), terms.rows(block), cohort.at(row[block], offset[block]))
        for name, values in found.items():
            arrays[name][block] = values
    return arrays


def _terms(scenario: Scenario, pair: pd.DataFrame, table: pd.DataFrame) -> Terms:
    def column(values: pd.Series | Numbers) -> Numbers:
        return np.asarray(values, dtype=np.float64)[:, None]

    two = pair["two_stage"].to_numpy(dtype=bool)
    entry, fixed = table["entry_price"].to_numpy(), pair["fixed_price"].to_numpy()
    by_rule, mandate = ~np.isnan(fixed), table["mandate_price"].to_numpy()
    return Terms(
        accepted=column(table["acceptance"]),
        entry=column(entry),
        entry_mandate=column(np.where(two, entry, mandate)),
        later=column(np.where(by_rule, fixed, table["net_price"])),
        later_mandate=column(np.where(by_rule, fixed, mandate)),
        goes_on=column(table["goes_on"].fillna(1.0)),
        treats=column(pair["treats"]),
        charged_by=line_charges(scenario, pair["budget_line"]),
    )


def _study_cost(scenario: Scenario, pair: pd.DataFrame) -> Numbers:
    """What the payer pays for a study during the term of each option, in all [EUR million]."""
    own = scenario.table("Indications")[["study_payer", "study_cost"]].iloc[pair["i"]]
    pays = (own["study_payer"] == "payer").to_numpy() & pair["term"].notna().to_numpy()
    return np.where(pays, np.nan_to_num(own["study_cost"].to_numpy()), 0.0)


def _with_term(
    scenario: Scenario,
    pair: pd.DataFrame,
    table: pd.DataFrame,
    cohort: Cohorts,
    unit: Units,
    terms: Terms,
    study: Numbers,
    kept: NDArrayInt,
    whole: dict[str, Numbers],
) -> dict[str, Any] | None:
    """Options (row numbers ``kept``) with a term: written over the plain ones; what moves to another framework is returned."""
    of, own = pair.iloc[kept], terms.rows(kept)
    row, offset, term = of["cohort"].to_numpy(), table["offset"].to_numpy()[kept], of["term"].to_numpy()
    ends = (of["at_end"] != "stay").to_numpy()
    first, second = stages(cohort, row, offset, np.where(ends, term, np.inf), own.treats)
    converts = (of["at_end"] == "convert").to_numpy()[:, None]
    paid_study = study_by_year(cohort.halves(row, offset), term, study[kept])
    found = staged(scenario.settings.budget_basis, unit.rows(kept), own, first, second, paid_study, converts)
    for name, values in found.arrays.items():
        whole[name][kept] = values
    whole["insufficient"][kept] = found.insufficient
    stops = of["stops"].to_numpy(dtype=bool)
    leaving = own.accepted * (1.0 - own.goes_on) * own.treats
    whole["stopped"][kept] = leaving * on_treatment(scenario, cohort, row, stops, offset, np.where(ends, term, np.inf))
    return _moved(of, kept, found, whole)


def _moved(of: pd.DataFrame, kept: NDArrayInt, found: Staged, whole: dict[str, Numbers]) -> dict[str, Any] | None:
    """After conversion the indication's own framework is charged: the part of the arrays that another framework bears."""
    other = (of["framework"] != of["own_framework"]).to_numpy(dtype=bool) & (of["at_end"] == "convert").to_numpy()
    if not other.any():
        return None
    rows = kept[other]
    for name in ("must_fit", "must_fit_drug"):  # each framework must hold its own largest outcome
        whole[name][rows] = (found.first[name] + found.later[name])[other]
    return {
        "option": rows,
        "framework": of["own_framework"].to_numpy(dtype=object)[other],
        **{name: found.later[name][other] for name in ("cost", "drug", "must_fit", "must_fit_drug")},
    }


def _changing(
    scenario: Scenario,
    pair: pd.DataFrame,
    table: pd.DataFrame,
    unit: Units,
    terms: Terms,
    study: Numbers,
    kept: NDArrayInt,
    whole: dict[str, Numbers],
) -> None:
    """Options (row numbers ``kept``) that change what is in the package: written over the plain ones."""
    of, own, horizon = pair.iloc[kept], terms.rows(kept), scenario.settings.years
    baseline, row = present(scenario), of["i"].to_numpy()
    here = Present(baseline.patients[row], baseline.avoided[row], baseline.starters[row])
    start, action = table["offset"].to_numpy()[kept], of["action"].to_numpy(dtype=object)
    term = np.where(action == "study", of["term"].to_numpy(), np.inf)
    present_price = (of["list_price"] * (1.0 - of["present_discount"])).to_numpy()[:, None]
    facts = Terms(**{**vars(own), "entry": present_price, "entry_mandate": present_price})
    spread = since(start, horizon) - since(start + term, horizon)
    with np.errstate(invalid="ignore"):
        paid = np.where(np.isinf(term)[:, None], 0.0, spread * (study[kept] / term)[:, None])
    arrays, insufficient = existing.changes(
        scenario.settings.budget_basis, unit.rows(kept), facts, here, action, start, start + term, paid
    )
    for name, values in arrays.items():
        whole[name][kept] = values
    whole["insufficient"][kept] = insufficient
    stop = np.where(action == "leave", start, start + term)
    chance = np.where(action == "leave", 1.0, 1.0 - np.nan_to_num(own.goes_on[:, 0], nan=1.0))
    whole["stopped"][kept] = existing.stopped_at(stop, chance[:, None] * here.patients)
