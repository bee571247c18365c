"""A solver keeps limits to its own tolerance; a plan must keep them exactly."""

from __future__ import annotations

from collections.abc import Callable

from planner.impact.timing import Numbers
from planner.model.choice import Chosen
from planner.model.evaluate import Evaluator
from planner.model.solve import Answer, Program

#: How often a solver's answer that breaks a limit is cut off and solved again.
_RETRIES = 25


def kept_exactly(
    evaluator: Evaluator,
    program: Program,
    ask: Callable[[Program], Answer],
    read: Callable[[Numbers], Chosen],
    without: Callable[[Program, Chosen], Program],
) -> tuple[Chosen | None, Answer] | None:
    """The first answer to a program that keeps every limit exactly, as a choice of options (None = no solution is held).

    ``read`` makes a choice of the solver's values, ``without`` cuts a choice off that does not. None where the solver keeps
    returning such choices.
    """
    for _ in range(_RETRIES):
        answer = ask(program)
        if answer.solution is None:
            return None, answer
        picked = read(answer.solution)
        if evaluator.fits(picked):
            return picked, answer
        program = without(program, picked)
    return None
