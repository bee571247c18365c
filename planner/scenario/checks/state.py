"""Checks of indications in conditional admission, of start-stop criteria, and of money that changes over time."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

import pandas as pd

from planner.errors import Problem
from planner.scenario.checks.check import at, reads, values
from planner.scenario.scenario import Scenario
from planner.scenario.tables import names_in


@reads(rows="Indications.indication Indications.status Indications.term_end")
def conditional_admission_ends(scenario: Scenario) -> Iterator[Problem]:
    """What is in conditional admission has an end; nothing else has."""
    for row, (name, status, end) in enumerate(values(scenario.table("Indications"), "indication status term_end")):
        if status != "conditional" and end is not None:
            message = f"term_end is not used: status of {name} is {status}"
            yield at(scenario, "Indications", row, "term_end", message, code="not_used", severity="warning")
        elif status == "conditional" and end is None:
            message = f"term_end is blank, but {name} is in conditional admission; expected the end of its term"
            yield at(scenario, "Indications", row, "term_end", message, code="no_term_end")


@reads(
    "Routes.route Routes.at_end Routes.definitive_price Routes.paid_share_basis ReferenceValues.burden_from "
    "ReferenceValues.burden_to",
    rows="Indications.indication Indications.status Indications.applies_for Indications.disease_burden "
    "Indications.advice_low Indications.advice_high Indications.p_effective Indications.response_share "
    "Indications.effectiveness",
)
def conditional_admission_converts(scenario: Scenario) -> Iterator[Problem]:
    """What is in conditional admission has a converting route that says what happens when it ends."""
    table, routes = scenario.table("Indications"), scenario.table("Routes")
    converting = {way["route"]: way for way in routes[routes["at_end"] == "convert"].to_dict("records")}
    for row, (name, status, applies) in enumerate(values(table, "indication status applies_for")):
        if status != "conditional":
            continue
        ways = [route for route in names_in(applies) if route in converting]
        if not ways:
            message = f"applies_for names no route that converts, but {name} is in conditional admission"
            hint = "name the conditional route it is in: its definitive_price says what happens at term_end"
            yield at(scenario, "Indications", row, "applies_for", message, hint, code="no_converting_route")
            continue
        yield from _definitive(scenario, row, ways[0], converting[ways[0]])


def _definitive(scenario: Scenario, row: int, route: str, way: Mapping[Hashable, Any]) -> Iterator[Problem]:
    """The figures that the definitive price of an indication in conditional admission needs."""
    own = scenario.table("Indications").iloc[row]
    price = way["definitive_price"]
    needs = {
        "p_effective": True,
        "response_share": way["paid_share_basis"] == "responders",
        "disease_burden": price == "cost_effective",
        "advice_high": price == "advice" and pd.isna(own["advice_low"]),
    }
    if price == "negotiated":
        message = f"definitive_price of route {route} is negotiated; expected another one for what is in conditional admission"
        hint = "its price at the end of the term cannot be chosen: name a route with same, cost_effective or advice"
        yield at(scenario, "Indications", row, "applies_for", message, hint, code="negotiated_at_term_end")
    for column in (name for name, asked in needs.items() if asked and pd.isna(own[name])):
        message = f"{column} is blank, but the end of the conditional admission by route {route} needs it"
        yield at(scenario, "Indications", row, column, message, code=f"needs_{column}")
    lowest = scenario.table("ReferenceValues")["burden_from"].min()
    highest = scenario.table("ReferenceValues")["burden_to"].max()
    burden = own["disease_burden"]
    if price == "cost_effective" and (burden < lowest or burden > highest):
        message = f"disease_burden is {burden:g}, which has no reference value, but the price after the term needs one"
        yield at(scenario, "Indications", row, "disease_burden", message, code="no_reference_value")


@reads(rows="Indications.p_demonstrated Indications.p_effective Indications.effectiveness")
def shown_is_not_more_than_effective(scenario: Scenario) -> Iterator[Problem]:
    """What is shown to be effective is effective."""
    for row, (shown, chance) in enumerate(values(scenario.table("Indications"), "p_demonstrated p_effective")):
        if shown is not None and chance is not None and shown > chance + 1e-12:
            message = f"p_demonstrated is {shown:g}; expected at most p_effective, {chance:g}"
            hint = "it is the chance to be effective and to be shown to be within the term"
            yield at(scenario, "Indications", row, "p_demonstrated", message, hint, code="p_demonstrated")


@reads(rows="Indications.indication Indications.stop_after Indications.stop_share Patients.indication Routes.stop_rule")
def stopping_is_stated(scenario: Scenario) -> Iterator[Problem]:
    """Start-stop criteria shorten a treatment: both its length and the share are needed, and starters must be known."""
    used = bool(scenario.table("Routes")["stop_rule"].any())
    given = set(scenario.tables["Patients"]["indication"])
    for row, (name, after, share) in enumerate(
        values(scenario.table("Indications"), "indication stop_after stop_share")
    ):
        if share and after is None:
            message = (
                f"stop_after is blank, but stop_share is {share:g}; expected the length of treatment of those who stop"
            )
            yield at(scenario, "Indications", row, "stop_after", message, code="no_stop_after")
        if share and used and name in given:
            message = f"stop_share is {share:g}, but the sheet Patients gives the patient-years of {name}"
            hint = "nobody knows who started when: leave stop_share blank, or leave the indication out of Patients"
            yield at(scenario, "Indications", row, "stop_share", message, hint, code="stopping_with_patients")


@reads(rows="Indications.exclusivity_until Indications.price_share_after")
def price_after_exclusivity(scenario: Scenario) -> Iterator[Problem]:
    for row, (until, share) in enumerate(values(scenario.tables["Indications"], "exclusivity_until price_share_after")):
        if until is not None and share is None:
            message = "price_share_after is blank, but exclusivity_until is given; expected a number from 0 to 1"
            hint = "the price after loss of exclusivity as a share of the price before"
            yield at(scenario, "Indications", row, "price_share_after", message, hint, code="no_price_share")
        if until is None and share is not None:
            message = f"price_share_after is {share:g}, but it is not used: exclusivity_until is blank"
            yield at(scenario, "Indications", row, "price_share_after", message, code="not_used", severity="warning")


@reads(rows="Indications.volume_threshold Indications.volume_discount")
def volume_agreement_is_whole(scenario: Scenario) -> Iterator[Problem]:
    """A price-volume agreement has a threshold and a discount."""
    columns = "volume_threshold volume_discount"
    for row, (threshold, discount) in enumerate(values(scenario.tables["Indications"], columns)):
        if (threshold is None) != (discount is None):
            blank, given = ("volume_threshold", "volume_discount") if threshold is None else columns.split()[::-1]
            message = f"{blank} is blank, but {given} is given; expected both, or neither"
            yield at(scenario, "Indications", row, blank, message, code="volume_agreement")
