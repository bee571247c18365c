"""sluis-2025 says what the letter of 11 November 2025 says, and no more."""

from __future__ import annotations

import pandas as pd
import pytest
import shipped

import planner

IMPACT = {"ASMD": 14.0, "MM-4L-CARVYKTI": 64.0, "BC-HER2LOW": 46.0}


@pytest.fixture(scope="module")
def scenario() -> planner.Scenario:
    return shipped.read("sluis-2025")


@pytest.fixture(scope="module")
def indications(scenario: planner.Scenario) -> pd.DataFrame:
    return scenario.table("Indications").set_index("indication")


def gross_spending(row: pd.Series, shares: list[float], year: int) -> float:
    """Drug spending at list price in the n-th year after a start on 1 January of the first plan year, EUR million."""
    share = [0.0] + [shares[min(n, len(shares)) - 1] for n in range(1, year + 1)]
    patients = 0.0
    for n in range(1, year + 1):
        starters = row.new_patients * share[n] + row.waiting_patients * (share[n] - share[n - 1])
        patients += starters * min(1.0, max(0.0, row.treatment_years - (year - n)))
    return patients * row.list_price / 1e6


@pytest.mark.parametrize("indication", IMPACT)
def test_spending_at_list_price_in_year_three_is_that_of_the_letter(
    scenario: planner.Scenario, indications: pd.DataFrame, indication: str
) -> None:
    uptake = scenario.table("Uptake")
    row = indications.loc[indication]
    shares = uptake.loc[uptake["curve"] == row.uptake].sort_values("year")["share"].to_list()
    by_year = [gross_spending(row, shares, year) for year in (1, 2, 3)]
    assert by_year[2] == pytest.approx(IMPACT[indication], rel=1e-12)
    assert max(by_year) == by_year[2]


def test_prices_and_advices_are_those_of_the_letter(indications: pd.DataFrame) -> None:
    assert indications["list_price"].to_dict() == {
        "ASMD": 890_000,
        "MM-4L-CARVYKTI": 460_000,
        "BC-HER2LOW": 104_000,
        "BC-HER2POS": 104_000,
    }
    candidates = indications.loc[list(IMPACT)]
    assert candidates["advice_low"].to_list() == [0.92, 0.35, 0.68]
    assert candidates["advice_high"].fillna(-1).to_list() == [-1, 0.55, -1]
    assert candidates["advice_kind"].to_list() == ["at_least", "at_least", "far_more_than"]
    # A date counts from the first of its month.
    locked = [(day.year, day.month) for day in candidates["in_lock_since"]]
    assert locked == [(2022, 7), (2022, 6), (2021, 2)]
    assert (candidates["effectiveness"] == "established").all()
    assert indications.loc["BC-HER2POS", "status"] == "reimbursed"


def test_every_supplier_stops_before_the_advised_reduction(indications: pd.DataFrame) -> None:
    candidates = indications.loc[list(IMPACT)]
    assert (candidates["max_discount"] < candidates["advice_low"]).all()


@pytest.mark.parametrize(("indication", "reduction"), [("ASMD", 0.92), ("MM-4L-CARVYKTI", 0.55), ("BC-HER2LOW", 0.68)])
def test_the_gain_fits_the_advice(indications: pd.DataFrame, indication: str, reduction: float) -> None:
    """At the advised reduction the medicine costs 80,000 EUR per QALY: gains (or the comparator) were derived that way."""
    row = indications.loc[indication]
    saved = row.comparator_cost * (1 - row.comparator_discount)
    net = row.list_price * (1 - reduction) + row.other_cost - saved
    assert net * shipped.annuity(row.treatment_years, 0.03) / row.qaly_gain == pytest.approx(80_000)


def test_without_discounts_on_other_medicines_the_low_end_of_the_range_would_do(indications: pd.DataFrame) -> None:
    row = indications.loc["MM-4L-CARVYKTI"]
    assert (row.list_price * (1 - 0.35) - row.comparator_cost) / row.qaly_gain == pytest.approx(80_000)


def test_what_is_not_in_the_letter_is_not_called_published(scenario: planner.Scenario) -> None:
    sources = scenario.table("Sources")
    marks = sources.set_index(["table", "row", "column"])["certainty"]
    for indication in IMPACT:
        assert marks["Indications", indication, "list_price"] == "published"
        assert marks["Indications", indication, "max_discount"] == "assumed"
        assert marks["Indications", indication, "qaly_gain"] == "derived"
    own = sources.loc[(sources["table"] == "Indications") & (sources["certainty"] == "published"), "column"]
    assert set(own) <= {"in_lock_since", "list_price", "advice_low", "advice_high", "effectiveness", "status"}
