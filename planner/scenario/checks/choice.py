"""Checks of what is maximised, and of shares: settings and columns that need each other."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from planner.errors import Problem
from planner.scenario.checks.check import at, reads, values
from planner.scenario.hints import shown
from planner.scenario.relations import price_members
from planner.scenario.scenario import Scenario
from planner.scenario.sweeps import nothing_to_sweep, read_sweeps

#: The setting that an objective cannot do without, and what it is.
_NEEDS = {
    "net_monetary_benefit": ("qaly_value", "the value of a QALY [EUR]"),
    "least_spending": ("health_target", "the QALYs that must be gained"),
    "lexicographic": ("second_objective", "what decides among the plans with most net QALYs"),
}


@reads("Settings.objective Settings.qaly_value Settings.health_target Settings.second_objective")
def objective_has_its_figure(scenario: Scenario) -> Iterator[Problem]:
    settings = scenario.settings
    pair = settings.objective == "lexicographic"
    asked = [settings.objective]
    if pair and settings.second_objective == "net_monetary_benefit":
        # a second objective of least spending needs no target
        asked.append(settings.second_objective)
    for name in asked:
        setting, what = _NEEDS.get(name, ("objective", ""))
        if getattr(settings, setting) is None:
            rows = np.flatnonzero((scenario.tables["Settings"]["setting"] == "objective").to_numpy())
            message = f"{setting} is blank, but the objective {name} needs it: {what}"
            hint = f"add the setting {setting}"
            yield at(scenario, "Settings", int(rows[0]), "value", message, hint, code="objective")


@reads("Settings.sweeps Frameworks.drug_growth_limit")
def sweeps_change_something(scenario: Scenario) -> Iterator[Problem]:
    """A growth limit, budget line or reference value that nobody stated cannot be tried at other values."""
    rows = np.flatnonzero((scenario.tables["Settings"]["setting"] == "sweeps").to_numpy())
    settings = {axis.setting: None for axes in read_sweeps(scenario.settings.sweeps) for axis in axes}
    for name in settings:
        why = nothing_to_sweep(name, scenario)
        if why:
            message = f"sweeps asks for {name}, but there is nothing to sweep: {why}"
            yield at(scenario, "Settings", int(rows[0]), "value", message, f"leave {name} out", code="sweep")


@reads(rows="Indications.divisible Indications.max_coverage")
def coverage_needs_a_share(scenario: Scenario) -> Iterator[Problem]:
    for row, (part, most) in enumerate(values(scenario.table("Indications"), "divisible max_coverage")):
        if most < 1 and not part:
            message = f"max_coverage is {most:g}, but the indication is not divisible: it has no effect"
            hint = "fill in divisible yes, or leave max_coverage blank"
            yield at(scenario, "Indications", row, "max_coverage", message, hint, code="not_used", severity="warning")


@reads(
    "Settings.price_mode",
    rows="Relations.kind Relations.subject Relations.object Indications.indication Indications.divisible "
    "Indications.product",
)
def one_price_of_shares_has_points(scenario: Scenario) -> Iterator[Problem]:
    """The mean price of a share is no linear figure, so that two of them cannot be compared under a continuum of prices."""
    if scenario.settings.price_mode != "continuous":
        return
    table = scenario.table("Indications")
    divisible = set(table["indication"][table["divisible"].astype(bool)])
    for row, (kind, subject, other) in enumerate(values(scenario.table("Relations"), "kind subject object")):
        if kind != "same_price":
            continue
        shares = [name for name in price_members(scenario, subject, other) if name in divisible]
        if shares:
            message = f"{shown(shares[0])} is divisible, and price_mode is continuous; same_price needs one of the two otherwise"
            yield at(scenario, "Relations", row, "kind", message, "choose price_mode discrete", code="relation")
