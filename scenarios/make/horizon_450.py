"""horizon-450: the scale of the horizon scan, 250 new medicines and 200 new indications in two years. All of it is invented.

The draws come from a fixed seed and from distributions: price and cost per QALY are fitted to the real indications of
``replay_rows``, spending is assumed so that most stay below the criteria of the lock, as the horizon scan says.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from scenarios.make import netherlands as nl
from scenarios.make.common import ASSUMED, Book, acceptance, annuity, assumed, settings, uptake
from scenarios.make.english import in_english
from scenarios.make.replay_rows import RATE, ROWS, Past

SEED = 20_240_883  # after kst 29477-883, which gives the two counts
NEW, EXTENSIONS = 250, 200
YEARS = range(2026, 2036)
SOURCE = (
    "synthetic: no existing medicine; drawn with a fixed seed from distributions fitted to the real "
    "indications of replay-2015 and msz-2026; the counts are those of kst 29477-883 (almost 250 new medicines "
    "and almost 200 new indications in two years)"
)
TITLE = "What if all 450 medicines and indications of the horizon scan came at once?"

#: Only dear medicines get an advice, so the cost per QALY of those known is lowered by this factor (assumed).
SELECTION = 0.6


@dataclass(frozen=True)
class Kind:
    """A kind of medicine: its share of all new ones, years of treatment, and lognormal medians and spreads."""

    share: float
    years: tuple[float, float]
    impact: float  # list spending in year 3, EUR million: assumed so that most stay below the criteria of the lock
    impact_spread: float
    price: float  # list price, EUR per patient-year
    price_spread: float
    icer: float  # EUR per QALY at list price
    icer_spread: float


def _fitted(share: float, years: tuple[float, float], impact: float, spread: float, real: list[Past]) -> Kind:
    """A kind whose price and cost per QALY have the mean and spread (of logarithms) of the real indications given."""
    prices = np.log([row.price.value for row in real])
    costs = np.log([row.price.value * annuity(row.years.value, RATE) / row.gain.value for row in real])
    middle = np.exp([prices.mean(), costs.mean()])
    return Kind(share, years, impact, spread, middle[0], prices.std(), SELECTION * middle[1], costs.std())


GENE = [row for row in ROWS if "atmp" in row.flags]
ORPHAN = [row for row in ROWS if "orphan" in row.flags and "atmp" not in row.flags]
ONCOLOGY = [row for row in ROWS if not row.flags]
KINDS = {
    "oncology": _fitted(0.40, (0.5, 2.5), 2.4, 1.20, ONCOLOGY),
    "orphan": _fitted(0.17, (5.0, 25.0), 2.2, 0.90, ORPHAN),
    "gene_therapy": _fitted(0.08, (1.0, 1.0), 3.5, 0.90, GENE),
    "chronic": Kind(0.35, (2.0, 10.0), 2.2, 1.30, 9_000, 0.60, 55_000, 0.70),  # no advice among the real ones: assumed
}
AREAS = {
    "oncology": ("lung", "breast", "haemato-oncology", "urology", "gastro-intestinal"),
    "orphan": ("metabolic", "neuromuscular", "haematology", "immunology"),
    "gene_therapy": ("haematology", "metabolic", "ophthalmology", "haemato-oncology"),
    "chronic": ("immunology", "respiratory", "cardiology", "neurology", "dermatology", "ophthalmology"),
}
CURVES = {
    "ordinary": [(0.0, 1.0), (0.20, 0.95), (0.35, 0.80), (0.45, 0.65), (0.55, 0.45), (0.70, 0.20), (0.85, 0.0)],
    "tough": [(0.0, 1.0), (0.10, 0.90), (0.25, 0.70), (0.40, 0.45), (0.55, 0.20), (0.70, 0.0)],
    "competitive": [(0.0, 1.0), (0.30, 0.95), (0.45, 0.85), (0.60, 0.60), (0.75, 0.25), (0.90, 0.0)],
}
UPTAKE = {"fast": [0.5, 0.8, 1.0], "middling": [0.3, 0.6, 0.8, 0.9], "slow": [0.15, 0.35, 0.55, 0.7, 0.8]}


def tables() -> dict[str, pd.DataFrame]:
    """All sheets of the scenario."""
    book = Book()
    settings(book, {
        "title": TITLE,
        "language": "en",
        "start_year": YEARS[0],
        "years": len(YEARS),
        "price_year": 2025,
        "discount_step": 0.05,
        "price_ceiling": "icer",
        "mip_gap": 0.00001,
        "time_limit": 120,
    }, source="choice of the analyst")  # fmt: skip
    add_horizon(book)
    add_english_curves(book)
    add_routes(book)
    nl.add_framework(book, YEARS)
    nl.add_care(book)
    nl.add_reference_values(book)
    return in_english(book.tables())


def add_horizon(book: Book) -> None:
    """The 450 indications: new medicines first, then new indications of some of them."""
    rng = np.random.default_rng(SEED)
    kinds = rng.choice(list(KINDS), size=NEW, p=[kind.share for kind in KINDS.values()])
    medicines = [draw(rng, str(kind)) for kind in kinds]
    # An extension has the price of its medicine; most are in oncology, as they are in reality.
    weight = np.array([3.0 if kind == "oncology" else 0.3 if kind == "gene_therapy" else 1.0 for kind in kinds])
    parents = rng.choice(NEW, size=EXTENSIONS, p=weight / weight.sum())
    rows = [(number, 1, row) for number, row in enumerate(medicines, start=1)]
    counts = dict.fromkeys(range(1, NEW + 1), 1)
    for parent in parents:
        number = int(parent) + 1
        counts[number] += 1
        kind = str(kinds[parent])
        rows.append((number, counts[number], draw(rng, kind, medicines[parent])))
    for number, nth, row in rows:
        book.add("Indications", SOURCE, ASSUMED, **_columns(number, nth, row))


def draw(rng: np.random.Generator, kind: str, parent: dict[str, Any] | None = None) -> dict[str, Any]:
    """One indication; an extension takes price and curve of its medicine."""
    of = KINDS[kind]
    list_price = parent["list_price"] if parent else _round(_lognormal(rng, of.price, of.price_spread))
    years = round(float(rng.uniform(*of.years)), 1)
    millions = min(150.0, _lognormal(rng, of.impact, of.impact_spread))
    curve = str(rng.choice(list(UPTAKE), p=[0.3, 0.5, 0.2]))
    per_qaly = float(np.clip(_lognormal(rng, of.icer, of.icer_spread), 8_000, 1_500_000))
    comparator = round(float(rng.uniform(0.0, 0.4)) * list_price) if kind == "chronic" else 0
    uncertain = kind in ("orphan", "gene_therapy") and rng.random() < 0.35
    p = round(float(rng.uniform(0.3, 0.8)), 2) if uncertain else None
    months = int(rng.integers(0, 24))
    competition = {"oncology": [0.5, 0.1, 0.4], "chronic": [0.5, 0.1, 0.4]}.get(kind, [0.4, 0.6, 0.0])
    return {
        "kind": kind,
        "area": str(rng.choice(AREAS[kind])),
        "list_price": list_price,
        "treatment_years": years,
        "uptake": curve,
        "new_patients": round(_starts(millions, list_price, years, UPTAKE[curve]), 2),
        "comparator_cost": comparator,
        "qaly_gain": round((list_price - comparator) * annuity(years, 0.03) / per_qaly / (p or 1.0), 4),
        "disease_burden": round(float(rng.beta(6, 2) if kind != "chronic" else rng.beta(3, 3.5)), 2),
        "p_effective": p,
        "acceptance": parent["acceptance"] if parent else str(rng.choice(list(CURVES), p=competition)),
        "available_from": date(2026 + months // 12, months % 12 + 1, 1),
        "early": bool(rng.random() < 0.2),
        "no_need": bool(rng.random() < 0.4),
    }


def _columns(number: int, nth: int, row: dict[str, Any]) -> dict[str, Any]:
    kind, available = row["kind"], row["available_from"]
    what = "new medicine" if nth == 1 else "new indication"
    months = available.year * 12 + available.month - 1 - 6
    return {
        "indication": f"H{number:03d}-{nth}",
        "product": f"H{number:03d}",
        "name": f"Synthetic H{number:03d}-{nth}: {what}, {row['area']}",
        "disease_area": row["area"],
        "framework": "MSZ",
        "status": "candidate",
        "available_from": available,
        "files_from": date(months // 12, months % 12 + 1, 1) if row["early"] else None,
        "new_patients": row["new_patients"],
        "uptake": row["uptake"],
        "treatment_years": row["treatment_years"],
        "list_price": row["list_price"],
        "comparator_cost": row["comparator_cost"],
        "qaly_gain": row["qaly_gain"],
        "disease_burden": max(0.10, row["disease_burden"]),
        "p_effective": row["p_effective"],
        "acceptance": row["acceptance"],
        "effectiveness": "established" if row["p_effective"] is None else "uncertain",
        "necessity": "met",
        "feasibility": "met",
        "orphan": True if kind in ("orphan", "gene_therapy") else None,
        "atmp": True if kind == "gene_therapy" else None,
        "oncology": True if kind == "oncology" else None,
        "unmet_need": None if row["no_need"] else True,
    }


def _lognormal(rng: np.random.Generator, median: float, spread: float) -> float:
    return float(median * np.exp(spread * rng.standard_normal()))


def _starts(millions: float, price: float, years: float, shares: list[float]) -> float:
    """New patients a year with which gross drug spending at list price in year 3 is ``millions``."""
    on_treatment = sum(min(1.0, max(0.0, years - back)) * shares[2 - back] for back in range(3))
    return millions * 1e6 / price / on_treatment


def _round(price: float) -> float:
    """Two significant digits: a list price is a round number."""
    digits = 1 - int(np.floor(np.log10(price)))
    return float(round(price, digits))


def add_english_curves(book: Book) -> None:
    for curve, shares in UPTAKE.items():
        uptake(book, curve, shares, "assumed")
    for name, points in CURVES.items():
        acceptance(book, name, points, "assumed: as in msz-2026, where the reasons stand")


def add_routes(book: Book) -> None:
    """Direct inflow with joint purchasing, the lock, and conditional admission."""
    book.add(
        "Routes",
        "assumed: below the criteria of the lock hospitals and insurers purchase jointly, with smaller "
        "discounts than the minister",
        ASSUMED,
        route="direct",
        name="Direct inflow, joint purchasing",
        eligible=f'not ({nl.LOCK_RULE}) and effectiveness == "established"',
        lead_time_months=3,
        price="negotiated",
        acceptance_shift=0.03,
        cost_effectiveness="not_required",
    )
    book.add(
        "Routes",
        "assumed: as in msz-2026, where the sources stand",
        ASSUMED,
        route="lock",
        name="Lock with price negotiation",
        eligible=f'({nl.LOCK_RULE}) and effectiveness == "established"',
        lead_time_months=21,
        files_before_months=6,
        dossiers_per_year=assumed(19, "as many medicines as left the lock in 2022 (VIG 25-6-2024)"),
        price="negotiated",
        cost_effectiveness="required",
    )
    book.add(
        "Routes",
        "assumed: a price that fits the uncertainty is at most the cost-effective price at the chance that it "
        "works; suppliers give ten points more for early entry; the term ends after the plan",
        ASSUMED,
        route="conditional",
        name="Conditional admission",
        eligible='orphan and unmet_need and effectiveness == "uncertain"',
        budget_line="conditional",
        lead_time_months=12,
        price="negotiated",
        cost_effectiveness="not_required",
        price_cap_basis="cost_effective",
        price_cap_share=1.0,
        acceptance_shift=-0.10,
    )
    for year in YEARS:
        source = "assumed: 36 million a year is published (letter of 28-5-2026), 12 of it assumed for what runs"
        book.add("BudgetLines", source, ASSUMED, line="conditional", year=year, budget=24.0, charged="drug_and_care")
