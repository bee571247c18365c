"""Open routes: who reads only this sheet knows why each indication is where it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from reported import solved
from small import indication, route, small

import planner

Report = Callable[..., Path]


def rows(path: Path) -> list[dict[str, object]]:
    sheet = openpyxl.load_workbook(path)["Open routes"]
    table = [list(row[1:]) for row in sheet.iter_rows(min_row=4, values_only=True)]
    heads = [str(head).replace("\n", " ") for head in table[0] if head]
    return [dict(zip(heads, row, strict=False)) for row in table[1:] if row[1] is not None]


def test_the_case_files_of_the_decision_of_november_2025(report: Report) -> None:
    files = rows(report("sluis-2025"))
    lock = {row["Indicatie"]: row for row in files if row["Route"] == "Sluis met prijsonderhandeling"}
    assert {name: row["Besluit"] for name, row in lock.items()} == dict.fromkeys(lock, "Blijft in de sluis")
    assert lock["Xenpozyme bij ASMD"]["Waarom"] == (
        "De leverancier gaat tot 50% (max_discount of acceptance); voor de hoogste prijs van deze route is 92% nodig; het "
        "advies vraagt ten minste 92%."
    )
    assert "het advies vraagt ten minste 35–55%" in str(lock["Carvykti bij multipel myeloom"]["Waarom"])
    assert "het advies vraagt fors meer dan 68%" in str(lock["Enhertu bij HER2-low"]["Waarom"])
    direct = {row["Indicatie"]: str(row["Waarom"]) for row in files if row["Route"] == "Reguliere instroom"}
    assert "46, nodig is hoogstens 20 (product_budget_impact)" in direct["Enhertu bij HER2-low"]
    assert "14, nodig is minder dan 10 (list_budget_impact)" in direct["Xenpozyme bij ASMD"]
    (stays,) = [row for row in files if row["Indicatie"] == "Enhertu bij HER2-positieve borstkanker"]
    assert (stays["Besluit"], stays["Route"]) == ("Blijft", "–")
    assert str(stays["Waarom"]).startswith("Geen route van dit scenario gaat over deze indicatie. Blijft vergoed.")


@pytest.mark.parametrize(("name", "language"), [("ex16_variants", "en"), ("made:32", "nl"), ("responders", "en")])
def test_every_indication_has_its_rows_and_one_is_chosen(report: Report, name: str, language: str) -> None:
    found = solved(name)
    plan = getattr(found, "base", found)
    files = rows(report(name, language))
    first = next(iter(files[0]))
    pairs = plan.options.openings.groupby("indication").size()
    admitted = plan.decisions.set_index("indication")["decision"] == "admit"
    names = plan.scenario.table("Indications").set_index("indication")["name"]
    counted = {str(row[first]).lower() for row in files}
    assert counted == {str(one).lower() for one in names}
    assert len(files) == pairs.sum() + (~plan.decisions["indication"].isin(pairs.index)).sum()
    states = [row["The route is" if language == "en" else "De route is"] for row in files]
    assert states.count("chosen" if language == "en" else "gekozen") == admitted.sum()
    assert states.count("closed" if language == "en" else "gesloten") == (~plan.options.openings["open"]).sum()
    starts = [row["Start in the plan" if language == "en" else "Start in het plan"] for row in files]
    decisions = openpyxl.load_workbook(report(name, language))["Decisions" if language == "en" else "Besluiten"]
    decided = [cell.value for (cell,) in decisions["F5:F60"] if isinstance(cell.value, datetime)]
    assert decided == [start for start in starts if isinstance(start, datetime)]  # with their months, in one order


@pytest.mark.parametrize(
    ("language", "sheet", "either", "reason"),
    [
        ("en", "Decisions", "No dossier was submitted either (files_from is none).", "no dossier was submitted."),
        ("nl", "Besluiten", "Er is ook geen dossier ingediend (files_from is none).", "er is geen dossier ingediend."),
    ],
)
def test_who_has_no_dossier_reads_so_beside_what_fails_first(
    language: str, sheet: str, either: str, reason: str, tmp_path: Path
) -> None:
    """Voxzogo in the letter of 11 November 2025: uncertain, did not apply, and no trial dossier has been submitted."""
    one = indication("A", files_from="none", effectiveness="uncertain", p_effective=0.5)
    lock = route(eligible='effectiveness == "established"')
    vt = route("vt", chosen_by="supplier")
    plan = planner.optimise(small(one, routes=[lock, vt], language=language))
    path = planner.write_report(plan, tmp_path / "report.xlsx")
    files = rows(path)
    why = [str(row["Why" if language == "en" else "Waarom"]) for row in files]
    assert len(why) == 2
    assert all(text.endswith(either) for text in why)
    cells = [str(cell.value) for row in openpyxl.load_workbook(path)[sheet] for cell in row]
    assert any(text.endswith(reason) for text in cells)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"disease_burden": 0.5}, "burden of disease: 0.50, needed is at least 0.70 (disease_burden)"),
        ({"no_alternative": False}, "no alternative treatment: no, needed is yes (no_alternative)"),
        ({"fitting_evidence": False}, "fitting evidence: no, needed is yes (fitting_evidence)"),
        ({}, ""),
    ],
)
def test_contextual_factors_decide_in_a_rule(change: dict[str, object], why: str, tmp_path: Path) -> None:
    """Severity, no other treatment and fitting evidence (note of 20 May 2026): each opens a route or is said to fail."""
    rule = "disease_burden >= 0.7 and no_alternative and fitting_evidence"
    one = indication("A", no_alternative=True, fitting_evidence=True) | change
    plan = planner.optimise(small(one, routes=[route(eligible=rule)]))
    assert (plan.decisions["decision"].item() == "admit") == (not change)
    path = planner.write_report(plan, tmp_path / "report.xlsx")
    (row,) = rows(path)
    assert why in str(row["Why"])
    reasons = [str(cell) for values in openpyxl.load_workbook(path)["Decisions"].values for cell in values]
    short = f"direct: does not meet the conditions of the route ({why.rpartition(' (')[0]})."
    assert any(text.endswith(short) for text in reasons) == bool(change)


@pytest.mark.parametrize("rules", [["orphan", "no_alternative"], ["no_alternative", "orphan"]])
def test_each_of_several_routes_says_what_keeps_its_rule_from_holding(rules: list[str], tmp_path: Path) -> None:
    """Whichever route stands first; what fails for all of them is said once, without a route."""
    routes = [route(name, eligible=name) for name in rules]
    one = indication("A", orphan=False, no_alternative=False)
    plan = planner.optimise(small(one, routes=routes))
    path = planner.write_report(plan, tmp_path / "report.xlsx")
    (text,) = [
        str(cell)
        for values in openpyxl.load_workbook(path)["Decisions"].values
        for cell in values
        if str(cell).startswith("No open route")
    ]
    told = {"orphan": "orphan: orphan medicine: no, needed is yes"}
    told["no_alternative"] = "no_alternative: no alternative treatment: no, needed is yes"
    both = f"{rules[0]} and {rules[1]}: does not meet the conditions of the route"
    assert text == f"No open route. {both} ({told[rules[0]]}; {told[rules[1]]})."

    alike = [route("r1", eligible="orphan"), route("r2", eligible="orphan")]
    path = planner.write_report(planner.optimise(small(one, routes=alike)), tmp_path / "report.xlsx")
    reasons = [str(cell) for values in openpyxl.load_workbook(path)["Decisions"].values for cell in values]
    same = "r1 and r2: does not meet the conditions of the route (orphan medicine: no, needed is yes)."
    assert f"No open route. {same}" in reasons


def test_a_route_that_the_supplier_does_not_ask_for_shows_no_price(tmp_path: Path) -> None:
    """A supplier that goes to 30 % and does not apply: no ceiling, no discount needed and none offered on that route."""
    vt = route("vt", chosen_by="supplier", price="negotiated", cost_effectiveness="required")
    lock = route("lock", price="negotiated", cost_effectiveness="required")
    plan = planner.optimise(small(indication("A", max_discount=0.3), routes=[vt, lock], price_ceiling="icer"))
    asked, open_ = rows(planner.write_report(plan, tmp_path / "report.xlsx"))
    heads = [head for head in asked if head.startswith(("Highest", "Discount", "Supplier"))]
    assert len(heads) == 3
    assert [asked[head] for head in heads] == ["–"] * 3
    assert [open_[head] for head in heads] == [80_000, pytest.approx(0.2), pytest.approx(0.3)]
