"""Some of the work in a second process, while this one does the rest."""

from __future__ import annotations

import multiprocessing
import queue
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

from planner.model.solve import Progress

Of = TypeVar("Of")
Made = TypeVar("Made")

#: Seconds between two looks at what the other process says.
_LOOK = 0.2

_said: list[Any] = []


@contextmanager
def other_process(
    work: Callable[[Of, Progress | None], Made], of: Of, progress: Progress | None = None
) -> Iterator[Callable[[], Made]]:
    """``work(of, progress)`` begins in another process; calling what is given waits for its answer.

    What it tells is passed on while it is waited for. Where the block ends early (an error, Ctrl-C) the process is stopped.
    Raises what the work raises.
    """
    context = multiprocessing.get_context("spawn")
    said: Any = context.Queue()
    before = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(1, mp_context=context, initializer=_begin, initargs=(said,))
    future = pool.submit(_work, work, of)

    def answer() -> Made:
        while not future.done():
            try:
                text = said.get(timeout=_LOOK)
            except queue.Empty:
                continue
            if progress is not None:
                progress(text)
        return future.result()

    try:
        yield answer
    finally:
        if not future.done():
            for process in set(multiprocessing.active_children()) - before:
                process.terminate()
        said.cancel_join_thread()
        pool.shutdown(wait=True, cancel_futures=True)


def _begin(said: Any) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to both; the first one decides
    _said.append(said)


def _work(work: Callable[[Of, Progress | None], Made], of: Of) -> Made:
    return work(of, _said[-1].put)
