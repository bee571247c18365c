"""Reports of plans that are best by something else than net QALYs: what is said of the objective, the proof and the reasons."""

from __future__ import annotations

from typing import Any

import openpyxl
import pytest

import planner
from planner import console
from planner.report.figures import Figures
from planner.report.objective import named, possible
from planner.report.wording import Words


def tables(objective: str, language: str = "en", **settings: Any) -> dict[str, Any]:
    """One year, room of 2 million; "old" care loses 10 QALYs a million, "young" 8 (weight 3), 4 million of each.

    10 patients each of A (3 million, 40 QALYs), B (1, 15) and C (2, 24, weight 2).
    """
    medicines = {"A": (300_000, 4, 1), "B": (100_000, 1.5, 1), "C": (200_000, 2.4, 2)}
    care = {"old": (100_000, 1), "young": (125_000, 3)}
    return {
        "Settings": {
            "start_year": 2026,
            "years": 1,
            "displacement_mode": "optimal",
            "mip_gap": 0,
            "objective": objective,
            "language": language,
            **settings,
        },
        "Indications": [
            {
                "indication": name,
                "treatment_years": 1,
                "new_patients": 10,
                "list_price": price,
                "qaly_gain": gain,
                "equity_weight": weight,
                "effectiveness": "established",
            }
            for name, (price, gain, weight) in medicines.items()
        ],
        "Routes": [{"route": "list", "price": "list", "cost_effectiveness": "not_required"}],
        "Frameworks": [{"framework": "MSZ", "year": 2026, "budget": 12, "baseline_care": 10}],
        "Care": [
            {"care": name, "euro_per_qaly": euro, "spending": 4, "max_share": 1, "equity_weight": weight}
            for name, (euro, weight) in care.items()
        ],
    }


#: By objective: further settings, its value in words, what the console says of it, and parts of the reasons of A and C.
SHOWN = {
    # all three: 79 QALYs
    "qalys_gained": (
        {},
        "79 QALYs",
        "Objective, QALYs gained (discounted): 79 QALYs",
        "Gains 40 QALYs.",
        "Gains 24 QALYs.",
    ),
    # room of 2 million at 10 and 4 million of "old" at 10: 40 + 15 + 2 x 24 - 20 - 40
    "weighted_qalys": (
        {},
        "43 QALYs",
        "Objective, weighted QALYs (discounted): 43 QALYs",
        "Net gain 10 weighted QALYs.",
        "Net gain 28 weighted QALYs.",
    ),
    # at 80,000 a QALY: A 3.2 - 3, B 1.2 - 1; C 1.92 - 2
    "net_monetary_benefit": (
        {"qaly_value": 80_000},
        "EUR 0.40 million",
        "Objective, net monetary benefit (discounted): EUR 0.4 million",
        "Net gain EUR 0.20 million.",
        "Costs more than its gain is worth. Costs EUR 83,300 per QALY.",
    ),
    # 54 QALYs: A and B
    "least_spending": (
        {"health_target": 54},
        "EUR 4 million",
        "Objective, least spending (discounted): EUR 4.0 million",
        "Serves the objective. Costs EUR 75,000 per QALY. Costs the plan EUR 3 million.",
        "Not needed for the health that must be gained. Costs EUR 83,300 per QALY.",
    ),
}


@pytest.mark.parametrize("objective", SHOWN)
def test_the_report_names_the_objective_and_its_value(objective, tmp_path):
    settings, value, line, first, last = SHOWN[objective]
    plan = planner.optimise(planner.scenario_from_tables(tables(objective, **settings)))
    planner.write_report(plan, tmp_path / "report.xlsx")
    book = openpyxl.load_workbook(tmp_path / "report.xlsx", data_only=True)
    text = {
        sheet.title: "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value).replace(
            "\u00a0", " "
        )
        for sheet in book
    }
    assert "▲ Objective. " in text["Summary"]
    assert f": {value} (discounted)" in text["Summary"]
    assert (
        "The best plan admits" in text["Summary"]
    )  # proven by the objective, though its bound is no bound on net QALYs
    assert "optimal: no other plan is better" in text["Audit"]
    assert f": {value}" in text["Audit"]
    assert "Objective: QALYs net" not in text["Audit"]
    assert first in text["Decisions"]
    assert last in text["Decisions"]
    assert any(shown.startswith(line) for shown in console.headline(plan))


def test_net_qalys_need_no_such_point():
    plan = planner.optimise(planner.scenario_from_tables(tables("net_qalys")))
    assert named(Words("en"), Figures(plan)) == ""


@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_pair_names_its_second_objective(language):
    # Net: A 40 - 24, B 15 - 8, C 24 - 16 (8 a million, room too): all three. Then the most QALYs gained: those 79.
    stated = tables("lexicographic", language, second_objective="qalys_gained")
    shown = named(Words(language), Figures(planner.optimise(planner.scenario_from_tables(stated))))
    assert shown in (
        "QALYs net first, then most QALYs gained, whatever is displaced: 79 QALYs",
        "eerst QALY's per saldo, dan de meeste gewonnen QALY's, wat er ook wordt verdrongen: 79 QALY's",
    )


def test_what_a_better_plan_could_bring_is_in_the_unit_of_the_objective():
    stated = tables("net_monetary_benefit", qaly_value=80_000)
    figures = Figures(planner.optimise(planner.scenario_from_tables(stated)))
    assert figures.proven
    assert possible(Words("en"), figures).replace("\u00a0", " ") == "EUR 0 million"


@pytest.mark.parametrize("language", ["en", "nl"])
def test_one_qaly_less_keeps_its_sign(language):
    words = Words(language)
    texts = [words.qalys(words.numbers.qalys(value, sign=True)) for value in (-1.0, 1.0)]
    assert texts == ["−1 QALY", "+1 QALY"]


@pytest.mark.parametrize("language", ["en", "nl"])
def test_variants_by_another_objective_say_by_which(language, tmp_path):
    # net: all three, 31 (see above); at 80,000 a QALY A and B, 0.4 million. "lower" is best by the same as the base.
    stated = tables("net_qalys", language, qaly_value=80_000, discount_rate_costs=0.05)
    aim = {"scenario": "benefit", "table": "Settings", "row": "objective", "column": "value", "operation": "set"}
    lower = {
        "scenario": "lower",
        "table": "Settings",
        "row": "discount_rate_costs",
        "column": "value",
        "operation": "add",
    }
    stated["Scenarios"] = [{**aim, "value": "net_monetary_benefit"}, {**lower, "value": -0.03}]
    runs = planner.run(planner.scenario_from_tables(stated))
    planner.write_report(runs, tmp_path / "report.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "report.xlsx")[{"en": "Variants", "nl": "Varianten"}[language]]
    rows = [[str(cell).replace("\u00a0", " ") for cell in row if cell] for row in sheet.iter_rows(values_only=True)]
    base, benefit, change = (
        ("most QALYs net: 31 QALYs", "largest net monetary benefit: EUR 0.40 million", ["minus", "3 percentage points"])
        if language == "en"
        else (
            "de meeste QALY's per saldo: 31 QALY's",
            "het grootste netto monetaire voordeel: € 0,40 mln",
            ["min", "3 procentpunt"],
        )
    )
    assert [text for row in rows for text in row if text in {base, benefit}] == [base, benefit, base]
    assert [row[-2:] for row in rows if row and row[-1].endswith(change[1])] == [change]
    page = planner.write_page(runs, tmp_path / "page.html").read_text().replace("\u00a0", " ").replace("&#39;", "'")
    assert page.count(base) == 2
    assert page.count(benefit) == 1


def test_variants_by_the_same_objective_have_no_such_column(tmp_path):
    stated = tables("net_qalys")
    budget = {"scenario": "more", "table": "Frameworks", "row": "*", "column": "budget", "operation": "add"}
    runs = planner.run(planner.scenario_from_tables({**stated, "Scenarios": [{**budget, "value": -1}]}))
    planner.write_report(runs, tmp_path / "report.xlsx")
    texts = [
        cell for row in openpyxl.load_workbook(tmp_path / "report.xlsx")["Variants"].values for cell in row if cell
    ]
    assert not [text for text in texts if "Best by" in str(text)]
    assert texts[texts.index("minus") + 1] == "1"
