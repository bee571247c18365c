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
from made import tiny
from reported import MOMENT, answered, solved, values
from small import indication, small

import planner
from planner.analysis.answers import Answers
from planner.errors import UsageError
from planner.report.charts import called
from planner.report.edition import Edition
from planner.report.figures import Figures
from planner.report.hangs_on import changed_by, now_sentence, rests_on_sentence, ties_sentence, unproven
from planner.report.league import sentence
from planner.report.prices_sheet import Priced, room_in_words
from planner.report.reasons import Reasons
from planner.report.wording import Words
from planner.report.worth import worth_sentence

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
        "walk_away": 60.0, "zone_low": 50.0, "zone_high": 60.0, "entry_discount": 0.4, "supplier_discount": 0.5, "proven": True,
        "estimated": False,
    }  # fmt: skip
    kind, closed, net = stated.pop("kind", "admit"), stated.pop("closed", False), stated.pop("net_price", 55.0)
    return Priced(SimpleNamespace(kind=kind, net_price=net), SimpleNamespace(**(found | stated)), 70.0, closed)


@pytest.mark.parametrize(
    ("stated", "says"),
    [
        ({}, "EUR 10 of room; this plan signs EUR 5 below the highest admissible price."),
        ({"net_price": 50.0}, "EUR 10 below the highest admissible price."),
        ({"net_price": 60.0}, "EUR 10 of room; this plan signs at the highest admissible price."),
        ({"zone_low": 100.0, "net_price": 60.0}, "Just the highest admissible price."),
        ({"kind": "out"}, "EUR 10 of room, but only if the supplier surely signs."),
        ({"zone_low": 60.0, "net_price": 60.0}, "Just the highest admissible price."),
        (
            {"kind": "out", "zone_high": 36.0, "entry_discount": 0.64},
            "No room: 14.0 percentage points of discount short.",
        ),
        (
            {"kind": "out", "zone_high": 49.0, "entry_discount": 0.5004},
            "No room: 0.04 percentage points of discount short.",
        ),
        ({"walk_away": np.nan}, "No room: the plan is better without it at any price."),
        ({"zone_high": np.nan}, "No room: the price ceiling allows no price."),
        ({"kind": "out", "zone_low": np.nan}, "The supplier's limit is not known; EUR 60 at most."),
        ({"closed": True}, "No open route."),
        (
            {"proven": False, "net_price": 50.0},
            "EUR 10 below the highest admissible price. (Not proven to the last euro.)",
        ),
        (
            {"proven": False, "estimated": True, "net_price": 50.0},
            "EUR 10 below the highest admissible price. (Estimate.)",
        ),
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


def test_displacement_per_indication_is_that_of_the_analysis(report: Report) -> None:
    sheet = openpyxl.load_workbook(report("ex16", "en", answers=True), data_only=True)["Displacement"]
    found = answered("ex16").displacement
    rows = table(sheet, "Indication")
    assert [row["Missed per gained"] for row in rows] == pytest.approx(list(found["ratio"]))
    assert [row["Net"] for row in rows] == pytest.approx(list(found["net_lost"]))
    assert all(str(row["In words"]).endswith("QALYs.") for row in rows)
    texts = [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert any(text.startswith("Added up the rows cost others") for text in texts)
    assert not any("same money" in text for text in texts), "the illustration gives way to what was solved again"


@pytest.mark.parametrize(
    ("stated", "says"),
    [
        ({}, "That costs others 20 QALYs of care displaced (EUR 2 million; equals 400 visits)."),
        (
            {"displaced_qalys": -5.0, "gained_others": 25.0, "indication": "X2"},
            "That costs others 25 QALYs of other medicines. It gives others 5 QALYs because less care gives way (EUR 2 million).",
        ),
        ({"displaced_qalys": 0.0}, "It costs others nothing."),
        (
            {"displaced_qalys": 0.0, "room_qalys": -80.0},
            "It gives others 80 QALYs because room is left (EUR 1 million).",
        ),
    ],
)
def test_what_an_indication_costs_others_in_words(stated: dict[str, Any], says: str) -> None:
    plan = planner.optimise(tiny({"name": "iks"}, {"indication": "Y", "name": "ypsilon"}, language="en"))
    care = pd.DataFrame({"indication": ["X"], "unit": ["visits"], "units": [400.0]})
    book = Edition(Words("en"), Figures(plan), MOMENT, "0", answers=Answers(plan, care=care))
    item = {
        "indication": "X", "gained": 50.0, "gained_others": 0.0, "displaced_euro": 2.0, "displaced_qalys": 20.0, "room_euro": 1.0,
        "room_qalys": 0.0, "net_lost": 30.0, "replaced_by": "", "freed": "", "for_more": "", "for_fewer": "",
        "proven": True,
    }  # fmt: skip
    text = sentence(
        book, SimpleNamespace(**(item | stated)), SimpleNamespace(indication="X", kind="admit", patients=100.0)
    )
    assert text.replace("\u00a0", " ") == f"100 patients gain 50 QALYs. {says} Net +30 QALYs."
    others = SimpleNamespace(**(item | {"gained_others": 9.0, "replaced_by": "Y"}))
    assert "9 QALYs of other medicines (Ypsilon)" in sentence(
        book, others, SimpleNamespace(indication="X", kind="admit", patients=1.0)
    ).replace("\u00a0", " ")
    grown = SimpleNamespace(**(item | {"gained_others": 9.0, "replaced_by": "Y", "for_more": "Y"}))
    assert "9 QALYs of other medicines (Ypsilon for more patients)" in sentence(
        book, grown, SimpleNamespace(indication="X", kind="admit", patients=1.0)
    ).replace("\u00a0", " ")
    left = SimpleNamespace(**(item | stated | {"gained": -50.0, "proven": False}))
    text = sentence(book, left, SimpleNamespace(indication="X", kind="leave", patients=100.0)).replace("\u00a0", " ")
    assert text.startswith("Leave: −50 QALYs for its own patients.")
    assert text.endswith("(The plan without it is not proven altogether.)")


def test_budget_says_what_one_unit_more_is_worth_both_ways(report: Report) -> None:
    sheet = openpyxl.load_workbook(report("ex16", "en", answers=True), data_only=True)["Budget"]
    found = answered("ex16").marginal
    rows = [row for row in sheet.iter_rows(values_only=True) if isinstance(row[1], str)]
    years = found[(found["family"] == "framework") & found["year"].notna()]
    for column, label in (
        ("exact", "EUR 1 million more in this year alone"),
        ("dual", "EUR 1 million more: QALYs, by"),
    ):
        row = next(row for row in rows if row[1].startswith(label))
        assert list(row[2 : 2 + len(years)]) == pytest.approx(list(years[column]), abs=1e-6)
    texts = "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str))
    # a dossier more a year: 41.9554 instead of 40.3554
    assert "1 dossier more a year: 1.6 QALYs (by the LP" in texts
    assert ("Lead time. 1 month less lead time in every route: " in texts) is ("lead_time" in set(found["family"]))
    assert "What a limit is worth, in discounted QALYs" in texts
    summary = openpyxl.load_workbook(report("ex16", "en", answers=True), data_only=True)["Summary"]
    shown = "\n".join(str(cell.value) for row in summary.iter_rows() for cell in row if isinstance(cell.value, str))
    assert "1 dossier more a year: 1.6 QALYs" in shown


def test_a_limit_without_a_plan_says_so() -> None:
    found = answered("ex16")
    none = found.marginal.assign(exact=np.nan, error="no plan")
    book = Edition(Words("en"), Figures(found.plan), MOMENT, "0", answers=Answers(found.plan, marginal=none))
    assert worth_sentence(book, "framework", str(none["name"].iloc[0])).endswith("no plan was found with it.")
    assert worth_sentence(book, "growth", "nowhere") == ""
    month = found.marginal.head(1).assign(
        family="lead_time", name="", year=np.nan, exact=-49.2611, dual=np.nan, error=""
    )
    asked = replace(book, answers=Answers(found.plan, marginal=month))
    assert worth_sentence(asked, "lead_time") == "1 month less lead time in every route: −49 QALYs."
    assert worth_sentence(replace(book, answers=None), "framework", "MSZ") == ""


def test_reasons_say_who_would_leave_and_what_that_costs(tmp_path: Path) -> None:
    # room for one of two that cost 1 million: A gains 20, X 10; with X forced in A leaves and 10 QALYs are lost
    frame = [{"framework": "MSZ", "year": 2026, "budget": 101, "baseline_care": 100}]
    rows = (
        indication("A", qaly_gain=2),
        indication("X"),
        indication("Z", new_patients=30),
    )
    found = planner.answer(planner.Explorer(small(*rows, sheets={"Frameworks": frame}), mip_gap=0))
    reasons = Reasons(Figures(found.plan), Words("en"), found)
    text = str(reasons.of("X")).replace("\u00a0", " ")
    assert text.startswith("Beaten by other indications. For a start in 2026 the MSZ framework is")
    assert "Admission would cost the plan 10 QALYs; then leaves: A." in text
    assert str(reasons.of("Z")).endswith("No plan has a place for it.")
    assert "Admission" not in str(Reasons(Figures(found.plan), Words("en")).of("X"))
    path = planner.write_report(found.plan, tmp_path / "r.xlsx", answers=found)
    sheet = openpyxl.load_workbook(path)["Decisions"]
    heads = {str(cell.value).replace("\n", " "): cell.column for cell in sheet[4] if cell.value}
    names, walks = heads["Indication"] - 1, heads["Highest price to sign at"] - 1
    shown = {row[names].value: row[walks].value for row in sheet.iter_rows(5, 7)}
    for item in found.prices.to_dict("records"):
        assert shown[item["indication"]] == pytest.approx(item["walk_away"])


def test_page_three_says_what_the_answer_hangs_on(report: Report) -> None:
    found = answered("ex16")
    sheet = openpyxl.load_workbook(report("ex16", "en", answers=True), data_only=True)["Summary"]
    rows = list(sheet.iter_rows(values_only=True))
    first = next(number for number, row in enumerate(rows) if row[1] == "Assumption") + 1
    told = found.sensitivities
    words = Words("en")
    decimals = Figures(found.plan).table_decimals
    shown = rows[first : first + len(told)]
    assert [row[6] for row in shown] == [words.numbers.number(net, decimals, sign=True) for net in told["net_sum"]]
    assert [row[5] for row in shown] == [str(count) for count in told["admitted"]]
    assert [str(row[1]).endswith("(as the input says)") for row in shown] == list(told["base"])
    leads = {row[1]: row[3] for row in rows[first:] if row[1] and row[3]}
    assert {"Certainty", "Now and later", "As good"} <= set(leads)
    # ex16: the plan of the input has the net of the headline, and what is decided now and later adds up to what it gains
    assert told["net_sum"][told["base"]].tolist() == pytest.approx(
        [found.plan.totals.net_sum] * int(told["base"].sum())
    )
    assert found.first_year["gained_sum"].sum() == pytest.approx(found.plan.totals.gained_sum)
    assert "What the answer hangs on" not in values(report("ex16", "en"))["Summary"].values()


def test_sentences_about_certainty_now_and_later_and_ties() -> None:
    plan = planner.optimise(tiny({"name": "iks"}, {"indication": "Y", "name": "ypsilon"}, language="en"))
    asked = Answers(
        plan,
        rests_on=pd.DataFrame(
            {
                "figure": ["gained", "spent", "displaced"],
                "certainty": "assumed",
                "amount": 1.0,
                "share": [0.4, 1.0, np.nan],
            }
        ),
        first_year=pd.DataFrame(
            {
                "now": [True, False, False],
                "gained": [9.0, 18.0, 27.0],
                "gained_sum": [10.0, 20.0, 30.0],
                "spending": [1.0, 2.0, 3.0],
            }
        ),
        ties=pd.DataFrame(
            {"indication": ["X", "Y"], "instead": ["left_out", "otherwise"], "changes": ["Y", ""], "cost": 0.0}
        ),
    )
    book = Edition(Words("en"), Figures(plan), MOMENT, "0", answers=asked)
    assert rests_on_sentence(book) == "On assumed figures (○) rest: 40% of the gain and 100% of the spending."
    assert now_sentence(book).replace("\u00a0", " ") == (
        "Decided for 2026: 1 indication, worth 10 QALYs and EUR 1 million. Intentions for later, which a next plan may change: "
        "2 indications, worth 50 QALYs and EUR 5 million."
    )
    assert ties_sentence(book).startswith(
        "Equally good plans: iks may stay out without loss (with a change of Ypsilon) and Ypsilon may take another route"
    )
    none = replace(book, answers=replace(asked, ties=asked.ties.head(0)))
    assert ties_sentence(none) == "No other plan is as good."
    nothing = replace(book, answers=Answers(plan))
    assert [say(nothing) for say in (rests_on_sentence, now_sentence, ties_sentence)] == ["", "", ""]


def test_plans_proven_to_a_gap_say_that_small_differences_say_nothing() -> None:
    plan = answered("ex16").plan
    book = Edition(Words("en"), Figures(plan), MOMENT, "0", answers=Answers(plan))
    outcome = replace(plan.outcome, stopped="optimal")
    assert unproven(book, [outcome]) == ""
    told = unproven(book, [outcome, replace(outcome, stopped="gap", gap_asked=1e-4)])
    assert told.startswith("Each plan is proven to 0.01% or better: decisions that make less difference")


def test_a_warning_says_whether_decisions_hang_on_displacement() -> None:
    plan = answered("ex16").plan
    rows = {"question": "room_value", "value": [0.0, 1.0, 2.0], "base": [False, True, False], "net_sum": 1.0, "admitted": 1,
            "otherwise": [[], [], []], "error": ""}  # fmt: skip
    for enters, counted in (([["X"], [], []], (1, 2)), ([[], [], []], (0, 2))):
        told = pd.DataFrame({**rows, "enters": enters, "leaves": [[], [], []]})
        book = Edition(Words("en"), Figures(plan), MOMENT, "0", answers=Answers(plan, sensitivities=told))
        assert changed_by(book) == counted
    assert changed_by(replace(book, answers=None)) == (0, 0)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("name", ["ex16", pytest.param("sluis-2025", marks=pytest.mark.slow)])
def test_a_report_with_answers_is_an_input_again(report: Report, name: str, language: str) -> None:
    again = planner.optimise(planner.read_scenario(report(name, language, answers=True)), mip_gap=0)
    assert again.decisions.equals(answered(name).plan.decisions)


def test_a_public_report_holds_nothing_of_the_answers(tmp_path: Path) -> None:
    found = answered("ex16")
    plain, asked = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    planner.write_report(found.plan, plain, public=True)
    planner.write_report(found.plan, asked, answers=found, public=True)
    assert values(plain) == values(asked)


def test_charts_call_indications_by_name_where_names_are_short(report: Report) -> None:
    """A reader found names in the tables and NSCLC-IMFINZI under the bars."""
    for sheet in ("Verdringing", "Prijzen"):
        page = openpyxl.load_workbook(report("replay-2015", "nl", answers=True), data_only=True)[sheet]
        beside = {str(cell.value) for row in page.iter_rows(min_col=15) for cell in row if isinstance(cell.value, str)}
        assert "Imfinzi bij longkanker, stadium III" in beside
        assert "NSCLC-IMFINZI" not in beside
    long = tiny({"name": "iks " * 20}, {"indication": "Y", "name": "ypsilon"})
    figures = Figures(planner.optimise(long))
    book = SimpleNamespace(figures=figures)
    assert called(book, ["X", "Y"]) == ["X", "Y"]  # type: ignore[arg-type]
    assert called(book, ["Y"]) == ["Ypsilon"]  # type: ignore[arg-type]
