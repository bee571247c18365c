"""Who may use a route: the rules as text, over columns, computed figures and named risks (workbook.md, "Rules as text")."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from planner.errors import Problem
from planner.impact.patients import annuity, cohorts
from planner.impact.prices import net_other_cost
from planner.impact.timing import Flags, Numbers
from planner.scenario.figures import NEEDED_FOR_FIGURE, risk_rule_names, route_rule_names
from planner.scenario.once import once
from planner.scenario.rule_columns import rule_values
from planner.scenario.rules import Outcome, parse_rule
from planner.scenario.scenario import Scenario
from planner.scenario.tables import CANDIDATES, TABLES

Columns = dict[str, NDArray[Any]]


@once
def list_budget_impact(scenario: Scenario) -> Numbers:
    """Gross drug spending at list price [EUR million]: the largest of the first three years of a start at offset 0."""
    patients = cohorts(scenario, years=3).patients[:, 0]
    return np.asarray(patients.max(axis=1) * scenario.table("Indications")["list_price"].to_numpy() / 1e6)


def icer_at_list(scenario: Scenario) -> Numbers:
    """EUR per QALY at the list price, paid for all: ``(list + net other cost) A^C / (p g)``; infinite where nothing is gained.

    NaN where the chance that it works is blank.
    """
    table, rate = scenario.table("Indications"), scenario.settings.discount_rate_costs
    years = table["treatment_years"].to_numpy()
    spent = (table["list_price"].to_numpy() + net_other_cost(table, rate)) * annuity(years, rate)
    health = (table["p_effective"] * table["qaly_gain"]).to_numpy()
    # The grammar holds no infinite numbers: the largest one stands for "costs, and gains nothing".
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(health == 0.0, np.sign(spent) * np.finfo(np.float64).max, spent / health)
    return np.where(np.isnan(health), np.nan, ratio)


def rule_columns(scenario: Scenario) -> Columns:
    """Everything a rule may read about indications: their columns and the computed figures, one array per name."""
    table = scenario.table("Indications")
    columns: Columns = dict(rule_values(table, TABLES["Indications"].columns))
    own = list_budget_impact(scenario)
    candidate = table["status"].isin(CANDIDATES).to_numpy(dtype=bool)
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
    columns["icer_at_list"] = icer_at_list(scenario)
    return columns


def _filled(years: NDArray[Any], otherwise: NDArray[Any] | float) -> NDArray[Any]:
    return np.where(np.isnan(years), otherwise, years)


class Rulebook:
    """Answers rules about all indications at once; named risks (sheet Risks) are answered first, in the order of the sheet."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.columns = rule_columns(scenario)
        self.count = len(scenario.table("Indications"))
        self.routes = scenario.table("Routes")
        self.of_route = rule_values(self.routes, TABLES["Routes"].columns)
        self.missing: dict[str, Flags] = {}
        self.blank_in_risk: dict[str, NDArray[np.object_]] = {}
        risks = scenario.table("Risks")
        for at, (risk, text) in enumerate(zip(risks["risk"], risks["rule"], strict=True)):
            names = risk_rule_names(risks["risk"].iloc[:at])
            outcome = self._traced(parse_rule(text, names).evaluate(self.columns, self.missing))
            self.columns[risk] = outcome.value
            self.missing[risk] = outcome.blank
            self.blank_in_risk[risk] = outcome.blank_name

    def answer(self, text: str | None, route: int) -> Outcome:
        """The answer of a rule of a route (row number) for every indication; a blank rule holds for all."""
        if text is None:
            none = np.zeros(self.count, dtype=bool)
            return Outcome(~none, none, np.full(self.count, None, dtype=object))
        rule = parse_rule(text, route_rule_names(self.missing))
        # A name that indications have too means the indication's.
        own = {name: np.repeat(values[route], self.count) for name, values in self.of_route.items()}
        return self._traced(rule.evaluate({**own, **self.columns}, self.missing))

    def blanks(self, outcome: Outcome, asked: Flags, what: str) -> list[Problem]:
        """A problem at the cell of each indication for which ``what`` is asked and hangs on a blank number."""
        rows = np.flatnonzero(outcome.blank & asked)
        return list(dict.fromkeys(self._blank(int(row), str(outcome.blank_name[row]), what) for row in rows))

    def _traced(self, outcome: Outcome) -> Outcome:
        """The outcome with, instead of a risk without an answer, the number that is blank in it."""
        names = outcome.blank_name.copy()
        for row in np.flatnonzero(outcome.blank):
            if names[row] in self.blank_in_risk:
                names[row] = self.blank_in_risk[names[row]][row]
        return Outcome(outcome.value, outcome.blank, names)

    def _blank(self, row: int, name: str, what: str) -> Problem:
        if name == "prevalence_share" and not self.scenario.settings.population:
            message = f"population is blank, but {what} needs {name}"
            return Problem("Settings", "", message, "add the setting population", "blank_in_rule")
        column = NEEDED_FOR_FIGURE.get(name, name)
        return Problem(
            "Indications",
            self.scenario.cell("Indications", row, column),
            f"{name} is blank, but {what} needs it"
            if column == name
            else f"{column} is blank, but {what} needs {name}",
            "fill it in, or let the rule test something else first",
            "blank_in_rule",
        )


def eligible(book: Rulebook, asked: Flags) -> tuple[Flags, list[Problem]]:
    """Whether the rule of each route (column) holds for each indication (row); ``asked`` says where the answer is needed.

    A blank number that the answer hangs on is a problem at the cell of the indication.
    """
    answer = np.ones(asked.shape, dtype=bool)
    problems: list[Problem] = []
    for at, (name, text) in enumerate(zip(book.routes["route"], book.routes["eligible"], strict=True)):
        if text is not None:
            outcome = book.answer(text, at)
            answer[:, at] = outcome.value
            problems += book.blanks(outcome, asked[:, at], f"the rule of route {name}")
    return answer, problems
