"""msz-2026: two real indications for which no route is open, one for want of effect and one for want of a dossier."""

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
        note="Zonder dossier geen route. Voorwaardelijke toelating is als mogelijkheid genoemd.",
    )
