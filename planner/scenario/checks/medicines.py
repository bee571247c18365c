"""Checks of indications: what must be filled in, and figures that cannot hold together."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator

from planner.errors import Problem
from planner.scenario.checks.check import at, reads, values
from planner.scenario.hints import shown
from planner.scenario.scenario import Scenario
from planner.scenario.tables import CANDIDATES, IN_PACKAGE, Settings


@reads("Patients.indication", rows="Indications.indication Indications.new_patients")
def patients_are_known(scenario: Scenario) -> Iterator[Problem]:
    given = set(scenario.tables["Patients"]["indication"])
    for row, (indication, patients) in enumerate(values(scenario.tables["Indications"], "indication new_patients")):
        if patients is None and indication not in given:
            message = f"new_patients is blank, and the sheet Patients has no rows for {indication}"
            hint = "fill in the patients who start each year, or give patient-years by year in Patients"
            yield at(scenario, "Indications", row, "new_patients", message, hint, code="no_patients")


@reads(rows="Indications.p_effective Indications.effectiveness Indications.status")
def effectiveness_is_known(scenario: Scenario) -> Iterator[Problem]:
    """A blank p_effective is 1 where effectiveness is established; elsewhere it must be said."""
    frame = scenario.table("Indications")
    for row, (chance, found, status) in enumerate(values(frame, "p_effective effectiveness status")):
        if chance is None and status in CANDIDATES:
            message = f"p_effective is blank and effectiveness is {found or 'blank'}; expected a number from 0 to 1"
            hint = "fill in the chance that it works, or effectiveness established if that is so"
            yield at(scenario, "Indications", row, "p_effective", message, hint, code="needs_p_effective")


@reads(rows="Indications.advice_low Indications.advice_high")
def advice_in_order(scenario: Scenario) -> Iterator[Problem]:
    for row, (low, high) in enumerate(values(scenario.tables["Indications"], "advice_low advice_high")):
        if low is not None and high is not None and low > high:
            message = f"advice_low is {low:g}; expected at most advice_high, {high:g}"
            yield at(scenario, "Indications", row, "advice_low", message, "exchange the two", code="advice_order")


@reads(rows="Indications.comparator_discount Indications.comparator_cost")
def discount_on_a_comparator(scenario: Scenario) -> Iterator[Problem]:
    frame = scenario.table("Indications")
    for row, (discount, cost) in enumerate(values(frame, "comparator_discount comparator_cost")):
        if discount > 0 and not cost > 0:
            message = f"comparator_discount is {discount:g}, but there is no comparator_cost: it has no effect"
            hint = "fill in comparator_cost"
            yield at(
                scenario,
                "Indications",
                row,
                "comparator_discount",
                message,
                hint,
                code="no_comparator",
                severity="warning",
            )


@reads(rows="Indications.indication Indications.patient_group Indications.status")
def one_of_a_group_is_reimbursed(scenario: Scenario) -> Iterator[Problem]:
    """Indications of one patient group share their patients, so at most one of them is in the package."""
    first: dict[str, str] = {}
    frame = scenario.table("Indications")
    for row, (indication, group, status) in enumerate(values(frame, "indication patient_group status")):
        if group is None or status not in IN_PACKAGE:
            continue
        if group in first:
            message = f"patient_group {shown(group)} has two reimbursed indications, {first[group]} and this one; expected one"
            hint = "one group is one set of patients, of whom one medicine takes care: divide the group in two"
            yield at(scenario, "Indications", row, "patient_group", message, hint, code="group_reimbursed_twice")
        first.setdefault(group, indication)


@reads(
    "Phases.route Settings.start_year Settings.years Settings.standings",
    rows="Indications.indication Indications.status Indications.available_from Indications.files_from "
    "Indications.max_discount Indications.acceptance Routes.route Routes.standing Routes.action Routes.price "
    "Routes.eligible Routes.open_from Routes.chosen_by Routes.needs_registry Routes.open_to Routes.lead_time_months "
    "Routes.files_before_months",
)
def negotiated_needs_a_supplier(scenario: Scenario) -> Iterator[Problem]:
    """Where a price is negotiated, something must be known of what the supplier accepts.

    Routes with a rule, phases or another condition are left to the option table, which knows whether they hold.
    """
    with_phases = {route for (route,) in values(scenario.tables["Phases"], "route")}
    plain = ("admit", "negotiated", None, "payer", False)
    routes = [
        (name, times)
        for name, standing, action, price, rule, chooser, registry, *times in values(
            scenario.table("Routes"),
            "route standing action price eligible chosen_by needs_registry open_from open_to lead_time_months "
            "files_before_months",
        )
        if (action, price, rule, chooser, registry) == plain
        and standing in scenario.settings.used_standings
        and name not in with_phases
    ]
    columns = "indication status max_discount acceptance available_from files_from"
    for row, (indication, status, limit, curve, available, files) in enumerate(
        values(scenario.table("Indications"), columns)
    ):
        if status not in CANDIDATES or limit is not None or curve is not None:
            continue
        open_routes = [name for name, times in routes if _in_time(scenario.settings, available, files, *times)]
        if open_routes:
            message = f"max_discount is blank, but route {open_routes[0]}, which is open to {indication}, needs it"
            hint = "fill in max_discount or name an acceptance curve"
            yield at(scenario, "Indications", row, "max_discount", message, hint, code="needs_max_discount")


def _in_time(
    settings: Settings,
    available_from: datetime.date | None,
    files_from: datetime.date | str | None,
    open_from: float | None,
    open_to: float | None,
    lead_time: float,
    files_before: float,
) -> bool:
    """Whether the earliest start is within the plan and the years in which the route is open (``model.md`` section 3)."""
    if isinstance(files_from, str):
        return False  # none: no dossier
    available = _months(available_from, settings)
    clock = max(available if files_from is None else _months(files_from, settings), available - files_before)
    earliest = max(0, math.ceil(max(available, clock + lead_time) - 1e-9))
    first, last = settings.start_year + earliest // 12, settings.calendar[-1]
    return first <= last and (open_to is None or open_to >= first) and (open_from is None or open_from <= last)


def _months(date: datetime.date | None, settings: Settings) -> float:
    """Months from the start of the plan; a blank date is that start."""
    return 0.0 if date is None else (date.year - settings.start_year) * 12.0 + date.month - 1
