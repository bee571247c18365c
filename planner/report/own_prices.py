"""What the input and the plan say of the price of each indication, and why it is too dear, in words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from planner.report.figures import Figures
from planner.report.numbers import known
from planner.report.wording import Words


@dataclass(frozen=True)
class OwnPrices:
    """The prices of one plan, in the words of one language."""

    figures: Figures
    words: Words

    @cached_property
    def _facts(self) -> dict[str, dict[str, Any]]:
        """By indication, what the input and the plan say of its price."""
        table = self.figures.scenario.table("Indications").set_index("indication")
        plan = self.figures.plan.decisions.set_index("indication")[["cost_effective_price"]]
        facts = table[["advice_low", "advice_high", "advice_kind", "list_price"]].join(plan)
        return {str(name): dict(zip(facts.columns, row, strict=True)) for name, *row in facts.itertuples(name=None)}

    def _fact(self, indication: str) -> dict[str, Any]:
        return self._facts[indication]

    @cached_property
    def _best_terms(self) -> dict[str, dict[str, float]]:
        """By indication, the highest cost-effective price and supplier's discount over the routes that it may use."""
        openings = self.figures.plan.options.openings
        usable = openings[~openings["condition"].isin(["not_used", "not_eligible"])]
        others = openings[~openings["indication"].isin(usable["indication"])]
        terms = pd.concat([usable, others]).groupby("indication")[["cost_effective_price", "supplier_discount"]].max()
        return {str(name): dict(zip(terms.columns, row, strict=True)) for name, *row in terms.itertuples(name=None)}

    def own_reduction(self, indication: str) -> float:
        """The discount at which the ICER equals the reference value (above 1: at no price; below 0: below it at list)."""
        price = self.cost_effective_price(indication)
        listed = float(self._fact(indication)["list_price"])
        return 1 - price / listed if listed > 0 else np.nan

    def cost_effective_price(self, indication: str) -> float:
        """Of the route in the plan; of a left-out indication the highest over its routes (that open first)."""
        price = float(self._fact(indication)["cost_effective_price"])
        if known(price):
            return price
        return float(self._best_terms.get(indication, {}).get("cost_effective_price", np.nan))

    def supplier_discount(self, indication: str) -> float:
        """The largest discount that the supplier may give, over the routes; NaN where it is not known."""
        return float(self._best_terms.get(indication, {}).get("supplier_discount", np.nan))

    def follows_advice(self, indication: str) -> bool:
        """Whether an advice (not the reference value) is the price ceiling of this indication."""
        facts = self._fact(indication)
        stated = known(facts["advice_low"]) or known(facts["advice_high"])
        return stated and self.figures.scenario.settings.price_ceiling == "advice"

    def too_dear(self, row: Any) -> str:
        """How far supplier, advice and the model's own reduction lie apart."""
        words, numbers = self.words, self.words.numbers
        facts = self._fact(row["indication"])
        advice = words.advice(facts["advice_low"], facts["advice_high"], facts["advice_kind"])
        stated = known(facts["advice_high"]) or known(facts["advice_low"])
        offered, needed = float(row["supplier_discount"]), float(row["needed_discount"])
        if not known(offered):
            first = words("reason.supplier_unknown", needed=numbers.percent(needed)) if known(needed) else ""
        else:
            texts = numbers.percents(offered, needed) if known(needed) else [numbers.percent(offered), ""]
            asked = {round(value, 9) for value in (facts["advice_low"], facts["advice_high"]) if known(value)}
            follows_advice = self.figures.scenario.settings.price_ceiling == "advice"
            same = stated and round(needed, 9) in asked and (follows_advice or len(asked) == 1)
            key = "reason.supplier_advice" if same else "reason.supplier_both" if stated else "reason.supplier"
            first = words(key, offered=texts[0], needed=texts[1], advice=advice)
        return f"{first} {self._own_words(row['indication'], row['reference_value'], stated)}".strip()

    def _own_words(self, indication: str, reference: float, stated: bool) -> str:
        """The model's own counterpart of an advised reduction, or that the gain was derived from that advice."""
        if stated and self.figures.certainties.derived_from_advice(indication):
            return self.words("reason.from_advice")
        if not (stated and known(reference)):
            return ""
        own = self.own_reduction(indication)
        euro = self.words.numbers.euro(reference)
        if not known(own):
            return ""
        if own > 1:
            return self.words("reason.own_never", reference=euro)
        if own <= 0:
            return self.words("reason.own_free", reference=euro)
        return self.words("reason.own", reference=euro, own=self.words.numbers.percent(own))
