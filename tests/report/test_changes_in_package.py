"""What is renegotiated or leaves the package has its own word, its own reason and its place in the totals."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from small import indication, route, small

import planner
from planner.analysis.reasons import reasons


@pytest.fixture(scope="module")
def plan() -> planner.Plan:
    """Room of 10 a year is worth 1e6 / 70,000 = 14.2857 QALY per million; nothing is discounted.

    New: 10 patients, 30 QALY and 1 million a year. Old: 20 patients at 40 % less: saves 20 x 40,000 = 0.8 million a year.
    Poor: 20 patients with 0.1 QALY at 100,000: leaving saves 2 million a year and costs 2 QALY.
    """
    frameworks = [
        {"framework": "MSZ", "year": 2026 + t, "budget": 130, "baseline_care": 110, "baseline_drugs": 10}
        for t in range(3)
    ]
    return planner.optimise(
        small(
            indication("New", qaly_gain=3),
            indication("Old", status="reimbursed", max_discount=0.4, new_patients=20),
            indication("Poor", status="reimbursed", max_discount=0, may_leave=True, qaly_gain=0.1, new_patients=20),
            routes=[route(), route("again", action="renegotiate", price="negotiated"), route("out", action="leave")],
            years=3,
            displacement_mode="observed",
            room_value=1,
            discount_rate_effects=0,
            discount_rate_costs=0,
            sheets={
                "Care": [
                    {"care": "c", "spending": 100, "euro_per_qaly": 70_000, "max_share": 0.5, "observed_share": 1}
                ],
                "Frameworks": frameworks,
            },
        )
    )


def test_each_change_is_better_than_staying(plan):
    found = reasons(plan).set_index("indication")
    assert plan.decisions["decision"].tolist() == ["admit", "renegotiate", "leave"]
    assert found["code"].tolist() == ["worth_it", "changes", "changes"]
    assert found["net"]["Old"] == pytest.approx(3 * 0.8 / 0.07)
    assert found["gained"]["Poor"] == pytest.approx(-3 * 2)
    assert found["net"]["Poor"] == pytest.approx(3 * (2 / 0.07 - 2))


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ["Admit", "Renegotiate", "Leave"]), ("nl", ["Opnemen", "Nieuwe prijs", "Uitstroom"])],
)
def test_the_totals_of_the_sheets_count_what_changes(plan, tmp_path: Path, language, words):
    other = planner.optimise(
        plan.scenario.with_changes({"table": "Settings", "row": "language", "column": "value", "value": language})
    )
    path = planner.write_report(other, tmp_path / "report.xlsx")
    book = openpyxl.load_workbook(path, data_only=True)
    rows = list(book.worksheets[1].iter_rows(min_row=5, max_row=8, values_only=True))
    assert [row[2] for row in rows[:3]] == words
    # Three years: 1 - 0.8 - 2 million a year; 30 QALY of New less 2 of Poor a year.
    assert rows[3][13] == pytest.approx(3 - 2.4 - 6)
    assert rows[3][12] == pytest.approx(90 - 6)
    audit = next(sheet for sheet in book if sheet.title in ("Audit", "Controle"))
    checks = [
        row for row in audit.iter_rows(min_row=5, max_row=13, values_only=True) if isinstance(row[4], int | float)
    ]
    assert len(checks) >= 8
    assert [row[1] for row in checks if abs(row[4]) > 1e-6] == []
