"""Every figure of inflow, money and standing on a report sheet, in both languages, through the command line; worked by hand.

2026 to 2029, no displacement, 100 patients a year each; assessment (6 months, 3 of work) and negotiation (6 and 1) before a start
by the lock, of a pool of 4 a year; conditional admission starts at once.

A gains 0.8 QALY, list price 50,000, supplier to 40 %: July 2026 assessed, starts in January 2027 at 30,000.
C gains 0.6 and is as dear: the pool is full in 2026, so it starts in January 2028.
B is uncertain (0.4), 2 years of treatment at 100,000, 2 QALYs: by conditional admission for 2 years, then goes on at 0.4.
D goes to 10 % where the advice asks at least 20 %: stays in the lock.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import CliRunner

import planner
from planner.cli import app
from planner.report.wording import Words

YEARS = range(2026, 2030)
OWN = {"treatment_years": 1, "new_patients": 100, "disease_burden": 0.8}
LOCK = {
    **OWN, "list_price": 50_000, "max_discount": 0.4, "advice_low": 0.2, "effectiveness": "established",
    "necessity": "met", "feasibility": "unclear",
}  # fmt: skip


def tables(language: str) -> dict[str, Any]:
    settings = {
        "language": language, "start_year": 2026, "years": 4, "displacement_mode": "none", "room_value": 0,
        "premium_payers": 10_000_000, "standings": "in_force;proposed",
    }  # fmt: skip
    rows: dict[str, list[dict[str, Any]]] = {
        "Indications": [
            {**LOCK, "indication": "A", "qaly_gain": 0.8, "orphan": True, "unmet_need": True},
            {**LOCK, "indication": "C", "qaly_gain": 0.6, "fitting_evidence": True},
            {**OWN, "indication": "B", "list_price": 100_000, "treatment_years": 2, "qaly_gain": 2, "orphan": True,
             "effectiveness": "uncertain", "p_effective": 0.4},
            {**LOCK, "indication": "D", "qaly_gain": 0.9, "max_discount": 0.1, "in_lock_since": "2025-06-01"},
        ],
        "Routes": [
            {"route": "sluis", "price": "negotiated", "cost_effectiveness": "required",
             "eligible": 'effectiveness == "established"'},
            {"route": "vt", "standing": "proposed", "price": "list", "cost_effectiveness": "not_required", "term_years": 2,
             "eligible": 'effectiveness == "uncertain"', "at_end": "convert"},
        ],
        "Phases": [
            {"route": "sluis", "phase": "assessment", "months": 6, "work": 3, "pool": "pool"},
            {"route": "sluis", "phase": "negotiation", "months": 6, "work": 1, "pool": "pool"},
        ],
        "Resources": [{"resource": "pool", "year": year, "capacity": 4} for year in YEARS],
        "Risks": [{"risk": "rare", "rule": "orphan", "meaning": "few patients", "control": "registry"}],
        "Frameworks": [{"framework": "MSZ", "year": year, "budget": 1_000, "baseline_drugs": 100} for year in YEARS],
    }  # fmt: skip
    assumed = {sheet: [row | {"certainty": "assumed"} for row in found] for sheet, found in rows.items()}
    return {"Settings": settings, **assumed}


class Report:
    """A report that the command line wrote, asked by the keys of its words."""

    def __init__(self, language: str, folder: Path) -> None:
        path = planner.write_workbook(tables(language), folder / "eight.xlsx")
        ran = CliRunner().invoke(app, ["run", str(path), "--quick", "-o", str(folder / "report.xlsx")])
        assert ran.exit_code == 0, ran.output
        self.words, self.book = Words(language), openpyxl.load_workbook(folder / "report.xlsx", data_only=True)

    def lines(self, sheet: str) -> list[tuple[Any, ...]]:
        return [row[1:] for row in self.book[self.words(f"sheet.{sheet}")].iter_rows(values_only=True)]

    def line(self, sheet: str, label: str, many: int = 4) -> list[Any]:
        """The numbers beside a label that stands once; blank is 0."""
        (found,) = [row[1 : many + 1] for row in self.lines(sheet) if row[0] == label]
        return [0 if value == "–" else value for value in found]

    def table(self, sheet: str, head: str, by: str) -> dict[str, dict[str, Any]]:
        """Rows under the heads among which ``head`` is, by the column ``by``: column -> value."""
        lines = self.lines(sheet)
        start = next(at for at, row in enumerate(lines) if head in row)
        heads = lines[start]
        rows = [dict(zip(heads, row, strict=False)) for row in lines[start + 1 :] if row[heads.index(by)] is not None]
        return {str(row[by]): row for row in rows}


@pytest.fixture(scope="module", params=["nl", "en"])
def report(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Report:
    return Report(request.param, tmp_path_factory.mktemp(request.param))


def test_work_queue_and_funnel(report: Report) -> None:
    words = report.words
    assert report.line("inflow", words("inflow.work", pool="pool")) == [4, 4, 0, 0]
    assert report.line("inflow", words("inflow.capacity", pool="pool")) == [4, 4, 4, 4]
    assert report.line("inflow", words("inflow.use", pool="pool")) == [1, 1, 0, 0]
    # C could have started in January 2027 and has not at the end of that year
    assert report.line("inflow", words("inflow.queue.waiting", pool="pool")) == [0, 1, 0, 0]
    assert report.line("inflow", words("inflow.queue.by_pool", pool="pool")) == [0, 1, 0, 0]
    for risk, arrive, start in (
        ("rare", [2, 0, 0, 0], [1, 1, 0, 0]),
        (words("inflow.no_risk"), [2, 0, 0, 0], [0, 0, 1, 0]),
    ):
        assert report.line("inflow", words("inflow.arrive", risk=risk)) == arrive
        assert report.line("inflow", words("inflow.start", risk=risk)) == start
    assert report.line("inflow", "rare: few patients", 3) == [2, 2, "registry"]


def test_lead_time_and_what_it_loses_by_phase(report: Report) -> None:
    """Half a year of A's 80 and of C's 60 QALYs a year in each phase; C waits through 2027: 60 / 1.015."""
    for phase in ("assessment", "negotiation"):
        label = f"sluis: {phase}"
        phases, lead = [row[1:6] for row in report.lines("inflow") if row[0] == label]
        assert [0 if value == "–" else value for value in phases[:4]] == [1, 1, 0, 0]
        assert list(lead[:4]) == pytest.approx([2, 6, 12, 70])
    assert report.line("inflow", report.words("inflow.lost.room")) == pytest.approx([1, 12, 12, 60 / 1.015])
    # QALYs per assessor-month: 3 x 80 + 2 x 60 for 8
    label = f"sluis ({report.words('standing.in_force')})"
    assert report.line("inflow", label) == pytest.approx([2, 8, 360, 45])


def test_trajectories_and_what_proves_insufficient(report: Report) -> None:
    """10 and 20 million in the term, 0.6 of it; who started in 2027 has a year to go when it stops: 100 x 0.6."""
    expected = {"started": [1, 0, 0, 0], "running": [1, 0, 0, 0], "converted": [0, 0.4, 0, 0], "ended": [0, 0.6, 0, 0]}
    for name, numbers in expected.items():
        assert report.line("inflow", f"vt: {report.words(f'inflow.{name}')}") == pytest.approx(numbers)
    spent, stopped = [
        [0 if value == "–" else value for value in row[1:6]] for row in report.lines("inflow") if row[0] == "B"
    ]
    assert spent == pytest.approx([6, 12, 0, 0, 18])
    assert stopped == pytest.approx([0, 0, 60, 0, 60])


def test_saving_by_instrument_share_of_the_framework_and_premium(report: Report) -> None:
    """Listed: B 10, 20, 8, 8 (0.4 of 20); A 5 from 2027, C 5 from 2028; each saves 40 %."""
    words = report.words
    assert report.line("budget", words("budget.saving.listed"), 5) == pytest.approx([10, 25, 18, 18, 71])
    assert report.line("budget", words("budget.saving.negotiation", route="sluis"), 5) == pytest.approx(
        [0, 2, 4, 4, 10]
    )
    assert report.line("budget", words("budget.saving.paid"), 5) == pytest.approx([10, 23, 14, 14, 61])
    assert report.line("budget", words("budget.share")) == pytest.approx([0.110, 0.123, 0.114, 0.114])
    assert report.line("budget", words("budget.premium.net"), 5) == pytest.approx([1.0, 2.3, 1.4, 1.4, 6.1])


def test_year_3_at_list_and_net_and_outlay_at_the_advised_price(report: Report) -> None:
    words = report.words
    rows = report.table("decisions", words("col.year3"), words("col.indication"))
    found = {name: (rows[name][words("col.year3")], rows[name][words("col.year3_list")]) for name in "ABC"}
    # B in 2028, A in 2029; the third year of C lies after the plan
    assert found == {
        "A": (pytest.approx(3), pytest.approx(5)),
        "B": (pytest.approx(8), pytest.approx(8)),
        "C": ("–", "–"),
    }
    for name in "ACD":
        assert rows[name][words("col.outlay_list")] == pytest.approx(5)
        assert rows[name][words("col.outlay_advised")] == pytest.approx(4)


def test_standing_route_and_why_on_open_routes(report: Report) -> None:
    words, lines = report.words, report.lines("open_routes")
    used = {row[0]: row[3] for row in lines if row[4] == words("routes.state.chosen")}
    assert used == {"A": words("standing.in_force"), "B": words("standing.proposed"), "C": words("standing.in_force")}
    (why,) = [row[5] for row in lines if row[0] == "D" and row[2] == "sluis"]
    assert words("advice.at_least", figure="20%") in why
    assert "10%" in why
    (lock,) = {row[1] for row in lines if row[0] == "D"}
    assert lock == words("decision.lock")


def test_package_criteria_and_the_pair_that_stands_out(report: Report) -> None:
    """B costs 100,000 x (1 + 1 / 1.03) / (0.4 x 2) per QALY: 3.08 times its reference value, and is in; D, at the 45,000 that
    its supplier gives for 0.9, costs 0.625 of it and is out: the price is above what the advice allows."""
    words = report.words
    icer = 100_000 * (1 + 1 / 1.03) / 0.8
    rows = report.table("consistency", words("consistency.ratio"), words("consistency.indication"))
    ratios = {name: row[words("consistency.ratio")] for name, row in rows.items() if name in "ABCD"}
    assert ratios == pytest.approx({"B": icer / 80_000, "C": 0.625, "D": 0.625, "A": 30_000 / 0.8 / 80_000})
    heads = [
        words(f"consistency.{name}") for name in ("effectiveness", "cost_effectiveness", "necessity", "feasibility")
    ]
    assert [rows["B"][head] for head in heads[:2]] == [words("criterion.uncertain"), words("criterion.above")]
    met = words("criterion.met")
    assert [rows["C"][head] for head in heads] == [
        words("criterion.established"),
        words("criterion.within"),
        met,
        words("criterion.unclear"),
    ]
    factors = [words(f"consistency.{name}") for name in ("unmet_need", "no_alternative", "fitting_evidence")]
    assert [rows["A"][head] for head in factors] == [words("yes"), words("no"), words("no")]
    assert [rows["C"][head] for head in factors] == [words("no"), words("no"), words("yes")]
    pair = next(row for row in report.lines("consistency") if row[0] == "D")
    assert (pair[2], pair[3], pair[6], pair[7]) == (pytest.approx(0.625), "B", pytest.approx(icer / 80_000), 1)
    assert pair[8].startswith(words("reason.too_dear"))
    assert words("advice.at_least", figure="20%") in pair[8]


def test_the_report_has_no_sentence_of_the_other_language(report: Report) -> None:
    """What was noted while reading is said in the report's language."""
    remarks = [row[0] for row in report.lines("audit") if row[0] and str(row[0]).startswith("Settings!")]
    assert len(remarks) == 1
    assert ("telt niet" in remarks[0]) == (report.words.language == "nl")
