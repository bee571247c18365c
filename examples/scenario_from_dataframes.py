"""A scenario made of DataFrames: no Excel at all. The columns are those of the workbook's sheets, in base units."""

import pandas as pd

import planner

YEARS = [2026, 2027, 2028]

indications = pd.DataFrame(
    [
        {"indication": "X", "new_patients": 40, "waiting_patients": 20, "treatment_years": 1.5, "list_price": 60_000,
         "offset_cost": 5_000, "qaly_gain": 0.9, "disease_burden": 0.8, "effectiveness": "established", "max_discount": 0.5},
        {"indication": "Y", "new_patients": 10, "waiting_patients": 0, "treatment_years": 1, "list_price": 300_000,
         "offset_cost": 0, "qaly_gain": 4.0, "disease_burden": 0.6, "effectiveness": "established", "max_discount": 0.4},
    ]
)  # fmt: skip

routes = pd.DataFrame(
    {"route": ["lock"], "lead_time_months": [6], "price": ["negotiated"], "cost_effectiveness": ["required"]}
)

frameworks = pd.DataFrame(
    {
        "framework": "MSZ",
        "year": [2025, *YEARS],  # of the last realised year only the spending on medicines counts
        "budget": [None, 1_000, 1_020, 1_040],
        "baseline_care": [None, 950, 968, 986],
        "baseline_drugs": [50, 50, 52, 54],
        "drug_growth_limit": [None, 0.05, 0.05, 0.05],
    }
)

care = pd.DataFrame(
    {
        "care": ["eye", "nerves"],
        "spending": [100, 400],
        "euro_per_qaly": [100_000, 60_000],
        "max_share": [0.02, 0.02],
        "observed_share": [0.3, 0.7],
    }
)

tables = {
    "Settings": {"title": "Two medicines", "start_year": 2026, "years": 3},
    "Indications": indications,
    "Routes": routes,
    "Frameworks": frameworks,
    "Care": care,
}

if __name__ == "__main__":
    scenario = planner.scenario_from_tables(tables)
    plan = planner.optimise(scenario)
    print(
        plan.decisions[["indication", "decision", "start_year", "discount", "qalys", "spending"]].to_string(index=False)
    )
    print(f"net: {plan.totals.net:.4f} QALYs (discounted)")
