"""The template in Dutch."""

from planner.scenario.template_words import NEEDED, OPTIONAL, OWN, TemplateWords

DUTCH = TemplateWords(
    read_me="Leeswijzer",
    title="Een scenario voor planner",
    purpose=(
        "Deze werkmap beschrijft een scenario: geneesmiddelen, routes naar het basispakket, geld, en de zorg die kan worden "
        "verdrongen. planner zoekt het plan dat binnen de grenzen de meeste gezondheidswinst geeft. De rijen die er nu staan "
        "zijn een verzonnen voorbeeld, dat zo kan worden doorgerekend."
    ),
    steps=(
        "Reken eerst het voorbeeld door, om te zien wat eruit komt:  planner run BESTAND.xlsx",
        (
            "Vervang het voorbeeld blad voor blad door uw eigen gegevens: Settings, Frameworks, Care, Routes, en dan "
            "Indications met de curves die daar worden genoemd. Alleen deze vijf bladen zijn nodig; verwijder op de andere de "
            "rijen die u niet gebruikt. De namen van bladen en kolommen en de vaste keuzes zijn Engels en blijven zo."
        ),
        "Houd de muis op een kolomnaam: de notitie zegt wat de kolom betekent, wat er mag staan en wat een lege cel betekent.",
        (
            "Controleren:  planner check BESTAND.xlsx  noemt alles wat te herstellen is, per cel;  --mark KOPIE.xlsx  kleurt die "
            "cellen in een kopie."
        ),
        (
            "Doorrekenen:  planner run BESTAND.xlsx  schrijft het rapport naast de werkmap. Het rapport bevat deze invoer en kan "
            "zelf weer worden doorgerekend."
        ),
    ),
    kinds={
        NEEDED: ("nodig", "nodig op elke rij"),
        OPTIONAL: (
            "mag leeg",
            "een lege cel heeft de standaard die in de notitie bij de kolom staat, of betekent: geen grens",
        ),
        OWN: (
            "eigen",
            "uw eigen opmerkingen, waar planner niets mee doet: de naam van zo'n kolom of blad begint met # of note",
        ),
    },
    rules=(
        (
            "Lege cellen",
            (
                "Is er geen grens, laat de cel of de rij dan weg; vul geen heel groot getal in en ook geen 0: een budget van 0 "
                "is een budget waar niets uit kan. Lege rijen tellen niet. De volgorde van de kolommen is vrij; kolommen die "
                "leeg mogen blijven, mogen ook weg."
            ),
        ),
        (
            "Eenheden",
            (
                "De eenheid van een kolom staat tussen haken achter de naam. Bedragen mogen in een andere eenheid: pas dan de "
                "haken aan, met [EUR], [EUR thousand] (duizend), [EUR million] (miljoen) of [EUR billion] (miljard), zoals in  "
                "list_price [EUR thousand/patient-year]."
            ),
        ),
        (
            "Percentages",
            "Typ 5% of 0,05. Een aandeel loopt van 0 tot en met 100%; een groeipercentage mag negatief zijn.",
        ),
        (
            "Datums",
            "Een datum van Excel, 2026-07-01, of een jaar (dan 1 januari). Een datum telt vanaf de eerste van de maand.",
        ),
        (
            "Eenmalige behandeling",
            (
                "treatment_years is 1, en list_price is de prijs van de hele behandeling. Zorg die daarna nog wordt vermeden: "
                "offset_cost per jaar, met offset_years."
            ),
        ),
        (
            "Regels",
            (
                "eligible (blad Routes) zegt wie een route mag gebruiken, zoals  orphan and list_budget_impact < 10  of  "
                'effectiveness == "established" : namen van kolommen van Indications, getallen met een decimale punt, tekst '
                "tussen aanhalingstekens, and, or, not, == != < <= > >=, + - * / en haakjes."
            ),
        ),
        (
            "Formules",
            "Van een formule telt de opgeslagen uitkomst: sla de werkmap op in Excel nadat u er een hebt gewijzigd.",
        ),
        (
            "Varianten",
            (
                "Elke rij van het blad Scenarios is één wijziging: set (wordt), multiply (maal) of add (plus), in één kolom "
                "van één blad, voor één rij (de naam in de eerste kolom), voor alle rijen (*), of voor de rijen die aan een "
                "regel voldoen ( year >= 2027 ). Rijen met dezelfde naam vormen één variant. Prijzen staan hier in euro's, "
                "budgetten in miljoenen euro's."
            ),
        ),
    ),
    prices=(
        (
            "Alle bedragen staan in prijzen van één jaar: de instelling price_year (leeg = start_year). planner indexeert "
            "niet. Wat in lopende prijzen is afgesproken, maakt u eerst reëel: een kader of budget door het te delen door de "
            "verwachte prijsindex van dat jaar (price_year = 1), een groeipercentage als (1 + afgesproken groei) / (1 + "
            "inflatie) - 1. Een afgesproken groei van 5% per jaar bij 2% inflatie is hier 2,9%."
        ),
        "Nettoprijzen zijn zonder btw. euro_per_qaly en de referentiewaarden blijven over de jaren gelijk.",
    ),
    certainty=(
        ("published", "Gepubliceerd: het staat zo in een bron die iedereen kan nazien; vul de bron in."),
        ("derived", "Afgeleid: berekend uit gepubliceerde cijfers; schrijf bij de bron hoe."),
        (
            "assumed",
            "Aangenomen: al het andere. Leeg telt als aangenomen, en het rapport zegt welke antwoorden op zulke cijfers steunen.",
        ),
        (
            "één cijfer",
            "source en certainty gelden voor een hele rij. Is één cijfer anders, zet dat dan op het blad Sources: dat gaat voor.",
        ),
    ),
    other_language=("In English", "The same workbook explained in English:  planner template FILE.xlsx --language en"),
    phrases={
        "how": "Zo vult u de werkmap in",
        "step": "Stap {}",
        "colours": "Kleuren van de kolomnamen",
        "cells": "Wat in een cel mag staan",
        "prices": "Prijzen van één jaar",
        "certainty": "Hoe zeker een cijfer is",
        "sheets": "De bladen",
        "sheet": "blad",
        "row": "één rij is",
        "must": "nodig",
        "needed": "ja",
        "needed.care": "ja, tenzij displacement_mode none is",
        "optional": "nee",
        "new_patients": "kan niet, tenzij het blad Patients de patiëntjaren van deze indicatie geeft",
        "allowed": "Toegestaan: {}.",
        "units": "Eenheid in de kop: {}.",
        "empty": "Leeg: {}.",
        "share": "{} (0% tot en met 100%)",
        "empty.never": "kan niet",
        "empty.above": "zie hierboven",
        "empty.no": "nee",
        "empty.number": "niet bekend, of geen grens",
        "empty.text": "niets bekend",
        "yes": "ja",
        "no": "nee",
        "expected": "Verwacht: {}.",
        "meaning": "note betekenis",
        "allowed.head": "note toegestaan",
        "default": "note standaard",
    },
)
