"""The sheet Settings: one row per setting; the only place where a setting's type, range, default and meaning are said."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import Any

from planner.scenario.tables import columns as c


class SettingsSheet(c.Table, key="setting", order="", needed=True):
    """a setting"""

    setting = c.identifier("name of the setting")
    value = c.Column("any", "its value; blank = the default")


SettingsSheet.sheet = "Settings"


def _is(column: c.Column) -> Any:
    return field(default=column.default, metadata={"column": column})


@dataclass(frozen=True)
class Settings:
    """The settings of a scenario, with the defaults of ``model.md`` section 10. ``price_year`` 0 stands for start_year."""

    title: str = _is(c.text("the question, as the report's title", default=""))
    language: str = _is(c.choice("en nl", "language of the report", default="en"))
    start_year: int = _is(c.year("first year of the plan", default=2026))
    years: int = _is(c.whole("length of the plan", unit="years", default=10, low=1, high=60))
    price_year: int = _is(c.year("year of the prices; blank = start_year", default=0))
    discount_rate_costs: float = _is(c.share("yearly discount rate of costs", default=0.03))
    discount_rate_effects: float = _is(c.share("yearly discount rate of effects", default=0.015))
    budget_basis: str = _is(
        c.choice(
            "committed expected",
            "which spending must fit hard limits: whatever suppliers answer, or the mean",
            default="committed",
        )
    )
    growth_base: str = _is(
        c.choice(
            "path previous_year",
            "whether growth counts from the last realised year or from the plan's own year before",
            default="path",
        )
    )
    growth_kind: str = _is(
        c.choice("hard target", "whether the growth limit is a limit or a target that is reported", default="hard")
    )
    displacement_mode: str = _is(c.choice("observed optimal none", "which care is displaced", default="observed"))
    room_value: float = _is(c.share("worth of unused room, as a share of what displacement would lose", default=1.0))
    price_ceiling: str = _is(
        c.choice(
            "advice icer lowest fair none",
            "which price ceiling holds on routes that require cost-effectiveness",
            default="advice",
        )
    )
    advice_bound: str = _is(c.choice("low high", "which end of an advised range counts", default="high"))
    advice_margin: float = _is(c.share("what is added to an advice that says more than", default=0.05))
    standings: str = _is(c.text("standings of the routes that are used, ; between", default="in_force"))
    discount_step: float = _is(c.share("step between the discounts that are tried; 0 = only the kinks", default=0.05))
    bargaining_power: float = _is(c.share("part of the supplier's further room that the payer gets", default=0.0))
    min_acceptance: float = _is(c.share("least acceptance probability of an option", default=0.05))
    mip_gap: float = _is(c.share("relative gap at which a plan counts as proven", default=1e-4))
    time_limit: float = _is(c.number("longest solving time", unit="seconds", default=300.0, low=0, above=True))
    price_mode: str = _is(
        c.choice(
            "discrete continuous",
            "whether discounts are points or a continuum between them",
            default="discrete",
        )
    )
    objective: str = _is(
        c.choice(
            "net_qalys qalys_gained weighted_qalys net_monetary_benefit least_spending lexicographic",
            "what is maximised",
            default="net_qalys",
        )
    )
    qaly_value: float | None = _is(c.price("value of a QALY, for net_monetary_benefit", unit="EUR/QALY"))
    health_target: float | None = _is(c.number("health that must be gained, for least_spending", unit="QALY", low=0))
    second_objective: str | None = _is(
        c.choice(
            "qalys_gained weighted_qalys net_monetary_benefit least_spending",
            "second objective of a lexicographic pair, of which net_qalys is the first",
        )
    )
    population: float | None = _is(c.number("number of inhabitants", low=0, above=True))
    premium_payers: float | None = _is(
        c.number("number of premium payers, for the cost per premium payer", low=0, above=True)
    )

    sweeps: str | None = _is(
        c.text("sweeps of the report, such as budget=-50:50:5; discount=0:20%:5 x lead_time=-6:6:3")
    )

    @property
    def calendar(self) -> range:
        """The planning years as calendar years."""
        return range(self.start_year, self.start_year + self.years)

    @property
    def used_standings(self) -> tuple[str, ...]:
        return tuple(c.names_in(self.standings))


SETTINGS: dict[str, c.Column] = {f.name: replace(f.metadata["column"], name=f.name) for f in fields(Settings)}
