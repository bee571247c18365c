"""What the engine makes of sluis-2025: the decision of the letter, and what would have changed it."""

from __future__ import annotations

import pytest
import shipped

import planner
from planner.analysis.reasons import reasons

LETTER = ["ASMD", "MM-4L-CARVYKTI", "BC-HER2LOW"]


@pytest.fixture(scope="module")
def runs() -> planner.Runs:
    return planner.run(shipped.read("sluis-2025"))


def admitted(plan: planner.Plan) -> set[str]:
    return set(plan.decisions.loc[plan.decisions["decision"] == "admit", "indication"])


def test_all_three_stay_in_the_lock_and_her2_positive_stays(runs: planner.Runs) -> None:
    decisions = runs.base.decisions.set_index("indication")["decision"]
    assert decisions[LETTER].to_list() == ["not_admitted"] * 3
    assert decisions["BC-HER2POS"] == "stay"
    assert runs.base.scenario.table("Indications").set_index("indication").loc[LETTER, "in_lock_since"].notna().all()


def test_the_reason_is_that_ceiling_and_supplier_do_not_meet_with_both_numbers(runs: planner.Runs) -> None:
    why = reasons(runs.base).set_index("indication").loc[LETTER]
    assert (why["code"] == "too_dear").all()
    assert why["condition"].to_list() == ["ceiling_and_supplier"] * 3
    assert why["supplier_discount"].to_list() == pytest.approx([0.50, 0.25, 0.45])
    assert why["needed_discount"].to_list() == pytest.approx([0.92, 0.55, 0.73])


def test_the_reduction_that_the_model_derives_stands_beside_the_advice(runs: planner.Runs) -> None:
    openings = runs.base.options.openings.set_index(["indication", "route"])
    prices = runs.base.scenario.table("Indications").set_index("indication")["list_price"]
    derived = [1 - openings.loc[(name, "sluis"), "cost_effective_price"] / prices[name] for name in LETTER]
    assert derived == pytest.approx([0.92, 0.55, 0.68])


def test_all_three_meet_the_criteria_of_the_lock(runs: planner.Runs) -> None:
    openings = runs.base.options.openings.set_index(["indication", "route"])
    for name in LETTER:
        assert openings.loc[(name, "direct"), "condition"] == "not_eligible"
        assert openings.loc[(name, "sluis"), "condition"] == "ceiling_and_supplier"


def test_what_would_have_changed_the_decision(runs: planner.Runs) -> None:
    found = {name: admitted(plan) for name, plan in runs.variants.items()}
    assert found == {
        "Advies aanvaard": {"BC-HER2LOW"},
        "Advies aanvaard, ruimte telt niet": set(LETTER),
        "Advies aanvaard, 41.000 per QALY": set(),
        "Advies aanvaard, 94.000 per QALY": {"MM-4L-CARVYKTI", "BC-HER2LOW"},
        "Zonder prijsplafond": set(),
    }
