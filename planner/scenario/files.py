"""Writing a file whole or not at all."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from xlsxwriter.exceptions import FileCreateError

from planner.errors import UsageError


@contextmanager
def beside(target: Path) -> Iterator[Path]:
    """A new file in the folder of ``target``, to be written and moved there; what is left of it goes when the block ends.

    Raises UsageError where the folder is not there, takes no file, or cannot hold all of it.
    """
    if not target.parent.is_dir():
        raise UsageError(f"there is no folder {target.parent}")
    temporary = target.with_name(f".{target.stem}-{uuid.uuid4().hex[:12]}{target.suffix}")
    try:
        temporary.touch()
        yield temporary
    except (OSError, FileCreateError) as error:
        raise UsageError(f"{target} cannot be written: {_why(error)}") from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


@contextmanager
def written_whole(target: Path) -> Iterator[Path]:
    """A temporary path in the folder of ``target``: moved there when the block ends well, removed when it does not.

    What stood there before stays as it was until the new file is complete. Raises UsageError where the folder is not there or
    takes no file, or the file is locked (open in Excel on Windows).
    """
    with beside(target) as temporary:
        yield temporary
        temporary.replace(target)


def takes_files(folder: Path) -> bool:
    """Whether a file can be made in a folder; tried, for what permissions say is not the same on every system."""
    try:
        with beside(folder / "planner"):
            return True
    except UsageError:
        return False


def _why(error: Exception) -> str:
    cause = error.args[0] if isinstance(error, FileCreateError) and error.args else error
    if isinstance(cause, PermissionError):
        return "is it open in another program, or is the folder read-only?"
    return getattr(cause, "strerror", None) or str(cause)
