"""Why something is decided that need not be worth its price by itself, and for what share of its patients."""

from __future__ import annotations

from typing import Any

from planner.report.figures import Figures
from planner.report.objective import amount
from planner.report.relations import label, relation_text
from planner.report.wording import Words


def fixed(words: Words, figures: Figures, row: Any, code: str) -> tuple[str, str]:
    """A lead, and the relation behind it: forced in or out, needed for another, or good by the objective only; else blank."""
    if code not in ("worth_it", "later", "changes"):
        return "", ""
    scenario, loses = figures.scenario, bool(row["net"] < 0)
    for relation in figures.relations:
        forced = relation["kind"] in ("force_in", "force_out") and relation["subject"] == row["indication"]
        needed = relation["kind"] == "requires" and relation["object"] == row["indication"] and loses
        if forced or (needed and figures.share_in_package(relation["subject"]) > 0):
            text = words("reason.relation_text", relation=relation_text(words, scenario, label(relation)))
            return words("reason.forced" if forced else "reason.needed"), text
    serves = loses and code != "changes" and scenario.settings.objective != "net_qalys"
    return (words("reason.serves"), "") if serves else ("", "")


def part(words: Words, share: float) -> str:
    """For what share of the patients something is decided; blank where it is for all of them."""
    return words("reason.part", share=words.numbers.percent(share)) if share < 1 - 1e-9 else ""


def net(words: Words, figures: Figures, value: float) -> str:
    """What something brings by the objective; of the least spending it brings no more than it costs."""
    shown = amount(words, figures.scenario, abs(value))
    if figures.scenario.settings.objective == "least_spending":
        return words("reason.costs_plan" if value < 0 else "reason.saves_plan", money=shown)
    gained = figures.scenario.settings.objective == "qalys_gained"  # what is displaced does not count
    return words("reason.gain" if gained else "reason.net", net=amount(words, figures.scenario, value))
