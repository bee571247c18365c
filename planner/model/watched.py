"""A run of HiGHS with an eye on it: one that falls silent is left behind.

HiGHS 1.16 can loop for ever in the presolve of one of its smaller models (``strengthenInequalities``). There it heeds neither its
time limit nor anybody who wants it to stop, and Python cannot break into it. So it runs in a thread of its own: everywhere
else it asks many times a second whether to go on.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Thread
from typing import Any

import highspy

#: Seconds of silence after which HiGHS is taken to be lost, for a matrix of so many non-zeros; a larger one may take longer.
SILENCE, USUAL = 20.0, 200_000


def ran(highs: highspy.Highs, size: int, stop: Callable[[], bool] | None = None) -> bool:
    """Run HiGHS on a matrix of ``size`` non-zeros until it ends, or ``stop`` says so; False where it was left behind.

    What was left behind goes on in its thread until the process ends: nothing may be asked of it any more.
    """
    heard, alone = time.monotonic(), False

    def ask(event: Any) -> None:
        nonlocal heard
        heard = time.monotonic()
        if alone or (stop is not None and stop()):
            event.interrupt()

    highs.cbMipInterrupt.subscribe(ask)
    highs.cbSimplexInterrupt.subscribe(ask)
    thread = Thread(target=highs.run, name="HiGHS", daemon=True)
    thread.start()
    patience = SILENCE * max(1.0, size / USUAL)
    try:
        while thread.is_alive() and (left := heard + patience - time.monotonic()) > 0:
            thread.join(left)
        return not thread.is_alive()
    finally:
        alone = True  # nobody waits for it any more: should it ask again, it ends
