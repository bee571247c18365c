"""What comes of it when a term ends: of what is admitted or studied for a time, and of what is on condition already."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from planner.report.figures import Figures
from planner.report.numbers import known
from planner.report.wording import Words
from planner.scenario.frames import records_of


@dataclass(frozen=True)
class TermEnds:
    """Sentences about the end of a term, in one language."""

    figures: Figures
    words: Words

    def under_way(self, indication: str) -> tuple[str, str]:
        """Of what stays in conditional admission: until when, and what then."""
        table = self.figures.plan.options.table
        stays = table[(table["indication"] == indication) & (table["action"] == "stay")].iloc[0]
        until = self.words("reason.conditional", date=self._date(self.figures.given[indication]["term_end"]))
        return until, self._then(float(stays["goes_on"]), float(stays["definitive_price"]))

    def of(self, indication: str) -> str:
        """Of what the plan admits or studies for a term: until when, and what then; empty where it has no end."""
        found = self._decided.get(indication)
        if found is None or not known(found["goes_on"]):  # goes on for certain, or there is no term
            return ""
        start, months = self.figures.plan.scenario.settings.start_year, found["offset"] + found["term_years"]
        year, month = divmod(round(12 * months), 12)
        until = self._date(datetime.date(start + year, month + 1, 1))
        if found["action"] == "admit" and found["at_end"] == "leave":
            return self.words("reason.reimbursed_until", date=until)
        lead = self.words("reason.study" if found["action"] == "study" else "reason.conditional", date=until)
        price = found["definitive_price"]
        return f"{lead} {self._then(found['goes_on'], price if known(price) else found['net_price'])}"

    @cached_property
    def _decided(self) -> dict[str, dict[str, Any]]:
        """By indication, the option that the plan takes and the columns of its route."""
        plan = self.figures.plan
        routes = plan.scenario.table("Routes")[["route", "term_years", "at_end"]]
        rows = plan.options.table.iloc[plan.picked].dropna(subset=["route"]).merge(routes, on="route")
        # of two neighbouring discounts that make one price: a price that is kept, or negotiated, is their mean
        means = plan.decisions.set_index("indication")["net_price"]
        kept = (rows["definitive_price"] == rows["net_price"]).to_numpy(dtype=bool)
        rows = rows.assign(definitive_price=rows["definitive_price"].mask(kept, rows["indication"].map(means)))
        return {str(row["indication"]): row for row in records_of(rows)}

    def _then(self, goes_on: float, price: float) -> str:
        words, numbers = self.words, self.words.numbers
        if goes_on <= 0:
            return words("reason.conditional_ends")
        shown = numbers.price(price)
        return words("reason.conditional_text", share=numbers.percent(goes_on, 0), price=shown)

    def _date(self, value: datetime.date | pd.Timestamp) -> str:
        return self.words.numbers.date(value)
