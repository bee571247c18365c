"""Routes, phases, terms, use and states at the start: what each indication costs by year, worked by hand.

Everything that a case does not say is plain: from 2026, room for all, 10 patients a year for one year of treatment at
EUR 100,000 and one QALY (1 million and 10 QALYs a year from the start), a route at list price without a procedure.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from small import route

Row = dict[str, Any]


@dataclass(frozen=True)
class One:
    """An indication, the route for it alone (None: one of the case's), its spending by year (None: not in the plan)."""

    name: str
    stated: Row
    way: Row | None
    spending: list[float] | None


@dataclass(frozen=True)
class Case:
    """Indications with their spending, and what else the scenario holds."""

    rows: list[One]
    routes: list[Row] = field(default_factory=list)
    sheets: Row = field(default_factory=dict)


def pool(capacity: float, years: int) -> list[Row]:
    return [{"resource": "board", "year": 2026 + t, "capacity": capacity} for t in range(years)]


def line(budget: float, years: int, **stated: Any) -> list[Row]:
    return [{"line": "L", "year": 2026 + t, "budget": budget, **stated} for t in range(years)]


def phase(way: str, name: str, months: float = 0, work: float = 0, **stated: Any) -> Row:
    return {
        "route": way,
        "phase": name,
        "months": months,
        **({"work": work, "pool": "board"} if work else {}),
        **stated,
    }


JULY = {"available_from": "2026-07-01"}
SIX = {"lead_time_months": 6}

#: In July 2026, 6 months: filed in January -> July; with authorisation -> January; 3 months before it (April) -> October.
WHO_CHOOSES = Case([
    One("none", {"files_from": "none"}, {}, None),
    One("early", {**JULY, "files_from": "2026-01-01"}, {**SIX, "files_before_months": 12}, [0.5, 1, 1]),
    One("blank", JULY, {**SIX, "files_before_months": 12}, [0, 1, 1]),
    One("three", {**JULY, "files_from": "2025-01-01"}, {**SIX, "files_before_months": 3}, [0.25, 1, 1]),
    One("applies", {"applies_for": "applies"}, {"chosen_by": "supplier"}, [1, 1, 1]),
    One("silent", {}, {"chosen_by": "supplier"}, None),
])  # fmt: skip

#: Effectiveness 6 months, 3 by the joint European assessment (oncology and ATMP, filed from 2027); then 4 months for all.
EUROPEAN = Case(
    [
        One("cancer", {"oncology": True, "available_from": "2027-01-01"}, None, [0, 5 / 12, 1]),  # August 2027
        One("gene", {"atmp": True, "available_from": "2027-01-01"}, None, [0, 5 / 12, 1]),
        One("before", {"oncology": True, "available_from": "2026-12-01"}, None, [0, 3 / 12, 1]),  # 10 months: October
        One("other", {"available_from": "2027-01-01"}, None, [0, 2 / 12, 1]),  # November
    ],
    [route("eu")],
    {"Phases": [
        phase("eu", "effectiveness", 3, when="(oncology or atmp) and files_year >= 2027"),
        phase("eu", "effectiveness", 6),
        phase("eu", "cost-effectiveness", 4),
    ]},
)  # fmt: skip

#: 8 + 4 months. Since September 2025: 4 + 4 left (September); overdue: 4 (May); talks since November: 2 left (March).
UNDER_WAY = Case(
    [
        One("fresh", {"available_from": "2026-01-01"}, None, [0, 1, 1]),
        One("half", {"available_from": "2025", "phase": "assess", "phase_since": "2025-09-01"}, None, [4 / 12, 1, 1]),
        One("late", {"available_from": "2024", "phase": "assess", "phase_since": "2024-01-01"}, None, [8 / 12, 1, 1]),
        One("talks", {"available_from": "2025", "phase": "talk", "phase_since": "2025-11-01"}, None, [10 / 12, 1, 1]),
    ],
    [route("r")],
    {"Phases": [phase("r", "assess", 8), phase("r", "talk", 4)]},
)  # fmt: skip

UNSURE = {"effectiveness": "uncertain", "p_effective": 0.6}

#: One board of 10 a year for new medicines (6), re-assessments (5) and conditional trajectories (4, and a review of 4 a year
#: after the start). New and vt fill 2026, from July on; again needs 5 of 2026 for a start in 2026 or 2027, so it waits for
#: 2028: 35 + 21 + 16 = 72 QALYs (again and vt first: 28 + 21 + 20 = 69). vt ends in July 2029: 0.5 + 0.5 x 0.6.
ONE_POOL = Case(
    [
        One("new", {}, {}, [0.5, 1, 1, 1]),
        One("again", {"status": "refused", "qaly_gain": 0.8}, {}, [0, 0, 1, 1]),
        One("vt", UNSURE, {"term_years": 3, "at_end": "convert"}, [0.5, 1, 1, 0.8]),
    ],
    sheets={
        "Resources": pool(10, 4),
        "Phases": [phase(way, "assess", 6, work) for way, work in (("new", 6), ("again", 5), ("vt", 4))]
        + [phase("vt", "review", 0, 4, after_start_years=1)],
    },
)  # fmt: skip

#: Worked example 10: 5.2 million a year at list price, effective with 0.6.
TENTH = {
    **UNSURE,
    "new_patients": 100,
    "list_price": 50_000,
    "other_cost": 2_000,
    "qaly_gain": 0.5,
    "max_discount": 0.6,
}
TWO = {"term_years": 2, "at_end": "convert"}
CAP = {**TWO, "price": "at_cap"}
EVIDENCE = {"at_end": "convert", "eligible": "evidence_years <= term_years"}

#: After the term 0.6 x 5.2 = 3.12 at the same price; 0.6 x 100 x (38,000 + 2,000) = 2.4 at 80,000 x 0.5 - 2,000; advised and
#: negotiated 0.6 x 100 x 32,000 = 1.92. Caps: 0.7 x 38,000 = 26,600; 0.55 x 50,000 = 27,500; 2.5 million / 100 = 25,000;
#: 0.5 x (80,000 x 0.6 x 0.5 - 2,000) = 11,000, where the supplier goes to 20,000. Treatment of 2.5 years: 100, 200, then 0.6 of
#: 250 patients.
TERMS = Case([
    One("same", TENTH, TWO, [5.2, 5.2, 3.12, 3.12]),
    One("rule", TENTH, {**TWO, "definitive_price": "cost_effective"}, [5.2, 5.2, 2.4, 2.4]),
    One("advice", {**TENTH, "advice_low": 0.4}, {**TWO, "definitive_price": "advice"}, [5.2, 5.2, 1.92, 1.92]),
    One("talks", {**TENTH, "max_discount": 0.4}, {**TWO, "definitive_price": "negotiated"}, [5.2, 5.2, 1.92, 1.92]),
    One("shown", {**TENTH, "p_demonstrated": 0.5}, TWO, [5.2, 5.2, 2.6, 2.6]),
    One("out", TENTH, {"term_years": 2, "at_end": "leave"}, [5.2, 5.2, 0, 0]),
    One("long", {**TENTH, "treatment_years": 2.5, "other_cost": 0}, TWO, [5, 10, 7.5, 7.5]),
    One("july", {**TENTH, **JULY}, TWO, [2.6, 5.2, 2.6 + 1.56, 3.12]),
    One("payer", {**TENTH, "study_cost": 3, "study_payer": "payer"}, TWO, [6.7, 6.7, 3.12, 3.12]),
    One("firm", {**TENTH, "study_cost": 3, "study_payer": "supplier"}, TWO, [5.2, 5.2, 3.12, 3.12]),
    One("gap", {**TENTH, "evidence_gap": 0.3}, {**CAP, "price_cap_basis": "evidence_gap"}, [2.86, 2.86, 1.716, 1.716]),
    One("list", TENTH, {**CAP, "price_cap_share": 0.55}, [2.95, 2.95, 1.77, 1.77]),
    One("fixed", {**TENTH, "fixed_budget": 2.5}, {**CAP, "price_cap_basis": "fixed_budget"}, [2.7, 2.7, 1.62, 1.62]),
    One("worth", TENTH, {**CAP, "price_cap_basis": "cost_effective", "price_cap_share": 0.5}, None),
    One("five", {**TENTH, "evidence_years": 10}, {**EVIDENCE, "term_years": 5}, None),
    One("seven", {**TENTH, "evidence_years": 10}, {**EVIDENCE, "term_years": 7}, None),
    One("fourteen", {**TENTH, "evidence_years": 10}, {**EVIDENCE, "term_years": 14}, [5.2] * 4),
])  # fmt: skip

#: Medicine 1, care 0.2, avoided 0.5 million a year: a line of 3 would hold three by medicine, four by net cost, two by both.
BEST_USE = Case(
    [
        One(name, {"other_cost": 20_000, "offset_cost": 50_000, "qaly_gain": gain}, None, spending)
        for name, gain, spending in (("A", 4, [0.7, 0.7]), ("B", 1, None), ("C", 3, [0.7, 0.7]), ("D", 2, None))
    ],
    [route("vt", budget_line="L")],
    {"BudgetLines": line(3, 2, charged="drug_and_care")},
)  # fmt: skip

#: 12 million a year each for 2 years on 36. C in January (12, 12), E in April (9, 12, 3), B in July (6, 12, 6): 27, 36, 9. A
#: and D in October would make 48 in 2027, however much D would gain. After the term with 0.5: 6 a year.
FIRST_COME = Case(
    [
        One(name, {"new_patients": 100, "other_cost": 20_000, "effectiveness": "uncertain", "p_effective": 0.5,
                   "qaly_gain": gain, "available_from": f"2026-{month}-01"}, None, spending)
        for name, gain, month, spending in (
            ("A", 1, "10", None), ("B", 5, "07", [6, 12, 9, 6]), ("C", 1, "01", [12, 12, 6, 6]), ("D", 9, "10", None),
            ("E", 1, "04", [9, 12, 7.5, 6]),
        )
    ],
    [route("vt", budget_line="L", **TWO)],
    {"BudgetLines": line(36, 4, charged="drug_and_care", allocation="first_come")},
)  # fmt: skip

WIDE = {"off_target_share": 0.2, "offset_cost": 10_000}

#: A fifth of 10 patients gains nothing, half of that is prevented: 9 x (100,000 + 5,000 - 10,000). Start-stop: of 3 years half
#: stop after 1.5: 10, 17.5, 22.5 patients, care avoided for 10, 20, 30. Paid for 0.4 who respond, 10,000 of care for all.
#: One group: 30 patients with 0.5 QALY, or the 10 of them who gain 2.
USE = Case([
    One("wide", WIDE, {}, [0.9] * 3),
    One("controlled", WIDE, {"use_control": 0.5, "monitoring_cost": 5_000}, [0.855] * 3),
    One("registered", {"registry": True}, {"needs_registry": True}, [1] * 3),
    One("unregistered", {}, {"needs_registry": True}, None),
    One("stops", {"treatment_years": 3, "qaly_gain": 3, "stop_after": 1.5, "stop_share": 0.5, "offset_cost": 10_000},
        {"stop_rule": True}, [1 - 0.1, 1.75 - 0.2, 2.25 - 0.3]),
    One("responds", {"response_share": 0.4, "other_cost": 10_000}, {"paid_share_basis": "responders"}, [0.5] * 3),
    One("all", {"patient_group": "g", "new_patients": 30, "qaly_gain": 0.5}, {}, None),
    One("some", {"patient_group": "g", "qaly_gain": 2}, {}, [1] * 3),
])  # fmt: skip

NEW_DATA = {"eligible": 'status == "refused" and fitting_evidence'}

#: leaves: 25 patient-years at 80,000 + 1,000, avoided 25 x 2,000. renegotiated: 200 x 30,000 x (0.3 - 0.1). studied for 2
#: years at the supplier's cost, then half of 1.1 million stops. patent: from April 2027 0.4 of the price.
STATE = Case([
    One("refused", {"status": "refused"}, NEW_DATA, None),
    One("data", {"status": "refused", "fitting_evidence": True}, {**SIX, **NEW_DATA}, [0.5, 1, 1]),
    One("offer", {"status": "refused", "applies_for": "offer"}, {**SIX, "chosen_by": "supplier"}, [0.5, 1, 1]),
    One("locked", {"in_lock_since": "2025-02-01", "files_from": "none"}, {}, None),
    One("leaves", {"status": "reimbursed", "may_leave": True, "qaly_gain": 0, "present_discount": 0.2, "treatment_years": 2.5,
                   "other_cost": 1_000, "offset_cost": 2_000}, {"action": "leave"}, [-1.975] * 3),
    One("renegotiated", {"status": "reimbursed", "new_patients": 200, "list_price": 30_000, "present_discount": 0.1,
                         "max_discount": 0.3}, {"action": "renegotiate", "price": "negotiated"}, [-1.2] * 3),
    One("studied", {**UNSURE, "p_effective": 0.5, "status": "reimbursed", "other_cost": 10_000, "study_cost": 1},
        {"action": "study", "term_years": 2}, [0, 0, -0.55]),
    One("patent", {**JULY, "exclusivity_until": "2027-04-01", "price_share_after": 0.4}, {}, [0.5, 0.25 + 0.3, 0.4]),
])  # fmt: skip

ENDS = {**TENTH, "status": "conditional", "present_discount": 0.6, "term_end": "2027-07-01", "max_discount": None}

#: 2.2 million a year until July 2027 in all four. Shown, rule and price belong to the reference plan (``ENDING``): leaving at
#: once saves 2.2, then half, then nothing against it, and loses no health where nothing could be shown.
CONDITIONAL = Case(
    [
        One("stays", {**ENDS, "applies_for": "vt"}, None, None),
        One("dear", {**ENDS, "applies_for": "vt", "other_cost": 60_000}, None, None),
        One("leaves", {**ENDS, "applies_for": "vt", "may_leave": True, "p_effective": 0}, None, [-2.2, -1.1, 0]),
    ],
    [
        route("vt", term_years=3, at_end="convert", definitive_price="cost_effective", eligible="orphan"),
        route("out", action="leave", eligible="p_effective == 0"),
    ],
)  # fmt: skip
#: stays: 0.6 x 4.0 - 2.2 = 0.2 a year; dear: 40,000 - 60,000 leaves no price, -(20,000 + 60,000) x 100 = -8; leaves: -2.2.
ENDING = [0, 0.5 * (0.2 - 8 - 2.2), 0.2 - 8 - 2.2]

RISKS = [
    {"risk": "of_the_product", "rule": "product_budget_impact > 20"},
    {"risk": "of_one", "rule": "cost_per_patient_year >= 50000 and list_budget_impact >= 10"},
    {"risk": "money", "rule": "of_the_product or of_one"},
    {"risk": "doubt", "rule": 'effectiveness != "established"'},
    {"risk": "use", "rule": "appropriate_use_risk"},
]


def product(name: str, patients: float, **stated: Any) -> Row:
    return {"product": name, "new_patients": patients, "list_price": 40_000, **stated}


#: 12 + 9 million of one product: both locked, also the small one; 12 + 8: neither. 10 million at 100,000 a patient: locked
#: alone, not the other of its product. Half a year at 80,000 is 40,000 a patient. What is reimbursed does not count, what was
#: refused does (15 + 12). In: 1 month; money 1 + 3 + 9 for a product, 1 + 3 + 6 for one; doubt 1 + 3; use 1 + 3 + 3.
TRIAGE = Case(
    [
        One("p1", product("P", 300), None, [0, 11]),
        One("p2", product("P", 225), None, [0, 9 * 11 / 12]),
        One("s1", product("S", 300), None, [11, 12]),
        One("s2", product("S", 200), None, [8 * 11 / 12, 8]),
        One("q1", product("Q", 100, list_price=100_000), None, [10 * 2 / 12, 10]),
        One("q2", product("Q", 50, list_price=100_000), None, [5 * 11 / 12, 5]),
        One("r1", product("R", 375, status="reimbursed"), None, None),
        One("r2", product("R", 300), None, [11, 12]),
        One("t1", product("T", 375, status="refused"), None, [0, 15 * 11 / 12]),
        One("t2", product("T", 300), None, [0, 11]),
        One("half", {"new_patients": 300, "treatment_years": 0.5, "list_price": 80_000}, None, [11, 12]),
        One("doubtful", UNSURE, None, [8 / 12, 1]),
        One("misused", {"appropriate_use_risk": True}, None, [5 / 12, 1]),
        One("scanned", {"available_from": "2026-12-01", "p_registered": 0.4}, None, [0, 0.4]),
    ],
    [
        route("in", eligible="not (money or doubt or use)"),
        route("price", eligible="money"),
        route("care", eligible="use and not (money or doubt)"),
        route("study", eligible="doubt and not money", **TWO),
    ],
    {
        "Risks": RISKS,
        "Resources": pool(99, 2),
        "Phases": [
            *(phase(way, "identification", 1, 0.25) for way in ("in", "price", "care", "study")),
            *(phase(way, "review and triage", 3, 1.5) for way in ("price", "care", "study")),
            phase("price", "risk control", 9, 2, when="of_the_product"),
            phase("price", "risk control", 6, 2),
            phase("care", "risk control", 3, 1),
        ],
    },
)  # fmt: skip
