"""Routes that insurers run, that parties ask for, or that the cabinet considers or rejects."""

from __future__ import annotations

from typing import Any

from scenarios.make.common import ASSUMED, Book, assumed, published
from scenarios.make.routes import shared as s

UNCERTAIN = 'effectiveness == "uncertain"'
#: 1 in 50,000: sometimes used, no definition in force.
RARE = "prevalence_share <= 0.00002"
OTHER_CONTROL = (
    "het Zorginstituut kijkt of het anders kan en moet dan via de kosteneffectiviteit; hoe staat er niet "
    f"({s.NOTE_ORPHAN})"
)


def odap(book: Book) -> None:
    book.add(
        "Routes",
        "aanname waar zn.nl zwijgt: doorlooptijd, en vijf jaar tot het oordeel",
        ASSUMED,
        route="odap",
        name="Orphan Drug Access Protocol (ODAP)",
        standing=published(
            "not_policy", f"protocol van zorgverzekeraars; het kabinet is geen voorstander ({s.NOTE_ORPHAN})"
        ),
        eligible=published(
            f"orphan and not oncology and unmet_need and {UNCERTAIN} and list_budget_impact < 10",
            "intramuraal weesgeneesmiddel, geen oncologie, onvervulde behandelbehoefte, minder dan 10 mln per jaar (zn.nl)",
        ),
        open_to=published(2028, "vijfjarige pilot 2023-2028 (Skipr/ZN; Odelle)"),
        chosen_by="supplier",
        lead_time_months=6,
        price="negotiated",
        cost_effectiveness="not_required",
        paid_share_basis=published(
            "responders",
            "gratis start, of de verzekeraar betaalt voor wie reageert (Skipr; medicijnvoordemaatschappij)",
        ),
        term_years=5,
        at_end="convert",
        definitive_price="same",
        needs_registry=True,
        note="Onder de sluiscriteria. Vul response_share in voor wie hieronder valt.",
    )


def dap(book: Book) -> None:
    book.add(
        "Routes",
        "aanname waar het nieuwsbericht zwijgt: doorlooptijd, termijn en voor wie",
        ASSUMED,
        route="dap",
        name="Drug Access Protocol (DAP)",
        standing=assumed(
            "not_policy", "protocol van zorgverzekeraars sinds 2021, geen kabinetsbeleid; SiRM adviseert harmonisatie"
        ),
        eligible=f"oncology and unmet_need and {UNCERTAIN}",
        chosen_by="supplier",
        lead_time_months=6,
        price="negotiated",
        cost_effectiveness="not_required",
        paid_share_basis=assumed(
            "responders",
            "aanname: betalen voor wie reageert; het bericht zegt eerst gratis, dan de verzekeraar (Axon 25-2-2021)",
        ),
        term_years=3,
        at_end="convert",
        definitive_price="same",
        needs_registry=True,
        note="Vul response_share in voor wie hieronder valt.",
    )


def orphan_route(book: Book) -> None:
    book.add(
        "Routes",
        "aanname: de oproep noemt geen prijsregel, doorlooptijd of termijn",
        ASSUMED,
        route="weesroute",
        name="Aparte route voor weesgeneesmiddelen",
        standing=published(
            "asked_for",
            f"gevraagd door Comité Weesgeneesmiddelen, VIG, HollandBIO, VSOP, VKS en BVKM ({s.NOTE_ORPHAN})",
        ),
        eligible='orphan and effectiveness != "insufficient"',
        lead_time_months=6,
        price="negotiated",
        cost_effectiveness="not_required",
        needs_registry=published(
            True,
            f"gegevens over de effectiviteit verzamelen na opname in het basispakket, als bij ODAP ({s.NOTE_ORPHAN})",
        ),
        note=(
            "Het kabinet wil dit niet: het reguliere kader is met contextuele factoren (ernst, passend bewijs, geen andere "
            "behandeling) geschikt (nota 20-5-2026)."
        ),
    )


def _ultra(book: Book, source: str, **columns: Any) -> None:
    book.add(
        "Risks",
        "geen definitie van kracht; soms wordt 1 op de 50.000 mensen gehanteerd (" + s.LETTER_VT + ")",
        "published",
        risk="zeer_zeldzaam",
        rule=RARE,
        meaning="ultraweesgeneesmiddel: hoogstens 1 op de 50.000 inwoners; vraagt prevalence en de instelling population",
        control="een andere beheersing dan kosteneffectiviteit",
    )
    book.add(
        "Routes",
        source,
        ASSUMED,
        route="ultrawees",
        name="Route voor ultraweesgeneesmiddelen",
        standing=published(
            "proposed", f"het kabinet is bereid een aparte route in te voeren ({s.LETTER_VT}; {s.NOTE_ORPHAN})"
        ),
        eligible='ultra_orphan and zeer_zeldzaam and unmet_need and effectiveness != "insufficient"',
        lead_time_months=9,
        price="negotiated",
        cost_effectiveness="not_required",
        **columns,
    )
    population = "aanname: ongeveer 18 miljoen inwoners; niet in de brieven"
    book.add("Settings", population, ASSUMED, setting="population", value=18_000_000)


def ultra_orphan_cap(book: Book) -> None:
    _ultra(
        book,
        f"aanname: uitgaven begrensd door een eigen budget van 20 mln per jaar; {OTHER_CONTROL}",
        budget_line="ultrawees",
        note="Beheersing door een budget. De andere lezing, een eerlijke prijs, staat in ultra-orphan-fair.",
    )
    s.add_line(
        book, "ultrawees", 20.0, "aanname: 20 mln per jaar; geen bedrag in de brieven", ASSUMED, charged="drug_and_care"
    )


def ultra_orphan_fair(book: Book) -> None:
    _ultra(
        book,
        f"aanname: prijs hoogstens een eerlijke prijs (kosten van ontwikkeling en productie); {OTHER_CONTROL}",
        price_cap_basis="fair",
        note="Vul fair_price in voor wie hieronder valt. De andere lezing, een budget, staat in ultra-orphan-cap.",
    )


def early_access(book: Book) -> None:
    book.add(
        "Routes",
        "aanname: vergoed tot het gewone besluit (21 maanden), daarna onderhandelen vanuit een zwakkere positie (10 punten)",
        ASSUMED,
        route="early_access",
        name="Early access: vergoed voor de beoordeling",
        standing=published(
            "not_policy", f"onwenselijk: geen vergoeding zonder beoordeling ({s.LETTER_VOXZOGO}; {s.LETTER_VT})"
        ),
        eligible='effectiveness != "insufficient" and status != "refused"',
        lead_time_months=0,
        price="list",
        cost_effectiveness="required",
        acceptance_shift=0.10,
        term_years=s.LEAD / 12,
        at_end="convert",
        definitive_price="negotiated",
        note=(
            "Wat het kost en oplevert om het toch te doen: de prijs van de eerste 21 maanden is de lijstprijs; wie daarna geen "
            "akkoord bereikt, verlaat het pakket, ook voor patiënten die al behandeld worden."
        ),
    )


def entry_tariff(book: Book) -> None:
    book.add(
        "Routes",
        "aanname: instaptarief de helft van de lijstprijs, drie jaar tot de toets in de praktijk; de motie noemt geen getallen",
        ASSUMED,
        route="instaptarief",
        name="Voorwaardelijk tegen een instaptarief (motie Bushoff)",
        standing=published("asked_for", f"{s.MOTION}; het kabinet geeft er vorm aan met de VT"),
        eligible=UNCERTAIN,
        lead_time_months=6,
        price="at_cap",
        cost_effectiveness="not_required",
        price_cap_share=0.5,
        term_years=3,
        at_end="convert",
        definitive_price="cost_effective",
        needs_registry=True,
        note=(
            "Iets anders dan early access: een lager tarief totdat het middel in de praktijk is getest. Het kabinet verwacht dat "
            "zo'n lager tarief in de praktijk vaak niet haalbaar is (Kamerbrief 28-5-2026)."
        ),
    )


SETS = {
    "odap": odap,
    "dap": dap,
    "orphan-route": orphan_route,
    "ultra-orphan-cap": ultra_orphan_cap,
    "ultra-orphan-fair": ultra_orphan_fair,
    "early-access": early_access,
    "entry-tariff": entry_tariff,
}
