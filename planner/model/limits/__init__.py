"""Every limit that couples decisions, stated once as data: the model, the report, the reasons and the audit's labels read these.

Each family is one function beside its formula. A family is ``base + use @ pick <= limit`` (or ``=``), one row per label.
"""

import numpy as np

from planner.impact import Options
from planner.impact.timing import Flags
from planner.model.limits.carry import Carry, carry_over
from planner.model.limits.decisions import dossiers, one_decision, patient_groups
from planner.model.limits.family import Family, by_framework, framework_numbers, over
from planner.model.limits.limits import Limits
from planner.model.limits.parts import parts
from planner.model.limits.relations import relations, spending_caps
from planner.model.limits.resources import resources
from planner.model.limits.target import health_target
from planner.model.limits.yearly import budget_lines, framework, growth, growth_figures
from planner.model.money import Money
from planner.model.objective import objective
from planner.scenario.scenario import Scenario

__all__ = ["Carry", "Family", "Limits", "by_framework", "framework_numbers", "growth_figures", "limits", "over"]


def limits(scenario: Scenario, options: Options, money: Money) -> Limits:
    """State every limit of a scenario over its options, and what is maximised."""
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
        health_target(scenario, options),
    )
    kept = tuple(family for family in families if len(family.limit))
    settings = scenario.settings
    pair = settings.objective == "lexicographic" and settings.second_objective is not None
    return Limits(
        money,
        kept,
        carry_over(scenario, options, money),
        parts(scenario, options, _counted(kept, len(options))),
        objective(scenario, options, money, settings.objective),
        objective(scenario, options, money, str(settings.second_objective)) if pair else None,
    )


def _counted(families: tuple[Family, ...], options: int) -> Flags:
    """Options whose decision, not only their share, takes something of a limit."""
    found = np.zeros(options, dtype=bool)
    for family in families:
        if family.once is not None:
            found[family.once.tocoo().coords[1]] = True
    return found
