"""Everything that is asked of a plan, in one go: every question of ``planner.analysis`` answered for one scenario."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from typing import Any

import pandas as pd

from planner.analysis.after import first_year, liability, waiting
from planner.analysis.assumed import rests_on
from planner.analysis.beaten import forced_in, full_reasons, interchangeable, left_out
from planner.analysis.frontier import Swept, admission_order, frontier, swept
from planner.analysis.hangs_on import sensitivities
from planner.analysis.marginal import marginal_values
from planner.analysis.other_process import other_process
from planner.analysis.prices import walk_away, walk_away_near, walk_away_products
from planner.analysis.without import care_by_indication, displacement_by_indication, sum_and_total, without
from planner.asked import of_kind
from planner.asked import workers as processes
from planner.model.explorer import Best, Explorer
from planner.model.plan import Plan
from planner.model.solve import Progress
from planner.scenario.scenario import Scenario
from planner.scenario.tables import CANDIDATES

#: Up to so many options one process answers everything before a second one has begun.
_SMALL = 500
#: Up to so many candidates answers are exact; above it to this gap.
_COUNTED, _NEAR = 150, 1e-5
#: Budgets that the frontier tries: the scenario's own less or more this share of what the plan spends.
_SHARES = (-1.0, -0.5, -0.25, 0.0, 0.25, 0.5, 1.0)


@dataclass(frozen=True, eq=False)
class Answers:
    """The answers for one scenario; each table is described by the function that makes it.

    ``reasons`` (``beaten.full_reasons``), ``left_out``, ``prices`` (``prices.walk_away``), ``products``, ``displacement``
    (``without.displacement_by_indication``), ``care`` (``without.care_by_indication``), ``sums`` (``without.sum_and_total``),
    ``marginal`` (``marginal.marginal_values``), ``frontier`` (against ``budget``) and ``order`` (``frontier.admission_order``),
    ``sensitivities`` (``hangs_on``), ``rests_on``, ``ties`` (``beaten.interchangeable``), ``liability``, ``waiting``,
    ``first_year``; ``sweeps`` (what the setting of that name asks for, ``frontier.swept``). ``seconds`` says
    what each question took, ``plan`` the plan itself among them. None = not asked.
    """

    plan: Plan
    reasons: pd.DataFrame | None = None
    left_out: pd.DataFrame | None = None
    prices: pd.DataFrame | None = None
    products: pd.DataFrame | None = None
    displacement: pd.DataFrame | None = None
    care: pd.DataFrame | None = None
    sums: pd.DataFrame | None = None
    marginal: pd.DataFrame | None = None
    frontier: pd.DataFrame | None = None
    order: pd.DataFrame | None = None
    sensitivities: pd.DataFrame | None = None
    rests_on: pd.DataFrame | None = None
    ties: pd.DataFrame | None = None
    liability: pd.DataFrame | None = None
    waiting: pd.DataFrame | None = None
    first_year: pd.DataFrame | None = None
    sweeps: tuple[Swept, ...] = ()
    seconds: dict[str, float] = field(default_factory=dict)

    def __repr__(self) -> str:
        asked = [part.name for part in fields(self) if isinstance(getattr(self, part.name), pd.DataFrame)]
        return f"<Answers about {self.plan!r}: {', '.join(asked)}>"

    @property
    def ratio(self) -> float:
        """The time of all answers, of both processes together, as a multiple of that of one plan."""
        rest = sum(value for name, value in self.seconds.items() if name != "plan")
        return rest / max(self.seconds.get("plan", 0.0), 1e-9)


def answer(start: Scenario | Explorer, progress: Progress | None = None, *, workers: int = 1) -> Answers:
    """Answer every question about a scenario, or about an explorer's; ``progress(text)`` is called as it goes.

    Prices and displacement are as exact as the plans they compare: they are made with the gap ``gap_of`` unless an explorer is
    given. With ``workers`` above 1 half of the questions are answered in a second process, where there are options enough to
    make that worth its while (a script that asks for it needs ``if __name__ == "__main__":`` around its own work). Raises what
    ``optimise`` raises for the scenario itself.
    """
    of_kind(start, Scenario, Explorer)
    began = time.perf_counter()
    explorer = start if isinstance(start, Explorer) else Explorer(start, mip_gap=gap_of(start), progress=progress)
    plan = explorer.plan
    known = sum(plan.outcome.seconds.values()) if isinstance(start, Explorer) else time.perf_counter() - began
    if processes(workers) > 1 and len(explorer.options) > _SMALL:
        with other_process(_changes, explorer, progress) as others:
            alone = _one_by_one(explorer, progress)
            more = others()
    else:
        alone, more = _one_by_one(explorer, progress), _changes(explorer, progress)
    found, entering = alone.found | more.found, more.found["left_out"]
    return Answers(
        plan,
        **found,
        reasons=full_reasons(explorer, entering),
        order=admission_order(found["frontier"]),
        ties=interchangeable(explorer, alone.plans, more.plans),
        rests_on=rests_on(plan),
        liability=liability(plan),
        waiting=waiting(plan),
        first_year=first_year(plan),
        seconds={"plan": known, **alone.seconds, **more.seconds},
    )


def gap_of(scenario: Scenario) -> float:
    """To which gap answers are made: 0; with more than 150 candidates, of which exact plans would take days, 1e-5 (or the
    scenario's own, where that is smaller). Prices are then estimates, but for the nearest.
    """
    return 0.0 if _countable(scenario) else min(_NEAR, scenario.settings.mip_gap)


def _countable(scenario: Scenario) -> bool:
    return int(scenario.table("Indications")["status"].isin(CANDIDATES).sum()) <= _COUNTED


@dataclass
class _Half:
    """Some of the answers by name, with the best plans that were made for them and the seconds that each question took."""

    found: dict[str, Any] = field(default_factory=dict)
    plans: Mapping[str, Best] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        began = time.perf_counter()
        yield
        self.seconds[name] = time.perf_counter() - began


def _one_by_one(explorer: Explorer, progress: Progress | None) -> _Half:
    """What is asked of each indication in the plan, and of each price."""
    half = _Half()
    with half.stage("displacement"):
        solved = without(explorer, progress=progress)
        half.plans = solved.best
        half.found["displacement"] = displacement_by_indication(explorer, solved)
        half.found["care"] = care_by_indication(explorer, solved)
        half.found["sums"] = sum_and_total(explorer, half.found["displacement"])
    with half.stage("prices"):
        ask = walk_away if _countable(explorer.scenario) else walk_away_near
        half.found["prices"] = ask(explorer, solved=solved.best, progress=progress)
    return half


def _changes(explorer: Explorer, progress: Progress | None) -> _Half:
    """What is asked of what is left out, and of changed scenarios."""
    half = _Half()
    with half.stage("reasons"):
        half.plans = forced_in(explorer, progress)
        half.found["left_out"] = left_out(explorer, half.plans)
    with half.stage("products"):
        if _countable(explorer.scenario):
            half.found["products"] = walk_away_products(explorer, progress=progress)
    with half.stage("marginal"):
        half.found["marginal"] = marginal_values(explorer, progress)
    with half.stage("frontier"):
        half.found["frontier"] = frontier(explorer, "budget", budgets(explorer.plan), progress=progress)
    with half.stage("sensitivities"):
        half.found["sensitivities"] = sensitivities(explorer, progress)
    with half.stage("sweeps"):
        half.found["sweeps"] = swept(explorer, progress)
    return half


def always(
    explorer: Explorer, progress: Progress | None = None, *, hangs_on: bool = True, solved: Iterable[Plan] = ()
) -> Answers:
    """The answers that every report holds: what it hangs on (some six further plans), and what needs no other plan.

    ``sensitivities``, ``rests_on``, ``liability``, ``waiting`` and ``first_year``, and the sweeps that the scenario asks for;
    the others are None. Without ``hangs_on`` no ``sensitivities``; ``solved`` are plans that are there already (of variants).
    """
    plan, began = explorer.plan, time.perf_counter()
    hangs = sensitivities(explorer, progress, solved) if hangs_on else None
    asked = time.perf_counter()
    sweeps = swept(explorer, progress)
    return Answers(
        plan,
        sensitivities=hangs,
        rests_on=rests_on(plan),
        liability=liability(plan),
        waiting=waiting(plan),
        first_year=first_year(plan),
        sweeps=sweeps,
        seconds={
            "plan": sum(plan.outcome.seconds.values()),
            "sensitivities": asked - began,
            "sweeps": time.perf_counter() - asked,
        },
    )


def budgets(plan: Plan) -> list[float]:
    """EUR million a year to add to the frameworks: less and more than they are, by shares of what the plan spends in a year.

    Of a plan that spends nothing (less than a million): by shares of the largest room in a year.
    """
    # by name: a sum in the order of the sheet may be rounded to another budget
    money = plan.spending.sort_values("framework", kind="stable")
    by_year = money.assign(room=money["budget"] - money["base"]).groupby("year")
    most = float(by_year["cost"].sum().abs().max())
    if most < 1.0:
        most = max(1.0, float(by_year["room"].sum().max()))
    unit = 10.0 ** max(0, len(str(int(most))) - 2)
    return sorted({round(share * most / unit) * unit + 0.0 for share in _SHARES})
