"""msz-2026: real indications that do not meet SWP (yet): for want of effect, of a dossier, or of evidence."""

from __future__ import annotations

from datetime import date

from scenarios.make.common import ASSUMED, Book, assumed, derived, published
from scenarios.make.msz_real import HOLE


def add_leqembi(book: Book) -> None:
    book.add(
        "Indications",
        HOLE,
        ASSUMED,
        indication="ALZ-LEQEMBI",
        product="Leqembi",
        name="Leqembi bij beginnende ziekte van Alzheimer",
        supplier="Eisai",
        disease_area="neurologie",
        framework="MSZ",
        administration="iv",
        available_from=date(2025, 4, 1),
        in_lock_since=date(2025, 4, 1),
        new_patients=derived(12_000.0, "minder dan 15% van 80.000 patiënten; Alzheimercentrum: 10.000-15.000"),
        patient_group="ALZ",
        uptake="langzaam",
        treatment_years=1.5,
        list_price=published(25_000.0, "ongeveer 25.000 euro per jaar (Metro, EW; 2026)"),
        other_cost=derived(831.0, "drie MRI-scans per jaar (Kostenhandleiding 2024: 277 euro)"),
        qaly_gain=assumed(0.05, "aanname: effect onder wat merkbaar is volgens het advies"),
        disease_burden=0.65,
        acceptance="gangbaar",
        p_effective=0.5,
        effectiveness=published(
            "insufficient", "ZIN 18-2-2026: voldoet niet aan de stand van de wetenschap en praktijk"
        ),
        necessity="met",
        feasibility="unclear",
        note="Geen route open: voldoet niet aan SWP.",
    )


def add_voxzogo(book: Book) -> None:
    book.add(
        "Indications",
        HOLE,
        ASSUMED,
        indication="ACH-VOXZOGO",
        product="Voxzogo",
        name="Voxzogo bij achondroplasie",
        supplier="BioMarin",
        disease_area="groeistoornissen",
        framework="MSZ",
        administration="sc",
        available_from=date(2021, 9, 1),
        files_from=published("none", "Kamerbrief 11-11-2025 over Voxzogo: nog geen proefdossier ingediend"),
        new_patients=5.0,
        waiting_patients=60.0,
        uptake="gemiddeld",
        treatment_years=10.0,
        list_price=250_000.0,
        qaly_gain=2.0,
        disease_burden=0.40,
        p_effective=0.5,
        acceptance="taai",
        effectiveness=derived("uncertain", "Kamerbrief 11-11-2025: de baten worden pas op lange termijn aangetoond"),
        necessity="met",
        feasibility="met",
        orphan=True,
        unmet_need=True,
        evidence_years=assumed(10.0, "aanname: de baten kunnen pas op lange termijn worden aangetoond (brief)"),
        note="Zonder dossier geen route. Voorwaardelijke toelating is als mogelijkheid genoemd.",
    )


def add_qalsody(book: Book) -> None:
    """Treated through the insurers' protocol today (ODAP, not policy); here a candidate for conditional admission."""
    book.add(
        "Indications",
        HOLE,
        ASSUMED,
        indication="ALS-QALSODY",
        product="Qalsody",
        name="Qalsody bij SOD1-ALS",
        supplier="Biogen",
        disease_area="neurologie",
        framework="MSZ",
        administration="other",
        available_from=date(2024, 6, 1),
        files_from=assumed(date(2026, 1, 1), "aanname: aanvraag bij het begin van het plan"),
        applies_for="vt;vt_14",
        new_patients=4.0,
        waiting_patients=published(10.0, "10 behandelde patiënten (als-centrum.nl)"),
        treatment_years=3.0,
        list_price=150_000.0,
        qaly_gain=1.2,
        disease_burden=assumed(0.85, "aanname: hoogste klasse (80.000 euro per QALY)"),
        p_effective=0.5,
        evidence_years=5.0,
        max_discount=0.9,
        effectiveness="uncertain",
        necessity="met",
        feasibility="met",
        orphan=True,
        exceptional_ma=True,
        unmet_need=True,
        no_alternative=True,
        note="Nu vergoed via ODAP, een protocol van zorgverzekeraars; hier gevraagd: zou het op de VT-lijn passen?",
    )
