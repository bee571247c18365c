"""What is asked of one scenario or plan again and again is worked out once, and kept as long as that object lives."""

from __future__ import annotations

import copy
import weakref
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

Of = TypeVar("Of")
Made = TypeVar("Made")


def once(work: Callable[[Of], Made]) -> Callable[[Of], Made]:
    """``work`` of an object that does not change: called again it gives (a copy of) what it gave."""
    kept: dict[int, Made] = {}

    @wraps(work)
    def known(of: Of) -> Made:
        place = id(of)
        if place not in kept:
            kept[place] = work(of)
            weakref.finalize(of, kept.pop, place, None)
        return copy.copy(kept[place])

    return known
