"""Checks of whole tables and between tables: small named functions, each for one kind of mistake."""

from __future__ import annotations

from collections.abc import Sequence

from planner.errors import Problem
from planner.scenario.checks import (
    care,
    choice,
    curves,
    medicines,
    money,
    references,
    relations,
    routes,
    state,
    unused,
)
from planner.scenario.checks.check import Check
from planner.scenario.doubts import Doubts
from planner.scenario.scenario import Scenario

CHECKS: Sequence[Check] = (
    *references.reference_checks(),
    references.risks_can_be_read,
    references.rules_can_be_read,
    references.conditions_of_phases_can_be_read,
    references.sources_name_a_column,
    *references.source_row_checks(),
    medicines.patients_are_known,
    medicines.effectiveness_is_known,
    medicines.advice_in_order,
    medicines.discount_on_a_comparator,
    medicines.one_of_a_group_is_reimbursed,
    medicines.negotiated_needs_a_supplier,
    curves.patients_start_in_year_1,
    curves.offsets_need_uptake,
    curves.uptake_starts_in_year_1,
    curves.uptake_never_falls,
    curves.acceptance_starts_at_list,
    curves.acceptance_never_rises,
    curves.burden_class_goes_up,
    curves.burden_classes_join,
    money.a_framework_exists,
    money.framework_is_named,
    money.frameworks_cover_the_plan,
    money.budget_lines_cover_the_plan,
    money.growth_limit_in_all_years,
    money.growth_has_a_start,
    money.budget_line_is_one_line,
    money.route_opens_before_it_closes,
    routes.a_route_that_ends_has_a_term,
    routes.terms_of_a_route_fit,
    routes.lead_time_once,
    routes.work_has_a_pool,
    routes.phase_under_way,
    routes.phase_is_known,
    routes.first_come_at_a_known_price,
    state.conditional_admission_ends,
    state.conditional_admission_converts,
    state.shown_is_not_more_than_effective,
    state.stopping_is_stated,
    state.price_after_exclusivity,
    state.volume_agreement_is_whole,
    care.segments_agree,
    care.spending_belongs_to_the_category,
    care.segments_fit_in_the_category,
    care.observed_share_on_the_first_row,
    care.observed_shares_add_up,
    care.observed_shares_are_given,
    care.care_within_the_baseline,
    care.unit_cost_has_a_unit,
    relations.relations_name_indications,
    relations.at_most_names_a_group,
    relations.at_most_says_how_many,
    relations.relations_have_their_number,
    relations.caps_name_one_thing,
    relations.relations_are_stated_once,
    choice.objective_has_its_figure,
    choice.sweeps_change_something,
    choice.coverage_needs_a_share,
    choice.one_price_of_shares_has_points,
    *unused.unused_names(),
    unused.years_outside_the_plan,
    unused.patients_replace_uptake,
    unused.care_without_displacement,
    unused.routes_in_use,
    unused.candidates_exist,
    unused.settings_in_use,
    unused.certainty_is_stated,
)


def run(scenario: Scenario, doubts: Doubts | None = None) -> list[Problem]:
    """All that the checks find.

    What would follow from a problem that was reported already is not said: ``doubts`` holds the values with one. A name that
    does not exist is in doubt for the checks after it, and is added.
    """
    problems: list[Problem] = []
    known = Doubts() if doubts is None else doubts
    for check in CHECKS:
        found = list(check(scenario, known))
        problems += found
        if check.name == "unknown_reference" and known.unknown(check.whole):
            # the name may be there once the others are mended: that it is not is left unsaid, but it is in doubt
            found = list(check.function(scenario))
        for problem in found:
            place = scenario.places.found(problem.sheet, problem.cell)
            if problem.code == "unknown_reference" and place is not None:
                known.add(f"{problem.sheet}.{place[1]}", place[0])
    return problems
