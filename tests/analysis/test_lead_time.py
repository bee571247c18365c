"""Months and QALYs lost in each step from authorisation to the start: worked by hand."""

from __future__ import annotations

import pytest
from small import indication, route, small

import planner
from planner.analysis.lead_time import lead_time

approx = pytest.approx
#: Twelve months of assessment, nine of negotiation.
PHASES = [
    {"route": "direct", "phase": "assessment", "months": 12},
    {"route": "direct", "phase": "negotiation", "months": 9},
]


def steps(plan):
    return {(row.kind, row.phase): (row.months, row.lost) for row in lead_time(plan).itertuples()}


def planned(*, years=4, phases=PHASES, way=None, **stated):
    sheets = {"Phases": phases} if phases else {}
    return planner.optimise(small(indication(**stated), routes=[way or route()], years=years, sheets=sheets), mip_gap=0)


def test_each_phase_loses_the_health_of_its_months():
    # ten QALYs a year, authorised at the start: 12 and 9 months; the second year is discounted by 1.015
    assert steps(planned()) == {
        ("phase", "assessment"): (12, approx(10)),
        ("phase", "negotiation"): (9, approx(7.5 / 1.015)),
    }


def test_what_is_done_before_authorisation_loses_nothing():
    # filed in January 2025, authorised in January 2026: only the negotiation is lost, in the first year
    found = planned(way=route(files_before_months=12), available_from="2026-01-01", files_from="2025-01-01")
    assert steps(found) == {("phase", "negotiation"): (9, approx(7.5))}


def test_an_indication_under_way_loses_the_rest_of_its_phase():
    # eight of twelve months of the assessment are over: four and nine are left, one of them in 2027
    found = planned(phase="assessment", phase_since="2025-05-01")
    lost = steps(found)
    assert lost["phase", "assessment"] == (4, approx(10 / 3))
    assert lost["phase", "negotiation"] == (9, approx(8 * 10 / 12 + 10 / 12 / 1.015))


def test_a_late_dossier_and_a_route_without_phases():
    found = planned(phases=[], way=route(lead_time_months=6), available_from="2026-01-01", files_from="2026-04-01")
    assert steps(found) == {("dossier", ""): (3, approx(2.5)), ("procedure", ""): (6, approx(5))}


def test_waiting_for_room_comes_after_the_procedure_and_all_adds_up_to_what_waiting_loses():
    # one dossier a year: B waits from October 2027 until January 2028; the discounted sum is that of ``waiting``
    rows = [indication("A", qaly_gain=2), indication("B")]
    limited = route(dossiers_per_year=1)
    found = planner.optimise(small(*rows, routes=[limited], years=5, sheets={"Phases": PHASES}), mip_gap=0)
    frame = lead_time(found)
    room = frame[frame["kind"] == "room"]
    assert room["indication"].tolist() == ["B"]
    assert room["months"].tolist() == approx([3])
    by = frame.groupby("indication")["lost"].sum()
    assert by.to_dict() == approx(planner.waiting(found).set_index("indication")["lost"].to_dict())


def test_the_rest_of_a_month_belongs_to_the_first_phase():
    phases = [{"route": "direct", "phase": "assessment", "months": 2.5}]
    assert steps(planned(phases=phases)) == {("phase", "assessment"): (3, approx(2.5))}


def test_a_plan_that_waits_for_nothing_has_no_steps():
    assert lead_time(planned(phases=[])).empty
