"""Dutch: why a scenario or a variant has no plan."""

NONE: dict[str, str] = {
    "none.existing": "Geen plan past binnen de grenzen: ook zonder opname breken de bestaande uitgaven ze al.",
    "none.relations": "Geen plan houdt alle grenzen en relaties: deze gaan niet samen.",
    "none.constraints": "Geen plan past binnen de grenzen en de beperkingen die aan het model zijn toegevoegd.",
    "none.stopped": "Gestopt voordat een plan was gevonden, door de gebruiker of de tijdslimiet; geef "
    "meer tijd (instelling time_limit).",
    "none.problems": "{n} problemen in de cijfers.",
    "none.problems.one": "1 probleem in de cijfers.",
    "none.exceeded": "{limit} wordt{when} met {much} overschreden{after} ({place}).",
    "none.in": "in {year}",
    "none.after": ", ook na verdringing van {money} aan andere zorg",
    "none.together": "{limit} ({place})",
    "unit.dossiers": "dossiers",
    "unit.decisions": "besluiten",
    "unit.indications": "indicaties",
    "unit.units": "eenheden",
    "unit.QALY": "QALY's",
}
