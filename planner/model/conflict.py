"""Which limits and relations cannot hold together: a smallest set of which no plan keeps all (an irreducible set).

Found by leaving out one after the other: what may go without making a plan possible is no part of the conflict. Relations are
tried last, so that what is named is what the analyst decided, where he decided too much.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from planner.errors import Collision
from planner.impact.timing import Flags
from planner.model.balance import Balance
from planner.model.elastic import Elastic
from planner.model.evaluate import Evaluator
from planner.model.limits import Family
from planner.scenario.places import row_of

#: Seconds for the question whether any plan keeps a set of limits; without an answer the limit stays in the set.
_PATIENCE = 10.0


def conflict(evaluator: Evaluator, stated: Balance) -> list[Collision]:
    """The limits and relations of a scenario without a plan that cannot hold together, each with its sheet and cell."""
    families = [family for family in evaluator.limits.families if family.name != "decision"]
    if not families:
        return []
    kept = {family.name: np.ones(len(family.limit), dtype=bool) for family in families}
    elastic = Elastic(evaluator, stated)
    for family in families:
        if family.name != "relation":
            _leave_out(elastic, kept, family, np.ones(len(family.limit), dtype=bool))
    for family in families:
        for rows in _by_name(family):
            if kept[family.name][rows].any():
                _leave_out(elastic, kept, family, rows)
    return [
        one
        for family in families
        for one in sorted(_named(family, kept[family.name]), key=lambda one: row_of(one.cell))
    ]


def _leave_out(elastic: Elastic, kept: dict[str, Flags], family: Family, rows: Flags) -> None:
    """Leave rows of one family out of the set where no plan keeps the others either."""
    before = kept[family.name]
    kept[family.name] = before & ~rows
    if elastic.plan(np.concatenate(list(kept.values())), _PATIENCE).stopped != "infeasible":
        kept[family.name] = before


def _by_name(family: Family) -> Iterator[Flags]:
    """The rows of one name together, relations from the last to the first."""
    names = family.rows["name"].to_numpy()
    for name in reversed(list(dict.fromkeys(names))):
        yield names == name


def _named(family: Family, rows: Flags) -> Iterator[Collision]:
    """A relation by its cell; a limit once by name, at its first year."""
    for at in np.flatnonzero(rows):
        label = family.rows.iloc[at]
        if (family.rows["name"].to_numpy()[:at][rows[:at]] == label["name"]).any():
            continue
        yield Collision(family.name, label["name"], None, np.nan, family.unit, label["sheet"], label["cell"])
