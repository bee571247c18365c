"""The names that a rule of a route may use, and the figures among them that the engine computes."""

from planner.scenario.rule_columns import rule_names
from planner.scenario.rule_nodes import Kind
from planner.scenario.tables import TABLES

COMPUTED_FIGURES: dict[str, str] = {
    "list_budget_impact": "gross drug spending at list price, largest of the first three years after a start [EUR million]",
    "product_budget_impact": "its sum over the candidate indications of the product [EUR million]",
    "cost_per_patient_year": "list_price x min(1, treatment_years) [EUR]",
    "prevalence_share": "prevalence as a share of the population",
}


def route_rule_names() -> dict[str, Kind]:
    """Every name that ``Routes.eligible`` may use, with its kind; where both have a name the indication's counts."""
    computed: dict[str, Kind] = dict.fromkeys(COMPUTED_FIGURES, "number")
    return {**rule_names(TABLES["Routes"].columns), **rule_names(TABLES["Indications"].columns), **computed}
