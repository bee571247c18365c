"""From pairs and starts to arrays: plain options in one pass, and those with a term, or of the existing package, beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from planner.impact import existing
from planner.impact.arrays import NAMES, Staged, Terms, line_charges, plain, staged, stages, study_by_year
from planner.impact.patients import Cohorts, on_treatment
from planner.impact.present import Present, present
from planner.impact.terms import since
from planner.impact.timing import NDArrayInt, Numbers
from planner.impact.units import Units, units
from planner.scenario.scenario import Scenario

#: Options whose effects are worked out at a time.
_BLOCK = 50_000


@dataclass(frozen=True)
class Moved:
    """The part of some options that is charged to another framework than ``Options.table.framework``: what follows a conversion.

    ``option`` are row numbers of the option table, ``framework`` the names; the arrays (moved option x year) are a part of
    those of ``Options``, which are totals: what the framework of the option is charged is the rest.
    """

    option: NDArrayInt
    framework: np.ndarray[tuple[int], np.dtype[np.object_]]
    cost: Numbers
    drug: Numbers
    must_fit: Numbers
    must_fit_drug: Numbers


@dataclass(frozen=True)
class Effects:
    """Arrays of the options of routes (option x year), by name as in ``Options``; None where no option needs them."""

    arrays: dict[str, Numbers]
    insufficient: Numbers | None = None
    stopped: Numbers | None = None
    moved: Moved | None = None


@dataclass(frozen=True)
class _Part:
    """Some of the options of routes: their row numbers, and a row of each thing from which their effects follow."""

    rows: NDArrayInt
    pair: pd.DataFrame
    offset: Numbers
    unit: Units
    terms: Terms
    study: Numbers

    def of(self, kept: NDArrayInt) -> _Part:
        return _Part(
            self.rows[kept],
            self.pair.iloc[kept],
            self.offset[kept],
            self.unit.rows(kept),
            self.terms.rows(kept),
            self.study[kept],
        )

    def write(self, into: dict[str, Numbers], found: Mapping[str, Numbers]) -> None:
        """Put what was found of these options over what stands in their rows."""
        for name, values in found.items():
            into[name][self.rows] = values


def effects(scenario: Scenario, pair: pd.DataFrame, table: pd.DataFrame, cohort: Cohorts) -> Effects:
    """What every option does by year; ``pair`` and ``table`` have a row per option."""
    offset, unit = table["offset"].to_numpy(), units(scenario, pair["i"].to_numpy(), pair)
    study = _study_cost(scenario, pair)
    whole = _Part(np.arange(len(pair)), pair, offset, unit, _terms(scenario, pair, table), study)
    arrays = _plain(scenario.settings.budget_basis, whole, cohort)
    admits = (pair["action"] == "admit").to_numpy()
    ends = admits & pair["term"].notna().to_numpy() & ((pair["at_end"] != "stay").to_numpy() | (study > 0))
    if admits.all() and not ends.any():
        return Effects(arrays)
    # Both functions write their rows into these arrays.
    into = {**arrays, "insufficient": np.zeros_like(arrays["cost"]), "stopped": np.zeros_like(arrays["cost"])}
    moved = _with_term(scenario, whole.of(np.flatnonzero(ends)), cohort, into) if ends.any() else None
    if not admits.all():
        _changing(scenario, whole.of(np.flatnonzero(~admits)), into)
    return Effects(arrays, into["insufficient"], into["stopped"], moved)


def _plain(basis: str, whole: _Part, cohort: Cohorts) -> dict[str, Numbers]:
    """``plain``, block by block: what it needs on the way would be as large as the result."""
    row = whole.pair["cohort"].to_numpy()
    arrays = {name: np.empty((len(row), cohort.patients.shape[2])) for name in NAMES}
    for first in range(0, len(row), _BLOCK):
        block = np.arange(first, min(first + _BLOCK, len(row)))
        starts = cohort.at(row[block], whole.offset[block])
        found = plain(basis, whole.unit.rows(block), whole.terms.rows(block), starts)
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


def _with_term(scenario: Scenario, part: _Part, cohort: Cohorts, into: dict[str, Numbers]) -> Moved | None:
    """Options with a term: written over the plain ones; what moves to another framework is returned."""
    of, own, offset = part.pair, part.terms, part.offset
    row, term = of["cohort"].to_numpy(), of["term"].to_numpy()
    until = np.where(of["at_end"] != "stay", term, np.inf)
    first, second = stages(cohort, row, offset, until, own.treats)
    converts = (of["at_end"] == "convert").to_numpy()[:, None]
    paid_study = study_by_year(cohort.halves(row, offset), term, part.study)
    found = staged(scenario.settings.budget_basis, part.unit, own, first, second, paid_study, converts)
    leaving = own.accepted * (1.0 - own.goes_on) * own.treats
    stopped = leaving * on_treatment(scenario, cohort, row, of["stops"].to_numpy(dtype=bool), offset, until)
    part.write(into, {**found.arrays, "insufficient": found.insufficient, "stopped": stopped})
    return _moved(part, found, into)


def _moved(part: _Part, found: Staged, into: dict[str, Numbers]) -> Moved | None:
    """After conversion the indication's own framework is charged: the part of the arrays that another framework bears."""
    of = part.pair
    other = (of["framework"] != of["own_framework"]).to_numpy(dtype=bool) & (of["at_end"] == "convert").to_numpy()
    if not other.any():
        return None
    for name in ("must_fit", "must_fit_drug"):  # each framework must hold its own largest outcome
        into[name][part.rows[other]] = (found.first[name] + found.later[name])[other]
    return Moved(
        option=part.rows[other],
        framework=of["own_framework"].to_numpy(dtype=object)[other],
        **{name: found.later[name][other] for name in ("cost", "drug", "must_fit", "must_fit_drug")},
    )


def _changing(scenario: Scenario, part: _Part, into: dict[str, Numbers]) -> None:
    """Options that change what is in the package: written over the plain ones."""
    of, start, horizon = part.pair, part.offset, scenario.settings.years
    baseline, row = present(scenario), of["i"].to_numpy()
    here = Present(baseline.patients[row], baseline.avoided[row], baseline.starters[row])
    action = of["action"].to_numpy(dtype=object)
    term = np.where(action == "study", of["term"].to_numpy(), np.inf)
    price = (of["list_price"] * (1.0 - of["present_discount"])).to_numpy()[:, None]
    terms = replace(part.terms, entry=price, entry_mandate=price)
    spread = since(start, horizon) - since(start + term, horizon)
    with np.errstate(invalid="ignore"):
        paid = np.where(np.isinf(term)[:, None], 0.0, spread * (part.study / term)[:, None])
    arrays, insufficient = existing.changes(
        scenario.settings.budget_basis, part.unit, terms, here, action, start, start + term, paid
    )
    stop = np.where(action == "leave", start, start + term)
    chance = np.where(action == "leave", 1.0, 1.0 - np.nan_to_num(terms.goes_on[:, 0], nan=1.0))
    stopped = existing.stopped_at(stop, chance[:, None] * here.patients)
    part.write(into, {**arrays, "insufficient": insufficient, "stopped": stopped})
