"""The public report against a reader who subtracts: what is public anyway, sums over other years, rules, shares, no plan."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
from typer.testing import CliRunner

import planner
from planner.cli import app
from planner.report.public_totals import totals

LIST = {"route": "direct", "price": "list", "cost_effectiveness": "not_required", "eligible": "not oncology"}
LOCK = {"route": "sluis", "price": "negotiated", "cost_effectiveness": "not_required", "eligible": "oncology"}


def medicine(number: int, **columns: Any) -> dict[str, Any]:
    """100 patients at 10,000: 1 million a year at list."""
    return {
        "indication": f"I{number}", "product": f"P{number}", "new_patients": 100, "treatment_years": 1, "list_price": 10_000,
        "qaly_gain": 1 + 0.1 * number, "disease_burden": 0.8, "p_effective": 1, "max_discount": 0, "certainty": "assumed",
        **columns,
    }  # fmt: skip


def agreed(number: int, discount: float = 0.3, **columns: Any) -> dict[str, Any]:
    return medicine(number, **{"oncology": True, "max_discount": discount, **columns})


def stated(rows: list[dict[str, Any]], years: int = 2, budget: float = 1_000, **sheets: Any) -> planner.Scenario:
    return planner.scenario_from_tables(
        {
            "Settings": {"years": years, "displacement_mode": "none", "room_value": 0, "price_ceiling": "none"},
            "Indications": rows,
            "Routes": [LIST, LOCK],
            "Frameworks": [{"framework": "MSZ", "year": 2026 + n, "budget": budget} for n in range(years)],
            **sheets,
        }
    )


def test_what_is_paid_at_list_price_does_not_hide_what_is_agreed() -> None:
    """Three products at the list price (3 x 1 million, known to all) and one at 30 % off: the total less 3 is its 0.7.
    Two agreements are too few, three are enough: 2.1 million for three products."""
    for count, shown in ((1, False), (2, False), (3, True)):
        rows = [*(medicine(n) for n in range(3)), *(agreed(3 + n) for n in range(count))]
        plan = planner.optimise(stated(rows))
        assert plan.spending["cost"].to_list() == pytest.approx([3 + 0.7 * count] * 2)
        found = totals(plan)
        assert found is not None  # health is certain, and known to all
        assert np.isfinite(found.sums["spending"]) == shown
        assert found.by_year["spending"].notna().all() == shown
        assert found.sums["gained"] == pytest.approx(plan.totals.gained_sum)


def test_expected_health_does_not_tell_a_chance_of_agreement() -> None:
    """Rows say health as if signed, the total what is expected: with one or two doubtful suppliers the gap is theirs alone."""
    curve = [{"curve": "c", "discount": d, "probability": p} for d, p in ((0, 1), (0.3, 0.8))]
    for doubtful, shown in ((0, True), (1, False), (2, False), (3, True)):
        rows = [agreed(n, 0.3) for n in range(4 - doubtful)]
        rows += [agreed(n, list_price=40_000, max_discount=None, acceptance="c") for n in range(4 - doubtful, 4)]
        plan = planner.optimise(stated(rows, Acceptance=curve, Relations=cap(doubtful)))
        chances = plan.decisions["acceptance"].to_numpy()
        assert (chances < 1).sum() == doubtful
        found = totals(plan)
        assert found is not None
        assert np.isfinite(found.sums["gained"]) == shown
        assert np.isfinite(found.sums["net"]) == shown
        assert np.isfinite(found.sums["spending"])


def cap(doubtful: int) -> list[dict[str, Any]]:
    """The list price of 4 million is beyond a cap of 3: only a discount of 25 % or more is within it."""
    kind = {"kind": "spending_cap", "object": "product", "number": 3, "certainty": "assumed"}
    return [{**kind, "subject": f"P{n}"} for n in range(4 - doubtful, 4)]


def test_care_displaced_is_a_sum_of_some_years_only() -> None:
    """2026: three products of 1 million in a room of 4. From 2027 two of them cost nothing any more and three others come.

    Displacement only arises in 2026 where the room is 2: displaced = spending of 2026 less 2, and what was spent in 2026 follows
    though no year is shown. The years tell of two products together: the sum of what is displaced is left out, the rest is not.
    """
    later = {"available_from": "2027-01-01"}
    rows = [agreed(0, 0.1), agreed(1, 0.2), *(agreed(2 + n, 0.3 + 0.05 * n, **later) for n in range(4))]
    care = [
        {
            "care": "all",
            "framework": "MSZ",
            "spending": 100,
            "euro_per_qaly": 100_000,
            "observed_share": 1,
            "max_share": 1,
        }
    ]
    frameworks = [
        {"framework": "MSZ", "year": year, "baseline_care": 100, "budget": 100 + room}
        for year, room in ((2026, 1), (2027, 9))
    ]
    settings = {"years": 2, "displacement_mode": "observed", "room_value": 0, "price_ceiling": "none"}
    plan = planner.optimise(stated(rows, Settings=settings, Care=care, Frameworks=frameworks))
    assert plan.spending["displaced"].to_list() == pytest.approx([0.9 + 0.8 - 1, 0])
    found = totals(plan)
    assert found is not None
    assert found.by_year["spending"].isna().all()
    assert np.isfinite(found.sums["spending"])
    assert np.isnan([found.sums[name] for name in ("displaced", "lost", "net")]).all()


def test_a_rule_about_what_is_secret_is_not_shown(tmp_path: Path) -> None:
    """Open or closed by ``max_discount >= 0.23`` would say on which side of 23 % the supplier is; a price of its own, too."""
    rules = [
        {**LOCK, "eligible": "max_discount >= 0.2345"},
        {**LOCK, "route": "rest", "eligible": "list_price * (1 - max_discount) <= 5432"},
        {**LOCK, "route": "last", "eligible": "generous and not oncology"},
    ]
    risks = [
        {"risk": "wide", "rule": "max_discount > 0.3456", "meaning": "gives a lot"},
        {"risk": "generous", "rule": "wide or oncology", "meaning": "gives much"},
    ]
    certain = [{**row, "certainty": "assumed"} for row in (*rules, *risks)]
    scenario = stated(
        [medicine(n, max_discount=0.11 + 0.1 * n) for n in range(3)], Routes=certain[:3], Risks=certain[3:]
    )
    plan = planner.optimise(scenario)
    path = planner.write_report(plan, tmp_path / "public.xlsx", public=True)
    page = planner.write_page(plan, tmp_path / "public.html", public=True).read_text(encoding="utf-8")
    book = openpyxl.load_workbook(path)
    texts = [str(cell.value) for sheet in book for row in sheet for cell in row if cell.value is not None]
    assert texts.count("(not public)") == 5
    for text in (*texts, page):
        for word in ("0.2345", "5432", "5,432", "0.3456", "8,900", "8900", "gives much, no", "generous: no"):
            assert word not in text
    full = planner.write_report(plan, tmp_path / "full.xlsx")
    told = [str(cell.value) for row in openpyxl.load_workbook(full)["Open routes"] for cell in row]
    assert any("8,900" in text for text in told)  # 10,000 x (1 - 0.11) <= 5,432: the full report says why


def test_a_share_that_just_fits_a_limit_is_not_shown(tmp_path: Path) -> None:
    """0.35 million of 0.7: half the patients fit. Half of 100 patients and the budget would tell the price."""
    rows = [agreed(0, divisible=True), *(medicine(n) for n in range(1, 4))]
    plan = planner.optimise(stated(rows, budget=3.35))
    assert plan.decisions.set_index("indication")["share"]["I0"] == pytest.approx(0.5)
    book = openpyxl.load_workbook(planner.write_report(plan, tmp_path / "public.xlsx", public=True))
    sheet = book["Decisions"]
    head = {str(cell.value).replace("\n", " "): cell.column for cell in sheet[4] if cell.value}
    found = {sheet.cell(row, head["Indication"]).value: sheet.cell(row, head["Patients"]).value for row in range(5, 9)}
    assert found == {"I0": "–", "I1": 200, "I2": 200, "I3": 200}


def test_why_no_plan_fits_is_not_public(tmp_path: Path) -> None:
    """Forced in at 0.7 million where 0.5 fits: the 0.2 million that must give way would tell the price."""
    forced = [{"kind": "force_in", "subject": "I0", "certainty": "assumed"}]
    tables = stated([agreed(0)], budget=0.5, Relations=forced).tables
    path = planner.write_workbook(tables, tmp_path / "small.xlsx")
    told = CliRunner().invoke(app, ["run", str(path)])
    assert told.exit_code == 3
    assert "EUR 0.2" in told.output
    (tmp_path / "small-infeasible.xlsx").unlink()
    ran = CliRunner().invoke(app, ["run", str(path), "--public"])
    assert ran.exit_code == 3
    assert "without --public" in ran.output
    assert "EUR" not in ran.output
    assert [file.name for file in tmp_path.iterdir()] == ["small.xlsx"]


def test_nothing_is_a_zero_and_what_is_left_out_a_dash(tmp_path: Path) -> None:
    """Three agreements and no displacement: 0 in every year, where a dash would say that it is kept back."""
    plan = planner.optimise(stated([agreed(n) for n in range(3)]))
    book = openpyxl.load_workbook(planner.write_report(plan, tmp_path / "public.xlsx", public=True))
    (line,) = [row for row in book["Summary"] if row[1].value == "Care displaced, EUR million"]
    assert [(cell.value, cell.number_format) for cell in line[2:5]] == [(0, "0")] * 3


def test_a_plan_beside_the_base_is_named_only_by_its_route_sets(tmp_path: Path) -> None:
    """A variant by itself may be called after the offer that it tries; a set of routes is no secret."""
    offer = {
        "scenario": "Gives 41%", "table": "Indications", "row": "I0", "column": "max_discount", "operation": "set",
        "value": 0.41, "certainty": "assumed",
    }  # fmt: skip
    path = planner.write_workbook(
        stated([agreed(n) for n in range(3)], Scenarios=[offer]).tables, tmp_path / "small.xlsx"
    )
    for option, name, named in (("--only", "Gives 41%", False), ("--routes", "joint-negotiation", True)):
        report, page = tmp_path / "public.xlsx", tmp_path / "public.html"
        command = ["run", str(path), "--only", "base"] if named else ["run", str(path)]
        ran = CliRunner().invoke(app, [*command, option, name, "--public", "-o", str(report), "--page", str(page)])
        assert ran.exit_code == 0, ran.output
        (header,) = {
            sheet.oddHeader.right.text.split(" · ")[0] for sheet in openpyxl.load_workbook(report).worksheets[:4]
        }
        assert header.endswith(f"Variant: {name}" if named else "A variant of the scenario")
        assert (name in page.read_text(encoding="utf-8")) == named


def test_lower_prices_of_what_is_in_the_package() -> None:
    """Three that are reimbursed give 30 % more of 1 million each: 0.9 saved a year, and no health gained: 0, not left out."""
    again = {"route": "again", "action": "renegotiate", "price": "negotiated", "cost_effectiveness": "not_required"}
    for count, shown in ((2, False), (3, True)):
        rows = [agreed(n, status="reimbursed") for n in range(count)]
        plan = planner.optimise(stated(rows, Routes=[again]))
        assert (plan.decisions["decision"] == "renegotiate").all()
        found = totals(plan)
        assert found is not None
        assert found.sums["gained"] == 0.0
        assert np.isfinite(found.sums["spending"]) == shown
        if shown:
            assert found.by_year["spending"].to_list() == pytest.approx([-0.9, -0.9])
            assert found.sums["net"] == 0.0
