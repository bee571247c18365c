"""What a reader must watch out for: ▲ what may turn the answer, ■ what to know beside it; each with a figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from planner.analysis.after import liability, waiting
from planner.errors import PlannerError
from planner.report.after import cost_of_waiting
from planner.report.binding import Limit
from planner.report.figures import ADMITTED, IN_PACKAGE, LATER, Figures
from planner.report.numbers import known
from planner.report.objective import named, possible
from planner.report.reasons import Reasons
from planner.report.unplanned import why_no_plan
from planner.report.wording import Words, listed, shortened
from planner.report.years import when_most
from planner.scenario.frames import rows_of

#: Characters of names in a warning: it is to fit two lines.
_ROOM = 100
EDGE = 0.01


@dataclass(frozen=True)
class Warn:
    """One point: a sign (▲ strong, ■ other), a word and a sentence."""

    strong: bool
    word: str
    text: str

    @property
    def sign(self) -> str:
        return "▲" if self.strong else "■"

    def __str__(self) -> str:
        return f"{self.sign} {self.word}. {self.text}"


@dataclass(frozen=True)
class Watch:
    """Finds the warnings of one plan (and of the variants beside it)."""

    figures: Figures
    words: Words
    reasons: Reasons
    limits: list[Limit]
    failures: Mapping[str, PlannerError]
    #: Under how many other assumptions decisions change, of how many that were tried (0: not asked).
    changed_by: tuple[int, int] = (0, 0)

    def all(self) -> list[Warn]:
        """Every warning, ▲ first, in order of weight."""
        found = [
            *self._proof(),
            *self._objective(),
            *self._signs(),
            *self._edge(),
            *self._hangs(),
            *self._certainty(),
            *self._suppliers(),
            *self._targets(),
            *self._variants(),
        ]
        found += [
            *self._reference(),
            *self._later(),
            *self._expectation(),
            *self._after(),
            *self._waiting(),
            *self._mode(),
            *self._advice(),
            *self._routes(),
        ]
        found += [*self._reading()]
        return [one for one in found if one.strong] + [one for one in found if not one.strong]

    def _warn(self, key: str, *, strong: bool = False, **values: object) -> Warn:
        word, text = self.words(f"warn.{key}", **values).split("|", 1)
        return Warn(strong, word, text.replace("….", "…"))

    def _counted(self, key: str, number: int, *, strong: bool = False, **values: object) -> Warn:
        word, text = self.words.counted(f"warn.{key}", number, **values).split("|", 1)
        return Warn(strong, word, text.replace("….", "…"))

    def _names(self, indications: list[str]) -> str:
        """Names of indications in full, as many as a warning holds, the rest counted."""
        return listed(self.words, indications, _ROOM)

    def _proof(self) -> Iterator[Warn]:
        if self.figures.plan.outcome.extended:
            yield self._warn("extended", strong=True)
        if self.figures.proven:
            return
        numbers = self.words.numbers
        outcome = self.figures.plan.outcome
        more = possible(self.words, self.figures)
        gap = numbers.gap(float(outcome.gap)) if known(outcome.gap) else "–"
        if outcome.stopped == "time":
            yield self._warn("unproven", strong=True, more=more, gap=gap)
        else:
            yield self._warn("gap", more=more, gap=gap)

    def _objective(self) -> Iterator[Warn]:
        """The plan is best by something else than the net QALYs of the headlines."""
        objective = named(self.words, self.figures)
        if objective:
            yield self._warn("objective", strong=True, objective=objective)

    def _signs(self) -> Iterator[Warn]:
        """Discounted and undiscounted net differ in sign: the plan follows the discounted one, the report shows the other."""
        discounted, total = float(self.figures.plan.totals.net), self.figures.net
        if discounted * total < 0 and min(abs(discounted), abs(total)) > 1e-6:
            texts = [self.words.qalys(self.words.numbers.qalys(value, sign=True)) for value in (discounted, total)]
            yield self._warn("sign", strong=True, discounted=texts[0], sum=texts[1])

    def _edge(self) -> Iterator[Warn]:
        """Left out, with supplier and needed price less than a percentage point of discount apart."""
        near = []
        for row in rows_of(self.reasons.frame):
            apart = row.needed_discount - row.supplier_discount
            if row.code == "too_dear" and known(apart) and 0 < apart < EDGE:
                near.append(row.indication)
        if near:
            yield self._warn("edge", strong=True, names=self._names(self._shown(near)))

    def _hangs(self) -> Iterator[Warn]:
        """Under other assumptions on displacement an indication enters or leaves; or none does."""
        changing, total = self.changed_by
        what = self.words("hangs.displacement") if self.figures.scenario.settings.objective == "net_qalys" else ""
        if changing:
            yield self._warn("hangs", strong=True, n=changing, total=total, what=what)
        elif total:
            yield self._warn("hangs_none", total=total, what=what)

    def _shown(self, indications: list[str]) -> list[str]:
        return [self.figures.names[indication] for indication in indications]

    def _certainty(self) -> Iterator[Warn]:
        """Strong only where an admitted indication or a limit that binds rests on an assumption."""
        decisions = self.figures.decisions
        admitted = decisions[decisions["kind"].isin(ADMITTED)]
        chosen = admitted if len(admitted) else decisions
        assumed = chosen[chosen["certainty"] == "assumed"]
        if len(assumed):
            names = self._names([str(name) for name in assumed["name"]])
            if len(assumed) == len(chosen) and not len(admitted):
                yield self._counted("assumptions_none_all", len(chosen))
            elif not len(admitted):
                yield self._counted("assumptions_none", len(assumed), total=len(chosen), names=names)
            elif len(assumed) == len(admitted):
                yield self._counted("assumptions_all", len(admitted), strong=True)
            else:
                yield self._counted("assumptions", len(assumed), strong=True, total=len(admitted), names=names)
        shaky = [limit.label for limit in self.limits if limit.rank == 0 and limit.certainty == "assumed"]
        if shaky:
            yield self._counted("limits_assumed", len(shaky), strong=True, names=self._names(shaky))

    def _suppliers(self) -> Iterator[Warn]:
        """Candidates that are too dear by a supplier's limit that is itself an assumption."""
        table = self.figures.scenario.table("Indications")
        places = {name: place for place, name in enumerate(table["indication"])}
        too_dear = self.reasons.frame.loc[self.reasons.frame["code"] == "too_dear", "indication"]
        figures = ("max_discount", "acceptance")
        assumed = [
            name
            for name in too_dear
            if "assumed"
            in {self.figures.certainties.figure("Indications", places[name], figure)[0] for figure in figures}
        ]
        if assumed:
            yield self._counted("suppliers", len(assumed))

    def _targets(self) -> Iterator[Warn]:
        for limit in self.limits:
            if limit.family == "growth" and limit.rank == 1:
                years = self.words.numbers.years(limit.years)
                over = self.figures.plan.spending
                most = float(over.loc[over["framework"] == limit.name, "growth_excess"].max())
                yield self._warn(
                    "over", strong=True, limit=limit.label, years=years, money=self.words.numbers.million(most)
                )

    def _variants(self) -> Iterator[Warn]:
        if self.failures:
            first = shortened(why_no_plan(self.words, next(iter(self.failures.values())))[0].rstrip("."), 100)
            yield self._warn("variants", strong=True, names=self._names(list(self.failures)), reason=first)

    def _reference(self) -> Iterator[Warn]:
        spending = self.figures.plan.spending
        for name, mine in spending.groupby("framework", sort=False):
            years = [int(year) for year in mine["year"][mine["reference_pressure"] > 1e-6]]
            if years:
                yield self._warn("reference", strong=True, name=name, years=self.words.numbers.years(years))

    def _later(self) -> Iterator[Warn]:
        later = self.figures.kind_count(*LATER)
        if later:
            total = self.figures.kind_count(*ADMITTED)
            key = "later_all" if later == total else "later"
            yield self._counted(key, later, total=total, year=self.figures.years[0])

    def _after(self) -> Iterator[Warn]:
        """What today's choices commit later years to: those who started before the end still cost something."""
        owed = liability(self.figures.plan)["net"]
        if owed.notna().any() and owed.sum() > 0.1:
            some = "_some" if owed.isna().any() else ""
            money = self.words.numbers.million(float(owed.sum()))
            yield self._warn(f"liability{some}", money=money, year=self.figures.years[-1])

    def _waiting(self) -> Iterator[Warn]:
        """QALYs lost because reimbursement starts later than authorisation: by the procedure, and by room."""
        lost = waiting(self.figures.plan)[["by_procedure", "by_room", "lost"]].sum()
        if lost["lost"] >= 1:
            text = cost_of_waiting(self.words, *(float(lost[name]) for name in ("lost", "by_procedure", "by_room")))
            yield self._warn("waiting", text=text)

    def _expectation(self) -> Iterator[Warn]:
        """What suppliers' answers may add to the expected spending."""
        yearly = self.figures.plan.yearly
        admitted = self.figures.admitted
        uncertain = admitted[admitted["acceptance"] < 1 - 1e-9]
        if uncertain.empty:
            return
        chance = dict(zip(uncertain["indication"], uncertain["acceptance"], strict=True))
        mine = yearly[yearly["indication"].isin(list(chance))]
        extra = mine["cost"] * (1 / mine["indication"].map(chance) - 1)
        by_year = extra.groupby(mine["year"].astype(int)).sum()
        if by_year.max() > 1e-6:
            committed = self.figures.scenario.settings.budget_basis == "committed"
            covered = self.words("warn.acceptance.covered" if committed else "warn.acceptance.mean")
            money = self.words.numbers.million(float(by_year.max()))
            signed = self.words.numbers.number(float(admitted["acceptance"].sum()), 1)
            year = when_most(self.words.numbers, by_year)
            yield self._warn("acceptance", signed=signed, n=len(admitted), money=money, year=year, covered=covered)

    def _mode(self) -> Iterator[Warn]:
        settings = self.figures.scenario.settings
        if settings.displacement_mode == "optimal" and self.figures.displaces:
            yield self._warn("lower_bound")
        if settings.room_value == 0 and self.figures.room_euro > 1e-6:
            yield self._warn("no_room_value")

    def _advice(self) -> Iterator[Warn]:
        candidates = self.figures.decisions[~self.figures.decisions["kind"].isin(IN_PACKAGE)]
        names = [
            self.figures.names[indication]
            for indication in candidates["indication"]
            if any(known(self.figures.given[indication][side]) for side in ("advice_high", "advice_low"))
            if self.figures.certainties.derived_from_advice(indication)
        ]
        if names:
            yield self._warn("advice", names=self._names(names))

    def _routes(self) -> Iterator[Warn]:
        """Routes of the plan that are not policy in force."""
        routes = self.figures.scenario.table("Routes")
        used = routes[routes["route"].isin(set(self.figures.admitted["route"])) & (routes["standing"] != "in_force")]
        parts = [
            self.words("warn.standing.part", route=row.name, standing=self.words(f"standing.{row.standing}"))
            for row in rows_of(used)
        ]
        if parts:
            yield self._warn("standing", strong=True, names=self.words.numbers.join(parts))

    def _reading(self) -> Iterator[Warn]:
        count = len(self.figures.scenario.warnings)
        if count:
            yield self._counted("reading", count, sheet=self.words("sheet.audit"))
