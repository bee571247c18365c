"""Checks of frameworks, budget lines and routes."""

from __future__ import annotations

from collections.abc import Iterator

from planner.errors import Problem
from planner.scenario.checks.check import at, grouped, reads, values, years_listed
from planner.scenario.hints import listed, shown
from planner.scenario.scenario import Scenario


@reads("Frameworks.framework")
def a_framework_exists(scenario: Scenario) -> Iterator[Problem]:
    if scenario.tables["Frameworks"].empty:
        hint = "add a row for each year of the plan; a blank budget means no limit"
        yield Problem("Frameworks", "", "the sheet has no rows; expected a framework by year", hint, "no_framework")


@reads(rows="Frameworks.framework Indications.framework Care.framework")
def framework_is_named(scenario: Scenario) -> Iterator[Problem]:
    """Where there are several frameworks, each indication and each category of care says which one pays."""
    frameworks = list(grouped(scenario.tables["Frameworks"], "framework", "year"))
    if len(frameworks) < 2:
        return
    for sheet in ("Indications", "Care"):
        for row, (framework,) in enumerate(values(scenario.tables[sheet], "framework")):
            if framework is None:
                message = f"framework is blank, and there are several; expected one of {listed(frameworks)}"
                yield at(scenario, sheet, row, "framework", message, code="no_framework")


@reads("Frameworks.framework Settings.start_year Settings.years", groups="Frameworks.year")
def frameworks_cover_the_plan(scenario: Scenario) -> Iterator[Problem]:
    yield from _cover_the_plan(scenario, "Frameworks", "framework")


@reads("BudgetLines.line Settings.start_year Settings.years", groups="BudgetLines.year")
def budget_lines_cover_the_plan(scenario: Scenario) -> Iterator[Problem]:
    yield from _cover_the_plan(scenario, "BudgetLines", "line")


def _cover_the_plan(scenario: Scenario, sheet: str, name: str) -> Iterator[Problem]:
    for key, rows in grouped(scenario.tables[sheet], name, "year").items():
        missing = set(scenario.settings.calendar) - {year for _, year in rows}
        if missing:
            message = f"{name} {shown(key)} has no row for {years_listed(missing)}; expected every year of the plan"
            hint = "add the row; a blank budget means no limit in that year"
            yield at(scenario, sheet, rows[0][0], "year", message, hint, code="missing_year")


@reads(
    "Settings.start_year Settings.years",
    rows="Frameworks.framework Frameworks.year Frameworks.drug_growth_limit",
)
def growth_limit_in_all_years(scenario: Scenario) -> Iterator[Problem]:
    """Growth compounds over the years, so a limit holds in all planning years of a framework or in none."""
    for framework, rows in grouped(scenario.tables["Frameworks"], "framework", "year drug_growth_limit").items():
        planned = [(row, year, limit) for row, year, limit in rows if year in scenario.settings.calendar]
        blank = [(row, year) for row, year, limit in planned if limit is None]
        if 0 < len(blank) < len(planned):
            years = years_listed(year for _, year in blank)
            message = f"drug_growth_limit of {framework} is blank for {years}, but given for other years of the plan"
            hint = "fill it in for every year of the plan, or for none"
            yield at(scenario, "Frameworks", blank[0][0], "drug_growth_limit", message, hint, code="growth_hole")


@reads(
    "Frameworks.framework Settings.start_year Settings.years",
    rows="Frameworks.drug_growth_limit",
    groups="Frameworks.year Frameworks.baseline_drugs",
)
def growth_has_a_start(scenario: Scenario) -> Iterator[Problem]:
    """Growth counts from the spending on medicines of the last realised year."""
    before = scenario.settings.start_year - 1
    columns = "year drug_growth_limit baseline_drugs"
    for framework, rows in grouped(scenario.tables["Frameworks"], "framework", columns).items():
        limited = [row for row, year, limit, _ in rows if year in scenario.settings.calendar and limit is not None]
        realised = [(row, drugs) for row, year, _, drugs in rows if year == before]
        if not limited:
            continue
        if not realised:
            message = (
                f"framework {shown(framework)} has a growth limit, but no row for {before}, from which growth counts"
            )
            hint = f"add a row for {before} with its baseline_drugs"
            yield at(scenario, "Frameworks", limited[0], "drug_growth_limit", message, hint, code="no_year_before")
        elif not realised[0][1]:
            message = f"baseline_drugs of {framework} is {shown(realised[0][1])} in {before}: growth from nothing allows nothing"
            yield at(
                scenario,
                "Frameworks",
                realised[0][0],
                "baseline_drugs",
                message,
                code="growth_from_zero",
                severity="warning",
            )


@reads(rows="BudgetLines.line BudgetLines.charged BudgetLines.allocation")
def budget_line_is_one_line(scenario: Scenario) -> Iterator[Problem]:
    """What is charged to a line does not change from year to year."""
    for column in ("charged", "allocation"):
        for line, ((_, first), *later) in grouped(scenario.table("BudgetLines"), "line", column).items():
            for row, found in later:
                if found != first:
                    message = (
                        f"{column} of line {shown(line)} is {found}, but {first} on its first row; expected the same"
                    )
                    hint = "a blank counts as the default: fill it in on all rows of the line"
                    yield at(scenario, "BudgetLines", row, column, message, hint, code="line_differs")


@reads(rows="Routes.open_from Routes.open_to")
def route_opens_before_it_closes(scenario: Scenario) -> Iterator[Problem]:
    for row, (first, last) in enumerate(values(scenario.tables["Routes"], "open_from open_to")):
        if first is not None and last is not None and first > last:
            message = f"open_from is {first:g}; expected at most open_to, {last:g}"
            yield at(scenario, "Routes", row, "open_from", message, code="open_years")
