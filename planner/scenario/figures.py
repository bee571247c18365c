"""The names that a rule may use, and the figures among them that the engine computes."""

from collections.abc import Iterable

from planner.scenario.rule_columns import rule_names
from planner.scenario.rule_nodes import Kind
from planner.scenario.tables import TABLES

COMPUTED_FIGURES: dict[str, str] = {
    "list_budget_impact": "gross drug spending at list price, largest of the first three years after a start [EUR million]",
    "product_budget_impact": "its sum over the candidate indications of the product [EUR million]",
    "cost_per_patient_year": "list_price x min(1, treatment_years) [EUR]",
    "icer_at_list": "cost per QALY at the list price, all patients paid for [EUR/QALY]",
    "prevalence_share": "prevalence as a share of the population",
}

#: The column that is blank where a computed figure has no value.
NEEDED_FOR_FIGURE = {"icer_at_list": "p_effective", "prevalence_share": "prevalence"}


def risk_rule_names(risks: Iterable[str] = ()) -> dict[str, Kind]:
    """Every name that ``Risks.rule`` may use, with its kind: columns of indications, computed figures, earlier risks."""
    computed: dict[str, Kind] = dict.fromkeys(COMPUTED_FIGURES, "number")
    named: dict[str, Kind] = dict.fromkeys(risks, "rule")
    return {**named, **rule_names(TABLES["Indications"].columns), **computed}


def route_rule_names(risks: Iterable[str] = ()) -> dict[str, Kind]:
    """Every name that ``Routes.eligible`` and ``Phases.when`` may use; where both have a name the indication's counts."""
    return {**rule_names(TABLES["Routes"].columns), **risk_rule_names(risks)}
