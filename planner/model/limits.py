"""Every limit that couples decisions, stated once as data: the model, the report, the reasons and the audit's labels read these.

Each family is one function beside its formula. A family is ``base + use @ pick <= limit`` (or ``=``), one row per label.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
from scipy import sparse

from planner.impact import Options
from planner.impact.timing import Flags, Numbers
from planner.model.money import TOLERANCE, Money, Whole
from planner.scenario.scenario import Scenario


@dataclass(frozen=True)
class Family:
    """One family of limits.

    ``rows`` holds a name and a year (NaN = none) per row, and the sheet and cell that set the limit; ``use`` (row x option)
    is what picking an option takes, ``base`` what is taken anyway and ``limit`` what there is, all in ``unit``.
    ``equal`` marks rows that must be met exactly.
    """

    name: str
    unit: str
    rows: pd.DataFrame
    use: sparse.csr_array
    base: Numbers
    limit: Numbers
    equal: Flags

    @property
    def space(self) -> Numbers:
        """What is left for options before any is picked."""
        return self.limit - self.base

    def used(self, picked: Whole) -> Numbers:
        """What the picked options (row numbers of the option table) take of each row."""
        return np.asarray(self.by_option[:, picked].sum(axis=1)).ravel()

    def excess(self, rest: Whole, own: Whole) -> Numbers:
        """By how much each single option of ``own``, added to the choice ``rest``, exceeds each row (row x option, >= 0)."""
        taken = self.used(rest)[:, None] + self.by_option[:, own].toarray()
        over = taken - self.space[:, None]
        return np.where(over > TOLERANCE, over, 0.0)

    @cached_property
    def by_option(self) -> sparse.csc_array:
        """``use`` in the form that is quick to read by option."""
        return sparse.csc_array(self.use)

    def broken(self, picked: Whole) -> Flags:
        """Rows that a choice breaks by more than the tolerance."""
        over = self.used(picked) - self.space
        return np.where(self.equal, np.abs(over), over) > TOLERANCE


@dataclass(frozen=True)
class Limits:
    """All limits of a scenario over its options, and the money that may run short."""

    money: Money
    families: tuple[Family, ...]

    def __getitem__(self, name: str) -> Family:
        return next(family for family in self.families if family.name == name)

    def broken(self, picked: Whole) -> bool:
        """Whether a choice breaks any limit by more than the tolerance."""
        return any(bool(family.broken(picked).any()) for family in self.families)

    @cached_property
    def by_option(self) -> sparse.csc_array:
        """The use of all families below each other, in the form that is quick to read by option."""
        return sparse.csc_array(sparse.vstack([family.use for family in self.families], format="csc"))

    @cached_property
    def space(self) -> Numbers:
        """What is left for options in every row of ``by_option``."""
        return np.concatenate([family.space for family in self.families])

    def used(self, picked: Whole) -> Numbers:
        """What a choice takes of every row of ``by_option``."""
        return np.asarray(self.by_option[:, picked].sum(axis=1)).ravel()

    def fits(self, used: Numbers, own: Whole) -> Flags:
        """Whether each single option of ``own`` still fits beside what is used already."""
        taken = used[:, None] + self.by_option[:, own].toarray()
        return np.asarray((taken - self.space[:, None] <= TOLERANCE).all(axis=0))


def limits(scenario: Scenario, options: Options, money: Money) -> Limits:
    """State every limit of a scenario over its options."""
    families = (
        one_decision(options),
        patient_groups(scenario, options),
        framework(scenario, options, money),
        growth(scenario, options, money),
        budget_lines(scenario, options),
        dossiers(scenario, options),
    )
    return Limits(money, tuple(family for family in families if len(family.limit)))


def one_decision(options: Options) -> Family:
    """``sum_{o in i} x_o <= 1`` for a candidate, ``= 1`` for an indication in the package (which may only stay)."""
    names, at = _codes(options.table["indication"])
    stays = options.table["route"].isna().to_numpy(dtype=bool)
    equal = np.zeros(len(names), dtype=bool)
    equal[at[stays]] = True
    return _family("decision", "decisions", names, _ones(at, len(names)), np.ones(len(names)), equal=equal)


def patient_groups(scenario: Scenario, options: Options) -> Family:
    """``sum_{o in group} x_o <= 1``: rows that share their patients cannot both be in the package; one that stays counts."""
    groups = scenario.table("Indications").set_index("indication")["patient_group"]
    names = list(groups.dropna().unique())
    number = {name: at for at, name in enumerate(names)}
    at = options.table["indication"].map(groups.map(number).to_dict()).fillna(-1).to_numpy(dtype=np.intp)
    stays = options.table["route"].isna().to_numpy(dtype=bool)
    base = np.bincount(at[stays & (at >= 0)], minlength=len(names)).astype(np.float64)
    use = _ones(np.where(stays, -1, at), len(names))
    return replace(_family("patient_group", "indications", names, use, np.ones(len(names))), base=base)


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
    )


def growth(scenario: Scenario, options: Options, money: Money) -> Family:
    """``basedrug_f(t) + sum bdrug_o(t) x_o <= ceiling_f(t)`` [EUR million]: growth of spending on expensive medicines.

    ``path``: the ceiling grows from the last realised year, ``basedrug(-1) prod (1 + g)``; ``previous_year``: it is
    ``1 + g`` times this plan's own spending of the year before (kst 29477-883). A target is no limit.
    """
    rate, before = growth_figures(scenario, money)
    if scenario.settings.growth_kind == "target":
        rate = np.full_like(rate, np.nan)
    if scenario.settings.growth_base == "path":
        ceiling = before[:, None] * np.cumprod(1.0 + rate, axis=1)
        return _by_year(
            scenario, money, "growth", "drug_growth_limit", options.must_fit_drug, options, money.drugs, ceiling
        )
    own = options.must_fit_drug
    grown = 1.0 + rate[framework_numbers(options, money)]
    last = np.concatenate([np.zeros((len(own), 1)), own[:, :-1]], axis=1)
    spent = np.concatenate([before[:, None], money.drugs[:, :-1]], axis=1)
    use = own - np.nan_to_num(grown) * last
    return _by_year(scenario, money, "growth", "drug_growth_limit", use, options, money.drugs, (1.0 + rate) * spent)


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
    use = _spread(options.charged, line, len(names))
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


def dossiers(scenario: Scenario, options: Options) -> Family:
    """``sum_{o in r, s} x_o <= dossiers_per_year_r`` by calendar year of the start: assessment and negotiation capacity."""
    years = list(scenario.settings.calendar)
    routes = scenario.table("Routes")
    kept = routes[routes["dossiers_per_year"].notna()]
    names = list(kept["route"])
    route = options.table["route"].map({name: at for at, name in enumerate(names)}).to_numpy(dtype=np.float64)
    at = np.where(np.isnan(route), -1, np.nan_to_num(route) * len(years) + options.table["start_year"] - years[0])
    cells = [scenario.cell("Routes", int(row), "dossiers_per_year") for row in kept.index]
    label = pd.DataFrame(
        {
            "name": np.repeat(names, len(years)),
            "year": np.tile(np.array(years, dtype=np.float64), len(names)),
            "sheet": "Routes",
            "cell": np.repeat(cells, len(years)),
        }
    )
    limit = np.repeat(kept["dossiers_per_year"].to_numpy(dtype=np.float64), len(years))
    return Family(
        "dossiers",
        "dossiers",
        label,
        _ones(at.astype(np.intp), len(limit)),
        np.zeros(len(limit)),
        limit,
        np.zeros(len(limit), dtype=bool),
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
) -> Family:
    """A family with a row per framework and year in which there is a (finite) limit."""
    kept = np.flatnonzero(np.isfinite(limit.ravel()))
    sheet = scenario.table("Frameworks")
    position = {key: at for at, key in enumerate(zip(sheet["framework"], sheet["year"], strict=True))}
    labels = [(f, float(t)) for f in money.frameworks for t in money.years]
    cells = [scenario.cell("Frameworks", position[labels[at]], column) for at in kept]
    rows = pd.DataFrame([labels[at] for at in kept], columns=["name", "year"]).assign(sheet="Frameworks", cell=cells)
    whole = _spread(use, framework_numbers(options, money).astype(np.float64), len(money.frameworks))
    return Family(
        name, "EUR million", rows, whole[kept], base.ravel()[kept], limit.ravel()[kept], np.zeros(len(kept), dtype=bool)
    )


def framework_numbers(options: Options, money: Money) -> Whole:
    """The number of each option's framework among ``money.frameworks``."""
    number = {name: at for at, name in enumerate(money.frameworks)}
    return np.array([number[name] for name in options.table["framework"]], dtype=np.intp)


def by_framework(options: Options, money: Money, values: Numbers) -> sparse.csr_array:
    """An option x year array as rows framework x year over options: what money rows sum."""
    return _spread(values, framework_numbers(options, money).astype(np.float64), len(money.frameworks))


def _spread(values: Numbers, group: Numbers, groups: int) -> sparse.csr_array:
    """Rows (group x year) over options of an option x year array; options without a group (NaN) take nothing."""
    count, horizon = values.shape
    inside = ~np.isnan(group)
    row = np.nan_to_num(group).astype(np.intp)[:, None] * horizon + np.arange(horizon)[None, :]
    kept = inside[:, None] & (values != 0)
    column = np.broadcast_to(np.arange(count)[:, None], values.shape)
    return sparse.csr_array((values[kept], (row[kept], column[kept])), shape=(groups * horizon, count))


def _codes(labels: pd.Series) -> tuple[list[str], Whole]:
    """Names in order of appearance and the number of each option's name (-1 = none)."""
    codes, names = pd.factorize(labels, use_na_sentinel=True)
    return [str(name) for name in names], np.asarray(codes, dtype=np.intp)


def _ones(at: Whole, rows: int) -> sparse.csr_array:
    """A matrix with a one where option o counts in row ``at[o]`` (-1 = in none)."""
    inside = np.flatnonzero(at >= 0)
    return sparse.csr_array((np.ones(len(inside)), (at[inside], inside)), shape=(rows, len(at)))


def _family(
    name: str, unit: str, names: list[str], use: sparse.csr_array, limit: Numbers, equal: Flags | None = None
) -> Family:
    rows = pd.DataFrame({"name": names, "year": np.nan, "sheet": "Indications", "cell": ""})
    none = np.zeros(len(names), dtype=bool)
    return Family(name, unit, rows, use, np.zeros(len(names)), limit, none if equal is None else equal)


def over(family: Family, picked: Whole) -> Iterator[tuple[int, float]]:
    """Rows that a choice breaks, with the excess."""
    excess = family.used(picked) - family.space
    for row in np.flatnonzero(family.broken(picked)):
        yield int(row), float(excess[row])
