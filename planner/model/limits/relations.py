"""Relations between decisions, and caps on the spending of a product, supplier or disease area (model.md section 6).

An indication counts by ``x_i``: the share of it in the package, admitted or staying; 1 for one that stays, less what leaves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from planner.impact import Options
from planner.impact.timing import Flags, Numbers
from planner.model.limits.family import Family, actions, at_most, spread
from planner.model.money import Whole
from planner.scenario.relations import cap_members, price_members
from planner.scenario.scenario import Scenario
from planner.scenario.tables import IN_PACKAGE, SAME_DISCOUNT


@dataclass(frozen=True)
class _Row:
    """``base + sum use_o x_o <= limit``; ``once`` marks a row that counts decisions instead of shares."""

    name: str
    at: int
    options: Whole
    use: Numbers
    base: float
    limit: float
    once: bool = False
    equal: bool = False


@dataclass(frozen=True)
class _Stated:
    """The relations of a scenario over its options, and who is in the package."""

    scenario: Scenario
    options: Options
    rows: list[_Row] = field(default_factory=list)

    @cached_property
    def of(self) -> Mapping[str, Whole]:
        """The options of each indication that has any."""
        found = self.options.table.groupby("indication").indices
        return {str(name): np.asarray(at, dtype=np.intp) for name, at in found.items()}

    @cached_property
    def change(self) -> Whole:
        return actions(self.options)

    @cached_property
    def present(self) -> Mapping[str, float]:
        """1 for what is in the package before the plan."""
        table = self.scenario.table("Indications")
        inside = table["status"].isin(IN_PACKAGE)
        return dict(zip(table["indication"], inside.astype(float), strict=True))

    @cached_property
    def coverage(self) -> Mapping[str, float]:
        """The largest share of each indication: below 1 only where it is divisible."""
        table = self.scenario.table("Indications")
        most = table["max_coverage"].where(table["divisible"].astype(bool), 1.0)
        return dict(zip(table["indication"], most, strict=True))

    @cached_property
    def price(self) -> Numbers:
        return kept_discount(self.scenario, self.options)

    def own(self, name: str) -> Whole:
        return self.of.get(name, np.zeros(0, dtype=np.intp))

    def share(self, weights: Mapping[str, float]) -> tuple[Whole, Numbers, float]:
        """``sum weight_i x_i``: the options in it, what each adds, and what is there before the plan."""
        parts = [(self.own(name), weight) for name, weight in weights.items()]
        at = np.concatenate([own for own, _ in parts])
        use = np.concatenate([weight * self.change[own] for own, weight in parts])
        return at, use, sum(weight * self.present[name] for name, weight in weights.items())

    def limit(self, name: str, at: int, weights: Mapping[str, float], most: float) -> _Row:
        return _Row(name, at, *self.share(weights), most)


def kept_discount(scenario: Scenario, options: Options) -> Numbers:
    """The discount on the list price that each option brings, or keeps where an indication stays."""
    table = scenario.table("Indications")
    now = dict(zip(table["indication"], table["present_discount"], strict=True))
    stays = options.table["route"].isna().to_numpy(dtype=bool)
    kept = options.table["indication"].map(now).to_numpy(dtype=np.float64)
    return np.where(stays, kept, options.table["discount"].to_numpy(dtype=np.float64))


def relations(scenario: Scenario, options: Options) -> Family:
    """All relations as rows over options, without a year; those of one price are several rows of one name.

    ``requires``: x_a <= x_b. ``excludes``: x_a + x_b <= 1. ``at_most``: sum x <= number over the rows with one ``object``.
    ``force_in``: x = number (default max_coverage). ``force_out``: x <= 0. ``not_before``: no start before the year number.
    ``same_price``: one discount for all that are in the package.
    """
    stated = _Stated(scenario, options)
    table = scenario.table("Relations")
    for at, values in enumerate(table.to_dict("records")):
        row = {str(name): value for name, value in values.items()}
        made = _KINDS.get(row["kind"])
        if made is not None:
            stated.rows.extend(made(stated, at, row))
    return _family(scenario, options, stated.rows)


def _requires(stated: _Stated, at: int, row: Mapping[str, Any]) -> Iterator[_Row]:
    a, b = row["subject"], row["object"]
    yield stated.limit(f"requires {a} {b}", at, {a: 1.0, b: -1.0}, 0.0)


def _excludes(stated: _Stated, at: int, row: Mapping[str, Any]) -> Iterator[_Row]:
    a, b = row["subject"], row["object"]
    yield stated.limit(f"excludes {a} {b}", at, {a: 1.0, b: 1.0}, 1.0)


def _at_most(stated: _Stated, at: int, row: Mapping[str, Any]) -> Iterator[_Row]:
    """One row per group, at the cell of its first member."""
    table = stated.scenario.table("Relations")
    group = table[(table["kind"] == "at_most") & (table["object"] == row["object"])]
    if at == group.index[0]:
        members = dict.fromkeys(group["subject"], 1.0)
        yield stated.limit(f"at_most {row['object']}", at, members, float(group["number"].dropna().iloc[0]))


def _force_in(stated: _Stated, at: int, row: Mapping[str, Any]) -> Iterator[_Row]:
    a = row["subject"]
    least = stated.coverage[a] if np.isnan(row["number"]) else float(row["number"])
    yield _Row(f"force_in {a}", at, *stated.share({a: 1.0}), least, equal=True)


def _force_out(stated: _Stated, at: int, row: Mapping[str, Any]) -> Iterator[_Row]:
    yield stated.limit(f"force_out {row['subject']}", at, {row["subject"]: 1.0}, 0.0)


def _not_before(stated: _Stated, at: int, row: Mapping[str, Any]) -> Iterator[_Row]:
    """Options that start before the calendar year ``number`` are closed, whatever they do."""
    own = stated.own(row["subject"])
    table = stated.options.table
    early = own[
        (table["start_year"].to_numpy()[own] < row["number"]) & table["route"].notna().to_numpy(dtype=bool)[own]
    ]
    yield _Row(f"not_before {row['subject']}", at, early, np.ones(len(early)), 0.0, 0.0)


def _same_price(stated: _Stated, at: int, row: Mapping[str, Any]) -> Iterator[_Row]:
    """For each two members and each discount: the one at another discount and the other at this one do not go together.

    What leaves the package has no price. Where nothing is open the relation is a row that nothing uses.
    """
    yield _Row(f"same_price {_label(row)}", at, np.zeros(0, dtype=np.intp), np.zeros(0), 0.0, 1.0, once=True)
    if stated.scenario.settings.price_mode == "continuous":
        yield from _same_mean_price(stated, at, row)
        return
    for a, b in combinations(price_members(stated.scenario, row["subject"], row["object"]), 2):
        first, second = (own[stated.change[own] >= 0] for own in (stated.own(a), stated.own(b)))
        points = np.unique(np.round(np.concatenate([stated.price[first], stated.price[second]]), 9))
        for point in points:
            other = first[np.abs(stated.price[first] - point) > SAME_DISCOUNT]
            here = second[np.abs(stated.price[second] - point) <= SAME_DISCOUNT]
            both = np.concatenate([other, here])
            yield _Row(f"same_price {_label(row)}", at, both, np.ones(len(both)), 0.0, 1.0, once=True)


def _same_mean_price(stated: _Stated, at: int, row: Mapping[str, Any]) -> Iterator[_Row]:
    """``d_a - d_b + x_a + x_b <= 2``: discounts lie between 0 and 1, so it says something only where both are in."""
    for a, b in combinations(price_members(stated.scenario, row["subject"], row["object"]), 2):
        first, second = (own[stated.change[own] >= 0] for own in (stated.own(a), stated.own(b)))
        both = np.concatenate([first, second])
        for sign in (1.0, -1.0):
            use = 1.0 + sign * np.concatenate([stated.price[first], -stated.price[second]])
            yield _Row(f"same_price {_label(row)}", at, both, use, 0.0, 2.0)


def one_prices(scenario: Scenario) -> dict[str, list[str]]:
    """The indications that must have one price, by the name of the rows that say so."""
    table = scenario.table("Relations")
    stated = table[table["kind"] == "same_price"].to_dict("records")
    rows = [{str(name): value for name, value in row.items()} for row in stated]
    return {f"same_price {_label(row)}": price_members(scenario, row["subject"], row["object"]) for row in rows}


def _label(row: Mapping[str, Any]) -> str:
    return " ".join(str(row[side]) for side in ("subject", "object") if row[side] is not None)


_KINDS = {
    "requires": _requires,
    "excludes": _excludes,
    "at_most": _at_most,
    "force_in": _force_in,
    "force_out": _force_out,
    "not_before": _not_before,
    "same_price": _same_price,
}


def _family(scenario: Scenario, options: Options, rows: list[_Row]) -> Family:
    def matrix(kept: Flags) -> sparse.csr_array:
        at = np.concatenate([np.full(len(r.options), n) for n, r in enumerate(rows)]) if rows else np.zeros(0)
        of = np.concatenate([r.options for r in rows]) if rows else np.zeros(0)
        use = np.concatenate([r.use for r in rows]) if rows else np.zeros(0)
        mine = np.repeat(kept, [len(r.options) for r in rows])
        shape = (len(rows), len(options))
        return sparse.csr_array((use[mine], (at[mine].astype(np.intp), of[mine].astype(np.intp))), shape=shape)

    table = scenario.table("Relations")
    label = pd.DataFrame(
        {
            "name": pd.Series([r.name for r in rows], dtype=object),
            "year": np.nan,
            "sheet": "Relations",
            "cell": [scenario.cell("Relations", int(table.index[r.at]), "kind") for r in rows],
        }
    )
    once = np.array([r.once for r in rows], dtype=bool)
    return Family(
        "relation",
        "decisions",
        label,
        matrix(np.ones(len(rows), dtype=bool)),
        np.array([r.base for r in rows], dtype=np.float64),
        np.array([r.limit for r in rows], dtype=np.float64),
        np.array([r.equal for r in rows], dtype=bool),
        once=matrix(once),
    )


def spending_caps(scenario: Scenario, options: Options) -> Family:
    """``sum drug_o(t) x_o <= number`` [EUR million] per year: the candidates of a product, supplier or disease area.

    Gross drug spending, committed: at the mandate price, as if accepted.
    """
    years = list(scenario.settings.calendar)
    table = scenario.table("Relations")
    kept = table[table["kind"] == "spending_cap"]
    parts: list[sparse.csr_array] = []
    for row in kept.to_dict("records"):
        members = cap_members(scenario, row["subject"], row["object"])
        inside = options.table["indication"].isin(members).to_numpy(dtype=bool)
        parts.append(spread(options.gross_drug, np.where(inside, 0.0, np.nan), 1))
    use = sparse.vstack(parts, format="csr") if parts else sparse.csr_array((0, len(options)))
    cells = [scenario.cell("Relations", int(at), "number") for at in kept.index]
    label = pd.DataFrame(
        {
            "name": np.repeat(kept["subject"].to_numpy(dtype=object), len(years)),
            "year": np.tile(np.array(years, dtype=np.float64), len(kept)),
            "sheet": "Relations",
            "cell": np.repeat(np.array(cells, dtype=object), len(years)),
        }
    )
    limit = np.repeat(kept["number"].to_numpy(dtype=np.float64), len(years))
    return at_most("spending_cap", "EUR million", label, sparse.csr_array(use), limit)
