"""Savings by instrument, budget impact at list and advised price, and cost per premium payer, as the workbook shows them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import openpyxl
import pytest
from reported import MOMENT, in_language

import planner
from planner.report.figures import Figures
from planner.report.reasons import Reasons
from planner.report.wording import Words

#: 100 patients a year at 50,000: 5 million. From 2027 80 % of it; half responds; 20 % off; above 1 million half is paid; at
#: most 1.2 million. R has 10 % off and goes to 20 %.
OWN = {
    "indication": "A", "new_patients": 100, "list_price": 50_000, "max_discount": 0.2, "treatment_years": 1, "qaly_gain": 1,
    "disease_burden": 0.8, "effectiveness": "established",
}  # fmt: skip
AGREED = {
    "response_share": 0.5, "volume_threshold": 1.0, "volume_discount": 0.5, "pay_back_cap": 1.2, "advice_low": 0.35,
    "exclusivity_until": "2027-01-01", "price_share_after": 0.8,
}  # fmt: skip
RESULT = {
    "route": "p4p", "name": "Result", "price": "negotiated", "cost_effectiveness": "not_required",
    "paid_share_basis": "responders", "price_cap_basis": "list", "price_cap_share": 0.8,
}  # fmt: skip
AGAIN = {
    "route": "again", "name": "Again", "price": "negotiated", "cost_effectiveness": "not_required",
    "action": "renegotiate",
}  # fmt: skip


@cache
def plan() -> planner.Plan:
    settings = {"start_year": 2026, "years": 3, "displacement_mode": "none", "room_value": 0, "premium_payers": 1e6}
    return planner.optimise(
        planner.scenario_from_tables(
            {
                "Settings": settings,
                "Indications": [
                    OWN | AGREED,
                    OWN | {"indication": "R", "status": "reimbursed", "present_discount": 0.1},
                ],
                "Routes": [RESULT, AGAIN],
                "Frameworks": [{"framework": "MSZ", "year": year, "budget": 1000} for year in (2026, 2027, 2028)],
            }
        ),
        mip_gap=0,
    )


def rows(path: Path, sheet: str) -> dict[str, list[object]]:
    """The cells right of each label of a sheet, up to the period's total."""
    page = openpyxl.load_workbook(path, data_only=True)[sheet]
    return {str(row[1]): list(row[2:6]) for row in page.iter_rows(values_only=True) if row[1]}


WORDS = {
    "en": (
        "At list price",
        "Price negotiation",
        "Pay-back beyond a cap",
        "What is paid",
        "Lower prices of what is in the package",
        "Net spending of the plan, per premium payer",
        "of which on medicines, after savings",
    ),
    "nl": (
        "Tegen lijstprijs",
        "Prijsonderhandeling",
        "Terugbetaling boven een plafond",
        "Wat wordt betaald",
        "Lagere prijzen van wat in het pakket zit",
        "Netto-uitgaven van het plan, per premiebetaler",
        "waarvan aan geneesmiddelen, na besparingen",
    ),
}


@pytest.mark.parametrize("language", ["en", "nl"])
def test_budget_goes_from_list_price_to_what_is_paid(language: str, tmp_path: Path) -> None:
    path = planner.write_report(in_language(plan(), language), tmp_path / "r.xlsx", created=MOMENT)
    found = rows(path, "Budget")
    listed, negotiated, back, paid, package, payer, drugs = WORDS[language]
    assert found[listed] == [5, 5, 5, 15]
    assert found[f"− {negotiated}, Result"] == pytest.approx([0.5, 0.4, 0.4, 1.3])
    assert found[f"− {back}, Result"] == pytest.approx([0.3, 0.1, 0.1, 0.5])
    assert found[paid] == pytest.approx([1.2, 1.2, 1.2, 3.6])
    assert found[f"{package}, Again"] == pytest.approx([0.5, 0.5, 0.5, 1.5])
    # 1.2 - 0.5 million a year over a million premium payers
    assert found[payer] == pytest.approx([0.7, 0.7, 0.7, 2.1])
    assert found[drugs] == pytest.approx([0.7, 0.7, 0.7, 2.1])


def test_audit_recomputes_what_is_paid_from_the_list_price(tmp_path: Path) -> None:
    found = rows(planner.write_report(plan(), tmp_path / "r.xlsx", created=MOMENT), "Audit")
    engine, live, difference, verdict = found["Paid for the medicines admitted, EUR million"]
    assert (engine, live) == (pytest.approx(3.6), pytest.approx(3.6))
    assert (difference, verdict) == (0, "agrees")


def test_decisions_shows_the_third_year_at_list_and_the_outlay_at_the_advised_price(tmp_path: Path) -> None:
    path = planner.write_report(plan(), tmp_path / "r.xlsx", created=MOMENT)
    page = openpyxl.load_workbook(path, data_only=True)["Decisions"]
    heads = [str(cell.value).replace("\n", " ") for cell in page[4]]
    own = {head: cell.value for head, cell in zip(heads, page[5], strict=True)}
    assert own["Spending third year EUR million"] == pytest.approx(1.2)
    assert own["Same, at list price EUR million"] == pytest.approx(5)
    assert own["Outlay at list price EUR million a year"] == pytest.approx(5)
    assert own["Outlay at advised price, at most"] == pytest.approx(5 * 0.65)


@pytest.mark.parametrize(
    ("language", "lead", "text"),
    [
        (
            "en",
            "Conditionally admitted until 1 July 2027.",
            "Then, with a chance of 60%, in the package for good at EUR 30,000 a year; otherwise reimbursement stops.",
        ),
        (
            "nl",
            "Voorwaardelijk toegelaten tot 1-7-2027.",
            "Daarna met een kans van 60% definitief in het pakket tegen € 30.000 per jaar; anders stopt de vergoeding.",
        ),
    ],
)
def test_what_is_in_conditional_admission_says_until_when(language: str, lead: str, text: str) -> None:
    way = {"route": "vt", "price": "list", "cost_effectiveness": "not_required", "term_years": 3, "at_end": "convert"}
    own = OWN | {"status": "conditional", "effectiveness": "uncertain", "p_effective": 0.6, "term_end": "2027-07-01"}
    # 80,000 x 0.375 = 30,000 at a chance of 1
    own |= {"applies_for": "vt", "qaly_gain": 0.375}
    found = planner.optimise(
        planner.scenario_from_tables(
            {
                "Settings": {"start_year": 2026, "years": 3, "displacement_mode": "none", "language": language},
                "Indications": [own],
                "Routes": [way | {"definitive_price": "cost_effective"}],
                "Frameworks": [{"framework": "MSZ", "year": year, "budget": 1000} for year in (2026, 2027, 2028)],
            }
        )
    )
    reason = Reasons(Figures(found), Words(language)).of("A")
    assert (reason.lead, reason.text.replace("\u00a0", " ")) == (lead, text)
