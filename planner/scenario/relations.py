"""Who a row of the sheet Relations is about: names of indications, products, suppliers and disease areas."""

from __future__ import annotations

from planner.scenario.scenario import Scenario
from planner.scenario.tables import CANDIDATES, names_in

#: What a spending cap may be about, in the order in which a name is looked for.
CAPPED = ("product", "supplier", "disease_area")


def price_members(scenario: Scenario, subject: str | None, other: str | None) -> list[str]:
    """The indications that have one price: those named, and all of the products named."""
    table = scenario.table("Indications")
    names = [*names_in(subject), *names_in(other)]
    mine = table["indication"].isin(names) | table["product"].isin(names)
    return list(table["indication"][mine])


def capped_columns(scenario: Scenario, subject: str, column: str | None) -> list[str]:
    """Which of product, supplier and disease area the subject of a spending cap is a name of; ``column`` chooses one."""
    table = scenario.table("Indications")
    found = [name for name in CAPPED if (table[name] == subject).any()]
    return [name for name in found if column in (None, name)]


def cap_members(scenario: Scenario, subject: str, column: str | None) -> list[str]:
    """The candidates whose spending is capped."""
    table = scenario.table("Indications")
    columns = capped_columns(scenario, subject, column)
    mine = (table[columns[0]] == subject) & table["status"].isin(CANDIDATES)
    return list(table["indication"][mine])
