"""sluis-2025: the decision of 11 November 2025 on Xenpozyme, Carvykti and Enhertu (HER2-low), beside Enhertu (HER2-positive).

Price, expected spending and advised reduction are those of the letter; gains and comparator cost are derived from the advice;
the suppliers' limits are assumed, below the advice, because the letter says that no agreement was reached.
"""

from __future__ import annotations

from datetime import date

import pandas as pd

from scenarios.make import netherlands as nl
from scenarios.make.common import ASSUMED, Book, assumed, change, derived, implied_gain, published, settings

TITLE = "Welke van de indicaties uit de brief van 11 november 2025 gaan het basispakket in, vanaf wanneer en tegen welke prijs?"
YEARS = range(2026, 2036)
REFERENCE = 80_000.0
#: What a patient has spent on average in uptake curve ``snel`` by year 3, as years of treatment started: 0.5 + 0.8 + 1.0.
STARTED_BY_YEAR_3 = 2.3
REFUSAL = (
    "aanname om de weigering te tonen: de brief zegt dat de gevraagde prijs niet in de buurt komt van het "
    "advies; het werkelijke bod is vertrouwelijk"
)
LETTER = nl.LETTER
IMPACT = {"ASMD": 14.0, "MM-4L-CARVYKTI": 64.0, "BC-HER2LOW": 46.0}


def tables() -> dict[str, pd.DataFrame]:
    """All sheets of the scenario."""
    book = Book()
    settings(
        book,
        {
            "title": TITLE,
            "language": "nl",
            "start_year": YEARS[0],
            "years": len(YEARS),
            "price_year": 2025,
            "price_ceiling": assumed(
                "advice", "de minister neemt het advies van het Zorginstituut als leidend (" + LETTER + ")"
            ),
            "discount_rate_costs": published(0.03, nl.COST_RATE_SOURCE),
            "discount_rate_effects": assumed(0.015, "algemeen aangehaald, niet in druk gezien (ZIN-richtlijn 2024)"),
        },
    )
    add_lock_2025(book)
    add_her2_positive(book)
    nl.add_curves(book)
    nl.add_direct_and_lock(book)
    nl.add_framework(book, YEARS)
    nl.add_care(book)
    nl.add_reference_values(book)
    add_variants(book)
    return book.tables()


def add_lock_2025(book: Book) -> None:
    """The three indications of the letter, as the letter and its advices give them."""
    add_xenpozyme(book)
    add_carvykti(book)
    add_enhertu_low(book)


def add_xenpozyme(book: Book) -> None:
    price, lifelong, reduction, new = 890_000.0, 30.0, 0.92, 0.5
    on_treatment = IMPACT["ASMD"] * 1e6 / price
    book.add(
        "Indications",
        "aanname, zie de kolom note",
        ASSUMED,
        indication="ASMD",
        product="Xenpozyme",
        name="Xenpozyme bij ASMD",
        supplier="Sanofi",
        disease_area="stofwisselingsziekten",
        framework="MSZ",
        administration="iv",
        status="candidate",
        available_from=derived(date(2022, 7, 1), "uiterlijk bij plaatsing in de sluis"),
        in_lock_since=published(date(2022, 7, 21), LETTER),
        new_patients=assumed(new, "aanname: een nieuwe patiënt per twee jaar bij een zeldzame ziekte"),
        waiting_patients=derived(
            on_treatment - STARTED_BY_YEAR_3 * new,
            "zo dat de uitgaven bij lijstprijs in jaar 3 precies 14 mln zijn (brief): 15,7 patiënten",
        ),
        uptake="snel",
        treatment_years=assumed(lifelong, "levenslang volgens de brief; 30 jaar aangenomen"),
        list_price=published(price, LETTER + ": kan oplopen tot ongeveer 890.000 euro per patiënt per jaar"),
        qaly_gain=derived(
            implied_gain(price, lifelong, reduction, REFERENCE),
            "afgeleid uit het advies: winst waarbij 92% lagere prijs 80.000 euro per QALY kost: 18,0 over 30 "
            "jaar, verdisconteerd (0,74 per behandeljaar); bovengrens, want het advies zegt ten minste 92%",
        ),
        disease_burden=assumed(0.85, "aanname: hoogste klasse (80.000 euro per QALY)"),
        max_discount=assumed(0.50, REFUSAL),
        advice_low=published(reduction, LETTER + ": ten minste 92%"),
        advice_kind="at_least",
        effectiveness=published("established", LETTER + ": therapeutische meerwaarde"),
        necessity="met",
        feasibility="met",
        orphan=True,
        unmet_need=True,
        no_alternative=True,
        note=(
            "Vergeleken met best ondersteunende zorg, dus geen bespaard middel. De brief noemt de "
            "kosteneffectiviteit zeer ongunstig; de onzekerheid over wie het meest baat heeft, zit niet in het "
            "model."
        ),
    )


def add_carvykti(book: Book) -> None:
    price, low, high, utility = 460_000.0, 0.35, 0.55, 0.80
    gain = 29 / 12 * utility
    at_list = price * (1 - low) - REFERENCE * gain
    after_discounts = price * (1 - high) - REFERENCE * gain
    book.add(
        "Indications",
        "aanname, zie de kolom note",
        ASSUMED,
        indication="MM-4L-CARVYKTI",
        product="Carvykti",
        name="Carvykti bij multipel myeloom",
        supplier="Johnson & Johnson",
        disease_area="hemato-oncologie",
        framework="MSZ",
        administration="iv",
        status="candidate",
        available_from=derived(date(2022, 6, 1), "uiterlijk bij plaatsing in de sluis"),
        in_lock_since=published(date(2022, 6, 18), LETTER),
        new_patients=derived(
            IMPACT["MM-4L-CARVYKTI"] * 1e6 / price, "64 mln in jaar 3 (brief) gedeeld door 460.000 euro: 139 patiënten"
        ),
        patient_group="MM-4L",
        uptake="snel",
        treatment_years=assumed(1.0, "eenmalige behandeling"),
        list_price=published(price, LETTER + ": totale kosten per patiënt per jaar ongeveer 460.000 euro"),
        comparator_cost=derived(
            at_list,
            "afgeleid uit het advies: bespaarde middelen waarbij 35% lagere prijs 80.000 euro per QALY kost; "
            "zonder bespaarde middelen is 35-55% met 29 maanden winst niet te rijmen",
        ),
        comparator_discount=derived(
            1 - after_discounts / at_list,
            "afgeleid uit het advies: korting op andere middelen waarbij de nodige verlaging 55% wordt",
        ),
        qaly_gain=derived(
            gain,
            "29 maanden langer leven (brief, onzeker) x nutsgewicht 0,80 (aangenomen); dat de verlaging met het advies "
            "klopt is geen toets, want het bespaarde middel is uit dat advies afgeleid",
        ),
        disease_burden=assumed(0.85, "aanname: hoogste klasse (80.000 euro per QALY)"),
        max_discount=assumed(0.25, REFUSAL),
        advice_low=published(
            low, LETTER + ": minstens 35% tot 55%, afhankelijk van vertrouwelijke kortingen op andere middelen"
        ),
        advice_high=published(
            high, LETTER + ": minstens 35% tot 55%, afhankelijk van vertrouwelijke kortingen op andere middelen"
        ),
        advice_kind="at_least",
        effectiveness=published("established", LETTER + ": therapeutische meerwaarde"),
        necessity="met",
        feasibility="met",
        orphan=True,
        oncology=True,
        atmp=True,
        unmet_need=True,
        note=(
            "De 460.000 euro kan ook zorg rond de behandeling bevatten. De bespaarde middelen vallen in het model "
            "in het jaar van de behandeling; in werkelijkheid over meer jaren."
        ),
    )


def add_enhertu_low(book: Book) -> None:
    price, reduction = 104_000.0, 0.68
    book.add(
        "Indications",
        "aanname, zie de kolom note",
        ASSUMED,
        indication="BC-HER2LOW",
        product="Enhertu",
        name="Enhertu bij HER2-low",
        supplier="Daiichi Sankyo / AstraZeneca",
        disease_area="oncologie",
        framework="MSZ",
        administration="iv",
        status="candidate",
        available_from=assumed(
            date(2023, 1, 1), "aanname: de registratie voor HER2-low staat niet in de brief; zonder invloed op het plan"
        ),
        in_lock_since=published(
            date(2021, 2, 11), LETTER + " (het middel; HER2-positief verliet de sluis in april 2024)"
        ),
        new_patients=derived(
            IMPACT["BC-HER2LOW"] * 1e6 / price, "46 mln in jaar 3 (brief) gedeeld door 104.000 euro: 442 patiënten"
        ),
        uptake="snel",
        treatment_years=assumed(
            1.0, "de brief geeft kosten per patiënt, niet per jaar: de hele behandeling telt als één jaar"
        ),
        list_price=published(price, LETTER + ": behandelingskosten ongeveer 104.000 euro per patiënt"),
        qaly_gain=derived(
            implied_gain(price, 1.0, reduction, REFERENCE),
            "afgeleid uit het advies: winst waarbij 68% lagere prijs 80.000 euro per QALY kost (0,416); "
            "bovengrens, want het advies zegt fors meer dan 68%; een half jaar langer leven (brief) past "
            "daarbij",
        ),
        disease_burden=assumed(0.80, "aanname: hoogste klasse (80.000 euro per QALY)"),
        max_discount=assumed(0.45, REFUSAL),
        advice_low=published(reduction, LETTER + ": fors meer dan 68%"),
        advice_kind="far_more_than",
        effectiveness=derived(
            "established",
            "de brief noemt een half jaar langer leven en een advies over de prijs; het woord meerwaarde valt "
            "hier niet",
        ),
        necessity="met",
        feasibility="met",
        oncology=True,
        note="De chemotherapie die wegvalt, is goedkoop en niet gevonden: op nul gesteld.",
    )


def add_her2_positive(book: Book) -> None:
    """Reimbursed since April 2024 and stays: its money is in the baseline, so its figures do not touch the plan."""
    book.add(
        "Indications",
        "aanname, zonder invloed op het plan: blijft vergoed, de uitgaven zitten in de bestaande dure geneesmiddelen",
        ASSUMED,
        indication="BC-HER2POS",
        product="Enhertu",
        name="Enhertu bij HER2-positieve borstkanker",
        supplier="Daiichi Sankyo / AstraZeneca",
        disease_area="oncologie",
        framework="MSZ",
        administration="iv",
        status=published("reimbursed", LETTER + ": sinds april 2024 uit de sluis, blijft vergoed"),
        new_patients=derived(426.0, "midden van 243-609 patiënten (ZIN-advies 17-2-2023)"),
        treatment_years=1.0,
        list_price=104_000.0,
        qaly_gain=0.6,
        disease_burden=0.80,
        effectiveness=derived("established", "vergoed na advies van het Zorginstituut (17-2-2023)"),
        oncology=True,
        note="Prijs gelijkgesteld aan HER2-low; geadviseerd was een prijs van ten hoogste die van T-DM1.",
    )


def add_variants(book: Book) -> None:
    """What the minister's adviser would ask next."""
    agreed = "Advies aanvaard"
    for indication, discount in (("ASMD", 0.92), ("MM-4L-CARVYKTI", 0.55), ("BC-HER2LOW", 0.73)):
        why = "de leverancier gaat tot de geadviseerde verlaging (fors meer dan 68% gelezen als 73%)"
        change(book, agreed, "Indications", indication, "max_discount", "set", discount, why)
    why = "ongebruikte ruimte is niets waard: dan telt alleen wat boven het kader andere zorg verdringt"
    change(book, "Advies aanvaard, ruimte telt niet", "Settings", "room_value", "value", "set", 0, why, based_on=agreed)
    nl.displacement_variant(
        book, "Advies aanvaard, 41.000 per QALY", nl.LOW_EURO_PER_QALY, nl.LOW_SOURCE, based_on=agreed
    )
    nl.displacement_variant(
        book, "Advies aanvaard, 94.000 per QALY", nl.HIGH_EURO_PER_QALY, nl.HIGH_SOURCE, based_on=agreed
    )
    change(
        book,
        "Zonder prijsplafond",
        "Settings",
        "price_ceiling",
        "value",
        "set",
        "none",
        "geen plafond: alleen verdringing houdt tegen",
    )
