"""A benefits package in the classical sense: programmes for a budget and a number of nurses, with no hospital policy in sight.

Programmes may be admitted in part (``divisible``), need one another (``requires``), or are alternatives for the same patients
(``patient_group``). One year, one route at list price, no displacement. The same question is then asked with other objectives.
"""

import pandas as pd

import planner

programmes = pd.DataFrame(
    [
        {"indication": "vaccination", "new_patients": 50_000, "list_price": 40, "qaly_gain": 0.008},
        {"indication": "screening", "new_patients": 10_000, "list_price": 150, "qaly_gain": 0.02, "patient_group": "bowel"},
        {"indication": "home test", "new_patients": 10_000, "list_price": 60, "qaly_gain": 0.012, "patient_group": "bowel"},
        {"indication": "surgery", "new_patients": 300, "list_price": 4_000, "qaly_gain": 1.5},
        {"indication": "dialysis", "new_patients": 100, "list_price": 30_000, "qaly_gain": 0.6, "divisible": True},
    ]
).assign(treatment_years=1, effectiveness="established")  # fmt: skip

nurses = pd.DataFrame(
    {
        "indication": ["vaccination", "screening", "home test", "surgery", "dialysis"],
        "resource": "nurse hours",
        "use": [0.1, 0.5, 0.05, 12, 150],
    }
)

tables = {
    "Settings": {"title": "A small benefits package", "start_year": 2026, "years": 1, "displacement_mode": "none"},
    "Indications": programmes,
    "Routes": [{"route": "package", "price": "list", "cost_effectiveness": "not_required"}],
    "Frameworks": [{"framework": "health care", "year": 2026, "budget": 6}],  # EUR million
    "Resources": [{"resource": "nurse hours", "year": 2026, "capacity": 15_000}],
    "ResourceUse": nurses,
    "Relations": [{"kind": "requires", "subject": "surgery", "object": "screening"}],
}

if __name__ == "__main__":
    scenario = planner.scenario_from_tables(tables)
    plan = planner.optimise(scenario)
    print(plan.decisions[["indication", "decision", "share", "qalys", "spending"]].to_string(index=False))
    for limit in plan.limits[plan.limits["binding"]].itertuples():
        print(f"full: {limit.family} {limit.name}; a little more of it is worth {limit.marginal:.4g} QALYs per unit")

    cheapest = scenario.with_changes(
        ("Settings", "objective", "value", "set", "least_spending"), ("Settings", "health_target", "value", "set", 500)
    )
    plan = planner.optimise(cheapest)
    print(f"500 QALYs cost at least EUR {plan.totals.spending_sum:.3f} million")
