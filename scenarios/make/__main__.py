"""``python -m scenarios.make [NAME ...]``: writes the workbooks again, all or those named."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

import planner

SCENARIOS = ("sluis-2025", "msz-2026", "replay-2015", "horizon-450")
FOLDER = Path(__file__).resolve().parent.parent


def make(name: str, folder: Path = FOLDER) -> Path:
    """Writes one scenario workbook and gives its path."""
    module = import_module(f"scenarios.make.{name.replace('-', '_')}")
    path = folder / f"{name}.xlsx"
    planner.write_workbook(module.tables(), path)
    return path


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in SCENARIOS]
    if unknown:
        print(f"no such scenario: {', '.join(unknown)}; there are {', '.join(SCENARIOS)}", file=sys.stderr)
        return 2
    for name in names or SCENARIOS:
        print(f"written: {make(name).name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
