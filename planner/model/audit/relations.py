"""Relations between decisions (``model.md`` section 6): who comes with whom, who not, at one price, and spending caps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from planner.model.audit.books import Books
from planner.model.audit.numbers import TOLERANCE, Number, Record, ratio, read
from planner.model.audit.options import Taken
from planner.model.audit.rows import LimitRow, Place


def in_package(books: Books, taken: Sequence[Taken], name: str) -> Number:
    """The share of an indication's patients that is in the package; of an existing one all but what leaves."""
    mine = [one for one in taken if one.choice.indication == name]
    if name in books.existing:
        return 1 - sum(one.share for one in mine if one.action == "leave")
    return sum(one.share for one in mine)


def relation_rows(books: Books, taken: Sequence[Taken]) -> dict[Place, LimitRow]:
    """All relations that tie decisions but spending caps; they hold ever, so that the year is None.

    What is in the package before the plan is the base of a row.
    """
    found: dict[Place, LimitRow] = {}
    for row in books.relations:
        made = _row(books, taken, row)
        if made is not None:
            name = " ".join(str(row[part]) for part in ("kind", "subject", "object") if row[part])
            found["relation", name, None] = made
    for group, (most, names) in at_most_groups(books).items():
        found["relation", f"at_most {group}", None] = _sum(books, taken, dict.fromkeys(names, 1), most)
    return found


def _row(books: Books, taken: Sequence[Taken], row: Record) -> LimitRow | None:
    kind, subject, other = row["kind"], row["subject"], row["object"]
    if kind == "requires":
        return _sum(books, taken, {subject: 1, other: -1}, 0)
    if kind == "excludes":
        return _sum(books, taken, {subject: 1, other: 1}, 1)
    if kind == "force_in":
        return _sum(books, taken, {subject: -1}, -wanted(books, row))
    if kind == "force_out":
        return _sum(books, taken, {subject: 1}, 0)
    if kind == "not_before":
        early = [one for one in taken if one.choice.indication == subject and one.start_year < row["number"]]
        return LimitRow(0, 0, sum(one.share for one in early if one.action != "stay"))
    if kind == "same_price":
        return LimitRow(1, 0, number_of_prices(books, taken, at_one_price(books, row)))
    return None


def _sum(books: Books, taken: Sequence[Taken], signs: Mapping[str, int], most: Number) -> LimitRow:
    """``sum of sign x share in the package <= most``."""
    base = sum(sign for name, sign in signs.items() if name in books.existing)
    return LimitRow(most, base, sum(sign * in_package(books, taken, name) for name, sign in signs.items()) - base)


def wanted(books: Books, row: Record) -> Number:
    """The share that is forced in: ``number``, by default all that can be."""
    if row["number"] is not None:
        return row["number"]  # type: ignore[no-any-return]
    medicine = books.indications[row["subject"]]
    most: Number = medicine["max_coverage"] if medicine["divisible"] else 1
    return most


def too_early(books: Books, name: str, start_year: int) -> bool:
    """Whether a start is before the year that a relation ``not_before`` states."""
    return any(
        row["kind"] == "not_before" and row["subject"] == name and start_year < row["number"] for row in books.relations
    )


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


def number_of_prices(books: Books, taken: Sequence[Taken], names: Sequence[str]) -> int:
    """How many discounts there are among those in the package; one that stays has its present discount."""
    found: list[Number] = []
    for price in [price for name in names for price in mean_discount(books, taken, name)]:
        if not any(-TOLERANCE <= price - other <= TOLERANCE for other in found):
            found.append(price)
    return len(found)


def mean_discount(books: Books, taken: Sequence[Taken], name: str) -> list[Number]:
    """The discount of an indication in the package (of two neighbouring prices their mean); nothing where it is not in."""
    mine = [one for one in taken if one.choice.indication == name]
    parts = [(one.share, read(one.choice.discount)) for one in mine if one.action != "leave"]
    if name in books.existing:
        parts.append((1 - sum(one.share for one in mine), books.indications[name]["present_discount"]))
    share = sum(part for part, _ in parts)
    return [ratio(sum(part * discount for part, discount in parts), share)] if share > TOLERANCE else []


def forced_exactly(books: Books, taken: Sequence[Taken]) -> list[str]:
    """Why more is in the package than what is forced in: that is exactly its number, no more."""
    return [
        f"{row['subject']}: more in the package than the {float(wanted(books, row)):.6g} that is forced in"
        for row in books.relations
        if row["kind"] == "force_in" and in_package(books, taken, row["subject"]) > wanted(books, row) + TOLERANCE
    ]


def spending_rows(books: Books, taken: Sequence[Taken]) -> dict[Place, LimitRow]:
    """The committed gross drug spending of a product's, supplier's or disease area's candidates by year [EUR million]."""
    found: dict[Place, LimitRow] = {}
    for row in books.relations:
        if row["kind"] != "spending_cap":
            continue
        columns = [row["object"]] if row["object"] else ["product", "supplier", "disease_area"]
        names = [
            name for name in books.candidates if row["subject"] in [books.indications[name][part] for part in columns]
        ]
        mine = [one for one in taken if one.choice.indication in names]
        for t in range(books.years):
            used = sum(one.gross[t] for one in mine)
            found["spending_cap", row["subject"], books.start_year + t] = LimitRow(row["number"], 0, used)
    return found
