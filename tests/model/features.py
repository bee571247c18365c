"""Random small scenarios that mix everything: a core scenario from ``strategies``, and then features drawn one on another.

Each feature changes the tables in place; several are drawn together, so that each also meets each other.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import reject
from hypothesis import strategies as st
from strategies import Draw, pick, small_tables

from planner.errors import ScenarioError
from planner.scenario.build import scenario_from_tables
from planner.scenario.scenario import Scenario

Tables = dict[str, Any]
Feature = Callable[[Draw, Tables], None]


def years(tables: Tables) -> int:
    return int(tables["Settings"]["years"])


def names(tables: Tables) -> list[str]:
    return [row["indication"] for row in tables["Indications"]]


def candidates(tables: Tables) -> list[dict[str, Any]]:
    return [row for row in tables["Indications"] if row["status"] in ("candidate", "refused")]


def terms(draw: Draw, tables: Tables) -> None:
    """Routes that end: prices before and after conversion, what is shown, studies."""
    for row in tables["Routes"]:
        if row.get("action"):
            continue
        row["term_years"] = draw(pick(1, 2, 1.5, 1))
        row["at_end"] = draw(pick("convert", "convert", "leave", "stay"))
        if row["at_end"] == "convert":
            row["definitive_price"] = draw(pick("same", "cost_effective", "negotiated", "advice"))
            if row["definitive_price"] == "negotiated":
                row["price"] = draw(pick("list", "at_cap"))
    for row in tables["Indications"]:
        row["p_demonstrated"] = draw(pick(None, 0.25, 0.5 if row["p_effective"] >= 0.5 else None))
        row["study_cost"] = draw(pick(None, None, 0.5))
        row["study_payer"] = draw(pick("payer", "payer", "supplier"))


def caps(draw: Draw, tables: Tables) -> None:
    """Caps and ceilings of every basis, and prices at the cap."""
    for row in tables["Routes"]:
        row["price_cap_basis"] = draw(pick("evidence_gap", "fair", "fixed_budget", "cost_effective", "list"))
        row["price"] = draw(pick(row["price"], "at_cap"))
    for row in tables["Indications"]:
        row["evidence_gap"] = draw(pick(None, 0.5))
        row["fair_price"] = draw(pick(80_000, 60_000, 30_000))
        row["fixed_budget"] = draw(pick(0.5, 1, 2))
    tables["Settings"]["price_ceiling"] = draw(pick("fair", "lowest", "icer", "advice"))


def suppliers(draw: Draw, tables: Tables) -> None:
    """Who applies for what, and what registration may bring."""
    for row in tables["Routes"]:
        row["chosen_by"] = draw(pick("payer", "supplier"))
        row["needs_registry"] = draw(pick(False, False, True))
    every = [row["route"] for row in tables["Routes"]]
    for row in tables["Indications"]:
        row["applies_for"] = draw(pick(None, every[0], "; ".join(every)))
        row["registry"] = draw(pick(True, False))
        row["p_registered"] = draw(pick(1, 0.5, 0))


def use(draw: Draw, tables: Tables) -> None:
    stated = {row["indication"] for row in tables["Patients"]}
    for row in tables["Routes"]:
        row["use_control"] = draw(pick(0, 0.5, 1))
        row["monitoring_cost"] = draw(pick(0, 5_000))
        row["stop_rule"] = not stated and draw(st.booleans())
    for row in tables["Indications"]:
        row["off_target_share"] = draw(pick(0, 0.2, 0.5))
        row["stop_after"] = draw(pick(1, 0.5, 2))
        row["stop_share"] = draw(pick(0, 0.5))


def prices(draw: Draw, tables: Tables) -> None:
    """Loss of exclusivity, price-volume agreements and pay-back caps."""
    for row in tables["Indications"]:
        row["exclusivity_until"] = draw(pick(None, "2026-07-01", "2027-01-01", "2025-05-01"))
        row["price_share_after"] = 0.4
        if draw(st.booleans()):
            row["volume_threshold"], row["volume_discount"] = draw(pick(0.5, 1)), draw(pick(0.5, 0.2))
        row["pay_back_cap"] = draw(pick(None, None, 0.8))


def phases(draw: Draw, tables: Tables) -> None:
    """Phases with their work, some under way; reviews; a pool that is often too small."""
    rows = []
    for row in tables["Routes"]:
        row["lead_time_months"] = None
        for phase in ("one", "two"):
            here = {"route": row["route"], "phase": phase, "pool": "staff"}
            if draw(st.booleans()):
                rows.append({**here, "when": "orphan", "months": draw(pick(0, 1)), "work": draw(pick(1, 2))})
            rows.append({**here, "months": draw(pick(0, 6, 3.5, 12)), "work": draw(pick(1, 2, 0.5))})
        if draw(st.booleans()):
            after = draw(pick(0, 1, 0.5))
            review = {"phase": "review", "months": 2, "work": 1, "pool": "staff", "after_start_years": after}
            rows.append({"route": row["route"], **review})
    tables["Phases"] = rows
    for row in tables["Indications"]:
        if row["status"] in ("candidate", "refused"):
            row["phase"] = draw(pick(None, None, "one", "two"))
            row["phase_since"] = draw(pick("2025-11-01", "2025-06-15", "2023-01-01")) if row["phase"] else None
    resource(draw, tables, "staff")


def resource(draw: Draw, tables: Tables, name: str) -> None:
    """A resource with a capacity in some years; a second pool of the same name adds nothing."""
    rows = tables.setdefault("Resources", [])
    if all(row["resource"] != name for row in rows):
        rows += [
            {"resource": name, "year": 2026 + t, "capacity": draw(pick(2, 3, 6, 6, None))}
            for t in range(years(tables))
            if t == 0 or draw(pick(True, True, False))
        ]


def resources(draw: Draw, tables: Tables) -> None:
    for name in ("chairs", "slots"):
        basis = "per_patient_year" if name == "chairs" else "per_decision"
        resource(draw, tables, name)
        tables.setdefault("ResourceUse", []).extend(
            {
                "indication": one,
                "resource": name,
                "use": draw(pick(0.2, 0.5, 0) if name == "chairs" else pick(1, 2, 3)),
                "basis": basis,
            }
            for one in names(tables)
            if draw(pick(True, True, False))
        )


def risks(draw: Draw, tables: Tables) -> None:
    """Named rules, of which later ones use earlier ones, in who may use a route."""
    limit = draw(pick(0.5, 1, 1.5))
    tables["Risks"] = [
        {"risk": "dear", "rule": f"product_budget_impact > {limit} or icer_at_list > 100000"},
        {"risk": "watch", "rule": "dear and not orphan"},
    ]
    for row in tables["Routes"]:
        row["eligible"] = draw(pick(None, "watch", "not watch", "dear"))


def existing(draw: Draw, tables: Tables) -> None:
    """Some indications are in the package, or in conditional admission; routes that change that."""
    ways = draw(st.lists(pick("leave", "renegotiate", "study"), min_size=1, max_size=2, unique=True))
    for way in ways:
        row = {
            "route": f"way {way}",
            "action": way,
            "price": draw(pick("negotiated", "negotiated", "at_cap")),
            "price_cap_basis": draw(pick(None, None, "fixed_budget", "fair", "cost_effective", "evidence_gap")),
            "price_cap_share": draw(pick(1, 0.8)),
            "acceptance_shift": draw(pick(0, 0.1)),
            "paid_share_basis": draw(pick("all", "all", "responders")),
            "cost_effectiveness": draw(pick("required", "not_required")),
            "lead_time_months": draw(pick(0, 6)),
            "dossiers_per_year": draw(pick(None, None, 1)),
        }
        if way == "study":
            row["term_years"] = draw(pick(1, 1.5, 2))
        tables["Routes"].append(row)
    cond = {
        "route": "cond",
        "price": "list",
        "cost_effectiveness": "not_required",
        "term_years": 2,
        "at_end": "convert",
    }
    groups: set[str | None] = set()
    for row in tables["Indications"]:
        status = draw(pick("candidate", "reimbursed", "reimbursed", "conditional"))
        if row["patient_group"] in groups - {None}:
            status = "candidate"
        row["status"] = status
        row["fixed_budget"], row["fair_price"] = draw(pick(0.5, 1, 2)), draw(pick(60_000, 30_000))
        if status != "candidate":
            groups.add(row["patient_group"])
            row["may_leave"] = draw(st.booleans())
            row["present_discount"] = draw(pick(0, 0.1, 0.25))
            row["p_demonstrated"] = draw(pick(None, 0.25))
            row["study_cost"] = draw(pick(None, 0.5))
            row["study_payer"] = draw(pick("payer", "supplier"))
        if status == "conditional":
            row["term_end"] = draw(pick("2026-07-01", "2027-01-01", "2025-10-01", "2030-01-01"))
            row["applies_for"] = "cond"
    if any(row["status"] == "conditional" for row in tables["Indications"]):
        cond["definitive_price"] = draw(pick("same", "cost_effective"))
        tables["Routes"].append(cond)


def relations(draw: Draw, tables: Tables) -> None:
    made: list[dict[str, Any]] = []
    every = names(tables)
    kinds = draw(st.lists(pick(*RELATIONS), min_size=1, max_size=2, unique=True))
    for kind in kinds:
        one, two = draw(st.permutations(every))[:2] if len(every) > 1 else (every[0], every[0])
        if kind in ("requires", "excludes"):
            made.append({"kind": kind, "subject": one, "object": two})
        elif kind == "at_most":
            made += [{"kind": kind, "subject": name, "object": "some", "number": 1} for name in every]
        elif kind == "same_price":
            made.append({"kind": kind, "subject": f"{one}; {two}"})
        elif kind == "spending_cap":
            for row in tables["Indications"]:
                row["supplier"] = draw(pick("S", None))
            made.append({"kind": kind, "subject": "S", "object": "supplier", "number": draw(pick(1, 0.5, 2))})
        elif kind == "not_before":
            made.append({"kind": kind, "subject": one, "number": draw(pick(2027, 2026, 2029))})
        elif kind == "force_in":
            made.append({"kind": kind, "subject": one, "number": draw(pick(None, None, 1, 0.5))})
        else:
            made.append({"kind": kind, "subject": one})
    tables["Relations"] = made
    tables["Indications"][0]["supplier"] = "S"


RELATIONS = ("requires", "excludes", "at_most", "same_price", "spending_cap", "not_before", "force_in", "force_out")


def divisible(draw: Draw, tables: Tables) -> None:
    for row in tables["Indications"]:
        row["divisible"] = draw(pick(True, True, False))
        row["max_coverage"] = draw(pick(1, 1, 0.6)) if row["divisible"] else None


def carry(draw: Draw, tables: Tables) -> None:
    for row in tables["Frameworks"]:
        row["carry_over_share"] = draw(pick(1, 0.5, 0))


def objectives(draw: Draw, tables: Tables) -> None:
    tables["Settings"]["objective"] = draw(
        pick("qalys_gained", "weighted_qalys", "net_monetary_benefit", "least_spending", "lexicographic")
    )
    tables["Settings"]["second_objective"] = draw(
        pick("qalys_gained", "net_monetary_benefit", "weighted_qalys", "least_spending")
    )
    tables["Settings"]["qaly_value"] = draw(pick(20_000, 80_000))
    tables["Settings"]["health_target"] = draw(pick(0, 5, 20))
    for row in tables["Indications"]:
        row["equity_weight"] = draw(pick(1, 2, 0.5))
    weights = {name: draw(pick(1, 3, 0)) for name in dict.fromkeys(row["care"] for row in tables["Care"])}
    for row in tables["Care"]:
        row["equity_weight"] = weights[row["care"]]


def continuous(draw: Draw, tables: Tables) -> None:
    tables["Settings"]["price_mode"] = draw(pick("continuous"))


def first_come(draw: Draw, tables: Tables) -> None:
    tables["BudgetLines"] = [
        {"line": "F", "year": 2026 + t, "budget": draw(pick(1, 1.5, 2)), "allocation": "first_come"}
        for t in range(years(tables))
    ]
    for row in tables["Routes"]:
        row["budget_line"], row["price"] = "F", "list"


FEATURES: dict[str, Feature] = {
    one.__name__: one
    for one in (
        suppliers,
        use,
        prices,
        caps,
        terms,
        phases,
        risks,
        resources,
        first_come,
        existing,
        relations,
        divisible,
        carry,
        objectives,
        continuous,
    )
}


@st.composite
def rich_tables(
    draw: Draw,
    features: tuple[str, ...],
    most_years: int = 3,
    most_indications: int = 3,
    always: tuple[str, ...] = (),
) -> Tables:
    """The tables of a core scenario with one to four of the features and those that are always there, in the order of
    ``FEATURES``.
    """
    tables: Tables = draw(small_tables(most_years, most_indications))
    chosen = [*draw(st.lists(st.sampled_from(features), min_size=1, max_size=4, unique=True)), *always]
    for name, feature in FEATURES.items():
        if name in chosen:
            feature(draw, tables)
    return tables


def rich_scenarios(
    *features: str, most_years: int = 3, most_indications: int = 3, always: tuple[str, ...] = ()
) -> st.SearchStrategy[Scenario]:
    """Valid scenarios with features; tables that the checks refuse are drawn again."""
    chosen = features or tuple(FEATURES)
    return rich_tables(chosen, most_years, most_indications, always).map(_valid)


def _valid(tables: Tables) -> Scenario:
    try:
        return scenario_from_tables(tables)
    except ScenarioError:
        reject()
