"""replay-2015: the indications whose price, patients and gain the advices give, as they came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from scenarios.make.common import Figure, annuity, assumed, derived, implied_gain, published

RATE = 0.04  # the guideline's discount rate of costs until 2024
REFERENCE = 80_000.0
FAST = (0.5, 0.8, 1.0)
ICER = "afgeleid uit de gepubliceerde kosten per QALY bij lijstprijs"
ADVICE = "afgeleid uit het advies: winst waarbij de geadviseerde prijs 80.000 euro per QALY kost; bovengrens"


@dataclass(frozen=True)
class Past:
    """One indication as the advice of its time gave it, and what was decided. Money in EUR, ``impact`` in EUR million."""

    indication: str
    product: str
    name: str
    area: str
    advised: date
    price: Figure
    years: Figure
    patients: Figure
    waiting: Figure | None
    gain: Figure
    advice: tuple[float | None, float | None]
    kind: str
    advice_source: str
    curve: str
    burden: float
    group: str | None
    impact: float
    decided: str
    admitted: int | None
    note: str = ""
    flags: tuple[str, ...] = ()


def starts_for(impact: float, price: float, years: float, shares: Sequence[float] = FAST) -> float:
    """New patients a year with which gross drug spending at list price in year 3 is ``impact`` EUR million."""
    on_treatment = sum(min(1.0, max(0.0, years - back)) * shares[2 - back] for back in range(3))
    return impact * 1e6 / price / on_treatment


def by_icer(price: float, years: float, icer: float) -> float:
    """QALYs per patient from EUR per QALY at list price, when nearly all extra cost is drug cost."""
    return price * annuity(years, RATE) / icer


def by_advice(price: float, years: float, reduction: float) -> float:
    """QALYs per patient from the advised reduction (an upper bound)."""
    return implied_gain(price, years, reduction, REFERENCE, RATE)


def _years_worth(total: float, yearly: float) -> float:
    """Treatment years whose yearly price is worth ``total`` (discounted): Orkambi, 1.9 million at 170,000 a year."""
    years = 1.0
    while annuity(years + 1, RATE) < total / yearly:
        years += 1
    return years + (total / yearly - annuity(years, RATE)) * (1 + RATE) ** years


ONE = derived(1.0, "kosten per patiënt gelden de hele behandeling: als één jaar geteld")
ONCE = derived(1.0, "eenmalige behandeling")
SPINRAZA_PRICE = 240_000 * (annuity(25, RATE) + 1) / annuity(25, RATE)
ORKAMBI_YEARS = _years_worth(1.9e6, 170_000)

ROWS = (
    Past("NSCLC-OPDIVO", "Opdivo", "Opdivo bij longkanker, 2e lijn", "oncologie", date(2015, 12, 8),
         derived(67_000.0, "200 mln voor ongeveer 3.000 patiënten (NRC, ZIN 8-12-2015)"), ONE,
         published(3_000.0, "NRC, ZIN 8-12-2015: alle patiënten die in aanmerking komen"), None,
         derived(0.53, "134.000 euro per QALY en de geadviseerde 43% (ZIN 8-12-2015)"), (0.43, None), "at_least",
         "ZIN 8-12-2015: 43%", "concurrentie", 0.85, "NSCLC-2L", 200.0,
         "vergoed na prijsafspraak (datum niet gevonden)", 2016),
    Past("BC-PERJETA", "Perjeta", "Perjeta bij borstkanker", "oncologie", date(2016, 1,
         21),
         derived(80_000.0, "ongeveer 40 mln voor 500 patiënten (NRC 21-1-2016)"), assumed(1.5,
         "aanname: behandelduur"),
         derived(starts_for(40, 80_000, 1.5), "zo dat de uitgaven in jaar 3 ongeveer 40 mln zijn (NRC 21-1-2016)"),
         None,
         derived(by_icer(80_000, 1.5, 150_000), ICER + ": 150.000 (NRC 21-1-2016 over ZIN)"), (0.50, None), "more_than",
         "NRC 21-1-2016 over ZIN: meer dan 50%", "gangbaar", 0.80, None, 40.0, "afloop niet gevonden", 2017),
    Past("NSCLC-KEYTRUDA", "Keytruda", "Keytruda bij longkanker, 2e lijn", "oncologie", date(2016, 12, 14),
         assumed(67_000.0, "aanname: als Opdivo; het advies vroeg geen meerkosten ten opzichte daarvan"), ONE,
         derived(starts_for(66, 67_000, 1), "midden van 46-86 mln (Skipr, ZIN 14-12-2016) gedeeld door de prijs"),
         None,
         derived(by_icer(67_000, 1, 113_000), ICER + ": 113.000 (ZIN 14-12-2016)"), (None, None), "at_least",
         "", "concurrentie", 0.85, "NSCLC-2L", 66.0, "vergoed na prijsafspraak (datum niet gevonden)", 2017,
         "Deelt patiënten met Opdivo: het model kiest er een, in werkelijkheid zijn beide vergoed."),
    Past("CF-ORKAMBI", "Orkambi", "Orkambi bij taaislijmziekte", "longziekten", date(2016, 12, 15),
         published(170_000.0, "FE-rapport ZIN 15-12-2016"),
         derived(ORKAMBI_YEARS, "zo dat levenslang 1,9 mln kost (Volkskrant; FE-rapport)"), assumed(10.0, "aanname"),
         derived(750 - 23.0, "750 patiënten (FE-rapport), min de nieuwe in drie jaar"),
         published(4.64, "FE-rapport ZIN 15-12-2016"), (0.80, None), "at_least", "ZIN 15-12-2016: 80%", "taai", 0.80,
         "CF", 127.0,
         "geweigerd in mei 2017, opgenomen in oktober 2017", 2017,
         "Extramuraal vergoed; hier in hetzelfde kader gezet.", ("orphan",)),
    Past("BC-IBRANCE", "Ibrance", "Ibrance bij borstkanker", "oncologie", date(2017, 4,
         11),
         assumed(45_000.0, "aanname: prijs niet gevonden"), assumed(2.0, "aanname: behandelduur"),
         derived(starts_for(118, 45_000, 2), "zo dat de uitgaven in jaar 3 118 mln zijn (ZIN 13-4-2017)"), None,
         derived(by_icer(45_000, 2, 166_500), ICER + ": midden van 160.000-173.000 (ZIN 13-4-2017)"), (None, None),
         "at_least",
         "", "gangbaar", 0.80, None, 118.0, "opgenomen op 1-8-2017", 2017),
    Past("MM-DARZALEX-LEN", "Darzalex", "Darzalex met lenalidomide",
         "hemato-oncologie",
         date(2017, 11, 28), assumed(90_000.0, "aanname: prijs niet gevonden"), assumed(2.0, "aanname: behandelduur"),
         derived(starts_for(36, 90_000, 2), "de helft van 67-76 mln voor beide combinaties (ZIN 28-11-2017)"), None,
         derived(by_advice(90_000, 2, 0.70), ADVICE), (0.70, None), "at_least", "ZIN 28-11-2017: ongeveer 70%",
         "gangbaar", 0.80,
         None, 36.0, "opgenomen op 1-9-2018", 2018,
         "De uitgaven zijn over beide combinaties verdeeld, dus geen patiënten dubbel."),
    Past("MM-DARZALEX-BOR", "Darzalex", "Darzalex met bortezomib",
         "hemato-oncologie",
         date(2017, 11, 28), assumed(90_000.0, "aanname: prijs niet gevonden"), assumed(2.0, "aanname: behandelduur"),
         derived(starts_for(36, 90_000, 2), "de helft van 67-76 mln voor beide combinaties (ZIN 28-11-2017)"), None,
         derived(by_advice(90_000, 2, 0.15), ADVICE + " (midden van 0-30%)"), (0.0, 0.30), "at_least",
         "ZIN 28-11-2017: 0-30%",
         "gangbaar", 0.80, None, 36.0, "opgenomen op 1-9-2018", 2018,
         "De uitgaven zijn over beide combinaties verdeeld, dus geen patiënten dubbel."),
    Past("SMA-SPINRAZA", "Spinraza", "Spinraza bij SMA tot 9,5 jaar", "neurologie", date(2018, 2, 5),
         derived(SPINRAZA_PRICE, "480.000 euro in het eerste jaar en 240.000 daarna (ZIN), gespreid over 25 jaar"),
         assumed(25.0, "aanname: lang gebruik"), assumed(6.0, "aanname"),
         derived(104 - 13.8, "104 patiënten tot 12 jaar (2020), min de nieuwe in drie jaar"),
         derived(by_advice(SPINRAZA_PRICE, 25, 0.85), ADVICE), (0.85, None), "at_least",
         "ZIN 5-2-2018: ten minste 85%", "taai", 0.90,
         None, 30.0, "prijsafspraak in juli 2018; 9,5 jaar en ouder in de voorwaardelijke toelating", 2018, "",
         ("orphan",)),
    Past("NSCLC-TAGRISSO", "Tagrisso", "Tagrisso bij longkanker, 1e lijn", "oncologie", date(2018, 11, 7),
         derived(81_000.0, "37,1 mln meerkosten voor hoogstens 458 patiënten (ZIN 7-11-2018)"), assumed(1.5,
         "aanname: behandelduur"),
         derived(starts_for(37.1, 81_000, 1.5), "zo dat de meerkosten in jaar 3 37,1 mln zijn"), None,
         derived(by_advice(81_000, 1.5, 0.55), ADVICE), (0.55, None), "more_than",
         "ZIN 7-11-2018: meer dan 55% (2020: 35%)",
         "gangbaar", 0.85, None, 37.1, "opgenomen begin 2020, na een tweede advies van 35%", 2020,
         "De prijs is het verschil met het middel dat het vervangt."),
    Past("LBCL-YESCARTA", "Yescarta", "Yescarta bij lymfoom, 3e lijn", "hemato-oncologie",
         date(2019, 3, 11),
         published(327_000.0, "ZIN 11-3-2019"), ONCE, assumed(100.0, "aanname: aantal niet gevonden"), None,
         assumed(3.0, "aanname: 11 maanden langer leven (mediaan); waarschijnlijk boven 80.000 euro per QALY (ZIN)"),
         (None, None),
         "at_least", "", "gangbaar", 0.85, None, 32.7, "opgenomen op 1-5-2020", 2020, "", ("orphan", "atmp")),
    Past("NSCLC-IMFINZI", "Imfinzi", "Imfinzi bij longkanker, stadium III", "oncologie", date(2019,
         4, 1),
         published(62_000.0, "ZIN 1-4-2019"), ONE, derived(56e6 / 62_000,
         "56 mln in jaar 3 gedeeld door 62.000 euro (ZIN 1-4-2019)"),
         None, derived(by_icer(62_000, 1, 35_000), ICER + ": ongeveer 35.000 (ZIN 1-4-2019)"), (None, None),
         "at_least", "",
         "concurrentie", 0.80, None, 56.0, "opgenomen (prijs-volumeafspraak)", 2019),
    Past("CF-KAFTRIO", "Kaftrio", "Kaftrio bij taaislijmziekte", "longziekten", date(2021, 5, 4),
         published(194_000.0, "Skipr over ZIN 4-5-2021"), assumed(25.0, "aanname: lang gebruik"), assumed(12.0, "aanname"),
         derived(156.4e6 / 194_000 - 27.6,
         "156,4 mln gedeeld door 194.000 euro: 806 patiënten, min de nieuwe in drie jaar"),
         derived(by_advice(194_000, 25, 0.75), ADVICE), (0.75, None), "at_least", "Skipr over ZIN 4-5-2021: ten minste 75%",
         "taai", 0.80, "CF",
         156.4, "opgenomen na nieuwe onderhandelingen (datum niet gevonden)", 2022,
         "Volgde Orkambi op bij dezelfde patiënten; het model kent geen opvolging en kiest er hoogstens een.",
         ("orphan",)),
    Past("SMA1-ZOLGENSMA", "Zolgensma", "Zolgensma bij SMA type 1", "neurologie", date(2021, 5, 6),
         published(1_900_000.0, "ZIN 6-5-2021"), ONCE, derived(9.0, "midden van 8-10 per jaar (ZIN 6-5-2021)"), None,
         derived(by_advice(1_900_000, 1, 0.50), ADVICE), (0.50, None), "at_least", "ZIN 6-5-2021: ongeveer 50%",
         "taai", 0.95, None,
         17.0, "opgenomen op 1-11-2021, betalen naar resultaat", 2021, "", ("orphan", "atmp")),
    Past("TDT-ZYNTEGLO", "Zynteglo", "Zynteglo bij bètathalassemie", "hematologie",
         date(2021, 7, 21),
         published(1_600_000.0, "ZIN 21-7-2021"), ONCE, assumed(1.0, "aanname"), derived(13.0,
         "14 patiënten (ZIN), min de nieuwe"),
         derived(by_advice(1_600_000, 1, 0.35), ADVICE), (0.35, None), "at_least", "ZIN 21-7-2021: ongeveer 35%",
         "taai", 0.80, None,
         7.0, "niet opgenomen: de firma trok zich terug in september 2021", None, "", ("orphan", "atmp")),
    Past("TNBC-TRODELVY", "Trodelvy", "Trodelvy bij TN-borstkanker", "oncologie",
         date(2022, 7, 29),
         published(68_900.0, "Skipr over ZIN 29-7-2022"), ONE, published(139.0, "Skipr over ZIN 29-7-2022"), None,
         derived(by_advice(68_900, 1, 0.75), ADVICE), (0.75, None), "at_least", "Skipr over ZIN 29-7-2022: 75%", "gangbaar",
         0.85, None, 9.6,
         "geweigerd op 28-3-2023, opgenomen in oktober 2024", 2024),
    Past("MLD-LIBMELDY", "Libmeldy", "Libmeldy bij MLD", "stofwisselingsziekten",
         date(2022, 10, 1),
         published(2_900_000.0, "Skipr en NRC over ZIN"), ONCE, derived(2.5, "midden van 2-3 per jaar"), None,
         derived(by_advice(2_900_000, 1, 0.725), ADVICE + " (midden van 60-85%)"), (0.60, 0.85), "at_least",
         "Skipr en NRC over ZIN: 60-85% (datum van het advies aangenomen)", "taai", 0.95, None, 7.25,
         "geweigerd op 12-4-2023, opgenomen op 24-1-2024, geld terug bij geen resultaat", 2024, "", ("orphan",
         "atmp")),
    Past("ASMD-XENPOZYME", "Xenpozyme", "Xenpozyme bij ASMD", "stofwisselingsziekten",
         date(2024, 8, 21),
         published(890_000.0, "Kamerbrief 11-11-2025"), assumed(30.0, "levenslang; 30 jaar aangenomen"), assumed(0.5,
         "aanname"),
         derived(14e6 / 890_000 - 1.15, "14 mln in jaar 3 (Kamerbrief 11-11-2025)"), derived(by_advice(890_000, 30,
         0.92), ADVICE),
         (0.92, None), "at_least", "Kamerbrief 11-11-2025: ten minste 92%", "taai", 0.85, None, 14.0,
         "blijft in de sluis (11-11-2025)", None, "", ("orphan",)),
    Past("MM-4L-CARVYKTI", "Carvykti", "Carvykti bij multipel myeloom", "hemato-oncologie",
         date(2025, 2, 18), published(460_000.0, "Kamerbrief 11-11-2025"), ONCE,
         derived(64e6 / 460_000, "64 mln in jaar 3 (Kamerbrief 11-11-2025)"), None,
         derived(29 / 12 * 0.80, "29 maanden langer leven x nutsgewicht 0,80 (aangenomen)"), (0.35, 0.55), "at_least",
         "Kamerbrief 11-11-2025: minstens 35% tot 55%", "gangbaar", 0.85, None, 64.0,
         "blijft in de sluis (11-11-2025)", None,
         "De bespaarde andere middelen zijn hier niet meegeteld.", ("orphan", "atmp")),
    Past("BC-HER2LOW-ENHERTU", "Enhertu", "Enhertu bij HER2-low", "oncologie",
         date(2025, 5, 28),
         published(104_000.0, "Kamerbrief 11-11-2025"), ONE, derived(46e6 / 104_000,
         "46 mln in jaar 3 (Kamerbrief 11-11-2025)"), None,
         derived(by_advice(104_000, 1, 0.68), ADVICE), (0.68, None), "far_more_than",
         "Kamerbrief 11-11-2025: fors meer dan 68%",
         "gangbaar", 0.80, None, 46.0, "blijft in de sluis (11-11-2025)", None),
)  # fmt: skip
