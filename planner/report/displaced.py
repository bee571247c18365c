"""What a plan displaces: touched segments and categories of care, natural units, and the sentence about them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from planner.report import formats as f
from planner.report.edition import Edition
from planner.report.numbers import known
from planner.scenario.frames import rows_of

TOUCHED = 1e-9
#: Bars of chart 4 for categories of care; a longer list ends in "other care".
BARS = 7


@dataclass
class Displaced:
    """What a plan displaces, segment by segment (only segments that are touched), less what the reference plan does."""

    book: Edition

    @cached_property
    def segments(self) -> pd.DataFrame:
        """One row per touched segment: care, label, euro_per_qaly, unit, unit_cost, certainty."""
        frame = self._frame
        size = frame.groupby(["care", "segment"], sort=False)["euro"].apply(lambda values: values.abs().max())
        touched = (
            frame.drop_duplicates(["care", "segment"]).set_index(["care", "segment"])[size > TOUCHED].reset_index()
        )
        several = touched["care"].duplicated(keep=False)
        words = self.book.words
        touched["label"] = [
            words("displacement.segment", name=row.name, n=int(row.segment) + 1) if twice else str(row.name)
            for row, twice in zip(rows_of(touched), several, strict=True)
        ]
        touched["certainty"] = [self._certainty(row.care, int(row.segment)) for row in rows_of(touched)]
        return touched

    @cached_property
    def _frame(self) -> pd.DataFrame:
        frame = self.book.figures.plan.displacement
        euro = frame["displaced"] - frame["reference_displaced"]
        return frame.assign(year=frame["year"].astype(int), euro=euro.mask(euro.abs() < TOUCHED, 0.0))

    @cached_property
    def euros(self) -> pd.DataFrame:
        """Touched segment x year [EUR million]."""
        wide = self._frame.pivot_table(index=["care", "segment"], columns="year", values="euro", sort=False)
        places = pd.MultiIndex.from_frame(self.segments[["care", "segment"]])
        return wide.reindex(index=places, columns=self.book.figures.years).fillna(0.0)

    def _certainty(self, care: str, segment: int) -> str:
        places = (self.book.figures.scenario.table("Care")["care"] == care).to_numpy().nonzero()[0]
        figures = ("spending", "euro_per_qaly", "max_share", "observed_share", "unit_cost")
        return self.book.figures.certainties.row("Care", int(places[min(segment, len(places) - 1)]), figures)

    @cached_property
    def by_care(self) -> pd.DataFrame:
        """Per touched category: label, euro, qalys, units (NaN where no unit is given), unit; most QALYs first."""
        segments = self.segments
        if segments.empty:
            return pd.DataFrame(columns=["name", "euro", "qalys", "units", "unit", "unit_cost", "rate"])
        euro = self.euros.sum(axis=1).to_numpy()
        frame = segments.assign(
            euro=euro,
            qalys=euro * 1e6 / segments["euro_per_qaly"].to_numpy(dtype=float),
            units=euro * 1e6 / segments["unit_cost"].to_numpy(dtype=float),
        )
        sums = frame.groupby("care", sort=False).agg(
            name=("name", "first"), euro=("euro", "sum"), qalys=("qalys", "sum"), units=("units", "sum"),
            unit=("unit", "first"), unit_cost=("unit_cost", "first"), rate=("euro_per_qaly", "first"),
        )  # fmt: skip
        sums["units"] = sums["units"].where(sums["unit"].notna() & (sums["unit_cost"] > 0))
        return sums.sort_values("qalys", ascending=False, kind="stable")

    def names(self, *, protected: bool) -> list[str]:
        """Categories that this plan does not touch: the protected ones, or the others."""
        touched = set(self.segments["care"])
        rows = self._frame.drop_duplicates("care")
        chosen = rows[(rows["protected"].astype(bool) == protected) & ~rows["care"].isin(touched)]
        return [str(name) for name in chosen["name"]]

    def in_units(self, most: int = 3) -> str:
        """``2,6 miljoen polikliniekbezoeken, 118.000 staaroperaties en 258.000 verpleegdagen``: totals per unit, largest first.

        Where more units than these are touched the text says so: "among others".
        """
        numbers = self.book.words.numbers
        known_units = self.by_care.dropna(subset=["units"])
        known_units = known_units[known_units["units"] > 0.5]
        totals = known_units.groupby("unit", sort=False)[["units", "qalys"]].sum()
        totals = totals.sort_values("qalys", ascending=False, kind="stable").reset_index()
        text = numbers.join([f"{numbers.short(row.units)} {row.unit}" for row in rows_of(totals.head(most))])
        whole = len(totals) <= most and len(known_units) == len(self.by_care)
        return text if whole or not text else self.book.words("units.among", units=text)


def care_sentence(book: Edition, displaced: Displaced) -> str:
    """What the plan's loss comes to, in one sentence that says "equals", never "disappears"."""
    words, figures = book.words, book.figures
    euro = figures.displaced_euro
    if euro < -1e-6:
        return words("units.freed", money=words.numbers.million(-euro))
    room = words.numbers.million(figures.room_euro)
    uses_room = figures.counts_room and figures.room_euro > 1e-6
    if figures.displaces:
        units = displaced.in_units()
        if not units:
            units = words.qalys(words.numbers.number(figures.displaced, figures.decimals))
        return words("units.sentence_room" if uses_room else "units.sentence", units=units, money=room)
    if uses_room:
        lost = words.qalys(words.numbers.number(figures.room, figures.decimals))
        return words("units.room_only", money=room, lost=lost)
    return words("units.none")


@dataclass(frozen=True)
class CareBar:
    """One bar of chart 4: the category, what its euros come to in natural units (or nothing), QALYs, colour."""

    name: str
    units: str
    qalys: float
    colour: str

    @property
    def label(self) -> str:
        return f"{self.name}: {self.units}" if self.units else self.name


def category_bars(book: Edition, displaced: Displaced) -> list[CareBar]:
    """The bars of chart 4, largest first: categories, then other care that room could have bought."""
    words, numbers, figures = book.words, book.words.numbers, book.figures
    bars = []
    by_care = displaced.by_care
    shown, rest = (by_care, by_care[:0]) if len(by_care) <= BARS else (by_care.head(BARS - 1), by_care.iloc[BARS - 1 :])
    for row in rows_of(shown):
        units = f"{numbers.short(row.units)} {row.unit}" if known(row.units) and row.units > 0.5 else ""
        bars.append(CareBar(str(row.name), units, float(row.qalys), f.ORANGE))
    if len(rest):
        bars.append(CareBar(words("chart.care.rest", n=len(rest)), "", float(rest["qalys"].sum()), f.ORANGE))
    if figures.counts_room and figures.room > 0:
        bars.append(CareBar(words("chart.care.room_bar"), "", figures.room, f.ORANGE_LIGHT))
    return [bar for bar in bars if bar.qalys > 1e-9]
