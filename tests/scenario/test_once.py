"""What is asked of one object again is worked out once, and forgotten with it."""

from __future__ import annotations

import gc
from dataclasses import dataclass

import pandas as pd

from planner.scenario.once import once


@dataclass(frozen=True)
class Asked:
    size: int


def test_each_object_is_worked_out_once_and_nobody_can_change_the_answer() -> None:
    calls: list[int] = []

    @once
    def frame(of: Asked) -> pd.DataFrame:
        calls.append(of.size)
        return pd.DataFrame({"n": range(of.size)})

    one, two = Asked(2), Asked(2)  # equal, but two objects
    changed = frame(one)
    changed["n"] = 7
    assert list(frame(one)["n"]) == [0, 1]
    assert list(frame(two)["n"]) == [0, 1]
    assert calls == [2, 2]


def test_the_answer_goes_with_its_object() -> None:
    @once
    def size(of: Asked) -> int:
        return of.size

    found = []
    for number in range(50):  # objects of which one may lie where another lay
        found.append(size(Asked(number)))
        gc.collect()
    assert found == list(range(50))
