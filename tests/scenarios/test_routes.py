"""Each route set on a small scenario, through Excel: who comes in, by which route, when, at what price; all worked by hand.

The plan runs from 2027 to 2032; everything is authorised on 1 January 2027. There is room for all and unused room is worth
nothing, so that all health that can be had is taken, at the deepest discount that is certain (of equal plans the cheapest).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

import planner
from scenarios.make import routes

#: decision, route, (year, month) of the start, net price [EUR]; None = not in the plan
Outcome = tuple[str, str, tuple[int, int], float] | str

#: 100 patients at 40,000: 4 million a year, below the lock. 80,000 per QALY: a gain of 0.5 is worth 40,000 a year.
SMALL: dict[str, Any] = {
    "new_patients": 100, "treatment_years": 1, "list_price": 40_000, "qaly_gain": 0.5, "disease_burden": 0.8,
    "max_discount": 0.3, "effectiveness": "established",
}  # fmt: skip
#: 600 patients at 50,000: 30 million a year, in the lock by the first criterion.
LOCKED = {**SMALL, "new_patients": 600, "list_price": 50_000}
DOUBTFUL = {**SMALL, "effectiveness": "uncertain", "p_effective": 0.5}


@dataclass(frozen=True)
class Case:
    rows: dict[str, dict[str, Any]]
    decisions: dict[str, Outcome]
    settings: dict[str, Any] = field(default_factory=dict)


OUT = "not_admitted"
CASES: dict[str, Case] = {
    # Below the lock and established: at once, at list. 30 million a year or doubt: no route.
    "open-inflow": Case(
        {"A": SMALL, "B": LOCKED, "C": DOUBTFUL},
        {"A": ("admit", "direct", (2027, 1), 40_000), "B": OUT, "C": OUT},
    ),
    # 21 months; price* = 80,000 x 0.5 = 40,000: 20 % is needed, the supplier of B goes to 40 %, that of R to 10 %.
    "lock": Case(
        {"A": SMALL, "B": LOCKED | {"max_discount": 0.4}, "R": LOCKED | {"max_discount": 0.1}},
        {"A": OUT, "B": ("admit", "sluis", (2028, 10), 30_000), "R": OUT},
    ),
    # A year; price* = 80,000 x 0.4 = 32,000, so 20 % is needed and 30 % is given.
    "financial-arrangement": Case(
        {"A": SMALL | {"qaly_gain": 0.4}, "B": LOCKED}, {"A": ("admit", "arrangement", (2028, 1), 28_000), "B": OUT}
    ),
    # Half responds: price* = 80,000 x 0.4 / 0.5 = 64,000, above list; 20 % is given. Without a registry: closed.
    "pay-for-performance": Case(
        {
            "B": LOCKED | {"qaly_gain": 0.4, "max_discount": 0.2, "response_share": 0.5, "registry": True},
            "N": LOCKED | {"response_share": 0.5},
        },
        {"B": ("admit", "betalen_naar_resultaat", (2028, 10), 40_000), "N": OUT},
    ),
    "start-stop": Case(
        {
            "B": LOCKED | {"appropriate_use_risk": True, "registry": True, "off_target_share": 0.2, "qaly_gain": 0.8},
            "N": LOCKED | {"registry": True},
        },
        {"B": ("admit", "start_stop", (2028, 10), 35_000), "N": OUT},
    ),
    # 18 months after the supplier asked for it; one who does not ask stays where it is.
    "re-assessment": Case(
        {
            "B": LOCKED | {"status": "refused", "applies_for": "herbeoordeling"},
            "N": LOCKED | {"status": "refused"},
            "C": LOCKED,
        },
        {"B": ("admit", "herbeoordeling", (2028, 7), 35_000), "N": OUT, "C": OUT},
    ),
    # Study: the same health in expectation, and from 2031 only half the spending. Evidence of 5 years does not fit in 4.
    "vio": Case(
        {
            "A": DOUBTFUL | {"status": "reimbursed", "evidence_years": 3},
            "N": DOUBTFUL | {"status": "reimbursed", "evidence_years": 5},
        },
        {"A": ("study", "vio", (2027, 1), 40_000), "N": "stay"},
    ),
    # Filed a year before authorisation: 21 months from January 2026. Filed at authorisation: from January 2027.
    "parallel": Case(
        {"B": LOCKED | {"files_from": "2026-01-01"}, "N": LOCKED},
        {"B": ("admit", "sluis", (2027, 10), 35_000), "N": ("admit", "sluis", (2028, 10), 35_000)},
    ),
    # Oncology: 3 + 3 + 4 + 8 = 18 months; another: 3 + 6 + 4 + 8 = 21.
    "eu-joint-assessment": Case(
        {"B": LOCKED | {"oncology": True}, "N": LOCKED},
        {"B": ("admit", "sluis", (2028, 7), 35_000), "N": ("admit", "sluis", (2028, 10), 35_000)},
    ),
    # 24 months; suppliers go 5 points further: 35 % off 50,000.
    "joint-negotiation": Case(
        {"B": LOCKED | {"orphan": True}, "N": LOCKED}, {"B": ("admit", "beneluxa", (2029, 1), 32_500), "N": OUT}
    ),
    # price* = 80,000 x 0.5 x 0.5 = 20,000, half of it is paid. Evidence of 5 years: term 7; of 10 years: 14; of 15: closed.
    "vt-today": Case(
        {
            name: DOUBTFUL | {"orphan": True, "unmet_need": True, "evidence_years": years, "applies_for": "vt;vt_14"}
            for name, years in (("A", 5), ("B", 10), ("N", 15))
        },
        {"A": ("admit", "vt", (2028, 1), 10_000), "B": ("admit", "vt_14", (2028, 1), 10_000), "N": OUT},
    ),
    # (1 - 0.5) x 80,000 x 0.5 = 20,000. Not an orphan but research for the Netherlands only: also open; 6 years: closed.
    "vt-evaluation": Case(
        {
            "A": DOUBTFUL | {"orphan": True, "unmet_need": True, "evidence_years": 5, "applies_for": "vt"},
            "B": DOUBTFUL
            | {"nl_specific_research": True, "unmet_need": True, "evidence_years": 2, "applies_for": "vt"},
            "N": DOUBTFUL | {"orphan": True, "unmet_need": True, "evidence_years": 6, "applies_for": "vt"},
        },
        {"A": ("admit", "vt", (2028, 1), 20_000), "B": ("admit", "vt", (2028, 1), 20_000), "N": OUT},
    ),
    # Closed for what starts after 2026.
    "vt-abolished": Case(
        {"A": DOUBTFUL | {"orphan": True, "unmet_need": True, "evidence_years": 5, "applies_for": "vt"}}, {"A": OUT}
    ),
    # 6 months; paid for who responds, 30 % off. An oncological one is not for ODAP, another not for DAP.
    "odap": Case(
        {
            "A": DOUBTFUL
            | {"orphan": True, "unmet_need": True, "registry": True, "response_share": 0.5, "applies_for": "odap"},
            "N": DOUBTFUL | {"orphan": True, "oncology": True, "unmet_need": True, "applies_for": "odap"},
        },
        {"A": ("admit", "odap", (2027, 7), 28_000), "N": OUT},
    ),
    "dap": Case(
        {
            "A": DOUBTFUL
            | {"oncology": True, "unmet_need": True, "registry": True, "response_share": 0.5, "applies_for": "dap"},
            "N": DOUBTFUL | {"orphan": True, "unmet_need": True, "applies_for": "dap"},
        },
        {"A": ("admit", "dap", (2027, 7), 28_000), "N": OUT},
    ),
    "orphan-route": Case(
        {"A": DOUBTFUL | {"orphan": True, "registry": True}, "N": DOUBTFUL | {"registry": True}},
        {"A": ("admit", "weesroute", (2027, 7), 28_000), "N": OUT},
    ),
    # 300 of 18 million people: 1 in 60,000; 500: 1 in 36,000. 30 patients at 1 million x 0.7 = 21 million: beyond the 20.
    "ultra-orphan-cap": Case(
        {
            "A": SMALL | {"ultra_orphan": True, "unmet_need": True, "prevalence": 300},
            "N": SMALL | {"ultra_orphan": True, "unmet_need": True, "prevalence": 500},
            "C": SMALL
            | {"ultra_orphan": True, "unmet_need": True, "prevalence": 300, "new_patients": 30, "list_price": 1e6},
        },
        {"A": ("admit", "ultrawees", (2027, 10), 28_000), "N": OUT, "C": OUT},
    ),
    # A fair price of 15,000 needs 62.5 %: one supplier goes to 70 %, the other to 30 %.
    "ultra-orphan-fair": Case(
        {
            "A": SMALL
            | {"ultra_orphan": True, "unmet_need": True, "prevalence": 300, "fair_price": 15_000, "max_discount": 0.7},
            "N": SMALL | {"ultra_orphan": True, "unmet_need": True, "prevalence": 300, "fair_price": 15_000},
        },
        {"A": ("admit", "ultrawees", (2027, 10), 12_000), "N": OUT},
    ),
    # At once, at list; afterwards the supplier gives 10 points less than 30 %: the definitive price is 20 % lower.
    "early-access": Case({"A": SMALL}, {"A": ("admit", "early_access", (2027, 1), 32_000)}),
    # Half the list price, from July.
    "entry-tariff": Case(
        {"A": DOUBTFUL | {"registry": True, "max_discount": 0.6}, "N": DOUBTFUL | {"registry": True}},
        {"A": ("admit", "instaptarief", (2027, 7), 20_000), "N": OUT},
    ),
    # 1 month; 1 + 3 + 3; 1 + 3 + 4 + 6; 1 + 3 + 4 + 4 months.
    "tsg": Case(
        {
            "A": SMALL,
            "B": SMALL | {"appropriate_use_risk": True, "registry": True},
            "C": LOCKED,
            "D": DOUBTFUL | {"evidence_years": 4, "registry": True, "max_discount": 0.6},
        },
        {
            "A": ("admit", "tsg_regulier", (2027, 2), 40_000),
            "B": ("admit", "tsg_gebruik", (2027, 8), 40_000),
            "C": ("admit", "tsg_prijs", (2028, 3), 35_000),
            "D": ("admit", "tsg_onderzoek", (2028, 1), 20_000),
        },
    ),
}
#: A budget of 1.5 million for 100 patients; (1 - 0.5) x 80,000 x 0.5; half of 80,000 x 0.5 x 0.5.
for rule, price in (("fixed-budget", 15_000), ("evidence-gap", 20_000), ("reduced-price", 10_000)):
    research = DOUBTFUL | {"unmet_need": True, "evidence_years": 3, "fixed_budget": 1.5, "applies_for": "vt"}
    CASES[f"vt-proposed-{rule}"] = Case(
        {
            "A": research | {"nl_specific_research": True},
            "N": research | {"orphan": True},  # an orphan medicine has no way of its own any more
            "C": research | {"nl_specific_research": True, "indirect_comparison_possible": True},
        },
        {"A": ("admit", "vt", (2028, 1), price), "N": OUT, "C": OUT},
    )


def written(case: Case, name: str, folder: Path, years: range = range(2027, 2033)) -> planner.Scenario:
    """The case as a workbook, with the rows of the set, written and read again."""
    tables: dict[str, Any] = {
        "Settings": {
            "start_year": years[0], "years": len(years), "displacement_mode": "none", "room_value": 0, "price_ceiling": "icer",
            **case.settings,
        },
        "Indications": [
            {"indication": key, "certainty": "assumed", **{name: row[name] for name in row if name != "applies_for"}}
            for key, row in case.rows.items()
        ],
        "Routes": [{
            "route": "nobody", "eligible": "orphan and not orphan", "price": "list", "cost_effectiveness": "not_required",
        }],
        "Frameworks": [{"framework": "MSZ", "year": year, "budget": 1_000} for year in years],
    }  # fmt: skip
    for sheet in ("Routes", "Frameworks"):
        tables[sheet] = [row | {"certainty": "assumed"} for row in tables[sheet]]
    base = planner.read_scenario(planner.write_workbook(tables, folder / "base.xlsx"))
    taken = dict(planner.with_routes(base, name).tables)
    asked = [row.get("applies_for") for row in case.rows.values()]  # names routes that the set has brought
    taken["Indications"] = taken["Indications"].assign(applies_for=pd.Series(asked, dtype=object))
    return planner.read_scenario(planner.write_workbook(taken, folder / f"{name}.xlsx"))


def test_there_is_a_case_for_every_set_that_ships() -> None:
    assert set(CASES) == set(routes.SETS) == set(planner.route_sets())


@pytest.mark.parametrize("name", sorted(CASES))
def test_a_set_decides_as_worked_by_hand(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    plan = planner.optimise(written(case, name, tmp_path))
    found: dict[str, Outcome] = {}
    for row in plan.decisions.itertuples():
        decided = row.decision in ("admit", "study")
        start = (int(row.start_year), int(row.start_month)) if decided else (0, 0)
        found[row.indication] = (
            (row.decision, row.route, start, pytest.approx(row.net_price, abs=1e-6)) if decided else row.decision
        )
    assert found == case.decisions


@pytest.mark.parametrize("name", sorted(CASES))
def test_the_script_makes_the_same_workbook_again(name: str, tmp_path: Path) -> None:
    made = planner.write_workbook(routes.tables(name), tmp_path / f"{name}.xlsx")
    assert made.read_bytes() == planner.route_sets()[name].read_bytes()


@pytest.mark.parametrize("name", sorted(CASES))
def test_every_row_says_its_source_certainty_and_standing(name: str) -> None:
    made = routes.tables(name)
    for sheet, frame in made.items():
        assert frame["source"].map(lambda text: isinstance(text, str) and len(text) > 5).all(), sheet
        assert frame["certainty"].isin(["published", "derived", "assumed"]).all(), sheet
    standings = set(made["Routes"]["standing"])
    assert standings <= {"in_force", "proposed", "asked_for", "not_policy"}
    assert standings <= set(str(made["Settings"].set_index("setting")["value"]["standings"]).split(";"))


def test_every_set_is_explained() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "routes.md").read_text(encoding="utf-8")
    assert [name for name in CASES if f"`{name}`" not in page] == []


def test_a_set_replaces_its_own_rows_and_leaves_the_rest() -> None:
    base = planner.read_scenario(Path(__file__).resolve().parents[2] / "scenarios" / "sluis-2025.xlsx")
    taken = planner.with_routes(base, "parallel", "joint-negotiation")
    rows = taken.table("Routes").set_index("route")
    assert list(rows.index) == ["direct", "sluis", "beneluxa"]
    assert rows.loc["sluis", "files_before_months"] == 12
    assert rows.loc["sluis", "dossiers_per_year"] != rows.loc["sluis", "dossiers_per_year"]  # the set has no limit
    assert_frame_equal(taken.tables["Indications"], base.tables["Indications"])
    assert taken.name == "parallel, joint-negotiation"
    again = planner.with_routes(taken, "parallel", "joint-negotiation", name=taken.name)
    for sheet in taken.tables:
        assert_frame_equal(
            again.tables[sheet].sort_values(list(again.tables[sheet].columns[:3]), ignore_index=True),
            taken.tables[sheet].sort_values(list(taken.tables[sheet].columns[:3]), ignore_index=True),
        )


def test_a_set_that_is_not_there_is_named_with_the_nearest() -> None:
    base = planner.read_scenario(Path(__file__).resolve().parents[2] / "scenarios" / "sluis-2025.xlsx")
    with pytest.raises(planner.UsageError, match=r'no route set "vt-toda".*vt-today'):
        planner.with_routes(base, "vt-toda")


def test_an_own_workbook_can_be_a_set(tmp_path: Path) -> None:
    route = {"route": "sluis", "price": "list", "cost_effectiveness": "not_required", "lead_time_months": 3}
    own = planner.write_workbook({"Routes": [route]}, tmp_path / "own.xlsx")
    base = planner.read_scenario(Path(__file__).resolve().parents[2] / "scenarios" / "sluis-2025.xlsx")
    rows = planner.with_routes(base, own).table("Routes").set_index("route")
    assert rows.loc["sluis", ["price", "lead_time_months"]].to_list() == ["list", 3]
    wrong = planner.write_workbook({"Routes": [route], "Care": [{"care": "A"}]}, tmp_path / "wrong.xlsx")
    with pytest.raises(planner.ScenarioError, match="a route set has no sheet Care"):
        planner.with_routes(base, wrong)


def test_the_template_holds_a_set(tmp_path: Path) -> None:
    path = planner.write_template(tmp_path / "new.xlsx", routes=["joint-negotiation"])
    scenario = planner.read_scenario(path)
    assert "beneluxa" in list(scenario.table("Routes")["route"])
    assert isinstance(planner.enumerate_options(scenario).table, pd.DataFrame)
