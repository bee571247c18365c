"""Which limits bind, in which years, and how full the others are: the list on Summary, and what warnings say of limits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from planner.report.figures import Figures
from planner.report.limit_names import limit_name
from planner.report.numbers import known
from planner.report.wording import Words, listed
from planner.report.years import by_calendar, when_most

#: From this use on a limit counts as full: choices come in whole indications, so that room rarely ends at exactly 0.
FULL = 0.995
#: Characters that fit in the line of limits that are not full.
_ROOM = 150

_SHEETS = {
    "framework": "Frameworks",
    "growth": "Frameworks",
    "budget_line": "BudgetLines",
    "dossiers": "Routes",
    "resource": "Resources",
    "spending_cap": "Relations",
}
_COLUMNS = {
    "framework": ("budget", "baseline_care", "baseline_drugs"),
    "growth": ("drug_growth_limit", "baseline_drugs"),
    "budget_line": ("budget",),
    "dossiers": ("dossiers_per_year",),
    "resource": ("capacity",),
    "spending_cap": ("number",),
}


@dataclass(frozen=True)
class Limit:
    """One limit as Summary shows it. ``rank`` 0 binds or displaces, 1 is exceeded (a target), 2 has room left."""

    family: str
    name: str
    label: str
    status: str
    detail: str
    rank: int
    years: tuple[int, ...] = ()
    certainty: str = ""
    use: float = 0.0


def limits(words: Words, figures: Figures) -> list[Limit]:
    """All limits of the plan, those that bind first, then by use."""
    frame = figures.plan.limits
    found = [_framework(words, figures, name) for name in dict.fromkeys(figures.plan.spending["framework"])]
    target = figures.scenario.settings.growth_kind == "target"
    if target:
        found += _targets(words, figures)
    for (family, name), rows in frame.groupby(["family", "name"], sort=False):
        if family == "framework" or (family == "growth" and target):
            continue
        if family in ("relation", "health_target"):
            continue  # what was fixed beforehand: it stands on Budget, and in the reason of what it rules out
        if family == "patient_group":
            if (figures.scenario.table("Indications")["patient_group"] == name).sum() > 1:
                found.append(_group(words, figures, str(name), rows))
        else:
            found.append(_yearly(words, figures, str(family), str(name), rows))
    kept = [limit for limit in found if limit is not None]
    return sorted(kept, key=lambda limit: (limit.rank, -limit.use))


def binding_lines(words: Words, limits: list[Limit], most: int, sheet: str) -> list[Limit | str]:
    """The list of Summary, at most ``most`` lines: the limits that bind, or that none does, then in one line what is not full."""
    if not any(limit.rank < 3 for limit in limits):
        return [words("binds.none")]
    binding = [limit for limit in limits if limit.rank < 2]
    free = [limit for limit in limits if limit.rank == 2]
    places = most - (1 if free else 0)
    lines: list[Limit | str] = [*binding] if binding else [words("binds.nothing")]
    if len(lines) > places:
        lines = [*binding[: places - 1], words.counted("binds.more", len(binding) - places + 1, sheet=sheet)]
    return [*lines, _free_line(words, free)] if free else lines


def _free_line(words: Words, free: list[Limit]) -> str:
    """``Not full: MSZ framework (at most 16% used, 2035), Budget VT (not used)``: as many as two lines hold, the rest counted."""
    texts = [f"{limit.label} ({limit.detail})" if limit.detail else limit.label for limit in free]
    return words("binds.not_full", names=listed(words, texts, _ROOM))


def _when(words: Words, figures: Figures, years: list[int], key: str) -> str:
    """``full in 2029–2031``, ``full from 2027``, ``full in all years``."""
    if len(years) == len(figures.years) > 1:
        return words(f"{key}_all")
    text = words.numbers.years(years, figures.years[-1])
    return words(key if text[0].isdigit() else f"{key}_from", years=text)


def _framework(words: Words, figures: Figures, name: str) -> Limit | None:
    """A framework is full where other care gives way (or where its hard limit is reached)."""
    spending = figures.frameworks
    mine = by_calendar(spending[spending["framework"] == name], figures.years)
    mine = mine.assign(budget=mine["budget"] + mine["carry"])
    if not mine["budget"].notna().any():
        return None
    added = (mine["pressure"] - mine["reference_pressure"]).fillna(0.0)
    years = [int(year) for year in mine.index[added > 1e-6]]
    room = (mine["budget"] - mine["base"]).clip(lower=0.0)
    if years:
        label = words("limit.framework_displacing", name=name)
        top = when_most(words.numbers, added)
        detail = words("binds.pressure", money=words.numbers.million(float(added.max())), year=top)
        most = mine["budget"] - mine["base"] + mine["pressure_limit"]
        full = [int(year) for year in mine.index[mine["must_fit"] >= FULL * most]]
        if full:
            detail = words("binds.full_most", years=words.numbers.years(full))
        certainty = _certainty(figures, "framework", name, years)
        return Limit(
            "framework",
            name,
            label,
            _when(words, figures, years, "binds.displaces"),
            detail,
            0,
            tuple(years),
            certainty,
            1.0,
        )
    before = [year for year in figures.years if mine["reference_pressure"][year] > 1e-6]
    if before:
        label, status = words("limit.framework", name=name), words("binds.before", years=words.numbers.years(before))
        return Limit(
            "framework", name, label, status, "", 0, tuple(before), _certainty(figures, "framework", name, before), 1.0
        )
    most = (mine["budget"] - mine["base"] + mine["pressure_limit"]).replace([np.inf, -np.inf], np.nan)
    hard = not mine["pressure_limit"].fillna(0.0).max() > 0
    used = mine["must_fit"] if hard else mine["cost"]
    return _free(words, figures, "framework", name, used, most if hard else room)


def _free(words: Words, figures: Figures, family: str, name: str, used: pd.Series, room: pd.Series) -> Limit:
    """A limit by year: full where what is used reaches the room, else how full it gets."""
    label = limit_name(words, figures, family, name, rate=True)
    full = [
        int(year) for year in room.index if known(room[year]) and used[year] > 1e-9 and used[year] >= FULL * room[year]
    ]
    share = (used / room.where(room > 1e-9)).dropna()
    top = float(share.max()) if len(share) else 0.0
    detail = words("binds.unused")
    if top >= 0.005:
        detail = words(
            "binds.used", share=words.numbers.percent(min(top, 1.0), 0), year=when_most(words.numbers, share)
        )
    if full:
        certainty = _certainty(figures, family, name, full)
        return Limit(family, name, label, _when(words, figures, full, "binds.full"), "", 0, tuple(full), certainty, 1.0)
    return Limit(family, name, label, words("binds.free"), detail, 2, use=top)


def _yearly(words: Words, figures: Figures, family: str, name: str, rows: pd.DataFrame) -> Limit | None:
    mine = by_calendar(rows, figures.years)
    room = (mine["limit"] - mine["base"]).replace([np.inf, -np.inf], np.nan)
    return _free(words, figures, family, name, mine["used"], room) if room.notna().any() else None


def _targets(words: Words, figures: Figures) -> list[Limit | None]:
    """Growth targets: not a limit, but a reader wants to know where they are exceeded."""
    spending = figures.plan.spending
    found: list[Limit | None] = []
    for name, mine in spending[spending["growth_ceiling"].notna()].groupby("framework", sort=False):
        by_year = by_calendar(mine, figures.years)
        over = by_year["growth_excess"]
        years = [int(year) for year in over.index[over > 1e-6]]
        if not years:
            used, room = (
                by_year["growth_used"] - by_year["baseline_drugs"],
                by_year["growth_ceiling"] - by_year["baseline_drugs"],
            )
            found.append(_free(words, figures, "growth", str(name), used, room))
            continue
        label = limit_name(words, figures, "growth", str(name), rate=True)
        detail = words(
            "binds.excess", money=words.numbers.million(float(over.max())), year=when_most(words.numbers, over)
        )
        status = words("binds.over", years=words.numbers.years(years))
        certainty = _certainty(figures, "growth", str(name), years)
        found.append(Limit("growth", str(name), label, status, detail, 1, tuple(years), certainty, 1.0))
    return found


def _group(words: Words, figures: Figures, name: str, rows: pd.DataFrame) -> Limit:
    taken = bool(rows["binding"].any())
    status = words("binds.full_group") if taken else words("binds.free")
    table = figures.scenario.table("Indications")
    members = int((table["patient_group"] == name).sum())
    detail = words("binds.group", n=members)
    return Limit(
        "patient_group",
        name,
        limit_name(words, figures, "patient_group", name),
        status,
        detail,
        1 if taken and members > 1 else 3,
    )


def _certainty(figures: Figures, family: str, name: str, years: list[int]) -> str:
    """The weakest figure of the rows that make the limit bind."""
    sheet = _SHEETS[family]
    table = figures.scenario.table(sheet)
    key = "subject" if family == "spending_cap" else table.columns[0]
    places = (table[key] == name).to_numpy()
    if "year" in table:
        places = places & table["year"].isin(years).to_numpy()
    found = [figures.certainties.row(sheet, int(place), _COLUMNS[family]) for place in places.nonzero()[0]]
    order = ("published", "derived", "assumed")
    return max(found, key=order.index, default="")
