"""Random small scenarios around one limit: several worthwhile candidates that together want more than it allows.

``strategies`` draws everything at once, so that a limit is seldom there and seldom binds. Here one limit is always there; all the
rest is ample.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from strategies import CURVES, Draw, pick

#: What may be short. ``ceiling``: the price that the reference value allows. ``baseline``: existing spending is beyond the
#: budget, so that no plan fits unless one of the candidates saves.
LIMITS = ("budget", "growth", "line", "dossiers", "ceiling", "baseline")

#: EUR million a year: medicines and care of the baseline, and the room where it is not what is short.
DRUGS, CARE, AMPLE = 10, 60, 100
REFERENCE = {0.8: 80_000, 0.5: 50_000, 0.3: 20_000}


@st.composite
def candidates(draw: Draw, name: str, limit: str, curve: str | None) -> dict[str, Any]:
    """One that costs EUR 0.25 to 1 million a year and gains 10 QALYs or more for each million.

    Under ``ceiling`` the list price is near the one that the reference value allows; under ``baseline`` some save.
    """
    price, burden, chance = draw(pick(50_000, 100_000)), draw(pick(0.8, 0.5, 0.3)), draw(pick(1, 1, 0.5))
    gain = draw(pick(2, 3, 1))
    if limit == "ceiling":
        gain = round(price / REFERENCE[burden] / chance * draw(pick(0.75, 0.95, 0.6, 1.2)), 6)
    saves = limit == "baseline" and draw(st.booleans())
    return {
        "indication": name,
        "framework": "MSZ",
        "treatment_years": 1,
        "files_from": None,
        "available_from": None,
        "new_patients": draw(pick(10, 5)),
        "list_price": price,
        "offset_cost": price + 50_000 if saves else 0,
        "qaly_gain": gain,
        "p_effective": chance,
        "effectiveness": "established",
        "disease_burden": burden,
        "max_discount": None if curve else draw(pick(0.3, 0.1)),
        "acceptance": curve,
    }


@st.composite
def tight_tables(draw: Draw, limit: str, years: tuple[int, int] = (1, 2), curved: bool = False) -> dict[str, Any]:
    """The tables of a scenario in which ``limit`` is short for three candidates; ``years`` of the plan from ... to ...

    ``curved``: the suppliers have acceptance curves and much health is displaced, so that a discount between two others is often
    the best.
    """
    length = draw(st.integers(*years))
    curve = "line" if curved else None
    medicines = [draw(candidates(f"I{n}", limit, curve)) for n in draw(st.permutations(range(3)))]
    joint = sum(row["new_patients"] * row["list_price"] * (1 - (row["max_discount"] or 0)) for row in medicines) / 1e6
    room = round(joint * draw(pick(0.8, 0.6, 0.4, 0.95)), 3)
    free = {"budget": room, "baseline": -0.25}.get(limit, AMPLE)
    displaces = limit == "budget" and (curved or draw(st.booleans()))
    line = "L" if limit == "line" else None
    return {
        "Settings": {
            "start_year": 2026,
            "years": length,
            "displacement_mode": draw(pick("observed", "optimal")) if displaces else "none",
            "budget_basis": draw(pick("committed", "expected")),
            "room_value": draw(pick(0, 1)),
            "price_ceiling": "icer",
            "discount_step": draw(pick(0.5, 0.3)),
            "min_acceptance": 0,
        },
        "Indications": medicines,
        "Acceptance": [
            {"curve": c, "discount": d, "probability": p} for c, points in CURVES.items() for d, p in points
        ],
        "Routes": [
            {
                "route": name,
                "price": "negotiated",
                "cost_effectiveness": "required" if limit == "ceiling" else "not_required",
                "lead_time_months": draw(pick(0, 0, 6)),
                "budget_line": line,
                "dossiers_per_year": draw(pick(1, 1, 0)) if limit == "dossiers" else None,
            }
            for name in draw(pick(["direct"], ["direct"], ["lock", "direct"]))
        ],
        "Frameworks": [{"framework": "MSZ", "year": 2025, "baseline_drugs": DRUGS}]
        + [
            {
                "framework": "MSZ",
                "year": 2026 + t,
                "budget": CARE + DRUGS + free,
                "baseline_care": CARE,
                "baseline_drugs": DRUGS,
                "drug_growth_limit": (0.0 if t else room / DRUGS) if limit == "growth" else None,
            }
            for t in range(length)
        ],
        "BudgetLines": [{"line": line, "year": 2026 + t, "budget": room} for t in range(length) if line],
        "Care": [
            {
                "care": "other",
                "spending": 20,
                "euro_per_qaly": 40_000 if curved else 100_000,
                "max_share": 0.5,
                "observed_share": 1,
            }
        ],
    }
