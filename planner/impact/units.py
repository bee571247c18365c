"""What one patient-year of each option costs and brings: per option, ready to be multiplied with patients by year."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from planner.impact.patients import treated_annuity
from planner.impact.prices import net_comparator
from planner.impact.timing import Flags, NDArrayInt, Numbers, months_of
from planner.scenario.scenario import Scenario


@dataclass(frozen=True)
class Units:
    """Columns (option x 1) [EUR per patient-year, QALY per treatment-year]; ``gain`` is that of an effective medicine.

    ``price_share`` is option x year, the price after loss of exclusivity as a share of the price before; None = nobody loses
    it. ``threshold``, ``rebate`` and ``most`` are a volume agreement [EUR million a year]; None = there is none.
    """

    paid: Numbers
    other: Numbers
    replaced: Numbers
    offset: Numbers
    gain: Numbers
    p_effective: Numbers
    p_demonstrated: Numbers
    price_share: Numbers | None
    threshold: Numbers | None
    rebate: Numbers | None
    most: Numbers | None

    def listed(self, price: Numbers, patients: Numbers) -> Numbers:
        """Drug spending [EUR million] at a price per patient-year (option x 1), before any volume agreement."""
        spent = price * self.paid * patients / 1e6
        return spent if self.price_share is None else spent * self.price_share

    def due(self, spent: Numbers) -> Numbers:
        """What is paid for yearly drug spending: ``min(x, threshold) + (1 - rebate) max(0, x - threshold)``, at most ``most``."""
        if self.threshold is None or self.rebate is None or self.most is None:
            return spent
        above = np.maximum(0.0, spent - self.threshold)
        return np.minimum(np.minimum(spent, self.threshold) + (1.0 - self.rebate) * above, self.most)

    def rows(self, kept: NDArrayInt) -> Units:
        """The same for some of the options."""
        return replace(self, **{name: values[kept] for name, values in vars(self).items() if values is not None})


def units(scenario: Scenario, indication: NDArrayInt, of: pd.DataFrame) -> Units:
    """The columns of options: ``indication`` row numbers; ``of`` has paid, monitoring and stops per option."""
    own = scenario.table("Indications").iloc[indication]

    def column(values: pd.Series | Numbers) -> Numbers:
        return np.asarray(values, dtype=np.float64)[:, None]

    lived = treated_annuity(own, of["stops"].to_numpy(dtype=bool), scenario.settings.discount_rate_effects)
    share = price_share(scenario)
    volume = _volume(own)
    return Units(
        paid=column(of["paid"]),
        other=column(own["other_cost"].to_numpy() + of["monitoring"].to_numpy()),
        replaced=column(net_comparator(own)),
        offset=column(own["offset_cost"].fillna(0.0)),
        gain=column(own["qaly_gain"] / lived * (1.0 - own["off_target_share"])),
        p_effective=column(own["p_effective"]),
        p_demonstrated=column(own["p_demonstrated"]),
        price_share=None if share is None else share[indication],
        threshold=None if volume is None else column(volume[0]),
        rebate=None if volume is None else column(volume[1]),
        most=None if volume is None else column(volume[2]),
    )


def price_share(scenario: Scenario) -> Numbers | None:
    """Price by calendar year as a share of what it was (indication x year): by months before and after loss of exclusivity."""
    table, settings = scenario.table("Indications"), scenario.settings
    until = months_of(table["exclusivity_until"])
    if np.isnan(until).all():
        return None
    years = np.array(settings.calendar)[None, :] * 12.0
    before = np.clip((until[:, None] - years) / 12.0, 0.0, 1.0)
    after = table["price_share_after"].to_numpy()[:, None]
    return np.where(np.isnan(until)[:, None], 1.0, before + (1.0 - before) * after)


def _volume(own: pd.DataFrame) -> tuple[Numbers, Numbers, Numbers] | None:
    """Threshold, rebate above it and largest payment of each option; None where nobody has an agreement."""
    threshold, most = own["volume_threshold"].to_numpy(), own["pay_back_cap"].to_numpy()
    if np.isnan(threshold).all() and np.isnan(most).all():
        return None
    rebate = np.where(np.isnan(threshold), 0.0, np.nan_to_num(own["volume_discount"].to_numpy()))
    return np.where(np.isnan(threshold), np.inf, threshold), rebate, np.where(np.isnan(most), np.inf, most)


def largest(outcomes: list[tuple[Numbers, Flags]]) -> Numbers:
    """The largest spending over the outcomes that can happen: (option x year, whether it can happen: option x 1)."""
    total = np.full_like(outcomes[0][0], -np.inf)
    for spent, possible in outcomes:
        total = np.where(possible, np.maximum(total, spent), total)
    return total
