"""Dutch: the sheet Inflow."""

INFLOW: dict[str, str] = {
    "sheet.inflow": "Instroom",
    "inflow.purpose": "De weg naar het pakket: fasen, werk en capaciteit, risico's, en voorwaardelijke trajecten die "
    "beginnen, lopen, overgaan en eindigen.",
    "inflow.phase": "Besluiten die een fase afsluiten, per jaar",
    "inflow.months": "Maanden\n(gemiddeld)",
    "inflow.waiting": "QALY's\nverloren",
    "inflow.pools": "Werk en capaciteit per jaar",
    "inflow.work": "{pool}: werk",
    "inflow.capacity": "{pool}: capaciteit",
    "inflow.use": "{pool}: benut",
    "inflow.route": "Opbrengst van het werk, per route",
    "inflow.decisions": "Besluiten",
    "inflow.work_total": "Werk",
    "inflow.gained": "QALY's\ngewonnen",
    "inflow.per_work": "QALY's per\neenheid werk",
    "inflow.risk": "Risico",
    "inflow.candidates": "Kandidaten",
    "inflow.admitted": "Waarvan\nopgenomen",
    "inflow.control": "Beheersing",
    "inflow.trajectories": "Trajecten (verwachte aantallen)",
    "inflow.started": "begonnen",
    "inflow.running": "lopend aan het eind van het jaar",
    "inflow.converted": "overgegaan naar definitieve opname",
    "inflow.ended": "geëindigd",
    "inflow.insufficient": "Verwachte uitgaven aan middelen die onvoldoende blijken, mln €",
    "inflow.stopped": "Verwachte patiënten in behandeling als de vergoeding stopt",
    "inflow.note": "Een fase telt in het jaar van haar laatste maand, teruggeteld vanaf de start. Verloren QALY's: "
    "door de duur van de procedure, verdeeld naar de maanden van de fasen, verdisconteerd. Overgegaan en geëindigd: "
    "naar de kans dat de effectiviteit binnen de looptijd wordt aangetoond.",
}
