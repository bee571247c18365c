"""What each choice means in Dutch, by the column (or setting) that offers it.

A test holds that none is missing, and that all of a column fit in the 255 characters that Excel shows beside a cell.
"""

_CRITERION = {"met": "voldoet", "not_met": "voldoet niet", "unclear": "onduidelijk"}

CHOICES: dict[str, dict[str, str]] = {
    # indications
    "administration": {"iv": "infuus", "sc": "onderhuidse injectie", "oral": "via de mond", "other": "anders"},
    "status": {
        "candidate": "kandidaat",
        "reimbursed": "vergoed",
        "refused": "niet opgenomen na onderhandeling",
        "conditional": "voorwaardelijk toegelaten",
    },
    "study_payer": {"payer": "de betaler", "supplier": "de leverancier"},
    "advice_kind": {"at_least": "ten minste", "more_than": "meer dan", "far_more_than": "fors meer dan"},
    "effectiveness": {
        "established": "voldoet aan SWP",
        "uncertain": "onzeker",
        "insufficient": "voldoet niet aan SWP",
    },
    "necessity": _CRITERION,
    "feasibility": _CRITERION,
    "certainty": {"published": "gepubliceerd", "derived": "afgeleid", "assumed": "aangenomen"},
    # routes
    "standing": {
        "in_force": "geldt nu",
        "proposed": "voorgesteld",
        "asked_for": "gevraagd",
        "not_policy": "geen beleid",
    },
    "price": {"list": "lijstprijs", "negotiated": "onderhandeld", "at_cap": "de hoogste prijs van de route"},
    "cost_effectiveness": {"required": "vereist", "not_required": "niet vereist"},
    "price_cap_basis": {
        "list": "lijstprijs",
        "cost_effective": "kosteneffectieve prijs",
        "evidence_gap": "kosteneffectieve prijs min de evidence gap",
        "fair": "redelijke prijs (fair_price)",
        "fixed_budget": "vast budget (fixed_budget) gedeeld door de patiënten",
    },
    "paid_share_basis": {"all": "alle patiënten", "responders": "alleen als de behandeling aanslaat"},
    "action": {
        "admit": "opnemen",
        "leave": "uit het pakket",
        "renegotiate": "opnieuw onderhandelen",
        "study": "onderzoeken",
    },
    "chosen_by": {"payer": "de betaler", "supplier": "de leverancier"},
    "at_end": {
        "stay": "blijft vergoed",
        "leave": "stroomt uit",
        "convert": "definitieve opname als de effectiviteit blijkt",
    },
    "definitive_price": {
        "same": "dezelfde prijs",
        "negotiated": "onderhandeld",
        "cost_effective": "kosteneffectieve prijs",
        "advice": "prijs volgens het advies",
    },
    # money and relations
    "charged": {
        "drug": "het geneesmiddel",
        "drug_and_care": "geneesmiddel en bijkomende zorg",
        "net": "netto: ook wat wordt bespaard",
    },
    "allocation": {"best_use": "waar het het meeste oplevert", "first_come": "wie het eerst komt"},
    "basis": {"per_patient_year": "per patiëntjaar", "per_decision": "per besluit"},
    "kind": {
        "requires": "alleen met object",
        "excludes": "niet allebei",
        "at_most": "hoogstens zoveel van een groep",
        "same_price": "één korting",
        "force_in": "vooraf opgenomen",
        "force_out": "vooraf uitgesloten",
        "not_before": "niet voor het jaar",
        "spending_cap": "plafond per jaar",
    },
    "operation": {"set": "wordt", "multiply": "maal", "add": "plus"},
    # settings
    "language": {"en": "Engels", "nl": "Nederlands"},
    "budget_basis": {"committed": "wat leveranciers ook antwoorden", "expected": "het gemiddelde"},
    "growth_base": {"path": "het laatste gerealiseerde jaar", "previous_year": "het vorige jaar van het plan"},
    "growth_kind": {"hard": "grens", "target": "doel dat wordt gerapporteerd"},
    "displacement_mode": {
        "observed": "zoals waargenomen (observed_share)",
        "optimal": "de zorg die het minst oplevert eerst",
        "none": "geen verdringing: het kader is hard",
    },
    "price_ceiling": {
        "advice": "prijs volgens het advies, anders de kosteneffectieve prijs",
        "icer": "kosteneffectieve prijs",
        "lowest": "de laagste die er is",
        "fair": "redelijke prijs (fair_price)",
        "none": "geen",
    },
    "advice_bound": {"low": "ondergrens", "high": "bovengrens"},
    "price_mode": {"discrete": "punten", "continuous": "doorlopend"},
    "objective": {
        "net_qalys": "QALY's per saldo",
        "qalys_gained": "gewonnen QALY's",
        "weighted_qalys": "gewogen QALY's",
        "net_monetary_benefit": "nettobaten in geld",
        "least_spending": "laagste uitgaven",
        "lexicographic": "eerst QALY's per saldo, dan second_objective",
    },
    "second_objective": {
        "qalys_gained": "gewonnen QALY's",
        "weighted_qalys": "gewogen QALY's",
        "net_monetary_benefit": "nettobaten in geld",
        "least_spending": "laagste uitgaven",
    },
}
