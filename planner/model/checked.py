"""From a choice of options to a plan: its tables, recomputed by the audit. A plan that fails the audit is never made."""

from __future__ import annotations

from dataclasses import asdict

import pandas as pd

from planner.errors import AuditError
from planner.model import frames
from planner.model.audit import Auditor, Choice, check, claims_from_frames
from planner.model.balance import balance
from planner.model.choice import Chosen, picks
from planner.model.clock import Clock
from planner.model.evaluate import Evaluator
from planner.model.limit_table import limit_table
from planner.model.plan import Outcome, Plan
from planner.model.search.duals import duals
from planner.model.shown import tables_as_stated
from planner.scenario.scenario import Scenario


def checked(
    scenario: Scenario,
    evaluator: Evaluator,
    picked: Chosen,
    outcome: Outcome,
    clock: Clock,
    auditor: Auditor | None = None,
) -> Plan:
    """The plan with all its tables, each figure compared with what the audit works out; raises AuditError.

    ``auditor`` is one for the same scenario, which may know the figures of some choices already.
    """
    table = frames.decisions(scenario, evaluator, picked)
    total = frames.totals(evaluator, picked, table)
    tables = {
        "decisions": table,
        "yearly": frames.yearly(scenario, evaluator, picked),
        "spending": frames.spending(scenario, evaluator, picked),
        "displacement": frames.displacement(evaluator, picked),
        "limits": limit_table(scenario, evaluator, picked),
    }
    own, shown = picks(picked), tables["limits"]
    rows = evaluator.options.table.iloc[own.rows].assign(share=own.shares)
    decided = rows[rows["route"].notna()]
    columns = (decided[name] for name in ("indication", "route", "offset", "discount", "share"))
    choices = [
        Choice(i, route, round(offset * 12), d, share) for i, route, offset, d, share in zip(*columns, strict=True)
    ]
    claimed = {
        **tables,
        "staying": frames.staying(scenario, evaluator, picked),
        "limits": shown[(shown["family"] != "decision") | shown["name"].isin(decided["indication"])],
    }
    with clock.stage("audit"):
        claims = claims_from_frames(claimed, asdict(total))
        report = check(scenario, choices, claims, auditor)
    if not report.ok:
        raise AuditError(
            "the plan does not agree with its audit:\n" + "\n".join(f"  {line}" for line in report.failures)
        )
    tables["limits"] = _with_worth(evaluator, picked, shown[shown["family"] != "decision"].reset_index(drop=True))
    stated = tables_as_stated(scenario, tables)
    return Plan(
        scenario, evaluator.options, own.rows, own.shares, totals=total, outcome=outcome, audit=report, **stated
    )


def _with_worth(evaluator: Evaluator, picked: Chosen, limits: pd.DataFrame) -> pd.DataFrame:
    """The limits with ``marginal``: what one unit more of each is worth where decisions may be shares (LP duals).

    What is forced in is listed as ``-x <= -number``, of which one more is one decision less; how many prices there are has no
    such figure.
    """
    found = limits.astype({"year": "float64"}).merge(  # an empty table knows no types
        duals(evaluator, balance(evaluator), picked).rename(columns={"dual": "marginal"}),
        on=["family", "name", "year", "unit"],
        how="left",
    )
    kind = found["name"].astype(str).str.split(" ").str[0].where(found["family"] == "relation", "")
    sign = kind.map({"force_in": -1.0, "same_price": float("nan")}).where(kind.isin(["force_in", "same_price"]), 1.0)
    return found.assign(marginal=found["marginal"] * sign + 0.0)
