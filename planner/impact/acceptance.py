"""How far a supplier goes: acceptance probability of a mandate, and the price that bargaining reaches (model.md section 4)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from planner.impact.timing import Flags, Numbers
from planner.scenario.tables import SAME_DISCOUNT


@dataclass(frozen=True)
class Supplier:
    """One indication's curve ``a(d)`` in points: piecewise linear through (0, 1), 0 beyond ``discount[-1]``.

    ``kinks`` are the discounts that the workbook states: the points of the curve, or ``max_discount``.
    """

    discount: Numbers
    probability: Numbers
    kinks: Numbers

    @property
    def end(self) -> float:
        return float(self.discount[-1])

    def probability_at(self, discount: Numbers) -> Numbers:
        """``a(d)``: 1 left of 0, 0 beyond the last point (1e-9 in favour of the point)."""
        inside = discount <= self.end + SAME_DISCOUNT
        return np.where(inside, np.interp(discount, self.discount, self.probability), 0.0)

    def area_from(self, discount: Numbers) -> Numbers:
        """``I(d)``: the area under the curve from d to its end."""
        widths = np.diff(self.discount)
        pieces = widths * (self.probability[1:] + self.probability[:-1]) / 2
        total = np.concatenate([[0.0], np.cumsum(pieces)])
        inside = np.clip(discount, 0.0, self.end)
        piece = np.clip(np.searchsorted(self.discount, inside, side="right") - 1, 0, max(len(widths) - 1, 0))
        height = np.interp(inside, self.discount, self.probability)
        below = total[piece] + (inside - self.discount[piece]) * (self.probability[piece] + height) / 2
        return np.asarray(total[-1] - below + np.maximum(0.0, -discount))


def suppliers(indications: pd.DataFrame, curves: pd.DataFrame) -> list[Supplier | None]:
    """The supplier of each indication; None where neither curve nor ``max_discount`` is given.

    ``max_discount`` cuts the curve; without a curve the supplier certainly goes up to ``max_discount``.
    """
    by_name = {name: rows.sort_values("discount") for name, rows in curves.groupby("curve", sort=False)}

    def supplier(curve: str | None, most: float) -> Supplier | None:
        if curve is None or curve not in by_name:
            return None if np.isnan(most) else _certain(most)
        points = by_name[curve]
        x, y = points["discount"].to_numpy(dtype=np.float64), points["probability"].to_numpy(dtype=np.float64)
        if x[0] > 0:
            x, y = np.concatenate([[0.0], x]), np.concatenate([[1.0], y])
        whole = Supplier(x, y, x)
        return whole if np.isnan(most) or most >= whole.end else _cut(whole, most)

    return [supplier(c, m) for c, m in zip(indications["acceptance"], indications["max_discount"], strict=True)]


def _certain(most: float) -> Supplier:
    ends = np.array([0.0, most]) if most > 0 else np.zeros(1)
    return Supplier(ends, np.ones_like(ends), ends[-1:])


def _cut(whole: Supplier, most: float) -> Supplier:
    below = whole.discount < most
    height = np.interp(most, whole.discount, whole.probability)
    if not below.any():
        return _certain(0.0)
    points = np.append(whole.discount[below], most)
    return Supplier(points, np.append(whole.probability[below], height), points)


def acceptance(supplier: Supplier, discount: Numbers, shift: float) -> Numbers:
    """``a_r(d) = a(d + h)`` for d > 0, and 1 at d = 0, in a route where suppliers give h points less."""
    return np.where(discount <= 0, 1.0, supplier.probability_at(discount + shift))


def signed_discount(supplier: Supplier, discount: Numbers, shift: float, power: float) -> Numbers:
    """Discount that is signed in expectation: ``d + power I(d) / a(d)``, where I is the area under a beyond d.

    ``power I(d) / a(d) = power (E[R | R >= d] - d)`` with R the supplier's reservation (the furthest it would go).
    """
    if power == 0:
        return discount
    accepted = acceptance(supplier, discount, shift)
    further = np.divide(supplier.area_from(discount + shift), accepted, out=np.zeros_like(discount), where=accepted > 0)
    return np.asarray(discount + power * further)


def is_certain(probability: Numbers) -> Flags:
    """Certain acceptance: at least 1 - 1e-9."""
    return np.asarray(probability >= 1.0 - 1e-9)
