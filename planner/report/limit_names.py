"""What the report calls a limit."""

from __future__ import annotations

from planner.report.figures import Figures
from planner.report.relations import relation_text
from planner.report.wording import Words


def limit_name(words: Words, figures: Figures, family: str, name: str, *, rate: bool = False) -> str:
    """What the report calls a limit: ``MSZ framework``, ``Growth limit MSZ 5%``, ``Dossiers Lock``."""
    if family == "dossiers":
        name = figures.route_names.get(name, name)
    if family == "growth":
        target = "_target" if figures.scenario.settings.growth_kind == "target" else ""
        share = growth_rate(figures, name)
        if rate and share is not None:
            return words(f"limit.growth{target}_rate", name=name, rate=words.numbers.percent(share))
        return words(f"limit.growth{target}", name=name)
    if family == "relation":
        return relation_text(words, figures.scenario, name)
    return words(f"limit.{family}", name=name)


def growth_rate(figures: Figures, framework: str) -> float | None:
    """The yearly growth limit of a framework where it is the same in every planning year."""
    table = figures.scenario.table("Frameworks")
    mine = table[(table["framework"] == framework) & table["year"].isin(figures.years)]
    rates = set(mine["drug_growth_limit"].dropna())
    return float(next(iter(rates))) if len(rates) == 1 else None
