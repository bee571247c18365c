"""Who may use a route by figures that are worked out: by hand."""

from __future__ import annotations

from agreement import disagreements
from small import indication, route, small

import planner


def test_the_share_of_the_population_that_has_the_condition():
    # 5 and 7 of 100 people: 0.05 and 0.07
    rows = [indication("A", prevalence=5), indication("B", prevalence=7)]
    for rule, open_to in (("prevalence_share < 0.06", ["A"]), ("prevalence_share >= 0.07", ["B"])):
        scenario = small(*rows, routes=[route(eligible=rule)], population=100)
        assert planner.enumerate_options(scenario).table["indication"].tolist() == open_to
        assert disagreements(scenario) == []
