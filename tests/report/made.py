"""Invented scenarios of any size for the report: every kind of decision, reason, limit and certainty occurs in them."""

from __future__ import annotations

import random
from typing import Any

from planner.scenario.build import scenario_from_tables
from planner.scenario.scenario import Scenario

NAMES = (
    "longkanker, niet-kleincellig, EGFR-mutatie, tweede lijn na osimertinib", "taaislijmziekte, 12 jaar en ouder",
    "borstkanker, HR-positief", "metachromatische leukodystrofie (gentherapie)", "mTNBC, derde lijn", "hemofilie B",
    "diffuus grootcellig B-cellymfoom", "artritis psoriatica", "spinale spieratrofie type 1", "ALS met SOD1-mutatie",
)  # fmt: skip


def made(count: int, language: str = "nl", *, sheets: dict[str, Any] | None = None, **settings: Any) -> Scenario:
    """``count`` indications over ten years, most of them candidates; limits bind, care is displaced, room is used."""
    draw = random.Random(count)  # noqa: S311 - the same scenario every time
    years = range(2026, 2036)
    scale = count / 30
    tables: dict[str, Any] = {
        "Settings": {
            "title": f"Proef met {count} indicaties",
            "language": language,
            "start_year": 2026,
            "years": 10,
            "discount_step": 0,
            "mip_gap": 0.02,
            "time_limit": 60,
            **settings,
        },
        "Indications": [_indication(draw, number) for number in range(count)],
        "Acceptance": [
            {"curve": "soepel", "discount": d, "probability": p, "certainty": "assumed"}
            for d, p in ((0, 1), (0.4, 0.8), (0.7, 0))
        ],
        "Uptake": [
            {"curve": "gewoon", "year": year, "share": share, "certainty": "derived"}
            for year, share in ((1, 0.4), (2, 0.8), (3, 1))
        ],
        "Routes": [
            {"route": "direct", "name": "Open instroom", "price": "list", "cost_effectiveness": "required",
             "eligible": "not orphan", "open_to": 2029, "certainty": "published"},
            {"route": "sluis", "name": "Sluis", "price": "negotiated", "cost_effectiveness": "required",
             "lead_time_months": 6, "open_to": 2029, "dossiers_per_year": max(2, round(4 * scale)), "certainty": "published"},
            {"route": "vt", "name": "Voorwaardelijke toelating", "price": "negotiated", "cost_effectiveness": "required",
             "standing": "proposed", "eligible": "orphan", "budget_line": "VT", "open_to": 2029, "certainty": "derived"},
        ],
        "Frameworks": [
            {"framework": "MSZ", "year": 2025, "baseline_drugs": 3000, "certainty": "published"},
            *(
                {"framework": "MSZ", "year": year, "budget": 31000 + 900 * t, "drug_growth_limit": 0.05,
                 "baseline_care": 31000 + 900 * t - _drugs(t, scale) - 4 * scale, "baseline_drugs": _drugs(t, scale),
                 "certainty": "derived"}
                for t, year in enumerate(years)
            ),
        ],
        "BudgetLines": [{"line": "VT", "year": year, "budget": 36 * scale, "certainty": "published"} for year in years],
        "Care": [
            {"care": "zenuw", "name": "Zenuwstelsel", "spending": 2150, "euro_per_qaly": 90000, "max_share": 0.02,
             "observed_share": 0.5, "unit": "polikliniekbezoeken", "unit_cost": 125, "certainty": "derived"},
            {"care": "zenuw", "euro_per_qaly": 70000, "max_share": 0.05, "certainty": "assumed"},
            {"care": "oogoor", "name": "Oog en oor", "spending": 1480, "euro_per_qaly": 66000, "max_share": 0.08,
             "observed_share": 0.3, "unit": "staaroperaties", "unit_cost": 1540, "certainty": "published"},
            {"care": "huid", "name": "Huid", "spending": 900, "euro_per_qaly": 50000, "max_share": 0.1,
             "observed_share": 0.2, "certainty": "assumed"},
            {"care": "acuut", "name": "Acute zorg", "spending": 3000, "euro_per_qaly": 20000, "max_share": 0.1,
             "protected": True, "certainty": "published"},
        ],
        **(sheets or {}),
    }  # fmt: skip
    return scenario_from_tables(tables)


def _drugs(year: int, scale: float) -> float:
    """Medicines in the package: growing so that the growth limit leaves some room, more each year."""
    return float(round(3000 * 1.05 ** (year + 1) - 5 * scale * (year + 1), 1))


def _indication(draw: random.Random, number: int) -> dict[str, Any]:
    """One indication; every tenth is in the package, every seventh waits in the lock, every eleventh has no dossier."""
    price = round(10 ** draw.uniform(4, 5.9), -3)
    orphan = draw.random() < 0.2
    gain = round(max(0.05, price * draw.uniform(0.2, 3.0) / 80000), 2)
    low = draw.choice([None, 0.2, 0.35, 0.68])
    return {
        "indication": f"I{number:03d}",
        "product": f"Middel {number:03d}",
        "name": f"{NAMES[number % len(NAMES)]} ({number})",
        "status": "reimbursed" if number % 10 == 9 else "candidate",
        "in_lock_since": "2024-05-01" if number % 7 == 2 else None,
        "files_from": "none" if number % 11 == 10 else None,
        "available_from": draw.choice([None, "2026-01-01", "2026-07-01", "2027-03-01"]),
        "new_patients": round(10 ** draw.uniform(0.5, 2.3)) * (0.2 if orphan else 1),
        "uptake": "gewoon",
        "treatment_years": draw.choice([1, 1.5, 3]),
        "list_price": price,
        "other_cost": draw.choice([None, 1500]),
        "comparator_cost": draw.choice([None, round(price * 0.1)]),
        "qaly_gain": gain,
        "effectiveness": "insufficient" if number % 13 == 12 else "established",
        "p_effective": 0.3 if number % 13 == 12 else None,
        "disease_burden": draw.choice([0.05, 0.3, 0.6, 0.9]),
        "max_discount": draw.choice([0.3, 0.6, 0.8]),
        "acceptance": draw.choice([None, "soepel"]),
        "advice_low": low,
        "advice_high": None if low is None else low + draw.choice([0.0, 0.2]),
        "advice_kind": draw.choice(["at_least", "more_than"]),
        "orphan": orphan,
        "patient_group": "groep" if number in (0, 1) else None,
        "necessity": draw.choice(["met", "unclear", None]),
        "source": draw.choice(["afgeleid uit het advies van het Zorginstituut", "voorbeeld", None]),
        "certainty": draw.choice(["published", "derived", "derived", "assumed"]),
    }


def tiny(
    *indications: dict[str, Any], sheets: dict[str, Any] | None = None, years: int = 3, **settings: Any
) -> Scenario:
    """A scenario of a few indications that states only what a test is about; care can be displaced at 50,000 per QALY."""
    tables: dict[str, Any] = {
        "Settings": {"start_year": 2026, "years": years, "discount_step": 0, **settings},
        "Indications": [candidate(**stated) for stated in indications or [{}]],
        "Routes": [{"route": "direct", "name": "Open", "price": "list", "cost_effectiveness": "not_required"}],
        "Frameworks": [{"framework": "MSZ", "year": 2026 + t, "budget": 1000, "baseline_care": 1000} for t in range(years)],
        "Care": [
            {"care": "oog", "name": "Oog", "spending": 500, "euro_per_qaly": 50000, "max_share": 0.5, "observed_share": 1,
             "unit": "staaroperaties", "unit_cost": 1500},
        ],
        **(sheets or {}),
    }  # fmt: skip
    return scenario_from_tables(tables)


def candidate(**stated: Any) -> dict[str, Any]:
    """100 patients a year, one year at EUR 20,000, one QALY each: worth its price."""
    return {
        "indication": "X",
        "name": "iks",
        "treatment_years": 1,
        "new_patients": 100,
        "list_price": 20000,
        "qaly_gain": 1,
        "effectiveness": "established",
        "disease_burden": 0.8,
        "certainty": "published",
        **stated,
    }
