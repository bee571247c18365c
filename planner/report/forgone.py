"""What is not done where an indication is left out: patients who are not treated, and the health that they would have gained."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.analysis.forgone import if_agreed
from planner.report.figures import Figures
from planner.report.numbers import known

#: Decisions that bring nothing against the plan that changes nothing: the patients have what they had.
_PRESENT = ("stay", "renegotiate", "study")


@dataclass(frozen=True)
class Forgone:
    """Patients and QALYs (undiscounted, over all years of the plan) by indication; ``rows`` are the reasons by indication."""

    figures: Figures
    rows: Mapping[str, Mapping[Hashable, Any]]

    def of(self, indication: str) -> tuple[float, float] | None:
        """Expected patients and QALYs of its best option at its first start; None where it has none, or nothing is forgone.

        Where supplier and price ceiling do not meet: as if a price had been agreed. Where its patients have another indication
        of the plan, only what this one brings more than that.
        """
        own = self._own(indication)
        others = self._others(indication)
        if own is None or not others:
            return own
        decisions = self.figures.plan.decisions
        kinds = set(decisions["decision"][decisions["indication"].isin(others)])
        if kinds & set(_PRESENT):
            return None
        yearly = self.figures.plan.yearly
        mine = yearly[yearly["indication"].isin(others)]
        patients, qalys = own[0] - float(mine["starters"].sum()), own[1] - float(mine["qalys"].sum())
        return (max(0.0, patients), qalys) if qalys > 1e-6 else None

    def group_taken(self, indication: str) -> bool:
        """Whether another indication for the same patients is in the package."""
        return bool(self._others(indication))

    def _others(self, indication: str) -> list[str]:
        group = self.figures.given[indication]["patient_group"]
        return self._taken.get(group, []) if isinstance(group, str) else []

    @cached_property
    def _taken(self) -> dict[str, list[str]]:
        """By patient group what is in the package; what leaves it makes room."""
        decisions = self.figures.plan.decisions
        found: dict[str, list[str]] = {}
        for name in decisions["indication"][~decisions["decision"].isin(["not_admitted", "leave"])]:
            if isinstance(group := self.figures.given[name]["patient_group"], str):
                found.setdefault(group, []).append(str(name))
        return found

    def _own(self, indication: str) -> tuple[float, float] | None:
        """Of a divisible indication for as many of its patients as it may be admitted for."""
        option, given = self.rows[indication]["first_option"], self.figures.given[indication]
        part = float(given["max_coverage"]) if given["divisible"] else 1.0
        if known(option):
            options, at = self.figures.plan.options, int(option)
            found = float(options.starters[at].sum()) * float(self._acceptance[at]), float(options.qalys[at].sum())
        elif indication in self._if_agreed:
            found = self._if_agreed[indication]
        else:
            return None
        return part * found[0], part * found[1]

    @cached_property
    def _acceptance(self) -> NDArray[np.float64]:
        """How likely an agreement is, by option."""
        return self.figures.plan.options.table["acceptance"].to_numpy(dtype=np.float64)

    @cached_property
    def _if_agreed(self) -> dict[str, tuple[float, float]]:
        """Patients and QALYs of what is too dear, as if a price had been agreed."""
        too_dear = [name for name, row in self.rows.items() if row["code"] == "too_dear"]
        if not too_dear:
            return {}
        found = if_agreed(self.figures.plan, too_dear)
        return {str(name): (float(patients), float(qalys)) for name, patients, qalys in found.itertuples(name=None)}
