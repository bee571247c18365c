"""Which limits and relations cannot hold together: a smallest set of which no plan keeps all (an irreducible set).

Found by leaving out one after the other: what may go without making a plan possible is no part of the conflict. Relations are
tried last, so that what is named is what the analyst decided, where he decided too much.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy import sparse

from planner.errors import Collision
from planner.impact.timing import Flags
from planner.model.evaluate import Evaluator
from planner.model.limits import Family
from planner.model.money import TOLERANCE
from planner.model.solve import Program, solve
from planner.scenario.places import row_of

#: Seconds for the question whether any plan keeps a set of limits; without an answer the limit stays in the set.
_PATIENCE = 10.0


def conflict(evaluator: Evaluator) -> list[Collision]:
    """The limits and relations of a scenario without a plan that cannot hold together, each with its sheet and cell."""
    families = evaluator.limits.families
    kept = {family.name: np.ones(len(family.limit), dtype=bool) for family in families}
    for family in families:
        if family.name not in ("decision", "relation"):
            _leave_out(evaluator, kept, family, np.ones(len(family.limit), dtype=bool))
    for family in families:
        for rows in _by_name(family):
            if family.name != "decision" and kept[family.name][rows].any():
                _leave_out(evaluator, kept, family, rows)
    return [
        one
        for family in families
        if family.name != "decision"
        for one in sorted(_named(family, kept[family.name]), key=lambda one: row_of(one.cell))
    ]


def _leave_out(evaluator: Evaluator, kept: dict[str, Flags], family: Family, rows: Flags) -> None:
    """Leave rows of one family out of the set where no plan keeps the others either."""
    before = kept[family.name]
    kept[family.name] = before & ~rows
    if _possible(evaluator, kept):
        kept[family.name] = before


def _by_name(family: Family) -> Iterator[Flags]:
    """The rows of one name together, relations from the last to the first."""
    names = family.rows["name"].to_numpy()
    for name in reversed(list(dict.fromkeys(names))):
        yield names == name


def _possible(evaluator: Evaluator, kept: dict[str, Flags]) -> bool:
    """Whether any choice keeps these rows (or the question takes too long)."""
    families = [family for family in evaluator.limits.families if kept[family.name].any()]
    if not families:
        return True
    rows = [kept[family.name] for family in families]
    use = sparse.vstack([family.use[mine] for family, mine in zip(families, rows, strict=True)], format="csr")
    space = np.concatenate([family.space[mine] for family, mine in zip(families, rows, strict=True)])
    equal = np.concatenate([family.equal[mine] for family, mine in zip(families, rows, strict=True)])
    count = len(evaluator.options)
    program = Program(
        gain=np.zeros(count),
        constant=0.0,
        matrix=sparse.csr_array(use),
        low=np.where(equal, space, -np.inf),
        high=np.where(equal, space, space + TOLERANCE),
        lower=np.zeros(count),
        upper=evaluator.limits.parts.most,
        whole=~evaluator.divisible,
    )
    if not count:
        return bool((space >= -TOLERANCE).all())
    return solve(program, time_limit=_PATIENCE).stopped != "infeasible"


def _named(family: Family, rows: Flags) -> Iterator[Collision]:
    """A relation by its cell; a limit once by name, at its first year."""
    for at in np.flatnonzero(rows):
        label = family.rows.iloc[at]
        if (family.rows["name"].to_numpy()[:at][rows[:at]] == label["name"]).any():
            continue
        yield Collision(family.name, label["name"], None, np.nan, family.unit, label["sheet"], label["cell"])
