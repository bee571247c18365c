"""``python -m planner`` is the same as ``planner``."""

from __future__ import annotations

import gc
import sys

#: New objects after which Python looks for garbage: its own 700 makes a run look a thousand times.
_OFTEN = 10_000


def main() -> None:
    """The command line; who breaks off while it is still being loaded sees no traceback (exit status 130)."""
    gc.set_threshold(_OFTEN)
    try:
        from planner.cli import main as command_line  # noqa: PLC0415 - loading it is what may be broken off

        command_line()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
