"""Small scenarios for tests: everything that a test does not say has a plain value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from planner.scenario.build import scenario_from_tables
from planner.scenario.scenario import Scenario

Row = Mapping[str, Any]


def indication(name: str = "X", **stated: Any) -> dict[str, Any]:
    """A candidate: 10 patients a year, one year of treatment at EUR 100,000, one QALY each, certainly effective."""
    return {
        "indication": name,
        "treatment_years": 1,
        "new_patients": 10,
        "list_price": 100_000,
        "qaly_gain": 1,
        "p_effective": 1,
        "effectiveness": "established",
        "disease_burden": 0.8,
        **stated,
    }


def route(name: str = "direct", **stated: Any) -> dict[str, Any]:
    return {"route": name, "price": "list", "cost_effectiveness": "not_required", **stated}


def small(
    *indications: Row,
    routes: Sequence[Row] = (),
    years: int = 1,
    sheets: Mapping[str, Any] | None = None,
    **settings: Any,
) -> Scenario:
    """A scenario from 2026 with one framework of EUR 1,000 million a year and no care to displace, unless said."""
    tables: dict[str, Any] = {
        "Settings": {"start_year": 2026, "years": years, "displacement_mode": "none", "room_value": 0, **settings},
        "Indications": list(indications) or [indication()],
        "Routes": list(routes) or [route()],
        "Frameworks": [{"framework": "MSZ", "year": 2026 + t, "budget": 1000} for t in range(years)],
        **(sheets or {}),
    }
    return scenario_from_tables(tables)


def thirty_on_a_line() -> Scenario:
    """Thirty unlike candidates on one line of three years: the tree has to branch."""
    rows = [
        indication(f"I{n:02d}", new_patients=7 + n * 37 % 23, list_price=300_000 + n * 71_317 % 400_000,
                   qaly_gain=1 + n * 13 % 7)
        for n in range(30)
    ]  # fmt: skip
    lines = {"BudgetLines": [{"line": "L", "year": 2026 + t, "budget": 31.7} for t in range(3)]}
    return small(*rows, routes=[route(budget_line="L")], sheets=lines, years=3)
