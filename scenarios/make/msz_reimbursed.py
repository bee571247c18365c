"""msz-2026: indications already in the package.

They stay; their money is in the baseline, so their figures do not touch the plan.
"""

from __future__ import annotations

from scenarios.make.common import ASSUMED, DERIVED, Book, assumed, derived, implied_gain, published

# indication: product, name, area, patients a year, years, list price, gain, source of price and patients, source of the gain
RowSpec = tuple[str, str, str, float, float, float, float, str, str]
ROWS: dict[str, RowSpec] = {
    "TNBC-TRODELVY": (
        "Trodelvy", "Trodelvy bij triple-negatieve borstkanker, derde lijn", "oncologie", 139, 1, 68_900,
        implied_gain(68_900, 1, 0.75, 80_000), "Skipr over ZIN 29-7-2022: 68.900 euro, 139 patiënten; opgenomen oktober 2024",
        "afgeleid uit de geadviseerde verlaging van 75%",
    ),
    "SMA1-ZOLGENSMA": (
        "Zolgensma", "Zolgensma bij spinale spieratrofie type 1", "neurologie", 9, 1, 1_900_000,
        implied_gain(1_900_000, 1, 0.50, 80_000),
        "ZIN 6-5-2021: 1,9 mln eenmalig, 8-10 per jaar; opgenomen 1-11-2021",
        "afgeleid uit de geadviseerde verlaging van ongeveer 50%",
    ),
    "SMA-SPINRAZA": (
        "Spinraza", "Spinraza bij spinale spieratrofie tot 9,5 jaar", "neurologie", 5, 20, 240_000,
        implied_gain(240_000, 20, 0.85, 80_000),
        "ZIN 5-2-2018: 240.000 euro per jaar na het eerste; patiënten per jaar aangenomen",
        "afgeleid uit de geadviseerde verlaging van ten minste 85%",
    ),
    "NSCLC-IMFINZI": (
        "Imfinzi", "Imfinzi bij longkanker stadium III na chemoradiatie", "oncologie", 900, 1, 62_000,
        62_000 / 35_000,
        "ZIN 1-4-2019: 62.000 euro; 56 mln in jaar 3, dus ongeveer 900 patiënten",
        "afgeleid: ongeveer 35.000 euro per QALY bij lijstprijs (bovengrens)",
    ),
    "NSCLC-TAGRISSO": (
        "Tagrisso", "Tagrisso bij EGFR-longkanker, eerste lijn", "oncologie", 458, 1.5, 81_000,
        implied_gain(81_000, 1.5, 0.55, 80_000),
        "ZIN 7-11-2018: hoogstens 458 patiënten, 37,1 mln extra; behandelduur aangenomen",
        "afgeleid uit de geadviseerde verlaging van meer dan 55%",
    ),
    "NSCLC-OPDIVO": (
        "Opdivo", "Opdivo bij longkanker, tweede lijn", "oncologie", 3_000, 1, 67_000, 0.53,
        "ZIN 8-12-2015: 200 mln voor ongeveer 3.000 patiënten", "afgeleid uit 134.000 euro per QALY en 43% verlaging",
    ),
    "LBCL-3L-YESCARTA": (
        "Yescarta", "Yescarta bij grootcellig B-cellymfoom, derde lijn", "hemato-oncologie", 100, 1, 327_000, 3.0,
        "ZIN 11-3-2019: 327.000 euro; patiënten aangenomen; opgenomen 1-5-2020",
        "aangenomen: 11 maanden langer leven (mediaan), waarschijnlijk boven 80.000 euro per QALY",
    ),
    "DLBCL-POLIVY": (
        "Polivy", "Polivy bij teruggekeerd grootcellig B-cellymfoom", "hemato-oncologie", 225, 1, 55_849, 0.5,
        "ZIN 10-12-2020: 55.849 euro, 163-288 patiënten; opgenomen 1-6-2021", "aangenomen",
    ),
    "RPE65-LUXTURNA": (
        "Luxturna", "Luxturna bij erfelijke netvliesaandoening (RPE65)", "oogheelkunde", 1, 1, 690_000, 5.0,
        "ZIN 17-2-2020: 690.000 euro voor beide ogen, daarna een per jaar; opgenomen 1-1-2021", "aangenomen",
    ),
    "MLD-LIBMELDY": (
        "Libmeldy", "Libmeldy bij metachromatische leukodystrofie", "stofwisselingsziekten", 2.5, 1, 2_900_000,
        implied_gain(2_900_000, 1, 0.725, 80_000), "Skipr en NRC over ZIN: 2,9 mln eenmalig, 2-3 per jaar; opgenomen 24-1-2024",
        "afgeleid uit het midden van de geadviseerde verlaging van 60-85%",
    ),
    "MM-2L-DARZALEX": (
        "Darzalex", "Darzalex met lenalidomide en dexamethason bij multipel myeloom, tweede lijn",
        "hemato-oncologie", 350, 2, 60_000,
        implied_gain(60_000, 2, 0.70, 80_000),
        "ZIN 28-11-2017: 67-76 mln voor beide combinaties; prijs en patiënten aangenomen",
        "afgeleid uit de geadviseerde verlaging van ongeveer 70%",
    ),
    "PNH-ULTOMIRIS": (
        "Ultomiris", "Ultomiris bij paroxismale nachtelijke hemoglobinurie", "hematologie", 3, 20, 330_000, 0.1,
        "Horizonscan: 22,8 mln; prijs en patiënten aangenomen; opgenomen 30-6-2023",
        "gelijke waarde als eculizumab (ZIN 15-12-2021)",
    ),
}  # fmt: skip
#: Price and patients of these stand in the source; of the others at least one is assumed.
FOUND = {"TNBC-TRODELVY", "SMA1-ZOLGENSMA", "NSCLC-IMFINZI", "NSCLC-OPDIVO", "DLBCL-POLIVY", "MLD-LIBMELDY"}
#: What the horizon scan gives an end before or in the first year of the plan.
ENDED = {
    "RPE65-LUXTURNA": "de Horizonscan noemt een financieel arrangement tot eind 2025",
    "PNH-ULTOMIRIS": "de Horizonscan noemt 30-6-2023 tot 1-1-2026",
}


def add_reimbursed(book: Book) -> None:
    """Twelve indications that stay, as the advices give them."""
    for indication, (product, name, area, patients, years, price, gain, source, gain_source) in ROWS.items():
        guess = assumed if gain_source.startswith("aangenomen") else derived
        book.add(
            "Indications",
            source,
            DERIVED if indication in FOUND and guess is derived else ASSUMED,
            indication=indication,
            product=product,
            name=name,
            disease_area=area,
            framework="MSZ",
            status=(
                assumed("reimbursed", "aanname dat de vergoeding doorloopt: " + ENDED[indication])
                if indication in ENDED
                else published("reimbursed", "vergoed; " + source)
            ),
            new_patients=patients,
            treatment_years=years,
            list_price=price,
            qaly_gain=guess(gain, gain_source),
            effectiveness=derived("established", "vergoed na advies van het Zorginstituut"),
            note=(
                "Blijft vergoed; de uitgaven zitten in de bestaande dure geneesmiddelen, dus zonder invloed op "
                "het plan."
            ),
        )
