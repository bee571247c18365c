"""Why no plan keeps the limits: those that admitting nothing breaks, or those that cannot hold together."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from planner.errors import Collision, Why
from planner.model.balance import Balance
from planner.model.conflict import conflict
from planner.model.evaluate import Evaluator
from planner.model.limits import Family, over
from planner.scenario.places import row_of

#: Limits that ask for something: a plan that changes nothing need not keep them, and existing spending does not break them.
_DEMANDS = ("relation", "health_target")


def cause(evaluator: Evaluator) -> Why:
    if _related(evaluator):
        return "relations"
    return "constraints" if evaluator.fits(evaluator.stay) else "existing"


def collisions(evaluator: Evaluator, stated: Balance) -> list[Collision]:
    """The limits that are broken even by admitting nothing: family, name, year, by how much, and the cell that sets them.

    With relations it may be that admitting nothing is what they forbid: then those that cannot hold together.
    """
    return conflict(evaluator, stated) if _related(evaluator) else broken(evaluator)


def broken(evaluator: Evaluator) -> list[Collision]:
    """The limits that existing spending breaks by itself, whatever must be in or gained."""
    stay, limits = evaluator.stay, evaluator.limits
    return [
        one
        for family in limits.families
        if family.name not in _DEMANDS
        for one in _by_row(
            _collision(evaluator, family, row, excess)
            for row, excess in over(family, stay, limits.relief_of(family, stay))
        )
    ]


def _by_row(found: Iterable[Collision]) -> list[Collision]:
    """Collisions of one family in the order of the sheet."""
    return sorted(found, key=lambda one: row_of(one.cell))


def _related(evaluator: Evaluator) -> bool:
    """Whether admitting nothing breaks what must be done."""
    families = (family for family in evaluator.limits.families if family.name in _DEMANDS)
    return any(bool(family.broken(evaluator.stay).any()) for family in families)


def _collision(evaluator: Evaluator, family: Family, row: int, excess: float) -> Collision:
    label = family.rows.iloc[row]
    year = None if np.isnan(label["year"]) else int(label["year"])
    displaced = 0.0
    if family.name == "framework" and year is not None:  # the limit counts what displacement can take up
        money_ = evaluator.money
        at = money_.frameworks.index(label["name"]), money_.years.index(year)
        displaced = float(money_.pressure_limit[at] * (1.0 - money_.absorbed[at]))
    return Collision(family.name, label["name"], year, excess, family.unit, label["sheet"], label["cell"], displaced)
