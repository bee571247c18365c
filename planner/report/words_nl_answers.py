"""Dutch: what was asked of the plan beyond the plan itself."""

ANSWERS: dict[str, str] = {
    "sheet.prices": "Prijzen",
    # Prices
    "prices.purpose": "Van lijstprijs naar wat het waard is. Euro per patiëntjaar in prijzen van {year} (eenmalige "
    "behandeling: per behandeling), zonder btw.",
    "prices.indication": "Indicatie",
    "prices.decision": "Besluit",
    "prices.list_price": "Lijstprijs",
    "prices.lowest": "Laagste\nprijs van de\nleverancier",
    "prices.in_plan": "Nettoprijs\nin het plan",
    "prices.price_star": "Kosten-\neffectieve\nprijs",
    "prices.walk_away": "Hoogste\nprijs om te\ntekenen",
    "prices.price_share": "% van de\nkosteneffec-\ntieve prijs",
    "prices.offered": "Korting\nleverancier\ntot",
    "prices.advice": "Geadvi-\nseerde\nkorting",
    "prices.entry": "Korting\nnodig voor\nopname",
    "prices.room": "Ruimte tussen leverancier en betaler",
    "prices.no_limit": "geen grens",
    "prices.room.closed": "Geen open route.",
    "prices.room.never": "Geen: het plan is bij elke prijs beter zonder.",
    "prices.room.ceiling": "Geen: het prijsplafond laat geen prijs toe.",
    "prices.room.unknown": "Grens van de leverancier niet bekend; hoogstens {price}.",
    "prices.room.short": "Geen: {points} procentpunt korting te weinig.",
    "prices.room.below": "{price} onder de hoogste toelaatbare prijs.",
    "prices.room.chance": "{price} ruimte, maar alleen als de leverancier zeker tekent.",
    "prices.room.same": "Precies de hoogste toelaatbare prijs.",
    "prices.room.unproven": "(Niet tot de laatste euro bewezen.)",
    "prices.note": "Hoogste prijs om te tekenen: daarboven is het beste plan zonder deze indicatie meer waard dan het "
    "beste plan met haar; met verdringing, zonder plafond, en als de leverancier tekent. Hoogste toelaatbare prijs: de "
    "laagste van die prijs, het plafond en de lijstprijs. Kosteneffectieve prijs: ICER gelijk aan de "
    "referentiewaarde. Boven 100% (oranje): duurder dan de gezondheidswinst waard is; voor wie niet wordt opgenomen "
    "telt de laagste prijs van de leverancier. Geadviseerde korting: een ondergrens.",
    "prices.product": "Eén prijs per product",
    "prices.factor": "Hoogstens %\nvan de lijst",
    "prices.least_discount": "Korting\nten minste",
    "prices.together": "Voor de indicaties samen",
    "prices.product.no_limit": "(niets begrenst de prijs)",
    "prices.product.never": "(bij geen enkele prijs)",
    "prices.product.note": "Het hoogste gelijke deel van de lijstprijzen waarbij het beste plan met al deze indicaties "
    "net zoveel waard is als het beste plan zonder.",
    "prices.ladder": "Prijsladder: ligt de blauwe stip boven de oranje ruit, dan is er geen prijs voor beide "
    "(lijstprijs = 100%)",
    "prices.ladder.alt": "Per kandidaat als deel van de lijstprijs: de prijs in het plan of het laagste aanbod, de "
    "hoogste toelaatbare prijs en de geadviseerde prijzen.",
    "prices.ladder.axis": "% van de lijstprijs",
    "prices.ladder.some": "Prijsladder: {n} van de {total} kandidaten, de grootste die wel en die niet worden opgenomen.",
    "prices.series.advice_high": "Advies, hoogste prijs",
    "prices.series.advice_low": "Advies, laagste prijs",
    "prices.series.paid": "Prijs in het plan of laagste aanbod",
    "prices.series.admissible": "Hoogste toelaatbare prijs",
}  # fmt: skip
