"""``python -m scenarios.make [NAME ...]``: writes the workbooks again, all or those named (``routes`` = all route sets)."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

import planner
from scenarios.make import routes

SCENARIOS = ("sluis-2025", "msz-2026", "replay-2015", "horizon-450")
FOLDER = Path(__file__).resolve().parent.parent


def make(name: str, folder: Path = FOLDER) -> Path:
    """Writes one scenario workbook and gives its path."""
    module = import_module(f"scenarios.make.{name.replace('-', '_')}")
    path = folder / f"{name}.xlsx"
    planner.write_workbook(module.tables(), path)
    return path


def make_routes(folder: Path = FOLDER / "routes") -> list[Path]:
    """Writes every route set and gives their paths."""
    return [planner.write_workbook(routes.tables(name), folder / f"{name}.xlsx") for name in routes.SETS]


def main(names: list[str]) -> int:
    known = (*SCENARIOS, "routes")
    unknown = [name for name in names if name not in known]
    if unknown:
        print(f"no such scenario: {', '.join(unknown)}; there are {', '.join(known)}", file=sys.stderr)
        return 2
    for name in names or known:
        for path in make_routes() if name == "routes" else [make(name)]:
            print(f"written: {path.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
