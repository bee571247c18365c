"""What the answer hangs on: the plan under other assumptions, how much rests on assumed figures, what is as good, what is now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from planner.errors import PlannerError
from planner.model.plan import Outcome
from planner.report.answered import frame_of
from planner.report.edition import Edition
from planner.report.numbers import DASH, known
from planner.report.unplanned import why_no_plan
from planner.report.wording import listed, shortened
from planner.scenario.frames import rows_of

#: Characters of names in one cell, and in a sentence.
_ROOM, _LONG = 160, 300


@dataclass(frozen=True)
class Question:
    """One other assumption: what it is, the outcome, and which decisions change (``moves``: something enters or leaves)."""

    label: str
    base: bool
    admitted: str
    net: str
    changed: str
    moves: bool = False


def hangs_on(book: Edition) -> list[Question]:
    """A row per assumption tried; empty where it was not asked."""
    table = frame_of(book.answers, "sensitivities")
    if table is None:
        return []
    words, numbers, names = book.words, book.words.numbers, book.figures.names
    rows = []
    for item in rows_of(table):
        value = numbers.euro(float(item.value)) if item.question in ("euro_per_qaly", "qaly_value") else str(item.value)
        if item.question == "health_target":
            value = words.qalys(numbers.qalys(float(item.value)))
        if item.question == "room_value":
            value = numbers.percent(float(item.value))
        if words.has(f"html.hangs.{value}"):
            value = words(f"html.hangs.{value}")
        label = words(f"html.hangs.{item.question}", value=value)
        if item.error:
            failure = getattr(item, "failure", None)
            why = why_no_plan(words, failure) if isinstance(failure, PlannerError) else [str(item.error)]
            rows.append(Question(label, bool(item.base), DASH, DASH, shortened(" ".join(why), _LONG)))
            continue
        parts = [
            words(f"variants.{key}", names=listed(words, [names[one] for one in found], _ROOM))
            for key, found in (("in", item.enters), ("out", item.leaves))
            if len(found)
        ]
        if len(item.otherwise):
            parts.append(words("html.hangs.otherwise", n=len(item.otherwise)))
        same = DASH if item.base else words("variants.same")
        net = numbers.number(float(item.net_sum), book.figures.table_decimals, sign=True)
        rows.append(
            Question(
                label, bool(item.base), numbers.number(float(item.admitted)), net, "; ".join(parts) or same,
                bool(len(item.enters) or len(item.leaves)),
            )
        )  # fmt: skip
    return rows


def note_of(book: Edition) -> str:
    """How to read the table: what its net QALYs are, and what decisions say that differ by less than is proven."""
    return " ".join(text for text in (book.words("hangs.note"), unproven(book, [book.figures.plan.outcome])) if text)


def unproven(book: Edition, outcomes: Iterable[Outcome]) -> str:
    """That small differences between plans say nothing where one is proven to a gap only; blank where all are proven.

    Two searches for one and the same question may then end with other decisions.
    """
    gap = max((one.gap_asked for one in outcomes if one.stopped != "optimal"), default=0.0)
    return book.words("hangs.gap", gap=book.words.numbers.gap(gap)) if gap else ""


def rests_on_sentence(book: Edition) -> str:
    """Which share of what is gained, spent and displaced rests on assumed figures; blank where it was not asked."""
    table = frame_of(book.answers, "rests_on")
    if table is None:
        return ""
    words, numbers = book.words, book.words.numbers
    parts = []
    for figure in ("gained", "spent", "displaced"):
        share = table[(table["figure"] == figure) & (table["certainty"] == "assumed")]["share"]
        if len(share) and known(share.iloc[0]):
            parts.append(words(f"hangs.rests.{figure}", share=numbers.percent(float(share.iloc[0]), 0)))
    return words("hangs.rests", parts=numbers.join(parts)) if parts else ""


def now_sentence(book: Edition) -> str:
    """What is decided for the first year, and what is an intention for later; blank where it was not asked."""
    table = frame_of(book.answers, "first_year")
    if table is None:
        return ""
    words, numbers = book.words, book.words.numbers
    texts = []
    for key, rows in (("now", table[table["now"]]), ("later", table[~table["now"].astype(bool)])):
        if len(rows):
            values = {
                "year": book.figures.years[0],
                "gained": words.qalys(numbers.qalys(float(rows["gained_sum"].sum()))),
                "money": numbers.million(float(rows["spending"].sum())),
            }
            texts.append(words.counted(f"hangs.{key}", len(rows), **values))
    return " ".join(texts)


def ties_sentence(book: Edition) -> str:
    """Which decisions an equally good plan takes otherwise; that there are none where that was asked; blank where it was not."""
    if book.answers is None or book.answers.ties is None:
        return ""
    words, names = book.words, book.figures.names
    if not len(book.answers.ties):
        return words("hangs.ties.none")
    texts = []
    for item in rows_of(book.answers.ties):
        others = [names.get(one, one) for one in str(item.changes).split("; ") if one]
        along = words("hangs.ties.with", names=listed(words, others, _ROOM)) if others else ""
        texts.append(words(f"hangs.ties.{item.instead}", name=names[str(item.indication)], along=along))
    return words("hangs.ties", parts=listed(words, texts, _LONG))


def changed_by(book: Edition) -> tuple[int, int]:
    """Under how many of the other assumptions some indication enters or leaves, and how many were tried."""
    others = [row for row in hangs_on(book) if not row.base]
    return sum(row.moves for row in others), len(others)
