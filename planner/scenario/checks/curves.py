"""Checks of what is given by year or by point: patients, uptake, acceptance, reference values."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from planner.errors import Problem
from planner.scenario.checks.check import at, grouped, reads, values, years_listed
from planner.scenario.hints import shown
from planner.scenario.scenario import Scenario
from planner.scenario.tables import SAME_DISCOUNT


@reads("Patients.indication", groups="Patients.year")
def patients_start_in_year_1(scenario: Scenario) -> Iterator[Problem]:
    """Patients of an indication are given from year 1 on; a hole keeps the number of the year before it."""
    yield from _from_year_1(scenario, "Patients", "indication", "number of patients")


@reads("Uptake.curve", groups="Uptake.year")
def uptake_starts_in_year_1(scenario: Scenario) -> Iterator[Problem]:
    """An uptake curve is given from year 1 on; a hole keeps the share of the year before it."""
    yield from _from_year_1(scenario, "Uptake", "curve", "share")


def _from_year_1(scenario: Scenario, sheet: str, name: str, what: str) -> Iterator[Problem]:
    for key, rows in grouped(scenario.tables[sheet], name, "year").items():
        (first, start), *rest = sorted(rows, key=lambda row: row[1])
        if start != 1:
            message = f"{name} {shown(key)} starts in year {start:g}; expected a row for year 1"
            yield at(scenario, sheet, first, "year", message, "years count from the start: 1, 2, ...", code="no_year_1")
        for (_, before), (row, year) in pairwise([(first, start), *rest]):
            if year > before + 1:
                holes = years_listed(range(int(before) + 1, int(year)))
                message = (
                    f"{name} {shown(key)} has no row for year {holes}: the {what} of year {before:g} is used there"
                )
                yield at(scenario, sheet, row, "year", message, code="hole_in_years", severity="warning")


@reads(rows="Patients.indication Indications.indication Indications.offset_years")
def offsets_need_uptake(scenario: Scenario) -> Iterator[Problem]:
    """Where Patients gives patient-years, nobody knows who started when, so offsets cannot last other years."""
    given = set(scenario.tables["Patients"]["indication"])
    for row, (indication, years) in enumerate(values(scenario.tables["Indications"], "indication offset_years")):
        if indication in given and years is not None:
            message = f"offset_years is {years:g}, but the sheet Patients gives the patient-years of {indication}"
            hint = "leave offset_years blank, or leave the indication out of Patients"
            yield at(scenario, "Indications", row, "offset_years", message, hint, code="offsets_with_patients")


@reads(rows="Uptake.curve", groups="Uptake.year Uptake.share")
def uptake_never_falls(scenario: Scenario) -> Iterator[Problem]:
    for curve, rows in grouped(scenario.tables["Uptake"], "curve", "year share").items():
        for (_, _, before), (row, _, share) in pairwise(sorted(rows, key=lambda row: row[1])):
            if share < before:
                message = f"uptake curve {shown(curve)} falls from {before:g} to {share:g}; expected {before:g} or more"
                hint = "an uptake curve never falls: who has started stays counted"
                yield at(scenario, "Uptake", row, "share", message, hint, code="falling_uptake")


def _acceptance(scenario: Scenario) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    """Each acceptance curve with its points ``(position, discount, probability)`` in order of discount."""
    for curve, rows in grouped(scenario.tables["Acceptance"], "curve", "discount probability").items():
        yield shown(curve), sorted(rows, key=lambda row: row[1])


@reads("Acceptance.curve", groups="Acceptance.discount Acceptance.probability")
def acceptance_starts_at_list(scenario: Scenario) -> Iterator[Problem]:
    """The supplier accepts its own list price: discount 0 has probability 1."""
    for curve, ((row, discount, probability), *_) in _acceptance(scenario):
        if discount > SAME_DISCOUNT:
            message = f"acceptance curve {curve} starts at discount {discount:g}; expected a first point at discount 0"
            hint = "add a row with discount 0 and probability 1: the supplier accepts its list price"
            yield at(scenario, "Acceptance", row, "discount", message, hint, code="acceptance_start")
        elif probability < 1:
            message = f"acceptance curve {curve} has probability {probability:g} at discount 0; expected 1"
            hint = "the supplier accepts its list price"
            yield at(scenario, "Acceptance", row, "probability", message, hint, code="acceptance_start")


@reads(rows="Acceptance.curve", groups="Acceptance.discount Acceptance.probability")
def acceptance_never_rises(scenario: Scenario) -> Iterator[Problem]:
    """A larger discount is never more likely, and no two points share a discount."""
    for curve, points in _acceptance(scenario):
        for (_, low, before), (row, high, probability) in pairwise(points):
            if probability > before:
                message = (
                    f"acceptance curve {curve} rises from {before:g} to {probability:g}; expected {before:g} or less"
                )
                hint = "a larger discount is never more likely to be accepted"
                yield at(scenario, "Acceptance", row, "probability", message, hint, code="rising_acceptance")
            if 0 < high - low <= SAME_DISCOUNT:
                message = f"acceptance curve {curve} has two points at discount {low:g}"
                yield at(scenario, "Acceptance", row, "discount", message, "leave one out", code="duplicate")


def _classes(scenario: Scenario) -> list[tuple[int, float, float]]:
    """Row, least and most burden of each class of disease burden."""
    frame = scenario.tables["ReferenceValues"]
    return [(row, low, high) for row, (low, high) in enumerate(values(frame, "burden_from burden_to"))]


@reads(rows="ReferenceValues.burden_from ReferenceValues.burden_to")
def burden_class_goes_up(scenario: Scenario) -> Iterator[Problem]:
    for row, low, high in _classes(scenario):
        if high <= low:
            message = f"burden_to is {high:g}; expected more than burden_from, {low:g}"
            yield at(scenario, "ReferenceValues", row, "burden_to", message, code="burden_class")


@reads("ReferenceValues.burden_from ReferenceValues.burden_to")
def burden_classes_join(scenario: Scenario) -> Iterator[Problem]:
    """Classes of disease burden follow each other without gap or overlap."""
    classes = _classes(scenario)
    if any(high <= low for _, low, high in classes):
        return  # said already
    for (_, _, end), (row, start, _) in pairwise(sorted(classes, key=lambda item: item[1])):
        if abs(start - end) > 1e-12:
            kind = "gap" if start > end else "overlap"
            article = "a gap" if start > end else "an overlap"
            message = f"burden_from is {start:g}, but the class below ends at {end:g}; expected {end:g}"
            hint = f"there is {article}: a class starts where the one below it ends"
            yield at(scenario, "ReferenceValues", row, "burden_from", message, hint, code=f"burden_{kind}")
