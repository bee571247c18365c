"""The future system (Toekomstbestendig Stelsel Geneesmiddelen, TSG): horizon scan, risks, triage, risk control."""

from __future__ import annotations

from typing import Any

from scenarios.make.common import ASSUMED, Book, assumed, published
from scenarios.make.netherlands import CRITERIA
from scenarios.make.routes import in_force
from scenarios.make.routes import shared as s

RISKS = (
    ("sluis_a", "product_budget_impact > 20",
     "eerste sluiscriterium: meer dan 20 mln per jaar voor de nieuwe indicaties samen", ""),
    ("sluis_b", "cost_per_patient_year >= 50000 and list_budget_impact >= 10",
     "tweede sluiscriterium: 50.000 euro per patiënt en 10 mln per jaar voor deze indicatie", ""),
    ("risico_effectiviteit", 'effectiveness == "uncertain"', "onzekerheid over de relatieve effectiviteit",
     "uitgebreidere effectiviteitsbeoordeling; afspraken over vervolgonderzoek bij de start van de vergoeding"),
    ("risico_gebruik", "appropriate_use_risk", "risico op niet-gepaste inzet",
     "afspraken over voor wie en onder welke voorwaarden, en hoe dat wordt onderzocht"),
    ("risico_financieel", "sluis_a or sluis_b", "grote financiële impact",
     "uitgebreide beoordeling van de kosteneffectiviteit; zo nodig financiële afspraken"),
)  # fmt: skip

#: What phase 3 does for each route, with its months and work (all assumed).
PHASE_3 = {
    "tsg_gebruik": (("afspraken over gepast gebruik", 3, 1.0),),
    "tsg_prijs": (("kosteneffectiviteit", 4, 4.0), ("onderhandeling", 6, 2.0)),
    "tsg_onderzoek": (("effectiviteit", 4, 4.0), ("afspraken over onderzoek", 4, 2.0)),
}


def tsg(book: Book) -> None:
    for risk, rule, meaning, control in RISKS:
        why = (
            "aanname: de criteria van de sluis als maat voor grote financiële impact"
            if "sluis" in rule
            else s.LETTER_TSG
        )
        certainty = ASSUMED if risk == "risico_financieel" else "derived"
        source = CRITERIA if risk.startswith("sluis") else why
        book.add("Risks", source, certainty, risk=risk, rule=rule, meaning=meaning, control=control or None)
    _route(
        book,
        route="tsg_regulier",
        name="TSG: geen risico, reguliere instroom",
        eligible=published(
            f"not (risico_effectiviteit or risico_gebruik or risico_financieel) and {s.SWP}",
            f"{s.LETTER_TSG}: geen of beperkte risico's, dan reguliere instroom",
        ),
        price="list",
        cost_effectiveness="not_required",
    )
    _route(
        book,
        route="tsg_gebruik",
        name="TSG: gepast gebruik beheerst",
        eligible=f"risico_gebruik and not (risico_effectiviteit or risico_financieel) and {s.SWP}",
        price="list",
        cost_effectiveness="not_required",
        use_control=0.5,
        stop_rule=True,
        needs_registry=True,
    )
    _route(
        book,
        route="tsg_prijs",
        name="TSG: prijs beheerst",
        eligible=f"risico_financieel and not risico_effectiviteit and {s.SWP}",
        price="negotiated",
        cost_effectiveness="required",
    )
    _route(
        book,
        route="tsg_onderzoek",
        name="TSG: vergoed met vervolgonderzoek",
        eligible="risico_effectiviteit and evidence_years <= term_years",
        price="at_cap",
        cost_effectiveness="not_required",
        price_cap_basis="evidence_gap",
        term_years=5,
        at_end="convert",
        definitive_price="cost_effective",
        needs_registry=True,
    )
    for route in ("tsg_regulier", *PHASE_3):
        _phases(book, route)
    in_force.add_pool(book)


def _route(book: Book, **columns: Any) -> None:
    book.add(
        "Routes",
        f"aanname waar {s.LETTER_TSG} zwijgt: getallen, prijsregel en wat samenvalt",
        ASSUMED,
        standing=published("proposed", s.LETTER_TSG),
        open_from=assumed(2027, "beoogde start 1-1-2027 (Kamerbrief 11-12-2025, kst 29477-960)"),
        files_before_months=assumed(6, "aanname: fase 0, de Horizonscan, en fase 1 rond de markttoelating"),
        note="Wie meer risico's heeft, volgt de zwaarste route: eerst onderzoek, dan prijs, dan gebruik.",
        **columns,
    )


def _phases(book: Book, route: str) -> None:
    """Phase 1 for all; phase 2 (rapid review and triage table) and phase 3 where a risk holds; a review after four years."""
    rows: list[tuple[str, float | None, float, float | None]] = [("fase 1: risico-identificatie", 1, 0.25, None)]
    if route in PHASE_3:
        rows.append(("fase 2: rapid review en triagetafel", 3, 1.5, None))
        rows += [(f"fase 3: {phase}", months, work, None) for phase, months, work in PHASE_3[route]]
        rows.append(("cyclisch pakketbeheer", None, 1.0, 4))
    for phase, months, work, after in rows:
        book.add(
            "Phases",
            f"aanname: maanden en werk; de fasen zelf staan in {s.LETTER_TSG}",
            ASSUMED,
            route=route,
            phase=phase,
            months=months,
            work=work,
            pool="beoordelaars",
            after_start_years=after,
        )


SETS = {"tsg": tsg}
