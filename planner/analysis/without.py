"""What one indication displaces: the plan less the best plan without it, exactly solved again (model.md section 8)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from planner.asked import as_names, of_kind
from planner.errors import UsageError
from planner.impact.timing import Flags
from planner.model.choice import Chosen, shared
from planner.model.evaluate import Use
from planner.model.explorer import Best, Explorer
from planner.model.plan import Plan
from planner.model.solve import Progress
from planner.scenario.hints import nearest_or_list
from planner.scenario.order import as_stated

COLUMNS = (
    "indication",
    "gained",
    "gained_others",
    "displaced_euro",
    "displaced_qalys",
    "room_euro",
    "room_qalys",
    "lost_elsewhere",
    "ratio",
    "net_lost",
    "objective_lost",
    "replaced_by",
    "freed",
    "for_more",
    "for_fewer",
    "proven",
)

#: Shares that differ by less are the same.
_SHARE = 1e-6


@dataclass(frozen=True, eq=False)
class Without:
    """The best plan without each indication that the plan admits (or changes), by indication."""

    explorer: Explorer
    best: Mapping[str, Best]


def chosen(explorer: Explorer) -> list[str]:
    """The indications that the plan admits or changes, in the plan's order."""
    plan = explorer.plan
    return list(plan.decisions["indication"][~plan.decisions["decision"].isin(["not_admitted", "stay"])])


def without(
    explorer: Explorer, indications: str | Iterable[str] | None = None, progress: Progress | None = None
) -> Without:
    """Solve again without each indication (default: all that the plan admits); what is not held is left out.

    Raises UsageError for an indication that has no option.
    """
    of_kind(explorer, Explorer)
    asked = chosen(explorer) if indications is None else as_names(indications)
    known = set(explorer.options.table["indication"])
    for name in asked:
        if name not in known:
            raise UsageError(f'there is no option of "{name}"; {nearest_or_list(name, known, "indications")}')
    found = {}
    for name in asked:
        if progress is not None:
            progress(f"the best plan without {name}")
        best = explorer.best(allowed=others_than(explorer, name))
        if best.held:
            found[name] = best
    return Without(explorer, found)


def displacement_by_indication(
    explorer: Explorer, solved: Without | None = None, progress: Progress | None = None
) -> pd.DataFrame:
    """One row per admitted indication: what comes back in the best plan without it, dearest first (the league table).

    Columns: indication; gained [QALY: its own health in the plan]; gained_others [QALY that other medicines gain more in the
    plan without it]; displaced_euro [EUR million of other care that comes back, summed over the years] and displaced_qalys;
    room_euro and room_qalys (framework left again, and the health it could buy); lost_elsewhere = displaced_qalys +
    room_qalys + gained_others; ratio = lost_elsewhere / gained; net_lost = gained - lost_elsewhere, what the best plan
    without it lacks; objective_lost: the same by the objective, in its unit (``net_lost`` where that is net QALYs);
    replaced_by and freed: ids that enter or change without it, and that leave, "; " between; for_more and for_fewer: those of
    replaced_by that only treat more of their patients without it, or fewer; proven: False where the plan
    without it is proven only to the gap. All health is discounted and, whatever the objective, unweighted. The figures are
    marginal, each beside all others: they need not add up to the plan's totals (see ``sum_and_total``). What no plan can do
    without has no row.
    """
    of_kind(explorer, Explorer)
    solved = without(explorer, progress=progress) if solved is None else solved
    evaluator, plan = explorer.evaluator, explorer.plan
    table = explorer.options.table
    here, worth = evaluator.use(plan.chosen), evaluator.net_health(plan.chosen)
    reached = evaluator.worth(plan.chosen).net
    rows = []
    for name, best in solved.best.items():
        own = table["indication"].to_numpy()[plan.picked] == name
        there, other = evaluator.use(choice(explorer, best)), evaluator.net_health(choice(explorer, best))
        gained = float(evaluator.health[plan.picked[own]] @ plan.shares[own])
        lost, room = worth.displaced - other.displaced, worth.room_used - other.room_used
        others = other.gained - (worth.gained - gained)
        enter, leave = moves(explorer, best, name)
        more, fewer = resized(explorer, best, name)
        rows.append(
            {
                "indication": name,
                "gained": gained,
                "gained_others": others,
                "displaced_euro": float((here.displaced - there.displaced).sum()),
                "displaced_qalys": lost,
                "room_euro": _room(explorer, here, there),
                "room_qalys": room,
                "lost_elsewhere": lost + room + others,
                "ratio": (lost + room + others) / gained if gained > 0 else np.nan,
                "net_lost": worth.net - other.net,
                "objective_lost": reached - best.net,
                "replaced_by": "; ".join(enter),
                "freed": "; ".join(leave),
                "for_more": "; ".join(more),
                "for_fewer": "; ".join(fewer),
                "proven": best.proven,
            }
        )
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.sort_values("ratio", ascending=False, kind="stable", ignore_index=True)


def care_by_indication(explorer: Explorer, solved: Without) -> pd.DataFrame:
    """Which care comes back without each indication, in euros, health and natural units.

    Columns: indication, care, name, unit; euro [EUR million over the years], qalys [discounted], units (as many treatments as
    the euros are worth, NaN where their cost is not stated: an illustration, never "these are not done"). Categories that do
    not change are left out.
    """
    of_kind(explorer, Explorer)
    evaluator, money = explorer.evaluator, explorer.evaluator.money
    here, stated = evaluator.use(explorer.plan.chosen).displaced, explorer.scenario.table("Care")["care"]
    parts = []
    for name, best in solved.best.items():
        back = here - evaluator.use(choice(explorer, best)).displaced
        frame = money.segments[["care", "name", "unit"]].assign(
            euro=back.sum(axis=1),
            qalys=money.loss * (back @ evaluator.health_weight),
            units=back.sum(axis=1) * 1e6 / money.segments["unit_cost"].to_numpy(dtype=np.float64),
        )
        summed = frame.groupby("care", sort=False).agg(
            {"name": "first", "unit": "first", "euro": "sum", "qalys": "sum", "units": _sum_or_unknown}
        )
        summed = summed[summed["euro"].abs() > 1e-9].reset_index()
        summed.insert(0, "indication", name)
        parts.append(as_stated(summed, care=stated))
    columns = ["indication", "care", "name", "unit", "euro", "qalys", "units"]
    return pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)


def sum_and_total(explorer: Explorer, table: pd.DataFrame) -> pd.DataFrame:
    """How the sum over indications differs from the plan: figure, sum, total, difference (QALY; EUR million for euros).

    Each row of the table is marginal, beside all other indications. Where losses rise with what is displaced the sum is above
    the total, where others take a place that becomes free it may be below it.
    """
    totals = explorer.plan.totals
    figures = {
        "gained": totals.gained,
        "displaced_euro": totals.displaced_euro_sum,
        "displaced_qalys": totals.displaced,
        "room_qalys": totals.room_used,
        "net_lost": totals.net,
    }
    sums = [float(table[name].sum()) for name in figures]
    frame = pd.DataFrame({"figure": list(figures), "sum": sums, "total": list(figures.values())})
    return frame.assign(difference=frame["sum"] - frame["total"])


def moves(explorer: Explorer, best: Best, apart: str) -> tuple[list[str], list[str]]:
    """Indications other than ``apart`` that a best plan decides otherwise than the plan: those that enter, start or sign
    differently, or for other patients, and those that leave.
    """
    one, two = _decided(explorer, explorer.plan), _decided(explorer, best)
    named = [name for name in explorer.plan.decisions["indication"] if name != apart]
    enter = [name for name in named if name in two and not _same(one.get(name, {}), two[name])]
    leave = [name for name in named if name in one and name not in two]
    return enter, leave


def resized(explorer: Explorer, best: Best, apart: str) -> tuple[list[str], list[str]]:
    """Indications other than ``apart`` that start and sign as in the plan, but for more patients in a best plan, or for fewer."""
    one, two = _decided(explorer, explorer.plan), _decided(explorer, best)
    grown: dict[str, float] = {
        name: sum(two[name].values()) - sum(one[name].values())
        for name in explorer.plan.decisions["indication"]
        if name != apart and name in one and name in two and one[name].keys() == two[name].keys()
    }
    return [name for name, by in grown.items() if by > _SHARE], [name for name, by in grown.items() if by < -_SHARE]


def _decided(explorer: Explorer, made: Best | Plan) -> dict[str, dict[int, float]]:
    """By indication that is admitted or changed: the share of each of its options."""
    table = explorer.options.table
    names, decided = table["indication"].to_numpy(), table["route"].notna().to_numpy(dtype=bool)
    found: dict[str, dict[int, float]] = {}
    for option, share in zip(made.picked, made.shares, strict=True):
        if decided[option]:
            found.setdefault(names[option], {})[int(option)] = float(share)
    return found


def _same(one: Mapping[int, float], two: Mapping[int, float]) -> bool:
    return one.keys() == two.keys() and all(abs(one[option] - two[option]) <= _SHARE for option in one)


def choice(explorer: Explorer, best: Best) -> Chosen:
    """The options of an answer with their shares."""
    return shared(explorer.options.table, best.picked, best.shares)


def others_than(explorer: Explorer, name: str) -> Flags:
    """A flag per option: all but those that admit or change one indication (what stays may go on staying)."""
    table = explorer.options.table
    own = (table["indication"] == name).to_numpy(dtype=bool) & table["route"].notna().to_numpy(dtype=bool)
    return np.asarray(~own)


def _room(explorer: Explorer, here: Use, there: Use) -> float:
    return float((there.room - here.room)[explorer.evaluator.money.limited].sum())


def _sum_or_unknown(values: pd.Series) -> float:
    return float(values.sum(min_count=len(values)))
