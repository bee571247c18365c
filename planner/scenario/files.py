"""Writing a file whole or not at all."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from planner.errors import UsageError


@contextmanager
def written_whole(target: Path) -> Iterator[Path]:
    """A temporary path in the folder of ``target``: moved there when the block ends well, removed when it does not.

    What stood there before stays as it was until the new file is complete. Raises UsageError where the folder is not there
    or the file is locked (open in Excel on Windows).
    """
    if not target.parent.is_dir():
        raise UsageError(f"there is no folder {target.parent}")
    temporary = target.with_name(f".{target.stem}-{uuid.uuid4().hex[:12]}{target.suffix}")
    try:
        yield temporary
        temporary.replace(target)
    except PermissionError as error:
        raise UsageError(f"{target} cannot be written: is it open in Excel, or is the folder read-only?") from error
    finally:
        temporary.unlink(missing_ok=True)
