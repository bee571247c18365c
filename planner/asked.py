"""What a call may be given; what is something else is said in words, with what makes the right thing."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import SupportsFloat

from planner.errors import UsageError

#: How one of each kind is made, for who brings another.
_MADE_BY = {
    "Scenario": "planner.read_scenario and planner.scenario_from_tables make one",
    "Explorer": "planner.Explorer(scenario) makes one",
    "Plan": "planner.optimise(scenario) makes one",
    "Runs": "planner.run(scenario) makes one",
    "Answers": "planner.answer(scenario) makes one",
}

#: A message shows what it found, but no more of it than this.
_MOST_SHOWN = 80  # characters


def of_kind(value: object, *kinds: type) -> None:
    """Nothing where the value is of one of these kinds; else UsageError says what was found and what makes the right thing."""
    if isinstance(value, kinds):
        return
    names = [kind.__name__ for kind in kinds]
    made = "; ".join(_MADE_BY[name] for name in names if name in _MADE_BY)
    raise UsageError(f"expected {' or '.join(names)}, found {_shown(value)}" + (f"; {made}" if made else ""))


def as_names(value: str | Iterable[str]) -> list[str]:
    """Names as a list; one name may be given by itself."""
    return [value] if isinstance(value, str) else list(value)


def at_least(what: str, value: object, low: float) -> float:
    """A number that is ``low`` or more; UsageError where it is less, NaN or no number."""
    if isinstance(value, bool) or not isinstance(value, SupportsFloat) or not float(value) >= low:
        raise UsageError(f"{what} is {_shown(value)}; expected a number of {low:g} or more")
    return float(value)


def workers(value: int) -> int:
    """A number of processes: whole, 1 or more. Raises UsageError."""
    number = at_least("workers", value, 1)
    if not number.is_integer():
        raise UsageError(f"workers is {number:g}; expected a whole number of 1 or more")
    return int(number)


def path_to(path: str | os.PathLike[str], *suffixes: str) -> Path:
    """A path as such; UsageError where it is none, or ends in none of the suffixes (``.xlsx``)."""
    if not isinstance(path, (str, os.PathLike)):
        raise UsageError(f"expected the path of a file, found {_shown(path)}")
    if suffixes and Path(path).suffix.casefold() not in suffixes:
        raise UsageError(f"{path} does not end in {' or '.join(suffixes)}")
    return Path(path)


def _shown(value: object) -> str:
    kind = type(value).__name__
    if not isinstance(value, (str, int, float, list, tuple)):
        return f"a {kind}"
    text = f"{kind} {value!r}"
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}..."
