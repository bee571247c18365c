"""What the plan was made best by, in words: the headlines are in net QALYs whatever the objective."""

from __future__ import annotations

from planner.report.figures import Figures
from planner.report.numbers import known
from planner.report.wording import Words
from planner.scenario.scenario import Scenario

#: Objectives in EUR million; all others are in QALYs.
_MONEY = ("net_monetary_benefit", "least_spending")


def in_money(scenario: Scenario) -> bool:
    return scenario.settings.objective in _MONEY


def by_net_qalys(scenario: Scenario) -> bool:
    """Whether net QALYs come first, alone or in a pair."""
    return scenario.settings.objective in ("net_qalys", "lexicographic")


def unit(words: Words, scenario: Scenario) -> str:
    """``QALYs``, ``weighted QALYs`` or ``EUR million``."""
    weighted = scenario.settings.objective == "weighted_qalys"
    return words("worth.money" if in_money(scenario) else "worth.weighted" if weighted else "worth.qalys")


def amount(words: Words, scenario: Scenario, value: float) -> str:
    """An amount in the unit of the objective: ``1,234 QALYs``, ``1,234 weighted QALYs`` or ``EUR 1.2 million``."""
    if in_money(scenario):
        return words.numbers.million(value)
    return health(words, scenario, words.numbers.qalys(value))


def health(words: Words, scenario: Scenario, shown: str) -> str:
    """A printed number of QALYs with the unit of an objective in health."""
    weighted = scenario.settings.objective == "weighted_qalys"
    return words("objective.weighted", n=shown) if weighted else words.qalys(shown)


def possible(words: Words, figures: Figures) -> str:
    """How much better another plan could be at most, by the objective."""
    return amount(words, figures.scenario, figures.possible_gain)


def named(words: Words, figures: Figures) -> str:
    """The objective and its value; blank where it is net QALYs alone: ``QALYs gained: 350 QALYs``."""
    settings, totals = figures.scenario.settings, figures.plan.totals
    if settings.objective == "net_qalys":
        return ""
    second = str(settings.second_objective) if known(totals.second) else ""
    name = second or settings.objective
    value = float(totals.second if second else totals.objective)
    shown = words.numbers.million(abs(value) if name == "least_spending" else value)
    shown = shown if name in _MONEY else words.qalys(words.numbers.qalys(value))
    return words("objective.then" if second else "objective.alone", name=words(f"objective.{name}"), value=shown)


def aim_of(words: Words, figures: Figures) -> str:
    """The objective and its value, net QALYs too: ``most QALYs net: 350 QALYs``."""
    shown = words.qalys(words.numbers.qalys(float(figures.plan.totals.objective)))
    return named(words, figures) or words("objective.alone", name=words("objective.net_qalys"), value=shown)
