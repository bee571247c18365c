"""The meaning of each setting in Dutch, for reports and templates in Dutch; a test holds that none is missing."""

MEANINGS: dict[str, str] = {
    "title": "de vraag, als titel van het rapport",
    "language": "taal van het rapport",
    "start_year": "eerste jaar van het plan",
    "years": "lengte van het plan",
    "price_year": "jaar van de prijzen; leeg = start_year",
    "discount_rate_costs": "jaarlijkse discontovoet van kosten",
    "discount_rate_effects": "jaarlijkse discontovoet van gezondheid",
    "budget_basis": "welke uitgaven binnen harde grenzen moeten: wat leveranciers ook antwoorden, of het gemiddelde",
    "growth_base": "of groei telt vanaf het laatste gerealiseerde jaar, of vanaf het vorige jaar van het plan zelf",
    "growth_kind": "of de groeigrens een grens is, of een doel dat wordt gerapporteerd",
    "displacement_mode": "welke zorg wordt verdrongen",
    "room_value": "waarde van ongebruikte ruimte, als deel van wat verdringing zou kosten",
    "price_ceiling": "welk prijsplafond geldt op routes die kosteneffectiviteit vragen",
    "advice_bound": "welk eind van een geadviseerde bandbreedte telt",
    "advice_margin": "wat bij een advies komt dat zegt: meer dan",
    "standings": "status van de routes die worden gebruikt, met ; ertussen",
    "discount_step": "stap tussen de kortingen die worden geprobeerd; 0 = alleen de knikpunten",
    "bargaining_power": "deel van de verdere ruimte van de leverancier dat de betaler krijgt",
    "min_acceptance": "kleinste kans op akkoord van een mogelijkheid",
    "mip_gap": "relatieve marge waarbij een plan als bewezen telt",
    "time_limit": "langste rekentijd",
    "price_mode": "of kortingen punten zijn of een doorlopende reeks",
    "objective": "wat zo groot mogelijk wordt",
    "qaly_value": "waarde van een QALY, bij net_monetary_benefit",
    "health_target": "gezondheid die moet worden gewonnen, bij least_spending",
    "second_objective": "tweede doel van een paar op volgorde, waarvan net_qalys het eerste is",
    "population": "aantal inwoners",
    "premium_payers": "aantal premiebetalers, voor de kosten per premiebetaler",
}

UNITS: dict[str, str] = {"years": "jaar", "seconds": "seconden"}
