"""Conditional admission: reimbursed for a term, at a price for uncertain evidence, from a budget line; then it goes on or ends.

The plan counts what happens in expectation: with the chance ``p_demonstrated`` the medicine goes on at the definitive price,
else all treatment stops, and what was spent until then was spent on a medicine that proved insufficient.
"""

import planner
from scenario_from_dataframes import indications, tables

YEARS = range(2026, 2036)

uncertain = indications[indications["indication"] == "Y"].assign(
    treatment_years=3,
    list_price=100_000,
    effectiveness="uncertain",
    p_effective=0.5,
    p_demonstrated=0.4,
    orphan=True,
    evidence_years=4,
    applies_for="conditional",
)
conditional = {
    "route": "conditional", "eligible": "orphan and effectiveness == 'uncertain' and evidence_years <= term_years",
    "price": "at_cap", "price_cap_basis": "evidence_gap", "cost_effectiveness": "not_required",
    "chosen_by": "supplier", "budget_line": "conditional", "term_years": 5, "at_end": "convert",
    "definitive_price": "cost_effective",
}  # fmt: skip

stated = {
    "Settings": {"title": "Is a conditional admission worth it?", "start_year": 2026, "years": 10},
    "Indications": uncertain,
    "Routes": [conditional],
    "Frameworks": [{"framework": "MSZ", "year": year, "budget": 1_000, "baseline_care": 990} for year in YEARS],
    "BudgetLines": [{"line": "conditional", "year": year, "budget": 3, "charged": "drug_and_care"} for year in YEARS],
    "Care": tables["Care"],
}

if __name__ == "__main__":
    plan = planner.optimise(planner.scenario_from_tables(stated))
    row = plan.decisions.iloc[0]
    print(f"Y: {row['decision']} from {row['start_year']:.0f} at EUR {row['net_price']:,.0f}, of 100,000 at list")
    print(f"{plan.totals.net:.3g} QALYs net, for EUR {plan.totals.spending_sum:.3g} million")
    yearly = plan.yearly[plan.yearly["indication"] == "Y"]
    print(f"spending that proves insufficient: EUR {yearly['insufficient'].sum():.3g} million")
    print(f"patients on treatment when it stops: {yearly['stopped'].sum():.3g}")
