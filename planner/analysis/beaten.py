"""What it would cost to admit what the plan leaves out: the best plan with it forced in, and equally good plans."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from planner.analysis.reasons import reasons
from planner.analysis.without import choice, moves
from planner.asked import of_kind
from planner.model.choice import Chosen
from planner.model.choice import without as without_rows
from planner.model.explorer import Best, Explorer
from planner.model.solve import Progress
from planner.model.ties import tolerance
from planner.scenario.order import as_stated

COLUMNS = ("indication", "possible", "route", "start_year", "discount", "net_lost", "leaves", "otherwise", "proven")


def forced_in(explorer: Explorer, progress: Progress | None = None) -> dict[str, Best]:
    """The best plan with each left-out candidate forced in that has an option; with a bound of -inf no plan fits it."""
    of_kind(explorer, Explorer)
    table, decisions = explorer.options.table, explorer.plan.decisions
    offered = set(table["indication"][table["route"].notna()])
    found = {}
    for name in decisions["indication"][decisions["decision"] == "not_admitted"]:
        if name in offered:
            if progress is not None:
                progress(f"the best plan with {name}")
            found[name] = explorer.best(forced={name})
    return found


def left_out(
    explorer: Explorer, forced: Mapping[str, Best] | None = None, progress: Progress | None = None
) -> pd.DataFrame:
    """One row per left-out candidate with an option: who would leave if it had to be admitted, and what that would lose.

    Columns: indication; possible (False: no plan fits it at all, None: time was up before one was found); route, start_year and
    discount at which it would enter; net_lost [the plan less the best plan with it, in the unit of the objective, discounted];
    leaves and otherwise: ids that leave, and that enter or start or sign differently or for other patients, "; " between;
    proven. A divisible indication is taken for all of its patients (``max_coverage``).
    """
    of_kind(explorer, Explorer)
    held = forced_in(explorer, progress) if forced is None else forced
    table, net = explorer.options.table, explorer.evaluator.worth(explorer.plan.chosen).net
    names = table["indication"].to_numpy()
    rows: list[dict[str, object]] = []
    for name, best in held.items():
        if not best.held:
            none = best.bound == -np.inf
            possible = False if none else None
            rows.append({"indication": name, "possible": possible, "leaves": "", "otherwise": "", "proven": none})
            continue
        own = table.iloc[best.picked[names[best.picked] == name][0]]
        enter, leave = moves(explorer, best, name)
        rows.append(
            {
                "indication": name,
                "possible": True,
                "route": own["route"],
                "start_year": own["start_year"],
                "discount": own["discount"],
                "net_lost": net - best.net,
                "leaves": "; ".join(leave),
                "otherwise": "; ".join(enter),
                "proven": best.proven,
            }
        )
    return pd.DataFrame(rows, columns=list(COLUMNS))


def full_reasons(explorer: Explorer, entering: pd.DataFrame) -> pd.DataFrame:
    """The reasons of the plan with what exact re-solves add: columns possible, net_lost, leaves and otherwise of ``left_out``.

    The code ``beaten`` takes the place of ``no_room``, ``loses`` (beside this plan) and ``within_gap`` where a plan with it
    exists and others would have to leave or change for it; ``excluded`` where every option breaks a relation beside this plan.
    """
    frame = reasons(explorer.plan).merge(
        entering[["indication", "possible", "net_lost", "leaves", "otherwise"]], on="indication", how="left"
    )
    moved = frame["leaves"].fillna("").ne("") | frame["otherwise"].fillna("").ne("")
    beside = frame["code"].isin(["no_room", "within_gap"]) | (frame["code"].eq("loses") & ~frame["alone"].eq(True))
    limited = frame["code"].eq("no_room") & ~frame["possible"].eq(True)
    code = frame["code"].mask(beside & moved & ~limited, "beaten")
    return frame.assign(code=code.mask(frame["indication"].isin(_excluded(explorer)), "excluded"))


def _excluded(explorer: Explorer) -> set[str]:
    """Left-out indications of which every option breaks a relation, beside this plan or by itself."""
    families = [family for family in explorer.evaluator.limits.families if family.name == "relation"]
    table, plan = explorer.options.table, explorer.plan
    found = set()
    for name in plan.decisions["indication"][plan.decisions["decision"] == "not_admitted"]:
        own = np.flatnonzero((table["indication"] == name).to_numpy(dtype=bool))
        broken = [family.excess(plan.chosen, own).max(axis=0, initial=0.0) > 0 for family in families]
        if len(own) and broken and np.logical_or.reduce(broken).all():
            found.add(name)
    return found


def interchangeable(explorer: Explorer, without: Mapping[str, Best], forced: Mapping[str, Best]) -> pd.DataFrame:
    """Decisions that another plan takes otherwise without any loss (within the tolerance of a tie), one row each.

    Columns: indication; instead (``left_out``, ``admitted``, or ``otherwise``: another route, start or price); changes: ids that
    change with it, "; " between (blank: it changes alone); cost [EUR million, discounted: that plan less the chosen one].
    Which of equally good plans is chosen is a rule (least cost, then by indication), the same for every run.
    """
    of_kind(explorer, Explorer)
    evaluator, plan, table = explorer.evaluator, explorer.plan, explorer.options.table
    here, second = evaluator.worth(plan.chosen), evaluator.limits.second
    slack = tolerance(here.net)

    def as_good(other: Chosen) -> bool:
        """Of a pair of objectives a plan must be as good by the second too."""
        if second is None:
            return True
        reached = evaluator.worth(plan.chosen, second).net
        return evaluator.worth(other, second).net >= reached - tolerance(reached)

    rows = []
    for kind, held in (("left_out", without), ("admitted", forced)):
        for name, best in held.items():
            if best.held and best.net >= here.net - slack and as_good(choice(explorer, best)):
                enter, leave = moves(explorer, best, name)
                cost = evaluator.worth(choice(explorer, best)).cost - here.cost
                rows.append((name, kind, "; ".join([*enter, *leave]), cost))
    names = table["indication"].to_numpy()
    for option in plan.picked[table["route"].notna().to_numpy(dtype=bool)[plan.picked]]:
        if evaluator.divisible[option]:  # single changes of a share are no ties: the LP has a continuum of them
            continue
        rest = without_rows(plan.chosen, np.array([option]))
        others = np.setdiff1d(np.flatnonzero(names == names[option]), [option])
        others = others[table["route"].notna().to_numpy(dtype=bool)[others]]
        if not len(others):
            continue
        gained, lost = evaluator.added(rest, others)
        base = evaluator.worth(rest).net
        same = others[(base + gained - lost >= here.net - slack) & evaluator.limits.beside(rest, others)]
        same = [other for other in same if as_good(without_rows(rest, others[:0], added=other))]
        if same:
            cost = min(evaluator.cost[o] for o in same) - evaluator.cost[option]
            rows.append((names[option], "otherwise", "", float(cost)))
    frame = pd.DataFrame(rows, columns=["indication", "instead", "changes", "cost"])
    return as_stated(frame, instead=("left_out", "admitted", "otherwise"), indication=plan.decisions["indication"])
