"""Who is not treated because supplier and price ceiling do not meet."""

from __future__ import annotations

from pathlib import Path

import pytest

import planner
from planner.analysis.forgone import if_agreed

SLUIS = Path(__file__).parents[2] / "scenarios/sluis-2025.xlsx"


def test_patients_of_the_three_medicines_that_stay_in_the_lock() -> None:
    """The curve snel: half of a year's patients in the first year, 80% in the second, then all; ten years from the start.

    Enhertu 46 million at 104,000 a year, Carvykti 64 million at 460,000: (0.5 + 0.8 + 8 x 1) = 9.3 years' patients from
    1 January 2026. Xenpozyme has 0.5 a year, and 14.58 who wait and all start along the same curve: 9.3 x 0.5 + 14.58.
    """
    plan = planner.optimise(planner.read_scenario(SLUIS))
    found = if_agreed(plan, ["ASMD", "MM-4L-CARVYKTI", "BC-HER2LOW"])
    assert found["patients"]["BC-HER2LOW"] == pytest.approx(46e6 / 104_000 * 9.3, rel=1e-6)
    assert found["patients"]["MM-4L-CARVYKTI"] == pytest.approx(64e6 / 460_000 * 9.3, rel=1e-6)
    assert found["patients"]["ASMD"] == pytest.approx(0.5 * 9.3 + 14.58, rel=1e-4)
    # A treatment year of Enhertu brings 0.416 QALY.
    assert found["qalys"]["BC-HER2LOW"] == pytest.approx(46e6 / 104_000 * 9.3 * 0.416, rel=1e-6)
    assert found.loc[[], "qalys"].empty


def test_the_answer_is_that_of_a_plan_in_which_the_supplier_goes_all_the_way() -> None:
    """The option that would be there: same patients and health, at the same first start."""
    scenario = planner.read_scenario(SLUIS)
    found = if_agreed(planner.optimise(scenario), ["BC-HER2LOW"])
    willing = scenario.with_changes(("Indications", "BC-HER2LOW", "max_discount", "set", 1.0))
    options = planner.enumerate_options(willing)
    row = (
        options.table.query("indication == 'BC-HER2LOW' and action == 'admit'")
        .sort_values(["offset", "discount"])
        .index[0]
    )
    assert found["qalys"]["BC-HER2LOW"] == pytest.approx(options.qalys[row].sum())


def test_what_no_price_opens_is_left_out() -> None:
    """At a price of nothing the accompanying care alone costs more than the gain is worth."""
    scenario = planner.read_scenario(SLUIS).with_changes(
        ("Indications", "BC-HER2LOW", "other_cost", "set", 1e6),
        ("Settings", "price_ceiling", "value", "set", "icer"),
    )
    assert list(if_agreed(planner.optimise(scenario), ["BC-HER2LOW"]).index) == []
