"""No plan fits: for each kind of limit a small workbook through the command line; its collision, arithmetic and least relaxation.

Candidates cost a million each (10 patients at EUR 100,000) and gain 10 QALYs, so that every figure can be worked out by hand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from small import indication, route
from typer.testing import CliRunner

from planner.cli import app

A, B = indication("A"), indication("B")
CARE = {"care": "other", "spending": 100, "euro_per_qaly": 100_000, "max_share": 1, "observed_share": 1}


def must(*names: str) -> list[dict[str, Any]]:
    return [{"kind": "force_in", "subject": name} for name in names]


def tight(budget: float, **more: Any) -> list[dict[str, Any]]:
    return [{"framework": "MSZ", "year": 2026, "budget": budget, "baseline_care": 100, **more}]


def growth(baseline: float) -> list[dict[str, Any]]:
    """1% on 100 million: a ceiling of 101."""
    first = {"framework": "MSZ", "year": 2025, "baseline_drugs": 100}
    return [
        first,
        {"framework": "MSZ", "year": 2026, "budget": 1000, "baseline_drugs": baseline, "drug_growth_limit": 0.01},
    ]


def kinds() -> dict[str, tuple[Mapping[str, Any], list[tuple[str, str, str, float]], str]]:
    """By kind: its sheets; per row of the report limit, place, collides and relax by; what a sentence says."""
    observed = {"displacement_mode": "observed"}
    use = {"indication": "A", "resource": "chairs", "use": 1}
    in_a, in_b = (
        ("A is in the package", "Relations!A2", "yes", 0.0),
        ("B is in the package", "Relations!A3", "yes", 0.0),
    )
    two = "A and B must be in and together take at least "
    return {
        # care takes 100 of 97: 3 million short
        "framework": ({"Frameworks": tight(97)}, [("MSZ framework", "Frameworks!C2", "yes", 3.0)], "by EUR 3 million at most"),
        "protected care": (
            {"Frameworks": tight(97), "Settings": observed, "Care": [{**CARE, "protected": True}]},
            [("MSZ framework", "Frameworks!C2", "yes", 3.0)], "Displacement gives MSZ framework no room"),
        # 2% of 100 million may be displaced: 1 million remains short
        "too little care": (
            {"Frameworks": tight(97), "Settings": observed, "Care": [{**CARE, "max_share": 0.02}]},
            [("MSZ framework", "Frameworks!C2", "yes", 1.0)], "by EUR 1 million at most"),
        "two frameworks": (
            {"Indications": [{**A, "framework": "MSZ"}],
             "Frameworks": [*tight(90), {"framework": "APO", "year": 2026, "budget": 45, "baseline_care": 50}]},
            [("MSZ framework", "Frameworks!C2", "1", 10.0), ("APO framework", "Frameworks!C3", "2", 5.0)], "there are two"),
        "growth": ({"Frameworks": growth(102)}, [("Growth limit MSZ", "Frameworks!E3", "yes", 1.0)], "by EUR 1 million at most"),
        "forced above the framework": (
            {"Frameworks": tight(101), "Relations": must("A", "B")},
            [("MSZ framework", "Frameworks!C2", "yes", 1.0), in_a, in_b],
            two + "EUR 2 million in 2026; in the MSZ framework EUR 1 million is left."),
        "forced above growth": (
            {"Frameworks": growth(100), "Relations": must("A", "B")},
            [("Growth limit MSZ", "Frameworks!E3", "yes", 1.0), in_a, in_b],
            two + "EUR 2 million in 2026; in the growth limit of MSZ EUR 1 million is left."),
        "forced above a line": (
            {"Routes": [route(budget_line="L")], "BudgetLines": [{"line": "L", "year": 2026, "budget": 0.5}],
             "Relations": must("A")},
            [("Budget L", "BudgetLines!C2", "yes", 0.5), in_a],
            "A must be in and takes at least EUR 1 million in 2026; in the budget L EUR 0.50 million is left."),
        "forced above dossiers": (
            {"Routes": [route(dossiers_per_year=1)], "Relations": must("A", "B")},
            [("Dossiers direct", "Routes!D2", "yes", 1.0), in_a, in_b], two + "2 dossiers in 2026"),
        "forced above a resource": (
            {"Resources": [{"resource": "chairs", "year": 2026, "capacity": 5}], "ResourceUse": [use], "Relations": must("A")},
            [("Capacity chairs", "Resources!C2", "yes", 0.0), (*in_a[:3], 1.0)],
            "A must be in and takes at least 10 units in 2026; in the capacity of chairs 5 units is left."),
        "forced above a spending cap": (
            {"Indications": [{**A, "supplier": "S"}],
             "Relations": [*must("A"), {"kind": "spending_cap", "subject": "S", "object": "supplier", "number": 0.5}]},
            [in_a, ("Spending cap S", "Relations!D3", "yes", 0.5)], "in the spending cap of S EUR 0.50 million is left."),
        "patient group": (
            {"Indications": [{**A, "patient_group": "g"}, {**B, "patient_group": "g"}], "Relations": must("A", "B")},
            [("Patient group g", "Indications", "yes", 1.0), in_a, in_b], "What collides cannot all hold at once"),
        "excludes": (
            {"Relations": [*must("A", "B"), {"kind": "excludes", "subject": "A", "object": "B"}]},
            [in_a, in_b, ("A and B not both", "Relations!A4", "yes", 1.0)], "What collides cannot all hold at once"),
        "requires": (
            {"Relations": [*must("A"), {"kind": "requires", "subject": "A", "object": "B"},
                           {"kind": "force_out", "subject": "B"}]},
            [in_a, ("A only with B", "Relations!A3", "yes", 1.0), ("B is not in the package", "Relations!A4", "yes", 0.0)],
            "What collides cannot all hold at once"),
        "at most": (
            {"Relations": [*must("A", "B"), {"kind": "at_most", "subject": "A", "object": "g", "number": 1},
                           {"kind": "at_most", "subject": "B", "object": "g"}]},
            [in_a, in_b, ("at most 1 of A and B", "Relations!A4", "yes", 1.0)], "What collides cannot all hold at once"),
        "not before": (
            {"Relations": [*must("A"), {"kind": "not_before", "subject": "A", "number": 2028}]},
            [in_a, ("A not before 2028", "Relations!A3", "yes", 1.0)], "What collides cannot all hold at once"),
        "no way in": (
            {"Indications": [{**A, "files_from": "none"}, B], "Relations": must("A")},
            [(*in_a[:3], 1.0)], "A must be in, but there is no open route"),
        # A and B gain 10 each: 30 of the 50 that are asked are missing
        "health target": (
            {"Settings": {"objective": "least_spending", "health_target": 50}},
            [("Health to gain", "Settings!B7", "yes", 30.0)], "With what the last column relaxes there is one."),
    }  # fmt: skip


def workbook(path: Path, stated: Mapping[str, Any]) -> Path:
    settings = {
        "start_year": 2026,
        "years": 1,
        "displacement_mode": "none",
        "room_value": 0,
        **stated.get("Settings", {}),
    }
    sheets: dict[str, Sequence[Mapping[str, Any]]] = {
        "Indications": [A, B], "Routes": [route()], "Frameworks": [{"framework": "MSZ", "year": 2026, "budget": 1000}],
        **stated, "Settings": [{"setting": name, "value": value} for name, value in settings.items()],
    }  # fmt: skip
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        columns = list(dict.fromkeys(column for row in rows for column in row))
        sheet = book.create_sheet(name)
        sheet.append(columns)
        for row in rows:
            sheet.append([row.get(column) for column in columns])
    book.save(path)
    return path


@pytest.mark.parametrize("kind", list(kinds()))
def test_what_collides_is_reported_with_exit_status_3(tmp_path: Path, kind: str) -> None:
    stated, rows, says = kinds()[kind]
    scenario = workbook(tmp_path / "scenario.xlsx", stated)
    result = CliRunner().invoke(app, ["run", str(scenario), "-o", str(tmp_path / "out.xlsx")])
    assert result.exit_code == 3, result.output
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out-infeasible.xlsx", "scenario.xlsx"]
    shown = list(openpyxl.load_workbook(tmp_path / "out-infeasible.xlsx").worksheets[0].iter_rows(values_only=True))
    head = next(at for at, row in enumerate(shown) if row[1] == "Limit")
    assert [(row[1], row[3], row[7], row[8]) for row in shown[head + 1 :]] == rows
    texts = [str(row[1]).replace("\u00a0", " ") for row in shown[:head]]
    assert any(says in text for text in texts), texts
    assert not any("relax_by" in line or "0.999" in line for line in result.output.splitlines())


def test_each_group_is_numbered_and_a_row_may_belong_to_both(tmp_path: Path) -> None:
    # A must be in: a million, which neither the line (0.4) nor the framework (0.7 left) has; each collides with it by itself
    stated = {
        "Frameworks": tight(100.7), "Routes": [route(budget_line="L")], "Relations": must("A"),
        "BudgetLines": [{"line": "L", "year": 2026, "budget": 0.4}], "Settings": {"language": "nl"},
    }  # fmt: skip
    scenario = workbook(tmp_path / "scenario.xlsx", stated)
    assert CliRunner().invoke(app, ["run", str(scenario)]).exit_code == 3
    shown = list(
        openpyxl.load_workbook(tmp_path / "scenario-infeasible.xlsx").worksheets[0].iter_rows(values_only=True)
    )
    found = {row[1]: (row[6], row[7], row[8]) for row in shown}
    assert found["Kader MSZ"] == ("mln euro", "1", pytest.approx(0.3))
    assert found["Budget L"] == ("mln euro", "2", pytest.approx(0.6))
    assert found["A zit in het pakket"] == ("besluiten", "1 en 2", 0)
    texts = [str(row[1]).replace("\u00a0", " ") for row in shown]
    assert any(text.startswith("Elk nummer in de kolom Botst") for text in texts)
    assert "A is vooraf opgenomen en neemt ten minste € 1 mln in 2026; in het budget L is € 0,40 mln over." in texts
