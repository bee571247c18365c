"""Checks of routes that end, their phases, and what is in the package or under way at the start."""

from __future__ import annotations

from collections.abc import Iterator

from planner.errors import Problem
from planner.scenario.checks.check import at, grouped, reads, values
from planner.scenario.hints import nearest_or_list, shown
from planner.scenario.scenario import Scenario


@reads(rows="Routes.term_years Routes.at_end Routes.action")
def a_route_that_ends_has_a_term(scenario: Scenario) -> Iterator[Problem]:
    """What ends, converts or is studied does so after a number of years."""
    for row, (term, end, action) in enumerate(values(scenario.table("Routes"), "term_years at_end action")):
        if term is None and (action == "study" or (action == "admit" and end != "stay")):
            why = "action is study" if action == "study" else f"at_end is {end}"
            message = f"term_years is blank, but {why}; expected the years that the term lasts"
            yield at(scenario, "Routes", row, "term_years", message, code="no_term")


@reads(
    rows="Routes.at_end Routes.action Routes.definitive_price Routes.price Routes.use_control Routes.monitoring_cost "
    "Routes.stop_rule"
)
def terms_of_a_route_fit(scenario: Scenario) -> Iterator[Problem]:
    """What is negotiated after conversion was not negotiated before it; the rest belongs to routes that can use it."""
    columns = "at_end action definitive_price price use_control monitoring_cost stop_rule"
    for row, (end, action, later, price, control, monitoring, stops) in enumerate(
        values(scenario.table("Routes"), columns)
    ):
        if action == "admit" and end == "convert" and later == "negotiated" and price == "negotiated":
            message = "definitive_price is negotiated, and so is price; expected price list or at_cap"
            hint = "the discount of a route belongs to one stage: give the price in the term by list or at_cap"
            yield at(scenario, "Routes", row, "definitive_price", message, hint, code="negotiated_twice")
        if end != "convert" and later != "same":
            message = f"definitive_price is {later}, but it is not used: at_end is {end}"
            yield at(scenario, "Routes", row, "definitive_price", message, code="not_used", severity="warning")
        used = {"use_control": control, "monitoring_cost": monitoring, "stop_rule": stops}
        for name in (name for name, value in used.items() if value and action != "admit"):
            message = f"{name} is not used: the route does not admit, its action is {action}"
            yield at(scenario, "Routes", row, name, message, code="not_used", severity="warning")
        if action == "renegotiate" and price == "list":
            message = "price is list, but the route renegotiates: at the list price nothing is gained"
            yield at(scenario, "Routes", row, "price", message, "negotiated or at_cap", code="renegotiate_at_list")


@reads(rows="Routes.route Routes.lead_time_months Phases.route")
def lead_time_once(scenario: Scenario) -> Iterator[Problem]:
    """A route with phases takes as long as they do."""
    with_phases = {route for (route,) in values(scenario.tables["Phases"], "route")}
    for row, (route, lead) in enumerate(values(scenario.tables["Routes"], "route lead_time_months")):
        if route in with_phases and lead is not None:
            message = f"lead_time_months is {lead:g}, but the sheet Phases has phases of {route}; expected a blank"
            hint = "the lead time is the sum of the phases: leave this blank, or leave the route out of Phases"
            yield at(scenario, "Routes", row, "lead_time_months", message, hint, code="lead_time_twice")


@reads(rows="Phases.months Phases.work Phases.pool Phases.after_start_years")
def work_has_a_pool(scenario: Scenario) -> Iterator[Problem]:
    columns = "work pool months after_start_years"
    for row, (work, pool, months, review) in enumerate(values(scenario.tables["Phases"], columns)):
        if work and pool is None:
            message = f"pool is blank, but work is {work:g}: it is not counted"
            hint = "name the resource that does the work"
            yield at(scenario, "Phases", row, "pool", message, hint, code="no_pool", severity="warning")
        if review is not None and months:
            message = f"months is {months:g}, but it is not used: a review after the start is no part of the lead time"
            yield at(scenario, "Phases", row, "months", message, code="not_used", severity="warning")


@reads(rows="Indications.phase Indications.phase_since")
def phase_under_way(scenario: Scenario) -> Iterator[Problem]:
    """An indication that is under way at the start is in a phase since a date."""
    for row, (phase, since) in enumerate(values(scenario.tables["Indications"], "phase phase_since")):
        if phase is None and since is not None:
            message = "phase is blank, but phase_since is given; expected the phase"
            yield at(scenario, "Indications", row, "phase", message, code="no_phase")
        if phase is not None and since is None:
            message = (
                f"phase_since is blank, but phase is {shown(phase)}; expected the date since which it is in that phase"
            )
            yield at(scenario, "Indications", row, "phase_since", message, code="no_phase_since")


@reads("Phases.phase", rows="Indications.phase")
def phase_is_known(scenario: Scenario) -> Iterator[Problem]:
    known = [phase for (phase,) in values(scenario.tables["Phases"], "phase")]
    for row, (phase,) in enumerate(values(scenario.tables["Indications"], "phase")):
        if phase is not None and phase not in known:
            message = f"phase is {shown(phase)}, which no route has in the sheet Phases"
            hint = nearest_or_list(phase, known, "phases")
            yield at(scenario, "Indications", row, "phase", message, hint, code="unknown_reference")


@reads(
    rows="BudgetLines.line Routes.budget_line Routes.price Routes.action Routes.at_end Routes.definitive_price",
    groups="BudgetLines.allocation",
)
def first_come_at_a_known_price(scenario: Scenario) -> Iterator[Problem]:
    """Who comes first is charged a price that is known: list, or the cap."""
    lines = grouped(scenario.table("BudgetLines"), "line", "allocation")
    first_come = {line for line, rows in lines.items() if rows[0][1] == "first_come"}
    columns = "budget_line price action at_end definitive_price"
    for row, (line, price, action, end, later) in enumerate(values(scenario.table("Routes"), columns)):
        open_price = price == "negotiated" or (end == "convert" and later == "negotiated")
        if line in first_come and action == "admit" and open_price:
            message = (
                f"the price is negotiated, but line {shown(line)} goes to who comes first; expected list or at_cap"
            )
            hint = (
                "which dossiers fit is settled before prices are: choose price list or at_cap, or allocation best_use"
            )
            yield at(scenario, "Routes", row, "price", message, hint, code="first_come_price")
