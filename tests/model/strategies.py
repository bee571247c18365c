"""Random small scenarios for hypothesis: short decimals, so that ties and limits that just hold are common."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from planner.scenario.build import scenario_from_tables
from planner.scenario.scenario import Scenario

Draw = st.DrawFn

CURVES = {
    "half": ((0, 1), (0.5, 0.5)),
    "line": ((0, 1), (0.6, 0)),
    "bent": ((0, 1), (0.25, 0.75), (0.5, 0.25)),
    "firm": ((0, 1), (0.3, 1), (0.8, 0.2)),
}
UPTAKE = {"slow": (0.5, 1), "late": (0, 0.4, 0.8)}


def pick(*values: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(values)


@st.composite
def settings(draw: Draw, years: int) -> dict[str, Any]:
    return {
        "start_year": 2026,
        "years": years,
        "discount_rate_costs": draw(pick(0.03, 0)),
        "discount_rate_effects": draw(pick(0.015, 0)),
        "displacement_mode": draw(pick("observed", "optimal", "none")),
        "budget_basis": draw(pick("committed", "expected")),
        "growth_base": draw(pick("path", "previous_year")),
        "growth_kind": draw(pick("hard", "hard", "target")),
        "room_value": draw(pick(0, 1, 0.5)),
        "price_ceiling": draw(pick("icer", "advice", "lowest", "none")),
        "advice_bound": draw(pick("high", "low")),
        "discount_step": draw(pick(0.5, 0.25, 0.3, 0)),
        "bargaining_power": draw(pick(0, 0, 0.5, 1)),
        "min_acceptance": draw(pick(0.05, 0, 0.3)),
        "standings": draw(pick("in_force", "in_force; proposed")),
    }


@st.composite
def indications(draw: Draw, name: str, frameworks: list[str]) -> dict[str, Any]:
    curve = draw(pick(None, *CURVES))
    advice = draw(pick(None, None, 0.2, 0.5))
    return {
        "indication": name,
        "product": draw(pick(None, "P")),
        "framework": draw(st.sampled_from(frameworks)),
        "status": draw(pick(*["candidate"] * 8, "refused", "reimbursed")),
        "available_from": draw(pick(*[None] * 5, "2025-10-01", "2025-10-01", "2026-04-01", "2027-01-01")),
        "files_from": draw(pick(*[None] * 12, "none", "2026-07-01")),
        "new_patients": draw(pick(10, 10, 20, 0, 5)),
        "patient_growth": draw(pick(0, 0, 0.1, -0.2)),
        "waiting_patients": draw(pick(0, 0, 10)),
        "patient_group": draw(pick(None, None, "G")),
        "uptake": draw(pick(None, None, *UPTAKE)),
        "treatment_years": draw(pick(1, 1, 0.5, 1.5, 2, 3)),
        "list_price": draw(pick(50_000, 100_000, 100_000, 200_000, 0)),
        "other_cost": draw(pick(0, 0, 10_000)),
        "comparator_cost": draw(pick(0, 0, 20_000)),
        "comparator_discount": draw(pick(0, 0.5)),
        "offset_cost": draw(pick(0, 0, 5_000, 60_000)),
        "offset_years": draw(pick(None, None, 2, 0.5)),
        "qaly_gain": draw(pick(3, 2, 4, 2, 1, 1.5, 0.5, 0)),
        "p_effective": draw(pick(1, 1, 0.5)),
        "response_share": draw(pick(0.5, 0.8)),
        "disease_burden": draw(pick(0.8, 0.8, 0.8, 0.5, 0.3, 0.05)),
        "max_discount": draw(pick(None, 0.5, 0.3)) if curve else draw(pick(0.5, 0.3, 0)),
        "acceptance": curve,
        "advice_low": advice,
        "advice_high": draw(pick(advice, 0.6)) if advice else None,
        "advice_kind": draw(pick("at_least", "more_than", "far_more_than")),
        "orphan": draw(st.booleans()),
    }


@st.composite
def routes(draw: Draw, name: str, frameworks: list[str], years: int, line: str | None) -> dict[str, Any]:
    opens = draw(pick(*[None] * 9, 2027))
    return {
        "route": name,
        "standing": draw(pick(*[None] * 5, "proposed")),
        "eligible": draw(pick(*[None] * 8, "orphan", "list_budget_impact > 1 or product_budget_impact >= 1.5")),
        "open_from": opens,
        "open_to": draw(pick(*[None] * 5, max(opens or 0, 2026 + years - 2))),
        "framework": draw(pick(*[None] * 4, *frameworks)),
        "budget_line": draw(pick(None, line)),
        "lead_time_months": draw(pick(0, 0, 0, 6, 12, 3.5)),
        "files_before_months": draw(pick(0, 6)),
        "dossiers_per_year": draw(pick(*[None] * 5, 1, 1, 2, 0)),
        "price": draw(pick("negotiated", "negotiated", "list")),
        "cost_effectiveness": draw(pick("required", "not_required", "not_required")),
        "price_cap_basis": draw(pick(*[None] * 4, "list", "cost_effective")),
        "price_cap_share": draw(pick(1, 0.8)),
        "acceptance_shift": draw(pick(0, 0, 0.1, -0.1)),
        "paid_share_basis": draw(pick("all", "all", "responders")),
    }


@st.composite
def framework_rows(draw: Draw, name: str, years: int) -> list[dict[str, Any]]:
    """A framework with little room, or none; growth is limited in all its years or in none."""
    limited, short = draw(st.booleans()), draw(pick(*[False] * 14, True))
    rows: list[dict[str, Any]] = [{"framework": name, "year": 2025, "baseline_drugs": draw(pick(10, 10, 10.5))}]
    for t in range(years):
        drugs, care = draw(pick(10, 10, 10, 10, 10.5)), 60
        headroom = draw(pick(2, 1, 1, 2, 3, 0, 0.5, 5, None))
        if short:
            headroom = -1
        rows.append(
            {
                "framework": name,
                "year": 2026 + t,
                "budget": None if headroom is None else drugs + care + headroom,
                "baseline_care": care,
                "baseline_drugs": drugs,
                "drug_growth_limit": draw(pick(0.05, 0.1, 0.2, 0.5, 0.2)) if limited else None,
                "absorbed_share": draw(pick(0, 0, 0.5, 1)),
            }
        )
    return rows


@st.composite
def care_rows(draw: Draw, framework: str) -> list[dict[str, Any]]:
    """Up to two categories of one or two segments each."""
    rows = []
    for number in range(draw(pick(2, 1, 2, 0))):
        common = {
            "care": f"{framework} {number}",
            "framework": framework,
            "spending_growth": draw(pick(0, 0.1)),
            "protected": draw(pick(False, False, False, True)),
        }
        first = {"spending": draw(pick(4, 10, 20)), "observed_share": draw(pick(0.5, 0.5, 0.25, 0, None))}
        for segment in range(draw(st.integers(1, 2))):
            cost = draw(pick(100_000, 80_000, 50_000, 50_000))
            row = {**common, "euro_per_qaly": cost, "max_share": draw(pick(0.5, 0.5, 0.25, 0.1, 0))}
            rows.append({**row, **(first if segment == 0 else {})})
    return rows


@st.composite
def small_tables(draw: Draw, most_years: int = 3, most_indications: int = 4) -> dict[str, Any]:
    """The tables of a scenario of a few years, indications, frameworks and routes."""
    years = draw(st.integers(1, most_years))
    frameworks = draw(pick(["MSZ"], ["MSZ"], ["MSZ", "pharmacy"]))
    line = draw(pick(None, "L"))
    names = draw(
        st.permutations([f"I{n}" for n in range(draw(st.integers(min(2, most_indications), most_indications)))])
    )
    medicines = [draw(indications(name, frameworks)) for name in names]
    stays: set[str | None] = set()
    for row in medicines:  # of a patient group at most one is in the package already
        if row["status"] == "reimbursed" and row["patient_group"] in stays - {None}:
            row["status"] = "candidate"
        if row["status"] == "reimbursed":
            stays.add(row["patient_group"])
    stated = [row for row in medicines if draw(pick(*[False] * 4, True))]
    for row in stated:
        row["offset_years"] = None
    patients = [
        {"indication": row["indication"], "year": n + 1, "patients": draw(pick(0, 5, 10, 20))}
        for row in stated
        for n in range(draw(st.integers(1, 2)))
    ]
    lines = []
    if line is not None:
        charged = draw(pick("drug", "drug_and_care", "net"))
        lines = [
            {"line": line, "year": 2026 + t, "budget": draw(pick(1, 2, 0.5, None)), "charged": charged}
            for t in range(years)
        ]
    return {
        "Settings": draw(settings(years)),
        "Indications": medicines,
        "Patients": patients,
        "Uptake": [
            {"curve": c, "year": n + 1, "share": s} for c, shares in UPTAKE.items() for n, s in enumerate(shares)
        ],
        "Acceptance": [
            {"curve": c, "discount": d, "probability": p} for c, points in CURVES.items() for d, p in points
        ],
        "Routes": [draw(routes(name, frameworks, years, line)) for name in draw(pick(["lock", "direct"], ["direct"]))],
        "Frameworks": [row for name in frameworks for row in draw(framework_rows(name, years))],
        "BudgetLines": lines,
        "Care": [row for name in frameworks for row in draw(care_rows(name))],
    }


def small_scenarios(most_years: int = 3, most_indications: int = 4) -> st.SearchStrategy[Scenario]:
    """Scenarios that are valid, small enough for brute force, and often tight."""
    return small_tables(most_years, most_indications).map(scenario_from_tables)
