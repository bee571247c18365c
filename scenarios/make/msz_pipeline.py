"""msz-2026: what comes later. Synthetic indications, labelled so in their names, so that the limits bind as they would."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from scenarios.make.common import ASSUMED, Book, annuity, assumed

SOURCE = (
    "synthetisch: geen bestaand middel; orde van grootte ontleend aan de echte indicaties in dit bestand en "
    "aan hun spreiding (prijs per patiënt 10.000 tot 2 mln, uitgaven in jaar 3 van enkele tot 150 mln)"
)


@dataclass(frozen=True)
class Synthetic:
    """One invented indication; ``icer`` is EUR per QALY at list price, from which the gain follows. Money in EUR."""

    name: str
    area: str
    available: tuple[int, int]
    new: float
    years: float
    price: float
    icer: float
    curve: str
    burden: float = 0.80
    waiting: float = 0.0
    growth: float = 0.0
    uptake: str = "gemiddeld"
    other: float = 0.0
    comparator: float = 0.0
    comparator_discount: float = 0.0
    offset: float = 0.0
    offset_years: float = 0.0
    effectiveness: str = "established"
    p: float = 1.0
    evidence: float | None = (
        None  # years that the missing evidence takes; the supplier then applies for conditional admission
    )
    product: str = ""
    group: str | None = None
    early: bool = False  # the supplier files half a year before authorisation (parallel procedure)
    flags: tuple[str, ...] = field(default=())

    @property
    def gain(self) -> float:
        """QALYs per patient at which the net cost at list price is ``icer`` per expected QALY."""
        yearly = self.price + self.other - self.comparator * (1 - self.comparator_discount)
        saved = self.offset * annuity(self.offset_years or self.years, 0.03)
        return round((yearly * annuity(self.years, 0.03) - saved) / self.icer / self.p, 3)


S = Synthetic
ROWS = (
    # oncology: large groups, competition, price agreements that go deep
    S("immuuntherapie rond operatie bij longkanker", "oncologie", (2024, 10), 2_400, 1.0, 72_000, 95_000,
      "concurrentie"),
    S("antilichaam-geneesmiddel borstkanker, eerste lijn", "oncologie", (2025, 3), 1_600, 1.3, 88_000, 140_000,
      "gangbaar"),
    S("antilichaam-geneesmiddel blaaskanker", "oncologie", (2024, 12), 420, 0.8, 95_000, 130_000, "gangbaar"),
    S("bispecifiek antilichaam lymfoom, derde lijn", "hemato-oncologie", (2025, 2), 280, 0.7, 140_000, 115_000,
      "concurrentie", product="Synthetisch, bispecifiek antilichaam", flags=("orphan", "conditional_ma")),
    S("bispecifiek antilichaam lymfoom, tweede lijn", "hemato-oncologie", (2027, 6), 300, 0.8, 140_000, 85_000,
      "concurrentie", burden=0.60, product="Synthetisch, bispecifiek antilichaam", group="LBCL-2L",
      flags=("orphan",)),
    S("CAR-T multipel myeloom, tweede lijn", "hemato-oncologie", (2025, 10), 260, 1.0, 380_000, 78_000, "gangbaar",
      uptake="langzaam", other=25_000, comparator=150_000, comparator_discount=0.5, flags=("orphan", "atmp")),
    S("radioligandtherapie prostaatkanker", "oncologie", (2025, 5), 1_500, 0.8, 55_000, 72_000, "gangbaar",
      growth=0.02),
    S("adjuvante behandeling niercelkanker, kleine groep", "oncologie", (2026, 3), 85, 1.0, 44_000, 42_000,
      "gangbaar"),
    S("doelgerichte therapie kinderoncologie", "oncologie", (2026, 9), 24, 1.0, 120_000, 110_000, "taai",
      flags=("orphan",)),
    S("kankervaccin melanoom", "oncologie", (2028, 1), 1_400, 1.0, 110_000, 62_000, "gangbaar", uptake="langzaam",
      early=True),
    S("antilichaam-geneesmiddel vroege borstkanker", "oncologie", (2025, 11), 1_800, 1.1, 85_000, 85_000, "gangbaar"),
    S("immuuntherapie hoofd-halskanker", "oncologie", (2026, 1), 800, 1.0, 75_000, 90_000, "concurrentie"),
    # immunology and chronic disease: cheap per patient, large together
    S("biological ernstige COPD", "longziekten", (2025, 6), 3_500, 4.0, 11_000, 65_000, "gangbaar", burden=0.50,
      waiting=4_000),
    S("remmer bij leververvetting (MASH)", "maag-darm-leverziekten", (2026, 3), 4_500, 5.0, 9_000, 38_000, "gangbaar",
      burden=0.35, uptake="langzaam"),
    S("biosimilar bij darmontsteking, goedkoper gelijkwaardig", "maag-darm-leverziekten", (2026, 2), 1_500, 3.0,
      7_000,
      -1.0, "concurrentie", burden=0.30, comparator=11_000, comparator_discount=0.3),
    S("CAR-T bij ernstige lupus", "immunologie", (2029, 6), 160, 1.0, 350_000, 60_000, "gangbaar", uptake="langzaam",
      burden=0.55, offset=12_000, offset_years=10, flags=("atmp",), early=True),
    S("uitstel van diabetes type 1", "endocrinologie", (2027, 9), 350, 1.0, 150_000, 70_000, "gangbaar", burden=0.50),
    S("langwerkende oogbehandeling macula", "oogheelkunde", (2025, 8), 5_000, 3.0, 6_500, 45_000, "concurrentie",
      burden=0.45, comparator=3_500, comparator_discount=0.3),
    S("gerichte behandeling cardiomyopathie (siRNA)", "cardiologie", (2024, 8), 300, 6.0, 160_000, 180_000,
      "concurrentie",
      waiting=900, comparator=60_000, comparator_discount=0.3),
    S("antilichaam tegen alzheimer, tweede generatie", "neurologie", (2026, 4), 8_000, 1.5, 24_000, 120_000,
      "gangbaar",
      burden=0.72, uptake="langzaam", other=3_000, group="ALZ"),
    S("biological darmontsteking, nieuw werkingsmechanisme", "maag-darm-leverziekten", (2026, 1), 2_500, 3.0, 14_000,
      60_000,
      "gangbaar", burden=0.50, comparator=7_000, comparator_discount=0.4),
    S("middel tegen resistente infecties", "infectieziekten", (2026, 5), 140, 0.1, 150_000, 16_000, "gangbaar",
      burden=0.60),
    # rare disease and gene therapy
    S("gentherapie hemofilie A", "hematologie", (2026, 6), 3, 1.0, 2_000_000, 70_000, "taai", burden=0.60, waiting=90,
      uptake="langzaam", offset=120_000, offset_years=10, flags=("orphan", "atmp")),
    S("gentherapie sikkelcelziekte, tweede middel", "hematologie", (2028, 9), 8, 1.0, 1_500_000, 70_000, "gangbaar",
      burden=0.75, waiting=40, uptake="langzaam", offset=30_000, offset_years=30, group="SCD", flags=("orphan",
      "atmp")),
    S("zeldzame vorm van ALS", "neurologie", (2026, 3), 9, 3.0, 160_000, 90_000, "gangbaar", waiting=20,
      effectiveness="uncertain", p=0.6, evidence=4, flags=("orphan", "conditional_ma", "unmet_need")),
    S("gentherapie spierdystrofie", "neurologie", (2027, 2), 6, 1.0, 2_200_000, 230_000, "gangbaar", waiting=15,
      uptake="langzaam", effectiveness="uncertain", p=0.4, evidence=6, flags=("orphan", "atmp", "conditional_ma", "unmet_need")),
    S("mitochondriële ziekte bij kinderen", "stofwisselingsziekten", (2028, 3), 8, 10.0, 120_000, 75_000, "gangbaar",
      waiting=40, effectiveness="uncertain", p=0.5, evidence=10, flags=("orphan", "exceptional_ma", "unmet_need")),
    S("immuuntherapie rond operatie bij darmkanker", "oncologie", (2029, 3), 2_200, 1.0, 70_000, 75_000,
      "concurrentie", early=True),
)  # fmt: skip


def add_pipeline(book: Book) -> None:
    """Synthetic candidates, available from 2024 (already in the lock) to 2030."""
    for number, row in enumerate(ROWS, start=1):
        book.add("Indications", SOURCE, ASSUMED, **_columns(number, row))


def _columns(number: int, row: Synthetic) -> dict[str, Any]:
    equal = row.icer < 0  # an equivalent medicine: no gain, only a lower price
    gain = 0.01 if equal else row.gain
    reason = (
        "klein gesteld: gelijkwaardig"
        if equal
        else f"zo dat de kosten bij lijstprijs {_dutch(row.icer)} euro per QALY zijn"
    )
    return {
        "indication": f"SYN-{number:02d}",
        "product": row.product or f"Synthetisch {number:02d}",
        "name": f"Synthetisch {number:02d}: {row.name}",
        "disease_area": row.area,
        "framework": "MSZ",
        "status": "candidate",
        "available_from": date(*row.available, 1),
        "files_from": _months_before(row.available, 6) if row.early else None,
        "new_patients": row.new,
        "patient_growth": row.growth,
        "waiting_patients": row.waiting,
        "patient_group": row.group,
        "uptake": row.uptake,
        "treatment_years": row.years,
        "list_price": row.price,
        "other_cost": row.other,
        "comparator_cost": row.comparator,
        "comparator_discount": row.comparator_discount,
        "offset_cost": row.offset,
        "offset_years": row.offset_years or None,
        "qaly_gain": assumed(gain, f"synthetisch: {reason}"),
        "disease_burden": row.burden,
        "p_effective": row.p if row.effectiveness != "established" else None,
        "effectiveness": row.effectiveness,
        "evidence_years": row.evidence,
        "applies_for": "vt;vt_14" if row.evidence else None,
        "acceptance": row.curve,
        "necessity": "met",
        "feasibility": "met",
        "oncology": True if "oncologie" in row.area else None,
        **dict.fromkeys(row.flags, True),
    }


def _months_before(available: tuple[int, int], months: int) -> date:
    year, month = divmod(available[0] * 12 + available[1] - 1 - months, 12)
    return date(year, month + 1, 1)


def _dutch(number: float) -> str:
    return f"{number:,.0f}".replace(",", ".")
