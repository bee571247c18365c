"""Conditional admission (voorwaardelijke toelating, VT): today, as the evaluation advises, as the cabinet proposes, abolished."""

from __future__ import annotations

from typing import Any

from scenarios.make.common import ASSUMED, PUBLISHED, Book, assumed, published
from scenarios.make.routes import shared as s

BUDGET = 36.0
TODAY = '(orphan or conditional_ma or exceptional_ma) and unmet_need and effectiveness == "uncertain"'
WIDER = '(orphan or conditional_ma or exceptional_ma or nl_specific_research) and unmet_need and effectiveness == "uncertain"'
PROPOSED = 'nl_specific_research and not indirect_comparison_possible and unmet_need and effectiveness == "uncertain"'
IN_TERM = "evidence_years <= term_years"


def _route(book: Book, source: str, **columns: Any) -> None:
    """One route of conditional admission: the firm applies and pays the study, the price is low, and it ends in a decision."""
    given = {
        "route": "vt",
        "name": "Voorwaardelijke toelating (VT)",
        "budget_line": "VT",
        "chosen_by": "supplier",
        "lead_time_months": assumed(
            12, "aanname: onderzoeksvoorstel opstellen en beoordelen, en over de prijs onderhandelen"
        ),
        "price": "at_cap",
        "cost_effectiveness": "not_required",
        "at_end": "convert",
        "definitive_price": assumed(
            "cost_effective", "aanname: na het onderzoek een prijs die bij het bewezen effect past"
        ),
    }
    book.add("Routes", source, ASSUMED, **(given | columns))


def _line(book: Book) -> None:
    s.add_line(
        book,
        "VT",
        BUDGET,
        f"{s.LETTER_VT}: structureel jaarlijks budget van circa 36 mln, voor middel en bijbehorende zorg; wie het eerst komt, "
        "krijgt het (FarmaMagazine 2019 bij kst 29477-621)",
        PUBLISHED,
        charged="drug_and_care",
        allocation="first_come",
        note="lopende trajecten gaan hiervan af: verlaag het budget van de jaren waarin zij nog lopen",
    )


STUDY = "Aanvraag door de firma (applies_for), die ook het onderzoek betaalt (study_payer, standaard de leverancier)."


def today(book: Book) -> None:
    routes_today(book)
    _line(book)


def routes_today(book: Book) -> None:
    """The two routes of today, without their budget line."""
    half = "aanname: sterk verlaagde prijs gelezen als de helft van de kosteneffectieve prijs bij de kans op werking"
    entry = (
        f"{s.LETTER_VT}: wees, conditional of exceptional, onvervulde behandelbehoefte en nog niet SWP; aan het einde van het "
        "traject moet een uitspraak kunnen volgen"
    )
    shared = {
        "standing": published("in_force", s.LETTER_VT),
        "price_cap_basis": "cost_effective",
        "price_cap_share": 0.5,
    }
    _route(
        book,
        half,
        eligible=published(f"{TODAY} and {IN_TERM}", entry),
        term_years=published(7, "hoogstens 7 jaar (PW 28-9-2023; kst 29689-1055)"),
        note=STUDY,
        **shared,
    )
    _route(
        book,
        half,
        **shared | {
            "route": "vt_14",
            "name": "Voorwaardelijke toelating (VT), langste termijn",
            "eligible": published(
                f"{TODAY} and evidence_years > 7 and {IN_TERM}", f"{entry}; hoogstens 7 jaar, in uitzonderingen 14 (PW 28-9-2023)"
            ),
            "term_years": published(14, f"uiterlijk na 14 jaar ({s.LETTER_VT}), in uitzonderingen (PW 28-9-2023)"),
            "note": "Alleen waar het onderzoek meer dan 7 jaar vraagt. " + STUDY,
        },
    )  # fmt: skip


def evaluation(book: Book) -> None:
    _route(
        book,
        f"{s.EVALUATION}; wat daar niet staat, is aangenomen",
        standing=published("asked_for", s.EVALUATION),
        eligible=published(
            f"{WIDER} and {IN_TERM}",
            f"{s.EVALUATION}: verbreden naar onderzoek waarvoor firma's onvoldoende prikkels hebben",
        ),
        term_years=published(5, f"{s.EVALUATION}: looptijd van ongeveer 5 jaar"),
        price_cap_basis=published(
            "evidence_gap", f"{s.EVALUATION}: de evidence gap als methode voor de sterk verlaagde prijs"
        ),
        note="Advies van de evaluator, geen kabinetsbeleid. Voor (ultra)wees die langer duren: zie de sets ultra-orphan.",
    )
    _line(book)


def _proposed(book: Book, rule: str, **price: Any) -> None:
    _route(
        book,
        f"aanname waar de brief zwijgt; prijsregel: {rule}",
        standing=published("proposed", f"{s.LETTER_VT}: voorstel, in consultatie"),
        eligible=published(
            f"{PROPOSED} and {IN_TERM}",
            f"{s.LETTER_VT}: onderzoek specifiek voor Nederland, niet van bredere waarde voor de firma, en niet op een andere "
            "wijze te verkrijgen, zoals een indirecte vergelijking",
        ),
        term_years=assumed(5, "aanname: korter dan nu, de lengte staat niet in de brief"),
        note=(
            "Het kabinet weegt prijsregels zonder te kiezen; de andere staan in vt-proposed-fixed-budget, -evidence-gap en "
            "-reduced-price. Niet van bredere waarde voor de firma hoort bij nl_specific_research: de analist beoordeelt beide."
        ),
        **price,
    )
    _line(book)


def fixed_budget(book: Book) -> None:
    _proposed(book, "een vast budget per jaar voor elke VT (de brief noemt het als voorbeeld); vul fixed_budget in",
              price_cap_basis=published("fixed_budget", f"{s.LETTER_VT}: bijvoorbeeld een vast budget voor elke VT"))  # fmt: skip


def evidence_gap(book: Book) -> None:
    _proposed(book, "de evidence gap, zoals de evaluatie adviseert; vul evidence_gap in, anders 1 - p_effective",
              price_cap_basis=published("evidence_gap", s.EVALUATION))  # fmt: skip


def reduced_price(book: Book) -> None:
    _proposed(book, "een vast deel (de helft, aangenomen) van de kosteneffectieve prijs",
              price_cap_basis="cost_effective", price_cap_share=0.5)  # fmt: skip


def abolished(book: Book) -> None:
    half = "aanname: sterk verlaagde prijs gelezen als de helft van de kosteneffectieve prijs bij de kans op werking"
    closing = assumed(
        2026, "aanname: afgeschaft per 2027, na de consultatie van 2026; een datum staat niet in de brief"
    )
    shared = {
        "standing": published("proposed", f"{s.LETTER_VT}: bij onvoldoende draagvlak afschaffing"),
        "price_cap_basis": "cost_effective",
        "price_cap_share": 0.5,
        "open_to": closing,
        "note": "Gesloten voor nieuwe trajecten; wat voor 2027 begint, loopt af.",
    }
    _route(book, half, eligible=f"{TODAY} and {IN_TERM}", term_years=7, **shared)
    longest = {"route": "vt_14", "name": "Voorwaardelijke toelating (VT), langste termijn"}
    _route(book, half, eligible=f"{TODAY} and evidence_years > 7 and {IN_TERM}", term_years=14, **shared, **longest)
    _line(book)


SETS = {
    "vt-today": today,
    "vt-evaluation": evaluation,
    "vt-proposed-fixed-budget": fixed_budget,
    "vt-proposed-evidence-gap": evidence_gap,
    "vt-proposed-reduced-price": reduced_price,
    "vt-abolished": abolished,
}
