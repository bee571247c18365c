"""Resources, relations and spending caps in the report: limit, use and what they rule out, in both languages."""

from __future__ import annotations

import openpyxl
import pytest

import planner

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
        "divisible": name == "D",
    }
    for name, gain in (("A", 3), ("B", 2), ("C", 1), ("D", 1.5), ("E", 0.5))
]
RELATIONS = [
    {"kind": "requires", "subject": "A", "object": "B"},
    {"kind": "at_most", "subject": "A", "object": "eyes", "number": 1},
    {"kind": "at_most", "subject": "C", "object": "eyes"},
    {"kind": "spending_cap", "subject": "S", "number": 5},
    {"kind": "not_before", "subject": "B", "number": 2027},
    {"kind": "force_out", "subject": "E"},
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
        "Budget",
        [
            "Resource chairs",
            "Spending cap S",
            "Medicine A only with Medicine B",
            "at most 1 of Medicine A and Medicine C",
        ],
        "Relation: Medicine E is not in the package.",
    ),
    "nl": (
        "Budget",
        [
            "Capaciteit chairs",
            "Uitgavenplafond S",
            "Medicine A alleen met Medicine B",
            "ten hoogste 1 van Medicine A en Medicine C",
        ],
        "Relatie: Medicine E zit niet in het pakket.",
    ),
}


@pytest.mark.parametrize("language", ["en", "nl"])
def test_every_new_limit_stands_on_budget_and_in_the_reasons(language, tmp_path):
    # Chairs: A and B take 20 of 25 from 2027, so D is half: 5. A (one of the eyes) keeps C out; E is ruled out.
    plan = planner.optimise(scenario(language), mip_gap=0)
    shares = plan.decisions.set_index("indication")["share"]
    assert shares.dropna().to_dict() == {"A": 1, "B": 1, "D": 0.5}
    planner.write_report(plan, tmp_path / "report.xlsx")
    workbook = openpyxl.load_workbook(tmp_path / "report.xlsx")
    sheet, texts, reason = WORDS[language]
    found = [str(row[1].value) for row in workbook[sheet].iter_rows() if row[1].value is not None]
    for text in texts:
        assert text in found
    everything = [str(cell.value) for page in workbook for row in page.iter_rows() for cell in row if cell.value]
    assert any(reason in text for text in everything)


def test_the_limits_of_the_plan_say_what_is_used_and_left():
    plan = planner.optimise(scenario("en"), mip_gap=0)
    rows = plan.limits.set_index(["family", "name", "year"])[["limit", "used", "room", "unit"]]
    assert rows.loc[("resource", "chairs", 2027)].tolist() == [25, 25, 0, "units"]
    assert rows.loc[("spending_cap", "S", 2027)].tolist() == [5, 2.5, 2.5, "EUR million"]
    relations = plan.limits[plan.limits["family"] == "relation"].set_index("name")
    assert relations["room"].to_dict() == {"requires A B": 0, "at_most eyes": 0, "force_out E": 0}
