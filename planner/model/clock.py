"""Time: seconds by stage, what is left of the time limit, and a user who asks to stop."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType

from planner.model.solve import Progress

_STAGES = {
    "options": "working out the options",
    "limits": "stating the limits",
    "prune": "proving options away",
    "build": "building the model",
    "solve": "solving",
    "ties": "comparing equally good plans",
    "audit": "checking the plan",
}


@dataclass
class Clock:
    """Seconds by stage, and what is left of the time limit; nothing is left once the user has asked to stop."""

    limit: float
    progress: Progress | None
    began: float = field(default_factory=time.perf_counter)
    seconds: dict[str, float] = field(default_factory=dict)
    interrupted: bool = False

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        if self.progress is not None:
            self.progress(_STAGES[name])
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - start

    def left(self) -> float:
        return 0.0 if self.interrupted else max(0.0, self.limit - (time.perf_counter() - self.began))

    def up(self) -> bool:
        """Whether it is time to stop with the best plan so far."""
        return self.left() <= 0

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Inside, Ctrl-C asks to stop with the best plan so far; a second one breaks off at once."""
        if threading.current_thread() is not threading.main_thread():
            yield  # only the main thread hears signals
            return

        def asked(number: int, frame: FrameType | None) -> None:
            if self.interrupted:
                signal.default_int_handler(number, frame)
            self.interrupted = True

        before = signal.getsignal(signal.SIGINT)
        if before is not signal.default_int_handler:
            yield  # somebody else listens already
            return
        signal.signal(signal.SIGINT, asked)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)
