"""Dutch: the public report."""

PUBLIC: dict[str, str] = {
    "public.title": "Openbare versie",
    "public.footer": "Openbare versie, zonder vertrouwelijke prijsafspraken",
    "public.what": "Openbare versie van het plan. Prijsafspraken zijn vertrouwelijk: nettoprijzen, kortingen, kansen "
    "op akkoord en de grenzen van leveranciers staan niet in dit bestand, en bedragen alleen als totaal over ten "
    "minste drie middelen. De besluiten zijn dezelfde als in het volledige rapport.",
    "public.not_again": "Dit bestand kan niet opnieuw worden doorgerekend: daarvoor ontbreken de vertrouwelijke "
    "gegevens. Gebruik het scenario zelf.",
    "public.admitted": "Het plan neemt {n} van de {candidates} kandidaten op.",
    "public.few": "Totalen zijn weggelaten: het plan verandert iets voor minder dan drie middelen, of er zou uit volgen wat een "
    "of twee middelen kosten.",
    "public.totals": "Totalen van het plan",
    "public.spending": "Nettouitgaven aan nieuwe middelen, mln €",
    "public.displaced": "Verdrongen zorg, mln €",
    "public.gained": "Gezondheidswinst, QALY's",
    "public.lost": "Verloren gezondheid elders, QALY's",
    "public.net": "Per saldo, QALY's",
    "public.note": "Verwachte bedragen en QALY's, als verschil met een plan dat niets verandert. Een streepje: uit "
    "dat cijfer, alleen of samen met andere, zou volgen wat een of twee middelen kosten.",
    "public.decisions.purpose": "Een rij per indicatie, zonder wat prijsafspraken geheim houden. Lijstprijzen in "
    "euro's van {year}.",
    "public.decisions.note": "Patiënten en QALY's zijn die van een ondertekende afspraak; een streepje waar zij "
    "een prijs of een kans zouden vertellen. Geadviseerde verlaging: een "
    "minimum. Zekerheid: het zwakste gegeven waarop het besluit rust: ● gepubliceerd, ◐ afgeleid, ○ aangenomen.",
    "public.inputs": "De invoer die openbaar kan zijn. De bladen heten anders dan in een scenario, zodat niemand ze "
    "daarvoor aanziet.",
    "public.left_out": "Weggelaten: vertrouwelijke kortingen, acceptatiecurves en grenzen van leveranciers, eigen "
    "berekende prijzen, bronnen bij rijen over middelen, en varianten (behalve hoeveel zij opnemen).",
    "public.flag": "Een variant van het scenario",
    "public.rule": "(niet openbaar)",
    "public.hidden": "{n} varianten zijn weggelaten: uit wat zij opnemen kan een prijs volgen.",
    "public.hidden.one": "1 variant is weggelaten: uit wat hij opneemt kan een prijs volgen.",
    "public.variants.name": "Varianten",
    "public.variants.admitted": "Opgenomen",
    "public.variants.later": "Waarvan\nlater",
    "public.routes.purpose": "Per indicatie elke route: gekozen, open of gesloten, en waarom.",
    "public.sheet": "{sheet} (openbaar)",
}
