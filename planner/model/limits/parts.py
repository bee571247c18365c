"""Which options may be chosen in part, and the yes-or-no decisions behind them (model.md section 6, "Divisible" and prices).

A divisible indication takes a share of the patients of one single option: ``x_o <= max_coverage z_o``, ``sum z_o <= 1``. With
``price_mode = continuous`` two neighbouring discounts of one (indication, route, start) make one price: their shares add up to
the decision for the interval between them, ``x_o <= sum of the z of the intervals that o bounds``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from scipy import sparse

from planner.impact import Options
from planner.impact.timing import Flags, Numbers
from planner.model.choice import Picks
from planner.model.money import Whole
from planner.scenario.scenario import Scenario


@dataclass(frozen=True)
class Parts:
    """``divisible`` marks options that may be chosen in part, ``most`` is the largest share of each.

    ``first`` and ``last`` hold, per decision (a binary variable), the option it is for, or the two neighbouring discounts that
    it lies between; ``owner`` numbers the indication of each option, ``whole`` marks options whose indication is not divisible:
    their shares add up to their decisions.
    """

    divisible: Flags
    most: Numbers
    first: Whole
    last: Whole
    owner: Whole
    whole: Flags

    def __len__(self) -> int:
        return len(self.first)

    @cached_property
    def by_option(self) -> sparse.csr_array:
        """Option x decision: a one where the decision allows the option."""
        number = np.arange(len(self.first))
        two = self.first != self.last
        at = np.concatenate([self.first, self.last[two]])
        of = np.concatenate([number, number[two]])
        return sparse.csr_array((np.ones(len(at)), (at, of)), shape=(len(self.divisible), len(number)))

    @cached_property
    def decided(self) -> Flags:
        """Options that a decision allows; the others are their own decision, or need none."""
        return np.asarray(np.diff(self.by_option.indptr) > 0)

    def decisions(self, own: Picks) -> Numbers:
        """The decisions (0 or 1) behind a choice: for two discounts the interval between them, for one the first that has it."""
        taken = np.zeros(len(self.first))
        picked = np.zeros(len(self.divisible), dtype=bool)
        picked[own.rows] = True
        both = picked[self.first] & picked[self.last]
        taken[both & (self.first != self.last)] = 1.0
        covered = self.by_option @ taken > 0
        for option in own.rows[self.decided[own.rows] & ~covered[own.rows]]:
            taken[self.by_option.indices[self.by_option.indptr[option]]] = 1.0
        return taken


def parts(scenario: Scenario, options: Options, counted: Flags) -> Parts:
    """The options of a scenario that may be chosen in part; ``counted`` marks those whose decisions a limit counts."""
    table = options.table
    names, most = _coverage(scenario)
    owner = np.asarray(table["indication"].map(names), dtype=np.intp)
    stays = table["route"].isna().to_numpy(dtype=bool)
    share = ~np.isnan(most[owner])
    first, last = _intervals(table, stays) if scenario.settings.price_mode == "continuous" else _points(stays)
    priced = np.zeros(len(table), dtype=bool)  # options of indications with two neighbouring discounts
    priced[np.isin(owner, owner[first[first != last]])] = True
    alone = np.bincount(owner[~stays], minlength=len(most))[owner] == 1
    needs = (share & ~(alone & ~counted)) | (priced & ~share)
    kept = needs[first]
    return Parts(
        divisible=(share | priced) & ~(stays & ~share),
        most=np.where(share & ~stays, np.nan_to_num(most[owner], nan=1.0), 1.0),
        first=first[kept],
        last=last[kept],
        owner=owner,
        whole=~share,
    )


def _coverage(scenario: Scenario) -> tuple[dict[str, int], Numbers]:
    """The number of each indication, and the largest share of those that are divisible (NaN = whole)."""
    table = scenario.table("Indications")
    most = table["max_coverage"].where(table["divisible"].astype(bool)).to_numpy(dtype=np.float64)
    return {name: at for at, name in enumerate(table["indication"])}, most


def _points(stays: Flags) -> tuple[Whole, Whole]:
    """A decision for every option but to stay."""
    each = np.flatnonzero(~stays)
    return each, each


def _intervals(table: pd.DataFrame, stays: Flags) -> tuple[Whole, Whole]:
    """A decision for every two neighbouring discounts of one (indication, route, start), and for a discount that is alone."""
    ordered = table[~stays].sort_values(["indication", "route", "offset", "discount"], kind="stable")
    at = ordered.index.to_numpy(dtype=np.intp)
    keys = ordered[["indication", "route", "offset"]]
    group = keys.groupby(["indication", "route", "offset"], sort=False).ngroup().to_numpy()
    same = np.flatnonzero(group[1:] == group[:-1])
    size = np.bincount(group, minlength=int(group.max(initial=-1)) + 1)
    single = at[size[group] == 1] if len(at) else at
    return np.concatenate([at[same], single]), np.concatenate([at[same + 1], single])
