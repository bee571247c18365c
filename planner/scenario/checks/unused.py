"""Warnings: what the scenario states and the run does not use, and figures of which nobody said how sure they are."""

from __future__ import annotations

from collections.abc import Iterator

from planner.errors import Problem
from planner.scenario.checks.check import Check, at, grouped, reads, values, years_listed
from planner.scenario.hints import shown
from planner.scenario.scenario import Scenario
from planner.scenario.tables import CANDIDATES, SETTINGS


def unused_names() -> list[Check]:
    """Rows by name that no other sheet names: one warning per name."""
    return [
        _unused("Uptake", "curve", "no indication names this uptake curve", "Indications.uptake"),
        _unused("Acceptance", "curve", "no indication names this acceptance curve", "Indications.acceptance"),
        _unused("BudgetLines", "line", "no route names this budget line", "Routes.budget_line"),
        _unused(
            "Frameworks",
            "framework",
            "nothing names this framework",
            "Indications.framework Routes.framework Care.framework",
        ),
        _unused("Resources", "resource", "nothing takes any of this resource", "ResourceUse.resource Phases.pool"),
    ]


def _unused(sheet: str, column: str, what: str, named_in: str) -> Check:
    places = [place.split(".") for place in named_in.split()]

    def not_used(scenario: Scenario) -> Iterator[Problem]:
        named = {name for other, key in places for (name,) in values(scenario.table(other), key)}
        names = grouped(scenario.tables[sheet], column, column)
        if sheet == "Frameworks" and len(names) == 1:
            return  # the only framework is used without being named
        for name, rows in names.items():
            if name not in named:
                message = f"{column} {shown(name)} is not used: {what}"
                yield at(scenario, sheet, rows[0][0], column, message, code="not_used", severity="warning")

    return Check(not_used, (f"{sheet}.{column}", *named_in.split()))


@reads("Frameworks.year BudgetLines.year Resources.year Settings.start_year Settings.years")
def years_outside_the_plan(scenario: Scenario) -> Iterator[Problem]:
    """Rows for years before the last realised one or after the plan; one warning per sheet."""
    calendar = scenario.settings.calendar
    for sheet, before in (("Frameworks", 1), ("BudgetLines", 0), ("Resources", 0)):
        rows = enumerate(values(scenario.tables[sheet], "year"))
        outside = [(row, year) for row, (year,) in rows if not calendar[0] - before <= year <= calendar[-1]]
        if outside:
            which = years_listed({year for _, year in outside})
            message = f"rows for years outside the plan ({calendar[0]}-{calendar[-1]}) are not used: {which}"
            yield at(scenario, sheet, outside[0][0], "year", message, code="not_used", severity="warning")


@reads(
    "Patients.indication Indications.indication Indications.uptake Indications.waiting_patients Indications.new_patients"
)
def patients_replace_uptake(scenario: Scenario) -> Iterator[Problem]:
    """Where Patients gives patient-years, the columns from which they would be computed have no effect."""
    given = set(scenario.tables["Patients"]["indication"])
    columns = "new_patients patient_growth waiting_patients uptake"
    for row, (indication, *found) in enumerate(values(scenario.tables["Indications"], f"indication {columns}")):
        filled = [name for name, value in zip(columns.split(), found, strict=True) if value]
        if indication in given and filled:
            are = "is" if len(filled) == 1 else "are"
            message = f"{', '.join(filled)} {are} not used: the sheet Patients gives the patient-years of {indication}"
            yield at(scenario, "Indications", row, filled[0], message, code="not_used", severity="warning")


@reads("Care.care Settings.displacement_mode")
def care_without_displacement(scenario: Scenario) -> Iterator[Problem]:
    if scenario.settings.displacement_mode == "none" and len(scenario.tables["Care"]):
        message = "the sheet is not used: displacement_mode is none"
        yield Problem("Care", "", message, code="not_used", severity="warning")


@reads("Routes.standing Settings.standings")
def routes_in_use(scenario: Scenario) -> Iterator[Problem]:
    routes = scenario.table("Routes")
    if not routes["standing"].isin(scenario.settings.used_standings).any():
        message = f"no route is used, so nothing can be admitted: the setting standings is {shown(scenario.settings.standings)}"
        hint = "" if len(routes) else "the sheet has no rows"
        yield Problem("Routes", "", message, hint, "no_route", "warning")


@reads("Indications.status Routes.action")
def candidates_exist(scenario: Scenario) -> Iterator[Problem]:
    """Whether there is anything to decide: on what may come in, or on what may change in the package."""
    status = scenario.table("Indications")["status"]
    if status.isin(CANDIDATES).any():
        return
    if not len(status) or (scenario.table("Routes")["action"] == "admit").all():
        message = (
            "no indication is a candidate, and no route changes what is in the package: there is nothing to decide"
        )
        yield Problem("Indications", "", message, "", "no_candidate", "warning")


@reads(
    "Settings.displacement_mode Settings.price_ceiling Settings.standings Indications.advice_kind Frameworks.drug_growth_limit "
    "Routes.price Routes.standing Routes.cost_effectiveness"
)
def settings_in_use(scenario: Scenario) -> Iterator[Problem]:
    """Settings that were changed from their default but that this run does not use."""
    idle = _idle(scenario)
    for row, (name, value) in enumerate(values(scenario.tables["Settings"], "setting value")):
        if name in idle and value is not None and value != SETTINGS[name].default:
            message = f"{name} is {shown(value)}, but it is not used: {idle[name]}"
            yield at(scenario, "Settings", row, "value", message, code="not_used", severity="warning")


def _idle(scenario: Scenario) -> dict[str, str]:
    """Settings without effect, each with the reason."""
    settings = scenario.settings
    routes = scenario.table("Routes")
    used = routes[routes["standing"].isin(settings.used_standings)]
    idle: dict[str, str] = {}
    if settings.displacement_mode == "none":
        idle["room_value"] = "displacement_mode is none"
    if scenario.tables["Frameworks"]["drug_growth_limit"].isna().all():
        idle |= dict.fromkeys(("growth_base", "growth_kind"), "no framework has a drug_growth_limit")
    if not (used["price"] == "negotiated").any():
        names = ("discount_step", "bargaining_power", "min_acceptance")
        idle |= dict.fromkeys(names, "no route in use has price negotiated")
    if not (used["cost_effectiveness"] == "required").any():
        names = ("price_ceiling", "advice_bound", "advice_margin")
        idle |= dict.fromkeys(names, "no route in use requires cost_effectiveness")
    elif settings.price_ceiling not in ("advice", "lowest"):
        idle |= dict.fromkeys(("advice_bound", "advice_margin"), f"price_ceiling is {settings.price_ceiling}")
    elif (scenario.table("Indications")["advice_kind"] == "at_least").all():
        idle["advice_margin"] = "no advice says more than"
    asked = (settings.objective, settings.second_objective if settings.objective == "lexicographic" else None)
    if "net_monetary_benefit" not in asked:
        idle["qaly_value"] = f"objective is {settings.objective}"
    if settings.objective != "least_spending":
        idle["health_target"] = f"objective is {settings.objective}"
    if settings.objective != "lexicographic":
        idle["second_objective"] = f"objective is {settings.objective}"
    return idle


@reads("Indications.certainty Routes.certainty Frameworks.certainty Care.certainty")
def certainty_is_stated(scenario: Scenario) -> Iterator[Problem]:
    """One warning for all rows of which nobody said how sure they are."""
    counts = {
        sheet: int(frame["certainty"].isna().sum())
        for sheet, frame in scenario.tables.items()
        if sheet not in ("Settings", "Sources", "Scenarios")
    }
    total = sum(counts.values())
    if total:
        where = ", ".join(f"{sheet} {count}" for sheet, count in counts.items() if count)
        rows = "1 row without certainty counts" if total == 1 else f"{total} rows without certainty count"
        yield Problem("", "", f"{rows} as assumed: {where}", "fill in the column certainty", "no_certainty", "warning")
