"""Limits on money by year: the frameworks, the growth of spending on medicines, and budget lines inside a framework."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import sparse

from planner.impact import Options
from planner.impact.timing import Numbers
from planner.model.limits.family import Family, at_most, charged, spread
from planner.model.money import Money
from planner.scenario.scenario import Scenario


def framework(scenario: Scenario, options: Options, money: Money) -> Family:
    """``base_f(t) + sum b_o(t) x_o <= budget_f(t) + Pmax_f(t)`` [EUR million]: the fixed framework of hospital care (MSZ).

    No row where there is no budget or where all pressure is absorbed.
    """
    return _by_year(
        scenario,
        money,
        "framework",
        "budget",
        charged(options, money, "must_fit"),
        money.base,
        money.budget + money.pressure_limit,
    )


def growth(scenario: Scenario, options: Options, money: Money) -> Family:
    """``basedrug_f(t) + sum bdrug_o(t) x_o <= ceiling_f(t)`` [EUR million]: growth of spending on expensive medicines.

    ``path``: the ceiling grows from the last realised year, ``basedrug(-1) prod (1 + g)``; ``previous_year``: it is
    ``1 + g`` times this plan's own spending of the year before (kst 29477-883). A target is no limit.
    """
    rate, before = growth_figures(scenario, money)
    if scenario.settings.growth_kind == "target":
        rate = np.full_like(rate, np.nan)
    use = charged(options, money, "must_fit_drug")
    if scenario.settings.growth_base == "path":
        ceiling = before[:, None] * np.cumprod(1.0 + rate, axis=1)
        return _by_year(scenario, money, "growth", "drug_growth_limit", use, money.drugs, ceiling)
    later = np.flatnonzero(np.arange(use.shape[0]) % len(money.years) > 0)
    grown = sparse.csr_array(
        (np.nan_to_num(1.0 + rate).ravel()[later], (later, later - 1)), shape=(use.shape[0], use.shape[0])
    )
    spent = np.concatenate([before[:, None], money.drugs[:, :-1]], axis=1)
    own = sparse.csr_array(use - grown @ use)
    return _by_year(scenario, money, "growth", "drug_growth_limit", own, money.drugs, (1.0 + rate) * spent)


def growth_figures(scenario: Scenario, money: Money) -> tuple[Numbers, Numbers]:
    """Growth limits (framework x year, share, NaN = none) and spending on medicines in the last realised year."""
    rows = scenario.table("Frameworks").set_index(["framework", "year"])
    index = pd.MultiIndex.from_product([money.frameworks, list(money.years)])
    rate = rows["drug_growth_limit"].reindex(index).to_numpy(dtype=np.float64).reshape(len(money.frameworks), -1)
    last = pd.MultiIndex.from_product([money.frameworks, [scenario.settings.start_year - 1]])
    return rate, rows["baseline_drugs"].reindex(last).to_numpy(dtype=np.float64)


def budget_lines(scenario: Scenario, options: Options) -> Family:
    """``sum_{o in l} charged_o(t) x_o <= budget_l(t)`` [EUR million], always at the mandate price."""
    years = list(scenario.settings.calendar)
    rows = scenario.table("BudgetLines")
    kept = rows[rows["year"].isin(years) & rows["budget"].notna()]
    names = list(dict.fromkeys(kept["line"]))
    line = options.table["budget_line"].map({name: at for at, name in enumerate(names)}).to_numpy(dtype=np.float64)
    use = spread(options.charged, line, len(names))
    number = np.array(
        [names.index(n) * len(years) + int(y) - years[0] for n, y in zip(kept["line"], kept["year"], strict=True)]
    )
    cells = [scenario.cell("BudgetLines", int(at), "budget") for at in kept.index]
    label = pd.DataFrame({"name": kept["line"], "year": kept["year"], "sheet": "BudgetLines", "cell": cells})
    budget = kept["budget"].to_numpy(dtype=np.float64)
    return at_most("budget_line", "EUR million", label.reset_index(drop=True), use[number.astype(np.intp)], budget)


def _by_year(
    scenario: Scenario,
    money: Money,
    name: str,
    column: str,
    use: sparse.csr_array,
    base: Numbers,
    limit: Numbers,
) -> Family:
    """A family with a row per framework and year in which there is a (finite) limit."""
    kept = np.flatnonzero(np.isfinite(limit.ravel()))
    sheet = scenario.table("Frameworks")
    position = {key: at for at, key in enumerate(zip(sheet["framework"], sheet["year"], strict=True))}
    labels = [(f, float(t)) for f in money.frameworks for t in money.years]
    cells = [scenario.cell("Frameworks", position[labels[at]], column) for at in kept]
    rows = pd.DataFrame([labels[at] for at in kept], columns=["name", "year"]).assign(sheet="Frameworks", cell=cells)
    return at_most(name, "EUR million", rows, use[kept], limit.ravel()[kept], base=base.ravel()[kept])
