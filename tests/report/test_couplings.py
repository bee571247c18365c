"""Resources, relations and spending caps in the report: limit, use and what they rule out, in both languages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

import planner
from planner.report.figures import Figures
from planner.report.reasons import Reasons
from planner.report.wording import Words

approx = pytest.approx

#: QALYs of each medicine. D and F may be shares; G and H share their patients.
GAINS = {"A": 3, "B": 2, "C": 1, "D": 1.5, "E": 0.5, "F": 0.1, "G": 0.4, "H": 0.2}
MEDICINES = [
    {
        "indication": name,
        "name": f"Medicine {name}",
        "supplier": "S",
        "treatment_years": 1,
        "new_patients": 10,
        "list_price": 100_000,
        "qaly_gain": gain,
        "effectiveness": "established",
        "divisible": name in "DF",
        "patient_group": "g" if name in "GH" else None,
    }
    for name, gain in GAINS.items()
]
RELATIONS = [
    {"kind": "requires", "subject": "A", "object": "B"},
    {"kind": "at_most", "subject": "A", "object": "eyes", "number": 1},
    {"kind": "at_most", "subject": "C", "object": "eyes"},
    {"kind": "spending_cap", "subject": "S", "number": 5},
    {"kind": "not_before", "subject": "B", "number": 2027},
    {"kind": "force_out", "subject": "E"},
    {"kind": "force_in", "subject": "F", "number": 0.25},
]


def scenario(language: str) -> planner.Scenario:
    years = range(2026, 2029)
    return planner.scenario_from_tables(
        {
            "Settings": {"start_year": 2026, "years": 3, "displacement_mode": "none", "language": language},
            "Indications": MEDICINES,
            "Routes": [{"route": "direct", "price": "list", "cost_effectiveness": "not_required"}],
            "Frameworks": [{"framework": "MSZ", "year": year, "budget": 1000} for year in years],
            "Resources": [{"resource": "chairs", "year": year, "capacity": 25} for year in years],
            "ResourceUse": [{"indication": name, "resource": "chairs", "use": 1} for name in "ABCD"],
            "Relations": RELATIONS,
        }
    )


WORDS = {
    "en": (
        [
            "Resource chairs",
            "Left",
            "1 unit more: QALYs, by the LP",
            "Spending cap S",
            "g: Medicine G, Medicine H",
            "Medicine A only with Medicine B",
            "at most 1 of Medicine A and Medicine C",
            "Medicine B not before 2027",
            "25% of Medicine F is in the package",
        ],
        "Relation: Medicine E is not in the package.",
    ),
    "nl": (
        [
            "Capaciteit chairs",
            "Over",
            "1 eenheid meer: QALY's, volgens de LP",
            "Uitgavenplafond S",
            "g: Medicine G, Medicine H",
            "Medicine A alleen met Medicine B",
            "ten hoogste 1 van Medicine A en Medicine C",
            "Medicine B niet vóór 2027",
            "25% van Medicine F zit in het pakket",
        ],
        "Relatie: Medicine E zit niet in het pakket.",
    ),
}


def written(plan: planner.Plan, folder: Path) -> Any:
    planner.write_report(plan, folder / "report.xlsx")
    return openpyxl.load_workbook(folder / "report.xlsx", data_only=True)


@pytest.mark.parametrize("language", ["en", "nl"])
def test_every_new_limit_stands_on_budget_and_in_the_reasons(language, tmp_path):
    workbook = written(planner.optimise(scenario(language), mip_gap=0), tmp_path)
    texts, reason = WORDS[language]
    found = [str(row[1].value) for row in workbook["Budget"].iter_rows() if row[1].value is not None]
    assert [text for text in texts if text not in found] == []
    everything = [str(cell.value) for page in workbook for row in page.iter_rows() for cell in row if cell.value]
    assert any(reason in text for text in everything)


def test_budget_says_of_every_limit_what_is_used_left_and_worth(tmp_path):
    # Chairs: A takes 10 of 25, from 2027 B takes 10 more; D, 10 chairs a year for a whole, gets the 5 that are left: half. A (one
    # of the eyes) keeps C out, E is ruled out, a quarter of F is forced in (no chair taken). Of G and H, the same patients, G.
    # Spending: 10 patients at EUR 100,000 are 1 a year: A, half of D, a quarter of F and G 2.75, from 2027 with B 3.75 of 5.
    plan = planner.optimise(scenario("en"), mip_gap=0)
    shares = plan.decisions.set_index("indication")["share"]
    assert shares.dropna().to_dict() == {"A": 1, "B": 1, "D": 0.5, "F": 0.25, "G": 1}
    rows = {str(row[1].value): row[2:] for row in written(plan, tmp_path)["Budget"].iter_rows() if row[1].value}
    value = {text: [cell.value for cell in cells] for text, cells in rows.items()}
    # A chair more in every year: a tenth of D: 0.15 x 10 QALY in each of three years at 1.5%: 1.5 + 1.47783 + 1.45599.
    frame = plan.limits.set_index(["family", "name"]).sort_index()
    assert frame.loc[("resource", "chairs")]["marginal"].sum() == approx(4.43382, abs=1e-5)
    assert frame.loc[("resource", "chairs")]["room"].tolist() == approx([10, 0, 0])
    assert frame.loc[("spending_cap", "S")]["room"].tolist() == approx([2.25, 1.25, 1.25])
    annuity = 1 + 1 / 1.015 + 1 / 1.015**2  # 2.95588
    expected = {
        # both G and H: 0.2 x 10 QALY a year
        "g: Medicine G, Medicine H": (1, 0, 2 * annuity),
        # A without B: a little less B (2 QALY a chair from 2027) makes room for D (1.5 from 2026):
        # 10 (1.5 annuity - 2 (annuity - 1))
        "Medicine A only with Medicine B": (1, 0, 10 * (2 - 0.5 * annuity)),
        # C beside A: 1 QALY a chair, where D has 1.5
        "at most 1 of Medicine A and Medicine C": (1, 0, 0),
        # one start of B in 2026: 20 QALY more, on chairs that are free then
        "Medicine B not before 2027": (0, 0, 20),
        "Medicine E is not in the package": (0, 0, 5 * annuity),
        # one more of F: 0.1 x 10 QALY a year
        "25% of Medicine F is in the package": (0.25, 0, annuity),
    }
    for text, figures in expected.items():
        assert tuple(value[text][:3]) == approx(figures, abs=1e-6), text


def test_the_worth_of_a_limit_is_in_the_unit_of_the_objective(tmp_path):
    # At least 30 QALY (one year) for the least money: A alone, with 30, costs 1 million. One QALY more: a thirtieth of it lost.
    tables = {
        "Settings": {
            "start_year": 2026,
            "years": 1,
            "displacement_mode": "none",
            "objective": "least_spending",
            "health_target": 30,
        },
        "Indications": [row for row in MEDICINES if row["indication"] in "AB"],
        "Routes": [{"route": "direct", "price": "list", "cost_effectiveness": "not_required"}],
        "Frameworks": [{"framework": "MSZ", "year": 2026, "budget": 1000}],
    }
    plan = planner.optimise(planner.scenario_from_tables(tables), mip_gap=0)
    sheet = written(plan, tmp_path)["Budget"]
    rows = [[cell.value for cell in row[1:5]] for row in sheet.iter_rows()]
    assert ["Relations between decisions", "In this plan", "Left", "1 more: EUR million"] in rows
    (target,) = [row for row in rows if row[0] == "at least 30.0 QALYs gained"]
    assert target[1:] == approx([30, 0, -1 / 30])


def small_tables(medicines: dict[str, dict[str, Any]], routes: list[dict[str, Any]], **sheets: Any) -> dict[str, Any]:
    """One year of a hard framework; 100 patients each at a list price, one year of treatment."""
    plain = {"treatment_years": 1, "new_patients": 100, "effectiveness": "established"}
    return {
        "Settings": {"start_year": 2026, "years": 1, "displacement_mode": "none", "room_value": 0, "mip_gap": 0},
        "Indications": [{"indication": name, **plain, **stated} for name, stated in medicines.items()],
        "Routes": [{"price": "list", "cost_effectiveness": "not_required", **route} for route in routes],
        **sheets,
    }


def reasons_of(tables: dict[str, Any]) -> dict[str, str]:
    plan = planner.optimise(planner.scenario_from_tables(tables))
    found = Reasons(Figures(plan), Words("en"))
    return {name: str(found.of(name)).replace("\u00a0", " ") for name in plan.decisions["indication"]}


def test_a_reason_says_for_what_share_and_what_leaving_frees():
    # Room of 2 million; T costs 5 for 60 QALYs. Z (6 million, 30 QALYs, in the package) leaves for half: 3 million, 15 QALYs.
    medicines = {
        "T": {"list_price": 50_000, "qaly_gain": 0.6, "divisible": True},
        "Z": {"list_price": 60_000, "qaly_gain": 0.3, "divisible": True, "status": "reimbursed", "may_leave": True},
    }
    money = [{"framework": "MSZ", "year": 2026, "budget": 8, "baseline_drugs": 6}]
    routes = [{"route": "list"}, {"route": "out", "action": "leave"}]
    found = reasons_of(small_tables(medicines, routes, Frameworks=money))
    assert "For " not in found["T"]
    assert found["Z"] == (
        "Better than staying as it is. For 50% of its patients. Net gain −15 QALYs. Frees EUR 3 million for others."
    )


def test_a_reason_says_what_is_in_by_a_relation_alone():
    # Care loses 20 QALYs a million. W (4 million, 10 QALYs) is forced in: -70. A (10 million, 300) needs D (3 million, 10): -50.
    medicines = {
        "W": {"list_price": 40_000, "qaly_gain": 0.1},
        "A": {"list_price": 100_000, "qaly_gain": 3},
        "D": {"list_price": 30_000, "qaly_gain": 0.1},
    }
    tables = small_tables(
        medicines,
        [{"route": "list"}],
        Frameworks=[{"framework": "MSZ", "year": 2026, "budget": 100, "baseline_care": 100}],
        Care=[{"care": "C", "euro_per_qaly": 50_000, "spending": 100, "max_share": 1, "observed_share": 1}],
        Relations=[{"kind": "force_in", "subject": "W"}, {"kind": "requires", "subject": "A", "object": "D"}],
    )
    tables["Settings"]["displacement_mode"] = "observed"
    found = reasons_of(tables)
    assert found["W"].startswith("Fixed beforehand. Relation: W is in the package. ")
    assert found["W"].endswith("Net gain −70 QALYs.")
    assert found["D"].startswith("Needed for another indication. Relation: A only with D. ")
    assert found["A"].startswith("Worth its price. ")


def rows_of_sheet(plan: planner.Plan, folder: Path, sheet: str) -> dict[str, list[Any]]:
    """The first figures behind each label of a sheet."""
    found = written(plan, folder)[sheet]
    return {str(row[1].value): [cell.value for cell in row[2:4]] for row in found.iter_rows() if row[1].value}


def test_budget_counts_room_that_is_carried_over(tmp_path):
    # Worked example 14: budgets of 100, 90 and 95 of it taken; X costs 0 and 12: 10 carried, room 5 + 10, of which 80% is used.
    tables = small_tables(
        {"X": {"new_patients": 12, "list_price": 1_000_000, "qaly_gain": 1, "uptake": "late"}},
        [{"route": "list", "open_to": 2026}],
        Frameworks=[
            {"framework": "MSZ", "year": 2026, "budget": 100, "baseline_care": 90},
            {"framework": "MSZ", "year": 2027, "budget": 100, "baseline_care": 95, "carry_over_share": 1},
        ],
        Uptake=[{"curve": "late", "year": year, "share": year - 1} for year in (1, 2)],
    )
    tables["Settings"]["years"] = 2
    rows = rows_of_sheet(planner.optimise(planner.scenario_from_tables(tables)), tmp_path, "Budget")
    assert rows["Carried over from the year before"] == [0, 10]
    assert rows["Room for new"] == [10, 15]
    assert rows["of which carried over to the next year"] == [10, 0]
    assert rows["Use of the room with displacement"] == approx([0, 0.8])
    assert "Beyond the room" not in rows


def test_room_that_is_carried_over_is_lost_once(tmp_path):
    # Worked example 22: 10 of room in both years, all carried, 10 QALYs a million; X spends 10 in 2026: room of 2027 only.
    tables = small_tables(
        {"X": {"new_patients": 10, "list_price": 1_000_000, "qaly_gain": 20, "patient_growth": -1}},
        [{"route": "list", "open_to": 2026}],
        Frameworks=[
            {"framework": "MSZ", "year": year, "budget": 60, "baseline_care": 50, "carry_over_share": 1}
            for year in (2026, 2027)
        ],
        Care=[{"care": "C", "euro_per_qaly": 100_000, "spending": 50, "max_share": 1, "observed_share": 1}],
    )
    tables["Settings"] |= {"years": 2, "displacement_mode": "observed", "room_value": 1}
    plan = planner.optimise(planner.scenario_from_tables(tables))
    assert plan.totals.room_used == approx(10 * 10 / 1.015)
    found = written(plan, tmp_path)["Displacement"]
    rows = [[cell.value for cell in row[1:4]] for row in found.iter_rows() if row[1].value == "MSZ"]
    assert [0, 10] in [row[1:] for row in rows]  # room used, EUR million
    assert [0, 100] in [row[1:] for row in rows]  # QALYs
