"""A scenario's limits and its best choice, straight from the statement and the solver: without pruning, ties and audit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.impact import enumerate_options
from planner.model.balance import balance
from planner.model.choice import Chosen, picks
from planner.model.compiled import compiled_plan
from planner.model.evaluate import Evaluator
from planner.model.limits import limits
from planner.model.money import money
from planner.model.solve import solve
from planner.scenario.scenario import Scenario


def stated(scenario: Scenario) -> Evaluator:
    options = enumerate_options(scenario)
    return Evaluator(scenario.settings, options, limits(scenario, options, money(scenario)))


@dataclass(frozen=True)
class Solved:
    evaluator: Evaluator
    choice: Chosen
    objective: float

    @property
    def shares(self) -> dict[str, float]:
        """The share of each indication that is admitted (or that stays, where it is in the package)."""
        own = picks(self.choice)
        names = self.evaluator.options.table["indication"].to_numpy()[own.rows]
        found: dict[str, float] = {}
        for name, share in zip(names, own.shares, strict=True):
            found[name] = round(found.get(name, 0.0) + float(share), 9)
        return found

    @property
    def net(self) -> float:
        return self.evaluator.worth(self.choice).net

    def column(self, name: str) -> dict[str, object]:
        rows = picks(self.choice).rows
        table = self.evaluator.options.table.iloc[rows]
        return dict(zip(table["indication"], table[name], strict=True))


def solved(scenario: Scenario) -> Solved | None:
    """The best choice that HiGHS finds at gap 0, checked exactly; None where none keeps the limits."""
    evaluator = stated(scenario)
    compiled = compiled_plan(evaluator, balance(evaluator), np.arange(len(evaluator.options)), None)
    answer = solve(compiled.program)
    if answer.solution is None:
        return None
    choice = compiled.read(answer.solution)
    assert evaluator.fits(choice)
    assert abs(evaluator.worth(choice).net - answer.objective) <= 1e-6 * max(1.0, abs(answer.objective))
    return Solved(evaluator, choice, answer.objective)
