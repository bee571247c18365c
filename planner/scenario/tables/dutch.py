"""What sheets, columns and settings mean, from the English of their declaration to Dutch.

The Dutch stands in ``settings_nl``, ``indications_nl`` and ``policy_nl``, the meaning of each choice in ``choices_nl``.
"""

from __future__ import annotations

from planner.scenario.tables import SETTINGS, TABLES, indications_nl, policy_nl, settings_nl

COLUMNS = {**indications_nl.MEANINGS, **policy_nl.MEANINGS}
ROWS = {**indications_nl.ROWS, **policy_nl.ROWS}

#: The columns that every sheet has.
_EVERY_SHEET = {
    "source": "waar de cijfers van de rij vandaan komen",
    "certainty": "hoe zeker de cijfers van de rij zijn; leeg telt als aangenomen (assumed)",
}

#: From each meaning in English to the Dutch one; a test holds that none is missing and none means two things.
DUTCH: dict[str, str] = {
    **{str(table.__doc__).strip(): ROWS[sheet] for sheet, table in TABLES.items()},
    **{
        column.meaning: COLUMNS[sheet].get(name) or _EVERY_SHEET[name]
        for sheet, table in TABLES.items()
        for name, column in table.columns.items()
    },
    **{column.meaning: settings_nl.MEANINGS[name] for name, column in SETTINGS.items()},
}

#: What a sheet would be called in Dutch: who gives it that name is told the right one.
SHEETS: dict[str, str] = {
    "instellingen": "Settings",
    "indicaties": "Indications",
    "geneesmiddelen": "Indications",
    "patiënten": "Patients",
    "marktpenetratie": "Uptake",
    "acceptatie": "Acceptance",
    "fasen": "Phases",
    "risico's": "Risks",
    "kaders": "Frameworks",
    "budgetregels": "BudgetLines",
    "zorg": "Care",
    "verdringing": "Care",
    "referentiewaarden": "ReferenceValues",
    "capaciteit": "Resources",
    "gebruik": "ResourceUse",
    "relaties": "Relations",
    "bronnen": "Sources",
    "varianten": "Scenarios",
}
