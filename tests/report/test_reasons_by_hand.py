"""Every reason, on a case built to have it: the sentence with all answers, in both languages, its figures worked by hand.

A candidate has 10 patients a year and costs EUR 100,000 a patient: a million a year, for one QALY each unless said. Care that is
displaced yields 10 QALYs a million (EUR 100,000 per QALY). The reference value at this burden of disease is EUR 80,000.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from small import indication, route, small

import planner
from planner.analysis.answers import Answers
from planner.analysis.beaten import full_reasons
from planner.report.figures import Figures
from planner.report.reasons import Reasons
from planner.report.wording import Words
from planner.scenario.scenario import Scenario

CARE = {"care": "other", "spending": 100, "euro_per_qaly": 100_000, "max_share": 1, "observed_share": 1}
REQUIRED = route(price="negotiated", cost_effectiveness="required")


def tight(budget: float) -> dict[str, Any]:
    return {"Frameworks": [{"framework": "MSZ", "year": 2026, "budget": budget, "baseline_care": 100}]}


def displacing(**stated: Any) -> Scenario:
    """No room at all: every million displaces 10 QALYs."""
    ways = [route(price="negotiated")] if "max_discount" in stated else []
    return small(
        indication("X", **stated), routes=ways, sheets={**tight(100), "Care": [CARE]}, displacement_mode="observed"
    )


def limited(limit: str) -> Scenario:
    """0.4 of the million, or of 10 units, that X takes."""
    growth = [
        {"framework": "MSZ", "year": 2025, "baseline_drugs": 100},
        {"framework": "MSZ", "year": 2026, "budget": 1000, "baseline_drugs": 100, "drug_growth_limit": 0.004},
    ]
    sheets: dict[str, dict[str, Any]] = {
        "line": {"BudgetLines": [{"line": "L", "year": 2026, "budget": 0.4}]},
        "growth": {"Frameworks": growth},
        "resource": {
            "Resources": [{"resource": "chairs", "year": 2026, "capacity": 4}],
            "ResourceUse": [{"indication": "X", "resource": "chairs", "use": 1}],
        },
    }
    return small(indication("X"), routes=[route(budget_line="L" if limit == "line" else None)], sheets=sheets[limit])


#: What stands beside X: 20 QALYs for the same money.
A = indication("A", qaly_gain=2)

CASES: dict[str, tuple[Callable[[], Scenario], str, str, str]] = {
    # 20 QALYs for a million, EUR 50,000 each; 10 are displaced
    "worth it": (
        lambda: displacing(qaly_gain=2), "worth_it",
        "Worth its price. Costs EUR 50,000 per QALY (reference value EUR 80,000). Net gain 10 QALYs.",
        "Waard zijn prijs. Kost € 50.000 per QALY (referentiewaarde € 80.000). Per saldo 10 QALY's winst."),
    # one dossier a year, and A takes the first: X in 2027, 10 QALYs / 1.015 = 9.85
    "later": (
        lambda: small(A, indication("X"), routes=[route(dossiers_per_year=1)], years=2), "later",
        ("Worth it, but later. Costs EUR 100,000 per QALY: above the reference value of EUR 80,000, which is no ceiling here. "
        "Net gain 9.9 QALYs. Possible from 2026, but the number of dossiers a year (direct) allows a start only in 2027."),
        ("Waard, maar later. Kost € 100.000 per QALY: boven de referentiewaarde van € 80.000, die hier geen plafond is. Per "
        "saldo 9,9 QALY's winst. Kan vanaf 2026, maar het aantal dossiers per jaar (direct) laat pas in 2027 een start toe.")),
    "no dossier": (
        lambda: small(indication("X", files_from="none")), "no_route", "No open route. direct: no dossier submitted.",
        "Geen open route. direct: geen dossier ingediend."),
    "a rule": (
        lambda: small(indication("X", effectiveness="insufficient"), routes=[route(eligible='effectiveness == "established"')]),
        "no_route",
        ("No open route. direct: does not meet the conditions of the route; does not meet established medical science and "
        "practice."),
        ("Geen open route. direct: voldoet niet aan de voorwaarden van de route; voldoet niet aan de stand van de wetenschap en "
        "praktijk.")),
    "after the plan": (
        lambda: small(indication("X", available_from="2040-01-01")), "no_route",
        "No open route. direct: cannot start before the end of the plan.",
        "Geen open route. direct: kan niet beginnen vóór het einde van de planperiode."),
    "no reference value": (
        lambda: small(indication("X", disease_burden=0.05, max_discount=0.5), routes=[REQUIRED]), "no_route",
        "No open route. direct: no reference value at this burden of disease.",
        "Geen open route. direct: geen referentiewaarde bij deze ziektelast."),
    # EUR 80,000 is 20% below list, the supplier gives 10%
    "too dear": (
        lambda: small(indication("X", max_discount=0.1), routes=[REQUIRED]), "too_dear",
        "Too dear at any discount the supplier gives. Supplier goes to 10%; 20% is needed.",
        "Te duur bij elke korting die de leverancier geeft. De leverancier gaat tot 10%; nodig is 20%."),
    "too dear for the advice": (
        lambda: small(indication("X", max_discount=0.1, advice_low=0.3), routes=[REQUIRED]), "too_dear",
        ("Too dear at any discount the supplier gives. Supplier goes to 10%; the advice asks at least 30%. By the model the "
        "reference value of EUR 80,000 needs 20%."),
        ("Te duur bij elke korting die de leverancier geeft. De leverancier gaat tot 10%; het advies vraagt ten minste 30%. Voor "
        "de referentiewaarde van € 80.000 is volgens het rekenmodel 20% nodig.")),
    # 5 QALYs for a million that displaces 10; at half the price 5. At 20% off 0.8 million displaces 8.
    "loses": (
        lambda: displacing(qaly_gain=0.5, max_discount=0.2), "loses",
        ("Displaces more than it gains. Gains 5 QALYs with a start in 2026, costs other patients 8 QALYs. Admission would cost "
        "the plan 3 QALYs. Needed to enter: a discount of 50.0% (the supplier goes to 20%)."),
        ("Verdringt meer dan het oplevert. Wint 5 QALY's bij een start in 2026, kost andere patiënten 8 QALY's. Opname zou het "
        "plan 3 QALY's kosten. Benodigde korting voor opname: 50,0% (de leverancier gaat tot 20%).")),
    # 2 million where 1 is left
    "no room": (
        lambda: small(indication("X", new_patients=20), sheets=tight(101)), "no_room",
        "No room. For a start in 2026 the MSZ framework is up to EUR 1 million short in 2026. No plan has a place for it.",
        ("Geen ruimte. Bij een start in 2026 laat het kader MSZ in 2026 tot € 1 mln te weinig ruimte. "
        "In geen enkel plan is er plaats voor.")),
    "no room on a line": (
        lambda: limited("line"), "no_room",
        "No room. For a start in 2026 the budget L is up to EUR 0.60 million short in 2026. No plan has a place for it.",
        ("Geen ruimte. Bij een start in 2026 laat het budget L in 2026 tot € 0,60 mln te weinig ruimte. "
        "In geen enkel plan is er plaats voor.")),
    "no room for growth": (
        lambda: limited("growth"), "no_room",
        ("No room. For a start in 2026 the growth limit of MSZ is up to EUR 0.60 million short in 2026. No plan has a place for "
        "it."),
        ("Geen ruimte. Bij een start in 2026 laat de groeigrens van MSZ in 2026 tot € 0,60 mln te weinig ruimte. "
        "In geen enkel plan is er plaats voor.")),
    "no capacity": (
        lambda: limited("resource"), "no_room",
        "No room. For a start in 2026 the capacity of chairs is up to 6 units short in 2026. No plan has a place for it.",
        ("Geen ruimte. Bij een start in 2026 laat de capaciteit van chairs in 2026 tot 6 eenheden te weinig ruimte. "
        "In geen enkel plan is er plaats voor.")),
    # A and X take a million each, and 1 is left; with X in, A leaves: 10 instead of 20 QALYs. X may cost nothing to enter.
    "beaten": (
        lambda: small(A, indication("X"), sheets=tight(101)), "beaten",
        ("Beaten by other indications. For a start in 2026 the MSZ framework is up to EUR 1 million short in 2026. Admission "
        "would cost the plan 10 QALYs; then leaves: A. Needed to enter: a discount of 100.0% (the supplier goes to 0%)."),
        ("Andere indicaties gaan voor. Bij een start in 2026 laat het kader MSZ in 2026 tot € 1 mln te weinig ruimte. "
        "Opname zou het plan 10 QALY's kosten; dan valt weg: A. Benodigde korting voor opname: 100,0% "
        "(de leverancier gaat tot 0%).")),
    "same patients": (
        lambda: small(A | {"patient_group": "g"}, indication("X", patient_group="g")), "beaten",
        ("Beaten by other indications. Another indication for the same patients yields more. Admission would cost the plan 10 "
        "QALYs; then leaves: A."),
        ("Andere indicaties gaan voor. Een andere indicatie voor dezelfde patiënten levert meer op. Opname zou het plan 10 "
        "QALY's kosten; dan valt weg: A.")),
    # 5 QALYs for a million that displaces 10, whole or in part
    "for all patients": (
        lambda: displacing(qaly_gain=0.5, divisible=True), "loses",
        ("Displaces more than it gains. Gains 5 QALYs with a start in 2026, costs other patients 10 QALYs. Admission for all "
        "of its patients would cost the plan 5 QALYs. Needed to enter: a discount of 50.0% (the supplier goes to 0%)."),
        ("Verdringt meer dan het oplevert. Wint 5 QALY's bij een start in 2026, kost andere patiënten 10 QALY's. Opname voor "
        "alle patiënten zou het plan 5 QALY's kosten. Benodigde korting voor opname: 50,0% (de leverancier gaat tot 0%).")),
    # X takes a million of the one and a half that is left, and A half of its patients: 9 + 10 QALYs instead of 20. At 5% off
    # X takes 0.95 of it, and A 0.55: 9 + 11.
    "a part gives way": (
        lambda: small(A | {"divisible": True}, indication("X", qaly_gain=0.9), sheets=tight(101.5)), "beaten",
        ("Beaten by other indications. For a start in 2026 the MSZ framework is up to EUR 0.50 million short in 2026. Admission "
        "would cost the plan 1 QALY; then changes: A. Needed to enter: a discount of 5.0% (the supplier goes to 0%)."),
        ("Andere indicaties gaan voor. Bij een start in 2026 laat het kader MSZ in 2026 tot € 0,50 mln te weinig ruimte. "
        "Opname zou het plan 1 QALY kosten; dan verandert: A. Benodigde korting voor opname: 5,0% (de leverancier gaat tot "
        "0%).")),
    "excluded": (
        lambda: small(A, indication("X"), sheets={"Relations": [{"kind": "excludes", "subject": "A", "object": "X"}]}),
        "relation",
        "Ruled out beforehand. Relation: A and X not both. Admission would cost the plan 10 QALYs; then leaves: A.",
        "Vooraf uitgesloten. Relatie: A en X niet allebei. Opname zou het plan 10 QALY's kosten; dan valt weg: A."),
    "forced out": (
        lambda: small(indication("X"), sheets={"Relations": [{"kind": "force_out", "subject": "X"}]}), "relation",
        "Ruled out beforehand. Relation: X is not in the package. No plan has a place for it.",
        "Vooraf uitgesloten. Relatie: X zit niet in het pakket. In geen enkel plan is er plaats voor."),
    "stays": (
        lambda: small(A, indication("X", status="reimbursed")), "stays",
        "Stays reimbursed. This plan leaves its terms as they are.", "Blijft vergoed. Dit plan verandert de voorwaarden niet."),
}  # fmt: skip


@pytest.mark.parametrize("case", list(CASES))
def test_the_reason_and_its_sentence(case: str) -> None:
    made, code, english, dutch = CASES[case]
    explorer = planner.Explorer(made(), mip_gap=0)
    left = planner.left_out(explorer)
    found = Answers(explorer.plan, full_reasons(explorer, left), left_out=left, prices=planner.walk_away(explorer))
    for language, sentence in (("en", english), ("nl", dutch)):
        plan = found.plan
        settings = replace(plan.scenario.settings, language=language)
        plan = replace(plan, scenario=replace(plan.scenario, settings=settings))
        reason = Reasons(Figures(plan), Words(language), replace(found, plan=plan)).of("X")
        assert reason.code == code
        assert str(reason).replace("\u00a0", " ") == sentence


def test_what_may_be_admitted_in_part_only_is_asked_for_and_missed_for_that_part() -> None:
    """2.5 patients of 10 at most: 1.25 QALYs, where 2.5 are displaced."""
    explorer = planner.Explorer(displacing(qaly_gain=0.5, divisible=True, max_coverage=0.25), mip_gap=0)
    left = planner.left_out(explorer)
    found = Reasons(
        Figures(explorer.plan), Words("en"), Answers(explorer.plan, full_reasons(explorer, left), left_out=left)
    )
    assert "Admission for 25% of its patients (as many as may be) would cost the plan 1.3 QALYs." in str(found.of("X"))
    assert found.forgone.of("X") == pytest.approx((2.5, 1.25))
