"""The worked example of the template: a small scenario, wholly invented, that reads and solves as it stands."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from planner.scenario.scenario import DEFAULT_ROWS
from planner.scenario.tables import SETTINGS
from planner.scenario.template_rows_nl import DUTCH

Row = dict[str, object]

INVENTED = "invented for this example"
START, YEARS = 2026, 5

#: The criteria of the Dutch lock (sluis) for expensive medicines: Besluit zorgverzekering, article 2.4a.
LOCK = "product_budget_impact > 20 or (cost_per_patient_year >= 50000 and list_budget_impact >= 10)"

#: Settings that the example sets; all others are written out with their default.
CHOSEN: Mapping[str, object] = {"title": "Example: three invented medicines", "start_year": START, "years": YEARS}


def example_rows(language: str = "en") -> dict[str, list[Row]]:
    """The example's rows by sheet, each with source and certainty, in ``en`` or ``nl``; sheets without rows are left out."""
    rows: dict[str, list[Row]] = {
        "Settings": _settings(language),
        "Indications": _indications(),
        "Patients": [
            {"indication": "C", "year": n, "patients": p} for n, p in enumerate((1_200, 2_000, 2_400), start=1)
        ],
        "Uptake": [
            *({"curve": "gradual", "year": n, "share": share} for n, share in enumerate((0.3, 0.6, 0.8, 1.0), start=1)),
            *({"curve": "fast", "year": n, "share": share} for n, share in enumerate((0.5, 0.8, 1.0), start=1)),
        ],
        "Acceptance": [
            {"curve": "typical", "discount": discount, "probability": probability}
            for discount, probability in ((0.0, 1.0), (0.2, 0.95), (0.4, 0.8), (0.5, 0.7), (0.6, 0.5), (0.75, 0.0))
        ],
        "Routes": _routes(),
        "Frameworks": _frameworks(),
        "BudgetLines": [{"line": "entry", "year": START + n, "budget": 6, "charged": "drug"} for n in range(YEARS)],
        "Care": _care(),
        "Scenarios": _variants(),
    }
    stated = {sheet: [_sourced(row) for row in some] for sheet, some in rows.items()}
    published = "20,000 / 50,000 / 80,000 by disease burden: ISPOR EU 2024, Borghouts et al.; 80,000: RVZ 2006"
    stated["ReferenceValues"] = [
        {**row, "source": published, "certainty": "published"} for row in DEFAULT_ROWS["ReferenceValues"]
    ]
    stated["Sources"] = [
        {
            "table": "Indications",
            "row": "A",
            "column": "qaly_gain",
            "source": "invented; here stands where this one figure comes from, such as the page of a report",
            "certainty": "assumed",
        }
    ]
    return {sheet: [_in_dutch(row) for row in some] for sheet, some in stated.items()} if language == "nl" else stated


def _in_dutch(row: Row) -> Row:
    return {column: DUTCH.get(value, value) if isinstance(value, str) else value for column, value in row.items()}


def _sourced(row: Row) -> Row:
    return {"source": INVENTED, "certainty": "assumed", **row}


def _settings(language: str) -> list[Row]:
    rows = []
    chosen = {**CHOSEN, "language": language}
    for name, column in SETTINGS.items():
        # price_year has no default of its own: blank stands for start_year
        value = chosen.get(name, None if name == "price_year" else column.default)
        known = "assumed" if value is not None else None
        source = INVENTED if name in chosen else "default" if known else None
        rows.append({"setting": name, "value": value, "source": source, "certainty": known})
    return rows


#: The example indications: a chronic disease, a one-off therapy, many patients at a low price, and one in the package.
_COMMON: Row = {"framework": "MSZ", "necessity": "met", "feasibility": "met", "effectiveness": "established"}

_CHRONIC: Row = {
    "indication": "A",
    "product": "Example medicine A",
    "name": "Example medicine A, a chronic disease",
    "supplier": "Example company 1",
    "disease_area": "nervous system",
    "administration": "iv",
    "status": "candidate",
    "available_from": datetime.date(2025, 4, 1),
    "in_lock_since": datetime.date(2025, 5, 1),
    "new_patients": 120,
    "patient_growth": 0.02,
    "waiting_patients": 60,
    "uptake": "gradual",
    "treatment_years": 4,
    "list_price": 60_000,
    "other_cost": 1_500,
    "comparator_cost": 8_000,
    "comparator_discount": 0.1,
    "qaly_gain": 1.6,
    "disease_burden": 0.75,
    "acceptance": "typical",
    "advice_low": 0.35,
    "advice_high": 0.45,
    "advice_kind": "at_least",
    "orphan": True,
    "unmet_need": True,
}

_ONE_OFF: Row = {
    "indication": "B",
    "product": "Example medicine B",
    "name": "Example medicine B, a one-off gene therapy",
    "supplier": "Example company 2",
    "disease_area": "blood",
    "administration": "iv",
    "status": "candidate",
    "available_from": datetime.date(START, 7, 1),
    "new_patients": 8,
    "waiting_patients": 4,
    "prevalence": 150,
    "uptake": "fast",
    "treatment_years": 1,
    "list_price": 900_000,
    "other_cost": 20_000,
    "offset_cost": 10_000,
    "offset_years": 15,
    "qaly_gain": 7,
    "disease_burden": 0.85,
    "p_effective": 0.7,
    "response_share": 0.7,
    "evidence_years": 5,
    "max_discount": 0.5,
    "acceptance": "typical",
    "effectiveness": "uncertain",
    "necessity": "met",
    "feasibility": "unclear",
    "orphan": True,
    "ultra_orphan": True,
    "atmp": True,
    "no_alternative": True,
}

_CHEAP: Row = {
    "indication": "C",
    "product": "Example medicine C",
    "name": "Example medicine C, many patients, a low price",
    "supplier": "Example company 3",
    "disease_area": "heart and vessels",
    "administration": "oral",
    "status": "candidate",
    "available_from": datetime.date(START, 1, 1),
    "treatment_years": 10,
    "list_price": 900,
    "comparator_cost": 150,
    "qaly_gain": 0.4,
    "disease_burden": 0.3,
    "max_discount": 0.2,
}

_REIMBURSED: Row = {
    "indication": "D",
    "product": "Example medicine D",
    "name": "Example medicine D, in the package today",
    "supplier": "Example company 1",
    "disease_area": "oncology",
    "administration": "iv",
    "status": "reimbursed",
    "new_patients": 300,
    "treatment_years": 1.5,
    "list_price": 40_000,
    "qaly_gain": 0.6,
    "disease_burden": 0.7,
    "oncology": True,
}


def _indications() -> list[Row]:
    return [{**_COMMON, **row} for row in (_CHRONIC, _ONE_OFF, _CHEAP, _REIMBURSED)]


def _routes() -> list[Row]:
    return [
        {
            "route": "direct",
            "name": "Direct inflow at the list price",
            "standing": "in_force",
            "eligible": f'not ({LOCK}) and effectiveness == "established"',
            "lead_time_months": 0,
            "price": "list",
            "cost_effectiveness": "not_required",
        },
        {
            "route": "lock",
            "name": "Lock (sluis) with price negotiation",
            "standing": "in_force",
            "eligible": f'({LOCK}) and effectiveness == "established"',
            "lead_time_months": 18,
            "files_before_months": 0,
            "dossiers_per_year": 4,
            "price": "negotiated",
            "cost_effectiveness": "required",
        },
        {
            "route": "entry",
            "name": "Entry for very rare diseases, paid for responders",
            "standing": "in_force",
            "eligible": "ultra_orphan",
            "open_from": START,
            "budget_line": "entry",
            "lead_time_months": 6,
            "files_before_months": 3,
            "price": "negotiated",
            "cost_effectiveness": "not_required",
            "price_cap_basis": "cost_effective",
            "price_cap_share": 1,
            "acceptance_shift": -0.05,
            "paid_share_basis": "responders",
        },
    ]


def _frameworks() -> list[Row]:
    last_realised: Row = {"framework": "MSZ", "year": START - 1, "baseline_drugs": 80}
    plan = [
        {
            "framework": "MSZ",
            "year": START + n,
            "budget": 1_000 + 10 * n,
            "baseline_care": 914 + 9 * n,
            "baseline_drugs": 82 + 2 * n,
            "drug_growth_limit": 0.06,
            "absorbed_share": 0,
        }
        for n in range(YEARS)
    ]
    return [last_realised, *plan]


def _care() -> list[Row]:
    nervous = {
        "care": "nervous",
        "name": "Nervous system",
        "framework": "MSZ",
        "unit": "outpatient visits",
        "unit_cost": 125,
    }
    return [
        {**nervous, "spending": 120, "euro_per_qaly": 80_000, "max_share": 0.05, "observed_share": 0.5},
        {**nervous, "euro_per_qaly": 65_000, "max_share": 0.10},
        {
            "care": "eye_ear",
            "name": "Eye and ear",
            "framework": "MSZ",
            "spending": 90,
            "euro_per_qaly": 65_000,
            "max_share": 0.15,
            "observed_share": 0.5,
            "unit": "cataract operations",
            "unit_cost": 1_500,
        },
        {
            "care": "emergency",
            "name": "Emergency care",
            "framework": "MSZ",
            "spending": 150,
            "euro_per_qaly": 50_000,
            "max_share": 0,
            "protected": True,
            "unit": "admissions",
            "unit_cost": 3_000,
        },
    ]


def _variants() -> list[Row]:
    def change(
        scenario: str, table: str, row: str, column: str, operation: str, value: object, based_on: str | None = None
    ) -> Row:
        return {
            "scenario": scenario,
            "based_on": based_on,
            "table": table,
            "row": row,
            "column": column,
            "operation": operation,
            "value": value,
        }

    later = f"year >= {START}"
    return [
        change("Tighter growth", "Frameworks", later, "drug_growth_limit", "set", 0.04),
        change("Tighter growth, less money", "Frameworks", later, "budget", "add", -3, "Tighter growth"),
        change("Room is worth nothing", "Settings", "room_value", "value", "set", 0),
        change("Supplier of A gives less", "Indications", "A", "acceptance", "set", None),
        change("Supplier of A gives less", "Indications", "A", "max_discount", "set", 0.3),
    ]
