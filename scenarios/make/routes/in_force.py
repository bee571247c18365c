"""Routes in force: inflow without a lock, the lock, arrangements, and what the procedures around the lock change."""

from __future__ import annotations

from scenarios.make.common import ASSUMED, Book, assumed, derived, published
from scenarios.make.netherlands import add_direct, add_lock
from scenarios.make.routes import shared as s


def open_inflow(book: Book) -> None:
    add_direct(
        book,
        s.BELOW_LOCK,
        note="Open instroom: het ziekenhuis koopt in tegen de lijstprijs of beter; kortingen van ziekenhuizen zijn niet bekend.",
    )


def lock(book: Book) -> None:
    add_lock(
        book,
        s.LOCK,
        note="Wie in de sluis staat, wordt niet vergoed tot een prijsafspraak; geen akkoord = blijft in de sluis.",
    )


def financial_arrangement(book: Book) -> None:
    book.add(
        "Routes",
        "aanname: een arrangement buiten de sluis duurt een jaar; het bestaat ook voor middelen onder de sluiscriteria",
        ASSUMED,
        route="arrangement",
        name="Financieel arrangement (buiten de sluis)",
        standing=published(
            "in_force",
            "49 lopende arrangementen in 2022, 33 intramuraal en 16 extramuraal (VIG 25-6-2024 bij kst 29477-898)",
        ),
        eligible=s.BELOW_LOCK,
        lead_time_months=12,
        price="negotiated",
        cost_effectiveness="required",
        note=(
            "Niet kosteneffectief bij de vraagprijs: dan alleen vergoed met financiële afspraken (kst 29477-883, fase 3). "
            "Een arrangement loopt meestal 2 tot 5 jaar; het model laat de prijs daarna staan."
        ),
    )


def pay_for_performance(book: Book) -> None:
    book.add(
        "Routes",
        "aanname: dezelfde doorlooptijd als de sluis; wie betaalt voor resultaat, moet het resultaat kunnen meten",
        ASSUMED,
        route="betalen_naar_resultaat",
        name="Betalen naar resultaat (pay-for-performance)",
        standing=published(
            "in_force", f"bestaande optie bij onzekerheid over effectiviteit ({s.LETTER_VT}; kst 29477-757)"
        ),
        eligible=s.LOCK,
        lead_time_months=derived(s.LEAD, s.LEAD_SOURCE),
        price="negotiated",
        cost_effectiveness="required",
        paid_share_basis="responders",
        needs_registry=True,
        note="Vul response_share in voor wie hieronder valt: alleen voor die patiënten wordt betaald.",
    )


def start_stop(book: Book) -> None:
    book.add(
        "Routes",
        "aanname: start-stopcriteria voorkomen de helft van het gebruik zonder winst; volgen kost 1.000 euro per patiëntjaar",
        ASSUMED,
        route="start_stop",
        name="Sluis met start-stopcriteria",
        standing=published("in_force", f"bestaande optie bij onzekerheid over effectiviteit ({s.LETTER_VT})"),
        eligible=f"{s.LOCK} and appropriate_use_risk",
        lead_time_months=derived(s.LEAD, s.LEAD_SOURCE),
        price="negotiated",
        cost_effectiveness="required",
        use_control=0.5,
        monitoring_cost=1_000,
        stop_rule=True,
        needs_registry=True,
        note="Vul off_target_share, stop_after en stop_share in voor wie hieronder valt.",
    )


def re_assessment(book: Book) -> None:
    book.add(
        "Routes",
        f"aanname over de voorwaarden; de mogelijkheid zelf staat in {s.LETTER}",
        ASSUMED,
        route="herbeoordeling",
        name="Herbeoordeling na een weigering",
        standing=published(
            "in_force", f"{s.LETTER}: nieuwe data aanleveren en een herbeoordeling vragen, of een nieuw bod"
        ),
        eligible=f'status == "refused" and {s.SWP}',
        chosen_by="supplier",
        lead_time_months=derived(
            18, "bovengrens: Trodelvy, geweigerd 28-3-2023, opgenomen oktober 2024 (stcrt-2024-32210)"
        ),
        price="negotiated",
        cost_effectiveness="required",
        note=(
            "Alleen voor status refused, en alleen als de leverancier erom vraagt (applies_for): met nieuwe data (vul de "
            "nieuwe qaly_gain en files_from in) of met een nieuw bod (max_discount of een andere curve)."
        ),
    )


def vio(book: Book) -> None:
    book.add(
        "Routes",
        "aanname: vier jaar onderzoek; de duur staat niet in de brief",
        ASSUMED,
        route="vio",
        name="Vergoeding in Onderzoek (ViO)",
        standing=published("in_force", f"beleidskader ViO, kst 29689-1322, aangehaald in {s.LETTER_VT}"),
        eligible=published(
            'status == "reimbursed" and effectiveness == "uncertain" and evidence_years <= term_years',
            f"alleen zorg die al vergoed wordt, met signalen dat de effectiviteit onzeker is ({s.LETTER_VT})",
        ),
        action="study",
        price="list",
        cost_effectiveness="not_required",
        term_years=4,
        at_end="convert",
        definitive_price="same",
        note="Blijft vergoed zolang het onderzoek loopt; daarna alleen als de effectiviteit is aangetoond (p_demonstrated).",
    )


def parallel(book: Book) -> None:
    add_lock(
        book,
        s.LOCK,
        files_before_months=assumed(
            12, "aanname: CBG en Zorginstituut beoordelen tegelijk; hoe lang voor de registratie staat niet in de brief"
        ),
        note=(
            "Parallelle procedure: alleen wie een files_from voor de registratie heeft, wint tijd; firma's maken er weinig "
            "gebruik van (kst 29477-883)."
        ),
    )


#: Phases of the lock (months): their sum is the lead time of the lock, the split is assumed.
FILING, EFFECT, COST, NEGOTIATION = 3, 6, 4, 8
JOINT = 3
JOINT_RULE = (
    "((oncology or atmp) and available_year >= 2025) or (orphan and available_year >= 2028) or available_year >= 2030"
)


def eu_joint_assessment(book: Book) -> None:
    add_lock(
        book,
        s.LOCK,
        lead_time_months=None,
        note="De doorlooptijd is de som van de fasen (sheet Phases); de Europese beoordeling verkort alleen de effectiviteit.",
    )
    split = f"aanname: verdeling van {s.LEAD} maanden over de fasen; dagen per fase niet gevonden (dashboard farmatec)"
    joint = f"{split}; de helft van de tijd bij een gezamenlijke Europese beoordeling: oncologie en ATMP vanaf 2025"
    joint += f" ({s.LETTER_TSG}), weesgeneesmiddelen vanaf 2028, alles vanaf 2030 (ZIN)"
    rows = (
        ("indiening", None, FILING, 0.0),
        ("effectiviteit", JOINT_RULE, JOINT, 1.0),
        ("effectiviteit", None, EFFECT, 4.0),
        ("kosteneffectiviteit", None, COST, 4.0),
        ("onderhandeling", None, NEGOTIATION, 2.0),
    )
    for phase, when, months, work in rows:
        _phase(book, joint if when else split, "sluis", phase, when, months, work)
    add_pool(book)


def _phase(book: Book, source: str, route: str, phase: str, when: str | None, months: float, work: float) -> None:
    book.add(
        "Phases", source, ASSUMED, route=route, phase=phase, when=when, months=months, work=work, pool="beoordelaars"
    )  # fmt: skip


def add_pool(book: Book) -> None:
    for year in s.YEARS:
        book.add(
            "Resources",
            "aanname: tien beoordelaars het hele jaar door; niet gevonden",
            ASSUMED,
            resource="beoordelaars",
            year=year,
            capacity=120,
            note="beoordelaarsmaanden per jaar",
        )


def joint_negotiation(book: Book) -> None:
    book.add(
        "Routes",
        "aanname: samen onderhandelen brengt leveranciers 5 punten verder en duurt drie maanden langer",
        ASSUMED,
        route="beneluxa",
        name="Sluis met gezamenlijke onderhandeling (Beneluxa)",
        standing=published(
            "in_force", "samenwerking van België, Nederland, Luxemburg, Oostenrijk en Ierland (kst 29477-883)"
        ),
        eligible=f"{s.LOCK} and orphan",
        lead_time_months=s.LEAD + 3,
        price="negotiated",
        cost_effectiveness="required",
        acceptance_shift=-0.05,
        note="Hier alleen voor weesgeneesmiddelen (aanname): zij hebben de kleinste markt per land.",
    )


SETS = {
    "open-inflow": open_inflow,
    "lock": lock,
    "financial-arrangement": financial_arrangement,
    "pay-for-performance": pay_for_performance,
    "start-stop": start_stop,
    "re-assessment": re_assessment,
    "vio": vio,
    "parallel": parallel,
    "eu-joint-assessment": eu_joint_assessment,
    "joint-negotiation": joint_negotiation,
}
