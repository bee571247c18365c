"""The audit: every figure of a plan worked out a second time, by arithmetic of its own, straight from the tables.

Nothing here comes from the option table or the model of the engine, so that a mistake there cannot hide: ``evaluate`` reads
the rules of ``model.md`` once more, with exact fractions, and ``check`` compares the engine's figures with what it found.

The engine states its figures as claims, a mapping from a key to a number (``audit_claims.py`` lists all names)::

    ("total", name)                                    the headlines, such as "net"
    ("decision", indication, name)                     an admitted indication, such as "net_price"
    ("yearly", indication, calendar year, name)        an admitted indication by year, such as "cost"
    ("framework", framework, calendar year, name)      a framework by year, such as "pressure"
    ("care", care, segment, calendar year, name)       displaced care by year, such as "displaced"
    ("limit", family, name, calendar year, name)       a limit: "limit", "base", "used", "room"; the year of a patient
                                                       group is None
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from planner.model.audit_books import Books
from planner.model.audit_claims import AuditReport, claims_from_frames, compare
from planner.model.audit_figures import Key
from planner.model.audit_limits import Broken, broken_limits, limit_rows
from planner.model.audit_numbers import Number
from planner.model.audit_openings import Opening, allowed, is_point, opening, points
from planner.model.audit_options import Choice, Taken, work_out
from planner.model.audit_terms import RefusedError
from planner.model.audit_totals import Evaluation, add_up, care_steps
from planner.model.audit_years import Frameworks
from planner.scenario.scenario import Scenario

__all__ = ["AuditReport", "Auditor", "Broken", "Choice", "Evaluation", "check", "claims_from_frames", "evaluate"]


class Auditor:
    """Works out plans of one scenario; what belongs to one choice is worked out once and kept.

    ``exact`` uses fractions; without it plain floats, many times faster, for trying out all combinations.
    """

    def __init__(self, scenario: Scenario, exact: bool = True) -> None:
        self.books = Books(scenario, exact)
        self._frameworks = Frameworks(self.books)
        self._openings: dict[tuple[str, str], Opening | RefusedError] = {}
        self._points: dict[tuple[str, str], list[Number]] = {}
        self._taken: dict[Choice, tuple[Taken | None, str | None]] = {}

    def opening(self, indication: str, route: str) -> Opening:
        """The terms of a route for an indication; raises ``RefusedError`` with the reason where it is not open."""
        place = (indication, route)
        if place not in self._openings:
            try:
                self._openings[place] = opening(self.books, indication, route)
            except RefusedError as refusal:
                self._openings[place] = refusal
        found = self._openings[place]
        if isinstance(found, RefusedError):
            raise found
        return found

    def points(self, indication: str, route: str) -> list[Number]:
        """The discounts at which a choice is allowed in a route that is open to the indication."""
        place = (indication, route)
        if place not in self._points:
            self._points[place] = points(self.books, self.opening(indication, route))
        return self._points[place]

    def choices(self) -> list[Choice]:
        """Every choice that the rules for one indication allow, before any limit that couples decisions."""
        found: list[Choice] = []
        for indication in self.books.candidates:
            for route in self.books.routes:
                try:
                    starts, discounts = self.opening(indication, route).starts, self.points(indication, route)
                except RefusedError:
                    continue
                found += [Choice(indication, route, start, float(d)) for start in starts for d in discounts]
        return found

    def take(self, choice: Choice) -> tuple[Taken | None, str | None]:
        """The figures of a choice (None where there are none), and why it is not allowed (None where it is)."""
        if choice not in self._taken:
            try:
                self._taken[choice] = self._take(choice)
            except RefusedError as refusal:
                self._taken[choice] = None, f"{choice.indication} by {choice.route}: {refusal}"
        return self._taken[choice]

    def _take(self, choice: Choice) -> tuple[Taken | None, str | None]:
        if choice.indication not in self.books.candidates or choice.route not in self.books.routes:
            raise RefusedError("unknown", "there is no such candidate or no such route")
        terms = self.opening(choice.indication, choice.route)
        if choice.offset_months not in terms.starts:
            allowed_starts = ", ".join(map(str, terms.starts))
            raise RefusedError("start", f"a start at month {choice.offset_months}; allowed are {allowed_starts}")
        discount = self.books.read(choice.discount)
        why = allowed(self.books, terms, discount)
        if why is not None:
            raise RefusedError("discount", f"discount {choice.discount:.6g}: {why}")
        if not is_point(self.books, terms, discount):
            why = f"{choice.indication} by {choice.route}: {choice.discount:.6g} is not a discount that is tried"
        return work_out(self.books, terms, choice), why

    def evaluate(self, choices: Iterable[Choice]) -> Evaluation:
        """All figures of a plan that admits ``choices``; everything else stays as it is."""
        results = [self.take(choice) for choice in choices]
        taken = [found for found, _ in results if found is not None]
        years = self._frameworks.years(taken)
        rows = limit_rows(self.books, taken, years)
        start = self.books.start_year
        return Evaluation(
            start_year=start,
            totals=add_up(self.books, taken, years),
            indications={one.choice.indication: one for one in taken},
            frameworks={(framework, start + t): year for (framework, t), year in years.items()},
            limits=rows,
            broken=broken_limits(rows),
            refused=[why for _, why in results if why is not None],
            care=care_steps(self.books),
        )

    def score(self, choices: Iterable[Choice]) -> tuple[Number, Number] | None:
        """Objective and expected discounted cost of a plan; None where it is not allowed or breaks a limit."""
        taken = []
        for choice in choices:
            found, why = self.take(choice)
            if found is None or why is not None:
                return None
            taken.append(found)
        years = self._frameworks.years(taken)
        if broken_limits(limit_rows(self.books, taken, years)):
            return None
        totals = add_up(self.books, taken, years)
        return totals.net, totals.cost_discounted


def evaluate(scenario: Scenario, choices: Iterable[Choice], exact: bool = True) -> Evaluation:
    """All figures of a plan, worked out from the scenario's tables alone."""
    return Auditor(scenario, exact).evaluate(choices)


def check(scenario: Scenario, choices: Iterable[Choice], claims: Mapping[Key, float | None]) -> AuditReport:
    """The engine's figures beside the audit's, and whether every choice is allowed and every limit kept."""
    return compare(evaluate(scenario, choices), claims)
