"""What was asked beyond the plan: waiting and later years, displacement per indication, what the answer hangs on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from planner.analysis.after import liability, waiting
from planner.report.answered import frame_of, names_of
from planner.report.edition import Edition
from planner.report.figures import rows_of
from planner.report.league import units_of
from planner.report.numbers import DASH, known
from planner.report.wording import listed

#: Rows at once; the rest is folded.
MOST = 20
#: Characters of names in one cell.
_ROOM = 160


@dataclass(frozen=True)
class After:
    """Waiting and later years: a sentence for each, and a row per indication (name, then figures as text)."""

    sentences: list[str]
    rows: list[list[str]]


def after(book: Edition) -> After | None:
    """None where nothing is admitted, or nothing waits and nothing is left to pay."""
    if book.figures.admitted.empty:
        return None
    words, numbers = book.words, book.words.numbers
    waits, later = waiting(book.figures.plan), liability(book.figures.plan)
    lost, due = float(waits["lost"].sum()), float(later["net"].sum())
    sentences = []
    if lost > 1e-6:
        sentences.append(_waiting(book, lost, *(float(waits[name].sum()) for name in ("by_procedure", "by_room"))))
    if abs(due) > 1e-6:
        key = "html.after.due" if due > 0 else "html.after.saved"
        known_part = words(key, last=book.figures.years[-1], money=numbers.million(abs(due)))
        unknown = later["net"].isna().any()
        sentences.append(f"{known_part} {words('html.after.partly')}" if unknown else known_part)
    if not sentences:
        return None
    names = names_of(book)
    both = waits.groupby("indication")[["by_procedure", "by_room", "lost"]].sum()
    both = both.join(later.groupby("indication")[["patient_years", "net"]].sum(min_count=1), how="outer")
    both = both.sort_values("lost", ascending=False, kind="stable")
    rows = [
        [
            names[str(item.indication)], _qalys(book, item.by_procedure), _qalys(book, item.by_room),
            numbers.people(float(item.patient_years)) if known(item.patient_years) else DASH,
            numbers.number(float(item.net), 1) if known(item.net) else DASH,
        ]
        for item in rows_of(both.reset_index())
    ]  # fmt: skip
    return After(sentences, rows)


def _waiting(book: Edition, lost: float, procedure: float, room: float) -> str:
    """What waiting costs, and by what; one cause is not split in two."""
    words = book.words
    texts = {
        name: words.qalys(words.numbers.qalys(value)) for name, value in (("lost", lost), ("procedure", procedure))
    }
    if room < 1e-6:
        return words("html.after.by_procedure", lost=texts["lost"])
    if procedure < 1e-6:
        return words("html.after.by_room", lost=texts["lost"])
    return words("html.after.waiting", room=words.qalys(words.numbers.qalys(room)), **texts)


def _qalys(book: Edition, value: Any) -> str:
    return book.words.numbers.qalys(float(value)) if known(value) and abs(value) > 1e-9 else DASH


@dataclass(frozen=True)
class Loser:
    """What one indication displaces: its ratio in words and as a bar (percent of the longest), and the figures beside it."""

    name: str
    facts: str
    ratio: str
    width: float
    dear: bool


@dataclass(frozen=True)
class League:
    shown: list[Loser]
    rest: list[Loser]


def league(book: Edition) -> League | None:
    """Displacement per indication, the dearest first."""
    table = frame_of(book.answers, "displacement")
    if table is None:
        return None
    words, numbers, names = book.words, book.words.numbers, names_of(book)
    ratios = table["ratio"].clip(lower=0.0).where(table["gained"] > 1e-9)
    longest = float(ratios.max()) if ratios.notna().any() else 1.0
    rows = []
    for item, ratio in zip(rows_of(table), ratios, strict=True):
        facts = words(
            "html.league.facts",
            gained=words.qalys(numbers.qalys(float(item.gained))),
            lost=words.qalys(numbers.qalys(float(item.lost_elsewhere))),
            net=words.qalys(numbers.qalys(float(item.net_lost), sign=True)),
        )
        stated = units_of(book, str(item.indication))
        units = words("html.league.units", units=stated) if stated else ""
        text = numbers.number(float(ratio), 2) if known(ratio) else DASH
        width = round(100 * float(ratio) / longest, 1) if known(ratio) and longest > 0 else 0.0
        rows.append(
            Loser(names[str(item.indication)], f"{facts}{units}", text, width, known(ratio) and float(ratio) > 1)
        )
    return League(rows[:MOST], rows[MOST:])


@dataclass(frozen=True)
class Question:
    """One other assumption: what it is, the outcome, and which decisions change."""

    label: str
    base: bool
    admitted: str
    net: str
    changed: str


def hangs_on(book: Edition) -> list[Question]:
    table = frame_of(book.answers, "sensitivities")
    if table is None:
        return []
    words, numbers, names = book.words, book.words.numbers, names_of(book)
    rows = []
    for item in rows_of(table):
        value = numbers.euro(float(item.value)) if item.question == "euro_per_qaly" else str(item.value)
        if item.question == "room_value":
            value = numbers.percent(float(item.value))
        if words.has(f"html.hangs.{value}"):
            value = words(f"html.hangs.{value}")
        label = words(f"html.hangs.{item.question}", value=value)
        if item.error:
            rows.append(Question(label, bool(item.base), DASH, DASH, str(item.error)))
            continue
        parts = [
            words(f"variants.{key}", names=listed(words, [names[one] for one in found], _ROOM))
            for key, found in (("in", item.enters), ("out", item.leaves))
            if len(found)
        ]
        if len(item.otherwise):
            parts.append(words("html.hangs.otherwise", n=len(item.otherwise)))
        same = DASH if item.base else words("variants.same")
        net = numbers.number(float(item.net), book.figures.table_decimals, sign=True)
        rows.append(
            Question(label, bool(item.base), numbers.number(float(item.admitted)), net, "; ".join(parts) or same)
        )
    return rows
