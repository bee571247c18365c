"""replay-2015: the page in the documentation says what the model decides."""

from __future__ import annotations

import calendar
from pathlib import Path

import pandas as pd
import pytest
import shipped

import planner
from planner.analysis.reasons import reasons

PAGE = Path(__file__).resolve().parents[2] / "docs" / "scenarios" / "replay-2015.md"


@pytest.fixture(scope="module")
def runs() -> planner.Runs:
    return planner.run(shipped.read("replay-2015"))


def in_words(decision: pd.Series, why: pd.Series) -> str:
    if decision.decision == "admit":
        return (
            f"{calendar.month_abbr[int(decision.start_month)]} {decision.start_year:.0f}, {decision.discount:.0%} off"
        )
    if why.code == "too_dear":
        return f"no: supplier {why.supplier_discount:.0%}, needed {why.needed_discount:.0%}"
    if why.limit_family == "patient_group":
        return "no: another for the same patients"
    return {"loses": "no: loses more than it gains"}[why.code]


def test_the_page_says_what_the_model_decides(runs: planner.Runs) -> None:
    page = {}
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("|") and len(cells) == 6:
            page[cells[0]] = (cells[3], cells[4])
    enough = runs.plans["Advies is genoeg"].decisions.set_index("indication")["decision"]
    why = reasons(runs.base).set_index("indication")
    said = {
        name: (in_words(row, why.loc[name]), "yes" if enough[name] == "admit" else "no")
        for name, row in runs.base.decisions.set_index("indication").iterrows()
    }
    assert {name: page.get(name) for name in said} == said


def test_every_variant_has_a_plan(runs: planner.Runs) -> None:
    assert set(runs.plans) == {"base", *runs.variants}


def test_every_indication_says_what_was_decided() -> None:
    rows = shipped.read("replay-2015").table("Indications")
    assert len(rows) == 19
    assert rows["note_decided"].str.len().gt(5).all()
    assert rows["max_discount"].isna().all(), "no limit is chosen with hindsight"


def test_spending_of_those_years_is_as_published() -> None:
    rows = shipped.read("replay-2015").table("Frameworks").set_index("year")
    assert rows.loc[[2019, 2020, 2021], "budget"].to_list() == [23_901, 25_021, 26_001]
    assert rows.loc[2014, "baseline_drugs"] == 1_710
    assert rows["drug_growth_limit"].isna().all()


def test_orkambi_is_checked_against_its_published_icer() -> None:
    """List price, duration and gain were found apart; together they must give about 402,883 EUR per QALY."""
    row = shipped.read("replay-2015").table("Indications").set_index("indication").loc["CF-ORKAMBI"]
    lifelong = row.list_price * shipped.annuity(row.treatment_years, 0.04)
    assert lifelong == pytest.approx(1.9e6)
    assert lifelong / row.qaly_gain == pytest.approx(402_883, rel=0.02)
