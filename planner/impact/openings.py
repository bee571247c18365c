"""Which routes are open to which indications, and within which prices (model.md sections 3 to 5).

A *pair* is one indication and one route. Everything here is a table of pairs; conditions are tested in the order in which
the report names them.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from planner.errors import Problem, ScenarioError
from planner.impact import prices
from planner.impact.acceptance import Supplier, suppliers
from planner.impact.eligibility import eligible
from planner.impact.timing import Flags, Numbers, earliest_months, starts
from planner.scenario.scenario import Scenario

ADMITTING = ("candidate", "refused")


def pairs(scenario: Scenario) -> tuple[pd.DataFrame, list[Supplier | None]]:
    """One row per candidate indication and admitting route, with condition (None = open), earliest start and price bounds.

    Raises ScenarioError where a figure is blank that an open route needs.
    """
    indications, routes = scenario.table("Indications"), scenario.table("Routes")
    at = _positions(indications, routes)
    frame = pd.DataFrame({"i": at[:, 0], "r": at[:, 1]})
    table = _facts(scenario, frame)
    supplier = suppliers(indications, scenario.table("Acceptance"))
    asked = np.zeros((len(indications), len(routes)), dtype=bool)
    used = table["standing"].isin(scenario.settings.used_standings).to_numpy(dtype=bool)
    asked[frame["i"][used], frame["r"][used]] = True
    rule_holds, problems = eligible(scenario, asked)
    table["condition"] = None
    _close(table, ~used, "not_used")
    _close(table, ~rule_holds[frame["i"], frame["r"]], "not_eligible")
    _close(table, np.isinf(table["earliest"].to_numpy()), "no_dossier")
    _close_by_start(table, scenario)
    problems += list(_missing(scenario, table, supplier))
    if problems:
        raise ScenarioError(problems)
    _close_by_price(table)
    return table, supplier


def _positions(indications: pd.DataFrame, routes: pd.DataFrame) -> np.ndarray[tuple[int, int], np.dtype[np.intp]]:
    candidate = np.flatnonzero(indications["status"].isin(ADMITTING).to_numpy(dtype=bool))
    admitting = np.flatnonzero((routes["action"] == "admit").to_numpy(dtype=bool))
    grid = np.stack(np.meshgrid(candidate, admitting, indexing="ij"), axis=-1)
    return np.asarray(grid.reshape(-1, 2), dtype=np.intp)


def _facts(scenario: Scenario, frame: pd.DataFrame) -> pd.DataFrame:
    """What the pairs are made of: dates, paid share, reference value, cost-effective price, ceiling and cap."""
    settings = scenario.settings
    indications, routes = scenario.table("Indications"), scenario.table("Routes")
    own, way = indications.iloc[frame["i"]].reset_index(drop=True), routes.iloc[frame["r"]].reset_index(drop=True)
    reference = prices.reference_value(own["disease_burden"].to_numpy(), scenario.table("ReferenceValues"))
    other = prices.net_other_cost(own, settings.discount_rate_costs)
    paid = np.where(way["paid_share_basis"] == "responders", own["response_share"].to_numpy(), 1.0)
    p, gain, years = (own[name].to_numpy() for name in ("p_effective", "qaly_gain", "treatment_years"))
    effective = prices.cost_effective_price(reference, p, gain, years, other, paid, settings.discount_rate_costs)
    required = (way["cost_effectiveness"] == "required").to_numpy()
    advised = prices.advised_price(own, settings.advice_bound, settings.advice_margin)
    ceiling = np.where(required, prices.ceiling(settings.price_ceiling, advised, effective), np.inf)
    basis = np.where(way["price_cap_basis"] == "cost_effective", effective, own["list_price"].to_numpy())
    cap = way["price_cap_share"].to_numpy() * basis
    plain = (way["price_cap_basis"] == "list") & (way["price_cap_share"] >= 1.0)
    return frame.assign(
        indication=own["indication"],
        route=way["route"],
        framework=_first_of(way["framework"], own["framework"]),
        budget_line=way["budget_line"],
        standing=way["standing"],
        price=way["price"],
        shift=way["acceptance_shift"],
        list_price=own["list_price"],
        earliest=earliest_months(indications, routes, settings)[frame["i"], frame["r"]],
        open_from=way["open_from"],
        open_to=way["open_to"],
        paid=paid,
        other=other,
        reference_value=reference,
        cost_effective_price=effective,
        ceiling=ceiling,
        cap=np.where(plain, np.inf, cap),
        needs_burden=(required & _needs_reference(settings.price_ceiling, advised))
        | (way["price_cap_basis"] == "cost_effective"),
    )


def _needs_reference(rule: str, advised: Numbers) -> Flags:
    """Whether the ceiling needs the reference value: an advice that is stated needs none."""
    if rule == "none":
        return np.zeros(len(advised), dtype=bool)
    return np.isnan(advised) | (rule == "icer")


def _first_of(values: pd.Series, otherwise: pd.Series) -> pd.Series:
    return pd.Series(np.where(values.isna(), otherwise, values), index=values.index, dtype=object)


def _close(table: pd.DataFrame, where: Flags, condition: str) -> None:
    """Pairs that are still open and fail a condition are closed by it."""
    fails = table["condition"].isna().to_numpy(dtype=bool) & where
    table.loc[fails, "condition"] = condition


def _close_by_start(table: pd.DataFrame, scenario: Scenario) -> None:
    earliest, none = table["earliest"].to_numpy(), np.full(len(table), np.nan)
    _, ever = starts(earliest, none, none, scenario.settings)
    _close(table, np.asarray(~ever.any(axis=1)), "after_horizon")
    _, inside = starts(earliest, table["open_from"].to_numpy(), table["open_to"].to_numpy(), scenario.settings)
    _close(table, np.asarray(~inside.any(axis=1)), "outside_open_years")


def _close_by_price(table: pd.DataFrame) -> None:
    """No reference value, or a price bound below zero; the least discount that ceiling and cap allow."""
    _close(table, (table["needs_burden"] & table["reference_value"].isna()).to_numpy(), "no_reference_value")
    bound = np.fmin(table["ceiling"].to_numpy(), table["cap"].to_numpy())
    _close(table, bound < 0, "negative_ceiling")
    table["bound"] = bound
    table["needed_discount"] = prices.needed_discount(bound, table["list_price"].to_numpy())


def _missing(scenario: Scenario, table: pd.DataFrame, supplier: list[Supplier | None]) -> Iterator[Problem]:
    """Blank figures that a route open so far needs, once per cell."""
    indications = scenario.table("Indications")
    blank = {name: indications[name].isna().to_numpy() for name in ("disease_burden", "response_share", "p_effective")}
    unknown = np.array([s is None for s in supplier], dtype=bool)
    open_ = table[table["condition"].isna()]
    seen: set[tuple[int, str]] = set()
    for row, route, price, paid, burden in zip(
        open_["i"], open_["route"], open_["price"], open_["paid"], open_["needs_burden"], strict=True
    ):
        needs = {
            "p_effective": (
                blank["p_effective"][row],
                "effectiveness is not established: state the chance that it works",
            ),
            "disease_burden": (
                burden and blank["disease_burden"][row],
                "the price ceiling or cap needs a reference value",
            ),
            "response_share": (np.isnan(paid), "the route pays for responders only"),
            "max_discount": (
                price == "negotiated" and unknown[row],
                "fill in max_discount or name an acceptance curve",
            ),
        }
        for column, (missing, hint) in needs.items():
            if missing and (row, column) not in seen:
                seen.add((row, column))
                message = (
                    f"{column} is blank, but route {route}, which is open to {indications['indication'][row]}, needs it"
                )
                yield Problem(
                    "Indications", scenario.cell("Indications", row, column), message, hint, f"needs_{column}"
                )
