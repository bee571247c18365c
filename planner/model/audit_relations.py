"""Relations between decisions (``model.md`` section 6): who comes with whom, who not, at one price, and spending caps."""

from __future__ import annotations

from collections.abc import Sequence

from planner.model.audit_books import Books
from planner.model.audit_numbers import CLOSE, Number, Record
from planner.model.audit_options import Taken
from planner.model.audit_rows import LimitRow, Place


def in_package(books: Books, taken: Sequence[Taken], name: str) -> Number:
    """The share of an indication's patients that is in the package; of an existing one all but what leaves."""
    mine = [one for one in taken if one.choice.indication == name]
    if name in books.existing:
        return 1 - sum(one.share for one in mine if one.action == "leave")
    return sum(one.share for one in mine)


def relation_rows(books: Books, taken: Sequence[Taken]) -> dict[Place, LimitRow]:
    """All relations but spending caps; they hold ever, so that the year is None."""
    found: dict[Place, LimitRow] = {}
    for row in books.relations:
        if row["kind"] not in ("at_most", "spending_cap"):
            name = " ".join(str(row[part]) for part in ("kind", "subject", "object") if row[part])
            found["relation", name, None] = _row(books, taken, row)
    for group, (most, names) in at_most_groups(books).items():
        inside = sum(in_package(books, taken, name) for name in names)
        found["relation", f"at_most {group}", None] = LimitRow(most, 0, inside)
    return found


def _row(books: Books, taken: Sequence[Taken], row: Record) -> LimitRow:
    """One relation as ``used <= limit``, where more than the limit is used if and only if it is broken."""
    kind, subject = row["kind"], row["subject"]
    if kind == "not_before":
        return LimitRow(0, 0, _too_early(taken, row))
    if kind == "same_price":
        return LimitRow(0, 0, _other_prices(books, taken, row))
    share = in_package(books, taken, subject)
    if kind == "force_in":
        wanted = _wanted(books, row)
        return LimitRow(0, 0, max(share - wanted, wanted - share))
    if kind == "force_out":
        return LimitRow(0, 0, share)
    other = in_package(books, taken, row["object"])
    return LimitRow(0, 0, share - other) if kind == "requires" else LimitRow(1, 0, share + other)


def _wanted(books: Books, row: Record) -> Number:
    """The share that is forced in: ``number``, by default all that can be."""
    if row["number"] is not None:
        return row["number"]  # type: ignore[no-any-return]
    medicine = books.indications[row["subject"]]
    most: Number = medicine["max_coverage"] if medicine["divisible"] else 1
    return most


def _too_early(taken: Sequence[Taken], row: Record) -> Number:
    """Decisions that start before the year."""
    mine = [one for one in taken if one.choice.indication == row["subject"] and one.action != "stay"]
    return sum(1 for one in mine if one.start_year < row["number"])


def at_most_groups(books: Books) -> dict[str, tuple[Number, list[str]]]:
    """Rows with the same object form a group; the number stands on any of them."""
    found: dict[str, tuple[Number, list[str]]] = {}
    for row in books.relations:
        if row["kind"] == "at_most":
            number, names = found.get(row["object"], (1, []))
            found[row["object"]] = (number if row["number"] is None else row["number"], [*names, row["subject"]])
    return found


def at_one_price(books: Books, row: Record) -> list[str]:
    """The indications of a relation ``same_price``: those named, or all of a product that is named."""
    named = [part.strip() for cell in (row["subject"], row["object"]) for part in (cell or "").split(";")]
    return [name for name, medicine in books.indications.items() if name in named or medicine["product"] in named]


def _other_prices(books: Books, taken: Sequence[Taken], row: Record) -> Number:
    """How many of those in the package have another discount than the first."""
    discounts: list[Number] = []
    for name in at_one_price(books, row):
        mine = [one for one in taken if one.choice.indication == name and one.action != "stay"]
        if name in books.existing:
            if any(one.action == "leave" and one.share == 1 for one in mine):
                continue
            new = [one for one in mine if one.action == "renegotiate"]
            discounts += [books.read(one.choice.discount) for one in new]
            if not new:
                discounts.append(books.indications[name]["present_discount"])
        else:
            discounts += [books.read(one.choice.discount) for one in mine]
    return sum(not -2 * CLOSE <= discount - discounts[0] <= 2 * CLOSE for discount in discounts)


def spending_rows(books: Books, taken: Sequence[Taken]) -> dict[Place, LimitRow]:
    """The committed gross drug spending of a product's, supplier's or disease area's candidates by year [EUR million]."""
    found: dict[Place, LimitRow] = {}
    for row in books.relations:
        if row["kind"] != "spending_cap":
            continue
        names = [name for name in books.candidates if row["subject"] in _belongs(books.indications[name])]
        mine = [one for one in taken if one.choice.indication in names]
        for t in range(books.years):
            used = sum(one.gross[t] for one in mine)
            found["spending_cap", row["subject"], books.start_year + t] = LimitRow(row["number"], 0, used)
    return found


def _belongs(medicine: Record) -> tuple[str | None, ...]:
    return medicine["product"], medicine["supplier"], medicine["disease_area"]
