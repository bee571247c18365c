"""Limits on money by year: the frameworks, the growth of spending on medicines, and budget lines inside a framework."""

from __future__ import annotations

import numpy as np
import pandas as pd

from planner.impact import Options
from planner.impact.timing import Numbers
from planner.model.limits.family import Family, by_framework, framework_numbers, spread
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
        options.must_fit,
        options,
        money.base,
        money.budget + money.pressure_limit,
        None if options.moved is None else options.moved.must_fit,
    )


def growth(scenario: Scenario, options: Options, money: Money) -> Family:
    """``basedrug_f(t) + sum bdrug_o(t) x_o <= ceiling_f(t)`` [EUR million]: growth of spending on expensive medicines.

    ``path``: the ceiling grows from the last realised year, ``basedrug(-1) prod (1 + g)``; ``previous_year``: it is
    ``1 + g`` times this plan's own spending of the year before (kst 29477-883). A target is no limit.
    """
    rate, before = growth_figures(scenario, money)
    if scenario.settings.growth_kind == "target":
        rate = np.full_like(rate, np.nan)
    own, moved = options.must_fit_drug, options.moved
    later = None if moved is None else moved.must_fit_drug
    if scenario.settings.growth_base == "path":
        ceiling = before[:, None] * np.cumprod(1.0 + rate, axis=1)
        return _by_year(scenario, money, "growth", "drug_growth_limit", own, options, money.drugs, ceiling, later)
    grown = np.nan_to_num(1.0 + rate)
    spent = np.concatenate([before[:, None], money.drugs[:, :-1]], axis=1)
    use = _beyond_last(own, grown[framework_numbers(options, money)])
    if moved is not None and later is not None:
        names = list(money.frameworks)
        entry = options.table["framework"].to_numpy(dtype=object)[moved.option]
        first = grown[[names.index(name) for name in entry]]
        then = grown[[names.index(name) for name in moved.framework]]
        # Each framework has its own limit of growth, so that its part is taken at its own rate.
        use[moved.option] += _beyond_last(later, then) - _beyond_last(later, first)
        later = _beyond_last(later, then)
    return _by_year(
        scenario, money, "growth", "drug_growth_limit", use, options, money.drugs, (1.0 + rate) * spent, later
    )


def _beyond_last(spent: Numbers, grown: Numbers) -> Numbers:
    """Spending of each year less ``grown`` times that of the year before."""
    last = np.concatenate([np.zeros((len(spent), 1)), spent[:, :-1]], axis=1)
    return np.asarray(spent - grown * last)


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
    return Family(
        "budget_line",
        "EUR million",
        label.reset_index(drop=True),
        use[number.astype(np.intp)],
        np.zeros(len(kept)),
        kept["budget"].to_numpy(dtype=np.float64),
        np.zeros(len(kept), dtype=bool),
    )


def _by_year(
    scenario: Scenario,
    money: Money,
    name: str,
    column: str,
    use: Numbers,
    options: Options,
    base: Numbers,
    limit: Numbers,
    later: Numbers | None,
) -> Family:
    """A family with a row per framework and year in which there is a (finite) limit."""
    kept = np.flatnonzero(np.isfinite(limit.ravel()))
    sheet = scenario.table("Frameworks")
    position = {key: at for at, key in enumerate(zip(sheet["framework"], sheet["year"], strict=True))}
    labels = [(f, float(t)) for f in money.frameworks for t in money.years]
    cells = [scenario.cell("Frameworks", position[labels[at]], column) for at in kept]
    rows = pd.DataFrame([labels[at] for at in kept], columns=["name", "year"]).assign(sheet="Frameworks", cell=cells)
    whole = by_framework(options, money, use, later)
    return Family(
        name, "EUR million", rows, whole[kept], base.ravel()[kept], limit.ravel()[kept], np.zeros(len(kept), dtype=bool)
    )
