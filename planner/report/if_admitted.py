"""What it would lose to admit what the plan leaves out: who leaves, who changes, and at which discount that tips."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from planner.report.numbers import DASH, known
from planner.report.wording import Words, listed

#: Characters of names in one part of a sentence.
_ROOM = 80


@dataclass(frozen=True)
class IfAdmitted:
    """``names`` and ``entry`` discounts (where asked) by indication, how far its supplier goes, amounts in the unit of the
    objective, and for how many of its patients it is asked (NaN: it is admitted or not, there is no part of it).
    """

    words: Words
    names: Mapping[str, str]
    entry: Mapping[str, float]
    offered: Callable[[str], float]
    amount: Callable[[float], str]
    coverage: Callable[[str], float]

    def text(self, row: Any) -> str:
        """``Admission would cost the plan 20 QALYs; then leaves: A. Needed to enter: ...``; blank where it was not asked."""
        words = self.words
        most = self.coverage(str(row["indication"]))
        # Of a divisible indication a plan may hold a part: what is asked is what all of its patients would cost.
        part = "" if not known(most) else "_all" if most > 1 - 1e-9 else "_part"
        share = words.numbers.percent(most) if part else ""
        if row.get("possible") is False:
            return words(f"reason.nowhere{part}", share=share)
        if row.get("possible") is not True or not known(row["net_lost"]):
            return ""
        lost = float(row["net_lost"])
        costs = lost > 1e-6
        parts = [words(f"reason.{'costs' if costs else 'as_good'}{part}", lost=self.amount(lost), share=share)]
        for key in ("leaves", "otherwise"):
            found = [self.names[one] for one in str(row[key] or "").split("; ") if one]
            if found:
                parts.append(words(f"reason.{key}", names=listed(words, found, _ROOM)))
        return "; ".join(parts) + "." + self._tips(str(row["indication"]))

    def _tips(self, indication: str) -> str:
        """The discount at which the best plan admits it, beside what the supplier gives; blank where it was not asked."""
        entry = self.entry.get(indication, np.nan)
        if not known(entry) or not 0 < entry < 1:
            return ""
        most = self.offered(indication)
        offered = self.words.numbers.percent(most, 0) if known(most) else DASH
        return " " + self.words("reason.tips", entry=self.words.numbers.percent(float(entry), 1), offered=offered)
