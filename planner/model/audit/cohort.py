"""Time and patients (``model.md`` section 3): when a start is possible, who starts, and who is on treatment."""

from __future__ import annotations

import datetime
import math
from dataclasses import dataclass
from decimal import Decimal

from planner.model.audit.books import Books
from planner.model.audit.numbers import CLOSE, Number, Record, grown, interpolate, keep, months_after, ratio


@dataclass(frozen=True)
class Use:
    """How a medicine is used: ``off_target`` of those treated have no gain, the route prevents ``control`` of them, and
    ``stop_share`` of the patients stop after ``stop_after`` years (None = nobody stops).
    """

    off_target: Number = 0
    control: Number = 0
    stop_share: Number = 0
    stop_after: Number | None = None

    @property
    def treated(self) -> Number:
        """The share of the patients who are treated."""
        return 1 - self.off_target * self.control

    def keep(self, years: Number, age: int) -> Number:
        """The share of the year that a patient is treated, stopping included."""
        if self.stop_after is None or not self.stop_share:
            return keep(years, age)
        stopped = keep(min(years, self.stop_after), age)
        return (1 - self.stop_share) * keep(years, age) + self.stop_share * stopped

    def still_treated(self, years: Number, since: Number) -> Number:
        """The share of those who started ``since`` years ago who are still on treatment at that moment, stopping included."""
        if self.stop_after is None or not self.stop_share:
            return int(since < years)
        return (1 - self.stop_share) * int(since < years) + self.stop_share * int(since < min(years, self.stop_after))


PLAIN = Use()


def use_of(indication: Record, route: Record | None) -> Use:
    """The use of an indication in a route; without a route nothing is prevented and nobody stops."""
    if route is None:
        return Use(indication["off_target_share"])
    stops = bool(route["stop_rule"])
    return Use(
        indication["off_target_share"],
        route["use_control"],
        indication["stop_share"] if stops else 0,
        indication["stop_after"] if stops else None,
    )


@dataclass(frozen=True)
class Cohort:
    """Per planning year, for a start at one offset, if the supplier accepts: those who start (None where the sheet
    ``Patients`` gives patient-years), patient-years on treatment, patient-years that bring health, and patient-years in
    which other care is avoided.
    """

    starters: list[Number] | None
    treated: list[Number]
    helped: list[Number]
    avoiding: list[Number]


def earliest_months(indication: Record, route: Record, start_year: int, lead: Number, under_way: bool) -> int | None:
    """Whole months from the start of the plan to the earliest start; None where there is no dossier.

    The clock of a dossier that is ``under_way`` already runs: ``lead`` is what is left at the start of the plan.
    """
    available = 0
    if indication["available_from"] is not None:
        available = months_after(indication["available_from"], start_year)
    filed = indication["files_from"]
    if isinstance(filed, str):
        return None
    clock = Decimal(available)
    if isinstance(filed, datetime.date):
        clock = max(Decimal(months_after(filed, start_year)), available - route["files_before_months"])
    if under_way:
        clock = Decimal(0)
    return max(0, math.ceil(max(Decimal(available), clock + lead)))


def start_months(earliest: int, route: Record, books: Books) -> list[int]:
    """The offsets of all starts: the earliest, and every later 1 January in the horizon, in the years the route is open."""
    later = range(12 * (earliest // 12 + 1), 12 * books.years, 12)
    return [
        months
        for months in (earliest, *later)
        if months < 12 * books.years
        and (route["open_from"] is None or books.start_year + months // 12 >= route["open_from"])
        and (route["open_to"] is None or books.start_year + months // 12 <= route["open_to"])
    ]


def last_value(points: dict[int, Number], year: int) -> Number:
    """The value at a year of a list by year, where each value holds until the next; 0 before the first."""
    known = [known for known in points if known <= year]
    return points[max(known)] if known else 0


def uptake_share(books: Books, indication: Record, year: int) -> Number:
    """``u(year)``: the share treated in the year-th year (1, 2 ...) after the start; all at once without a curve."""
    curve = indication["uptake"]
    return 1 if curve is None else last_value(books.uptake[curve], year)


def starters_from(books: Books, indication: Record, start: int, years: int) -> list[Number]:
    """Those who start in each year ``t < years`` of a start on 1 January of year ``start``."""
    found: list[Number] = [0] * min(start, years)
    before: Number = 0
    for t in range(start, years):
        new = indication["new_patients"] * grown(indication["patient_growth"], t)
        share = uptake_share(books, indication, t - start + 1)
        found.append(new * share + indication["waiting_patients"] * (share - before))
        before = share
    return found


def on_treatment(starters: list[Number], left: list[Number]) -> list[Number]:
    """Patient-years: starters of each earlier year times what is ``left`` of their treatment by age (a convolution)."""
    ages = [age for age, share in enumerate(left) if share]
    return [sum(starters[t - age] * left[age] for age in ages if age <= t) for t in range(len(starters))]


def whole_year_cohort(books: Books, name: str, start: int, years: int, use: Use = PLAIN) -> Cohort:
    """The cohort of a start on 1 January of year ``start``; nothing where that lies beyond ``years``."""
    row = books.indications[name]
    stated = books.patients.get(name)
    starters: list[Number] | None = None
    if stated is not None:
        base = [last_value(stated, t - start + 1) for t in range(years)]
        avoiding = base
    else:
        starters = starters_from(books, row, start, years)
        base = on_treatment(starters, [use.keep(row["treatment_years"], age) for age in range(years)])
        if row["offset_years"] is None and not use.stop_share:
            avoiding = base
        else:
            length = row["treatment_years"] if row["offset_years"] is None else row["offset_years"]
            avoiding = on_treatment(starters, [keep(length, age) for age in range(years)])
    return _used(use, starters, base, avoiding)


def treated_at(books: Books, name: str, start: int, moment: Number, use: Use) -> Number:
    """Patients on treatment at a moment (years after the plan begins), of a start on 1 January of year ``start``: those who
    started less than ``treatment_years`` before; with the sheet ``Patients`` those of the last year before the moment.
    """
    stated, last = books.patients.get(name), math.ceil(moment - CLOSE) - 1
    if stated is not None:
        return use.treated * last_value(stated, last - start + 1)
    row = books.indications[name]
    starters = starters_from(books, row, start, last + 1)
    here = [use.still_treated(row["treatment_years"], moment - t) * starters[t] for t in range(start, last + 1)]
    return use.treated * sum(here)


def present_cohort(books: Books, name: str, years: int) -> Cohort:
    """Those on treatment at present terms, year by year: the rows of ``Patients`` (year 1 = the first of the plan), else the
    steady state ``new(t) sum keep``, where the sum of ``keep`` over all ages is the length of the treatment.
    """
    row = books.indications[name]
    stated = books.patients.get(name)
    if stated is not None:
        base = [last_value(stated, t + 1) for t in range(years)]
        return _used(use_of(row, None), None, base, base)
    new = [row["new_patients"] * grown(row["patient_growth"], t) for t in range(years)]
    length = row["treatment_years"] if row["offset_years"] is None else row["offset_years"]
    return _used(use_of(row, None), new, [n * row["treatment_years"] for n in new], [n * length for n in new])


def _used(use: Use, starters: list[Number] | None, base: list[Number], avoiding: list[Number]) -> Cohort:
    """A cohort after use control: those who are prevented are neither treated nor spared other care, and lose no health."""
    treated, helped = use.treated, 1 - use.off_target
    return Cohort(
        None if starters is None else [treated * count for count in starters],
        [treated * count for count in base],
        [helped * count for count in base],
        [treated * count for count in avoiding],
    )


def cohort(books: Books, name: str, months: int, use: Use = PLAIN) -> Cohort:
    """The cohort of a start ``months`` after the plan begins, interpolated between the two 1 Januaries around it."""
    year, share = year_and_share(months)
    first = whole_year_cohort(books, name, year, books.years, use)
    second = whole_year_cohort(books, name, year + 1, books.years, use)
    return Cohort(
        None
        if first.starters is None or second.starters is None
        else interpolate(first.starters, second.starters, share),
        interpolate(first.treated, second.treated, share),
        interpolate(first.helped, second.helped, share),
        interpolate(first.avoiding, second.avoiding, share),
    )


def year_and_share(months: int) -> tuple[int, Number]:
    """The year in which an offset lies, and how far into that year it is."""
    year, rest = divmod(months, 12)
    return year, ratio(rest, 12)


def list_budget_impact(books: Books, name: str) -> Number:
    """Gross drug spending at list price [EUR million], the largest of the first three years of a start at offset 0."""
    most = max(whole_year_cohort(books, name, 0, 3).treated)
    spending: Number = most * books.indications[name]["list_price"] / 10**6
    return spending
