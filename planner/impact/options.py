"""The option table: one row per complete way to decide on one indication, with what it does in every year.

An option is (indication, route, start, discount). Every rule that concerns one indication is settled here, in vectorised
arithmetic; the optimiser only sees what couples decisions. Formulas: model.md sections 3 to 6.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from planner.impact import acceptance as accept
from planner.impact import prices
from planner.impact.one_price import with_shared_points
from planner.impact.openings import pairs
from planner.impact.patients import Cohorts, annuity, cohorts
from planner.impact.timing import Flags, Numbers, starts
from planner.scenario.scenario import Scenario


@dataclass(frozen=True)
class Options:
    """All options of a scenario.

    ``table`` has one row per option: indication, route (None = a reimbursed indication stays), framework, budget_line,
    start_year, start_month, offset [years after the plan's start], discount (the payer's mandate), mandate_price and
    net_price (signed, in expectation) [EUR per patient-year], acceptance, certain, icer [EUR per QALY].

    The arrays are option x year of the plan. ``patients`` [patient-years] and ``starters`` if accepted; ``qalys``, ``cost``
    and ``drug`` [EUR million] in expectation; ``must_fit`` and ``must_fit_drug`` the spending that must fit hard limits;
    ``charged`` what the budget line is charged; ``gross_drug`` the medicine at the mandate price, as if accepted.
    ``openings`` has one row per candidate indication and route.
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
    openings: pd.DataFrame

    def __len__(self) -> int:
        return len(self.table)


def enumerate_options(scenario: Scenario) -> Options:
    """The option table of a scenario.

    Raises ScenarioError where a figure is blank that an open route needs.
    """
    pair, supplier = pairs(scenario)
    chosen, offset, discount = _points(scenario, pair, supplier)
    counts = np.bincount(chosen, minlength=len(pair))
    meet = pair["condition"].isna().to_numpy(dtype=bool) & (counts == 0)
    pair.loc[meet, "condition"] = "ceiling_and_supplier"
    table = _describe(scenario, pair, supplier, chosen, offset, discount)
    arrays = _arrays(scenario, pair.iloc[chosen], table, cohorts(scenario).at(pair["i"].to_numpy()[chosen], offset))
    stay = _staying(scenario)
    zeros = np.zeros((len(stay), scenario.settings.years))
    arrays = {name: np.concatenate([array, zeros]) for name, array in arrays.items()}
    whole = pd.concat([table, stay], ignore_index=True) if len(stay) else table
    order = np.argsort(whole["i"].to_numpy(), kind="stable")
    whole = whole.iloc[order].drop(columns="i").reset_index(drop=True)
    openings = _openings(scenario, pair, supplier, counts)
    return Options(whole, openings=openings, **{name: array[order] for name, array in arrays.items()})


def _points(
    scenario: Scenario, pair: pd.DataFrame, supplier: list[accept.Supplier | None]
) -> tuple[np.ndarray[tuple[int], np.dtype[np.intp]], Numbers, Numbers]:
    """Pair, offset and discount of every option, in order of pair, start, discount."""
    settings = scenario.settings
    open_ = pair["condition"].isna().to_numpy(dtype=bool)
    points = prices.discount_points(settings.discount_step, _special(scenario, pair, supplier))
    listed = (pair["price"] == "list").to_numpy(dtype=bool)
    points[listed] = np.nan
    points[listed, 0] = 0.0
    probability = _acceptance(pair, supplier, points)
    # The acceptance is read with 1e-9 in favour of the point, and so is the least acceptance.
    good = (probability > 0) & (probability >= settings.min_acceptance - 1e-9) & open_[:, None]
    good &= prices.meets(pair["list_price"].to_numpy()[:, None] * (1.0 - points), pair["bound"].to_numpy()[:, None])
    offset, exists = starts(
        pair["earliest"].to_numpy(), pair["open_from"].to_numpy(), pair["open_to"].to_numpy(), settings
    )
    chosen, year, point = np.nonzero(exists[:, :, None] & good[:, None, :])
    return chosen, offset[chosen, year], points[chosen, point]


def _special(scenario: Scenario, pair: pd.DataFrame, supplier: list[accept.Supplier | None]) -> Numbers:
    """Special discount points per pair, padded with NaN: kinks of the curve, of each ceiling and cap, and the advice."""
    own = scenario.table("Indications").iloc[pair["i"]]
    list_price = pair["list_price"].to_numpy()
    bends = [
        s.kinks - h if s is not None else np.zeros(0)
        for s, h in zip((supplier[i] for i in pair["i"]), pair["shift"], strict=True)
    ]
    width = max((len(b) for b in bends), default=0)
    kinks = np.full((len(pair), width), np.nan)
    for row, bend in enumerate(bends):
        kinks[row, : len(bend)] = bend
    bounds = [prices.needed_discount(pair[name].to_numpy(), list_price) for name in ("ceiling", "cap")]
    advice = [own["advice_low"].to_numpy(), own["advice_high"].to_numpy()]
    return with_shared_points(scenario, pair, np.column_stack([kinks, *bounds, *advice]))


def _acceptance(pair: pd.DataFrame, supplier: list[accept.Supplier | None], points: Numbers) -> Numbers:
    """Acceptance probability per pair and point; 1 where the route pays the list price, 0 where there is no point."""
    probability = np.zeros_like(points)
    for row, (i, shift, price) in enumerate(zip(pair["i"], pair["shift"], pair["price"], strict=True)):
        known = supplier[i]
        if price == "list":
            probability[row] = 1.0
        elif known is not None:
            probability[row] = accept.acceptance(known, points[row], shift)
    return np.where(np.isnan(points), 0.0, probability)


def _signed(
    pair: pd.DataFrame,
    supplier: list[accept.Supplier | None],
    chosen: np.ndarray[tuple[int], np.dtype[np.intp]],
    discount: Numbers,
    power: float,
) -> tuple[Numbers, Numbers]:
    """Acceptance and signed discount of every option (one pass per pair: a pair's options share their supplier)."""
    probability, signed = np.ones_like(discount), discount.copy()
    edges = np.searchsorted(chosen, np.arange(len(pair) + 1))
    facts = list(zip(pair["i"], pair["shift"], pair["price"], strict=True))
    for row in np.unique(chosen):
        indication, shift, price = facts[row]
        known = supplier[indication]
        if known is None or price == "list":
            continue
        part = slice(edges[row], edges[row + 1])
        probability[part] = accept.acceptance(known, discount[part], shift)
        signed[part] = accept.signed_discount(known, discount[part], shift, power)
    return probability, signed


def _describe(
    scenario: Scenario,
    pair: pd.DataFrame,
    supplier: list[accept.Supplier | None],
    chosen: np.ndarray[tuple[int], np.dtype[np.intp]],
    offset: Numbers,
    discount: Numbers,
) -> pd.DataFrame:
    settings = scenario.settings
    probability, signed = _signed(pair, supplier, chosen, discount, settings.bargaining_power)
    of = pair.iloc[chosen].reset_index(drop=True)
    own = scenario.table("Indications").iloc[of["i"]].reset_index(drop=True)
    list_price, paid = of["list_price"].to_numpy(), of["paid"].to_numpy()
    net_price = list_price * (1.0 - signed)
    health = (own["p_effective"] * own["qaly_gain"]).to_numpy()
    years = own["treatment_years"].to_numpy()
    month = np.round((offset - np.floor(offset + 1e-12)) * 12).astype(np.int64)
    return pd.DataFrame(
        {
            "i": of["i"],
            "indication": of["indication"],
            "route": of["route"],
            "framework": of["framework"],
            "budget_line": of["budget_line"],
            "start_year": settings.start_year + np.floor(offset + 1e-12).astype(np.int64),
            "start_month": month + 1,
            "offset": offset,
            "discount": discount,
            "mandate_price": list_price * (1.0 - discount),
            "net_price": net_price,
            "acceptance": probability,
            "certain": accept.is_certain(probability),
            "icer": prices.icer(net_price, paid, of["other"].to_numpy(), years, health, settings.discount_rate_costs),
        }
    )


def _arrays(scenario: Scenario, pair: pd.DataFrame, table: pd.DataFrame, cohort: Cohorts) -> dict[str, Numbers]:
    """What every option does by year (option x year): expectations, and the spending that must fit hard limits."""
    settings = scenario.settings
    own = scenario.table("Indications").iloc[pair["i"]]

    def column(values: pd.Series | Numbers) -> Numbers:
        return np.asarray(values, dtype=np.float64)[:, None]

    accepted, paid = column(table["acceptance"]), column(pair["paid"])
    refusable = ~table["certain"].to_numpy(dtype=bool)[:, None]
    care = column(own["other_cost"]) * cohort.patients / 1e6
    replaced = column(prices.net_comparator(own)) * cohort.patients / 1e6
    avoided = column(own["offset_cost"].fillna(0.0)) * cohort.avoided / 1e6
    signed = column(table["net_price"]) * paid * cohort.patients / 1e6
    mandate = column(table["mandate_price"]) * paid * cohort.patients / 1e6
    yearly_gain = (
        own["p_effective"]
        * own["qaly_gain"]
        / annuity(own["treatment_years"].to_numpy(), settings.discount_rate_effects)
    )
    cost = accepted * (signed + care - replaced - avoided)
    committed = settings.budget_basis == "committed"
    return {
        "patients": cohort.patients,
        "starters": cohort.starters,
        "qalys": accepted * column(yearly_gain) * cohort.patients,
        "cost": cost,
        "drug": accepted * signed,
        "must_fit": _committed(mandate + care - replaced - avoided, refusable) if committed else cost,
        "must_fit_drug": _committed(mandate - replaced, refusable) if committed else accepted * (signed - replaced),
        "charged": _committed(_charge(scenario, pair, mandate, care, replaced + avoided), refusable),
        "gross_drug": mandate,
    }


def _committed(accepted: Numbers, refusable: Flags) -> Numbers:
    """The largest spending over the outcomes that can happen: accepted at the mandate price, or refused (nothing)."""
    return np.where(refusable, np.maximum(accepted, 0.0), accepted)


def _charge(scenario: Scenario, pair: pd.DataFrame, drug: Numbers, care: Numbers, saved: Numbers) -> Numbers:
    """What a budget line is charged if accepted: the medicine, medicine and accompanying care, or net cost."""
    lines = scenario.table("BudgetLines").drop_duplicates("line").set_index("line")["charged"]
    how = pair["budget_line"].map(lines.to_dict()).to_numpy(dtype=object)[:, None]
    charged = np.where(how == "drug", drug, np.where(how == "drug_and_care", drug + care, drug + care - saved))
    return np.where(pair["budget_line"].isna().to_numpy(dtype=bool)[:, None], 0.0, charged)


def _staying(scenario: Scenario) -> pd.DataFrame:
    """One option for each reimbursed indication: it stays, at present terms (all differences are zero)."""
    table = scenario.table("Indications")
    own = table[table["status"] == "reimbursed"]
    return pd.DataFrame(
        {
            "i": own.index.to_numpy(),
            "indication": own["indication"].to_numpy(),
            "route": None,
            "framework": own["framework"].to_numpy(),
            "budget_line": None,
            "start_year": scenario.settings.start_year,
            "start_month": 1,
            "offset": 0.0,
            "discount": 0.0,
            "mandate_price": own["list_price"].to_numpy(),
            "net_price": own["list_price"].to_numpy(),
            "acceptance": 1.0,
            "certain": True,
            "icer": np.nan,
        }
    )


def _openings(
    scenario: Scenario,
    pair: pd.DataFrame,
    supplier: list[accept.Supplier | None],
    counts: np.ndarray[tuple[int], np.dtype[np.intp]],
) -> pd.DataFrame:
    """The pairs as the report shows them: open or the first failing condition, earliest start, and both sides of the price."""
    least = scenario.settings.min_acceptance
    earliest = pair["earliest"].to_numpy() / 12
    return pd.DataFrame(
        {
            "indication": pair["indication"],
            "route": pair["route"],
            "open": pair["condition"].isna(),
            "condition": pair["condition"],
            "detail": scenario.table("Routes")["eligible"].iloc[pair["r"]].fillna("").to_numpy(),
            "earliest": np.where(np.isfinite(earliest), earliest, np.nan),
            "reference_value": pair["reference_value"],
            "cost_effective_price": pair["cost_effective_price"],
            "ceiling": pair["ceiling"].replace(np.inf, np.nan),
            "cap": pair["cap"].replace(np.inf, np.nan),
            "needed_discount": pair["needed_discount"],
            "supplier_discount": [
                _furthest(supplier[i], shift, least) if price != "list" else 0.0
                for i, shift, price in zip(pair["i"], pair["shift"], pair["price"], strict=True)
            ],
            "options": counts,
        }
    )


def _furthest(supplier: accept.Supplier | None, shift: float, least: float) -> float:
    """The largest discount that the supplier gives with at least the least acceptance; NaN where nothing is known."""
    if supplier is None:
        return np.nan
    enough = np.flatnonzero(supplier.probability >= max(least, 1e-12))
    last = int(enough[-1])
    furthest = float(supplier.discount[last])
    if last + 1 < len(supplier.discount):
        high, low = supplier.probability[last], supplier.probability[last + 1]
        furthest += float((high - least) / (high - low)) * float(supplier.discount[last + 1] - supplier.discount[last])
    return max(0.0, furthest - shift)
