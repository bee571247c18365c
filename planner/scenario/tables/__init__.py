"""The sheets of the scenario workbook: one class per sheet, the only place where a column is defined.

Reader, writer, template, error messages and the reference documentation are all derived from these classes.
"""

from planner.scenario.tables.columns import CERTAINTIES, Column, Table, names_in
from planner.scenario.tables.indications import (
    CANDIDATES,
    IN_PACKAGE,
    SAME_DISCOUNT,
    Acceptance,
    Indications,
    Patients,
    ReferenceValues,
    Uptake,
)
from planner.scenario.tables.policy import (
    BudgetLines,
    Care,
    Frameworks,
    Phases,
    Relations,
    Resources,
    ResourceUse,
    Risks,
    Routes,
    Scenarios,
    Sources,
    Uncertainty,
)
from planner.scenario.tables.settings import SETTINGS, Settings, SettingsSheet

TABLES: dict[str, type[Table]] = {
    table.sheet: table
    for table in (
        SettingsSheet,
        Indications,
        Patients,
        Uptake,
        Acceptance,
        Routes,
        Phases,
        Risks,
        Frameworks,
        BudgetLines,
        Care,
        ReferenceValues,
        Resources,
        ResourceUse,
        Relations,
        Sources,
        Scenarios,
        Uncertainty,
    )
}

__all__ = [
    "CANDIDATES",
    "CERTAINTIES",
    "IN_PACKAGE",
    "SAME_DISCOUNT",
    "SETTINGS",
    "TABLES",
    "Column",
    "Settings",
    "Table",
    "names_in",
]
