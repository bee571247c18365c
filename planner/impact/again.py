"""The option table of a changed scenario: worked out again for the indications that the change touches, kept for all others."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from planner.errors import ScenarioError
from planner.impact.options import Options, enumerate_options
from planner.impact.rows import joined, some
from planner.impact.shown import openings_as_stated
from planner.impact.timing import Flags, NDArrayInt
from planner.scenario.places import Places
from planner.scenario.scenario import Scenario
from planner.scenario.tables import Settings

#: Settings that no option depends on: they steer the model, the solver and the report.
_ELSEWHERE = (
    "title", "language", "growth_base", "growth_kind", "displacement_mode", "room_value", "mip_gap", "time_limit", "price_mode",
    "objective", "qaly_value", "health_target", "second_objective", "premium_payers", "sweeps",
)  # fmt: skip

#: Sheets with rows for some indications only: their key, and the column of Indications that names it.
_KEYED = {
    "Acceptance": ("curve", "acceptance"),
    "Uptake": ("curve", "uptake"),
    "Patients": ("indication", "indication"),
}

#: Sheets that no option depends on.
_NEVER = ("Care", "Resources", "ResourceUse", "Uncertainty", "Scenarios", "Sources")


def enumerate_again(before: Scenario, options: Options, scenario: Scenario) -> Options:
    """The option table of ``scenario``, row for row that of ``enumerate_options``; ``options`` is that of ``before``.

    Where the indications are the same and no rule looks beyond one product, only the rows of those that the
    change touches are worked out; where nothing touches an option it is the very same object. Raises ScenarioError as
    ``enumerate_options`` does.
    """
    stated, before, scenario = scenario, before.in_order, scenario.in_order
    touched = _touched(before, scenario)
    if touched is None or touched.mean() > 0.5:
        return enumerate_options(stated)
    if not touched.any():
        openings = openings_as_stated(stated, options.openings)
        return options if openings.equals(options.openings) else replace(options, openings=openings)
    try:
        part = enumerate_options(_only(scenario, touched))
    except ScenarioError:
        return enumerate_options(stated)  # the same problems, at the cells of the whole sheet
    found = _spliced(options, part, scenario, touched)
    return replace(found, openings=openings_as_stated(stated, found.openings))


def _touched(before: Scenario, after: Scenario) -> Flags | None:
    """The indications whose options may differ (by row of the sheets in order); None where it is not known."""
    if _settings(before.settings) != _settings(after.settings):
        return None
    one, two = before.table("Indications"), after.table("Indications")
    if list(one["indication"]) != list(two["indication"]) or list(one.columns) != list(two.columns):
        return None
    sheets = {*before.tables, *after.tables}
    differ = {sheet for sheet in sheets if before.tables.get(sheet) is not after.tables.get(sheet)}
    touched = np.zeros(len(two), dtype=bool)
    if differ & {"Indications", "Frameworks"}:  # the only framework stands in for a blank one
        touched = ~_same_rows(one, two)
    for sheet in sorted(differ - {"Indications", "Settings", *_NEVER}):
        first, second = before.table(sheet), after.table(sheet)
        if sheet in _KEYED:
            key, column = _KEYED[sheet]
            touched |= two[column].isin(_differing(first, second, key)).to_numpy(dtype=bool)
        elif not _what_counts(sheet, first).equals(_what_counts(sheet, second)):
            return None
    if touched.any() and (_looks_further(before) or _looks_further(after)):
        return None
    touched_products = set(one["product"][touched]) | set(two["product"][touched])
    return np.asarray(touched | two["product"].isin(touched_products).to_numpy(dtype=bool))


def _settings(settings: Settings) -> dict[str, object]:
    return {name: value for name, value in vars(settings).items() if name not in _ELSEWHERE}


def _looks_further(scenario: Scenario) -> bool:
    """Whether options of one indication follow from those of others: one price for several, a line for who comes first."""
    shared = bool((scenario.table("Relations")["kind"] == "same_price").any())
    return shared or bool((scenario.table("BudgetLines")["allocation"] == "first_come").any())


def _what_counts(sheet: str, frame: pd.DataFrame) -> pd.DataFrame:
    """What options depend on of a sheet: of budgets only what is charged to them (all where who comes first is served), of
    frameworks only their names.
    """
    if sheet == "Frameworks":
        return frame[["framework"]].drop_duplicates(ignore_index=True)
    if sheet == "BudgetLines" and not (frame["allocation"] == "first_come").any():
        return frame[["line", "charged"]].drop_duplicates(ignore_index=True)
    return frame


def _same_rows(one: pd.DataFrame, two: pd.DataFrame) -> Flags:
    """Rows that are equal in every column; blanks are equal to blanks."""
    same = np.ones(len(two), dtype=bool)
    for name in two.columns:
        left, right = one[name], two[name]
        if not left.equals(right):
            same &= ((left == right) | (left.isna() & right.isna())).to_numpy(dtype=bool)
    return same


def _differing(one: pd.DataFrame, two: pd.DataFrame, key: str) -> set[str]:
    """The names of which the rows differ."""
    if one.equals(two):
        return set()
    rows = [{name: own.reset_index(drop=True) for name, own in frame.groupby(key)} for frame in (one, two)]
    return {
        str(name)
        for name in {*rows[0], *rows[1]}
        if name not in rows[0] or name not in rows[1] or not rows[0][name].equals(rows[1][name])
    }


def _only(scenario: Scenario, kept: Flags) -> Scenario:
    """The scenario with some of its indications and their rows of other sheets."""
    tables = dict(scenario.tables)
    mine = tables["Indications"]
    tables["Indications"] = mine[kept].reset_index(drop=True)
    names = set(mine["indication"][kept])
    tables["Patients"] = tables["Patients"][tables["Patients"]["indication"].isin(names)].reset_index(drop=True)
    return replace(scenario, tables=tables, places=Places())


def _spliced(whole: Options, part: Options, scenario: Scenario, touched: Flags) -> Options:
    """The options of the touched indications in the place of those that were."""
    position = {name: row for row, name in enumerate(scenario.table("Indications")["indication"])}

    def order(old: pd.Series, new: pd.Series) -> NDArrayInt:
        """Rows of the old ones with the new ones below: those that stay and the new ones, in the order of the sheet."""
        row = pd.concat([old, new]).map(position).to_numpy(dtype=np.intp)
        stays = np.flatnonzero(np.append(~touched[row[: len(old)]], np.ones(len(new), dtype=bool)))
        return np.asarray(stays[np.argsort(row[stays], kind="stable")])

    result = some(joined(whole, part), order(whole.table["indication"], part.table["indication"]))
    openings = pd.concat([whole.openings, part.openings], ignore_index=True)
    shown = order(whole.openings["indication"], part.openings["indication"])
    return replace(
        result,
        openings=openings.iloc[shown].reset_index(drop=True),
        work={pool: array for pool, array in result.work.items() if array.any()},  # a pool is there where one needs it
    )
