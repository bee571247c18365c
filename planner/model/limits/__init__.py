"""Every limit that couples decisions, stated once as data: the model, the report, the reasons and the audit's labels read these.

Each family is one function beside its formula. A family is ``base + use @ pick <= limit`` (or ``=``), one row per label.
"""

from planner.impact import Options
from planner.model.limits.decisions import dossiers, one_decision, patient_groups
from planner.model.limits.family import Family, Limits, by_framework, framework_numbers, over
from planner.model.limits.relations import relations, spending_caps
from planner.model.limits.resources import resources
from planner.model.limits.yearly import budget_lines, framework, growth, growth_figures
from planner.model.money import Money
from planner.scenario.scenario import Scenario

__all__ = ["Family", "Limits", "by_framework", "framework_numbers", "growth_figures", "limits", "over"]


def limits(scenario: Scenario, options: Options, money: Money) -> Limits:
    """State every limit of a scenario over its options."""
    families = (
        one_decision(options),
        patient_groups(scenario, options),
        framework(scenario, options, money),
        growth(scenario, options, money),
        budget_lines(scenario, options),
        dossiers(scenario, options),
        resources(scenario, options),
        relations(scenario, options),
        spending_caps(scenario, options),
    )
    return Limits(money, tuple(family for family in families if len(family.limit)))
