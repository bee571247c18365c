"""The audit: every figure of a plan worked out a second time, by arithmetic of its own, straight from the tables.

Nothing here comes from the option table or the model of the engine, so that a mistake there cannot hide: ``evaluate`` reads
the rules of ``model.md`` once more, with decimals of 50 digits, and ``check`` compares the engine's figures with what it found.

The engine states its figures as claims, a mapping from a key to a number (``claims.py`` lists all names)::

    ("total", name)                                    the headlines, such as "net"
    ("decision", indication, name)                     an admitted indication, such as "net_price"
    ("yearly", indication, calendar year, name)        an admitted indication by year, such as "cost"
    ("staying", indication, calendar year, name)       the same of what stays in conditional admission
    ("framework", framework, calendar year, name)      a framework by year, such as "pressure"
    ("care", care, segment, calendar year, name)       displaced care by year, such as "displaced"
    ("limit", family, name, calendar year, name)       a limit: "limit", "base", "used", "room"; the year of a patient
                                                       group is None
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TypeVar

from planner.model.audit.again import same_indications
from planner.model.audit.books import Books
from planner.model.audit.claims import AuditReport, compare
from planner.model.audit.figures import Key
from planner.model.audit.first_come import first_come_lines, served
from planner.model.audit.limits import broken_limits, limit_rows, target_rows
from planner.model.audit.mixtures import by_indication, mixtures, possible_share
from planner.model.audit.numbers import Number, precisely, read
from planner.model.audit.openings import (
    Opening,
    Terms,
    allowed,
    is_one_of,
    is_point,
    kinks,
    opening,
    points,
    price_terms,
)
from planner.model.audit.options import Choice, Taken, staying, together, work_out
from planner.model.audit.relations import at_one_price, forced_exactly, too_early
from planner.model.audit.rules import Rules
from planner.model.audit.supplier import RefusedError
from planner.model.audit.totals import Evaluation, Totals, add_up, care_steps
from planner.model.audit.years import Frameworks
from planner.scenario.scenario import Scenario

Found = TypeVar("Found")


class Auditor:
    """Works out plans of one scenario; what belongs to one choice is worked out once and kept."""

    @precisely
    def __init__(self, scenario: Scenario) -> None:
        self.books = Books(scenario)
        self.rules = Rules(self.books)
        self.staying = {name: staying(self.books, name) for name in self.books.conditional}
        self._frameworks = Frameworks(self.books, self.staying.values())
        self._openings: dict[tuple[str, str], Opening | RefusedError] = {}
        self._terms: dict[tuple[str, str, int], Terms | RefusedError] = {}
        self._points: dict[tuple[str, str, int], list[Number]] = {}
        self._taken: dict[Choice, tuple[Taken | None, str | None]] = {}

    def knowing(self, before: Auditor) -> Auditor:
        """This auditor with the figures of single choices that another has worked out from the very same rows."""
        same = same_indications(before.books.scenario, self.books.scenario)
        self._openings.update((key, found) for key, found in before._openings.items() if key[0] in same)
        self._terms.update((key, found) for key, found in before._terms.items() if key[0] in same)
        self._points.update((key, found) for key, found in before._points.items() if key[0] in same)
        self._taken.update((key, found) for key, found in before._taken.items() if key.indication in same)
        return self

    @precisely
    def opening(self, indication: str, route: str) -> Opening:
        """Whether a route is open to an indication; raises ``RefusedError`` with the reason where it is not."""
        place = (indication, route)
        if place not in self._openings:
            self._openings[place] = _tried(lambda: opening(self.books, self.rules, indication, route))
        return _found(self._openings[place])

    @precisely
    def terms(self, indication: str, route: str, months: int | None = None) -> Terms:
        """What holds for the price of a start (the earliest unless said); raises ``RefusedError`` where nothing can."""
        start = self.opening(indication, route).starts[0] if months is None else months
        place = (indication, route, start)
        if place not in self._terms:
            self._terms[place] = _tried(lambda: price_terms(self.books, indication, route, start))
        return _found(self._terms[place])

    @precisely
    def points(self, indication: str, route: str, months: int | None = None) -> list[Number]:
        """The discounts at which a choice is allowed in a route that is open to the indication."""
        start = self.opening(indication, route).starts[0] if months is None else months
        place = (indication, route, start)
        if place not in self._points:
            terms = self.terms(indication, route, start)
            self._points[place] = points(self.books, terms, self.shared_kinks(indication))
        return self._points[place]

    def shared_kinks(self, indication: str) -> list[Number]:
        """The kinks of others at the same price: each discount that is tried for one is tried for all."""
        names: list[str] = []
        for row in self.books.relations:
            if row["kind"] == "same_price":
                group = at_one_price(self.books, row)
                names += group if indication in group else []
        found: list[Number] = []
        for name in dict.fromkeys(names):
            if name in self.books.existing:
                found.append(self.books.indications[name]["present_discount"])
            for route in self.books.routes:
                try:
                    starts = self.opening(name, route).starts
                    found += [kink for start in starts for kink in kinks(self.books, self.terms(name, route, start))]
                except RefusedError:
                    continue
        return found

    @precisely
    def choices(self) -> list[Choice]:
        """Every choice that the rules for one indication allow, before any limit that couples decisions."""
        found: list[Choice] = []
        for indication in self.books.indications:
            for route in self.books.routes:
                found += self._choices(indication, route)
        return found

    def _choices(self, indication: str, route: str) -> list[Choice]:
        return [choice for choice in self._priced(indication, route) if self.in_turn(choice)]

    def _priced(self, indication: str, route: str) -> list[Choice]:
        """The choices of a pair in order of start and discount; at some starts the price may not come about."""
        try:
            starts = self.opening(indication, route).starts
        except RefusedError:
            return []
        found: list[Choice] = []
        for start in starts:
            try:
                found += [Choice(indication, route, start, float(d)) for d in self.points(indication, route, start)]
            except RefusedError:
                continue
        return found

    def in_turn(self, choice: Choice) -> bool:
        """Whether the budget line of the route serves the choice, where a line serves who comes first."""
        line = self.books.routes[choice.route]["budget_line"]
        if line is None or line not in self.first_come:
            return True
        earliest = self._priced(choice.indication, choice.route)[0].offset_months
        return choice.offset_months == earliest and (choice.indication, choice.route) in self.first_come[line]

    @cached_property
    def first_come(self) -> dict[str, set[tuple[str, str]]]:
        """Lines that serve who comes first, and whom they serve."""
        found: dict[str, set[tuple[str, str]]] = {}
        for line in first_come_lines(self.books):
            routes = [route for route, row in self.books.routes.items() if row["budget_line"] == line]
            pairs = [self._priced(indication, route) for route in routes for indication in self.books.candidates]
            asking = [self._work_out(priced[0]) for priced in pairs if priced]  # one price only: list, or the cap
            found[line] = served(self.books, line, asking)
        return found

    @precisely
    def take(self, choice: Choice) -> tuple[Taken | None, str | None]:
        """The figures of a choice (None where there are none), and why it is not allowed (None where it is)."""
        if choice not in self._taken:
            try:
                self._taken[choice] = self._take(choice)
            except RefusedError as refusal:
                self._taken[choice] = None, f"{choice.indication} by {choice.route}: {refusal}"
        return self._taken[choice]

    def _take(self, choice: Choice) -> tuple[Taken | None, str | None]:
        name, route = choice.indication, choice.route
        if name not in self.books.indications or route not in self.books.routes:
            raise RefusedError("unknown", "there is no such indication or no such route")
        starts = self.opening(name, route).starts
        if choice.offset_months not in starts:
            allowed_starts = ", ".join(map(str, starts))
            raise RefusedError("start", f"a start at month {choice.offset_months}; allowed are {allowed_starts}")
        terms, discount = self.terms(name, route, choice.offset_months), read(choice.discount)
        why = allowed(self.books, terms, discount)
        if why is not None:
            raise RefusedError("discount", f"discount {choice.discount:.6g}: {why}")
        if not is_point(self.books, terms, discount) and not is_one_of(discount, self.shared_kinks(name)):
            why = f"{name} by {route}: {choice.discount:.6g} is not a discount that is tried"
        elif too_early(self.books, name, self.books.start_year + choice.offset_months // 12):
            why = f"{name} by {route}: a relation says that it does not start before a later year"
        elif not self.in_turn(choice):
            why = f"{name} by {route}: the budget line serves others first, or at another start"
        elif not possible_share(self.books, choice):
            why = f"{name} by {route}: a share of {choice.share:.6g} of the patients"
        whole = Choice(name, route, choice.offset_months, choice.discount)
        return self._work_out(whole).of(read(choice.share)), why

    def _work_out(self, choice: Choice) -> Taken:
        if choice in self._taken:
            known, _ = self._taken[choice]
            if known is not None:
                return known
        terms = self.terms(choice.indication, choice.route, choice.offset_months)
        return work_out(self.books, self.rules, terms, choice)

    def plan(self, taken: Sequence[Taken]) -> list[Taken]:
        """What is chosen, and what staying brings for those of whom nothing, or only a share, is chosen."""
        found = list(taken)
        for name, one in self.staying.items():
            changed = sum(other.share for other in taken if other.choice.indication == name)
            if changed < 1:
                found.append(one.of(1 - changed))
        return found

    @precisely
    def evaluate(self, choices: Iterable[Choice]) -> Evaluation:
        """All figures of a plan that decides on ``choices``; everything else stays as it is."""
        results = [self.take(choice) for choice in choices]
        taken = [found for found, _ in results if found is not None]
        every, reference = self.plan(taken), list(self.staying.values())
        years = self._frameworks.years(every)
        rows = {**limit_rows(self.books, taken, years), **target_rows(self.books, every, reference)}
        start = self.books.start_year
        return Evaluation(
            start_year=start,
            totals=add_up(self.books, every, reference, years),
            indications={name: together(parts) for name, parts in by_indication(taken).items()},
            staying={one.choice.indication: one for one in every[len(taken) :]},
            frameworks={(framework, start + t): year for (framework, t), year in years.items()},
            limits=rows,
            broken=broken_limits(rows),
            refused=[why for _, why in results if why is not None] + self._mixed(taken),
            care=care_steps(self.books),
        )

    def _mixed(self, taken: Sequence[Taken]) -> list[str]:
        """Why shares are not allowed."""
        return mixtures(self.books, self.points, taken) + forced_exactly(self.books, taken)

    def score(self, choices: Iterable[Choice]) -> Totals | None:
        """The totals of a plan; None where it is not allowed or breaks a limit."""
        found = self.evaluate(choices)
        return found.totals if found.feasible else None


def _tried(work: Callable[[], Found]) -> Found | RefusedError:
    try:
        return work()
    except RefusedError as refusal:
        return refusal


def _found(found: Found | RefusedError) -> Found:
    if isinstance(found, RefusedError):
        raise found
    return found


def evaluate(scenario: Scenario, choices: Iterable[Choice]) -> Evaluation:
    """All figures of a plan, worked out from the scenario's tables alone."""
    return Auditor(scenario).evaluate(choices)


def check(
    scenario: Scenario, choices: Iterable[Choice], claims: Mapping[Key, float | None], auditor: Auditor | None = None
) -> AuditReport:
    """The engine's figures beside the audit's, and whether every choice is allowed and every limit kept.

    ``auditor`` is one of the same scenario, which may know the figures of some choices already.
    """
    return compare((auditor or Auditor(scenario)).evaluate(choices), claims)
