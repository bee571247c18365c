"""replay-2015: what the model would have decided from 2015 to 2025, beside what was decided.

The suppliers' answers are one set of curves, the same for all medicines of a kind: what they accepted is confidential, and
a limit chosen to fit the outcome would make the comparison empty.
"""

from __future__ import annotations

import pandas as pd

from scenarios.make import netherlands as nl
from scenarios.make.common import ASSUMED, DERIVED, PUBLISHED, Book, assumed, change, derived, published, settings
from scenarios.make.replay_rows import ROWS, Past

YEARS = range(2015, 2026)
TITLE = "Wat had het model van 2015 tot en met 2025 beslist over de dure geneesmiddelen die toen kwamen?"
#: Total cost of hospital care (EUR million) and how sure it is; years between are interpolated at constant growth.
CARE_TOTAL = {
    2012: (1_400 / 0.068, DERIVED, "1,4 mld dure geneesmiddelen is 6,8% (NRC 11-5-2020 over NZa)"),
    2017: (2_080 / 0.088, DERIVED, "2,08 mld dure geneesmiddelen is 8,8% (NOS over NZa)"),
    2018: (2_270 / 0.095, DERIVED, "2,27 mld dure geneesmiddelen is 9,5% (NRC 11-5-2020 over NZa)"),
    2019: (23_901, PUBLISHED, "Zorgcijfersdatabank, tweede kwartaal 2021"),
    2020: (25_021, PUBLISHED, "Zorgcijfersdatabank, tweede kwartaal 2021"),
    2021: (26_001, PUBLISHED, "Zorgcijfersdatabank, tweede kwartaal 2021"),
    2025: (26_001 * 1.044**4, ASSUMED, "geëxtrapoleerd met 4,4% per jaar (groei 2020 en 2021)"),
}
#: Spending on expensive medicines (EUR million): Vektis, NZa; between and after: interpolated, 2022 is 16% above 2018, then 5%.
DRUGS = {
    2014: 1_710,
    2016: 1_910,
    2017: 2_080,
    2018: 2_270,
    2019: 2_460,
    2021: 2_600,
    2022: 2_270 * 1.16,
    2025: 2_270 * 1.16 * 1.05**3,
}
MEAN_DISCOUNT = 0.46
#: The discount rates of the guideline before 2024, as its template for a dossier gives them.
OLD_RATES = "ZIN-format farmaco-economisch dossier, naar de richtlijn van voor 2024: kosten 4%, effecten 1,5%"


def tables() -> dict[str, pd.DataFrame]:
    """All sheets of the scenario."""
    book = Book()
    settings(book, {
        "title": TITLE,
        "language": "nl",
        "start_year": YEARS[0],
        "years": len(YEARS),
        "price_year": assumed(2015, "lopende prijzen: alle bedragen zijn die van hun eigen jaar, niet omgerekend"),
        "discount_rate_costs": published(0.04, OLD_RATES),
        "discount_rate_effects": published(0.015, OLD_RATES),
        "min_acceptance": assumed(0.4, "aanname: een plan rekent niet op een prijs met minder dan 40% kans op akkoord"),
    })  # fmt: skip
    for row in ROWS:
        add_past(book, row)
    nl.add_curves(book)
    add_route(book)
    add_framework(book)
    nl.add_care(book, spending_growth=0.02, scale=0.75)
    nl.add_reference_values(book)
    add_variants(book)
    return book.tables()


def add_past(book: Book, row: Past) -> None:
    """One indication, on the clock from the date of its advice."""
    low, high = row.advice
    advice = {}
    if low is not None:
        sure = derived if "ongeveer" in row.advice_source else published
        advice = {"advice_low": sure(low, row.advice_source), "advice_kind": row.kind}
        advice |= {} if high is None else {"advice_high": sure(high, row.advice_source)}
    book.add(
        "Indications",
        "aanname waar geen eigen bron staat: ziektelast, curve, kenmerken",
        ASSUMED,
        indication=row.indication,
        product=row.product,
        name=row.name,
        disease_area=row.area,
        framework="MSZ",
        status="candidate",
        available_from=derived(row.advised, "datum van het advies: van dan af kon worden onderhandeld"),
        new_patients=row.patients,
        waiting_patients=row.waiting,
        patient_group=row.group,
        uptake="snel",
        treatment_years=row.years,
        list_price=row.price,
        qaly_gain=row.gain,
        disease_burden=row.burden,
        acceptance=row.curve,
        effectiveness=derived("established", "er is over de prijs geadviseerd, dus het voldeed aan SWP"),
        oncology=True if "oncologie" in row.area else None,
        note=row.note,
        note_decided=row.decided,
        **advice,
        **dict.fromkeys(row.flags, True),
    )


def add_route(book: Book) -> None:
    """One route: all of these were negotiated, in the lock or before it had a legal basis."""
    book.add(
        "Routes",
        "aanname: alle middelen in dit bestand zijn onderhandeld (sinds 2018 in de sluis, eerder met een "
        "financieel arrangement)",
        ASSUMED,
        route="onderhandeling",
        name="Sluis of financieel arrangement",
        standing="in_force",
        lead_time_months=derived(
            6,
            "van advies naar besluit: Polivy 173 dagen, Enhertu 167, Carvykti 266, Xenpozyme 447, Spinraza "
            "vijf maanden; ongeveer de mediaan van de geslaagde",
        ),
        price="negotiated",
        cost_effectiveness="required",
    )


def _between(series: dict[int, float], year: int) -> float:
    """A year's value, or one at constant growth between the years around it."""
    if year in series:
        return series[year]
    before, after = max(y for y in series if y < year), min(y for y in series if y > year)
    return series[before] * (series[after] / series[before]) ** ((year - before) / (after - before))


def spent(year: int) -> float:
    """What the medicines of this file that were admitted cost in that year, by estimate (EUR million): grows over three years."""
    return sum(
        row.impact * (1 - MEAN_DISCOUNT) * min(1.0, (year - row.admitted + 1) / 3)
        for row in ROWS
        if row.admitted is not None and row.admitted <= year
    )


def add_framework(book: Book) -> None:
    """The framework as it was spent; the room in it is what these medicines cost in reality, by estimate."""
    first = published if YEARS[0] - 1 in DRUGS else derived
    drugs = first(
        _between(DRUGS, YEARS[0] - 1), "Vektis Factsheet dure geneesmiddelen, met stollingsfactoren, voor teruggaven"
    )
    book.add(
        "Frameworks", drugs.source, drugs.certainty, framework="MSZ", year=YEARS[0] - 1, baseline_drugs=drugs.value
    )
    totals = {year: value for year, (value, _, _) in CARE_TOTAL.items()}
    for year in YEARS:
        known = CARE_TOTAL.get(year)
        origin = known[2] if known else "tussen de bekende jaren met vaste groei"
        total, medicines, room = _between(totals, year), _between(DRUGS, year), spent(year)
        book.add(
            "Frameworks",
            f"aanname: kader gelijk aan de uitgaven van toen ({origin}); dure geneesmiddelen volgens Vektis en "
            "NZa; daarvan is afgetrokken wat de opgenomen middelen in dit bestand naar schatting kostten "
            f"(lijstprijs min {MEAN_DISCOUNT:.0%})",
            ASSUMED,
            framework="MSZ",
            year=year,
            budget=round(total, 1),
            baseline_care=round(total - medicines, 1),
            baseline_drugs=round(medicines - room, 1),
            absorbed_share=0.0,
            note="geen groeigrens: die is pas voor 2023 afgesproken",
        )


def add_variants(book: Book) -> None:
    """Other assumptions on what was displaced, and on what suppliers would have accepted."""
    nl.displacement_variant(book, "41.000 per QALY", nl.LOW_EURO_PER_QALY, nl.LOW_SOURCE)
    nl.displacement_variant(book, "94.000 per QALY", nl.HIGH_EURO_PER_QALY, nl.HIGH_SOURCE)
    why = (
        "alles opgevangen door doelmatigheid of extra geld (casestudies Wammes et al.: geen directe verdringing gezien)"
    )
    change(book, "Alles opgevangen", "Frameworks", f"year >= {YEARS[0]}", "absorbed_share", "set", 1, why)
    why = "elke leverancier gaat precies tot het advies (meer dan: vijf punten meer)"
    for row in ROWS:
        low, high = row.advice
        if low is None:
            continue
        reduction = round((high or low) + (0.0 if row.kind == "at_least" else 0.05), 3)
        for column, value in (("acceptance", None), ("max_discount", reduction)):
            change(book, "Leveranciers volgen het advies", "Indications", row.indication, column, "set", value, why)
    why = "zoals toen besloten werd: een prijs volgens het advies is genoeg, wat de ruimte anders had opgeleverd telt niet"
    based = {"based_on": "Leveranciers volgen het advies"}
    change(book, "Advies is genoeg", "Settings", "room_value", "value", "set", 0, why, **based)
    rule = f"year >= {YEARS[0]}"
    why = "groeigrens als afgesproken voor 2023 en 2024, van 2015 af (5% is al met de bestaande middelen niet haalbaar)"
    change(book, "Groeigrens 7%", "Frameworks", rule, "drug_growth_limit", "set", 0.07, why)
    why = "ook een prijs met een kleine kans op akkoord mag in het plan"
    change(book, "Ook kleine kansen", "Settings", "min_acceptance", "value", "set", 0.05, why)
