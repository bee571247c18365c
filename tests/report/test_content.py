"""What the report says: one figure everywhere, qualifiers kept, doubt said, nothing that needs other plans."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from made import tiny
from reported import solved, values
from small import indication, route, small

import planner
from planner.report.binding import Limit, binding_lines
from planner.report.compared import Variants
from planner.report.figures import Figures
from planner.report.reasons import Reasons
from planner.report.sentences import treated, who_gains
from planner.report.wording import Words, sentence_case
from planner.scenario.certainty import Certainties
from planner.scenario.frames import rows_of

Report = Callable[..., Path]
LIST_ROWS = range(25, 30)


def summary(report: Report, name: str, language: str = "nl") -> dict[str, Any]:
    return next(iter(values(report(name, language)).values()))


def rows(sheet: dict[str, Any], column: str) -> list[Any]:
    found = {int(address[1:]): value for address, value in sheet.items() if re.fullmatch(f"{column}\\d+", address)}
    return [found[row] for row in sorted(found)]


@pytest.mark.parametrize(
    "name", ["ex16_variants", "made:3", "made:32", "absorbed", "responders", "saves", "one_of_two"]
)
def test_the_tiles_subtract_and_are_the_figures_of_the_sentence(report: Report, name: str) -> None:
    cells = summary(report, name)
    gained, lost, net = cells["D6"], cells["F6"], cells["H6"]
    assert gained - lost == pytest.approx(net, abs=1e-9)
    base = getattr(solved(name), "base", solved(name))
    figures = Figures(base)
    words = Words("nl")
    assert words.qalys(words.numbers.number(figures.net, figures.decimals)) in cells["B2"]
    assert words.qalys(words.numbers.number(figures.gained, figures.decimals)) in cells["B3"]
    assert words.numbers.number(abs(lost), max(0, figures.decimals)) in cells["B3"]
    assert float(net) == pytest.approx(figures.rounded(base.totals.net_sum))


def test_patient_years_are_not_called_patients() -> None:
    """Of P the input gives 50 patient-years and then twice 100 (sheet Patients); of O, who starts."""
    figures = Figures(solved("responders"))
    decisions = {item.indication: item for item in rows_of(figures.decided)}
    own = {name: who_gains(Words("nl"), figures, item, 12.0) for name, item in decisions.items()}
    assert own["P"] == "In 250 patiëntjaren behandeling worden 12 QALY's gewonnen."
    assert re.fullmatch(r"\d+ patiënten winnen 12 QALY's\.", own["O"])
    assert treated(Words("en"), figures, decisions["P"]) == "250 patient-years"


def test_who_waits_in_the_lock_stays_in_the_lock(report: Report) -> None:
    for language, word, never in (
        ("nl", "Blijft in de sluis", "Niet opnemen"),
        ("en", "Stays in the lock", "Do not admit"),
    ):
        found = rows(values(report("sluis-2025", language))["Besluiten" if language == "nl" else "Decisions"], "C")
        assert found.count(word) == 3
        assert never not in found


def test_an_advice_keeps_its_qualifier_and_what_was_derived_from_it_proves_nothing(report: Report) -> None:
    reasons = " ".join(str(text) for text in rows(values(report("sluis-2025", "en"))["Decisions"], "R"))
    assert "the advice asks at least 92%" in reasons
    assert "advised far more than 68%" in reasons
    assert "The health gain was derived from the advice." in reasons
    assert "By the model the reference value" not in reasons


def test_nothing_that_needs_another_plan_is_there(report: Report) -> None:
    for name in ("made:32", "ex16_variants"):
        found = values(report(name, "en"))
        assert "Prices" not in found
        heads = " ".join(str(value) for address, value in found["Decisions"].items() if address.endswith("4")).lower()
        for absent in ("walk-away", "marginal", "displaced", "net gain", "regret"):
            assert absent not in heads
        notes = " ".join(str(value) for value in rows(found["Decisions"], "B"))
        assert "What one indication displaces needs a second plan without it" in notes


def test_page_one_says_what_the_price_that_is_asked_would_bring(report: Report) -> None:
    # In the variant "Advies aanvaard" every supplier gives the advised reduction; the best plan then admits one of three.
    said = "if every supplier gives the price that is needed (variant Advies aanvaard), the best plan admits only 1 of the 3."
    assert said in summary(report, "sluis-2025", "en")["B3"]


def test_what_is_left_out_shows_what_is_forgone_or_why_nothing_is(report: Report) -> None:
    sheet = values(report("sluis-2025"))["Besluiten"]
    # Too dear: as if a price had been agreed. Patients in ten years; QALYs: as many as the variant in which all three enter.
    patients, qalys = ([sheet[f"{column}{row}"] for row in range(5, 8)] for column in "OP")
    assert patients == pytest.approx([19.23, 64e6 / 460_000 * 9.3, 46e6 / 104_000 * 9.3], rel=1e-4)
    free = solved("sluis-2025").variants["Advies aanvaard, ruimte telt niet"]
    assert sum(qalys) == pytest.approx(Figures(free).gained, rel=1e-9)
    assert (sheet["O8"], sheet["P8"]) == ("–", "–")
    # 10 patients a year for EUR 100,000 each need EUR 1 million in 2026, but the framework holds 0.5: no room. In two years
    # 20 patients would have been treated and 20 QALYs gained; the second year alone (10 and 10) is not the first start.
    frame = [{"framework": "MSZ", "year": 2026 + t, "budget": budget} for t, budget in enumerate((0.5, 0.5))]
    plan = planner.optimise(small(indication(), years=2, sheets={"Frameworks": frame}))
    assert plan.totals.admitted == 0
    assert Reasons(Figures(plan), Words("en")).forgone.of("X") == (pytest.approx(20.0), pytest.approx(20.0))


@pytest.mark.parametrize(("gain", "more"), [(1.0, (10.0, 4.0)), (0.1, None)])
def test_what_the_same_patients_have_more_of_is_forgone_where_another_drug_of_the_plan_comes_later(
    tmp_path: Path, gain: float, more: tuple[float, float] | None
) -> None:
    """A dash stood there, as if the patients of the years before the other drug had missed nothing.

    10 patients a year. A (``gain`` QALY each) could start in 2026: 20 of them in two years. B starts in 2027 and is worth more:
    10 patients, 16 QALYs, so that A would have reached 10 more; with 20 QALYs by A in two years 4 more are gained than by B.
    """
    first = indication("A", patient_group="G", qaly_gain=gain)
    later = indication("B", patient_group="G", qaly_gain=1.6, available_from="2027-01-01", list_price=1)
    sheets = {
        "Frameworks": [{"framework": "MSZ", "year": 2026 + t, "budget": 100, "baseline_care": 100} for t in range(2)],
        "Care": [{"care": "C", "spending": 100, "euro_per_qaly": 50_000, "max_share": 1, "observed_share": 1}],
    }
    scenario = small(first, later, years=2, sheets=sheets, displacement_mode="observed", room_value=1, language="en")
    plan = planner.optimise(scenario)
    assert list(plan.decisions.query("decision == 'admit'")["indication"]) == ["B"]
    found = Reasons(Figures(plan), Words("en")).forgone.of("A")
    assert found == (None if more is None else pytest.approx(more))
    sheet = values(planner.write_report(plan, tmp_path / "r.xlsx"))["Decisions"]
    cells = [sheet[f"{column}{row}"] for row in (5, 6) if sheet[f"D{row}"] == "A" for column in "OP"]
    assert cells == (["–", "other drug"] if more is None else pytest.approx(list(more)))


def test_what_leaves_the_package_serves_no_patients_of_what_is_left_out() -> None:
    """B leaves for care that yields more, and A for the same patients yields too little as well: all of A is missed."""
    left_out = indication("A", patient_group="G", qaly_gain=0.5)
    leaves = indication("B", patient_group="G", qaly_gain=0.1, status="reimbursed", may_leave=True)
    sheets = {
        "Frameworks": [{"framework": "MSZ", "year": 2026, "budget": 101, "baseline_care": 100, "baseline_drugs": 1}],
        "Care": [{"care": "C", "spending": 100, "euro_per_qaly": 50_000, "max_share": 1, "observed_share": 1}],
    }
    routes = [route(), route("out", action="leave")]
    plan = planner.optimise(
        small(left_out, leaves, routes=routes, sheets=sheets, displacement_mode="observed", room_value=1)
    )
    assert list(plan.decisions["decision"]) == ["not_admitted", "leave"]
    reasons = Reasons(Figures(plan), Words("en"))
    assert reasons.forgone.of("A") == pytest.approx((10.0, 5.0))
    assert "same patients" not in str(reasons.of("A"))


def test_only_limits_that_bind_are_listed_one_by_one() -> None:
    words = Words("en")
    free = [Limit("framework", f"F{n}", f"F{n} framework", "not full", "not used", 2) for n in range(12)]
    full = [Limit("dossiers", f"D{n}", f"Dossiers D{n}", "full in 2027", "", 0) for n in range(9)]
    assert binding_lines(words, [], 5, "Budget") == ["No limits are given."]
    nothing = binding_lines(words, free, 5, "Budget")
    assert nothing[0] == "No limit binds."
    assert len(nothing) == 2
    assert str(nothing[1]).startswith("Not full: F0 framework (not used), F1 framework (not used)")
    assert str(nothing[1]).endswith("others.")
    some = binding_lines(words, [*full, *free], 5, "Budget")
    assert some[:3] == full[:3]
    assert some[3] == "and 6 other limits: see Budget"
    assert len(some) == 5


@pytest.mark.parametrize("name", ["made:32", "made:450", "stopped", "sluis-2025"])
def test_at_most_four_warnings_the_strong_ones_first(report: Report, name: str) -> None:
    cells = summary(report, name)
    shown = [str(cells[f"H{row}"]) for row in LIST_ROWS if cells.get(f"H{row}")]
    warnings = [text for text in shown if text[0] in "▲■"]
    assert len(warnings) <= 4
    assert warnings == sorted(warnings, key=lambda text: text[0] != "▲")
    audit = [str(value) for value in rows(values(report(name))["Controle"], "B") if str(value)[0] in "▲■"]
    assert audit[: len(warnings)] == warnings
    more = len(audit) - len(warnings)
    assert any(f"Nog {more} aandachtspunt" in text for text in shown) == (more > 0)


def test_a_plan_that_is_not_proven_says_so(report: Report) -> None:
    cells = summary(report, "stopped", "en")
    assert cells["B2"].startswith("The best plan found")
    assert "at most 13 QALYs more" in cells["B2"]
    assert "▲ Not proven." in str(cells["H25"])
    assert any("not solved" in str(cells.get(f"H{row}")) for row in LIST_ROWS)


def test_optimal_displacement_is_named_a_lower_bound(report: Report) -> None:
    assert any("Ondergrens" in str(value) for value in rows(summary(report, "optimal"), "H"))
    assert any("Ondergrens" in str(value) for value in rows(values(report("optimal"))["Verdringing"], "B"))


def test_a_route_that_is_not_in_force_is_named(report: Report) -> None:
    assert any("lock is voorgesteld" in str(value) for value in rows(summary(report, "previous_year"), "H"))
    assert any(
        "Routes in dit plan: lock (voorgesteld)" in str(value)
        for value in rows(values(report("previous_year"))["Besluiten"], "B")
    )


def test_intentions_stand_apart_from_decisions(report: Report) -> None:
    sheet = values(report("made:32"))["Besluiten"]
    found = [(sheet[f"C{row}"], sheet[f"F{row}"].year) for row in range(5, 12)]
    assert [decision for decision, _ in found] == sorted(
        (decision for decision, _ in found), key=lambda word: word != "Opnemen"
    )
    assert {year for decision, year in found if decision == "Opnemen"} == {2026}
    assert all(year > 2026 for decision, year in found if decision == "Later opnemen")
    assert "een voornemen" in " ".join(str(value) for value in rows(summary(report, "made:32"), "H"))


def test_the_discounted_objective_stands_once(report: Report) -> None:
    found = values(report("ex16_variants", "en"))
    objective = [
        (sheet, address)
        for sheet, cells in found.items()
        for address, value in cells.items()
        if isinstance(value, float) and abs(value - 40.3554) < 1e-3
    ]
    assert {sheet for sheet, _ in objective} == {"Audit"}


def test_the_weakest_figure_counts_and_sources_win() -> None:
    sources = [
        {"table": "Indications", "row": "X", "column": "qaly_gain", "certainty": "assumed", "source": "gok"},
        {"table": "Indications", "row": "Y", "column": "list_price", "certainty": "derived", "source": "berekend"},
        {"table": "Frameworks", "row": "MSZ 2027", "column": "budget", "certainty": "assumed"},
    ]
    scenario = tiny(
        {}, {"indication": "Y"}, {"indication": "Z", "certainty": None}, {"indication": "W", "uptake": "curve"},
        sheets={"Sources": sources, "Uptake": [{"curve": "curve", "year": 1, "share": 1}]},
    )  # fmt: skip
    found = Certainties(scenario)
    assert [found.indication(name) for name in "XYZW"] == ["assumed", "derived", "assumed", "assumed"]
    assert found.figure("Indications", 0, "qaly_gain") == ("assumed", "gok")
    assert found.row("Indications", 0, ["list_price"]) == "published"
    assert found.figure("Frameworks", 1, "budget")[0] == "assumed"
    assert found.counts("Indications") == {"published": 1, "derived": 1, "assumed": 2}


def test_a_gain_derived_from_an_advice_is_recognised() -> None:
    texts = ["afgeleid uit het pakketadvies", "derived from the advice", "eigen berekening"]
    rows_ = [{"indication": f"I{n}", "certainty": "derived", "source": text} for n, text in enumerate(texts)]
    rows_.append({"indication": "I3", "certainty": "published", "source": "het advies"})
    found = Certainties(tiny(*rows_))
    assert [found.derived_from_advice(f"I{n}") for n in range(4)] == [True, True, False, False]


def test_names_get_a_capital_only_where_they_are_ordinary_words() -> None:
    assert [sentence_case(name) for name in ("longkanker, 1e lijn", "mTNBC", "e-health", "ALS", "")] == [
        "Longkanker, 1e lijn", "mTNBC", "e-health", "ALS", "",
    ]  # fmt: skip


def test_a_failing_variant_is_a_row_with_its_reason(report: Report) -> None:
    sheet = values(report("stopped", "en"))["Variants"]
    at = next(address for address, value in sheet.items() if value == "krap")
    assert sheet[f"J{at[1:]}"] == "no plan"
    assert "No plan fits within the limits" in sheet[f"K{at[1:]}"]
    assert list(Variants(Figures(solved("stopped").base), solved("stopped").variants).plans) == ["base", "zelfde"]


def test_one_plan_has_no_sheet_of_variants(tmp_path: Path) -> None:
    path = planner.write_report(solved("ex16").base, tmp_path / "report.xlsx")
    assert "Variants" not in values(path)


def test_figures_are_differences_from_the_plan_that_changes_nothing(report: Report) -> None:
    """A framework that is too full already: only what the plan adds (here: gives back) counts."""
    plan = solved("saves")
    assert plan.totals.displaced_euro_sum < 0
    cells = values(report("saves"))["Verdringing"]
    assert any("daarin wordt al € 60 mln verdrongen" in str(value).replace("\u00a0", " ") for value in cells.values())


def test_what_was_left_out_beforehand_is_counted(tmp_path: Path) -> None:
    """A breaks the line of 1 million by itself; B stays in the model."""
    lines = {"BudgetLines": [{"line": "L", "year": 2026, "budget": 1}]}
    rows = [{"indication": "A", "new_patients": 1000}, {"indication": "B", "new_patients": 10}]
    routes = [{"route": "direct", "price": "list", "cost_effectiveness": "not_required", "budget_line": "L"}]
    plan = planner.optimise(tiny(*rows, sheets={**lines, "Routes": routes}, years=1, language="en"), prune=True)
    book = openpyxl.load_workbook(planner.write_report(plan, tmp_path / "report.xlsx"))
    stated = {row[1]: row[2] for row in book["Audit"].iter_rows(values_only=True) if row[1]}
    assert str(stated["Left out beforehand"]).startswith("options that break a limit by themselves 1, ")
    assert "(parts: 1, searches for a better plan: " in str(stated["Left out beforehand"])


def test_why_nothing_was_left_out_beforehand_is_said(tmp_path: Path) -> None:
    """B may be admitted in part: a bound on whole decisions says nothing of it."""
    rows = [{"indication": "A", "new_patients": 10}, {"indication": "B", "new_patients": 10, "divisible": True}]
    for language, sheet, label, why in (
        ("en", "Audit", "Left out beforehand", "nothing: the bound knows neither shares"),
        ("nl", "Controle", "Vooraf weggelaten", "niets: de bovengrens kent geen delen"),
    ):
        plan = planner.optimise(tiny(*rows, years=1, language=language), prune=True)
        book = openpyxl.load_workbook(planner.write_report(plan, tmp_path / "report.xlsx"))
        stated = {row[1]: row[2] for row in book[sheet].iter_rows(values_only=True) if row[1]}
        assert str(stated[label]).startswith(why)


def test_a_setting_that_was_left_empty_was_not_given(tmp_path: Path) -> None:
    plan = planner.optimise(tiny(language="en", price_year=None, premium_payers=1000))
    cells = values(planner.write_report(plan, tmp_path / "report.xlsx"))["Inputs"]
    row = {str(value): address[1:] for address, value in cells.items() if address.startswith("B")}
    assert (cells["D" + row["price_year"]], cells["F" + row["price_year"]]) == (2026, "default")
    assert cells["F" + row["premium_payers"]] == "given"


def test_a_changed_share_reads_as_a_percentage_and_a_factor_as_a_number(tmp_path: Path) -> None:
    changes = [
        {"scenario": "less", "table": "Frameworks", "row": "year >= 2026", "column": "absorbed_share", "operation": "set",
         "value": 0.25},
        {"scenario": "less", "table": "Settings", "row": "room_value", "column": "value", "operation": "set", "value": 0},
        {"scenario": "less", "table": "Care", "row": "*", "column": "max_share", "operation": "multiply",
         "value": 41 / 73.6},
    ]  # fmt: skip
    found = planner.run(tiny(sheets={"Scenarios": changes}, language="en"))
    cells = values(planner.write_report(found, tmp_path / "report.xlsx"))["Variants"]
    assert {"25%", "0%", "0.55707"} <= {str(value) for value in cells.values()}  # 41 / 73.6 = 0.557065...


def test_patients_and_patient_years_are_not_added_up(report: Report) -> None:
    """P counts patient-years and O patients: the total of the plan has QALYs and spending, but no patients."""
    cells = values(report("responders", "nl"))["Besluiten"]
    (row,) = [address[1:] for address, value in cells.items() if value == "Totaal van het plan"]
    assert cells.get("L" + row) is None
    assert cells["M" + row] == pytest.approx(sum(cells[f"M{at}"] for at in range(5, int(row))))


def test_the_expected_number_of_signatures_is_said(report: Report) -> None:
    """X is signed for certain, Y with a chance of 0.4: 1.4 of 2."""
    texts = [str(value) for value in values(report("ex16_variants", "nl"))["Controle"].values()]
    assert any("Naar verwachting tekent de leverancier bij 1,4 van de 2 opnames." in text for text in texts)
