"""English: why a scenario or a variant has no plan."""

NONE: dict[str, str] = {
    "none.existing": "No plan fits within the limits: even without any admission the existing spending breaks them.",
    "none.relations": "No plan keeps all limits and relations: these cannot hold together.",
    "none.constraints": "No plan fits within the limits and the constraints that were added to the model.",
    "none.stopped": "Stopped before any plan was found, by the user or the time limit; allow more time (setting time_limit).",
    "none.problems": "{n} problems in its figures.",
    "none.problems.one": "1 problem in its figures.",
    "none.exceeded": "{limit} is exceeded by {much}{when}{after} ({place}).",
    "none.in": "in {year}",
    "none.after": ", even after displacing {money} of other care",
    "none.together": "{limit} ({place})",
    "unit.dossiers": "dossiers",
    "unit.decisions": "decisions",
    "unit.indications": "indications",
    "unit.units": "units",
    "unit.QALY": "QALYs",
}
