"""What every option does by year (option x year): expectations over its outcomes, and the spending that must fit hard limits.

An option that may be refused, or that ends or converts after a term, has several outcomes: refused (nothing), accepted and
converted, accepted and stopped. Each outcome's arrays are interpolated first (a start in the middle of a year), then come the
expectation and the largest (model.md sections 3 to 6).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from planner.impact.acceptance import is_certain
from planner.impact.patients import Cohorts
from planner.impact.terms import within
from planner.impact.timing import Flags, NDArrayInt, Numbers
from planner.impact.units import Units, largest
from planner.scenario.scenario import Scenario

NAMES = ("patients", "starters", "qalys", "cost", "drug", "must_fit", "must_fit_drug", "charged", "gross_drug")


@dataclass(frozen=True)
class Terms:
    """How the options of a scenario are charged: arrays and columns per option (option x 1), beside ``Units``.

    ``entry`` and ``entry_mandate`` are the prices until a term ends, ``later`` and ``later_mandate`` those after conversion;
    ``accepted`` is the chance that it starts, ``goes_on`` that it goes on after the term.
    """

    accepted: Numbers
    entry: Numbers
    entry_mandate: Numbers
    later: Numbers
    later_mandate: Numbers
    goes_on: Numbers
    treats: Numbers
    charged_by: np.ndarray[tuple[int], np.dtype[np.object_]]

    @property
    def refusable(self) -> Flags:
        return ~is_certain(self.accepted)

    def rows(self, kept: NDArrayInt) -> Terms:
        return Terms(**{name: values[kept] for name, values in vars(self).items()})


def plain(settings_basis: str, unit: Units, terms: Terms, cohort: Cohorts) -> dict[str, Numbers]:
    """Options that start and stay, if accepted."""
    patients = cohort.patients * terms.treats
    care = unit.other * patients / 1e6
    replaced = unit.replaced * patients / 1e6
    avoided = unit.offset * (cohort.avoided * terms.treats) / 1e6
    signed = unit.due(unit.listed(terms.entry, patients))
    mandate = unit.due(unit.listed(terms.entry_mandate, patients))
    accepted, refusable = terms.accepted, terms.refusable
    cost = accepted * (signed + care - replaced - avoided)
    committed = settings_basis == "committed"
    charged = _charge(terms.charged_by, mandate, care, replaced + avoided)
    return {
        "patients": patients,
        "starters": cohort.starters * terms.treats,
        "qalys": accepted * (unit.p_effective * unit.gain) * cohort.patients,
        "cost": cost,
        "drug": accepted * signed,
        "must_fit": _committed(mandate + care - replaced - avoided, refusable) if committed else cost,
        "must_fit_drug": _committed(mandate - replaced, refusable) if committed else accepted * (signed - replaced),
        "charged": _committed(charged, refusable),
        "gross_drug": mandate,
    }


def _committed(accepted: Numbers, refusable: Flags) -> Numbers:
    """The largest spending over the outcomes that can happen: accepted at the mandate price, or refused (nothing)."""
    return np.where(refusable, np.maximum(accepted, 0.0), accepted)


def _charge(how: np.ndarray[tuple[int], np.dtype[np.object_]], drug: Numbers, care: Numbers, saved: Numbers) -> Numbers:
    """What a budget line is charged if accepted: the medicine, medicine and accompanying care, or net cost; no line: nothing."""
    by = how[:, None]
    charged = np.where(by == "drug", drug, np.where(by == "drug_and_care", drug + care, drug + care - saved))
    return np.where(pd.isna(by), 0.0, charged)


@dataclass(frozen=True)
class Stage:
    """Patients of one stage of an option by year (interpolated halves): those treated and all, avoided care, those who start."""

    treated: Numbers
    patients: Numbers
    avoided: Numbers
    starters: Numbers


def stages(table: Cohorts, row: NDArrayInt, offset: Numbers, term: Numbers, treats: Numbers) -> tuple[Stage, Stage]:
    """The stage within the term and the one after it: each half of a start in the middle of a year carries its own end."""
    horizon = table.patients.shape[2]
    parts: list[list[Numbers]] = [[], []]
    for share, start, half in table.halves(row, offset):
        inside = within(start, term, horizon)
        for stage, weight in zip(parts, (inside, 1.0 - inside), strict=True):
            stage.append(share * weight * np.stack([half.patients, half.avoided, half.starters]))
    made = []
    for first, second in parts:
        patients, avoided, starters = first + second
        made.append(Stage(patients * treats, patients, avoided * treats, starters * treats))
    return made[0], made[1]


@dataclass(frozen=True)
class Staged:
    """Options that end or convert after a term. ``arrays`` are totals; ``first`` and ``later`` what is charged in each stage.

    ``insufficient`` as in ``Options``.
    """

    arrays: dict[str, Numbers]
    first: dict[str, Numbers]
    later: dict[str, Numbers]
    insufficient: Numbers


def staged(
    basis: str, unit: Units, terms: Terms, first: Stage, second: Stage, study: Numbers, converts: Flags
) -> Staged:
    """Options with a term: within it, then with chance ``goes_on`` after it, else reimbursement stops, offsets too.

    ``study`` [EUR million by year] counts in cost, not in lines. ``converts`` (option x 1): an end by evidence, so that what
    is spent in the term may prove to be spent on a medicine that is insufficient.
    """
    accepted, on = terms.accepted, terms.goes_on
    can = [on > 0, on < 1.0 - 1e-9]
    drug, drug_later = _two(unit, terms.entry, terms.later, first, second)
    mandate, mandate_later = _two(unit, terms.entry_mandate, terms.later_mandate, first, second)
    care, replaced, avoided = _around(unit, first)
    care_later, replaced_later, avoided_later = _around(unit, second)
    around, around_later = care - replaced - avoided, care_later - replaced_later - avoided_later
    refused = (np.zeros_like(drug), terms.refusable)
    cost, cost_later = accepted * (drug + around + study), accepted * on * (drug_later + around_later)
    drug_mean, drug_mean_later = accepted * drug, accepted * on * drug_later
    saved, saved_later = accepted * replaced, accepted * on * replaced_later
    never = np.zeros_like(drug)

    def most(now: Numbers, after: Numbers) -> tuple[Numbers, Numbers, Numbers]:
        """The largest of both stages together, of the first and of the second one."""
        both = largest([(now + after, can[0]), (now, can[1]), refused])
        return both, largest([(now, can[0] | can[1]), refused]), largest([(after, can[0]), (never, can[1]), refused])

    fits = most(mandate + around + study, mandate_later + around_later)
    fits_drug = most(mandate - replaced, mandate_later - replaced_later)
    if basis != "committed":
        fits = (cost + cost_later, cost, cost_later)
        fits_drug = (
            drug_mean - saved + drug_mean_later - saved_later,
            drug_mean - saved,
            drug_mean_later - saved_later,
        )
    charged = _charge(terms.charged_by, mandate, care, replaced + avoided)
    health = unit.p_effective * first.patients + on * second.patients
    arrays = {
        "patients": first.treated + on * second.treated,
        "starters": first.starters + on * second.starters,
        "qalys": accepted * unit.gain * health,
        "cost": cost + cost_later,
        "drug": drug_mean + drug_mean_later,
        "must_fit": fits[0],
        "must_fit_drug": fits_drug[0],
        "charged": largest([(charged, can[0] | can[1]), refused]),
        "gross_drug": largest([(mandate + mandate_later, can[0]), (mandate, can[1])]),
    }
    later = {"cost": cost_later, "drug": drug_mean_later, "must_fit": fits[2], "must_fit_drug": fits_drug[2]}
    own = {"cost": cost, "drug": drug_mean, "must_fit": fits[1], "must_fit_drug": fits_drug[1]}
    insufficient = np.where(converts, accepted * (1.0 - unit.p_demonstrated) * drug, 0.0)
    return Staged(arrays, own, later, insufficient)


def _two(unit: Units, entry: Numbers, later: Numbers, first: Stage, second: Stage) -> tuple[Numbers, Numbers]:
    """Drug spending within the term, and what conversion adds; a volume agreement sees the whole year."""
    now = unit.listed(entry, first.treated)
    both = now + unit.listed(later, second.treated)
    within_term = unit.due(now)
    return within_term, unit.due(both) - within_term


def _around(unit: Units, stage: Stage) -> tuple[Numbers, Numbers, Numbers]:
    """Accompanying care, medicine replaced and care avoided [EUR million]."""
    return (
        unit.other * stage.treated / 1e6,
        unit.replaced * stage.treated / 1e6,
        unit.offset * stage.avoided / 1e6,
    )


def study_by_year(start_half: tuple[tuple[Numbers, NDArrayInt, Cohorts], ...], term: Numbers, cost: Numbers) -> Numbers:
    """The cost of a study [EUR million] spread evenly over the term (option x year); what falls after the horizon is left out."""
    parts = [share * within(start, term, half.patients.shape[1]) for share, start, half in start_half]
    return np.asarray((parts[0] + parts[1]) / term[:, None] * cost[:, None])


def line_charges(scenario: Scenario, line: pd.Series) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    """What the budget line of each option is charged (``drug``, ``drug_and_care``, ``net``); None where it has no line."""
    rows = scenario.table("BudgetLines").drop_duplicates("line")
    charged = dict(zip(rows["line"], rows["charged"], strict=True))
    at, names = pd.factorize(line)  # -1 where there is none: the last
    return np.array([*map(charged.get, names), None], dtype=object)[at]
