"""Whether like is treated alike: ratios and pairs, worked by hand."""

from __future__ import annotations

import pytest

import planner
from planner.analysis.consistency import consistency, inconsistent_pairs


def plan() -> planner.Plan:
    """One year, 12 million, unused room worth nothing, 80,000 per QALY, one patient-year each; A is kept out.

    A: 100 patients at 40,000 (4 million) for 1 QALY: 40,000 / 80,000 = 0.5. B: 100 at 60,000 (6 million) for 1 QALY: 0.75.
    C: 300 at 20,000 (6 million) for 0.3 QALY: 66,667 / 80,000 = 0.8333. D: 100 at 110,000, the supplier goes to 50 %, for
    0.6 QALY: 91,667 / 80,000 = 1.1458, above the ceiling.
    """
    each = {"treatment_years": 1, "disease_burden": 0.8, "p_effective": 1, "max_discount": 0}
    rows = [
        ("A", 100, 40_000, 1.0, 0.0), ("B", 100, 60_000, 1.0, 0.0), ("C", 300, 20_000, 0.3, 0.0),
        ("D", 100, 110_000, 0.6, 0.5),
    ]  # fmt: skip
    return planner.optimise(
        planner.scenario_from_tables(
            {
                "Settings": {"years": 1, "displacement_mode": "none", "room_value": 0, "price_ceiling": "icer"},
                "Indications": [
                    {**each, "indication": i, "new_patients": n, "list_price": p, "qaly_gain": g, "max_discount": d}
                    for i, n, p, g, d in rows
                ],
                "Routes": [{"route": "r", "price": "negotiated", "cost_effectiveness": "required"}],
                "Relations": [{"kind": "force_out", "subject": "A"}],
                "Frameworks": [{"framework": "MSZ", "year": 2026, "budget": 12}],
            }
        )
    )


def test_ratios_from_dear_to_cheap_and_the_pairs_that_stand_out() -> None:
    """12 million: B and C (12 million, 190 QALY); A is kept out. A (0.5) is out while C (0.8333) and B (0.75) are in."""
    table = consistency(plan()).set_index("indication")
    assert list(table.index) == ["D", "C", "B", "A"]
    assert table["ratio"].to_list() == pytest.approx([55_000 / 0.6 / 80_000, 20_000 / 0.3 / 80_000, 0.75, 0.5])
    assert table["admitted"].to_list() == [False, True, True, False]
    assert table.loc["D", "price"] == pytest.approx(55_000)
    (pair,) = inconsistent_pairs(table.reset_index()).to_dict("records")
    assert (pair["admitted"], pair["left_out"], pair["dearer"]) == ("C", "A", 2)


def test_what_is_left_out_is_paid_for_who_responds_only() -> None:
    """100,000 less 10 % for half of the patients is 45,000 per QALY: 0.5625 of 80,000, though its supplier gives 20 % to another
    route (80,000, a ratio of 1) that pays for all. Both are left out: no room."""
    one = {
        "indication": "A", "treatment_years": 1, "disease_burden": 0.8, "p_effective": 1, "new_patients": 100, "qaly_gain": 1,
        "list_price": 100_000, "max_discount": 0.2, "response_share": 0.5,
    }  # fmt: skip
    each = {"price": "negotiated", "cost_effectiveness": "not_required"}
    p4p = {"route": "p4p", "paid_share_basis": "responders", "acceptance_shift": 0.1, **each}
    plan = planner.optimise(
        planner.scenario_from_tables(
            {
                "Settings": {"years": 1, "displacement_mode": "none", "room_value": 0, "price_ceiling": "none"},
                "Indications": [one],
                "Routes": [{"route": "all", **each}, p4p],
                "Frameworks": [{"framework": "MSZ", "year": 2026, "budget": 1}],
            }
        )
    )
    (row,) = consistency(plan).to_dict("records")
    assert (row["decision"], row["price"]) == ("not_admitted", pytest.approx(90_000))
    assert (row["icer"], row["ratio"]) == (pytest.approx(45_000), pytest.approx(0.5625))
