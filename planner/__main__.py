"""``python -m planner`` is the same as ``planner``."""

from __future__ import annotations

import codecs
import gc
import io
import sys

#: New objects after which Python looks for garbage: its own 700 makes a run look a thousand times.
_OFTEN = 10_000

#: What stands for a sign that an output cannot take: the code pages of Windows, where output goes to a file, lack some.
_PLAIN = {"−": "-", "–": "-", "…": "...", "€": "EUR", "’": "'", "\u00a0": " ", "×": "x", "▲": "!", "■": "-"}


def _in_plain_signs(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(_PLAIN.get(sign, "?") for sign in error.object[error.start : error.end]), error.end


def main() -> None:
    """The command line; who breaks off while it is still being loaded sees no traceback (exit status 130)."""
    gc.set_threshold(_OFTEN)
    codecs.register_error("planner", _in_plain_signs)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a minus sign that is lost would turn a loss into a gain
            stream.reconfigure(errors="planner")
    try:
        from planner.cli import main as command_line  # noqa: PLC0415 - loading it is what may be broken off

        command_line()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
