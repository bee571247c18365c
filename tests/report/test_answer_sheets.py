"""What was asked of a plan, in its report: figures as they were worked by hand, words, and nothing where nothing was asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pytest
from conftest import answered, solved, values

import planner
from planner.errors import UsageError
from planner.report.prices_sheet import Priced, room_in_words
from planner.report.wording import Words

Report = Callable[..., Path]


def table(sheet: Any, head: str) -> list[dict[str, Any]]:
    """The rows under the head that begins with ``head`` in column B, by the text of the head, up to the first blank."""
    rows = list(sheet.iter_rows(values_only=True))
    at = next(number for number, row in enumerate(rows) if row[1] == head)
    titles = [str(title).replace("-\n", "").replace("\n", " ") for title in rows[at]]
    found = []
    for row in rows[at + 1 :]:
        if row[1] in (None, "") or (row[2] in (None, "") and row[3] in (None, "")):
            break
        found.append(dict(zip(titles, row, strict=True)))
    return found


def test_without_answers_nothing_of_them_is_there(report: Report) -> None:
    assert "Prices" not in openpyxl.load_workbook(report("ex16", "en")).sheetnames


def test_the_answers_are_about_the_plan_that_is_reported(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="another plan"):
        planner.write_report(solved("ex16").base, tmp_path / "r.xlsx", answers=answered("ex15_headroom0_room0"))


def test_prices_are_those_of_the_worked_example(report: Report) -> None:
    # example 15: without room the walk-away price is 34,800
    sheet = openpyxl.load_workbook(report("ex15_headroom0_room0", "en", answers=True), data_only=True)["Prices"]
    row = table(sheet, "Indication")[0]
    found = answered("ex15_headroom0_room0").prices.iloc[0]
    assert row["Highest price to sign at"] == pytest.approx(34_800, rel=1e-6)
    assert row["List price"] == found["list_price"]
    assert row["Supplier's lowest price"] == pytest.approx(found["zone_low"])


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_candidate_has_its_row_on_prices(report: Report, language: str) -> None:
    sheet = openpyxl.load_workbook(report("ex16", language, answers=True), data_only=True)
    rows = table(sheet["Prijzen" if language == "nl" else "Prices"], "Indicatie" if language == "nl" else "Indication")
    assert len(rows) == len(answered("ex16").prices)


def priced(**stated: Any) -> Priced:
    found = {
        "walk_away": 60.0, "zone_low": 50.0, "zone_high": 60.0, "zone": 10.0, "entry_discount": 0.4,
        "supplier_discount": 0.5, "proven": True,
    }  # fmt: skip
    kind, closed = stated.pop("kind", "admit"), stated.pop("closed", False)
    return Priced(SimpleNamespace(kind=kind, net_price=55.0), SimpleNamespace(**(found | stated)), 70.0, closed)


@pytest.mark.parametrize(
    ("stated", "says"),
    [
        ({}, "EUR 10 below the highest admissible price."),
        ({"kind": "out"}, "EUR 10 of room, but only if the supplier surely signs."),
        ({"zone": 0.0}, "Just the highest admissible price."),
        ({"zone": -24.0, "entry_discount": 0.64}, "None: 14.0 percentage points of discount short."),
        ({"zone": -24.0, "entry_discount": 0.5004}, "None: 0.04 percentage points of discount short."),
        ({"walk_away": np.nan}, "None: the plan is better without it at any price."),
        ({"zone_high": np.nan}, "None: the price ceiling allows no price."),
        ({"zone_low": np.nan}, "The supplier's limit is not known; EUR 60 at most."),
        ({"closed": True}, "No open route."),
        ({"proven": False}, "EUR 10 below the highest admissible price. (Not proven to the last euro.)"),
    ],
)
def test_the_room_between_supplier_and_payer_in_words(stated: dict[str, Any], says: str) -> None:
    assert room_in_words(Words("en"), priced(**stated)).replace("\u00a0", " ") == says


def test_one_price_for_a_product(tmp_path: Path) -> None:
    found = answered("ex16")
    together = "; ".join(found.prices["indication"].head(2))
    several = pd.DataFrame(
        {"product": ["P"], "indications": [together], "factor": [0.8], "discount": [0.2], "proven": [True]}
    )
    path = planner.write_report(found.plan, tmp_path / "r.xlsx", answers=replace(found, products=several))
    rows = table(openpyxl.load_workbook(path, data_only=True)["Prices"], "One price per product")
    assert [(row["None"], row["At most % of list"], row["Discount at least"]) for row in rows] == [
        (None, 0.8, pytest.approx(0.2))
    ]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("name", ["ex16", "ex15_headroom0_room0", "sluis-2025"])
def test_a_report_with_answers_is_an_input_again(report: Report, name: str, language: str) -> None:
    again = planner.optimise(planner.read_scenario(report(name, language, answers=True)), mip_gap=0)
    assert again.decisions.equals(answered(name).plan.decisions)


def test_a_public_report_holds_nothing_of_the_answers(tmp_path: Path) -> None:
    found = answered("ex16")
    plain, asked = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    planner.write_report(found.plan, plain, public=True)
    planner.write_report(found.plan, asked, answers=found, public=True)
    assert values(plain) == values(asked)
