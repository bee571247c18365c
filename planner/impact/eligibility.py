"""Who may use a route: the rules as text, over columns and computed figures (workbook.md, "Rules as text")."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from planner.errors import Problem
from planner.impact.patients import curve_by_year, keep
from planner.impact.timing import Flags, Numbers
from planner.scenario.figures import route_rule_names
from planner.scenario.rule_columns import rule_values
from planner.scenario.rules import parse_rule
from planner.scenario.scenario import Scenario
from planner.scenario.tables import TABLES

Columns = dict[str, NDArray[Any]]


def list_budget_impact(scenario: Scenario) -> Numbers:
    """Gross drug spending at list price [EUR million]: the largest of the first three years of a start at offset 0."""
    table = scenario.table("Indications")
    new = table["new_patients"].fillna(0.0).to_numpy()[:, None] * (
        (1.0 + table["patient_growth"].to_numpy())[:, None] ** np.arange(3)
    )
    uptake = curve_by_year(list(table["uptake"]), scenario.table("Uptake"), 3)
    starters = new * uptake + table["waiting_patients"].to_numpy()[:, None] * np.diff(uptake, axis=1, prepend=0.0)
    kept = keep(table["treatment_years"].to_numpy(), 3)
    patients = np.stack([(starters[:, : t + 1] * kept[:, t::-1]).sum(axis=1) for t in range(3)], axis=1)
    position = {name: row for row, name in enumerate(table["indication"])}
    for name, rows in scenario.table("Patients").groupby("indication", sort=False):
        ordered = rows.sort_values("year")
        at = np.searchsorted(ordered["year"].to_numpy(), np.arange(1, 4), side="right") - 1
        patients[position[name]] = ordered["patients"].to_numpy()[np.clip(at, 0, None)]
    return np.asarray(patients.max(axis=1) * table["list_price"].to_numpy() / 1e6)


def rule_columns(scenario: Scenario) -> Columns:
    """Everything a rule may read about indications: their columns and the computed figures, one array per name."""
    table = scenario.table("Indications")
    columns: Columns = dict(rule_values(table, TABLES["Indications"].columns))
    own = list_budget_impact(scenario)
    candidate = table["status"].isin(["candidate", "refused"]).to_numpy(dtype=bool)
    per_product = pd.Series(own * candidate).groupby(table["product"].to_numpy()).sum()
    # A blank authorisation is the start of the plan, a blank dossier comes with the authorisation.
    columns["available_year"] = _filled(columns["available_year"], scenario.settings.start_year)
    columns["files_year"] = _filled(columns["files_year"], columns["available_year"])
    columns["list_budget_impact"] = own
    columns["product_budget_impact"] = per_product.reindex(table["product"]).to_numpy()
    columns["cost_per_patient_year"] = table["list_price"].to_numpy() * np.minimum(
        1.0, table["treatment_years"].to_numpy()
    )
    columns["prevalence_share"] = table["prevalence"].to_numpy() / (scenario.settings.population or np.nan)
    return columns


def _filled(years: NDArray[Any], otherwise: NDArray[Any] | float) -> NDArray[Any]:
    return np.where(np.isnan(years), otherwise, years)


def eligible(scenario: Scenario, asked: Flags) -> tuple[Flags, list[Problem]]:
    """Whether the rule of each route (column) holds for each indication (row); ``asked`` says where the answer is needed.

    A blank number that the answer hangs on is a problem at the cell of the indication.
    """
    columns = rule_columns(scenario)
    routes = scenario.table("Routes")
    of_route = rule_values(routes, TABLES["Routes"].columns)
    count = len(scenario.table("Indications"))
    answer = np.ones((count, len(routes)), dtype=bool)
    problems: list[Problem] = []
    for at, (name, text) in enumerate(zip(routes["route"], routes["eligible"], strict=True)):
        if text is None:
            continue
        rule = parse_rule(text, route_rule_names())
        # A name that indications have too means the indication's.
        outcome = rule.evaluate({**{key: np.repeat(values[at], count) for key, values in of_route.items()}, **columns})
        answer[:, at] = outcome.value
        problems += [
            _blank(scenario, int(row), str(outcome.blank_name[row]), name)
            for row in np.flatnonzero(outcome.blank & asked[:, at])
        ]
    return answer, problems


def _blank(scenario: Scenario, row: int, name: str, route: str) -> Problem:
    return Problem(
        "Indications",
        scenario.cell("Indications", row, name),
        f"{name} is blank, but the rule of route {route} needs it",
        "fill it in, or let the rule test something else first",
        "blank_in_rule",
    )
