"""The option table: one row per complete way to decide on one indication, with what it does in every year.

An option is (indication, route, start, discount). Every rule that concerns one indication is settled here, in vectorised
arithmetic; the optimiser only sees what couples decisions. Formulas: model.md sections 3 to 6.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from html import escape
from typing import Any

import numpy as np
import pandas as pd

from planner.asked import of_kind
from planner.impact import existing
from planner.impact.describe import describe
from planner.impact.effects import Effects, Moved, effects
from planner.impact.lines import first_come
from planner.impact.openings import pairs
from planner.impact.patients import all_cohorts
from planner.impact.phases import work
from planner.impact.points import option_points
from planner.impact.present import present
from planner.impact.shown import openings_as_stated, shown_openings
from planner.impact.timing import NDArrayInt, Numbers
from planner.scenario.scenario import Scenario


@dataclass(frozen=True, eq=False)
class Options:
    """All options of a scenario.

    ``table`` has one row per option: indication, route (None = an indication in the package stays), action (``admit``,
    ``leave``, ``renegotiate``, ``study``, ``stay``), framework, budget_line, start_year, start_month, offset [years after the
    plan's start], discount (the payer's mandate), mandate_price and net_price (signed, in expectation) at that discount [EUR
    per patient-year], acceptance (the chance that it happens, authorisation included), certain, icer [EUR per QALY]; goes_on
    (the chance that reimbursement goes on after the term, NaN = no such term), entry_price (signed, until a term ends) and
    definitive_price (signed, after conversion; NaN = none).

    The arrays are option x year of the plan. ``patients`` [patient-years] and ``starters`` if it happens, expected after its
    term; ``qalys``, ``cost`` and ``drug`` [EUR million] in expectation over all outcomes; ``must_fit`` and
    ``must_fit_drug`` the spending that must fit hard limits; ``charged`` what the budget line is charged; ``gross_drug`` the
    medicine at the mandate price, as if accepted (0 for what is in the package). Of what is in the
    package all of these are differences from present terms. ``insufficient`` [EUR million] is expected spending on medicines
    that prove insufficient, ``stopped`` the expected patients on treatment when reimbursement stops (both all zeros in a
    shared array where no option has a term). ``work`` is per pool (option x year) the work of phases and reviews.

    ``openings`` has one row per indication and route that could concern it: whether it is open, or the first condition that
    fails, and where supplier and payer meet (its columns: "The tables of a plan"). ``moved``: see ``Moved``; None = nothing is.
    ``once`` is room for what others work out of these options once and need again.
    """

    table: pd.DataFrame
    patients: Numbers
    starters: Numbers
    qalys: Numbers
    cost: Numbers
    drug: Numbers
    must_fit: Numbers
    must_fit_drug: Numbers
    charged: Numbers
    gross_drug: Numbers
    insufficient: Numbers
    stopped: Numbers
    openings: pd.DataFrame
    work: Mapping[str, Numbers] = field(default_factory=dict)
    moved: Moved | None = None
    once: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.table)

    def __repr__(self) -> str:
        return f"<Options: {len(self)}; indications: {len(self.codes[1])}, routes: {self.table['route'].nunique()}>"

    def _repr_html_(self) -> str:
        table: str = self.table.to_html(index=True, na_rep="", max_rows=20)
        return f"<p>{escape(repr(self)[1:-1])}</p>{table}"

    @cached_property
    def codes(self) -> tuple[NDArrayInt, pd.Index]:
        """The number of each option's indication, and the indications in order of appearance."""
        numbers, names = pd.factorize(self.table["indication"])
        return np.asarray(numbers, dtype=np.intp), pd.Index(names)

    @cached_property
    def _blocks(self) -> pd.DataFrame:
        """Where the options of each indication begin, and how many there are (they lie together)."""
        names = self.table["indication"].to_numpy(dtype=object)
        first = np.flatnonzero(np.append(True, names[1:] != names[:-1])) if len(names) else np.zeros(0, dtype=np.intp)
        return pd.DataFrame({"first": first, "count": np.diff(np.append(first, len(names)))}, index=names[first])

    def counterparts(self, other: Options, rows: NDArrayInt) -> NDArrayInt:
        """For some rows of another option table the row here of the same indication, route and start, and the nearest discount.

        -1 where there is none.
        """
        if other is self:
            return rows
        here = self._blocks.reindex(other.table["indication"].to_numpy(dtype=object)[rows], fill_value=0)
        there = other._blocks.loc[here.index]
        found = np.where(here["count"] == there["count"], rows - there["first"].to_numpy() + here["first"], -1)
        keys = ["route", "offset"]
        wanted, mine = other.table.iloc[rows], self.table.iloc[np.maximum(found, 0)]
        same = found >= 0
        for name in keys:
            one, two = wanted[name].to_numpy(), mine[name].to_numpy()
            same &= (one == two) | (pd.isna(one) & pd.isna(two))
        same &= np.abs(wanted["discount"].to_numpy() - mine["discount"].to_numpy()) < 1e-9
        for at in np.flatnonzero(~same):
            block = here.iloc[at]
            own = self.table.iloc[block["first"] : block["first"] + block["count"]]
            alike = np.logical_and.reduce([(own[name] == wanted[name].iloc[at]).to_numpy(dtype=bool) for name in keys])
            away = np.where(alike, np.abs(own["discount"] - wanted["discount"].iloc[at]), np.inf)
            found[at] = block["first"] + int(away.argmin()) if np.isfinite(away).any() else -1
        return np.asarray(found, dtype=np.intp)


def enumerate_options(scenario: Scenario) -> Options:
    """The option table of a scenario: by indication, route, start and discount, whatever the order of the sheets.

    Only ``openings``, which reports show, are in that order.

    Raises ScenarioError where a figure is blank that an open route needs.
    """
    of_kind(scenario, Scenario)
    stated, scenario = scenario, scenario.in_order
    cohort = all_cohorts(scenario)
    found = pairs(scenario, cohort)
    pair = found.table
    chosen, offset, discount = option_points(scenario, found)
    counts = np.bincount(chosen, minlength=len(pair))
    meet = pair["condition"].isna().to_numpy(dtype=bool) & (counts == 0)
    pair.loc[meet, "condition"] = "ceiling_and_supplier"
    kept = first_come(scenario, found, cohort, chosen, offset, discount)
    if kept is not None:
        chosen, offset, discount = chosen[kept], offset[kept], discount[kept]
        counts = np.bincount(chosen, minlength=len(pair))
    table = describe(scenario, found, chosen, offset, discount)
    own = effects(scenario, pair.iloc[chosen], table, cohort)
    stay = existing.staying(scenario, present(scenario))
    horizon = scenario.settings.years
    jobs = work(found.procedures, pair["i"].to_numpy()[chosen], pair["r"].to_numpy()[chosen], offset, horizon)
    shown = openings_as_stated(stated, shown_openings(scenario, found, counts))
    return assemble(horizon, table, own, stay, jobs, shown)


def assemble(
    horizon: int,
    table: pd.DataFrame,
    own: Effects,
    stay: existing.Staying,
    jobs: dict[str, Numbers],
    openings: pd.DataFrame,
) -> Options:
    """Options in the order of the indications: those of one by route, start and discount, to stay last."""
    whole = pd.concat([table, stay.table], ignore_index=True) if len(stay.table) else table
    order = np.argsort(whole["i"].to_numpy(), kind="stable")
    count = len(stay.table)
    sorted_already = not count and bool((order[1:] > order[:-1]).all())  # then a large table is not copied
    arrays = own.arrays
    if not sorted_already:
        arrays = {name: np.concatenate([array, stay.arrays[name]])[order] for name, array in own.arrays.items()}

    def below(first: Numbers | None, second: Numbers) -> Numbers:
        """A figure of routes, and below it that of what stays; where none has it, zeros that take no room."""
        if first is None and not second.any():
            return np.broadcast_to(0.0, (len(whole), horizon))
        return np.concatenate([np.zeros((len(table), horizon)) if first is None else first, second])[order]

    rest = np.zeros((count, horizon))
    place = np.empty(len(order), dtype=np.intp)
    place[order] = np.arange(len(order))
    return Options(
        whole.iloc[order].drop(columns="i").reset_index(drop=True),
        openings=openings,
        insufficient=below(own.insufficient, stay.insufficient),
        stopped=below(own.stopped, stay.stopped),
        work={pool: np.concatenate([array, rest])[order] for pool, array in jobs.items()},
        moved=None if own.moved is None else replace(own.moved, option=place[own.moved.option]),
        **arrays,
    )
