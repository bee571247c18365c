"""The totals of a public report, and which of them may be shown (``disclosure``)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from planner.impact.timing import Flags, Numbers
from planner.model.choice import picks
from planner.model.plan import Plan
from planner.report.disclosure import shown
from planner.report.figures import Figures

TOTALS = ("spending", "displaced", "gained", "lost", "net")
MONEY = ("spending", "displaced")
_LOST = ("displaced", "lost", "net")
#: The totals that follow from the spending, and from the health that is gained.
_WITH = {"spending": ("spending", *_LOST), "gained": ("gained", "net")}


@dataclass(frozen=True)
class Totals:
    """The plan's totals, by calendar year where a year tells of no product (else NaN), and over all years.

    ``by_year``: spending (expected net), displaced [EUR million]; gained, lost, net [QALY], against the reference plan.
    A sum that would tell of a product is NaN too.
    """

    by_year: pd.DataFrame
    sums: dict[str, float]

    @property
    def years(self) -> list[int]:
        """The years to set out: none where no year may be shown."""
        return list(self.by_year.index) if self.by_year.notna().any(axis=None) else []

    def cells(self, name: str) -> list[float]:
        """A figure of those years, then over all years."""
        return [*self.by_year[name].reindex(self.years), self.sums[name]]


@dataclass(frozen=True)
class _Parts:
    """What the plan's changes bring, year x product, against the reference plan.

    ``spending`` [EUR million] and ``health`` [QALY] of every product; ``priced`` the spending of products of which the price is
    agreed, as that of the others is known from the list; ``waived`` the health that is less likely by a chance of no agreement:
    the totals of health count it, and the rows of the indications do not.
    """

    spending: Numbers
    health: Numbers
    priced: Numbers
    waived: Numbers


def totals(plan: Plan) -> Totals | None:
    """The totals that may be shown; None where the plan changes something for fewer than three products, or nearly so."""
    figures, parts = Figures(plan), _by_product(plan)
    frame = figures.by_year
    by_year = pd.DataFrame(
        {
            "spending": frame["cost"], "displaced": frame["displaced"], "gained": frame["gained"],
            "lost": frame["lost_displaced"] + frame["lost_room"], "net": frame["net"],
        }
    )  # fmt: skip
    figure = (figures.spending, figures.displaced_euro, figures.gained, figures.lost, figures.net)
    sums = dict(zip(TOTALS, figure, strict=True))
    weights, money = _weights(by_year), (parts.spending, parts.priced)
    spending, years = shown(money, weights)
    if not spending:  # what is lost follows from the spending of each year, so that its sum is one more sum of spending
        sums |= dict.fromkeys(_LOST, np.nan)
        spending, years = shown(money, weights[:1])
    health, healthy = shown((parts.health, parts.waived), weights[:1])
    for name, whole, kept in (("spending", spending, years), ("gained", health, healthy)):
        sums |= dict.fromkeys(() if whole else _WITH[name], np.nan)
        by_year.loc[~kept, list(_WITH[name])] = np.nan
    nothing = max(np.abs(part).max(initial=0.0) for part in (parts.spending, parts.health)) <= 1e-9
    return Totals(by_year, sums) if (spending or health) and not nothing else None


def _weights(by_year: pd.DataFrame) -> Numbers:
    """How the sums over all years weigh the spending of a year, sum x year: spending itself, displaced money, health lost."""
    cost = by_year["spending"].to_numpy(dtype=float)
    lost = by_year["lost"].to_numpy(dtype=float)
    rate = np.divide(lost, cost, out=np.zeros_like(cost), where=np.abs(cost) > 1e-9)
    return np.vstack([np.ones_like(cost), by_year["displaced"].to_numpy() > 1e-9, rate])


def _by_product(plan: Plan) -> _Parts:
    """Expected net spending and health of the plan's changes: against the reference plan, in which what is in conditional
    admission ends too.
    """
    own, table = picks(plan.chosen), plan.options.table
    stays = np.flatnonzero(table["route"].isna().to_numpy(dtype=bool))
    rows, shares = np.concatenate([own.rows, stays]), np.concatenate([own.shares, -np.ones(len(stays))])
    names = plan.scenario.table("Indications").set_index("indication")["product"]
    product = names.loc[table["indication"].iloc[rows]].to_numpy()
    agreed, later = _agreed(plan, rows)
    spending, health = (getattr(plan.options, name)[rows] * shares[:, None] for name in ("cost", "qalys"))
    chance = np.where(agreed, table["acceptance"].to_numpy(dtype=float)[rows], 1.0)
    refused = np.where(later, 1.0, np.divide(1.0 - chance, chance, out=np.zeros_like(chance), where=chance > 0))
    every = [spending, health, spending * agreed[:, None], health * refused[:, None]]
    return _Parts(*(_summed(one, product) for one in every))


def _summed(array: Numbers, product: Any) -> Numbers:
    """Year x product, without the products that bring nothing."""
    frame = pd.DataFrame(array).groupby(product, sort=True).sum().to_numpy()
    found: Numbers = frame[np.abs(frame).max(axis=1, initial=0.0) > 1e-12].T
    return found


def _agreed(plan: Plan, rows: Any) -> tuple[Flags, Flags]:
    """Whether the price of an option is agreed with its supplier, now or later; and whether when the term of its route ends."""
    table = plan.options.table.iloc[rows]
    routes = plan.scenario.table("Routes").set_index("route").reindex(table["route"])
    given = plan.scenario.table("Indications").set_index("indication").loc[table["indication"]]
    admits = routes["action"].isin(["admit", "renegotiate"]).to_numpy(dtype=bool)
    later = ((routes["definitive_price"] == "negotiated") & (routes["at_end"] == "convert")).to_numpy(dtype=bool)
    present = given["present_discount"].fillna(0.0).to_numpy(dtype=float) > 0
    return np.where(admits, (routes["price"] != "list").to_numpy(dtype=bool) | later, present), later
