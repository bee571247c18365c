"""Answers to what was asked beyond a plan, made by hand."""

from __future__ import annotations

from typing import Any

import pandas as pd

from planner.analysis.answers import Answers


def asked_of(plan: Any) -> Answers:
    """Answers as they might be, about a plan that admits X: figures that can be worked out by hand."""
    return Answers(
        plan,
        prices=pd.DataFrame(
            {
                "indication": ["X"],
                "walk_away": [15000.0],
                "entry_discount": [0.25],
                "zone_high": [15000.0],
                "estimated": [False],
            }
        ),
        displacement=pd.DataFrame(
            {"indication": ["X"], "gained": [200.0], "displaced_qalys": [260.0],
             "lost_elsewhere": [250.0], "ratio": [1.25], "net_lost": [-50.0]}
        ),
        care=pd.DataFrame({"indication": ["X", "X"], "unit": ["staaroperaties", None], "units": [4000.0, float("nan")]}),
        sensitivities=pd.DataFrame(
            {
                "question": ["euro_per_qaly", "room_value", "displacement_mode"],
                "value": [41000.0, 0.0, "optimal"],
                "base": [False, True, False],
                "net": [11.0, 32.0, float("nan")],
                "net_sum": [12.0, 34.0, float("nan")],
                "admitted": [0, 1, float("nan")],
                "enters": [[], [], []],
                "leaves": [["X"], [], []],
                "otherwise": [[], [], []],
                "error": ["", "", "no plan fits"],
            }
        ),
        frontier=pd.DataFrame(
            {
                "value": [0.0, 10.0, 20.0], "net": [0.0, 50.0, 100.0], "gained": [0.0, 60.0, 110.0],
                "displaced": [0.0, 10.0, 10.0], "spending": [0.0, 4.0, 9.0], "admitted": [0, 1, 1],
                "admits": [[], ["X"], ["X"]], "error": ["", "", ""],
            }
        ),
    )  # fmt: skip
