"""Room of one year that may be used a year later (model.md section 6): a share of what is left, and never twice.

``carry_f(t) = carry_over_share_f(t) max(0, budget_f(t-1) - base_f(t-1) - sum b_o(t-1) x_o)``; none into the first year, none
beside a year without a budget.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from planner.impact import Options
from planner.impact.timing import Numbers
from planner.model.choice import Chosen, Picks
from planner.model.limits.family import charged
from planner.model.money import Money, Whole
from planner.scenario.scenario import Scenario


@dataclass(frozen=True)
class Carry:
    """Where room is carried over: ``framework`` and ``year`` (from 0) into which, and the ``share`` of it.

    ``slack`` is what the year before has without options, ``use`` (row x option) what each takes of that, all EUR million.
    """

    framework: Whole
    year: Whole
    share: Numbers
    slack: Numbers
    use: sparse.csc_array

    def __len__(self) -> int:
        return len(self.year)

    def left(self, chosen: Chosen) -> Numbers:
        """What is left of the year before, by row; below 0 where more is spent than there is."""
        if isinstance(chosen, Picks):
            return np.asarray(self.slack - self.use[:, chosen.rows] @ chosen.shares)
        return np.asarray(self.slack - self.use[:, chosen].sum(axis=1)).ravel()

    def amount(self, left: Numbers) -> Numbers:
        """What is carried over of what is left, by row (and option, where ``left`` has a column for each)."""
        share = self.share if left.ndim == 1 else self.share[:, None]
        return np.asarray(share * np.maximum(0.0, left))

    def range(self, indication: Whole) -> tuple[Numbers, Numbers]:
        """The least and the most that can be left, whichever option of each indication is taken."""
        use = self.use.toarray()
        groups = int(indication.max(initial=-1)) + 1
        most, least = np.zeros((len(self), groups)), np.zeros((len(self), groups))
        for row in range(len(self)):
            np.maximum.at(most[row], indication, use[row])
            np.minimum.at(least[row], indication, use[row])
        return self.slack - most.sum(axis=1), self.slack - least.sum(axis=1)


def carry_over(scenario: Scenario, options: Options, money: Money) -> Carry:
    """The years into which room is carried over; none where no framework has a ``carry_over_share``."""
    rows = scenario.table("Frameworks").set_index(["framework", "year"])["carry_over_share"]
    grid = pd.MultiIndex.from_product([money.frameworks, list(money.years)])
    share = np.nan_to_num(rows.reindex(grid).to_numpy(dtype=np.float64)).reshape(len(money.frameworks), -1)
    open_ = share > 0
    open_[:, 0] = False
    open_[:, 1:] &= money.limited[:, 1:] & money.limited[:, :-1]
    framework, year = np.nonzero(open_)
    before = framework * len(money.years) + year - 1
    use = charged(options, money, "must_fit")[before]
    slack = (money.budget - money.base)[framework, year - 1]
    return Carry(framework, year, share[open_], slack, sparse.csc_array(use))
