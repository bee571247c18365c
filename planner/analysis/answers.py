"""Everything that is asked of a plan, in one go: every question of ``planner.analysis`` answered for one scenario."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pandas as pd

from planner.analysis.after import first_year, liability, waiting
from planner.analysis.assumed import rests_on
from planner.analysis.beaten import forced_in, full_reasons, interchangeable, left_out
from planner.analysis.frontier import Swept, admission_order, frontier, swept
from planner.analysis.hangs_on import sensitivities
from planner.analysis.marginal import marginal_values
from planner.analysis.prices import walk_away, walk_away_products
from planner.analysis.without import care_by_indication, displacement_by_indication, sum_and_total, without
from planner.model.explorer import Explorer
from planner.model.plan import Plan
from planner.scenario.scenario import Scenario

Tell = Callable[[str], None]

#: Budgets that the frontier tries: the scenario's own less or more this share of what the plan spends.
_SHARES = (-1.0, -0.5, -0.25, 0.0, 0.25, 0.5, 1.0)


@dataclass(frozen=True)
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

    @property
    def ratio(self) -> float:
        """The time of all answers as a multiple of that of one plan."""
        rest = sum(value for name, value in self.seconds.items() if name != "plan")
        return rest / max(self.seconds.get("plan", 0.0), 1e-9)


def answer(start: Scenario | Explorer, progress: Tell | None = None) -> Answers:
    """Answer every question about a scenario, or about an explorer's; ``progress(text)`` is called as it goes.

    Prices and displacement are as exact as the plans they compare: they are made with ``mip_gap`` 0 unless an explorer
    is given. Raises what ``optimise`` raises for the scenario itself.
    """
    seconds: dict[str, float] = {}

    @contextmanager
    def stage(name: str) -> Iterator[None]:
        began = time.perf_counter()
        yield
        seconds[name] = seconds.get(name, 0.0) + time.perf_counter() - began

    with stage("plan"):
        explorer = start if isinstance(start, Explorer) else Explorer(start, mip_gap=0.0, progress=progress)
    if isinstance(start, Explorer):
        seconds["plan"] = sum(explorer.plan.outcome.seconds.values())
    plan = explorer.plan
    with stage("displacement"):
        solved = without(explorer, progress=progress)
        displacement = displacement_by_indication(explorer, solved)
    with stage("reasons"):
        forced = forced_in(explorer, progress)
        entering = left_out(explorer, forced)
    with stage("prices"):
        prices = walk_away(explorer, solved=solved.best, progress=progress)
        products = walk_away_products(explorer, progress=progress)
    with stage("marginal"):
        marginal = marginal_values(explorer, progress)
    with stage("frontier"):
        points = frontier(explorer, "budget", budgets(plan), progress=progress)
    with stage("sensitivities"):
        hangs = sensitivities(explorer, progress)
    with stage("sweeps"):
        sweeps = swept(explorer, progress)
    return Answers(
        plan,
        reasons=full_reasons(explorer, entering),
        left_out=entering,
        prices=prices,
        products=products,
        displacement=displacement,
        care=care_by_indication(explorer, solved),
        sums=sum_and_total(explorer, displacement),
        marginal=marginal,
        frontier=points,
        order=admission_order(points),
        sensitivities=hangs,
        rests_on=rests_on(plan),
        ties=interchangeable(explorer, solved.best, forced),
        liability=liability(plan),
        waiting=waiting(plan),
        first_year=first_year(plan),
        sweeps=sweeps,
        seconds=seconds,
    )


def always(explorer: Explorer, progress: Tell | None = None, *, hangs_on: bool = True) -> Answers:
    """The answers that every report holds: what it hangs on (some six further plans), and what needs no other plan.

    ``sensitivities``, ``rests_on``, ``liability``, ``waiting`` and ``first_year``, and the sweeps that the scenario asks for;
    the others are None. Without ``hangs_on`` no ``sensitivities``.
    """
    plan, began = explorer.plan, time.perf_counter()
    hangs = sensitivities(explorer, progress) if hangs_on else None
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
    by_year = plan.spending.assign(room=plan.spending["budget"] - plan.spending["base"]).groupby("year")
    most = float(by_year["cost"].sum().abs().max())
    if most < 1.0:
        most = max(1.0, float(by_year["room"].sum().max()))
    unit = 10.0 ** max(0, len(str(int(most))) - 2)
    return sorted({round(share * most / unit) * unit + 0.0 for share in _SHARES})
