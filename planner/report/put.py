"""A file that is written whole or not at all: beside its place first, then moved there."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from planner.errors import UsageError
from planner.scenario.files import beside

_TRIES = 20


def put(target: Path, write: Callable[[Path], None]) -> Path:
    """Lets ``write`` make a new file, then moves it to ``target``; returns where it is.

    A failed write leaves the previous file as it was. Where that one is locked (open in Excel), the new file is kept beside it
    as ``name (2).xlsx``. Raises UsageError where the folder does not exist or takes no file.
    """
    with beside(target) as temporary:
        with _no_collecting():
            write(temporary)
        return _moved(temporary, target)


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Python's search for cycles goes through every cell made so far, again and again, and finds none: it waits for the end."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _moved(temporary: Path, target: Path) -> Path:
    """Moves the new file into its place, or beside a file that is locked."""
    for number in range(1, _TRIES + 1):
        place = target if number == 1 else target.with_name(f"{target.stem} ({number}){target.suffix}")
        try:
            temporary.replace(place)
        except PermissionError:
            continue
        return place
    raise UsageError(
        f"{target} and its numbered copies cannot be written: are they open in another program, or is the folder read-only?"
    )
