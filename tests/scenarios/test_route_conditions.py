"""Every condition of every route set by itself: the same indication, one thing else, and the route is closed (or is another).

Indications of test_routes: A has 100 patients at 40,000 a year (4 million, below the lock), gains 0.5 QALY, and its supplier
goes to 30 %; LOCKED has 600 at 50,000 (30 million). What is doubtful works with a chance of a half.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from test_routes import DOUBTFUL, LOCKED, OUT, SMALL, Case, written

import planner
from scenarios.make import routes

Row = dict[str, Any]
#: what is said of the indication -> its row and the route by which it comes in
Expected = dict[str, tuple[Row, str]]

#: Not (yet) SWP, with the same expected gain: it is the criterion that closes the route, not the price.
UNSURE = {"effectiveness": "uncertain", "p_effective": 1}
INSUFFICIENT = {"effectiveness": "insufficient", "p_effective": 1}


def only(base: Row, route: str, **changes: Row) -> Expected:
    """The indication that comes in by the route, and the changes that each keep it out."""
    return {"base": (base, route)} | {name: (base | change, OUT) for name, change in changes.items()}


def also(base: Row, route: str, **changes: Row) -> Expected:
    """The changes that make no difference."""
    return {name: (base | change, route) for name, change in changes.items()}


def lock(route: str, base: Row, **more: Row) -> Expected:
    """What holds for every route out of the lock. 15 million at 50,000 a patient meets the second criterion; 14.7 million at
    49,000 or 5 million at 50,000 neither; a supplier that goes to 10 % does not meet the 20 % that is asked."""
    return only(
        base, route, unproven=UNSURE, refused={"status": "refused"}, small={"new_patients": 100},
        just_below={"new_patients": 300, "list_price": 49_000}, **more,
    ) | also(base, route, second={"new_patients": 300})  # fmt: skip


def conditional(base: Row, **more: Row) -> Expected:
    """What holds for every form of conditional admission."""
    return only(
        base, "vt", no_need={"unmet_need": False}, proven={"effectiveness": "established"}, insufficient=INSUFFICIENT,
        not_asked={"applies_for": None, "max_discount": 0.9}, **more,
    )  # fmt: skip


BELOW = {
    "locked": {"new_patients": 600}, "dear": {"new_patients": 250, "list_price": 50_000},
    "unproven": UNSURE, "refused": {"status": "refused"},
}  # fmt: skip
SHORT = {"max_discount": 0.1}
TODAY = DOUBTFUL | {"orphan": True, "unmet_need": True, "evidence_years": 5, "applies_for": "vt;vt_14"}
NOT_RARE: dict[str, Any] = {"orphan": False, "evidence_years": 5}
EVALUATION = TODAY | {"applies_for": "vt"}
PROPOSED = DOUBTFUL | {
    "nl_specific_research": True, "unmet_need": True, "evidence_years": 3, "fixed_budget": 1.5, "applies_for": "vt",
}  # fmt: skip
PROPOSED_RULES: dict[str, Row] = {
    "of_wider_value": {"nl_specific_research": False, "orphan": True}, "otherwise": {"indirect_comparison_possible": True},
    "too_long": {"evidence_years": 6},
}  # fmt: skip
ULTRA = SMALL | {"ultra_orphan": True, "unmet_need": True, "prevalence": 300}
ULTRA_RULES: dict[str, Row] = {
    "not_so_rare": {"prevalence": 500}, "not_ultra": {"ultra_orphan": False}, "no_need": {"unmet_need": False},
    "insufficient": INSUFFICIENT,
}  # fmt: skip
DEAR = {"qaly_gain": 0.05}  # a cost-effective price of 4,000, a tenth of the list price
#: 24 million below 50,000 a patient, and 15 million at 50,000: each one criterion of the lock.
FIRST, SECOND = {"new_patients": 600}, {"new_patients": 300, "list_price": 50_000}
PROTOCOL = DOUBTFUL | {"unmet_need": True, "registry": True, "response_share": 0.5}
PROTOCOL_RULES: dict[str, Row] = {
    "no_need": {"unmet_need": False}, "proven": {"effectiveness": "established"}, "not_asked": {"applies_for": None},
    "no_registry": {"registry": False},
}  # fmt: skip
RESEARCH = {"evidence_years": 4, "registry": True, "max_discount": 0.6}

CASES: dict[str, Expected] = {
    "open-inflow": only(SMALL, "direct", **BELOW) | also(SMALL, "direct", dear_per_qaly=DEAR),
    "lock": lock("sluis", LOCKED, short=SHORT),
    "financial-arrangement": only(SMALL | {"qaly_gain": 0.4}, "arrangement", short=SHORT, **BELOW),
    "pay-for-performance": lock(
        "betalen_naar_resultaat", LOCKED | {"response_share": 0.5, "registry": True},
        no_registry={"registry": False}, too_dear={"qaly_gain": 0.15},  # 80,000 x 0.15 / 0.5 = 24,000, below 35,000
    ),
    "start-stop": lock(
        "start_stop", LOCKED | {"appropriate_use_risk": True, "registry": True, "off_target_share": 0.2},
        no_risk={"appropriate_use_risk": False}, no_registry={"registry": False}, too_dear={"qaly_gain": 0.4},
    ),
    "re-assessment": only(
        LOCKED | {"status": "refused", "applies_for": "herbeoordeling"}, "herbeoordeling",
        never_refused={"status": "candidate"}, unproven=UNSURE, not_asked={"applies_for": None}, short=SHORT,
    ),
    "vio": only(
        DOUBTFUL | {"status": "reimbursed", "evidence_years": 3}, "vio",
        new={"status": "candidate"}, proven={"effectiveness": "established"}, too_long={"evidence_years": 5},
    ) | also(DOUBTFUL | {"status": "reimbursed", "evidence_years": 3}, "vio", dear=DEAR),
    "parallel": lock("sluis", LOCKED, short=SHORT),
    "eu-joint-assessment": lock("sluis", LOCKED, short=SHORT),
    "joint-negotiation": lock("beneluxa", LOCKED | {"orphan": True}, not_rare={"orphan": False}, short=SHORT),
    "vt-today": conditional(TODAY, not_rare=NOT_RARE, too_long={"evidence_years": 15}, not_so_long={"applies_for": "vt_14"})
    | also(TODAY, "vt", conditional=NOT_RARE | {"conditional_ma": True}, exceptional=NOT_RARE | {"exceptional_ma": True})
    | {f"14_{name}": (TODAY | {"evidence_years": 10} | change, route) for name, change, route in (
        ("base", {}, "vt_14"), ("not_rare", {"orphan": False}, OUT), ("no_need", {"unmet_need": False}, OUT),
        ("proven", {"effectiveness": "established"}, OUT), ("not_asked", {"applies_for": "vt"}, OUT),
    )},
    "vt-evaluation": conditional(EVALUATION, not_rare=NOT_RARE, too_long={"evidence_years": 6})
    | also(EVALUATION, "vt", conditional=NOT_RARE | {"conditional_ma": True}, research=NOT_RARE | {"nl_specific_research": True}),
    "vt-proposed-fixed-budget": conditional(PROPOSED, **PROPOSED_RULES),
    "vt-proposed-evidence-gap": conditional(PROPOSED, **PROPOSED_RULES),
    "vt-proposed-reduced-price": conditional(PROPOSED, **PROPOSED_RULES),
    "odap": only(
        PROTOCOL | {"orphan": True, "applies_for": "odap"}, "odap", not_rare={"orphan": False}, oncology={"oncology": True},
        ten_million={"new_patients": 250}, after_the_pilot={"available_from": "2029-01-01"}, **PROTOCOL_RULES,
    ) | also(PROTOCOL | {"orphan": True, "applies_for": "odap"}, "odap", dear=DEAR),
    "dap": only(PROTOCOL | {"oncology": True, "applies_for": "dap"}, "dap", other={"oncology": False}, **PROTOCOL_RULES)
    | also(PROTOCOL | {"oncology": True, "applies_for": "dap"}, "dap", dear=DEAR),
    "orphan-route": only(
        DOUBTFUL | {"orphan": True, "registry": True}, "weesroute",
        not_rare={"orphan": False}, no_registry={"registry": False}, insufficient=INSUFFICIENT,
    ) | also(DOUBTFUL | {"orphan": True, "registry": True}, "weesroute", dear=DEAR, proven={"effectiveness": "established"}),
    "ultra-orphan-cap": only(ULTRA, "ultrawees", beyond_20_million={"new_patients": 800}, **ULTRA_RULES)  # 800 x 28,000 = 22.4
    | also(ULTRA, "ultrawees", dear=DEAR),
    "ultra-orphan-fair": only(
        ULTRA | {"fair_price": 28_000}, "ultrawees", above_the_fair_price={"fair_price": 27_000}, **ULTRA_RULES
    ) | also(ULTRA | {"fair_price": 28_000}, "ultrawees", dear=DEAR),
    # 10 points less than 30 %: 32,000 afterwards, and a gain of 0.39 is worth 31,200
    "early-access": only(
        SMALL, "early_access", insufficient=INSUFFICIENT, refused={"status": "refused"}, too_dear={"qaly_gain": 0.39}
    ) | also(SMALL, "early_access", just_worth_it={"qaly_gain": 0.4}),
    "entry-tariff": only(
        DOUBTFUL | {"registry": True, "max_discount": 0.5}, "instaptarief",
        proven={"effectiveness": "established"}, no_registry={"registry": False}, not_so_far={"max_discount": 0.49},
    ) | also(DOUBTFUL | {"registry": True, "max_discount": 0.5}, "instaptarief", dear=DEAR),
    "tsg": only(SMALL, "tsg_regulier", insufficient=INSUFFICIENT)
    | also(SMALL, "tsg_regulier", dear=DEAR)
    | also(SMALL | {"registry": True, "appropriate_use_risk": True}, "tsg_gebruik", use={}, use_dear=DEAR)
    | also(SMALL, OUT, use_no_registry={"appropriate_use_risk": True}, locked_insufficient=INSUFFICIENT | {"new_patients": 600})
    | also(SMALL | {"registry": True}, OUT, use_insufficient=INSUFFICIENT | {"appropriate_use_risk": True})
    | also(SMALL, "tsg_prijs", first=FIRST, second=SECOND, first_and_use=FIRST | {"appropriate_use_risk": True})
    | also(SMALL | {"registry": True}, "tsg_prijs", locked_use=FIRST | {"appropriate_use_risk": True})
    | also(SMALL | SHORT, OUT, short=SECOND)
    | also(DOUBTFUL | RESEARCH, "tsg_onderzoek", study={}, study_locked=FIRST, study_use={"appropriate_use_risk": True})
    # evidence gap a half: half of 4,000 is further than 60 % off
    | also(DOUBTFUL | RESEARCH, OUT, no_registry={"registry": False}, too_long={"evidence_years": 6}, study_dear=DEAR),
}  # fmt: skip


def found(case: Case, name: str, folder: Path, years: range = range(2027, 2033)) -> planner.Plan:
    rows = {
        key: {column: value for column, value in row.items() if value is not None} for key, row in case.rows.items()
    }
    return planner.optimise(written(Case(rows, {}, case.settings), name, folder, years))


def test_there_are_conditions_for_every_set_but_the_abolished_one() -> None:
    assert set(CASES) | {"vt-abolished"} == set(routes.SETS)


@pytest.mark.parametrize("name", sorted(CASES))
def test_each_condition_by_itself_closes_the_route(name: str, tmp_path: Path) -> None:
    plan = found(Case({key: row for key, (row, _) in CASES[name].items()}, {}), name, tmp_path)
    decided = plan.decisions.set_index("indication")
    taken = {
        key: decided["route"][key] if decided["decision"][key] in ("admit", "study") else OUT for key in CASES[name]
    }
    assert taken == {key: route for key, (_, route) in CASES[name].items()}


def test_the_first_criterion_of_the_lock_counts_the_product(tmp_path: Path) -> None:
    """Two indications of 12 million make 24: both leave open inflow for the lock. One of 12 million alone stays open."""
    small = SMALL | {"new_patients": 300}
    rows = {"A": small | {"product": "P"}, "B": small | {"product": "P"}, "C": small | {"product": "Q"}}
    for name, routes_taken in (("open-inflow", [OUT, OUT, "direct"]), ("lock", ["sluis", "sluis", OUT])):
        decided = found(Case(rows, {}), name, tmp_path).decisions
        assert decided["route"].where(decided["decision"] == "admit", OUT).to_list() == routes_taken


def half_year(price: float, later: float, years: int) -> list[float]:
    """Million a year from 1 July 2027 on: half a year, whole years, a half at each price where the term ends, then the later."""
    return [price / 2, *[price] * (years - 1), (price + later) / 2, *[later] * (15 - years)]


#: What a set pays a year from 2027 on [EUR million], for 100 patients at 40,000 of whom half are helped: conversion shows.
MONEY: dict[str, tuple[Row, list[float]]] = {
    # half responds: 100 x 28,000 x 0.5 = 1.4; after 5 (3) years the half that was shown to work goes on
    "odap": (PROTOCOL | {"orphan": True, "applies_for": "odap"}, half_year(1.4, 0.7, 5)),
    "dap": (PROTOCOL | {"oncology": True, "applies_for": "dap"}, half_year(1.4, 0.7, 3)),
    # 2.0 at half the list price; afterwards 0.5 x 80,000 x 0.4 = 16,000 for each of 100
    "entry-tariff": (DOUBTFUL | {"registry": True, "max_discount": 0.6, "qaly_gain": 0.4}, half_year(2.0, 1.6, 3)),
    # from 2028: half of 20,000; after 7 (14) years 0.5 x 40,000
    "vt-today": (TODAY, [0, *[1.0] * 7, *[2.0] * 8]),
    "vt-today 14": (TODAY | {"evidence_years": 10}, [0, *[1.0] * 14, 2.0]),
    "vt-evaluation": (EVALUATION | {"evidence_gap": 0.6}, [0, *[1.6] * 5, *[2.0] * 10]),
    "vt-proposed-fixed-budget": (PROPOSED, [0, *[1.5] * 5, *[2.0] * 10]),
    "vt-proposed-evidence-gap": (PROPOSED | {"evidence_gap": 0.6}, [0, *[1.6] * 5, *[2.0] * 10]),
    "vt-proposed-reduced-price": (PROPOSED, [0, *[1.0] * 5, *[2.0] * 10]),
    "tsg": (DOUBTFUL | RESEARCH | {"max_discount": 0.7, "evidence_gap": 0.6}, [0, *[1.6] * 5, *[2.0] * 10]),
    # 4.0 for 21 months, then 80 % of it
    "early-access": (SMALL, [4.0, 0.75 * 4.0 + 0.25 * 3.2, *[3.2] * 14]),
    # against staying: from 2031 half of 4.0 is saved
    "vio": (DOUBTFUL | {"status": "reimbursed", "evidence_years": 3}, [*[0.0] * 4, *[-2.0] * 12]),
    # 600 x 0.5 at 40,000, from October 2028
    "pay-for-performance": (
        LOCKED | {"max_discount": 0.2, "response_share": 0.5, "registry": True}, [0, 3.0, *[12.0] * 14],
    ),
    # of 600, 20 % without a gain of which half is prevented: 540; half of them stop after half a year: 405 at 35,000 + 1,000
    "start-stop": (
        LOCKED | {"appropriate_use_risk": True, "registry": True, "off_target_share": 0.2, "stop_share": 0.5, "stop_after": 0.5},
        [0, 3.645, *[14.58] * 14],
    ),
    # as start-stop, at the list price and without monitoring, from August 2027: 100 x 0.9 x 0.75 x 40,000
    "tsg use": (
        SMALL | {"appropriate_use_risk": True, "registry": True, "off_target_share": 0.2, "stop_share": 0.5, "stop_after": 0.5},
        [2.7 * 5 / 12, *[2.7] * 15],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(MONEY))
def test_what_a_route_pays_until_it_ends_and_after(name: str, tmp_path: Path) -> None:
    row, money = MONEY[name]
    plan = found(Case({"A": row}, {}), name.split(maxsplit=1)[0], tmp_path, range(2027, 2043))
    assert plan.spending["cost"].to_list() == pytest.approx(money)


def test_the_line_of_36_million_goes_to_who_comes_first(tmp_path: Path) -> None:
    """At 10,000: 34 million, then 2.1 that no longer fit, then 2.0 that do: 36 in all. Care that comes along counts: price* is
    80,000 x 0.25 - 2,000 = 18,000, half of it is paid, with 2,000: 100 patients take 1.1 million of another 36."""
    for sizes, fit in (({"A": 3_400, "B": 210, "C": 200}, ["A", "C"]), ({"A": 3_400, "B": 200, "C": 1}, ["A", "B"])):
        rows = {key: TODAY | {"new_patients": size} for key, size in sizes.items()}
        plan = found(Case(rows, {}), "vt-today", tmp_path)
        decided = plan.decisions
        assert decided["indication"][decided["decision"] == "admit"].to_list() == fit
        assert plan.limits[plan.limits["family"] == "budget_line"]["used"].max() == pytest.approx(36.0)
    plan = found(Case({"A": TODAY | {"other_cost": 2_000}}, {}), "vt-today", tmp_path)
    assert plan.limits[plan.limits["family"] == "budget_line"]["used"].max() == pytest.approx(1.1)


def test_abolished_is_closed_for_what_starts_from_2027_and_open_before(tmp_path: Path) -> None:
    """A year of procedure: authorised in January 2025 starts in 2026, a year later in 2027."""
    rows = {"A": TODAY | {"available_from": "2025-01-01"}, "B": TODAY | {"available_from": "2026-01-01"}}
    rows |= {f"{key}14": row | {"evidence_years": 10} for key, row in rows.items()}
    decided = found(Case(rows, {}), "vt-abolished", tmp_path, range(2026, 2030)).decisions.set_index("indication")
    assert decided["route"].where(decided["decision"] == "admit", OUT).to_dict() == {
        "A": "vt",
        "A14": "vt_14",
        "B": OUT,
        "B14": OUT,
    }


def test_the_future_system_starts_in_2027_and_counts_from_half_a_year_before_authorisation(tmp_path: Path) -> None:
    """A has been authorised since 2025 and waits; B (14 months) filed a year early, of which six months count: September 2027."""
    rows = {
        "A": SMALL | {"available_from": "2025-01-01"},
        "B": SMALL | FIRST | {"available_from": "2027-01-01", "files_from": "2026-01-01"},
    }
    decided = found(Case(rows, {}), "tsg", tmp_path, range(2026, 2030)).decisions
    starts = decided[["route", "start_year", "start_month"]].to_numpy().tolist()
    assert starts == [["tsg_regulier", 2027, 1], ["tsg_prijs", 2027, 9]]
