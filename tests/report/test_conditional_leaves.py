"""An indication in conditional admission that leaves before its term ends: the plan brings the difference from that end."""

from __future__ import annotations

from typing import Any

import pytest

import planner
from planner.report.figures import Figures
from planner.report.public_totals import _by_product, totals


def medicine(name: str, **stated: Any) -> dict[str, Any]:
    """10 patients a year at EUR 100,000, one QALY each."""
    return {
        "indication": name,
        "treatment_years": 1,
        "new_patients": 10,
        "list_price": 100_000,
        "qaly_gain": 1,
        "effectiveness": "established",
        "disease_burden": 0.8,
        **stated,
    }


def plan(*medicines: dict[str, Any], **sheets: Any) -> planner.Plan:
    """X is in conditional admission until 2027, when it goes on with a chance of a half; it costs a million a year."""
    here = medicine("X", status="conditional", term_end="2027", applies_for="cond", p_demonstrated=0.5, may_leave=True)
    plain = {"price": "list", "cost_effectiveness": "not_required"}
    return planner.optimise(
        planner.scenario_from_tables(
            {
                "Settings": {"years": 2, "displacement_mode": "none", "room_value": 0, "discount_rate_effects": 0},
                "Indications": [here, *medicines],
                "Routes": [
                    {"route": "list", **plain},
                    {"route": "out", "action": "leave", "open_to": 2026, **plain},
                    {"route": "cond", "term_years": 2, "at_end": "convert", "standing": "proposed", **plain},
                ],
                "Frameworks": [
                    {"framework": "MSZ", "year": 2026 + t, "budget": 20, "baseline_drugs": 1} for t in range(2)
                ],
                **sheets,
            }
        ),
        mip_gap=0,
    )


def products(found: planner.Plan) -> int:
    return int(_by_product(found).spending.shape[1])


OUT = {"Relations": [{"kind": "force_out", "subject": "X"}]}


def test_what_leaves_before_its_term_ends() -> None:
    """Leaving in 2026: -1 and -1 million, -10 and -10 QALYs. Staying: from 2027 -0.5 million and -5 QALYs, in the reference plan
    too. The plan brings the difference: -1 and -0.5 million, -10 and -5 QALYs.
    """
    found = plan(**OUT)
    assert found.decisions["decision"].tolist() == ["leave"]
    assert found.decisions["spending"].tolist() == [-2]  # of the option itself, against present terms
    assert Figures(found).decisions[["spending", "qalys"]].to_numpy().tolist() == [[-1.5, -15]]
    assert (found.totals.spending_sum, found.totals.gained_sum) == pytest.approx((-1.5, -15))
    by_year = Figures(found).by_year
    assert by_year["gained"].tolist() == pytest.approx([-10, -5])
    assert by_year["cost"].tolist() == pytest.approx([-1, -0.5])
    assert found.spending["reference_cost"].tolist() == pytest.approx([0, -0.5])
    assert found.audit.ok


def test_totals_of_the_reference_plan_are_nothing() -> None:
    found = plan()
    assert found.decisions["decision"].tolist() == ["stay"]
    assert (found.totals.spending_sum, found.totals.gained_sum, found.totals.net) == (0, 0, 0)
    assert products(found) == 0


def test_public_totals_count_the_products_that_change() -> None:
    """Two are admitted, and X stays: its conditional term ends in the reference plan too, so that the totals are of two."""
    two = plan(medicine("A"), medicine("B"))
    assert products(two) == 2
    assert totals(two) is None
    three = plan(medicine("A"), medicine("B"), **OUT)
    assert products(three) == 3
    assert _by_product(three).spending.tolist() == [[1, 1, -1], [1, 1, -0.5]]


def test_public_totals_count_what_is_chosen_in_part() -> None:
    """A and B, and a share of C: three products; where no room is left for C, two."""
    rows = [medicine("A"), medicine("B"), medicine("C", divisible=True, qaly_gain=0.5)]
    room = [{"framework": "MSZ", "year": 2026 + t, "budget": 3.25, "baseline_drugs": 1} for t in range(2)]
    found = plan(*rows, Frameworks=room)
    assert found.decisions["share"].dropna().tolist() == pytest.approx([1, 1, 0.25])
    assert _by_product(found).spending.tolist() == [[1, 1, 0.25], [1, 1, 0.25]]
    none = [{**row, "budget": 3} for row in room]
    assert products(plan(*rows, Frameworks=none)) == 2
