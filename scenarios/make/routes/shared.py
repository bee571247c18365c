"""What the route sets share: the letters, the rules of the lock, a budget line, and the standings that a set needs."""

from __future__ import annotations

from scenarios.make.common import ASSUMED, Book
from scenarios.make.netherlands import LEAD, LEAD_SOURCE, LETTER, LETTER_VT, LOCK_RULE, SWP

LETTER_VOXZOGO = "Kamerbrief 11-11-2025 over de petitie Voxzogo"
NOTE_ORPHAN = "Nota 20-5-2026 bij de Kamerbrief weesgeneesmiddelen, kenmerk 4388572-1099130-GMT"
LETTER_TSG = "Kamerbrief 2024, kst 29477-883"
EVALUATION = f"beleidsmatige evaluatie VT (SiRM), aangehaald in {LETTER_VT}"
MOTION = f"motie Bushoff, kst 29477-856, aangehaald in {LETTER_VT} en {LETTER_TSG}"

LOCK = f'({LOCK_RULE}) and {SWP} and status != "refused"'
BELOW_LOCK = f'not ({LOCK_RULE}) and {SWP} and status != "refused"'

#: Years for which the budget lines and capacities of a set are stated; a scenario that runs on keeps the last one.
YEARS = range(2025, 2041)

ORDER = ("in_force", "proposed", "asked_for", "not_policy")

__all__ = ["BELOW_LOCK", "LEAD", "LEAD_SOURCE", "LETTER", "LETTER_VT", "LOCK", "LOCK_RULE", "SWP"]


def add_line(book: Book, line: str, budget: float, source: str, certainty: str, **columns: object) -> None:
    """A budget line, the same amount in every year."""
    for year in YEARS:
        book.add("BudgetLines", source, certainty, line=line, year=year, budget=budget, **columns)


def add_standings(book: Book) -> None:
    """The setting ``standings`` under which the routes of the set are used; the routes in force stay in use."""
    needed = {"in_force", *(row.get("standing", "in_force") for row in book.rows["Routes"])}
    value = ";".join(name for name in ORDER if name in needed)
    why = "welke routes meedoen: wat van kracht is, en de status van de routes in dit bestand"
    book.add("Settings", why, ASSUMED, setting="standings", value=value)
