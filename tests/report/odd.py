"""Scenarios for what rarely happens; each gives a plan or runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from made import candidate, tiny

import planner
from planner.analysis.runs import Runs
from planner.errors import InfeasibleError


def _frameworks(**stated: Any) -> list[dict[str, Any]]:
    return [{"framework": "MSZ", "year": 2026 + t, **stated} for t in range(3)]


def _growth(limit: float, drugs: float = 100.0) -> list[dict[str, Any]]:
    rows = _frameworks(budget=1100, baseline_care=1000, baseline_drugs=drugs, drug_growth_limit=limit)
    return [{"framework": "MSZ", "year": 2025, "baseline_drugs": drugs}, *rows]


def unused_room() -> Any:
    """One candidate, one year, room enough that is worth nothing: gain without loss."""
    return planner.optimise(
        tiny(years=1, room_value=0, sheets={"Frameworks": _frameworks(budget=1010, baseline_care=1000)[:1]})
    )


def no_framework() -> Any:
    """No budget is stated in any year, so no limit and no displacement."""
    return planner.optimise(tiny(sheets={"Frameworks": _frameworks(baseline_care=500)}))


def over_target() -> Any:
    """A growth target that the plan exceeds."""
    return planner.optimise(tiny(growth_kind="target", sheets={"Frameworks": _growth(0.0)}))


def previous_year() -> Any:
    """Growth counted from the plan's own spending; expected spending; suppliers who may refuse."""
    lock = [{"route": "lock", "price": "negotiated", "cost_effectiveness": "not_required", "standing": "proposed"}]
    curve = [{"curve": "c", "discount": d, "probability": p} for d, p in ((0, 1), (0.2, 0.6), (0.5, 0))]
    sheets = {"Frameworks": _growth(0.05), "Routes": lock, "Acceptance": curve}
    settings = {"growth_base": "previous_year", "budget_basis": "expected", "standings": "in_force;proposed"}
    return planner.optimise(tiny({"acceptance": "c"}, sheets=sheets, **settings))


def carried() -> Any:
    """Room is carried over in the first years; in the last the plan has nothing left to carry, and displaces more."""
    rows = [{"framework": "MSZ", "year": 2026 + t, "budget": b, "baseline_care": c, "carry_over_share": 1}
            for t, (b, c) in enumerate(((1010, 1000), (1001, 1000), (1000, 1002)))]  # fmt: skip
    return planner.optimise(tiny(sheets={"Frameworks": rows}))


def saves() -> Any:
    """A medicine that costs less than what it replaces, in a framework that is too full already: care comes back."""
    rows = _frameworks(budget=1000, baseline_care=1000, baseline_drugs=20)
    return planner.optimise(tiny({"comparator_cost": 30000}, sheets={"Frameworks": rows}))


def absorbed() -> Any:
    """Half of the pressure is absorbed."""
    return planner.optimise(
        tiny(sheets={"Frameworks": _frameworks(budget=1000, baseline_care=1000, absorbed_share=0.5)})
    )


def optimal() -> Any:
    """Least harmful displacement, of care without units."""
    care = [{"care": "a", "spending": 500, "euro_per_qaly": 90000, "max_share": 0.001},
            {"care": "b", "spending": 400, "euro_per_qaly": 50000, "max_share": 0.5}]  # fmt: skip
    return planner.optimise(tiny(displacement_mode="optimal", sheets={"Care": care}))


def responders() -> Any:
    """Paying for those who respond, in one of two frameworks; patients by year; a price that is never cost-effective."""
    routes = [
        {"route": "p4p", "price": "negotiated", "cost_effectiveness": "not_required", "paid_share_basis": "responders"},
        {"route": "direct", "price": "list", "cost_effectiveness": "required", "eligible": "orphan"},
    ]
    frames = [
        {"framework": name, "year": 2026 + t, "budget": 500, "baseline_care": 490}
        for name in ("MSZ", "Apotheek")
        for t in range(3)
    ]
    rows = [
        {"indication": "P", "framework": "MSZ", "response_share": 0.6, "max_discount": 0.3, "new_patients": None},
        {"indication": "O", "framework": "Apotheek", "orphan": True, "other_cost": 90000, "response_share": 0.5,
         "max_discount": 0.1},
    ]  # fmt: skip
    care = [
        {
            "care": "oog",
            "framework": "MSZ",
            "spending": 400,
            "euro_per_qaly": 60000,
            "max_share": 0.2,
            "observed_share": 1,
        }
    ]
    patients = [{"indication": "P", "year": year, "patients": 50 * year} for year in (1, 2)]
    return planner.optimise(
        tiny(*rows, sheets={"Routes": routes, "Frameworks": frames, "Care": care, "Patients": patients})
    )


def nothing(**stated: Any) -> Any:
    """One candidate that no supplier or route lets in."""
    lock = [{"route": "lock", "price": "negotiated", "cost_effectiveness": "required"}]
    facts = {"in_lock_since": "2025-01-01", "max_discount": 0.1, "list_price": 400_000, **stated}
    return planner.optimise(tiny(facts, sheets={"Routes": lock}))


def only_reimbursed() -> Any:
    """No candidates at all."""
    return planner.optimise(tiny({"status": "reimbursed"}))


def _conditional(leaves: bool) -> Any:
    """X is in conditional admission, which ends in 2027 with a chance of a half; Y may be admitted."""
    plain = {"price": "list", "cost_effectiveness": "not_required"}
    routes = [
        {"route": "direct", "name": "Open", **plain},
        {"route": "out", "action": "leave", "open_to": 2026, **plain},
        {"route": "cond", "term_years": 2, "at_end": "convert", "standing": "proposed", **plain},
    ]
    here = {"status": "conditional", "term_end": "2027-07-01", "applies_for": "cond", "may_leave": True}
    rows = _frameworks(budget=1000, baseline_care=1000, baseline_drugs=2)
    relation = [{"kind": "force_out", "subject": "X"}] if leaves else []
    sheets = {"Routes": routes, "Frameworks": rows, "Relations": relation}
    return planner.optimise(tiny({**here, "p_demonstrated": 0.5}, {"indication": "Y"}, sheets=sheets))


def conditional_ends() -> Any:
    """What ends without the plan too is no part of what the plan brings."""
    return _conditional(leaves=False)


def conditional_leaves() -> Any:
    """What leaves before its term ends brings the difference from that end."""
    return _conditional(leaves=True)


def loses() -> Any:
    """A candidate that displaces more than it gains."""
    return planner.optimise(tiny({"qaly_gain": 0.1}, {"indication": "Y", "qaly_gain": 0.1}))


def stopped() -> Any:
    """A plan that was not proven in time, in a scenario whose variant cannot be met."""
    plan = planner.optimise(tiny({"certainty": "assumed"}, {"indication": "Y", "available_from": 2027}))
    outcome = replace(plan.outcome, stopped="time", bound=plan.totals.net + 12.5, gap=0.034)
    base = replace(plan, outcome=outcome)
    return Runs(base, {"krap": InfeasibleError([]), "zelfde": plan})


def one_of_two() -> Any:
    """Two indications for the same patients: at most one is in the package; one patient."""
    return planner.optimise(
        tiny(
            {"patient_group": "groep", "new_patients": 1 / 3},
            {"indication": "Y", "patient_group": "groep", "new_patients": 1 / 3, "qaly_gain": 0.9},
        )
    )


ODD: dict[str, Callable[[], Any]] = {
    function.__name__: function
    for function in (
        unused_room, no_framework, over_target, previous_year, carried,
        saves, absorbed, optimal, responders, nothing, only_reimbursed,
        loses, stopped, one_of_two, conditional_ends, conditional_leaves,
    )
}  # fmt: skip

__all__ = ["ODD", "candidate"]
