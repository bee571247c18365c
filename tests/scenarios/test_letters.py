"""Expected results from the letters' own figures."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import planner
from planner.analysis.inflow import insufficient

DOUBT = {"treatment_years": 1, "qaly_gain": 1, "effectiveness": "uncertain", "disease_burden": 0.8, "max_discount": 0}
OPEN = {"price": "list", "cost_effectiveness": "not_required"}


def scenario(
    indications: list[dict[str, Any]], routes: list[dict[str, Any]], years: int = 5, **sheets: Any
) -> planner.Scenario:
    frameworks = [{"framework": "MSZ", "year": 2026 + n, "budget": 1_000} for n in range(years)]
    tables = {
        "Settings": {"years": years, "displacement_mode": "none", "room_value": 0, "price_ceiling": "none"},
        "Indications": [{"indication": f"I{n}", **DOUBT, **row} for n, row in enumerate(indications)],
        "Routes": routes,
        "Frameworks": frameworks,
    }
    return planner.scenario_from_tables({**tables, **sheets})


def test_growth_of_seven_and_five_per_cent_from_a_base_of_100() -> None:
    """IZA (kst 29477-883): 7 % in 2023 and 2024, 5 % in 2025 and 2026: 107.0; 114.49; 120.2145; 126.225225."""
    rows: list[dict[str, Any]] = [{"framework": "MSZ", "year": 2022, "baseline_drugs": 100}]
    for year, growth in ((2023, 0.07), (2024, 0.07), (2025, 0.05), (2026, 0.05)):
        rows.append(
            {"framework": "MSZ", "year": year, "budget": 1_000, "baseline_drugs": 100, "drug_growth_limit": growth}
        )
    settings = {"start_year": 2023, "years": 4, "displacement_mode": "none"}
    one = {"new_patients": 1, "list_price": 1_000, "p_effective": 1}
    plan = planner.optimise(scenario([one], [{"route": "r", **OPEN}], Settings=settings, Frameworks=rows))
    assert plan.spending["growth_ceiling"].round(2).to_list() == [107.0, 114.49, 120.21, 126.23]
    assert plan.spending["growth_ceiling"].to_list() == pytest.approx([107, 114.49, 120.2145, 126.225225], rel=1e-12)


def test_ten_million_a_year_for_five_years_at_a_chance_of_0_4() -> None:
    """ "We betalen dan voor geneesmiddelen waarvan de effectiviteit later onvoldoende blijkt" (28-5-2026): 5 x 10 x 0.6 = 30."""
    vt = {"route": "vt", **OPEN, "term_years": 5, "at_end": "convert", "open_to": 2026}
    stated = scenario([{"new_patients": 1_000, "list_price": 10_000, "p_effective": 0.4}], [vt], years=7)
    options = planner.enumerate_options(stated)
    (row,) = np.flatnonzero(options.table["route"] == "vt")
    assert options.insufficient[row].tolist() == pytest.approx([6.0] * 5 + [0.0] * 2)
    assert options.insufficient[row].sum() == pytest.approx(30.0)
    assert options.cost[row].tolist() == pytest.approx([10.0] * 5 + [4.0] * 2)  # afterwards only where it was shown
    assert insufficient(planner.optimise(stated))["insufficient"].sum() == pytest.approx(30.0)


@pytest.mark.parametrize("allocation", ["best_use", "first_come"])
def test_five_candidates_of_twelve_million_on_the_line_of_36(allocation: str) -> None:
    """36 / 12 = 3; the line counts the medicine and the care that comes with it: 10 + 2."""
    each = {"new_patients": 100, "list_price": 100_000, "other_cost": 20_000, "p_effective": 0.5}
    line = [
        {"line": "VT", "year": 2026 + n, "budget": 36, "charged": "drug_and_care", "allocation": allocation}
        for n in range(5)
    ]
    plan = planner.optimise(scenario([each] * 5, [{"route": "vt", **OPEN, "budget_line": "VT"}], BudgetLines=line))
    assert (plan.decisions["decision"] == "admit").sum() == 3
    full = plan.limits[plan.limits["family"] == "budget_line"]
    assert full["used"].to_list() == pytest.approx([36.0] * 5)


def test_evidence_of_ten_years_fits_a_term_of_fourteen_only() -> None:
    """Terms of 5 (advised), 7 (today) and 14 years (the exception): closed, closed, open."""
    rule = {"eligible": "evidence_years <= term_years", "at_end": "convert", **OPEN}
    routes = [{"route": f"vt{years}", "term_years": years, **rule} for years in (5, 7, 14)]
    one = {"new_patients": 10, "list_price": 1_000, "p_effective": 0.5, "evidence_years": 10}
    openings = planner.enumerate_options(scenario([one], routes)).openings.set_index("route")
    assert openings["open"].to_dict() == {"vt5": False, "vt7": False, "vt14": True}
    assert openings.loc["vt5", "condition"] == "not_eligible"


@pytest.mark.parametrize(("budget", "patients", "price"), [(1.5, 100, 15_000), (3.0, 40, 75_000), (9.0, 30, 100_000)])
def test_a_budget_for_a_number_of_patients_caps_the_price(budget: float, patients: int, price: float) -> None:
    """B / n, and never above the list price of 100,000: 9 million for 30 patients would allow 300,000."""
    vt = {
        "route": "vt", "price": "at_cap", "price_cap_basis": "fixed_budget", "cost_effectiveness": "not_required",
        "term_years": 5, "at_end": "convert", "chosen_by": "supplier",
    }  # fmt: skip
    one = {
        "new_patients": patients,
        "list_price": 100_000,
        "p_effective": 0.5,
        "fixed_budget": budget,
        "applies_for": "vt",
    }
    options = planner.enumerate_options(scenario([one], [vt]))
    chosen = options.table[options.table["route"] == "vt"]
    assert chosen["entry_price"].to_list() == pytest.approx([price] * len(chosen))
    assert len(chosen) == 5
