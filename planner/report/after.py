"""Waiting and later years: QALYs lost because reimbursement starts later than it could, and what remains to be paid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from planner.analysis.after import liability, waiting
from planner.report.edition import Edition
from planner.report.numbers import DASH, known
from planner.report.wording import Words
from planner.scenario.frames import rows_of


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
        sentences.append(
            cost_of_waiting(words, lost, *(float(waits[name].sum()) for name in ("by_procedure", "by_room")))
        )
    if abs(due) > 1e-6:
        key = "html.after.due" if due > 0 else "html.after.saved"
        known_part = words(key, last=book.figures.years[-1], money=numbers.million(abs(due)))
        unknown = later["net"].isna().any()
        sentences.append(f"{known_part} {words('html.after.partly')}" if unknown else known_part)
    if not sentences:
        return None
    names = book.figures.names
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


def cost_of_waiting(words: Words, lost: float, procedure: float, room: float) -> str:
    """What waiting costs, and by what; one cause is not split in two."""
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
