"""The parts of the Pyomo model that only some scenarios have: shares of options, and room carried over between years."""

from __future__ import annotations

import numpy as np
import pyomo.environ as pyo
from scipy import sparse

from planner.model.evaluate import Evaluator
from planner.model.limits import Family
from planner.model.limits.parts import Parts
from planner.model.money import Whole


def by_share(family: Family, parts: Parts) -> tuple[sparse.csc_array, sparse.csr_array]:
    """The use of a family by shares of options, and by the decisions behind them (row x decision)."""
    if family.once is None or not len(parts):
        return family.by_option, sparse.csr_array((len(family.limit), max(1, len(parts))))
    once = family.once_by_option * parts.decided[None, :]
    return sparse.csc_array(family.by_option - once), sparse.csr_array(family.once_by_option[:, parts.first])


def add_parts(model: pyo.ConcreteModel, parts: Parts, kept: Whole) -> None:
    """Shares and decisions: ``x_o <= most_o (z of its decisions)``, one decision per indication, and all of it where it is whole.

    Decisions with an option that was proved away are left out.
    """
    known = np.zeros(len(parts.divisible), dtype=bool)
    known[kept] = True
    used = [n for n in range(len(parts)) if known[parts.first[n]] and known[parts.last[n]]]
    model.decide = pyo.Var(pyo.Set(initialize=used), domain=pyo.Binary)
    model.share_of_decision = pyo.ConstraintList()
    model.one_decision = pyo.ConstraintList()
    table = parts.by_option
    inside = set(used)
    for option in (int(o) for o in kept if parts.decided[o]):
        own = [int(n) for n in table.indices[table.indptr[option] : table.indptr[option + 1]] if int(n) in inside]
        model.share_of_decision.add(model.pick[option] <= float(parts.most[option]) * sum(model.decide[n] for n in own))
    mine: dict[int, list[int]] = {}
    for n in used:
        mine.setdefault(int(parts.owner[parts.first[n]]), []).append(n)
    for owner, decisions in mine.items():
        model.one_decision.add(sum(model.decide[n] for n in decisions) <= 1)
        options = [int(o) for o in kept if parts.owner[o] == owner and parts.decided[o]]
        most = float(parts.most[options[0]])
        total, decided = sum(model.pick[o] for o in options), sum(model.decide[n] for n in decisions)
        if parts.whole[options[0]]:
            model.one_decision.add(total == decided)
        elif len(options) > 1:
            model.one_decision.add(total <= most * decided)


def add_carry(model: pyo.ConcreteModel, evaluator: Evaluator, kept: Whole) -> None:
    """``carry_f(t) = share max(0, left of the year before)``: exactly, by one binary where what is left may be below 0."""
    carry = evaluator.limits.carry
    money = evaluator.money
    least, most = carry.range(evaluator.limits.parts.owner)
    use = carry.use[:, kept].tocsr()
    keys = [(money.frameworks[f], money.years[t]) for f, t in zip(carry.framework, carry.year, strict=True)]
    model.carries = pyo.Var(pyo.Set(initialize=keys, dimen=2), domain=pyo.Binary)
    model.carry_over = pyo.ConstraintList()
    for row, key in enumerate(keys):
        part = slice(use.indptr[row], use.indptr[row + 1])
        spent = sum(float(b) * model.pick[int(kept[o])] for b, o in zip(use.data[part], use.indices[part], strict=True))
        left, share = float(carry.slack[row]) - spent, float(carry.share[row])
        short, long = max(0.0, -float(least[row])), max(0.0, float(most[row]))
        if not short:
            model.carries[key].fix(1)
        model.carry_over.add(model.carry[key] >= share * left)
        model.carry_over.add(model.carry[key] <= share * left + share * short * (1 - model.carries[key]))
        model.carry_over.add(model.carry[key] <= share * long * model.carries[key])
