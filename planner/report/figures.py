"""The figures that every sheet shows, taken once from a plan, so that the same figure is the same everywhere.

All are undiscounted calendar-year amounts and differences from the reference plan, unless the name says otherwise.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from planner.analysis.savings import budget_impact
from planner.model.plan import Plan
from planner.report.numbers import common_decimals, half_up
from planner.report.wording import sentence_case
from planner.report.years import tidy_zeros
from planner.scenario.certainty import Certainties
from planner.scenario.frames import records_of, rows_of
from planner.scenario.scenario import Scenario

#: The decisions in the order of the sheet Decisions: what is decided now, what is meant for later,
#: what changes in the package, what is left out, what stays as it is.
ADMITTED = ("admit", "conditional", "admit_later", "conditional_later")
CHANGED = ("renegotiate", "study", "leave")
DECISIONS = (*ADMITTED, *CHANGED, "lock", "out", "stay")
LATER = ("admit_later", "conditional_later")
IN_PACKAGE = (*CHANGED, "stay")


@dataclass(frozen=True)
class Figures:
    """The figures of one plan."""

    plan: Plan

    @property
    def scenario(self) -> Scenario:
        return self.plan.scenario

    @cached_property
    def years(self) -> list[int]:
        return list(self.scenario.settings.calendar)

    @property
    def period(self) -> str:
        """``2026–2035``, or ``2026`` for a plan of one year."""
        return f"{self.years[0]}–{self.years[-1]}" if len(self.years) > 1 else f"{self.years[0]}"

    @property
    def price_year(self) -> int:
        return self.scenario.settings.price_year or self.scenario.settings.start_year

    @cached_property
    def given(self) -> dict[str, dict[str, Any]]:
        """What the input says of each indication, by column."""
        return {str(row["indication"]): row for row in records_of(self.scenario.table("Indications"))}

    @cached_property
    def relations(self) -> list[dict[Hashable, Any]]:
        """The rows of the sheet Relations."""
        return records_of(self.scenario.table("Relations"))

    @cached_property
    def certainties(self) -> Certainties:
        return Certainties(self.scenario)

    @cached_property
    def decisions(self) -> pd.DataFrame:
        """The plan's decisions with what the report adds: kind (of ``DECISIONS``), names, list price, certainty, and the
        spending per year; in the order of the sheet Decisions.
        """
        table = self.scenario.table("Indications").set_index("indication", drop=False)
        frame = self.plan.decisions.copy()
        given = table.loc[frame["indication"]].reset_index(drop=True)
        for name in ("name", "product", "list_price", "in_lock_since", "status", "patient_group"):
            frame[name] = given[name].to_numpy()
        spent, health = (self._staying(name).reindex(frame["indication"]).fillna(0.0) for name in ("cost", "qalys"))
        frame["spending"] -= spent.sum(axis=1).to_numpy()
        frame["qalys"] -= health.sum(axis=1).to_numpy()
        third = (frame["start_year"] + 2).to_numpy()[:, None] == np.array(self.years)
        frame["spending_year3"] -= (spent.to_numpy() * third).sum(axis=1)
        frame["name"] = [sentence_case(name) for name in frame["name"]]
        shown = [self.route_names.get(route, "") for route in frame["route"]]
        frame["route_name"] = pd.Series(shown, index=frame.index, dtype=object)
        frame["kind"] = [self._kind(row) for row in rows_of(frame)]
        frame["certainty"] = [self.certainties.indication(name) for name in frame["indication"]]
        order = pd.Series(frame["kind"]).map(DECISIONS.index).to_numpy()
        place = np.lexsort((np.arange(len(frame)), -frame["qalys"].fillna(0.0).to_numpy(dtype=float), order))
        return frame.iloc[place].reset_index(drop=True)

    def share_in_package(self, indication: str) -> float:
        """The share of an indication's patients that is in the package: admitted, or there and not leaving."""
        decisions = self.plan.decisions
        row = rows_of(decisions[decisions["indication"] == indication])[0]
        return float({"admit": row.share, "leave": 1.0 - row.share, "not_admitted": 0.0}.get(row.decision, 1.0))

    def _kind(self, row: Any) -> str:
        decision = row.decision
        if decision in IN_PACKAGE:
            return str(decision)
        if decision != "admit":
            return "lock" if pd.notna(row.in_lock_since) else "out"
        route = self.routes[row.route]
        kind = "conditional" if pd.notna(route["term_years"]) and route["at_end"] != "stay" else "admit"
        return kind if row.start_year == self.years[0] else f"{kind}_later"

    @cached_property
    def decision_rows(self) -> list[Any]:
        """The rows of ``decisions`` as plain objects with the columns as attributes."""
        return rows_of(self.decisions)

    @cached_property
    def names(self) -> dict[str, str]:
        """What the report calls each indication."""
        return {str(row.indication): str(row.name) for row in self.decision_rows}

    @cached_property
    def routes(self) -> dict[str, dict[Hashable, Any]]:
        """The rows of the sheet Routes, by route."""
        return {str(row["route"]): row for row in records_of(self.scenario.table("Routes"))}

    @cached_property
    def route_names(self) -> dict[str, str]:
        """What the report calls each route."""
        return {route: str(row["name"]) for route, row in self.routes.items()}

    @cached_property
    def admitted(self) -> pd.DataFrame:
        return self.decisions[self.decisions["kind"].isin(ADMITTED)].reset_index(drop=True)

    @cached_property
    def decided(self) -> pd.DataFrame:
        """What the plan does: what it admits, and what it changes in the package. The totals add these up."""
        return self.decisions[self.decisions["kind"].isin((*ADMITTED, *CHANGED))].reset_index(drop=True)

    @cached_property
    def spending_by_year(self) -> pd.DataFrame:
        """Expected net spending, indication x year, of what is decided [EUR million]."""
        return self._by_year("cost")

    @cached_property
    def frameworks(self) -> pd.DataFrame:
        """``Plan.spending`` with what goes on to the next year (``carried_on``, ``reference_carried_on``): that room is worth
        nothing in its own year.
        """
        frame = self.plan.spending
        for name in ("carry", "reference_carry"):
            onward = frame.groupby("framework", sort=False)[name].shift(-1).fillna(0.0)
            frame = frame.assign(**{name: frame[name].fillna(0.0), name.replace("carry", "carried_on"): onward})
        return frame

    @cached_property
    def paid(self) -> float:
        """Expected spending on the medicines that are admitted [EUR million]."""
        yearly = self.plan.yearly
        return float(yearly["drug"][yearly["indication"].isin(set(self.admitted["indication"]))].sum())

    @cached_property
    def impact(self) -> pd.DataFrame:
        """Budget impact of each indication (index): see ``budget_impact``."""
        return budget_impact(self.plan).set_index("indication")

    def _by_year(self, column: str) -> pd.DataFrame:
        wide = self.plan.yearly.pivot_table(index="indication", columns="year", values=column, aggfunc="sum")
        wide.columns = [int(year) for year in wide.columns]
        wide = wide.reindex(index=list(self.decided["indication"]), columns=self.years).fillna(0.0)
        return wide.sub(self._staying(column).reindex(wide.index).fillna(0.0))

    def _staying(self, column: str) -> pd.DataFrame:
        """What staying would have brought of what is decided, indication x year: the end of a conditional admission, which is in
        the reference plan too, so that the plan brings the difference. Nothing for all others.
        """
        options, shares = self.plan.options, self.plan.decisions.set_index("indication")["share"]
        stays = options.table["route"].isna().to_numpy(dtype=bool)
        names = options.table["indication"].to_numpy()[stays]
        wide = pd.DataFrame(getattr(options, column)[stays], index=names, columns=self.years)
        return wide.mul(shares.reindex(names).fillna(0.0), axis=0)

    @cached_property
    def by_year(self) -> pd.DataFrame:
        """Per year: cost, absorbed, displaced, fits [EUR million], room (NaN where there is no limit), gained,
        lost_displaced, lost_room, net [QALY].
        """
        spending = self.plan.spending
        differences = pd.DataFrame(
            {
                "year": spending["year"].astype(int),
                "cost": spending["cost"] - spending["reference_cost"],
                "displaced": spending["displaced"].fillna(0.0) - spending["reference_displaced"].fillna(0.0),
                "beyond": spending["pressure"].fillna(0.0) - spending["reference_pressure"].fillna(0.0),
                "lost_displaced": spending["health_lost"].fillna(0.0) - spending["reference_health_lost"].fillna(0.0),
                "lost_room": spending["health_room"].fillna(0.0),
            }
        )
        frame = differences.groupby("year").sum().reindex(self.years).fillna(0.0)
        frame["absorbed"] = frame["beyond"] - frame["displaced"]
        frame["fits"] = frame["cost"] - frame["beyond"]
        room = spending["budget"] + spending["carry"].fillna(0.0) - spending["base"] - spending["reference_cost"]
        limited = spending.assign(room=room)
        frame["room"] = limited.groupby("year")["room"].sum(min_count=1).reindex(self.years).clip(lower=0.0)
        frame["gained"] = self._by_year("qalys").sum(axis=0)
        frame["net"] = frame["gained"] - frame["lost_displaced"] - frame["lost_room"]
        return tidy_zeros(frame)

    @property
    def gained(self) -> float:
        return float(self.plan.totals.gained_sum)

    @property
    def displaced(self) -> float:
        return float(self.plan.totals.displaced_sum)

    @property
    def room(self) -> float:
        """QALYs that the room used could have bought."""
        return float(self.plan.totals.room_used_sum)

    @property
    def lost(self) -> float:
        return self.displaced + self.room

    @property
    def net(self) -> float:
        return float(self.plan.totals.net_sum)

    @cached_property
    def decimals(self) -> int:
        """The common rounding of gained, the parts lost and net, in sentences and tiles (-2 = hundreds)."""
        return common_decimals(self.gained, self.displaced, self.room)

    @property
    def table_decimals(self) -> int:
        """Tables show whole QALYs, or decimals where a small plan needs them."""
        size = max(abs(self.gained), abs(self.lost))
        return 0 if size >= 1000 or size == 0 else 1 if size >= 10 else 2 if size >= 1 else 3

    def rounded(self, value: float) -> float:
        return half_up(value, self.decimals)

    @cached_property
    def patients(self) -> float:
        return float(self.decided["patients"].sum())

    @cached_property
    def patient_years(self) -> float:
        """The part of ``patients`` that counts patient-years: that of indications with rows in the sheet Patients."""
        return float(self.decided["patients"][self.decided["indication"].map(self.in_years)].sum())

    def in_years(self, indication: str) -> bool:
        """Whether the input gives patient-years of an indication (sheet Patients): then its patients count those."""
        return indication in self._in_years

    @cached_property
    def _in_years(self) -> frozenset[str]:
        return frozenset(self.scenario.table("Patients")["indication"])

    @cached_property
    def spending(self) -> float:
        return float(self.plan.totals.spending_sum)

    @cached_property
    def displaced_euro(self) -> float:
        return float(self.plan.totals.displaced_euro_sum)

    @property
    def room_euro(self) -> float:
        return float(self.plan.totals.room_euro_sum)

    @property
    def counts_room(self) -> bool:
        """Whether room that is used counts as a loss (``room_value`` above 0, and some room was used or freed)."""
        return self.scenario.settings.room_value > 0 and abs(self.room) > 1e-9

    @property
    def absorbed_euro(self) -> float:
        return float(self.by_year["absorbed"].sum())

    @property
    def displaces(self) -> bool:
        return bool(self.by_year["displaced"].abs().max() > 1e-6)

    @property
    def proven(self) -> bool:
        """Whether no better plan exists; false where it is only proven to a gap that a reader would see."""
        outcome = self.plan.outcome
        return outcome.held == "optimal" and self.possible_gain <= max(1e-6, 1e-9 * abs(self.plan.totals.objective))

    @property
    def possible_gain(self) -> float:
        """How much more than this plan a better one could yield at most, in the unit of the objective (discounted)."""
        return max(0.0, float(self.plan.outcome.bound) - float(self.plan.totals.objective))

    def kind_count(self, *kinds: str) -> int:
        return int(self.decisions["kind"].isin(kinds).sum())
