"""``python -m planner`` is the same as ``planner``."""

from __future__ import annotations

import sys


def main() -> None:
    """The command line; who breaks off while it is still being loaded sees no traceback (exit status 130)."""
    try:
        from planner.cli import main as command_line  # noqa: PLC0415 - loading it is what may be broken off

        command_line()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
