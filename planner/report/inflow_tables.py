"""The tables of the sheet Inflow, as numbers under heads: what each shows, and where it has nothing to show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from planner.analysis import inflow
from planner.analysis.lead_time import PROCEDURE, lead_time
from planner.report import formats as f
from planner.report.edition import Edition
from planner.report.reasons import Reasons
from planner.scenario.frames import rows_of

Line = tuple[str, Sequence[Any]]


@dataclass(frozen=True)
class Table:
    """Heads and lines of a label with numbers; ``columns`` and ``rows`` say the number format of some, ``bold`` a last line."""

    heads: Sequence[object]
    lines: Sequence[Line]
    columns: Mapping[int, str] = field(default_factory=dict)
    rows: Mapping[int, str] = field(default_factory=dict)
    default: str = f.NUM
    total: bool = False


def tables(book: Edition, reasons: Reasons) -> list[Table]:
    """Every table for which the plan has something to show, but that of the risks, in the order of the sheet."""
    parts = (
        work_table(book, reasons), _phases(book), _lead_time(book), _yield(book), _funnel(book), _trajectories(book),
        *_insufficient(book),
    )  # fmt: skip
    return [part for part in parts if part is not None]


def work_table(book: Edition, reasons: Reasons) -> Table | None:
    """Work against capacity by pool and year, and the queue for the pool."""
    plan, words, years = book.figures.plan, book.words, book.figures.years
    frame, queue = inflow.work(plan), inflow.queue(plan, reasons.frame)
    lines: list[Line] = []
    rows: dict[int, str] = {}
    for pool, own in frame.groupby("pool", sort=False):
        by_year = own.set_index("year").reindex(years)
        lines.append((words("inflow.work", pool=pool), list(by_year["work"])))
        if by_year["capacity"].notna().any():
            lines.append((words("inflow.capacity", pool=pool), list(by_year["capacity"])))
            rows[len(lines)] = f.PCT
            lines.append((words("inflow.use", pool=pool), list(by_year["work"] / by_year["capacity"])))
        waits = queue[queue["pool"] == pool].set_index("year").reindex(years)
        for name in ("waiting", "by_pool") if waits["waiting"].any() else ("waiting",):
            rows[len(lines)] = f.NUM
            lines.append((words(f"inflow.queue.{name}", pool=pool), list(waits[name])))
    return Table([words("inflow.pools"), *years], lines, {}, rows, f.NUM1) if lines else None


def _phases(book: Edition) -> Table | None:
    """Decisions by phase and the year in which it ends."""
    frame, years = inflow.phases(book.figures.plan), book.figures.years
    if frame.empty:
        return None
    lines = []
    for (route, phase), own in frame.groupby(["route", "phase"], sort=False):
        counts = own["ends"].value_counts().reindex(years).fillna(0.0)
        lines.append((f"{book.figures.route_names[str(route)]}: {phase}", list(counts)))
    return Table([book.words("inflow.phase"), *years], lines)


def _lead_time(book: Edition) -> Table | None:
    """Lead time and the health lost in it, by phase; what adds up to the QALYs lost to waiting."""
    frame, words = lead_time(book.figures.plan), book.words
    if frame.empty:
        return None
    lines: list[Line] = []
    whole = frame["lost"].sum()

    def line(label: str, own: pd.DataFrame) -> None:
        lost = float(own["lost"].sum())
        months = float(own["months"].sum())
        share = lost / whole if abs(whole) > 1e-9 else np.nan
        lines.append((label, [own["indication"].nunique(), months / own["indication"].nunique(), months, lost, share]))

    by_route = frame[frame["kind"].isin(["phase", PROCEDURE])]
    for (route, phase), own in by_route.groupby(["route", "phase"], sort=False):
        line(f"{book.figures.route_names[str(route)]}: {str(phase) or words('inflow.procedure')}", own)
    for kind in ("dossier", "room"):
        if (frame["kind"] == kind).any():
            line(words(f"inflow.lost.{kind}"), frame[frame["kind"] == kind])
    line(words("total"), frame)
    names = ("lead_time", "decisions", "months", "months_all", "waiting", "share")
    qalys = f.decimals_format(max(1, book.figures.table_decimals))
    return Table(
        [words(f"inflow.{name}") for name in names], lines, {1: f.NUM1, 2: f.NUM, 3: qalys, 4: f.PCT}, total=True
    )


def _yield(book: Edition) -> Table | None:
    frame = inflow.yield_of_work(book.figures.plan)
    frame = frame[frame["work"] > 0]
    if frame.empty:
        return None
    words = book.words
    standing = book.figures.scenario.table("Routes").set_index("route")["standing"]
    heads = [words(f"inflow.{name}") for name in ("route", "decisions", "work_total", "gained", "per_work")]
    lines = [
        (
            f"{book.figures.route_names[one.route]} ({words('standing.' + str(standing[one.route]))})",
            [one.decisions, one.work, one.gained, one.per_work],
        )
        for one in rows_of(frame)
    ]
    return Table(heads, lines, {0: f.NUM, 1: f.NUM1, 2: f.NUM1, 3: f.NUM1})


def _funnel(book: Edition) -> Table | None:
    """By named risk and year: how many candidates come, and how many start."""
    scenario, words, years = book.figures.scenario, book.words, book.figures.years
    if scenario.table("Risks").empty:
        return None
    frame = inflow.funnel(book.figures.plan)
    lines: list[Line] = []
    for risk in [*scenario.table("Risks")["risk"], None]:
        own = frame[frame["risk"].isna() if risk is None else frame["risk"] == risk].set_index("year").reindex(years)
        name = words("inflow.no_risk") if risk is None else str(risk)
        if own[["arrive", "start"]].to_numpy().any():
            lines += [(words(f"inflow.{key}", risk=name), list(own[key])) for key in ("arrive", "start")]
    return Table([words("inflow.funnel"), *years], lines) if lines else None


def _trajectories(book: Edition) -> Table | None:
    frame, words, years = inflow.trajectories(book.figures.plan), book.words, book.figures.years
    if frame.empty:
        return None
    lines: list[Line] = []
    for route, own in frame.groupby("route", sort=False):
        by_year = own.set_index("year").reindex(years)
        called = book.figures.route_names[str(route)]
        lines += [
            (f"{called}: {words(f'inflow.{name}')}", list(by_year[name]))
            for name in ("started", "running", "converted", "ended")
            if by_year[name].any()
        ]
    return Table([words("inflow.trajectories"), *years], lines, default=f.decimals_format(1))


def _insufficient(book: Edition) -> list[Table]:
    frame, words, years = inflow.insufficient(book.figures.plan), book.words, book.figures.years
    names = book.figures.names
    found = []
    for column, number in (("insufficient", f.NUM1), ("stopped", f.NUM1)) if len(frame) else ():
        wide = frame.pivot_table(index="indication", columns="year", values=column, sort=False).reindex(columns=years)
        lines: list[Line] = [
            (str(names[name]), [*values, float(np.nansum(values))])
            for name, values in zip(wide.index, wide.to_numpy(), strict=True)
            if values.any()
        ]
        lines.append((words("total"), [*wide.sum().to_list(), float(wide.to_numpy().sum())]))
        heads: list[object] = [words(f"inflow.{column}"), *years, words("total")]
        found.append(Table(heads, lines, default=number, total=True))
    return found
