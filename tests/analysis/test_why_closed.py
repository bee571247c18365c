"""Why a rule does not hold: the comparisons that stand in the way, worked by hand."""

from __future__ import annotations

from typing import Any

import pytest

import planner
from planner.analysis.why_closed import Fact, WhyClosed


def why(eligible: str, **facts: Any) -> list[Fact]:
    row = {"indication": "A", "new_patients": 100, "treatment_years": 1, "list_price": 60_000, "qaly_gain": 1, **facts}
    route = {
        "route": "r",
        "eligible": eligible,
        "price": "list",
        "cost_effectiveness": "not_required",
        "term_years": None,
    }
    scenario = planner.scenario_from_tables(
        {
            "Settings": {"years": 1, "displacement_mode": "none"},
            "Indications": [{"p_effective": 1, **row}],
            "Routes": [route],
            "Frameworks": [{"framework": "MSZ", "year": 2026, "budget": 100}],
        }
    )
    return WhyClosed(scenario).facts("A", "r")


#: 100 patients at 60,000: 6 million a year.
@pytest.mark.parametrize(
    ("rule", "facts", "found"),
    [
        ("list_budget_impact > 20", {}, [Fact("list_budget_impact", 6.0, ">", 20.0)]),
        ("20 < list_budget_impact", {}, [Fact("list_budget_impact", 6.0, ">", 20.0)]),
        ("list_budget_impact < 20", {}, []),
        # the first failing part of "and", every part of "or"
        ("orphan and unmet_need", {"orphan": True}, [Fact("unmet_need", False, "==", True)]),
        ("orphan and unmet_need", {}, [Fact("orphan", False, "==", True)]),
        ("orphan or atmp", {}, [Fact("orphan", False, "==", True), Fact("atmp", False, "==", True)]),
        # what must not hold: the part that does
        ("not (orphan or list_budget_impact > 5)", {}, [Fact("list_budget_impact", 6.0, "<=", 5.0)]),
        (
            "not (orphan and list_budget_impact > 5)",
            {"orphan": True},
            [Fact("orphan", True, "==", False), Fact("list_budget_impact", 6.0, "<=", 5.0)],
        ),
        (
            'effectiveness == "established"',
            {"effectiveness": "uncertain"},
            [Fact("effectiveness", "uncertain", "==", "established")],
        ),
        ('effectiveness == "established"', {}, [Fact("effectiveness", None, "==", "established")]),
        (
            "evidence_years <= lead_time_months",
            {"evidence_years": 10},
            [Fact("evidence_years", 10.0, "<=", 0.0, "lead_time_months")],
        ),
        ("list_price + other_cost < 100", {}, [Fact("list_price other_cost", 60_000.0, "<", 100.0)]),
    ],
)  # fmt: skip
def test_the_facts_that_stand_in_the_way(rule: str, facts: dict[str, Any], found: list[Fact]) -> None:
    assert why(rule, **facts) == found
