"""What the Dutch scenarios share: the hospital framework (MSZ), care that can be displaced, reference values, routes, curves."""

from __future__ import annotations

from scenarios.make.common import (
    ASSUMED,
    DERIVED,
    PUBLISHED,
    Book,
    acceptance,
    assumed,
    change,
    derived,
    published,
    uptake,
)

LETTER = "Kamerbrief 11-11-2025, kenmerk 4235879-1089526-GMT"
LETTER_883 = "Kamerbrief 2024, kst 29477-883 (IZA, p. 106)"
COST_RATE_SOURCE = "ZIN-richtlijn economische evaluaties 16-1-2024, volgens een samenvatting (Odelle)"
LETTER_VT = "Kamerbrief 28-5-2026, kenmerk 4387669-1098561-GMT"
COSTING_MANUAL = (
    "Kostenhandleiding ZIN/iMTA 2024, referentieprijs, prijspeil 2023 (R-pakket tatooheene); niet geïndexeerd"
)

#: The euro per QALY of displaced Dutch hospital care: Stadhouders et al., Health Econ 2019;28(11):1331-44 (95% CI 53,000-94,000).
EURO_PER_QALY = 73_600.0
#: Lower and upper value that variants use: van Baal et al. 2019 (cardiovascular care) and the upper end of the interval above.
LOW_EURO_PER_QALY, HIGH_EURO_PER_QALY = 41_000.0, 94_000.0
LOW_SOURCE = "verdrongen zorg kost gemiddeld 41.000 euro per QALY, als in de hart- en vaatzorg (van Baal et al. 2019)"
HIGH_SOURCE = (
    "verdrongen zorg kost gemiddeld 94.000 euro per QALY: bovengrens van het 95%-interval (Stadhouders et al. 2019)"
)

LOCK_RULE = "product_budget_impact > 20 or (cost_per_patient_year >= 50000 and list_budget_impact >= 10)"

#: The framework and the spending on expensive medicines in 2025 (EUR million), and their assumed growth in constant prices.
BUDGET_2025, BUDGET_GROWTH = 30_900.0, 0.01
DRUGS_2025, DRUGS_GROWTH = 3_300.0, 0.029
ROOM_2026, ROOM_STEP = 40.0, 10.0

# care: (name, EUR million, share of displacement, EUR per QALY or None = solved, unit, unit cost, protected)
CARE: dict[str, tuple[str, float, float, float | None, str, float, bool]] = {
    "infectie": ("Infectieziekten", 950, 0.18, 80_000, "verpleegdagen", 668, False),
    "zenuwstelsel": (
        "Zenuwstelsel (onder meer parkinson, alzheimer)",
        2_000,
        0.16,
        90_000,
        "polikliniekbezoeken",
        125,
        False,
    ),
    "oog_oor": ("Oog en oor", 1_700, 0.14, 65_000, "staaroperaties", 1_523, False),
    "beweging": ("Bewegingsapparaat", 3_000, 0.11, 60_000, "dagbehandelingen", 348, False),
    "hart_vaat": ("Hart en vaten", 3_300, 0.06, LOW_EURO_PER_QALY, "verpleegdagen", 668, False),
    "spijsvertering": ("Spijsvertering", 2_100, 0.09, 85_000, "dagbehandelingen", 348, False),
    "longen": ("Longen", 1_500, 0.06, 75_000, "verpleegdagen", 668, False),
    "nieren": ("Nieren en urinewegen", 1_700, 0.05, 100_000, "polikliniekbezoeken", 125, False),
    "overig": ("Overige ziekenhuiszorg", 6_500, 0.15, None, "polikliniekbezoeken", 125, False),
    "spoed_ic": ("Spoedeisende hulp en intensive care", 2_700, 0.0, 60_000, "IC-dagen", 2_831, True),
    "geboorte": ("Geboortezorg", 1_200, 0.0, 40_000, "verpleegdagen", 668, True),
}
MOST_DISPLACED = ("infectie", "zenuwstelsel", "oog_oor")
FIRST_SHARE, SECOND_SHARE, OTHER_SHARE, SECOND_VALUE = 0.04, 0.06, 0.06, 0.85


def solved_value() -> float:
    """EUR per QALY of the category without one, so that ``sum share / k`` over the unprotected categories is 1 / 73,600."""
    share = next(row[2] for row in CARE.values() if row[3] is None)
    rest = sum(row[2] / row[3] for row in CARE.values() if row[3] is not None and not row[6])
    return share / (1 / EURO_PER_QALY - rest)


def add_care(book: Book, spending_growth: float = 0.005, scale: float = 1.0) -> None:
    """The sheet Care: eleven categories, a second segment of rising loss in the three that are displaced most.

    ``scale`` shrinks or grows the spending of all categories, for a plan that starts in another year.
    """
    for care, (name, spending, share, value, unit, unit_cost, protected) in CARE.items():
        book.add(
            "Care",
            "aanname: orde van grootte van de uitgaven en het aandeel in de verdringing; gepubliceerd is alleen "
            "welke zorg het meest wordt verdrongen (ZIN/Radboudumc 2018: infectieziekten, zenuwstelsel, oog en oor)",
            ASSUMED,
            care=care,
            name=name,
            framework="MSZ",
            spending=round(spending * scale),
            spending_growth=spending_growth,
            euro_per_qaly=_value(care, value),
            max_share=0.0 if protected else FIRST_SHARE if care in MOST_DISPLACED else OTHER_SHARE,
            observed_share=share,
            protected=protected,
            unit=unit,
            unit_cost=_unit_cost(unit, unit_cost),
            note="beschermd: wordt in het model niet verdrongen (aanname)" if protected else "",
        )
    for care in MOST_DISPLACED:
        name, _, _, value, unit, unit_cost, protected = CARE[care]
        book.add(
            "Care",
            "aanname: wie meer verdringt, verliest meer gezondheid per euro (15% minder euro per QALY)",
            ASSUMED,
            care=care,
            name=name,
            framework="MSZ",
            spending_growth=spending_growth,
            euro_per_qaly=(value or solved_value()) * SECOND_VALUE,
            max_share=SECOND_SHARE,
            protected=protected,
            unit=unit,
            unit_cost=unit_cost,
        )


def _value(care: str, value: float | None) -> object:
    if care == "hart_vaat":
        return published(
            value, "van Baal et al., Health Econ 2019;28(1):87-100: marginale kosten per QALY, hart- en vaatzorg"
        )
    if value is None:
        return derived(
            solved_value(),
            "zo gekozen dat het met de aandelen gewogen harmonisch gemiddelde precies 73.600 euro per QALY is "
            "(Stadhouders et al., Health Econ 2019;28(11):1331-44; 95%-interval 53.000-94.000)",
        )
    return assumed(
        value, "aanname rond het gepubliceerde gemiddelde van 73.600 euro per QALY; per ziektegebied niet gevonden"
    )


def _unit_cost(unit: str, cost: float) -> object:
    if unit == "staaroperaties":
        return derived(cost, "gemiddeld tarief 2014 1.200 euro (NRC 21-1-2014) x CPI 1,269 naar prijspeil 2023")
    return published(cost, COSTING_MANUAL)


def add_framework(book: Book, years: range) -> None:
    """The framework MSZ from the year before the plan: budget, other care, medicines already in the package, growth limit."""
    book.add(
        "Frameworks",
        "afgeleid: uitgaven dure geneesmiddelen 2021 2,6 mld (NZa) x 1,05 tot 1,07 per jaar: 3,2-3,4 mld in "
        "2025; 3,3 gekozen",
        DERIVED,
        framework="MSZ",
        year=years[0] - 1,
        baseline_drugs=DRUGS_2025,
    )
    for n, year in enumerate(years, start=1):
        budget = round(BUDGET_2025 * (1 + BUDGET_GROWTH) ** n, 1)
        drugs = round(DRUGS_2025 * (1 + DRUGS_GROWTH) ** n, 1)
        agreed = (
            f"groeigrens 5% gepubliceerd ({LETTER_883})"
            if year <= 2026
            else "groeigrens 5% aangenomen: na 2026 is niets afgesproken"
        )
        book.add(
            "Frameworks",
            "aanname: kader 2025 geëxtrapoleerd (26,0 mld in 2021 x 1,044 per jaar = 30,9 mld), daarna 1% "
            f"reëel per jaar; bestaande dure geneesmiddelen 2,9% reëel per jaar; ruimte {ROOM_2026:.0f} mln in "
            f"2026, elk jaar {ROOM_STEP:.0f} mln meer; {agreed}",
            ASSUMED,
            framework="MSZ",
            year=year,
            budget=budget,
            baseline_care=round(budget - drugs - ROOM_2026 - ROOM_STEP * (n - 1), 1),
            baseline_drugs=drugs,
            drug_growth_limit=0.05,
            absorbed_share=0.0,
            note=(
                "bandbreedte kader 2025: 30,9-32,2 mld; dure geneesmiddelen 2025: 3,2-3,4 mld; kaders 2022-2026 "
                "niet gevonden. De brief noemt de 5% groei van het kader; de samenhang is de uitgaven aan dure "
                "geneesmiddelen en zo is zij hier gebruikt"
            ),
        )


def add_reference_values(book: Book) -> None:
    """Reference values by disease burden; the cut at 0.41 is generally cited, not seen in print."""
    source = (
        "20.000/50.000/80.000 euro per QALY naar ziektelast (ISPOR EU 2024, Borghouts et al.; 80.000: RVZ 2006, "
        + LETTER
        + ")"
    )
    cut = "grens 0,40/0,41: algemeen aangehaald, niet in druk gezien"
    for low, high, value in ((0.10, 0.41, 20_000), (0.41, 0.71, 50_000)):
        book.add(
            "ReferenceValues", "aanname: " + cut, ASSUMED,
            burden_from=low, burden_to=high, euro_per_qaly=published(value, source),
        )  # fmt: skip
    book.add("ReferenceValues", source, PUBLISHED, burden_from=0.71, burden_to=1.00, euro_per_qaly=80_000)


#: 652 days in the lock on average for what left it in 2022 (795 in 2023).
LEAD = 21
LEAD_SOURCE = "gemiddeld 652 dagen in de sluis, uitstroom 2022 (2023: 795 dagen); VIG 25-6-2024 bij kst 29477-898"
CRITERIA = (
    "Bzv art. 2.4a: meer dan 20 mln per jaar voor de nieuwe indicaties samen, of 50.000 euro per patiënt en 10 mln per "
    "jaar (Pinsent Masons 16-11-2023; Horizonscan)"
)
SWP = 'effectiveness == "established"'


def add_direct(book: Book, eligible: str, **columns: object) -> None:
    """Direct inflow of hospital medicines, at the list price: what falls below the criteria of the lock."""
    book.add(
        "Routes",
        "afgeleid: wat niet onder de sluiscriteria valt en aan SWP voldoet, stroomt zonder onderhandeling in",
        DERIVED,
        route="direct",
        name="Reguliere instroom",
        standing="in_force",
        eligible=eligible,
        lead_time_months=0,
        price="list",
        cost_effectiveness="not_required",
        **columns,
    )


def add_lock(book: Book, eligible: str, **columns: object) -> None:
    """The lock; ``columns`` add to it, or say otherwise."""
    given: dict[str, object] = {"lead_time_months": derived(LEAD, LEAD_SOURCE)} | columns
    book.add(
        "Routes",
        "aanname: na plaatsing altijd onderhandeling, en de kosteneffectiviteit wordt getoetst",
        ASSUMED,
        route="sluis",
        name="Sluis met prijsonderhandeling",
        standing="in_force",
        eligible=published(eligible, CRITERIA),
        price="negotiated",
        cost_effectiveness="required",
        **given,
    )


def add_direct_and_lock(book: Book, **lock: object) -> None:
    """The two routes in force for hospital medicines: direct inflow below the criteria of the lock, and the lock itself."""
    add_direct(book, f"not ({LOCK_RULE}) and {SWP}")
    add_lock(book, f"({LOCK_RULE}) and {SWP}", **lock)


UPTAKE = {
    "snel": ([0.5, 0.8, 1.0], "aanname: snelle ingroei, volledig in het derde jaar"),
    "gemiddeld": ([0.3, 0.6, 0.8, 0.9], "aanname: ingroei naar 80% in het derde jaar"),
    "langzaam": ([0.15, 0.35, 0.55, 0.7, 0.8], "aanname: langzame ingroei (centrumbehandeling, capaciteit)"),
}
KNOWN = (
    "aanname; bekend zijn: gemiddelde totale korting 46% in 2022 (VIG 25-6-2024 bij kst 29477-898), geadviseerde verlagingen "
    "van 20 tot 92% met een mediaan van 51%, zes bekende weigeringen, 5 van 32 afspraken niet kosteneffectief "
    "(RD april 2020 over de Algemene Rekenkamer); "
)
ACCEPTANCE = {
    "gangbaar": (
        [(0.0, 1.0), (0.20, 0.95), (0.35, 0.80), (0.45, 0.65), (0.55, 0.45), (0.70, 0.20), (0.85, 0.0)],
        KNOWN + "middelste leverancier",
    ),
    "taai": (
        [(0.0, 1.0), (0.10, 0.90), (0.25, 0.70), (0.40, 0.45), (0.55, 0.20), (0.70, 0.0)],
        KNOWN + "leverancier zonder concurrent",
    ),
    "concurrentie": (
        [(0.0, 1.0), (0.30, 0.95), (0.45, 0.85), (0.60, 0.60), (0.75, 0.25), (0.90, 0.0)],
        KNOWN + "middel met concurrenten",
    ),
}


def add_curves(book: Book) -> None:
    """The uptake and acceptance curves that the indications of the book name."""
    rows = book.rows["Indications"]
    for curve, (shares, source) in UPTAKE.items():
        if any(row.get("uptake") == curve for row in rows):
            uptake(book, curve, shares, source)
    for curve, (points, source) in ACCEPTANCE.items():
        if any(row.get("acceptance") == curve for row in rows):
            acceptance(book, curve, points, source)


def displacement_variant(book: Book, variant: str, value: float, why: str, **more: object) -> None:
    """A variant in which the harmonic mean of displaced care is another value: every ``euro_per_qaly`` by the same factor."""
    change(
        book, variant, "Care", "*", "euro_per_qaly", "multiply", value / EURO_PER_QALY, why, certainty=DERIVED, **more
    )
