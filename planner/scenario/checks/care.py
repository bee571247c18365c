"""Checks of displaceable care: categories and their segments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from planner.errors import Problem
from planner.scenario.checks.check import amount, at, grouped, reads, values
from planner.scenario.hints import shown
from planner.scenario.scenario import Scenario

#: Sums of shares may exceed 1 by this much: 0.1 ten times is not quite 1 in binary.
ROUNDING = 1e-9


@reads("Frameworks.framework", rows="Care.care Care.framework Care.spending_growth Care.protected Care.equity_weight")
def segments_agree(scenario: Scenario) -> Iterator[Problem]:
    """Framework, growth, protection and weight belong to the category, so they are the same on all its rows."""
    for column in ("framework", "spending_growth", "protected", "equity_weight"):
        for care, ((_, first), *later) in grouped(scenario.table("Care"), "care", column).items():
            for row, found in later:
                if found == first:
                    continue
                message = (
                    f"{column} of {care} is {shown(found)}, but {shown(first)} on its first row; expected the same"
                )
                hint = "it belongs to the category: give all its rows the same"
                if column == "framework":
                    hint = "a category belongs to one framework: care that another one pays needs a name of its own"
                yield at(scenario, "Care", row, column, message, hint, code="segments_differ")


@reads("Care.care", groups="Care.spending")
def spending_belongs_to_the_category(scenario: Scenario) -> Iterator[Problem]:
    """Spending stands on the first row of a category; on later rows it is blank or the same."""
    for care, ((row, first), *later) in grouped(scenario.tables["Care"], "care", "spending").items():
        if first is None:
            message = f"spending of {care} is blank; expected what is spent on it in start_year"
            hint = "fill it in on the first row of the category"
            yield at(scenario, "Care", row, "spending", message, hint, code="no_spending")
            continue
        for other, found in later:
            if found is not None and found != first:
                message = (
                    f"spending of {care} is {amount(found)}, but {amount(first)} on its first row; expected the same"
                )
                hint = "spending is that of the whole category: leave it blank here, and let max_share divide it"
                yield at(scenario, "Care", other, "spending", message, hint, code="segments_differ")


@reads(rows="Care.care Care.max_share")
def segments_fit_in_the_category(scenario: Scenario) -> Iterator[Problem]:
    for care, rows in grouped(scenario.tables["Care"], "care", "max_share").items():
        total = sum(share for _, share in rows)
        if total > 1 + ROUNDING:
            message = f"max_share of {care} adds up to {total:g} over its {len(rows)} rows; expected at most 1"
            yield at(scenario, "Care", rows[-1][0], "max_share", message, code="max_share_sum")


@reads(rows="Care.care Care.observed_share")
def observed_share_on_the_first_row(scenario: Scenario) -> Iterator[Problem]:
    for care, (_, *later) in grouped(scenario.tables["Care"], "care", "observed_share").items():
        for row, share in later:
            if share is not None:
                message = f"observed_share of {care} is {share:g} on a later row; expected it on its first row only"
                hint = "it belongs to the category: leave it blank here"
                yield at(scenario, "Care", row, "observed_share", message, hint, code="observed_share_row")


@reads("Frameworks.framework", rows="Care.care", groups="Care.framework Care.observed_share")
def observed_shares_add_up(scenario: Scenario) -> Iterator[Problem]:
    """Per framework, the shares of observed displacement add up to at most 1."""
    shares: dict[str | None, list[tuple[int, float]]] = defaultdict(list)
    for (row, framework, share), *_ in grouped(scenario.table("Care"), "care", "framework observed_share").values():
        if share is not None:
            shares[framework].append((row, share))
    for framework, rows in shares.items():
        total = sum(share for _, share in rows)
        if total > 1 + ROUNDING:
            message = f"observed_share adds up to {total:g} over the care of {framework}; expected at most 1"
            yield at(scenario, "Care", rows[-1][0], "observed_share", message, code="observed_share_sum")


@reads("Care.care Care.framework Care.observed_share Care.protected Frameworks.framework Settings.displacement_mode")
def observed_shares_are_given(scenario: Scenario) -> Iterator[Problem]:
    """Observed displacement without shares displaces nothing: the framework is then hard."""
    if scenario.settings.displacement_mode != "observed":
        return
    for framework, rows in grouped(scenario.table("Care"), "framework", "observed_share protected").items():
        if not any(share and not protected for _, share, protected in rows):
            message = (
                f"no care of {framework} has an observed_share: nothing can be displaced, so its budget is a hard limit"
            )
            hint = "fill in observed_share, or choose displacement_mode optimal"
            row = rows[0][0]
            yield at(
                scenario, "Care", row, "observed_share", message, hint, code="no_observed_share", severity="warning"
            )


@reads(
    "Frameworks.framework Settings.start_year Settings.displacement_mode",
    rows="Care.care Frameworks.year Frameworks.baseline_care",
    groups="Care.framework Care.spending",
)
def care_within_the_baseline(scenario: Scenario) -> Iterator[Problem]:
    """Displaceable care is part of the care that the framework pays already."""
    settings = scenario.settings
    if settings.displacement_mode == "none":
        return
    spent: dict[str | None, float] = defaultdict(float)
    for (_, framework, spending), *_ in grouped(scenario.table("Care"), "care", "framework spending").values():
        spent[framework] += spending
    frame = scenario.table("Frameworks")
    for row, (framework, year, baseline) in enumerate(values(frame, "framework year baseline_care")):
        total = spent[framework]
        if year == settings.start_year and total > baseline + max(1e-6, ROUNDING * baseline):
            message = (
                f"baseline_care of {framework} is {amount(baseline)} EUR million in {settings.start_year}, but its categories in "
                f"the sheet Care spend {amount(total)}; expected at least as much"
            )
            hint = "displaceable care is part of the baseline"
            yield at(scenario, "Frameworks", row, "baseline_care", message, hint, code="care_beyond_baseline")


@reads(rows="Care.unit Care.unit_cost")
def unit_cost_has_a_unit(scenario: Scenario) -> Iterator[Problem]:
    for row, (unit, cost) in enumerate(values(scenario.tables["Care"], "unit unit_cost")):
        if cost is not None and unit is None:
            message = f"unit is blank, but unit_cost is {amount(cost)}; expected the unit that it is the cost of"
            yield at(scenario, "Care", row, "unit", message, "for example: nursing days", code="no_unit")
