"""Which figures an earlier audit may lend to the next one: those of indications whose every row is the same.

The audit of a changed scenario works out by itself whatever the change can touch; what rests on the same rows of the same
sheets is not worked out twice. This is the audit's own comparison: it does not ask the engine what has changed.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from planner.scenario.scenario import Scenario

#: Sheets that say nothing about a single choice: money, what is displaced, and what is not computed with.
_NOT_OF_CHOICES = ("Care", "Frameworks", "Indications", "Scenarios", "Settings", "Sources", "Uncertainty")

#: Settings that say nothing about a single choice.
_NOT_SETTINGS = (
    "title",
    "language",
    "growth_base",
    "growth_kind",
    "displacement_mode",
    "room_value",
    "mip_gap",
    "time_limit",
    "sweeps",
)


def same_indications(before: Scenario, after: Scenario) -> set[str]:
    """The indications that have the same rows, with all of their product, in two scenarios that agree in all else.

    None of them where the scenarios differ in other sheets, or where one indication's choices may hang on those of others
    (relations, lines for who comes first).
    """
    if _alone(before) != _alone(after) or list(before.tables) != list(after.tables):
        return set()
    if len(after.tables["Relations"]) or (after.table("BudgetLines")["allocation"] == "first_come").any():
        return set()
    differ = [sheet for sheet, table in after.tables.items() if table is not before.tables[sheet]]
    if not all(before.table(sheet).equals(after.table(sheet)) for sheet in differ if sheet not in _NOT_OF_CHOICES):
        return set()
    one, two = before.table("Indications"), after.table("Indications")
    if not {"Indications", "Frameworks"} & {*differ}:  # the only framework stands in for a blank one
        return set(two["indication"])
    if list(one.columns) != list(two.columns):
        return set()
    one = one.set_index("indication", drop=False).reindex(two["indication"])
    differs = np.zeros(len(two), dtype=bool)
    for name in two.columns:
        left, right = one[name].to_numpy(dtype=object), two[name].to_numpy(dtype=object)
        differs |= ~((left == right) | (pd.isna(left) & pd.isna(right)))
    changed = {*two["product"][differs], *one["product"][differs]}
    return set(two["indication"][~two["product"].isin(changed)])


def _alone(scenario: Scenario) -> tuple[object, ...]:
    """What every choice may hang on beside its rows: settings, and which frameworks there are."""
    kept = [value for name, value in vars(scenario.settings).items() if name not in _NOT_SETTINGS]
    return (*kept, *dict.fromkeys(scenario.table("Frameworks")["framework"]))
