"""msz-2026: hospital care in the Netherlands, 2026 to 2035: which medicines fit, and which care gives way."""

from __future__ import annotations

import pandas as pd

from scenarios.make import netherlands as nl
from scenarios.make.common import ASSUMED, Book, assumed, change, published, settings
from scenarios.make.msz_closed import add_leqembi, add_qalsody, add_voxzogo
from scenarios.make.msz_pipeline import add_pipeline
from scenarios.make.msz_real import add_real
from scenarios.make.msz_reimbursed import add_reimbursed
from scenarios.make.routes import conditional
from scenarios.make.sluis_2025 import add_her2_positive, add_lock_2025

YEARS = range(2026, 2036)
TITLE = (
    "Welke nieuwe dure geneesmiddelen passen van 2026 tot en met 2035 binnen de medisch-specialistische zorg, en welke "
    "zorg verdringen zij?"
)
#: Trajectories of October and November 2021 (larotrectinib, entrectinib and others): what they cost was not found.
RUNNING, RUNNING_UNTIL = 12.0, 2028


def tables() -> dict[str, pd.DataFrame]:
    """All sheets of the scenario."""
    book = Book()
    settings(book, {
        "title": TITLE,
        "language": "nl",
        "start_year": YEARS[0],
        "years": len(YEARS),
        "price_year": 2025,
        "discount_rate_costs": published(0.03, nl.COST_RATE_SOURCE),
        "discount_rate_effects": assumed(0.015, "algemeen aangehaald, niet in druk gezien (ZIN-richtlijn 2024)"),
        "displacement_mode": "observed",
        "price_ceiling": assumed("advice", "de minister neemt het advies van het Zorginstituut als leidend (" + nl.LETTER + ")"),
        "min_acceptance": assumed(0.4, "aanname: een plan rekent niet op een prijs met minder dan 40% kans op akkoord"),
    })  # fmt: skip
    add_lock_2025(book)
    add_real(book)
    add_leqembi(book)
    add_voxzogo(book)
    add_qalsody(book)
    add_her2_positive(book)
    add_reimbursed(book)
    add_pipeline(book)
    nl.add_curves(book)
    nl.add_direct_and_lock(
        book,
        dossiers_per_year=assumed(
            8,
            "aanname: tussen de 19 middelen die in 2022 en de 6 die in 2023 de sluis verlieten (VIG 25-6-2024)",
        ),
        files_before_months=assumed(
            6,
            "aanname: dossier een half jaar voor de registratie; de parallelle procedure bestaat, maar wordt "
            "weinig gebruikt",
        ),
    )
    add_conditional(book)
    nl.add_framework(book, YEARS)
    nl.add_care(book)
    nl.add_reference_values(book)
    add_variants(book)
    return book.tables()


def add_conditional(book: Book) -> None:
    """Conditional admission as it is today (route set vt-today), and its budget line inside the framework."""
    conditional.routes_today(book)
    for year in YEARS:
        running = RUNNING if year <= RUNNING_UNTIL else 0.0
        book.add(
            "BudgetLines",
            f"aanname: {conditional.BUDGET:.0f} mln per jaar is gepubliceerd ({nl.LETTER_VT}); daarvan is "
            f"{RUNNING:.0f} mln tot en met {RUNNING_UNTIL} aangenomen voor de lopende trajecten van eind 2021 (zeven jaar)",
            ASSUMED,
            line="VT",
            year=year,
            budget=conditional.BUDGET - running,
            charged="drug_and_care",
            allocation=published(
                "first_come", "wie het eerst komt, krijgt het budget (FarmaMagazine 2019 bij kst 29477-621)"
            ).value,
        )


def add_variants(book: Book) -> None:
    """The questions that the base case raises."""
    why = "ondergrens: de zorg die per euro het minste oplevert wordt het eerst verdrongen"
    change(book, "Optimale verdringing (ondergrens)", "Settings", "displacement_mode", "value", "set", "optimal", why)
    why = "het kader is hard: er wordt niets verdrongen"
    change(book, "Geen verdringing", "Settings", "displacement_mode", "value", "set", "none", why)
    nl.displacement_variant(book, "41.000 per QALY", nl.LOW_EURO_PER_QALY, nl.LOW_SOURCE)
    nl.displacement_variant(book, "94.000 per QALY", nl.HIGH_EURO_PER_QALY, nl.HIGH_SOURCE)
    why = "ongebruikte ruimte is niets waard: dan telt alleen wat boven het kader andere zorg verdringt"
    change(book, "Ruimte telt niet", "Settings", "room_value", "value", "set", 0, why)
    for share, why in ((0.03, "strenger dan afgesproken"), (0.07, "als afgesproken voor 2023 en 2024 (kst 29477-883)")):
        rule = f"year >= {YEARS[0]}"
        variant = f"Groeigrens {share:.0%}"
        change(book, variant, "Frameworks", rule, "drug_growth_limit", "set", share, f"groeigrens {share:.0%}: {why}")
    why = "de helft van de druk wordt opgevangen (casestudies Wammes et al.: geen directe verdringing gezien)"
    change(book, "De helft opgevangen", "Frameworks", f"year >= {YEARS[0]}", "absorbed_share", "set", 0.5, why)
