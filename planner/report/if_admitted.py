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
    """``names`` and ``entry`` discounts (where asked) by indication, how far its supplier goes, and amounts in the unit of the
    objective.
    """

    words: Words
    names: Mapping[str, str]
    entry: Mapping[str, float]
    offered: Callable[[str], float]
    amount: Callable[[float], str]

    def text(self, row: Any) -> str:
        """``Admission would cost the plan 20 QALYs; then leaves: A. Needed to enter: ...``; blank where it was not asked."""
        words = self.words
        if row.get("possible") is False:
            return words("reason.nowhere")
        if row.get("possible") is not True or not known(row["net_lost"]):
            return ""
        lost = float(row["net_lost"])
        parts = [words("reason.costs", lost=self.amount(lost)) if lost > 1e-6 else words("reason.as_good")]
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
