"""Shares of a decision: of the patients, where an indication is divisible, and of two neighbouring prices."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from planner.model.audit.books import Books
from planner.model.audit.numbers import CLOSE, TOLERANCE, Number, read
from planner.model.audit.options import Choice, Taken


def possible_share(books: Books, choice: Choice) -> bool:
    """A share lies above 0; below 1 only of a divisible indication (up to its ``max_coverage``) or between two prices."""
    row = books.indications[choice.indication]
    most = row["max_coverage"] if row["divisible"] else 1
    if not 0 < choice.share <= most + TOLERANCE:
        return False
    whole = choice.share >= 1 - TOLERANCE
    return whole or bool(row["divisible"]) or books.scenario.settings.price_mode == "continuous"


def by_indication(taken: Sequence[Taken]) -> dict[str, list[Taken]]:
    found: dict[str, list[Taken]] = {}
    for one in taken:
        found.setdefault(one.choice.indication, []).append(one)
    return found


def mixtures(books: Books, points: Callable[[str, str, int], list[Number]], taken: Sequence[Taken]) -> list[str]:
    """Why the shares of a plan are not allowed: several parts of an indication must be neighbouring prices of one option
    and, unless it is divisible, make up the whole.
    """
    found = []
    for name, parts in by_indication(taken).items():
        row, share = books.indications[name], sum(one.share for one in parts)
        most = row["max_coverage"] if row["divisible"] else 1
        if share > most + TOLERANCE:
            found.append(f"{name}: {float(share):.6g} of the patients, at most {float(most):.6g}")
        if not row["divisible"] and share < 1 - TOLERANCE:
            found.append(f"{name}: only {float(share):.6g} of the patients, and it is not divisible")
        if len(parts) > 1 and not _neighbours(books, points, parts):
            found.append(f"{name}: its parts are not two neighbouring prices of one option")
    return found


def _neighbours(books: Books, points: Callable[[str, str, int], list[Number]], parts: Sequence[Taken]) -> bool:
    if books.scenario.settings.price_mode != "continuous" or len(parts) != 2:
        return False
    low, high = sorted((one.choice for one in parts), key=lambda choice: choice.discount)
    place = (low.indication, low.route, low.offset_months)
    if place != (high.indication, high.route, high.offset_months):
        return False
    tried = points(*place)
    between = [d for d in tried if read(low.discount) + 2 * CLOSE < d < read(high.discount) - 2 * CLOSE]
    return not between
