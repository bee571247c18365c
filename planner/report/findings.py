"""What the charts show, in the workbook and on the page: their series, and titles that state the finding only where it holds."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from planner.report import formats as f
from planner.report.binding import FULL
from planner.report.edition import Edition
from planner.report.years import when_most


@dataclass(frozen=True)
class Series:
    """One series by year: what it is (``fits``, ``displaced``, ...), its name in the legend, its values and its colour."""

    key: str
    name: str
    by_year: pd.Series
    colour: str


def spending_title(book: Edition) -> str:
    """The finding of chart 1, made from the figures."""
    words, figures = book.words, book.figures
    frame = figures.by_year
    beyond = frame["cost"] - frame["fits"]
    years = [int(year) for year in frame.index[beyond > 1e-6]]
    if not frame["room"].notna().any():
        return words("chart.spending.free")
    if not years:
        return words(
            "chart.spending.within"
            if len(figures.years) > 1 and frame["cost"].max() > 1e-9
            else "chart.spending.neutral"
        )
    if figures.absorbed_euro > 1e-6 or not figures.displaces:
        return words("chart.spending.neutral")
    top = when_most(words.numbers, beyond)
    money = words.numbers.million(float(beyond.max()))
    if len(years) == 1:
        return words("chart.spending.beyond_once", year=years[0], money=money)
    if years[-1] == figures.years[-1] and float(beyond[years].max() - beyond[years].min()) < 0.01 * float(beyond.max()):
        return words("chart.spending.beyond_same", year=years[0], money=money)
    if years[-1] == figures.years[-1] and len(years) == years[-1] - years[0] + 1:
        return words("chart.spending.beyond", year=years[0], money=money, top=top)
    return words("chart.spending.neutral")


def health_title(book: Edition) -> str:
    words, frame = book.words, book.figures.by_year
    lost = frame["lost_displaced"] + frame["lost_room"]
    active = frame[(frame["gained"].abs() > 1e-9) | (lost.abs() > 1e-9)]
    negative = [int(year) for year in frame.index[frame["net"] < -1e-9]]
    if negative:
        return words("chart.health.net_loss", years=words.numbers.years(negative))
    if lost.abs().max() < 1e-9 < frame["gained"].max():
        return words("chart.health.no_loss")
    if len(active) == len(frame) > 1 and (frame["net"] > 1e-9).all() and (lost > 1e-9).all():
        return words("chart.health.every_year")
    return words("chart.health.neutral")


def spending_series(book: Edition) -> list[Series]:
    """The stacked columns of chart 1: spending that fits, displaces (or lets come back), or is absorbed [EUR million]."""
    words, frame = book.words, book.figures.by_year
    back = comes_back(frame["displaced"])
    displaced = ("series.returns", f.BLUE_TINT) if back else ("series.displaces", f.ORANGE)
    stated = {"fits": ("series.fits", f.BLUE), "displaced": displaced, "absorbed": ("series.absorbed", f.GREY)}
    beside = frame[["displaced", "absorbed"]].abs().max().max() > 1e-6
    return [
        Series(key, words(name), frame[key], colour)
        for key, (name, colour) in stated.items()
        if (key == "fits" and not beside) or frame[key].abs().max() > 1e-6
    ]


def health_series(book: Edition) -> list[Series]:
    """The stacked columns of chart 2: gained above zero, displaced and missed below [QALY]."""
    words, frame = book.words, book.figures.by_year
    back = comes_back(frame["lost_displaced"])
    displaced = ("series.regained", f.BLUE_TINT) if back else ("series.lost_displaced", f.ORANGE)
    parts = [
        Series("gained", words("series.gained"), frame["gained"], f.BLUE),
        Series("displaced", words(displaced[0]), -frame["lost_displaced"], displaced[1]),
        Series("room", words("series.lost_room"), -frame["lost_room"], f.ORANGE_LIGHT),
    ]
    return [part for part in parts if part.key == "gained" or part.by_year.abs().max() > 1e-9]


def comes_back(values: pd.Series) -> bool:
    """Whether a plan only gives back: less is displaced than without it, in some year, and more in none."""
    return bool(values.max() < 1e-9 and values.min() < -1e-9)


def growth_frame(book: Edition) -> pd.DataFrame:
    """Per year, summed over the frameworks with a growth limit: used by what is new, and the room under the limit."""
    spending_frame = book.figures.plan.spending
    limited = spending_frame[spending_frame["growth_ceiling"].notna()]
    frame = pd.DataFrame(
        {
            "year": limited["year"].astype(int),
            "used": limited["growth_used"] - limited["baseline_drugs"],
            "room": limited["growth_ceiling"] - limited["baseline_drugs"],
        }
    )
    return frame.groupby("year").sum().reindex(book.figures.years)


def growth_title(book: Edition, frame: pd.DataFrame) -> str:
    words, figures = book.words, book.figures
    spending_frame = figures.plan.spending
    used = spending_frame["growth_used"] - spending_frame["baseline_drugs"]
    room = spending_frame["growth_ceiling"] - spending_frame["baseline_drugs"]
    if figures.scenario.settings.growth_kind == "target":
        over = sorted({int(year) for year in spending_frame["year"][(used - room) > 1e-6]})
        return words("chart.growth.over", years=words.numbers.years(over)) if over else words("chart.growth.free")
    full = sorted({int(year) for year in spending_frame["year"][(used > 1e-9) & (used >= FULL * room)]})
    if not full:
        return words("chart.growth.free")
    last = figures.years[-1]
    share = frame["used"] / frame["room"].where(frame["room"] > 0)
    later = [year for year in figures.years if year > full[-1]]
    eases = len(later) > 0 and bool((share[later] < 0.95).any())
    key = "chart.growth.after" if full[-1] < last and eases else "chart.growth.binding"
    return words(key, years=words.numbers.years(full))
