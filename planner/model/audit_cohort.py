"""Time and patients (``model.md`` section 3): when a start is possible, who starts, and who is on treatment."""

from __future__ import annotations

import datetime
import math
from dataclasses import dataclass
from fractions import Fraction

from planner.model.audit_books import Books
from planner.model.audit_numbers import Number, Record, exact, interpolate, keep, months_after


@dataclass(frozen=True)
class Cohort:
    """Per planning year, for a start at one offset, if the supplier accepts: those who start (None where the sheet
    ``Patients`` gives patient-years), patient-years on treatment, and patient-years in which other care is avoided.
    """

    starters: list[Number] | None
    treated: list[Number]
    avoiding: list[Number]


def earliest_months(indication: Record, route: Record, start_year: int) -> int | None:
    """Whole months from the start of the plan to the earliest start; None where there is no dossier."""
    available = 0
    if indication["available_from"] is not None:
        available = months_after(indication["available_from"], start_year)
    filed = indication["files_from"]
    if isinstance(filed, str):
        return None
    clock = Fraction(available)
    if isinstance(filed, datetime.date):
        clock = max(Fraction(months_after(filed, start_year)), available - exact(float(route["files_before_months"])))
    return max(0, math.ceil(max(Fraction(available), clock + exact(float(route["lead_time_months"])))))


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
    """``u(year)``: the share treated in the year-th year after the start; ``u(0) = 0``, all at once without a curve."""
    if year < 1:
        return 0
    curve = indication["uptake"]
    return 1 if curve is None else last_value(books.uptake[curve], year)


def starters_from(books: Books, indication: Record, start: int, years: int) -> list[Number]:
    """Those who start in each year ``t < years`` of a start on 1 January of year ``start``."""
    found: list[Number] = []
    for t in range(years):
        n = t - start + 1
        new = indication["new_patients"] * (1 + indication["patient_growth"]) ** t if n >= 1 else 0
        share = uptake_share(books, indication, n)
        found.append(new * share + indication["waiting_patients"] * (share - uptake_share(books, indication, n - 1)))
    return found


def on_treatment(starters: list[Number], length: Number) -> list[Number]:
    """Patient-years: starters of each earlier year times what is left of their treatment (a convolution with keep)."""
    left = [keep(length, age) for age in range(len(starters))]
    return [
        sum(starters[year] * left[t - year] for year in range(t + 1) if left[t - year]) for t in range(len(starters))
    ]


def whole_year_cohort(books: Books, name: str, start: int, years: int) -> Cohort:
    """The cohort of a start on 1 January of year ``start``; nothing where that lies beyond ``years``."""
    stated = books.patients.get(name)
    if stated is not None:
        treated = [last_value(stated, t - start + 1) for t in range(years)]
        return Cohort(None, treated, treated)
    row = books.indications[name]
    starters = starters_from(books, row, start, years)
    treated = on_treatment(starters, row["treatment_years"])
    if row["offset_years"] is None:
        return Cohort(starters, treated, treated)
    return Cohort(starters, treated, on_treatment(starters, row["offset_years"]))


def cohort(books: Books, name: str, months: int) -> Cohort:
    """The cohort of a start ``months`` after the plan begins, interpolated between the two 1 Januaries around it."""
    year, rest = divmod(months, 12)
    share = Fraction(rest, 12) if books.fractions else rest / 12
    first = whole_year_cohort(books, name, year, books.years)
    second = whole_year_cohort(books, name, year + 1, books.years)
    return Cohort(
        None
        if first.starters is None or second.starters is None
        else interpolate(first.starters, second.starters, share),
        interpolate(first.treated, second.treated, share),
        interpolate(first.avoiding, second.avoiding, share),
    )


def list_budget_impact(books: Books, name: str) -> Number:
    """Gross drug spending at list price [EUR million], the largest of the first three years of a start at offset 0."""
    most = max(whole_year_cohort(books, name, 0, 3).treated)
    spending: Number = most * books.indications[name]["list_price"] / 10**6
    return spending
