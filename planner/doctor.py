"""Can planner work on this machine? Versions, and a toy problem solved by Pyomo with HiGHS."""

from __future__ import annotations

import platform
import shutil
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

import planner

LIBRARIES = ("pyomo", "highspy", "numpy", "scipy", "pandas", "openpyxl", "XlsxWriter", "typer", "rich")


@dataclass(frozen=True)
class Finding:
    """One thing looked at: what, what was found, and whether planner can work with it."""

    what: str
    found: str
    well: bool = True


def examine() -> list[Finding]:
    """Versions of planner, Python and the libraries, a toy problem solved, and whether LibreOffice is there (not needed)."""
    machine = f"{platform.system()} {platform.release()}, {platform.machine()}"
    findings = [
        Finding("planner", planner.__version__),
        Finding("Python", f"{platform.python_version()} on {machine}"),
    ]
    findings += [_library(name) for name in LIBRARIES]
    findings.append(_toy())
    office = shutil.which("soffice")
    findings.append(Finding("LibreOffice", office or "not found (only some tests of planner itself need it)"))
    return findings


def _library(name: str) -> Finding:
    try:
        return Finding(name, version(name))
    except PackageNotFoundError:
        return Finding(name, "missing: install planner again with pip", well=False)


def _toy() -> Finding:
    """Two medicines of 300 and 290 QALYs cost 40 and 45 million; 50 million is there. The first must be the answer."""
    try:
        import pyomo.environ as pyo

        model = pyo.ConcreteModel()
        model.pick = pyo.Var(["first", "second"], domain=pyo.Binary)
        model.money = pyo.Constraint(expr=40 * model.pick["first"] + 45 * model.pick["second"] <= 50)
        model.health = pyo.Objective(expr=300 * model.pick["first"] + 290 * model.pick["second"], sense=pyo.maximize)
        pyo.SolverFactory("highs").solve(model)
        answer = float(pyo.value(model.health))
    except Exception as error:  # noqa: BLE001 - whatever is wrong with the installation is the finding
        return Finding("toy problem", f"not solved: {type(error).__name__}: {error}", well=False)
    if abs(answer - 300) > 1e-6:
        return Finding("toy problem", f"solved wrongly: {answer:g} instead of 300", well=False)
    return Finding("toy problem", "solved by Pyomo with HiGHS: 300 QALYs, as it should be")
