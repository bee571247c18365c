"""msz-2026: the real indications that are open in 2026, beside the three of the letter of 11 November 2025."""

from __future__ import annotations

from datetime import date

from scenarios.make.common import ASSUMED, Book, annuity, assumed, derived, implied_gain, published

HOLE = "aanname: niet gevonden, gat openlijk gevuld; zie de kolom note"
TOP_CLASS = "aanname: hoogste klasse (80.000 euro per QALY)"
ADVISED = "onderhandeladvies, dus voldoet aan de stand van de wetenschap en praktijk"


def add_real(book: Book) -> None:
    """Six indications; in each the figures that were found are marked, the rest is openly assumed."""
    add_casgevy(book)
    add_hemgenix(book)
    add_yescarta(book)
    add_tecvayli(book)
    add_vyvgart(book)


def add_casgevy(book: Book) -> None:
    price, offset, years = 1_900_000.0, 30_000.0, 30.0
    saved = offset * annuity(years, 0.03)
    shared = {
        "product": "Casgevy",
        "supplier": "Vertex",
        "disease_area": "hematologie",
        "framework": "MSZ",
        "administration": "iv",
        "uptake": "langzaam",
        "treatment_years": 1.0,
        "list_price": assumed(
            price, "aanname: prijs niet gevonden; orde van grootte van andere eenmalige gentherapieën"
        ),
        "offset_cost": assumed(offset, "aanname: vermeden transfusies, opnames en ijzerchelatie per jaar"),
        "offset_years": assumed(years, "aanname: blijvend effect, 30 jaar"),
        "acceptance": "taai",
        "necessity": "met",
        "feasibility": "met",
        "orphan": True,
        "atmp": True,
        "unmet_need": True,
    }
    book.add(
        "Indications",
        HOLE,
        ASSUMED,
        indication="SCD-CASGEVY",
        name="Casgevy bij sikkelcelziekte",
        in_lock_since=date(2024, 3, 1),
        available_from=date(2024, 3, 1),
        files_from=assumed(
            date(2024, 12, 1), "aanname: zo dat de eerste start zeven maanden na het advies (25-2-2026) valt"
        ),
        new_patients=8.0,
        waiting_patients=40.0,
        patient_group="SCD",
        qaly_gain=derived(
            (price * (1 - 0.24) - saved) / 80_000,
            "afgeleid uit het advies: winst waarbij 24% lagere prijs 80.000 euro per QALY kost, met de "
            "aangenomen besparing; bovengrens",
        ),
        disease_burden=assumed(0.75, "aanname: het advies rekent met 80.000 of 50.000; hier de hoogste klasse"),
        advice_low=published(0.24, "ZIN-advies 25-2-2026: ten minste 24%"),
        effectiveness=derived("established", ADVISED + " (ZIN 25-2-2026)"),
        note="Prijs, patiënten en besparing niet gevonden. Deelt patiënten met een latere synthetische gentherapie.",
        **shared,
    )
    book.add(
        "Indications",
        HOLE,
        ASSUMED,
        indication="TDT-CASGEVY",
        name="Casgevy bij bètathalassemie",
        in_lock_since=date(2024, 3, 1),
        available_from=date(2024, 3, 1),
        files_from=assumed(
            date(2024, 5, 1), "aanname: zo dat de eerste start een half jaar na het advies (31-7-2025) valt"
        ),
        new_patients=4.0,
        waiting_patients=derived(14.0, "14 patiënten, als bij Zynteglo voor dezelfde aandoening (ZIN 21-7-2021)"),
        qaly_gain=derived(
            13.0, "als Zynteglo voor dezelfde aandoening: ongeveer 13 QALY, afgeleid uit dat advies (ZIN 21-7-2021)"
        ),
        disease_burden=assumed(0.75, TOP_CLASS),
        effectiveness=derived("established", ADVISED + " (ZIN 31-7-2025)"),
        note=(
            "Het advies zegt onderhandelen; het percentage is niet gevonden, dus geldt het plafond uit de "
            "referentiewaarde."
        ),
        **shared,
    )


def add_hemgenix(book: Book) -> None:
    price = 2_500_000.0
    book.add(
        "Indications",
        HOLE,
        ASSUMED,
        indication="HEMB-HEMGENIX",
        product="Hemgenix",
        name="Hemgenix bij hemofilie B",
        supplier="CSL Behring",
        disease_area="hematologie",
        framework="MSZ",
        administration="iv",
        available_from=date(2023, 3, 1),
        in_lock_since=date(2023, 3, 1),
        new_patients=1.0,
        waiting_patients=derived(
            140e6 / price, "140 mln voor de hele groep (Horizonscan, lijstprijs) gedeeld door de aangenomen prijs"
        ),
        uptake="langzaam",
        treatment_years=1.0,
        list_price=price,
        offset_cost=assumed(
            180_000.0, "aanname: factor IX die wegvalt, per jaar, na korting; geboekt als vermeden zorg"
        ),
        offset_years=derived(4.5, "de Adviescommissie Pakket rekende met een werking van 4 tot 5 jaar (ACP 3-5-2024)"),
        qaly_gain=0.8,
        disease_burden=0.55,
        acceptance="taai",
        effectiveness=derived("established", ADVISED + " (ACP 3-5-2024)"),
        necessity="met",
        feasibility="met",
        orphan=True,
        atmp=True,
        note="Kosteneffectiviteit niet te beoordelen volgens het advies; de prijs hangt aan die van factor IX.",
    )


def add_yescarta(book: Book) -> None:
    price = 327_000.0
    book.add(
        "Indications",
        HOLE,
        ASSUMED,
        indication="LBCL-2L-YESCARTA",
        product="Yescarta",
        name="Yescarta bij lymfoom, 2e lijn",
        supplier="Kite/Gilead",
        disease_area="hemato-oncologie",
        framework="MSZ",
        administration="iv",
        available_from=date(2022, 11, 1),
        in_lock_since=date(2022, 11, 1),
        new_patients=110.0,
        patient_group="LBCL-2L",
        uptake="gemiddeld",
        treatment_years=1.0,
        list_price=derived(
            price, "327.000 euro bij de derde lijn in 2019 (ZIN 11-3-2019); voor de tweede lijn niet gevonden"
        ),
        other_cost=0.0,
        qaly_gain=derived(
            implied_gain(price, 1.0, 0.20, 50_000),
            "afgeleid uit het advies: winst waarbij 20% lagere prijs 50.000 euro per QALY kost; bovengrens",
        ),
        disease_burden=derived(0.60, "het advies rekent met 50.000 euro per QALY (ACP 3-5-2024), dus klasse 0,41-0,71"),
        acceptance="gangbaar",
        advice_low=published(0.20, "ZIN-advies 26-6-2024: ten minste 20%"),
        effectiveness=derived("established", ADVISED + " (ZIN 26-6-2024)"),
        necessity="met",
        feasibility="met",
        oncology=True,
        orphan=True,
        atmp=True,
        note="Patiënten niet gevonden. Minder derde lijn later is niet meegeteld.",
    )


def add_tecvayli(book: Book) -> None:
    price, years, impact = 210_000.0, 8.5 / 12, 32.8
    book.add(
        "Indications",
        HOLE,
        ASSUMED,
        indication="MM-4L-TECVAYLI",
        product="Tecvayli",
        name="Tecvayli bij multipel myeloom",
        supplier="Johnson & Johnson",
        disease_area="hemato-oncologie",
        framework="MSZ",
        administration="sc",
        available_from=date(2022, 8, 1),
        in_lock_since=date(2022, 8, 1),
        new_patients=derived(
            impact * 1e6 / (price * years),
            "32,8 mln (Horizonscan) gedeeld door de aangenomen kosten per patiënt: ongeveer 220",
        ),
        patient_group="MM-4L",
        uptake="snel",
        treatment_years=derived(years, "mediaan 8,5 maanden behandeling (ZIN)"),
        list_price=price,
        qaly_gain=derived(
            implied_gain(price, years, 0.40, 80_000),
            "afgeleid uit het advies: winst waarbij 40% lagere prijs 80.000 euro per QALY kost; bovengrens, "
            "want meer dan 40%",
        ),
        disease_burden=assumed(0.85, TOP_CLASS),
        acceptance="gangbaar",
        advice_low=published(0.40, "ZIN-advies 14-4-2025: meer dan 40%"),
        advice_kind="more_than",
        effectiveness=derived("established", ADVISED + " (ZIN 14-4-2025, na een negatief advies op 10-7-2024)"),
        necessity="met",
        feasibility="met",
        oncology=True,
        orphan=True,
        conditional_ma=True,
        note="Deelt patiënten met Carvykti: hoogstens een van beide komt in het pakket.",
    )


def add_vyvgart(book: Book) -> None:
    book.add(
        "Indications",
        HOLE,
        ASSUMED,
        indication="GMG-VYVGART",
        product="Vyvgart",
        name="Vyvgart bij refractaire gMG",
        supplier="argenx",
        disease_area="neurologie",
        framework="MSZ",
        administration="iv",
        available_from=date(2022, 9, 1),
        in_lock_since=date(2022, 9, 1),
        new_patients=12.0,
        waiting_patients=45.0,
        uptake="gemiddeld",
        treatment_years=10.0,
        list_price=250_000.0,
        comparator_cost=assumed(280_000.0, "aanname: eculizumab of ravulizumab, voor zover die nu worden gegeven"),
        comparator_discount=assumed(0.40, "aanname: vertrouwelijke korting"),
        qaly_gain=0.3,
        disease_burden=0.60,
        acceptance="taai",
        effectiveness=derived("established", ADVISED + " (ZIN 29-5-2024)"),
        necessity="met",
        feasibility="met",
        orphan=True,
        note=(
            "Advies: netto niet duurder dan eculizumab of ravulizumab. Geen percentage, dus geldt het plafond uit "
            "de referentiewaarde."
        ),
    )
