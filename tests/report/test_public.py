"""The public report: every part of the file is searched for what agreements keep secret; the plan is the same."""

from __future__ import annotations

import itertools
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
from reported import MOMENT, ROOT, in_language, solved
from typer.testing import CliRunner

import planner
from planner.cli import app
from planner.report.disclosure import LEAST, shown, tells
from planner.report.public_totals import Totals, totals

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


def parts_of(path: Path) -> dict[str, str]:
    """The text of every part of a workbook, or of a page."""
    if path.suffix == ".html":
        return {path.name: path.read_text(encoding="utf-8")}
    with zipfile.ZipFile(path) as parts:
        return {part: parts.read(part).decode("utf-8", errors="ignore") for part in parts.namelist()}


def numbers_in(path: Path) -> set[float]:
    """Every number in every part of the file, read as Dutch and as English."""
    found: set[float] = set()
    for part, text in parts_of(path).items():
        if part.startswith(("xl/theme", "xl/styles")):
            continue
        for number in NUMBER.findall(re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)):
            plain = number.replace("−", "-").replace("\u00a0", "")
            for written in (plain, plain.replace(",", ""), plain.replace(".", "").replace(",", ".")):
                try:
                    found.add(abs(float(written)))
                except ValueError:
                    continue
    return found


#: Figures that a file holds anyway: percentages, small counts, widths of columns.
def telling(value: float) -> bool:
    return bool(np.isfinite(value)) and abs(value) > 1e-9 and len(f"{abs(value):.6g}".replace(".", "").strip("0")) >= 4


@pytest.mark.parametrize("kind", ["workbook", "page"])
@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("products", [1, 2, 5])
def test_no_part_of_the_file_tells_a_secret(products: int, language: str, kind: str, tmp_path: Path) -> None:
    plan = in_language(secret(products), language)
    assert (plan.decisions["decision"] == "admit").sum() == products
    offer = plan.scenario.with_changes(("Indications", "X", "max_discount", "set", 0.97713))
    runs = planner.Runs(plan, {"Bod aanvaard": replace(plan, scenario=offer)})
    if kind == "page":
        path = planner.write_page(runs, tmp_path / "public.html", created=MOMENT, public=True)
    else:
        path = planner.write_report(runs, tmp_path / "public.xlsx", created=MOMENT, public=True)
    full = planner.write_report(plan, tmp_path / "full.xlsx", created=MOMENT)
    held, known = numbers_in(path), np.array(sorted(numbers_in(full)))
    values = [abs(value) for value in secrets(plan) if telling(value)]
    assert len(values) > 10
    assert (
        sum(np.isclose(known, value, rtol=1e-9, atol=0).any() for value in values) > len(values) / 2
    )  # the search finds
    public = np.array(sorted(held))
    for value in values:
        for written in {value, 100 * value, round(value, 1), round(100 * value, 1), round(value, 4)}:
            if telling(written):
                close = public[np.isclose(public, written, rtol=1e-9, atol=0)]
                assert close.size == 0, (value, close)
    text = "".join(parts_of(path).values())
    for word in ("zucht", "vertrouwelijk)", "leverancier gaat tot", "Bod aanvaard", "max_discount</t>", "23,719"):
        assert word not in text
    assert not any(name.startswith(("xl/charts", "xl/comments", "xl/drawings")) for name in parts_of(path))


def by_year(plan: planner.Plan) -> list[bool]:
    """Which years have totals."""
    found = totals(plan)
    assert found is not None
    return found.by_year["spending"].notna().to_list()


def moved(plan: planner.Plan, *names: str, to: str = "2027-01-01") -> planner.Plan:
    """The plan where some indications are authorised later."""
    later = [("Indications", name, "available_from", "set", to) for name in names]
    return planner.optimise(plan.scenario.with_changes(*later))


def test_totals_run_over_three_products_or_more(tmp_path: Path) -> None:
    assert totals(secret(2)) is None
    five = secret(5)
    found = totals(five)
    assert isinstance(found, Totals)
    assert found.by_year["spending"].to_list() == pytest.approx(five.spending["cost"].to_list())
    path = planner.write_report(secret(2), tmp_path / "two.xlsx", public=True)
    texts = [str(cell.value) for row in openpyxl.load_workbook(path)["Samenvatting"] for cell in row if cell.value]
    assert any("minder dan drie middelen" in text for text in texts)
    assert not any("Nettouitgaven" in text for text in texts)


def test_totals_of_years_do_not_tell_a_price_together() -> None:
    """2026: I0 alone; 2027 and 2028: all four, at the same yearly cost. The total less twice 2027 would be I0's year."""
    plan = moved(secret(4), "I1", "I2", "I3")
    cost = plan.spending["cost"].to_list()
    own = plan.yearly[(plan.yearly["indication"] == "I0") & (plan.yearly["year"] == 2026)]["cost"].iloc[0]
    assert sum(cost) - 2 * cost[1] == pytest.approx(own)
    assert by_year(plan) == [False, False, False]


def test_a_year_in_which_one_product_more_starts_is_blank() -> None:
    """2026: four products; from 2027 one more: either year tells the fifth beside the other, so only the first is given
    (with the total, which is three years of four products and two of the fifth, it would tell: none is given)."""
    assert by_year(moved(secret(5), "I4")) == [False, False, False]
    # three more products in 2027: the difference is about three
    assert by_year(moved(secret(7), "I4", "I5", "I6")) == [True, True, True]


def test_a_total_that_is_almost_one_product_tells_it() -> None:
    assert not tells(np.array([[3.0, 4.0, 5.0]]))
    assert tells(np.array([[3.0, 4.0]]))
    assert tells(np.array([[100.0, 2.0, 2.0, 2.0]]))
    assert tells(np.array([[1.0, 1.0, 1.0, 0.0], [1.0, 1.0, 1.0, 1.0]]))
    assert not tells(np.zeros((1, 2)))
    # three prices, three years with other patients: every price follows from the years
    assert tells(np.array([[1.0, 1.0, 1.0], [1.0, 2.0, 3.0], [1.0, 4.0, 2.0]]))
    assert LEAST == 3


def test_no_combination_of_the_years_shown_is_about_fewer_than_three_products() -> None:
    """Random starts and patients: of what is shown the sum of squares that solves for one product is never small."""
    draw = np.random.default_rng(5)
    seen = 0
    for _ in range(200):
        products, years = int(draw.integers(3, 9)), int(draw.integers(2, 7))
        parts = draw.uniform(1, 3, (years, products)) * (
            np.arange(years)[:, None] >= draw.integers(0, 3, products)[None, :]
        )
        whole, kept = shown([parts], np.ones((1, years)))
        rows = np.vstack([parts.sum(axis=0), parts[kept]]) if whole else np.zeros((0, products))
        seen += int(kept.sum())
        for pair in itertools.combinations(range(products), 2) if whole else ():
            # the combination that comes nearest to these two alone, by least squares on the others
            for target in pair:
                others = [at for at in range(products) if at not in pair]
                best, *_ = np.linalg.lstsq(
                    np.vstack([rows[:, others].T, 1e3 * rows[:, [target]].T]),
                    np.array([0.0] * len(others) + [1e3]),
                    rcond=None,
                )
                if np.isclose(best @ rows[:, target], 1.0, atol=0.01):
                    assert np.abs(best @ rows[:, others]).max() > 0.01
    assert seen > 100


def test_only_variants_that_tell_no_price_stand_side_by_side(tmp_path: Path) -> None:
    """More money for all medicines may be shown; what a supplier or the advice would do may not, nor a variant for few."""
    plan = secret(5)
    base = plan.scenario
    changes = {
        "Meer geld": ("Frameworks", "*", "budget", "multiply", 1.1),
        "Advies van 30%": ("Indications", "*", "advice_low", "set", 0.3),
    }
    found = {name: planner.optimise(base.with_changes(change, name=name)) for name, change in changes.items()}
    path = planner.write_report(planner.Runs(plan, found), tmp_path / "public.xlsx", public=True)
    sheet = openpyxl.load_workbook(path)["Samenvatting"]
    texts = [row for row in sheet.iter_rows(min_col=2, max_col=4, values_only=True) if row[0]]
    assert ("Meer geld", 5, None) in [(*row[:2], row[2] or None) for row in texts]
    assert any("1 variant is weggelaten" in str(row[0]) for row in texts)
    assert not any("Advies van 30%" in str(row[0]) for row in texts)
    page = planner.write_page(planner.Runs(plan, found), tmp_path / "public.html", public=True).read_text(
        encoding="utf-8"
    )
    assert "Meer geld" in page
    assert "Advies van 30%" not in page
    few = planner.Runs(secret(2), {"Meer geld": secret(2)})
    assert "Meer geld" not in planner.write_page(few, tmp_path / "few.html", public=True).read_text(encoding="utf-8")


def test_the_page_has_the_decisions_and_the_routes_without_prices(tmp_path: Path) -> None:
    scenario, path = ROOT / "scenarios" / "sluis-2025.xlsx", tmp_path / "public.html"
    command = ["run", str(scenario), "--only", "base", "--public", "--page", str(path), "-o", str(tmp_path / "p.xlsx")]
    ran = CliRunner().invoke(app, command)
    assert ran.exit_code == 0, ran.output
    text = re.sub(r"<style>.*?</style>", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert text.count("Blijft in de sluis") >= 3
    assert "Nog geen akkoord over een aanvaardbare prijs; het advies vraagt ten minste 92%." in text
    assert "sluis-2025" not in path.read_text(
        encoding="utf-8"
    )  # the name of the input, in the margin of a printed page
    for word in ("50%", "25%", "45%", "71.200", "<script"):
        assert word not in text


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
    assert "fors > 68%" in texts


def test_its_input_sheets_are_printed_as_those_of_the_full_report(tmp_path: Path) -> None:
    """Wrapped text has a row that is high enough, and every page says that it is the public version."""
    long = "Welke middelen gaan het basispakket in, vanaf wanneer, langs welke route en tegen welke prijs? " * 3
    scenario = secret(3).scenario.with_changes(("Settings", "title", "value", "set", long))
    book = openpyxl.load_workbook(planner.write_report(planner.optimise(scenario), tmp_path / "p.xlsx", public=True))
    sheet = book["Settings (openbaar)"]
    at = next(row for row in range(2, sheet.max_row + 1) if sheet.cell(row, 1).value == "title")
    lines = len(long) / (1.2 * sheet.column_dimensions["B"].width)
    assert sheet.row_dimensions[at].height > 12 * max(2, lines)
    assert all("Openbare versie" in str(page.oddFooter.center.text) for page in book.worksheets)


def test_the_start_has_its_month_as_on_open_routes(tmp_path: Path) -> None:
    plan = moved(secret(3), "I0", to="2026-07-01")
    book = openpyxl.load_workbook(planner.write_report(plan, tmp_path / "p.xlsx", public=True))
    rows = {row[3].value: row for row in book["Besluiten"].iter_rows(min_row=5)}
    assert (rows["I0"][6].value.strftime("%Y-%m"), rows["I0"][6].number_format) == ("2026-07", "yyyy-mm")
    text = planner.write_page(plan, tmp_path / "p.html", public=True).read_text(encoding="utf-8")
    assert "2026-07" in text
    assert book["Besluiten"].print_title_rows == "$4:$4", "its heads on every page"
