"""What ``import planner`` gives: the public names, for nothing until they are used, and the one-way house behind them."""

from __future__ import annotations

import ast
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

import planner

PACKAGE = Path(planner.__file__).parent
HEAVY = ("pandas", "numpy", "pyomo", "highspy", "openpyxl", "xlsxwriter", "scipy", "rich.table")


def loaded_after(statement: str) -> set[str]:
    """The heavy modules that a fresh Python holds after a statement."""
    code = f"{statement}; import sys; print(*[name for name in {HEAVY!r} if name in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(shown.stdout.split())


def test_public_names_are_pinned() -> None:
    assert planner.__all__ == sorted(planner.__all__)
    assert set(planner.__all__) == set(planner._HOMES)
    for name in planner.__all__:
        assert getattr(planner, name).__name__ == name
    assert set(planner.__all__) <= set(dir(planner))


def test_every_public_name_says_what_it_is() -> None:
    assert [name for name in planner.__all__ if not (getattr(planner, name).__doc__ or "").strip()] == []


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'optimize'"):
        _ = planner.optimize


def test_importing_planner_or_its_command_line_loads_nothing_heavy() -> None:
    assert loaded_after("import planner") == set()
    assert loaded_after("import planner.cli") == set()


def test_a_solve_loads_no_statistics_which_still_load_for_who_asks() -> None:
    parts = "{'scipy.stats', 'scipy.integrate', 'scipy.spatial'}"
    code = (
        f"import planner, sys; planner.optimise; print(len({parts} & set(sys.modules))); "
        "import scipy.stats; print(scipy.stats.norm.cdf(0.0))"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.split() == ["0", "0.5"]


def test_a_part_of_scipy_that_is_asked_for_meanwhile_is_there_at_once() -> None:
    code = (
        "from planner.model.start import later\n"
        "with later('scipy.stats'):\n    from scipy.stats import norm\n"
        "import scipy.stats\nprint(norm.cdf(0.0), scipy.stats.norm is norm)"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.split() == ["0.5", "True"]


def test_planner_is_typed() -> None:
    assert files("planner").joinpath("py.typed").is_file()


def imports_of(path: Path) -> set[str]:
    """Every module of planner that a file imports, whatever the form of the import."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return {name for name in found if name.split(".")[0] == "planner"}


@pytest.mark.parametrize("path", sorted((PACKAGE / "model" / "audit").glob("*.py")), ids=lambda path: path.stem)
def test_the_audit_shares_no_arithmetic_with_the_engine(path: Path) -> None:
    engine = ("planner.impact", "planner.analysis", "planner.report")
    inside = imports_of(path)
    assert [name for name in inside if name.startswith(engine)] == []
    assert [
        name for name in inside if name.startswith("planner.model") and not name.startswith("planner.model.audit")
    ] in (
        [],
        ["planner.model"],
    )


def is_long(node: ast.FunctionDef) -> bool:
    """Longer than a screen; a list of data with hardly a statement around it may be."""
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    return lines > 60 and sum(isinstance(part, ast.stmt) for part in ast.walk(node)) > 5


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_file_is_longer_than_a_sitting_and_no_function_than_a_screen(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]
    assert len(text.splitlines()) <= 350
    assert [node.name for node in functions if is_long(node)] == []
