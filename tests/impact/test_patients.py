"""Time and patients by hand: worked examples 1, 3, 4 and 13."""

from __future__ import annotations

import numpy as np
import pytest
from small import indication, route, small

import planner
from planner.impact.patients import annuity, cohorts
from planner.impact.timing import earliest_months, months_of, starts

approx = pytest.approx

#: Worked example 3: new 100, growth 2 %, waiting 50, uptake 0.3 / 0.6 / 0.8, D = 2.5, T = 5.
THIRD = indication(
    new_patients=100, patient_growth=0.02, waiting_patients=50, uptake="slow", treatment_years=2.5, qaly_gain=1.2
)
SLOW = {"Uptake": [{"curve": "slow", "year": n + 1, "share": share} for n, share in enumerate((0.3, 0.6, 0.8))]}


def test_annuities_of_example_1():
    # A^C(2.5) = 1 + 1/1.03 + 0.5/1.03^2
    assert annuity(np.array([2.5, 0.5, 1.0]), 0.03) == approx([1 + 1 / 1.03 + 0.5 / 1.03**2, 0.5, 1.0])
    assert annuity(np.array([2.5, 0.5, 1.0]), 0.015) == approx([2.47055, 0.5, 1.0], rel=2e-6)
    assert annuity(np.array([2.5]), 0.0) == approx([2.5])
    assert annuity(np.array([30.0]), 0.03) == approx([20.1885], rel=3e-6)
    assert annuity(np.array([30.0]), 0.015) == approx([24.3761], rel=3e-6)


def test_health_is_booked_with_the_treatment_years_of_example_1():
    scenario = small(indication(new_patients=0, waiting_patients=1, treatment_years=2.5, qaly_gain=1.2), years=3)
    qalys = planner.enumerate_options(scenario).qalys[0]
    assert qalys == approx([0.485721, 0.485721, 0.242861], rel=2e-6)
    assert qalys @ 1.015 ** -np.arange(3.0) == approx(1.2)


def test_starters_and_patient_years_of_example_3():
    table = cohorts(small(THIRD, years=5, sheets=SLOW))
    # first year: 100 x 0.3 + 50 x 0.3 = 45; second: 102 x 0.6 + 50 x 0.3 = 76.2; third: 104.04 x 0.8 + 50 x 0.2
    assert table.starters[0, 0] == approx([45, 76.2, 93.232, 84.8966, 86.5946], rel=2e-6)
    assert table.patients[0, 0] == approx([45, 121.2, 191.932, 216.229, 218.107], rel=3e-6)
    assert table.starters[0, 1] == approx([0, 45.6, 77.424, 94.8966, 86.5946], rel=2e-6)
    assert table.patients[0, 1] == approx([0, 45.6, 123.024, 195.121, 220.203], rel=3e-6)


def test_a_start_in_the_middle_of_a_year_in_example_4():
    table = cohorts(small(THIRD, years=5, sheets=SLOW))
    half = table.at(np.array([0]), np.array([0.5])).patients[0]
    assert half == approx([22.5, 83.4, 157.478, 205.675, 219.155], rel=3e-6)
    late = table.at(np.array([0]), np.array([11 / 12])).patients[0]
    assert late == approx([3.75, 51.9, 128.766, 196.880, 220.029], rel=3e-6)
    short = small(indication(new_patients=80, treatment_years=0.5), years=4)
    assert cohorts(short).at(np.array([0]), np.array([0.25])).patients[0] == approx([30, 40, 40, 40])


def test_months_from_dossier_to_start_in_example_4():
    # authorised October 2025 (three months before the plan), lead 14 months: 11 months into the plan
    scenario = small(indication(available_from="2025-10-01"), routes=[route(lead_time_months=14)], years=5)
    found = earliest_months(scenario.table("Indications"), scenario.table("Routes"), scenario.settings)
    assert found.tolist() == [[11.0]]


@pytest.mark.parametrize(
    ("stated", "of_route", "months"),
    [
        ({}, {}, 0),
        ({"available_from": "2027-03-01"}, {}, 14),
        ({"available_from": "2027-03-01"}, {"lead_time_months": 6}, 20),
        # an early dossier, but not before authorisation less 4 months: clock November 2026, ready May 2027
        (
            {"available_from": "2027-03-01", "files_from": "2026-01-01"},
            {"lead_time_months": 6, "files_before_months": 4},
            16,
        ),
        # the procedure is over before authorisation: authorisation counts
        (
            {"available_from": "2027-03-01", "files_from": "2026-01-01"},
            {"lead_time_months": 6, "files_before_months": 24},
            14,
        ),
        ({"files_from": "2026-02-15"}, {"lead_time_months": 2}, 3),
        ({}, {"lead_time_months": 3.5}, 4),
        ({"files_from": "none"}, {}, np.inf),
    ],
)
def test_earliest_start(stated, of_route, months):
    scenario = small(indication(**stated), routes=[route(**of_route)], years=3)
    found = earliest_months(scenario.table("Indications"), scenario.table("Routes"), scenario.settings)
    assert found[0, 0] == months


def test_starts_are_the_earliest_and_every_later_first_of_january():
    scenario = small(years=4)
    offset, exists = starts(np.array([18.0]), np.array([np.nan]), np.array([np.nan]), scenario.settings)
    assert offset[exists].tolist() == [1.5, 2.0, 3.0]
    offset, exists = starts(np.array([18.0]), np.array([2028.0]), np.array([2028.0]), scenario.settings)
    assert offset[exists].tolist() == [2.0]


def test_patient_years_that_are_given_replace_the_calculation():
    sheets = {
        "Patients": [{"indication": "X", "year": 1, "patients": 4}, {"indication": "X", "year": 3, "patients": 9}]
    }
    scenario = small(indication(new_patients=77, waiting_patients=5), years=5, sheets=sheets)
    assert cohorts(scenario).patients[0, 1].tolist() == [0, 4, 4, 9, 9]


def test_offsets_of_a_one_off_therapy_last_in_example_13():
    # 10 a year at 1.9 million; each avoids 240,000 a year for ten years: 19 - 2.4 (t + 1)
    therapy = indication(list_price=1_900_000, offset_cost=240_000, offset_years=10)
    assert planner.enumerate_options(small(therapy, years=4)).cost[0] == approx([16.6, 14.2, 11.8, 9.4])


def test_a_date_counts_from_the_first_of_its_month():
    scenario = small(indication(available_from="2026-02-27"))
    assert months_of(scenario.table("Indications")["available_from"])[0] == 2026 * 12 + 1
