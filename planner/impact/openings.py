"""Which routes are open to which indications, and within which prices (model.md sections 3 to 5).

A *pair* is one indication and one route. Everything here is a table of pairs; conditions are tested in the order in which
the report names them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from planner.errors import Problem, ScenarioError
from planner.impact import prices
from planner.impact.acceptance import Supplier, suppliers
from planner.impact.bounds import price_facts
from planner.impact.eligibility import Rulebook, eligible
from planner.impact.patients import Cohorts
from planner.impact.phases import Procedures, procedures
from planner.impact.present import from_any_start, present
from planner.impact.terms import budget_cap
from planner.impact.timing import Flags, Numbers, earliest_months, starts, years_after_start
from planner.scenario.once import once
from planner.scenario.places import in_order
from planner.scenario.scenario import Scenario
from planner.scenario.tables import names_in

#: Which actions are open to which status: candidates are admitted, what is in the package leaves, is renegotiated or studied.
ACTIONS = {
    "candidate": ("admit",),
    "refused": ("admit",),
    "reimbursed": ("leave", "renegotiate", "study"),
    "conditional": ("leave",),
}

#: What to do where a figure is blank that an open route needs.
_HINTS = {
    "p_effective": "effectiveness is not established: state the chance that it works",
    "disease_burden": "the price ceiling or cap needs a reference value",
    "response_share": "the route pays for responders only",
    "max_discount": "fill in max_discount or name an acceptance curve",
    "fair_price": "the route bounds the price by a fair price",
    "fixed_budget": "the route has a fixed yearly budget per medicine",
    "advice_high": "the price after conversion is the advised one",
}


@dataclass(frozen=True)
class Pairs:
    """The pairs of a scenario (one row each, in the order of indication and route), its suppliers and its procedures.

    A route with a fixed yearly budget has a row for each start (``only`` = its year of the plan), as the cap depends on it.
    """

    table: pd.DataFrame
    supplier: list[Supplier | None]
    procedures: Procedures

    def starts(self, scenario: Scenario) -> tuple[Numbers, Flags]:
        """Offsets in years (pair x year of the plan) and whether each is a start of the pair."""
        return _starts(self.table, scenario)


def pairs(scenario: Scenario, cohort: Cohorts) -> Pairs:
    """One row per indication and route that could concern it, with condition (None = open), earliest start, price bounds.

    Raises ScenarioError where a figure is blank that an open route needs.
    """
    found, problems = _opened(scenario)
    if problems:
        raise ScenarioError(in_order(problems, ()))
    table = _by_budget(scenario, found.table.copy(), cohort)
    _close_by_price(table)
    return Pairs(table, found.supplier, found.procedures)


def needs(scenario: Scenario) -> list[Problem]:
    """The figures that are blank and that an open route needs: what ``pairs`` raises."""
    return _opened(scenario.in_order)[1]


@once
def _opened(scenario: Scenario) -> tuple[Pairs, list[Problem]]:
    """The pairs with all conditions but those of the price, and what is blank that an open route needs."""
    indications, routes = scenario.table("Indications"), scenario.table("Routes")
    at = _positions(indications, routes)
    book = Rulebook(scenario)
    table = _facts(scenario, pd.DataFrame({"i": at[:, 0], "r": at[:, 1]}))
    supplier = suppliers(indications, scenario.table("Acceptance"))
    table["condition"] = None
    _close(table, ~table["standing"].isin(scenario.settings.used_standings).to_numpy(dtype=bool), "not_used")
    _close(table, (table["supplier_chooses"] & ~table["applies"]).to_numpy(dtype=bool), "supplier_not_applying")
    _close(table, (table["action"] == "leave").to_numpy() & ~_of(indications, table, "may_leave"), "may_not_leave")
    rule_holds, problems = eligible(book, _asked(table, len(indications), len(routes)))
    _close(table, ~rule_holds[table["i"], table["r"]], "not_eligible")
    _close(table, table["needs_registry"].to_numpy(dtype=bool) & ~_of(indications, table, "registry"), "no_registry")
    found, more = procedures(scenario, book, _asked(table, len(indications), len(routes)))
    problems += more
    earliest = earliest_months(indications, routes, scenario.settings, found.lead, found.through)
    table["earliest"] = earliest[table["i"], table["r"]]
    _close(table, np.isinf(table["earliest"].to_numpy()), "no_dossier")
    _close_by_start(table, scenario)
    problems += list(_missing(scenario, table, supplier))
    return Pairs(table, supplier, found), problems


def _positions(indications: pd.DataFrame, routes: pd.DataFrame) -> np.ndarray[tuple[int, int], np.dtype[np.intp]]:
    action = routes["action"].to_numpy(dtype=object)
    concerned = {status: np.isin(action, actions) for status, actions in ACTIONS.items()}
    grid = np.stack([concerned[status] for status in indications["status"]]) if len(indications) else np.zeros((0, 0))
    return np.asarray(np.argwhere(grid).reshape(-1, 2), dtype=np.intp)


def _facts(scenario: Scenario, frame: pd.DataFrame) -> pd.DataFrame:
    """What the pairs are made of: who pays, dates, use, and the bounds of the price."""
    indications, routes, settings = scenario.table("Indications"), scenario.table("Routes"), scenario.settings
    own, way = indications.iloc[frame["i"]].reset_index(drop=True), routes.iloc[frame["r"]].reset_index(drop=True)
    admits = (way["action"] == "admit").to_numpy()
    term_end = years_after_start(own["term_end"], settings)
    price = price_facts(scenario, own, way)
    return frame.assign(
        indication=own["indication"],
        route=way["route"],
        action=way["action"],
        framework=_first_of(way["framework"], own["framework"]),
        own_framework=own["framework"],
        budget_line=way["budget_line"].where(admits, None),
        standing=way["standing"],
        price=way["price"],
        shift=way["acceptance_shift"],
        list_price=own["list_price"],
        present_discount=own["present_discount"],
        open_from=way["open_from"],
        open_to=way["open_to"],
        only=np.nan,
        # What is in conditional admission may leave until its term ends; then what the term brought decides.
        latest=np.where(own["status"] == "conditional", term_end, np.inf),
        supplier_chooses=way["chosen_by"] == "supplier",
        applies=_applies(indications, frame["i"], way["route"]),
        needs_registry=way["needs_registry"],
        term=way["term_years"],
        at_end=way["at_end"],
        cap_share=way["price_cap_share"],
        treats=1.0 - np.where(admits, own["off_target_share"] * way["use_control"], 0.0),
        monitoring=np.where(admits, way["monitoring_cost"], 0.0),
        cohort=frame["i"].to_numpy() + np.where(price["stops"], len(indications), 0),
        **price,
    )


def _first_of(values: pd.Series, otherwise: pd.Series) -> pd.Series:
    return pd.Series(np.where(values.isna(), otherwise, values), index=values.index, dtype=object)


def _of(indications: pd.DataFrame, table: pd.DataFrame, flag: str) -> Flags:
    return indications[flag].to_numpy(dtype=bool)[table["i"]]


def _applies(indications: pd.DataFrame, indication: pd.Series, route: pd.Series) -> Flags:
    """Whether the supplier of each pair applies for its route."""
    named = [names_in(text) for text in indications["applies_for"]]
    return np.array([name in named[i] for i, name in zip(indication, route, strict=True)], dtype=bool)


def _asked(table: pd.DataFrame, indications: int, routes: int) -> Flags:
    """Indication x route: whether the pair is still open, so that a further rule must have an answer."""
    asked = np.zeros((indications, routes), dtype=bool)
    open_ = table["condition"].isna().to_numpy(dtype=bool)
    asked[table["i"][open_], table["r"][open_]] = True
    return asked


def _close(table: pd.DataFrame, where: Flags, condition: str) -> None:
    """Pairs that are still open and fail a condition are closed by it."""
    fails = table["condition"].isna().to_numpy(dtype=bool) & where
    table.loc[fails, "condition"] = condition


def _close_by_start(table: pd.DataFrame, scenario: Scenario) -> None:
    earliest, none = table["earliest"].to_numpy(), np.full(len(table), np.nan)
    _, ever = starts(earliest, none, none, scenario.settings)
    _close(table, np.asarray(~ever.any(axis=1)), "after_horizon")
    offset, inside = starts(earliest, table["open_from"].to_numpy(), table["open_to"].to_numpy(), scenario.settings)
    _close(table, np.asarray(~inside.any(axis=1)), "outside_open_years")
    in_term = inside & (offset <= table["latest"].to_numpy()[:, None])
    _close(table, np.asarray(~in_term.any(axis=1)), "after_term_end")


def _starts(table: pd.DataFrame, scenario: Scenario) -> tuple[Numbers, Flags]:
    offset, exists = starts(
        table["earliest"].to_numpy(), table["open_from"].to_numpy(), table["open_to"].to_numpy(), scenario.settings
    )
    only = table["only"].to_numpy()[:, None]
    exists &= np.isnan(only) | (np.arange(exists.shape[1])[None, :] == only)
    return offset, exists & (offset <= table["latest"].to_numpy()[:, None])


def _by_budget(scenario: Scenario, table: pd.DataFrame, cohort: Cohorts) -> pd.DataFrame:
    """Pairs whose cap is a fixed yearly budget, one row for each start: the cap follows the patients of that start."""
    mine = (table["by_budget"] & table["condition"].isna()).to_numpy(dtype=bool)
    if not mine.any():
        return table
    offset, exists = _starts(table, scenario)
    row, year = np.nonzero(exists & mine[:, None])
    each = table.iloc[row].assign(only=year.astype(np.float64))
    fixed = scenario.table("Indications")["fixed_budget"].to_numpy()[each["i"]]
    begins = offset[row, year]
    as_now = budget_cap(each.assign(cohort=each["i"]), from_any_start(present(scenario)), fixed, begins)
    new = (each["action"] == "admit").to_numpy()
    each = each.assign(cap=np.where(new, budget_cap(each, cohort, fixed, begins), as_now))
    whole = pd.concat([table[~mine], each])
    return whole.sort_index(kind="stable").reset_index(drop=True)


def _close_by_price(table: pd.DataFrame) -> None:
    """No reference value, or a price bound below zero; the least discount that ceiling and cap allow.

    Where the price after conversion is negotiated it meets the ceiling, and the price in the term (list, or the cap) the cap.
    """
    _close(table, (table["needs_burden"] & table["reference_value"].isna()).to_numpy(), "no_reference_value")
    two, list_price = table["two_stage"].to_numpy(dtype=bool), table["list_price"].to_numpy()
    ceiling, cap = table["ceiling"].to_numpy(), table["cap"].to_numpy()
    bound = np.where(two, ceiling, np.fmin(ceiling, cap))
    _close(table, (np.fmin(ceiling, cap) < 0) | (table["fixed_price"].to_numpy() < 0), "negative_ceiling")
    table["bound"] = bound
    table["needed_discount"] = prices.needed_discount(bound, list_price)
    entry = np.where((table["price"] == "at_cap").to_numpy(), np.fmin(cap, list_price), list_price)
    table["entry_price"] = np.where(two, entry, np.nan)
    _close(table, np.asarray(two & ~prices.meets(entry, cap)), "ceiling_and_supplier")


def _missing(scenario: Scenario, table: pd.DataFrame, supplier: list[Supplier | None]) -> Iterator[Problem]:
    """Blank figures that a route open so far needs, once per cell."""
    indications = scenario.table("Indications")
    unknown = np.array([s is None for s in supplier], dtype=bool)
    open_ = table[table["condition"].isna()]
    blank = {name: indications[name].isna().to_numpy()[open_["i"]] for name in _HINTS if name != "max_discount"}
    at_cap = (open_["price"] == "at_cap") & ~open_["applies"] & ~(open_["cap"] >= open_["list_price"])
    asks = (open_["price"] == "negotiated") & ~open_["action"].isin(["leave", "study"]) | open_["two_stage"] | at_cap
    needs = {
        "p_effective": np.ones(len(open_), dtype=bool),
        "disease_burden": open_["needs_burden"].to_numpy(),
        "response_share": open_["paid"].isna().to_numpy(),
        "fair_price": open_["needs_fair"].to_numpy(),
        "fixed_budget": open_["by_budget"].to_numpy(),
        "advice_high": open_["needs_advice"].to_numpy() & indications["advice_low"].isna().to_numpy()[open_["i"]],
    }
    wanted = {name: blank[name] & which for name, which in needs.items()}
    wanted["max_discount"] = unknown[open_["i"]] & asks.to_numpy(dtype=bool)
    rows, routes = open_["i"].to_numpy(), open_["route"].to_numpy()
    for column, which in wanted.items():
        _, first = np.unique(np.where(which, rows, -1), return_index=True)
        for place in sorted(first[which[first]]):
            row = int(rows[place])
            message = f"{column} is blank, but route {routes[place]}, which is open to {indications['indication'][row]}, needs it"
            cell = scenario.cell("Indications", row, column)
            yield Problem("Indications", cell, message, _HINTS[column], f"needs_{column}")
