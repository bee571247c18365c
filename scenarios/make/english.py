"""The rows that the Dutch scenarios share, in English: for a scenario that is English throughout."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

#: What to replace, longest first: names, units, sources and notes of Care, Frameworks and ReferenceValues.
_TEXTS: Mapping[str, str] = {
    # care
    "Infectieziekten": "Infectious diseases",
    "Zenuwstelsel (onder meer parkinson, alzheimer)": "Nervous system (among others Parkinson, Alzheimer)",
    "Oog en oor": "Eye and ear",
    "Bewegingsapparaat": "Musculoskeletal system",
    "Hart en vaten": "Heart and vessels",
    "Spijsvertering": "Digestive system",
    "Longen": "Lungs",
    "Nieren en urinewegen": "Kidneys and urinary tract",
    "Overige ziekenhuiszorg": "Other hospital care",
    "Spoedeisende hulp en intensive care": "Emergency and intensive care",
    "Geboortezorg": "Maternity care",
    "verpleegdagen": "nursing days",
    "polikliniekbezoeken": "outpatient visits",
    "staaroperaties": "cataract operations",
    "dagbehandelingen": "day treatments",
    "IC-dagen": "ICU days",
    "aanname: orde van grootte van de uitgaven en het aandeel in de verdringing; gepubliceerd is alleen welke zorg het meest "
    "wordt verdrongen (ZIN/Radboudumc 2018: infectieziekten, zenuwstelsel, oog en oor)":
        "assumed: order of size of the spending and of the share in displacement; published is only which care is displaced "
        "most (ZIN/Radboudumc 2018: infectious diseases, nervous system, eye and ear)",
    "aanname: wie meer verdringt, verliest meer gezondheid per euro (15% minder euro per QALY)":
        "assumed: who displaces more loses more health per euro (15% fewer euros per QALY)",
    "beschermd: wordt in het model niet verdrongen (aanname)": "protected: not displaced in the model (assumed)",
    "van Baal et al., Health Econ 2019;28(1):87-100: marginale kosten per QALY, hart- en vaatzorg":
        "van Baal et al., Health Econ 2019;28(1):87-100: marginal cost per QALY, cardiovascular care",
    "zo gekozen dat het met de aandelen gewogen harmonisch gemiddelde precies 73.600 euro per QALY is "
    "(Stadhouders et al., Health Econ 2019;28(11):1331-44; 95%-interval 53.000-94.000)":
        "chosen so that the harmonic mean weighted by the shares is exactly EUR 73,600 per QALY "
        "(Stadhouders et al., Health Econ 2019;28(11):1331-44; 95% interval 53,000-94,000)",
    "aanname rond het gepubliceerde gemiddelde van 73.600 euro per QALY; per ziektegebied niet gevonden":
        "assumed around the published mean of EUR 73,600 per QALY; not found by disease area",
    "gemiddeld tarief 2014 1.200 euro (NRC 21-1-2014) x CPI 1,269 naar prijspeil 2023":
        "mean tariff 2014 EUR 1,200 (NRC 21-1-2014) x CPI 1.269 to prices of 2023",
    "Kostenhandleiding ZIN/iMTA 2024, referentieprijs, prijspeil 2023 (R-pakket tatooheene); niet geïndexeerd":
        "Costing manual ZIN/iMTA 2024, reference price, prices of 2023 (R package tatooheene); not indexed",
    # frameworks
    "afgeleid: uitgaven dure geneesmiddelen 2021 2,6 mld (NZa) x 1,05 tot 1,07 per jaar: 3,2-3,4 mld in 2025; 3,3 gekozen":
        "derived: spending on expensive medicines 2021 2.6 billion (NZa) x 1.05 to 1.07 a year: 3.2-3.4 billion in 2025; "
        "3.3 chosen",
    "aanname: kader 2025 geëxtrapoleerd (26,0 mld in 2021 x 1,044 per jaar = 30,9 mld), daarna 1% reëel per jaar; bestaande "
    "dure geneesmiddelen 2,9% reëel per jaar; ruimte 40 mln in 2026, elk jaar 10 mln meer; ":
        "assumed: framework 2025 extrapolated (26.0 billion in 2021 x 1.044 a year = 30.9 billion), then 1% real a year; "
        "existing expensive medicines 2.9% real a year; room 40 million in 2026, 10 million more each year; ",
    "groeigrens 5% gepubliceerd": "growth limit 5% published",
    "groeigrens 5% aangenomen: na 2026 is niets afgesproken": "growth limit 5% assumed: nothing is agreed after 2026",
    "bandbreedte kader 2025: 30,9-32,2 mld; dure geneesmiddelen 2025: 3,2-3,4 mld; kaders 2022-2026 niet gevonden. De brief "
    "noemt de 5% groei van het kader; de samenhang is de uitgaven aan dure geneesmiddelen en zo is zij hier gebruikt":
        "range of the framework 2025: 30.9-32.2 billion; expensive medicines 2025: 3.2-3.4 billion; frameworks 2022-2026 not "
        "found. The letter calls the 5% growth of the framework; the context is spending on expensive medicines, and so it is "
        "used here",
    # reference values
    "20.000/50.000/80.000 euro per QALY naar ziektelast (ISPOR EU 2024, Borghouts et al.; 80.000: RVZ 2006, ":
        "EUR 20,000/50,000/80,000 per QALY by disease burden (ISPOR EU 2024, Borghouts et al.; 80,000: RVZ 2006, ",
    "aanname: grens 0,40/0,41: algemeen aangehaald, niet in druk gezien": "assumed: cut 0.40/0.41, generally cited, not seen "
        "in print",
}  # fmt: skip


def in_english(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The tables with these texts in English; ids stay as they are."""
    ordered = sorted(_TEXTS.items(), key=lambda pair: -len(pair[0]))

    def english(value: object) -> object:
        if isinstance(value, str):
            for dutch, other in ordered:
                value = value.replace(dutch, other)
        return value

    return {sheet: frame.map(english) for sheet, frame in tables.items()}
