"""The public report: every part of the file is searched for what agreements keep secret; the plan is the same."""

from __future__ import annotations

import itertools
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
from conftest import MOMENT, ROOT, in_language, solved
from typer.testing import CliRunner

import planner
from planner.cli import app
from planner.report.public import LEAST, total_products, yearly_totals

NUMBER = re.compile(r"[-−]?\d[\d.,\u00a0]*\d|\d")


def secret(products: int, years: int = 3) -> planner.Plan:
    """Products with figures that nothing else would give; the variants and the sources tell them too."""
    curve = [
        {"curve": "zucht", "discount": d, "probability": p}
        for d, p in ((0.0, 1.0), (0.1, 0.97713), (0.33317, 0.87719), (0.61, 0.0))
    ]
    rows: list[dict[str, Any]] = [
        {
            "indication": f"I{n}", "product": f"P{n}", "new_patients": 101 + 13 * n, "treatment_years": 1,
            "list_price": 20_011 + 977 * n, "qaly_gain": 1.37 + 0.1 * n, "disease_burden": 0.8, "p_effective": 1,
            "acceptance": "zucht" if n % 2 else None, "max_discount": None if n % 2 else 0.23719 + 0.01 * n,
            "comparator_cost": 1_003, "comparator_discount": 0.41933, "in_lock_since": "2025-01-01",
            "advice_low": 0.2, "note": "de leverancier gaat tot 23,719%", "source": "bod van 23,719% (vertrouwelijk)",
            "certainty": "assumed",
        }
        for n in range(products)
    ]  # fmt: skip
    rows.append(
        {**rows[0], "indication": "X", "product": "PX", "list_price": 9e6, "max_discount": 0.07717, "acceptance": None}
    )
    route = {
        "route": "sluis", "name": "Sluis", "price": "negotiated", "cost_effectiveness": "required",
        "eligible": "list_price > 0", "acceptance_shift": 0.01937,
    }  # fmt: skip
    closed = {**route, "route": "dicht", "name": "Dicht", "eligible": "comparator_discount > 0.9"}
    change = {
        "scenario": "Bod aanvaard", "table": "Indications", "row": "X", "column": "max_discount", "operation": "set",
        "value": 0.97713,
    }  # fmt: skip
    return planner.optimise(
        planner.scenario_from_tables(
            {
                "Settings": {"years": years, "language": "nl", "displacement_mode": "none", "bargaining_power": 0.3},
                "Indications": rows,
                "Acceptance": curve,
                "Routes": [route, closed],
                "Frameworks": [{"framework": "MSZ", "year": 2026 + n, "budget": 5_000} for n in range(years)],
                "Scenarios": [change],
            }
        )
    )


def secrets(plan: planner.Plan) -> Iterator[float]:
    """Every figure of one product that must not be in the file, or from which one follows."""
    decided = plan.decisions[plan.decisions["decision"] == "admit"]
    for name in (
        "net_price",
        "mandate_price",
        "discount",
        "acceptance",
        "icer",
        "spending",
        "spending_year3",
        "cost_discounted",
    ):
        yield from decided[name]
    yield from (1 - decided["discount"])
    yield from decided["qalys"] * np.where(decided["acceptance"] < 1, 1.0, np.nan)  # expected health tells the chance
    yield from decided["patients"] * np.where(decided["acceptance"] < 1, 1.0, np.nan)
    for name in ("cost", "drug", "must_fit"):
        yield from plan.yearly[name]
    openings = plan.options.openings
    for name in ("supplier_discount", "needed_discount", "ceiling", "cost_effective_price"):
        yield from openings[name]
    table = plan.scenario.table("Indications")
    for name in ("max_discount", "comparator_discount"):
        yield from table[name]
    for name in ("discount", "probability"):
        yield from plan.scenario.table("Acceptance")[name]
    yield from plan.scenario.table("Routes")["acceptance_shift"]


def numbers_in(path: Path) -> set[float]:
    """Every number in every part of the package, read as Dutch and as English."""
    found: set[float] = set()
    with zipfile.ZipFile(path) as parts:
        for part in parts.namelist():
            text = parts.read(part).decode("utf-8", errors="ignore")
            if part.startswith(("xl/theme", "xl/styles")):
                continue
            for shown in NUMBER.findall(text):
                plain = shown.replace("−", "-").replace("\u00a0", "")
                for written in (plain, plain.replace(",", ""), plain.replace(".", "").replace(",", ".")):
                    try:
                        found.add(abs(float(written)))
                    except ValueError:
                        continue
    return found


#: Figures that a file holds anyway: percentages, small counts, widths of columns.
def telling(value: float) -> bool:
    return bool(np.isfinite(value)) and abs(value) > 1e-9 and len(f"{abs(value):.6g}".replace(".", "").strip("0")) >= 4


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("products", [1, 2, 5])
def test_no_part_of_the_file_tells_a_secret(products: int, language: str, tmp_path: Path) -> None:
    plan = in_language(secret(products), language)
    assert (plan.decisions["decision"] == "admit").sum() == products
    path = planner.write_report(plan, tmp_path / "public.xlsx", created=MOMENT, public=True)
    full = planner.write_report(plan, tmp_path / "full.xlsx", created=MOMENT)
    held, known = numbers_in(path), np.array(sorted(numbers_in(full)))
    values = [abs(value) for value in secrets(plan) if telling(value)]
    assert len(values) > 10
    assert (
        sum(np.isclose(known, value, rtol=1e-9, atol=0).any() for value in values) > len(values) / 2
    )  # the search finds
    public = np.array(sorted(held))
    for value in values:
        for shown in {value, 100 * value, round(value, 1), round(100 * value, 1), round(value, 4)}:
            if telling(shown):
                close = public[np.isclose(public, shown, rtol=1e-9, atol=0)]
                assert close.size == 0, (value, close)
    with zipfile.ZipFile(path) as parts:
        text = "".join(parts.read(part).decode("utf-8", errors="ignore") for part in parts.namelist())
    for word in ("zucht", "vertrouwelijk)", "leverancier gaat tot", "Bod aanvaard", "max_discount</t>", "23,719"):
        assert word not in text
    assert not any(
        name.startswith(("xl/charts", "xl/comments", "xl/drawings")) for name in zipfile.ZipFile(path).namelist()
    )


def test_totals_run_over_three_products_or_more(tmp_path: Path) -> None:
    two, five = secret(2), secret(5)
    assert (total_products(two), total_products(five)) == (2, 5)
    assert yearly_totals(two).isna().all(axis=None)
    totals = yearly_totals(five)
    assert totals["spending"].to_list() == pytest.approx(five.spending["cost"].to_list())
    path = planner.write_report(two, tmp_path / "two.xlsx", public=True)
    texts = [str(cell.value) for row in openpyxl.load_workbook(path)["Samenvatting"] for cell in row if cell.value]
    assert any("minder dan drie middelen" in text for text in texts)
    assert not any("Nettouitgaven" in text for text in texts)


def test_a_single_blank_year_does_not_follow_from_the_total() -> None:
    """2026: one product, then all. The smallest other year is blank too."""
    plan = secret(4)
    later = plan.scenario.with_changes(
        *[("Indications", f"I{n}", "available_from", "set", "2027-01-01") for n in (1, 2, 3)]
    )
    totals = yearly_totals(planner.optimise(later))
    assert totals["spending"].isna().to_list() == [True, True, False]
    assert LEAST == 3


def test_the_plan_is_the_same_and_the_file_says_it_cannot_be_run_again(tmp_path: Path) -> None:
    scenario, path = ROOT / "scenarios" / "sluis-2025.xlsx", tmp_path / "public.xlsx"
    ran = CliRunner().invoke(app, ["run", str(scenario), "--only", "base", "--public", "-o", str(path)])
    assert ran.exit_code == 0, ran.output
    assert "QALY" not in ran.output
    assert "EUR" not in ran.output
    book = openpyxl.load_workbook(path)
    decided = [row[1:4] for row in book["Besluiten"].iter_rows(min_row=5, max_row=8, min_col=2, values_only=True)]
    assert [row[0] for row in decided] == ["Blijft in de sluis"] * 3 + ["Blijft"]
    assert not set(book.sheetnames) & set(planner.scenario.tables.TABLES)
    again = CliRunner().invoke(app, ["run", str(path)])
    assert again.exit_code == 2
    assert "public report" in again.output
    with pytest.raises(planner.UsageError, match="cannot be run again"):
        planner.read_scenario(path)
    texts = [str(cell.value) for row in book["Samenvatting"] for cell in row if cell.value]
    assert any("kan niet opnieuw worden doorgerekend" in text for text in texts)


def test_advice_is_public_and_keeps_its_qualifier(tmp_path: Path) -> None:
    path = planner.write_report(solved("sluis-2025"), tmp_path / "public.xlsx", public=True)
    sheet = openpyxl.load_workbook(path)["Open routes"]
    texts = list(itertools.chain.from_iterable(sheet.iter_rows(values_only=True)))
    assert "Nog geen akkoord over een aanvaardbare prijs; het advies vraagt ten minste 92%." in texts
    assert "> 68%" in texts
