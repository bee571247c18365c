"""Why each indication is in or out, in words: a lead of a few words and one or two sentences with the figures."""

from __future__ import annotations

import math
from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from planner.analysis.answers import Answers
from planner.analysis.reasons import reasons
from planner.impact.timing import NO_DOSSIER
from planner.report.answered import frame_of
from planner.report.decided import fixed, net, part
from planner.report.facts import Facts
from planner.report.figures import Figures
from planner.report.forgone import Forgone
from planner.report.if_admitted import IfAdmitted
from planner.report.numbers import known
from planner.report.objective import amount, health, in_money
from planner.report.own_prices import OwnPrices
from planner.report.relations import relation_text
from planner.report.terms import TermEnds
from planner.report.wording import Words
from planner.scenario.frames import records_of, rows_of

_LIMIT_COUNTS = ("dossiers", "patient_group")
#: Characters of a fact that stands within a reason; the sheet Open routes says all.
_SHORT = 90


@dataclass(frozen=True)
class Reason:
    """A code of ``planner.analysis.reasons``, the lead (bold) and the sentences after it."""

    code: str
    lead: str
    text: str

    def __str__(self) -> str:
        return f"{self.lead} {self.text}".strip()


@dataclass(frozen=True)
class Reasons:
    """The reasons of one plan, in the words of one language."""

    figures: Figures
    words: Words
    answers: Answers | None = None

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The reasons with what exact re-solves add, where that was asked."""
        asked = frame_of(self.answers, "reasons")
        frame = reasons(self.figures.plan) if asked is None else asked
        return frame.set_index("indication", drop=False)

    @cached_property
    def _closed(self) -> dict[str, list[Any]]:
        """By indication, the routes that are not open."""
        closed: dict[str, list[Any]] = {}
        for row in rows_of(self.figures.plan.options.openings):
            if not row.open:
                closed.setdefault(str(row.indication), []).append(row)
        return closed

    @cached_property
    def facts(self) -> Facts:
        return Facts(self.words, self.figures.scenario)

    @cached_property
    def prices(self) -> OwnPrices:
        return OwnPrices(self.figures, self.words)

    @cached_property
    def _rows(self) -> dict[str, dict[Hashable, Any]]:
        return {str(row["indication"]): row for row in records_of(self.frame)}

    def of(self, indication: str) -> Reason:
        return self._all[indication]

    @cached_property
    def _all(self) -> dict[str, Reason]:
        return {indication: self._reason(indication, row) for indication, row in self._rows.items()}

    def _reason(self, indication: str, row: dict[Hashable, Any]) -> Reason:
        code = str(row["code"])
        if (code == "loses" and str(row["alone"]) != "True") or self._shares_patients(row):
            code = "beaten"
        if code == "excluded" or (code == "no_room" and row["limit_family"] == "relation"):
            code = "relation"
        if code == "stays" and self.figures.given[indication]["status"] == "conditional":
            return Reason("stays", *self._terms.under_way(indication))
        settings = self.figures.scenario.settings
        room = "_room" if code == "loses" and settings.room_value > 0 else ""
        if code == "loses" and in_money(self.figures.scenario):
            room = f"_{settings.objective}"
        lead, relation = fixed(self.words, self.figures, row, code)
        share = part(self.words, getattr(self._decided.get(indication), "share", 1.0))
        own = getattr(self, f"_{code}")(row)
        text = " ".join(
            one for one in (relation, share, own, self._terms.of(indication), self._if_admitted.text(row)) if one
        )
        return Reason(code, lead or self.words(f"reason.{code}{room}"), text)

    @cached_property
    def _terms(self) -> TermEnds:
        return TermEnds(self.figures, self.words)

    @cached_property
    def _if_admitted(self) -> IfAdmitted:
        prices = frame_of(self.answers, "prices")
        entry = {} if prices is None else dict(zip(prices["indication"], prices["entry_discount"], strict=True))
        return IfAdmitted(
            self.words, self.figures.names, entry, self.prices.supplier_discount, self._amount, self._coverage
        )

    def _coverage(self, indication: str) -> float:
        """The most of its patients that an indication may be admitted for; NaN where it is not divisible."""
        given = self.figures.given[indication]
        return float(given["max_coverage"]) if given["divisible"] else math.nan

    # What is admitted

    @cached_property
    def _decided(self) -> dict[str, Any]:
        return {str(row.indication): row for row in rows_of(self.figures.decided)}

    def _worth_it(self, row: Any) -> str:
        words, numbers = self.words, self.words.numbers
        if not known(row["icer"]):
            text = ""
        elif row["icer"] <= 0:
            text = words("reason.dominant")
        elif known(row["reference_value"]):
            key = "reason.icer"
            if row["icer"] > row["reference_value"] * (1 + 1e-9):
                key = "reason.icer_advice" if self.prices.follows_advice(row["indication"]) else "reason.icer_above"
            text = words(key, icer=numbers.euro(row["icer"]), reference=numbers.euro(row["reference_value"]))
        else:
            text = words("reason.icer_plain", icer=numbers.euro(row["icer"]))
        if known(row["net"]):
            text += " " + net(self.words, self.figures, row["net"])
        return text.strip()

    def _amount(self, value: float) -> str:
        return amount(self.words, self.figures.scenario, value)

    def _later(self, row: Any) -> str:
        earliest, start = int(row["earliest_year"]), int(row["start_year"])
        if isinstance(row["limit_family"], str):
            limit = self.limit(row["limit_family"], row["limit_name"])
            text = self.words("reason.possible", earliest=earliest, start=start, limit=limit)
        else:
            key = "reason.possible_plan" if self.figures.plan.outcome.extended else "reason.possible_worth"
            text = self.words(key, earliest=earliest, start=start)
        return f"{self._worth_it(row)} {text}"

    def _changes(self, row: Any) -> str:
        """What a change in the package brings; where it costs health, the money that it frees for others."""
        words, numbers = self.words, self.words.numbers
        text = net(self.words, self.figures, row["net"])
        freed = -self._decided[row["indication"]].spending
        return f"{text} {words('reason.frees', money=numbers.million(freed))}" if row["net"] < 0 < freed else text

    def _stays(self, row: Any) -> str:
        del row
        return self.words("reason.stays_text")

    # What is not

    def _too_dear(self, row: Any) -> str:
        return self.prices.too_dear(row)

    @cached_property
    def forgone(self) -> Forgone:
        return Forgone(self.figures, self._rows)

    def _loses(self, row: Any) -> str:
        if not (known(row["gained"]) and known(row["lost"])):
            return ""
        words, numbers = self.words, self.words.numbers
        if in_money(self.figures.scenario):  # nothing is displaced then: what it costs is more than its gain is worth
            return words("reason.icer_plain", icer=numbers.euro(row["icer"])) if known(row["icer"]) else ""
        gained, lost = numbers.qalys_apart(row["gained"], row["lost"])
        start = str(int(row["start_year"]))
        texts = (health(words, self.figures.scenario, text) for text in (gained, lost))
        return words("reason.gains_loses", **dict(zip(("gained", "lost"), texts, strict=True)), start=start)

    def _beaten(self, row: Any) -> str:
        """It would gain by itself, but not beside this plan."""
        if self.group_taken(row["indication"]):
            return self.words("reason.beaten_group")
        if isinstance(row["limit_family"], str):
            return self._no_room(row)
        return self.words("reason.beside", text=self._loses(row))

    def _own_constraint(self, row: Any) -> str:
        return self.words("reason.own_constraint_text", net=self._amount(row["net"]))

    def _within_gap(self, row: Any) -> str:
        return self.words("reason.within_gap_text", net=self._amount(row["net"]))

    def _no_room(self, row: Any) -> str:
        if not isinstance(row["limit_family"], str):
            return self.words("reason.full_unknown")
        limit = self.limit(row["limit_family"], row["limit_name"])
        years = _years(row["limit_years"])
        if not years:
            return self.words("reason.full_ever", limit=capital(limit))
        when, start = self.words.numbers.years(years), str(int(row["start_year"]))
        if row["limit_family"] in _LIMIT_COUNTS or not known(row["shortfall"]):
            return self.words("reason.full_count", limit=limit, years=when, start=start)
        numbers, short = self.words.numbers, float(row["shortfall"])
        if row["limit_family"] == "resource":
            much = (
                f"{numbers.number(short, 0 if short >= 9.95 or short.is_integer() else 1)} {self.words('unit.units')}"
            )
        else:
            much = numbers.million(short)
        return self.words("reason.full", limit=limit, years=when, money=much, start=start)

    def _relation(self, row: Any) -> str:
        """Closed by what was fixed beforehand."""
        if row["limit_family"] != "relation":
            return self.words("reason.excluded_text")
        return self.words(
            "reason.relation_text", relation=relation_text(self.words, self.figures.scenario, str(row["limit_name"]))
        )

    def _shares_patients(self, row: Any) -> bool:
        """No room, because its patients have another indication."""
        return (
            row["code"] == "no_room" and row["limit_family"] == "patient_group" and self.group_taken(row["indication"])
        )

    def group_taken(self, indication: str) -> bool:
        """Whether another indication for the same patients is in the package."""
        return self.forgone.group_taken(indication)

    def _no_route(self, row: Any) -> str:
        """The first condition that fails, of each route that this scenario uses (all routes where it uses none)."""
        indication = row["indication"]
        mine = self._closed.get(indication, [])
        used = [one for one in mine if one.condition != "not_used"]
        by_condition: dict[str, list[str]] = {}
        for one in used or mine:
            by_condition.setdefault(str(one.condition), []).append(str(one.route))
        names, join = self.figures.route_names, self.words.numbers.join
        texts = [
            self.words(f"condition.{condition}", route=join([str(names[route]) for route in routes]))
            + (self._fact(indication, routes) if condition == "not_eligible" else "")
            for condition, routes in by_condition.items()
        ]
        if "not_eligible" in by_condition and self.figures.given[indication]["effectiveness"] == "insufficient":
            texts.append(self.words("condition.effectiveness"))
        if "no_dossier" not in by_condition and self.figures.given[indication]["files_from"] == NO_DOSSIER:
            texts.append(self.words("condition.dossier"))
        return "; ".join(texts) + "." if texts else ""

    def _fact(self, indication: str, routes: list[str]) -> str:
        """What keeps the rules of some routes from holding, of each where that is one short fact; not what is said anyway."""
        said = "effectiveness" if self.figures.given[indication]["effectiveness"] == "insufficient" else None
        by_text: dict[str, list[str]] = {}
        for route in routes:
            found = self.facts.of(indication, route)
            text = self.facts.text(found[0], "fact.short") if len(found) == 1 and found[0].name != said else ""
            if text and len(text) <= _SHORT:
                by_text.setdefault(text, []).append(str(self.figures.route_names[route]))
        join = self.words.numbers.join
        told = [text if len(of) == len(routes) else f"{join(of)}: {text}" for text, of in by_text.items()]
        return f" ({'; '.join(told)})" if told else ""

    def limit(self, family: str, name: object) -> str:
        """A limit as it is called within a sentence."""
        if family == "relation":
            return self.words("limit.in.relation", name=relation_text(self.words, self.figures.scenario, str(name)))
        shown = self.figures.route_names.get(str(name), str(name)) if family == "dossiers" else str(name)
        key = f"limit.in.{family}"
        return self.words(key if self.words.has(key) else "limit.in.other", name=shown)


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _years(text: object) -> list[int]:
    return [int(float(part)) for part in str(text or "").split(",") if part.strip() not in ("", "nan", "None")]
